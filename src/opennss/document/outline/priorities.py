"""The chapter on priorities: the joint list, each list with rank table and picture, and what must be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Figure, Paragraph, Span, line
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.pen import Pen
from opennss.document.outline.robustness import robustness
from opennss.document.outline.steadiness import steadiness
from opennss.model.country import LISTS
from opennss.model.criteria import Criterion, Decision, DecisionKind, Rank
from opennss.model.results import RankedArea


def priorities(pen: Pen) -> list[Block]:
    """Return the chapter: joint list, three lists, what depends on the cut, what has no place, decisions; how sure."""
    blocks: list[Block] = [pen.heading(1, "priorities"), *pen.prose("priorities"), pen.heading(2, "joint")]
    blocks += [pen.say("joint-intro"), pen.say("not-iso", "note"), joint_list(pen)]
    for name in LISTS:
        ranked = pen.strategy.ranks.listed(name)
        if ranked:
            blocks += [pen.heading(2, f"list-{name}"), *_notes(pen, name), _figure(pen, name, ranked)]
            blocks += [_ranks(pen, name, ranked), _positions(pen, name, ranked)]
    blocks += _cut(pen) if pen.strategy.workspace.settings.edition == INTERNAL else []
    blocks += _not_rankable(pen)
    blocks += _decisions(pen)
    return [*blocks, *steadiness(pen), *robustness(pen)]


def _notes(pen: Pen, name: str) -> list[Block]:
    notes: list[Block] = []
    empty = dict(pen.strategy.ranks.empty_groups)[name]
    if empty:
        groups = ", ".join(pen.t(f"group-{group}") for group in empty)
        notes.append(Paragraph(line(pen.t("empty-groups", groups=groups)), "note"))
    if name in pen.strategy.ranks.many_overrides:
        notes.append(Paragraph(line(pen.t("many-overrides")), "callout"))
    return notes


def _possible(pen: Pen, area: str) -> tuple[Span, ...]:
    return (pen.fact(f"rank.{area}.best"), Span("–"), pen.fact(f"rank.{area}.worst"))


def joint_list(pen: Pen) -> Block:
    """Return the joint list of the areas that are rankable."""
    rows = []
    for area in pen.strategy.ranks.joint_list():
        place = f"rank.{area.area}"
        final = pen.fact(area.fact)
        kind = Span(pen.t(f"kind-{pen.area(area.area).kind}"))
        rows.append(
            (
                pen.fact(f"{place}.joint"), pen.text(pen.area(area.area).name), kind, final,
                pen.fact(f"{place}.position"), _possible(pen, area.area), pen.known(f"{place}.share"),
                (pen.fact(f"{place}.known"), Span("/"), pen.fact(f"{place}.apply")),
            )
        )  # fmt: skip
    return pen.table("joint", rows, "rllrrrrr", (0.7, 3.4, 1.7, 0.8, 1, 1.1, 1.1, 1), ("joint-note",))


def applying(pen: Pen, name: str) -> list[Criterion]:
    """Return the criteria of a list, in the folder's order."""
    kinds = {area.kind for area in pen.strategy.workspace.evidence.areas if area.kind.ranked_with == name}
    used = {criterion for kind, own in pen.strategy.ranks.weights if kind in kinds for criterion, _ in own}
    return [criterion for criterion in pen.strategy.workspace.voices.criteria if criterion.id in used]


def _figure(pen: Pen, name: str, ranked: Sequence[RankedArea]) -> Figure:
    criteria = applying(pen, name)
    svg, png = charts.rank_map(
        [pen.area(area.area).name[pen.language] for area in ranked],
        [criterion.name[pen.language] for criterion in criteria],
        [[area.cell(c.id).rank.value for c in criteria] for area in ranked],
        [[area.cell(c.id).borderline for c in criteria] for area in ranked],
        [(area.position, area.best, area.worst) for area in ranked],
        pen.t("position-axis"),
        pen.t("borderline"),
    )
    id_ = f"map-{name}"
    return Figure(id_, pen.t(f"figure.{id_}"), pen.t("describe.rank-map"), f"ranks-{name}", svg, png)


def _ranks(pen: Pen, name: str, ranked: Sequence[RankedArea]) -> Block:
    criteria = applying(pen, name)
    rows = [
        ((pen.text(pen.area(area.area).name),), *(_rank(pen, area, criterion) for criterion in criteria))
        for area in ranked
    ]
    more = [criterion.name[pen.language] for criterion in criteria]
    align, widths = "l" + "r" * len(criteria), (3.2, *[1.1] * len(criteria))
    return pen.table(f"ranks-{name}", rows, align, widths, ("rank-legend",), more)


def _rank(pen: Pen, area: RankedArea, criterion: Criterion) -> tuple[Span, ...]:
    cell = area.cell(criterion.id)
    marks = ("°" if cell.borderline else "") + ("†" if cell.depends_on_the_cut else "")
    spans = (
        (pen.fact(f"rank.{area.area}.{criterion.id}"), Span(marks))
        if marks
        else (pen.fact(f"rank.{area.area}.{criterion.id}"),)
    )
    if cell.value is None or cell.rank is Rank.NOT_APPLICABLE:
        return spans
    found = pen.known(f"evidence.{criterion.indicator}.{area.area}", "plain")
    return (*spans, Span(" ("), found, Span(")"))


def _positions(pen: Pen, name: str, ranked: Sequence[RankedArea]) -> Block:
    rows = []
    for area in ranked:
        place = f"rank.{area.area}"
        decided = pen.fact(f"{place}.decided") if area.decided else Span("")
        rows.append(
            (
                pen.known(f"{place}.position"), pen.text(pen.area(area.area).name), _possible(pen, area.area),
                pen.fact(f"{place}.rank"), decided, pen.known(f"{place}.share"), pen.known(f"{place}.mean"),
                pen.known(f"{place}.check-position"),
            )
        )  # fmt: skip
    return pen.table(f"positions-{name}", rows, "rlrrrrrr", (0.8, 3.4, 1.2, 1, 1, 1.1, 1, 1.1), ("positions-note",))


def _cut(pen: Pen) -> list[Block]:
    names = {str(c.id): c.name for c in pen.strategy.workspace.voices.criteria}
    rows = []
    for area in pen.strategy.ranks.areas:
        for criterion, cell in area.cells:
            if cell.depends_on_the_cut:
                other: list[Span] = []
                for code, _ in filter(None, (cell.coarser, cell.finer)):
                    other += [Span(f"{'; ' if other else ''}{code}: ")]
                    other.append(replace(pen.fact(f"cut.{area.area}.{criterion}.{code}"), tone=""))
                own = pen.fact(f"rank.{area.area}.{criterion}")
                rows.append((pen.text(pen.area(area.area).name), pen.text(names[criterion]), own, tuple(other)))
    if not rows:
        return []
    return [pen.heading(2, "cut"), pen.say("cut-intro"), pen.table("cut", rows, "llrl", (3, 3, 0.8, 2))]


def _not_rankable(pen: Pen) -> list[Block]:
    names = {str(c.id): c.name for c in pen.strategy.workspace.voices.criteria}
    rows = []
    for area in pen.strategy.ranks.areas:
        if area.position is None:
            settle = "; ".join(names[c][pen.language] for c, cell in area.cells if cell.rank is Rank.UNKNOWN)
            place = f"rank.{area.area}"
            coverage = (pen.fact(f"{place}.known"), Span("/"), pen.fact(f"{place}.apply"))
            rows.append((pen.text(pen.area(area.area).name), coverage, settle, _possible(pen, area.area)))
    blocks: list[Block] = [pen.heading(2, "not-rankable"), pen.say("not-rankable-intro" if rows else "all-rankable")]
    return [*blocks, pen.table("not-rankable", rows, "lrlr", (2.4, 1, 4, 1.2))] if rows else blocks


def _decisions(pen: Pen) -> list[Block]:
    technologies = {key: dossier.technology.name[pen.language] for key, dossier in pen.strategy.dossiers.items()}
    decisions = [
        decision
        for decision in pen.strategy.workspace.choices.decisions
        if decision.kind is not DecisionKind.APPROACH or decision.subject in technologies  # hidden ones stay hidden
    ]
    if not decisions:
        return [pen.heading(2, "decisions"), pen.say("no-decisions")]
    items = []
    for decision in decisions:
        subject = pen.area(decision.area).name[pen.language] if decision.area else decision.subject
        if decision.kind is DecisionKind.APPROACH:
            subject = technologies[decision.subject]
        if (item := f"project.{decision.subject}") in pen.strategy.facts:
            subject = pen.fact(item).text
        value = f" → {decision.value.printed}" if decision.value else ""
        if decision.approach:
            value = f" → {pen.t(f'approach-{decision.approach}')}"
        items.append(
            (
                Span(f"{pen.t(f'decision-{decision.kind}')}: {subject}{value}. ", strong=True),
                pen.text(decision.reason),
                Span(" " + pen.t("approved", **_signed(pen, decision))),
            )
        )
    return [pen.heading(2, "decisions"), pen.say("decisions-intro"), Bullets(tuple(items))]


def _signed(pen: Pen, decision: Decision) -> dict[str, object]:
    return {
        "proposer": pen.person(decision.proposer) or "–", "approver": pen.person(decision.approver),
        "date": decision.date, "expiry": decision.expiry,
    }  # fmt: skip
