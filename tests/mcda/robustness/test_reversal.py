"""Rank reversal: known to happen where alternatives are measured against each other, never elsewhere."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.mcda.matrix import DecisionMatrix, Floats, Ranking, labels, positions
from opennss.mcda.robustness.reversal import Reversal, reversals


def matrix(values: np.ndarray) -> DecisionMatrix:
    rows, columns = values.shape
    return DecisionMatrix(values, np.ones(columns, bool), labels("a", rows), labels("c", columns))


def by_shares(given: DecisionMatrix, weights: Floats) -> Ranking:
    score = (given.values / given.values.sum(axis=0)) @ weights
    return Ranking("shares", given.alternatives, score, positions(score))


def by_values(given: DecisionMatrix, weights: Floats) -> Ranking:
    assert len(set(given.alternatives)) == len(given.alternatives)
    score = given.values @ weights
    return Ranking("values", given.alternatives, score, positions(score))


BELTON_GEAR = np.array([[1.0, 9.0, 8.0], [9.0, 1.0, 9.0], [1.0, 1.0, 1.0]])
"""The matrix of Belton and Gear (1983): B is ahead of A (0.47, 0.45) until a copy of B comes in (0.35, 0.37)."""

THIRDS = np.full(3, 1 / 3)


def test_a_copy_turns_the_pair_of_belton_and_gear() -> None:
    found = reversals(matrix(BELTON_GEAR), THIRDS, by_shares)
    assert Reversal(0, 1, 1, True) in found or Reversal(1, 0, 1, True) in found
    assert by_shares(matrix(BELTON_GEAR), THIRDS).score.round(2).tolist() == [0.45, 0.47, 0.08]
    assert reversals(matrix(BELTON_GEAR), THIRDS, by_shares, copies=False) == ()


@settings(max_examples=30)
@given(st.integers(0, 1000))
def test_told_reversals_are_all_of_them(seed: int) -> None:
    values = np.random.default_rng(seed).integers(1, 9, (5, 3)).astype(float)
    found = {(r.ahead, r.behind, r.third) for r in reversals(matrix(values), THIRDS, by_shares, copies=False)}
    now = by_shares(matrix(values), THIRDS).position
    for third in range(5):
        rest = [i for i in range(5) if i != third]
        then = dict(zip(rest, by_shares(matrix(values[rest]), THIRDS).position, strict=True))
        for one in rest:
            for other in rest:
                turned = (now[one] or 0) < (now[other] or 0) and (then[one] or 0) > (then[other] or 0)
                assert turned == ((one, other, third) in found)


@settings(max_examples=30)
@given(st.integers(0, 1000))
def test_scores_of_its_own_values_never_reverse(seed: int) -> None:
    values = np.random.default_rng(seed).integers(1, 9, (6, 3)).astype(float)
    assert reversals(matrix(values), THIRDS, by_values) == ()


def test_who_has_no_position_takes_no_part() -> None:
    values = BELTON_GEAR.copy()
    values[1, 0] = np.nan
    assert reversals(matrix(values), THIRDS, by_values) == ()
