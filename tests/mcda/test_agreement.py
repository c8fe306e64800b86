"""Agreement: the weighted median, T12, published examples of Kendall's W and tau-b, and SciPy as oracle."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, kendalltau

from opennss.mcda.agreement import concordance, consensus, interquartile_range, modal, tau_b, weighted_median
from opennss.mcda.checks import InputError

ORDERS = st.lists(st.tuples(st.none() | st.integers(1, 5), st.none() | st.integers(1, 5)), min_size=2, max_size=12)


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [finding.code for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("ranks", "weights", "median"),
    [
        ([1, 3], [Fraction(1, 2), Fraction(1, 2)], 3),
        ([1, 1, 3], [Fraction(1)] * 3, 1),
        ([1, 2, 3, 4], [Fraction(4), Fraction(1), Fraction(1), Fraction(1)], 1),
    ],
)
def test_weighted_median_takes_the_less_urgent_half(ranks, weights, median):
    assert weighted_median(ranks, weights) == median


def test_a_median_of_no_answers_is_refused():
    with pytest.raises(ValueError, match="answers"):
        weighted_median([], [])


def test_t12_consensus_needs_a_share_and_a_round_before():
    """Method, T12: 24/52/24 % agrees on nothing; 18/70/12 % may be early; then 15/75/10 % is a consensus."""
    assert modal({1: 24, 2: 52, 3: 24}) == (2, Fraction(52, 100))
    assert consensus({1: 24, 2: 52, 3: 24}) == "not-reached"
    first, second = {1: 18, 2: 70, 3: 12}, {1: 15, 2: 75, 3: 10}
    assert consensus(first) == "early"
    assert consensus(second, first) == "reached"


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        ({1: 80, 2: 20}, {1: 70, 2: 30}, "reached"),  # ten points, the limit itself
        ({1: 81, 2: 19}, {1: 70, 2: 30}, "moved"),
        ({1: 80, 2: 20}, {1: 20, 2: 80}, "moved"),  # the commonest step is another one
        ({1: 69, 2: 31}, {1: 69, 2: 31}, "not-reached"),
        ({1: 7, 2: 3}, {1: 7, 2: 3}, "reached"),  # exactly 70 %, which no float hits
    ],
)
def test_consensus_at_its_limits(now, before, found):
    assert consensus(now, before) == found


def test_of_equally_common_steps_the_less_urgent_one_is_told():
    assert modal(Counter([1, 1, 3, 3])) == (3, Fraction(1, 2))


@pytest.mark.parametrize("counts", [{}, {1: 0, 2: 0}, {1: 3, 2: -1}])
def test_nobody_agrees_in_an_empty_round(counts):
    with pytest.raises(InputError) as caught:
        consensus(counts)
    assert codes(caught) == ["answers-none"]


def test_t12_a_short_scale_has_no_interquartile_range():
    with pytest.raises(InputError) as caught:
        interquartile_range({1: 24, 2: 52, 3: 24}, 3)
    assert codes(caught) == ["scale-short"]
    assert "3 steps" in str(caught.value)
    with pytest.raises(InputError) as caught:
        interquartile_range({0: 1, 8: 1}, 7)
    assert codes(caught) == ["step-unknown", "step-unknown"]
    with pytest.raises(InputError) as caught:
        interquartile_range({}, 7)
    assert codes(caught) == ["answers-none"]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=30))
def test_interquartile_range_agrees_with_numpy(answers):
    low, high = np.percentile(answers, [25, 75])
    assert float(interquartile_range(Counter(answers), 9)) == pytest.approx(high - low, abs=1e-12)


def test_zar_2010_concordance_with_ties():
    """J. H. Zar, Biostatistical Analysis (5th ed. 2010), example 20.5, page 450: wing, tail and bill of 12 birds.

    Rank sums 14.5, 21, 30.5, 6, 11, 3.5, 20, 11.5, 29, 28.5, 22.5, 36; by hand S = 1175.5, ΣT = 12 + 36 + 12, so
    W = 12 · 1175.5 / (9 · 1716 - 3 · 60) = 0.924.
    """
    wing = [10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4]
    tail = [7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3]
    bill = [17, 17, 20, 14.5, 15.5, 13, 19.5, 16, 21, 20, 18, 22]
    assert concordance([wing, tail, bill]) == pytest.approx(14106 / 15264, abs=1e-15)


def test_four_judges_three_competitors():
    """By hand: rank sums 7, 9 and 8 of 4 judges, S = 2, so W = 24 / (16 · 24) = 1/16."""
    assert concordance([[1, 3, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2]]) == 1 / 16


@given(st.integers(2, 6), st.integers(3, 7), st.integers(0, 10_000))
def test_concordance_agrees_with_friedman_of_scipy(people, items, seed):
    """Friedman's statistic with ties is m (n - 1) W."""
    ratings = np.random.default_rng(seed).integers(1, 5, (people, items))
    assume((np.ptp(ratings, axis=1) > 0).any())
    statistic = friedmanchisquare(*ratings.T).statistic
    assert concordance(ratings) == pytest.approx(statistic / (people * (items - 1)), abs=1e-9)


@given(st.integers(0, 10_000))
def test_order_of_people_and_items_does_not_matter_for_concordance(seed):
    random = np.random.default_rng(seed)
    ratings = random.integers(1, 5, (5, 6))
    found = concordance(ratings)
    assert concordance(ratings[random.permutation(5)][:, random.permutation(6)]) == pytest.approx(found, abs=1e-12)
    assert concordance(ratings * 7 + 3) == found


def test_concordance_where_it_is_not_defined():
    assert concordance([[1, 2, 3]]) is None
    assert concordance([[1], [2]]) is None
    assert concordance([]) is None
    assert concordance([[2, 2], [3, 3]]) is None
    with pytest.raises(InputError) as caught:
        concordance([[1, 2], [1, float("nan")]])
    assert codes(caught) == ["rating-missing"]
    assert caught.value.findings[0].row == 2


def test_tau_by_hand():
    """Of six pairs one is tied in each order and four agree: 4 / sqrt(5 · 5); one is tied, four agree, one does not."""
    assert tau_b([1, 1, 3, 4], [1, 2, 4, 4]) == pytest.approx(4 / 5, abs=1e-15)
    assert tau_b([1, 2, 3, 3], [2, 1, 3, 4]) == pytest.approx((4 - 1) / np.sqrt(5 * 6), abs=1e-15)


@given(ORDERS)
def test_tau_agrees_with_scipy(pairs):
    both = [pair for pair in pairs if None not in pair]
    assume(len({a for a, _ in both}) > 1)
    assume(len({b for _, b in both}) > 1)
    expected = kendalltau(*zip(*both, strict=True)).statistic
    assert tau_b(*zip(*pairs, strict=True)) == pytest.approx(expected, abs=1e-9)


def test_tau_where_it_is_not_defined():
    assert tau_b([], []) is None
    assert tau_b([1, None], [None, 1]) is None
    assert tau_b([1, 1], [1, 2]) is None
    with pytest.raises(InputError, match="2 positions, the second 1"):
        tau_b([1, 2], [1])
