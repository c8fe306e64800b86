"""Missing values: nothing is filled without a named treatment, and every treatment tells what it did."""

import numpy as np
import pytest

from opennss.language import languages
from opennss.mcda.aggregate import METHODS, topsis
from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix
from opennss.mcda.missing import TREATMENTS, filled, prepared

GAPS = decision_matrix([[1, None, 8], [2, 5, 8], [4, 7, 8]], [True, False, True], criteria=["x", "y", "z"])


@pytest.mark.parametrize(
    ("how", "values", "left_out", "cells"),
    [
        ("criteria", [[1, 8], [2, 8], [4, 8]], ("y",), ()),
        ("alternatives", [[2, 5, 8], [4, 7, 8]], ("a1",), ()),
        ("median", [[1, 6, 8], [2, 5, 8], [4, 7, 8]], (), (("a1", "y", 6.0),)),
        ("worst", [[1, 7, 8], [2, 5, 8], [4, 7, 8]], (), (("a1", "y", 7.0),)),
    ],
)
def test_each_treatment(how, values, left_out, cells):
    result = filled(GAPS, how)
    assert result.matrix.values.tolist() == values
    assert result.matrix.values.shape == result.matrix.shape
    assert len(result.matrix.maximize) == result.matrix.shape[1]
    assert (result.left_out, result.cells) == (left_out, cells)
    assert len(result.notes) == len(left_out) + len(cells)


@pytest.mark.parametrize("how", TREATMENTS)
def test_without_gaps_nothing_happens(how):
    whole = decision_matrix([[1, 2], [3, 4]])
    result = filled(whole, how)
    assert np.array_equal(result.matrix.values, whole.values)
    assert (result.left_out, result.cells, result.notes) == ((), (), ())


def test_a_treatment_shows_in_the_result():
    found = topsis(GAPS, [0.2, 0.3, 0.5], missing="criteria")
    assert found.notes == (("criterion-left-out", "y"), ("constant-criterion", "z"))
    assert topsis(GAPS, [0.2, 0.3, 0.5], missing="alternatives").alternatives == ("a2", "a3")
    for language in languages():
        assert all("y" in told or "z" in told for told in found.told(language))
    assert found.told()[0] in str(found)


def test_weights_of_criteria_left_out_go_to_the_others():
    matrix, weights, _ = prepared(GAPS, [0.2, 0.3, 0.5], "criteria")
    assert matrix.criteria == ("x", "z")
    assert weights.round(12).tolist() == [round(0.2 / 0.7, 12), round(0.5 / 0.7, 12)]


def test_without_a_treatment_every_gap_and_every_fault_of_the_weights_is_named():
    with pytest.raises(InputError) as failed:
        prepared(GAPS, [0.5, 0.6, 0.1])
    assert [(fault.code, fault.row, fault.column) for fault in failed.value.findings] == [
        ("weights-sum", 0, ""),
        ("value-missing", 1, "y"),
    ]


@pytest.mark.parametrize(
    ("rows", "how", "code"),
    [
        ([[None, 1]], "alternatives", "nothing-left"),
        ([[None], [1]], "criteria", "nothing-left"),
        ([[None, 1], [None, 2]], "median", "criterion-empty"),
        ([[None, 1], [None, 2]], "worst", "criterion-empty"),
        ([[1, 2]], "mean", "option-unknown"),
    ],
)
def test_what_cannot_be_treated_is_refused(rows, how, code):
    with pytest.raises(InputError) as failed:
        filled(decision_matrix(rows), how)
    assert [fault.code for fault in failed.value.findings] == [code]


def test_when_all_weight_was_on_what_is_left_out_there_is_none_to_share():
    with pytest.raises(InputError, match="zero"):
        prepared(GAPS, [0, 1, 0], "criteria")


def test_a_range_that_no_number_can_hold_is_refused_by_every_method():
    wide = decision_matrix([[-1.2e308, 1], [1.2e308, 2], [0, 3]], criteria=["x", "y"])
    for name, method in METHODS.items():
        with pytest.raises(InputError) as failed:
            method(wide, [0.5, 0.5])
        assert [(fault.code, fault.column) for fault in failed.value.findings] == [("criterion-wide", "x")], name
