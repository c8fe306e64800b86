"""Normalization: values of different units on one scale, high is ahead; one function for each way of doing it.

Every function takes n × m ``values`` (NaN for missing) and ``maximize`` (m; whether high values of a column are
wanted), and returns n × m. A missing value stays NaN and counts nowhere; a column without values stays NaN.

Sources: C. L. Hwang, K. Yoon, *Multiple Attribute Decision Making* (Springer 1981), chapter II; OECD and JRC, *Handbook
on Constructing Composite Indicators* (OECD 2008), step 5.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

from opennss.errors import Finding
from opennss.mcda.checks import InputError, refuse, unknown
from opennss.mcda.matrix import DIGITS, DecisionMatrix, Flags, Floats

NEAR = 10.0**-DIGITS
"""Values that differ by no more than this part of the larger one are equal."""

Normalization = Callable[[Floats, Flags], Floats]


def _of_values(function: Normalization) -> Normalization:
    """Make a normalization say ``InputError`` when it gets a decision matrix in place of its values and directions."""

    @wraps(function)
    def checked(values: Floats, maximize: Flags | None = None) -> Floats:
        if maximize is None or isinstance(values, DecisionMatrix):
            raise InputError([refuse("normalize-call", name=function.__name__)])
        return function(values, maximize)

    return checked


@_of_values
def min_max(values: Floats, maximize: Flags) -> Floats:
    """Scale each column from 0 (the worst there is) to 1 (the best); a constant column becomes 0.

    >>> min_max(np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([True, True])).tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    low, top = bounds(values)
    apart = varies(values)
    scaled = np.where(apart | np.isnan(values), (values - low) / np.where(apart, top - low, 1.0), 0.0)
    return np.where(np.asarray(maximize) | ~apart, scaled, 1.0 - scaled)


@_of_values
def vector(values: Floats, maximize: Flags) -> Floats:
    """Divide each column by its Euclidean length; where low is wanted, the quotient is taken from 1.

    A constant column stays constant; one of zeros counts as of length 1.

    >>> vector(np.array([[3.0], [4.0]]), np.array([True])).tolist()
    [[0.6], [0.8]]
    """
    _, top = bounds(np.abs(values))
    shrunk = values / np.where(top > 0, top, 1.0)  # squares of large values would overflow
    length = np.sqrt(np.nansum(shrunk**2, axis=0))
    scaled = shrunk / np.where(length > 0, length, 1.0)
    return np.where(maximize, scaled, 1.0 - scaled)


@_of_values
def total(values: Floats, maximize: Flags) -> Floats:
    """Give each value its share of the column's total; where low is wanted, the share of the reciprocals.

    Shares need values that are not negative, reciprocals values above zero: else ``InputError``.

    >>> total(np.array([[1.0], [3.0]]), np.array([True])).tolist()
    [[0.25], [0.75]]
    """
    turned = _reciprocal(values, maximize)
    length = np.nansum(turned, axis=0)
    return turned / np.where(length > 0, length, 1.0)


@_of_values
def maximum(values: Floats, maximize: Flags) -> Floats:
    """Divide each column by its largest value; where low is wanted, divide the smallest value by each.

    Ratios between alternatives are kept. Needs values that are not negative, above zero where low is wanted: else
    ``InputError``.

    >>> maximum(np.array([[1.0, 2.0], [4.0, 8.0]]), np.array([True, False])).tolist()
    [[0.25, 1.0], [1.0, 0.25]]
    """
    turned = _reciprocal(values, maximize)
    _, top = bounds(turned)
    return turned / np.where(top > 0, top, 1.0)


@_of_values
def standard(values: Floats, maximize: Flags) -> Floats:
    """Standard score: distance from the mean in standard deviations (of the n given); a constant column becomes 0.

    >>> standard(np.array([[1.0], [3.0]]), np.array([False])).tolist()
    [[1.0], [-1.0]]
    """
    known, apart = ~np.isnan(values), varies(values)
    count = np.maximum(known.sum(axis=0), 1)
    near_one = comparable(values)
    centred = near_one - np.nansum(near_one, axis=0) / count
    spread = np.where(apart, np.sqrt(np.nansum(centred**2, axis=0) / count), 1.0)
    scaled = np.where(known & ~apart, 0.0, centred / np.where(spread > 0, spread, 1.0))
    return np.where(maximize, scaled, 0.0 - scaled)


@_of_values
def ranks(values: Floats, maximize: Flags) -> Floats:
    """Give each column its ranks: 1 for the worst, the number of known values for the best; equal ones share the mean.

    Neighbours in the order of a column that agree to 12 digits are equal.

    >>> ranks(np.array([[10.0], [30.0], [30.0]]), np.array([True])).ravel().tolist()
    [1.0, 2.5, 2.5]
    """
    turned = np.where(maximize, values, -values)
    order = np.argsort(turned, axis=0)  # what is missing comes last
    rising = np.take_along_axis(turned, order, axis=0)
    rises = rising[1:] - rising[:-1] > NEAR * np.maximum(np.abs(rising[1:]), np.abs(rising[:-1]))
    ends = np.ones((1, turned.shape[1]), dtype=np.bool_)
    ends_below, ends_above = np.vstack([ends, rises]), np.vstack([rises | np.isnan(rising[1:]), ends])
    place = np.arange(1.0, len(turned) + 1)[:, None]
    first = np.maximum.accumulate(np.where(ends_below, place, 0.0), axis=0)
    last = np.minimum.accumulate(np.where(ends_above, place, np.inf)[::-1], axis=0)[::-1]
    found = np.empty_like(turned)
    np.put_along_axis(found, order, (first + last) / 2, axis=0)
    return np.where(np.isnan(turned), np.nan, found)


@_of_values
def as_measured(values: Floats, maximize: Flags) -> Floats:
    """Leave values as they are, where low is wanted with their sign turned: for criteria of one unit.

    >>> as_measured(np.array([[2.0, 3.0]]), np.array([True, False])).tolist()
    [[2.0, -3.0]]
    """
    return np.where(maximize, values, -values)


NORMALIZATIONS: dict[str, Normalization] = {
    "min-max": min_max,
    "vector": vector,
    "total": total,
    "maximum": maximum,
    "standard": standard,
    "ranks": ranks,
    "none": as_measured,
}
"""Every normalization by the name that a method takes."""


def normalization(name: str) -> Normalization:
    """Return a normalization by name; raises ``InputError`` with the names there are."""
    if not isinstance(name, str) or name not in NORMALIZATIONS:
        raise InputError([unknown(name, NORMALIZATIONS)])
    return NORMALIZATIONS[name]


def bounds(values: Floats) -> tuple[Floats, Floats]:
    """Return the smallest and the largest known value of each column; NaN for a column without values.

    >>> [side.tolist() for side in bounds(np.array([[1.0, np.nan], [3.0, np.nan]]))]
    [[1.0, nan], [3.0, nan]]
    """
    known = ~np.isnan(values)
    some = known.any(axis=0)
    low = np.where(some, np.min(values, axis=0, where=known, initial=np.inf), np.nan)
    return low, np.where(some, np.max(values, axis=0, where=known, initial=-np.inf), np.nan)


def varies(values: Floats) -> Flags:
    """Return for each column whether two known values differ by more than the last digits of the largest one.

    What was computed differs in the last digits where it is the same: 0.1 + 0.2 and 0.3 are one value.

    >>> varies(np.array([[0.1 + 0.2, 1.0], [0.3, 2.0]])).tolist()
    [False, True]
    """
    low, top = bounds(values)
    flags: Flags = top - low > NEAR * np.maximum(np.abs(low), np.abs(top))
    return flags


def comparable(values: Floats) -> Floats:
    """Divide each column by a power of two, so that its values are at most 1 and their squares are numbers.

    >>> comparable(np.array([[3e200], [1e200]])).round(3).tolist()
    [[0.98], [0.327]]
    """
    _, top = bounds(np.abs(values))
    _, power = np.frexp(np.where(np.isfinite(top), top, 1.0))
    return np.ldexp(values, -power)


def _reciprocal(values: Floats, maximize: Flags) -> Floats:
    wrong = np.where(maximize, values < 0, values <= 0)
    if wrong.any():
        raise InputError(not_positive(values, wrong, (), ()))
    return np.where(maximize, values, 1.0 / np.where(values == 0, 1.0, values))


def not_positive(
    values: Floats, wrong: Flags, alternatives: tuple[str, ...], criteria: tuple[str, ...]
) -> list[Finding]:
    """Return a finding for every value marked ``wrong``; alternatives and criteria without names get their numbers."""
    return [
        refuse(
            "value-not-positive",
            int(i) + 1,
            criteria[j] if criteria else f"c{j + 1}",
            alternative=alternatives[i] if alternatives else f"a{i + 1}",
            name=criteria[j] if criteria else f"c{j + 1}",
            value=float(values[i, j]),
        )
        for i, j in np.argwhere(wrong)
    ]
