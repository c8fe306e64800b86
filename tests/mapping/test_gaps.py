"""Gaps from accepted links only: NEQ is no adoption, an unknown seat is never none, a decision leaves out."""

import datetime as dt

import pytest

from opennss.language import Text
from opennss.mapping.gaps import adopted, gaps, seats_in, slug
from opennss.model.codes import Id, Stage
from opennss.model.criteria import Decision, DecisionKind
from opennss.model.references import CommitteeCode, Reference
from opennss.model.results import GapKind
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

DAY = dt.date(2026, 11, 1)
TC = "ISO/TC 34"


def link(area, committee=None, deliverable=None):
    return Link(
        area=Id(area),
        committee=committee and CommitteeCode(committee),
        deliverable=deliverable and Reference(deliverable),
        relevance=Relevance.HIGH,
        reason=Text(),
        reviewer="R",
        date=DAY,
    )


def world(**stages):
    """Deliverables by reference; ``ISO_1__2020="60.60"`` is ISO 1:2020 at that stage."""
    rows = [
        Deliverable(
            reference=Reference(name.replace("__", ":").replace("_", " ")),
            title=Text(),
            stage=Stage(stage),
            committee=CommitteeCode(TC),
            source="s",
        )
        for name, stage in stages.items()
    ]
    return {str(row.reference): row for row in rows}


def adoption(adopts, correspondence=Correspondence.IDT, status=AdoptionStatus.IN_FORCE, name="a"):
    return Adoption(
        id=Id(name),
        title=Text(),
        adopts=Reference(adopts),
        correspondence=correspondence,
        status=status,
        illustrative=True,
    )


def kinds(found):
    return [(gap.kind, gap.deliverable or gap.committee) for gap in found]


def test_not_adopted_and_adopted():
    links = [link("x", deliverable="ISO 1:2020"), link("x", deliverable="ISO 2:2020")]
    found = gaps(links, world(ISO_1__2020="60.60", ISO_2__2020="90.93"), [adoption("ISO 1:2020")], {}, [])
    assert kinds(found) == [(GapKind.NOT_ADOPTED, "ISO 2:2020")]


def test_not_equivalent_is_no_adoption():
    found = gaps(
        [link("x", deliverable="ISO 1:2020")],
        world(ISO_1__2020="60.60"),
        [adoption("ISO 1:2020", Correspondence.NEQ)],
        {},
        [],
    )
    assert kinds(found) == [(GapKind.NOT_ADOPTED, "ISO 1:2020")]


@pytest.mark.parametrize("status", [AdoptionStatus.WITHDRAWN, AdoptionStatus.REPLACED])
def test_only_national_standards_in_force_count(status):
    assert adopted([adoption("ISO 1:2020", status=status)]) == {}


def test_an_older_edition_is_outdated_and_names_the_national_standard():
    rows = [
        adoption("ISO 1:2001", name="first"),
        adoption("ISO 1:2010", name="second"),
        adoption("ISO 11:2010", name="x"),
    ]
    (found,) = gaps([link("x", deliverable="ISO 1:2020")], world(ISO_1__2020="60.60"), rows, {}, [])
    assert (found.kind, found.adoption, found.id) == (GapKind.OUTDATED, "second", "outdated-adoption-iso-1-2020")


def test_a_later_edition_than_the_linked_one_is_no_gap():
    found = gaps([link("x", deliverable="ISO 1:2010")], world(ISO_1__2010="90.60"), [adoption("ISO 1:2020")], {}, [])
    assert found == ()


def test_a_draft_is_worth_joining_and_asks_for_a_seat_in_its_committee():
    found = gaps([link("x", deliverable="ISO/DIS 7")], world(**{"ISO/DIS_7": "40.20"}), [], {}, [])
    assert kinds(found) == [(GapKind.DRAFT, "ISO/DIS 7"), (GapKind.NO_SEAT, TC)]
    found = gaps([link("x", deliverable="ISO/DIS 7")], world(**{"ISO/DIS_7": "40.20"}), [], {TC: Role.P}, [])
    assert kinds(found) == [(GapKind.DRAFT, "ISO/DIS 7")]


def test_what_is_withdrawn_is_no_gap():
    assert gaps([link("x", deliverable="ISO 1:2020")], world(ISO_1__2020="95.99"), [], {}, []) == ()


@pytest.mark.parametrize(
    ("role", "kind"),
    [(Role.P, None), (Role.O, GapKind.NO_SEAT), (None, GapKind.NO_SEAT), (Role.UNKNOWN, GapKind.SEAT_UNKNOWN)],
)
def test_seats(role, kind):
    found = gaps([link("x", TC)], {}, [], {TC: role} if role else {}, [])
    assert [gap.kind for gap in found] == ([kind] if kind else [])


def test_what_serves_several_areas_is_one_gap():
    links = [
        link("x", deliverable="ISO 1:2020"),
        link("y", deliverable="ISO 1:2020"),
        link("x", deliverable="ISO 1:2020"),
    ]
    (found,) = gaps(links, world(ISO_1__2020="60.60"), [], {}, [])
    assert found.areas == ("x", "y")


def test_a_decision_leaves_a_deliverable_out():
    decision = Decision(
        id=Id("d"), kind=DecisionKind.EXCLUDE, subject="ISO/DIS 7", reason=Text(), approver="M", date=DAY, expiry=DAY
    )
    links = [link("x", deliverable="ISO/DIS 7")]
    assert gaps(links, world(**{"ISO/DIS_7": "40.20"}), [], {}, [decision]) == ()


def test_t14_joint_committees_are_unknown_for_every_country():
    codes = ["ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 41", "ISO/IEC JTC 1/SC 43", "IEC/ISO JTC 3", "IEC/ISO JSyC BDC"]
    other = Participation(committee=CommitteeCode("ISO/TC 1"), role=Role.P, date=DAY, source=Id("iso"))
    assert seats_in([*codes, TC], [other], True) == dict.fromkeys(codes, Role.UNKNOWN), (
        "absent is no seat, never unknown"
    )
    row = Participation(committee=CommitteeCode(codes[1]), role=Role.O, date=DAY, source=Id("iec"))
    assert seats_in(codes[:2], [row], True) == {codes[0]: Role.UNKNOWN, codes[1]: Role.O}
    none = Participation(committee=CommitteeCode(codes[1]), role=Role.NONE, date=DAY, source=Id("iec"))
    assert seats_in(codes[1:2], [none], True) == {codes[1]: Role.UNKNOWN}, "nobody can read none there"


def test_ids_are_of_references():
    assert slug("ISO/IEC JTC 1/SC 42") == "iso-iec-jtc-1-sc-42"


def test_without_any_published_list_every_seat_is_unknown():
    assert seats_in([TC], [], True) == {TC: Role.UNKNOWN}


def test_an_amendment_is_a_deliverable_of_its_own():
    link_ = [link("x", deliverable="ISO 1:2020")]
    known = world(ISO_1__2020="60.60")
    amended = adoption("ISO 1:2020/Amd 1:2022")
    assert kinds(gaps(link_, known, [amended], {}, [])) == [(GapKind.NOT_ADOPTED, "ISO 1:2020")]


def test_an_undated_adoption_is_not_called_outdated():
    link_ = [link("x", deliverable="ISO 1:2020")]
    assert gaps(link_, world(ISO_1__2020="60.60"), [adoption("ISO 1")], {}, []) == ()


def test_a_draft_whose_text_is_fixed_is_not_worth_joining():
    link_ = [link("x", deliverable="ISO/FDIS 3")]
    known = world(**{"ISO/FDIS_3": "50.20"})
    assert gaps(link_, known, [], {TC: Role.P}, []) == ()


def test_an_incomplete_list_of_seats_says_unknown_and_never_none():
    read = Participation(committee=CommitteeCode(TC), role=Role.NONE, date=DAY, source=Id("s"))
    assert seats_in([TC, "ISO/TC 1"], [read], True) == {}
    assert seats_in([TC, "ISO/TC 1"], [read], False) == {"ISO/TC 1": Role.UNKNOWN}
