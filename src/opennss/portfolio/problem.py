"""The planning problem as the solver sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.model.projects import Capacity, Effort, Project
from opennss.model.results import PortfolioProblem
from opennss.portfolio.effort import YEARLY, day_rates, duration, need

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
) -> PortfolioProblem:
    """Return needs by project, body and year, and limits by body and year.

    ``utilization`` is the share of the person-days of a year that may be planned. A project must end inside the years;
    a standing load (``yearly``) runs from its start to the last year.
    """
    rates = day_rates(capacities)
    needs: dict[tuple[str, int], dict[str, dict[int, tuple[float, float]]]] = {}
    spans = {type_: duration(type_, efforts) for type_ in dict.fromkeys(project.type for project in projects)}
    for type_, span in spans.items():
        standing = any(e.spread == YEARLY for e in efforts if e.type is type_)
        for start in years:
            if start + span - 1 > years[-1]:
                continue
            in_years = {y for y in years if y >= start and (standing or y < start + span)}
            by_year: dict[str, dict[int, tuple[float, float]]] = {}
            for year in in_years:
                own = {body: rate for (body, when), rate in rates.items() if when == year}
                for body, (days, cost) in need(type_, year - start, efforts, own).items():
                    by_year.setdefault(body, {})[year] = (float(days), float(cost) / MONEY_UNIT)
            needs[type_, start] = by_year
    return PortfolioProblem(
        projects=tuple(projects),
        years=tuple(years),
        need=needs,
        limit={(c.body, c.year): (float(c.days) * utilization, float(c.budget) / MONEY_UNIT) for c in capacities},
        standing=frozenset(effort.type for effort in efforts if effort.spread == YEARLY),
        cover=tuple(area for area, level in tier.items() if level in (0, 1)),
        span={str(type_): span for type_, span in spans.items()},
        currency=currency,
        seed=seed,
    )
