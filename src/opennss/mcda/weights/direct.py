"""Weights given as they are: as shares, or as points out of a total.

Source: D. von Winterfeldt and W. Edwards, *Decision Analysis and Behavioral Research* (Cambridge 1986);
points: P. J. Hoffman, *The paramorphic representation of clinical judgment*, Psychological Bulletin 57(2), 1960,
116-131.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from opennss.mcda.checks import NEAR, InputError, refuse, weights_for
from opennss.mcda.matrix import working
from opennss.mcda.weights.given import Answers, Weights, named


def direct(values: Answers, criteria: Sequence[str] = (), rescale: bool = False) -> Weights:
    """Return weights that somebody decided; they must sum to 1, or ``rescale`` asks for their sum to be divided out.

    Raises ``InputError`` for a weight that is missing, negative or no number, and for a sum that is not 1.

    >>> direct({"price": 0.6, "quality": 0.4}).shares()
    {'price': 0.6, 'quality': 0.4}
    """
    names, given, wrong = named(values, criteria)
    if wrong:
        raise InputError(wrong)
    found, wrong = weights_for(names, given, rescale)
    if wrong:
        raise InputError(wrong)
    return Weights(names, found, "direct", (working("direct.given", "w", names, ("w",), given),))


def points(values: Answers, criteria: Sequence[str] = (), total: float = 100, rescale: bool = False) -> Weights:
    """Return weights from points shared out among the criteria; the points must come to ``total``.

    ``rescale`` accepts another positive sum, which shows in the notes. Raises ``InputError`` for points that are
    missing, negative or no number, and for a sum that is not the total.

    >>> points({"price": 60, "quality": 40}).values.tolist()
    [0.6, 0.4]
    """
    names, given, wrong = named(values, criteria)
    if not wrong:
        found, wrong = weights_for(names, given, rescale=True)
    if wrong:
        raise InputError(wrong)
    shared = float(given.sum())
    right = bool(np.isclose(shared, total, rtol=NEAR, atol=0))
    if not right and not rescale:
        raise InputError([refuse("points-sum", shared=f"{shared:.12g}", total=f"{total:.12g}")])
    notes = () if right else (("points-rescaled", f"{shared:.12g}"),)
    return Weights(names, found, "points", (working("points.given", "p", names, ("p",), given),), notes)
