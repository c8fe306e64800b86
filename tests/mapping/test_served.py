"""What serves an area: each linked document in one list, each committee with its seat, each draft with its day."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from opennss.language import Text
from opennss.mapping.gaps import gaps
from opennss.mapping.served import served
from opennss.model.codes import Id, Stage
from opennss.model.country import Kind, PriorityArea
from opennss.model.criteria import Decision, DecisionKind
from opennss.model.openings import opening
from opennss.model.references import CommitteeCode, Reference
from opennss.model.results import GapKind
from opennss.model.standards import (
    Adoption,
    AdoptionStatus,
    Correspondence,
    Deliverable,
    Link,
    Relevance,
    Role,
)

DAY = dt.date(2026, 11, 1)
AREAS = [PriorityArea(id=Id(name), name=Text(), kind=Kind.SOCIAL) for name in ("ai", "roads")]


def link(area, committee=None, deliverable=None):
    return Link(
        area=Id(area), committee=committee and CommitteeCode(committee),
        deliverable=deliverable and Reference(deliverable), relevance=Relevance.HIGH, reason=Text(), reviewer="R",
        date=DAY,
    )  # fmt: skip


def document(reference, stage, committee="ISO/TC 1", day=None):
    return Deliverable(
        reference=Reference(reference), title=Text(), stage=stage and Stage(stage), committee=CommitteeCode(committee),
        stage_date=day, source="s",
    )  # fmt: skip


def adoption(adopts, name="a"):
    return Adoption(
        id=Id(name), title=Text(), adopts=Reference(adopts), correspondence=Correspondence.IDT,
        status=AdoptionStatus.IN_FORCE, illustrative=True,
    )  # fmt: skip


def excluded(subject):
    return Decision(
        id=Id("d"), kind=DecisionKind.EXCLUDE, subject=subject, value="", reason=Text(), proposer="P", approver="A",
        date=DAY, expiry=DAY,
    )  # fmt: skip


WORLD = {
    row.reference: row
    for row in (
        document("ISO 1:2020", "60.60"),
        document("ISO 2:2020", "90.93"),
        document("ISO 3:2020", "60.60"),
        document("ISO 4:2020", "95.99"),
        document("ISO/CD 5", "30.20", "ISO/TC 2"),
        document("ISO/FDIS 6", "50.20", "ISO/TC 3"),
        document("ETSI EN 7", None),
    )
}
LINKS = [link("ai", deliverable=name) for name in WORLD] + [link("ai", committee="ISO/TC 4")]
ADOPTIONS = [adoption("ISO 1:2020"), adoption("ISO 2:2011", "b")]


def of(links=LINKS, seats=None, decisions=(), worked=()):
    items = [SimpleNamespace(project=SimpleNamespace(committee=committee)) for committee in worked]
    return served(AREAS, links, WORLD, ADOPTIONS, seats or {}, decisions, items)


def test_each_document_stands_in_one_list():
    ai = of()["ai"]
    assert (ai.adopted, ai.outdated, ai.missing, ai.unknown) == (
        ("ISO 1:2020",), ("ISO 2:2020",), ("ISO 3:2020",), ("ETSI EN 7",),
    )  # fmt: skip
    assert [draft.deliverable for draft in ai.drafts] == ["ISO/CD 5", "ISO/FDIS 6"]
    assert ai.in_force == ("ISO 1:2020", "ISO 2:2020", "ISO 3:2020")


def test_an_area_without_links_has_nothing():
    roads = of()["roads"]
    assert not roads.linked
    assert (roads.seats, roads.idle) == ((), ())


def test_the_lists_agree_with_the_gaps():
    found = gaps(LINKS, WORLD, ADOPTIONS, {}, ())
    ai = of()["ai"]
    assert ai.missing == tuple(gap.deliverable for gap in found if gap.kind is GapKind.NOT_ADOPTED)
    assert ai.outdated == tuple(gap.deliverable for gap in found if gap.kind is GapKind.OUTDATED)


def test_a_decision_leaves_out():
    ai = of(decisions=[excluded("ISO 3:2020"), excluded("ISO/CD 5")])["ai"]
    assert ai.missing == ()
    assert [draft.deliverable for draft in ai.drafts] == ["ISO/FDIS 6"]
    assert [code for code, _ in ai.seats] == ["ISO/TC 4"]


def test_seats_of_linked_committees_and_of_open_drafts():
    ai = of(seats={"ISO/TC 2": Role.O, "ISO/TC 4": Role.UNKNOWN})["ai"]
    assert ai.seats == (("ISO/TC 2", Role.O), ("ISO/TC 4", Role.UNKNOWN))
    assert of()["ai"].seats == (("ISO/TC 2", Role.NONE), ("ISO/TC 4", Role.NONE))


def test_a_seat_without_work_is_idle():
    seats = {"ISO/TC 2": Role.O, "ISO/TC 4": Role.P}
    assert of(seats=seats)["ai"].idle == ("ISO/TC 2", "ISO/TC 4")
    assert of(seats=seats, worked={"ISO/TC 4"})["ai"].idle == ("ISO/TC 2",)
    assert of(seats={"ISO/TC 4": Role.UNKNOWN})["ai"].idle == ()


@pytest.mark.parametrize(
    ("stage", "day", "way", "until"),
    [
        ("20.20", DAY, "experts", None),
        ("30.20", DAY, "comments", None),
        ("40.00", DAY, "ballot", None),
        ("40.20", DAY, "ballot", dt.date(2027, 1, 24)),
        ("40.20", None, "ballot", None),
        ("40.60", DAY, "closing", DAY),
        ("40.60", None, "closing", None),
        ("50.20", DAY, "fixed", None),
    ],
)
def test_how_and_until_when_a_draft_can_be_shaped(stage, day, way, until):
    found = opening(document("ISO/DIS 9", stage, day=day))
    assert (found.stage, found.way, found.until) == (stage, way, until)


def test_what_is_published_has_no_opening():
    with pytest.raises(ValueError, match="no draft"):
        opening(document("ISO 1:2020", "60.60"))
