"""The programme of a world between two folders: what is planned and what it takes, without what would change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from opennss.errors import WorkspaceError
from opennss.model.plans import Plan, Planned, PortfolioProblem
from opennss.model.projects import Capacity, Effort, Measure
from opennss.portfolio.effort import Work, loads
from opennss.portfolio.plan import chosen_items

Solved = tuple[tuple[Planned, ...], tuple[tuple[str, float, float], ...]]


def planner(waived: list[PortfolioProblem]) -> Callable[..., Plan]:
    """Return what makes the programmes of worlds: equal problems are solved once.

    What people demand (running items, items that must be planned, shares) can be impossible in a mixed world, whose
    staff and work come from two folders. Such a world is planned without these demands and put into ``waived``.
    """
    made = list[tuple[PortfolioProblem, Solved]]()

    def solved(problem: PortfolioProblem) -> Solved:
        for before, found in made:
            if before == problem:
                return found
        made.append((problem, _solved(problem, waived)))
        return made[-1][1]

    def make(
        problem: PortfolioProblem, _refused: object, efforts: Sequence[Effort], capacities: Sequence[Capacity],
        _decisions: object, _tier: object, measures: Sequence[Measure], _skills: object, standing: Sequence[Work],
    ) -> Plan:  # fmt: skip
        items, steps = solved(problem)
        return Plan(items, (), loads(items, efforts, capacities, measures, standing), steps, ())

    return make


def _solved(problem: PortfolioProblem, waived: list[PortfolioProblem]) -> Solved:
    try:
        return chosen_items(problem)
    except WorkspaceError:
        waived.append(problem)
        bounds = replace(problem.bounds, fixed={}, required=frozenset(), shares=())
        return chosen_items(replace(problem, bounds=bounds))
