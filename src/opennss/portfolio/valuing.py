"""What a plan is worth, objective by objective, without a solver: to tell whether one is better than another."""

from __future__ import annotations

import math
from collections.abc import Sequence

from opennss.model.plans import Objective, Planned, PortfolioProblem
from opennss.model.projects import Project

RELATIVE_GAP, ABSOLUTE_GAP = 0.005, 0.05
"""How near to its optimum each objective is solved; a smaller difference between two plans means nothing."""

POINTS = (3, 3, 2, 1)
"""Points of a deliverable by tier, for the objective ``points``."""


def worth(project: Project, start: int, problem: PortfolioProblem) -> float:
    """Return the deliverables that a start in a year counts for; standing work for the share of the years it runs.

    Otherwise every membership would begin in the last year, where it costs least.
    """
    found = project.units_from(start) * project.rung
    if project.work not in problem.standing:
        return found
    return found * (problem.standing[project.work] - max(start, problem.years[0]) + 1) / len(problem.years)


def points(project: Project, start: int, problem: PortfolioProblem) -> float:
    """Return what a start in a year is worth under the objective ``points``."""
    return POINTS[project.tier or 0] * worth(project, start, problem)


STEPS = ("tier-0", "cover", "tier-1", "tier-2", "tier-3")
"""The objectives by tiers, in their order."""


def values(problem: PortfolioProblem, items: Sequence[Planned]) -> tuple[float, ...]:
    """Return what a plan comes to in each objective, in the order of ``STEPS``; or its points.

    The n-th deliverable of an area in a tier counts 1/n, a part of one in proportion.
    """
    if problem.objective is Objective.POINTS:
        return (math.fsum(points(item.project, item.start, problem) for item in items),)
    counts: dict[tuple[str, int | None], float] = {}
    for item in items:
        place = (item.project.counts_for, item.project.tier)
        counts[place] = counts.get(place, 0.0) + worth(item.project, item.start, problem)
    tiers = [math.fsum(_falling(number) for (_, level), number in counts.items() if level == tier) for tier in range(4)]
    serving = [item.project for item in items if item.project.units and not item.project.measure]
    covered = sum(any(area in project.areas for project in serving) for area in problem.cover)
    return (tiers[0], float(covered), *tiers[1:])


def told_anew(
    problem: PortfolioProblem, items: Sequence[Planned], steps: Sequence[tuple[str, float, float]]
) -> tuple[tuple[str, float, float], ...]:
    """Return the steps of a solver for another plan of the same problem: its values, and its gaps to the same bounds.

    The last step, which only decides who goes first, proves nothing of another plan and is left out.
    """
    names = ("points",) if problem.objective is Objective.POINTS else STEPS
    own = dict(zip(names, values(problem, items), strict=True))
    bounds = {name: value + gap * max(1.0, abs(value)) for name, value, gap in steps if name in own}
    return tuple((name, own[name], max(0.0, bounds[name] - own[name]) / max(1.0, own[name])) for name in bounds)


def _falling(count: float) -> float:
    """Return 1 + 1/2 + 1/3 ... of so many deliverables."""
    whole = math.floor(count + 1e-9)
    return math.fsum(1 / n for n in range(1, whole + 1)) + max(0.0, count - whole) / (whole + 1)


def better(problem: PortfolioProblem, one: Sequence[Planned], other: Sequence[Planned]) -> bool:
    """Say whether a plan is better than another by more than the solver tells apart, in the first objective that is."""
    for mine, theirs in zip(values(problem, one), values(problem, other), strict=True):
        apart = max(ABSOLUTE_GAP, RELATIVE_GAP * max(abs(mine), abs(theirs)))
        if abs(mine - theirs) > apart:
            return mine > theirs
    return False
