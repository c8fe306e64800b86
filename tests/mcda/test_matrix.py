"""Rankings: how they are shown, and when scores share a position."""

import numpy as np
import pytest

from opennss.mcda.aggregate.weighted_sum import weighted_sum
from opennss.mcda.frames import decision_matrix
from opennss.mcda.matrix import positions


def test_scores_that_differ_in_the_last_digits_share_a_position():
    assert positions([1.0, 1.0 - 1e-14, 0.5, np.nan]) == (1, 1, 3, None)
    assert positions([]) == ()


def test_a_ranking_is_shown_in_its_order_with_what_must_be_told():
    matrix = decision_matrix([[1, 2], [None, None], [3, 2]], alternatives=["low", "unknown", "high"])
    found = weighted_sum(matrix, [0.5, 0.5], missing="renormalize")
    assert found.frame().rows() == [(1, "high", 1.0), (2, "low", 0.0), (None, "unknown", None)]
    assert "unknown has gaps" in str(found)
    assert found.told("vi")[0].startswith("unknown")


def test_a_table_of_the_working_has_a_caption_and_a_frame():
    table = weighted_sum(decision_matrix([[1, 2], [3, 0]]), [0.5, 0.5]).table("weighted-sum.parts")
    assert table.frame().rows() == [("a1", 0.0, 0.5), ("a2", 0.5, 0.0)]
    assert table.caption("vi") != table.caption("en")
    with pytest.raises(KeyError, match=r"weighted-sum\.normalized"):
        weighted_sum(decision_matrix([[1], [2]]), [1.0]).table("nothing")
