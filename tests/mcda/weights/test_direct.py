"""Weights as they are given, points and swings: sums, names, and every kind of bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import languages
from opennss.mcda.checks import InputError
from opennss.mcda.weights.direct import direct, points
from opennss.mcda.weights.swing import swing

NUMBERS = st.lists(st.floats(0.5, 100), min_size=1, max_size=8)


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [finding.code for finding in caught.value.findings]


def test_direct_weights_stay_as_they_are():
    found = direct([0.5, 0.3, 0.2], ["a", "b", "c"])
    assert found.shares() == {"a": 0.5, "b": 0.3, "c": 0.2}
    assert (found.method, found.consistency, found.notes) == ("direct", None, ())
    assert direct([1.0]).criteria == ("c1",)
    assert direct({"b": 0.25, "a": 0.75}, ["a", "b"]).values.tolist() == [0.75, 0.25]


@pytest.mark.parametrize(
    ("given_", "criteria", "found"),
    [
        ([0.5, 0.4], (), ["weights-sum"]),
        ([1.5, -0.5], (), ["weight-negative"]),
        ([float("nan"), float("inf")], (), ["weight-not-finite", "weight-not-finite"]),
        ([0.0, 0.0], (), ["weights-zero"]),
        ([0.5, 0.5], ["a", "b", "c"], ["answers-count"]),
        ([], (), ["criteria-none"]),
        ({}, (), ["criteria-none"]),
        ([0.5, 0.5], ["a", "a"], ["criterion-twice"]),
        ({"a": 0.5, "x": 0.5}, ["a", "b"], ["answer-missing", "answer-unknown"]),
    ],
)
def test_direct_weights_that_are_none(given_, criteria, found):
    with pytest.raises(InputError) as caught:
        direct(given_, criteria)
    assert codes(caught) == found


@given(NUMBERS)
def test_rescaled_weights_keep_their_ratios(numbers):
    found = direct(numbers, rescale=True).values
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert found * numbers[0] == pytest.approx(np.array(numbers) * found[0], abs=1e-9)
    assert points(numbers, rescale=True).values == pytest.approx(found, abs=1e-12)
    assert swing(numbers, rescale=True).values == pytest.approx(found, abs=1e-12)


def test_points_come_to_their_total():
    assert points([50, 30, 20]).values.tolist() == [0.5, 0.3, 0.2]
    assert points({"a": 7, "b": 3}, total=10).values.tolist() == [0.7, 0.3]
    assert points([33.3, 33.3, 33.4]).notes == ()
    with pytest.raises(InputError) as caught:
        points([50, 30])
    assert codes(caught) == ["points-sum"]
    assert "80, not to 100" in str(caught.value)
    assert points([50, 30], rescale=True).notes == (("points-rescaled", "80"),)
    with pytest.raises(InputError) as caught:
        points({"a": 120, "b": -20})
    assert codes(caught) == ["weight-negative"]


def test_swings_go_to_100():
    """Three swings of 100, 50 and 50, by hand a half and two quarters."""
    assert swing([100, 50, 50]).values.tolist() == [0.5, 0.25, 0.25]
    assert swing([100, 0]).values.tolist() == [1.0, 0.0]
    for ratings in ([90, 45], [110, 50]):
        with pytest.raises(InputError) as caught:
            swing(ratings)
        assert codes(caught) == ["swing-top"]
    assert swing([90, 45], rescale=True).notes == (("swing-rescaled", "90"),)
    with pytest.raises(InputError) as caught:
        swing({"a": 100}, ["a", "b"])
    assert codes(caught) == ["answer-missing"]


def test_what_weights_show():
    found = swing({"a": 100, "b": 60})
    assert found.frame().to_dicts() == [{"criterion": "a", "weight": 0.625}, {"criterion": "b", "weight": 0.375}]
    assert found.table("swing.ratings").values.ravel().tolist() == [100, 60]
    assert all(found.table("swing.ratings").caption(language) for language in languages())
    with pytest.raises(KeyError, match=r"swing\.ratings"):
        found.table("x")
