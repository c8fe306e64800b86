"""What every request comes to: by its standard, its committee or its area, each kind of answer."""

from __future__ import annotations

import datetime as dt

import pytest

from opennss.language import Text
from opennss.model.codes import Ics, Id
from opennss.model.criteria import Rank
from opennss.model.plans import NotNow, Plan, Planned
from opennss.model.projects import Project, ProjectType
from opennss.model.references import CommitteeCode, Reference
from opennss.model.stakeholders import Answer, Channel, Request
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence
from opennss.stakeholders.requests import replies


def request(area: str = "food", standard: str = "", committee: str = "") -> Request:
    return Request(
        id=Id("q-1"), stakeholder=Id("a"), date=dt.date(2026, 9, 1), channel=Channel.LETTER, text=Text.of(en="Please"),
        urgency=Rank.HIGH, area=Id(area) if area else None, standard=Reference.parse(standard) if standard else None,
        committee=CommitteeCode.parse(committee) if committee else None,
    )  # fmt: skip


def project(name: str, type_: ProjectType = ProjectType.ADOPT, **more: object) -> Project:
    values: dict[str, object] = {"committee": "ISO/TC 34", "deliverable": "", "areas": (Id("food"),), "tier": 1}
    return Project(id=name, type=type_, **{**values, **more})  # type: ignore[arg-type]


def adoption(adopts: str, degree: Correspondence = Correspondence.IDT, **more: object) -> Adoption:
    values: dict[str, object] = {"status": AdoptionStatus.IN_FORCE, "year": 2020}
    return Adoption(
        id=Id("tcvn-1"), number="TCVN 1:2020", title=Text.of(en="One"), ics=(Ics("67.020"),),
        adopts=Reference.parse(adopts), correspondence=degree, **{**values, **more},  # type: ignore[arg-type]
    )  # fmt: skip


BOOK = project("adopt-22000", deliverable="ISO 22000:2018")
JOIN = project("join", ProjectType.PARTICIPATE, drafts=(Reference("ISO/CD 22001"),))
OTHER = project("adopt-9", deliverable="ISO 9:2020", areas=(Id("trade"),))


def plan(*planned: tuple[Project, int], waiting: tuple[tuple[Project, str], ...] = ()) -> Plan:
    items = tuple(Planned(item, year) for item, year in planned)
    return Plan(items, tuple(NotNow(item, reason) for item, reason in waiting), (), (), ())


@pytest.mark.parametrize("wanted", ["ISO 22000:2018", "ISO 22000", "ISO 22000:2005", "ISO/DIS 22000"])
def test_a_standard_is_answered_by_its_project_whatever_the_edition(wanted: str) -> None:
    (reply,) = replies([request(standard=wanted)], (), plan((BOOK, 2028), (JOIN, 2027)))
    assert (reply.answer, reply.items, reply.start) == (Answer.PLANNED, ("adopt-22000",), 2028)


@pytest.mark.parametrize("wanted", ["ISO/CD 22001", "ISO 22001:2027"])
def test_a_draft_is_answered_by_the_committee_that_drafts_it(wanted: str) -> None:
    (reply,) = replies([request(standard=wanted)], (), plan((BOOK, 2028), (JOIN, 2027)))
    assert (reply.answer, reply.items, reply.start) == (Answer.PLANNED, ("join",), 2027)


def test_a_committee_is_answered_by_work_in_it_and_not_by_its_documents() -> None:
    asked = request(committee="ISO/TC 34")
    assert replies([asked], (), plan((BOOK, 2028), (JOIN, 2027)))[0].items == ("join",)
    assert replies([asked], (), plan((BOOK, 2028)))[0].answer is Answer.NOT_LINKED


def test_a_standard_and_a_committee_are_both_answered() -> None:
    (reply,) = replies([request(standard="ISO 22000", committee="ISO/TC 34")], (), plan((BOOK, 2028), (JOIN, 2027)))
    assert (reply.items, reply.start) == (("adopt-22000", "join"), 2027)


def test_an_area_alone_is_answered_by_all_its_items_from_the_first_year() -> None:
    (reply,) = replies([request()], (), plan((BOOK, 2028), (JOIN, 2027), (OTHER, 2026)))
    assert (reply.answer, reply.items, reply.start) == (Answer.AREA, ("adopt-22000", "join"), 2027)


def test_what_waits_is_not_now_with_the_reason_of_the_first() -> None:
    waiting = ((BOOK, "capacity"), (JOIN, "rights"))
    (reply,) = replies([request()], (), plan((OTHER, 2027), waiting=waiting))
    assert (reply.answer, reply.items, reply.reason) == (Answer.NOT_NOW, ("adopt-22000", "join"), "capacity")
    (reply,) = replies([request()], (), plan((JOIN, 2027), waiting=((BOOK, "capacity"),)))
    assert (reply.answer, reply.items, reply.reason) == (Answer.AREA, ("join",), "")


def test_what_is_adopted_already_is_said_unless_newer_work_is_planned() -> None:
    asked, known = request(standard="ISO 22000:2005"), [adoption("ISO 22000:2005")]
    (reply,) = replies([asked], known, plan())
    assert (reply.answer, reply.adoption) == (Answer.ADOPTED, "tcvn-1")
    assert replies([asked], known, plan((BOOK, 2028)))[0].answer is Answer.PLANNED
    assert replies([request(standard="ISO 22000")], known, plan())[0].answer is Answer.ADOPTED
    newer = replies([request(standard="ISO 22000:2018")], known, plan())[0]
    assert newer.answer is Answer.NOT_LINKED, "an older edition is no answer to the one asked for"


def test_only_an_adoption_in_force_and_to_some_degree_answers() -> None:
    asked = request(standard="ISO 22000:2018")
    for row in (
        adoption("ISO 22000:2018", Correspondence.NEQ),
        adoption("ISO 22000:2018", status=AdoptionStatus.WITHDRAWN),
        adoption("ISO 22001:2018"),
    ):
        assert replies([asked], [row], plan())[0].answer is Answer.NOT_LINKED


def test_a_request_without_an_area_is_a_question_even_when_its_standard_is_planned() -> None:
    (reply,) = replies([request(area="", standard="ISO 22000:2018")], (), plan((BOOK, 2028)))
    assert (reply.answer, reply.items, reply.start) == (Answer.NO_AREA, (), None)


def test_every_request_gets_one_reply_in_its_order() -> None:
    asked = [request(area=""), request(), request(standard="ISO 9")]
    got = replies(asked, (), plan((OTHER, 2027)))
    assert [reply.request for reply in got] == asked
    assert [reply.answer for reply in got] == [Answer.NO_AREA, Answer.NOT_LINKED, Answer.PLANNED]
