"""What is proposed for an area: kinds in order, nothing that was said before, of each document what is current."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from opennss.catalogue.store import Catalogue
from opennss.language import Text
from opennss.mapping import suggest as room
from opennss.mapping.suggest import suggest
from opennss.model.codes import Ics, Id, Stage
from opennss.model.country import Kind, PriorityArea
from opennss.model.proposals import Proposal, Refusal
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import (
    Committee,
    CommitteeStatus,
    Deliverable,
    IcsClass,
    Link,
    Relevance,
    Role,
)

DAY = dt.date(2026, 11, 20)
COFFEE = PriorityArea(
    id=Id("coffee"), name=Text.of(en="Coffee", vi="Cà phê"), kind=Kind.SECTOR, codes=(), ics=(Ics("67.140"),),
    legal=False,
)  # fmt: skip


def committee(code: str, title: str, status: CommitteeStatus = CommitteeStatus.ACTIVE) -> Committee:
    return Committee(
        reference=CommitteeCode(code),
        title=Text.of(en=title),
        status=status,
        p_members=None,
        o_members=None,
        source="s",
    )


def document(reference: str, title: str, stage: str = "60.60", replaces: str = "") -> Deliverable:
    return Deliverable(
        reference=Reference(reference), title=Text.of(en=title), stage=Stage(stage), source="s",
        committee=CommitteeCode("ISO/TC 34/SC 15"), ics=(Ics("67.140"),),
        replaces=(Reference(replaces),) if replaces else (),
    )  # fmt: skip


DOCUMENTS = (
    document("ISO 1:2010", "Green coffee, sampling", "90.93"),
    document("ISO 1:2020", "Green coffee, sampling"),
    document("ISO 2:2000", "Coffee extracts", "95.99"),
    document("ISO 3:2015", "Roasted coffee, grinding"),
    document("IEC 4:2015 RLV", "Coffee makers"),
    document("ISO/CD 5", "Coffee, moisture", "30.60"),
    document("ISO/DIS 5", "Coffee, moisture", "40.20"),
    document("ISO/DIS 6", "Coffee, caffeine", "40.20"),
    document("ISO/FDIS 6", "Coffee, caffeine", "50.20"),
    document("ISO/CD 7", "Coffee, defects", "30.60"),
    document("ISO 7", "Coffee, defects", "60.00"),
    document("ISO/DIS 3", "Roasted coffee, grinding", "40.20", replaces="ISO 3:2015"),
    document("ISO/DIS 1", "Green coffee, sampling", "40.20"),
    document("ISO/DIS 8", "Coffee, water activity", "40.60"),
)
COMMITTEES = (
    committee("ISO/TC 34/SC 15", "Coffee"),
    committee("ISO/TC 34", "Food products and coffee"),
    committee("ISO/TC 900", "Coffee machines", CommitteeStatus.SUSPENDED),
    committee("ETSI TC COFFEE", "Coffee networks"),
    committee("ISO/TC 901", "Beverages made of tea"),
    committee("ISO/TC 902", "Ships"),
)
WORLD = Catalogue.of(
    DOCUMENTS, COMMITTEES, (IcsClass(code=Ics("67.140"), title=Text.of(en="Tea and other beverages")),)
)


def link(subject: str) -> Link:
    return Link(
        area=COFFEE.id, committee=CommitteeCode(subject) if "TC" in subject else None,
        deliverable=None if "TC" in subject else Reference(subject), relevance=Relevance.HIGH, reason=Text(),
        reviewer="R", date=DAY,
    )  # fmt: skip


def proposed(**others: object) -> list[Proposal]:
    return list(suggest([COFFEE], WORLD, ("vi", "en"), **others))  # type: ignore[arg-type]


def subjects(**others: object) -> list[str]:
    return [str(row.committee or row.deliverable) for row in proposed(**others)]


def test_committees_come_first_then_documents_in_force_then_drafts() -> None:
    kinds = ["committee" if row.committee else row.stage.state for row in proposed() if row.committee or row.stage]
    assert kinds == sorted(kinds, key=("committee", "in-force", "draft").index)
    assert set(kinds) == {"committee", "in-force", "draft"}
    assert "ISO/TC 34/SC 15" in subjects()


def test_each_kind_is_best_first() -> None:
    rows = proposed()
    for kind in (True, False):
        scores = [row.score for row in rows if bool(row.committee) is kind and (kind or row.stage == "60.60")]
        assert scores == sorted(scores, reverse=True)
        assert all(score >= Decimal(str(room.FLOOR)) for score in scores)
    assert rows[0].score == Decimal(1)


def test_only_what_a_country_can_join_and_what_still_works() -> None:
    found = subjects()
    assert "ISO/TC 900" not in found
    assert "ETSI TC COFFEE" not in found
    assert "ISO/TC 902" not in found


def test_of_each_document_what_is_current() -> None:
    found = subjects()
    assert "ISO 1:2020" in found
    assert "ISO/DIS 5" in found, "the furthest draft"
    assert "ISO/DIS 3" in found, "it says which edition it will replace"
    assert "ISO/DIS 1" not in found, "it was published meanwhile: no edition that it will replace is named"
    assert "ISO/DIS 8" not in found, "the vote is over"
    for gone in ("ISO 1:2010", "ISO 2:2000", "IEC 4:2015 RLV", "ISO/CD 5", "ISO/DIS 6", "ISO/FDIS 6", "ISO/CD 7"):
        assert gone not in found


@pytest.mark.parametrize(
    ("told", "gone"),
    [("ISO 1:2010", "ISO 1:2020"), ("ISO 1:2020", "ISO 1:2020"), ("ISO/CD 5", "ISO/DIS 5"),
     ("ISO/TC 34/SC 15", "ISO/TC 34/SC 15")],
)  # fmt: skip
def test_what_was_linked_or_refused_is_not_proposed_again(told: str, gone: str) -> None:
    row = link(told)
    refusal = Refusal(
        area=row.area, committee=row.committee, deliverable=row.deliverable, reason=Text.of(en="no"), reviewer="R",
        date=DAY,
    )  # fmt: skip
    assert gone in subjects()
    assert gone not in subjects(links=[row])
    assert gone not in subjects(refusals=[refusal])


def test_a_link_of_another_area_changes_nothing() -> None:
    other = Link(
        area=Id("tea"), deliverable=Reference("ISO 1:2020"), relevance=Relevance.LOW, reason=Text(), reviewer="R",
        date=DAY,
    )  # fmt: skip
    assert subjects(links=[other]) == subjects()


def test_a_link_to_an_edition_leaves_the_draft_of_the_next_one() -> None:
    assert "ISO/DIS 3" in subjects(links=[link("ISO 3:2015")])


def test_the_ics_class_hints_and_counts_less() -> None:
    (hinted,) = [row for row in proposed() if row.committee == "ISO/TC 901"]
    assert hinted.score == Decimal(str(room.HINTS[Kind.SECTOR]))


def test_seats_are_shown_and_absent_means_none() -> None:
    seats = {CommitteeCode("ISO/TC 34/SC 15"): Role.O}
    rows = {str(row.committee or row.deliverable): row.seat for row in proposed(seats=seats)}
    assert rows["ISO/TC 34/SC 15"] is rows["ISO 1:2020"] is Role.O
    assert rows["ISO/TC 34"] is Role.NONE


def test_it_says_why_in_the_folders_language_and_leaves_the_reason_to_the_reviewer() -> None:
    vietnamese, english = (next(suggest([COFFEE], WORLD, languages)) for languages in (("vi", "en"), ("en", "vi")))
    assert vietnamese.name == "Cà phê"
    assert english.name == "Coffee"
    assert english.why.startswith("coffee: title")
    assert vietnamese.why.startswith("coffee: tên")
    assert not vietnamese.reason
    assert vietnamese.verdict is None
    assert vietnamese.relevance is Relevance.HIGH


def test_no_more_than_a_person_can_review(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COMMITTEES", "PUBLISHED", "DRAFTS"):
        monkeypatch.setattr(room, name, 1)
    assert len(proposed()) == 3
