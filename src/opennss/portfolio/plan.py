"""The programme: what is planned, what is not and why, what it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opennss.model.criteria import Decision, DecisionKind
from opennss.model.plans import NotNow, Plan, Planned, PortfolioProblem
from opennss.model.programme import Skill
from opennss.model.projects import LADDER, Capacity, Effort, Measure, Project, ProjectType
from opennss.portfolio import additive
from opennss.portfolio.conflict import conflict, refuse
from opennss.portfolio.effort import Work, loads, task_loads
from opennss.portfolio.fitting import Needs, used
from opennss.portfolio.funds import fund_years
from opennss.portfolio.greedy import greedy, keep
from opennss.portfolio.solve import feasible, solve
from opennss.portfolio.valuing import better, told_anew
from opennss.portfolio.why import bring_in


def plan(
    problem: PortfolioProblem,
    refused: Sequence[NotNow],
    efforts: Sequence[Effort],
    capacities: Sequence[Capacity],
    decisions: Sequence[Decision],
    tier: Mapping[str, int | None],
    measures: Sequence[Measure] = (),
    skills: Sequence[Skill] = (),
    standing: Sequence[Work] = (),
) -> Plan:
    """Solve the problem and say for every candidate that is left out why, and what would bring it in.

    Raises ``WorkspaceError`` when what people demand cannot be met, with the smallest conflicting set of demands.

    An area of tier 0 or 1 without any project is listed in ``uncovered`` with its written reason: a decision, else
    the reason why its candidates are not planned, else ``no-candidate``. Of the rungs of one committee one is planned
    at most; those beside it are no candidates any more. ``standing`` is the load of the present seats.
    """
    items, steps = chosen_items(problem)
    chosen, total = {item.project.id for item in items}, used(problem, items)
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
        items=_in_order(items),
        not_now=(*refused, *(_not_now(project, items, total, problem) for project in left)),
        loads=loads(items, efforts, capacities, measures, standing),
        steps=steps,
        uncovered=uncovered,
        tasks=task_loads(items, efforts, capacities, skills, standing),
        funds=fund_years(problem, items, total),
    )


def stated_plan(problem: PortfolioProblem, *given: Any) -> tuple[PortfolioProblem, Plan]:
    """Return a problem with the plan made from it, for those who ask afterwards why an item lies where it does."""
    return problem, plan(problem, *given)


def chosen_items(
    problem: PortfolioProblem,
) -> tuple[tuple[Planned, ...], tuple[tuple[str, float, float], ...]]:
    """Return the items of the best plan, and (step, value, proven gap) of every objective.

    A solver that stops within its proven gap may leave a little room: what fits is put there, the most urgent first.
    The approved programme stays, as far as it fits, where the solver finds nothing better than it tells apart.
    """
    if problem.bounds.required or problem.bounds.fixed or problem.bounds.shares:
        refuse(problem, conflict(problem, feasible))
    items, steps = additive.solve(problem) if additive.suits(problem) else solve(problem)
    items = greedy(problem, _in_order(items))
    same = _as_approved(problem)
    if same and not better(problem, items, same):
        return same, told_anew(problem, same, steps)
    return items, steps


def _as_approved(problem: PortfolioProblem) -> tuple[Planned, ...]:
    """Return the approved programme as far as it fits, filled up; nothing where that leaves out what must be planned.

    A running item has the year in which it began. Least shares of types are not looked after, so none is tried there.
    """
    if not problem.approved or problem.bounds.shares:
        return ()
    years = {**problem.approved, **problem.bounds.fixed}
    found = keep(problem, [Planned(p, years[p.id]) for p in problem.projects if p.id in years])
    must = {*problem.bounds.fixed, *problem.bounds.required}
    return found if must <= {item.project.id for item in found} else ()


def _in_order(items: Sequence[Planned]) -> tuple[Planned, ...]:
    return tuple(sorted(items, key=lambda i: (i.start, i.project.tier or 0, i.project.type, i.project.id)))


def _not_now(project: Project, items: Sequence[Planned], total: Needs, problem: PortfolioProblem) -> NotNow:
    reason = _reason(project, {item.project.id for item in items}, problem)
    return NotNow(project, reason, bring_in(problem, project, items, total))


def _serves(project: Project) -> bool:
    """Say whether a project counts as one that serves its areas: neither a mere prerequisite nor a measure."""
    return bool(project.units) and project.type is not ProjectType.MEASURE


def _left(projects: Sequence[Project], chosen: set[str]) -> list[Project]:
    """Return what is not planned: of alternatives the first, of the rungs of a committee its P-membership or first.

    Where one of them is planned, the others are no candidates any more.
    """
    settled = {p.committee for p in projects if p.type in LADDER and p.id in chosen}
    told = {p.alternative for p in projects if p.alternative and p.id in chosen}
    left = []
    for project in projects:
        if project.id in chosen or project.alternative in told:
            continue
        told |= {project.alternative} - {""}
        if project.type in LADDER:
            rungs = [p for p in projects if p.type in LADDER and p.committee == project.committee]
            first = next((p for p in rungs if p.type is ProjectType.PARTICIPATE), rungs[0])
            if project.committee in settled or project is not first:
                continue
        left.append(project)
    return left


def _reason(project: Project, chosen: set[str], problem: PortfolioProblem) -> str:
    if not problem.starts(project):
        fits = project.measure or any((project.work, year) in problem.need for year in problem.years)
        return "window" if fits else "period"
    if any(project.id in m.items and len(chosen & {*m.items}) >= m.count for m in problem.bounds.most):
        return "allowance"
    if any(name not in chosen for name in project.requires):
        return "prerequisite"
    return "capacity"
