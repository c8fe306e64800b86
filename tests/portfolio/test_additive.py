"""Programmes by points as selections on arrays: the same answers as the one model, and what the form cannot say."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.portfolio.test_bounds import adopt, capacity, effort, ids, stated
from tests.portfolio.verifier import faults

from opennss.model.codes import Id
from opennss.model.plans import Bounds, Most, Objective, Planned, Purse, Share
from opennss.model.programme import Skill
from opennss.model.projects import LADDER, Project, ProjectType
from opennss.portfolio import additive
from opennss.portfolio import plan as planning
from opennss.portfolio.additive import solve, state, suits, unsayable, worth
from opennss.portfolio.solve import solve as one_model
from opennss.portfolio.valuing import points

YEARS = (2027, 2028, 2029)
EFFORTS = [
    effort(ProjectType.ADOPT, 4, "60;40", task="translate"), effort(ProjectType.ADOPT, 1, cost=3000),
    effort(ProjectType.REVISE, 2), effort(ProjectType.MIRROR, 2), effort(ProjectType.OBSERVE, 1, "yearly"),
    effort(ProjectType.PARTICIPATE, 4, "yearly"), effort(ProjectType.LEAD, 9, "yearly"),
    effort(ProjectType.DEVELOP, 3, "30;30;40", cost=9000),
]  # fmt: skip
RATE = Decimal(1000)
"""Cost of a day: far more than the one unit of currency within which solvers keep a limit of money."""

WORTH = dict(zip(LADDER, (0.5, 1.0, 1.25, 1.5), strict=True))


def by_points(projects, capacities, **more):
    return stated(projects, EFFORTS, capacities, YEARS, objective=Objective.POINTS, **more)


@st.composite
def programmes(draw):
    """Projects of every kind with their bounds, capacities and skills; small numbers, so that ties abound."""
    tier, window = st.integers(0, 3), st.sampled_from([{}, {}, {"since": 2028}, {"until": 2028}])
    projects, most = [], []
    for n in range(draw(st.integers(0, 4))):
        projects.append(adopt(f"{n}", draw(tier), draw(st.sampled_from("abc")), **draw(window)))
    for n in range(draw(st.integers(0, 2))):
        pair = [
            Project(f"{kind}-either-{n}", kind, "", f"either-{n}", ("b",), 2, alternative=f"either-{n}")
            for kind in (ProjectType.ADOPT, ProjectType.REVISE)
        ]
        projects += pair
        most.append(Most(f"either-{n}", tuple(p.id for p in pair), 1))
    for n in range(draw(st.integers(0, 2))):
        level, units, before = draw(tier), draw(st.integers(1, 3)), ()
        if draw(st.booleans()):
            projects.append(Project(f"mirror-{n}", ProjectType.MIRROR, f"C{n}", "", ("c",), level, units=0))
            before = (f"mirror-{n}",)
        projects += [
            Project(f"{kind}-{n}", kind, f"C{n}", "", ("c",), level, before, units=units, rung=WORTH[kind])
            for kind in draw(st.sampled_from([LADDER[:2], (LADDER[1], LADDER[3]), LADDER[1:2]]))
        ]
    if draw(st.booleans()):
        projects.append(Project("develop-x", ProjectType.DEVELOP, "", "x", ("a",), draw(tier)))
    names = [p.id for p in projects if not p.requires]
    fixed = {name: draw(st.sampled_from([2026, 2027])) for name in names if draw(st.integers(0, 9)) == 0}
    if names and draw(st.booleans()):
        some = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        most.append(Most("few", tuple(some), draw(st.integers(0, len(some)))))
    purses = (Purse("fund", "nsb", ((2027, draw(st.sampled_from([0.0, 4e-3]))), (2029, 3e-3))),)
    days, budgets = st.integers(3, 14), st.sampled_from([20_000, 10**9])
    capacities = [replace(capacity(draw(days), year, draw(budgets)), day_rate=RATE) for year in YEARS]
    skills = [Skill(body=Id("nsb"), task=Id("translate"), year=2027, fte=Decimal(draw(st.integers(0, 3))))]
    bound = Bounds(fixed=fixed, most=tuple(most), purses=purses if draw(st.booleans()) else ())
    return by_points(projects, capacities, bound=bound, skills=skills), capacities, skills


@settings(max_examples=150, deadline=None)
@given(programmes())
def test_both_ways_agree_within_what_they_prove(drawn):
    asked, capacities, skills = drawn
    assert unsayable(asked) == ""
    try:
        other, told = one_model(asked)
    except ArithmeticError:  # what runs does not fit, or too much of some items runs
        full = any(sum(name in asked.bounds.fixed for name in most.items) > most.count for most in asked.bounds.most)
        rungs = [p.committee for p in asked.projects if p.id in asked.bounds.fixed and p.type in LADDER]
        if not full and len(rungs) == len({*rungs}):
            with pytest.raises(ArithmeticError):
                state(asked)
        return
    items, steps = solve(asked)
    assert faults(items, EFFORTS, capacities, (), skills, 1.0, YEARS, asked.bounds) == []
    needed = {name for item in items for name in item.project.requires} | asked.bounds.fixed.keys()
    assert all(item.project.units or item.project.id in needed for item in items)
    if not steps:
        assert worth(asked, items) == pytest.approx(worth(asked, other))
        return
    (name, value, gap), (_, their_value, their_gap) = steps[0], told[0]
    assert name == "points"
    assert value == pytest.approx(worth(asked, items))
    assert value <= their_value + their_gap * max(1.0, their_value) + 1e-5
    assert their_value <= value + gap * max(1.0, value) + 1e-5
    again, _ = solve(asked)
    assert again == items


def test_work_begins_as_early_as_there_is_room():
    asked = by_points([adopt("one"), adopt("two", 3)], [capacity(99, year) for year in YEARS])
    items, _ = solve(asked)
    assert {item.start for item in items} == {2027}
    few = by_points([adopt("one"), adopt("two", 3)], [capacity(5, year) for year in YEARS])
    assert sorted(item.start for item in solve(few)[0]) == [2027, 2028]


def test_nothing_waits_beside_what_runs():
    asked = by_points([adopt("one")], [capacity(9, year) for year in YEARS], bound=Bounds(fixed={"adopt-one": 2026}))
    items, steps = solve(asked)
    assert (ids(items), steps) == (["adopt-one"], ())


def test_what_running_work_needs_is_not_given_twice():
    bound = Bounds(fixed={"adopt-one": 2027})
    full = by_points([adopt("one")], [capacity(2, year) for year in YEARS], bound=bound)
    with pytest.raises(ArithmeticError, match="2027"):
        state(full)


@pytest.mark.parametrize(("bound", "reason"), [
    (Bounds(), ""),
    (Bounds(shares=(Share("adoption", (ProjectType.ADOPT,), 0.2),)), "shares"),
    (Bounds(purses=(Purse("fund", "nsb", ((2027, 1.0),), carry_over=True),)), "purses"),
    (Bounds(purses=(Purse("fund", "nsb", ((2027, 1.0),), types=(ProjectType.ADOPT,)),)), "purses"),
    (Bounds(required=frozenset(["adopt-one"])), "required"),
    (Bounds(fixed={"adopt-two": 2028}), "required"),
])  # fmt: skip
def test_what_the_form_cannot_say_is_named(bound, reason):
    projects = [adopt("one"), adopt("two", requires=("adopt-one",))]
    assert unsayable(by_points(projects, [capacity(9, year) for year in YEARS], bound=bound)) == reason


def test_a_rung_that_gives_days_back_is_not_said():
    efforts = [
        effort(ProjectType.OBSERVE, 3, "yearly", task="read"),
        effort(ProjectType.PARTICIPATE, 9, "yearly", task="vote"),
    ]
    rung = Project("participate-x", ProjectType.PARTICIPATE, "C", "", ("a",), 1, held="observe")
    skill = Skill(body=Id("nsb"), task=Id("read"), year=2027, fte=Decimal(3))
    assert unsayable(stated([rung], efforts, [capacity(9)], skills=[skill])) == "relief"
    assert unsayable(stated([rung], efforts, [capacity(9)])) == "", "fewer days for a task that nothing limits"


def test_only_large_problems_by_points_come_here(monkeypatch):
    projects = [adopt(str(n)) for n in range(6)]
    asked = by_points(projects, [capacity(9, year) for year in YEARS])
    assert not suits(asked)
    monkeypatch.setattr(additive, "LARGE", 6)
    assert suits(asked)
    assert not suits(replace(asked, objective=Objective.TIERS))
    assert not suits(replace(asked, near=frozenset(["adopt-1"])))
    assert not suits(replace(asked, bounds=Bounds(required=frozenset(["adopt-1"]))))
    monkeypatch.setattr(planning, "solve", None)
    items, steps = planning.chosen_items(asked)
    assert [name for name, _, _ in steps] == ["points"]
    assert len(items) == len(solve(asked)[0])


def test_a_plan_is_the_choice_that_it_came_from():
    asked = by_points([adopt("one"), adopt("two", 3)], [capacity(9, year) for year in YEARS])
    stated_ = state(asked)
    items = (Planned(asked.projects[1], 2028),)
    assert stated_.items(stated_.choice(stated_.selection, items)) == items
    assert worth(asked, items) == points(asked.projects[1], 2028, asked) == 1.0
