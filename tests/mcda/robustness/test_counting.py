"""The kernels count what plain NumPy in double precision counts, exactly: near ties, ties, any size, any batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.mcda.checks import InputError
from opennss.mcda.robustness import reference
from opennss.mcda.robustness.counting import (
    MOST,
    Countable,
    DistanceScores,
    TableScores,
    Tally,
    count_in,
    form_of,
    room,
)
from opennss.mcda.robustness.kernels import CENTRAL
from opennss.mcda.robustness.lanes import LANES
from opennss.mcda.robustness.network import sort_lanes
from opennss.mcda.robustness.scores import LinearScores, ProfileScores

CRITERIA, WEIGHTINGS = 5, 203
SIZES = (1, 2, 3, 9, 17, 40, 130, 600, 1100)


def weightings(seed: int = 0, count: int = WEIGHTINGS) -> np.ndarray:
    return np.random.default_rng(seed).standard_exponential((count, CRITERIA), dtype=np.float32)


def counted(scores: Countable, weights: np.ndarray, table: np.ndarray | None = None, batch: int | None = None) -> Tally:
    form = form_of(scores, weights.shape[1])
    into = room(form, pairs=True)
    count_in(form, weights, into, table, batch)
    return into


def agrees(made: Tally, positions: np.ndarray, weights: np.ndarray) -> None:
    """Counts, pairs won and sums of the weights of firsts are those of the positions."""
    assert np.array_equal(made.counts.T, reference.counts(positions))
    wins = np.array([(positions[:, [one]] < positions).sum(axis=0) for one in range(positions.shape[1])])
    assert np.array_equal(made.wins, wins)
    shares = weights / weights.sum(axis=1, keepdims=True)
    assert np.allclose(made.central / CENTRAL, (positions == 0).T @ shares, atol=1e-7)


def troubled(random: np.random.Generator, size: int) -> np.ndarray:
    """Values with ties, with differences far below single precision, and with coarse steps."""
    values = random.random((size, CRITERIA))
    for place in range(0, size - 4, 5):
        values[place + 1] = values[place]
        values[place + 2] = values[place] + random.choice([1e-13, 1e-10, 1e-8], CRITERIA)
        values[place + 3] = np.round(values[place + 3], 1)
    return values


@pytest.mark.parametrize("size", SIZES)
def test_linear_scores(size: int) -> None:
    weights = weightings()
    random = np.random.default_rng(size)
    values = troubled(random, size)
    for scores in (values, values * 1e-9, random.random((size, CRITERIA)) * 1e6 + 1e9):
        agrees(counted(LinearScores(scores), weights), reference.linear(scores, weights.astype(float)), weights)


@pytest.mark.parametrize("size", SIZES)
def test_distances(size: int) -> None:
    weights = weightings(1)
    values = troubled(np.random.default_rng(size), size)
    near, far = (1 - values) ** 2, values**2
    expected = reference.distances(near, far, weights.astype(float))
    agrees(counted(DistanceScores(near, far), weights, batch=16), expected, weights)


@pytest.mark.parametrize("size", SIZES)
def test_profiles(size: int) -> None:
    random, weights = np.random.default_rng(size), weightings(2)
    known = (random.random((size, CRITERIA)) < 0.7) * 1.0
    ranks = random.integers(1, 5, (size, CRITERIA))
    parts = ((ranks == 1) * known, -ranks * known, (ranks <= 2) * known)
    override = random.random(size) < 0.1
    expected = reference.profile(known, parts, override, weights.astype(float))
    agrees(counted(ProfileScores(known, parts, override), weights), expected, weights)


@pytest.mark.parametrize("size", SIZES)
def test_scores_given_outright(size: int) -> None:
    weights = weightings(3)
    values = troubled(np.random.default_rng(size), size) * 1e4 - 3e3
    table = weights.astype(float) @ values.T
    agrees(counted(TableScores(size), weights, table), reference.linear(values, weights.astype(float)), weights)


def test_a_criterion_on_which_all_are_level_hides_no_distance() -> None:
    near = np.array([[0.0, 1.0, 0.25], [0.0, 0.25, 0.0], [0.0, 0.0, 1.0]])
    far = np.array([[0.0, 0.0, 0.25], [0.0, 0.25, 1.0], [0.0, 1.0, 0.0]])
    weights = np.array([[1.0, 3e-25, 1e-25], [1.0, 1e-25, 3e-25]], dtype=np.float32)
    made = counted(DistanceScores(near, far), weights)
    assert np.array_equal(made.counts.T, reference.counts(reference.distances(near, far, weights.astype(float))))


def test_a_profile_is_what_its_keys_say() -> None:
    scores = ProfileScores(
        np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0], [1.0, 1.0]]),
        (np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0], [0.0, 0.0]]),),
        np.array([False, False, False, True]),
    )
    weights = np.array([[0.5, 0.5], [0.9, 0.1]], dtype=np.float32)
    keys = scores.keys(weights.astype(float))
    positions = reference.rank_positions(tuple(np.asarray(key) for key in keys), (np.zeros(2),) * 2)
    assert np.array_equal(counted(scores, weights).counts.T, reference.counts(positions))
    assert positions[0].tolist() == [2, 1, 3, 0]


def test_many_equals_and_runs_that_chain() -> None:
    weights = weightings(4, 64)
    alike = np.ones((300, CRITERIA))
    made = counted(LinearScores(alike), weights)
    assert (made.counts[0] == 64).all()
    assert (made.counts[1:] == 0).all()
    rising = 1 + np.arange(500)[:, None] * np.full(CRITERIA, 3e-9)
    agrees(counted(LinearScores(rising), weights), reference.linear(rising, weights.astype(float)), weights)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 9), st.integers(1, 40))
def test_any_problem_in_any_batch(seed: int, size: int, criteria: int, count: int) -> None:
    random = np.random.default_rng(seed)
    values = random.choice([0.0, 0.25, 1 / 3, 1.0], (size, criteria)) + random.choice([0.0, 1e-9], (size, criteria))
    weights = random.integers(1, 6, (count, criteria)).astype(np.float32)
    whole = counted(LinearScores(values), weights)
    agrees(whole, reference.linear(values, weights.astype(float)), weights.astype(float))
    parts = counted(LinearScores(values), weights, batch=8)
    assert all(np.array_equal(getattr(whole, name), getattr(parts, name)) for name in ("counts", "central", "wins"))


@pytest.mark.parametrize("size", [8, 16, 64, 256, 512, 1024, 2048, 8192])
def test_the_network_sorts(size: int) -> None:
    random = np.random.default_rng(size)
    for rows in {1, size // 2 + 1, size - 1, size}:
        keys = np.full((size, LANES), 2**32 - 1, dtype=np.uint32)
        keys[:rows] = random.integers(0, 2**32 - 1, (rows, LANES), dtype=np.uint32)
        flat = keys.ravel().copy()
        sort_lanes(flat, size, rows)
        assert np.array_equal(flat.reshape(size, LANES), np.sort(keys, axis=0))


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        (LinearScores(np.array([[1.0, np.nan]])), "score-not-finite"),
        (LinearScores(np.ones((2, 3))), "space-count"),
        (LinearScores(np.ones((0, 2))), "alternatives-too-many"),
        (TableScores(MOST + 1), "alternatives-too-many"),
        (ProfileScores(np.zeros((1, 2)), (np.ones((1, 2)),), np.array([True])), "score-of-unknown"),
        (ProfileScores(-np.ones((1, 2)), (np.zeros((1, 2)),), np.array([True])), "score-of-unknown"),
    ],
)
def test_what_cannot_be_counted_is_refused(scores: Countable, code: str) -> None:
    with pytest.raises(InputError) as caught:
        form_of(scores, 2)
    assert {finding.code for finding in caught.value.findings} == {code}


@pytest.mark.parametrize("size", [1e300, 1e13, 1e-13, 1e-300, 1e-320])
def test_denominators_that_singles_cannot_hold_are_refused(size: float) -> None:
    """They would overflow or vanish, and every alternative would come out level."""
    known, part = np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([[1.0, 0.0], [0.5, 0.0]])
    with pytest.raises(InputError) as caught:
        form_of(ProfileScores(size * known, (size * part,), np.zeros(2, dtype=np.bool_)), 2)
    assert {finding.code for finding in caught.value.findings} == {"score-denominator"}
    form_of(ProfileScores(1e-12 * known, (1e-12 * part,), np.zeros(2, dtype=np.bool_)), 2)
