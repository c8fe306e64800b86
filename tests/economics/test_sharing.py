"""The Shapley value: its four axioms, the closed form of the airport game against enumeration, published examples."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.economics.sharing import airport, savings, shapley

NAMES = "abcdef"
amounts = st.fractions(min_value=0, max_value=1000, max_denominator=60)
costs = st.integers(1, 6).flatmap(lambda n: st.fixed_dictionaries(dict.fromkeys(NAMES[:n], amounts)))


@st.composite
def games(draw, size=4):
    """A worth for every coalition of ``size`` players, as a table; the empty one is worth nothing."""
    table = {frozenset(): Fraction(0)}
    for mask in range(1, 2**size):
        table[frozenset(NAMES[i] for i in range(size) if mask >> i & 1)] = draw(
            st.fractions(-50, 50, max_denominator=6)
        )
    return table


def maximum(costs):
    return lambda some: max((costs[name] for name in some), default=Fraction(0))


# The axioms


@given(games())
@settings(max_examples=40)
def test_efficiency(table):
    assert sum(shapley(NAMES[:4], table.__getitem__).values()) == table[frozenset(NAMES[:4])]


@given(games())
@settings(max_examples=40)
def test_symmetry(table):
    def alike(some):
        swapped = frozenset({"a": "b", "b": "a"}.get(name, name) for name in some)
        return table[some] + table[swapped]

    shares = shapley(NAMES[:4], alike)
    assert shares["a"] == shares["b"]


@given(games(), st.fractions(-20, 20))
@settings(max_examples=40)
def test_a_dummy_gets_what_it_is_worth_alone(table, own):
    def worth(some):
        return table[some - {"z"}] + (own if "z" in some else 0)

    assert shapley((*NAMES[:4], "z"), worth)["z"] == own


@given(games(), games())
@settings(max_examples=40)
def test_additivity(first, second):
    one, two = (shapley(NAMES[:4], table.__getitem__) for table in (first, second))
    both = shapley(NAMES[:4], lambda some: first[some] + second[some])
    assert both == {name: one[name] + two[name] for name in one}


def test_the_empty_coalition_is_worth_nothing():
    with pytest.raises(ValueError, match="empty"):
        shapley("ab", lambda _: Fraction(1))
    assert shapley("", lambda _: Fraction(0)) == {}


# The airport game


@given(costs)
def test_the_closed_form_is_the_enumeration(own):
    assert airport(own) == shapley(own, maximum(own))


@given(costs)
def test_savings_are_the_value_of_the_game_of_savings(own):
    def saved(some):
        return sum((own[name] for name in some), Fraction(0)) - maximum(own)(some)

    assert savings(own) == shapley(own, saved)


@given(costs)
def test_nobody_loses_and_the_whole_saving_is_divided(own):
    saved = savings(own)
    assert all(0 <= saved[name] <= own[name] for name in own)
    assert sum(saved.values()) == sum(own.values()) - max(own.values())


def test_a_published_example_with_four_aircraft():
    """Costs 8, 11, 13, 18 are shared as 2, 3, 4, 9: "Airport problem", Wikipedia, after the paper of 1973."""
    own = {name: Fraction(cost) for name, cost in zip("ABCD", (8, 11, 13, 18), strict=True)}
    assert airport(own) == dict(zip("ABCD", (2, 3, 4, 9), strict=True))
    assert airport(dict(reversed(own.items()))) == airport(own)


def test_a_published_example_with_three_airlines():
    """Runways of 1500, 2200, 3000 m: 500, 850, 1650, and 500, 850, 2150 when the last one asks for 3500 m.

    Source: thoughtfulexaminations.com, "Airport Problem and the Shapley Solution".
    """
    for last, part in ((3000, 1650), (3500, 2150)):
        parts = airport({"1": Fraction(1500), "2": Fraction(2200), "3": Fraction(last)})
        assert parts == {"1": 500, "2": 850, "3": part}


def test_nobody_shares_with_nobody():
    assert airport({}) == {}
    assert savings({"a": Fraction(7)}) == {"a": 0}
    with pytest.raises(ValueError, match="negative"):
        airport({"a": Fraction(-1)})
