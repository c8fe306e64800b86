"""Experts' time: asked by what is planned, offered by who is nominated, divided among committees, counted once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.plans import ExpertTimes, Planned
from opennss.model.programme import ExpertTime
from opennss.model.projects import Effort, Project, ProjectType
from opennss.model.references import CommitteeCode
from opennss.model.stakeholders import Expert, ExpertRole, MirrorCommittee, MirrorStatus
from opennss.portfolio.experts import expert_times

YEARS = (2027, 2028, 2029)
FOOD, CARS, WATER = (CommitteeCode(f"ISO/TC {number}") for number in (34, 22, 147))
HOME = Id("home")


def time(type_: str, days: str, spread: str = "100") -> ExpertTime:
    return ExpertTime(type=ProjectType(type_), days=Decimal(days), spread=spread)


def item(type_: str, start: int = 2027, committee: str = "", measure: str = "") -> Planned:
    name = f"{type_}-{committee}-{start}{measure}"
    return Planned(Project(name, ProjectType(type_), committee, "", ("a",), 1, measure=measure), start)


def expert(name: str, days: str | None, *follows: CommitteeCode, until: dt.date | None = None, of: Id = HOME) -> Expert:
    stated = None if days is None else Decimal(days)
    return Expert(id=Id(name), committee=of, follows=follows, role=ExpertRole.MEMBER, until=until, days=stated)


def national(name: Id = HOME, status: str = "live") -> MirrorCommittee:
    return MirrorCommittee(id=name, name=Text(), status=MirrorStatus(status))


TIMES = (time("adopt", "4"), time("develop", "40", "60;40"), time("participate", "20", "yearly"))


def effort(type_: str, spread: str) -> Effort:
    return Effort(
        type=ProjectType(type_), body=Id("nsb"), task=Id("t"), days=Decimal(1), cost=Decimal(0), spread=spread
    )


EFFORTS = (effort("adopt", "100"), effort("revise", "50;50"), effort("lead", "yearly"), effort("participate", "yearly"))


def found(items: list[Planned], *experts: Expert, committees: tuple[MirrorCommittee, ...] = (national(),)):
    result = expert_times(items, TIMES, experts, committees, YEARS, EFFORTS)
    assert result is not None
    return result


def asked(result: ExpertTimes) -> list[Fraction | None]:
    return [row.asked for row in result.years]


def offered(result: ExpertTimes, committee: str = "") -> list[Fraction | None]:
    return [row.offered for row in (result.committees[committee] if committee else result.years)]


def test_days_are_asked_by_type_and_by_share_of_the_work_in_the_year() -> None:
    result = found([item("adopt"), item("develop", 2028), item("participate", 2028, FOOD)])
    assert asked(result) == [4, 24 + 20, 16 + 20]
    assert result.years[0].working == ("adopt--2027",)
    assert [(row.year, row.asked) for row in result.committees[FOOD]] == [(2028, 20), (2029, 20)]


def test_work_that_began_before_the_plan_asks_for_what_is_left() -> None:
    assert asked(found([item("develop", 2026)])) == [16, 0, 0]


def test_without_figures_nothing_is_known_and_without_items_nothing_is_asked() -> None:
    assert expert_times([item("adopt")], (), (), (), YEARS, ()) is None
    assert asked(found([])) == [0, 0, 0]


def test_a_type_without_a_figure_is_named_and_never_zero() -> None:
    result = found([item("adopt"), item("revise", 2028), item("revise", 2029)])
    assert [row.lacking for row in result.years] == [(), (ProjectType.REVISE,), (ProjectType.REVISE,)]
    assert result.lacking == (ProjectType.REVISE,)
    assert asked(result) == [4, None, None]
    assert asked(found([item("revise")])) == [None, None, 0]
    mixed = found([item("revise"), item("participate", 2027, FOOD)])
    assert [(row.asked, row.lacking) for row in mixed.years] == [
        (20, (ProjectType.REVISE,)), (20, (ProjectType.REVISE,)), (20, ()),
    ]  # fmt: skip
    unknown = found([item("lead", 2027, FOOD)], expert("a", "5", FOOD)).committees[FOOD][0]
    assert (unknown.asked, unknown.short) == (None, False)


def test_finished_work_leaves_nothing_unknown_and_what_has_no_known_end_stays() -> None:
    assert asked(found([item("revise", 2026)])) == [None, 0, 0]
    assert asked(found([item("lead", 2026, FOOD)])) == [None, None, None], "a standing rung goes on"
    assert asked(found([item("confirm", 2026)])) == [None, None, None], "no effort is known either"
    held = [item("adopt"), item("revise")]
    assert [row.asked for row in found(held).years] == [4, None, 0], "an adoption that is done asks for nothing known"


def test_policy_measures_are_left_out() -> None:
    result = found([item("measure", measure="m1")])
    assert (asked(result), result.lacking) == ([0, 0, 0], ())


def test_an_expert_counts_for_a_year_to_whose_end_the_nomination_lasts() -> None:
    ends = [dt.date(2027, 12, 31), dt.date(2028, 12, 30), None]
    result = found([], *(expert(f"x{number}", "10", until=end) for number, end in enumerate(ends)))
    assert offered(result) == [30, 10, 10]
    assert [row.experts for row in result.years] == [("x0", "x1", "x2"), ("x2",), ("x2",)]


def test_experts_of_a_national_committee_that_does_not_work_do_not_count() -> None:
    committees = tuple(national(Id(status), status) for status in ("live", "dormant", "planned"))
    people = [expert(row.id, "10", of=row.id) for row in committees]
    assert offered(found([], *people, committees=committees)) == [10, 10, 10]


def test_where_nobody_knows_whether_the_committee_works_the_time_of_its_experts_is_not_known() -> None:
    committees = (national(), national(Id("asked"), "?"))
    people = [expert("a", "10", FOOD), expert("b", "10", FOOD, of=Id("asked"))]
    result = found([item("participate", 2027, FOOD)], *people, committees=committees)
    for row in (result.years[0], result.committees[FOOD][0]):
        assert (row.offered, row.experts, row.unstated) == (10, ("a", "b"), ("b",))
    alone = found([], people[1], committees=committees)
    assert offered(alone) == [None, None, None]


def test_who_states_no_days_is_counted_and_offers_nothing_known() -> None:
    result = found([item("participate", 2027, FOOD)], expert("a", None, FOOD))
    assert offered(result) == [None, None, None]
    assert result.years[0].unstated == ("a",)
    assert result.short == (FOOD,)
    more = found([], expert("a", None), expert("b", "0"))
    assert offered(more) == [0, 0, 0]
    assert more.years[0].unstated == ("a",)


def test_days_are_divided_among_the_committees_with_work_in_that_year() -> None:
    items = [item("participate", 2027, FOOD), item("participate", 2028, CARS)]
    result = found(items, expert("a", "30", FOOD, CARS, WATER), expert("b", "7", WATER))
    assert offered(result) == [37, 37, 37]
    assert offered(result, FOOD) == [30, 15, 15]
    assert offered(result, CARS) == [15, 15]
    assert list(result.committees) == [CARS, FOOD]
    assert result.short == (CARS, FOOD)
    assert [row.short for row in result.committees[FOOD]] == [False, True, True]


def test_other_work_in_a_committee_is_none_of_its_rung() -> None:
    items = [item("adopt", 2027, FOOD), item("participate", 2027, FOOD)]
    result = found(items, expert("a", "20", FOOD))
    assert asked(result)[0] == 24
    assert result.committees[FOOD][0].asked == 20
    assert result.short == ()


codes = st.lists(st.sampled_from((FOOD, CARS, WATER)), unique=True)
days = st.none() | st.decimals(0, 366, places=2)
ends = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2031, 1, 1))
people = st.lists(st.tuples(days, codes, ends), max_size=5).map(
    lambda drawn: [
        expert(f"x{place}", None if own is None else str(own), *follows, until=until)
        for place, (own, follows, until) in enumerate(drawn)
    ]
)
plans = st.lists(
    st.tuples(st.sampled_from((FOOD, CARS, WATER)), st.sampled_from((2026, *YEARS))), unique_by=lambda pair: pair[0]
).map(lambda drawn: [item("participate", start, committee) for committee, start in drawn])


@given(plans, people)
def test_nobody_gives_more_than_was_stated_and_no_order_matters(items: list[Planned], experts: list[Expert]) -> None:
    result = found(items, *experts)
    for own in experts:
        alone = found(items, own)
        for year in YEARS:
            parts = [row.offered for rows in alone.committees.values() for row in rows if row.year == year]
            assert sum(part or 0 for part in parts) <= Fraction(own.days or 0)
    for row in result.years:
        rows = [other for own in result.committees.values() for other in own if other.year == row.year]
        assert sum(other.offered or 0 for other in rows) <= (row.offered or 0)
        assert sum(other.asked or 0 for other in rows) == row.asked
    turned = expert_times(items[::-1], TIMES[::-1], experts[::-1], (national(),), YEARS, EFFORTS[::-1])
    assert turned is not None
    assert (asked(turned), offered(turned)) == (asked(result), offered(result))
    assert turned.short == result.short
