"""How weights become an order, in the two forms that are quick for many weightings and exact for optimization.

``LinearScores``: the score of alternative i is the sum of ``values[i, j] * w[j]`` (weighted sum on normalized values,
weighted product on logarithms, PROMETHEE II on net flows). ``ProfileScores``: a rank profile, whose keys are quotients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from opennss.mcda.checks import InputError, refuse
from opennss.mcda.matrix import Flags, Floats


@dataclass(frozen=True, slots=True, eq=False)
class LinearScores:
    """Scores that are linear in the weights: ``values`` is an array n × m, complete, high is ahead."""

    values: Floats

    def __post_init__(self) -> None:
        if not isinstance(self.values, np.ndarray):
            raise InputError([refuse("scores-values", given=type(self.values).__name__)])

    def keys(self, weights: Floats) -> tuple[Floats, ...]:
        """Return what alternatives are ordered by, high ahead: one array N × n for weights N × m."""
        return (weights @ self.values.T,)


@dataclass(frozen=True, slots=True, eq=False)
class ProfileScores:
    """A rank profile as a function of weights w (N × m, not negative, any positive sum).

    ``known`` (n × m) holds how much of weight j has data for alternative i: 1 or 0 for a criterion, a share for a group
    of criteria. ``parts`` are n × m each, such as the share of weight j on which i has rank 1; key k of i is
    ``(parts[k] @ w) / (known @ w)``, high ahead, and a later key decides only where all earlier ones are equal.
    ``override`` (n) puts an alternative ahead of all without one. An alternative of which nothing is known under a
    weighting comes last.
    """

    known: Floats
    parts: tuple[Floats, ...]
    override: Flags

    def keys(self, weights: Floats) -> tuple[Floats, ...]:
        """Return what alternatives are ordered by, high ahead, first key first: arrays N × n."""
        have = weights @ self.known.T
        first = np.broadcast_to(self.override.astype(np.float64), have.shape)
        with np.errstate(invalid="ignore", divide="ignore"):
            quotients = [np.where(have > 0, (weights @ part.T) / have, -np.inf) for part in self.parts]
        return (first, *quotients)


def linear_or_profile(given: Any) -> None:
    """Raise ``InputError`` for anything but scores: a decision matrix is none, its values are not on one scale."""
    if not isinstance(given, LinearScores | ProfileScores):
        raise InputError([refuse("scores-not-made", given=type(given).__name__)])


Scores = LinearScores | ProfileScores
