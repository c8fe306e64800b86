"""What funds pay beside the budgets: drawn by fund and year, so that as much as possible of what bodies lack is paid.

A flow, in plain arithmetic: from each fund through its years (and on to the next one where money may be carried over)
and through the costs of the types that it may pay for, to what its body lacks in a year. The earliest year is paid
first; in each year, money that would lapse goes first, then money that is for some types of item only. Money is counted
in hundredths, so sums are exact.

Source: J. Edmonds and R. M. Karp, *Theoretical improvements in algorithmic efficiency for network flow problems*, 1972.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from opennss.model.plans import MONEY, FundYear, Planned, PortfolioProblem, Purse, Resource
from opennss.model.programme import Fund
from opennss.model.projects import ProjectType
from opennss.portfolio.problem import MONEY_UNIT

HUNDREDTHS = 100 * MONEY_UNIT
"""Hundredths of the currency in the unit of the problem."""

Node = tuple[object, ...]
Free = defaultdict[Node, dict[Node, int]]
"""How much more can flow from one node to another."""


def purses_of(funds: Iterable[Fund]) -> tuple[Purse, ...]:
    """Return the money of each fund by year, in the unit of the problem."""
    rows: dict[str, list[Fund]] = {}
    for fund in funds:
        rows.setdefault(str(fund.id), []).append(fund)
    return tuple(
        Purse(
            name, own[0].body, tuple((row.year, float(row.amount) / MONEY_UNIT) for row in own), own[0].carry_over,
            own[0].types,
        )
        for name, own in sorted(rows.items())
    )  # fmt: skip


def drawn(
    problem: PortfolioProblem, items: Sequence[Planned], total: Mapping[Resource, float]
) -> dict[tuple[str, int], int]:
    """Return what is drawn by fund and year, in hundredths of the currency.

    ``total`` is what the items take together. What no fund can pay stays unpaid.
    """
    found: dict[tuple[str, int], int] = {}
    for body in sorted({purse.body for purse in problem.bounds.purses}):
        purses = [purse for purse in problem.bounds.purses if purse.body == body]
        lacks = {}
        for year in problem.years:
            money = Resource(body, year, MONEY)
            over = total.get(money, 0.0) - problem.limit.get(money, 0.0)
            lacks[year] = round(max(0.0, over) * HUNDREDTHS)
        types = {type_ for purse in purses for type_ in purse.types if any(lacks.values())}
        found |= draw(purses, lacks, _costs(problem, items, body, types))
    return found


def _costs(
    problem: PortfolioProblem, items: Sequence[Planned], body: str, types: set[ProjectType]
) -> dict[tuple[int, ProjectType], int]:
    """Return what the items of some types cost a body by year and type.

    A rung that costs less than the one it takes the place of costs nothing: what it saves is the body's own.
    """
    costs: dict[tuple[int, ProjectType], float] = {}
    for item in (item for item in items if item.project.type in types):
        for resource, amount in problem.need[item.project.work, item.start].items():
            if (resource.body, resource.kind) == (body, MONEY):
                place = (resource.year, item.project.type)
                costs[place] = costs.get(place, 0.0) + max(0.0, amount)
    return {place: round(cost * HUNDREDTHS) for place, cost in costs.items()}


def draw(
    purses: Sequence[Purse], lacks: Mapping[int, int], costs: Mapping[tuple[int, ProjectType], int]
) -> dict[tuple[str, int], int]:
    """Return what is drawn from the funds of one body, by fund and year, of what it ``lacks`` by year.

    ``costs`` are what the items of a type cost in a year: funds for some types pay no more than that, together.
    """
    free, years = _network(purses, lacks, costs), sorted(lacks)
    for year in years:
        for purse in sorted(purses, key=lambda p: (p.carry_over, not p.types, p.id)):
            _push(free, ("fund", purse.id), ("paid", year))
    return {
        (purse.id, year): sum(
            free[_pays(year, type_)].get(("fund", purse.id, year), 0) for type_ in purse.types or (None,)
        )
        for purse in purses
        for year in years
    }


def _pays(year: int, type_: ProjectType | None) -> Node:
    """Return what money flows to in a year: the cost of a type, or whatever is lacking."""
    return ("cost", year, type_) if type_ else ("lack", year)


def _network(purses: Sequence[Purse], lacks: Mapping[int, int], costs: Mapping[tuple[int, ProjectType], int]) -> Free:
    """Return a network in which money flows from ``("fund", id)`` to ``("paid", year)``."""
    free: Free = defaultdict(dict)
    for year, lack in lacks.items():
        free["lack", year]["paid", year] = lack
    for place, cost in costs.items():
        free[_pays(*place)]["lack", place[0]] = cost
    for purse in purses:
        amounts = {year: round(amount * HUNDREDTHS) for year, amount in purse.amounts if year in lacks}
        unlimited = sum(amounts.values())
        for year, amount in amounts.items():
            free["fund", purse.id]["fund", purse.id, year] = amount
        for year in lacks:
            for type_ in purse.types or (None,):
                free["fund", purse.id, year][_pays(year, type_)] = unlimited
        for year, following in pairwise(sorted(lacks)) if purse.carry_over else ():
            free["fund", purse.id, year]["fund", purse.id, following] = unlimited
    return free


def _push(free: Free, source: Node, sink: Node) -> None:
    """Send as much as can be sent, each time by a shortest way; what flows already may be led another way."""
    while way := _way(free, source, sink):
        amount = min(free[here][there] for here, there in pairwise(way))
        for here, there in pairwise(way):
            free[here][there] -= amount
            free[there][here] = free[there].get(here, 0) + amount


def _way(free: Free, source: Node, sink: Node) -> list[Node]:
    """Return the nodes of a shortest way on which something is free; none where there is no such way."""
    before = {source: source}
    waiting = deque([source])
    while waiting and sink not in before:
        here = waiting.popleft()
        for there, amount in free[here].items():
            if amount and there not in before:
                before[there] = here
                waiting.append(there)
    way = [sink] if sink in before else []
    while way and way[-1] != source:
        way.append(before[way[-1]])
    return way[::-1]


def fund_years(
    problem: PortfolioProblem, items: Sequence[Planned], total: Mapping[Resource, float]
) -> tuple[FundYear, ...]:
    """Return what each fund holds and pays in each year of the plan in which it has money, or a row."""
    paid, found = drawn(problem, items, total), []
    for purse in problem.bounds.purses:
        amounts, left = dict(purse.amounts), Decimal(0)
        for year in problem.years:
            amount = Decimal(round(amounts.get(year, 0.0) * HUNDREDTHS)) / 100
            carried = left if purse.carry_over else Decimal(0)
            row = FundYear(purse.id, purse.body, year, amount, carried, Decimal(paid[purse.id, year]) / 100)
            left = row.left
            if year in amounts or carried:
                found.append(row)
    return tuple(found)
