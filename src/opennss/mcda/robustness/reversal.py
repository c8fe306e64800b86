"""Rank reversal: does the order of two alternatives hang on a third?

Methods that measure alternatives against each other (normalization by the best of the set, distances to an ideal,
outranking) may turn a pair round when a third is taken away or comes in twice: V. Belton, T. Gear, *On a short-coming
of Saaty's method of analytic hierarchies*, Omega 11 (1983). Scores that come from an alternative's own values and the
weights alone cannot: a rank profile, or any ``LinearScores`` and ``ProfileScores`` that are made once for all
alternatives, never reverse, so there is nothing to try.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from opennss.mcda.checks import Given, InputError, a_matrix, in_order, refuse, shown
from opennss.mcda.matrix import DecisionMatrix, Floats, Ranking

Rank = Callable[[DecisionMatrix, Floats], Ranking]


@dataclass(frozen=True, slots=True)
class Reversal:
    """``ahead`` is ahead of ``behind``, but not once ``third`` is taken away (or comes in twice: ``copied``).

    All three count alternatives from 0.
    """

    ahead: int
    behind: int
    third: int
    copied: bool


def reversals(matrix: DecisionMatrix, weights: Given, rank: Rank, copies: bool = True) -> tuple[Reversal, ...]:
    """Return every pair that changes places when a third alternative is taken away, or added once more (``copies``).

    ``rank`` is any method. A pair that becomes level, or was, has not changed places; nor has one of which either has
    no position. It runs the method once for each alternative, twice with copies. Errors are those of the method.

    >>> from opennss.mcda.matrix import positions
    >>> def by_sum_of_shares(matrix, weights):
    ...     score = (matrix.values / matrix.values.sum(axis=0)) @ weights
    ...     return Ranking("shares", matrix.alternatives, score, positions(score))
    >>> values = np.array([[1, 9, 8], [9, 1, 9], [1, 1, 1]], dtype=float)
    >>> names = ("A", "B", "C")
    >>> matrix = DecisionMatrix(values, np.ones(3, dtype=bool), names, ("x", "y", "z"))
    >>> [(names[one.ahead], names[one.behind], names[one.third], one.copied)
    ...  for one in reversals(matrix, [1 / 3, 1 / 3, 1 / 3], by_sum_of_shares)]
    [('B', 'A', 'B', True)]
    """
    a_matrix(matrix)
    if not callable(rank):
        raise InputError([refuse("rank-not-function", given=shown(rank))])
    given, wrong = in_order(matrix.criteria, weights)
    if wrong:
        raise InputError(wrong)
    everyone = list(range(len(matrix.alternatives)))
    now = _places(matrix, given, rank, everyone)
    found: list[Reversal] = []
    for third in everyone:
        if len(everyone) > 2:
            found += _turned(now, _places(matrix, given, rank, [i for i in everyone if i != third]), third, False)
        if copies:
            found += _turned(now, _places(matrix, given, rank, [*everyone, third]), third, True)
    return tuple(sorted(found, key=lambda one: (one.ahead, one.behind, one.third, one.copied)))


def _places(matrix: DecisionMatrix, weights: Floats, rank: Rank, members: list[int]) -> NDArray[np.float64]:
    """Return the position of every alternative among the members, NaN for those that have none."""
    names = tuple(matrix.alternatives[i] for i in members)
    if len(set(members)) < len(members):
        names = (*names[:-1], _unused(matrix.alternatives, names[-1]))
    places = rank(replace(matrix, values=matrix.values[members], alternatives=names), weights).position
    found = np.full(len(matrix.alternatives), np.nan)
    for member, place in reversed(list(zip(members, places, strict=True))):  # the original, not its copy, counts
        found[member] = np.nan if place is None else place
    return found


def _unused(names: tuple[str, ...], name: str) -> str:
    while name in names:
        name += "'"
    return name


def _turned(now: NDArray[np.float64], then: NDArray[np.float64], third: int, copied: bool) -> list[Reversal]:
    """Return the pairs of which the first was ahead and now is behind."""
    pairs = np.argwhere((now[:, None] < now[None, :]) & (then[:, None] > then[None, :]))
    return [Reversal(ahead, behind, third, copied) for ahead, behind in pairs.tolist()]
