"""Winning indices: against exact fractions by another formula, against samples, and what must always hold."""

from fractions import Fraction
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from opennss.mcda.checks import InputError
from opennss.mcda.robustness.pairs import expected_positions, share_ahead, winning
from opennss.mcda.robustness.scores import LinearScores

grades = arrays(np.int64, st.tuples(st.integers(1, 7), st.integers(1, 6)), elements=st.integers(-3, 3))


def by_partial_fractions(differences: list[Fraction]) -> Fraction:
    """The volume by the formula for differences that are all different, exact on fractions."""
    size = len(differences)
    return sum(
        (
            one ** (size - 1) / prod((one - other for k, other in enumerate(differences) if k != j), start=Fraction(1))
            for j, one in enumerate(differences)
            if one > 0
        ),
        Fraction(0),
    )


@given(st.lists(st.fractions(-3, 3, max_denominator=20), min_size=2, max_size=8, unique=True))
def test_reference_is_the_volume(differences: list[Fraction]) -> None:
    if differences != [0, 0]:
        assert share_ahead(differences) == by_partial_fractions(differences)


@given(grades)
def test_kernel_is_the_reference(values: np.ndarray) -> None:
    shares = winning(LinearScores(values.astype(float)))
    for i, mine in enumerate(values.tolist()):
        for k, other in enumerate(values.tolist()):
            exact = share_ahead([Fraction(a - b) for a, b in zip(mine, other, strict=True)])
            assert shares[i, k] == pytest.approx(float(exact), abs=1e-13)


def test_nothing_cancels_among_many_criteria() -> None:
    """The formula of partial fractions loses all digits here; the recursion keeps them."""
    random = np.random.default_rng(3)
    for size in (6, 12, 20):
        near = 1 + 1e-9 * random.random(size)
        values = np.where(np.arange(size) % 2, near, -near)
        exact = share_ahead([Fraction(one) for one in values.tolist()])
        assert winning(LinearScores(np.stack([values, np.zeros(size)])))[0, 1] == pytest.approx(float(exact), abs=1e-13)


def test_equals_samples() -> None:
    random = np.random.default_rng(5)
    values = random.random((12, 6))
    weights = random.standard_exponential((200_000, 6))
    scores = weights @ values.T
    sampled = (scores[:, :, None] > scores[:, None, :]).mean(axis=0)
    found = winning(LinearScores(values))
    assert np.abs(found - sampled)[~np.eye(12, dtype=bool)].max() < 0.005
    positions = 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2).mean(axis=0)
    assert np.abs(expected_positions(found) - positions).max() < 0.02


@given(grades, st.randoms(use_true_random=False), st.sampled_from([1e-6, 3.0, 1e200]))
def test_what_always_holds(values: np.ndarray, random: object, factor: float) -> None:
    shares = winning(LinearScores(values.astype(float)))
    assert np.allclose(shares + shares.T, 1, atol=1e-15)
    assert expected_positions(shares).sum() == pytest.approx(len(values) * (len(values) + 1) / 2)
    better = (values[:, None] >= values[None]).all(axis=2) & (values[:, None] > values[None]).any(axis=2)
    assert (shares[better] == 1).all()
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    turned = winning(LinearScores(values[order, ::-1] * factor))
    assert np.allclose(turned, shares[np.ix_(order, order)], atol=1e-13)


@pytest.mark.parametrize("values", [[[1.0, 2.0], [1.0, 2.0]], [[0.0], [0.0]], [[0.1 + 0.2, 1.0], [0.3, 1.0]]])
def test_equal_alternatives_share(values: list[list[float]]) -> None:
    assert winning(LinearScores(np.array(values))).tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_one_criterion() -> None:
    shares = winning(LinearScores(np.array([[1.0], [3.0], [1.0]])))
    assert shares.tolist() == [[0.5, 0, 0.5], [1, 0.5, 1], [0.5, 0, 0.5]]
    assert expected_positions(shares).tolist() == [2.5, 1, 2.5]


def test_no_alternatives() -> None:
    assert winning(LinearScores(np.zeros((0, 3)))).shape == (0, 0)


def test_tiles_fit_together() -> None:
    values = np.random.default_rng(8).random((150, 5))
    some = [0, 63, 64, 127, 128, 149]
    assert winning(LinearScores(values))[np.ix_(some, some)] == pytest.approx(winning(LinearScores(values[some])))


@settings(max_examples=20)
@given(st.sampled_from([np.nan, np.inf, -np.inf]))
def test_what_is_no_number_is_refused(bad: float) -> None:
    with pytest.raises(InputError) as told:
        winning(LinearScores(np.array([[1.0, bad], [bad, 2.0]])))
    assert [(f.code, f.row, f.column) for f in told.value.findings] == [
        ("score-not-finite", 1, "2"), ("score-not-finite", 2, "1")]  # fmt: skip
