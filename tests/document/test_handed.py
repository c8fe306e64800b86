"""The check of a list on paper: both languages, tables beside the picture, files that are the same each time."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from opennss import build as spine
from opennss.document.blocks import Document, Figure, Table, plain
from opennss.document.handed.answers import answers
from opennss.document.handed.exports import as_data, tables
from opennss.document.handed.outline import handed_document
from opennss.document.handed.pen import HandedPen
from opennss.document.handed.printing import print_handed
from opennss.language import languages
from opennss.model.handed import Handed, Pace
from opennss.workspace.handed import read_handed

LIST = """\
title,reference,type,year,body,count,days,cost,area,fund,budget,remark
Roads,ISO 39001:2012,adopt,2027,office,,,,,state,,=1+1
Roads,ISO 39001:2012,adopt,2028,office,,,,,state,,
Rules for farms,,develop,2027,office,9,900,90,farming,other,1000,
Terms,,develop,2028,Ministry X,2,10,,roads,,,
Chairs,,,2031,office,,,5,unknown area,,,
Lost,,develop,2027,office,,-1,,,,,
Stock,,existing,,,5,,,,,,
End,,target,,,10,,,,,,
"""


@pytest.fixture(scope="module")
def check(write_small: object, tmp_path_factory: pytest.TempPathFactory) -> Handed:
    """The check of a list with some of everything."""
    place = tmp_path_factory.mktemp("handed")
    folder = write_small(place / "small")  # type: ignore[operator]
    for path in folder.glob("text/*/vision.md"):
        path.write_text(path.read_text("utf-8").replace(" | number", ""), encoding="utf-8", newline="\n")
    (place / "list.csv").write_text(LIST, encoding="utf-8", newline="\n")
    workspace, world = spine.read(folder)
    return spine.handed(workspace, world, read_handed(place / "list.csv", "VND"))


def cells(document: Document, table: str) -> list[list[str]]:
    found = next(block for block in document.blocks if isinstance(block, Table) and block.id == table)
    return [[plain(cell) for cell in row] for row in found.rows]


@pytest.mark.parametrize("language", languages())
def test_every_table_is_there_and_even(check: Handed, language: str) -> None:
    document = handed_document(check, language)
    found = {block.id: block for block in document.blocks if isinstance(block, Table)}
    assert set(found) == {
        "handed-use", "handed-money", "handed-year", "handed-pace", "handed-layers", "handed-best", "handed-same",
        "handed-types", "handed-by-year", "handed-bodies", "handed-funds", "handed-budgets", "handed-findings",
    }  # fmt: skip
    for table in found.values():
        assert {len(row) for row in table.rows} == {len(table.header)}
        assert len(table.align) == len(table.header)
        assert len(table.widths) in (0, len(table.header))
    (figure,) = [block for block in document.blocks if isinstance(block, Figure)]
    assert figure.table in found, "beside a picture stands its table"


def test_the_answer_names_what_is_wrong(check: Handed) -> None:
    document = handed_document(check, "en")
    said = " ".join(plain(item) for block in document.blocks for item in getattr(block, "items", ()))
    assert "Rows with a fault, which are not counted anywhere below: 1, in lines 7." in said
    assert "2027: of 10 items at work, 4 fit. Short of days or money: Office A." in said
    assert "Together with the 5 that exist, the list comes to 19, which is 9 above the target of 10." in said


def test_an_amount_and_its_currency_stand_in_one_order(check: Handed) -> None:
    said = {language: " ".join(answers(HandedPen(language, check))) for language in languages()}
    known = replace(check, totals=replace(check.totals, money=Decimal(9_000_000), items=2))
    told = {language: " ".join(answers(HandedPen(language, known))) for language in languages()}
    assert "4.500.000 VND (9 triệu VND cho 2 việc)" in told["vi"]
    assert "VND 4,500,000 (VND 9 million for 2 items)" in told["en"]
    placed = sum(row.placed for row in check.best)
    assert f"Items placed as things stand: {placed}; if everything took 130 % of the days:" in said["en"]


def test_seats_and_tasks_are_named_below_the_table_of_need(check: Handed) -> None:
    (first, *_) = check.uses
    seats = replace(first, seats=Decimal(20))
    task = replace(first, task="translate", budget=None)
    plain_notes, all_notes = (
        [plain(note) for block in handed_document(made, "en").blocks if isinstance(block, Table)
         and block.id == "handed-use" for note in block.notes]
        for made in (check, replace(check, uses=(seats, task, *check.uses[1:])))
    )  # fmt: skip
    assert len(plain_notes) == 1
    assert "what the present seats leave" in all_notes[1]
    assert "skills.csv" in all_notes[2]
    more = replace(
        check, uses=(*check.uses, task), paces=(*check.paces, Pace("office", Decimal(5), 9, 2035, "translate"))
    )
    document = handed_document(more, "vi")
    assert cells(document, "handed-use")[-1][0] == cells(document, "handed-pace")[-1][0] == "Cơ quan A – dịch"
    assert len(cells(document, "handed-money")) == len(check.uses), "a task has no money of its own"
    assert tables(more, "en")["use"][1][-1][1] == "translate"


def test_what_is_not_known_is_asked_and_never_zero(check: Handed) -> None:
    document = handed_document(check, "en")
    uses = {(row[0], row[1]): row for row in cells(document, "handed-use")}
    assert uses["Ministry X (which body?)", "2028"][4:7] == ["?", "–", "?"]
    bodies = {row[0]: row for row in cells(document, "handed-bodies")}
    assert bodies["Office A"][3] == "?", "of one of its items nobody knows the days"


def test_a_screen_gets_fewer_columns(check: Handed) -> None:
    wide, narrow = (handed_document(check, "en", short) for short in (False, True))
    assert len(cells(wide, "handed-best")[0]) == len(cells(narrow, "handed-best")[0]) + 2
    assert not [block for block in narrow.blocks if isinstance(block, Figure)]


def test_data_hold_every_row(check: Handed) -> None:
    data = json.loads(json.dumps(as_data(check, "en")))
    assert data["refused"] == [7]
    assert data["totals"]["overshoot"] == data["totals"]["reached"] - 10
    assert {row["line"] for row in data["best"]} == {2, 3, 4, 5, 6}
    assert {item["code"] for item in data["findings"]} == {
        "handed-negative", "handed-notes", "handed-body", "handed-outside", "handed-area",
    }  # fmt: skip


def test_files_are_the_same_each_time_and_formulas_stay_text(check: Handed, tmp_path: Path) -> None:
    one, two = (sorted(print_handed(check, tmp_path / name, "vi")) for name in ("one", "two"))
    assert [path.relative_to(tmp_path / "one") for path in one] == [path.relative_to(tmp_path / "two") for path in two]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(one, two, strict=True))
    names = {path.relative_to(tmp_path / "one").as_posix() for path in one}
    assert {"check.json", "check.xlsx", "tables/best.csv", "en/check.pdf", "vi/check.docx", "vi/check.html"} <= names
    rows = list(csv.DictReader(io.StringIO((tmp_path / "one/tables/best.csv").read_text("utf-8"))))
    assert rows[0]["notes"] == "remark: =1+1"
    book = openpyxl.load_workbook(tmp_path / "one/check.xlsx")
    assert set(book.sheetnames) == set(tables(check, "en"))
    assert not any(
        cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    ), "no formula comes out"  # fmt: skip
