"""Points against number: no plan beats another, none is behind the programme, and each is proven."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from tests.portfolio.test_additive import YEARS, by_points, programmes
from tests.portfolio.test_bounds import adopt, capacity

from opennss.model.plans import Bounds, Objective, Weighing
from opennss.model.projects import Project, ProjectType
from opennss.portfolio.additive import unsayable
from opennss.portfolio.frontier import frontier
from opennss.portfolio.plan import chosen_items
from opennss.portfolio.solve import solve


@settings(max_examples=60, deadline=None)
@given(programmes())
def test_no_plan_beats_another_and_none_is_behind_the_programme(drawn):
    asked = replace(drawn[0], bounds=replace(drawn[0].bounds, fixed={}), objective=Objective.TIERS)
    assert not unsayable(asked)
    programme, _ = chosen_items(asked)
    found = frontier(asked, programme)
    if not found.plans:
        assert not programme
        return
    for one, other in permutations(found.plans, 2):
        assert one.points > other.points or one.items > other.items
    assert found.plans == tuple(sorted(found.plans, key=lambda plan: plan.items))
    first, last = found.plans[0], found.plans[-1]
    assert first.points >= found.programme.points - 1e-6
    assert last.items >= found.programme.items
    assert all(0 <= plan.gap < 0.5 and plan.urgent <= plan.items for plan in found.plans)
    best = solve(replace(asked, objective=Objective.POINTS))[1][0]
    assert first.points * (1 - first.gap) <= best[1] * (1 + best[2]) + 1e-5


def test_cheap_items_drive_out_what_matters():
    own = [Project(f"develop-{n}", ProjectType.DEVELOP, "", f"d{n}", ("a",), 1, units=2) for n in range(3)]
    cheap = [Project(f"revise-{n}", ProjectType.REVISE, "", f"r{n}", ("b",), 3) for n in range(9)]
    asked = by_points([*own, *cheap], [capacity(3, year) for year in YEARS])
    found = frontier(asked, chosen_items(replace(asked, objective=Objective.TIERS))[0])
    assert [(plan.points, plan.items, plan.urgent) for plan in found.plans] == [(12.0, 2, 2), (8.0, 3, 1)]


def test_what_cannot_be_weighed_says_why():
    asked = by_points([adopt("one")], [capacity(9, year) for year in YEARS],
                      bound=Bounds(required=frozenset(["adopt-one"])))  # fmt: skip
    found = frontier(asked, chosen_items(asked)[0])
    assert (found.plans, found.reason) == ((), "required")
    assert found.programme == Weighing(0.0, 3.0, 1, 1, 5.0, 0.0)


def test_nothing_to_weigh():
    asked = by_points([], [capacity(9, year) for year in YEARS])
    assert frontier(asked, ()).plans == ()
