"""What a plan is worth without a solver agrees with the solver; a change that frees nothing moves nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.portfolio.test_additive import by_points, programmes
from tests.portfolio.test_bounds import adopt, capacity, effort, ids, stated

from opennss.model.plans import Bounds, Objective, Plan, Planned
from opennss.model.projects import ProjectType
from opennss.portfolio.greedy import keep
from opennss.portfolio.outlook import near_plan
from opennss.portfolio.solve import solve
from opennss.portfolio.valuing import better, values

YEARS = (2027, 2028)


@settings(max_examples=60, deadline=None)
@given(programmes())
def test_values_are_those_that_the_solver_says(drawn):
    asked = replace(drawn[0], objective=Objective.TIERS)
    try:
        items, steps = solve(asked)
    except ArithmeticError:  # what runs does not fit
        return
    told = dict(zip(("tier-0", "cover", "tier-1", "tier-2", "tier-3"), values(asked, items), strict=True))
    for name, value, _ in steps:
        if name in told:
            assert told[name] == pytest.approx(value, rel=0.006, abs=0.06), name


@settings(max_examples=60, deadline=None)
@given(programmes())
def test_keeping_a_plan_that_fits_keeps_all_of_it(drawn):
    asked = drawn[0]
    try:
        items, _ = solve(asked)
    except ArithmeticError:
        return
    kept = keep(asked, items)
    assert {(item.project.id, item.start) for item in items} <= {(item.project.id, item.start) for item in kept}
    assert not better(asked, items, kept)


def test_days_that_nobody_needs_change_nothing():
    """Two of three equal items fit; more money or idle days are no reason to take the third instead."""
    projects = [adopt(name) for name in ("one", "two", "three")]
    efforts = [effort(ProjectType.ADOPT, 5)]
    before = stated(projects, efforts, [capacity(5, year) for year in YEARS], YEARS)
    base = Plan(
        tuple(Planned(project, year) for project, year in zip(projects[1:], YEARS, strict=True)), (), (), (), ()
    )
    richer = replace(
        before, limit={name: 2 * value if name.kind == "money" else value for name, value in before.limit.items()}
    )
    assert ids(near_plan(base)(richer).items) == ids(base.items)


def test_what_does_not_fit_any_more_goes_and_the_most_urgent_stays():
    projects = [adopt("late", 3), adopt("first", 1)]
    efforts = [effort(ProjectType.ADOPT, 5)]
    base = [Planned(project, 2027) for project in projects]
    less = stated(projects, efforts, [capacity(5)], (2027,))
    assert ids(keep(less, base)) == ["adopt-first"]
    assert keep(by_points([], [capacity(5, year) for year in (2027, 2028, 2029)], bound=Bounds()), base) == ()
    assert Decimal(5) == efforts[0].days
