"""Technologies as data: lists, value and relevance, approach, landscape, uses, changes; for JSON and for CSV tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opennss.document.jsonable import jsonable
from opennss.model.criteria import Approach
from opennss.model.dossiers import Amount, Assessment, CommitteeView, Dossier, Landscape, Position, Score
from opennss.model.published import ListShown
from opennss.model.results import Strategy
from opennss.model.technologies import CommitteeMeasure

TOTALS = (
    "in-force", "drafts", "early", "open", "new", "before", "months", "p-members", "o-members", "own-seats",
    "neighbour-seats",
)  # fmt: skip
"""The sums of the landscape that the table of technologies has."""

RESEARCH = ("works", "world", "share", "growth", "specialization", "top", "concentration")


def list_data(item: ListShown) -> dict[str, object]:
    """Return a published list with what is known of it."""
    published = item.published
    return {
        "id": published.id, "name": jsonable(published.name), "issuer": jsonable(published.issuer),
        "number": published.number, "date": published.date.isoformat(), "family": published.family.value,
        "status": published.status.value, "successor": published.successor, "caveat": jsonable(published.caveat),
        "source": published.source, "grade": published.grade, "areas": published.areas, "parts": published.parts,
        "known_areas": item.areas, "known_parts": item.parts, "hidden": item.hidden,
    }  # fmt: skip


def technology_data(strategy: Strategy, dossier: Dossier) -> dict[str, object]:
    """Return everything that is known of one technology; ``null``: not known."""
    technology, assessment = dossier.technology, dossier.assessment
    return {
        "id": technology.id, "name": jsonable(technology.name), "area": technology.area,
        "entries": list(technology.entries), "reason": jsonable(technology.reason), **_approach(assessment),
        "value": _score(assessment.value), "relevance": _score(assessment.relevance),
        "landscape": _landscape(strategy, dossier.landscape),
        "research": _research(dossier.position) if dossier.position else None,
        "uses": [
            {
                "id": use.id, "area": use.area, "kind": use.kind.value, "where": use.where,
                "statement": jsonable(use.statement), "period": use.period, "status": use.status.value,
                "source": use.source,
            }
            for use in dossier.uses
        ],
        "changes": [
            {
                "committee": item.committee, "measure": item.measure.value, "before": _value(item.before),
                "after": _value(item.after), "since": item.since.isoformat(), "until": item.until.isoformat(),
            }
            for item in dossier.movements
        ],
    }  # fmt: skip


def _approach(assessment: Assessment) -> dict[str, object]:
    return {
        "approach": _word(assessment.approach), "computed": _word(assessment.computed),
        "decision": assessment.decision.id if assessment.decision else None,
        "possible": [approach.value for approach in assessment.possible],
        "reasons": [
            {"reason": key, **{name: jsonable(value) for name, value in values.items()}}
            for key, values in assessment.reasons
        ],
        "flips": [
            {"criterion": flip.criterion, "rank": flip.rank.value, "approach": flip.approach.value}
            for flip in assessment.flips
        ],
    }  # fmt: skip


def _word(approach: Approach | None) -> str | None:
    return approach.value if approach else None


def _score(score: Score) -> dict[str, object]:
    return {
        "level": score.level.value, "share": jsonable(score.share), "least": jsonable(score.least),
        "most": jsonable(score.most), "position": score.position, "best": score.best, "worst": score.worst,
        "criteria": [
            {
                "criterion": cell.criterion.id, "rank": cell.rank.value, "borderline": cell.borderline,
                **(_amount(cell.amount) if cell.amount else {}),
            }
            for cell in score.cells
        ],
    }  # fmt: skip


def _amount(amount: Amount) -> dict[str, object]:
    """A lower bound names what it lacks."""
    return {"amount": jsonable(amount.value), "lacks": list(amount.unknown)}


def _value(amount: Amount | None) -> object:
    return jsonable(amount.value) if amount else None


def _landscape(strategy: Strategy, landscape: Landscape) -> dict[str, object]:
    return {
        "totals": {key: _amount(amount) for key, amount in landscape.totals.items()},
        "committees": [_committee(strategy, view) for view in landscape.committees],
        "drafts": [
            {
                "deliverable": draft.deliverable, "title": jsonable(draft.title), "stage": draft.stage,
                "opening": draft.way, "until": jsonable(draft.until),
            }
            for draft in landscape.drafts
        ],
    }  # fmt: skip


def _committee(strategy: Strategy, view: CommitteeView) -> dict[str, object]:
    step = strategy.joining[view.code]
    return {
        "committee": view.code, "title": jsonable(view.title), "date": jsonable(view.date),
        "figures": {measure.value: _amount(amount) for measure, amount in view.figures.items()},
        "earlier_date": jsonable(view.earlier_date),
        "earlier": {measure.value: _amount(amount) for measure, amount in view.earlier.items()},
        "seat": view.seat.value, "neighbours": {economy: role.value for economy, role in view.neighbours.items()},
        "next_step": step.step, "days": jsonable(step.days), "money": jsonable(step.money),
    }  # fmt: skip


def _research(position: Position) -> dict[str, object]:
    figures = {key: _amount(getattr(position, key)) for key in RESEARCH}
    return {"first": position.first, "last": position.last, "small": position.small, **figures}


Rows = Iterator[Sequence[object]]


def _told(value: object) -> object:
    """Return a value as a table tells it: ``?`` when it is not known."""
    return "?" if value is None else value


def _bounds(keys: Sequence[str], amounts: Mapping[str, Amount]) -> str:
    """Name the columns whose number is a lower bound, because something is not known: a bare 0 would say none."""
    found = [key for key in keys if key in amounts and amounts[key].value is not None and amounts[key].unknown]
    return ";".join(key.replace("-", "_") for key in found)


def technology_rows(strategy: Strategy) -> tuple[list[str], Rows]:
    """Return head and rows of the table of technologies: approach, both axes, sums of the landscape.

    ``?`` is not known; ``at_least`` names the sums that are lower bounds.
    """
    languages = strategy.workspace.settings.languages
    axes = [
        f"{axis}_{key}" for axis in ("value", "relevance") for key in ("level", "share", "position", "best", "worst")
    ]
    head = ["technology", *(f"name_{x}" for x in languages), "approach", "computed", *axes, "committees"]

    def rows() -> Rows:
        for name, dossier in strategy.dossiers.items():
            found, totals = dossier.assessment, dossier.landscape.totals
            scores = [
                value
                for score in (found.value, found.relevance)
                for value in (score.level.value, jsonable(score.share), score.position, score.best, score.worst)
            ]
            names = [dossier.technology.name[x] for x in languages]
            codes = ";".join(view.code for view in dossier.landscape.committees)
            sums = [_value(totals.get(key)) for key in TOTALS]
            least = _bounds(TOTALS, totals)
            known = map(_told, (_word(found.approach), _word(found.computed), *scores))
            yield (name, *names, *known, codes, *map(_told, sums), least)

    return [*head, *(key.replace("-", "_") for key in TOTALS), "at_least"], rows()


def landscape_rows(strategy: Strategy) -> tuple[list[str], Rows]:
    """Return head and rows of the table of committees: technologies, figures, seats, the next step with its load.

    ``?`` is not known; ``at_least`` names the figures that are lower bounds.
    """
    economies = strategy.workspace.settings.technologies.neighbours
    head = ["committee", "technologies", "date", *(measure.value.replace("-", "_") for measure in CommitteeMeasure)]
    views = {view.code: view for dossier in strategy.dossiers.values() for view in dossier.landscape.committees}
    serves: dict[str, list[str]] = {code: [] for code in views}
    for name, dossier in strategy.dossiers.items():
        for view in dossier.landscape.committees:
            serves[view.code].append(name)

    def rows() -> Rows:
        for code, view in views.items():
            figures = [_value(view.figures.get(measure)) for measure in CommitteeMeasure]
            least = _bounds(list(CommitteeMeasure), {measure.value: view.figures[measure] for measure in view.figures})
            seats = [view.neighbours[name].value if name in view.neighbours else "?" for name in economies]
            step = strategy.joining[code]
            known = map(_told, (jsonable(view.date), *figures, view.seat.value, *seats))
            load = map(_told, (step.step, jsonable(step.days), jsonable(step.money)))
            yield (code, ";".join(serves[code]), *known, *load, least)

    return [*head, "seat", *(f"seat_{name}" for name in economies), "next_step", "days", "money", "at_least"], rows()
