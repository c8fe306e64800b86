"""The yearly plan by mixed-integer programming (HiGHS), lexicographic by tier.

Objectives in this order, each kept while the next is improved (method, section 9; project default):
tier 0 (approved ``1*``, legal obligations) · areas of tier 0 and 1 with at least one project · tiers 1, 2, 3 ·
earliest start, urgent tiers first. Inside a tier the n-th deliverable of the same area counts 1/n; a
standing participation counts for the share of the years in which it runs. A policy measure counts in the tier of its
urgency, the n-th of an objective 1/n. Work in a committee counts by its rung of the ladder; one rung is chosen.
The named alternative ``points`` has one step in place of the tiers: 3, 2, 1 for each deliverable of rank 1, 2, 3.

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

from opennss.model.plans import DAYS, MONEY, Objective, Planned, PortfolioProblem, Resource
from opennss.model.projects import LADDER, Project, ProjectType
from opennss.portfolio.valuing import ABSOLUTE_GAP, RELATIVE_GAP, points, worth

Claim = tuple[object, ...]

MAX_NODES = 200
"""Branch-and-bound nodes per step: a limit that, unlike time, gives the same plan on every run."""

ORDER_GAP = 0.02
"""How near to its optimum the last step is solved, which only decides who goes first."""


@dataclass(slots=True)
class _Model:
    """The solver with ``start[claim, year]``, how many projects of a claim start in a year, and the counts by area.

    ``drawn`` is the money taken out of a purse in a year, by type where it pays for some alone; ``plan`` holds the
    values of all variables after the last step, from which the next one begins.
    """

    highs: Any
    claims: dict[Claim, list[Project]]
    start: dict[tuple[Claim, int], Any] = field(default_factory=dict)
    count: dict[tuple[str, int | None], list[Any]] = field(default_factory=dict)
    cover: dict[str, Any] = field(default_factory=dict)
    drawn: dict[tuple[str, int], list[Any]] = field(default_factory=dict)
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
    if problem.near:
        model.highs.setOptionValue("mip_rel_gap", ORDER_GAP)
        steps.append(("near", *_maximize(model, _near(problem, model))))
        return _chosen(problem, model), tuple(steps)
    values = model.plan
    for claim in model.claims:
        if starts := _starts(problem, model, claim):
            model.highs.addConstr(sum(starts) == sum(round(values[start.index]) for start in starts))
    model.highs.setOptionValue("mip_rel_gap", ORDER_GAP)
    steps.append(("earliest", *_maximize(model, _earliest(problem, model))))
    return _chosen(problem, model), tuple(steps)


def _near(problem: PortfolioProblem, model: _Model) -> Any:
    """Count the items of ``near`` that are planned; of alike ones, so many as there are of them in ``near``."""
    terms = []
    for claim, projects in model.claims.items():
        own = sum(project.id in problem.near for project in projects)
        if own and (starts := _starts(problem, model, claim)):
            stay = model.highs.addVariable(lb=0.0, ub=own)
            model.highs.addConstr(stay - sum(starts) <= 0)
            model.plan.append(min(float(own), sum(model.plan[start.index] for start in starts)))
            terms.append(stay)
    return sum(terms) if terms else model.highs.expr()


def _chosen(problem: PortfolioProblem, model: _Model) -> tuple[Planned, ...]:
    values = model.plan
    chosen: list[Planned] = []
    for claim, projects in model.claims.items():
        waiting = iter(sorted(projects, key=lambda project: project.id not in problem.near))
        for year in problem.starts(projects[0]):
            number = round(values[model.start[claim, year].index])
            chosen += [Planned(project, year) for project in islice(waiting, number)]
    return tuple(chosen)


def feasible(problem: PortfolioProblem) -> bool:
    """Say whether any plan keeps to all limits and demands; ``True`` when the solver could not tell in time."""
    model = _model(problem)
    model.highs.run()
    return bool(model.highs.getModelStatus() != highspy.HighsModelStatus.kInfeasible)


def _starts(problem: PortfolioProblem, model: _Model, claim: Claim) -> list[Any]:
    return model.starts(claim, problem.starts(model.claims[claim][0]))


def claim_of(project: Project, alone: bool = False, counted: tuple[str, ...] = ()) -> Claim:
    """Return what a project claims: two projects with the same claim are alike to the solver.

    Telling alike projects apart would only multiply equal plans; the areas come first in their order, so a project
    counts for the best-ranked one. One that stands ``alone``, because others wait for it or because it is one of
    several rungs of a committee, is no other's equal; nor is one that waits itself, or a measure. ``counted`` names
    the numbers that it counts in (:class:`Most`).
    """
    own = project.id if alone or project.requires or project.measure or not project.units else ""
    window = (project.since, project.until, *project.closing)
    return (project.work, project.areas, project.tier, project.units, project.rung, window, *counted, own)


def _model(problem: PortfolioProblem) -> _Model:
    highs = highspy.Highs()
    for option, value in {
        "output_flag": False, "threads": 1, "random_seed": problem.seed % 2**31,
        "mip_rel_gap": RELATIVE_GAP, "mip_abs_gap": ABSOLUTE_GAP, "mip_max_nodes": MAX_NODES,
        "mip_heuristic_effort": 0.05, "mip_heuristic_run_rins": False, "mip_heuristic_run_root_reduced_cost": False,
    }.items():  # fmt: skip
        highs.setOptionValue(option, value)
    model = _Model(highs, _claims(problem))
    for claim, projects in model.claims.items():
        for year in problem.starts(projects[0]):
            model.start[claim, year] = highs.addIntegral(lb=0, ub=len(projects))
    for resource, limit in problem.limit.items():
        if resource.kind == MONEY:
            _purses(problem, model, resource)
        _within(problem, model, resource, limit)
    _once_and_in_order(problem, model)
    _one_rung(problem, model)
    _bounds(problem, model)
    _counts(problem, model)
    return model


def _claims(problem: PortfolioProblem) -> dict[Claim, list[Project]]:
    claims: dict[Claim, list[Project]] = {}
    needed = {name for project in problem.projects for name in project.requires}
    needed |= problem.bounds.required | problem.bounds.fixed.keys()
    rungs = Counter(project.committee for project in problem.projects if project.type in LADDER)
    for project in problem.projects:
        alone = project.id in needed or (project.type in LADDER and rungs[project.committee] > 1)
        counted = tuple(most.name for most in problem.bounds.most if project.id in most.items)
        claims.setdefault(claim_of(project, alone, counted), []).append(project)
    return claims


def _once_and_in_order(problem: PortfolioProblem, model: _Model) -> None:
    """A project starts at most once, and only when everything it requires is finished.

    A project that counts for nothing by itself, such as a mirror committee, is not started for its own sake.
    """
    by_id = {project.id: claim for claim, projects in model.claims.items() for project in projects}
    for claim, projects in model.claims.items():
        starts = _starts(problem, model, claim)
        if starts:
            model.highs.addConstr(sum(starts) <= len(projects))
        for name in projects[0].requires:
            _after(problem, model, claim, by_id[name])
        if not projects[0].units and starts and projects[0].id not in _must(problem):
            needing = [c for c, ps in model.claims.items() if projects[0].id in ps[0].requires]
            used = [start for c in needing for start in _starts(problem, model, c)]
            model.highs.addConstr(sum(starts) - sum(used) <= 0)


def _must(problem: PortfolioProblem) -> frozenset[str]:
    return problem.bounds.required | problem.bounds.fixed.keys()


def _after(problem: PortfolioProblem, model: _Model, claim: Claim, before: Claim) -> None:
    """Let ``claim`` start only in a year in which ``before`` is finished."""
    span, first = problem.span[model.claims[before][0].work], problem.starts(model.claims[before][0])
    for year in problem.years:
        mine = model.starts(claim, [y for y in problem.starts(model.claims[claim][0]) if y <= year])
        theirs = model.starts(before, [y for y in first if y + span <= year])
        if mine:
            model.highs.addConstr(sum(mine) - sum(theirs) <= 0)


def _one_rung(problem: PortfolioProblem, model: _Model) -> None:
    """Of the rungs of one committee one is chosen at most."""
    rungs: dict[str, list[Any]] = {}
    for claim, projects in model.claims.items():
        if projects[0].type in LADDER and claim[-1]:
            rungs.setdefault(projects[0].committee, []).extend(_starts(problem, model, claim))
    for starts in rungs.values():
        if starts:
            model.highs.addConstr(sum(starts) <= 1)


def _within(problem: PortfolioProblem, model: _Model, resource: Resource, limit: float) -> None:
    """Keep a resource within its limit; money also within what is drawn from purses."""
    terms = [
        amount * start
        for (claim, year), start in model.start.items()
        if (amount := problem.need[model.claims[claim][0].work, year].get(resource, 0.0))
    ]
    if terms and math.isfinite(limit):
        own = [purse.id for purse in problem.bounds.purses if purse.body == resource.body and resource.kind == MONEY]
        drawn = [part for name in own for part in model.drawn.get((name, resource.year), ())]
        model.highs.addConstr(sum(terms) - sum(drawn) <= limit)


def _purses(problem: PortfolioProblem, model: _Model, resource: Resource) -> None:
    """Draw from each purse of a body in a year: no more than it holds, and for a type, all together, what it costs."""
    year, paid = resource.year, dict[ProjectType, list[Any]]()
    for purse in (p for p in problem.bounds.purses if p.body == resource.body):
        amounts = dict(purse.amounts)
        parts = [model.highs.addVariable(lb=0.0) for _ in purse.types or ("all",)]
        model.drawn[purse.id, year] = parts
        for type_, part in zip(purse.types, parts, strict=False):
            paid.setdefault(type_, []).append(part)
        earlier = [y for y in problem.years if y <= year and (y == year or purse.carry_over)]
        drawn = [part for y in earlier for part in model.drawn.get((purse.id, y), ())]
        model.highs.addConstr(sum(drawn) <= sum(amounts.get(y, 0.0) for y in earlier))
    for type_, parts in paid.items():
        costs = [
            max(0.0, problem.need[projects[0].work, y].get(resource, 0.0)) * start
            for (claim, y), start in model.start.items()
            if (projects := model.claims[claim])[0].type is type_
        ]  # a rung that costs less than the one it replaces saves money, and takes nothing from what a fund pays for
        model.highs.addConstr(sum(parts) - sum(costs) <= 0)


def _bounds(problem: PortfolioProblem, model: _Model) -> None:
    """Plan what must be planned, no more of a kind than may be, and the least share of each named group of types."""
    must = _must(problem)
    for claim, projects in model.claims.items():
        if projects[0].id in must:
            starts = _starts(problem, model, claim) or [model.highs.addVariable(lb=0.0, ub=0.0)]
            model.highs.addConstr(sum(starts) >= 1)
    for most in problem.bounds.most:
        own = [c for c, ps in model.claims.items() if ps[0].id in most.items]
        if starts := [start for claim in own for start in _starts(problem, model, claim)]:
            model.highs.addConstr(sum(starts) <= most.count)
    for share in problem.bounds.shares:
        terms = [
            (float(first.type in share.types) - share.least) * planned_days(problem, first, year) * start
            for (claim, year), start in model.start.items()
            if (first := model.claims[claim][0])
        ]
        if terms:
            model.highs.addConstr(sum(terms) >= 0)


def planned_days(problem: PortfolioProblem, project: Project, start: int) -> float:
    """Return the person-days that an item takes of all bodies in the years of the plan."""
    needs = problem.need[project.work, start]
    return sum(amount for resource, amount in needs.items() if resource.kind == DAYS and not resource.task)


def _counts(problem: PortfolioProblem, model: _Model) -> None:
    """Count deliverables by area and tier: ``count[a, t][n]`` is the n-th one; ``cover[a]`` says there is one at all.

    Of an area, one without a known use stands in a later tier than the others.
    """
    for place in dict.fromkeys((project.counts_for, project.tier) for project in problem.projects):
        own = {c: ps for c, ps in model.claims.items() if (ps[0].counts_for, ps[0].tier) == place and ps[0].units}
        total = math.ceil(sum(project.units * project.rung for projects in own.values() for project in projects))
        model.count[place] = [model.highs.addVariable(lb=0.0, ub=1.0) for _ in range(total)]
        done = [
            worth(ps[0], year, problem) * model.start[c, year]
            for c, ps in own.items()
            for year in problem.starts(ps[0])
        ]
        if total:
            model.highs.addConstr(sum(model.count[place]) - sum(done) <= 0)
    for area in problem.cover:
        serving = [c for c, ps in model.claims.items() if area in ps[0].areas and ps[0].units and not ps[0].measure]
        starts = [start for claim in serving for start in _starts(problem, model, claim)]
        if starts:
            model.cover[area] = model.highs.addVariable(lb=0.0, ub=1.0)
            model.highs.addConstr(model.cover[area] - sum(starts) <= 0)


def _objectives(problem: PortfolioProblem, model: _Model) -> list[tuple[str, Any]]:
    if problem.objective is Objective.POINTS:
        terms = [
            points(p, year, problem) * start
            for (claim, year), start in model.start.items()
            if (p := model.claims[claim][0]).units
        ]
        return [("points", sum(terms))] if terms else []

    def tier_value(tier: int) -> Any:
        own = [counts for (_, level), counts in model.count.items() if level == tier]
        terms = [z / (n + 1) for counts in own for n, z in enumerate(counts)]
        return sum(terms) if terms else None

    steps = [("tier-0", tier_value(0)), ("cover", sum(model.cover.values()) if model.cover else None)]
    last = () if problem.near else (3,)  # near a given plan the lowest tier keeps what it has, and what fits is added
    steps += [(f"tier-{tier}", tier_value(tier)) for tier in (1, 2, *last)]
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
    if not _found(highs):  # a plan is worth more than the limit of nodes
        highs.setOptionValue("mip_max_nodes", highspy.kHighsIInf)
        highs.solve()
        highs.setOptionValue("mip_max_nodes", MAX_NODES)
    if not _found(highs):
        raise ArithmeticError(f"the solver found no plan: {highs.getModelStatus()}")
    model.plan = list(highs.getSolution().col_value)
    info = highs.getInfo()
    value, bound = float(info.objective_function_value), float(info.mip_dual_bound)
    return value, abs(bound - value) / max(1.0, abs(value))


def _found(highs: Any) -> bool:
    return bool(highs.getInfo().primal_solution_status == int(highspy.kSolutionStatusFeasible))
