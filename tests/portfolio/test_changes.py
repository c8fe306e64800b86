"""What moved, came and went since the approval, and why: one small world for each reason."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from opennss.language import Text
from opennss.model.codes import Id, Stage
from opennss.model.criteria import Decision, DecisionKind, Rank
from opennss.model.plans import DAYS, Bounds, Missing, NotNow, Plan, Planned, Resource
from opennss.model.programme import ApprovedItem, WorkState, WorkStatus
from opennss.model.projects import Capacity, Effort, Measure, MeasureKind, Project, ProjectType
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import (
    Adoption,
    AdoptionStatus,
    Correspondence,
    Deliverable,
    Link,
    Participation,
    Relevance,
    Role,
)
from opennss.portfolio.problem import problem
from opennss.portfolio.schedule.compare import changes

ADOPT, JOIN, OBSERVE = ProjectType.ADOPT, ProjectType.PARTICIPATE, ProjectType.OBSERVE
NSB, YEARS = Id("nsb"), (2027, 2028, 2029)
BEFORE, DAY, AFTER = dt.date(2026, 5, 1), dt.date(2026, 6, 1), dt.date(2026, 7, 1)
EFFORTS = [
    Effort(type=type_, body=NSB, task=Id("work"), days=Decimal(10), cost=Decimal(0), spread=spread)
    for type_, spread in ((ADOPT, "100"), (ProjectType.REVISE, "60;40"), (JOIN, "yearly"))
]
WHY = Text.of(en="Written reason")


def project(name, type_=ADOPT, **more):
    about = {"committee": "", "deliverable": "", "areas": ("a",), "tier": 1} | more
    return Project(name, type_, **about)


def planned(name, start=2028, type_=ADOPT, **more):
    return Planned(project(name, type_, **more), start)


def approved(name, start=2027, end=2027, type_=ADOPT, **more):
    return ApprovedItem(item=Id(name), type=type_, start=start, end=end, approved=DAY, **more)


def state(name, status, **more):
    return WorkState(item=Id(name), status=status, stage=None, since=None, spent=None, cost=None, **more)


def decision(kind, subject="", area=None, day=AFTER):
    return Decision(
        id=Id("d-1"), kind=kind, subject=subject, area=area, value=Rank.HIGH if area else None, reason=WHY,
        approver="Council", date=day, expiry=dt.date(2030, 1, 1),
    )  # fmt: skip


def link(reference="", committee=None, day=BEFORE, area="a"):
    return Link(
        area=Id(area), deliverable=Reference(reference) if reference else None, relevance=Relevance.HIGH, reason=WHY,
        committee=committee and CommitteeCode(committee), reviewer="r1", date=day,
    )  # fmt: skip


def record(reference, stage="60.60", **more):
    more = {"committee": None} | more
    return Deliverable(reference=Reference(reference), title=Text(), stage=Stage(stage), source="s", **more)


def found(items=(), rows=(), not_now=(), days=100, **more):
    """The changes of a small world by item; ``days`` are the person-days of each year."""
    measures = tuple(more.get("measures", ()))
    workspace = SimpleNamespace(
        evidence=SimpleNamespace(
            work=more.get("work", ()), adoptions=more.get("adoptions", ()), mirrors=more.get("mirrors", ()),
            participation=more.get("participation", ()),
        ),
        choices=SimpleNamespace(
            programme=tuple(rows), measures=measures, decisions=more.get("decisions", ()), links=more.get("links", ()),
            proposed=(),
        ),
    )  # fmt: skip
    capacities = [
        Capacity(
            body=NSB, name=Text(), year=year, fte=Decimal(days), productive_days=Decimal(1), share=Decimal(1),
            absence=Decimal(0), day_rate=Decimal(1), budget=Decimal(10**9),
        )
        for year in YEARS
    ]  # fmt: skip
    items = tuple(items)
    stated = problem(
        [item.project for item in items], EFFORTS, capacities, YEARS, {"a": 1}, 1.0, "VND", measures=measures,
        bounds=more.get("bounds", Bounds()),
    )  # fmt: skip
    last = {item.project.id: more.get("last", item.start) for item in items}
    plan = Plan(items, tuple(not_now), (), (), ())
    told = changes(plan, workspace, last, more.get("deliverables", {}), stated, more.get("tier", {}))
    return {change.item: change for change in told}


def test_nothing_is_compared_without_an_approval():
    assert found([planned("x")]) == {}


def test_what_stayed_has_no_reason_and_what_moved_keeps_the_words_of_people():
    told = found(
        [planned("kept", 2027), planned("later", 2028)],
        [approved("kept"), approved("later")],
        work=[state("later", WorkStatus.PLANNED, reason=WHY)],
    )  # fmt: skip
    assert (told["kept"].move, told["kept"].why, told["kept"].reason) == ("stayed", "", Text())
    later = told["later"]
    assert (later.move, later.approved, later.planned) == ("moved", (2027, 2027), (2028, 2028))
    assert (later.why, later.values, later.reason) == ("schedule-room", (("year", 2027),), WHY)


def test_the_reason_of_an_earlier_change_is_none_of_the_change_of_today():
    rows = [approved("kept", reason=WHY), approved("later", reason=WHY), approved("gone", reason=WHY)]
    told = found([planned("kept", 2027), planned("later", 2028)], rows)
    assert {name: (one.move, one.reason) for name, one in told.items()} == {
        "kept": ("stayed", WHY), "later": ("moved", Text()), "gone": ("went", Text()),
    }  # fmt: skip


# What moved


def test_work_that_began_in_another_year():
    fixed = Bounds(fixed={"x": 2028})
    for begun, why in ((dt.date(2028, 2, 1), "schedule-began"), (None, "schedule-goes-on")):
        told = found([planned("x")], [approved("x")], work=[state("x", WorkStatus.RUNNING, begun=begun)], bounds=fixed)
        assert (told["x"].why, told["x"].values) == (why, (("year", 2028),))


def test_an_end_that_moved_alone():
    told = found([planned("x", 2027, JOIN)], [approved("x", 2027, 2028, JOIN)], last=2029)
    assert told["x"].why == "schedule-length"


def test_a_year_that_is_over():
    told = found([planned("x", 2027)], [approved("x", 2026, 2026)])
    assert (told["x"].why, told["x"].values) == ("schedule-year-over", (("year", 2027),))


def test_what_must_come_first_ends_too_late_and_what_waits_begins_too_early():
    first, then = planned("first", 2028), planned("then", 2029, requires=("first",))
    told = found([first, then], [approved("first", 2028, 2028), approved("then", 2028, 2028)])
    assert (told["then"].why, told["then"].values) == ("schedule-after", (("items", ("first",)), ("year", 2028)))
    told = found(
        [planned("first", 2027), planned("then", 2028, requires=("first",))],
        [approved("first", 2028, 2028), approved("then", 2028, 2028)],
    )  # fmt: skip
    assert (told["first"].why, told["first"].values) == ("schedule-before", (("items", ("then",)), ("year", 2028)))


def test_a_yearly_prerequisite_holds_nothing_up_after_its_first_year():
    """Standing work of 2027 to 2029: what waits for it may begin in 2028, so that is no reason not to."""
    items = [planned("first", 2027, JOIN), planned("then", 2029, requires=("first",))]
    standing = approved("first", 2027, 2029, JOIN)
    told = found(items, [standing, approved("then", 2028, 2029)], last=2029)
    assert (told["then"].why, told["then"].values) == ("schedule-room", (("year", 2028),))
    told = found(items, [standing, approved("then", 2027, 2029)], last=2029)
    assert (told["then"].why, told["then"].values) == ("schedule-after", (("items", ("first",)), ("year", 2027)))


def test_a_prerequisite_of_two_years_holds_up_what_was_approved_for_its_second():
    items = [planned("first", 2027, ProjectType.REVISE), planned("then", 2029, requires=("first",))]
    told = found(items, [approved("first", 2027, 2028, ProjectType.REVISE), approved("then", 2028, 2028)])
    assert (told["then"].why, told["then"].values) == ("schedule-after", (("items", ("first",)), ("year", 2028)))


def test_a_window_forbids_the_approved_year():
    told = found(
        [planned("late", 2029, since=2029), planned("early", 2027, until=2028),
         planned("long", 2028, ProjectType.REVISE)],
        [approved("late", 2028, 2028), approved("early", 2029, 2029),
         approved("long", 2029, 2030, ProjectType.REVISE)],
    )  # fmt: skip
    assert {name: (one.why, one.values) for name, one in told.items()} == {
        "late": ("schedule-since", (("year", 2029),)), "early": ("schedule-until", (("year", 2028),)),
        "long": ("schedule-short", (("year", 2029),)),
    }  # fmt: skip


def test_the_window_of_a_measure_forbids_the_approved_year():
    measure = Measure(
        id=Id("m"), objective=Id("o"), kind=MeasureKind.LAW, name=WHY, lead=Id("x"), body=NSB, start=2028, end=2029,
        days=Decimal(1), cost=Decimal(0), rank=Rank.HIGH,
    )  # fmt: skip
    item = planned("measure-m", 2028, ProjectType.MEASURE, measure="m")
    told = found([item], [approved("measure-m", type_=ProjectType.MEASURE, measure=Id("m"))], measures=[measure])
    assert (told["measure-m"].why, told["measure-m"].values) == ("schedule-since", (("year", 2028),))


def test_what_would_be_lacking_in_the_approved_year_beside_the_rest_of_the_plan():
    """Two adoptions of ten days; 15.5 are there in each year."""
    told = found([planned("x", 2028), planned("other", 2027)], [approved("x"), approved("other")], days=15.5)
    missing = (Missing(Resource(NSB, 2027, DAYS), Decimal("4.5")),)
    assert (told["x"].why, told["x"].values) == ("schedule-lacking", (("year", 2027), ("missing", missing)))
    told = found([planned("x", 2028), planned("other", 2027)], [approved("x"), approved("other")], days=20)
    assert told["x"].why == "schedule-room"


# What came


def test_what_came_because_people_began_demanded_or_decided_it():
    row = approved("old", deliverable=Reference("ISO 9"))
    demand = decision(DecisionKind.REQUIRE, "new")
    assert found([planned("new")], [row], decisions=[demand])["new"].values == (("decision", "d-1"), ("day", AFTER))
    assert found([planned("new")], [row], decisions=[demand])["new"].reason == WHY
    runs = state("new", WorkStatus.RUNNING)
    assert found([planned("new")], [row], decisions=[demand], work=[runs])["new"].why == "schedule-runs"
    ranked = decision(DecisionKind.RANK, area=Id("a"))
    told = found([planned("new")], [row], decisions=[ranked])["new"]
    assert (told.why, dict(told.values)["areas"], told.reason) == ("schedule-decided", ("a",), WHY)
    used = decision(DecisionKind.ACCEPT_USE, "ISO 1")
    told = found([planned("new", deliverable="ISO 1")], [row], decisions=[used])["new"]
    assert told.why == "schedule-accepted"
    old = decision(DecisionKind.RANK, area=Id("a"), day=BEFORE)
    assert found([planned("new")], [row], decisions=[old])["new"].why == "schedule-new"


@pytest.mark.parametrize(("day", "why"), [(BEFORE, "schedule-new"), (DAY, "schedule-new"), (AFTER, "schedule-linked")])
def test_what_came_with_a_link_that_is_younger_than_the_approval(day, why):
    told = found([planned("new", deliverable="ISO 1")], [approved("old")], links=[link("ISO 1", day=day)])
    assert told["new"].why == why
    joins = planned("new", type_=JOIN, committee="ISO/TC 1")
    told = found([joins], [approved("old")], links=[link(committee="ISO/TC 1", day=day)])
    assert told["new"].why == why
    draft = {"ISO/DIS 1": record("ISO/DIS 1", "40.20", committee=CommitteeCode("ISO/TC 1"))}
    told = found([joins], [approved("old")], links=[link("ISO/DIS 1", day=day)], deliverables=draft)
    assert told["new"].why == why


def test_one_older_link_is_enough_not_to_blame_the_link():
    links = [link("ISO 1", day=AFTER), link("ISO 1", day=BEFORE)]
    told = found([planned("new", deliverable="ISO 1")], [approved("old")], links=links)
    assert told["new"].why == "schedule-new"


def test_an_old_link_of_another_area_does_not_hide_the_one_that_brought_it_in():
    both = planned("new", deliverable="ISO 1", areas=("a", "b"))
    links = [link("ISO 1", day=AFTER), link("ISO 1", area="b")]
    told = found([both], [approved("old")], links=links)["new"]
    assert (told.why, told.values) == ("schedule-linked", (("day", AFTER), ("areas", ("a",))))
    assert found([both], [approved("old")], links=links, tier={"a": 1, "b": None})["new"].why == "schedule-linked"
    assert found([both], [approved("old")], links=links, tier={"a": 1, "b": 1})["new"].why == "schedule-new"


def test_only_the_areas_that_were_linked_on_the_day_are_named():
    both, later = planned("new", deliverable="ISO 1", areas=("a", "b")), dt.date(2026, 8, 1)
    links = [link("ISO 1", day=AFTER), link("ISO 1", area="b", day=later)]
    told = found([both], [approved("old")], links=links, tier={"a": 1, "b": 1})["new"]
    assert (told.why, told.values) == ("schedule-linked", (("day", AFTER), ("areas", ("a",))))


def test_what_came_in_place_of_another_form_or_before_something_or_was_published_since():
    row = approved("observe-x", type_=OBSERVE, committee=CommitteeCode("ISO/TC 1"))
    told = found([planned("join-x", type_=JOIN, committee="ISO/TC 1")], [row])
    assert (told["join-x"].why, told["join-x"].values) == ("schedule-instead", (("items", ("observe-x",)),))
    assert (told["observe-x"].why, told["observe-x"].values) == ("schedule-other", (("items", ("join-x",)),))
    told = found([planned("a", 2027), planned("b", 2028, requires=("a",))], [approved("old")])
    assert (told["a"].why, told["a"].values) == ("schedule-first", (("items", ("b",)),))
    for published, why in (("2026-07", "schedule-published"), ("2026-05-30", "schedule-new")):
        known = {"ISO 1": record("ISO 1", published=published)}
        told = found([planned("new", deliverable="ISO 1")], [approved("old")], deliverables=known)
        assert told["new"].why == why


# What went


def gone(row, **more):
    """Why an approved item is in the plan no more."""
    return found([planned("other")], [row, approved("other", 2028, 2028)], **more)[str(row.item)]


def test_what_is_done_dropped_adopted_or_excluded():
    row = approved("adopt-iso-1", deliverable=Reference("ISO 1"))
    told = gone(row, work=[state("adopt-iso-1", WorkStatus.DONE, reason=WHY)])
    assert (told.why, told.reason) == ("schedule-done", WHY)
    assert gone(row, work=[state("adopt-iso-1", WorkStatus.DROPPED)]).why == "schedule-dropped"
    adoption = Adoption(
        id=Id("n"), number="TCVN 1:2026", title=WHY, adopts=Reference("ISO 1"), correspondence=Correspondence.IDT,
        status=AdoptionStatus.IN_FORCE,
    )  # fmt: skip
    told = gone(row, adoptions=[adoption])
    assert (told.why, told.values) == ("schedule-adopted", (("standard", "TCVN 1:2026"),))
    for part in ({"status": AdoptionStatus.WITHDRAWN}, {"correspondence": Correspondence.NEQ}):
        values = {name: getattr(adoption, name) for name in ("id", "title", "adopts", "correspondence", "status")}
        assert gone(row, adoptions=[Adoption(**values | part)]).why == "schedule-unlinked"
    told = gone(row, decisions=[decision(DecisionKind.EXCLUDE, "ISO 1")])
    assert (told.why, told.values, told.reason) == ("schedule-excluded", (("decision", "d-1"), ("day", AFTER)), WHY)


def test_what_waits_and_the_decision_that_keeps_it_out():
    row = approved("x", deliverable=Reference("ISO 1"))
    assert gone(row, not_now=[NotNow(project("x"), "capacity")]).why == "not-now-capacity"
    told = gone(row, not_now=[NotNow(project("x", tier=None), "no-priority")])
    assert (told.why, told.values, told.reason) == ("not-now-no-priority", (("areas", ("a",)),), Text())
    ranked = decision(DecisionKind.RANK, area=Id("a"))
    assert gone(row, not_now=[NotNow(project("x", tier=None), "no-priority")], decisions=[ranked]).reason == WHY


def test_what_is_planned_or_waits_in_another_form():
    row = approved("adopt-iso-1", deliverable=Reference("ISO 1"))
    other = project("adopt-modified-iso-1", ProjectType.ADOPT_MODIFIED, deliverable="ISO 1")
    told = gone(row, not_now=[NotNow(other, "capacity")])
    assert (told.why, told.values) == ("schedule-waits", (("items", ("adopt-modified-iso-1",)),))
    revised = approved("revise-iso-1", type_=ProjectType.REVISE, deliverable=Reference("ISO 1"))
    assert gone(revised, not_now=[NotNow(other, "capacity")]).why == "schedule-unlinked"


def test_nothing_leads_to_it_any_more():
    row, links = approved("adopt-iso-1", deliverable=Reference("ISO 1")), [link("ISO 1")]
    assert gone(row).why == "schedule-unlinked"
    assert gone(row, links=links, deliverables={"ISO 1": record("ISO 1")}).why == "schedule-gone"
    old = record("ISO 1", "95.99", replaced_by=Reference("ISO 2"))
    told = gone(row, links=links, deliverables={"ISO 1": old})
    assert (told.why, told.values) == ("schedule-replaced", (("standard", "ISO 2"),))
    assert gone(row, links=links, deliverables={"ISO 1": record("ISO 1", "95.99")}).why == "schedule-withdrawn"
    assert gone(approved("develop-x", type_=ProjectType.DEVELOP)).why == "schedule-unproposed"


def test_a_seat_that_is_held_and_a_mirror_committee_that_works():
    code, links = CommitteeCode("ISO/TC 1"), [link(committee="ISO/TC 1")]
    for type_, role, why in (
        (JOIN, Role.P, "schedule-seated"), (OBSERVE, Role.O, "schedule-seated"), (JOIN, Role.O, "schedule-gone"),
    ):  # fmt: skip
        seat = Participation(committee=code, role=role, date=BEFORE, source=Id("s"))
        assert gone(approved("x", type_=type_, committee=code), links=links, participation=[seat]).why == why
    row = approved("x", type_=ProjectType.MIRROR, committee=code)
    assert gone(row, links=links, mirrors=[SimpleNamespace(mirrors=(code,))]).why == "schedule-mirrored"
    assert gone(row, links=links).why == "schedule-gone"
