"""The first screen of a new country: its seats, its place in emerging subjects, its sectors, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from opennss.language import Text
from opennss.model.country import IecMembership, IsoMembership, Membership, PriorityArea
from opennss.model.observations import Indicator, Observation
from opennss.model.projects import ProjectType, next_rung
from opennss.model.references import CommitteeCode
from opennss.model.standards import Committee, Participation, Role
from opennss.model.table import Row
from opennss.sources.accounts import INDICATOR, SECTORS
from opennss.sources.gather import Filled, Gathered, Publication
from opennss.sources.technologies import technologies

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Place:
    """The country's seat in the committee of an emerging subject, and the key of the next step of the ladder."""

    name: Text
    committee: CommitteeCode
    role: Role
    step: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its year; ``value`` is ``None`` where it is not known."""

    name: Text
    value: float | None
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the first screen shows; ``seats`` counts P, O and ``?``, and is ``None`` when no member list was read."""

    country: str
    member: str
    seats: dict[str, int] | None
    seats_date: dt.date | None
    places: tuple[Place, ...]
    sectors: tuple[Figure, ...]
    context: tuple[Figure, ...]
    filled: tuple[Filled, ...]
    missing: tuple[Publication, ...]


def first_look(gathered: Gathered, iso: IsoMembership = IsoMembership.UNKNOWN) -> FirstLook:
    """Return the first screen: seats, emerging subjects, sectors by share, figures, sources read and still missing."""
    seats = _of(gathered, Participation)
    counts = {role.value: sum(row.role is role for row in seats) for role in (Role.P, Role.O, Role.UNKNOWN)}
    return FirstLook(
        country=gathered.country,
        member=gathered.member,
        seats=counts if gathered.member else None,
        seats_date=seats[0].date if seats else None,
        places=_places(gathered, seats, iso),
        sectors=_sectors(gathered),
        context=_context(gathered),
        filled=gathered.filled,
        missing=gathered.missing,
    )


STEPS: Mapping[tuple[ProjectType | None, bool | None], str] = {
    (ProjectType.OBSERVE, True): "observe",
    (ProjectType.OBSERVE, None): "observe-if",
    (ProjectType.OBSERVE, False): "follow",
    (ProjectType.PARTICIPATE, True): "join",
    (ProjectType.PARTICIPATE, None): "join-if",
    (ProjectType.PARTICIPATE, False): "stay-observer",
    (ProjectType.EXPERTS, True): "experts",
    (None, None): "ask",
}
"""The key of the sentence for the next rung, by whether the membership allows it."""


def next_step(role: Role, committee: str, iso: IsoMembership) -> str:
    """Return the key of the next step of the ladder for a seat, within the rights of the membership.

    >>> next_step(Role.O, "ISO/TC 34", IsoMembership.FULL)
    'join'
    """
    found = next_rung(role, Membership(iso, IecMembership.UNKNOWN), committee)
    return STEPS[found.rung, found.allowed]


def _of(gathered: Gathered, kind: type[R]) -> tuple[R, ...]:
    return tuple(row for row in gathered.rows.get(kind, ()) if isinstance(row, kind))


def _places(gathered: Gathered, seats: Sequence[Participation], iso: IsoMembership) -> tuple[Place, ...]:
    """A committee without a row is one without a seat only where the member list was read and has the committee."""
    own = {row.committee: row.role for row in seats}
    listed = {row.reference for row in _of(gathered, Committee)} if gathered.member else set()
    places = []
    for item in technologies():
        absent = Role.NONE if item.committee in listed else Role.UNKNOWN
        role = own.get(item.committee, absent)
        places.append(Place(item.name, item.committee, role, next_step(role, item.committee, iso)))
    return tuple(places)


def _sectors(gathered: Gathered) -> tuple[Figure, ...]:
    names = {row.id: row.name for row in _of(gathered, PriorityArea)}
    ids = {sector.id for sector in SECTORS}
    rows = [row for row in _of(gathered, Observation) if row.indicator == INDICATOR and row.area in ids]
    figures = [Figure(names[row.area], row.value, row.unit, row.period) for row in rows if row.area]
    return tuple(sorted(figures, key=lambda figure: (figure.value is None, -(figure.value or 0))))


def _context(gathered: Gathered) -> tuple[Figure, ...]:
    names = {row.id: row.name for row in _of(gathered, Indicator)}
    rows = [row for row in _of(gathered, Observation) if not row.area and not row.code]
    return tuple(Figure(names[row.indicator], row.value, row.unit, row.period) for row in rows)
