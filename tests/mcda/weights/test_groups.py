"""Group weights (T15) and the weighted median."""

from fractions import Fraction

import pytest

from opennss.mcda.weights.groups import grouped, normalized, weighted_median


def test_t15_groups_first():
    groups = ["economic"] * 4 + ["social", "social", "environmental", "emerging", "stakeholder", "stakeholder"]
    weights = grouped(groups, [Fraction(1)] * 10, dict.fromkeys(set(groups), Fraction(1)))
    assert sum(weights[:4]) == Fraction(1, 5)
    assert sum(weights) == 1
    assert Fraction(4, 10) == sum(normalized([Fraction(1)] * 10)[:4])


def test_a_group_without_weight_takes_none():
    assert grouped(["a", "b"], [Fraction(1), Fraction(1)], {"a": Fraction(0), "b": Fraction(1)}) == [0, 1]


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


def test_no_weight_at_all_is_refused():
    with pytest.raises(ValueError, match="needs a criterion"):
        grouped(["a"], [Fraction(0)], {"a": Fraction(1)})
    with pytest.raises(ValueError, match="positive"):
        normalized([Fraction(0)])
    with pytest.raises(ValueError, match="answers"):
        weighted_median([], [])
