"""The problems that the benchmarks of ranking share: skewed values, a third of them costs, thresholds by deviation."""

from __future__ import annotations

import numpy as np

from opennss.mcda.matrix import DecisionMatrix, Flags, Floats, labels

SEED = 7


def problem(alternatives: int, criteria: int) -> DecisionMatrix:
    """Return values with a common quality behind them, on scales of very different size; every third is a cost."""
    random = np.random.default_rng(SEED)
    quality = random.normal(size=(alternatives, 1)) * random.uniform(0, 0.6, (1, criteria))
    values = np.exp(quality + 0.8 * random.normal(size=(alternatives, criteria)))
    values *= random.lognormal(2, 2, (1, criteria))
    return DecisionMatrix(values, benefits(criteria), labels("a", alternatives), labels("c", criteria))


def benefits(criteria: int) -> Flags:
    """Return which criteria are benefits."""
    return np.asarray(np.arange(criteria) % 3 != 2)


def directions(matrix: DecisionMatrix) -> Floats:
    """Return 1 for a benefit and -1 for a cost, as other packages want it."""
    return np.where(matrix.maximize, 1, -1)


def thresholds(matrix: DecisionMatrix) -> tuple[Floats, Floats]:
    """Return indifference and preference thresholds: 0.1 and 0.6 standard deviations."""
    deviation = matrix.values.std(axis=0)
    return 0.1 * deviation, 0.6 * deviation
