"""What the country folder has on record for the check of a list, and what a row of the list takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from opennss.language import Text
from opennss.model.handed import HandedRow
from opennss.model.plans import DAYS, MONEY, Purse, Resource
from opennss.model.programme import Fund, Skill
from opennss.model.projects import Capacity, Effort, Project
from opennss.portfolio.effort import Work, shares, skill_days, works
from opennss.portfolio.funds import purses_of
from opennss.portfolio.handed.money import NOTHING, Place, Unpaid, limits
from opennss.tables.words import folded

Skilled = tuple[str, int | None, str]
"""A body, a year and a task: those of its people who can do it, or with an empty task all of them."""


@dataclass(frozen=True, slots=True)
class Books:
    """Efforts, people and money by body and year, the years of the plan, and the bodies by every name they have.

    ``people`` has the person-days of a year by body and task, ``seats`` those that the present seats take of every
    year; ``budget`` is without what the seats cost, ``purses`` are the funds beside it, and ``money`` is what
    both have for all items, and for those that some funds may not pay. ``texts`` are the rows of the list, by line,
    whose deliverable is adopted by a method that is wanted, or has a length that is known.
    """

    works: tuple[Work, ...]
    capacity: Mapping[Place, Capacity]
    people: Mapping[Skilled, Decimal]
    seats: Mapping[tuple[str, str], Decimal]
    budget: Mapping[Place, Decimal]
    purses: tuple[Purse, ...]
    money: Mapping[Unpaid, Decimal]
    years: tuple[int, ...]
    names: Mapping[str, Text]
    called: Mapping[str, str]
    texts: Mapping[int, Project] = field(default_factory=dict)

    def body(self, said: str) -> str:
        """Return the id of a body from what a list calls it; as written where nobody is called so.

        A row that names none is done by the only body there is; empty where there are several.
        """
        if not said:
            return next(iter(self.names)) if len(self.names) == 1 else ""
        return self.called.get(folded(said), said)

    def work(self, row: HandedRow) -> list[Work]:
        """Return what one item of a row takes by ``effort.csv``: of its type, or of its method and length."""
        key = self.texts[row.line].work if row.line in self.texts else row.type
        return [work for work in self.works if key and work.key == key]

    def known(self, body: str) -> bool:
        """Say whether a body has capacity on record."""
        return body in self.names

    def days(self, place: Place, task: str = "") -> Decimal | None:
        """Return the person-days of a year that the present seats leave; ``None`` where none are on record."""
        held = self.people.get((*place, task))
        return None if held is None else max(NOTHING, held - self.taken(place[0], task))

    def taken(self, body: str, task: str = "") -> Decimal:
        """Return the person-days that the present seats take of every year."""
        return self.seats.get((body, task), NOTHING)


def books(
    efforts: Sequence[Effort],
    capacities: Sequence[Capacity],
    funds: Iterable[Fund],
    years: Sequence[int],
    standing: Sequence[Work] = (),
    skills: Iterable[Skill] = (),
    texts: Mapping[int, Project] | None = None,
) -> Books:
    """Return what is on record: efforts, people, and the money of budgets and funds; ``texts`` as in `Books`.

    ``standing`` is the yearly work of the present seats; what it costs is taken off the budget.
    """
    names = {str(row.body): row.name for row in capacities}
    called = {folded(word): body for body, name in names.items() for _, word in name.values}
    seats: dict[tuple[str, str], Decimal] = {}
    for work in standing:
        for task in dict.fromkeys(("", work.task)):
            seats[work.body, task] = seats.get((work.body, task), NOTHING) + work.days
    budget: dict[Place, Decimal] = {}
    for row in capacities:
        paid = sum((work.cost + work.days * row.day_rate for work in standing if work.body == row.body), NOTHING)
        budget[str(row.body), row.year] = max(NOTHING, row.budget - paid)
    people: dict[Skilled, Decimal] = {(str(row.body), row.year, ""): row.days for row in capacities}
    people |= {(body, year, task): days for (body, task, year), days in skill_days(skills, capacities).items()}
    purses = purses_of(funds)
    known = works(efforts, projects=(texts or {}).values())
    return Books(
        known, {(str(row.body), row.year): row for row in capacities}, people, seats, budget, purses,
        limits(budget, purses), tuple(years), names, {**called, **{folded(body): body for body in names}}, texts or {},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """What one item takes: days and money by place; whether its days are known at all, and its money wholly.

    ``standing`` says that it repeats every year; ``tasks`` are the days among them that only some people can do,
    ``unpaid`` the money that some funds may not pay.
    """

    parts: Mapping[Place, tuple[Decimal, Decimal]] = field(default_factory=dict)
    tasks: Mapping[Skilled, Decimal] = field(default_factory=dict)
    days_known: bool = False
    money_known: bool = False
    standing: bool = False
    unpaid: Mapping[Unpaid, Decimal] = field(default_factory=dict)

    def takes(self) -> dict[Resource, Decimal]:
        """Return what one item takes of everything that can run out, in the years that are known."""
        found: dict[Resource, Decimal] = {}
        for (body, year), (days, money) in self.parts.items():
            if year is not None:
                found |= {Resource(body, year, DAYS): days, Resource(body, year, MONEY): money}
        for (body, year, task), days in self.tasks.items():
            if year is not None:
                found[Resource(body, year, DAYS, task)] = days
        found |= {money_of(name): money for name, money in self.unpaid.items() if name[1] is not None}
        return {resource: amount for resource, amount in found.items() if amount}


def money_of(name: Unpaid) -> Resource:
    """Return money as what can run out: that for everything, or that for what some funds may not pay."""
    body, year, types = name
    assert year is not None, "money that can run out has a year"
    return Resource(body, year, MONEY, ";".join(sorted(types)))


def need_of(row: HandedRow, start: int | None, known: Books) -> Need:
    """Return what one item of a row takes when it begins in ``start``, and what of its money some funds may not pay."""
    need = _need_of(row, start, known)
    unpaid = {
        (body, year, types): need.parts[body, year][1]
        for body, year, types in known.money
        if types and row.type not in types and (body, year) in need.parts
    }
    return replace(need, unpaid=unpaid)


def _need_of(row: HandedRow, start: int | None, known: Books) -> Need:
    """Return what one item of a row takes when it begins in ``start``.

    Days of the list are done by the body that it names, evenly from its first to its last year; without days
    ``effort.csv`` says who does how much when. Money is what the list asks for, divided as the days are; without it,
    days times the day rate and the direct cost of ``effort.csv``.
    """
    own = known.work(row)
    days, direct, complete = _told(row, start, known, own) if row.days is not None else _usual(row, start, known, own)
    counted = bool(own) or row.days is not None
    standing = row.days is None and any(work.standing for work in own)
    tasks = _tasks(row, start, known, own) if row.days is None else {}
    if row.cost is not None:
        each, total = row.cost / row.count, sum(days.values(), NOTHING)
        places: Mapping[Place, Decimal] = days or {(known.body(row.body), start): NOTHING}
        money = {place: each * (part / total if total else Decimal(1) / len(places)) for place, part in places.items()}
        parts = {place: (days.get(place, NOTHING), amount) for place, amount in money.items()}
        return Need(parts, tasks, counted, True, standing)
    parts = {}
    for place, amount in days.items():
        rate = known.capacity[place].day_rate if place in known.capacity else None
        complete = complete and rate is not None
        parts[place] = (amount, amount * (rate or 0) + direct.get(place, NOTHING))
    return Need(parts, tasks, counted, counted and complete, standing)


def span_of(row: HandedRow, known: Books) -> int:
    """Return the years that an item takes at least; yearly work with a first and a last year takes all of these."""
    own = known.work(row)
    if row.days is not None or not row.type or any(work.standing for work in own):
        return row.end - row.start + 1 if row.start and row.end else 1
    return max((len(shares(work.spread)) for work in own), default=1)


def begun(row: HandedRow, known: Books) -> HandedRow:
    """Return a row that only says when it ends with its first year: as many years before as its work takes."""
    if row.end is None or row.start is not None:
        return row
    return replace(row, start=row.end - span_of(row, known) + 1)


Parts = tuple[dict[Place, Decimal], dict[Place, Decimal], bool]


def _told(row: HandedRow, start: int | None, known: Books, own: Sequence[Work]) -> Parts:
    """Return the days that the list gives, the direct cost usual for the type, and whether there is one on record."""
    assert row.days is not None
    body, span = known.body(row.body), span_of(row, known)
    places: list[Place] = [(body, start and start + offset) for offset in range(span)]
    direct = sum((work.cost for work in own), NOTHING) / span
    return dict.fromkeys(places, row.days / row.count / span), dict.fromkeys(places, direct), bool(own)


def _usual(row: HandedRow, start: int | None, known: Books, own: Sequence[Work]) -> Parts:
    """Return days and direct cost as ``effort.csv`` has them."""
    days: dict[Place, Decimal] = {}
    direct: dict[Place, Decimal] = {}
    for work, place, share in _in_time(row, start, known, own):
        days[place] = days.get(place, NOTHING) + work.days * share
        direct[place] = direct.get(place, NOTHING) + work.cost * share
    return days, direct, True


def _tasks(row: HandedRow, start: int | None, known: Books, own: Sequence[Work]) -> dict[Skilled, Decimal]:
    """Return the days of tasks that only some people can do, as ``skills.csv`` says."""
    found: dict[Skilled, Decimal] = {}
    for work, place, share in _in_time(row, start, known, own):
        skilled = (*place, work.task)
        if work.task and skilled in known.people:
            found[skilled] = found.get(skilled, NOTHING) + work.days * share
    return found


def _in_time(
    row: HandedRow, start: int | None, known: Books, own: Sequence[Work]
) -> Iterator[tuple[Work, Place, Decimal]]:
    """Yield the share of each work by body and year; a body without capacity does all of its own work."""
    asked = known.body(row.body)
    stranger = bool(asked) and not known.known(asked)
    for work in own:
        parts = shares(work.spread)
        if work.standing and start is not None:
            last = row.end if row.start and row.end and row.end > row.start else max(start, known.years[-1])
            parts = parts * (last - start + 1)
        for offset, share in enumerate(parts):
            yield work, (asked if stranger else work.body, start and start + offset), share
