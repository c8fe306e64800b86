"""The smallest change: what is returned does overturn, nothing nearer does, against brute force and by hand."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from opennss.mcda.checks import InputError
from opennss.mcda.robustness import change as search
from opennss.mcda.robustness.change import MARGIN, TOLERANCE, Change, cross_top, overturn
from opennss.mcda.robustness.forms import as_profile, compare
from opennss.mcda.robustness.nearest import Place, reach
from opennss.mcda.robustness.scores import LinearScores, ProfileScores, Scores

seeds, sizes = st.integers(0, 10_000), st.integers(2, 5)


def profile(areas: int, groups: int, seed: int, gaps: float = 0.2) -> ProfileScores:
    """Shares of rank 1 and mean ranks by group of criteria, some cells missing, some areas with an override."""
    random = np.random.default_rng(seed)
    known, ones, means = (np.zeros((areas, groups)) for _ in range(3))
    for group, size in enumerate(random.integers(1, 6, groups)):
        ranks = random.choice([1, 2, 3, 4], (areas, size), p=[0.3, 0.3, 0.25, 0.15])
        have = random.random((areas, size)) >= gaps
        known[:, group] = have.mean(axis=1)
        ones[:, group] = ((ranks == 1) & have).mean(axis=1)
        means[:, group] = -(ranks * have).mean(axis=1)
    return ProfileScores(known, (ones, means), random.random(areas) < 1 / 30)


def made(seed: int, groups: int) -> tuple[Scores, np.ndarray]:
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.ones(groups)) if seed % 4 > 1 else np.full(groups, 1 / groups)
    return (profile(9, groups, seed) if seed % 2 else LinearScores(random.random((9, groups)))), weights


def draws(scores: Scores, weights: np.ndarray, radius: float, seed: int) -> np.ndarray:
    """Weightings no farther from these than a distance, half of them at its end, that have data for everybody."""
    random = np.random.default_rng(seed)
    ways = random.dirichlet(np.full(len(weights), 0.5), 3000) - weights
    reached = np.minimum(1, radius / np.abs(ways).sum(axis=1))
    drawn = weights + ways * (reached * np.where(np.arange(3000) % 2, 1, random.random(3000)))[:, None]
    return drawn[(drawn @ as_profile(scores).known.T > 0.011).all(axis=1)]


def ahead_by(scores: Scores, weights: np.ndarray, margin: float) -> np.ndarray:
    """Which is ahead on the first key by a margin (it is decided there, or level everywhere), N × n × n."""
    form = as_profile(scores)
    first, key = form.keys(weights)[:2]
    gap = key[:, :, None] - key[:, None, :]
    return (first[:, :, None] > first[:, None, :]) | ((first[:, :, None] == first[:, None, :]) & (gap > margin))


def distance(change: Change, weights: np.ndarray) -> float:
    return float(np.abs(np.array(change.weights) - weights).sum())


@settings(max_examples=60)
@given(seeds, sizes)
def test_a_pair_is_overturned_and_by_nothing_nearer(seed: int, groups: int) -> None:
    scores, weights = made(seed, groups)
    now = compare(as_profile(scores), weights)
    first, second = (int(i) for i in np.argsort((now < 0).sum(axis=1), kind="stable")[[seed % 8, seed % 8 + 1]])
    change = overturn(scores, weights, first, second)
    nearest = 2.0 if change is None else change.bound
    if change is not None and change.weights:
        then = np.array(change.weights)
        assert then.sum() == pytest.approx(1, abs=1e-9)
        assert (then >= 0).all()
        assert change.distance == pytest.approx(distance(change, weights))
        assert not change.smallest or change.distance - TOLERANCE - 1e-6 <= change.bound
        assert change.bound <= change.distance
        assert compare(as_profile(scores), then)[second, first] == 1 or change.distance == 0
    tried = draws(scores, weights, nearest - 1e-6, seed)
    assert not ahead_by(scores, tried, 5e-5)[:, second, first].any()


@settings(max_examples=60)
@given(seeds, sizes, st.integers(1, 8))
def test_the_top_is_crossed_and_by_nothing_nearer(seed: int, groups: int, top: int) -> None:
    scores, weights = made(seed, groups)
    form, one = as_profile(scores), seed % 9
    inside = (compare(form, weights)[:, one] > 0).sum() < top
    change = cross_top(scores, weights, one, top)
    nearest = 2.0 if change is None else change.bound
    if change is not None and change.weights:
        there = compare(form, np.array(change.weights))[:, one]
        assert ((there > 0).sum() < top) != inside
        assert all((there[rival] > 0) == inside for rival in change.rivals)
        assert change.rivals
    ahead = ahead_by(scores, draws(scores, weights, nearest - 1e-6, seed), 5e-5)
    if inside:
        assert (ahead[:, :, one].sum(axis=1) < top).all()
    else:
        never = (compare(form, weights)[one] == 0).sum() - 1  # equal alternatives never fall behind
        assert (ahead[:, one].sum(axis=1) + never < 9 - top).all() or never


@given(seeds, sizes)
@example(1986, 5)
def test_linear_pairs_equal_a_linear_programme(seed: int, groups: int) -> None:
    random = np.random.default_rng(seed)
    values, weights = random.random((2, groups)), random.dirichlet(np.ones(groups))
    if (values @ weights)[0] < (values @ weights)[1]:
        values = values[::-1]
    low, high = weights * random.random(groups), weights + (1 - weights) * random.random(groups)
    gain = values[1] - values[0]

    def least(margin: float) -> float:
        """The least distance at which the second is ahead by so much; infinite where it never is."""
        told = linprog(
            np.ones(2 * groups), A_ub=-np.array([[*gain, *-gain]]), b_ub=[gain @ weights - margin],
            A_eq=[[1] * groups + [-1] * groups], b_eq=[0],
            bounds=[(0, most) for most in (*(high - weights), *(weights - low))],
        )  # fmt: skip
        return float(told.fun) if told.status == 0 else np.inf

    change = overturn(LinearScores(values), weights, 0, 1, low, high)
    margin = MARGIN * float(values.max())  # where a step of weight gains little, the margin takes many of them
    if change is None:
        assert least(margin) == np.inf
    else:
        assert least(margin / 2) - 1e-6 <= change.distance <= least(margin) + TOLERANCE + 1e-6
        assert (np.array(change.weights) >= low - 1e-9).all()
        assert (np.array(change.weights) <= high + 1e-9).all()


@settings(max_examples=20)
@given(seeds, sizes)
def test_the_order_of_alternatives_and_criteria_does_not_matter(seed: int, groups: int) -> None:
    scores, weights = made(seed, groups)
    random = np.random.default_rng(seed)
    rows, columns = random.permutation(9), random.permutation(groups)
    form = as_profile(scores)
    turned = ProfileScores(
        form.known[rows][:, columns], tuple(part[rows][:, columns] for part in form.parts), form.override[rows]
    )
    there = {int(old): new for new, old in enumerate(rows)}
    one, other = overturn(scores, weights, 0, 1), overturn(turned, weights[columns], there[0], there[1])
    assert (one is None) == (other is None)
    assert one is None or other is None or one.distance == pytest.approx(other.distance, abs=2 * TOLERANCE)


def test_same_answer_twice() -> None:
    scores = profile(20, 5, 3)
    assert cross_top(scores, [0.2] * 5, 4, 5) == cross_top(scores, [0.2] * 5, 4, 5)


def test_by_hand_a_pair_of_quotients() -> None:
    """0.4 against t / (t + (1 - t) / 2): level at t = 1/4, so a quarter of the weight moves from the 1/2 it has."""
    known, part = np.array([[1.0, 1.0], [1.0, 0.5]]), np.array([[0.4, 0.4], [1.0, 0.0]])
    change = overturn(ProfileScores(known, (part,), np.zeros(2, bool)), [0.5, 0.5], 1, 0)
    assert change is not None
    assert change.weights == pytest.approx([0.25, 0.75], abs=TOLERANCE)
    assert change.distance == pytest.approx(0.5, abs=TOLERANCE)


@pytest.mark.parametrize("override", [[True, False], [False, False]])
def test_who_only_ever_gets_level_overturns_nothing(override: list[bool]) -> None:
    known, part = np.ones((2, 2)), np.array([[1.0, 0.5], [1.0, 0.0]])
    assert overturn(ProfileScores(known, (part,), np.array(override)), [0.5, 0.5], 0, 1) is None


def test_bounds_are_kept_and_may_leave_nothing() -> None:
    scores = LinearScores(np.eye(2))
    assert overturn(scores, [0.75, 0.25], 0, 1, high=[1.0, 0.4]) is None
    assert overturn(scores, [0.75, 0.25], 0, 1, low=[0.0, 0.2]) is not None


def test_ahead_already_is_no_change() -> None:
    assert overturn(LinearScores(np.eye(2)), [0.75, 0.25], 1, 0) == Change((0.75, 0.25), 0.0, 0.0, ())


def test_equal_ones_never_part() -> None:
    scores = LinearScores(np.ones((3, 2)))
    assert overturn(scores, [0.5, 0.5], 0, 1) is None
    assert cross_top(scores, [0.5, 0.5], 0, 1) is None


def test_a_search_that_ended_early_says_what_it_has_not_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    known, part = np.array([[1.0, 1.0], [1.0, 0.5]]), np.array([[0.4, 0.4], [1.0, 0.0]])
    scores = ProfileScores(known, (part,), np.zeros(2, bool))
    whole = overturn(scores, [0.5, 0.5], 1, 0)
    monkeypatch.setattr(search, "MAX_BOXES", -1)
    early = overturn(scores, [0.5, 0.5], 1, 0)
    monkeypatch.setattr(search, "_tried", lambda *_: None)
    nothing = overturn(scores, [0.5, 0.5], 1, 0)
    assert whole is not None
    assert whole.smallest
    assert early is not None
    assert early.weights
    assert (early.bound, early.smallest) == (0.0, False)
    assert nothing == Change((), np.inf, 0.0, (), smallest=False)


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [([0.6, 0.0], None, "weight-outside"), (None, [1.0, 0.4], "weight-outside"), ([0.1], None, "bounds-count"),
     ([np.nan, 0.0], None, "weight-outside")],
)  # fmt: skip
def test_bad_bounds_are_refused(low: list[float] | None, high: list[float] | None, code: str) -> None:
    with pytest.raises(InputError) as told:
        overturn(LinearScores(np.eye(2)), [0.5, 0.5], 0, 1, low, high)
    assert [finding.code for finding in told.value.findings] == [code]


@given(seeds, sizes, st.floats(0.01, 2))
def test_reach_is_the_best_within_reach(seed: int, groups: int, radius: float) -> None:
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.ones(groups))
    low, high = weights * random.random(groups), weights + (1 - weights) * random.random(groups)
    row = random.integers(-3, 4, groups).astype(float)
    told = linprog(
        -np.array([*row, *-row]), A_ub=[[1] * (2 * groups)], b_ub=[radius], A_eq=[[1] * groups + [-1] * groups],
        b_eq=[0], bounds=list(zip(np.zeros(2 * groups), [*(high - weights), *(weights - low)], strict=True)),
    )  # fmt: skip
    assert reach(row[None, :], Place(weights, low, high, radius))[0] == pytest.approx(row @ weights - told.fun)
