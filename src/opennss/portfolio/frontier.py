"""What a larger number of items costs in points: plans between the most points and the most items.

An optimizer that counts standards fills the plan with cheap ones; how many, and at what price, is seen here. Every plan
keeps all that the programme keeps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from opennss.model.plans import Frontier, Planned, PortfolioProblem, Weighing
from opennss.portfolio.additive import state, unsayable, worth
from opennss.portfolio.selection.frontier import frontier as weigh
from opennss.portfolio.solve import planned_days

PLANS = 7
"""Weighings that are tried."""

DIGITS = 6
"""Decimals to which points are told; beyond them is rounding."""


def frontier(problem: PortfolioProblem, programme: Sequence[Planned]) -> Frontier:
    """Return the plans from the most points to the most items, and the programme as it stands beside them."""
    own = _told(problem, programme)
    if reason := unsayable(problem):
        return Frontier(own, reason=reason)
    stated = state(problem)
    if stated.selection is None:
        return Frontier(own)
    counts = np.array([float(item.project.units > 0) for item in stated.columns])
    begin = stated.choice(stated.selection, programme)
    found = [
        _told(problem, stated.items(point.plan.column), point.weight, point.plan.gap)
        for point in weigh(stated.selection, counts, PLANS, begin=begin)
    ]
    return Frontier(own, tuple(plan for place, plan in enumerate(found) if not _beaten(plan, found, place)))


def _told(problem: PortfolioProblem, items: Iterable[Planned], weight: float = 0.0, gap: float = 0.0) -> Weighing:
    items = tuple(items)
    counted = [item.project.tier or 0 for item in items if item.project.units]
    days = math.fsum(planned_days(problem, item.project, item.start) for item in items)
    return Weighing(
        weight, round(worth(problem, items), DIGITS), len(counted), sum(tier <= 1 for tier in counted), days, gap
    )


def _beaten(plan: Weighing, found: Sequence[Weighing], place: int) -> bool:
    """Say whether another plan has no less of both, and more of one; of alike ones the first stays."""
    mine = (plan.points, plan.items)
    return any(
        other.points >= plan.points and other.items >= plan.items and ((other.points, other.items) != mine or n < place)
        for n, other in enumerate(found)
    )
