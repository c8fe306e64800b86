"""Normalization: worked numbers, gaps and constant columns, and pymcdm's functions as oracle."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.mcda.checks import InputError
from opennss.mcda.normalize import NORMALIZATIONS, maximum, min_max, normalization, ranks, standard, total, vector

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymcdm import normalizations as theirs

GAPS = np.array([[1.0, 5.0, np.nan], [3.0, np.nan, np.nan], [2.0, 5.0, np.nan]])
UP, DOWN = np.array([True] * 3), np.array([False] * 3)


@pytest.mark.parametrize("name", NORMALIZATIONS)
@pytest.mark.parametrize("high", [UP, DOWN])
def test_a_gap_stays_a_gap_and_counts_nowhere(name, high):
    scaled = NORMALIZATIONS[name](GAPS, high)
    assert np.array_equal(np.isnan(scaled), np.isnan(GAPS))
    assert np.allclose(scaled[:, 0], NORMALIZATIONS[name](GAPS[:, :1], high[:1])[:, 0])
    assert scaled[0, 1] == scaled[2, 1]


@pytest.mark.parametrize(("function", "expected"), [(min_max, 0.0), (standard, 0.0), (total, 0.5), (maximum, 1.0)])
def test_a_constant_column(function, expected):
    for high in (True, False):
        assert function(np.array([[4.0], [4.0]]), np.array([high])).tolist() == [[expected], [expected]]


def test_standard_scores_have_mean_0_and_deviation_1():
    scaled = standard(np.array([[1.0, 9], [2, 4], [6, 2]]), np.array([True, False]))
    assert np.allclose(scaled.mean(axis=0), 0)
    assert np.allclose(scaled.std(axis=0), 1)
    assert scaled[:, 1].argmax() == 2


def test_equal_values_share_the_mean_rank():
    assert ranks(np.array([[5.0], [5], [9], [1]]), np.array([False])).ravel().tolist() == [2.5, 2.5, 1, 4]


def test_lengths_of_large_numbers_do_not_overflow():
    assert vector(np.array([[3e200], [4e200]]), np.array([True])).ravel().round(12).tolist() == [0.6, 0.8]


@pytest.mark.parametrize("function", [total, maximum])
def test_quotients_need_values_above_zero(function):
    assert function(np.array([[0.0], [2.0]]), np.array([True])).tolist() == [[0.0], [1.0]]
    for values, high in (([[0.0], [2.0]], False), ([[-1.0], [2.0]], True)):
        with pytest.raises(InputError) as failed:
            function(np.array(values), np.array([high]))
        assert [(fault.code, fault.row) for fault in failed.value.findings] == [("value-not-positive", 1)]


def test_an_unknown_normalization_is_refused():
    with pytest.raises(InputError, match="linear"):
        normalization("linear")


@given(st.integers(0, 10_000))
def test_agrees_with_pymcdm(seed):
    values = np.random.default_rng(seed).random((7, 1)) + 0.1
    for high in (True, False):
        flag = np.array([high])
        assert np.allclose(min_max(values, flag)[:, 0], theirs.minmax_normalization(values[:, 0], not high), atol=1e-9)
        assert np.allclose(vector(values, flag)[:, 0], theirs.vector_normalization(values[:, 0], not high), atol=1e-9)
        assert np.allclose(total(values, flag)[:, 0], theirs.sum_normalization(values[:, 0], not high), atol=1e-9)
        assert np.allclose(maximum(values, flag)[:, 0], theirs.linear_normalization(values[:, 0], not high), atol=1e-9)


@pytest.mark.parametrize("name", [name for name in NORMALIZATIONS if name != "none"])
@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_the_unit_of_a_criterion_does_not_matter_however_large(name, scale):
    values, both = np.array([[1.0, 9], [2, 4], [6, 2]]), np.array([True, False])
    assert np.allclose(NORMALIZATIONS[name](values * scale, both), NORMALIZATIONS[name](values, both))


@pytest.mark.parametrize("name", ["min-max", "standard", "ranks"])
def test_the_last_digits_of_a_computed_value_are_no_difference(name):
    values = np.array([[0.1 + 0.2], [0.3]])
    assert np.ptp(NORMALIZATIONS[name](values, np.array([True]))) == 0
