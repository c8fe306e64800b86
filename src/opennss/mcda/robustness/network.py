"""A network that sorts keys of eight weightings side by side.

Source: K. E. Batcher, *Sorting networks and their applications* (AFIPS 1968).
"""

from __future__ import annotations

from typing import Any

from opennss.mcda.robustness.lanes import (
    LANES,
    compiled,
    halve_eight,
    halve_four,
    halve_two,
    mirror,
    sort_eight,
)

_CHUNK = 512


@compiled
def sort_lanes(keys: Any, size: int, rows: int) -> None:
    """Sort ``size`` (a power of two, at least 8) keys in each of eight lanes; from ``rows`` on all are the largest.

    ``keys`` is flat, the eight of a row side by side. Runs of a chunk are made first, while it is in the nearest cache.
    """
    chunk = min(size, _CHUNK)
    for low in range(0, rows, chunk):
        for start in range(low, min(low + chunk, rows), 8):
            sort_eight(keys, start * LANES, LANES)
        run = 16
        while run <= chunk:
            _mirrored(keys, low, low + chunk, run, rows)
            _halved(keys, low, low + chunk, run // 16, rows)
            run *= 2
    run = 2 * chunk
    while run <= size:
        _mirrored(keys, 0, size, run, rows)
        far = run // 16
        while far >= chunk:
            _eighths(keys, 0, size, far, rows)
            far //= 8
        for low in range(0, rows, chunk):
            _halved(keys, low, low + chunk, far, rows)
        run *= 2


@compiled
def _mirrored(keys: Any, low: int, high: int, run: int, rows: int) -> None:
    step = run // 8
    for base in range(low, high, run):
        if base + run // 2 < rows:  # else the upper half is padding and the lower one is sorted
            for turn in range(step):
                mirror(keys, (base + turn) * LANES, (base + run - 1 - turn) * LANES, step * LANES)


@compiled
def _eighths(keys: Any, low: int, high: int, far: int, rows: int) -> None:
    step = far // 4
    for base in range(low, min(high, rows), 2 * far):
        for start in range(base, base + step):
            halve_eight(keys, start * LANES, step * LANES)


@compiled
def _halved(keys: Any, low: int, high: int, far: int, rows: int) -> None:
    """Compare over ``far``, half of it, and so on to neighbours."""
    while far >= 4:
        _eighths(keys, low, high, far, rows)
        far //= 8
    if far == 2:
        for start in range(low, min(high, rows), 4):
            halve_four(keys, start * LANES, LANES)
    elif far == 1:
        for start in range(low, min(high, rows), 2):
            halve_two(keys, start * LANES, LANES)
