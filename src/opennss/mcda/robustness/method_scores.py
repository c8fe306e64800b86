"""The scores of each method as the quick ways want them: products with the weights where there are such, else a call.

Weighted sum and PROMETHEE II are linear in the weights, the weighted product is so in logarithms, both distances of
TOPSIS in their squares. VIKOR and ELECTRE III are computed weighting by weighting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from opennss.mcda.aggregate import METHODS
from opennss.mcda.aggregate.preferences import unicriterion_flows
from opennss.mcda.aggregate.promethee import USUAL
from opennss.mcda.aggregate.vikor import majority
from opennss.mcda.checks import InputError, complete, refuse, unknown
from opennss.mcda.matrix import DecisionMatrix, Floats
from opennss.mcda.missing import Notes, filled, infinite, remarks
from opennss.mcda.normalize import normalization as by_name
from opennss.mcda.normalize import not_positive, varies
from opennss.mcda.robustness.counting import DistanceScores
from opennss.mcda.robustness.lanes import compiled
from opennss.mcda.robustness.scores import LinearScores, ProfileScores
from opennss.mcda.robustness.values import Normal, UncertainMatrix, draw

Scored = Callable[[Floats], Floats]
"""Scores N × n (high is ahead, NaN: none) of weightings N × m that sum to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnScores:
    """Scores that also depend on values drawn anew for each weighting: ``scores(weights, random)`` gives N × n."""

    scores: Callable[[Floats, np.random.Generator], Floats]


AnyScores = LinearScores | DistanceScores | ProfileScores | DrawnScores | Scored


def scores_of(matrix: DecisionMatrix, method: str, options: dict[str, Any]) -> tuple[AnyScores, DecisionMatrix, Notes]:
    """Return the scores of a method of ``mcda.aggregate.METHODS``, the matrix they are of, and notes for the reader.

    ``options`` are those of the method. Raises ``InputError`` as the method does.
    """
    notes: Notes = ()
    options = dict(options)
    if method not in METHODS:
        raise InputError([unknown(method, METHODS)])
    if treatment := options.pop("missing", None):
        whole = filled(matrix, treatment)
        matrix, notes = whole.matrix, whole.notes
    if wrong := infinite(matrix) + complete(matrix):
        raise InputError(wrong)
    made = QUICK[method](matrix, **options) if method in QUICK else _called(matrix, method, options)
    return made, matrix, (*notes, *remarks(matrix))


def _sum(matrix: DecisionMatrix, normalization: str = "min-max") -> LinearScores:
    return LinearScores(by_name(normalization)(matrix.values, matrix.maximize))


def _product(matrix: DecisionMatrix) -> LinearScores:
    wrong = matrix.values <= 0
    if wrong.any():
        raise InputError(not_positive(matrix.values, wrong, matrix.alternatives, matrix.criteria))
    logarithms = np.log(matrix.values) * np.where(matrix.maximize, 1, -1)
    return LinearScores(logarithms - logarithms.max(axis=0) - 1)


def _topsis(matrix: DecisionMatrix, normalization: str = "vector") -> DistanceScores:
    normalized = by_name(normalization)(matrix.values, np.ones_like(matrix.maximize))
    normalized = np.where(varies(normalized), normalized, normalized[0])
    low, top = normalized.min(axis=0), normalized.max(axis=0)
    best, worst = np.where(matrix.maximize, top, low), np.where(matrix.maximize, low, top)
    return DistanceScores((normalized - best) ** 2, (normalized - worst) ** 2)


def _flows(matrix: DecisionMatrix, preferences: Any = USUAL) -> LinearScores:
    ahead, behind = unicriterion_flows(matrix.values, matrix.maximize, preferences)
    return LinearScores(ahead - behind)


def _vikor(matrix: DecisionMatrix, v: float = 0.5) -> Scored:
    majority(v)
    low, top = matrix.values.min(axis=0), matrix.values.max(axis=0)
    best = np.where(matrix.maximize, top, low)
    apart = varies(matrix.values)
    regret = np.where(apart, np.abs(best - matrix.values) / np.where(apart, top - low, 1.0), 0.0)
    by_criterion = np.ascontiguousarray(regret.T)

    def scores(weights: Floats) -> Floats:
        return np.asarray(vikor_scores(by_criterion, weights, v))

    return scores


QUICK: dict[str, Callable[..., AnyScores]] = {
    "weighted-sum": _sum,
    "weighted-product": _product,
    "topsis": _topsis,
    "promethee-2": _flows,
    "vikor": _vikor,
}
"""What makes the scores of a method from a matrix and the options of the method."""


@compiled
def vikor_scores(regret: Any, weights: Any, v: float) -> Any:
    """Return -Q (N × n) of VIKOR; ``regret`` is m × n, from 0 (best) to 1. The method itself is its reference."""
    rows = regret.shape[1]
    scores = np.empty((len(weights), rows))
    group, single = np.empty(rows), np.empty(rows)
    for one in range(len(weights)):
        group[:], single[:] = 0, 0
        for column in range(len(regret)):
            weight = weights[one, column]
            for row in range(rows):
                lost = weight * regret[column, row]
                group[row] += lost
                single[row] = max(single[row], lost)
        scores[one] = 0
        for part, share in ((group, v), (single, 1 - v)):
            low, top = part.min(), part.max()
            if top - low > 1e-12 * abs(top):
                scores[one] -= share * (part - low) / (top - low)
    return scores


def _called(matrix: DecisionMatrix, method: str, options: dict[str, Any]) -> Scored:
    rank = METHODS[method]

    def scores(weights: Floats) -> Floats:
        return np.array([rank(matrix, row, rescale=True, **options).score for row in weights])

    return scores


def drawn_scores_of(matrix: UncertainMatrix, method: str, options: dict[str, Any]) -> DrawnScores:
    """Return scores whose values are drawn anew with each weighting.

    For a weighted sum the scale of a criterion goes from ``low`` to ``high`` of the uncertain matrix, whatever is
    drawn, so totals are linear in the values, and normal errors are drawn as one error of each total. Every other
    method is called on each drawn matrix as it stands. Raises ``InputError`` for options that do not fit.
    """
    if method not in METHODS:
        raise InputError([unknown(method, METHODS)])
    if method == "weighted-sum":
        if options:
            raise InputError([refuse("uncertain-options", options=", ".join(options))])
        return DrawnScores(_uncertain_sum(matrix))
    rank = METHODS[method]

    def scores(weights: Floats, random: np.random.Generator) -> Floats:
        made = []
        for row in weights:
            one = replace(matrix.matrix, values=matrix.draw(random, 1)[0])
            made.append(rank(one, row, rescale=True, **options).score)
        return np.array(made)

    return DrawnScores(scores)


def _uncertain_sum(matrix: UncertainMatrix) -> Callable[[Floats, np.random.Generator], Floats]:
    apart, sign = varies(np.stack([matrix.low, matrix.high])), np.where(matrix.matrix.maximize, 1, -1)
    scale = np.where(apart, sign / np.where(apart, matrix.high - matrix.low, 1), 0.0)
    origin = np.where(matrix.matrix.maximize, matrix.low, matrix.high)
    fixed = (matrix.matrix.values - origin) * scale
    variance = np.zeros_like(fixed)
    others = []
    for row, column, law in matrix.cells:
        if isinstance(law, Normal):
            variance[row, column] = (law.deviation * scale[column]) ** 2
        else:
            fixed[row, column] = 0.0
            others.append((row, column, law))
    normal = np.flatnonzero(variance.any(axis=1))

    def scores(weights: Floats, random: np.random.Generator) -> Floats:
        totals = weights @ fixed.T
        if len(normal):
            deviations = np.sqrt(weights**2 @ variance[normal].T)
            totals[:, normal] += deviations * random.standard_normal(deviations.shape)
        for row, column, law in others:
            drawn = (draw(law, random, len(weights)) - origin[column]) * scale[column]
            totals[:, row] += weights[:, column] * drawn
        return np.asarray(totals)

    return scores
