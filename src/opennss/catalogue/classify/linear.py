"""One linear model per label: the hinge loss, by stochastic gradient, in a fixed order.

Labels are learnt independently of each other, a block of them on each core, so the result is the same on any number
of cores. What weighs next to nothing is dropped at once: no table of all features by all labels is ever in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from opennss.catalogue.classify.features import Matrix

EPOCHS, SHRINK = 5, 1e-5
"""Rounds through the texts, and the strength of the pull to zero."""
BLOCK, BLOCKS = 128, 4
"""Labels that one core learns at a time, and blocks learnt side by side."""
SMALL = 0.1
"""Weights below it are dropped."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Features by labels, row after row: feature ``i`` holds ``labels`` and ``values`` from ``starts[i]``.

    Values are rounded to half precision, as they are kept.
    """

    starts: NDArray[np.int64]
    labels: NDArray[np.uint16]
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Answers:
    """The labels of texts: text ``i`` has ``labels`` from ``starts[i]``; ``told[i, head]``: whether it tells of a head.

    ``heads`` names the head of each label.
    """

    starts: NDArray[np.int64]
    labels: NDArray[np.int32]
    told: NDArray[np.bool_]
    heads: NDArray[np.int32]


@numba.njit(parallel=True, fastmath=True, cache=True)
def _learn(starts, columns, values, order, label_starts, labels, told, heads, first, slopes, bias):  # type: ignore[no-untyped-def]
    """Learn the labels from ``first`` on: ``slopes`` (blocks, features, labels of a block) and ``bias``."""
    begin = np.sqrt(np.sqrt(SHRINK)) / SHRINK
    for block in numba.prange(slopes.shape[0]):
        low = first + block * BLOCK
        size = max(0, min(BLOCK, heads.size - low))
        weights = slopes[block]
        scores, steps = np.empty(size, np.float32), np.empty(size, np.float32)
        scale = 1.0
        for turn in range(order.size):
            row = order[turn]
            rate = 1 / (SHRINK * (begin + turn))
            scale *= 1 - rate * SHRINK
            scores[:] = 0
            for place in range(starts[row], starts[row + 1]):
                value, slope = values[place], weights[columns[place]]
                for label in range(size):
                    scores[label] += value * slope[label]
            for label in range(size):
                scores[label] = scores[label] * scale + bias[low + label]
                steps[label] = -rate if scores[label] > -1 and told[row, heads[low + label]] else 0
            for place in range(label_starts[row], label_starts[row + 1]):
                label = labels[place] - low
                if 0 <= label < size:
                    steps[label] = rate if scores[label] < 1 else 0
            for label in range(size):
                step = steps[label]
                if step != 0:
                    bias[low + label] += 0.01 * step
                    for place in range(starts[row], starts[row + 1]):
                        weights[columns[place], label] += step / scale * values[place]
        weights *= scale


@numba.njit(cache=True)
def _add(columns, values, starts, labels, weights, out):  # type: ignore[no-untyped-def]
    """Add the weights of one text's features to ``out``, by label."""
    for place in range(columns.size):
        value = values[place]
        for entry in range(starts[columns[place]], starts[columns[place] + 1]):
            out[labels[entry]] += value * weights[entry]


def learn(
    texts: Matrix, features: int, answers: Answers, order: NDArray[np.int64], progress: Callable[[float], None]
) -> tuple[Weights, NDArray[np.float32]]:
    """Learn the weights and the bias of all labels from texts, in ``order``; ``progress`` is told the share done."""
    size = answers.heads.size
    bias = np.full(size, -1, np.float32)
    slopes = np.empty((BLOCKS, features, BLOCK), np.float32)
    parts = []
    for first in range(0, max(size, 1), BLOCK * BLOCKS):
        slopes[:] = 0
        _learn(
            texts.starts, texts.columns, texts.values, order, answers.starts, answers.labels, answers.told,
            answers.heads, first, slopes, bias,
        )  # fmt: skip
        for number, block in enumerate(slopes):
            rows, labels = np.nonzero(np.abs(block) >= SMALL)
            parts.append((rows, labels + first + number * BLOCK, block[rows, labels]))
        progress(min(1.0, (first + BLOCK * BLOCKS) / max(size, 1)))
    return weights_of(features, *(np.concatenate(part) for part in zip(*parts, strict=True))), bias


def weights_of(features: int, rows: NDArray[Any], labels: NDArray[Any], values: NDArray[Any]) -> Weights:
    """Return single weights sorted by feature."""
    order = np.argsort(rows, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=features))))
    return Weights(
        starts.astype(np.int64), labels[order].astype(np.uint16), values[order].astype(np.float16).astype(np.float32)
    )


def scores(texts: Matrix, row: int, weights: Weights, base: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the score of every label for one text: its weights on top of ``base``."""
    out = base.copy()
    part = slice(texts.starts[row], texts.starts[row + 1])
    _add(texts.columns[part], texts.values[part], weights.starts, weights.labels, weights.values, out)
    return out
