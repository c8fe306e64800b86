"""What every method of ranking takes and gives: a decision matrix, a ranking, and the tables of its working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from opennss.language import FALLBACK, say

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Single = NDArray[np.float32]

DIGITS = 12
"""Scores that agree to so many digits of the largest one are equal: they share a position."""


@dataclass(frozen=True, slots=True, eq=False)
class DecisionMatrix:
    """Values of n alternatives (rows) on m criteria (columns), as they were measured.

    ``values`` is n × m in each criterion's own unit, NaN where a value is missing; ``maximize[j]`` says whether high
    values of criterion j are wanted. Make one with ``decision_matrix`` in ``mcda.frames``, which checks it.
    """

    values: Floats
    maximize: Flags
    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Number of alternatives, number of criteria."""
        return len(self.alternatives), len(self.criteria)


@dataclass(frozen=True, slots=True, eq=False)
class Working:
    """One intermediate table of a method.

    ``key`` names its caption, a sentence below ``working.`` in the locale files; ``symbol`` is the paper's. ``values``
    is len(rows) × len(columns); NaN where the method has none.
    """

    key: str
    symbol: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats

    def caption(self, language: str = FALLBACK) -> str:
        """Return what the table shows, in words."""
        return say(f"working.{self.key}", language)

    def frame(self) -> pl.DataFrame:
        """Return the table with the names of its rows in the first column."""
        columns = {name: self.values[:, place] for place, name in enumerate(self.columns)}
        return pl.DataFrame({"": list(self.rows), **columns})


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """What a method found: a score and a position for each alternative, with every table it was made from.

    ``score`` is the number that the order comes from, high is ahead (a method whose small values are good turns its
    sign and keeps the original in ``working``); NaN where an alternative has none. ``position`` counts from 1, equal
    scores share one, ``None`` where there is no score. ``notes`` are what the reader must be told: a code below
    ``note.`` of the locale files with the name it is about, such as ``("constant-criterion", "price")``.
    """

    method: str
    alternatives: tuple[str, ...]
    score: Floats
    position: tuple[int | None, ...]
    working: tuple[Working, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    def frame(self) -> pl.DataFrame:
        """Return one row an alternative, in the order of the ranking; those without a position come last."""
        scores = [None if np.isnan(score) else float(score) for score in self.score]
        made = pl.DataFrame(
            {"position": list(self.position), "alternative": list(self.alternatives), "score": scores},
            schema={"position": pl.Int64, "alternative": pl.String, "score": pl.Float64},
        )
        return made.sort("position", nulls_last=True, maintain_order=True)

    def table(self, key: str) -> Working:
        """Return one table of the working; raises ``KeyError`` with the keys there are."""
        found = {item.key: item for item in self.working}
        if key not in found:
            raise KeyError(f"{key} is none of {', '.join(found)}")
        return found[key]

    def told(self, language: str = FALLBACK) -> tuple[str, ...]:
        """Return the notes in words."""
        return tuple(say(f"note.{code}", language, name=name) for code, name in self.notes)

    def __str__(self) -> str:
        with pl.Config(tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True, tbl_rows=-1):
            return "\n".join([self.method, str(self.frame()), *self.told()])


def positions(score: ArrayLike, least: float = 0.0) -> tuple[int | None, ...]:
    """Return positions by falling score: equal ones (to ``DIGITS`` of the largest) share the better one, NaN has none.

    So do those that differ by no more than ``least``: what rounding alone can make where all scores are about 0.

    >>> positions([0.2, 0.9, float("nan"), 0.2])
    (2, 1, None, 2)
    """
    scores = np.asarray(score, dtype=np.float64)
    known = np.isfinite(scores)
    largest = np.abs(scores[known]).max(initial=0.0)
    near = max(largest * 10.0**-DIGITS, least)
    order = np.argsort(-np.where(known, scores, -np.inf), kind="stable")
    found: list[int | None] = [None] * len(scores)
    place, before = 0, np.inf
    for count, one in enumerate(order[: int(known.sum())], 1):
        if before - scores[one] > near or count == 1:
            place = count
        before = scores[one]
        found[one] = place
    return tuple(found)


def labels(prefix: str, count: int) -> tuple[str, ...]:
    """Return ``count`` names for what has none.

    >>> labels("a", 3)
    ('a1', 'a2', 'a3')
    """
    return tuple(f"{prefix}{number}" for number in range(1, count + 1))


def working(key: str, symbol: str, rows: Sequence[str], columns: Sequence[str], values: ArrayLike) -> Working:
    """Make a table of the working; a vector becomes one column.

    >>> working("topsis.closeness", "C", ["a"], ["C"], [0.5]).values.shape
    (1, 1)
    """
    table = np.asarray(values, dtype=np.float64)
    return Working(key, symbol, tuple(rows), tuple(columns), table.reshape(len(rows), len(columns)))
