"""TOPSIS: near to the best there is on every criterion and far from the worst, both together.

Source: C. L. Hwang, K. Yoon, *Multiple Attribute Decision Making: Methods and Applications* (Springer 1981),
pp. 128-134.
"""

from __future__ import annotations

import numpy as np

from opennss.mcda.aggregate.options import method
from opennss.mcda.checks import Given
from opennss.mcda.matrix import DecisionMatrix, Ranking, positions, working
from opennss.mcda.missing import prepared
from opennss.mcda.normalize import normalization as by_name
from opennss.mcda.normalize import varies


@method
def topsis(
    matrix: DecisionMatrix,
    weights: Given,
    normalization: str = "vector",
    missing: str | None = None,
    rescale: bool = False,
) -> Ranking:
    """Rank by closeness to the ideal: distance to the anti-ideal divided by the sum of both distances.

    ``normalization`` is one of ``mcda.normalize.NORMALIZATIONS``, ``"vector"`` being the book's; directions come in
    with the ideal, so no column is turned round before. Weights multiply the normalized values, and distances are
    Euclidean on the products, so that differences count with the *square* of the weight (some later authors put the
    weight inside the square root once; orders may differ). A constant criterion adds nothing to any distance; an
    alternative that is ideal and anti-ideal at once, as an only one is, has closeness 1. Gaps are refused unless
    ``missing`` names one of ``mcda.missing.TREATMENTS``. Raises ``InputError`` with everything that is wrong.

    >>> values = np.array([[1.0, 3000], [2, 3750], [5, 4500]])
    >>> matrix = DecisionMatrix(values, np.array([False, True]), ("A1", "A2", "A3"), ("risk", "altitude"))
    >>> topsis(matrix, [0.5, 0.5], normalization="min-max").score.round(3).tolist()
    [0.5, 0.617, 0.5]
    """
    scale = by_name(normalization)
    matrix, given, notes = prepared(matrix, weights, missing, rescale)
    normalized = scale(matrix.values, np.ones_like(matrix.maximize))
    weighted = np.where(varies(normalized), normalized, normalized[0]) * given
    low, top = weighted.min(axis=0), weighted.max(axis=0)
    ideal, anti = np.where(matrix.maximize, top, low), np.where(matrix.maximize, low, top)
    to_ideal = np.sqrt(((weighted - ideal) ** 2).sum(axis=1))
    to_anti = np.sqrt(((weighted - anti) ** 2).sum(axis=1))
    both = to_ideal + to_anti
    closeness = np.where(both > 0, to_anti / np.where(both > 0, both, 1.0), 1.0)
    rows, columns = matrix.alternatives, matrix.criteria
    tables = (
        working("topsis.normalized", "r", rows, columns, normalized),
        working("topsis.weighted", "v", rows, columns, weighted),
        working("topsis.ideal", "A", ("A*", "A-"), columns, np.array([ideal, anti])),
        working("topsis.distances", "S", rows, ("S*", "S-"), np.column_stack([to_ideal, to_anti])),
        working("topsis.closeness", "C*", rows, ("C*",), closeness),
    )
    return Ranking("topsis", rows, closeness, positions(closeness), tables, notes)
