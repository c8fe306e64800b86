"""The simple solver: the most urgent first, as early as it fits. It needs no library, and each step can be followed.

Tier by tier, the candidate that counts most is taken into the first year in which it fits with what must come before
it: the n-th deliverable of an area counts 1/n, so areas take turns. What does not fit is left out for good. It proves
nothing about how good its plan is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from opennss.model.plans import MONEY, Planned, PortfolioProblem, Resource
from opennss.model.projects import LADDER, Project, ProjectType
from opennss.portfolio.fitting import TINY, Chain, chains, lacking, together, used


def greedy(problem: PortfolioProblem, items: Sequence[Planned] = ()) -> tuple[Planned, ...]:
    """Return a plan within all limits, or ``items`` with whatever still fits beside them.

    Demanded items come first. Least shares of types are not looked after: with any, only ``items`` come back.
    """
    found = list(items)
    if problem.bounds.shares:
        return tuple(found)
    must = [*problem.bounds.fixed, *sorted(problem.bounds.required)]
    planned = {item.project.id for item in found}
    for project in problem.projects:
        if project.id in must and project.id not in planned:
            _take(problem, project, found)
    for tier in (0, 1, 2, 3):
        _tier(problem, [p for p in problem.projects if p.tier == tier and p.units], found)
    return tuple(found)


def _tier(problem: PortfolioProblem, projects: Sequence[Project], found: list[Planned]) -> None:
    """Take the candidates of one tier, each time the one that adds most."""
    waiting = {project.id: project for project in projects if _open(project, found)}
    counts = Counter[str]()
    for item in found:
        counts[item.project.counts_for] += item.project.units
    while waiting:
        best = max(waiting.values(), key=lambda p: p.rung * p.units / (counts[p.counts_for] + 1))  # of equals the first
        del waiting[best.id]
        if _open(best, found) and _take(problem, best, found):
            counts[best.counts_for] += best.units


def _take(problem: PortfolioProblem, project: Project, found: list[Planned]) -> bool:
    """Plan a candidate in its first year that fits, with what must come before it; say whether there was one."""
    total = used(problem, found)
    for chain in chains(problem, project, found):
        if _few_enough(problem, (*found, *chain.items)) and _fits(problem, chain, found, total):
            found += chain.items
            return True
    return False


def _few_enough(problem: PortfolioProblem, items: Sequence[Planned]) -> bool:
    names = {item.project.id for item in items}
    return all(len(names & {*most.items}) <= most.count for most in problem.bounds.most)


def _fits(problem: PortfolioProblem, chain: Chain, found: Sequence[Planned], total: Mapping[Resource, float]) -> bool:
    over = [r for r, need in chain.needs.items() if total.get(r, 0.0) + need > problem.limit.get(r, 0.0) + TINY]
    if not over:
        return True
    paid = problem.bounds.purses and all(resource.kind == MONEY for resource in over)
    return bool(paid) and not lacking(problem, (*found, *chain.items), together(total, chain.needs))


def _open(project: Project, items: Sequence[Planned]) -> bool:
    """Say whether a candidate is left out, and no rung of its committee is planned."""
    planned = {item.project.id for item in items}
    settled = {item.project.committee for item in items if item.project.type in LADDER}
    rung = project.type in LADDER and project.committee in settled
    return project.id not in planned and not rung and project.type is not ProjectType.MIRROR
