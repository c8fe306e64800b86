"""Best-worst: Rezaei's examples, SciPy's linear programming as oracle, and answers that contradict themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from opennss.language import languages
from opennss.mcda.checks import InputError
from opennss.mcda.weights.best_worst import best_worst

CAR = ["quality", "price", "comfort", "safety", "style"]


def by_name(names: list[str], numbers: list[float]) -> dict[str, float]:
    return dict(zip(names, numbers, strict=True))


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [finding.code for finding in caught.value.findings]


def test_rezaei_2015_car_consistent():
    """J. Rezaei, Omega 53 (2015), car: 2 1 4 2 8 and 4 8 2 4 1 fit together, so xi = 0; weights 4 8 2 4 1 of 19."""
    found = best_worst("price", "style", by_name(CAR, [2, 1, 4, 2, 8]), by_name(CAR, [4, 8, 2, 4, 1]), CAR)
    assert found.values.round(4).tolist() == [0.2105, 0.4211, 0.1053, 0.2105, 0.0526]
    assert found.values * 19 == pytest.approx([4, 8, 2, 4, 1], abs=1e-9)
    assert found.consistency.index == pytest.approx(0, abs=1e-9)
    assert (found.consistency.ratio, found.consistency.reconsider) == (0.0, None)


def test_linear_model_of_an_inconsistent_car():
    """2 1 4 3 8 and 4 8 2 3 1: .2295, .4481, .1148, .1530, .0546, as the package BWM of R tests its linear model.

    By hand 42, 82, 21, 28 and 10 of 183, xi = 2/183; safety: |3 · 3 - 8| / (64 - 8) = 1/56.
    """
    found = best_worst("price", "style", by_name(CAR, [2, 1, 4, 3, 8]), by_name(CAR, [4, 8, 2, 3, 1]), CAR)
    assert found.values.round(8).tolist() == [0.22950820, 0.44808743, 0.11475410, 0.15300546, 0.05464481]
    assert found.values * 183 == pytest.approx([42, 82, 21, 28, 10], abs=1e-9)
    assert found.consistency.index == pytest.approx(2 / 183, abs=1e-9)
    assert found.consistency.ratio == pytest.approx(1 / 56, abs=1e-12)
    assert found.consistency.limit == 0.2958
    doubt = found.consistency.reconsider
    assert (doubt.item, doubt.against, doubt.value, doubt.ratio) == ("price", "safety", 3, 0)
    assert doubt.suggested == pytest.approx(8 / 3)


def test_linear_model_of_three_criteria_by_hand():
    """Load flexibility, accessibility, cost (Rezaei 2015): 8 2 1, 1 5 8; every deviation is xi; 2, 9, 17 of 28."""
    names = ["load", "access", "cost"]
    found = best_worst("cost", "load", by_name(names, [8, 2, 1]), by_name(names, [1, 5, 8]), names)
    assert found.values * 28 == pytest.approx([2, 9, 17], abs=1e-9)
    assert found.consistency.index == pytest.approx(1 / 28, abs=1e-9)
    assert found.consistency.ratio == pytest.approx(2 / 56, abs=1e-12)


@pytest.mark.parametrize(
    ("value", "code"), [(12, "comparison-scale"), ("8", "comparison-number"), (0.5, "best-worst-below")]
)
def test_answers_keep_to_the_scale(value, code):
    with pytest.raises(InputError) as caught:
        best_worst("price", "style", {"style": value}, {})
    assert set(codes(caught)) == {code}


def test_thresholds_of_liang_2020():
    """F. Liang, M. Brunelli and J. Rezaei, Omega 96 (2020), table 3; beyond the table its nearest row and column."""

    def limit(criteria: int, top: float) -> float:
        names = [f"c{number}" for number in range(criteria)]
        over = dict.fromkeys(names[:-1], 1.0) | {names[-1]: top}
        return best_worst(names[0], names[-1], over, dict.fromkeys(names[:-1], top)).consistency.limit

    assert [limit(3, 3), limit(4, 4), limit(5, 9), limit(9, 8)] == [0.1667, 0.1529, 0.3062, 0.3657]
    assert [limit(2, 2), limit(12, 9), limit(3, 8.4)] == [0.0, 0.3662, 0.1309]


def asked(seed: int, criteria: int) -> tuple[list[str], np.ndarray]:
    """Random answers that respect their best (first) and worst (last) criterion."""
    random = np.random.default_rng(seed)
    top = int(random.integers(2, 10))
    given_ = random.integers(1, top + 1, (criteria, 2)).astype(float)
    given_[0], given_[-1] = (1, top), (top, 1)
    return [f"c{number}" for number in range(criteria)], given_


@given(st.integers(0, 10_000), st.integers(2, 8))
def test_agrees_with_linear_programming_of_scipy(seed, criteria):
    names, numbers = asked(seed, criteria)
    over, under = (by_name(names, numbers[:, side].tolist()) for side in (0, 1))
    found = best_worst(names[0], names[-1], over, under, names)
    rows = []
    for place, (a, b) in enumerate(numbers):
        for more, times, less in ((0, a, place), (place, b, criteria - 1)):
            row = np.zeros(criteria + 1)
            row[more] += 1
            row[less] -= times
            for sign in (1, -1):
                bounded = sign * row
                bounded[-1] = -1
                rows.append(bounded)
    cost = np.append(np.zeros(criteria), 1.0)
    total = np.append(np.ones(criteria), 0.0)
    theirs = linprog(cost, A_ub=np.array(rows), b_ub=np.zeros(len(rows)), A_eq=[total], b_eq=[1], method="highs")
    assert found.consistency.index == pytest.approx(theirs.fun, abs=1e-9)
    assert found.values == pytest.approx(theirs.x[:-1], abs=1e-7)
    assert found.values.sum() == pytest.approx(1, abs=1e-12)


@given(st.lists(st.floats(0.125, 0.9), min_size=0, max_size=6))
def test_consistent_answers_give_back_the_weights(between):
    raw = np.array([1.0, *between, 1 / 9])
    names = [f"c{number}" for number in range(len(raw))]
    over, under = by_name(names, (raw[0] / raw).tolist()), by_name(names, (raw / raw[-1]).tolist())
    found = best_worst(names[0], names[-1], over, under, names)
    assert found.values == pytest.approx(raw / raw.sum(), abs=1e-9)
    assert found.consistency.ratio == pytest.approx(0, abs=1e-9)


@given(st.integers(0, 10_000))
def test_reconsidering_gives_the_ratio_told(seed):
    names, numbers = asked(seed, 5)
    over, under = (by_name(names, numbers[:, side].tolist()) for side in (0, 1))
    doubt = best_worst(names[0], names[-1], over, under).consistency.reconsider
    if doubt is not None:
        if doubt.item == names[0]:
            over[doubt.against] = doubt.suggested
        else:
            under[doubt.item] = doubt.suggested
        again = best_worst(names[0], names[-1], over, under).consistency
        assert again.ratio == pytest.approx(doubt.ratio, abs=1e-9)


def test_best_and_worst_are_compared_once():
    once = best_worst("a", "c", {"b": 2, "c": 6}, {"b": 3})
    other = best_worst("a", "c", {"b": 2}, {"b": 3, "a": 6}, ["a", "b", "c"])
    assert once.shares() == pytest.approx(other.shares(), abs=1e-12)
    assert best_worst("a", "a", {}, {}).values.tolist() == [1.0]
    assert all(item.caption(language) for item in once.working for language in languages())


@pytest.mark.parametrize(
    ("best", "worst", "over", "under", "found"),
    [
        ("a", "c", {"b": 2, "c": 6}, {}, ["best-worst-missing"]),
        ("a", "c", {"b": 2}, {"b": 3}, ["best-worst-missing"]),
        ("a", "c", {"b": float("nan"), "c": 6}, {"b": 3}, ["best-worst-missing"]),
        ("a", "c", {"b": 0, "c": 6}, {"b": -2}, ["best-worst-below"] * 2),
        ("a", "c", {"b": 2, "c": float("inf")}, {"b": 3}, ["comparison-scale"]),
        ("a", "c", {"b": 7, "c": 6}, {"b": 3}, ["best-worst-above"]),
        ("a", "c", {"b": 2, "c": 6}, {"b": 3, "a": 5}, ["best-worst-differ"]),
        ("a", "c", {"a": 2, "b": 2, "c": 6}, {"b": 3}, ["comparison-itself"]),
        ("a", "a", {"b": 2}, {"b": 3}, ["best-is-worst"]),
        ("a", "x", {"b": 2, "c": 6}, {"b": 3, "c": 2}, ["answer-unknown", "best-worst-missing"]),
    ],
)
def test_answers_that_are_none(best, worst, over, under, found):
    with pytest.raises(InputError) as caught:
        best_worst(best, worst, over, under, ["a", "b"] if best == worst else ["a", "b", "c"])
    assert codes(caught) == found
