"""What one value costs in terms of another: plans between the best for the first and the best for the second.

Each point maximizes (1 - w) × first + w × second, with w from 0 to 1 and the second in such units that the bounds of
both are equal. That finds the plans that are best for some such weighing (the supported ones); a plan in a dent between
two points is not found. Prices of a point are where those of the next begin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from opennss.portfolio.selection.prices import Arranged, arrange, possible, priced
from opennss.portfolio.selection.problem import Floats, Ints, Selection, SelectionPlan
from opennss.portfolio.selection.solve import solved

POINTS, PAIRS, NODES = 20, 1_000_000, 100
"""Points, and for each of them the pairs of moves looked at and the nodes of HiGHS at most."""

NOTHING = 1e-9
"""A bound so small says that there is nothing to weigh."""


@dataclass(frozen=True, slots=True, eq=False)
class FrontierPoint:
    """The plan of one weighing: the weight of the second value, what it gives of both, and the plan.

    ``plan.value`` and ``plan.bound`` are weighed sums; its gap is proven for that sum.
    """

    weight: float
    first: float
    second: float
    plan: SelectionPlan


def frontier(
    selection: Selection, second_values: Floats, points: int = POINTS, pairs: int = PAIRS, begin: Ints | None = None
) -> tuple[FrontierPoint, ...]:
    """Return so many points, from the best of ``selection.value`` to the best of ``second_values`` (by column).

    ``pairs`` limits the work of each point. Of all plans found each weighing gets the one that is best for it, so no
    point between the two ends gives less of both than another; nor is any weighing given a worse plan than the choice
    ``begin``. Raises ``ValueError`` for fewer than two points, or values that do not fit.
    """
    if points < 2:
        raise ValueError(f"points = {points}: two are needed at least")
    other = replace(selection, value=second_values)
    ready = arrange(selection)
    ends = priced(ready), priced(replace(ready, value=possible(other, ready.layout)))
    unit = ends[0].value / ends[1].value if min(end.value for end in ends) > NOTHING else 1.0
    prices, made = ends[0].prices, []
    weights = np.linspace(0.0, 1.0, points)
    for weight in weights.tolist():
        weighed = replace(selection, value=(1 - weight) * selection.value + weight * unit * other.value)
        own = Arranged(ready.layout, ready.trees, possible(weighed, ready.layout))
        proof = priced(own, near=prices)
        prices = proof.prices
        made.append(solved(weighed, own, proof, pairs, other=begin, nodes=NODES))
    firsts, seconds = (np.array([_sum(each, plan.column) for plan in made]) for each in (selection.value, other.value))
    return tuple(
        _best(weight, unit, firsts, seconds, made, plan.bound)
        for weight, plan in zip(weights.tolist(), made, strict=True)
    )


def _sum(value: Floats, choice: Ints) -> float:
    return float(sum(value[choice[choice >= 0]].tolist()))


def _best(
    weight: float, unit: float, firsts: Floats, seconds: Floats, made: list[SelectionPlan], bound: float
) -> FrontierPoint:
    sums = (1 - weight) * firsts + weight * unit * seconds
    best = int(np.argmax(sums))
    value = float(sums[best])
    plan = SelectionPlan(made[best].column, value, max(bound, value))
    return FrontierPoint(weight, float(firsts[best]), float(seconds[best]), plan)
