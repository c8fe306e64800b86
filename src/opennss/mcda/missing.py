"""Missing values: treatments that are chosen by name and reported cell by cell; without one nothing is filled.

Source: R. J. A. Little, D. B. Rubin, *Statistical Analysis with Missing Data* (Wiley, 3rd edition 2019), chapters 3
and 4 (complete cases, single imputation); OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from opennss.errors import Finding
from opennss.mcda.checks import Given, InputError, a_matrix, complete, refuse, unknown, weights_for
from opennss.mcda.matrix import DecisionMatrix, Flags, Floats
from opennss.mcda.normalize import bounds, varies

Notes = tuple[tuple[str, str], ...]

TREATMENTS = ("criteria", "alternatives", "median", "worst")
"""What can be done with gaps: leave out the criteria, or the alternatives, that have some; or fill them with the
median, or with the worst value, of the same criterion."""

RENORMALIZE = "renormalize"
"""What ``weighted_sum`` alone can do with gaps, without filling any."""


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """A matrix without gaps, and what was done: names left out, and each filled cell with its value.

    ``notes`` say the same as notes of a ranking.
    """

    matrix: DecisionMatrix
    left_out: tuple[str, ...] = ()
    cells: tuple[tuple[str, str, float], ...] = ()
    notes: Notes = ()


def filled(matrix: DecisionMatrix, how: str) -> Filled:
    """Return a matrix without missing values after one of ``TREATMENTS``, with everything that was done to it.

    A matrix without gaps comes back as it is. Raises ``InputError`` for an unknown treatment, when nothing would be
    left, or when a criterion to be filled has no value at all.

    >>> values = np.array([[1.0, np.nan], [2.0, 5.0], [4.0, 7.0]])
    >>> matrix = DecisionMatrix(values, np.array([True, False]), ("a", "b", "c"), ("price", "risk"))
    >>> filled(matrix, "worst").cells, filled(matrix, "median").cells, filled(matrix, "criteria").left_out
    ((('a', 'risk', 7.0),), (('a', 'risk', 6.0),), ('risk',))
    """
    a_matrix(matrix)
    if how == RENORMALIZE:
        raise InputError([refuse("renormalize-sum", known=", ".join(TREATMENTS))])
    if how not in TREATMENTS:
        raise InputError([unknown(how, TREATMENTS)])
    gaps = np.isnan(matrix.values)
    whole_rows, whole_columns = ~np.asarray(gaps.any(axis=1)), ~np.asarray(gaps.any(axis=0))
    if how == "criteria":
        return _without(matrix, np.ones_like(whole_rows), whole_columns)
    if how == "alternatives":
        return _without(matrix, whole_rows, np.ones_like(whole_columns))
    if empty := _picked(matrix.criteria, np.asarray(gaps.all(axis=0))):
        raise InputError([refuse("criterion-empty", 0, name, name=name) for name in empty])
    if how == "median":
        fill = np.nanmedian(matrix.values, axis=0)
    else:
        low, top = bounds(matrix.values)
        fill = np.where(matrix.maximize, low, top)
    cells = tuple((matrix.alternatives[i], matrix.criteria[j], float(fill[j])) for i, j in np.argwhere(gaps))
    notes = tuple(("value-filled", f"{alternative}, {name}: {value:g}") for alternative, name, value in cells)
    return Filled(replace(matrix, values=np.where(gaps, fill, matrix.values)), (), cells, notes)


def prepared(
    matrix: DecisionMatrix, weights: Given, missing: str | None = None, rescale: bool = False
) -> tuple[DecisionMatrix, Floats, Notes]:
    """Return what a method computes on: a matrix without gaps, weights that sum to 1, and what the reader must be told.

    Without ``missing`` (one of ``TREATMENTS``) gaps are faults. When criteria are left out, the weights of the others
    are scaled up to 1. Criteria that are the same everywhere, and an only alternative, are noted. Raises ``InputError``
    with everything that is wrong.

    >>> matrix = DecisionMatrix(np.array([[1.0, 5.0], [2.0, 5.0]]), np.array([True, True]), ("a", "b"), ("c", "d"))
    >>> prepared(matrix, [0.5, 0.5])[2]
    (('constant-criterion', 'd'),)
    """
    given, wrong = weights_for(matrix.criteria, weights, rescale)
    wrong += infinite(matrix) + ([] if missing else complete(matrix))
    if wrong:
        raise InputError(wrong)
    if missing is None:
        return matrix, given, remarks(matrix)
    whole = filled(matrix, missing)
    kept = [matrix.criteria.index(name) for name in whole.matrix.criteria]
    if len(kept) < len(given):
        given, wrong = weights_for(whole.matrix.criteria, given[kept], rescale=True)
        if wrong:
            raise InputError(wrong)
    return whole.matrix, given, whole.notes + remarks(whole.matrix)


def infinite(matrix: DecisionMatrix) -> list[Finding]:
    """Return a finding for every infinite value, and for every criterion whose range no number can hold.

    Nothing can be computed on them: the difference of -1e308 and 1e308 is infinite.

    >>> [fault.column for fault in infinite(DecisionMatrix(np.array([[np.inf]]), np.array([True]), ("a",), ("x",)))]
    ['x']
    """
    apart = np.where(np.isinf(matrix.values), np.nan, matrix.values)
    wide = _picked(matrix.criteria, unbounded(*bounds(apart)))
    return [refuse("criterion-wide", 0, name, name=name) for name in wide] + [
        refuse(
            "value-infinite",
            int(i) + 1,
            matrix.criteria[j],
            alternative=matrix.alternatives[i],
            name=matrix.criteria[j],
            value=float(matrix.values[i, j]),
        )
        for i, j in np.argwhere(np.isinf(matrix.values))
    ]


def unbounded(low: Floats, top: Floats) -> Flags:
    """Return where the difference of two finite numbers is infinite.

    >>> unbounded(np.array([-1e308, 0.0]), np.array([1e308, 1e308])).tolist()
    [True, False]
    """
    with np.errstate(over="ignore"):
        return np.isinf(top - low)


def remarks(matrix: DecisionMatrix) -> Notes:
    """Return a note for an only alternative, else one for each criterion that is the same everywhere.

    >>> remarks(DecisionMatrix(np.array([[1.0]]), np.array([True]), ("a",), ("price",)))
    (('one-alternative', 'a'),)
    """
    if len(matrix.alternatives) == 1:
        return (("one-alternative", matrix.alternatives[0]),)
    return tuple(
        ("constant-criterion", name) for name, one in zip(matrix.criteria, constant(matrix.values), strict=True) if one
    )


def constant(values: Floats) -> Flags:
    """Return for each column whether all its known values are the same, to 12 digits (or there is none).

    >>> constant(np.array([[1.0, 5.0, np.nan], [2.0, np.nan, np.nan]])).tolist()
    [False, True, True]
    """
    return ~varies(values)


def _without(matrix: DecisionMatrix, rows: Flags, columns: Flags) -> Filled:
    if not (rows.any() and columns.any()):
        raise InputError([refuse("nothing-left")])
    gone_rows, gone_columns = _picked(matrix.alternatives, ~rows), _picked(matrix.criteria, ~columns)
    kept = DecisionMatrix(
        matrix.values[np.ix_(rows, columns)],
        matrix.maximize[columns],
        _picked(matrix.alternatives, rows),
        _picked(matrix.criteria, columns),
    )
    notes = [("alternative-left-out", name) for name in gone_rows]
    notes += [("criterion-left-out", name) for name in gone_columns]
    return Filled(kept, gone_rows + gone_columns, (), tuple(notes))


def _picked(names: Sequence[str], flags: Flags) -> tuple[str, ...]:
    return tuple(name for name, flag in zip(names, flags, strict=True) if flag)
