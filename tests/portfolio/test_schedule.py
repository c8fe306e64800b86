"""The plan by months: an example by hand, what must always hold, running items, and what cannot be kept."""

import datetime as dt
import itertools
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss import build as spine
from opennss.language import Text
from opennss.model.codes import Id, Stage
from opennss.model.country import ObligationSettings
from opennss.model.plans import Plan, Planned, PortfolioProblem
from opennss.model.programme import (
    Ballot,
    BallotKind,
    ProcedureStage,
    Vote,
    WorkState,
    WorkStatus,
)
from opennss.model.projects import Capacity, Effort, Measure, MeasureKind, Project, ProjectType
from opennss.model.references import CommitteeCode, Reference
from opennss.model.schedule import DeadlineKind, Form, NoteKind
from opennss.model.standards import Deliverable
from opennss.portfolio.effort import loads, present
from opennss.portfolio.schedule import schedule
from opennss.portfolio.schedule.months import cover, shared_out
from opennss.portfolio.schedule.procedure import default

ADOPT, REVISE, JOIN = ProjectType.ADOPT, ProjectType.REVISE, ProjectType.PARTICIPATE
NSB, MINISTRY = Id("nsb"), Id("ministry")
NO_PROBLEM = PortfolioProblem((), (), {}, {}, (), {})
"""Only what changed since an approval asks for the problem, and nothing was approved here."""

RANKS = SimpleNamespace(joint_list=lambda: [SimpleNamespace(area="a", joint=1), SimpleNamespace(area="b", joint=2)])


def effort(type_, days, spread="100", body=NSB):
    return Effort(type=type_, body=body, task=Id("work"), days=Decimal(days), cost=Decimal(0), spread=spread)


def capacity(days, year, body=NSB):
    return Capacity(
        body=body, name=Text(), year=year, fte=Decimal(days), productive_days=Decimal(1), share=Decimal(1),
        absence=Decimal(0), day_rate=Decimal(1), budget=Decimal(10**9),
    )  # fmt: skip


def stage(code, days, share, type_=ADOPT, comments=False):
    return ProcedureStage(
        type=type_, stage=Stage(code), name=Text.of(en=code), days=days, share=share, comments=comments
    )


def item(name, start, type_=ADOPT, area="a", tier=1, requires=(), **more):
    return Planned(Project(name, type_, more.pop("committee", ""), "", (area,), tier, tuple(requires), **more), start)


def world(items, efforts, capacities, procedure=(), years=(2027, 2028), as_of=dt.date(2026, 11, 22), **more):
    """Return a plan and as much of a workspace as the schedule reads."""
    measures = more.get("measures", ())
    own = loads(items, efforts, capacities, measures, more.get("standing", ()))
    known = Plan(tuple(items), (), own, (), ())
    workspace = SimpleNamespace(
        settings=SimpleNamespace(
            years=years, as_of=as_of, utilization=more.get("utilization", 1.0), obligations=ObligationSettings(),
        ),
        method=SimpleNamespace(efforts=tuple(efforts), capacities=tuple(capacities), procedure=tuple(procedure)),
        evidence=SimpleNamespace(work=more.get("work", ()), ballots=more.get("ballots", ()), areas=()),
        choices=SimpleNamespace(measures=tuple(measures), programme=()),
    )  # fmt: skip
    return known, workspace


def made(items, efforts, capacities, procedure=(), **more):
    known, workspace = world(items, efforts, capacities, procedure, **more)
    return schedule(known, workspace, RANKS, more.get("deliverables", {}), more.get("standing", ()), NO_PROBLEM)


def by_id(found):
    return {one.project.id: one for one in found.items}


def days_of(found, body=NSB):
    return {(x.year, x.month): float(x.days) for x in found.loads if x.body == body and x.days}


BY_HAND = [stage("20.20", 59, 60), stage("40.20", 61, 0, comments=True), stage("60.60", 31, 40)]
"""January and February, March and April, May: 12, 0 and 8 of 20 days."""

TWO_YEARS = [capacity(120, 2027), capacity(120, 2028)]


def test_an_example_by_hand():
    """Ten days a month: the second adoption waits until March, the participation for the end of the first."""
    items = [
        item("second", 2027, area="b"), item("first", 2027), item("join", 2028, JOIN, requires=["first"]),
    ]  # fmt: skip
    found = made(items, [effort(ADOPT, 20), effort(JOIN, 12, "yearly")], TWO_YEARS, BY_HAND)
    own = by_id(found)
    assert [(s.code, s.begin, s.end) for s in own["first"].stages] == [
        ("20.20", dt.date(2027, 1, 1), dt.date(2027, 2, 28)),
        ("40.20", dt.date(2027, 3, 1), dt.date(2027, 4, 30)),
        ("60.60", dt.date(2027, 5, 1), dt.date(2027, 5, 31)),
    ]
    assert (own["second"].begin, own["second"].end) == (dt.date(2027, 3, 1), dt.date(2027, 7, 29))
    assert (own["join"].begin, own["join"].end, own["join"].form) == (
        dt.date(2028, 1, 1), dt.date(2028, 12, 31), Form.STANDING,
    )  # fmt: skip
    assert [own[name].slack for name in ("first", "second", "join")] == [7, 5, None]
    days = days_of(found)
    assert [days[2027, month] for month in (1, 2, 5)] == [6, 6, 8]
    assert days[2027, 3] == pytest.approx(12 / (1 + 28 / 30), abs=1e-4)
    assert sum(x.days for x in found.loads if x.year == 2027) == 40
    assert [x.days for x in found.loads if x.year == 2028] == [1] * 12
    assert not any(x.over for x in found.loads)
    assert [(c.group, c.items, c.days) for c in found.chains] == [("a", ("first", "join"), 151)]
    assert found.notes == found.deadlines == found.changes == ()


def test_a_month_that_cannot_be_relieved_is_marked_and_not_hidden():
    found = made([item("one", 2027)], [effort(ADOPT, 60)], [capacity(48, 2027)], [stage("20.20", 365, 100)])
    assert [(x.days, x.capacity) for x in found.loads if x.over] == [(5, 4)] * 12
    assert by_id(found)["one"].critical
    found = made([item("one", 2027)], [effort(ADOPT, 60)], [capacity(48, 2027)], [stage("20.20", 59, 100)])
    assert [x.month for x in found.loads if x.over] == [1, 2]


def test_the_share_that_a_plan_may_use_is_left_only_where_no_month_has_it():
    rows = [stage("20.20", 31, 100)]
    found = made([item(n, 2027) for n in "ab"], [effort(ADOPT, 5)], [capacity(120, 2027)], rows, utilization=0.5)
    assert [one.begin.month for one in found.items] == [1, 2]
    found = made([item(n, 2027) for n in "ab"], [effort(ADOPT, 6)], [capacity(120, 2027)], rows, utilization=0.5)
    assert [one.begin.month for one in found.items] == [1, 2]
    assert not any(x.over for x in found.loads)


def test_a_stage_ready_for_months_is_moved_up_to_the_next():
    rows = [stage("10.99", 31, 0), stage("20.20", 31, 100)]
    items = [item("a", 2027, tier=0), item("b", 2027)]
    found = made(items, [effort(ADOPT, 10)], [capacity(120, 2027)], rows)
    first, second = by_id(found)["a"].stages, by_id(found)["b"].stages
    assert (first[1].begin, second[1].begin) == (dt.date(2027, 2, 1), dt.date(2027, 4, 1))
    assert second[0].end == dt.date(2027, 3, 31)


def test_a_month_that_is_over_is_relieved_by_laying_a_job_out_again():
    """One job after the other leaves months over here; that the jobs in them are laid out again relieves them."""
    rows = [stage("20.20", 151, 50), stage("60.60", 61, 50), stage("20.20", 304, 100, REVISE)]
    items = [item("a", 2027, REVISE, tier=0), item("b", 2027), item("c", 2027, REVISE, tier=2)]
    found = made(items, [effort(ADOPT, 40), effort(REVISE, 30)], [capacity(120, 2027)], rows)
    assert not any(x.over for x in found.loads)
    assert sum(x.days for x in found.loads) == 100


def test_work_of_two_years_stays_in_its_years():
    rows = [stage("20.20", 60, 50), stage("40.20", 60, 10), stage("60.60", 30, 40)]
    found = made([item("a", 2027)], [effort(ADOPT, 100, "60;40")], TWO_YEARS, rows)
    (own,) = found.items
    assert [span.begin.year for span in own.stages] == [2027, 2027, 2028]
    assert sum(x.days for x in found.loads if x.year == 2027) == 60
    assert own.last == 2028
    straddling = [stage("20.20", 60, 80), stage("60.60", 30, 20)]
    (own,) = made([item("a", 2027)], [effort(ADOPT, 100, "60;40")], TWO_YEARS, straddling).items
    assert own.stages[0].end == dt.date(2028, 1, 31)


def test_bodies_with_other_spreads_keep_the_days_of_each_year():
    rows = [stage("20.20", 100, 60), stage("60.60", 100, 40)]
    efforts = [effort(ADOPT, 10, "60;40"), effort(ADOPT, 7, "100", MINISTRY)]
    capacities = [*TWO_YEARS, capacity(50, 2027, MINISTRY), capacity(50, 2028, MINISTRY)]
    found = made([item("a", 2027)], efforts, capacities, rows)
    assert sum(days_of(found, MINISTRY).values()) == pytest.approx(7)
    assert {year for year, _ in days_of(found, MINISTRY)} == {2027}


def test_without_a_procedure_the_default_fills_the_years_and_slack_is_not_known():
    found = made([item("a", 2027)], [effort(ADOPT, 10)], TWO_YEARS)
    (own,) = found.items
    assert (own.begin, own.end, own.default, own.slack) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31), True, None)
    assert [span.code for span in own.stages] == ["10.99", "20.20", "40.20", "40.60", "50.20", "60.60"]
    assert sum(step.days for step in default(ADOPT, 366)) == 366
    assert sum(step.share for step in default(ADOPT, 366)) == 100
    assert default(ProjectType.MEASURE, 365) == ()


def test_measures_lie_over_their_years():
    row = Measure(
        id=Id("law"), objective=Id("o"), kind=MeasureKind.LAW, name=Text(), lead=Id("x"), body=NSB, start=2027,
        end=2028, days=Decimal(24), cost=Decimal(0), spread="50;50", rank="1",
    )  # fmt: skip
    law = item("measure-law", 2027, ProjectType.MEASURE, measure="law", objective="o")
    found = made([law], [], TWO_YEARS, measures=[row])
    (own,) = found.items
    assert (own.form, own.begin, own.end) == (Form.WHOLE, dt.date(2027, 1, 1), dt.date(2028, 12, 31))
    assert set(days_of(found).values()) == {1.0}


def test_february_29_and_the_end_of_a_year():
    rows = [stage("20.20", 29, 100)]
    capacities = [capacity(12, year) for year in (2027, 2028)]
    found = made([item("a", 2028), item("b", 2028)], [effort(ADOPT, 1)], capacities, rows)
    assert [(one.begin, one.end) for one in found.items] == [
        (dt.date(2028, 1, 1), dt.date(2028, 1, 29)), (dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
    ]  # fmt: skip
    assert cover(dt.date(2027, 12, 31), dt.date(2028, 1, 1)) == {
        24335: pytest.approx(1 / 31),
        24336: pytest.approx(1 / 31),
    }
    whole = made([item("a", 2028)], [effort(ADOPT, 1)], capacities, [stage("20.20", 366, 100)])
    assert (whole.items[0].end, whole.items[0].slack, whole.notes) == (dt.date(2028, 12, 31), 0, ())


def seats(number, days, body=NSB):
    return present({"participate": number}, [effort(JOIN, days, "yearly", body)])


def test_the_present_seats_stand_in_every_month_and_leave_the_rest():
    """Of ten days a month the seats take six: two adoptions of three days each no longer lie in one month."""
    rows, efforts = [stage("20.20", 28, 100)], [effort(ADOPT, 3)]
    items = [item(name, 2027) for name in "ab"]
    free = made(items, efforts, TWO_YEARS, rows)
    assert [one.begin.month for one in free.items] == [1, 1]
    found = made(items, efforts, TWO_YEARS, rows, standing=seats(3, 24))
    assert [one.begin.month for one in found.items] == [1, 2]
    assert [x.days for x in found.loads if x.year == 2027] == [9, 9, *[6] * 10]
    assert not any(x.over for x in found.loads)
    full = made(items, efforts, TWO_YEARS, rows, standing=seats(5, 25))
    assert all(x.over for x in full.loads)


def test_the_months_of_a_folder_that_counts_its_seats_add_up_to_its_plan(small):
    path = small / "nss.toml"
    text = path.read_text(encoding="utf-8").replace("[plan]", '[plan]\nmemberships = "counted"')
    path.write_text(text, encoding="utf-8", newline="\n")
    strategy = spine.build(*spine.read(small))
    for load in strategy.plan.loads:
        own = [x.days for x in strategy.schedule.loads if (x.body, x.year) == (load.body, load.year)]
        assert sum(own) == load.days
        assert min(own) >= Decimal("1.66"), "one P-membership of 20 days a year"


def test_what_did_not_begin_begins_no_earlier_than_the_month_of_the_data():
    as_of = dt.date(2028, 6, 15)
    items = [item("late", 2027), item("join", 2027, JOIN), item("next", 2028), item("after", 2027, requires=["late"])]
    efforts = [effort(ADOPT, 20), effort(JOIN, 12, "yearly")]
    found = made(items, efforts, TWO_YEARS, BY_HAND, as_of=as_of)
    own = by_id(found)
    assert own["late"].begin == own["join"].begin == own["next"].begin == dt.date(2028, 6, 1)
    assert {(note.kind, note.item) for note in found.notes} == {
        (NoteKind.PAST, "late"), (NoteKind.LATE, "late"), (NoteKind.PAST, "join"), (NoteKind.PAST, "after"),
        (NoteKind.BEYOND, "after"),
    }  # fmt: skip
    (usual,) = made([item("late", 2027)], efforts, TWO_YEARS, as_of=as_of).items
    assert (usual.begin, usual.end) == (dt.date(2028, 6, 1), dt.date(2029, 5, 31)), "it takes its whole year"
    waits = [item("a", 2027), item("b", 2028, requires=["a"])]
    pushed = made(waits, efforts, [capacity(120, y) for y in (2027, 2028, 2029)], [stage("20.20", 800, 100)],
                  years=(2027, 2028, 2029), as_of=dt.date(2028, 1, 5))  # fmt: skip
    assert [note.kind for note in pushed.notes if note.item == "b"] == [NoteKind.PUSHED, NoteKind.BEYOND]


def test_what_stages_cannot_keep_of_the_yearly_plan_is_said():
    rows = [stage("20.20", 400, 100)]
    items = [item("a", 2027), item("b", 2028, requires=["a"]), item("c", 2028)]
    found = made(items, [effort(ADOPT, 1)], TWO_YEARS, rows)
    own = by_id(found)
    assert own["b"].begin == own["a"].end + dt.timedelta(days=1)
    assert own["b"].begin.year == 2028
    assert {(note.kind, note.item) for note in found.notes} == {
        (NoteKind.LATE, "a"), (NoteKind.BEYOND, "b"), (NoteKind.BEYOND, "c"),
    }  # fmt: skip
    assert own["a"].slack is not None
    assert own["a"].slack < 0
    assert own["a"].critical
    assert sum(x.days for x in found.loads if x.year == 2027) == 1
    later = made(
        [item("a", 2027), item("b", 2028, requires=["a"])], [effort(ADOPT, 1)], TWO_YEARS, [stage("20.20", 800, 100)]
    )
    assert [note.kind for note in later.notes if note.item == "b"] == [NoteKind.PUSHED, NoteKind.BEYOND]
    assert sum(x.days for x in later.loads if x.year == 2028) == 1


def state(name, status=WorkStatus.RUNNING, code="40.20", since=dt.date(2027, 2, 10), **more):
    return WorkState(
        item=Id(name), status=status, stage=Stage(code) if code else None, since=since, spent=None, cost=None, **more
    )


def test_a_running_item_goes_on_from_the_stage_it_has_reached():
    as_of = dt.date(2027, 3, 15)
    found = made([item("a", 2027)], [effort(ADOPT, 20)], TWO_YEARS, BY_HAND, as_of=as_of, work=[state("a")])
    (own,) = found.items
    assert [(s.code, s.begin, s.end) for s in own.stages] == [
        ("40.20", dt.date(2027, 2, 10), dt.date(2027, 4, 11)),
        ("60.60", dt.date(2027, 4, 12), dt.date(2027, 5, 12)),
    ]
    assert own.running
    assert sum(days_of(found).values()) == pytest.approx(20)
    until = state("a", comments_from=dt.date(2027, 2, 10), comments_until=dt.date(2027, 5, 31))
    (own,) = made([item("a", 2027)], [effort(ADOPT, 20)], TWO_YEARS, BY_HAND, as_of=as_of, work=[until]).items
    assert own.stages[1].begin == dt.date(2027, 6, 1)
    unknown = state("a", code="", since=None)
    (own,) = made([item("a", 2027)], [effort(ADOPT, 20)], TWO_YEARS, BY_HAND, as_of=as_of, work=[unknown]).items
    assert (own.begin, len(own.stages)) == (as_of, 3)


def test_a_plan_made_within_its_first_year_begins_in_the_month_of_its_data():
    found = made([item("a", 2027)], [effort(ADOPT, 20)], TWO_YEARS, BY_HAND, as_of=dt.date(2027, 6, 20))
    assert found.items[0].begin == dt.date(2027, 6, 1)
    assert found.notes == ()


def test_votes_and_drafts_are_deadlines():
    def ballot(name, due, vote):
        return Ballot(
            id=Id(name), committee=CommitteeCode("ISO/TC 34"), kind=BallotKind.DIS, opens=None, due=due, vote=vote
        )

    draft = Deliverable(
        reference=Reference("ISO/DIS 1"), title=Text(), stage=Stage("40.20"), committee=None, source="x",
        stage_date=dt.date(2026, 11, 1),
    )  # fmt: skip
    join = item("join", 2027, JOIN, committee="ISO/TC 34", drafts=("ISO/DIS 1", "ISO/CD 2"))
    found = made(
        [join], [effort(JOIN, 5, "yearly")], TWO_YEARS, deliverables={"ISO/DIS 1": draft},
        ballots=[
            ballot("open", dt.date(2026, 12, 3), Vote.OPEN), ballot("cast", dt.date(2026, 12, 3), Vote.ABSTAIN),
            ballot("past", dt.date(2026, 1, 3), Vote.OPEN), ballot("asked", dt.date(2026, 11, 22), Vote.UNKNOWN),
        ],
    )  # fmt: skip
    assert [(x.id, x.kind, x.day) for x in found.deadlines] == [
        ("ballot-asked", DeadlineKind.BALLOT, dt.date(2026, 11, 22)),
        ("ballot-open", DeadlineKind.BALLOT, dt.date(2026, 12, 3)),
        ("join-draft-1", DeadlineKind.DRAFT, dt.date(2027, 1, 24)),
    ]
    assert found.deadlines[1].remind == ObligationSettings().remind
    assert found.deadlines[2].item == "join"


def test_nothing_planned_is_an_empty_schedule():
    found = made([], [], TWO_YEARS)
    assert found.items == found.chains == ()
    assert found.longest is None
    assert all(x.days == 0 for x in found.loads)


# What must always hold

SPREADS = ("100", "60;40", "yearly")
TYPES = {"100": ADOPT, "60;40": REVISE, "yearly": JOIN}


@st.composite
def plans(draw):
    """Plans that keep the yearly rule: what waits begins in a year after that in which the other ends."""
    years = (2027, 2028, 2029, 2030)
    items, ends = [], {}
    for number in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(SPREADS))
        span = 2 if kind == "60;40" else 1
        before = [name for name in sorted(ends) if ends[name] + span <= years[-1] and draw(st.booleans())]
        first = max([years[0], *(ends[name] + 1 for name in before)])
        start = draw(st.integers(first, years[-1] - span + 1))
        name = f"i{number}"
        items.append(
            item(name, start, TYPES[kind], draw(st.sampled_from("abc")), draw(st.sampled_from([0, 1, 3, None])), before)
        )
        ends[name] = start if kind == "yearly" else start + span - 1
    efforts = [
        effort(TYPES[kind], draw(st.decimals(0, 40, places=draw(st.integers(0, 3)))), kind, body)
        for kind, body in itertools.product(SPREADS, (NSB, MINISTRY))
    ]
    capacities = [capacity(draw(st.integers(1, 200)), year, body) for year in years for body in (NSB, MINISTRY)]
    procedure = []
    for type_ in (ADOPT, REVISE):
        cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=2, max_size=2)))
        for code, share in zip(("20.20", "40.20", "60.60"), (cuts[0], cuts[1] - cuts[0], 100 - cuts[1]), strict=True):
            procedure.append(stage(code, draw(st.integers(1, 100)), share, type_))
    standing = seats(draw(st.integers(0, 3)), draw(st.decimals(0, 90, places=3)))
    return items, efforts, capacities, procedure if draw(st.booleans()) else procedure[:3], years, standing


@settings(max_examples=40)
@given(plans(), st.randoms(use_true_random=False))
def test_days_order_and_years_always_hold(case, random):
    items, efforts, capacities, procedure, years, standing = case
    known, workspace = world(items, efforts, capacities, procedure, years=years, standing=standing)
    found = schedule(known, workspace, RANKS, {}, standing, NO_PROBLEM)
    for load in known.loads:
        own = [x for x in found.loads if (x.body, x.year) == (load.body, load.year)]
        assert sum(x.days for x in own) == load.days
        assert sum(x.capacity for x in own) == load.capacity
        assert all(x.days >= 0 for x in own)
    own, stated = by_id(found), {(row.type, row.stage): row.days for row in procedure}
    assert len(own) == len(items)
    for planned in items:
        one = own[planned.project.id]
        assert one.begin.year == planned.start
        assert one.end.year <= one.last <= years[-1]
        for before, after in itertools.pairwise(one.stages):
            assert before.end < after.begin
        if not one.default:
            for span in one.stages:
                assert (span.end - span.begin).days + 1 >= stated.get((planned.project.type, span.code), 1)
        for name in planned.project.requires:
            assert own[name].form is Form.STANDING or own[name].end < one.begin
    assert found.notes == ()
    shuffled = [random.sample(rows, len(rows)) for rows in (items, efforts, capacities, procedure)]
    again, workspace = world(*shuffled, years=years, standing=standing)
    assert repr(schedule(again, workspace, RANKS, {}, standing, NO_PROBLEM)) == repr(found)


@given(st.decimals(0, 1000, places=3), st.lists(st.fractions(0, 5), min_size=1, max_size=12))
def test_sharing_out_loses_nothing(total, weights):
    parts = shared_out(total, weights)
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)
    if any(weights):
        assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if not weight)
