"""The planning problem as the solver sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from opennss.model.projects import Capacity, Effort, Measure, Project
from opennss.model.results import PortfolioProblem
from opennss.portfolio.effort import Work, day_rates, duration, need, works

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
) -> PortfolioProblem:
    """Return needs by work, body and year, and limits by body and year.

    ``utilization`` is the share of the person-days of a year that may be planned. An item must end inside the years,
    and a measure between its own first and last year; a standing load (``yearly``) runs from its start to the last
    year, or to the end of its measure.
    """
    rates = day_rates(capacities)
    capacities = sorted(capacities, key=lambda row: (row.body, row.year))
    known = sorted(works(efforts, measures), key=lambda work: (work.key, work.body, work.days, work.cost))
    window = {str(measure.id): (measure.start, measure.end) for measure in measures}
    keys = dict.fromkeys(project.work for project in projects)
    spans = {key: duration(key, known) for key in keys}
    needs: dict[tuple[str, int], dict[str, dict[int, tuple[float, float]]]] = {}
    for key, span in spans.items():
        own = [work for work in known if work.key == key]
        first, last = window.get(key, (years[0], years[-1]))
        for start in years:
            if start >= first and start + span - 1 <= min(last, years[-1]):
                needs[key, start] = _needs(key, start, span, years, own, rates)
    return PortfolioProblem(
        projects=tuple(projects),
        years=tuple(years),
        need=needs,
        limit={(c.body, c.year): (float(c.days) * utilization, float(c.budget) / MONEY_UNIT) for c in capacities},
        standing={work.key: min(work.until or years[-1], years[-1]) for work in known if work.standing},
        cover=tuple(sorted(area for area, level in tier.items() if level in (0, 1))),
        span=spans,
        currency=currency,
        seed=seed,
    )


def _needs(
    key: str, start: int, span: int, years: Sequence[int], own: Sequence[Work], rates: Mapping[tuple[str, int], Decimal]
) -> dict[str, dict[int, tuple[float, float]]]:
    """Return what a start in one year needs: (days, money) by body and year."""
    standing = any(work.standing for work in own)
    by_year: dict[str, dict[int, tuple[float, float]]] = {}
    for year in (y for y in years if y >= start and (standing or y < start + span)):
        rate = {body: rate for (body, when), rate in rates.items() if when == year}
        for body, (days, cost) in need(key, start, year, own, rate).items():
            by_year.setdefault(body, {})[year] = (float(days), float(cost) / MONEY_UNIT)
    return by_year
