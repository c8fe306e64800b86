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
    must = _must(problem)
    planned = {item.project.id for item in found}
    for project in problem.projects:
        if project.id in must and project.id not in planned and (chain := _chain(problem, project, found)):
            found += chain.items
    for tier in (0, 1, 2, 3):
        _tier(problem, [p for p in problem.projects if p.tier == tier and p.units], found)
    return tuple(found)


def keep(problem: PortfolioProblem, base: Sequence[Planned]) -> tuple[Planned, ...]:
    """Return a plan that keeps of another all that still fits, each item in its year, the most urgent first.

    What is left over then goes to others, as in :func:`greedy`.
    """
    there, found = {item.project.id: item for item in base}, list[Planned]()
    known = {project.id: project for project in problem.projects}
    for item in _by_worth(problem, base):
        part = _with_first(problem, item, there, known)
        new = tuple(one for one in part if one not in found)
        chain = Chain(new, used(problem, new)) if new else None
        if chain and _few_enough(problem, (*found, *new)) and _fits(problem, chain, found, used(problem, found)):
            found += new
    return greedy(problem, found)


def _by_worth(problem: PortfolioProblem, base: Sequence[Planned]) -> list[Planned]:
    """Order items: what must be planned; then by tier, and in it by what each adds to its area, the n-th one 1/n."""
    counts, order = Counter[tuple[str, int | None]](), []
    for item in sorted(base, key=lambda i: (i.start, i.project.id)):
        own = item.project
        counts[own.counts_for, own.tier] += own.units_from(item.start)
        adds = own.rung * own.units_from(item.start) / max(1, counts[own.counts_for, own.tier])
        order.append((own.id not in _must(problem), own.tier or 0, -adds, item.start, own.id, item))
    return [item for *_, item in sorted(order, key=lambda row: row[:-1])]


def _must(problem: PortfolioProblem) -> tuple[str, ...]:
    return (*problem.bounds.fixed, *sorted(problem.bounds.required))


def _with_first(
    problem: PortfolioProblem, item: Planned, there: Mapping[str, Planned], known: Mapping[str, Project]
) -> tuple[Planned, ...]:
    """Return an item behind what must come first, all in their years; nothing where that is not so any more."""
    project = known.get(item.project.id)
    if project is None or item.start not in problem.starts(project):
        return ()
    found: tuple[Planned, ...] = ()
    for name in project.requires:
        before = there.get(name)
        part = _with_first(problem, before, there, known) if before else ()
        if not part or part[-1].start + problem.span[part[-1].project.work] > item.start:
            return ()
        found += tuple(one for one in part if one not in found)
    return (*found, Planned(project, item.start))


def _tier(problem: PortfolioProblem, projects: Sequence[Project], found: list[Planned]) -> None:
    """Take the candidates of one tier, each time the one that adds most."""
    waiting = {project.id: project for project in projects if _open(project, found)}
    units = {project.id: project.units for project in projects}
    counts = Counter[str]()
    for item in found:
        counts[item.project.counts_for] += item.project.units_from(item.start)
    while waiting:
        best = max(waiting.values(), key=lambda p: p.rung * units[p.id] / (counts[p.counts_for] + 1))  # or the first
        chain = _chain(problem, best, found) if _open(best, found) else None
        if chain and best.units_from(chain.start) < units[best.id]:  # drafts close before there is room: weigh it anew
            units[best.id] = best.units_from(chain.start)
            continue
        del waiting[best.id]
        if chain:
            found += chain.items
            counts[best.counts_for] += units[best.id]


def _chain(problem: PortfolioProblem, project: Project, found: Sequence[Planned]) -> Chain | None:
    """Return a candidate in its first year that fits, with what must come before it; ``None`` where none does."""
    total = used(problem, found)
    for chain in chains(problem, project, found):
        if _few_enough(problem, (*found, *chain.items)) and _fits(problem, chain, found, total):
            return chain
    return None


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
