"""What changed between two catalogues, and what of a country it touches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from opennss.catalogue.changes import Changes, changes, touched
from opennss.catalogue.store import Catalogue
from opennss.language import Text
from opennss.model.codes import Ics, Id, Stage
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import (
    Adoption,
    AdoptionStatus,
    Committee,
    CommitteeStatus,
    Correspondence,
    Deliverable,
    Link,
    Participation,
    Relevance,
    Role,
)

TITLE = Text.of(en="Title")


def standard(reference: str, stage: str = "60.60", **values: object) -> Deliverable:
    made = Deliverable(
        reference=Reference(reference), title=TITLE, stage=Stage(stage), committee=CommitteeCode("ISO/TC 1"), source="s"
    )
    return replace(made, **values)  # type: ignore[arg-type]


def group(code: str, status: CommitteeStatus | None = CommitteeStatus.ACTIVE) -> Committee:
    return Committee(
        reference=CommitteeCode(code), title=TITLE, status=status, p_members=None, o_members=None, source="s"
    )


OLD = Catalogue.of(
    [
        standard("ISO 1:2010"), standard("ISO 2:2010"), standard("ISO 3:2010", ics=(Ics("01"),)),
        standard("ISO 4:2010"),
        standard("ISO/DIS 5", "40.60", project="5"), standard("ISO/DIS 6", "40.20"), standard("ISO/DIS 7", "40.20"),
    ],
    [group("ISO/TC 1"), group("ISO/TC 2"), group("ISO/TC 8"), group("ISO/TC 9"), group("IEC/TC 9", None)],
)  # fmt: skip
NEW = Catalogue.of(
    [
        standard("ISO 1:2010", "95.99", replaced_by=Reference("ISO 1:2026")), standard("ISO 1:2026"),
        standard("ISO 2:2010", "90.93"), standard("ISO 3:2010", ics=(Ics("03"),)),
        standard("ISO 4:2010", ics=(Ics("05"),)),
        standard("ISO/FDIS 5", "50.00", project="5"), standard("ISO/DIS 7", "40.60"),
    ],
    [group("ISO/TC 1", CommitteeStatus.SUSPENDED), group("ISO/TC 2"), group("ISO/TC 3"), group("ISO/TC 9", None)],
)  # fmt: skip

EXPECTED = Changes(
    new=("ISO 1:2026",),
    gone=("ISO/DIS 6",),
    became=(("ISO/DIS 5", "ISO/FDIS 5"),),
    withdrawn=("ISO 1:2010",),
    replaced=(("ISO 1:2010", "ISO 1:2026"),),
    moved=(("ISO 2:2010", "60.60", "90.93"), ("ISO/DIS 7", "40.20", "40.60")),
    ics=(("ISO 3:2010", "01", "03"),),
    committees_new=("ISO/TC 3",),
    committees_suspended=("ISO/TC 1",),
    committees_gone=("IEC/TC 9", "ISO/TC 8", "ISO/TC 9"),
)


def test_every_kind_of_change() -> None:
    assert changes(OLD, NEW) == EXPECTED


def test_the_same_catalogue_has_not_changed() -> None:
    assert changes(NEW, NEW) == Changes()


def test_without_an_old_one_everything_is_new() -> None:
    found = changes(Catalogue.of(), OLD)
    assert len(found.new) == 7
    assert found == Changes(new=found.new, committees_new=("IEC/TC 9", "ISO/TC 1", "ISO/TC 2", "ISO/TC 8", "ISO/TC 9"))


def link(**target: object) -> Link:
    shared = {
        "area": Id("food"),
        "relevance": Relevance.HIGH,
        "reason": TITLE,
        "reviewer": "r",
        "date": dt.date(2026, 1, 1),
    }
    return Link(**shared, **target)  # type: ignore[arg-type]


def test_what_of_a_country_is_touched() -> None:
    links = [
        link(deliverable=Reference("ISO/DIS 5")),
        link(committee=CommitteeCode("ISO/TC 1")),
        link(deliverable=Reference("ISO 9")),
    ]
    adoption = Adoption(
        id=Id("x"), title=TITLE, adopts=Reference("ISO 1:2010"), correspondence=Correspondence.IDT,
        status=AdoptionStatus.IN_FORCE,
    )  # fmt: skip
    found = touched(EXPECTED, links, [adoption])
    assert [(touch.reference, touch.what, touch.to) for touch in found] == [
        ("ISO/DIS 5", "became", "ISO/FDIS 5"),
        ("ISO/TC 1", "suspended", ""),
        ("ISO 1:2010", "withdrawn", ""),
        ("ISO 1:2010", "replaced", "ISO 1:2026"),
    ]
    assert found[-1].row is adoption


def test_seats_are_touched_where_there_is_one() -> None:
    seats = [
        Participation(committee=CommitteeCode(code), role=role, date=dt.date(2026, 1, 1), source=Id("iso"))
        for code, role in (
            ("ISO/TC 8", Role.P),
            ("ISO/TC 9", Role.NONE),
            ("ISO/TC 1", Role.O),
            ("IEC/TC 9", Role.UNKNOWN),
        )
    ]
    found = touched(EXPECTED, [], [], seats)
    assert [(touch.reference, touch.what) for touch in found] == [
        ("ISO/TC 8", "unlisted"),
        ("ISO/TC 1", "suspended"),
        ("IEC/TC 9", "unlisted"),
    ]
