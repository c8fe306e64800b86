"""BM25 with NumPy alone: the scores by definition, fast enough for a query or two on some hundred thousand documents.

BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009): a term of the query
adds weight × idf × count / (count + k1 (1 - b + b length / mean length)), with idf = ln(1 + (N - n + 1/2) / (n + 1/2)),
which is never negative. Fields count with their weights in count and length (its "simple" BM25F). The fraction is kept
in 65535ths, and terms are added in a fixed order in single precision, so every way to compute a score gives one number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from opennss.catalogue.index.postings import FULL, Index, find

Query = Mapping[str, float]
"""A term, folded as in the index, and its weight (> 0)."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The terms of a query that the index holds, the weightiest first: where their postings are, what an impact counts.

    ``weights`` turn an impact into a score; ``uppers`` are the largest scores that each term can add.
    """

    terms: tuple[str, ...]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    weights: NDArray[np.float32]
    uppers: NDArray[np.float32]


def asked(index: Index, query: Query) -> Asked:
    """Look up the terms of a query, without unknown ones. Raises ``ValueError`` for a weight that is not positive."""
    rows = []
    for term, weight in query.items():
        if not 0 < weight < float("inf"):
            raise ValueError(f"the weight of {term!r} must be a positive number, not {weight}")
        number = find(index, term)
        if number is not None:
            start, stop = int(index.starts[number]), int(index.starts[number + 1])
            scale = np.float32(weight * _idf(index.size, stop - start) / FULL)
            rows.append((-float(scale * np.float32(index.tops[number])), number, term, start, stop, scale))
    rows.sort(key=lambda row: row[:2])
    uppers, _, terms, starts, stops, weights = zip(*rows, strict=True) if rows else ((),) * 6
    return Asked(
        terms,
        np.array(starts, np.int64),
        np.array(stops, np.int64),
        np.array(weights, np.float32),
        -np.array(uppers, np.float32),
    )


def _idf(size: int, frequency: int) -> float:
    return log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def scores(index: Index, query: Query) -> NDArray[np.float32]:
    """Return the score of every document, 0 where no term of the query stands in it.

    >>> from opennss.catalogue.index.build import Field, build
    >>> index = build([Field(["Milk powder", "Tractors", "Milk and milk products"])])
    >>> [f"{score:.3f}" for score in scores(index, {"milk": 1.0})]
    ['0.227', '0.000', '0.245']
    """
    plan = asked(index, query)
    sheet = np.zeros(index.size, np.float32)
    for start, stop, weight in zip(plan.starts, plan.stops, plan.weights, strict=True):
        sheet[index.documents[start:stop]] += weight * index.impacts[start:stop].astype(np.float32)
    return sheet


def best(index: Index, query: Query, count: int) -> list[tuple[int, float]]:
    """Return number and score of the ``count`` best documents, best first; of equal ones the lower number first.

    Documents without any term of the query are never among them.

    >>> from opennss.catalogue.index.build import Field, build
    >>> index = build([Field(["Milk powder", "Tractors", "Milk and milk products"])])
    >>> [number for number, _ in best(index, {"milk": 1.0, "powder": 2.0}, 10)]
    [0, 2]
    """
    return ranked(scores(index, query), count)


def ranked(sheet: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
    """Return the ``count`` best of a sheet of scores as ``best`` does."""
    if count < 1:
        return []
    found = np.flatnonzero(sheet)
    if len(found) > count:
        bar = np.partition(sheet[found], len(found) - count)[len(found) - count]
        found = found[sheet[found] >= bar]
    order = np.lexsort((found, -sheet[found]))[:count]
    return [(int(number), float(sheet[number])) for number in found[order]]


def matched(index: Index, query: Query, document: int) -> dict[str, float]:
    """Return what each term of the query adds to the score of one document, the biggest share first.

    >>> from opennss.catalogue.index.build import Field, build
    >>> index = build([Field(["Milk powder", "Tractors", "Milk and milk products"])])
    >>> list(matched(index, {"milk": 1.0, "powder": 1.0, "tractors": 1.0}, 0))
    ['powder', 'milk']
    """
    plan = asked(index, query)
    shares = {}
    for term, start, stop, weight in zip(plan.terms, plan.starts, plan.stops, plan.weights, strict=True):
        place = start + np.searchsorted(index.documents[start:stop], document)
        if place < stop and index.documents[place] == document:
            shares[term] = float(weight * np.float32(index.impacts[place]))
    return dict(sorted(shares.items(), key=lambda share: (-share[1], share[0])))
