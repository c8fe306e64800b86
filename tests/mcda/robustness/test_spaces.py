"""Weightings are drawn by the laws that the spaces promise; what cannot be is refused."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix
from opennss.mcda.robustness.acceptability import smaa
from opennss.mcda.robustness.spaces import Answers, Around, Fixed, Free, Nested, Ordered, Ranges, Space, _chains
from opennss.mcda.weights.direct import points

COUNT = 40_000
NEAR = 0.01


def drawn(space: Space, count: int = COUNT) -> np.ndarray:
    made = space.draw(np.random.default_rng(7), count)
    assert made.dtype == np.float32
    assert (made >= 0).all()
    return np.asarray(made / made.sum(axis=1, keepdims=True), dtype=np.float64)


def test_free_is_even_on_the_simplex() -> None:
    made = drawn(Free(4))
    assert np.allclose(made.mean(axis=0), 0.25, atol=NEAR)
    for limit in (0.1, 0.3, 0.6):  # one weight of four is below t with probability 1 - (1 - t)^3
        assert abs((made[:, 0] < limit).mean() - (1 - (1 - limit) ** 3)) < NEAR


def test_ordered_keeps_the_order_and_is_even() -> None:
    made = drawn(Ordered([2, 3, 1]))
    assert (made[:, 1] >= made[:, 0]).all()
    assert (made[:, 0] >= made[:, 2]).all()
    # Rank order centroids: (1 + 1/2 + 1/3) / 3, (1/2 + 1/3) / 3, (1/3) / 3.
    assert np.allclose(made.mean(axis=0), [5 / 18, 11 / 18, 2 / 18], atol=NEAR)


def test_equals_of_an_order_are_free_among_themselves() -> None:
    made = drawn(Ordered([1, 5, 1]))
    assert np.allclose(made.mean(axis=0), [7 / 36, 11 / 18, 7 / 36], atol=NEAR)
    free = drawn(Free(3))
    kept = free[(free[:, 1] >= free[:, 0]) & (free[:, 1] >= free[:, 2])]
    assert abs((made[:, 0] > 0.2).mean() - (kept[:, 0] > 0.2).mean()) < 2 * NEAR


def test_ranges_are_even_between_the_bounds() -> None:
    low, high = np.array([0.1, 0.0, 0.2]), np.array([0.6, 0.3, 0.7])
    made = drawn(Ranges(low, high))
    free = drawn(Free(3), 20 * COUNT)
    kept = free[((free >= low) & (free <= high)).all(axis=1)]
    assert (made >= low - 1e-6).all()
    assert (made <= high + 1e-6).all()
    assert np.allclose(made.mean(axis=0), kept.mean(axis=0), atol=NEAR)
    for limit in np.linspace(0.15, 0.55, 5):
        assert np.allclose((made < limit).mean(axis=0), (kept < limit).mean(axis=0), atol=2 * NEAR)


def test_chains_have_the_law_of_rejection() -> None:
    low, high = np.array([0.1, 0.0, 0.2, 0.05]), np.array([0.4, 0.3, 0.5, 0.9])
    exact, chained = drawn(Ranges(low, high)), _chains(np.random.default_rng(3), COUNT, low, high)
    assert np.allclose(chained.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(np.cov(exact.T), np.cov(chained.T), atol=1e-3)
    for limit in np.linspace(0.05, 0.5, 7):
        assert np.allclose((chained < limit).mean(axis=0), (exact < limit).mean(axis=0), atol=2 * NEAR)


def test_narrow_ranges_are_drawn_too() -> None:
    size = 12
    low, high = np.full(size, 0.06), np.full(size, 0.1)
    made = drawn(Ranges(low, high), 2000)
    assert (made >= low - 1e-6).all()
    assert (made <= high + 1e-6).all()
    assert np.allclose(made.mean(axis=0), 1 / size, atol=2e-3)
    assert np.allclose(drawn(Ranges([0.25, 0.75], [0.5, 0.9]), 5), [0.25, 0.75])
    assert np.allclose(drawn(Ranges([0.0, 0.5], [0.25, 0.75]), 5), [0.25, 0.75])


def test_around_has_the_moments_of_dirichlet() -> None:
    weights, concentration = np.array([0.5, 0.3, 0.2, 0.0]), 24.0
    made = drawn(Around(weights, concentration))
    assert np.allclose(made.mean(axis=0), weights, atol=NEAR)
    assert np.allclose(made.var(axis=0), weights * (1 - weights) / (concentration + 1), atol=1e-3)
    tiny = drawn(Around([0.5, 0.5], 1e-6), 400)
    assert np.allclose(tiny.max(axis=1), 1)
    assert abs(tiny[:, 0].mean() - 0.5) < 0.1


def test_answers_come_with_their_shares() -> None:
    made = drawn(Answers([[0.2, 0.8], [0.6, 0.4], [1.0, 0.0]], [0.5, 0.3, 0.2]))
    for weight, share in ((0.2, 0.5), (0.6, 0.3), (1.0, 0.2)):
        assert abs(np.isclose(made[:, 0], weight).mean() - share) < NEAR


@pytest.mark.parametrize("weights", [(0.2, 0.3, 0.5), (0.05, 0.45, 0.5), (1 / 6, 1 / 3, 1 / 2)])
def test_what_is_level_under_round_weights_is_level(weights: tuple[float, ...]) -> None:
    matrix = decision_matrix([[1, 1, 0], [0, 0, 1], [0, 0, 0]])
    for space in (Fixed(weights), Answers([weights], [1.0])):
        for method in ("weighted-sum", "promethee-2"):
            assert smaa(matrix, method, space, 10).counts[:2, 0].tolist() == [10, 10]


def test_answers_of_other_sums_are_rescaled_when_asked() -> None:
    made = drawn(Answers([[20, 80], [6, 4]], [3, 1], rescale=True))
    assert abs(np.isclose(made[:, 0], 0.2).mean() - 0.75) < NEAR
    assert np.sum(Answers([[20, 80]], [3], rescale=True).weights) == 1
    with pytest.raises(InputError, match=r"answer 2 sum to 0\.9") as caught:
        Answers([[0.2, 0.8], [0.5, 0.4]], [0.5, 0.5])
    assert [finding.row for finding in caught.value.findings] == [2]


def test_nested_shares_out_the_weights_of_groups() -> None:
    made = drawn(Nested(Fixed([0.3, 0.7]), (Free(2), Fixed([0.1, 0.9])), (1, 0, 0, 1)))
    assert np.allclose(made[:, 1] + made[:, 2], 0.3, atol=1e-6)
    assert np.allclose(made[:, [0, 3]], [0.07, 0.63], atol=1e-6)
    assert abs((made[:, 1] < 0.1).mean() - 1 / 3) < NEAR
    assert np.allclose(drawn(Nested(Free(1), (Free(3),), (0, 0, 0))).mean(axis=0), 1 / 3, atol=NEAR)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Free(0), "number-least"),
        (lambda: Free("four"), "number-whole"),
        (lambda: Free(2.5), "number-whole"),
        (lambda: Ordered(["a", "b"]), "space-not-numbers"),
        (lambda: Ordered({"a": 1, "b": 2}), "space-not-numbers"),
        (lambda: Ranges(["low"], [0.5]), "space-not-numbers"),
        (lambda: Around(points({"a": 50, "b": 50}), 5.0), "space-not-numbers"),
        (lambda: Around([0.5, 0.5], "near"), "concentration"),
        (lambda: Answers([[0.5, 0.5], [1.0]], [0.5, 0.5]), "space-not-numbers"),
        (lambda: Answers([[0.5, 0.4]], [1.0]), "answer-sum"),
        (lambda: Answers([[0.0, 0.0]], [1.0], rescale=True), "answer-sum"),
        (lambda: Answers([[0.5, 0.5]], [0.5, 0.5]), "shares-count"),
        (lambda: Fixed("equal"), "space-not-numbers"),
        (lambda: Nested(Free(2), [[0.5, 0.5], Free(1)], (0, 0, 1)), "space-none"),
        (lambda: Nested([0.5, 0.5], (Free(1), Free(1)), (0, 1)), "space-none"),
        (lambda: Nested(Free(2), (Free(1), Free(1)), ("a", "b")), "nested-number"),
        (lambda: Ordered([]), "space-empty"),
        (lambda: Ordered([1.0, np.nan]), "weight-not-finite"),
        (lambda: Ranges([0.1], [0.1, 0.2]), "ranges-shape"),
        (lambda: Ranges([0.1, np.inf], [0.9, 1.0]), "weight-not-finite"),
        (lambda: Ranges([0.5, 0.1], [0.2, 0.9]), "range-empty"),
        (lambda: Ranges([-0.5, 0.1], [0.2, 0.9]), "range-empty"),
        (lambda: Ranges([0.6, 0.6], [0.7, 0.9]), "ranges-apart"),
        (lambda: Ranges([0.0, 0.1], [0.2, 0.3]), "ranges-apart"),
        (lambda: Around([0.5, 0.5], 0.0), "concentration"),
        (lambda: Around([0.5, 0.4], 5.0), "weights-sum-fixed"),
        (lambda: Answers([], []), "space-empty"),
        (lambda: Answers([[0.5, -0.5]], [1.0]), "weight-negative"),
        (lambda: Answers([[0.5, 0.5]], [0.5]), "shares-sum"),
        (lambda: Nested(Free(2), (Free(1),), (0, 1)), "nested-groups"),
        (lambda: Nested(Free(2), (Free(1),), (0,)).draw(np.random.default_rng(1), 2), "space-count"),
        (lambda: Fixed([0.5, 0.6]), "weights-sum-fixed"),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], code: str) -> None:
    with pytest.raises(InputError) as caught:
        make()
    assert code in [finding.code for finding in caught.value.findings]


def test_groups_shared_out_in_whole_numbers_keep_exact_ties():
    found = Nested(Fixed([0.3, 0.7]), (Fixed([1 / 3, 2 / 3]), Fixed([0.2, 0.3, 0.5])), (0, 1, 0, 1, 1))
    assert found.draw(np.random.default_rng(1), 1).tolist() == [[10.0, 14.0, 20.0, 21.0, 35.0]]
    alone = Nested(Fixed([0.2, 0.3, 0.5]), (Free(1), Free(1), Free(1)), (0, 1, 2))
    assert alone.draw(np.random.default_rng(1), 1).tolist() == [[2.0, 3.0, 5.0]]
