"""Running work, demands, allowances, funds, skills and least shares: kept by every solver, or refused in words."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.portfolio.verifier import faults

from opennss.errors import WorkspaceError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import IecMembership, IsoMembership, Membership, PlanSettings
from opennss.model.criteria import Decision, DecisionKind
from opennss.model.plans import Bounds, Most, Objective, Planned, Purse, Share
from opennss.model.programme import Fund, Skill
from opennss.model.projects import Capacity, Effort, Project, ProjectType
from opennss.portfolio.bounds import bounds
from opennss.portfolio.greedy import greedy
from opennss.portfolio.plan import chosen_items, plan
from opennss.portfolio.problem import problem

NSB = Id("nsb")
YEARS = [2027, 2028, 2029]
DAY = dt.date(2026, 6, 1)
MEMBER = Membership(IsoMembership.FULL, IecMembership.FULL)


def effort(type_, days, spread="100", cost=0, task="draft"):
    return Effort(type=type_, body=NSB, task=Id(task), days=Decimal(days), cost=Decimal(cost), spread=spread)


def capacity(days, year=2027, budget=10**12):
    return Capacity(
        body=NSB, name=Text.of(en="NSB"), year=year, fte=Decimal(days), productive_days=Decimal(1), share=Decimal(1),
        absence=Decimal(0), day_rate=Decimal(1), budget=Decimal(budget),
    )  # fmt: skip


def adopt(name, tier=1, area="a", **more):
    return Project(f"adopt-{name}", ProjectType.ADOPT, "", name, (area,), tier, **more)


def stated(projects, efforts, capacities, years=(2027,), bound=None, skills=(), **more):
    tier = {area: project.tier for project in projects for area in project.areas}
    return problem(projects, efforts, capacities, years, tier, 1.0, "VND", 0, (), skills, bound or Bounds(), **more)


def ids(items):
    return sorted(item.project.id for item in items)


def test_a_running_item_stays_and_only_what_is_left_of_it_counts():
    efforts = [effort(ProjectType.ADOPT, 10, "60;40")]
    running, other = adopt("old", 3), adopt("new", 1)
    bound = Bounds(fixed={running.id: 2026})
    asked = stated([other, running], efforts, [capacity(10), capacity(4, 2028)], (2027, 2028), bound)
    items, _ = chosen_items(asked)
    assert {i.project.id: i.start for i in items} == {running.id: 2026, other.id: 2027}
    assert faults(items, efforts, [capacity(10), capacity(4, 2028)], years=(2027, 2028), bounds=bound) == []


def test_demands_that_cannot_be_met_are_named_and_no_others():
    projects = [adopt(name) for name in ("one", "two", "three")]
    asked = stated(
        projects,
        [effort(ProjectType.ADOPT, 5)],
        [capacity(9)],
        bound=Bounds(required=frozenset(p.id for p in projects)),
    )
    with pytest.raises(WorkspaceError) as raised:
        chosen_items(asked)
    [finding] = raised.value.findings
    assert finding.code == "plan-conflict"
    assert len(str(finding.values["items"]).split(", ")) == 2, "two of the three conflict already"
    assert "nsb 2027: 9.0" in str(finding.values["limits"])


def test_a_demand_that_never_fits_into_the_years_is_a_conflict():
    one = adopt("one")
    asked = stated(
        [one], [effort(ProjectType.ADOPT, 5, "50;50")], [capacity(9)], bound=Bounds(required=frozenset([one.id]))
    )
    with pytest.raises(WorkspaceError) as raised:
        chosen_items(asked)
    assert raised.value.findings[0].values["items"] == one.id


def test_those_who_can_translate_limit_the_adoptions():
    efforts = [effort(ProjectType.ADOPT, 4, task="translate"), effort(ProjectType.ADOPT, 1, task="edit")]
    skill = Skill(body=NSB, task=Id("translate"), year=2027, fte=Decimal(8))
    asked = stated([adopt(str(n)) for n in range(5)], efforts, [capacity(100)], skills=[skill])
    items, _ = chosen_items(asked)
    assert len(items) == 2
    result = plan(asked, [], efforts, [capacity(100)], [], {"a": 1}, (), [skill])
    assert [(load.task, load.days, load.capacity) for load in result.tasks] == [("translate", 8, 8)]
    missing = result.not_now[0].bring.missing
    assert [(m.resource.task, m.amount) for m in missing] == [("translate", 4)]


@pytest.mark.parametrize(("carry", "types", "count"), [
    (False, (), 2), (True, (), 4), (True, (ProjectType.REVISE,), 0),
])  # fmt: skip
def test_a_fund_pays_beside_the_budget_and_what_is_left_of_it_later(carry, types, count):
    efforts = [effort(ProjectType.ADOPT, 1, cost=999_999)]
    capacities = [capacity(2, year, budget=0) for year in (2027, 2028)]
    purse = Purse("fund", "nsb", ((2027, 4.0), (2028, 0.0)), carry, types)
    asked = stated([adopt(str(n)) for n in range(5)], efforts, capacities, (2027, 2028), Bounds(purses=(purse,)))
    items, _ = chosen_items(asked)
    assert len(items) == count == len(greedy(asked))


def test_a_least_share_of_the_days_is_kept():
    efforts = [effort(ProjectType.ADOPT, 5), effort(ProjectType.REVISE, 5)]
    projects = [
        *(adopt(str(n)) for n in range(4)),
        *(Project(f"revise-{n}", ProjectType.REVISE, "", f"R{n}", ("b",), 3) for n in range(4)),
    ]
    share = Share("adoption", (ProjectType.REVISE,), 0.5)
    items, _ = chosen_items(stated(projects, efforts, [capacity(20)], bound=Bounds(shares=(share,))))
    assert sum(item.project.type is ProjectType.REVISE for item in items) * 2 >= len(items) > 0


def test_of_alternatives_one_is_planned_and_the_other_is_no_candidate_any_more():
    same = adopt("x", alternative="x")
    changed = Project("adopt-modified-x", ProjectType.ADOPT_MODIFIED, "", "x", ("a",), 1, alternative="x")
    efforts = [effort(ProjectType.ADOPT, 5), effort(ProjectType.ADOPT_MODIFIED, 9)]
    asked = stated([same, changed], efforts, [capacity(50)], bound=Bounds(most=(Most("x", (same.id, changed.id), 1),)))
    result = plan(asked, [], efforts, [capacity(50)], [], {"a": 1})
    assert len(result.items) == 1
    assert result.not_now == ()


def test_an_allowance_of_iec_standards_is_a_hard_limit():
    member = Membership(IsoMembership.FULL, IecMembership.AFFILIATE)
    projects = [replace(adopt(str(n)), deliverable=f"IEC {n}") for n in range(4)]
    made = bounds(projects, (), (), (), member, (), PlanSettings(allowance=2), 2027)
    assert [(most.name, most.count) for most in made.most] == [("iec-allowance", 2)]
    asked = stated(projects, [effort(ProjectType.ADOPT, 1)], [capacity(99)], bound=made)
    result = plan(asked, [], [effort(ProjectType.ADOPT, 1)], [capacity(99)], [], {"a": 1})
    assert len(result.items) == 2
    assert {item.reason for item in result.not_now} == {"allowance"}
    assert bounds(projects, (), (), (), member, (), PlanSettings(), 2027).most[0].count == 200


def test_a_decision_demands_an_item_and_an_unknown_one_is_refused():
    row = Decision(
        id=Id("d"), kind=DecisionKind.REQUIRE, subject="adopt-x", reason=Text.of(en="law"), approver="Director",
        date=DAY, expiry=dt.date(2030, 1, 1),
    )  # fmt: skip
    made = bounds([adopt("x")], (), [row], (), MEMBER, (), PlanSettings(), 2027)
    assert made.required == {"adopt-x"}
    with pytest.raises(WorkspaceError) as raised:
        bounds([], (), [row], (), MEMBER, (), PlanSettings(), 2027)
    assert raised.value.findings[0].code == "required-unknown"


def test_funds_become_purses_by_year():
    rows = [Fund(id=Id("f"), name=Text(), body=NSB, year=year, amount=Decimal(2_000_000), carry_over=True)
            for year in (2027, 2028)]  # fmt: skip
    [purse] = bounds([], (), (), (), MEMBER, rows, PlanSettings(), 2027).purses
    assert purse == Purse("f", "nsb", ((2027, 2.0), (2028, 2.0)), True)


def test_t11_points_buy_cheap_adoptions_and_are_never_the_default():
    join = Project("participate-x", ProjectType.PARTICIPATE, "ISO/TC 1", "", ("top",), 1)
    projects = [join, *(adopt(f"r3-{n}", 3, "low") for n in range(4))]
    efforts = [effort(ProjectType.PARTICIPATE, 20), effort(ProjectType.ADOPT, 5)]
    tiers, _ = chosen_items(stated(projects, efforts, [capacity(20)]))
    points, steps = chosen_items(stated(projects, efforts, [capacity(20)], objective=Objective.POINTS))
    assert ids(tiers) == [join.id]
    assert ids(points) == [f"adopt-r3-{n}" for n in range(4)]
    assert steps[0][:2] == ("points", pytest.approx(4.0))


ROWS = st.lists(
    st.tuples(
        st.sampled_from("ab"), st.integers(0, 3), st.sampled_from(("100", "60;40")), st.booleans(), st.booleans()
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROWS, st.lists(st.integers(0, 25), min_size=3, max_size=3), st.integers(0, 12), st.integers(0, 3))
def test_every_plan_keeps_every_rule(rows, days, able, most):
    """Greedy and exact plans under tight limits, skills, windows, prerequisites and numbers; seen by the verifier."""
    efforts = [
        effort(ProjectType.ADOPT, 4, "100", 3, "translate"), effort(ProjectType.ADOPT, 2, "100"),
        effort(ProjectType.REVISE, 6, "60;40", 5),
    ]  # fmt: skip
    projects = []
    for n, (area, tier, spread, window, wait) in enumerate(rows):
        type_ = ProjectType.ADOPT if spread == "100" else ProjectType.REVISE
        projects.append(Project(
            f"{type_}-{n}", type_, "", str(n), (area,), tier, (projects[-1].id,) if wait and projects else (),
            since=2028 if window else None, until=2028 if window and n % 2 else None,
        ))  # fmt: skip
    capacities = [capacity(d, year, budget=40) for d, year in zip(days, YEARS, strict=True)]
    skills = [Skill(body=NSB, task=Id("translate"), year=2028, fte=Decimal(able))]
    bound = Bounds(most=(Most("few", tuple(p.id for p in projects[::2]), most),))
    asked = stated(projects, efforts, capacities, YEARS, bound, skills)
    exact, _ = chosen_items(asked)
    for items in (exact, greedy(asked)):
        assert faults(items, efforts, capacities, (), skills, 1.0, YEARS, bound) == []
    assert chosen_items(asked)[0] == exact, "same input, same plan"


def test_the_verifier_sees_what_is_wrong():
    one = adopt("one", requires=("adopt-two",))
    efforts = [effort(ProjectType.ADOPT, 5)]
    said = faults([Planned(one, 2027)], efforts, [capacity(4, budget=1)], years=[2027])
    assert said == ["days of nsb in 2027", "money of nsb in 2027", "adopt-one without adopt-two"]
