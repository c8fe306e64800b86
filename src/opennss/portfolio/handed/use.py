"""Does it fit? Need against capacity by body and year, the years with too much work, and how long it would take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from opennss.model.handed import HandedRow, Pace, Use, Verdict, YearFit
from opennss.model.plans import DAYS, Load, Resource
from opennss.portfolio.handed.books import Books, Need, Skilled, money_of
from opennss.portfolio.handed.money import NOTHING, Place, paid


def uses(
    rows: Sequence[HandedRow], needs: Mapping[int, Need], known: Books, programme: Iterable[Load]
) -> tuple[Use, ...]:
    """Return need and capacity of every body in every year of the plan, and of every other place with a need.

    ``needs`` holds what one item of a row takes, by its line. Bodies stand as in ``capacity.csv``, unknown ones after.
    """
    own: dict[Skilled, Decimal] = {(load.body, load.year, load.task): load.days for load in programme}
    places: dict[Place, None] = dict.fromkeys((body, year) for body in known.names for year in known.years)
    places |= dict.fromkeys(place for row in rows for place in needs[row.line].parts)
    days, cost = dict.fromkeys(places, NOTHING), dict.fromkeys(places, NOTHING)
    items, money_open = dict.fromkeys(places, 0), dict.fromkeys(places, 0)
    for row in rows:
        for place, (amount, money) in needs[row.line].parts.items():
            days[place] += amount * row.count
            cost[place] += money * row.count
            items[place] += row.count
            money_open[place] += 0 if needs[row.line].money_known else row.count
    costs = {r.line: {place: part[1] * r.count for place, part in needs[r.line].parts.items()} for r in rows}
    means, order = paid(rows, costs, known.budget, known.purses, known.years), [*known.names]

    def standing(place: Place) -> tuple[int, str, bool, int]:
        body, year = place
        return (order.index(body) if body in order else len(order), body, year is None, year or 0)

    found = []
    for place in sorted(places, key=standing):
        capacity = known.days(place)
        budget = None if capacity is None else means[place]
        if place[1] is None and not days[place] and not cost[place]:
            continue
        body, year = place
        seats = known.taken(body)
        programme_days = max(NOTHING, own.get((*place, ""), seats) - seats)
        found.append(
            Use(body, year, days[place], capacity, cost[place], budget, items[place], programme_days,
                money_open[place], seats=seats)
        )  # fmt: skip
    return (*found, *_skilled(rows, needs, known, own))


def _skilled(
    rows: Sequence[HandedRow], needs: Mapping[int, Need], known: Books, own: Mapping[Skilled, Decimal]
) -> Iterator[Use]:
    """Yield need and capacity of those who can do a task, in every year of the plan and in others with a need."""
    for body, year, task in known.people:
        if not task:
            continue
        each = [(needs[row.line].tasks.get((body, year, task)), row.count) for row in rows]
        working = [(days, count) for days, count in each if days is not None]
        if working or year in known.years:
            yield Use(
                body, year, sum((days * count for days, count in working), NOTHING), known.days((body, year), task),
                NOTHING, None, sum(count for _, count in working), own.get((body, year, task), NOTHING),
                seats=known.taken(body, task), task=task,
            )  # fmt: skip


def impossible(
    rows: Sequence[HandedRow], needs: Mapping[int, Need], known: Books, found: Sequence[Use]
) -> tuple[YearFit, ...]:
    """Return the years in which a body has too little capacity or money, and how many items at work fit.

    ``rows`` stand in the order in which they are tried; an item that does not fit any more is passed over.
    """
    years: dict[int, list[str]] = {}
    for use in found:
        if use.year is not None and (use.verdict in (Verdict.IMPOSSIBLE, Verdict.NO_CAPACITY) or use.short_of_money):
            years.setdefault(use.year, []).append(use.body)
    return tuple(_year(rows, needs, known, year, tuple(years[year])) for year in sorted(years))


def _year(
    rows: Sequence[HandedRow], needs: Mapping[int, Need], known: Books, year: int, bodies: tuple[str, ...]
) -> YearFit:
    left = {Resource(b, year, DAYS, task): known.days((b, y), task) for b, y, task in known.people if y == year}
    left |= {money_of(name): money for name, money in known.money.items() if name[1] == year}
    items = fit = unknown = 0
    for row in rows:
        need = needs[row.line]
        parts = {name: amount for name, amount in need.takes().items() if name.year == year}
        if not need.days_known:
            unknown += row.count if row.start is not None and row.start <= year <= (row.end or row.start) else 0
            continue
        if not any(place[1] == year for place in need.parts):
            continue
        items += row.count
        count = min([row.count, *(int((left.get(name) or NOTHING) // amount) for name, amount in parts.items())])
        fit += count
        for name, amount in parts.items():
            left[name] = (left.get(name) or NOTHING) - amount * count
    return YearFit(year, items, fit, unknown, bodies)


def paces(rows: Sequence[HandedRow], needs: Mapping[int, Need], known: Books) -> tuple[Pace, ...]:
    """Return how long each body with capacity on record takes for its part of the list if it does nothing else.

    The same for those of its people who can do a task, where ``skills.csv`` tells them. The present seats go on.

    It begins in the first year of the plan; after the last year with capacity on record that capacity goes on. Yearly
    work is taken off the capacity of each year first, that of the last year of the plan for all years after it.
    """
    once: dict[tuple[str, str], Decimal] = {}
    yearly: dict[Skilled, Decimal] = {}
    for row in rows:
        need = needs[row.line]
        parts = {(*place, ""): days for place, (days, _) in need.parts.items()} | dict(need.tasks)
        for (body, year, task), days in parts.items():
            if need.standing and year is not None:
                yearly[body, year, task] = yearly.get((body, year, task), NOTHING) + days * row.count
            else:
                once[body, task] = once.get((body, task), NOTHING) + days * row.count
    order = [*known.names]
    found = sorted((place for place, days in once.items() if place[0] in order and days), key=lambda place: (
        order.index(place[0]), place[1],
    ))  # fmt: skip
    return tuple(_pace(body, task, once[body, task], yearly, known) for body, task in found)


def _pace(body: str, task: str, days: Decimal, yearly: Mapping[Skilled, Decimal], known: Books) -> Pace:
    first, last = known.years[0], known.years[-1]
    left, spare, has = days, NOTHING, NOTHING
    recorded = [y for b, y, t in known.people if (b, t) == (body, task) and y is not None and y >= first]
    for year in range(first, max([last, *recorded]) + 1):
        own = known.days((body, year), task)
        has = has if own is None else own
        spare = max(NOTHING, has - yearly.get((body, min(year, last), task), NOTHING))
        left -= spare
        if left <= 0:
            return Pace(body, days, year - first + 1, year, task)
        end = year
    if not spare:
        return Pace(body, days, None, None, task)
    more = math.ceil(left / spare)
    return Pace(body, days, end - first + 1 + more, end + more, task)
