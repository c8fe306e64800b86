"""Weighted sum: the book example, missing values, and pymcdm as oracle."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.mcda.aggregate.weighted_sum import min_max, positions, weighted_sum

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization


def test_triantaphyllou_2000_example():
    """Triantaphyllou (2000), section 2.2: three alternatives, four criteria on one scale: 21.5, 22.0, 22.0."""
    values = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    result = weighted_sum(values, np.array([0.20, 0.15, 0.40, 0.25]))
    assert result.score.round(9).tolist() == [21.5, 22.0, 22.0]
    assert positions(result.score) == [3, 1, 1]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_agrees_with_pymcdm(seed):
    random = np.random.default_rng(seed)
    values, raw = random.random((6, 4)), random.random(4) + 0.05
    high = random.random(4) > 0.5
    weights = raw / raw.sum()
    theirs = WSM(normalization_function=minmax_normalization)(values, weights, np.where(high, 1, -1), validation=False)
    assert np.allclose(weighted_sum(values, weights, high).score, theirs, atol=1e-12)


def test_missing_values_are_not_imputed():
    values = np.array([[1.0, np.nan], [3.0, 4.0], [np.nan, np.nan], [2.0, 8.0]])
    result = weighted_sum(values, np.array([0.25, 0.75]), np.array([True, True]))
    assert result.covered.tolist() == [0.25, 1.0, 0.0, 1.0]
    assert result.score[0] == 0.0
    assert np.isnan(result.score[2])
    assert positions(result.score) == [3, 2, None, 1]


def test_a_constant_column_carries_no_information():
    assert np.isnan(min_max(np.array([[2.0], [2.0]]), np.array([True]))).all()


@pytest.mark.parametrize("weights", [[0.0, 0.0], [-1.0, 2.0]])
def test_bad_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        weighted_sum(np.ones((2, 2)), np.array(weights))
