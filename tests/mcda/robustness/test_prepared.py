"""Imputation, treatment and normalization of indicators, by hand and by properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from opennss.mcda.robustness import prepared

COLUMN = arrays(np.float64, st.integers(2, 30), elements=st.floats(-1e3, 1e3, width=32))


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_what_is_missing_becomes_mean_or_median():
    given_ = column(1, np.nan, 2, 9)
    assert prepared.by_mean(given_).ravel().tolist() == [1, 4, 2, 9]
    assert prepared.by_median(given_).ravel().tolist() == [1, 2, 2, 9]


def test_outliers_are_cut_to_their_neighbour_only_where_skewed_and_peaked():
    long = column(*range(1, 20), 1000)
    assert stats.skew(long, bias=False)[0] > prepared.SKEWED
    assert prepared.winsorized(long).max() == 19
    assert prepared.winsorized(-long).min() == -19
    even = column(*range(20))
    assert (prepared.winsorized(even) == even).all()


def test_an_indicator_that_cuts_do_not_help_gets_its_logarithm():
    steep = column(*(3.0**step for step in range(100)))
    treated = prepared.winsorized(steep)
    assert treated.ravel().tolist() == np.log(steep - steep.min() + 0.01 * np.ptp(steep)).ravel().tolist()
    assert (np.diff(treated.ravel()) >= 0).all()


def test_normalized_values_of_three_units():
    given_ = column(10, 20, 40)
    assert prepared.by_range(given_).ravel() == pytest.approx([1, 34, 100])
    assert prepared.by_deviation(given_).ravel() == pytest.approx(10 + 2 * stats.zscore([10, 20, 40], ddof=1))
    assert prepared.by_rank(column(5, 5, 7)).ravel() == pytest.approx([25.75, 25.75, 100])


@given(COLUMN)
def test_ranks_are_those_of_scipy(values):
    expected = prepared.LOW + (prepared.HIGH - prepared.LOW) * (stats.rankdata(values) - 1) / (len(values) - 1)
    assert prepared.by_rank(values[:, None]).ravel() == pytest.approx(expected)


@pytest.mark.parametrize("name", prepared.NORMALIZATIONS)
def test_a_constant_indicator_tells_units_apart_in_no_way(name):
    assert len(set(prepared.NORMALIZATIONS[name](column(3, 3, 3)).ravel())) == 1


def test_every_combination_is_built_in_order_and_low_is_good_where_it_is():
    values = np.array([[1.0, 5], [2, np.nan], [3, 1]])
    made = prepared.prepare(values, np.array([True, False]), ("mean", "median"), ("none",), ("min-max", "rank"))
    assert [(one.imputation, one.normalization) for one in made] == [
        ("mean", "min-max"), ("mean", "rank"), ("median", "min-max"), ("median", "rank"),
    ]  # fmt: skip
    assert made[0].values[:, 1].tolist() == [1, 50.5, 100]
