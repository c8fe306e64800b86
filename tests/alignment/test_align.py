"""Both findings are questions, not errors: goals that no area serves, areas that serve no goal (method, 19.1)."""

from opennss.alignment.align import align
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import Alignment, Goal, GoalStatus, Kind, PriorityArea, Strength


def goal(name, status=GoalStatus.IN_FORCE):
    return Goal(id=Id(name), source=Id("s"), article=Text(), goal=Text(), status=status)


def area(name):
    return PriorityArea(id=Id(name), name=Text(), kind=Kind.SECTOR)


def row(area_, goal_, strength):
    return Alignment(area=Id(area_), goal=goal_ and Id(goal_), strength=Strength(strength), reason=Text(), reviewer="R")


def test_pairs_and_both_findings():
    areas = [area(name) for name in ("farming", "tourism", "mining")]
    goals = [goal("food"), goal("digital"), goal("old", GoalStatus.SUPERSEDED)]
    rows = [row("farming", "food", "direct"), row("mining", "food", "indirect"), row("tourism", None, "none")]
    found = align(areas, goals, rows)
    assert found.pairs == (("farming", "food", Strength.DIRECT), ("mining", "food", Strength.INDIRECT))
    assert found.goals_without_area == ("digital",), "a superseded goal is not missed"
    assert found.areas_without_goal == ("tourism",)


def test_a_goal_that_is_said_not_to_be_served_is_unserved():
    found = align([area("a")], [goal("g")], [row("a", "g", "none")])
    assert found.pairs == ()
    assert found.goals_without_area == ("g",)
    assert found.areas_without_goal == ("a",)


def test_nothing_at_all():
    found = align([], [], [])
    assert (found.pairs, found.goals_without_area, found.areas_without_goal) == ((), (), ())
