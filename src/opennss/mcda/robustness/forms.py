"""What the exact analyses read off scores: one form for both kinds, checked values and weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from opennss.errors import Finding
from opennss.mcda.checks import InputError, refuse, weights_for
from opennss.mcda.matrix import DIGITS, Floats, labels
from opennss.mcda.robustness.scores import ProfileScores, Scores

Signs = NDArray[np.int8]
"""n × n: 1 where the row is ahead of the column, -1 where it is behind, 0 where they are level."""

EQUAL = 10.0**-DIGITS
"""Keys that differ by no more than this part of the largest key are equal."""


LEAST, MOST = 1e-12, 1e12
"""Smallest and largest denominator; parts of weights are about 1."""


def as_profile(scores: Scores) -> ProfileScores:
    """Return scores as quotients; a score that is linear in the weights is one whose denominator is their sum.

    Raises ``InputError`` for every value that ``faults`` finds.

    >>> from opennss.mcda.robustness.scores import LinearScores
    >>> as_profile(LinearScores(np.array([[1.0, 2.0]]))).known
    array([[1., 1.]])
    """
    if not isinstance(scores, ProfileScores):
        values = np.asarray(scores.values, dtype=np.float64)
        scores = ProfileScores(np.ones_like(values), (values,), np.zeros(len(values), dtype=np.bool_))
    if wrong := faults(np.stack([scores.known, *scores.parts])):
        raise InputError(wrong)
    return scores


def faults(quotients: Floats) -> list[Finding]:
    """Return a finding for every cell that is no number, score of what is not known, or denominator out of range.

    Orders are counted in single precision, which holds denominators from ``LEAST`` to ``MOST``.

    ``quotients`` holds the denominator and the numerators (each n × m).

    >>> [one.code for one in faults(np.array([[[1.0, 0.0, np.nan]], [[1.0, 1.0, 1.0]]]))]
    ['score-not-finite', 'score-of-unknown']
    """
    known, parts = quotients[0], quotients[1:]
    wrong = {
        "score-not-finite": ~np.isfinite(quotients).all(axis=0),
        "score-of-unknown": (known < 0) | ((known == 0) & (parts != 0).any(axis=0)),
        "score-denominator": (known > MOST) | ((known > 0) & (known < LEAST)),
    }
    return [
        refuse(code, int(i) + 1, str(j + 1), alternative=int(i) + 1, criterion=int(j) + 1)
        for code, where in wrong.items()
        for i, j in np.argwhere(where)
    ]


def weights_of(form: ProfileScores, weights: ArrayLike) -> Floats:
    """Return weights that fit the criteria; raises ``InputError`` when they are no weights or do not sum to 1.

    What is off by rounding is divided out, so the sum is 1 to the last digits.
    """
    found, wrong = weights_for(labels("c", form.known.shape[1]), weights, None)
    if wrong:
        raise InputError(wrong)
    return np.asarray(found / found.sum(), dtype=np.float64)


def largest_key(known: Floats, part: Floats) -> float:
    """Return the largest size that a key can take under any weighting: that of a criterion alone.

    >>> largest_key(np.array([[1.0, 0.5, 0.0]]), np.array([[0.25, -1.0, 0.0]]))
    2.0
    """
    quotients = np.divide(np.abs(part), known, out=np.zeros_like(part), where=known > 0)
    return float(quotients.max(initial=0.0))


def gap_signs(keys: Floats, near: float) -> Signs:
    """Compare all pairs by one key, high ahead; keys no further apart than ``near`` are level.

    >>> gap_signs(np.array([1.0, 2.0]), 0.0).tolist()
    [[0, -1], [1, 0]]
    """
    with np.errstate(invalid="ignore"):  # two alternatives of which nothing is known are level
        gaps = keys[:, None] - keys[None, :]
    return (gaps > near).astype(np.int8) - (gaps < -near).astype(np.int8)


def compare(form: ProfileScores, weights: Floats) -> Signs:
    """Compare all pairs under one weighting, key by key.

    >>> from opennss.mcda.robustness.scores import LinearScores
    >>> compare(as_profile(LinearScores(np.array([[1.0, 0.0], [0.0, 1.0]]))), np.array([0.7, 0.3])).tolist()
    [[0, 1], [-1, 0]]
    """
    first, *quotients = (keys[0] for keys in form.keys(weights[None, :]))
    signs = gap_signs(first, 0.0)
    for part, keys in zip(form.parts, quotients, strict=True):
        signs = np.where(signs == 0, gap_signs(keys, EQUAL * largest_key(form.known, part)), signs)
    return signs
