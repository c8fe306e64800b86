"""Weights read off the data by contrast and conflict (CRITIC): spread of a criterion times how far others disagree.

They say how much a criterion adds to what the others tell already, and nothing about what matters to anybody.

Source: D. Diakoulaki, G. Mavrotas and L. Papayannakis, *Determining objective weights in multiple criteria problems:
The CRITIC method*, Computers & Operations Research 22(7), 1995, 763-770.
"""

from __future__ import annotations

import numpy as np

from opennss.mcda.checks import NEAR, InputError, a_matrix, complete, refuse
from opennss.mcda.matrix import DecisionMatrix, working
from opennss.mcda.weights.given import Weights, constant


def critic(matrix: DecisionMatrix) -> Weights:
    """Return each criterion's information C = s Σ(1 - r) as a share of all.

    Values are scaled to 0 (worst) .. 1 (best) by the direction of the criterion; s is their standard deviation, r the
    linear correlation with each other criterion. A constant column carries no information: it takes no weight, no
    other criterion is compared with it, and the notes say so. Raises ``InputError`` for missing values, fewer than two
    alternatives, where all columns are constant, and where all criteria tell exactly the same.

    >>> from opennss.mcda.matrix import labels
    >>> values = np.array([[1.0, 4, 1], [2, 3, 2], [3, 1, 4]])
    >>> found = critic(DecisionMatrix(values, np.array([True, True, False]), labels("a", 3), labels("c", 3)))
    >>> found.values.round(3).tolist()
    [0.495, 0.252, 0.252]
    """
    a_matrix(matrix)
    alternatives, number = matrix.shape
    wrong = complete(matrix, "value-missing-fixed")
    if alternatives < 2:
        wrong.append(refuse("alternatives-few", number=alternatives))
    if wrong:
        raise InputError(wrong)
    flat, notes = constant(matrix)
    low, high = matrix.values.min(axis=0), matrix.values.max(axis=0)
    scaled = (matrix.values - low) / np.where(flat, 1.0, high - low)
    scaled = np.where(matrix.maximize | flat, scaled, 1 - scaled)
    spread = np.where(flat, 0.0, scaled.std(axis=0, ddof=1))
    centred = scaled - scaled.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    known = ~flat[:, None] & ~flat
    related = np.full((number, number), np.nan)
    np.divide(centred.T @ centred, np.outer(length, length), out=related, where=known)
    np.fill_diagonal(related, np.where(flat, np.nan, 1.0))
    information = spread * np.where(known, 1 - related, 0.0).sum(axis=1)
    if information.sum() <= NEAR and number - flat.sum() > 1:
        raise InputError([refuse("critic-alike")])
    if number - flat.sum() == 1:
        information = spread
    return Weights(
        matrix.criteria,
        information / information.sum(),
        "critic",
        (
            working("critic.scaled", "x", matrix.alternatives, matrix.criteria, scaled),
            working("critic.spread", "s", matrix.criteria, ("s",), spread),
            working("critic.correlation", "r", matrix.criteria, matrix.criteria, related),
            working("critic.information", "C", matrix.criteria, ("C",), information),
        ),
        notes,
    )
