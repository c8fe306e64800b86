"""The counts of ``kernels.py`` in plain NumPy and double precision: slow, short, and what the tests compare with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from opennss.mcda.matrix import Flags, Floats
from opennss.mcda.robustness.forms import EQUAL
from opennss.mcda.robustness.lanes import DOUBLE


def rank_positions(keys: tuple[Floats, ...], near: tuple[Floats, ...]) -> NDArray[np.int64]:
    """Return positions from 0 under N weightings (N × n) by keys (N × n, high is ahead), the first one first.

    ``near`` (N each) is by how much neighbours in the order of a key may differ to be level. Level ones share the
    better position.

    >>> rank_positions((np.array([[1.0, 3.0, 3.0]]), np.array([[0.0, 1.0, 2.0]])), (np.zeros(1), np.zeros(1))).tolist()
    [[2, 1, 0]]
    """
    runs = np.zeros(keys[0].shape, dtype=np.int64)
    for key, close in zip(keys, near, strict=True):
        for one in range(len(key)):
            order = np.lexsort((-key[one], runs[one]))
            falls = key[one, order[:-1]] > key[one, order[1:]] + close[one]
            new = np.concatenate([[True], (np.diff(runs[one, order]) > 0) | falls])
            runs[one, order] = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    return runs


def linear(values: Floats, weights: Floats) -> NDArray[np.int64]:
    """Return positions by scores that are linear in the weights (N × m); what may be rounding alone is level."""
    scores, lowered = weights @ values.T, np.median(values, axis=0)
    size = np.linalg.norm(values - lowered, axis=1).max() + np.linalg.norm(lowered)
    rounding = values.shape[1] * DOUBLE * np.linalg.norm(weights, axis=1) * size
    return rank_positions((scores,), (np.maximum(EQUAL * np.abs(scores).max(axis=1), rounding),))


def distances(to_best: Floats, to_worst: Floats, weights: Floats) -> NDArray[np.int64]:
    """Return positions by TOPSIS, from squared distances on each criterion (n × m)."""
    best, worst = np.sqrt(weights**2 @ to_best.T), np.sqrt(weights**2 @ to_worst.T)
    both = best + worst
    scores = np.where(both > 0, worst / np.where(both > 0, both, 1), 1.0)
    return rank_positions((scores,), (EQUAL * scores.max(axis=1),))


def profile(known: Floats, parts: tuple[Floats, ...], override: Flags, weights: Floats) -> NDArray[np.int64]:
    """Return positions by quotients, one key after the other; who has an override is ahead, who has nothing is last."""
    have = weights @ known.T
    largest = max(float(np.max(np.abs(part[known > 0]) / known[known > 0], initial=0)) for part in parts)
    lowest = np.finfo(np.float64).min / 4
    quotients = [np.where(have > 0, (weights @ part.T) / np.where(have > 0, have, 1), lowest) for part in parts]
    first = np.broadcast_to(np.asarray(override, dtype=np.float64), have.shape)
    near = np.full(len(weights), EQUAL * max(largest, 1e-30))
    return rank_positions((first, *quotients), (np.zeros(len(weights)), *[near] * len(quotients)))


def counts(positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count how often each alternative (row) takes each position (column).

    >>> counts(np.array([[0, 1], [0, 0]])).tolist()
    [[2, 0], [1, 1]]
    """
    size = positions.shape[1]
    return np.array([np.bincount(column, minlength=size) for column in positions.T], dtype=np.int64)
