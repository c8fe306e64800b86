"""Facts about standards: adoptions, seats, links, gaps."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.facts.make import count, label, listed, whole
from opennss.language import everywhere
from opennss.model.references import slug
from opennss.model.results import Fact, GapKind, Origin, Strategy
from opennss.model.standards import AdoptionStatus, Correspondence, Link, Role
from opennss.model.table import Cell, cell


def standard_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield facts about the national catalogue, the seats, the accepted links and the gaps."""
    yield from _adoptions(strategy)
    yield from _seats(strategy)
    yield from _members(strategy)
    yield from _links(strategy)
    yield from _gaps(strategy)


def _adoptions(strategy: Strategy) -> Iterator[Fact]:
    rows = strategy.workspace.evidence.adoptions
    real = [row for row in rows if not row.illustrative]
    yield count("adoptions.count", len(rows), "adoptions-count", whole("adoptions.csv"))
    yield count("adoptions.sourced", len(real), "adoptions-sourced", *(cell(row, "number") for row in real))
    for degree in (Correspondence.IDT, Correspondence.MOD, Correspondence.UNKNOWN):
        own = [row for row in rows if row.correspondence is degree and row.status is AdoptionStatus.IN_FORCE]
        name = {"?": "unknown"}.get(degree, degree.lower())
        cells = [cell(row, "correspondence") for row in own]
        yield count(f"adoptions.{name}", len(own), "adoptions-degree", *cells, degree=str(degree))


def _seats(strategy: Strategy) -> Iterator[Fact]:
    rows = strategy.workspace.evidence.participation
    for role in Role:
        own = [row for row in rows if row.role is role]
        sources = tuple(dict.fromkeys(row.source for row in own))
        name = {"?": "unknown"}.get(role, role.lower())
        origin = Origin("count", tuple(cell(row, "role") for row in own) or (whole("participation.csv"),), sources)
        yield Fact(f"seats.{name}", len(own), "count", origin, label("seats", role=str(role)))
    listed = {str(row.committee): row for row in rows}
    for committee in strategy.committees:
        row = listed.get(committee)
        shown = strategy.seats.get(committee)
        value = label(f"seat-{ {None: 'none', Role.UNKNOWN: 'unknown'}.get(shown, str(shown)) }")
        origin = (
            Origin("seat", (cell(row, "role"),), (row.source,))
            if row
            else Origin("seat-unknown" if shown else "seat-absent", (whole("participation.csv"),))
        )
        yield Fact(f"seat.{slug(committee)}", value, "text", origin, label("seat", committee=committee))


def _members(strategy: Strategy) -> Iterator[Fact]:
    for code, committee in strategy.committees.items():
        for role, number in (("p", committee.p_members), ("o", committee.o_members)):
            if number is not None:
                origin = Origin("listed", (listed(committee, f"{role}_members"),))
                words = label("members", committee=code, role=role.upper())
                yield Fact(f"committee.{slug(code)}.{role}", number, "count", origin, words)


def _link_cell(link: Link) -> Cell:
    return cell(link, "committee" if link.committee else "deliverable")


def _links(strategy: Strategy) -> Iterator[Fact]:
    links = strategy.workspace.choices.links
    yield count("links.count", len(links), "links-count", whole("mapping.csv"))
    yield count(
        "links.committees", len({x.committee for x in links if x.committee}), "links-committees", whole("mapping.csv")
    )
    named = {x.deliverable for x in links if x.deliverable}
    yield count("links.deliverables", len(named), "links-deliverables", whole("mapping.csv"))
    for area in strategy.workspace.evidence.areas:
        own = [_link_cell(link) for link in links if link.area == area.id]
        name = f"links.{area.id}"
        origin = Origin("count", tuple(own) or (whole("mapping.csv"),), serves=(f"align.{area.id}",))
        yield Fact(name, len(own), "count", origin, label("links-area", area=area.name))
    drafts = [d.reference for d in strategy.deliverables.values() if d.state == "draft" and d.reference in named]
    yield count("links.drafts", len(drafts), "links-drafts", whole("mapping.csv"))


def _gaps(strategy: Strategy) -> Iterator[Fact]:
    names = {str(area.id): area.name for area in strategy.workspace.evidence.areas}
    links = strategy.workspace.choices.links
    for kind in GapKind:
        own = [gap for gap in strategy.gaps if gap.kind is kind]
        yield count(f"gaps.{kind}", len(own), f"gap-{kind}", *(f"gap.{gap.id}" for gap in own))
        for area in names:
            touching = [f"gap.{gap.id}" for gap in own if area in gap.areas]
            inputs: list[str | Cell] = [*touching] or [whole("mapping.csv")]
            yield count(
                f"gaps.{kind}.{area}", len(touching), "gap-area", *inputs, kind=label(f"gap-{kind}"), area=names[area]
            )
    adoptions = {str(row.id): row for row in strategy.workspace.evidence.adoptions}
    for gap in strategy.gaps:
        subject = gap.deliverable or gap.committee
        cells: list[Cell | str] = [
            _link_cell(x) for x in links if subject in (x.deliverable, x.committee) and x.area in gap.areas
        ]
        if gap.deliverable:
            cells.append(listed(strategy.deliverables[gap.deliverable], "stage"))
        if gap.adoption:
            cells.append(cell(adoptions[gap.adoption], "adopts"))
        if gap.kind in (GapKind.NO_SEAT, GapKind.SEAT_UNKNOWN):
            cells.append(f"seat.{slug(gap.committee)}")
        origin = Origin(f"gap-{gap.kind}", tuple(cells), serves=tuple(f"align.{area}" for area in gap.areas))
        value = everywhere(subject)
        yield Fact(f"gap.{gap.id}", value, "text", origin, label(f"gap-{gap.kind}"))
