"""What a list adds up to: items, money, shares of types, bodies and sources, and the target that it states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from opennss.model.handed import STANDARDS, BudgetShare, HandedList, HandedRow, Part, Totals
from opennss.portfolio.handed.books import Books, Need

NOTHING = Decimal(0)


def totals(listed: HandedList, needs: Mapping[int, Need], known: Books) -> Totals:
    """Return the totals of a list; what is not known is counted as not known, never as zero."""
    rows = listed.rows
    items = sum(row.count for row in rows)
    cost = _cost(rows, needs)
    unpriced = sum(row.count for row in rows if not needs[row.line].money_known)
    years = sorted({row.start for row in rows}, key=lambda year: (year is None, year or 0))
    return Totals(
        items=items,
        new=sum(row.count for row in rows if row.type is None or row.type in STANDARDS),
        days=_days(rows, needs),
        cost=cost,
        money=listed.money if listed.money is not None else cost if not unpriced else None,
        unknown=sum(row.count for row in rows if not needs[row.line].days_known),
        unpriced=unpriced,
        by_year=tuple((year, sum(row.count for row in rows if row.start == year)) for year in years),
        by_type=_parts(rows, needs, items, lambda row: str(row.type or "")),
        by_body=_parts(rows, needs, items, lambda row: known.body(row.body)),
        by_fund=_parts(rows, needs, items, lambda row: row.fund) if any(row.fund for row in rows) else (),
        budgets=_budgets(rows, known),
        target=listed.target,
        existing=listed.existing,
    )


def _days(rows: Iterable[HandedRow], needs: Mapping[int, Need]) -> Decimal:
    return sum((days * row.count for row in rows for days, _ in needs[row.line].parts.values()), NOTHING)


def _cost(rows: Iterable[HandedRow], needs: Mapping[int, Need]) -> Decimal:
    return sum((money * row.count for row in rows for _, money in needs[row.line].parts.values()), NOTHING)


def _parts(
    rows: Sequence[HandedRow], needs: Mapping[int, Need], items: int, named: Callable[[HandedRow], str]
) -> tuple[Part, ...]:
    groups: dict[str, list[HandedRow]] = {}
    for row in rows:
        groups.setdefault(named(row), []).append(row)
    found = []
    for name, group in groups.items():
        count = sum(row.count for row in group)
        days = _days(group, needs) if all(needs[row.line].days_known for row in group) else None
        cost = _cost(group, needs) if all(needs[row.line].money_known for row in group) else None
        found.append(Part(name, count, Decimal(count) / items if items else None, days, cost))
    return tuple(found)


def _budgets(rows: Sequence[HandedRow], known: Books) -> tuple[BudgetShare, ...]:
    """Return what each body asks for in a year as a share of the one budget that its rows of that year name."""
    groups: dict[tuple[str, int | None], list[HandedRow]] = {}
    for row in rows:
        if row.budget is not None and row.cost is not None:
            groups.setdefault((known.body(row.body), row.start), []).append(row)
    found = []
    for place in sorted(groups, key=lambda place: (place[0], place[1] is None, place[1] or 0)):
        named = {row.budget for row in groups[place]}
        cost = sum((row.cost for row in groups[place] if row.cost is not None), NOTHING)
        found.append(BudgetShare(*place, cost, next(iter(named)) if len(named) == 1 else None))
    return tuple(found)
