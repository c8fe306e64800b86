"""Crossings and intervals of one weight: against a dense scan of that weight."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.mcda.checks import InputError
from opennss.mcda.robustness.forms import as_profile, compare
from opennss.mcda.robustness.scores import LinearScores, ProfileScores, Scores
from opennss.mcda.robustness.stability import Crossing, crossings, stability

SCAN = np.linspace(0, 1, 302)[1:-1] + 1e-7


def made(seed: int, groups: int) -> tuple[Scores, np.ndarray]:
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.ones(groups)) if seed % 3 else np.full(groups, 1 / groups)
    if seed % 2:
        return LinearScores(random.integers(-4, 5, (8, groups)) / 4), weights
    known = random.integers(0, 5, (8, groups)) / 4
    parts = tuple(known * random.integers(0, 5, (8, groups)) / 4 for _ in range(2))
    return ProfileScores(known, parts, random.random(8) < 0.1), weights


def moved(weights: np.ndarray, criterion: int, to: float) -> np.ndarray:
    rest = np.delete(weights, criterion)
    rest = rest / rest.sum() if rest.sum() else np.full(len(rest), 1 / max(1, len(rest)))
    return np.insert(rest * (1 - to), criterion, to)


@given(st.integers(0, 10_000), st.integers(2, 5))
def test_same_as_a_dense_scan(seed: int, groups: int) -> None:
    scores, weights = made(seed, groups)
    form = as_profile(scores)
    criterion = seed % groups
    found = stability(scores, weights, criterion)
    now = compare(form, weights)
    scan = np.array([compare(form, moved(weights, criterion, to)) for to in SCAN[::2]])
    at = SCAN[::2]
    same = (scan == now).all(axis=(1, 2))
    clear = np.abs(at - found.order[0]) > 1e-6
    inside = (found.order[0] < at) & (at < found.order[1])
    assert same[inside & clear].all()
    places, place = (scan < 0).sum(axis=2), (now < 0).sum(axis=1)
    for one, (low, high) in enumerate(found.position):
        assert low <= found.present <= high
        inside = (low + 1e-6 < at) & (at < high - 1e-6)
        assert (places[inside, one] == place[one]).all()
        for end, outward in ((low, -1), (high, 1)):
            if 0 < end < 1:
                beyond = compare(form, moved(weights, criterion, min(1, max(0, end + outward * 1e-7))))
                assert (beyond[one] < 0).sum() != place[one]


@given(st.integers(0, 10_000), st.integers(2, 5))
def test_a_crossing_is_one(seed: int, groups: int) -> None:
    """Just beyond it the order of the two is the one told, at once before it the other; and no crossing is missed."""
    scores, weights = made(seed, groups)
    form, criterion, one = as_profile(scores), seed % groups, seed % 8
    found = crossings(scores, weights, criterion, one)
    for crossing in found:
        step = 1e-7 if crossing.up else -1e-7
        beyond = compare(form, moved(weights, criterion, crossing.weight + step))[one, crossing.other]
        before = compare(form, weights if crossing.weight == weights[criterion] else moved(
            weights, criterion, crossing.weight - step))[one, crossing.other]  # fmt: skip
        assert (beyond < before) == crossing.falls
        assert beyond != before
    signs = np.array([compare(form, moved(weights, criterion, to))[one] for to in SCAN])
    turned = np.argwhere(signs[1:] * signs[:-1] < 0)
    for place, other in turned.tolist():
        assert any(c.other == other and SCAN[place] <= c.weight <= SCAN[place + 1] for c in found)


@given(st.integers(0, 10_000), st.integers(2, 4))
def test_nearest_are_of_all_crossings(seed: int, groups: int) -> None:
    scores, weights = made(seed, groups)
    found = stability(scores, weights, 0)
    for one in range(8):
        every = crossings(scores, weights, 0, one)
        for up in (False, True):
            side = [c for c in every if c.up == up]
            told = [c for c in found.nearest if c.alternative == one and c.up == up]
            assert len(told) == min(1, len(side))
            assert (
                not side
                or abs(told[0].weight - found.present) <= min(abs(c.weight - found.present) for c in side) + 1e-9
            )


def test_two_crossings_on_one_side() -> None:
    """0.1 + 0.8 t against (0.2 - 0.1 t) / (1 - 0.9 t): level where 0.72 t² - 0.81 t + 0.1 = 0."""
    known, parts = np.array([[1.0, 1.0], [0.1, 1.0]]), (np.array([[0.9, 0.1], [0.1, 0.2]]),)
    found = crossings(ProfileScores(known, parts, np.zeros(2, bool)), [0.0, 1.0], 0, 0)
    assert [one.falls for one in found] == [False, True]
    assert [one.weight for one in found] == pytest.approx(sorted(np.roots([0.72, -0.81, 0.1])))


def test_level_now_is_a_crossing_now() -> None:
    scores = LinearScores(np.array([[1.0, 0.0], [0.0, 1.0]]))
    found = stability(scores, [0.5, 0.5], 0)
    assert found.order == (0.5, 0.5)
    assert found.position == ((0.5, 1.0), (0.0, 0.5))
    assert Crossing(0, 0, 1, 0.5, False, True) in found.nearest


def test_a_later_key_decides_where_the_first_is_always_equal() -> None:
    known, first = np.ones((2, 2)), np.zeros((2, 2))
    scores = ProfileScores(known, (first, np.array([[-1.0, -3.0], [-2.0, -2.0]])), np.zeros(2, bool))
    assert [one.weight for one in crossings(scores, [0.75, 0.25], 0, 0)] == [0.5]


def test_others_without_weight_share_equally() -> None:
    scores = LinearScores(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 2.0]]))
    assert crossings(scores, [1.0, 0.0, 0.0], 0, 0)[0].weight == pytest.approx(0.6)  # t = 1.5 (1 - t)


def test_nothing_known_at_the_edge_comes_last() -> None:
    known, part = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[1.0, 0.0], [0.5, 0.5]])
    found = stability(ProfileScores(known, (part,), np.zeros(2, bool)), [0.0, 1.0], 0)
    assert found.position == ((0.0, 0.0), (0.0, 0.0))
    assert [(one.alternative, one.weight, one.falls) for one in found.nearest] == [(0, 0.0, False), (1, 0.0, True)]


def test_one_criterion_alone_moves_nothing() -> None:
    found = stability(LinearScores(np.array([[1.0], [2.0]])), [1.0], 0)
    assert (found.order, found.position, found.nearest) == ((0.0, 1.0), ((0.0, 1.0), (0.0, 1.0)), ())


@pytest.mark.parametrize(
    ("weights", "code"),
    [([0.5], "weights-count"), ([0.5, 0.6], "weights-sum-fixed"), ([1.5, -0.5], "weight-negative"),
     ([np.nan, 1.0], "weight-not-finite"), ([0.0, 0.0], "weights-zero")],
)  # fmt: skip
def test_bad_weights_are_refused(weights: list[float], code: str) -> None:
    with pytest.raises(InputError) as told:
        stability(LinearScores(np.eye(2)), weights, 0)
    assert [finding.code for finding in told.value.findings] == [code]


def test_scores_of_what_is_not_known_are_refused() -> None:
    scores = ProfileScores(np.array([[1.0, 0.0], [1.0, 1.0]]), (np.ones((2, 2)),), np.zeros(2, bool))
    with pytest.raises(InputError) as told:
        stability(scores, [0.5, 0.5], 0)
    assert [finding.code for finding in told.value.findings] == ["score-of-unknown"]
