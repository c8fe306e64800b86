"""Weighted sum on min-max normalized values: the cardinal check beside the rank profile.

Source: P. C. Fishburn, *Additive utilities with incomplete product sets* (1967); E. Triantaphyllou, *Multi-Criteria
Decision Making Methods: A Comparative Study* (Kluwer 2000), section 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """Scores with their working: normalized values, weights really used, share of the weight that had data."""

    normalized: Floats
    used: Floats
    score: Floats
    covered: Floats


def min_max(values: Floats, high: NDArray[np.bool_]) -> Floats:
    """Scale each column to 0 (least) .. 1 (most urgent); missing stays NaN, a constant column becomes NaN throughout.

    ``values`` is n × m with NaN for missing; ``high[j]`` says whether high values of column j are urgent.

    >>> min_max(np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([True, True])).tolist()
    [[0.0, nan], [1.0, nan]]
    """
    known = np.isfinite(values)
    low = np.min(values, axis=0, where=known, initial=np.inf)
    top = np.max(values, axis=0, where=known, initial=-np.inf)
    span = np.where((top > low) & known.any(axis=0), top - low, np.nan)
    scaled = (values - np.where(np.isfinite(low), low, 0.0)) / span
    return np.where(high, scaled, 1.0 - scaled)


def weighted_sum(values: Floats, weights: Floats, high: NDArray[np.bool_] | None = None) -> WeightedSum:
    """Return the weighted sum of each row; ``high=None`` takes the values as they are, without scaling.

    ``weights`` is one row for all, or n × m with a row for each alternative; a weight of zero leaves a criterion out.
    Missing values are not imputed: a row's weights are rescaled over the data it has, and ``covered`` tells which
    share of the weight that was. A row without data scores NaN. Negative or all-zero weights raise ``ValueError``.

    >>> weighted_sum(np.array([[25.0, 20, 15, 30]]), np.array([0.2, 0.15, 0.4, 0.25])).score.tolist()
    [21.5]
    """
    if (weights < 0).any() or not weights.sum() > 0:
        raise ValueError("weights must be non-negative and not all zero")
    scaled = values if high is None else min_max(values, high)
    own = np.broadcast_to(weights, scaled.shape)
    known = np.isfinite(scaled) & (own > 0)
    weight = np.where(known, own, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = np.nan_to_num(weight.sum(axis=1) / own.sum(axis=1))
        used = weight / weight.sum(axis=1, keepdims=True)
    score = np.where(covered > 0, np.where(known, used * scaled, 0.0).sum(axis=1), np.nan)
    return WeightedSum(scaled, used, score, covered)


def positions(score: Floats) -> list[int | None]:
    """Return positions by falling score; equal scores (to 12 digits) share one, NaN has none.

    >>> positions(np.array([0.2, 0.9, np.nan, 0.2]))
    [2, 1, None, 2]
    """
    rounded = np.round(score, 12)
    return [1 + int((rounded > own).sum()) if np.isfinite(own) else None for own in rounded]
