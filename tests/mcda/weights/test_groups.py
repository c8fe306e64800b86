"""Group weights (T15), in fractions and in floats."""

from fractions import Fraction

import pytest

from opennss.mcda.checks import InputError
from opennss.mcda.weights.ahp import ahp
from opennss.mcda.weights.direct import direct
from opennss.mcda.weights.groups import grouped, normalized
from opennss.mcda.weights.swing import swing


def test_t15_groups_first():
    groups = ["economic"] * 4 + ["social", "social", "environmental", "emerging", "stakeholder", "stakeholder"]
    weights = grouped(groups, [Fraction(1)] * 10, dict.fromkeys(set(groups), Fraction(1)))
    assert sum(weights[:4]) == Fraction(1, 5)
    assert sum(weights) == 1
    assert Fraction(4, 10) == sum(normalized([Fraction(1)] * 10)[:4])


def test_a_group_without_weight_takes_none():
    assert grouped(["a", "b"], [Fraction(1), Fraction(1)], {"a": Fraction(0), "b": Fraction(1)}) == [0, 1]


def test_elicited_weights_between_and_inside_groups():
    between = ahp({("economic", "social"): 3})
    inside = [*swing({"exports": 100, "jobs": 25}).values.tolist(), 1.0]
    found = direct(
        grouped(["economic", "economic", "social"], inside, between.shares()), ["exports", "jobs", "accidents"]
    )
    assert found.values == pytest.approx([0.6, 0.15, 0.25], abs=1e-12)


def test_no_weight_at_all_is_refused():
    with pytest.raises(InputError, match="group a weigh nothing"):
        grouped(["a"], [Fraction(0)], {"a": Fraction(1)})
    with pytest.raises(InputError, match="positive"):
        normalized([Fraction(0)])


def test_groups_fit_their_weights():
    with pytest.raises(InputError, match="Nearest is people"):
        grouped(["peple"], [1.0], {"people": 1.0, "economy": 2.0})
    with pytest.raises(InputError, match="inside the groups: 1"):
        grouped(["a", "b"], [1.0], {"a": 1.0, "b": 2.0})
