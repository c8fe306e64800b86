"""What a project needs in each year, and what a body has: the one home of the cost formula.

need_days = days × share of the work in the year; cost = need_days × day rate + direct cost (method, section 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from opennss.errors import CodeError, MissingData
from opennss.model.projects import Capacity, Effort, ProjectType
from opennss.model.results import Load, Planned

YEARLY = "yearly"


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


def duration(type_: ProjectType, efforts: Sequence[Effort]) -> int:
    """Return the years that a project type takes at least (a yearly load takes one and goes on)."""
    rows = [effort for effort in efforts if effort.type is type_]
    if not rows:
        raise MissingData(f"no effort for {type_}")
    return max(len(shares(row.spread)) for row in rows)


def prerequisites(efforts: Sequence[Effort]) -> dict[ProjectType, ProjectType]:
    """Return for every type the type that must come first, as ``effort.csv`` says."""
    return {effort.type: effort.requires for effort in efforts if effort.requires is not None}


def need(
    type_: ProjectType, offset: int, efforts: Sequence[Effort], rates: Mapping[str, Decimal]
) -> dict[str, tuple[Decimal, Decimal]]:
    """Return (person-days, money) by body in the year ``offset`` after the start of one project of this type."""
    total: dict[str, tuple[Decimal, Decimal]] = {}
    for effort in efforts:
        if effort.type is not type_:
            continue
        parts = shares(effort.spread)
        share = parts[0] if effort.spread == YEARLY else parts[offset] if offset < len(parts) else Decimal(0)
        days = effort.days * share
        cost = days * rates[effort.body] + effort.cost * share
        before = total.get(effort.body, (Decimal(0), Decimal(0)))
        total[effort.body] = (before[0] + days, before[1] + cost)
    return total


def day_rates(capacities: Iterable[Capacity]) -> dict[tuple[str, int], Decimal]:
    """Return the cost of a person-day by body and year."""
    return {(row.body, row.year): row.day_rate for row in capacities}


def loads(items: Sequence[Planned], efforts: Sequence[Effort], capacities: Sequence[Capacity]) -> tuple[Load, ...]:
    """Return need and capacity of every body in every year of the plan."""
    rates = day_rates(capacities)
    result = []
    for row in capacities:
        days = cost = Decimal(0)
        working: list[str] = []
        rows = [effort for effort in efforts if effort.body == row.body]
        own = {str(row.body): rates[row.body, row.year]}
        for item in items:
            if item.start <= row.year:
                extra = need(item.project.type, row.year - item.start, rows, own).get(
                    row.body, (Decimal(0), Decimal(0))
                )
                days, cost = days + extra[0], cost + extra[1]
                working += [item.project.id] if any(extra) else []
        result.append(Load(row.body, row.year, days, row.days, cost, row.budget, tuple(working)))
    return tuple(result)
