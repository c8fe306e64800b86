"""The programme: what is planned, what is not and why, what it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.model.criteria import Decision, DecisionKind
from opennss.model.projects import LADDER, Capacity, Effort, Measure, Project, ProjectType
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
    measures: Sequence[Measure] = (),
) -> Plan:
    """Solve the problem and say for every candidate that is left out why.

    An area of tier 0 or 1 without any project is listed in ``uncovered`` with its written reason: a decision, else
    the reason why its candidates are not planned, else ``no-candidate``. Of the rungs of one committee one is planned
    at most; those beside it are no candidates any more.
    """
    items, steps = solve(problem)
    chosen = {item.project.id for item in items}
    left = _left(problem.projects, chosen)
    served = {area for item in items if _serves(item.project) for area in item.project.areas}
    why = {area: item.reason for item in refused if _serves(item.project) for area in item.project.areas}
    why |= {area: _reason(project, chosen, problem) for project in left if _serves(project) for area in project.areas}
    written = {str(d.area): str(d.id) for d in decisions if d.kind is DecisionKind.NO_PROJECT}
    uncovered = tuple(
        (area, written.get(area) or why.get(area, "no-candidate"))
        for area, level in tier.items()
        if level in (0, 1) and area not in served
    )
    return Plan(
        items=tuple(sorted(items, key=lambda i: (i.start, i.project.tier or 0, i.project.type, i.project.id))),
        not_now=(*refused, *(NotNow(project, _reason(project, chosen, problem)) for project in left)),
        loads=loads(items, efforts, capacities, measures),
        steps=steps,
        uncovered=uncovered,
    )


def _serves(project: Project) -> bool:
    """Say whether a project counts as one that serves its areas: neither a mere prerequisite nor a measure."""
    return bool(project.units) and project.type is not ProjectType.MEASURE


def _left(projects: Sequence[Project], chosen: set[str]) -> list[Project]:
    """Return what is not planned; of a committee without any planned rung its P-membership, else its first rung."""
    settled = {p.committee for p in projects if p.type in LADDER and p.id in chosen}
    left = []
    for project in projects:
        if project.id in chosen:
            continue
        if project.type in LADDER:
            rungs = [p for p in projects if p.type in LADDER and p.committee == project.committee]
            first = next((p for p in rungs if p.type is ProjectType.PARTICIPATE), rungs[0])
            if project.committee in settled or project is not first:
                continue
        left.append(project)
    return left


def _reason(project: Project, chosen: set[str], problem: PortfolioProblem) -> str:
    if not any((project.work, year) in problem.need for year in problem.years):
        return "period"
    if any(name not in chosen for name in project.requires):
        return "prerequisite"
    return "capacity"
