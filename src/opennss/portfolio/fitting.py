"""What fits beside what is planned: plain arithmetic on what items take and what is there, without a solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from opennss.model.plans import MONEY, Planned, PortfolioProblem, Purse, Resource
from opennss.model.projects import Project

TINY = 1e-7
"""Amounts below it are rounding, not need."""

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
    for purse in problem.bounds.purses:
        _pay(problem, purse, items, over)
    return {resource: amount for resource, amount in over.items() if amount > TINY}


def _pay(problem: PortfolioProblem, purse: Purse, items: Sequence[Planned], over: dict[Resource, float]) -> None:
    """Pay with a purse what its body lacks, the earliest year first; what it may not pay for, or has not got, stays."""
    amounts, kept = dict(purse.amounts), 0.0
    payable = used(problem, [i for i in items if not purse.types or i.project.type in purse.types])
    for year in problem.years:
        money = Resource(purse.body, year, MONEY)
        held = amounts.get(year, 0.0) + (kept if purse.carry_over else 0.0)
        paid = max(0.0, min(held, over.get(money, 0.0), payable.get(money, 0.0)))
        over[money] = over.get(money, 0.0) - paid
        kept = held - paid


def together(*parts: Needs, sign: int = 1) -> dict[Resource, float]:
    """Return the first needs with the others added, or with ``sign`` -1 taken off."""
    total = dict(parts[0])
    for part in parts[1:]:
        for resource, amount in part.items():
            total[resource] = total.get(resource, 0.0) + sign * amount
    return total


def chains(problem: PortfolioProblem, project: Project, items: Sequence[Planned]) -> list[Chain]:
    """Return the ways to start a candidate: one for each of its years, what must come first as early as possible."""
    by_id = {p.id: p for p in problem.projects}
    earliest = _earliest(problem, project, by_id, {item.project.id: item for item in items})
    if earliest is None:
        return []
    first = earliest.pop(project.id).start
    found = []
    for year in (y for y in problem.starts(project) if y >= first):
        chain = (*earliest.values(), Planned(project, year))
        found.append(Chain(chain, used(problem, chain)))
    return found


def _earliest(
    problem: PortfolioProblem, project: Project, by_id: Mapping[str, Project], planned: Mapping[str, Planned]
) -> dict[str, Planned] | None:
    """Return a project, as early as what comes first allows, behind what is not planned of that; ``None``: too late."""
    before: dict[str, Planned] = {}
    ready = problem.years[0]
    for name in project.requires:
        if name not in planned:
            own = _earliest(problem, by_id[name], by_id, planned)
            if own is None:
                return None
            before |= own
        first = planned[name] if name in planned else before[name]
        ready = max(ready, first.start + problem.span[first.project.work])
    starts = [year for year in problem.starts(project) if year >= ready or project.id in problem.bounds.fixed]
    return {**before, project.id: Planned(project, starts[0])} if starts else None
