"""Prices of the resources, and the bound that they prove.

Whatever the prices y ≥ 0 of the resources are, no plan is worth more than

    D(y) = Σ limit × y + Σ over components of linked projects: the most its columns give above the price of their use.

``bound`` looks for the lowest D(y) by cutting planes (J. E. Kelley, 1960): every D(y) with what its choice leaves over
is a plane below D, and the lowest point of all planes is the next place to look, kept near the best place so far. The
components are dealt out into ``BLOCKS``, each with planes of its own, so that every look teaches more.
Prices of a sample of the components show where to begin. D itself is a bound at every price, so stopping early
costs tightness and never truth; it is at least as tight as the linear relaxation, for components are solved exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from opennss.portfolio.selection.kernels import best_choice
from opennss.portfolio.selection.layout import Layout, Trees, grow_trees, lay_out
from opennss.portfolio.selection.problem import Floats, Ints, Selection

CLOSE = 1e-6
"""Prices are good enough when the lowest point of all planes is within this share of the bound."""

ROUNDS = 600
"""Places looked at, at most."""

BLOCKS = 40
"""Blocks of components with planes of their own."""

SAMPLE, SAMPLE_CLOSE = 4000, 1e-4
"""Components (about) that a sample has, and how close its prices must come."""

STEP, WIDE = 0.6, 0.3
"""How far from the best place to the lowest point the next place is; how far from its start a price is looked for."""

Late = Callable[[], bool]
"""Says whether the time is over."""


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """What no plan of a selection can exceed, the prices that prove it, and the best choice at these prices.

    ``choice`` (the column of each project, -1: none) keeps what links projects, and may use more than there is.
    """

    value: float
    prices: Floats
    choice: Ints
    rounds: int


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """A selection made ready: turned over, in trees, with the value of columns that never fit set to minus infinity."""

    layout: Layout
    trees: Trees
    value: Floats


def never() -> bool:
    """Say that the time is not over."""
    return False


def arrange(selection: Selection) -> Arranged:
    """Make a selection ready for pricing."""
    layout = lay_out(selection)
    return Arranged(layout, grow_trees(layout), possible(selection, layout))


def possible(selection: Selection, layout: Layout) -> Floats:
    """Return the values of the columns, minus infinity where one alone needs more than there is."""
    columns = np.repeat(np.arange(selection.columns), np.diff(layout.at))
    value = selection.value.copy()
    value[columns[layout.amount > layout.limit[layout.resource]]] = -np.inf
    return value


def bound(selection: Selection, close: float = CLOSE, rounds: int = ROUNDS) -> Bound:
    """Return a proven upper bound of what any plan is worth.

    >>> one = Selection(3, [0, 1, 2], [0, 0, 0], [6.0, 5.0, 5.0], [0, 3], [0, 1, 2], [2.0, 2.0, 2.0], [4.0])
    >>> round(bound(one).value, 9)
    11.0
    """
    return priced(arrange(selection), close, rounds)


def priced(
    ready: Arranged, close: float = CLOSE, rounds: int = ROUNDS, near: Floats | None = None, late: Late = never
) -> Bound:
    """Return the bound of what was made ready; ``near`` are prices from which to begin."""
    components = len(ready.trees.alone) + len(ready.trees.start) - 1
    zero = np.zeros(len(ready.layout.limit))
    most = _look(ready, zero, 1).value
    if near is None:
        limit = ready.layout.limit
        # at the best prices no resource can cost more than everything is worth
        highest = np.divide(most, limit, out=zero.copy(), where=limit > 0)
        near, reach = zero, highest
        if components >= 2 * SAMPLE:
            near = _descend(ready, near, reach, SAMPLE_CLOSE, rounds, components // SAMPLE, late).prices
            reach = _around(near)
    else:
        reach = _around(near)
    return _descend(ready, near, reach, close, rounds, 1, late)


def _around(prices: Floats) -> Floats:
    """Return how far prices may move; one that is zero as far as a small share of the others."""
    paid = prices[prices > 0]
    return WIDE * np.maximum(prices, 0.05 * float(np.median(paid)) if len(paid) else 1.0)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is seen at one price: D, and the most and the use of each block that make it up, with their choice."""

    value: float
    most: Floats
    use: Floats
    choice: Ints


def _look(ready: Arranged, prices: Floats, step: int) -> _Look:
    most, choice, use = best_choice(ready.layout, ready.trees, ready.value, prices, step, BLOCKS)
    return _Look(float(most.sum() + prices @ ready.layout.limit / step), most, use, choice)


def _descend(ready: Arranged, near: Floats, reach: Floats, close: float, rounds: int, step: int, late: Late) -> Bound:
    """Go down from prices by cutting planes, at first no further than ``reach``; look at each ``step``-th component."""
    planes = _Planes(near, reach, ready.layout.limit / step)
    best, kept, chosen, place = np.inf, near, np.zeros(0, np.int64), near
    for made in range(1, rounds + 1):
        seen = _look(ready, place, step)
        if seen.value < best:
            best, kept, chosen = seen.value, place, seen.choice
        planes.add(seen, place)
        lowest, height = planes.lowest()
        if best - height <= close * abs(best):
            if not planes.on_edge(kept, lowest):
                break
            planes.widen(kept)
            lowest, height = planes.lowest()
            if best - height <= close * abs(best):
                break
        if late():
            break
        place = lowest if made % 4 == 0 else kept + STEP * (lowest - kept)
    return Bound(best, kept, chosen, made)


class _Planes:
    """The planes known so far, as a linear programme over prices in a box and the height of each block."""

    def __init__(self, near: Floats, reach: Floats, limits: Floats) -> None:
        size = len(near)
        self.size, self.reach = size, reach
        self.low, self.high = np.maximum(near - reach, 0.0), near + reach
        self.solver: Any = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "presolve": "off"}.items():
            self.solver.setOptionValue(option, value)
        infinite = np.full(BLOCKS, highspy.kHighsInf)
        self.solver.addVars(size + BLOCKS, np.append(self.low, -infinite), np.append(self.high, infinite))
        names = np.arange(size + BLOCKS, dtype=np.int32)
        self.solver.changeColsCost(size + BLOCKS, names, np.append(limits, np.ones(BLOCKS)))
        prices = np.broadcast_to(names[:size], (BLOCKS, size))
        self.names = np.column_stack((prices, names[size:])).ravel()
        self.starts = np.arange(BLOCKS, dtype=np.int32) * (size + 1)

    def add(self, seen: _Look, place: Floats) -> None:
        """Add the planes of what was seen at a place."""
        rows = np.column_stack((seen.use, np.ones(BLOCKS))).ravel()
        infinite = np.full(BLOCKS, highspy.kHighsInf)
        self.solver.addRows(
            BLOCKS, seen.most + seen.use @ place, infinite, len(rows), self.starts, self.names, rows
        )  # fmt: skip

    def lowest(self) -> tuple[Floats, float]:
        """Return the lowest point of all planes in the box: its prices and its height."""
        self.solver.run()
        prices = np.array(self.solver.getSolution().col_value[: self.size])
        return np.clip(prices, self.low, self.high), float(self.solver.getInfo().objective_function_value)

    def on_edge(self, kept: Floats, lowest: Floats) -> bool:
        """Say whether the best place or the lowest point lies on an edge of the box other than a price of zero."""
        near = 1e-9 * self.reach
        points = np.stack((kept, lowest))
        out = ((points <= self.low + near) & (self.low > 0)) | (points >= self.high - near)
        return bool((out & (self.reach > 0)).any())

    def widen(self, centre: Floats) -> None:
        """Lay a box of twice the size around a place."""
        self.reach = 2 * self.reach
        self.low, self.high = np.maximum(centre - self.reach, 0.0), centre + self.reach
        self.solver.changeColsBounds(self.size, np.arange(self.size, dtype=np.int32), self.low, self.high)
