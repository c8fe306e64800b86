"""Partial orders: alternatives that are ahead, equal, or not to be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from opennss.mcda.aggregate.preference_kernels import compiled
from opennss.mcda.matrix import Floats, Working

LETTERS = {1.0: "P", -1.0: "P-", 0.0: "I"}
INCOMPARABLE = "R"


@dataclass(frozen=True, slots=True, eq=False)
class PartialOrder:
    """What a method found that does not compare every pair.

    ``relation`` is n × n: 1 where the alternative of the row is ahead, -1 where it is behind, 0 where both are equal,
    NaN where they are incomparable. ``working`` and ``notes`` as in ``Ranking``.
    """

    method: str
    alternatives: tuple[str, ...]
    relation: Working
    working: tuple[Working, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    def frame(self) -> pl.DataFrame:
        """Return the relation in the letters of the literature."""
        return letters(self.relation)


def letters(relation: Working) -> pl.DataFrame:
    """Return a relation as a table of letters: P (preferred), P- (the other is), I (indifferent), R (incomparable).

    >>> values = np.array([[0.0, 1.0, np.nan], [-1.0, 0.0, 0.0], [np.nan, 0.0, 0.0]])
    >>> letters(Working("promethee.relation", "P, I, R", ("a", "b", "c"), ("a", "b", "c"), values)).rows()
    [('a', 'I', 'P', 'R'), ('b', 'P-', 'I', 'I'), ('c', 'R', 'I', 'I')]
    """
    words = [[LETTERS.get(value, INCOMPARABLE) for value in column] for column in relation.values.T.tolist()]
    columns = dict(zip(relation.columns, words, strict=True))
    return pl.DataFrame({"": list(relation.rows), **columns})


@compiled
def crossed(first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
    """Return the relation, n × n, that two orders (1 comes first) have in common, as in ``PartialOrder``."""
    relation = np.empty((first.size, first.size))
    for one in range(first.size):
        for other in range(first.size):
            ahead = first[one] < first[other] or second[one] < second[other]
            behind = first[one] > first[other] or second[one] > second[other]
            relation[one, other] = np.nan if ahead and behind else np.float64(ahead) - np.float64(behind)
    return relation
