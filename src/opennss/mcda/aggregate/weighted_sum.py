"""Weighted sum: a high value on one criterion makes up for a low one on another, at the rate of the weights.

Sources: P. C. Fishburn, *Additive utilities with incomplete product sets: application to priorities and assignments*
(Operations Research 15, 1967); E. Triantaphyllou, *Multi-Criteria Decision Making Methods: A Comparative Study* (Kluwer
2000), section 2.2.1.
"""

from __future__ import annotations

import numpy as np

from opennss.mcda.aggregate.options import method
from opennss.mcda.checks import Given, InputError, in_order, refuse, weights_for
from opennss.mcda.matrix import DecisionMatrix, Floats, Ranking, positions, working
from opennss.mcda.missing import RENORMALIZE, constant, infinite, prepared, remarks
from opennss.mcda.normalize import normalization as by_name


@method
def weighted_sum(
    matrix: DecisionMatrix,
    weights: Given,
    normalization: str = "min-max",
    missing: str | None = None,
    rescale: bool = False,
) -> Ranking:
    """Rank by the sum of normalized values times weights.

    ``normalization`` is one of ``mcda.normalize.NORMALIZATIONS``; under min-max a constant criterion adds 0 for
    everybody. Gaps are refused unless ``missing`` names one of ``mcda.missing.TREATMENTS``, or ``"renormalize"``: then
    nothing is filled, the weights of each alternative are scaled to 1 over the criteria it has values on, a constant
    criterion is left out (unless all are), and the share of its weight that had data stands in the working. Only then
    ``weights`` may be n × m, a row for each alternative, of any positive sum; a row of zeros has no score. Raises
    ``InputError`` with everything that is wrong.

    >>> values = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    >>> matrix = DecisionMatrix(values, np.array([True] * 4), ("A1", "A2", "A3"), ("C1", "C2", "C3", "C4"))
    >>> print(weighted_sum(matrix, [0.20, 0.15, 0.40, 0.25], normalization="none"))
    weighted-sum
    ┌──────────┬─────────────┬───────┐
    │ position ┆ alternative ┆ score │
    ╞══════════╪═════════════╪═══════╡
    │ 1        ┆ A2          ┆ 22.0  │
    │ 1        ┆ A3          ┆ 22.0  │
    │ 3        ┆ A1          ┆ 21.5  │
    └──────────┴─────────────┴───────┘
    """
    scale = by_name(normalization)
    if missing == RENORMALIZE:
        if wrong := infinite(matrix):
            raise InputError(wrong)
        normalized = scale(matrix.values, matrix.maximize)
        return _renormalized(matrix, normalized, _rows_of_weights(matrix, weights, rescale))
    matrix, given, notes = prepared(matrix, weights, missing, rescale)
    normalized = scale(matrix.values, matrix.maximize)
    parts = normalized * given
    score = parts.sum(axis=1)
    tables = (
        working("weighted-sum.normalized", "r", matrix.alternatives, matrix.criteria, normalized),
        working("weighted-sum.parts", "w·r", matrix.alternatives, matrix.criteria, parts),
    )
    return Ranking("weighted-sum", matrix.alternatives, score, positions(score), tables, notes)


def _renormalized(matrix: DecisionMatrix, normalized: Floats, weights: Floats) -> Ranking:
    """Sum over what is known of each alternative; one of which nothing is known has no score."""
    varies = ~constant(matrix.values)
    data = ~np.isnan(normalized) & (weights > 0)
    known = data & (varies if varies.any() else True)
    weight = np.where(known, weights, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = np.nan_to_num(np.where(data, weights, 0.0).sum(axis=1) / weights.sum(axis=1))
        used = weight / weight.sum(axis=1, keepdims=True)
    parts = np.where(known, used * normalized, 0.0)
    score = np.where(known.any(axis=1), parts.sum(axis=1), np.nan)
    rows, columns = matrix.alternatives, matrix.criteria
    tables = (
        working("weighted-sum.normalized", "r", rows, columns, normalized),
        working("weighted-sum.used", "w", rows, columns, used),
        working("weighted-sum.covered", "Σw", rows, ("Σw",), covered),
        working("weighted-sum.parts", "w·r", rows, columns, np.where(known, parts, np.nan)),
    )
    gaps = np.asarray((np.isnan(matrix.values) & (weights > 0)).any(axis=1))
    notes = [("value-renormalized", name) for name, gap in zip(rows, gaps, strict=True) if gap]
    return Ranking("weighted-sum", rows, score, positions(score), tables, (*notes, *remarks(matrix)))


def _rows_of_weights(matrix: DecisionMatrix, weights: Given, rescale: bool) -> Floats:
    given, faults = in_order(matrix.criteria, weights)
    if faults:
        raise InputError(faults)
    if given.ndim != 2:
        own, wrong = weights_for(matrix.criteria, given, rescale)
        if wrong:
            raise InputError(wrong)
        return np.broadcast_to(own, matrix.shape)
    wrong = []
    if given.shape != matrix.shape:
        wrong = [refuse("weights-count", number=given.shape[1], criteria=matrix.shape[1])]
    elif not np.isfinite(given).all() or (given < 0).any():
        wrong = [
            refuse(
                "weight-negative" if given[i, j] < 0 else "weight-not-finite",
                int(i) + 1,
                matrix.criteria[j],
                name=matrix.criteria[j],
                value=float(given[i, j]),
            )
            for i, j in np.argwhere(~np.isfinite(given) | (given < 0))
        ]
    elif not given.any():
        wrong = [refuse("weights-zero")]
    if wrong:
        raise InputError(wrong)
    return given
