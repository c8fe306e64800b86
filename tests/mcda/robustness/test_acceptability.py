"""Acceptability: shares that are known areas, properties that always hold, the same bytes however it is run."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.mcda.aggregate import METHODS
from opennss.mcda.aggregate.preferences import Preference, unicriterion_flows
from opennss.mcda.aggregate.promethee import USUAL, promethee_2
from opennss.mcda.checks import InputError
from opennss.mcda.matrix import DecisionMatrix, labels, positions
from opennss.mcda.robustness import reference
from opennss.mcda.robustness.acceptability import Acceptability, acceptability, smaa
from opennss.mcda.robustness.method_scores import DrawnScores, scores_of
from opennss.mcda.robustness.scores import LinearScores, ProfileScores
from opennss.mcda.robustness.spaces import Fixed, Free, Ordered

SAMPLES = 100_000
NEAR = 0.006
OPTIONS: dict[str, dict[str, Any]] = {
    "weighted-sum": {},
    "weighted-product": {},
    "topsis": {},
    "vikor": {},
    "promethee-2": {"preferences": Preference("linear", q=0.1, p=0.6)},
    "electre-3": {"q": 0.1, "p": 0.3, "veto": 3.0},
}


def matrix(seed: int, size: int, criteria: int) -> DecisionMatrix:
    random = np.random.default_rng(seed)
    values = np.exp(random.normal(size=(size, criteria)))
    return DecisionMatrix(values, np.arange(criteria) % 3 != 2, labels("a", size), labels("c", criteria))


def same(one: Acceptability, other: Acceptability) -> bool:
    return all(
        np.asarray(getattr(one, field.name)).tobytes() == np.asarray(getattr(other, field.name)).tobytes()
        for field in fields(one)
    )


def test_two_criteria_are_lengths_on_a_line() -> None:
    """a = w, b = 1 - w, c = 0.4: a is first from w = 0.5 on, b below; c is second outside 0.4 < w < 0.6, else last."""
    found = acceptability(LinearScores(np.array([[1.0, 0.0], [0.0, 1.0], [0.4, 0.4]])), Free(2), SAMPLES, 1)
    expected = [[0.5, 0.1, 0.4], [0.5, 0.1, 0.4], [0.0, 0.8, 0.2]]
    assert np.allclose(found.acceptability, expected, atol=NEAR)
    assert np.allclose(found.central[:2], [[0.75, 0.25], [0.25, 0.75]], atol=NEAR)
    assert np.isnan(found.central[2]).all()
    assert np.isnan(found.confidence[2])
    assert found.confidence[:2].tolist() == [1.0, 1.0]
    assert found.wins is not None
    assert np.allclose(found.wins / SAMPLES, [[0, 0.5, 0.6], [0.5, 0, 0.6], [0.4, 0.4, 0]], atol=NEAR)
    assert found.best == (1, 1, 2)
    assert found.worst == (3, 3, 3)
    assert np.allclose(found.expected, [1.9, 1.9, 2.2], atol=2 * NEAR)
    assert found.frame()["alternative"].to_list()[2] == "a3"


def test_three_criteria_are_areas_of_a_triangle() -> None:
    """Each alternative is best on one criterion: thirds; the mean weights with the first one largest are known."""
    found = acceptability(LinearScores(np.eye(3)), Free(3), SAMPLES, 2)
    assert np.allclose(found.acceptability, 1 / 3, atol=NEAR)
    assert np.allclose(found.central[0], [11 / 18, 7 / 36, 7 / 36], atol=NEAR)
    kept = acceptability(LinearScores(np.eye(3)), Ordered([3, 2, 1]), 1000, 2)
    assert np.array_equal(kept.counts, 1000 * np.eye(3))


def test_level_alternatives_share_the_better_position() -> None:
    found = acceptability(LinearScores(np.array([[0.5, 1.0], [0.5, 1.0], [0.0, 0.0]])), Free(2), 500)
    assert found.counts.tolist() == [[500, 0, 0], [500, 0, 0], [0, 0, 500]]


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(2, 12), st.integers(1, 5))
def test_properties(seed: int, size: int, criteria: int) -> None:
    random = np.random.default_rng(seed)
    values = random.choice([0.0, 0.25, 0.5, 1.0], (size, criteria))
    run = partial(acceptability, space=Free(criteria), samples=300, seed=4)
    found = run(LinearScores(values))
    assert (found.counts.sum(axis=1) == 300).all()
    order = random.permutation(size)
    moved = run(LinearScores(values[order]))
    assert np.array_equal(moved.counts, found.counts[order])
    assert np.array_equal(run(LinearScores(values * 4.0 + 1)).counts, found.counts)
    for one in range(size):
        for other in range(size):
            if (values[one] >= values[other]).all():
                assert found.expected[one] <= found.expected[other]
    assert found.wins is not None
    assert (found.wins + found.wins.T <= 300).all()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_counts_what_it_says_one_weighting_at_a_time(method: str) -> None:
    data, space = matrix(3, 12, 4), Free(4)
    samples = 40
    found = smaa(data, method, space, samples, 5, **OPTIONS[method])
    random = np.random.Generator(np.random.SFC64(np.random.SeedSequence([5, 0])))
    expected = np.zeros((12, 12), dtype=np.int64)
    for row in space.draw(random, samples).astype(np.float64):
        score = METHODS[method](data, row, rescale=True, **OPTIONS[method]).score
        place = np.array(positions(score if method != "weighted-product" else np.log(score)))
        expected[np.arange(12), place - 1] += 1
    assert np.array_equal(found.counts, expected)
    assert found.alternatives == data.alternatives


@pytest.mark.parametrize("normalization", ["vector", "min-max"])
def test_distances_follow_the_normalization(normalization: str) -> None:
    data, weights = matrix(8, 15, 3), np.array([0.2, 0.5, 0.3])
    found = smaa(data, "topsis", Fixed(weights), 1, normalization=normalization)
    place = METHODS["topsis"](data, weights, normalization=normalization).position
    assert found.best == place


def test_any_number_of_threads_and_any_batch_gives_the_same_bytes() -> None:
    scores, _, _ = scores_of(matrix(6, 30, 5), "topsis", {})
    run = partial(acceptability, scores, Free(5), 20_000, 9)
    first = run()
    for threads, batch in ((2, None), (3, 64), (1, 8)):
        assert same(first, run(threads=threads, batch=batch))
    assert not same(first, acceptability(scores, Free(5), 20_000, 10))


def test_values_drawn_anew_and_plain_functions_are_the_same_on_any_number_of_threads() -> None:
    values = matrix(6, 9, 3).values

    def drawn(weights: np.ndarray, random: np.random.Generator) -> np.ndarray:
        return np.asarray((weights @ values.T) * random.random((len(weights), 9)))

    assert same(
        acceptability(DrawnScores(drawn), Free(3), 9000, 2),
        acceptability(DrawnScores(drawn), Free(3), 9000, 2, threads=3),
    )
    called = acceptability(lambda weights: weights @ values.T, Free(3), 5000, 2)
    assert np.array_equal(called.counts, acceptability(LinearScores(values), Free(3), 5000, 2).counts)
    assert called.confidence.tolist() == pytest.approx(
        acceptability(LinearScores(values), Free(3), 5000, 2).confidence.tolist(), nan_ok=True
    )


def test_no_score_comes_last() -> None:
    found = acceptability(lambda weights: np.tile([np.nan, 2.0, np.nan, 1.0], (len(weights), 1)), Free(2), 10)
    assert found.best == (3, 1, 3, 2)
    nobody = acceptability(lambda weights: np.full((len(weights), 2), np.nan), Free(2), 10)
    assert nobody.best == (1, 1)


def test_confidence_of_a_profile_is_asked_with_its_central_weights() -> None:
    scores = ProfileScores(np.ones((2, 2)), (np.array([[1.0, 0.0], [0.0, 1.0]]),), np.zeros(2, dtype=np.bool_))
    found = acceptability(scores, Free(2), 1000)
    assert found.confidence.tolist() == [1.0, 1.0]


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    acceptability(LinearScores(np.eye(2)), Free(2), 10_000, tell=lambda done, total: told.append((done, total)))
    assert told == [(4096, 10_000), (8192, 10_000), (10_000, 10_000)]


def test_pairs_are_counted_when_asked_for() -> None:
    assert acceptability(LinearScores(np.eye(2)), Free(2), 10, pairs=False).wins is None
    large = LinearScores(np.random.default_rng(1).random((301, 2)))
    assert acceptability(large, Free(2), 10).wins is None
    assert acceptability(large, Free(2), 10, pairs=True).wins is not None


class Wrong:
    """A space that draws no weights."""

    def draw(self, random: np.random.Generator, count: int) -> np.ndarray:  # noqa: ARG002
        return np.zeros((count, 2), dtype=np.float32)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"samples": 0}, "number-least"),
        ({"seed": -1}, "number-least"),
        ({"threads": 0}, "number-least"),
        ({"samples": 1 << 40}, "samples-many"),
        ({"space": Free(3)}, "space-count"),
        ({"space": Wrong()}, "space-no-weights"),
        ({"scores": lambda weights: weights[0]}, "scores-shape"),
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        acceptability(**({"scores": LinearScores(np.eye(2)), "space": Free(2), "samples": 5} | change))
    assert [finding.code for finding in caught.value.findings] == [code]


def test_gaps_and_unknown_methods_are_refused() -> None:
    data = matrix(1, 3, 2)
    data.values[1, 1] = np.nan
    for method, options, code in (
        ("topsis", {}, "value-missing"),
        ("guess", {}, "option-unknown"),
        ("vikor", {"missing": "median", "v": 2.0}, "strategy-weight"),
    ):
        with pytest.raises(InputError) as caught:
            smaa(data, method, **options)  # type: ignore[arg-type]
        assert [finding.code for finding in caught.value.findings] == [code]
    assert smaa(data, "topsis", samples=10, missing="median").notes[0][0] == "value-filled"
    data.values[1, 1] = -1
    with pytest.raises(InputError):
        smaa(data, "weighted-product")


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_the_unit_of_the_scores_does_not_matter_however_large(scale: float) -> None:
    found = acceptability(LinearScores(np.array([[1.0, 0.0], [0.0, 2.0]]) * scale), Free(2), 1000)
    one = acceptability(LinearScores(np.array([[1.0, 0.0], [0.0, 2.0]])), Free(2), 1000)
    assert np.array_equal(found.counts, one.counts)


@pytest.mark.parametrize("size", [1e-15, 1.0, 1e15])
def test_who_has_no_score_is_behind_those_that_are_level(size: float) -> None:
    found = acceptability(lambda weights: np.tile([size, size, np.nan], (len(weights), 1)), Free(2), 10)
    assert found.counts.tolist() == [[10, 0, 0], [10, 0, 0], [0, 0, 10]]
    apart = acceptability(lambda weights: np.tile([size, 2 * size, np.nan], (len(weights), 1)), Free(2), 10)
    assert apart.counts.tolist() == [[0, 10, 0], [10, 0, 0], [0, 0, 10]]


@pytest.mark.parametrize("method", METHODS)
def test_infinite_values_are_refused_by_every_method(method: str) -> None:
    matrix = DecisionMatrix(
        np.array([[1.0, 2], [np.inf, 2], [2, 1]]), np.array([True, True]), ("a", "b", "c"), ("x", "y")
    )
    with pytest.raises(InputError) as told:
        smaa(matrix, method, samples=10)
    assert [finding.code for finding in told.value.findings] == ["value-infinite"]


def test_a_constant_criterion_is_noted() -> None:
    matrix = DecisionMatrix(np.array([[1.0, 5.0], [2.0, 5.0]]), np.array([True, True]), ("a", "b"), ("x", "y"))
    assert smaa(matrix, "topsis", samples=10).notes == (("constant-criterion", "y"),)


@pytest.mark.parametrize("size", [3, 4, 5, 7, 12])
def test_net_flows_that_cancel_are_level_as_in_the_method(size: int) -> None:
    square = np.add.outer(np.arange(size), np.arange(size)) % size * 1.0
    latin = DecisionMatrix(square, np.ones(size, dtype=np.bool_), labels("a", size), labels("c", size))
    equal = np.full(size, 1 / size)
    assert set(promethee_2(latin, equal).position) == {1}
    found = smaa(latin, "promethee-2", Fixed(equal), 20)
    assert found.counts[:, 0].tolist() == [20] * size
    flows = np.subtract(*unicriterion_flows(latin.values, latin.maximize, USUAL))
    assert (reference.linear(flows, equal[None]) == 0).all()
