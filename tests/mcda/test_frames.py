"""The front door of the mathematics: arrays, lists, Polars and pandas give one matrix; faults come all at once."""

from decimal import Decimal
from pathlib import Path

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
    assert "a has 'many' on , which is no number. Give a number" in str(failed.value)


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
        ({"price": [1, 2], "noise": [3, 4]}, "matrix-of-columns"),
        ([{"price": 1, "noise": 2}], "matrix-of-columns"),
        ("sites.csv", "matrix-of-file"),
        (Path("sites.csv"), "matrix-of-file"),
        (7, "matrix-none"),
        (None, "matrix-none"),
        (pl.LazyFrame({"x": [1]}), "matrix-none"),
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
        ({"maximize": ["min", "max"]}, "direction-not-bool"),
        ({"criteria": "price"}, "names-list"),
        ({"alternatives": 2}, "names-list"),
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
    assert codes(failed) == [("value-or-name", 1, "exports")]
    with pytest.raises(InputError, match=r"If these are names, give them as alternatives=\[…\]") as failed:
        decision_matrix(pl.DataFrame({"code": ["101", "102"], "exports": [7.5, 3.0]}))
    assert codes(failed) == [("value-or-name", 1, "code"), ("value-or-name", 2, "code")]


def test_a_decimal_comma_is_told_with_its_cell_and_what_to_do():
    named = {"site": ["North", "East"], "noise": [55, 62], "price": ["3,5", "1.250,75"]}
    for frame in (pl.DataFrame(named), pd.DataFrame(named)):
        with pytest.raises(InputError, match=r"North has '3,5' on price.*decimal_comma") as failed:
            decision_matrix(frame)
        assert codes(failed) == [("value-comma", 1, "price"), ("value-comma", 2, "price")]


def test_a_first_column_of_decimal_commas_does_not_name_the_alternatives():
    with pytest.raises(InputError) as failed:
        decision_matrix(pl.DataFrame({"price": ["3,5", None], "noise": [55, 62]}))
    assert codes(failed) == [("value-comma", 1, "price")]
    for data in (
        pl.DataFrame({"price": ["420", "350"], "x": [1, 2]}),
        pl.DataFrame({"year": ["2024", None], "x": [1, 2]}),
    ):
        with pytest.raises(InputError, match="no number"):
            decision_matrix(data)


def test_a_named_index_of_pandas_comes_before_a_column_of_text():
    frame = pd.DataFrame({"what": ["p", "q"], "x": [1, 2]}, index=["N", "E"])
    with pytest.raises(InputError, match="N has 'p' on what"):
        decision_matrix(frame)
    assert decision_matrix(frame[["x"]]).alternatives == ("N", "E")


def test_a_direction_for_an_unknown_criterion_names_the_nearest():
    with pytest.raises(InputError, match=r"Nearest is price\. The criteria: price, noise"):
        decision_matrix([[1, 2]], {"pice": True, "price": True, "noise": False}, criteria=["price", "noise"])


def test_of_many_faults_the_error_tells_ten_and_holds_all():
    with pytest.raises(InputError) as failed:
        decision_matrix([["x"]] * 25)
    assert len(failed.value.findings) == len(failed.value.told("vi")) == 25
    assert str(failed.value).count("\n") == 10
    assert str(failed.value).endswith("And 15 more; findings holds all of them.")


def test_a_decimal_that_signals_is_no_number():
    with pytest.raises(InputError) as told:
        decision_matrix([[Decimal("sNaN")], [1]])
    assert [finding.code for finding in told.value.findings] == ["value-not-number"]
