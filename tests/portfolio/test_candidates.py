"""Candidates from gaps: tiers, membership rights as hard constraints, mirror committees first (method, 7 and 9)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import IecMembership, IsoMembership, Kind, Membership, PriorityArea
from opennss.model.criteria import Rank
from opennss.model.programme import ApprovedItem, WorkState, WorkStatus
from opennss.model.projects import LADDER, Effort, Measure, MeasureKind, ProjectType
from opennss.model.references import CommitteeCode, Reference, slug
from opennss.model.results import Gap, GapKind, Mirrored, RankedArea, Ranks
from opennss.model.standards import Correspondence, Link, Method, Relevance
from opennss.portfolio.candidates import candidates, tiers

TC = "ISO/TC 34"
FULL = Membership(IsoMembership.FULL, IecMembership.UNKNOWN)


def ranked(name, rank, joint=1, decided=None):
    return RankedArea(
        area=Id(name), list="sectors", cells=(), override=rank == "1*", share=Fraction(0), mean=Fraction(1), known=1,
        apply=1, position=joint, best=1, worst=1, joint=joint, rank=Rank(rank), decided=decided and Rank(decided),
    )  # fmt: skip


def ranks(*areas):
    return Ranks(areas, (), (), ())


def area(name, legal=False):
    return PriorityArea(id=Id(name), name=Text(), kind=Kind.SECTOR, legal=legal)


def gap(kind, subject, *areas):
    committee, deliverable = (subject, "") if kind in (GapKind.NO_SEAT, GapKind.SEAT_UNKNOWN) else (TC, subject)
    name = "".join(c if c.isalnum() else "-" for c in subject.lower())
    return Gap(f"{kind}-{name}", kind, committee, deliverable, tuple(map(Id, areas)))


ADOPT = gap(GapKind.NOT_ADOPTED, "ISO 1:2020", "x")
REVISE = gap(GapKind.OUTDATED, "ISO 2:2020", "x")
DRAFT = gap(GapKind.DRAFT, "ISO/DIS 3", "x")
SEAT = gap(GapKind.NO_SEAT, TC, "x")
ONE = ranks(ranked("x", "1"))


def effort(type_, requires=None):
    return Effort(
        type=type_, body=Id("nsb"), task=Id("work"), days=Decimal(1), cost=Decimal(0), spread="100", requires=requires
    )


EFFORTS = [
    effort(ProjectType.ADOPT), effort(ProjectType.REVISE), effort(ProjectType.MIRROR),
    effort(ProjectType.PARTICIPATE, ProjectType.MIRROR),
]  # fmt: skip


CORRESPONDENT = Membership(IsoMembership.CORRESPONDENT, IecMembership.UNKNOWN)
RUNGS = [*EFFORTS, effort(ProjectType.OBSERVE), *(effort(rung, ProjectType.MIRROR) for rung in LADDER[2:])]


def measure(name, rank="1", **more):
    values = {"days": Decimal(1), "cost": Decimal(0), "start": 2027, "end": 2029, "kind": MeasureKind.LAW}
    values |= {"objective": Id("o1"), "lead": Id("nsb"), "body": Id("nsb"), "rank": Rank(rank), "name": Text()}
    return Measure(id=Id(name), **{**values, **more})


def made(gaps, seats=None, membership=FULL, tier=None, ranks=ONE, efforts=None, **more):
    projects, refused = candidates(
        gaps,
        seats or {},
        membership,
        {"x": 1} if tier is None else tier,
        ranks,
        EFFORTS if efforts is None else efforts,
        **more,
    )
    return [project.type for project in projects], {item.project.id: item.reason for item in refused}, projects


def test_tiers():
    areas = [area("over"), area("one"), area("two"), area("low"), area("none"), area("open"), area("law", legal=True)]
    found = tiers(
        areas,
        ranks(
            ranked("over", "1*"), ranked("one", "1"), ranked("two", "3", decided="2"), ranked("low", "3"),
            ranked("none", "none"), ranked("open", "?", None), ranked("law", "none"),
        ),
    )  # fmt: skip
    assert found == {"over": 0, "one": 1, "two": 2, "low": 3, "none": None, "open": None, "law": 0}


def test_adoption_revision_and_participation():
    types, refused, projects = made([ADOPT, REVISE, DRAFT], {TC: "P"})
    assert types == [ProjectType.ADOPT, ProjectType.REVISE, ProjectType.PARTICIPATE]
    assert refused == {}
    assert [project.id for project in projects] == [
        "adopt-iso-1-2020", "revise-iso-2-2020", "participate-iso-tc-34",
    ]  # fmt: skip
    assert projects[0].gaps == (ADOPT.id,)
    assert projects[2].drafts == ("ISO/DIS 3",)


def test_without_a_seat_the_mirror_committee_comes_first():
    types, _, projects = made([DRAFT, SEAT])
    assert types == [ProjectType.MIRROR, ProjectType.PARTICIPATE]
    assert projects[1].requires == (projects[0].id,)
    assert projects[0].units == 0
    assert made([DRAFT, SEAT], {TC: "O"})[0] == [ProjectType.PARTICIPATE], "an O-seat is a sign of a live committee"


def test_one_project_a_committee_carries_all_its_drafts():
    other = gap(GapKind.DRAFT, "ISO/CD 4", "x")
    (project,) = made([DRAFT, other], {TC: "P"})[2]
    assert project.drafts == ("ISO/DIS 3", "ISO/CD 4")
    assert project.units == 2


@pytest.mark.parametrize(
    ("iso", "adopt", "take_part"),
    [("full", "", ""), ("correspondent", "", "rights"), ("subscriber", "rights", "rights"),
     ("?", "membership-unknown", "membership-unknown")],
)  # fmt: skip
def test_membership_rights_bind(iso, adopt, take_part):
    membership = Membership(IsoMembership(iso), IecMembership.UNKNOWN)
    refused = made([ADOPT, SEAT], {TC: "O"}, membership)[1]
    expected = {"adopt-iso-1-2020": adopt, "participate-iso-tc-34": take_part}
    assert refused == {name: reason for name, reason in expected.items() if reason}


def test_a_refused_participation_needs_no_mirror_committee():
    types, refused, _ = made([SEAT], {}, CORRESPONDENT)
    assert types == []
    assert refused == {"participate-iso-tc-34": "rights"}


def test_an_unknown_seat_is_asked_and_never_taken_as_none():
    types, refused, _ = made([gap(GapKind.SEAT_UNKNOWN, "ISO/IEC JTC 1/SC 41", "x")], {"ISO/IEC JTC 1/SC 41": "?"})
    assert types == []
    assert refused == {"participate-iso-iec-jtc-1-sc-41": "membership-unknown"}


def test_unknown_iec_membership_blocks_only_what_needs_it():
    types, refused, _ = made([ADOPT, gap(GapKind.NOT_ADOPTED, "IEC 5:2020", "x")])
    assert types == [ProjectType.ADOPT]
    assert refused == {"adopt-iec-5-2020": "membership-unknown"}


def test_no_priority_and_not_yet_rankable():
    two = ranks(ranked("x", "none"), ranked("y", "?", None))
    nothing = {"x": None, "y": None}
    assert made([ADOPT], tier=nothing, ranks=two)[1] == {"adopt-iso-1-2020": "no-priority"}
    waiting = gap(GapKind.NOT_ADOPTED, "ISO 1:2020", "x", "y")
    assert made([waiting], tier=nothing, ranks=two)[1] == {"adopt-iso-1-2020": "not-rankable"}


def test_several_areas_count_at_the_best_rank_and_the_best_area_comes_first():
    both = gap(GapKind.NOT_ADOPTED, "ISO 1:2020", "none", "low", "high", "later")
    order = ranks(ranked("none", "none", 4), ranked("low", "3", 3), ranked("high", "1", 2), ranked("later", "1", 5))
    (project,) = made([both], tier={"none": None, "low": 3, "high": 1, "later": 1}, ranks=order)[2]
    assert project.tier == 1
    assert project.areas == ("high", "later", "low", "none")


def test_a_type_without_effort_is_not_planned_and_its_need_is_never_zero():
    types, refused, _ = made([ADOPT], efforts=[effort(ProjectType.REVISE)])
    assert types == []
    assert list(refused.values()) == ["no-effort"]


def test_a_mirror_committee_comes_first_only_where_effort_says_so():
    assert made([SEAT], efforts=[effort(ProjectType.PARTICIPATE)])[0] == [ProjectType.PARTICIPATE]


# The ladder


def test_one_candidate_for_every_rung_above_the_seat():
    people = {TC: Mirrored(committees=("m",), experts=("a", "b"), active=("a",), leading=("b",))}
    worth = {"observe": 0.5, "experts": 1.25}
    types, _, projects = made([DRAFT, SEAT], efforts=RUNGS, mirrored=people, ladder=worth)
    assert types == [ProjectType.OBSERVE, ProjectType.PARTICIPATE, ProjectType.EXPERTS]
    assert [project.rung for project in projects] == [0.5, 1.0, 1.25]
    assert all(project.requires == () for project in projects), "live committee and expert are there"
    assert made([DRAFT], {TC: "O"}, efforts=RUNGS, mirrored=people)[0] == types[1:]
    assert made([DRAFT], {TC: "P"}, efforts=RUNGS, mirrored=people)[0] == list(LADDER[1:])


@pytest.mark.parametrize("people", [{}, {TC: Mirrored(committees=("m",))}, {TC: Mirrored(experts=("a",))}])
def test_active_participation_waits_for_a_live_committee_with_an_expert(people):
    _, _, projects = made([DRAFT], {TC: "P"}, efforts=RUNGS, mirrored=people)
    mirror, join = projects
    assert (mirror.type, join.type) == (ProjectType.MIRROR, ProjectType.PARTICIPATE)
    assert join.requires == (mirror.id,)


def test_an_observer_needs_no_mirror_committee():
    projects = {project.type: project for project in made([SEAT], efforts=RUNGS, mirrored={})[2]}
    assert projects[ProjectType.OBSERVE].requires == ()
    assert projects[ProjectType.PARTICIPATE].requires == ("mirror-committee-iso-tc-34",)


def test_a_correspondent_may_only_observe():
    assert made([SEAT], {}, CORRESPONDENT, efforts=RUNGS, mirrored={})[0] == [ProjectType.OBSERVE]
    types, refused, _ = made([SEAT], {TC: "O"}, CORRESPONDENT, efforts=RUNGS, mirrored={})
    assert types == []
    assert refused == {"participate-iso-tc-34": "rights"}


# Measures


def test_a_measure_is_a_plan_item_of_its_urgency_after_what_it_depends_on():
    first, second = measure("law", legal=True), measure("train", "2", depends_on=(Id("law"),))
    types, refused, projects = made([], measures=[first, second])
    assert types == [ProjectType.MEASURE, ProjectType.MEASURE]
    assert refused == {}
    assert [(p.id, p.tier, p.requires, p.work) for p in projects] == [
        ("measure-law", 0, (), "law"), ("measure-train", 2, ("measure-law",), "train"),
    ]  # fmt: skip
    assert [p.counts_for for p in projects] == ["o1/0", "o1/2"]


def test_participation_waits_for_the_measure_that_names_its_committee_and_observation_does_not():
    train = measure("train", committees=(CommitteeCode(TC),))
    people = {TC: Mirrored(committees=("m",), experts=("a",))}
    projects = {p.type: p for p in made([SEAT], efforts=RUNGS, mirrored=people, measures=[train])[2]}
    assert projects[ProjectType.PARTICIPATE].requires == ("measure-train",)
    assert projects[ProjectType.OBSERVE].requires == ()


def test_what_waits_for_a_refused_item_is_refused_too():
    train = measure("train", "none", committees=(CommitteeCode(TC),))
    later = measure("later", depends_on=(Id("train"),))
    types, refused, _ = made([DRAFT], {TC: "P"}, measures=[train, later])
    assert types == []
    assert refused == {
        "measure-train": "no-priority", "measure-later": "prerequisite", "participate-iso-tc-34": "prerequisite",
    }  # fmt: skip


def test_what_is_done_is_no_item_and_holds_nothing_up():
    law = measure("law", done=dt.date(2026, 5, 1))
    _, refused, projects = made([DRAFT], {TC: "P"}, measures=[law, measure("rule", depends_on=(Id("law"),))])
    assert refused == {}
    assert {p.id: p.requires for p in projects} == {"participate-iso-tc-34": (), "measure-rule": ()}


def test_a_committee_whose_mirror_nobody_knows_is_asked_about_first():
    people = {TC: Mirrored(unknown=True)}
    types, refused, _ = made([SEAT], efforts=RUNGS, mirrored=people)
    assert types == [ProjectType.OBSERVE]
    assert set(refused.values()) == {"mirror-unknown"}


def link(deliverable, method=None, degree=Correspondence.UNKNOWN):
    return Link(
        area=Id("x"), deliverable=Reference(deliverable), relevance=Relevance.HIGH, reason=Text(), reviewer="r",
        date=dt.date(2026, 11, 1), method=method, degree=degree,
    )  # fmt: skip


def test_the_method_that_people_want_goes_with_the_candidate_and_two_wishes_leave_it_open():
    for wishes, method in (
        ((Method.REPRINT,), Method.REPRINT), ((Method.REPRINT, None), Method.REPRINT), ((), None),
        ((Method.REPRINT, Method.TRANSLATION), None),
    ):  # fmt: skip
        *_, projects = made([ADOPT], links=[link("ISO 1:2020", wish) for wish in wishes])
        assert [project.method for project in projects] == [method]


def test_an_affiliate_of_iec_endorses_whatever_is_wanted():
    affiliate = Membership(IsoMembership.FULL, IecMembership.AFFILIATE)
    asked = gap(GapKind.NOT_ADOPTED, "IEC 60335-1:2020", "x")
    *_, projects = made([asked, ADOPT], membership=affiliate, links=[link("IEC 60335-1:2020", Method.TRANSLATION)])
    assert [project.method for project in projects] == [Method.ENDORSEMENT, None]


def test_a_length_counts_where_effort_depends_on_it_and_an_unknown_one_is_none():
    known = {"ISO 1:2020": 40}
    by_length = [replace(row, pages=20) if row.type is ProjectType.ADOPT else row for row in EFFORTS]
    other = gap(GapKind.NOT_ADOPTED, "ISO 9:2020", "x")
    for efforts, pages in ((EFFORTS, [None, None]), (by_length, [40, None])):
        *_, projects = made([ADOPT, other], efforts=efforts, pages=known)
        assert [project.pages for project in projects] == pages


def test_an_adoption_by_a_method_without_effort_is_not_planned():
    rows = [replace(row, method=Method.REPRINT) if row.type is ProjectType.ADOPT else row for row in EFFORTS]
    assert made([ADOPT], efforts=rows)[1] == {"adopt-iso-1-2020": "no-effort"}
    assert made([ADOPT], efforts=rows, links=[link("ISO 1:2020", Method.REPRINT)])[1] == {}


def test_a_draft_counts_only_for_work_that_begins_before_its_vote_ends():
    names = ("ISO/DIS 3", "ISO/DIS 4", "ISO/DIS 5")
    drafts = [gap(GapKind.DRAFT, name, "x") for name in names]
    closing = {"ISO/DIS 3": 2026, "ISO/DIS 4": 2027}
    *_, (join,) = made(drafts, {TC: "O"}, closing=closing, first=2027)
    assert (join.units, join.closing) == (2, (2027,))
    assert [join.units_from(year) for year in (2026, 2027, 2028)] == [2, 2, 1]
    *_, (late,) = made(drafts[:1], {TC: "O"}, closing=closing, first=2027)
    assert (late.units, late.closing) == (1, ())


def test_an_endorsement_is_identical_where_the_degree_is_open():
    ways = [*EFFORTS, effort(ProjectType.ADOPT_MODIFIED)]
    for method, kinds in ((Method.ENDORSEMENT, ["adopt"]), (Method.TRANSLATION, ["adopt", "adopt-modified"])):
        *_, projects = made([ADOPT], efforts=ways, links=[link("ISO 1:2020", method)])
        assert [str(project.type) for project in projects] == kinds


def test_what_must_come_first_is_asked_of_the_method():
    drafted = replace(effort(ProjectType.ADOPT, ProjectType.MIRROR), method=Method.REDRAFTING)
    rows = [*EFFORTS, drafted]
    for method, first in ((Method.REDRAFTING, (f"mirror-committee-{slug(TC)}",)), (Method.REPRINT, ())):
        *_, projects = made([ADOPT, DRAFT], efforts=rows, links=[link("ISO 1:2020", method)])
        assert next(project.requires for project in projects if project.type is ProjectType.ADOPT) == first


def test_running_work_that_only_the_approved_programme_knows_keeps_its_method():
    row = ApprovedItem(
        item=Id("adopt-iso-9-2020"), type=ProjectType.ADOPT, deliverable=Reference("ISO 9:2020"), start=2026, end=2027,
        approved=dt.date(2026, 6, 1), method=Method.ENDORSEMENT,
    )  # fmt: skip
    state = WorkState(item=row.item, status=WorkStatus.RUNNING, begun=dt.date(2026, 6, 1), stage=None, since=None)
    *_, (kept,) = made([], work=[state], approved=[row])
    assert (kept.method, kept.units) == (Method.ENDORSEMENT, 0)
