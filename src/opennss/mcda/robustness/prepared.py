"""From raw indicators to comparable ones: the alternatives of a composite indicator, each built once.

Imputation, treatment of outliers and normalization as in the handbook of OECD and JRC (M. Nardo et al., *Handbook on
Constructing Composite Indicators*, OECD 2008, steps 3 to 5). Values are units × indicators, NaN is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from opennss.mcda.matrix import Flags, Floats
from opennss.mcda.normalize import comparable, ranks, varies

SKEWED, PEAKED = 2.0, 3.5
"""Skewness and kurtosis beyond which an indicator is treated (JRC's rule: both of them)."""

MOST_WINSORIZED = 5
"""Values of an indicator that are cut at most, before its logarithm is taken instead."""

LOW, HIGH = 1.0, 100.0
CENTRE, SPREAD = 10.0, 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One way of making indicators comparable: the names of its choices, and the values, high is good."""

    imputation: str
    treatment: str
    normalization: str
    values: Floats


def prepare(
    values: Floats, maximize: Flags, imputations: tuple[str, ...], treatments: tuple[str, ...], norms: tuple[str, ...]
) -> list[Prepared]:
    """Return every combination of the choices, in the order of the arguments; the same step is done once only."""
    made = []
    for imputation, treatment in product(imputations, treatments):
        treated = TREATMENTS[treatment](IMPUTATIONS[imputation](comparable(values)))
        turned = np.where(maximize, treated, -treated)
        made += [Prepared(imputation, treatment, norm, NORMALIZATIONS[norm](turned)) for norm in norms]
    return made


def by_mean(values: Floats) -> Floats:
    """Put the mean of the indicator where a value is missing.

    >>> by_mean(np.array([[1.0], [np.nan], [3.0]])).ravel().tolist()
    [1.0, 2.0, 3.0]
    """
    return np.where(np.isnan(values), np.nanmean(values, axis=0), values)


def by_median(values: Floats) -> Floats:
    """Put the median of the indicator where a value is missing."""
    return np.where(np.isnan(values), np.nanmedian(values, axis=0), values)


def untreated(values: Floats) -> Floats:
    """Leave outliers as they are."""
    return values


def winsorized(values: Floats) -> Floats:
    """Cut the outliers of every skewed indicator, one by one from the long end, until it is skewed no more.

    An indicator that ``MOST_WINSORIZED`` cuts do not help is replaced by its logarithm, shifted above zero; where its
    long end is the low one, which no logarithm shortens, it stays as it was.

    >>> winsorized(np.array([[1.0], [2], [3], [4], [5], [6], [7], [8], [9], [500]])).ravel().tolist()[-2:]
    [9.0, 9.0]
    """
    treated, skew = values.copy(), _skewed(values)
    left = np.flatnonzero(skew)
    for _ in range(MOST_WINSORIZED):
        sign = np.sign(skew[skew != 0])
        long = sign * treated[:, left]
        most = long.max(axis=0)
        shorter = np.where(long < most, long, -np.inf).max(axis=0)
        treated[:, left] = sign * np.where(long == most, shorter, long)
        skew = _skewed(treated[:, left])
        left = left[skew != 0]
    return _logarithms(values, treated, left)


def _logarithms(values: Floats, treated: Floats, left: NDArray[np.intp]) -> Floats:
    """Replace the indicators that are ``left``: by their logarithm, or by what they were."""
    raw = values[:, left]
    least, most = raw.min(axis=0), raw.max(axis=0)
    logarithms = np.log(raw - least + 0.01 * (most - least))
    treated[:, left] = np.where(_skewed(raw) > 0, logarithms, raw)
    return treated


def _skewed(values: Floats) -> Floats:
    """Return each column's skewness where both limits are passed, else 0; sample formulas (type 2, as spreadsheets)."""
    count = len(values)
    if count < 4:
        return np.zeros(values.shape[1])
    away = values - values.mean(axis=0)
    square = away * away
    variance = square.mean(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        third = (square * away).mean(axis=0) / variance**1.5
        fourth = (square * square).mean(axis=0) / variance**2 - 3
    skew = third * (count * (count - 1)) ** 0.5 / (count - 2)
    kurtosis = ((count + 1) * fourth + 6) * (count - 1) / ((count - 2) * (count - 3))
    return np.where(varies(values) & (np.abs(skew) > SKEWED) & (kurtosis > PEAKED), skew, 0.0)


def by_range(values: Floats) -> Floats:
    """Stretch each indicator from ``LOW`` (least) to ``HIGH`` (best); a constant one stays in the middle."""
    least, apart = values.min(axis=0), varies(values)
    scaled = LOW + (HIGH - LOW) * (values - least) / np.where(apart, np.ptp(values, axis=0), 1.0)
    return np.where(apart, scaled, (LOW + HIGH) / 2)


def by_deviation(values: Floats) -> Floats:
    """Turn each indicator into z-scores about ``CENTRE`` with deviation ``SPREAD``; a constant one is ``CENTRE``."""
    apart = varies(values)
    deviation = values.std(axis=0, ddof=1) if apart.any() else 1.0
    scaled = CENTRE + SPREAD * (values - values.mean(axis=0)) / np.where(apart, deviation, 1.0)
    return np.where(apart, scaled, CENTRE)


def by_rank(values: Floats) -> Floats:
    """Replace values by their ranks, from ``LOW`` to ``HIGH``; equal values share the mean of their ranks."""
    ranked = ranks(values, np.ones(values.shape[1], dtype=np.bool_))
    return LOW + (HIGH - LOW) * (ranked - 1) / max(len(values) - 1, 1)


IMPUTATIONS = {"mean": by_mean, "median": by_median}
TREATMENTS = {"none": untreated, "winsorize": winsorized}
NORMALIZATIONS = {"min-max": by_range, "z-score": by_deviation, "rank": by_rank}
