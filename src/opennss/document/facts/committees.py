"""Facts about the committees of technologies: figures of two days, seats, the next step with its load, drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from opennss.document.facts.make import label, setting, tell, whole
from opennss.language import Text, everywhere
from opennss.model.dossiers import Amount, CommitteeView
from opennss.model.references import slug
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.standards import Participation, Role
from opennss.model.table import Cell, cell
from opennss.model.technologies import CommitteeMeasure, NeighbourSeat

OPEN = (
    CommitteeMeasure.PROPOSAL, CommitteeMeasure.PREPARATORY, CommitteeMeasure.COMMITTEE, CommitteeMeasure.ENQUIRY,
)  # fmt: skip
DRAFTS = (*OPEN, CommitteeMeasure.APPROVAL)
"""Stages 10 to 50; the text can still be shaped up to stage 40."""


def committee_facts(strategy: Strategy, sources: Mapping[Cell, str]) -> Iterator[Fact]:
    """Yield the facts of every committee that makes the standards of a technology, and of its open drafts."""
    landscapes = [dossier.landscape for dossier in strategy.dossiers.values()]
    views = {view.code: view for landscape in landscapes for view in landscape.committees}
    seats = {str(row.committee): row for row in strategy.workspace.evidence.participation}
    neighbours: dict[tuple[str, str], NeighbourSeat] = {
        (row.economy, row.committee): row for row in strategy.workspace.evidence.neighbours
    }
    for view in views.values():
        yield from _figures(view, sources)
        if view.code not in strategy.committees:
            yield _seat(view, seats.get(view.code))
        for economy, role in view.neighbours.items():
            yield _neighbour(view, economy, role, neighbours.get((economy, view.code)))
        yield from _load(view, strategy)
    told = {draft.deliverable for area in strategy.served.values() for draft in area.drafts}
    drafts = {draft.deliverable: draft for landscape in landscapes for draft in landscape.drafts}
    for name, draft in drafts.items():
        if name not in told:
            place, inputs = f"draft.{slug(name)}", (whole("catalogue/deliverables.csv"),)
            words = label("draft-stage", deliverable=name)
            yield Fact(f"{place}.stage", everywhere(draft.stage), "text", Origin("listed", inputs), words)
            words = label("draft-until", deliverable=name)
            if draft.until is None:
                yield Fact(f"{place}.until", everywhere("?"), "text", Origin("draft-open", inputs), words)
            else:
                yield Fact(f"{place}.until", draft.until, "date", Origin("draft-until", inputs), words)


def _figures(view: CommitteeView, sources: Mapping[Cell, str]) -> Iterator[Fact]:
    place = f"landscape.{slug(view.code)}"
    for when, figures in (("now", view.figures), ("before", view.earlier)):
        for measure, amount in figures.items():
            words = label("committee-figure", committee=view.code, measure=label(f"figure-{measure}"))
            yield tell(f"{place}.{when}.{measure}", amount, "count", "committee-figure", words, sources)
    for key, measures in (("drafts", DRAFTS), ("open", OPEN)):
        words = label("committee-figure", committee=view.code, measure=label(f"committee-{key}"))
        yield tell(f"{place}.{key}", _sum(view, measures), "count", "committee-sum", words, sources)


def _sum(view: CommitteeView, measures: Sequence[CommitteeMeasure]) -> Amount:
    parts = view.newest(measures)
    known = [part.value for part in parts if part.value is not None]
    cells = dict.fromkeys(place for part in parts for place in part.cells)
    lacking = () if all(part.complete for part in parts) else (str(view.code),)
    return Amount(sum(known, Fraction(0)) if known else None, tuple(cells), lacking)


def _seat(view: CommitteeView, row: Participation | None) -> Fact:
    if row is not None:
        origin = Origin("seat", (cell(row, "role"),), (row.source,))
    else:
        method = "seat-unknown" if view.seat is Role.UNKNOWN else "seat-absent"
        origin = Origin(method, (whole("participation.csv"),))
    return Fact(f"seat.{slug(view.code)}", _role(view.seat), "text", origin, label("seat", committee=view.code))


def _role(role: Role) -> Text:
    return label(f"seat-{ {Role.NONE: 'none', Role.UNKNOWN: 'unknown'}.get(role, str(role)) }")


def _neighbour(view: CommitteeView, economy: str, role: Role, row: NeighbourSeat | None) -> Fact:
    cells = (cell(row, "role") if row else whole("neighbours.csv"),)
    origin = Origin("neighbour-seat" if row else "neighbour-unknown", cells, (row.source,) if row else ())
    words = label("neighbour-seat", committee=view.code, economy=economy)
    sign = everywhere("–" if role is Role.NONE else role.value)
    return Fact(f"landscape.{slug(view.code)}.{economy.lower()}", sign, "text", origin, words)


def _load(view: CommitteeView, strategy: Strategy) -> Iterator[Fact]:
    """What the next step takes in a year; not known without a step or without its row of efforts."""
    step, place = strategy.joining[view.code], f"landscape.{slug(view.code)}"
    inputs = (f"seat.{slug(view.code)}", setting("membership.iso"), whole("effort.csv"))
    for key, value, unit in (("days", step.days, "person-day"), ("money", step.money, "money")):
        words = label(f"joining-{key}", committee=view.code)
        if value is None:
            yield Fact(f"{place}.{key}", everywhere("?"), "text", Origin("joining", inputs), words)
        else:
            yield Fact(f"{place}.{key}", value, unit, Origin("joining", inputs), words)
