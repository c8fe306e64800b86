"""The review on paper and as files: the example and a year after it, looked at in both languages."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest

from opennss.document.blocks import Document, Figure, Table, plain
from opennss.document.charts import moves
from opennss.language import languages
from opennss.model.review import Move, Review, Total
from opennss.review import exchange
from opennss.review.exports import as_data, tables
from opennss.review.outline import review_document
from opennss.review.printing import print_review
from opennss.review.words import area_sentence, item_sentence, rank_sentence


@pytest.fixture(scope="module")
def review(vietnam: Path, next_year: Path) -> Review:
    """The example and the year after it: data, method and decisions differ."""
    return exchange.review(*exchange.read(vietnam, next_year))


@pytest.fixture(scope="module", params=languages())
def document(request: pytest.FixtureRequest, review: Review) -> Document:
    return review_document(review, request.param)


def table(document: Document, name: str) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table) and block.id == name)


def test_every_movement_has_a_sentence_in_every_language(review: Review) -> None:
    for language in languages():
        for row in review.areas:
            moving = row.place.move in (Move.MOVED, Move.CAME, Move.WENT) or row.area is not Move.STAYED
            assert bool(area_sentence(row, language)) or not moving
            assert bool(rank_sentence(row, language)) is (row.rank.move is Move.MOVED)
        assert all(bool(item_sentence(row, language)) is (row.start.move is not Move.STAYED) for row in review.items)


def test_a_sentence_says_from_where_to_where_and_by_what(review: Review) -> None:
    row = next(row for row in review.areas if row.id == "cybersecurity")
    assert rank_sentence(row, "en") == "The rank of Cybersecurity went from 1 to 2: −1 by new decisions and links"
    assert rank_sentence(row, "vi") == "Hạng của An ninh mạng đổi từ 1 sang 2: −1 do quyết định và liên kết mới"


def test_the_rows_of_causes_add_up_on_paper(document: Document, review: Review) -> None:
    rows = [[plain(cell) for cell in row] for row in table(document, "review-totals").rows]
    assert len(rows) == 2 + len(review.parts)
    shift = review.totals[Total.ITEMS]
    assert shift.before is not None
    assert sum(shift.causes.values(), shift.before) == shift.after
    moved = [row for row in review.areas if row.place.move is Move.MOVED]
    assert len(table(document, "review-places").rows) == len(moved)


def test_every_picture_stands_beside_its_table(document: Document) -> None:
    pictures = [block for block in document.blocks if isinstance(block, Figure)]
    assert pictures
    for picture in pictures:
        assert table(document, picture.table)
        assert picture.svg.startswith(b"<svg")
        assert picture.description


def test_delivery_counts_every_item_once(document: Document, review: Review) -> None:
    counted = sum(int(plain(cell)) for row in table(document, "review-delivery").rows for cell in row[1:])
    assert counted == len(review.delivered) == sum(row.start.before is not None for row in review.items)


def test_answers_and_people_are_counted_and_never_quoted(review: Review) -> None:
    quoted = {row.file for row in review.changes if row.examples}
    assert not {name for name in quoted if name.startswith("judgements/")}
    assert not quoted & {"stakeholders.csv", "opinions.csv", "requests.csv", "experts.csv", "sources.csv"}


def test_files_agree_with_each_other(review: Review, tmp_path: Path) -> None:
    written = {path.relative_to(tmp_path).as_posix() for path in print_review(review, tmp_path)}
    spoken = {f"{language}/review.{ending}" for language in ("en", "vi") for ending in ("html", "pdf", "docx")}
    assert written == {"review.json", *spoken, *(f"tables/{name}.csv" for name in tables(review))}
    data = json.loads((tmp_path / "review.json").read_text("utf-8"))
    assert data["format"] == 1
    rows = {row["area"]: row for row in csv.DictReader(io.StringIO(tables(review)["areas"]))}
    for area in data["areas"]:
        exact = sum((Fraction(text) for text in area["place"]["exact"].values()), Fraction(0))
        if area["place"]["move"] == "moved":
            assert exact == area["place"]["before"] - area["place"]["after"], "upwards is positive"
            assert float(rows[area["area"]]["data"]) == area["place"]["causes"]["data"]
        elif area["place"]["move"] == "none":
            assert rows[area["area"]]["place_after"] == "?", "what is not known is no number"
    again = tmp_path / "again"
    print_review(review, again)
    assert all((again / name).read_bytes() == (tmp_path / name).read_bytes() for name in written), "same bytes"


def test_data_tell_which_parts_differ(review: Review) -> None:
    data = as_data(review)
    assert data["parts"] == ["data", "method", "choices"]
    assert (data["worlds"], data["waived"], data["gap"]) == (8, review.waived, review.gap)


def test_a_bar_has_its_pieces_and_nothing_is_drawn_of_nothing() -> None:
    causes, sides = {"a": 0, "b": 1}, ("down", "up")
    drawn = [moves([("One", "4 → 2", pieces)], causes, sides, "en")[0] for pieces in ((3.0, -1.0), (3.0, 0.0), (0, 0))]
    fewer = [svg.count(b"<rect") for svg in drawn]
    assert fewer[0] > fewer[1] > fewer[2]
    assert moves([], {}, sides, "en")[0].startswith(b"<svg")
