"""Preference functions and their flows: by hand, against all pairs, at thresholds, far values, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import languages, say
from opennss.mcda.aggregate.preferences import KINDS, Preference, degree, preferences_for, unicriterion_flows
from opennss.mcda.checks import InputError

EVERY = {
    "usual": Preference("usual"),
    "u-shape": Preference("u-shape", q=0.3),
    "v-shape": Preference("v-shape", p=0.7),
    "level": Preference("level", q=0.2, p=0.5),
    "linear": Preference("linear", q=0.1, p=0.6),
    "gaussian": Preference("gaussian", s=0.4),
}
STEEP = Preference("linear", q=0.3, p=0.3)


def all_pairs(values, maximize, preferences):
    """Flows as the paper defines them: a mean over all others, difference by difference."""
    count = len(values)
    ahead, behind = np.zeros_like(values), np.zeros_like(values)
    for j, preference in enumerate(preferences):
        column = values[:, j] if maximize[j] else -values[:, j]
        near = 1e-12 * np.maximum(np.abs(column)[:, None], np.abs(column))
        preferred = degree(column[:, None] - column, preference, near)
        ahead[:, j], behind[:, j] = preferred.sum(axis=1), preferred.sum(axis=0)
    return ahead / max(count - 1, 1), behind / max(count - 1, 1)


def test_the_six_functions_by_hand():
    """Brans and Vincke (1985), section 3: the definitions at, below and between thresholds."""
    differences = np.array([-1.0, 0.0, 1.0, 2.0, 3.0, 4.0])
    assert degree(differences, Preference("usual")).tolist() == [0, 0, 1, 1, 1, 1]
    assert degree(differences, Preference("u-shape", q=2)).tolist() == [0, 0, 0, 0, 1, 1]
    assert degree(differences, Preference("v-shape", p=4)).tolist() == [0, 0, 0.25, 0.5, 0.75, 1]
    assert degree(differences, Preference("level", q=1, p=3)).tolist() == [0, 0, 0, 0.5, 0.5, 1]
    assert degree(differences, Preference("linear", q=1, p=3)).tolist() == [0, 0, 0, 0.5, 1, 1]
    bell = degree(differences, Preference("gaussian", s=2))
    assert np.allclose(bell, [0, 0, 1 - np.exp(-1 / 8), 1 - np.exp(-1 / 2), 1 - np.exp(-9 / 8), 1 - np.exp(-2)])
    assert set(EVERY) == set(KINDS)


@pytest.mark.parametrize("preference", [*EVERY.values(), STEEP], ids=[*EVERY, "steep"])
@given(
    st.lists(st.integers(-30, 30), min_size=1, max_size=25),
    st.sampled_from([1.0, 0.1, 0.7, 3.0]),
    st.sampled_from([0.0, 1e3, -1e6]),
    st.booleans(),
)
def test_sweeps_equal_all_pairs(preference, numbers, unit, origin, high):
    values = origin + unit * np.array(numbers)[:, None]
    found = unicriterion_flows(values, [high], preference)
    for mine, theirs in zip(found, all_pairs(values, [high], [preference]), strict=True):
        assert np.allclose(mine, theirs, rtol=0, atol=1e-9)


def test_random_criteria_of_all_kinds_equal_all_pairs():
    random = np.random.default_rng(3)
    preferences = [*EVERY.values(), STEEP]
    for count in (2, 17, 200):
        values, maximize = random.normal(size=(count, 7)), random.random(7) < 0.5
        for mine, theirs in zip(
            unicriterion_flows(values, maximize, preferences), all_pairs(values, maximize, preferences), strict=True
        ):
            assert np.allclose(mine, theirs, rtol=0, atol=1e-14)


def test_a_difference_that_is_the_threshold_does_not_exceed_it():
    """0.8 - 0.7 is a little more than 0.1 in the computer's numbers, 0.3 - 0.2 a little less."""
    for pair in ([0.8, 0.7], [0.3, 0.2], [-0.7, -0.8]):
        ahead, _ = unicriterion_flows(np.array(pair)[:, None], [True], Preference("u-shape", q=0.1))
        assert ahead.ravel().tolist() == [0, 0]
        ahead, _ = unicriterion_flows(np.array(pair)[:, None], [True], Preference("level", q=0.01, p=0.1))
        assert ahead.ravel().tolist() == [0.5, 0]


def test_far_values_cost_near_ones_no_digits():
    values = np.array([-1e15, 0.0, 0.3, 0.5, 0.9, 1e15])[:, None]
    for mine, theirs in zip(
        unicriterion_flows(values, [True], EVERY["linear"]), all_pairs(values, [True], [EVERY["linear"]]), strict=True
    ):
        assert np.allclose(mine, theirs, rtol=0, atol=1e-15)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12), st.sampled_from(KINDS), st.floats(0.01, 1000))
def test_scale_and_order_of_rows_do_not_matter(numbers, kind, scale):
    preference = EVERY[kind]
    values = 0.1 * np.array(numbers)[:, None]
    wider = Preference(kind, *(None if one is None else one * scale for one in _thresholds(preference)))
    ahead, behind = unicriterion_flows(values, [True], preference)
    scaled = unicriterion_flows(values * scale, [True], wider)
    turned = unicriterion_flows(values[::-1], [True], preference)
    assert np.allclose(scaled, [ahead, behind], rtol=0, atol=1e-9)
    assert np.allclose(turned, [ahead[::-1], behind[::-1]], rtol=0, atol=1e-12)
    assert np.isclose(ahead.sum(), behind.sum())
    order = np.argsort(values[:, 0], kind="stable")
    assert (np.diff(ahead[order, 0]) >= -1e-12).all()
    assert (np.diff(behind[order, 0]) <= 1e-12).all()


def _thresholds(preference):
    return preference.q, preference.p, preference.s


def test_one_alternative_has_no_flows():
    ahead, behind = unicriterion_flows([[3.0, 4.0]], [True, False], Preference())
    assert ahead.tolist() == behind.tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(
    ("preference", "codes"),
    [
        (Preference("u-shape"), ["threshold-missing"]),
        (Preference("usual", q=1), ["threshold-unused"]),
        (Preference("linear", p=1, s=2), ["threshold-missing", "threshold-unused"]),
        (Preference("linear", q=-1, p=float("nan")), ["threshold-value", "threshold-value"]),
        (Preference("level", q=3, p=2), ["threshold-order"]),
        (Preference("v-shape", p=0), ["threshold-zero"]),
        (Preference("gaussian", s=0), ["threshold-zero"]),
        (Preference("sigmoid"), ["preference-kind"]),
    ],
)
def test_bad_preferences_are_told_all_at_once(preference, codes):
    _, wrong = preferences_for(("price", "risk"), [preference, preference])
    assert [one.code for one in wrong] == codes * 2
    assert {one.column for one in wrong} == {"price", "risk"}
    for one in wrong:
        for language in languages():
            assert "price" in say(f"finding.{one.code}.message", language, **one.values) or one.column == "risk"
            say(f"finding.{one.code}.hint", language, **one.values)


def test_bad_input_of_flows():
    with pytest.raises(InputError) as caught:
        unicriterion_flows([[1.0, np.nan], [2.0, 3.0]], [True, True], [Preference()])
    assert [one.code for one in caught.value.findings] == ["preference-count", "value-missing-fixed"]
