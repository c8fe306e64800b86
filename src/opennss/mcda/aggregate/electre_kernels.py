"""The loops of ELECTRE III over all pairs, compiled with Numba; ``electre_reference`` says the same in plain Python.

A distillation works on credibilities in whole units of 10^-12, so that every comparison in it is exact and no order of
rows or criteria can change it. It needs each pair a few times only: the cut falls from one distillate to the next and
alternatives only leave, so qualifications are kept up to date and not counted anew.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from opennss.mcda.aggregate.preference_kernels import compiled, exceeds
from opennss.mcda.matrix import DIGITS, Floats
from opennss.mcda.normalize import NEAR

Units = NDArray[np.int64]

ONE = 10**DIGITS
"""A credibility of 1 in units."""

NOWHERE = -1
"""The place of the largest value of a row that was not read yet, or has none."""

ALIVE = -1
"""All bits: what is masked with it stays."""

_STEEP = 1e300  # stands for 1 / (1 - concordance) where concordance is 1: only a discordance of 1 could count then


@compiled
def credibilities(values: Floats, weights: Floats, q: Floats, p: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Return concordance and credibility of all pairs, n × n; row a, column b: a outranks b.

    ``values`` is m × n, high is better; ``weights`` sum to 1; thresholds are m × n too, those that hold where the
    alternative is the worse one; ``v`` infinite: no veto.
    """
    width, count = values.shape
    concordance, credibility = np.empty((count, count)), np.empty((count, count))
    steep = np.empty(count)
    for one in range(count):
        agree, believe = concordance[one], credibility[one]
        agree[:] = 0.0
        for j in range(width):
            _agree(agree, values[j], values[j, one], weights[j], q[j, one], p[j, one])
        for other in range(count):
            if agree[other] > 1.0 - NEAR:
                agree[other] = 1.0
            believe[other] = agree[other]
            steep[other] = 1.0 / (1.0 - agree[other]) if agree[other] < 1.0 else _STEEP
        for j in range(width):
            if weights[j] > 0 and v[j, one] < np.inf:
                _object(believe, steep, values[j], values[j, one], p[j, one], v[j, one])
    return concordance, credibility


@compiled
def _agree(agree: Floats, column: Floats, own: float, weight: float, q: float, p: float) -> None:
    """Add the weight of a criterion as far as it agrees that this value is not worse."""
    if p > q:
        scale = 1.0 / (p - q)
        for other in range(column.size):
            agree[other] += weight * min(max((p - (column[other] - own)) * scale, 0.0), 1.0)
    else:
        for other in range(column.size):
            if not exceeds(column[other], own, q):
                agree[other] += weight


@compiled
def _object(believe: Floats, steep: Floats, column: Floats, own: float, p: float, v: float) -> None:
    """Weaken credibilities by a criterion whose discordance is more than the concordance."""
    if v > p:
        scale = 1.0 / (v - p)
        for other in range(column.size):
            discordance = min(max((column[other] - own - p) * scale, 0.0), 1.0)
            believe[other] *= min((1.0 - discordance) * steep[other], 1.0)
    else:
        for other in range(column.size):
            if exceeds(column[other], own, p):
                believe[other] = 0.0


@compiled
def in_units(credibility: Floats) -> Units:
    """Return credibilities in whole units, zero on the diagonal."""
    units = np.empty(credibility.shape, np.int64)
    for one in range(len(units)):
        for other in range(len(units)):
            units[one, other] = np.int64(np.rint(credibility[one, other] * ONE))
        units[one, one] = 0
    return units


@compiled
def slack(level: int, alpha: float, beta: float) -> int:
    """Return the discrimination threshold of a credibility, in units."""
    return int(np.rint(alpha * level)) + int(np.rint(beta * ONE))


@compiled
def clear(units: Units, alpha: float, beta: float) -> Units:
    """Return the wins: credibilities above their opposite by more than the discrimination threshold, else zero."""
    wins = np.zeros(units.shape, np.int64)
    for one in range(len(units)):
        for other in range(len(units)):
            level = units[one, other]
            if level - units[other, one] > slack(level, alpha, beta):
                wins[one, other] = level
    return wins


@compiled
def distillation(units: Units, wins: Units, alpha: float, beta: float, sign: int) -> Units:
    """Return the number of the distillate, from 1, that each alternative comes out in.

    ``sign`` 1 takes the best qualified first (descending), -1 the worst (ascending); ``wins`` comes from
    ``clear``.
    """
    count = len(units)
    distillate, alive = np.zeros(count, np.int64), np.full(count, ALIVE, np.int64)
    members = np.arange(count)
    score = np.zeros(count, np.int64)
    best, best_at = np.full(count, ONE + 1), np.full(count, NOWHERE)
    below, below_at = np.full(count, ONE + 1), np.full(count, NOWHERE)
    reserve = np.full(count, ONE + 1)  # no win of this row that is not yet counted is more
    cut, number = ONE + 2, 0
    left = count
    while left:
        number += 1
        top = _top(units, alive, best, best_at, ONE + 1)
        bound = top - slack(top, alpha, beta)
        if max(bound, 1) < cut:
            _count(wins, alive, score, reserve, max(bound, 1), cut)
            cut = max(bound, 1)
        size = _foremost(alive, score, sign, members)
        if size > 1:
            size = _refine(units, wins, members[:size], _top(units, alive, below, below_at, bound), alpha, beta, sign)
        for place in range(size):
            _remove(wins, alive, score, members[place], cut)
            distillate[members[place]] = number
        left -= size
    return distillate


@compiled
def _top(units: Units, alive: Units, best: Units, place: Units, bound: int) -> int:
    """Return the largest value below a bound among those alive, 0 without one.

    ``best`` and ``place`` keep what was the largest of each row when it was last read, and no more can have come: of
    the rows where it is gone, those are read again that promise more than the largest which is still there.
    """
    top = 0
    for one in range(len(units)):
        if best[one] > top and alive[one] and _stands(best[one], place[one], alive, bound):
            top = best[one]
    for one in range(len(units)):
        if best[one] > top and alive[one]:
            best[one], place[one] = _largest(units[one], alive, bound)
            top = max(top, best[one])
    return top


@compiled
def _stands(best: int, place: int, alive: Units, bound: int) -> bool:
    """Return whether what was the largest of a row still is."""
    return best < bound and place != NOWHERE and alive[place] != 0


@compiled
def _largest(row: Units, alive: Units, bound: int) -> tuple[int, int]:
    """Return the largest value of a row below a bound among those alive, and its place."""
    best = 0
    for other in range(row.size):  # without branches, so that the compiler takes several at once
        level = row[other] & alive[other]
        best = max(best, level if level < bound else 0)
    if best == 0:
        return 0, NOWHERE
    place = 0
    while row[place] & alive[place] != best:
        place += 1
    return best, place


@compiled
def _count(wins: Units, alive: Units, score: Units, reserve: Units, cut: int, before: int) -> None:
    """Add to the qualifications what counts now that the cut has fallen."""
    for one in range(len(wins)):
        if alive[one] and reserve[one] >= cut:
            reserve[one] = 0
            for other in range(len(wins)):
                level = wins[one, other]
                if level >= cut:
                    if level < before and alive[other]:
                        score[one] += 1
                        score[other] -= 1
                else:
                    reserve[one] = max(reserve[one], level)


@compiled
def _foremost(alive: Units, score: Units, sign: int, members: Units) -> int:
    """Write those with the highest qualification into ``members`` and return how many they are."""
    highest, size = -np.int64(len(score)) - 1, 0
    for one in range(len(score)):
        if alive[one] and sign * score[one] >= highest:
            if sign * score[one] > highest:
                highest, size = sign * score[one], 0
            members[size] = one
            size += 1
    return size


@compiled
def _refine(units: Units, wins: Units, members: Units, level: int, alpha: float, beta: float, sign: int) -> int:
    """Go on among equals at lower and lower cuts; the remaining ones come first in ``members``; return how many."""
    size = members.size
    while size > 1 and level > 0:
        bound, lower = level - slack(level, alpha, beta), 0
        for one in members[:size]:
            for other in members[:size]:
                if lower < units[one, other] < bound:
                    lower = units[one, other]
        level = lower
        score = np.zeros(size, np.int64)
        for one in range(size):
            for other in range(size):
                if wins[members[one], members[other]] > level:
                    score[one] += sign
                    score[other] -= sign
        highest, kept = score.max(), 0
        for one in range(size):
            if score[one] == highest:
                members[kept] = members[one]
                kept += 1
        size = kept
    return size


@compiled
def _remove(wins: Units, alive: Units, score: Units, gone: int, cut: int) -> None:
    """Take an alternative out, and what it counted for in the qualifications of the others."""
    alive[gone] = 0
    for other in range(len(wins)):
        score[other] += np.int64(wins[gone, other] >= cut) - np.int64(wins[other, gone] >= cut)
