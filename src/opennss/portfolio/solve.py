"""The yearly plan by mixed-integer programming (HiGHS), lexicographic by tier.

Objectives in this order, each kept while the next is improved (method, section 9; project default):
tier 0 (approved ``1*``, legal obligations) · areas of tier 0 and 1 with at least one project · tiers 1, 2, 3 ·
earliest start, urgent tiers first. Inside a tier the n-th deliverable of the same area counts 1/n; a
standing participation counts for the share of the years in which it runs. A policy measure counts in the tier of its
urgency, the n-th of an objective 1/n. Work in a committee counts by its rung of the ladder; one rung is chosen.

Solver: Q. Huangfu and J. A. J. Hall, *Parallelizing the dual revised simplex method* (2018), highs.dev.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import highspy

from opennss.model.projects import LADDER, Project
from opennss.model.results import Planned, PortfolioProblem

Claim = tuple[object, ...]

MAX_NODES = 200
"""Branch-and-bound nodes per step: a limit that, unlike time, gives the same plan on every run."""

RELATIVE_GAP, ABSOLUTE_GAP = 0.005, 0.05
"""A step ends when it is proven this close to its optimum; five in a thousand, or a twentieth of a deliverable."""

ORDER_GAP = 0.02
"""The same for the last step, which only decides who goes first."""


@dataclass(slots=True)
class _Model:
    """The solver with ``start[claim, year]``, how many projects of a claim start in a year, and the counts by area.

    ``plan`` holds the values of all variables after the last step, from which the next one begins.
    """

    highs: Any
    claims: dict[Claim, list[Project]]
    start: dict[tuple[Claim, int], Any] = field(default_factory=dict)
    count: dict[str, list[Any]] = field(default_factory=dict)
    cover: dict[str, Any] = field(default_factory=dict)
    plan: list[float] = field(default_factory=list)

    def starts(self, claim: Claim, years: Iterable[int]) -> list[Any]:
        """Return the start variables of a claim in some years."""
        return [self.start[claim, year] for year in years if (claim, year) in self.start]


def solve(problem: PortfolioProblem) -> tuple[tuple[Planned, ...], tuple[tuple[str, float, float], ...]]:
    """Return the planned projects with their start years, and (step, value, proven gap) of every objective.

    The gap is the distance to the proven bound, relative to the value (or to 1 where the value is smaller). Projects
    with the same claim are chosen in the order of the problem, so the same problem gives the same plan.
    """
    model = _model(problem)
    if not model.start:
        return (), ()
    steps: list[tuple[str, float, float]] = []
    for name, objective in _objectives(problem, model):
        value, gap = _maximize(model, objective)
        steps.append((name, value, gap))
        model.highs.addConstr(objective >= value - 1e-6 * max(1.0, abs(value)))
    values = model.plan
    for claim in model.claims:
        if starts := model.starts(claim, problem.years):
            model.highs.addConstr(sum(starts) == sum(round(values[start.index]) for start in starts))
    model.highs.setOptionValue("mip_rel_gap", ORDER_GAP)
    steps.append(("earliest", *_maximize(model, _earliest(problem, model))))
    values = model.plan
    chosen: list[Planned] = []
    for claim, projects in model.claims.items():
        waiting = iter(projects)
        for year in problem.years:
            number = round(values[model.start[claim, year].index]) if (claim, year) in model.start else 0
            chosen += [Planned(project, year) for project in islice(waiting, number)]
    return tuple(chosen), tuple(steps)


def claim_of(project: Project, alone: bool = False) -> Claim:
    """Return what a project claims: two projects with the same claim are alike to the solver.

    Telling alike projects apart would only multiply equal plans; the areas come first in their order, so a project
    counts for the best-ranked one. One that stands ``alone``, because others wait for it or because it is one of
    several rungs of a committee, is no other's equal; nor is one that waits itself, or a measure.
    """
    own = project.id if alone or project.requires or project.measure or not project.units else ""
    return (project.type, project.areas, project.tier, project.units, project.rung, own)


def _model(problem: PortfolioProblem) -> _Model:
    highs = highspy.Highs()
    for option, value in {
        "output_flag": False, "threads": 1, "random_seed": problem.seed % 2**31,
        "mip_rel_gap": RELATIVE_GAP, "mip_abs_gap": ABSOLUTE_GAP, "mip_max_nodes": MAX_NODES,
        "mip_heuristic_effort": 0.05, "mip_heuristic_run_rins": False, "mip_heuristic_run_root_reduced_cost": False,
    }.items():  # fmt: skip
        highs.setOptionValue(option, value)
    claims: dict[Claim, list[Project]] = {}
    needed = {name for project in problem.projects for name in project.requires}
    rungs = Counter(project.committee for project in problem.projects if project.type in LADDER)
    for project in problem.projects:
        alone = project.id in needed or (project.type in LADDER and rungs[project.committee] > 1)
        claims.setdefault(claim_of(project, alone), []).append(project)
    model = _Model(highs, claims)
    for claim, projects in claims.items():
        for year in problem.years:
            if (projects[0].work, year) in problem.need:
                model.start[claim, year] = highs.addIntegral(lb=0, ub=len(projects))
    _once_and_in_order(problem, model)
    _one_rung(problem, model)
    _within_limits(problem, model)
    _counts(problem, model)
    return model


def _once_and_in_order(problem: PortfolioProblem, model: _Model) -> None:
    """A project starts at most once, and only when everything it requires is finished.

    A project that counts for nothing by itself, such as a mirror committee, is not started for its own sake.
    """
    by_id = {project.id: claim for claim, projects in model.claims.items() for project in projects}
    for claim, projects in model.claims.items():
        starts = model.starts(claim, problem.years)
        if starts:
            model.highs.addConstr(sum(starts) <= len(projects))
        for name in projects[0].requires:
            _after(problem, model, claim, by_id[name])
        if not projects[0].units and starts:
            needing = [c for c, ps in model.claims.items() if projects[0].id in ps[0].requires]
            used = [start for c in needing for start in model.starts(c, problem.years)]
            model.highs.addConstr(sum(starts) - sum(used) <= 0)


def _after(problem: PortfolioProblem, model: _Model, claim: Claim, before: Claim) -> None:
    """Let ``claim`` start only in a year in which ``before`` is finished."""
    span = problem.span[model.claims[before][0].work]
    for year in problem.years:
        mine = model.starts(claim, [y for y in problem.years if y <= year])
        theirs = model.starts(before, [y for y in problem.years if y + span <= year])
        if mine:
            model.highs.addConstr(sum(mine) - sum(theirs) <= 0)


def _one_rung(problem: PortfolioProblem, model: _Model) -> None:
    """Of the rungs of one committee one is chosen at most."""
    rungs: dict[str, list[Any]] = {}
    for claim, projects in model.claims.items():
        if projects[0].type in LADDER and claim[-1]:
            rungs.setdefault(projects[0].committee, []).extend(model.starts(claim, problem.years))
    for starts in rungs.values():
        if starts:
            model.highs.addConstr(sum(starts) <= 1)


def _within_limits(problem: PortfolioProblem, model: _Model) -> None:
    for (body, year), limits in problem.limit.items():
        for resource, limit in enumerate(limits):
            terms = [
                problem.need[projects[0].work, start][body][year][resource] * model.start[claim, start]
                for claim, projects in model.claims.items()
                for start in problem.years
                if (claim, start) in model.start and year in problem.need[projects[0].work, start].get(body, {})
            ]
            if terms:
                model.highs.addConstr(sum(terms) <= limit)


def _counts(problem: PortfolioProblem, model: _Model) -> None:
    """Count deliverables by area: ``count[a][n]`` is the n-th one; ``cover[a]`` says that there is one at all."""
    for area in dict.fromkeys(project.counts_for for project in problem.projects):
        own = {c: ps for c, ps in model.claims.items() if ps[0].counts_for == area and ps[0].units}
        total = math.ceil(sum(project.units * project.rung for projects in own.values() for project in projects))
        model.count[area] = [model.highs.addVariable(lb=0.0, ub=1.0) for _ in range(total)]
        done = [
            _worth(ps[0], year, problem) * model.start[c, year]
            for c, ps in own.items()
            for year in problem.years
            if (c, year) in model.start
        ]
        if total:
            model.highs.addConstr(sum(model.count[area]) - sum(done) <= 0)
    for area in problem.cover:
        serving = [c for c, ps in model.claims.items() if area in ps[0].areas and ps[0].units and not ps[0].measure]
        starts = [start for claim in serving for start in model.starts(claim, problem.years)]
        if starts:
            model.cover[area] = model.highs.addVariable(lb=0.0, ub=1.0)
            model.highs.addConstr(model.cover[area] - sum(starts) <= 0)


def _worth(project: Project, start: int, problem: PortfolioProblem) -> float:
    """Deliverables that a start in a year counts for; a standing project counts for the share of the years it runs.

    Otherwise every membership would begin in the last year, where it costs least.
    """
    worth = project.units * project.rung
    if project.work not in problem.standing:
        return worth
    return worth * (problem.standing[project.work] - start + 1) / len(problem.years)


def _objectives(problem: PortfolioProblem, model: _Model) -> list[tuple[str, Any]]:
    def tier_value(tier: int) -> Any:
        areas = dict.fromkeys(project.counts_for for project in problem.projects if project.tier == tier)
        terms = [z / (n + 1) for area in areas for n, z in enumerate(model.count[area])]
        return sum(terms) if terms else None

    steps = [("tier-0", tier_value(0)), ("cover", sum(model.cover.values()) if model.cover else None)]
    steps += [(f"tier-{tier}", tier_value(tier)) for tier in (1, 2, 3)]
    return [(name, objective) for name, objective in steps if objective is not None]


def _earliest(problem: PortfolioProblem, model: _Model) -> Any:
    first = problem.years[0]
    terms = [
        -(year - first + 0.01) * (4 - (model.claims[claim][0].tier or 0)) * start
        for (claim, year), start in model.start.items()
    ]
    return sum(terms)


def _maximize(model: _Model, objective: Any) -> tuple[float, float]:
    """Improve one objective, beginning with the plan of the step before; return its value and its proven gap."""
    highs = model.highs
    highs.setObjective(objective, highspy.ObjSense.kMaximize)
    if model.plan:  # after the objective is set, which would throw it away
        before = highspy.HighsSolution()
        before.col_value = model.plan
        highs.setSolution(before)
    highs.solve()
    if highs.getInfo().primal_solution_status != int(highspy.kSolutionStatusFeasible):
        raise ArithmeticError(f"the solver found no plan: {highs.getModelStatus()}")
    model.plan = list(highs.getSolution().col_value)
    info = highs.getInfo()
    value, bound = float(info.objective_function_value), float(info.mip_dual_bound)
    return value, abs(bound - value) / max(1.0, abs(value))
