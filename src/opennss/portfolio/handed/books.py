"""What the country folder has on record for the check of a list, and what a row of the list takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from opennss.language import Text
from opennss.model.handed import HandedRow
from opennss.model.programme import Fund
from opennss.model.projects import Capacity, Effort
from opennss.portfolio.effort import Work, shares, works
from opennss.tables.words import folded

Place = tuple[str, int | None]
"""A body and a year; the body empty where a row names none, the year ``None`` where it has none."""


@dataclass(frozen=True, slots=True)
class Books:
    """Efforts, capacity and money by body and year, the years of the plan, and the bodies by every name they have."""

    works: tuple[Work, ...]
    capacity: Mapping[Place, Capacity]
    money: Mapping[Place, Decimal]
    years: tuple[int, ...]
    names: Mapping[str, Text]
    called: Mapping[str, str]

    def body(self, said: str) -> str:
        """Return the id of a body from what a list calls it; as written where nobody is called so.

        A row that names none is done by the only body there is; empty where there are several.
        """
        if not said:
            return next(iter(self.names)) if len(self.names) == 1 else ""
        return self.called.get(folded(said), said)

    def known(self, body: str) -> bool:
        """Say whether a body has capacity on record."""
        return body in self.names


def books(
    efforts: Sequence[Effort], capacities: Sequence[Capacity], funds: Iterable[Fund], years: Sequence[int]
) -> Books:
    """Return what is on record; the money of a year is the budget of the body and what its funds add."""
    names = {str(row.body): row.name for row in capacities}
    called = {folded(word): body for body, name in names.items() for _, word in name.values}
    money: dict[Place, Decimal] = {(str(row.body), row.year): row.budget for row in capacities}
    for fund in funds:
        place = (str(fund.body), fund.year)
        money[place] = money.get(place, Decimal(0)) + fund.amount
    return Books(
        works(efforts), {(str(row.body), row.year): row for row in capacities}, money, tuple(years), names,
        {**called, **{folded(body): body for body in names}},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """What one item takes: days and money by place; whether its days are known at all, and its money wholly.

    ``standing`` is the part of the places that repeats every year.
    """

    parts: Mapping[Place, tuple[Decimal, Decimal]] = field(default_factory=dict)
    days_known: bool = False
    money_known: bool = False
    standing: bool = False


def need_of(row: HandedRow, start: int | None, known: Books) -> Need:
    """Return what one item of a row takes when it begins in ``start``.

    Days of the list are done by the body that it names, evenly from its first to its last year; without days
    ``effort.csv`` says who does how much when. Money is what the list asks for, divided as the days are; without it,
    days times the day rate and the direct cost of ``effort.csv``.
    """
    own = [work for work in known.works if row.type and work.key == row.type]
    days, direct, complete = _told(row, start, known, own) if row.days is not None else _usual(row, start, known, own)
    counted = bool(own) or row.days is not None
    standing = row.days is None and any(work.standing for work in own)
    if row.cost is not None:
        each, total = row.cost / row.count, sum(days.values(), Decimal(0))
        places: Mapping[Place, Decimal] = days or {(known.body(row.body), start): Decimal(0)}
        money = {place: each * (part / total if total else Decimal(1) / len(places)) for place, part in places.items()}
        parts = {place: (days.get(place, Decimal(0)), amount) for place, amount in money.items()}
        return Need(parts, counted, True, standing)
    parts = {}
    for place, amount in days.items():
        rate = known.capacity[place].day_rate if place in known.capacity else None
        complete = complete and rate is not None
        parts[place] = (amount, amount * (rate or 0) + direct.get(place, Decimal(0)))
    return Need(parts, counted, counted and complete, standing)


def span_of(row: HandedRow, known: Books) -> int:
    """Return the years that an item takes at least."""
    if row.days is not None or not row.type:
        return row.end - row.start + 1 if row.start and row.end else 1
    return max((len(shares(work.spread)) for work in known.works if work.key == row.type), default=1)


Parts = tuple[dict[Place, Decimal], dict[Place, Decimal], bool]


def _told(row: HandedRow, start: int | None, known: Books, own: Sequence[Work]) -> Parts:
    """Return the days that the list gives, the direct cost usual for the type, and whether there is one on record."""
    assert row.days is not None
    body, span = known.body(row.body), span_of(row, known)
    places: list[Place] = [(body, start and start + offset) for offset in range(span)]
    direct = sum((work.cost for work in own), Decimal(0)) / span
    return dict.fromkeys(places, row.days / row.count / span), dict.fromkeys(places, direct), bool(own)


def _usual(row: HandedRow, start: int | None, known: Books, own: Sequence[Work]) -> Parts:
    """Return days and direct cost as ``effort.csv`` has them; a body without capacity does all of its own work."""
    asked = known.body(row.body)
    stranger = bool(asked) and not known.known(asked)
    days: dict[Place, Decimal] = {}
    direct: dict[Place, Decimal] = {}
    for work in own:
        parts = shares(work.spread)
        if work.standing and start is not None:
            last = row.end if row.start and row.end and row.end > row.start else max(start, known.years[-1])
            parts = parts * (last - start + 1)
        for offset, share in enumerate(parts):
            place: Place = (asked if stranger else work.body, start and start + offset)
            days[place] = days.get(place, Decimal(0)) + work.days * share
            direct[place] = direct.get(place, Decimal(0)) + work.cost * share
    return days, direct, True
