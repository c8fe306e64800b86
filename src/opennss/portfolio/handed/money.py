"""The money that bodies have for a list: budgets, and funds that may pay for some types of item alone.

What a whole list can be paid from is a flow of money (``portfolio/funds.py``). For choosing items one after the other
the same is said by limits: what may be paid by no fund of some group costs no more than the budget and the other funds
hold together. By the theorem of the greatest flow, items that keep all these limits can be paid. Between years no money
is carried over there, so the choice never counts on money that an earlier year may have spent.

Every further group of types can double the limits. Of more than ``MOST_GROUPS`` for one body and year only those with
the most money are counted: the choice may then hold fewer items than could be paid, never more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from opennss.model.handed import HandedRow
from opennss.model.plans import Purse
from opennss.model.projects import ProjectType
from opennss.portfolio.funds import HUNDREDTHS, draw
from opennss.portfolio.problem import MONEY_UNIT

Place = tuple[str, int | None]
"""A body and a year; the body empty where a row names none, the year ``None`` where it has none."""

Types = frozenset[ProjectType]

Unpaid = tuple[str, int | None, Types]
"""A body, a year, and the types of item that some funds may pay: the limit is for everything else."""

NOTHING = Decimal(0)

MOST_GROUPS = 10
"""Groups of funds with the same types, of one body in one year, that are counted: they make 1,024 limits at most."""


def limits(budget: Mapping[Place, Decimal], purses: Sequence[Purse]) -> dict[Unpaid, Decimal]:
    """Return what there is for all items of a body in a year, and for those that some funds may not pay."""
    found: dict[Unpaid, Decimal] = {(*place, frozenset()): amount for place, amount in budget.items()}
    for body, year in sorted({(purse.body, year) for purse in purses for year, _ in purse.amounts}):
        groups: dict[Types, Decimal] = {}
        for purse in (purse for purse in purses if purse.body == body):
            types = frozenset(purse.types)
            groups[types] = groups.get(types, NOTHING) + held(purse, year)
        free = budget.get((body, year), NOTHING) + groups.pop(frozenset(), NOTHING)
        typed = sorted(((types, amount) for types, amount in groups.items() if amount), key=_richest)[:MOST_GROUPS]
        for left_out in _unions(types for types, _ in typed):
            # A fund whose types are all left out has nothing to pay here; every other may pay for something.
            found[body, year, left_out] = free + sum((own for types, own in typed if not types <= left_out), NOTHING)
    return found


def _richest(group: tuple[Types, Decimal]) -> tuple[Decimal, list[ProjectType]]:
    return -group[1], sorted(group[0])


def _unions(groups: Iterable[Types]) -> list[Types]:
    """Return every set of types that some groups make up together, first the empty one."""
    found: dict[Types, None] = {frozenset(): None}
    for types in groups:
        found |= dict.fromkeys([types | before for before in found])
    return list(found)


def held(purse: Purse, year: int) -> Decimal:
    """Return the money that a purse gets in a year."""
    return Decimal(round(sum(part for when, part in purse.amounts if when == year) * HUNDREDTHS)) / 100


def paid(
    rows: Iterable[HandedRow],
    costs: Mapping[int, Mapping[Place, Decimal]],
    budget: Mapping[Place, Decimal],
    purses: Sequence[Purse],
    years: Sequence[int],
) -> dict[Place, Decimal]:
    """Return the budgets with what funds pay of what they lack for a whole list.

    ``costs`` hold the money that all items of a row take, by its line. A fund pays for its types alone, and keeps what
    is left for a later year only where it may.
    """
    spent: dict[tuple[str, int, ProjectType | None], Decimal] = {}
    for row in rows:
        for (body, year), amount in costs[row.line].items():
            if year is not None:
                spent[body, year, row.type] = spent.get((body, year, row.type), NOTHING) + amount
    found = dict(budget)
    for body in sorted({purse.body for purse in purses}):
        own = {(year, type_): cost for (name, year, type_), cost in spent.items() if name == body}
        lacks = {
            year: _hundredths(sum((c for (y, _), c in own.items() if y == year), -budget.get((body, year), NOTHING)))
            for year in years
        }
        typed = {(year, type_): _hundredths(cost) for (year, type_), cost in own.items() if type_ and year in lacks}
        for (_, year), drawn in draw([p for p in purses if p.body == body], lacks, typed).items():
            found[body, year] = found.get((body, year), NOTHING) + Decimal(drawn) / 100
    return found


def _hundredths(amount: Decimal) -> int:
    """Return money in hundredths as the flow counts it; what is there already lacks nothing."""
    return max(0, round(amount / MONEY_UNIT * HUNDREDTHS))
