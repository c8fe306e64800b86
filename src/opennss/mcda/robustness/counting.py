"""From scores and weightings to counts of positions: arrays made ready for the kernel, room for it, one block after
the other.

The counts are whole numbers, central weights are added up as whole numbers of a 2^32nd: sums are the same in any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opennss.mcda.checks import InputError, refuse
from opennss.mcda.matrix import Flags, Floats, Single
from opennss.mcda.robustness import kernels
from opennss.mcda.robustness.forms import faults
from opennss.mcda.robustness.lanes import LANES, ROWS
from opennss.mcda.robustness.scores import LinearScores, ProfileScores

MOST = 1 << 15
"""Alternatives, at most: their numbers lie in keys, and counts take 4 bytes a pair."""

BLOCK = 4096
"""Weightings that are drawn at once, and at most counted at once."""

MANY = 1 << 31
"""Weightings, at most: sums of whole numbers stay exact."""


@dataclass(frozen=True, slots=True, eq=False)
class DistanceScores:
    """TOPSIS: the squares of the distances to the best and to the worst there is, on each criterion (n × m each).

    Weights multiply the normalized values, so both distances are linear in the squares of the weights:
    D² = Σ w² (r - best)². That holds for every normalization that does not depend on the weights: by vector, min-max.
    ``closeness`` is the score, 1 for who is best and worst at once.
    """

    to_best: Floats
    to_worst: Floats


@dataclass(frozen=True, slots=True, eq=False)
class TableScores:
    """Scores that are given outright for each weighting (``count_in(..., table)``), of so many alternatives."""

    alternatives: int


Countable = LinearScores | DistanceScores | ProfileScores | TableScores


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What the kernel reads: see ``kernels.count_block``."""

    kind: int
    approximate: Single
    exact: Floats
    lowered: Floats
    roots: Floats
    override: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts (position × alternative), sums of the weights of firsts, pairs won (empty when nobody asked), and room."""

    counts: NDArray[np.uint32]
    central: NDArray[np.int64]
    wins: NDArray[np.uint32]
    keys: NDArray[np.uint32]
    order: NDArray[np.uint16]


def form_of(scores: Countable, criteria: int) -> Form:
    """Make scores ready; raises ``InputError`` for what is no number and for too many alternatives."""
    override = None
    if isinstance(scores, LinearScores):
        kind, matrices = kernels.LINEAR, [scores.values]
    elif isinstance(scores, DistanceScores):
        kind, matrices = kernels.DISTANCES, [scores.to_best, scores.to_worst]
    elif isinstance(scores, ProfileScores):
        kind, matrices, override = kernels.PROFILE, [scores.known, *scores.parts], scores.override
    else:
        kind, matrices = kernels.TABLE, [np.zeros((scores.alternatives, criteria))]
    exact = np.ascontiguousarray(np.stack([np.asarray(matrix, dtype=np.float64) for matrix in matrices]))
    rows, columns = exact.shape[1:]
    wrong = [] if 0 < rows <= MOST else [refuse("alternatives-too-many", number=rows, most=MOST)]
    wrong += [] if columns == criteria else [refuse("space-count", number=criteria, criteria=columns)]
    wrong += faults(exact if kind == kernels.PROFILE else np.concatenate([np.ones((1, rows, columns)), exact]))
    if wrong:
        raise InputError(wrong)
    scaled = exact[1:] if kind == kernels.PROFILE else exact
    scaled[...] = np.ldexp(scaled, -np.frexp(np.abs(scaled).max(initial=0.0))[1])  # singles hold these; ratios count
    lowered = np.median(exact[0], axis=0) if kind == kernels.LINEAR else np.zeros(columns)
    level = (exact == 0).all(axis=(0, 1)) if kind == kernels.DISTANCES else np.zeros(columns, dtype=np.bool_)
    approximate = np.zeros((len(exact), -(-rows // ROWS) * ROWS * columns), dtype=np.float32)
    approximate[:, : rows * columns] = (exact - lowered).reshape(len(exact), -1)
    flags = np.zeros(rows, dtype=np.bool_) if override is None else np.asarray(override, dtype=np.bool_)
    return Form(kind, approximate, exact, lowered + level, _roots(kind, exact - lowered), flags)


def _roots(kind: int, matrices: Floats) -> Floats:
    """Return what the error of each alternative's approximate score is in proportion to."""
    rows = matrices.shape[1]
    if kind == kernels.LINEAR:
        return np.asarray(np.sqrt((matrices[0] ** 2).sum(axis=1)))
    if kind == kernels.PROFILE:
        known = matrices[0] > 0
        sizes = np.abs(matrices[1:]) / np.where(known, matrices[0], 1)
        return np.full(rows, max(float(sizes.max(initial=0)), 1e-30))
    return np.ones(rows)


def room(form: Form, pairs: bool = False) -> Tally:
    """Return empty counts and room to work in; with 5000 alternatives about 200 MB."""
    rows, columns = form.exact.shape[1:]
    size = 8
    while size < rows:
        size *= 2
    return Tally(
        np.zeros((rows, rows), dtype=np.uint32),
        np.zeros((rows, columns), dtype=np.int64),
        np.zeros((rows, rows) if pairs else (0, 0), dtype=np.uint32),
        np.empty(size * LANES, dtype=np.uint32),
        np.empty((rows, _batch(rows) // LANES, LANES), dtype=np.uint16),
    )


def _batch(rows: int) -> int:
    """Return how many weightings are counted at once: few, so that all stays near, but many for many alternatives."""
    return BLOCK if rows > 1000 else min(BLOCK, max(512, (1 << 17) // rows // LANES * LANES))


def count_in(form: Form, weights: Single, into: Tally, table: Floats | None = None, batch: int | None = None) -> None:
    """Add the positions under N weightings (N × m, any positive sums) to the counts.

    ``table`` (N × n) are the scores of ``TableScores``. No ``batch`` changes the result.
    """
    step = min(batch or BLOCK, into.order.shape[1] * LANES)
    for start in range(0, len(weights), step):
        part = np.ascontiguousarray(weights[start : start + step])
        given = np.empty((len(part), 0)) if table is None else np.ascontiguousarray(table[start : start + step])
        kernels.count_block(
            *(form.kind, form.approximate, form.exact, form.lowered, form.roots, form.override, given, part),
            *(into.keys, into.order, into.counts, into.central, into.wins),
        )
