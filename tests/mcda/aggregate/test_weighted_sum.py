"""Weighted sum: the book example, weights that are scaled over what is known, bad input."""

import numpy as np
import pytest

from opennss.mcda.aggregate.weighted_sum import weighted_sum
from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix
from opennss.mcda.matrix import DecisionMatrix

BOOK = decision_matrix([[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])


def test_triantaphyllou_2000_example():
    """Triantaphyllou (2000), section 2.2.1: three alternatives on one scale: 21.5, 22.0, 22.0."""
    result = weighted_sum(BOOK, [0.20, 0.15, 0.40, 0.25], normalization="none")
    assert result.score.round(9).tolist() == [21.5, 22.0, 22.0]
    assert result.position == (3, 1, 1)
    assert result.table("weighted-sum.parts").values.round(9).tolist()[0] == [5.0, 3.0, 6.0, 7.5]


def test_min_max_by_hand():
    matrix = decision_matrix([[10, 4], [20, 2], [15, 1]], {"c1": True, "c2": False})
    result = weighted_sum(matrix, [0.5, 0.5])
    assert np.allclose(result.score, [0, 0.5 + 1 / 3, 0.25 + 0.5])
    assert result.position == (3, 1, 2)


def test_weights_are_scaled_over_what_is_known():
    matrix = decision_matrix([[1, None], [3, 4], [None, None], [2, 8]])
    result = weighted_sum(matrix, [0.25, 0.75], missing="renormalize")
    assert result.table("weighted-sum.covered").values.ravel().tolist() == [0.25, 1.0, 0.0, 1.0]
    assert result.score[0] == 0.0
    assert np.isnan(result.score[2])
    assert result.position == (3, 2, None, 1)
    assert result.notes == (("value-renormalized", "a1"), ("value-renormalized", "a3"))


def test_each_alternative_may_have_its_own_weights():
    matrix = decision_matrix([[1, 4], [3, 2], [2, 3]])
    result = weighted_sum(matrix, [[1, 0], [0.2, 0.2], [0, 0]], missing="renormalize")
    assert result.score.tolist()[:2] == [0.0, 0.5]
    assert result.position == (2, 1, None)


def test_a_constant_criterion_favours_nobody_where_another_has_a_gap():
    matrix = decision_matrix([[1, 5], [3, 5], [3, None]])
    result = weighted_sum(matrix, [0.5, 0.5], missing="renormalize")
    assert result.position == (3, 1, 1)
    assert ("constant-criterion", "c2") in result.notes


def test_an_only_alternative_rests_on_what_is_known_of_it():
    result = weighted_sum(decision_matrix([[3, None]]), [0.5, 0.5], missing="renormalize")
    assert (result.score.tolist(), result.position) == ([0.0], (1,))
    matrix = DecisionMatrix(np.array([[np.inf]]), np.array([True]), ("a",), ("x",))
    with pytest.raises(InputError, match="infinite"):
        weighted_sum(matrix, [1.0], missing="renormalize")


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ([[1, 2, 3], [1, 2, 3]], "weights-count"),
        ([[0, 0], [0, 0]], "weights-zero"),
        ([[1, -1], [1, 1]], "weight-negative"),
        ([[1, np.nan], [1, 1]], "weight-not-finite"),
        ([1, 1], "weights-sum"),
    ],
)
def test_bad_weights_are_refused(weights, code):
    with pytest.raises(InputError) as failed:
        weighted_sum(decision_matrix([[1, 2], [3, 4]]), weights, missing="renormalize")
    assert [fault.code for fault in failed.value.findings] == [code]


def test_rows_of_weights_are_only_for_renormalizing():
    with pytest.raises(InputError) as failed:
        weighted_sum(decision_matrix([[1, 2], [3, 4]]), [[1, 0], [0, 1]])
    assert [fault.code for fault in failed.value.findings] == ["weights-count"]


def test_a_constant_criterion_has_data_though_it_takes_no_part() -> None:
    values = np.array([[1.0, 5.0], [np.nan, 5.0], [2.0, 5.0]])
    matrix = DecisionMatrix(values, np.array([True, True]), ("a", "b", "c"), ("x", "y"))
    found = weighted_sum(matrix, [0.5, 0.5], missing="renormalize")
    assert found.table("weighted-sum.covered").values.ravel().tolist() == [1.0, 0.5, 1.0]
    assert found.position == (2, None, 1)
