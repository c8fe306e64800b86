"""Weighted product: the book's quotients, directions, values that have no product."""

import numpy as np
import pytest

from opennss.mcda.aggregate.weighted_product import weighted_product
from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix


def test_triantaphyllou_2000_example():
    """Triantaphyllou (2000), section 2.2.2: R(A1/A2) = 1.007, R(A1/A3) = 1.067, R(A2/A3) = 1.059."""
    matrix = decision_matrix([[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    result = weighted_product(matrix, [0.20, 0.15, 0.40, 0.25])
    first, second, third = result.score
    assert [round(first / second, 3), round(first / third, 3), round(second / third, 3)] == [1.007, 1.067, 1.059]
    assert result.position == (1, 2, 3)
    assert np.allclose(result.table("weighted-product.factors").values.prod(axis=1), result.score)


def test_where_low_is_wanted_the_value_divides():
    result = weighted_product(decision_matrix([[8, 2], [4, 1]], [True, False]), [0.5, 0.5])
    assert np.allclose(result.score, [2, 2])
    assert result.position == (1, 1)


def test_equal_products_share_a_position_even_next_to_1():
    matrix = decision_matrix([[3, 1 / 3], [1, 1], [7, 1 / 7]])
    assert weighted_product(matrix, [0.5, 0.5]).position == (1, 1, 1)


def test_every_value_that_has_no_logarithm_is_named():
    with pytest.raises(InputError) as failed:
        weighted_product(decision_matrix([[1, 0], [-2, 3]]), [0.5, 0.5])
    assert [(fault.code, fault.row, fault.column) for fault in failed.value.findings] == [
        ("value-not-positive", 1, "c2"),
        ("value-not-positive", 2, "c1"),
    ]
