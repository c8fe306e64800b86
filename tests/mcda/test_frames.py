"""The front door of the mathematics: arrays, lists, Polars and pandas give one matrix; faults come all at once."""

from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix

ROWS = [[7.5, 12.0], [3.0, None]]
FORMS = {
    "lists": ROWS,
    "array": np.array([[7.5, 12.0], [3.0, np.nan]]),
    "polars": pl.DataFrame({"exports": [7.5, 3.0], "accidents": [12, None]}),
    "pandas": pd.DataFrame({"exports": [7.5, 3.0], "accidents": pd.array([12, None], dtype="Int64")}),
    "objects": pd.DataFrame({"exports": [Decimal("7.5"), 3], "accidents": [12, None]}, dtype=object),
}


def codes(failed):
    return [(fault.code, fault.row, fault.column) for fault in failed.value.findings]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_matrix(form):
    matrix = decision_matrix(FORMS[form], [True, False], ["Food", "Textiles"], ["exports", "accidents"])
    assert np.array_equal(matrix.values, [[7.5, 12.0], [3.0, np.nan]], equal_nan=True)
    assert (matrix.alternatives, matrix.criteria) == (("Food", "Textiles"), ("exports", "accidents"))
    assert matrix.maximize.tolist() == [True, False]


def test_names_come_from_a_first_column_of_text_from_an_index_or_are_counted():
    named = {"area": ["Food", "Textiles"], "exports": [7.5, 3.0]}
    for frame in (pl.DataFrame(named), pd.DataFrame(named), pd.DataFrame({"exports": [7.5, 3]}, index=named["area"])):
        matrix = decision_matrix(frame)
        assert (matrix.alternatives, matrix.criteria) == (("Food", "Textiles"), ("exports",))
    assert decision_matrix(pd.DataFrame({"x": [1, 2]}, index=[2024, 2025])).alternatives == ("2024", "2025")
    assert decision_matrix(pd.DataFrame({"x": [1, 2]})).alternatives == ("a1", "a2")
    assert decision_matrix([[1, 2]]).criteria == ("c1", "c2")
    assert decision_matrix(pl.DataFrame(named), alternatives=["F", "T"]).alternatives == ("F", "T")


@pytest.mark.parametrize(
    ("directions", "expected"),
    [(False, [False, False]), ((True, False), [True, False]), ({"c2": False, "c1": True}, [True, False])],
)
def test_directions_are_given_once_in_order_or_by_name(directions, expected):
    assert decision_matrix([[1, 2]], directions).maximize.tolist() == expected


def test_all_faults_are_told_at_once():
    with pytest.raises(InputError) as failed:
        decision_matrix([[1, "many"], [float("inf"), 2]], {"cost": 1, "risk": True}, ["a", "a"], ["cost", ""])
    assert codes(failed) == [
        ("alternative-repeated", 0, ""),
        ("criterion-unnamed", 0, ""),
        ("value-not-number", 1, ""),
        ("value-infinite", 2, "cost"),
        ("direction-unknown", 0, ""),
        ("direction-missing", 0, ""),
        ("direction-not-bool", 0, "cost"),
    ]
    assert "a has many on , which is no number" in str(failed.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([], "matrix-empty"),
        ([[]], "matrix-empty"),
        (np.empty((0, 3)), "matrix-empty"),
        (pl.DataFrame(), "matrix-empty"),
        (pl.DataFrame({"area": ["Food"]}), "matrix-empty"),
        (pd.DataFrame({"x": []}), "matrix-empty"),
        ([1.0, 2.0], "matrix-shape"),
        (["ab", "cd"], "matrix-shape"),
        (np.zeros((2, 2, 2)), "matrix-shape"),
        ([[1, 2], [3]], "row-length"),
    ],
)
def test_what_is_no_table_is_refused(data, code):
    with pytest.raises(InputError) as failed:
        decision_matrix(data)
    assert [fault.code for fault in failed.value.findings] == [code]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"alternatives": ["a"]}, "alternatives-count"),
        ({"alternatives": ["a", None]}, "alternative-unnamed"),
        ({"criteria": []}, "criteria-count"),
        ({"criteria": ["x", "x"]}, "criterion-repeated"),
        ({"maximize": [True]}, "directions-count"),
        ({"maximize": [1, -1]}, "direction-not-bool"),
        ({"maximize": "max"}, "direction-not-bool"),
        ({"maximize": 1}, "direction-not-bool"),
    ],
)
def test_names_and_directions_must_fit(options, code):
    with pytest.raises(InputError) as failed:
        decision_matrix([[1, 2], [3, 4]], **options)
    assert {fault.code for fault in failed.value.findings} == {code}


def test_a_number_too_large_for_the_machine_is_infinite():
    with pytest.raises(InputError) as failed:
        decision_matrix([[10**400]])
    assert codes(failed) == [("value-infinite", 1, "c1")]


def test_numbers_written_as_text_are_no_numbers():
    with pytest.raises(InputError) as failed:
        decision_matrix(pl.DataFrame({"area": ["Food"], "exports": ["7.5"]}))
    assert codes(failed) == [("value-not-number", 1, "exports")]


def test_a_decimal_that_signals_is_no_number():
    with pytest.raises(InputError) as told:
        decision_matrix([[Decimal("sNaN")], [1]])
    assert [finding.code for finding in told.value.findings] == ["value-not-number"]
