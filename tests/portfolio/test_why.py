"""Why not: what is missing, in which year, and what would have to make room; checked by putting it to the test."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.portfolio.test_bounds import adopt, capacity, effort, stated

from opennss.model.plans import DAYS, MONEY, Bounds, Resource
from opennss.model.projects import Project, ProjectType
from opennss.portfolio.effort import Work
from opennss.portfolio.fitting import chains, lacking, used
from opennss.portfolio.plan import chosen_items, plan
from opennss.portfolio.problem import overloaded
from opennss.portfolio.why import bring_in


def why(asked, efforts, capacities, name):
    tier = {area: p.tier for p in asked.projects for area in p.areas}
    result = plan(asked, [], efforts, capacities, [], tier)
    return next(item for item in result.not_now if item.project.id == name)


def test_the_year_that_lacks_least_and_how_much():
    efforts = [effort(ProjectType.ADOPT, 8), effort(ProjectType.REVISE, 10)]
    capacities = [capacity(9), capacity(13, 2028)]
    first = [adopt("one"), adopt("two")]
    last = Project("revise-x", ProjectType.REVISE, "", "X", ("b",), 3)
    asked = stated([*first, last], efforts, capacities, (2027, 2028))
    found = why(asked, efforts, capacities, last.id)
    assert found.reason == "capacity"
    assert found.bring.start == 2028
    assert [(m.resource, m.amount) for m in found.bring.missing] == [(Resource("nsb", 2028, DAYS), Decimal(5))]
    assert found.bring.instead == (), "nothing less urgent is planned"


def test_in_place_of_what_is_not_more_urgent():
    efforts = [effort(ProjectType.ADOPT, 5)]
    projects = [adopt("one"), adopt("two"), adopt("three"), adopt("low", 3, "b")]
    asked = stated(projects, efforts, [capacity(10)], bound=Bounds(required=frozenset(["adopt-low"])))
    found = why(asked, efforts, [capacity(10)], "adopt-three")
    assert found.bring.instead == ("adopt-one",), "what is demanded is never given up"


def test_what_must_come_first_is_counted_in():
    mirror = Project("mirror-committee-x", ProjectType.MIRROR, "X", "", ("a",), 1, units=0)
    join = Project("participate-x", ProjectType.PARTICIPATE, "X", "", ("a",), 1, (mirror.id,))
    efforts = [effort(ProjectType.MIRROR, 6), effort(ProjectType.PARTICIPATE, 20, "yearly")]
    capacities = [capacity(4), capacity(15, 2028)]
    found = why(stated([mirror, join], efforts, capacities, (2027, 2028)), efforts, capacities, join.id)
    assert found.bring.others == (mirror.id,)
    assert [(m.resource.year, m.amount) for m in found.bring.missing] == [(2027, 2), (2028, 5)]


def test_what_must_come_first_starts_when_that_is_cheapest():
    mirror = Project("mirror-committee-x", ProjectType.MIRROR, "X", "", ("a",), 1, units=0)
    join = Project("participate-x", ProjectType.PARTICIPATE, "X", "", ("a",), 1, (mirror.id,))
    efforts = [effort(ProjectType.MIRROR, 6), effort(ProjectType.PARTICIPATE, 20, "yearly")]
    capacities = [capacity(1), capacity(6, 2028), capacity(19, 2029)]
    found = why(stated([mirror, join], efforts, capacities, (2027, 2028, 2029)), efforts, capacities, join.id)
    assert (found.bring.start, found.bring.others) == (2029, (mirror.id,))
    assert [(m.resource.year, m.amount) for m in found.bring.missing] == [(2029, 1)], (
        "the mirror committee fits in 2028"
    )


@given(st.integers(1, 3), st.integers(1, 4))
def test_very_many_that_must_come_first_are_tried_once(width, years):
    before = [Project(f"adopt-{n}", ProjectType.ADOPT, "", str(n), ("a",), 1) for n in range(width * 4)]
    last = Project("revise-x", ProjectType.REVISE, "", "X", ("a",), 1, tuple(p.id for p in before))
    span = tuple(range(2027, 2027 + years + 1))
    asked = stated([*before, last], [effort(ProjectType.ADOPT, 1), effort(ProjectType.REVISE, 1)],
                   [capacity(9, year) for year in span], span)  # fmt: skip
    found = chains(asked, last, ())
    assert len(found) <= years * (1 if width > 1 else 4**years)
    for chain in found:
        assert [item.project.id for item in chain.items] == [*(p.id for p in before), last.id]
        assert all(item.start < chain.start for item in chain.items[:-1])


def test_money_is_rounded_up_to_thousands_and_days_to_tenths():
    efforts = [effort(ProjectType.ADOPT, "2.04", cost=1_234_567)]
    asked = stated([adopt("one")], efforts, [capacity(0, budget=0)])
    found = bring_in(asked, asked.projects[0], (), {})
    assert {m.resource.kind: m.amount for m in found.missing} == {DAYS: Decimal("2.1"), MONEY: Decimal(1_235_000)}


def test_an_item_longer_than_the_period_has_no_year():
    asked = stated([adopt("one")], [effort(ProjectType.ADOPT, 2, "50;50")], [capacity(9)])
    assert bring_in(asked, asked.projects[0], (), {}) is None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.booleans()), min_size=2, max_size=9),
    st.lists(st.integers(0, 20), min_size=2, max_size=2),
)
def test_what_is_said_holds(rows, days):
    """With exactly what is missing more, or without those in its place, the candidate fits."""
    efforts = [effort(ProjectType.ADOPT, 5), effort(ProjectType.REVISE, 7, "50;50")]
    types = (ProjectType.ADOPT, ProjectType.REVISE)
    projects = [Project(f"{types[long]}-{n}", types[long], "", str(n), (area,), tier)
                for n, (area, tier, long) in enumerate(rows)]  # fmt: skip
    asked = stated(projects, efforts, [capacity(d, y) for d, y in zip(days, (2027, 2028), strict=True)], (2027, 2028))
    items, _ = chosen_items(asked)
    planned = {item.project.id for item in items}
    for project in projects:
        if project.id in planned:
            continue
        found = bring_in(asked, project, items, used(asked, items))
        assert found is not None
        assert found.missing, "what fits beside the plan is in the plan"
        more = {m.resource: float(m.amount) for m in found.missing}
        wider = replace(asked, limit={r: limit + more.get(r, 0.0) for r, limit in asked.limit.items()})
        with_it = (*items, next(type(i)(project, found.start) for i in items)) if items else ()
        if with_it:
            assert lacking(wider, with_it, used(wider, with_it)) == {}
        if found.instead:
            rest = tuple(i for i in with_it if i.project.id not in found.instead)
            assert lacking(asked, rest, used(asked, rest)) == {}
            assert all((p.tier or 0) >= (project.tier or 0) for p in projects if p.id in found.instead)


def test_a_window_that_closes_is_told_apart_from_a_work_that_is_too_long():
    efforts = [effort(ProjectType.ADOPT, 5, "50;50"), effort(ProjectType.REVISE, 5, "40;30;30")]
    capacities = [capacity(99), capacity(99, 2028)]
    late = adopt("late", since=2028)
    long = Project("revise-x", ProjectType.REVISE, "", "X", ("b",), 1)
    asked = stated([late, long], efforts, capacities, (2027, 2028))
    found = {name: why(asked, efforts, capacities, name) for name in (late.id, long.id)}
    assert {name: (item.reason, item.bring) for name, item in found.items()} == {
        late.id: ("window", None), long.id: ("period", None),
    }  # fmt: skip


def test_seats_beyond_the_staff_leave_nothing_and_are_told():
    efforts, seat = [effort(ProjectType.ADOPT, 5)], Work("participate", "nsb", Decimal(12), Decimal(3), "yearly")
    capacities = [capacity(10, budget=10), capacity(20, 2028)]
    asked = stated([adopt("one")], efforts, capacities, (2027, 2028), standing=[seat])
    assert {r: v for r, v in asked.limit.items() if r.year == 2027} == {
        Resource("nsb", 2027, DAYS): 0.0, Resource("nsb", 2027, MONEY): 0.0,
    }  # fmt: skip
    result = plan(asked, [], efforts, capacities, [], {"a": 1}, standing=[seat])
    assert [item.start for item in result.items] == [2028]
    told = [(f.code, f.values["year"], f.values["need"]) for f in overloaded(result, capacities)]
    assert told == [("load-over-capacity", 2027, 12), ("cost-over-budget", 2027, 15)]
