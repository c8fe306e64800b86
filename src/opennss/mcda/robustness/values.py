"""Values that are not known exactly: intervals, normal errors, triangles, gaps; drawn anew with every weighting.

Source: R. Lahdelma, P. Salminen, *SMAA-2: Stochastic multicriteria acceptability analysis for group decision making*
(Operations Research 49, 2001).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from opennss.mcda.checks import InputError, is_number, refuse
from opennss.mcda.frames import decision_matrix
from opennss.mcda.matrix import DecisionMatrix, Floats
from opennss.mcda.missing import unbounded

WIDE = 1.96
"""Standard deviations to each side that the scale of a criterion takes in of a normal value: 95 % of its law."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value from ``low`` to ``high``, evenly."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Normal:
    """A value with a normal error."""

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Triangular:
    """A value from ``low`` to ``high`` whose likeliest is ``mode``."""

    low: float
    mode: float
    high: float


Value = float | None | Interval | Normal | Triangular


@dataclass(frozen=True, slots=True, eq=False)
class UncertainMatrix:
    """A decision matrix of which some cells are drawn: ``matrix`` holds their middles, ``cells`` the laws.

    ``cells`` are (alternative, criterion, law) by number. A missing value has the law ``Interval`` from the least to
    the largest value of its criterion and stands in ``notes`` as ``("value-drawn", "alternative, criterion: …")``.
    ``low`` and ``high`` (m) are the ends of each criterion's scale: of all exact values and of all laws.
    """

    matrix: DecisionMatrix
    cells: tuple[tuple[int, int, Interval | Normal | Triangular], ...]
    low: Floats
    high: Floats
    notes: tuple[tuple[str, str], ...] = ()

    def draw(self, random: np.random.Generator, count: int) -> Floats:
        """Return ``count`` matrices: count × n × m."""
        drawn = np.tile(self.matrix.values, (count, 1, 1))
        for row, column, law in self.cells:
            drawn[:, row, column] = draw(law, random, count)
        return drawn


def draw(law: Interval | Normal | Triangular, random: np.random.Generator, count: int) -> Floats:
    """Return ``count`` values by a law."""
    if isinstance(law, Normal):
        return law.mean + law.deviation * random.standard_normal(count)
    if isinstance(law, Triangular) and law.low < law.high:
        return random.triangular(law.low, law.mode, law.high, count)
    return law.low + (law.high - law.low) * random.random(count)


def uncertain_matrix(
    data: Sequence[Sequence[Value]],
    maximize: bool | Sequence[bool] = True,
    alternatives: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
) -> UncertainMatrix:
    """Make an uncertain matrix from rows of numbers, laws and ``None`` (missing).

    Raises ``InputError`` with every fault at once: as ``mcda.frames.decision_matrix``, a law whose ends lie crosswise,
    a negative deviation, a criterion of which nothing is known.

    >>> made = uncertain_matrix([[1.0, Interval(2, 4)], [None, 5.0], [3.0, Normal(1, 0.5)]])
    >>> made.matrix.values.tolist(), made.notes
    ([[1.0, 3.0], [2.0, 5.0], [3.0, 1.0]], (('value-drawn', 'a2, c1: 1 to 3'),))
    """
    _rows(data)
    middles = [[_middle(cell) for cell in row] for row in data]
    matrix = decision_matrix(middles, maximize, alternatives, criteria)
    laws = {
        (i, j): cell
        for i, row in enumerate(data)
        for j, cell in enumerate(row)
        if isinstance(cell, Interval | Normal | Triangular)
    }
    wrong = [
        refuse("value-law", i + 1, matrix.criteria[j], number=i + 1, name=matrix.criteria[j], law=str(law))
        for (i, j), law in laws.items()
        if not _is_law(law)
    ]
    gaps = np.isnan(matrix.values)
    wrong += [
        refuse("criterion-empty", 0, matrix.criteria[j], name=matrix.criteria[j])
        for j in np.flatnonzero(gaps.all(axis=0))
    ]
    if wrong:
        raise InputError(wrong)
    ends = _ends_of(matrix, laws)
    known = np.nanmin(matrix.values, axis=0), np.nanmax(matrix.values, axis=0)
    notes = []
    for i, j in np.argwhere(gaps).tolist():
        law = Interval(float(known[0][j]), float(known[1][j]))
        laws[i, j] = law
        matrix.values[i, j] = (law.low + law.high) / 2
        notes.append(("value-drawn", f"{matrix.alternatives[i]}, {matrix.criteria[j]}: {law.low:g} to {law.high:g}"))
    cells = tuple((i, j, law) for (i, j), law in sorted(laws.items()))
    return UncertainMatrix(matrix, cells, *ends, tuple(notes))


def _ends_of(
    matrix: DecisionMatrix, laws: Mapping[tuple[int, int], Interval | Normal | Triangular]
) -> tuple[Floats, Floats]:
    """Return the least and the largest value of each criterion; raises ``InputError`` where they are too far apart."""
    low, high = matrix.values.copy(), matrix.values.copy()
    for place, law in laws.items():
        low[place], high[place] = _ends(law)
    ends = np.nanmin(low, axis=0), np.nanmax(high, axis=0)
    if wide := unbounded(*ends).nonzero()[0].tolist():
        raise InputError([refuse("criterion-wide", 0, matrix.criteria[j], name=matrix.criteria[j]) for j in wide])
    return ends


def _rows(data: object) -> None:
    """Raise ``InputError`` for what is not made of rows; a frame of Polars would hand out its columns instead."""
    if hasattr(data, "columns"):
        raise InputError([refuse("uncertain-frame")])
    if (
        not hasattr(data, "__iter__")
        or isinstance(data, str)
        or any(isinstance(row, str) or not hasattr(row, "__iter__") for row in data)
    ):
        decision_matrix(data)  # says what is wrong


def _middle(cell: Value) -> float | None:
    """Return the mean of a cell; ``None`` for a law that is none, which is told once the names are known."""
    if not isinstance(cell, Interval | Normal | Triangular):
        return cell
    if not _is_law(cell):
        return None
    if isinstance(cell, Interval):
        return (cell.low + cell.high) / 2
    return cell.mean if isinstance(cell, Normal) else (cell.low + cell.mode + cell.high) / 3


def _ends(law: Interval | Normal | Triangular) -> tuple[float, float]:
    if isinstance(law, Normal):
        return law.mean - WIDE * law.deviation, law.mean + WIDE * law.deviation
    return law.low, law.high


def _is_law(law: Interval | Normal | Triangular) -> bool:
    if isinstance(law, Normal):
        return is_number(law.mean) and is_number(law.deviation) and law.deviation >= 0
    points = (law.low, law.high) if isinstance(law, Interval) else (law.low, law.mode, law.high)
    return all(map(is_number, points)) and list(points) == sorted(points)
