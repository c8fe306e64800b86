"""What a plan item needs in each year, and what a body has: the one home of the cost formula.

need_days = days × share of the work in the year; cost = need_days × day rate + direct cost (method, section 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from opennss.errors import CodeError, MissingData
from opennss.model.plans import Load, Planned
from opennss.model.programme import Skill
from opennss.model.projects import INSTEAD, LADDER, YEARLY, Capacity, Effort, Measure, Project, ProjectType, rows_for
from opennss.model.standards import Method


@dataclass(frozen=True, slots=True)
class Work:
    """Days and direct cost of one body for a kind of work; ``until`` is the last year of a yearly load, if it has one.

    ``key`` is what ``Project.work`` says: the type of a project, with what its effort depends on, or the id of a
    measure; a measure has no ``task``.
    """

    key: str
    body: str
    days: Decimal
    cost: Decimal
    spread: str
    until: int | None = None
    task: str = ""

    @property
    def standing(self) -> bool:
        """Say whether the load repeats every year."""
        return self.spread == YEARLY


def works(
    efforts: Sequence[Effort], measures: Iterable[Measure] = (), projects: Iterable[Project] = ()
) -> tuple[Work, ...]:
    """Return the work of every project type by body and task, of every measure, and of ``projects`` that differ.

    A project differs by its method of adoption or the length of its text: days and cost of a row of ``effort.csv`` that
    says for how many ``pages`` it stands are taken in proportion. A rung that takes the place of a lower one, whose
    load is counted already, takes the difference.
    """
    kinds: dict[str, tuple[ProjectType, Method | None, int | None]] = {}
    kinds |= {str(e.type): (e.type, None, None) for e in efforts}
    kinds |= {p.work: (p.type, p.method, p.pages) for p in projects if p.method or p.pages is not None}
    typed = [
        Work(key, row.body, row.days, row.cost, row.spread, task=row.task)
        for key, (type_, method, pages) in kinds.items()
        for row in rows_for(efforts, type_, method, pages)
    ]
    typed += [
        replace(work, key=f"{rung}{INSTEAD}{held}", days=sign * work.days, cost=sign * work.cost)
        for place, rung in enumerate(LADDER)
        for held in LADDER[:place]
        for sign, kind in ((1, rung), (-1, held))
        for work in typed
        if work.key == kind
    ]
    return (*typed, *(Work(m.id, m.body, m.days, m.cost, m.spread, m.end) for m in measures))


def shares(spread: str) -> tuple[Decimal, ...]:
    """Return the share of the work in the first, second ... year; ``yearly`` is one full share that repeats.

    A spread that does not sum to 100 raises ``CodeError``.

    >>> shares("60;40"), shares("yearly")
    ((Decimal('0.6'), Decimal('0.4')), (Decimal('1'),))
    """
    if spread == YEARLY:
        return (Decimal(1),)
    try:
        parts = tuple(Decimal(part) / 100 for part in spread.split(";"))
    except ArithmeticError as error:
        raise CodeError("bad-spread", value=spread) from error
    if sum(parts) != 1 or min(parts) < 0:
        raise CodeError("bad-spread", value=spread)
    return parts


def present(seats: Mapping[str, int], efforts: Sequence[Effort]) -> tuple[Work, ...]:
    """Return the yearly work of the present seats: ``seats`` counts them by rung."""
    return tuple(
        replace(work, days=work.days * seats[work.key], cost=work.cost * seats[work.key])
        for work in works(efforts)
        if work.key in seats and work.standing
    )


def duration(key: str, known: Iterable[Work]) -> int:
    """Return the years that a kind of work takes at least (a yearly load takes one and goes on)."""
    rows = [work for work in known if work.key == key]
    if not rows:
        raise MissingData(f"no effort for {key}")
    return max(len(shares(row.spread)) for row in rows)


def prerequisites(
    efforts: Sequence[Effort], type_: ProjectType, method: Method | None = None
) -> frozenset[ProjectType]:
    """Return the types that must come before one of a type, as ``effort.csv`` says for its method of adoption."""
    return frozenset(row.requires for row in rows_for(efforts, type_, method) if row.requires)


def need(
    key: str, start: int, year: int, known: Iterable[Work], rates: Mapping[str, Decimal]
) -> dict[str, tuple[Decimal, Decimal]]:
    """Return (person-days, money) by body in ``year`` of one item of this work that begins in ``start``."""
    total: dict[str, tuple[Decimal, Decimal]] = {}
    for work in known:
        if work.key != key:
            continue
        share = share_of(work.spread, start, year, work.until)
        days = work.days * share
        cost = days * rates[work.body] + work.cost * share
        before = total.get(work.body, (Decimal(0), Decimal(0)))
        total[work.body] = (before[0] + days, before[1] + cost)
    return total


def whole(
    key: str, start: int, years: Sequence[int], known: Iterable[Work], rates: Mapping[tuple[str, int], Decimal]
) -> tuple[Decimal, Decimal] | None:
    """Return person-days and money of an item from its start to its end, after the plan at the rate of its last year.

    A standing load ends with the plan. ``None`` for a start before the plan, or where no effort or rate is known.
    """
    own = [work for work in known if work.key == key]
    if not own or start < years[0] or any((work.body, year) not in rates for work in own for year in years):
        return None
    last = max(years[-1], *(0 if work.standing else start + work.spread.count(";") for work in own))
    found = []
    for year in range(years[0], last + 1):
        working = [work for work in own if year <= years[-1] or not work.standing]
        found.append(need(key, start, year, working, {w.body: rates[w.body, min(year, years[-1])] for w in working}))
    both = [pair for each in found for pair in each.values()]
    return sum((days for days, _ in both), Decimal(0)), sum((money for _, money in both), Decimal(0))


def task_days(key: str, start: int, year: int, known: Iterable[Work]) -> dict[tuple[str, str], Decimal]:
    """Return person-days by body and task in ``year`` of one item of this work that begins in ``start``."""
    total: dict[tuple[str, str], Decimal] = {}
    for work in known:
        if work.key == key and work.task:
            place = (work.body, work.task)
            share = share_of(work.spread, start, year, work.until)
            total[place] = total.get(place, Decimal(0)) + work.days * share
    return total


def skill_days(skills: Iterable[Skill], capacities: Iterable[Capacity]) -> dict[tuple[str, str, int], Decimal]:
    """Return the person-days by body, task and year of those who can do the task; a year without capacity has none."""
    rows = {(row.body, row.year): row for row in capacities}
    return {
        (skill.body, skill.task, skill.year): skill.fte * row.days / row.fte if row.fte else Decimal(0)
        for skill in skills
        if (row := rows.get((skill.body, skill.year)))
    }


def share_of(spread: str, start: int, year: int, until: int | None = None) -> Decimal:
    """Return the share in ``year`` of work that begins in ``start``; a yearly load may end with the year ``until``.

    >>> share_of("60;40", 2027, 2028), share_of("60;40", 2027, 2029), share_of("yearly", 2027, 2029)
    (Decimal('0.4'), Decimal('0'), Decimal('1'))
    """
    if year < start or (until is not None and year > until):
        return Decimal(0)
    parts = shares(spread)
    if spread == YEARLY:
        return parts[0]
    return parts[year - start] if year - start < len(parts) else Decimal(0)


def day_rates(capacities: Iterable[Capacity]) -> dict[tuple[str, int], Decimal]:
    """Return the cost of a person-day by body and year."""
    return {(row.body, row.year): row.day_rate for row in capacities}


def loads(
    items: Sequence[Planned],
    efforts: Sequence[Effort],
    capacities: Sequence[Capacity],
    measures: Sequence[Measure] = (),
    standing: Sequence[Work] = (),
) -> tuple[Load, ...]:
    """Return need and capacity of every body in every year of the plan; ``standing`` works go on besides all items."""
    rates = day_rates(capacities)
    known = works(efforts, measures, (item.project for item in items))
    result = []
    for row in capacities:
        days = cost = Decimal(0)
        working: list[str] = []
        for work in (work for work in standing if work.body == row.body):
            days, cost = days + work.days, cost + work.days * rates[row.body, row.year] + work.cost
        own = [work for work in known if work.body == row.body]
        rate = {str(row.body): rates[row.body, row.year]}
        for item in items:
            extra = need(item.project.work, item.start, row.year, own, rate).get(row.body, (Decimal(0), Decimal(0)))
            days, cost = days + extra[0], cost + extra[1]
            working += [item.project.id] if any(extra) else []
        result.append(Load(row.body, row.year, days, row.days, cost, row.budget, tuple(working)))
    return tuple(result)


def task_loads(
    items: Sequence[Planned], efforts: Sequence[Effort], capacities: Sequence[Capacity], skills: Sequence[Skill],
    standing: Sequence[Work] = (),
) -> tuple[Load, ...]:  # fmt: skip
    """Return need and capacity of those who can do a task, for every row of ``skills``; ``standing`` as in `loads`."""
    known = works(efforts, projects=[item.project for item in items])
    result = []
    for (body, task, year), capacity in skill_days(skills, capacities).items():
        need_of = {i.project.id: task_days(i.project.work, i.start, year, known).get((body, task)) for i in items}
        working = {name: days for name, days in need_of.items() if days}
        days = sum((*working.values(), *(w.days for w in standing if (w.body, w.task) == (body, task))), Decimal(0))
        result.append(Load(body, year, days, capacity, Decimal(0), Decimal(0), tuple(working), task))
    return tuple(result)
