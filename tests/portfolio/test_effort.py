"""Person-days and money: the formula of method, section 8, with its worked numbers (T7)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from opennss.errors import CodeError, MissingData
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.plans import Load, Planned
from opennss.model.programme import Skill
from opennss.model.projects import Capacity, Effort, Measure, MeasureKind, Project, ProjectType, rows_for
from opennss.model.standards import Method
from opennss.portfolio.effort import duration, loads, need, shares, task_loads, whole, works

NSB = Id("nsb")
DAYS = {ProjectType.ADOPT: 5, ProjectType.PARTICIPATE: 20, ProjectType.REVISE: 60}


def effort(type_, days, spread="100", cost=0, body=NSB, task="work"):
    return Effort(type=type_, body=body, task=Id(task), days=Decimal(days), cost=Decimal(cost), spread=spread)


def capacity(fte, year=2027, rate="2", budget=0):
    return Capacity(
        body=NSB, name=Text(), year=year, fte=Decimal(fte), productive_days=Decimal(220), share=Decimal("0.8"),
        absence=Decimal("0.05"), day_rate=Decimal(rate), budget=Decimal(budget),
    )  # fmt: skip


def skill(task="translate"):
    return Skill(body=NSB, task=Id(task), year=2027, fte=Decimal(1))


def planned(type_, number, start=2027):
    return [Planned(Project(f"{type_}-{i}", type_, "", "", ("a",), 1), start) for i in range(number)]


T7 = [
    *planned(ProjectType.ADOPT, 10),
    *planned(ProjectType.PARTICIPATE, 4),
    *planned(ProjectType.REVISE, 1),
]


@pytest.mark.parametrize(
    ("fte", "days", "utilization", "verdict"),
    [("1.0", "167.2", "1.136", "block"), ("1.3", "217.36", "0.874", "warn"), ("1.5", "250.8", "0.758", "ok")],
)
def test_t7_utilization(fte, days, utilization, verdict):
    (load,) = loads(T7, [effort(type_, number) for type_, number in DAYS.items()], [capacity(fte)])
    assert load.days == 190
    assert load.capacity == Decimal(days)
    assert load.utilization is not None
    assert round(load.utilization, 3) == Decimal(utilization)
    told = "block" if load.utilization > 1 else "warn" if load.utilization > Decimal("0.85") else "ok"
    assert told == verdict


def test_cost_is_days_times_rate_plus_direct_cost():
    (load,) = loads(planned(ProjectType.ADOPT, 3), [effort(ProjectType.ADOPT, 5, cost=7)], [capacity("1")])
    assert load.cost == 3 * (5 * 2 + 7)


def test_without_capacity_there_is_no_utilization():
    assert Load(NSB, 2027, Decimal(1), Decimal(0), Decimal(0), Decimal(0)).utilization is None


def test_the_work_is_spread_over_years_and_a_standing_load_goes_on():
    efforts = [effort(ProjectType.REVISE, 10, "60;40"), effort(ProjectType.PARTICIPATE, 4, "yearly")]
    items = [*planned(ProjectType.REVISE, 1), *planned(ProjectType.PARTICIPATE, 1, 2028)]
    found = loads(items, efforts, [capacity("1", year) for year in (2026, 2027, 2028, 2029)])
    assert [load.days for load in found] == [0, 6, 8, 4]


def test_bodies_have_their_own_days():
    efforts = [effort(ProjectType.ADOPT, 5), effort(ProjectType.ADOPT, 3, body=Id("ministry"), task="appraise")]
    rates = {"nsb": Decimal(2), "ministry": Decimal(1)}
    assert need("adopt", 2027, 2027, works(efforts), rates) == {"nsb": (5, 10), "ministry": (3, 3)}
    assert need("adopt", 2027, 2028, works(efforts), rates) == {"nsb": (0, 0), "ministry": (0, 0)}
    (load,) = loads(planned(ProjectType.ADOPT, 1), efforts, [capacity("1")])
    assert load.days == 5, "a ministry's days never fill the body's gap"


@pytest.mark.parametrize("spread", ["60;50", "a", "", "120;-20", "yearly;100"])
def test_a_bad_spread_is_refused(spread):
    with pytest.raises(CodeError) as raised:
        shares(spread)
    assert raised.value.code == "bad-spread"


def test_duration_is_that_of_the_longest_task():
    efforts = [
        effort(ProjectType.ADOPT, 1),
        effort(ProjectType.ADOPT, 1, "20;30;50"),
        effort(ProjectType.MIRROR, 1, "yearly"),
    ]
    assert duration("adopt", works(efforts)) == 3
    assert duration("mirror-committee", works(efforts)) == 1
    with pytest.raises(MissingData):
        duration("revise", works(efforts))


def test_a_yearly_measure_ends_with_its_last_year():
    law = Measure(
        id=Id("law"), objective=Id("o"), kind=MeasureKind.LAW, name=Text(), lead=NSB, body=NSB, start=2027, end=2028,
        days=Decimal(10), cost=Decimal(5), spread="yearly", rank=Rank.HIGH,
    )  # fmt: skip
    item = Planned(Project("measure-law", ProjectType.MEASURE, "", "", (), 1, objective="o", measure="law"), 2027)
    found = loads([item], [], [capacity("1", year) for year in (2027, 2028, 2029)], [law])
    assert [(load.days, load.cost) for load in found] == [(10, 25), (10, 25), (0, 0)]


def test_the_whole_of_an_item_goes_on_after_the_plan_and_a_standing_load_ends_with_it():
    known = works([effort(ProjectType.REVISE, 10, "60;40", cost=5), effort(ProjectType.PARTICIPATE, 4, "yearly")])
    rates = {(NSB, 2027): Decimal(2), (NSB, 2028): Decimal(3)}
    assert whole("revise", 2027, (2027, 2028), known, rates) == (10, 6 * 2 + 4 * 3 + 5)
    assert whole("revise", 2028, (2027, 2028), known, rates) == (10, 10 * 3 + 5)
    assert whole("participate", 2028, (2027, 2028), known, rates) == (4, 4 * 3)
    assert whole("revise", 2026, (2027, 2028), known, rates) is None
    assert whole("develop", 2027, (2027, 2028), known, rates) is None
    assert whole("revise", 2027, (2027, 2028, 2029), known, rates) is None


def by(method=None, pages=None, days=10, task="translate", type_=ProjectType.ADOPT):
    return replace(effort(type_, days, cost=300, task=task), method=method, pages=pages)


def project(method=None, pages=None):
    return Project("adopt-x", ProjectType.ADOPT, "", "ISO 1:2020", ("a",), 1, method=method, pages=pages)


def test_a_text_of_known_length_takes_days_and_cost_in_proportion_and_another_the_average():
    rows = [by(pages=20), by(days=3, task="edit")]
    for text, days, cost in (
        (project(pages=30), 18, 750),
        (project(pages=1), Decimal("3.5"), 315),
        (project(), 13, 600),
    ):
        (load,) = loads([Planned(text, 2027)], rows, [capacity("1", rate="0")])
        assert (load.days, load.cost) == (days, cost)
    (task,) = task_loads([Planned(project(pages=30), 2027)], rows, [capacity("1")], [skill()])
    assert task.days == 15


def test_a_method_with_rows_of_its_own_takes_these_and_another_those_without_one():
    rows = [by(days=12), by(Method.ENDORSEMENT, days=2, task="edit"), by(Method.ENDORSEMENT, days=1, task="appraise")]
    for method, days in ((Method.ENDORSEMENT, 3), (Method.TRANSLATION, 12), (None, 12)):
        assert loads([Planned(project(method), 2027)], rows, [capacity("1")])[0].days == days
    assert rows_for(rows[1:], ProjectType.ADOPT) == []
    assert [work.key for work in works(rows[1:])] == []


def test_what_differs_in_effort_is_another_work():
    known = {project().work, project(Method.REPRINT).work, project(Method.REPRINT, 9).work, project(None, 9).work}
    assert len(known) == 4
