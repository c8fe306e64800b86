"""The sweeps over sorted values that give flows, compiled with Numba; the tests compare them with all pairs.

Each takes the values of one criterion in rising order, high is better, and returns for each of them a sum over all
values below it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from opennss.mcda.matrix import Floats
from opennss.mcda.normalize import NEAR

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a kernel at its first call and keep it on the disk; it runs without the interpreter's lock."""
    return cast(F, njit(cache=True, nogil=True)(function))


@compiled
def exceeds(high: float, low: float, threshold: float) -> bool:
    """Return whether a difference is more than a threshold, by more than the last digits of the values."""
    return high - low > threshold + NEAR * max(abs(high), abs(low))


@compiled
def steps(rising: Floats, threshold: float) -> Floats:
    """Count the values that each one exceeds by more than the threshold."""
    counts = np.empty(rising.size)
    below = 0
    for one in range(rising.size):
        while below < one and exceeds(rising[one], rising[below], threshold):
            below += 1
        counts[one] = below
    return counts


@compiled
def ramps(rising: Floats, q: float, p: float) -> Floats:
    """Sum preferences that rise from 0 at a difference of q to 1 at p > q.

    The differences in between are summed from running sums that start anew at every value more than p above the last
    start: so no far value, however large, costs near ones their digits, and a window of width p meets two at most.
    """
    size = rising.size
    start, upto = np.empty(size, np.int64), np.empty(size)
    sums = np.empty(size)
    first, total = 0, 0.0
    full = some = 0  # the values before ``full`` are p or more below, those from there to ``some`` more than q
    for one in range(size):
        high = rising[one]
        if high - rising[first] > p:
            first, total = one, 0.0
        total += high - rising[first]
        start[one], upto[one] = first, total
        while full < one and high - rising[full] >= p:
            full += 1
        some = max(some, full)
        while some < one and high - rising[some] > q:
            some += 1
        between, last = 0.0, some - 1
        while last >= full:
            begin = max(full, start[last])
            before = upto[begin - 1] if begin > start[last] else 0.0
            between += (last - begin + 1) * (high - rising[start[last]] - q) - (upto[last] - before)
            last = begin - 1
        sums[one] = full + between / (p - q)
    return sums


@compiled
def bells(rising: Floats, s: float) -> Floats:
    """Sum Gaussian preferences, pair by pair."""
    sums = np.zeros(rising.size)
    for one in range(rising.size):
        for other in range(one):
            sums[one] -= np.expm1(-(((rising[one] - rising[other]) / s) ** 2) / 2)
    return sums
