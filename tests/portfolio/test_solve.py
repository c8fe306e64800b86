"""The plan: tiers (T11), limits, prerequisites, harmonic counting, brute force as oracle."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.projects import LADDER, Capacity, Effort, Measure, MeasureKind, Project, ProjectType
from opennss.portfolio.effort import loads
from opennss.portfolio.greedy import greedy
from opennss.portfolio.plan import plan
from opennss.portfolio.problem import problem
from opennss.portfolio.solve import ABSOLUTE_GAP, solve

NSB = Id("nsb")


def effort(type_, days, spread="100", cost=0):
    return Effort(type=type_, body=NSB, task=Id("work"), days=Decimal(days), cost=Decimal(cost), spread=spread)


def capacity(days, year=2027, budget=10**12):
    return Capacity(
        body=NSB, name=Text(), year=year, fte=Decimal(days), productive_days=Decimal(1), share=Decimal(1),
        absence=Decimal(0), day_rate=Decimal(1), budget=Decimal(budget),
    )  # fmt: skip


def adopt(name, area, tier):
    return Project(f"adopt-{name}", ProjectType.ADOPT, "", name, (area,), tier)


JOIN = Project("participate-x", ProjectType.PARTICIPATE, "ISO/TC 1", "", ("top",), 1)
T11 = [JOIN, *(adopt(f"r3-{i}", "low", 3) for i in range(4))]
T11_EFFORT = [effort(ProjectType.PARTICIPATE, 20), effort(ProjectType.ADOPT, 5)]


@pytest.mark.parametrize(("days", "participations", "adoptions"), [(20, 1, 0), (25, 1, 1), (19, 0, 3), (40, 1, 4)])
def test_t11_a_rank_one_participation_is_never_displaced(days, participations, adoptions):
    tier = {"top": 1, "low": 3}
    stated = problem(T11, T11_EFFORT, [capacity(days)], [2027], tier, 1.0, "VND")
    result = plan(stated, [], T11_EFFORT, [capacity(days)], [], tier)
    types = [item.project.type for item in result.items]
    assert types.count(ProjectType.PARTICIPATE) == participations
    assert types.count(ProjectType.ADOPT) == adoptions
    assert result.uncovered == (() if participations else (("top", "capacity"),))
    assert len(result.items) + len(result.not_now) == len(T11)
    assert all(load.days <= load.capacity for load in result.loads)


def test_a_prerequisite_starts_a_year_earlier_and_a_standing_load_goes_on():
    mirror = Project("mirror-committee-x", ProjectType.MIRROR, "ISO/TC 1", "", ("top",), 1, units=0)
    join = Project("participate-x", ProjectType.PARTICIPATE, "ISO/TC 1", "", ("top",), 1, (mirror.id,))
    efforts = [effort(ProjectType.MIRROR, 10), effort(ProjectType.PARTICIPATE, 20, "yearly")]
    capacities = [capacity(30, year) for year in (2027, 2028, 2029)]
    stated = problem([mirror, join], efforts, capacities, [2027, 2028, 2029], {"top": 1}, 1.0, "VND")
    items, steps = solve(stated)
    assert {item.project.id: item.start for item in items} == {mirror.id: 2027, join.id: 2028}
    assert [load.days for load in loads(items, efforts, capacities)] == [10, 20, 20]
    assert all(gap < 0.01 for _, _, gap in steps)


def test_the_committee_whose_drafts_close_first_is_joined_first():
    both = [
        Project(f"participate-{name}", ProjectType.PARTICIPATE, name, "", (name,), 1, units=3, closing=closing)
        for name, closing in (("a", ()), ("b", (2027, 2027)))
    ]
    efforts = [effort(ProjectType.PARTICIPATE, 10, "yearly")]
    capacities = [capacity(10), capacity(20, 2028)]
    for projects in (both, both[::-1]):
        stated = problem(projects, efforts, capacities, [2027, 2028], {"a": 1, "b": 1}, 1.0, "VND")
        items, _ = solve(stated)
        assert {item.project.committee: item.start for item in items} == {"b": 2027, "a": 2028}


def test_the_simple_solver_weighs_drafts_by_the_year_in_which_there_is_room():
    closed, open_ = (
        Project(f"participate-{name}", ProjectType.PARTICIPATE, name, "", ("x",), 1, units=units, closing=closing)
        for name, units, closing in (("a", 5, (2027,) * 5), ("b", 3, ()))
    )
    efforts, capacities = [effort(ProjectType.PARTICIPATE, 10, "yearly")], [capacity(0), capacity(10, 2028)]
    stated = problem([closed, open_], efforts, capacities, [2027, 2028], {"x": 1}, 1.0, "VND")
    assert [(item.project.committee, item.start) for item in greedy(stated)] == [("b", 2028)]


def test_a_participation_is_worth_the_years_it_runs():
    join = Project("participate-x", ProjectType.PARTICIPATE, "ISO/TC 1", "", ("top",), 1)
    efforts = [effort(ProjectType.PARTICIPATE, 20, "yearly"), effort(ProjectType.ADOPT, 20)]
    capacities = [capacity(20, year) for year in (2027, 2028)]
    stated = problem([join, adopt("a", "top", 1)], efforts, capacities, [2027, 2028], {"top": 1}, 1.0, "VND")
    items, _ = solve(stated)
    assert {item.project.id: item.start for item in items} == {"adopt-a": 2027, "participate-x": 2028}
    stated = problem([join], efforts, capacities, [2027, 2028], {"top": 1}, 1.0, "VND")
    assert solve(stated)[0][0].start == 2027


def test_a_project_must_end_inside_the_years():
    efforts = [effort(ProjectType.ADOPT, 10, "60;40")]
    stated = problem([adopt("a", "x", 1)], efforts, [capacity(99)], [2027], {"x": 1}, 1.0, "VND")
    assert solve(stated)[0] == ()


def test_money_binds_like_days():
    efforts = [effort(ProjectType.ADOPT, 1, cost=4_000_000)]
    projects = [adopt(str(i), "x", 1) for i in range(5)]
    stated = problem(projects, efforts, [capacity(99, budget=9_000_000)], [2027], {"x": 1}, 1.0, "VND")
    assert len(solve(stated)[0]) == 2


def test_inside_a_tier_the_second_deliverable_counts_a_half():
    projects = [adopt("a1", "a", 1), adopt("a2", "a", 1), adopt("b1", "b", 1)]
    stated = problem(projects, T11_EFFORT, [capacity(10)], [2027], {"a": 1, "b": 1}, 1.0, "VND")
    assert {item.project.areas[0] for item in solve(stated)[0]} == {"a", "b"}


def test_nothing_to_plan():
    assert solve(problem([], [], [capacity(1)], [2027], {}, 1.0, "VND")) == ((), ())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), min_size=1, max_size=7), st.integers(0, 30))
def test_agrees_with_enumeration(rows, days):
    """On one year and one resource, the lexicographic value equals the best of all subsets."""
    tier_of = {}
    projects = []
    for i, (area, tier) in enumerate(rows):
        tier_of.setdefault(area, tier)
        projects.append(adopt(str(i), area, tier_of[area]))
    stated = problem(projects, T11_EFFORT, [capacity(days)], [2027], tier_of, 1.0, "VND")

    def value(chosen):
        counts = {area: sum(p.areas[0] == area for p in chosen) for area in tier_of}
        harmonic = {a: sum(1 / (n + 1) for n in range(c)) for a, c in counts.items()}
        cover = sum(counts[a] > 0 for a in tier_of if tier_of[a] == 1)
        return (cover, *(round(sum(v for a, v in harmonic.items() if tier_of[a] == t), 6) for t in (1, 2, 3)))

    best = max(
        value(subset)
        for size in range(len(projects) + 1)
        for subset in itertools.combinations(projects, size)
        if 5 * size <= days
    )
    assert value([item.project for item in solve(stated)[0]]) == best


def test_no_mirror_committee_is_set_up_for_its_own_sake():
    mirror = Project("mirror-committee-x", ProjectType.MIRROR, "ISO/TC 1", "", ("top",), 1, units=0)
    join = Project("participate-x", ProjectType.PARTICIPATE, "ISO/TC 1", "", ("top",), 1, (mirror.id,))
    efforts = [effort(ProjectType.MIRROR, 5), effort(ProjectType.PARTICIPATE, 99, "yearly")]
    capacities = [capacity(20, year) for year in (2027, 2028)]
    stated = problem([mirror, join], efforts, capacities, [2027, 2028], {"top": 1}, 1.0, "VND")
    assert solve(stated)[0] == ()


def test_a_project_longer_than_the_period_says_so():
    efforts = [effort(ProjectType.ADOPT, 10, "60;40")]
    tier = {"x": 1}
    stated = problem([adopt("a", "x", 1)], efforts, [capacity(99)], [2027], tier, 1.0, "VND")
    result = plan(stated, [], efforts, [capacity(99)], [], tier)
    assert [item.reason for item in result.not_now] == ["period"]
    assert result.uncovered == (("x", "period"),)


# The ladder and measures


def rung(type_, worth, committee="ISO/TC 1", area="top", tier=1, requires=()):
    return Project(f"{type_}-{committee}", type_, committee, "", (area,), tier, requires, rung=worth)


RUNGS = [rung(type_, worth) for type_, worth in zip(LADDER, (0.5, 1.0, 1.25, 1.5), strict=True)]
RUNG_EFFORT = [effort(type_, days, "yearly") for type_, days in zip(LADDER, (5, 20, 40, 90), strict=True)]


@pytest.mark.parametrize(("days", "chosen"), [(4, None), (5, 0), (20, 1), (40, 2), (89, 2), (90, 3)])
def test_one_rung_of_a_committee_the_highest_that_capacity_allows(days, chosen):
    stated = problem(RUNGS, RUNG_EFFORT, [capacity(days)], [2027], {"top": 1}, 1.0, "VND")
    result = plan(stated, [], RUNG_EFFORT, [capacity(days)], [], {"top": 1})
    assert [item.project.type for item in result.items] == ([] if chosen is None else [LADDER[chosen]])
    left = [item.project.type for item in result.not_now]
    assert left == ([ProjectType.PARTICIPATE] if chosen is None else []), "a committee is said once"


def measure(name, days, start=2027, end=2028, spread="100", rank="1", after=()):
    return Measure(
        id=Id(name), objective=Id("o"), kind=MeasureKind.LAW, name=Text(), lead=NSB, body=NSB, start=start, end=end,
        days=Decimal(days), cost=Decimal(0), spread=spread, rank=Rank(rank), depends_on=tuple(map(Id, after)),
    )  # fmt: skip


def as_item(row):
    before = tuple(f"measure-{name}" for name in row.depends_on)
    return Project(
        f"measure-{row.id}", ProjectType.MEASURE, "", "", (), int(row.rank), before, objective="o", measure=row.id
    )


def test_a_measure_runs_in_its_own_years_and_after_what_it_depends_on():
    rows = [measure("law", 10, end=2027), measure("rule", 10, end=2029, after=["law"]), measure("late", 1, 2029, 2029)]
    years = [2027, 2028, 2029]
    capacities = [capacity(10, year) for year in years]
    stated = problem([as_item(m) for m in rows], [], capacities, years, {}, 1.0, "VND", 0, rows)
    assert {item.project.measure: item.start for item in solve(stated)[0]} == {"law": 2027, "rule": 2028, "late": 2029}


def test_a_committee_is_joined_after_the_measure_it_waits_for():
    train = measure("train", 5, end=2027)
    join = rung(ProjectType.PARTICIPATE, 1.0, requires=("measure-train",))
    years, capacities = [2027, 2028], [capacity(25, year) for year in (2027, 2028)]
    stated = problem([as_item(train), join], RUNG_EFFORT, capacities, years, {"top": 1}, 1.0, "VND", 0, [train])
    assert {item.project.id: item.start for item in solve(stated)[0]} == {"measure-train": 2027, join.id: 2028}
    poor = problem([as_item(train), join], RUNG_EFFORT, [capacity(4, y) for y in years], years, {"top": 1}, 1.0, "VND",
                   0, [train])  # fmt: skip
    assert solve(poor)[0] == ()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from(LADDER), st.sampled_from("AB"), st.integers(1, 3)), max_size=4, unique=True),
    st.lists(st.tuples(st.integers(1, 12), st.sampled_from("123")), max_size=3),
    st.integers(0, 60),
)
def test_ladder_and_measures_agree_with_enumeration(rungs, measured, days):
    """On one year: the lexicographic value over all allowed subsets, one rung a committee."""
    worth = dict(zip(LADDER, (0.5, 1.0, 1.25, 1.5), strict=True))
    need = dict(zip(LADDER, (5, 20, 40, 90), strict=True))
    tier_of = {committee: tier for _, committee, tier in reversed(rungs)}
    chosen = dict.fromkeys((type_, committee) for type_, committee, _ in rungs)
    items = [rung(t, worth[t], f"ISO/TC {c}", c, tier_of[c]) for t, c in chosen]
    rows = [measure(f"m{i}", size, end=2027, rank=rank) for i, (size, rank) in enumerate(measured)]
    items += [as_item(row) for row in rows]
    size = {item.id: need[item.type] if item.type in need else measured[int(item.measure[1:])][0] for item in items}
    stated = problem(items, RUNG_EFFORT, [capacity(days)], [2027], tier_of, 1.0, "VND", 0, rows)

    def count(total):
        whole = int(total)
        return sum(1 / (n + 1) for n in range(whole)) + (total - whole) / (whole + 1)

    def value(picked):
        tiers, keys = {1: 0.0, 2: 0.0, 3: 0.0}, {}
        for item in picked:
            keys.setdefault((item.tier, item.counts_for), []).append(item.rung)
        for (tier, _), parts in keys.items():
            tiers[tier] += count(sum(parts))
        cover = sum(any(c in i.areas for i in picked) for c in tier_of if tier_of[c] == 1)
        return (cover, *(round(tiers[tier], 6) for tier in (1, 2, 3)))

    def allowed(picked):
        committees = [item.committee for item in picked if item.committee]
        return len(set(committees)) == len(committees) and sum(size[item.id] for item in picked) <= days

    subsets = (s for n in range(len(items) + 1) for s in itertools.combinations(items, n))
    best = max(value(subset) for subset in subsets if allowed(subset))
    found = value([item.project for item in solve(stated)[0]])
    first = next(((a, b) for a, b in zip(found, best, strict=True) if abs(a - b) > 1e-6), (0, 0))
    assert abs(first[0] - first[1]) <= ABSOLUTE_GAP, (found, best)
