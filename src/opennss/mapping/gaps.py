"""Gaps between the areas and the standards that serve them, from accepted links only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from opennss.model.criteria import Decision, DecisionKind
from opennss.model.references import CommitteeCode, slug
from opennss.model.results import Gap, GapKind
from opennss.model.standards import (
    Adoption,
    AdoptionStatus,
    Correspondence,
    Deliverable,
    Link,
    Participation,
    Relevance,
    Role,
)

APPROVAL = "50"
"""Stage from which the text of a draft is fixed (ISO, international harmonized stage codes)."""

URGENCY = {Relevance.HIGH: 0, Relevance.MEDIUM: 1, Relevance.LOW: 2}
"""Links of high relevance come first, whatever the order of the rows: of two gaps with equal claims the more relevant
one is planned."""


def seats_in(committees: Iterable[str], participation: Sequence[Participation], all_seats: bool) -> dict[str, Role]:
    """Return the country's seat in each committee: P, O or ``?``; a committee that is absent has no seat.

    A committee without a row has no seat only where ``participation`` holds ``all_seats`` and ISO publishes its
    members; else it is ``?``, never "none", and so it is where a row says "none" of a committee whose members IEC
    keeps. Without any row the whole list is not known.
    """
    own = {row.committee: row.role for row in participation if not _untold(row)}
    complete = bool(participation) and all_seats
    seats = {code: own.get(CommitteeCode(code)) or _unlisted(CommitteeCode(code), complete) for code in committees}
    return {code: role for code, role in seats.items() if role is not Role.NONE}


def _untold(row: Participation) -> bool:
    return row.role is Role.NONE and row.committee.administrator == "IEC"


def _unlisted(committee: CommitteeCode, complete: bool) -> Role:
    return Role.NONE if complete and committee.administrator == "ISO" else Role.UNKNOWN


def adopted(adoptions: Sequence[Adoption]) -> dict[str, Adoption]:
    """Return the national standards in force that adopt a reference; NEQ is no adoption (method, section 7)."""
    return {
        row.adopts: row
        for row in adoptions
        if row.status is AdoptionStatus.IN_FORCE and row.correspondence is not Correspondence.NEQ
    }


def gaps(
    links: Sequence[Link],
    deliverables: Mapping[str, Deliverable],
    adoptions: Sequence[Adoption],
    seats: Mapping[str, Role],
    decisions: Sequence[Decision],
) -> tuple[Gap, ...]:
    """Return every gap: not adopted, outdated adoption, draft worth joining, no membership, membership unknown.

    A deliverable that serves several areas is one gap with several areas. Deliverables that a decision excludes are
    left out; the document lists the decision.
    """
    excluded = {d.subject for d in decisions if d.kind is DecisionKind.EXCLUDE}
    national = adopted(adoptions)
    links = sorted(links, key=lambda x: (URGENCY[x.relevance], x.deliverable or "", x.committee or "", x.area))
    areas_of_deliverable = _areas(links, "deliverable")
    found = [
        gap
        for reference, areas in areas_of_deliverable.items()
        if reference not in excluded
        for gap in _deliverable_gaps(deliverables[reference], areas, national)
    ]
    areas_of_committee = committees_of(links, deliverables, excluded)
    found += [
        gap
        for committee, areas in areas_of_committee.items()
        for gap in _seat_gaps(committee, areas, seats.get(committee))
    ]
    return tuple(found)


def committees_of(
    links: Sequence[Link], deliverables: Mapping[str, Deliverable], excluded: Set[str]
) -> dict[str, tuple[str, ...]]:
    """Return the areas of each linked committee, and of the committee of each linked draft that is still open."""
    areas = _areas(links, "committee")
    for reference, own in _areas(links, "deliverable").items():
        committee = deliverables[reference].committee
        if committee and open_draft(deliverables[reference]) and reference not in excluded:
            areas[committee] = tuple(dict.fromkeys((*areas.get(committee, ()), *own)))
    return areas


def open_draft(deliverable: Deliverable) -> bool:
    """Say whether a draft can still be shaped: its approval stage (50) has not begun."""
    stage = deliverable.stage
    return stage is not None and stage.state == "draft" and stage < APPROVAL


def _areas(links: Sequence[Link], field: str) -> dict[str, tuple[str, ...]]:
    areas: dict[str, tuple[str, ...]] = {}
    for link in links:
        key = getattr(link, field)
        if key is not None:
            areas[key] = tuple(dict.fromkeys((*areas.get(key, ()), link.area)))
    return areas


def adoption_state(deliverable: Deliverable, national: Mapping[str, Adoption]) -> tuple[str, str]:
    """Return how a deliverable in force is adopted: ``adopted``, ``outdated`` with the id of the adoption, ``missing``.

    ``unknown`` when the catalogue does not tell its stage, empty for a draft and for what is no longer in force. An
    adoption without a year is asked about in the check and taken as the edition in force meanwhile.
    """
    reference = deliverable.reference
    if deliverable.stage is None:
        return "unknown", ""
    if deliverable.stage.state != "in-force":
        return "", ""
    if reference in national:
        return "adopted", ""
    editions = [row for row in national.values() if row.adopts.base == reference.base]
    newest = max(editions, key=lambda row: row.adopts.year or 0, default=None)
    if newest is None:
        return "missing", ""
    if newest.adopts.year is None or reference.year is None or newest.adopts.year > reference.year:
        return "adopted", ""
    return "outdated", newest.id


def _deliverable_gaps(deliverable: Deliverable, areas: tuple[str, ...], national: Mapping[str, Adoption]) -> list[Gap]:
    committee, reference = deliverable.committee or "", deliverable.reference
    if open_draft(deliverable):
        return [_gap(GapKind.DRAFT, committee, reference, areas)]
    state, adoption = adoption_state(deliverable, national)
    if state == "missing":
        return [_gap(GapKind.NOT_ADOPTED, committee, reference, areas)]
    return [_gap(GapKind.OUTDATED, committee, reference, areas, adoption)] if state == "outdated" else []


def _seat_gaps(committee: str, areas: tuple[str, ...], role: Role | None) -> list[Gap]:
    if role is Role.UNKNOWN:
        return [_gap(GapKind.SEAT_UNKNOWN, committee, "", areas)]
    return [] if role is Role.P else [_gap(GapKind.NO_SEAT, committee, "", areas)]


def _gap(kind: GapKind, committee: str, deliverable: str, areas: tuple[str, ...], adoption: str = "") -> Gap:
    return Gap(f"{kind}-{slug(deliverable or committee)}", kind, committee, deliverable, areas, adoption)  # type: ignore[arg-type]
