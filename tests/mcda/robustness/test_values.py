"""Uncertain values: their laws, gaps, and totals that are drawn without drawing every value."""

from __future__ import annotations

import numpy as np
import pytest

from opennss.mcda.checks import InputError
from opennss.mcda.robustness.acceptability import smaa
from opennss.mcda.robustness.method_scores import drawn_scores_of
from opennss.mcda.robustness.spaces import Fixed
from opennss.mcda.robustness.values import Interval, Normal, Triangular, Value, draw, uncertain_matrix

COUNT = 50_000


@pytest.mark.parametrize(
    ("law", "mean", "variance"),
    [
        (Interval(2, 5), 3.5, 9 / 12),
        (Normal(1, 0.5), 1, 0.25),
        (Triangular(0, 1, 5), 2, (1 + 25 - 5) / 18),
        (Triangular(2, 2, 2), 2, 0),
    ],
)
def test_laws_have_their_moments(law: Interval | Normal | Triangular, mean: float, variance: float) -> None:
    drawn = draw(law, np.random.default_rng(1), COUNT)
    assert drawn.mean() == pytest.approx(mean, abs=0.03)
    assert drawn.var() == pytest.approx(variance, abs=0.03)


def test_gaps_are_drawn_between_what_is_known_and_named() -> None:
    made = uncertain_matrix([[1.0, None], [4.0, 2.0], [None, 8.0]], [True, False], ["p", "q", "r"], ["x", "y"])
    assert made.cells == ((0, 1, Interval(2, 8)), (2, 0, Interval(1, 4)))
    assert made.notes == (("value-drawn", "p, y: 2 to 8"), ("value-drawn", "r, x: 1 to 4"))
    drawn = made.draw(np.random.default_rng(1), 500)
    assert drawn.shape == (500, 3, 2)
    assert (drawn[:, 1] == [4, 2]).all()
    assert ((drawn[:, 0, 1] >= 2) & (drawn[:, 0, 1] <= 8)).all()


def test_an_interval_gives_the_shares_of_its_length() -> None:
    """On the scale 0 to 1, b at 0.5 is ahead of a, drawn from 0 to 1, half of the time; c is 0, d is 1."""
    made = uncertain_matrix([[Interval(0, 1)], [0.5], [0.0], [1.0]])
    found = smaa(made, "weighted-sum", Fixed([1.0]), 40_000, 1)
    assert np.allclose(found.acceptability[0], [0, 0.5, 0.5, 0], atol=0.01)
    assert found.confidence[3] == pytest.approx(1.0)
    assert np.isnan(found.confidence[0])


def test_normal_errors_of_totals_are_those_of_values() -> None:
    data: list[list[Value]] = [[Normal(2, 1), Normal(1, 0.5)], [1.5, Interval(0, 2)], [Normal(1, 2), 3.0]]
    made = uncertain_matrix(data, [True, False])
    weights = np.array([0.3, 0.7])
    drawn = made.draw(np.random.default_rng(2), COUNT)
    scaled = (drawn - made.low) / (made.high - made.low)
    scaled[:, :, 1] = 1 - scaled[:, :, 1]
    slow = scaled @ weights
    quick = drawn_scores_of(made, "weighted-sum", {}).scores(np.tile(weights, (COUNT, 1)), np.random.default_rng(3))
    assert np.allclose(slow.mean(axis=0), quick.mean(axis=0), atol=0.01)
    assert np.allclose(np.cov(slow.T), np.cov(quick.T), atol=0.005)


def test_other_methods_are_called_on_each_drawn_matrix() -> None:
    made = uncertain_matrix([[Interval(0, 1), 1.0], [2.0, Normal(2, 0.1)], [3.0, None]])
    found = smaa(made, "topsis", samples=30, seed=1)
    assert (found.counts.sum(axis=1) == 30).all()
    assert found.counts[2, 0] + found.counts[1, 0] == 30


def test_without_uncertainty_nothing_changes() -> None:
    data = [[1.0, 4.0], [2.0, 3.0], [3.0, 1.0]]
    made = uncertain_matrix(data)
    assert np.array_equal(smaa(made, samples=500).counts, smaa(made.matrix, samples=500).counts)


@pytest.mark.parametrize("law", [Interval(2, 1), Normal(1, -1), Triangular(0, 3, 2), Interval(0, np.inf)])
def test_laws_that_are_none_are_refused(law: Interval | Normal | Triangular) -> None:
    with pytest.raises(InputError):
        uncertain_matrix([[law], [1.0]])


def test_a_criterion_of_which_nothing_is_known_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        uncertain_matrix([[None, Interval(3, 1)], [None, 1.0]])
    assert {finding.code for finding in caught.value.findings} == {"criterion-empty", "value-law"}
    for method, options in (("guess", {}), ("weighted-sum", {"normalization": "vector"})):
        with pytest.raises(InputError):
            drawn_scores_of(uncertain_matrix([[1.0]]), method, options)


def test_laws_too_far_apart_for_a_number_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        uncertain_matrix([[Interval(-1.2e308, 0.0)], [Interval(0.0, 1.2e308)]])
    assert [finding.code for finding in caught.value.findings] == ["criterion-wide"]
