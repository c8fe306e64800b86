"""Entropy weights: a hand calculation, Hwang and Yoon's aircraft, pymcdm as oracle, and data without entropy."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import languages
from opennss.mcda.checks import InputError
from opennss.mcda.matrix import DecisionMatrix, labels
from opennss.mcda.weights.entropy import entropy

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymcdm.weights import entropy_weights


def matrix(values) -> DecisionMatrix:
    table = np.array(values, dtype=np.float64)
    return DecisionMatrix(table, np.full(table.shape[1], True), labels("a", len(table)), labels("c", table.shape[1]))


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [finding.code for finding in caught.value.findings]


def test_by_hand():
    """Shares 1/2 1/2 0 0 have entropy 1/2, 1 0 0 0 entropy 0, equal ones 1: weights 1/3, 2/3 and 0."""
    found = entropy(matrix([[5, 9, 2], [5, 0, 2], [0, 0, 2], [0, 0, 2]]))
    assert found.table("entropy.entropy").values.ravel() == pytest.approx([0.5, 0, 1], abs=1e-12)
    assert found.values == pytest.approx([1 / 3, 2 / 3, 0], abs=1e-12)
    assert found.notes == (("constant-no-weight", "c3"),)


def test_hwang_and_yoon_1981_fighter_aircraft():
    """C. L. Hwang and K. Yoon, Multiple Attribute Decision Making (1981): four fighter aircraft.

    The book goes on from shares of few digits, so that its weights (below) are the exact ones to two digits only.
    """
    found = entropy(
        matrix(
            [
                [2.0, 1500, 20000, 5.5, 5, 9],
                [2.5, 2700, 18000, 6.5, 3, 5],
                [1.8, 2000, 21000, 4.5, 7, 7],
                [2.2, 1800, 20000, 5.0, 5, 5],
            ]
        )
    )
    assert found.values == pytest.approx([0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764], abs=2e-3)


@given(st.integers(0, 10_000))
def test_agrees_with_pymcdm(seed):
    """On positive data only: pymcdm sets the entropy of a column with a zero in it to 0."""
    values = np.random.default_rng(seed).random((6, 4)) + 0.01
    assert entropy(matrix(values)).values == pytest.approx(entropy_weights(values), abs=1e-9)


@given(st.integers(0, 10_000))
def test_order_and_scale_do_not_matter(seed):
    random = np.random.default_rng(seed)
    values = random.random((6, 4))
    found = entropy(matrix(values)).values
    assert entropy(matrix(values[random.permutation(6)])).values == pytest.approx(found, abs=1e-12)
    assert entropy(matrix(values * [1, 1000, 0.001, 7])).values == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([[1, np.nan], [np.nan, 2]], ["value-missing-fixed"] * 2),
        ([[1, -1], [2, 3]], ["entropy-negative"]),
        ([[1, 0], [2, 0]], ["entropy-zeros"]),
        ([[1, 2]], ["alternatives-few"]),
        ([[1, 2], [1, 2]], ["criteria-constant"]),
    ],
)
def test_data_without_entropy(values, found):
    with pytest.raises(InputError) as caught:
        entropy(matrix(values))
    assert codes(caught) == found


def test_working_has_captions():
    found = entropy(matrix([[1, 2], [3, 2]]))
    assert all(item.caption(language) for item in found.working for language in languages())


def test_the_last_digits_of_a_computed_value_carry_nothing() -> None:
    with pytest.raises(InputError) as told:
        entropy(DecisionMatrix(np.array([[0.3], [0.1 + 0.2]]), np.array([True]), ("a", "b"), ("x",)))
    assert [finding.code for finding in told.value.findings] == ["criteria-constant"]
