"""Weights read off the data by entropy: a criterion on which alternatives differ more in proportion weighs more.

They say how far the data tell alternatives apart, and nothing about what matters to anybody.

Source: C. L. Hwang and K. Yoon, *Multiple Attribute Decision Making* (Springer 1981); C. E. Shannon, *A
mathematical theory of communication*, Bell System Technical Journal 27(3), 1948, 379-423.
"""

from __future__ import annotations

import numpy as np

from opennss.mcda.checks import InputError, a_matrix, complete, refuse
from opennss.mcda.matrix import DecisionMatrix, working
from opennss.mcda.weights.given import Weights, constant


def entropy(matrix: DecisionMatrix) -> Weights:
    """Return each criterion's divergence d = 1 - e as a share of all, e being the entropy of its column's shares.

    The direction of a criterion plays no part. A constant column has entropy 1 and takes no weight, which shows in the
    notes; a value of 0 adds nothing (0 ln 0 = 0). Raises ``InputError`` for missing or negative values, a column of
    zeros, fewer than two alternatives, and where all columns are constant.

    >>> from opennss.mcda.matrix import labels
    >>> values = np.array([[1.0, 1], [1, 1], [0, 1], [0, 5]])
    >>> found = entropy(DecisionMatrix(values, np.array([True, True]), labels("a", 4), ("x", "y")))
    >>> found.table("entropy.entropy").values.round(3).ravel().tolist(), found.values.round(3).tolist()
    ([0.5, 0.774], [0.689, 0.311])
    """
    a_matrix(matrix)
    alternatives, _ = matrix.shape
    wrong = complete(matrix, "value-missing-fixed")
    if alternatives < 2:
        wrong.append(refuse("alternatives-few", number=alternatives))
    for name, column in zip(matrix.criteria, matrix.values.T, strict=True):
        if (column < 0).any():
            wrong.append(refuse("entropy-negative", 0, name, name=name))
        elif not column.any():
            wrong.append(refuse("entropy-zeros", 0, name, name=name))
    if wrong:
        raise InputError(wrong)
    flat, notes = constant(matrix)
    shares = matrix.values / matrix.values.sum(axis=0)
    terms = shares * np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    found = np.where(flat, 1.0, -terms.sum(axis=0) / np.log(alternatives))
    divergence = 1 - found
    return Weights(
        matrix.criteria,
        divergence / divergence.sum(),
        "entropy",
        (
            working("entropy.shares", "p", matrix.alternatives, matrix.criteria, shares),
            working("entropy.entropy", "e", matrix.criteria, ("e",), found),
            working("entropy.divergence", "d", matrix.criteria, ("d",), divergence),
        ),
        notes,
    )
