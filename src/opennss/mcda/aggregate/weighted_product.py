"""Weighted product: values are multiplied, each raised to its weight, so only their ratios count and no unit.

Sources: P. W. Bridgman, *Dimensional Analysis* (Yale 1922); D. W. Miller, M. K. Starr, *Executive Decisions and
Operations Research* (Prentice-Hall 1969); E. Triantaphyllou, *Multi-Criteria Decision Making Methods: A Comparative
Study* (Kluwer 2000), section 2.2.2.
"""

from __future__ import annotations

import numpy as np

from opennss.mcda.aggregate.options import method
from opennss.mcda.checks import Given, InputError
from opennss.mcda.matrix import DecisionMatrix, Ranking, positions, working
from opennss.mcda.missing import prepared
from opennss.mcda.normalize import not_positive


@method
def weighted_product(
    matrix: DecisionMatrix, weights: Given, missing: str | None = None, rescale: bool = False
) -> Ranking:
    """Rank by the product of the values, each to the power of its weight; where low is wanted, of its negative weight.

    Nothing is normalized: another unit multiplies all scores by the same number. The quotient of two scores is the R of
    the book, above 1 where the first alternative is ahead. Values must be above zero; a constant criterion multiplies
    all scores alike. The order is taken from the logarithms of the scores. Gaps are refused unless ``missing`` names
    one of ``mcda.missing.TREATMENTS``. Raises ``InputError`` with everything that is wrong.

    >>> values = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    >>> matrix = DecisionMatrix(values, np.array([True] * 4), ("A1", "A2", "A3"), ("C1", "C2", "C3", "C4"))
    >>> found = weighted_product(matrix, [0.20, 0.15, 0.40, 0.25])
    >>> found.position, (found.score[0] / found.score[1]).round(3)
    ((1, 2, 3), np.float64(1.007))
    """
    matrix, given, notes = prepared(matrix, weights, missing, rescale)
    wrong = matrix.values <= 0
    if wrong.any():
        raise InputError(not_positive(matrix.values, wrong, matrix.alternatives, matrix.criteria))
    logarithms = np.log(matrix.values) * np.where(matrix.maximize, given, -given)
    total = logarithms.sum(axis=1)
    tables = (working("weighted-product.factors", "a^w", matrix.alternatives, matrix.criteria, np.exp(logarithms)),)
    place = positions(total - total.max() - 1)  # counted from the first, so that equal means equal digits of a score
    return Ranking("weighted-product", matrix.alternatives, np.exp(total), place, tables, notes)
