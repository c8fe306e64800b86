"""The planning problem as the solver sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from opennss.errors import Finding, Severity
from opennss.model.plans import DAYS, MONEY, Bounds, Objective, Plan, PortfolioProblem, Resource
from opennss.model.programme import Skill
from opennss.model.projects import Capacity, Effort, Measure, Project
from opennss.portfolio.effort import Work, day_rates, duration, need, skill_days, task_days, works

NO_BOUNDS = Bounds()

MONEY_UNIT = 1_000_000
"""Kernels take money in millions of the currency."""


def problem(
    projects: Sequence[Project],
    efforts: Sequence[Effort],
    capacities: Sequence[Capacity],
    years: Sequence[int],
    tier: Mapping[str, int | None],
    utilization: float,
    currency: str,
    seed: int = 0,
    measures: Sequence[Measure] = (),
    skills: Sequence[Skill] = (),
    bounds: Bounds = NO_BOUNDS,
    objective: Objective = Objective.TIERS,
    standing: Sequence[Work] = (),
) -> PortfolioProblem:
    """Return needs by work, year of start and resource, and limits by resource.

    ``utilization`` is the share of the person-days of a year that may be planned. An item must end inside the years,
    and a measure between its own first and last year; a standing load (``yearly``) runs from its start to the last
    year, or to the end of its measure; ``standing`` is the load of the present seats, taken off each year, and where
    it is more than there is, nothing is left (:func:`overloaded`). Of a running item, only what is left for the years
    of the plan is counted.
    """
    capacities = sorted(capacities, key=lambda row: (row.body, row.year))
    known = sorted(works(efforts, measures, projects), key=lambda work: (work.key, work.body, work.days, work.cost))
    window = {str(measure.id): (measure.start, measure.end) for measure in measures}
    keys = dict.fromkeys(project.work for project in projects)
    spans = {key: duration(key, known) for key in keys}
    limited = dict(sorted(skill_days(skills, capacities).items()))
    needs: dict[tuple[str, int], dict[Resource, float]] = {}
    for key, span in spans.items():
        first, last = window.get(key, (years[0], years[-1]))
        running = {bounds.fixed[p.id] for p in projects if p.work == key and p.id in bounds.fixed}
        for start in (*years, *sorted(running - set(years))):
            fits = start >= first and start + span - 1 <= min(last, years[-1])
            if fits or start in running:
                needs[key, start] = _needs(key, start, span, years, known, day_rates(capacities), limited)
    tasks = {Resource(body, year, DAYS, task): days for (body, task, year), days in limited.items()}
    taken = {str(row.body): [work for work in standing if work.body == row.body] for row in capacities}
    limits = {Resource(row.body, row.year, DAYS): row.days for row in capacities} | tasks
    return PortfolioProblem(
        projects=tuple(projects),
        years=tuple(years),
        need=needs,
        limit={
            resource: max(0.0, float(days) * utilization - _taken(resource, taken[resource.body]))
            for resource, days in limits.items()
        }
        | {
            Resource(row.body, row.year, MONEY): max(0.0, float(row.budget - _paid(row, taken[row.body])) / MONEY_UNIT)
            for row in capacities
        },
        standing={work.key: min(work.until or years[-1], years[-1]) for work in known if work.standing},
        cover=tuple(sorted(area for area, level in tier.items() if level in (0, 1))),
        span=spans,
        currency=currency,
        seed=seed,
        bounds=bounds,
        objective=objective,
    )


def overloaded(plan: Plan, capacities: Sequence[Capacity]) -> Iterator[Finding]:
    """Yield a warning for every body and year with more to do than its people can, or more to pay than it has."""
    known = {(str(row.body), row.year): row for row in capacities}
    for load in plan.loads:
        row, money = known[load.body, load.year], load.budget + plan.drawn(load.body, load.year)
        for column, code, needed, there in (
            ("fte", "load-over-capacity", load.days, row.days), ("budget", "cost-over-budget", load.cost, money),
        ):  # fmt: skip
            if needed > there:
                values: dict[str, object] = {"body": load.body, "year": load.year, "need": needed, "there": there}
                yield Finding(Capacity.FILE, row.line, column, code, values, Severity.WARNING)


def _paid(row: Capacity, standing: Sequence[Work]) -> Decimal:
    return sum((work.cost + work.days * row.day_rate for work in standing), Decimal(0))


def _taken(resource: Resource, standing: Sequence[Work]) -> float:
    return float(sum((w.days for w in standing if resource.task in ("", w.task)), Decimal(0)))


def _needs(
    key: str,
    start: int,
    span: int,
    years: Sequence[int],
    known: Sequence[Work],
    rates: Mapping[tuple[str, int], Decimal],
    limited: Mapping[tuple[str, str, int], Decimal],
) -> dict[Resource, float]:
    """Return what a start in one year needs of each resource in the years of the plan."""
    own = [work for work in known if work.key == key]
    standing = any(work.standing for work in own)
    found: dict[Resource, float] = {}
    for year in (y for y in years if y >= start and (standing or y < start + span)):
        rate = {body: rate for (body, when), rate in rates.items() if when == year}
        for body, (days, cost) in need(key, start, year, own, rate).items():
            found[Resource(body, year, DAYS)] = float(days)
            found[Resource(body, year, MONEY)] = float(cost) / MONEY_UNIT
        for (body, task), days in task_days(key, start, year, own).items():
            if (body, task, year) in limited:
                found[Resource(body, year, DAYS, task)] = float(days)
    return found
