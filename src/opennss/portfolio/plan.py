"""The programme: what is planned, what is not and why, what it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.model.criteria import Decision, DecisionKind
from opennss.model.projects import Capacity, Effort, Project
from opennss.model.results import NotNow, Plan, PortfolioProblem
from opennss.portfolio.effort import loads
from opennss.portfolio.solve import solve


def plan(
    problem: PortfolioProblem,
    refused: Sequence[NotNow],
    efforts: Sequence[Effort],
    capacities: Sequence[Capacity],
    decisions: Sequence[Decision],
    tier: Mapping[str, int | None],
) -> Plan:
    """Solve the problem and say for every candidate that is left out why.

    An area of tier 0 or 1 without any project is listed in ``uncovered`` with its written reason: a decision, else
    the reason why its candidates are not planned, else ``no-candidate``.
    """
    items, steps = solve(problem)
    chosen = {item.project.id for item in items}
    left = [project for project in problem.projects if project.id not in chosen]
    served = {area for item in items if item.project.units for area in item.project.areas}
    why = {area: item.reason for item in refused for area in item.project.areas}
    why |= {area: _reason(project, chosen, problem) for project in left if project.units for area in project.areas}
    written = {str(d.area): str(d.id) for d in decisions if d.kind is DecisionKind.NO_PROJECT}
    uncovered = tuple(
        (area, written.get(area) or why.get(area, "no-candidate"))
        for area, level in tier.items()
        if level in (0, 1) and area not in served
    )
    return Plan(
        items=tuple(sorted(items, key=lambda i: (i.start, i.project.tier or 0, i.project.type, i.project.id))),
        not_now=(*refused, *(NotNow(project, _reason(project, chosen, problem)) for project in left)),
        loads=loads(items, efforts, capacities),
        steps=steps,
        uncovered=uncovered,
    )


def _reason(project: Project, chosen: set[str], problem: PortfolioProblem) -> str:
    if problem.span[project.type] > len(problem.years):
        return "period"
    if project.requires and project.requires not in chosen:
        return "prerequisite"
    return "capacity"
