"""Normalization: values of different units on one scale, high is ahead; one function for each way of doing it.

Every function takes n × m ``values`` (NaN for missing) and ``maximize`` (m; whether high values of a column are
wanted), and returns n × m. A missing value stays NaN and counts nowhere; a column without values stays NaN.

Sources: C. L. Hwang, K. Yoon, *Multiple Attribute Decision Making* (Springer 1981), chapter II; OECD and JRC, *Handbook
on Constructing Composite Indicators* (OECD 2008), step 5.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from opennss.errors import Finding
from opennss.mcda.checks import InputError, refuse
from opennss.mcda.matrix import Flags, Floats

Normalization = Callable[[Floats, Flags], Floats]


def min_max(values: Floats, maximize: Flags) -> Floats:
    """Scale each column from 0 (the worst there is) to 1 (the best); a constant column becomes 0.

    >>> min_max(np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([True, True])).tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    low, top = bounds(values)
    scaled = (values - low) / np.where(top > low, top - low, 1.0)
    return np.where(np.asarray(maximize) | ~(top > low), scaled, 1.0 - scaled)


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


def total(values: Floats, maximize: Flags) -> Floats:
    """Give each value its share of the column's total; where low is wanted, the share of the reciprocals.

    Shares need values that are not negative, reciprocals values above zero: else ``InputError``.

    >>> total(np.array([[1.0], [3.0]]), np.array([True])).tolist()
    [[0.25], [0.75]]
    """
    turned = _reciprocal(values, maximize)
    length = np.nansum(turned, axis=0)
    return turned / np.where(length > 0, length, 1.0)


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


def standard(values: Floats, maximize: Flags) -> Floats:
    """Standard score: distance from the mean in standard deviations (of the n given); a constant column becomes 0.

    >>> standard(np.array([[1.0], [3.0]]), np.array([False])).tolist()
    [[1.0], [-1.0]]
    """
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    centred = values - np.nansum(values, axis=0) / count
    low, top = bounds(values)
    spread = np.where(top > low, np.sqrt(np.nansum(centred**2, axis=0) / count), 1.0)
    scaled = np.where(known & ~(top > low), 0.0, centred / np.where(spread > 0, spread, 1.0))
    return np.where(maximize, scaled, 0.0 - scaled)


def ranks(values: Floats, maximize: Flags) -> Floats:
    """Give each column its ranks: 1 for the worst, the number of known values for the best; equal ones share the mean.

    >>> ranks(np.array([[10.0], [30.0], [30.0]]), np.array([True])).ravel().tolist()
    [1.0, 2.5, 2.5]
    """
    turned = np.where(maximize, values, -values)
    found = np.full(turned.shape, np.nan)
    for place, column in enumerate(turned.T):
        known = ~np.isnan(column)
        _, group, size = np.unique(column[known], return_inverse=True, return_counts=True)
        found[known, place] = (np.cumsum(size) - (size - 1) / 2)[group]
    return found


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
    if name not in NORMALIZATIONS:
        raise InputError([refuse("option-unknown", value=name, known=", ".join(NORMALIZATIONS))])
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
