"""Gaps, documents and seats by area; the two lists that the method asks for."""

from __future__ import annotations

from dataclasses import replace

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Line, Span
from opennss.document.facts.measures import subject
from opennss.document.outline.participation import mirror_committees, participation_list
from opennss.document.outline.pen import Pen
from opennss.document.outline.thread import urgency_of
from opennss.model.projects import NATIONAL, Project
from opennss.model.references import slug
from opennss.model.results import GapKind
from opennss.model.standards import Role


def standards(pen: Pen) -> list[Block]:
    """Return the chapter on standards: gaps by area, the picture of seats, both lists."""
    blocks: list[Block] = [pen.heading(1, "standards"), *pen.prose("standards")]
    blocks += [pen.heading(2, "gaps"), pen.say("gaps-intro", links="links.count"), _gaps(pen), *_served(pen)]
    blocks += [pen.heading(2, "seats"), *([_figure(pen)] if pen.strategy.committees else []), _seat_counts(pen)]
    blocks += [
        pen.heading(2, "list-adoption"),
        adoption_intro(pen),
    ]
    blocks += [adoption_list(pen), pen.heading(2, "list-participation")]
    return [*blocks, *participation_list(pen), pen.heading(2, "mirror-committees"), *mirror_committees(pen)]


def _gaps(pen: Pen) -> Block:
    """What each area's accepted links lead to: documents adopted and missing, drafts, seats, and seats without work."""
    rows = [
        (
            pen.text(area.name), pen.fact(f"links.{area.id}"),
            *(pen.fact(f"served.{area.id}.{kind}") for kind in ("in-force", "adopted")),
            *(pen.fact(f"gaps.{kind}.{area.id}") for kind in GapKind), pen.fact(f"served.{area.id}.idle"),
        )
        for area in pen.strategy.workspace.evidence.areas
    ]  # fmt: skip
    total = (
        Span(pen.t("total"), strong=True), pen.fact("links.count"),
        *(pen.fact(f"served.{kind}") for kind in ("in-force", "adopted")),
        *(pen.fact(f"gaps.{kind}") for kind in GapKind), pen.fact("served.idle"),
    )  # fmt: skip
    return pen.table("gaps", [*rows, total], "lrrrrrrrrr", (3, *(0.9,) * 9), ("gaps-note", "served-note"))


KINDS = ("adopted", "outdated", "missing", "drafts", "unknown")
"""What the linked documents of an area are, in the order of the picture."""


def _served(pen: Pen) -> list[Block]:
    """The picture of the linked documents of each area."""
    areas = [area for area in pen.strategy.workspace.evidence.areas if pen.strategy.served[area.id].linked]
    if not areas:
        return []
    counts = [[len(getattr(pen.strategy.served[area.id], kind)) for kind in KINDS] for area in areas]
    names = [area.name[pen.language] for area in areas]
    svg, png = charts.documents(names, counts, [pen.t(f"served-{kind}") for kind in KINDS], pen.language)
    return [Figure("served", pen.t("figure.served"), pen.t("describe.served"), "gaps", svg, png)]


def drafts(pen: Pen) -> list[Block]:
    """Return the list of linked drafts: stage, committee, seat, how and until when the text can be influenced."""
    found = {draft.deliverable: draft for area in pen.strategy.served.values() for draft in area.drafts}
    if not found:
        return [pen.say("drafts-none", "note")]
    rows = []
    for reference, draft in sorted(found.items()):
        deliverable = pen.strategy.deliverables[reference]
        seat = pen.fact(f"seat.{slug(deliverable.committee)}") if deliverable.committee else Span("?")
        place = f"draft.{slug(reference)}"
        rows.append(
            (
                Span(reference), pen.text(deliverable.title), Span(deliverable.committee or "?"), seat,
                pen.fact(f"{place}.stage"), Span(pen.t(f"opening-{draft.way}")), pen.fact(f"{place}.until"),
            )
        )  # fmt: skip
    table = pen.table("drafts", rows, "lllllll", (1.7, 3.4, 1.4, 1, 0.7, 2, 1), ("drafts-note",))
    return [pen.say("drafts-intro", number="served.drafts"), table]


def _figure(pen: Pen) -> Figure:
    areas = pen.strategy.workspace.evidence.areas
    kinds = (Role.P, Role.O, Role.NONE, Role.UNKNOWN)
    roles = [[role for _, role in pen.strategy.served[area.id].seats] for area in areas]
    svg, png = charts.seats(
        [area.name[pen.language] for area in areas],
        [[own.count(kind) for kind in kinds] for own in roles],
        [pen.t(f"seat-{name}") for name in ("p", "o", "none", "unknown")],
        pen.language,
    )
    return Figure("seats", pen.t("figure.seats"), pen.t("describe.seats"), "seats", svg, png)


def _seat_counts(pen: Pen) -> Block:
    rows = []
    for area in pen.strategy.workspace.evidence.areas:
        cells: list[Span] = []
        for committee, role in pen.strategy.served[area.id].seats:
            mark = "–" if role is Role.NONE else role.value
            cells += [Span("; ")] if cells else []
            cells += [Span(f"{committee}: "), Span(mark, fact=f"seat.{slug(committee)}")]
        rows.append((pen.text(area.name), tuple(cells) or Span("–")))
    return pen.table("seats", rows, "ll", (1.5, 4), ("seats-note",))


def adoption_intro(pen: Pen) -> Block:
    """Return the sentence that counts the planned work on national standards."""
    counts = {"number": "plan.adopt", "modified": "plan.adopt-modified", "revised": "plan.revise"}
    return pen.say("list-adoption-intro", all="year.adoptions", **counts)


def adoption_list(pen: Pen) -> Block:
    """Return list 1: the planned work on national standards."""
    rows = []
    for item in pen.strategy.plan.items:
        if item.project.type not in NATIONAL:
            continue
        found = pen.strategy.deliverables.get(item.project.deliverable)
        drafts = [d.reference for d in pen.strategy.deliverables.values() if d.state == "draft"]
        newer = next((draft for draft in drafts if found and draft.project == found.reference.base), "")
        revision = pen.t("revision-under-way", draft=newer) if newer else ""
        rows.append(
            (
                replace(pen.text(subject(item.project, pen.strategy)), fact=f"project.{item.project.id}"),
                pen.text(found.title) if found else Span(item.project.deliverable or "–"),
                (Span(pen.kind(item.project.type, item.project.method) + revision), *_length(pen, item.project)),
                pen.names(item.project.areas),
                urgency_of(pen, item.project), pen.fact(f"project.{item.project.id}.start"),
            )
        )  # fmt: skip
    return pen.table("list-adoption", rows, "llllrr", (1.7, 4.6, 1.5, 2.3, 1.1, 0.5), ("gaps-note", "urgency-note"))


def _length(pen: Pen, project: Project) -> Line:
    if project.pages is None:
        return ()
    return (Span("; "), pen.fact(f"project.{project.id}.pages"), Span(f" {pen.t('pages')}"))
