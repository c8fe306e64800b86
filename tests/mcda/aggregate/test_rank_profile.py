"""Rank profile: the worked example T5 with its variants, and that no filling leaves the printed interval."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.mcda.aggregate.rank_profile import NOT_APPLICABLE as NA
from opennss.mcda.aggregate.rank_profile import UNKNOWN as Q
from opennss.mcda.aggregate.rank_profile import rank_profile

# Food safety, AI, Electronics, Textiles, Handicraft: GDP, export, social, stakeholder, emerging
T5 = [[1, 2, 1, 1, 4], [Q, Q, 2, 1, 1], [2, 1, 3, 1, 1], [2, 1, 2, 2, 4], [4, 3, 3, Q, 4]]
FLAT = [[Fraction(1, 5)] * 5] * 5
OVERRIDE = [True, False, False, False, False]


def intervals(profile):
    return list(zip(profile.best, profile.worst, strict=True))


@pytest.mark.parametrize("tie", ["mean", "profile"])
def test_t5(tie):
    result = rank_profile(T5, FLAT, OVERRIDE, tie)
    assert result.share == (Fraction(3, 5), Fraction(2, 3), Fraction(3, 5), Fraction(1, 5), Fraction(0))
    assert result.mean == (Fraction(9, 5), Fraction(4, 3), Fraction(8, 5), Fraction(11, 5), Fraction(14, 4))
    assert result.known == (5, 3, 5, 5, 4)
    assert result.position == (1, 2, 3, 4, 5)
    assert intervals(result) == [(1, 1), (2, 3), (2, 3), (4, 4), (5, 5)]


def test_t5_all_125_fillings_stay_inside_and_reach_every_bound():
    result = rank_profile(T5, FLAT, OVERRIDE)
    places = [(i, j) for i, row in enumerate(T5) for j, rank in enumerate(row) if rank == Q]
    seen = [set() for _ in T5]
    for filling in itertools.product([Q, 1, 2, 3, 4], repeat=len(places)):
        rows = [list(row) for row in T5]
        for (i, j), rank in zip(places, filling, strict=True):
            rows[i][j] = rank
        for i, position in enumerate(rank_profile(rows, FLAT, OVERRIDE).position):
            seen[i].add(position)
    assert [(min(s), max(s)) for s in seen] == intervals(result)


def test_t5b_group_weights():
    weights = [[Fraction(1, 8), Fraction(1, 8), Fraction(1, 4), Fraction(1, 4), Fraction(1, 4)]] * 5
    result = rank_profile(T5, weights, OVERRIDE)
    assert result.share == (Fraction(5, 8), Fraction(2, 3), Fraction(5, 8), Fraction(1, 8), Fraction(0))
    assert result.mean == (Fraction(15, 8), Fraction(4, 3), Fraction(13, 8), Fraction(19, 8), Fraction(7, 2))
    assert result.position == (1, 2, 3, 4, 5)
    assert intervals(result) == [(1, 1), (2, 3), (2, 3), (4, 5), (4, 5)]


def test_t5c_kinds():
    rows = [[NA, NA, *T5[0][2:]], [NA, NA, *T5[1][2:]], *T5[2:]]
    result = rank_profile(rows, FLAT, OVERRIDE)
    assert result.share == (Fraction(2, 3), Fraction(2, 3), Fraction(3, 5), Fraction(1, 5), Fraction(0))
    assert result.mean == (Fraction(2), Fraction(4, 3), Fraction(8, 5), Fraction(11, 5), Fraction(7, 2))
    assert (result.known[1], result.apply[1]) == (3, 3)
    assert result.position == (1, 2, 3, 4, 5)
    assert intervals(result) == [(i, i) for i in range(1, 6)]
    sectors = rank_profile(rows[2:], FLAT[2:])
    assert sectors.position == (1, 2, 3)


def test_t5d_without_the_decision():
    result = rank_profile(T5, FLAT)
    assert result.position == (3, 1, 2, 4, 5)
    assert intervals(result) == [(2, 3), (1, 3), (1, 2), (4, 4), (5, 5)]


def test_t5e_an_area_that_is_not_yet_rankable():
    result = rank_profile([*T5, [Q, Q, Q, 1, 2]], [*FLAT, FLAT[0]], [*OVERRIDE, False])
    assert (result.share[5], result.mean[5], result.known[5]) == (Fraction(1, 2), Fraction(3, 2), 2)
    assert result.position == (1, 2, 3, 4, 5, None)
    assert intervals(result) == [(1, 1), (2, 4), (2, 4), (4, 5), (5, 6), (2, 5)]


cells = st.sampled_from([1, 2, 3, 4, Q, NA])
tables = st.integers(1, 4).flatmap(lambda m: st.lists(st.lists(cells, min_size=m, max_size=m), min_size=1, max_size=5))


@settings(max_examples=150, deadline=None)
@given(tables, st.randoms(use_true_random=False), st.sampled_from(["mean", "profile"]))
def test_filling_any_unknown_never_leaves_the_interval(rows, random, tie):
    weights = [[Fraction(random.randint(1, 4)) for _ in rows[0]]] * len(rows)
    result = rank_profile(rows, weights, tie=tie)
    filled = [[random.choice([Q, 1, 2, 3, 4]) if rank == Q else rank for rank in row] for row in rows]
    for position, best, worst in zip(
        rank_profile(filled, weights, tie=tie).position, result.best, result.worst, strict=True
    ):
        assert position is None or best <= position <= worst


@settings(max_examples=100, deadline=None)
@given(tables, st.permutations(range(5)))
def test_the_order_of_rows_does_not_matter(rows, permutation):
    order = [i for i in permutation if i < len(rows)]
    weights = [[Fraction(1)] * len(rows[0])] * len(rows)
    straight, mixed = rank_profile(rows, weights), rank_profile([rows[i] for i in order], weights)
    assert [straight.position[i] for i in order] == list(mixed.position)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=2, max_size=5))
def test_a_dominated_alternative_is_never_above_its_dominator(rows):
    result = rank_profile(rows, [[Fraction(1, 3)] * 3] * len(rows))
    for i, j in itertools.permutations(range(len(rows)), 2):
        if all(a <= b for a, b in zip(rows[i], rows[j], strict=True)):
            assert result.position[i] <= result.position[j]


def test_an_unknown_tie_rule_is_refused():
    with pytest.raises(ValueError, match="tie"):
        rank_profile([[1]], [[Fraction(1)]], tie="median")
