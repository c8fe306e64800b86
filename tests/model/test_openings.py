"""Entries of a list and pieces of work: what a later document overtook; how long a draft can be shaped."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import Text
from opennss.model.codes import Id, Stage
from opennss.model.openings import closing, edition_year, number, standing
from opennss.model.programme import Ballot, BallotKind, Vote
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import Deliverable


def document(reference: str, stage: str | None) -> Deliverable:
    return Deliverable(
        reference=Reference(reference), title=Text(), stage=Stage(stage) if stage else None, committee=None, source="s"
    )


def test_a_number_ties_stages_and_editions_together() -> None:
    same = ["ISO/IEC DTS 12791", "ISO/IEC DTS 12791.2", "ISO/IEC TS 12791:2024", "ISO/IEC CD TS 12791"]
    assert {number(Reference(name)) for name in same} == {"12791"}
    same = ["ISO/IEC 22989:2022/AWI Amd 1", "ISO/IEC 22989:2022/CD Amd 1", "ISO/IEC 22989:2022/Amd 1:2025"]
    assert {number(Reference(name)) for name in same} == {"22989:2022/1"}
    assert number(Reference("ISO 5259-1")) != number(Reference("ISO 5259-2"))
    assert number(Reference("IEC 60529:1989+AMD1:1999 CSV")) == "60529"


def test_the_year_of_an_edition_is_its_own() -> None:
    assert edition_year(document("ISO 3779:2009", "90.92")) == 2009
    assert edition_year(document("ISO 3779:2009/Amd 1:2011", "60.60")) == 2011
    assert edition_year(document("ISO 3779:2009/Amd 1", "60.00")) is None
    assert edition_year(document("ISO 3779:2009/DAM 1:2011", "40.20")) is None


def ballot(kind: BallotKind, due: int, document: str = "ISO/DIS 1") -> Ballot:
    return Ballot(
        id=Id(f"b{due}"), committee=CommitteeCode("ISO/TC 1"), document=Reference(document), kind=kind, opens=None,
        due=dt.date(2027, 1, due), vote=Vote.OPEN,
    )  # fmt: skip


DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("stage", "began", "votes", "day"),
    [
        ("40.20", None, (), None),
        ("40.20", dt.date(2026, 11, 1), (), dt.date(2027, 1, 24)),
        ("40.20", dt.date(2026, 11, 1), (ballot(BallotKind.DIS, 9),), dt.date(2027, 1, 9)),
        ("40.20", None, (ballot(BallotKind.DIS, 9), ballot(BallotKind.FDIS, 20)), dt.date(2027, 1, 9)),
        ("40.20", None, (ballot(BallotKind.FDIS, 20),), dt.date(2027, 1, 20)),
        ("40.60", None, (), DAY),
        ("40.60", dt.date(2026, 9, 1), (), dt.date(2026, 9, 1)),
        ("30.20", None, (ballot(BallotKind.CD, 30),), None),
        ("60.60", None, (ballot(BallotKind.DIS, 9),), None),
    ],
)
def test_a_draft_closes_with_the_vote_on_it(
    stage: str, began: dt.date | None, votes: tuple[Ballot, ...], day: dt.date | None
) -> None:
    """As recorded; else as its stage tells; after it, at the latest on the day of the folder."""
    draft = replace(document("ISO/DIS 1", stage), stage_date=began)
    assert closing([draft], votes, DAY).get("ISO/DIS 1") == day


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ({"ISO/CD 1": "30.99", "ISO/DIS 1": "40.99", "ISO/FDIS 1": "50.00"}, {"ISO/FDIS 1"}),
        ({"ISO/FDIS 1": "50.60", "ISO 1": "60.00"}, {"ISO 1"}),
        ({"ISO 1": "60.00", "ISO 1:2024": "60.60"}, {"ISO 1:2024"}),
        ({"ISO/DIS 1": "40.20", "ISO 1:2015": "90.92"}, {"ISO/DIS 1", "ISO 1:2015"}),
        ({"ISO/DIS 1": "40.20", "ISO 1:2015": "95.99"}, {"ISO/DIS 1", "ISO 1:2015"}),
        ({"ISO/DIS 1": "40.98", "ISO/CD 2": "30.60"}, {"ISO/CD 2"}),
        ({"ISO 1:2015": "95.99", "ISO 1:2024": "60.60"}, {"ISO 1:2015", "ISO 1:2024"}),
        ({"ISO/DTS 1": "50.60", "ISO/DTS 1.2": "50.60"}, {"ISO/DTS 1.2"}),
        ({"ISO/DIS 1": None}, set()),
    ],
)
def test_what_a_later_document_overtook_stands_no_more(entries: dict[str, str | None], left: set[str]) -> None:
    assert {item.reference for item in standing(document(*pair) for pair in entries.items())} == left


@given(st.permutations([("ISO/CD 1", "30.99"), ("ISO/DIS 1", "40.99"), ("ISO 1:2011", "90.92"), ("ISO/CD 2", "30.20")]))
def test_the_order_of_a_list_does_not_matter(entries: list[tuple[str, str]]) -> None:
    found = standing(document(*pair) for pair in entries)
    assert {item.reference for item in found} == {"ISO/DIS 1", "ISO 1:2011", "ISO/CD 2"}
