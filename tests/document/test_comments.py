"""The comment form as it goes out: real tables, eight numbered columns, texts only, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from opennss.document.writers.comment_form import BLANK_ROWS, printed
from opennss.document.writers.comments_excel import write_comments_excel
from opennss.document.writers.comments_word import write_comments_word
from opennss.model.comments import COLUMNS, Comment, CommentSheet, CommentType

WRITERS = {"docx": write_comments_word, "xlsx": write_comments_excel}
DAY = dt.date(2026, 11, 22)
ISO = [
    "MB/ NC¹", "Line number", "Clause/ Subclause", "Paragraph/ Figure/ Table", "Type of comment²", "Comments",
    "Proposed change", "Observations of the secretariat",
]  # fmt: skip
"""The words of the form, with a blank where a narrow column may break them."""


def comment(clause: str, text: str, change: str = "", kind: CommentType = CommentType.TECHNICAL) -> Comment:
    return Comment(member="VN", clause=clause, type=kind, comment=text, change=change)


SHEET = CommentSheet(
    "Chiến lược, dự thảo 2",
    "NSS-D2",
    DAY,
    (
        comment("10.2", "=1+1", "+1"),
        comment("9", "Lỗi chính tả\nở dòng 3\tvà 4\x07", "@sum", CommentType.EDITORIAL),
        comment("A.1", "ab " * 900, "-"),
    ),
)


@pytest.fixture(params=["en", "vi"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_word_form_has_eight_numbered_columns_and_a_header_that_repeats(tmp_path: Path, language: str) -> None:
    path = tmp_path / "a.docx"
    write_comments_word(SHEET, path, language)
    document = docx.Document(str(path))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list("12345678")
    assert rows[1] == list(printed(SHEET, language).columns)
    assert language != "en" or rows[1] == ISO
    assert [row[2] for row in rows[2:]] == ["9", "10.2", "A.1"]
    assert rows[2][5:] == ["Lỗi chính tả\nở dòng 3\tvà 4", "@sum", ""]
    heads = [row._tr.trPr is not None and row._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None
             for row in table.rows]  # fmt: skip
    assert heads == [True, True, False, False, False]
    assert table.style is not None
    assert table.style.name == "OpenNSS Comments"
    section = document.sections[0]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 297
    assert [part.text for part in section.header.paragraphs] == [
        printed(SHEET, language).title, *printed(SHEET, language).lines,
    ]  # fmt: skip
    foot = "\n".join(part.text for part in section.footer.paragraphs)
    assert all(text in foot for text in printed(SHEET, language).key)


def test_a_long_row_may_break_and_a_short_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_comments_word(SHEET, path, "en")
    (table,) = docx.Document(str(path)).tables
    kept = [row._tr.trPr is not None and row._tr.trPr.find(docx.oxml.ns.qn("w:cantSplit")) is not None
            for row in table.rows]  # fmt: skip
    assert kept == [True, True, True, True, False]


def test_font_and_language_hold_for_all_scripts(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_comments_word(SHEET, path, "vi")
    document = docx.Document(str(path))
    (table,) = document.tables
    parts = [part for row in table.rows for cell in row.cells for part in cell.paragraphs]
    assert {part.style.name for part in parts if part.style} == {"Table Head", "Table Text"}
    for name in ("Table Head", "Table Text"):
        text = document.styles[name].element.xml
        assert all(f'w:{script}="Arial"' in text for script in ("ascii", "hAnsi", "eastAsia", "cs"))
        assert 'w:lang w:val="vi-VN"' in text


def test_the_workbook_has_texts_alone_and_its_header_stays_in_view(tmp_path: Path, language: str) -> None:
    path = tmp_path / "a.xlsx"
    write_comments_excel(SHEET, path, language)
    book = openpyxl.load_workbook(path)
    (page,) = book.worksheets
    form = printed(SHEET, language)
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in page[6]] == list("12345678")
    assert [cell.value for cell in page[7]] == list(form.columns)
    assert page.freeze_panes == "A8"
    assert [page.cell(8 + n, 3).value for n in range(3)] == ["9", "10.2", "A.1"]
    assert page["F9"].value == "=1+1"
    assert page["F9"].number_format == "@"
    assert page["F9"].alignment.wrap_text
    assert page.column_dimensions["F"].width > page.column_dimensions["B"].width
    assert page.print_title_rows == "$6:$7"
    assert [page.cell(12 + n, 1).value for n in range(2)] == list(form.key)
    with zipfile.ZipFile(path) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode("utf-8")


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_the_same_sheet_gives_the_same_bytes_whatever_the_order_of_arrival(tmp_path: Path, kind: str) -> None:
    other = CommentSheet(SHEET.title, SHEET.document, SHEET.date, SHEET.comments[::-1])
    paths = [tmp_path / f"{number}.{kind}" for number in range(2)]
    for path, sheet in zip(paths, (SHEET, other), strict=True):
        WRITERS[kind](sheet, path, "vi")
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("kind", sorted(WRITERS))
@pytest.mark.parametrize("day", [None, dt.date(1955, 1, 1)])
def test_a_form_without_comments_has_rows_to_write_in(tmp_path: Path, kind: str, day: dt.date | None) -> None:
    path = tmp_path / f"a.{kind}"
    WRITERS[kind](CommentSheet("", "", day, ()), path, "km")
    assert path.stat().st_size > 2_000
    form = printed(CommentSheet("", "", day, ()), "km")
    assert len(form.rows) == BLANK_ROWS
    assert form.columns == tuple(ISO)


def test_both_languages_have_the_columns_of_the_model(language: str) -> None:
    form = printed(SHEET, language)
    assert len(form.columns) == len(COLUMNS)
    assert len(form.key) == 2


def test_what_no_cell_can_hold_is_said(tmp_path: Path) -> None:
    sheet = CommentSheet("", "", DAY, (comment("1", "a" * 32_768),))
    write: Callable[[CommentSheet, Path, str], None] = write_comments_excel
    with pytest.raises(ValueError, match="32767"):
        write(sheet, tmp_path / "a.xlsx", "en")
