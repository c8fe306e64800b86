"""The chapter on ballots, seats and reviews: what is printed, what is said without data, both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.blocks import Block, Figure, Paragraph, Table, plain
from opennss.document.charts.ballots import ballots as draw
from opennss.document.exports import tables
from opennss.document.outline.obligations import obligations
from opennss.document.outline.pen import Pen
from opennss.document.trail import explain, trail
from opennss.language import languages, say
from opennss.model.results import Strategy

BALLOTS = """\
id,committee,document,title_en,title_vi,kind,opens,due,vote,cast,illustrative,source
near,ISO/TC 241,ISO/DIS 39003,Roads,Đường bộ,DIS,2026-09-01,2026-12-01,open,,yes,
far,ISO/TC 39,,Machines,Máy,SR,?,2027-03-01,open,,yes,
late,ISO/TC 241,,Meeting,Cuộc họp,CIB,2026-09-01,2026-10-01,open,,yes,
done,ISO/TC 241,,Scope,Phạm vi,CIB,2026-05-01,2026-06-01,abstain,2026-05-30,yes,
voted,ISO/TC 241,,Scope,Phạm vi,CIB,2026-05-01,2026-06-01,approve,2026-05-30,yes,
"""


@pytest.fixture(scope="module")
def held(write_small: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Strategy:
    """The small country with five ballots."""
    folder = write_small(tmp_path_factory.mktemp("ballots") / "small")
    for path in folder.glob("text/*/vision.md"):
        path.write_text(path.read_text("utf-8").replace(" | number", ""), encoding="utf-8", newline="\n")
    (folder / "ballots.csv").write_text(BALLOTS, encoding="utf-8")
    return spine.build(*spine.read(folder))


def text(blocks: list[Block]) -> str:
    return "\n".join(plain(block.line) for block in blocks if isinstance(block, Paragraph))


def table(blocks: list[Block], name: str) -> list[list[str]]:
    found = next(block for block in blocks if isinstance(block, Table) and block.id == name)
    return [[plain(cell) for cell in row] for row in found.rows]


def test_the_calendar_by_last_day(held: Strategy) -> None:
    blocks = obligations(Pen(held, "en"))
    rows = table(blocks, "ballot-calendar")
    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("9", "ISO/TC 241", "P-member"), ("99", "ISO/TC 39", "O-member"),
    ]  # fmt: skip
    assert rows[0][4] == "ISO/DIS 39003 – Roads (illustrative)"
    assert [row[6] for row in rows] == [say("doc.ballot-do-abstain", "en"), say("doc.ballot-do-observe", "en")]
    assert "due within 14 days: 1." in text(blocks)
    assert table(blocks, "ballot-overdue") == [["1 Oct 2026", "ISO/TC 241", "Meeting (illustrative)", "CIB"]]


def test_a_seat_with_what_nobody_knows(held: Strategy) -> None:
    blocks = obligations(Pen(held, "en"))
    (row,) = table(blocks, "seat-duties")
    assert row == ["ISO/TC 241", "3", "2 (1)", "0", "0 / 3", "1", "1", say("label.hold-unknown", "en")]
    assert "known outcome: 2. Votes cast: 2 (100 %); without abstentions: 1 (50 %). Outcome not known: 1." in text(
        blocks
    )


def test_both_languages_say_the_same(held: Strategy) -> None:
    shapes = set()
    for language in languages():
        blocks = obligations(Pen(held, language))
        shapes.add(tuple((type(block).__name__, len(getattr(block, "rows", ()))) for block in blocks))
        assert "{" not in text(blocks)
        (figure,) = (block for block in blocks if isinstance(block, Figure))
        assert figure.svg.startswith(b"<svg")
        assert figure.table == "ballot-calendar"
    assert len(shapes) == 1


def test_every_number_has_its_trail(held: Strategy) -> None:
    pen = Pen(held, "en")
    names = {entry.fact for entry in trail(pen, obligations(pen))}
    assert {"votes.cast-share", "obligation.iso-tc-241.hold", "ballot.near.days", "reviews.due"} <= names
    steps = [step.name for step in explain(held, "votes.cast-share", "en").steps]
    assert steps == ["votes.cast", "votes.settled"]


def test_reviews_of_national_standards(held: Strategy) -> None:
    rows = table(obligations(Pen(held, "en")), "reviews-due")
    assert [(row[0].split(" – ")[0], row[1], row[2], row[3], row[4]) for row in rows] == [
        ("Machines (illustrative)", "ISO 230-1:2012", "2019", "older than five years", "in force"),
        ("TCVN 1:2020", "ISO 39001:2012", "2020", "older than five years", "in force"),
    ]


def test_tables_to_take_away(held: Strategy) -> None:
    made = tables(held)
    assert made["ballots"].splitlines()[1] == ("near,ISO/TC 241,P,DIS,ISO/DIS 39003,Roads,2026-12-01,9,yes")
    assert made["seats"].splitlines()[1] == "ISO/TC 241,unknown,3,2,1,0,0,3,0,1,1"
    assert [row.split(",")[0] for row in made["reviews"].splitlines()] == ["id", "a2", "a1"]


def test_without_ballots_nothing_is_claimed(small: Path) -> None:
    strategy = spine.build(*spine.read(small))
    blocks = obligations(Pen(strategy, "vi"))
    assert text(blocks).count(say("doc.ballots-none", "vi")) == 2
    assert not [name for name in strategy.facts if name.startswith(("ballot", "votes.", "obligation"))]


def test_the_picture_shows_seats_that_occur() -> None:
    seats = {"P": "member", "O": "observer", "none": "no seat", "?": "not known"}
    svg, png = draw([("ISO/TC 1 · DIS", 0, 0, "P"), ("ISO/TC 2 · SR", 30, 900, "?")], seats, 14, "days")
    assert svg.startswith(b"<svg")
    assert (svg, png) == draw([("ISO/TC 1 · DIS", 0, 0, "P"), ("ISO/TC 2 · SR", 30, 900, "?")], seats, 14, "days")
