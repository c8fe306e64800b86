"""The answers of ``reference`` by compiled loops: for a million documents, or for many queries in one process."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from opennss.catalogue.index.kernels import accumulate, top
from opennss.catalogue.index.postings import Index
from opennss.catalogue.index.reference import Query, asked


def scores(index: Index, query: Query) -> NDArray[np.float32]:
    """Return what ``reference.scores`` returns, bit by bit."""
    plan = asked(index, query)
    sheet = np.zeros(index.size, np.float32)
    accumulate(index.documents, index.impacts, plan.starts, plan.stops, plan.weights, sheet)
    return sheet


def best(index: Index, query: Query, count: int) -> list[tuple[int, float]]:
    """Return what ``reference.best`` returns, without reading postings that cannot change it.

    >>> from opennss.catalogue.index.build import Field, build
    >>> index = build([Field(["Milk powder", "Tractors", "Milk and milk products"])])
    >>> [number for number, _ in best(index, {"milk": 1.0, "powder": 2.0}, 10)]
    [0, 2]
    """
    plan = asked(index, query)
    count = min(count, index.size)
    if count < 1:
        return []
    sheet, touched = _sheets(index)
    numbers, values = top(
        index.documents, index.impacts, plan.starts, plan.stops, plan.weights, plan.uppers, sheet, touched, count
    )
    index.spare.append((sheet, touched))
    order = np.lexsort((numbers, -values))[:count]
    return list(zip(numbers[order].tolist(), values[order].tolist(), strict=True))


def _sheets(index: Index) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return a clear sheet of scores and one of documents; each thread in a query has its own."""
    try:
        return index.spare.pop()
    except IndexError:
        return np.zeros(index.size, np.float32), np.empty(index.size, np.int32)
