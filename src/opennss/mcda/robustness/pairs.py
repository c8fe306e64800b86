"""Pairwise winning indices and expected positions under uniform weights, in closed form instead of by sampling.

Where scores are linear in the weights, alternative i is ahead of k on one side of a plane through the simplex of
weights. The share of the simplex on that side follows from the differences of their values by a recursion that only
adds positive numbers, so nothing cancels: G. Varsi, *The multidimensional content of the frustum of the simplex*,
Pacific Journal of Mathematics 46 (1973). Pairwise winning indices: P. Leskinen, J. Viitanen, A. Kangas, J. Kangas,
*Alternatives to incorporate uncertainty and risk attitude in multicriteria evaluation of forest plans* (2006).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from opennss.mcda.matrix import DIGITS, Floats
from opennss.mcda.robustness.forms import as_profile
from opennss.mcda.robustness.scores import LinearScores, linear_or_profile

F = TypeVar("F", bound=Callable[..., Any])

TILE = 64
"""Rows and columns of the answer filled at a time, so that both halves of it stay near the processor."""


def winning(scores: LinearScores) -> Floats:
    """Return n × n the share of all weightings (uniform on the simplex) under which the row is ahead of the column.

    Alternatives whose values agree to 12 digits of the largest value share it, half and half, as does each with
    itself; otherwise ties have no volume. Equal to infinitely many samples, up to rounding in the last digits. Needs
    8 n² bytes. Raises ``InputError`` for values that are no numbers.

    Uniform weights on another simplex, given by its corners, are had by the scores at the corners. All weightings that
    keep an order of importance, for example, have the corners (1, 0, 0), (1/2, 1/2, 0), (1/3, 1/3, 1/3):

    >>> values = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
    >>> winning(LinearScores(values)).round(3)
    array([[0.5 , 0.75],
           [0.25, 0.5 ]])
    >>> corners = np.array([[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]])
    >>> winning(LinearScores(values @ corners.T)).round(3)
    array([[0.5 , 0.25],
           [0.75, 0.5 ]])
    """
    linear_or_profile(scores)
    values = as_profile(scores).parts[0]
    largest = np.abs(values).max(initial=0.0)
    shares = np.full((len(values), len(values)), 0.5)
    if largest > 0:
        _fill(np.ascontiguousarray(values / largest), 10.0**-DIGITS, shares)
    return shares


def expected_positions(shares: Floats) -> Floats:
    """Return the mean position of each alternative: 1 and the shares with which the others are ahead of it.

    ``shares`` is what ``winning`` returns; alternatives that tie share the mean of their positions.

    >>> expected_positions(winning(LinearScores(np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]]))))
    array([1.25, 1.75])
    """
    return np.asarray(0.5 + shares.sum(axis=0), dtype=np.float64)


def share_ahead(differences: Sequence[Fraction]) -> Fraction:
    """Return the share of the simplex on which the weighted sum of differences is positive: the plain reference.

    Exact on fractions; half where all differences are zero.

    >>> share_ahead([Fraction(-1), Fraction(1), Fraction(1)])
    Fraction(3, 4)
    """
    ahead = [value for value in differences if value > 0]
    behind = [-value for value in differences if value < 0]
    if not ahead and not behind:
        return Fraction(1, 2)
    share = [Fraction(1)] + [Fraction(0)] * len(ahead)
    for loss in behind:
        for place, gain in enumerate(ahead, 1):
            share[place] = (gain * share[place] + loss * share[place - 1]) / (gain + loss)
    return 1 - share[-1]


def _compiled(function: F) -> F:
    return cast(F, njit(cache=True, nogil=True)(function))


@_compiled
def _fill(values: Floats, near: float, shares: Floats) -> None:
    """Fill both halves of the answer, a tile at a time."""
    count, width = values.shape
    gains, losses, row = np.empty(width), np.empty(width), np.empty(width + 1)
    for first in range(0, count, TILE):
        for second in range(first, count, TILE):
            for i in range(first, min(first + TILE, count)):
                for k in range(max(second, i + 1), min(second + TILE, count)):
                    share = _ahead(values[i], values[k], near, gains, losses, row)
                    shares[i, k] = share
                    shares[k, i] = 1.0 - share


@_compiled
def _ahead(mine: Floats, other: Floats, near: float, gains: Floats, losses: Floats, row: Floats) -> float:
    """Return the share on which ``mine`` is ahead; the other arrays are scratch.

    The quotients do not wait for each other, only the last product and sum of each step do.
    """
    ups, downs = 0, 0
    for j in range(len(mine)):
        value = mine[j] - other[j]
        if value > near:
            gains[ups] = value
            ups += 1
        elif value < -near:
            losses[downs] = -value
            downs += 1
    if ups == 0 or downs == 0:
        return 0.5 if ups == downs else 1.0 if ups else 0.0
    row[0] = 1.0
    row[1 : ups + 1] = 0.0
    for step in range(downs):
        loss, before = losses[step], 1.0
        for place in range(ups):
            part = loss / (gains[place] + loss)
            before = part * before + (1.0 - part) * row[place + 1]
            row[place + 1] = before
    return 1.0 - float(row[ups])
