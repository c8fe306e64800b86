"""One linear model per label, all learnt at once: the hinge loss, by stochastic gradient, in a fixed order.

Columns of labels are independent of each other, so blocks of them run side by side and the result is the same on any
number of cores.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from opennss.catalogue.classify.features import Matrix

EPOCHS = 6
SHRINK = 1e-5
"""Strength of the pull to zero."""
BLOCK = 256
"""Labels that one worker learns at a time."""


@numba.njit(parallel=True, fastmath=True, cache=True)
def _learn(starts, columns, values, order, label_starts, labels, told, heads, slopes, bias, shrink):  # type: ignore[no-untyped-def]
    """Go through the texts in ``order``; ``heads`` names the head of each label, ``told`` what a text tells of."""
    blocks = (bias.size + BLOCK - 1) // BLOCK
    begin = np.sqrt(np.sqrt(shrink)) / shrink
    for block in numba.prange(blocks):
        low, high = block * BLOCK, min((block + 1) * BLOCK, bias.size)
        scores, steps = np.empty(high - low, np.float32), np.empty(high - low, np.float32)
        scale = 1.0
        for turn in range(order.size):
            row = order[turn]
            rate = 1 / (shrink * (begin + turn))
            scale *= 1 - rate * shrink
            scores[:] = 0
            for place in range(starts[row], starts[row + 1]):
                value, slope = values[place], slopes[columns[place], low:high]
                for label in range(high - low):
                    scores[label] += value * slope[label]
            for label in range(high - low):
                score = scores[label] * scale + bias[low + label]
                steps[label] = -rate if score > -1 and told[row, heads[low + label]] else 0
                scores[label] = score
            for place in range(label_starts[row], label_starts[row + 1]):
                label = labels[place] - low
                if 0 <= label < high - low:
                    steps[label] = rate if scores[label] < 1 else 0
            for label in range(high - low):
                step = steps[label]
                if step != 0:
                    bias[low + label] += 0.01 * step
                    for place in range(starts[row], starts[row + 1]):
                        slopes[columns[place], low + label] += step / scale * values[place]
        for row in range(slopes.shape[0]):
            for label in range(low, high):
                slopes[row, label] *= scale
