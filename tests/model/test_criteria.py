"""Ranks and ranges: three bounds, inclusive where written, borderline within ten percent of a bound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.errors import CodeError
from opennss.model.criteria import Category, Direction, Ranges, Rank

DEFAULT = Ranges.parse(">=10;>=5;>0")


@pytest.mark.parametrize(
    ("value", "rank"),
    [(100, "1"), (10, "1"), (9.999, "2"), (5, "2"), (4.99, "3"), (1e-9, "3"), (0, "none"), (-1, "none")],
)
def test_default_ranges(value, rank):
    assert DEFAULT.rank(value) is Rank(rank)


@pytest.mark.parametrize(
    ("value", "near"), [(9, True), (11, True), (8.99, False), (4.5, True), (5.5, True), (5.51, False), (0, False)]
)
def test_borderline_is_ten_percent_of_a_bound_and_zero_has_none(value, near):
    assert DEFAULT.borderline(value) is near


def test_upper_bounds():
    low = Ranges.parse("<2; <=5; <10")
    assert low == "<2;<=5;<10"
    assert low.direction is Direction.LOW
    assert [low.rank(value).value for value in (1, 2, 5, 9, 10)] == ["1", "2", "2", "3", "none"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (">=10;>=5", "bad-ranges"),
        (">=10;<5;>0", "bad-ranges"),
        ("10;5;0", "bad-ranges"),
        (">=5;>=10;>0", "ranges-order"),
        ("<10;<5;<2", "ranges-order"),
        (">=a;>=b;>c", "bad-ranges"),
    ],
)
def test_bad_ranges(text, code):
    with pytest.raises(CodeError) as raised:
        Ranges.parse(text)
    assert raised.value.code == code


@given(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3))
def test_a_higher_value_never_ranks_worse(one, other):
    better, worse = max(one, other), min(one, other)
    assert (DEFAULT.rank(float(better)).number or 9) <= (DEFAULT.rank(float(worse)).number or 9)


def test_what_is_not_known_is_no_number():
    assert [rank.number for rank in Rank] == [1, 1, 2, 3, 4, None, None]
    assert [rank.printed for rank in Rank] == ["1*", "1", "2", "3", "–", "n/a", "?"]


def test_categories_share_seven_letters():
    assert sorted({category[0] for category in Category}) == list("ABCDEFG")
