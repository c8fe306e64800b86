"""The money of bodies for a list: a fund pays for its types alone, and for a later year only where it may."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.handed import HandedRow, Layer
from opennss.model.programme import Fund
from opennss.model.projects import Capacity, Effort, ProjectType
from opennss.portfolio.funds import purses_of
from opennss.portfolio.handed import best as choosing
from opennss.portfolio.handed import money
from opennss.portfolio.handed.best import best_part, ready
from opennss.portfolio.handed.books import books, need_of
from opennss.portfolio.handed.layers import Served
from opennss.portfolio.handed.money import limits, paid
from opennss.portfolio.handed.use import impossible, uses

ADOPT, DEVELOP, REVISE = ProjectType.ADOPT, ProjectType.DEVELOP, ProjectType.REVISE


def capacity(year: int, budget: int) -> Capacity:
    return Capacity(
        body=Id("nsb"), name=Text.of(en="nsb"), year=year, fte=Decimal(1000), productive_days=Decimal(1),
        share=Decimal(1), absence=Decimal(0), day_rate=Decimal(1), budget=Decimal(budget),
    )  # fmt: skip


def effort(type_: ProjectType) -> Effort:
    return Effort(type=type_, body=Id("nsb"), task=Id("work"), days=Decimal(1), cost=Decimal(0), spread="100")


def fund(id_: str, amount: int, types: tuple[ProjectType, ...] = (), carry: bool = False, year: int = 2027) -> Fund:
    return Fund(
        id=Id(id_), name=Text.of(en=id_), body=Id("nsb"), year=year, amount=Decimal(amount), carry_over=carry,
        types=types,
    )  # fmt: skip


def asking(line: int, type_: ProjectType, count: int, year: int = 2027) -> HandedRow:
    """A row of items at 10 each."""
    return HandedRow(line, f"Work {line}", type=type_, count=count, start=year, cost=Decimal(10 * count), body="nsb")


def money_told(
    rows: list[HandedRow], funds: list[Fund], years: tuple[int, ...] = (2027,), budget: int = 20
) -> tuple[list[tuple[Decimal | None, bool]], list[int], list[int]]:
    """What is there in each year and whether it is short; how many items fit; how many of each row are placed."""
    known = books([effort(ADOPT), effort(DEVELOP)], [capacity(year, budget) for year in years], funds, years)
    needs = {row.line: need_of(row, row.start, known) for row in rows}
    found = uses(rows, needs, known, [])
    served = {row.line: Served(Layer.HIGH, "a") for row in rows}
    best, _ = best_part(rows, ready(rows, needs, {}, known), served, known, 1.0)
    year_fits = [year.fit for year in impossible(rows, needs, known, found)]
    return [(use.budget, use.short_of_money) for use in found], year_fits, [row.placed for row in best]


@pytest.mark.parametrize("most", [choosing.MOST_ALIKE, 0])
def test_a_fund_pays_only_for_its_types(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Budget 20 and 30 for adoptions: of 4 + 4 items at 10 each, two home-grown standards can be paid, and 3 others.

    The same with the solver and with the simple rule.
    """
    monkeypatch.setattr(choosing, "MOST_ALIKE", most)
    rows = [asking(2, DEVELOP, 4), asking(3, ADOPT, 4)]
    told, fit, placed = money_told(rows, [fund("levy", 30, (ADOPT,))])
    assert told == [(Decimal(50), True)]
    assert fit == [5]
    assert (placed[0] <= 2, sum(placed)) == (True, 5)
    told, fit, placed = money_told(rows[:1], [fund("levy", 30, (ADOPT,))])
    assert (told, fit, placed) == ([(Decimal(20), True)], [2], [2])
    assert money_told(rows[:1], [fund("levy", 30)])[0] == [(Decimal(40), False)], "a fund without types pays for all"


def test_two_funds_for_one_type_pay_no_more_than_it_costs() -> None:
    rows = [asking(2, ADOPT, 2), asking(3, DEVELOP, 3)]
    funds = [fund(name, 20, (ADOPT,)) for name in ("a", "b")]
    told, fit, placed = money_told(rows, funds)
    assert told == [(Decimal(40), True)]
    assert (fit, placed) == ([4], [2, 2])


def test_money_goes_into_the_next_year_only_where_it_may() -> None:
    rows, years = [asking(2, ADOPT, 4, 2028)], (2027, 2028)
    lapses, carries = (money_told(rows, [fund("levy", 20, carry=carry)], years) for carry in (False, True))
    assert lapses[0] == [(Decimal(20), False), (Decimal(20), True)]
    assert carries[0] == [(Decimal(20), False), (Decimal(40), False)]


@given(
    st.lists(st.tuples(st.sampled_from(("ADOPT", "DEVELOP", "REVISE")), st.integers(0, 6)), max_size=4),
    st.lists(st.tuples(st.sets(st.sampled_from(("ADOPT", "DEVELOP", "REVISE"))), st.integers(0, 6)), max_size=3),
    st.integers(0, 6),
    st.sampled_from((1, money.MOST_GROUPS)),
)
@example([("REVISE", 5)], [({"ADOPT"}, 2), ({"REVISE"}, 6)], 0, 1)
def test_items_within_every_limit_can_be_paid(
    costs: list[tuple[str, int]], funds: list[tuple[set[str], int]], budget: int, most_groups: int
) -> None:
    """The limits say the same as the flow of money; where not all groups of types are counted, they allow no more."""
    place = ("nsb", 2027)
    purses = purses_of(
        fund(f"f{n}", amount, tuple(sorted(ProjectType[name] for name in types)))
        for n, (types, amount) in enumerate(funds)
    )
    spent = {type_: sum(cost for name, cost in costs if name == type_.name) for type_ in ProjectType}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(money, "MOST_GROUPS", most_groups)
        there = limits({place: Decimal(budget)}, purses)
    keeps = all(
        sum(cost for type_, cost in spent.items() if type_ not in types) <= most for (*_, types), most in there.items()
    )
    rows = [HandedRow(n, type=ProjectType[name]) for n, (name, _) in enumerate(costs)]
    told = {n: {place: Decimal(cost)} for n, (_, cost) in enumerate(costs)}
    means = paid(rows, told, {place: Decimal(budget)}, purses, (2027,))
    payable = sum(spent.values()) <= means[place]
    assert keeps == payable or (payable and len({frozenset(types) for types, _ in funds if types}) > most_groups)


def test_many_funds_make_few_limits() -> None:
    """Funds of the same types are one; of too many groups those with the most money are counted."""
    place = ("nsb", 2027)
    alike = purses_of(fund(f"f{n}", 1, (ADOPT,)) for n in range(40))
    assert limits({place: Decimal(5)}, alike) == {(*place, frozenset()): 45, (*place, frozenset({ADOPT})): 5}
    types = list(ProjectType)[: money.MOST_GROUPS + 2]
    apart = purses_of(fund(f"f{n}", n + 1, (type_,)) for n, type_ in enumerate(types))
    found = limits({place: Decimal(5)}, apart)
    assert len(found) == 2**money.MOST_GROUPS
    assert found[*place, frozenset()] == 5 + sum(range(3, len(types) + 1))
    assert found[*place, frozenset(types[2:])] == 5
