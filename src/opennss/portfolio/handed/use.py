"""Does it fit? Need against capacity by body and year, the years with too much work, and how long it would take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from opennss.model.handed import HandedRow, Pace, Use, Verdict, YearFit
from opennss.model.plans import Load
from opennss.portfolio.handed.books import Books, Need, Place

NOTHING = Decimal(0)


def uses(
    rows: Sequence[HandedRow], needs: Mapping[int, Need], known: Books, programme: Iterable[Load]
) -> tuple[Use, ...]:
    """Return need and capacity of every body in every year of the plan, and of every other place with a need.

    ``needs`` holds what one item of a row takes, by its line. Bodies stand as in ``capacity.csv``, unknown ones after.
    """
    own: dict[Place, Decimal] = {(load.body, load.year): load.days for load in programme}
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
    order = [*known.names]

    def standing(place: Place) -> tuple[int, str, bool, int]:
        body, year = place
        return (order.index(body) if body in order else len(order), body, year is None, year or 0)

    found = []
    for place in sorted(places, key=standing):
        held = known.capacity.get(place)
        capacity, budget = (held.days, known.money[place]) if held else (None, None)
        if place[1] is None and not days[place] and not cost[place]:
            continue
        body, year = place
        found.append(
            Use(
                body,
                year,
                days[place],
                capacity,
                cost[place],
                budget,
                items[place],
                own.get(place, NOTHING),
                money_open[place],
            )
        )
    return tuple(found)


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
    left = {place: (row.days, known.money[place]) for place, row in known.capacity.items() if place[1] == year}
    items = fit = unknown = 0
    for row in rows:
        need = needs[row.line]
        parts = {place: part for place, part in need.parts.items() if place[1] == year}
        if not need.days_known:
            unknown += row.count if row.start is not None and row.start <= year <= (row.end or row.start) else 0
            continue
        if not parts:
            continue
        items += row.count
        count = min([row.count, *(_times(left.get(place), part) for place, part in parts.items())])
        fit += count
        for place, (days, money) in parts.items():
            if count:
                left[place] = (left[place][0] - days * count, left[place][1] - money * count)
    return YearFit(year, items, fit, unknown, bodies)


def _times(left: tuple[Decimal, Decimal] | None, part: tuple[Decimal, Decimal]) -> int:
    """Return how many times a part fits into what is left of days and money; nothing fits where nobody has any."""
    if left is None:
        return 0
    return max(0, min([10**9, *(int(have // take) for have, take in zip(left, part, strict=True) if take)]))


def paces(rows: Sequence[HandedRow], needs: Mapping[int, Need], known: Books) -> tuple[Pace, ...]:
    """Return how long each body with capacity on record takes for its part of the list if it does nothing else.

    It begins in the first year of the plan; after the last year with capacity on record that capacity goes on. Yearly
    work is taken off the capacity of each year first, that of the last year of the plan for all years after it.
    """
    once: dict[str, Decimal] = {}
    yearly: dict[Place, Decimal] = {}
    for row in rows:
        need = needs[row.line]
        for (body, year), (days, _) in need.parts.items():
            if need.standing and year is not None:
                yearly[body, year] = yearly.get((body, year), NOTHING) + days * row.count
            else:
                once[body] = once.get(body, NOTHING) + days * row.count
    return tuple(_pace(body, once[body], yearly, known) for body in known.names if once.get(body))


def _pace(body: str, days: Decimal, yearly: Mapping[Place, Decimal], known: Books) -> Pace:
    first, last = known.years[0], known.years[-1]
    left, spare = days, NOTHING
    recorded = [year for own, year in known.capacity if own == body and year is not None and year >= first]
    for year in range(first, max([last, *recorded]) + 1):
        row = known.capacity.get((body, year))
        spare = max(NOTHING, (row.days if row else spare) - yearly.get((body, min(year, last)), NOTHING))
        left -= spare
        if left <= 0:
            return Pace(body, days, year - first + 1, year)
        end = year
    if not spare:
        return Pace(body, days, None, None)
    more = math.ceil(left / spare)
    return Pace(body, days, end - first + 1 + more, end + more)
