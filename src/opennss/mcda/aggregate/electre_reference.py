"""ELECTRE III as the papers write it, pair by pair: what the compiled kernels must agree with.

``partial`` also gives the indices of each single criterion, which the kernels do not keep.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from opennss.mcda.aggregate.electre_kernels import ONE, Units
from opennss.mcda.matrix import Floats
from opennss.mcda.normalize import NEAR


def partial(column: Floats, q: Floats, p: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Return concordance and discordance of all pairs on one criterion, n × n, high values better.

    Thresholds are those of the row's alternative, which is the worse one wherever they matter.
    """
    ahead = column[None, :] - column[:, None]
    near = NEAR * np.maximum(np.abs(column)[None, :], np.abs(column)[:, None])
    low, high, veto = q[:, None], p[:, None], v[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        agree = np.where(high > low, np.clip((high - ahead) / (high - low), 0, 1), ahead <= low + near)
        oppose = np.where(veto > high, np.clip((ahead - high) / (veto - high), 0, 1), ahead > high + near)
    return agree, np.where(np.isfinite(veto), oppose, 0.0)


def credibilities(values: Floats, weights: Floats, q: Floats, p: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Return concordance and credibility of all pairs, as the kernel of that name does."""
    count = values.shape[1]
    parts = [partial(values[j], q[j], p[j], v[j]) for j in range(len(values)) if weights[j] > 0]
    concordance = sum((weight * agree for weight, (agree, _) in zip(weights[weights > 0], parts, strict=True)), 0.0)
    concordance = np.where(concordance > 1 - NEAR, 1.0, concordance)
    credibility = concordance.copy()
    for one in range(count):
        for other in range(count):
            for _, oppose in parts:
                if oppose[one, other] > concordance[one, other]:
                    credibility[one, other] *= (1 - oppose[one, other]) / (1 - concordance[one, other])
    return concordance, credibility


def distillation(units: Units, alpha: float, beta: float, sign: int) -> list[int]:
    """Return the number of the distillate of each alternative, as the kernel of that name does."""
    found = [0] * len(units)
    left = list(range(len(units)))
    number = 0
    while left:
        number += 1
        best = _distillate(units, left, alpha, beta, sign)
        for one in best:
            found[one] = number
        left = [one for one in left if one not in best]
    return found


def _distillate(units: Units, members: Sequence[int], alpha: float, beta: float, sign: int) -> list[int]:
    """Return the best of these: lower the cut among equals until one is left or the cut is at zero."""
    best = list(members)
    level = max((int(units[a, b]) for a in best for b in best if a != b), default=0)
    while True:
        bound = level - _slack(level, alpha, beta)
        level = max((int(units[a, b]) for a in best for b in best if a != b and units[a, b] < bound), default=0)
        score = dict.fromkeys(best, 0)
        for a in best:
            for b in best:
                if a != b and units[a, b] > level and units[a, b] - units[b, a] > _slack(int(units[a, b]), alpha, beta):
                    score[a] += sign
                    score[b] -= sign
        best = [one for one in best if score[one] == max(score.values())]
        if len(best) == 1 or level == 0:
            return best


def _slack(level: int, alpha: float, beta: float) -> int:
    return int(np.rint(alpha * level)) + int(np.rint(beta * ONE))
