"""The places of the areas when what is not sure moves: bounds of ranks, weights of groups, ranks that are missing.

Project default, not the published ISO value: each bound and each weight moves by a factor of its own, from 0.8 to 1.2
(method, section 4, "presentation, checks").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from opennss.mcda.matrix import Floats
from opennss.mcda.robustness.scores import ProfileScores
from opennss.model.criteria import QUANTILES, Criterion, Direction, Ranges, Rank
from opennss.model.results import Ranks
from opennss.priorities.profile_scores import UPTO, Codes, Field

Places = NDArray[np.int64]

LEAST, MOST = 0.8, 1.2
MISSING = (1, 2, 3, 4)
"""What a ``?`` is drawn from: ranks 1, 2, 3 and none, each as likely."""

DIGITS = 12
BLOCK = 2_000
"""Draws worked on at a time, to spare memory."""


def places(keys: Sequence[Floats]) -> Places:
    """Return positions (draws × areas) by falling keys, the first key first; equal keys (12 digits) share one.

    >>> places((np.array([[0.5, 1.0, 0.5]]), np.array([[-2.0, -9.0, -1.0]]))).tolist()
    [[3, 1, 2]]
    """
    rounded = [-np.round(key, DIGITS) for key in keys]
    order = np.lexsort(rounded[::-1], axis=-1)
    sorted_keys = [np.take_along_axis(key, order, axis=-1) for key in rounded]
    new = np.ones(order.shape, dtype=bool)
    new[:, 1:] = np.any([key[:, 1:] != key[:, :-1] for key in sorted_keys], axis=0)
    number = np.where(new, np.arange(1, order.shape[1] + 1), 0)
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.maximum.accumulate(number, axis=1), axis=-1)
    return found


def places_under(scores: ProfileScores, weights: Floats) -> Places:
    """Return positions (weightings × areas) under each row of ``weights``."""
    return places(scores.keys(weights))


def places_of(field: Field, codes: Codes, weights: Floats) -> Places:
    """Return positions (draws × areas) when each draw has its own codes (draws × cells) and weights of columns."""
    row, column, part = (np.array([cell[place] for cell in field.cells]) for place in range(3))
    owner = np.zeros((len(field.cells), len(field.areas)))
    owner[np.arange(len(row)), row] = 1.0
    found = []
    for first in range(0, len(weights), BLOCK):
        code = codes[first : first + BLOCK]
        weight = np.where(code > 0, weights[first : first + BLOCK][:, column.astype(int)] * part, 0.0)
        have = weight @ owner
        parts = [np.where(code <= upto, weight, 0.0) @ owner for upto in UPTO[field.tie]]
        if field.tie == "mean":
            parts.append(-(weight * code) @ owner)
        override = np.broadcast_to(np.array(field.override, dtype=np.float64), have.shape)
        with np.errstate(invalid="ignore", divide="ignore"):
            quotients = [np.where(have > 0, total / have, -np.inf) for total in parts]
        found.append(places((override, *quotients)))
    return np.concatenate(found)


def filled(field: Field, random: np.random.Generator, count: int) -> Codes:
    """Return the codes of the cells ``count`` times, each ``?`` drawn from ``MISSING``."""
    codes = np.broadcast_to(np.array([cell[3] for cell in field.cells], dtype=np.int8), (count, len(field.cells)))
    drawn = codes.copy()
    unknown = np.flatnonzero(codes[0] == 0)
    drawn[:, unknown] = random.choice(np.array(MISSING, dtype=np.int8), (count, len(unknown)))
    return drawn


def moved(
    field: Field, ranks: Ranks, criteria: Sequence[Criterion], random: np.random.Generator, count: int
) -> tuple[Codes, Floats]:
    """Return ``count`` draws of the cells (codes) and of the weights of the groups, every bound and weight moved.

    Only ranks from ranges move; a rank judged in a round, a quantile, a ``1*`` and a bound of zero stay. Where bounds
    come to lie crosswise, the better rank is taken, as ``Ranges.rank`` does. ``field`` has a column a group.
    """
    codes = np.tile(np.array([cell[3] for cell in field.cells], dtype=np.int8), (count, 1))
    for criterion in criteria:
        mine = [place for place, name in enumerate(field.names) if name == criterion.id]
        if not mine or criterion.indicator is None or criterion.ranges == QUANTILES:
            continue
        ranges = Ranges.parse(criterion.ranges)
        factors = random.uniform(LEAST, MOST, (count, 3))
        for place in mine:
            cell = ranks.of(field.areas[field.cells[place][0]]).cell(criterion.id)
            if cell.value is not None and cell.rank is not Rank.OVERRIDING:
                codes[:, place] = ranked(cell.value, ranges, factors)
    weights = np.array(field.weights) * random.uniform(LEAST, MOST, (count, len(field.groups)))
    return codes, weights


def ranked(value: float, ranges: Ranges, factors: Floats) -> Codes:
    """Return the code of a value for each row of factors of the three bounds.

    >>> ranked(9.0, Ranges.parse(">=10;>=5;>0"), np.array([[1.0, 1.0, 1.0], [0.8, 1.0, 1.0]])).tolist()
    [2, 1]
    """
    sign = 1 if ranges.direction is Direction.HIGH else -1
    code = np.full(len(factors), 4, dtype=np.int8)
    for number, (bound, within) in reversed(list(enumerate(ranges.bounds(), 1))):
        distance = sign * (value - float(bound) * factors[:, number - 1])
        code[(distance > 0) | (within & (distance == 0))] = number
    return code
