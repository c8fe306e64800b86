"""Ranks of amounts, lower bounds, and levels: exact, monotone, and what open cells still allow."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from opennss.model.criteria import Rank
from opennss.model.dossiers import Amount, Level
from opennss.model.technologies import Axis
from opennss.technologies.levels import SCALE, bounds, by_measure, levels, possible, share

RANKS = "123-?x"
SHARES = st.fractions(Fraction(1, 100), 1, max_denominator=100)


def test_an_amount_becomes_a_rank_by_the_ranges(cases):
    drafts = cases.criterion("drafts", Axis.RELEVANCE, "drafts", ">=10;>=5;>0")
    found = [by_measure(drafts, Amount(value)) for value in (Fraction(10), Fraction(7), Fraction(1, 3), Fraction(0))]
    assert [cell.rank.value for cell in found] == ["1", "2", "3", "none"]
    assert [cell.borderline for cell in found] == [True, False, False, False]
    assert by_measure(drafts, Amount(None)).rank is Rank.UNKNOWN, "missing is never zero"


def test_a_count_below_ten_is_not_borderline(cases):
    drafts = cases.criterion("drafts", Axis.RELEVANCE, "drafts", ">=20;>=10;>0")
    assert [v for v in range(25) if by_measure(drafts, Amount(Fraction(v))).borderline] == [
        9,
        10,
        11,
        18,
        19,
        20,
        21,
        22,
    ]
    few = cases.criterion("risks", Axis.VALUE, "risks", ">=2;>=1;>0")
    assert not by_measure(few, Amount(Fraction(2))).borderline, "one more or less is more than 10 %"
    share = cases.criterion("trade", Axis.RELEVANCE, "trade-share", ">=10;>=5;>0")
    assert by_measure(share, Amount(Fraction("4.6"))).borderline
    assert not by_measure(share, Amount(Fraction(1, 100))).borderline, "a bound of zero has no band"


def test_a_lower_bound_has_a_rank_only_where_it_settles_it(cases):
    found = [by_measure(*cases.bound(value)) for value in (12, 7, 1, 0)]
    assert [cell.rank.value for cell in found] == ["1", "?", "?", "?"]
    assert [len(possible(cell)) for cell in found] == [1, 2, 3, 4]
    assert possible(found[1]) == (Rank.HIGH, Rank.MEDIUM), "more can only be more urgent"


def test_a_lower_bound_where_little_is_urgent(cases):
    found = [by_measure(*cases.bound(value, "<=12;<=24;<=36")) for value in (40, 20, 5)]
    assert [cell.rank.value for cell in found] == ["none", "?", "?"]
    assert possible(found[1]) == (Rank.MEDIUM, Rank.LOW, Rank.NONE)
    assert possible(found[2]) == SCALE


def test_a_level_needs_the_share_of_ranks_1_and_2(cases):
    assert levels(cases.cells("12--", ""), Fraction(1, 2)) == (Level.HIGH,)
    assert levels(cases.cells("1---", ""), Fraction(1, 2)) == (Level.LOW,)
    assert levels(cases.cells("12-?", ""), Fraction(1, 2)) == (Level.HIGH,)
    assert levels(cases.cells("1--?", ""), Fraction(1, 2)) == (Level.HIGH, Level.LOW)
    assert levels(cases.cells("1x", ""), Fraction(1)) == (Level.HIGH,), "what does not apply does not count"
    assert levels(cases.cells("xx", ""), Fraction(1, 2)) == (Level.HIGH, Level.LOW), "nothing applies: nothing is known"


def test_weights_count(cases):
    first, *rest = cases.cells("1---", "")
    heavy = replace(first, criterion=replace(first.criterion, weight=Fraction(3)))
    assert share([heavy, *rest], [cell.rank for cell in (heavy, *rest)]) == Fraction(1, 2)


@given(st.text(RANKS, min_size=1, max_size=5), SHARES)
def test_levels_are_those_of_the_fillings(cases, ranks: str, high: Fraction):
    row = cases.cells(ranks, "")
    fillings = [share(row, filling) for filling in itertools.product(*(possible(cell) for cell in row))]
    seen = {Level.HIGH if found >= high else Level.LOW for found in fillings if found is not None}
    assert set(levels(row, high)) == (seen or {Level.HIGH, Level.LOW})
    if seen:
        assert bounds(row) == (min(fillings), max(fillings))


@given(st.text(RANKS, min_size=1, max_size=6), st.integers(0, 5), SHARES)
def test_a_better_rank_never_lowers_a_level(cases, ranks: str, place: int, high: Fraction):
    row = cases.cells(ranks, "")
    cell = row[place % len(row)]
    if cell.rank not in SCALE:
        return
    for better in SCALE[: SCALE.index(cell.rank)]:
        lifted = [replace(cell, rank=better) if other is cell else other for other in row]
        assert (Level.HIGH in levels(lifted, high)) >= (Level.HIGH in levels(row, high))
        assert (Level.LOW in levels(lifted, high)) <= (Level.LOW in levels(row, high))
