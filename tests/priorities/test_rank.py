"""Ranked lists: each kind on its own criteria, weights by group, overrides and decisions in writing (method, 4)."""

import datetime as dt
from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import Kind, PriorityArea
from opennss.model.criteria import Criterion, Decision, DecisionKind, Direction, Group, Rank
from opennss.model.observations import Value
from opennss.priorities.rank import kind_weights, rank_areas

DAY = dt.date(2026, 11, 22)
EQUAL = {group.value: Fraction(1) for group in Group}
KINDS = (Kind.SECTOR, Kind.SOCIAL, Kind.EMERGING)


def area(name, kind=Kind.SECTOR):
    return PriorityArea(id=Id(name), name=Text(), kind=kind)


def measured(name, kinds=(Kind.SECTOR,), group=Group.ECONOMIC, weight=1):
    return Criterion(
        id=Id(name), name=Text(), group=group, kinds=kinds, indicator=Id(name), direction=Direction.HIGH,
        weight=Fraction(weight), ranges=">=10;>=5;>0",
    )  # fmt: skip


def asked(name="views", kinds=KINDS, group=Group.STAKEHOLDER):
    return Criterion(id=Id(name), name=Text(), group=group, kinds=kinds, question=Id(name), weight=Fraction(1))


def decision(kind, area_, criterion=None, value="1*"):
    return Decision(
        id=Id(f"d-{area_}"), kind=DecisionKind(kind), area=Id(area_), criterion=criterion and Id(criterion),
        value=Rank(value), reason=Text(), proposer="A", approver="M", date=DAY, expiry=DAY, line=2,
    )  # fmt: skip


def values(**cells):
    """``gdp__a=12.0``: the value of an indicator for an area."""
    return {tuple(key.split("__")): Value(value, "percent", "2024", 2, (), ()) for key, value in cells.items()}


def judged(**cells):
    return {("views", name): Rank(value) for name, value in cells.items()}


def test_kinds_are_ranked_in_their_own_lists():
    areas = [area("a"), area("b"), area("s", Kind.SOCIAL), area("e", Kind.ENVIRONMENTAL), area("m", Kind.EMERGING)]
    criteria = [measured("gdp"), asked(kinds=tuple(Kind))]
    found = rank_areas(
        areas, criteria, values(gdp__a=12.0, gdp__b=6.0), judged(a="1", b="1", s="2", e="3", m="1"), [], EQUAL
    )
    assert [[item.area for item in found.listed(name)] for name in ("sectors", "subjects", "emerging")] == [
        ["a", "b"], ["s", "e"], ["m"],
    ]  # fmt: skip
    assert found.of("s").cell("gdp").rank is Rank.NOT_APPLICABLE
    assert (found.of("s").known, found.of("s").apply) == (1, 1), "n/a does not lower the coverage"
    assert [found.of(name).position for name in "absem"] == [1, 2, 1, 2, 1]


def test_the_joint_list_holds_all_kinds_each_on_its_own_criteria():
    areas = [area("a"), area("s", Kind.SOCIAL), area("m", Kind.EMERGING)]
    found = rank_areas(areas, [measured("gdp"), asked()], values(gdp__a=12.0), judged(a="3", s="1", m="3"), [], EQUAL)
    assert [item.area for item in found.joint_list()] == ["s", "a", "m"]
    assert [found.of(name).share for name in "asm"] == [Fraction(1, 2), 1, 0]


def test_t15_weights_go_between_groups_first():
    criteria = [measured(f"e{i}") for i in range(4)]
    groups = [Group.SOCIAL, Group.SOCIAL, Group.ENVIRONMENTAL, Group.EMERGING, Group.EMERGING, Group.STAKEHOLDER]
    criteria += [measured(f"o{i}", group=group) for i, group in enumerate(groups)]
    weights = kind_weights(Kind.SECTOR, criteria, EQUAL)
    assert sum(weights.values()) == 1
    assert sum(weights[f"e{i}"] for i in range(4)) == Fraction(1, 5), "flat weights would give 40 percent"
    assert weights["o0"] == Fraction(1, 10)
    assert weights["o5"] == Fraction(1, 5)


def test_groups_without_a_criterion_are_left_out_and_named():
    found = rank_areas([area("a")], [measured("gdp"), asked()], {}, {}, [], EQUAL)
    assert dict(found.weights)["sector"] == (("gdp", Fraction(1, 2)), ("views", Fraction(1, 2)))
    assert dict(found.empty_groups)["sectors"] == ("social", "environmental", "emerging")


def test_an_override_comes_only_from_a_decision():
    areas = [area("a"), area("b")]
    table = values(gdp__a=12.0, gdp__b=1.0)
    proposed = rank_areas(areas, [measured("gdp"), asked()], table, judged(a="1", b="1"), [], EQUAL)
    assert [item.area for item in proposed.listed("sectors")] == ["a", "b"]
    assert not proposed.of("b").override
    found = rank_areas(
        areas, [measured("gdp"), asked()], table, judged(a="1", b="1"), [decision("override", "b", "gdp")], EQUAL
    )
    assert [item.area for item in found.listed("sectors")] == ["b", "a"]
    assert found.of("b").rank is Rank.OVERRIDING
    assert found.of("b").cell("gdp").value == 1.0, "the value stays beside the decision"
    assert found.of("b").cell("gdp").cells[-1].file == "decisions.csv"


def test_an_override_places_an_area_whatever_its_coverage():
    found = rank_areas([area("a"), area("b")], [measured("gdp"), measured("jobs"), measured("trade")],
                       values(gdp__a=12.0, jobs__a=12.0), {}, [decision("override", "b", "gdp")], EQUAL)  # fmt: skip
    assert found.of("b").position == 1


def test_many_overrides_are_said():
    areas = [area(f"a{i}") for i in range(10)]
    table = values(**{f"gdp__a{i}": 1.0 for i in range(10)})
    one = rank_areas(areas, [measured("gdp")], table, {}, [decision("override", "a1", "gdp")], EQUAL)
    assert one.many_overrides == (), "one in ten is not more than one in ten"
    rows = [decision("override", f"a{i}", "gdp") for i in (1, 2)]
    assert rank_areas(areas, [measured("gdp")], table, {}, rows, EQUAL).many_overrides == ("sectors",)


def test_the_rank_of_an_area_is_the_weighted_median():
    criteria = [measured("gdp"), measured("air", group=Group.ENVIRONMENTAL), measured("jobs", group=Group.SOCIAL)]
    table = values(gdp__a=12.0, air__a=6.0, jobs__a=1.0)
    assert rank_areas([area("a")], criteria, table, {}, [], EQUAL).of("a").rank is Rank.MEDIUM
    heavy = EQUAL | {"economic": Fraction(9)}
    assert rank_areas([area("a")], criteria, table, {}, [], heavy).of("a").rank is Rank.HIGH
    assert rank_areas([area("a")], criteria[:1], values(gdp__a=0.0), {}, [], EQUAL).of("a").rank is Rank.NONE


def test_an_area_without_data_is_not_yet_rankable_and_never_last():
    criteria = [measured("gdp"), measured("jobs"), measured("trade")]
    table = values(gdp__a=12.0, jobs__a=1.0, trade__a=1.0, gdp__b=12.0)
    found = rank_areas([area("a"), area("b")], criteria, table, {}, [], EQUAL)
    assert found.of("b").position is None
    assert found.of("b").joint is None
    assert found.of("b").rank is Rank.UNKNOWN
    assert (found.of("b").best, found.of("b").worst) == (1, 2)
    assert found.of("b").cell("jobs").rank is Rank.UNKNOWN


def test_a_decision_stands_beside_the_calculated_rank():
    found = rank_areas(
        [area("a")], [measured("gdp")], values(gdp__a=12.0), {}, [decision("rank", "a", None, "3")], EQUAL
    )
    assert (found.of("a").rank, found.of("a").decided, found.of("a").final) == (Rank.HIGH, Rank.LOW, Rank.LOW)


def test_the_weighted_sum_stands_beside_as_a_check():
    found = rank_areas(
        [area("a"), area("b")], [measured("gdp"), asked()], values(gdp__a=12.0, gdp__b=3.0), {}, [], EQUAL
    )
    assert (found.of("a").check_score, found.of("a").check_position) == (1.0, 1)
    assert (found.of("b").check_score, found.of("b").check_position) == (0.0, 2)
    only = rank_areas([area("a")], [asked()], {}, judged(a="1"), [], EQUAL)
    assert only.of("a").check_score is None, "what is only judged has no value to add up"


@pytest.mark.parametrize("tie", ["mean", "profile"])
def test_the_order_of_rows_does_not_matter(tie):
    areas = [area(name) for name in "abcd"]
    table = values(gdp__a=12.0, gdp__b=6.0, gdp__c=1.0, gdp__d=6.0)
    first = rank_areas(areas, [measured("gdp"), asked()], table, judged(a="2", b="1", c="1", d="1"), [], EQUAL, tie)
    second = rank_areas(
        areas[::-1], [asked(), measured("gdp")], table, judged(d="1", c="1", b="1", a="2"), [], EQUAL, tie
    )
    for name in "abcd":
        assert (first.of(name).position, first.of(name).joint) == (second.of(name).position, second.of(name).joint)


def test_weights_go_over_the_criteria_that_apply_to_the_kind():
    only_social = measured("s1", kinds=(Kind.SOCIAL,), group=Group.SOCIAL)
    both = measured("s2", kinds=(Kind.SOCIAL, Kind.ENVIRONMENTAL), group=Group.SOCIAL)
    views = measured("st", kinds=(Kind.SOCIAL, Kind.ENVIRONMENTAL), group=Group.STAKEHOLDER)
    criteria = [only_social, both, views]
    assert kind_weights(Kind.SOCIAL, criteria, EQUAL) == {
        "s1": Fraction(1, 4),
        "s2": Fraction(1, 4),
        "st": Fraction(1, 2),
    }
    assert kind_weights(Kind.ENVIRONMENTAL, criteria, EQUAL) == {"s2": Fraction(1, 2), "st": Fraction(1, 2)}


def test_a_criterion_without_weight_is_not_there():
    criteria = [measured("gdp"), measured("views", group=Group.STAKEHOLDER)]
    none = {**EQUAL, "economic": Fraction(0)}
    found = rank_areas([area("a")], criteria, values(gdp__a=12.0), {}, [], none)
    assert found.areas[0].apply == 1
    assert found.areas[0].position is None, "the only criterion that counts has no data"


def test_values_too_far_apart_have_no_weighted_sum_but_keep_their_ranks():
    """Minus and plus 1.2e308 differ by more than a number can hold."""
    found = rank_areas(
        [area("a"), area("b")], [measured("gdp")], values(gdp__a=1.2e308, gdp__b=-1.2e308), {}, [], EQUAL
    )
    assert [found.of(name).position for name in "ab"] == [1, 2]
    assert [found.of(name).check_score for name in "ab"] == [None, None]
