"""What funds pay: as much as can be paid, by no fund more than it may; the arithmetic agrees with the solver."""

from decimal import Decimal
from itertools import chain, combinations

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.plans import Bounds, Planned, Purse
from opennss.model.projects import Capacity, Effort, Project, ProjectType
from opennss.portfolio.effort import Work
from opennss.portfolio.fitting import TWO_UNITS, lacking, used
from opennss.portfolio.funds import draw, fund_years
from opennss.portfolio.greedy import greedy
from opennss.portfolio.plan import plan
from opennss.portfolio.problem import problem
from opennss.portfolio.solve import solve

NSB = Id("nsb")
ADOPT, REVISE, DEVELOP = ProjectType.ADOPT, ProjectType.REVISE, ProjectType.DEVELOP
TYPES = (ADOPT, REVISE, DEVELOP)
YEARS = (2027, 2028, 2029)
UNIT = 10**8
"""Hundredths of the currency in a million."""


def effort(type_, cost, spread="100"):
    return Effort(type=type_, body=NSB, task=Id("draft"), days=Decimal(1), cost=Decimal(cost) - 1, spread=spread)


def capacity(year, budget, days=99):
    return Capacity(
        body=NSB, name=Text.of(en="NSB"), year=year, fte=Decimal(days), productive_days=Decimal(1), share=Decimal(1),
        absence=Decimal(0), day_rate=Decimal(1), budget=Decimal(budget),
    )  # fmt: skip


def items_of(**numbers):
    return [
        Project(f"{kind}-{n}", ProjectType(kind), "", f"{kind}{n}", ("a",), 1)
        for kind, number in numbers.items()
        for n in range(number)
    ]


def stated(projects, efforts, capacities, purses, standing=()):
    years = tuple(row.year for row in capacities)
    bounds = Bounds(purses=tuple(purses))
    return problem(projects, efforts, capacities, years, {"a": 1}, 1.0, "VND", bounds=bounds, standing=standing)


def rows(found):
    return [(row.fund, row.year, row.amount, row.carried, row.drawn, row.left) for row in found]


def test_a_plan_says_what_is_drawn_and_what_is_left():
    efforts, capacities = [effort(ADOPT, 3_000_000)], [capacity(year, "1000000.5", 1) for year in YEARS]
    purse = Purse("levy", "nsb", ((2027, 5.0), (2029, 1.25)), carry_over=True)
    asked = stated(items_of(adopt=3), efforts, capacities, [purse])
    found = plan(asked, [], efforts, capacities, [], {"a": 1})
    over = Decimal("1999999.5")
    assert rows(found.funds) == [
        ("levy", 2027, 5_000_000, 0, over, 5_000_000 - over),
        ("levy", 2028, 0, 5_000_000 - over, over, 5_000_000 - 2 * over),
        ("levy", 2029, 1_250_000, 5_000_000 - 2 * over, over, 6_250_000 - 3 * over),
    ]
    for load in found.loads:
        assert found.drawn(load.body, load.year) == load.cost - load.budget
    assert found.drawn("nsb", 2026) == 0


def test_money_that_lapses_is_lost_and_a_year_without_money_has_no_row():
    efforts, capacities = [effort(ADOPT, 1_000_000)], [capacity(year, 0, 2) for year in YEARS]
    purse = Purse("gift", "nsb", ((2027, 5.0), (2026, 9.0)))
    asked = stated(items_of(adopt=9), efforts, capacities, [purse])
    items, _ = solve(asked)
    assert [item.start for item in items] == [2027, 2027], "two fit into the days, and only 2027 has money"
    found = fund_years(asked, items, used(asked, items))
    assert rows(found) == [("gift", 2027, 5_000_000, 0, 2_000_000, 3_000_000)]


def test_money_that_would_lapse_goes_first_then_money_for_some_types():
    free, adopting, lapsing = (
        Purse("a-free", "nsb", ((2027, 9.0),), carry_over=True), Purse("b", "nsb", ((2027, 2.0),), True, (ADOPT,)),
        Purse("c", "nsb", ((2027, 1.0),)),
    )  # fmt: skip
    found = draw([free, adopting, lapsing], {2027: 4 * UNIT, 2028: 0}, {(2027, ADOPT): 3 * UNIT})
    assert {fund: amount / UNIT for (fund, year), amount in found.items() if year == 2027} == {
        "a-free": 1, "b": 2, "c": 1,
    }  # fmt: skip


def test_a_fund_for_many_types_leaves_the_cost_of_one_to_the_fund_that_can_pay_nothing_else():
    """Taken one fund after the other, in the order of their ids, nothing would be left for ``b`` to pay."""
    both, one = (
        Purse("a", "nsb", ((2027, 2.0),), False, (ADOPT, REVISE)),
        Purse("b", "nsb", ((2027, 2.0),), False, (ADOPT,)),
    )
    found = draw([both, one], {2027: 4 * UNIT}, {(2027, ADOPT): 2 * UNIT, (2027, REVISE): 2 * UNIT})
    assert found == {("a", 2027): 2 * UNIT, ("b", 2027): 2 * UNIT}


def test_a_later_year_keeps_the_fund_that_alone_can_pay_it():
    first, second = (
        Purse(name, "nsb", ((2027, 2.0),), True, types) for name, types in (("a", (ADOPT,)), ("b", (REVISE,)))
    )
    costs = {(2027, ADOPT): 2 * UNIT, (2027, REVISE): 2 * UNIT, (2028, ADOPT): 2 * UNIT}
    found = draw([first, second], {2027: 2 * UNIT, 2028: 2 * UNIT}, costs)
    assert (found["b", 2027], found["a", 2028]) == (2 * UNIT, 2 * UNIT)


def test_two_funds_for_a_type_pay_together_no_more_than_it_costs():
    """Each could pay the adoption; what develops has no money, whoever is asked."""
    efforts, capacities = [effort(ADOPT, 1_000_000), effort(DEVELOP, 1_000_000)], [capacity(2027, 0)]
    purses = [Purse(name, "nsb", ((2027, 1.0),), False, (ADOPT,)) for name in "ab"]
    asked = stated(items_of(adopt=1, develop=1), efforts, capacities, purses)
    assert [item.project.type for item in solve(asked)[0]] == [ADOPT] == [i.project.type for i in greedy(asked)]
    both = [Planned(project, 2027) for project in asked.projects]
    assert sum(lacking(asked, both, used(asked, both)).values()) == pytest.approx(1.0)


def test_a_fund_pays_what_the_present_seats_leave_too_little_budget_for():
    efforts, capacities = [effort(ADOPT, 1_000_000)], [capacity(2027, 2_500_000)]
    seats = Work("participate", "nsb", Decimal(0), Decimal(2_000_000), "yearly")
    for held, planned in ((0.4, 0), (0.5, 1)):
        asked = stated(items_of(adopt=3), efforts, capacities, [Purse("levy", "nsb", ((2027, held),))], (seats,))
        items, _ = solve(asked)
        assert len(items) == planned == len(greedy(asked))
        assert [row.drawn for row in fund_years(asked, items, used(asked, items))] == [planned * 500_000]


MONEY = st.integers(0, 40).map(lambda tenths: tenths / 10)
PURSES = st.lists(
    st.tuples(
        st.lists(MONEY, min_size=3, max_size=3), st.booleans(),
        st.lists(st.sampled_from(TYPES), max_size=2, unique=True).map(tuple),
    ),
    min_size=1, max_size=4,
).map(lambda given: [
    Purse(f"f{n}", "nsb", tuple(zip(YEARS, money, strict=True)), *rest) for n, (money, *rest) in enumerate(given)
])  # fmt: skip


def most(purses, lacks, costs):
    """The most that can be paid, by a linear programme that shares nothing with the arithmetic."""
    highs, years = highspy.Highs(), sorted(lacks)
    highs.setOptionValue("output_flag", False)
    part = {
        (purse.id, year, kind): highs.addVariable(lb=0.0)
        for purse in purses for year in years for kind in purse.types or (None,)
    }  # fmt: skip
    for purse in purses:
        for year in years:
            earlier = [y for y in years if y <= year and (y == year or purse.carry_over)]
            paid = [variable for (fund, y, _), variable in part.items() if fund == purse.id and y in earlier]
            highs.addConstr(sum(paid) <= sum(dict(purse.amounts).get(y, 0.0) for y in earlier))
    for year in years:
        highs.addConstr(sum(v for (_, y, _), v in part.items() if y == year) <= lacks[year] / UNIT)
        for kind in TYPES:
            if own := [v for (_, y, k), v in part.items() if (y, k) == (year, kind)]:
                highs.addConstr(sum(own) <= costs.get((year, kind), 0) / UNIT)
    highs.maximize(sum(part.values()))
    return highs.getInfo().objective_function_value


@settings(max_examples=150, derandomize=True)
@given(PURSES, st.lists(MONEY, min_size=3, max_size=3), st.lists(MONEY, min_size=9, max_size=9))
def test_as_much_is_drawn_as_can_be_and_by_no_fund_more_than_it_may(purses, lacks, costs):
    lacking_by = {year: round(amount * UNIT) for year, amount in zip(YEARS, lacks, strict=True)}
    places = [(year, kind) for year in YEARS for kind in TYPES]
    cost = {place: round(amount * UNIT) for place, amount in zip(places, costs, strict=True)}
    found = draw(purses, lacking_by, cost)
    assert sum(found.values()) / UNIT == pytest.approx(most(purses, lacking_by, cost))
    assert min(found.values()) >= 0
    for year in YEARS:
        assert sum(found[purse.id, year] for purse in purses) <= lacking_by[year]
        for some in chain.from_iterable(combinations(TYPES, n) for n in (1, 2, 3)):
            own = [purse for purse in purses if purse.types and {*purse.types} <= {*some}]
            assert sum(found[purse.id, year] for purse in own) <= sum(cost[year, kind] for kind in some)
        for purse in purses:
            earlier = [y for y in YEARS if y <= year and (y == year or purse.carry_over)]
            held = sum(round(amount * UNIT) for y, amount in purse.amounts if y in earlier)
            assert sum(found[purse.id, y] for y in earlier) <= held


@settings(max_examples=60, derandomize=True)
@given(
    PURSES, st.lists(MONEY, min_size=3, max_size=3), st.lists(st.integers(1, 30), min_size=3, max_size=3),
    st.lists(st.integers(0, 4), min_size=3, max_size=3), st.integers(1, 9),
)  # fmt: skip
def test_what_the_solver_finds_feasible_lacks_nothing_and_each_year_adds_up(purses, budgets, costs, numbers, days):
    efforts = [
        effort(kind, cost * 137_000, spread)
        for kind, cost, spread in zip(TYPES, costs, ("100", "60;40", "30;30;40"), strict=True)
    ]
    capacities = [capacity(year, round(budget * 10**6), days) for year, budget in zip(YEARS, budgets, strict=True)]
    projects = items_of(**dict(zip(map(str, TYPES), numbers, strict=True)))
    asked = stated(projects, efforts, capacities, purses)
    items, _ = solve(asked)
    assert lacking(asked, items, used(asked, items)) == {}
    found = plan(asked, [], efforts, capacities, [], {"a": 1})
    for load in found.loads:
        over = max(Decimal(0), load.cost - load.budget)
        assert abs(found.drawn(load.body, load.year) - over) <= Decimal(TWO_UNITS) * 10**6
    assert all(row.left >= 0 and row.drawn >= 0 for row in found.funds)


def rung(name, type_, cost, held="", committee="x"):
    return Project(name, type_, committee, "", ("a",), 1, held=held), Effort(
        type=type_, body=NSB, task=Id("attend"), days=Decimal(0), cost=Decimal(cost), spread="yearly"
    )


def test_a_rung_that_costs_less_than_the_one_it_replaces_stays_possible_under_a_fund_for_its_type():
    """The fund pays for nothing that saves money; what is saved is the body's own."""
    _, low = rung("observe-x", ProjectType.OBSERVE, 3_000_000)
    joining, high = rung("participate-x", ProjectType.PARTICIPATE, 1_000_000, held="observe")
    fund = Purse("levy", "nsb", ((2027, 4.0),), types=(ProjectType.PARTICIPATE,))
    asked = stated([joining], [low, high], [capacity(2027, 0)], [fund])
    items, _ = solve(asked)
    assert [item.project.id for item in items] == ["participate-x"] == [item.project.id for item in greedy(asked)]
    assert lacking(asked, items, used(asked, items)) == {}
    assert [row.drawn for row in fund_years(asked, items, used(asked, items))] == [0]


def test_what_one_rung_saves_takes_nothing_from_what_a_fund_pays_for_another():
    """Joining x saves 2 millions, y costs 5 and is paid by the levy: what is saved pays the home-grown standard."""
    _, low = rung("observe-x", ProjectType.OBSERVE, 7_000_000)
    cheaper, high = rung("participate-x", ProjectType.PARTICIPATE, 5_000_000, held="observe")
    dear, _ = rung("participate-y", ProjectType.PARTICIPATE, 0, committee="y")
    develop = Project("develop-1", DEVELOP, "", "d", ("b",), 1)
    efforts = [low, high, effort(DEVELOP, 2_000_000)]
    fund = Purse("levy", "nsb", ((2027, 5.0),), types=(ProjectType.PARTICIPATE,))
    asked = stated([cheaper, dear, develop], efforts, [capacity(2027, 0)], [fund])
    items, _ = solve(asked)
    assert {item.project.id for item in items} == {"participate-x", "participate-y", "develop-1"}
    assert lacking(asked, items, used(asked, items)) == {}
    [row] = fund_years(asked, items, used(asked, items))
    assert row.drawn == 5_000_000, "7 millions cost, 2 saved"
