"""The approved programme stays where nothing is better than the solver tells apart, and goes where something is."""

from dataclasses import replace

from tests.portfolio.test_bounds import adopt, capacity, effort, ids, stated

from opennss.model.plans import Bounds, Planned
from opennss.model.projects import ProjectType
from opennss.portfolio.plan import chosen_items
from opennss.portfolio.valuing import values

YEARS = (2027, 2028)
EFFORTS = [effort(ProjectType.ADOPT, 5)]


def asked(names, days, approved, **more):
    projects = [adopt(*name) if isinstance(name, tuple) else adopt(name) for name in names]
    found = stated(
        projects, EFFORTS, [capacity(part, year) for part, year in zip(days, YEARS, strict=True)], YEARS, **more
    )
    return replace(found, approved=approved)


def years(items):
    return {item.project.id: item.start for item in items}


def test_equal_items_keep_the_years_that_were_approved():
    approved = {"adopt-one": 2028, "adopt-three": 2027}
    items, steps = chosen_items(asked(["one", "two", "three"], (5, 5), approved))
    assert years(items) == approved
    assert [name for name, _, _ in steps] == ["cover", "tier-1"], "who goes first was not proven of this plan"
    assert all(gap <= 0.006 for _, _, gap in steps)


def test_what_fits_no_more_leaves_and_the_rest_stays():
    approved = {"adopt-one": 2027, "adopt-two": 2028, "adopt-late": 2028}
    items, _ = chosen_items(asked(["one", "two", ("late", 3)], (5, 5), approved))
    assert years(items) == {"adopt-one": 2027, "adopt-two": 2028}


def test_a_better_programme_takes_the_place_of_the_approved_one():
    problem = asked([("late", 3), "urgent"], (5, 0), {"adopt-late": 2027})
    items, _ = chosen_items(problem)
    assert ids(items) == ["adopt-urgent"]
    assert values(problem, items) > values(problem, [Planned(problem.projects[0], 2027)])


def test_of_one_area_what_stands_in_a_later_tier_comes_later():
    """So does a deliverable without a known use, behind the others of its area."""
    for names in ([("useless", 2), "used"], ["used", ("useless", 2)]):
        assert ids(chosen_items(asked(names, (5, 0), {}))[0]) == ["adopt-used"]


def test_a_new_demand_is_met_whatever_was_approved():
    problem = asked(["one", "two"], (5, 0), {"adopt-one": 2027}, bound=Bounds(required=frozenset(["adopt-two"])))
    assert ids(chosen_items(problem)[0]) == ["adopt-two"]


def test_running_work_stays_in_the_year_in_which_it_began():
    problem = asked(["one", "two"], (5, 5), {"adopt-one": 2027}, bound=Bounds(fixed={"adopt-one": 2028}))
    assert years(chosen_items(problem)[0]) == {"adopt-one": 2028, "adopt-two": 2027}
