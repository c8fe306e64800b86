"""Emerging technologies with their seats; gaps; the two lists that the method asks for."""

from __future__ import annotations

from collections.abc import Sequence

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Span
from opennss.document.outline.participation import mirror_committees, participation_list
from opennss.document.outline.pen import Pen
from opennss.document.outline.thread import rank_of
from opennss.model.projects import ProjectType, next_rung
from opennss.model.results import GapKind
from opennss.model.standards import Role, slug


def technologies(pen: Pen) -> list[Block]:
    """Return the chapter on critical and emerging technologies with the country's seats."""
    blocks: list[Block] = [pen.heading(1, "technologies"), *pen.prose("technologies")]
    emerging = [area.id for area in pen.strategy.workspace.evidence.areas if area.kind.ranked_with == "emerging"]
    return [*blocks, _seats(pen, "seats-emerging", emerging)]


def _committees(pen: Pen, area: str) -> list[str]:
    links = pen.strategy.workspace.choices.links
    return [link.committee for link in links if link.area == area and link.committee]


def _seats(pen: Pen, id_: str, areas: Sequence[str]) -> Block:
    rows = []
    for area in areas:
        for committee in _committees(pen, area):
            found = pen.strategy.committees[committee]
            place = f"committee.{slug(committee)}"
            members = (pen.known(f"{place}.p"), Span(" / "), pen.known(f"{place}.o"))
            step = _next_step(pen, committee)
            rows.append(
                (
                    pen.text(pen.area(area).name), Span(committee), pen.text(found.title), members,
                    pen.fact(f"seat.{slug(committee)}"), Span(pen.t(step)),
                )
            )  # fmt: skip
    return pen.table(id_, rows, "lllrll", (1.7, 1.6, 2.5, 1, 1.4, 2.6), ("seats-note",))


def _next_step(pen: Pen, committee: str) -> str:
    """Return the next step of the ladder that the membership allows; ask where seat or membership is not known."""
    membership = pen.strategy.workspace.settings.membership
    step = next_rung(pen.strategy.seats.get(committee, Role.NONE), membership, committee)
    if step.rung is None or step.allowed is None:
        return "step-unknown"
    return f"step-{step.rung}" if step.allowed else "step-closed"


def standards(pen: Pen) -> list[Block]:
    """Return the chapter on standards: gaps by area, the picture of seats, both lists."""
    blocks: list[Block] = [pen.heading(1, "standards"), *pen.prose("standards")]
    blocks += [pen.heading(2, "gaps"), pen.say("gaps-intro", links="links.count"), _gaps(pen)]
    blocks += [pen.heading(2, "seats"), *([_figure(pen)] if pen.strategy.committees else []), _seat_counts(pen)]
    blocks += [
        pen.heading(2, "list-adoption"),
        pen.say("list-adoption-intro", number="plan.adopt", revised="plan.revise"),
    ]
    blocks += [adoption_list(pen), pen.heading(2, "list-participation")]
    return [*blocks, *participation_list(pen), pen.heading(2, "mirror-committees"), *mirror_committees(pen)]


def _gaps(pen: Pen) -> Block:
    rows = [
        (pen.text(area.name), pen.fact(f"links.{area.id}"), *(pen.fact(f"gaps.{kind}.{area.id}") for kind in GapKind))
        for area in pen.strategy.workspace.evidence.areas
    ]
    total = (
        Span(pen.t("total"), strong=True),
        pen.fact("links.count"),
        *(pen.fact(f"gaps.{kind}") for kind in GapKind),
    )
    return pen.table("gaps", [*rows, total], "lrrrrrr", (3, 1, 1.2, 1.2, 1.2, 1.2, 1.3), ("gaps-note",))


def _counts(pen: Pen, area: str) -> list[int]:
    roles = [pen.strategy.seats.get(committee) for committee in dict.fromkeys(_committees(pen, area))]
    return [roles.count(Role.P), roles.count(Role.O), roles.count(None), roles.count(Role.UNKNOWN)]


def _figure(pen: Pen) -> Figure:
    areas = pen.strategy.workspace.evidence.areas
    svg, png = charts.seats(
        [area.name[pen.language] for area in areas],
        [_counts(pen, area.id) for area in areas],
        [pen.t(f"seat-{name}") for name in ("p", "o", "none", "unknown")],
        pen.language,
    )
    return Figure("seats", pen.t("figure.seats"), pen.t("describe.seats"), "seats", svg, png)


def _seat_counts(pen: Pen) -> Block:
    rows = []
    for area in pen.strategy.workspace.evidence.areas:
        cells: list[Span] = []
        for committee in dict.fromkeys(_committees(pen, area.id)):
            role = pen.strategy.seats.get(committee)
            mark = "–" if role is None else role.value
            cells += [Span("; ")] if cells else []
            cells += [Span(f"{committee}: "), Span(mark, fact=f"seat.{slug(committee)}")]
        rows.append((pen.text(area.name), tuple(cells) or Span("–")))
    return pen.table("seats", rows, "ll", (1.5, 4), ("seats-note",))


def adoption_list(pen: Pen) -> Block:
    """Return list 1: the planned adoptions and revisions."""
    rows = []
    for item in pen.strategy.plan.items:
        if item.project.type not in (ProjectType.ADOPT, ProjectType.REVISE):
            continue
        found = pen.strategy.deliverables[item.project.deliverable]
        drafts = [d.reference for d in pen.strategy.deliverables.values() if d.stage.state == "draft"]
        newer = next((draft for draft in drafts if draft.project == found.reference.base), "")
        revision = pen.t("revision-under-way", draft=newer) if newer else ""
        rows.append(
            (
                Span(found.reference, fact=f"project.{item.project.id}"), pen.text(found.title),
                Span(pen.t(f"type-{item.project.type}") + revision), pen.names(item.project.areas),
                rank_of(pen, item.project), pen.fact(f"project.{item.project.id}.start"),
            )
        )  # fmt: skip
    return pen.table("list-adoption", rows, "llllrr", (1.7, 4.8, 1.5, 2.3, 0.5, 0.5), ("gaps-note",))
