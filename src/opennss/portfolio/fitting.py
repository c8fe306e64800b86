"""What fits beside what is planned: plain arithmetic on what items take and what is there, without a solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from opennss.model.plans import MONEY, Planned, PortfolioProblem, Resource
from opennss.model.projects import Project
from opennss.portfolio.funds import HUNDREDTHS, drawn
from opennss.portfolio.problem import MONEY_UNIT

TINY = 1e-7
"""Amounts below it are rounding, not need."""

TWO_UNITS = 2 / MONEY_UNIT
"""The same of money where funds pay: the solver keeps each limit within one unit of the currency, and draws to it."""

Needs = Mapping[Resource, float]


@dataclass(frozen=True, slots=True)
class Chain:
    """A candidate with what must come first, each with its first year, and what they take of each resource together."""

    items: tuple[Planned, ...]
    needs: Needs

    @property
    def start(self) -> int:
        """The year in which the candidate itself starts."""
        return self.items[-1].start


def used(problem: PortfolioProblem, items: Iterable[Planned]) -> dict[Resource, float]:
    """Return what items take of each resource."""
    total: dict[Resource, float] = {}
    for item in items:
        for resource, amount in problem.need[item.project.work, item.start].items():
            total[resource] = total.get(resource, 0.0) + amount
    return total


def lacking(problem: PortfolioProblem, items: Sequence[Planned], total: Needs) -> dict[Resource, float]:
    """Return by how much items go beyond the limits, purses counted in; empty when they fit.

    ``total`` is what the items take together, as :func:`used` says.
    """
    over = {r: total[r] - problem.limit.get(r, 0.0) for r in sorted(total)}
    bodies, tiny = {purse.id: purse.body for purse in problem.bounds.purses}, dict.fromkeys(over, TINY)
    for (fund, year), paid in drawn(problem, items, total).items():
        money = Resource(bodies[fund], year, MONEY)
        if money in over:
            over[money], tiny[money] = over[money] - paid / HUNDREDTHS, TWO_UNITS
    return {resource: amount for resource, amount in over.items() if amount > tiny[resource]}


def together(*parts: Needs, sign: int = 1) -> dict[Resource, float]:
    """Return the first needs with the others added, or with ``sign`` -1 taken off."""
    total = dict(parts[0])
    for part in parts[1:]:
        for resource, amount in part.items():
            total[resource] = total.get(resource, 0.0) + sign * amount
    return total


def chains(problem: PortfolioProblem, project: Project, items: Sequence[Planned]) -> list[Chain]:
    """Return the ways to start a candidate and what must come before it and is not planned, the earliest first.

    Where very many items must come first, each of these starts as early as it can.
    """
    planned = {item.project.id: item for item in items}
    waiting = _waiting(project, {p.id: p for p in problem.projects}, planned)
    ways = _ways(problem, waiting, planned, len(waiting) <= LONGEST)
    found = [tuple(way[p.id] for p in waiting) for way in ways]
    return [Chain(way, used(problem, way)) for way in sorted(found, key=lambda way: way[-1].start)]


LONGEST = 4
"""Items of a chain of which every year is tried."""


def _waiting(project: Project, by_id: Mapping[str, Project], planned: Mapping[str, Planned]) -> tuple[Project, ...]:
    """Return a project behind all that must come before it and is not planned, each once, in an order that works."""
    before = [p for name in project.requires if name not in planned for p in _waiting(by_id[name], by_id, planned)]
    return tuple({p.id: p for p in (*before, project)}.values())


def _ways(
    problem: PortfolioProblem, waiting: Sequence[Project], placed: Mapping[str, Planned], every: bool
) -> Iterator[Mapping[str, Planned]]:
    """Yield how projects may start one after the other, each when what it requires is finished."""
    if not waiting:
        yield placed
        return
    first, *rest = waiting
    ends = (placed[name].start + problem.span[placed[name].project.work] for name in first.requires)
    ready = max(ends, default=problem.years[0])
    starts = [year for year in problem.starts(first) if year >= ready or first.id in problem.bounds.fixed]
    for year in starts if every or not rest else starts[:1]:
        yield from _ways(problem, rest, {**placed, first.id: Planned(first, year)}, every)
