"""Filled comment forms as people send them: every row is taken or told, hostile files harm nobody, nothing is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.document import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opennss.document.writers.comments_excel import write_comments_excel
from opennss.document.writers.comments_word import write_comments_word
from opennss.errors import Severity
from opennss.language import languages, say
from opennss.model.comments import COLUMNS, LONGEST, Comment, CommentSheet, CommentType, in_order, tidied
from opennss.workspace.comments.columns import header, is_header, numbered, type_of
from opennss.workspace.comments.read import CommentsRead, read_comments

HEAD = (
    "MB/\nNC1", "Line\nnumber\n(e.g. 17)", "Clause/\nSubclause\n(e.g. 3.1)",
    "Paragraph/\nFigure/\nTable/\n(e.g. Table 1)", "Type of comment2", "Comments", "Proposed change",
    "Observations of the secretariat",
)  # fmt: skip
OLD = (
    "MB1", "Clause No./\nSubclause No./\nAnnex\n(e.g. 3.1)", "Paragraph/\nFigure/Table/Note\n(e.g. Table 1)",
    "Type of com-ment2", "Comment (justification for change) by the MB", "Proposed change by the MB",
    "Secretariat observations\non each comment submitted",
)  # fmt: skip
FRENCH = (
    "CM/CN", "N° de ligne", "Article/\nParagraphe", "Alinéa/\nFigure/\nTableau", "Type d’observation", "Observations",
    "MODIFICATION PROPOSÉE", "Observations du secrétariat",
)  # fmt: skip
VIETNAMESE = (
    "Đơn vị góp ý", "Dòng số", "Điều, khoản", "Đoạn/hình/bảng", "Loại góp ý", "Nội dung góp ý", "Đề xuất sửa đổi",
    "Tiếp thu, giải trình",
)  # fmt: skip
VN = ("VN", "17", "5.1", "Table 1", "te", "Too vague", "Say which", "")
KH = ("KH", "", "5.2", "", "Ed", "A letter is missing", "", "Accepted")
TAKEN = (
    Comment(member="VN", line="17", clause="5.1", place="Table 1", type=CommentType.TECHNICAL, comment="Too vague",
            change="Say which"),
    Comment(member="KH", clause="5.2", type=CommentType.EDITORIAL, comment="A letter is missing",
            observation="Accepted"),
)  # fmt: skip

Cells = Sequence[Sequence[str]]


# Making files


def add(document: Document, rows: Cells) -> Any:
    """A table at the end of a document."""
    table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=False):
            cell.text = text
    return table


def word(path: Path, *tables: Cells, texts: Sequence[str] = ()) -> Path:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    for rows in tables:
        add(document, rows)
        document.add_paragraph("")
    document.save(str(path))
    return path


def excel(path: Path, **sheets: Cells) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, text in enumerate(row):
                    page.write_string(number, place, text)
    return path


def comma(path: Path, rows: Cells, delimiter: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="\n")
    return path


def codes(read: CommentsRead, *left_out: str) -> list[str]:
    return [finding.code for finding in read.findings if finding.code not in left_out]


def one(read: CommentsRead, code: str) -> Any:
    (found,) = (finding for finding in read.findings if finding.code == code)
    return found


# Columns


@pytest.mark.parametrize("words", [HEAD, FRENCH, VIETNAMESE])
def test_headers_of_three_languages_name_the_eight_columns(words: tuple[str, ...]) -> None:
    assert header(words) == {name: place for place, name in enumerate(COLUMNS)}
    assert is_header(words)


@pytest.mark.parametrize("language", languages())
def test_the_headers_that_go_out_are_known_again(language: str) -> None:
    assert list(header(say("comment-form.columns", language).split("|"))) == list(COLUMNS)


def test_the_older_form_has_no_column_of_lines() -> None:
    assert list(header(OLD)) == [name for name in COLUMNS if name != "line"]
    assert list(numbered(("1", "2", "(3)", "4", "5", "(6)", "(7)"))) == [name for name in COLUMNS if name != "line"]
    assert list(numbered("12345678")) == list(COLUMNS)
    assert numbered(("1", "2", "3", "4", "5", "6", "7", "x")) == numbered(("1", "2", "")) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ge", "ge"), ("GE", "ge"), ("Gen.", "ge"), ("Généralités", "ge"), ("chung", "ge"), ("te", "te"),
        ("tech.", "te"), ("Technical", "te"), ("Kỹ thuật", "te"), ("Ed", "ed"), ("editorial", "ed"), ("biên tập", "ed"),
        ("ge (general)", "ge"), ("", None), ("ge/te", None), ("x", None), ("te" * 500, None),
    ],
)  # fmt: skip
def test_types_are_understood_as_people_write_them(text: str, kind: str | None) -> None:
    assert type_of(text) == kind


# Reading


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv", "semicolon.csv"])
def test_a_plain_form_is_taken_from_any_kind_of_file(tmp_path: Path, ending: str) -> None:
    path, rows = tmp_path / f"a.{ending}", (HEAD, VN, KH)
    if ending.endswith("csv"):
        comma(path, rows, ";" if "semicolon" in ending else ",")
    else:
        word(path, rows) if ending == "docx" else excel(path, Comments=rows)
    read = read_comments(path)
    assert read.sheet.comments == TAKEN
    assert next(row.row for row in read.sheet.comments) > 1
    assert codes(read, "semicolon-separator") == []


def test_title_document_and_date_are_found_around_the_table(tmp_path: Path) -> None:
    texts = ("Template for comments\tDate: 2026-11-22", "Document: NSS-D2", "Project: Strategy, draft 2")
    first = read_comments(word(tmp_path / "a.docx", (HEAD, VN), texts=texts)).sheet
    assert (first.title, first.document, first.date) == ("Strategy, draft 2", "NSS-D2", dt.date(2026, 11, 22))
    above = (("Template", "Date:", "2026-11-22", "Document:", "NSS-D2", "Project: Strategy, draft 2"),)
    second = read_comments(word(tmp_path / "b.docx", above, (HEAD, VN))).sheet
    assert second == first
    assert read_comments(excel(tmp_path / "c.xlsx", a=(*above, ("",), HEAD, VN))).sheet == first
    glued = "Template for comments and secretariat observationsDate:2026-02-31Document: Project: "
    none = read_comments(word(tmp_path / "d.docx", (HEAD, VN), texts=(glued,))).sheet
    assert (none.title, none.document, none.date) == ("", "", None)


def test_columns_in_another_order_and_columns_of_others(tmp_path: Path) -> None:
    rows = (
        ("No", "Comment", "Type", "Clause", "MB", "My notes"),
        ("1", "Too vague", "te", "5.1", "VN", ""),
        ("2", "Better", "ge", "", "VN", "urgent"),
    )
    read = read_comments(excel(tmp_path / "a.xlsx", a=rows))
    assert [(row.comment, row.type, row.clause) for row in read.sheet.comments] == [
        ("Too vague", "te", "5.1"), ("Better", "ge", ""),
    ]  # fmt: skip
    others = [(item.column, item.values["text"], item.values["count"]) for item in read.findings]
    assert others == [("A", "No", 2), ("F", "My notes", 1)]
    assert codes(read) == ["comment-other-column"] * 2


def test_the_older_form_by_its_numbers_alone(tmp_path: Path) -> None:
    rows = (("1", "2", "(3)", "4", "5", "(6)", "(7)"), ("VN", "5.1", "Table 1", "te", "Too vague", "Say which", ""))
    read = read_comments(word(tmp_path / "a.docx", rows))
    assert read.sheet.comments == (Comment(member="VN", clause="5.1", place="Table 1", type=CommentType.TECHNICAL,
                                           comment="Too vague", change="Say which"),)  # fmt: skip
    assert codes(read) == []


def test_extra_header_rows_repeated_headers_and_the_key(tmp_path: Path) -> None:
    numbers = tuple("12345678")
    key = (
        "1 MB = Member body / NC = National Committee",
        "2 Type of comment: ge = general te = technical ed = editorial",
    )
    split = (
        ("MB", "", "", "", "Type", "Comment", "Change", "Secretariat"),
        ("", "Line", "Clause", "Table", "", "", "", ""),
    )
    rows = (
        numbers,
        HEAD,
        FRENCH,
        ("", "(17)", "(3.1)", "", "(ge)", "", "", ""),
        VN,
        *((text,) for text in key),
        HEAD,
        KH,
    )
    read = read_comments(excel(tmp_path / "a.xlsx", a=rows, b=(*split, VN, KH)))
    assert read.sheet.comments == TAKEN * 2
    assert codes(read) == []
    assert [(row.table, row.row) for row in read.sheet.comments] == [("a", 5), ("a", 9), ("b", 3), ("b", 4)]


def test_a_table_that_goes_on_without_its_header(tmp_path: Path) -> None:
    read = read_comments(word(tmp_path / "a.docx", (HEAD, VN), (KH, KH), (("Agenda",), ("Lunch",))))
    assert [row.table for row in read.sheet.comments] == ["1", "2", "2"]
    assert codes(read) == ["comment-no-header", "comment-other-table"]
    assert one(read, "comment-other-table").values["text"] == "Agenda"
    assert one(read, "comment-other-table").severity is Severity.NOTE


def test_a_table_of_the_form_without_any_header_is_read_by_place(tmp_path: Path) -> None:
    read = read_comments(comma(tmp_path / "a.csv", (VN, KH)))
    assert read.sheet.comments == TAKEN
    assert codes(read) == ["comment-no-header"]


def test_every_row_is_taken_or_told_with_its_text_and_its_place(tmp_path: Path) -> None:
    rows = (
        HEAD,
        ("", "", "1", "", "te", "nobody says this", "", ""),
        ("VN", "", "1", "", "", "no type", "", ""),
        ("VN", "", "1", "", "major", "odd type", "", ""),
        ("VN", "", "1", "", "te", "", "", ""),
        ("", "", "2", "", "te", "of the one above", "", ""),
        ("Clause 3", "", "", "", "", "", "", ""),
        ("VN", "", "3", "", "te", "", "only a change", ""),
        ("VN", "", "2026-02-03", "", "te", "clause is a date", "", ""),
        ("VN", "", "3", "", "te", "long " * 2_001, "", ""),
        ("V" * 121, "", "3", "", "te", "long name", "", ""),
    )
    read = read_comments(word(tmp_path / "a.docx", rows))
    assert [row.row for row in read.sheet.comments] == [6, 8, 9]
    assert [(item.code, item.row, item.column) for item in read.findings] == [
        ("comment-no-member", 2, "A"), ("comment-no-type", 3, "E"), ("comment-type", 4, "E"),
        ("comment-no-text", 5, "F"), ("comment-member-above", 6, "A"), ("comment-heading", 7, ""),
        ("comment-no-comment", 8, "F"), ("comment-clause-date", 9, "C"), ("comment-long", 10, "F"),
        ("comment-long", 11, "A"),
    ]  # fmt: skip
    assert all(tidy_start(rows[item.row - 1]) in str(item.values["text"]) for item in read.findings)
    for item in read.findings:
        for language in languages():
            assert str(item.values["cell"]) in say(f"finding.{item.code}.message", language, **item.values)


def tidy_start(row: Sequence[str]) -> str:
    return next(cell for cell in row if cell)[:100]


def test_the_member_who_sends_stands_where_none_is_written(tmp_path: Path) -> None:
    read = read_comments(comma(tmp_path / "a.csv", (HEAD, ("", *VN[1:]), KH)), member="Hiệp hội A")
    assert [row.member for row in read.sheet.comments] == ["Hiệp hội A", "KH"]
    assert codes(read) == []


def test_merged_cells_lose_no_row(tmp_path: Path) -> None:
    document = docx.Document()
    table = add(document, (HEAD, VN, KH, ("", "", "7", "", "ge", "third", "", ""), ("Clause 9",) + ("",) * 7))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(4, 0).merge(table.cell(4, 7))
    document.save(str(tmp_path / "a.docx"))
    read = read_comments(tmp_path / "a.docx")
    assert [row.comment for row in read.sheet.comments] == ["Too vague", "A letter is missing", "third"]
    assert read.sheet.comments[2].member == "KH"
    assert set(codes(read)) == {"office-merged", "comment-member-above", "comment-heading"}


def test_a_row_with_a_cell_that_cannot_be_read_is_not_taken(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("a")
        for number, row in enumerate((HEAD, VN, KH)):
            page.write_row(number, 0, row)
        page.write_formula("G2", "=1+1")
    read = read_comments(tmp_path / "a.xlsx")
    assert [row.comment for row in read.sheet.comments] == ["A letter is missing"]
    assert codes(read) == ["office-formula", "comment-cell-lost"]
    assert "Too vague" in one(read, "comment-cell-lost").values["text"]


def test_a_table_inside_a_comment_is_told_and_the_row_not_taken(tmp_path: Path) -> None:
    document = docx.Document()
    table = add(document, (HEAD, VN, KH))
    inner = table.cell(1, 5).add_table(1, 1)
    inner.cell(0, 0).text = "inside"
    document.save(str(tmp_path / "a.docx"))
    read = read_comments(tmp_path / "a.docx")
    assert [row.comment for row in read.sheet.comments] == ["A letter is missing"]
    assert codes(read) == ["office-nested", "comment-cell-lost"]
    assert one(read, "office-nested").values["cell"] == "F2"


def test_columns_that_are_missing_are_told_once(tmp_path: Path) -> None:
    rows = (("MB", "Comment", "Change", "Line"), ("VN", "a", "", ""), ("VN", "b", "", ""))
    read = read_comments(comma(tmp_path / "a.csv", rows))
    assert read.sheet.comments == ()
    assert codes(read) == ["comment-no-column", "comment-no-column", "comment-no-type", "comment-no-type"]
    assert [item.values["number"] for item in read.findings[:2]] == [3, 5]


def test_hidden_signs_of_a_csv_file_are_taken_out_and_told(tmp_path: Path) -> None:
    read = read_comments(comma(tmp_path / "a.csv", (HEAD, (*VN[:5], "To\u202eo\x07 vague", *VN[6:]))))
    assert read.sheet.comments == TAKEN[:1]
    assert codes(read) == ["comment-hidden-signs"]


def test_ten_thousand_rows_are_taken_and_ten_thousand_faults_are_counted(tmp_path: Path) -> None:
    good = [("VN", str(n), f"5.{n}", "", "te", f"comment {n}", "", "") for n in range(10_000)]
    (tmp_path / "a.docx").write_bytes(paper(table(HEAD, *good)))
    for path in (excel(tmp_path / "a.xlsx", a=(HEAD, *good)), tmp_path / "a.docx"):
        read = read_comments(path)
        assert len(read.sheet.comments) == 10_000
        assert read.findings == ()
    bad = [(*row[:4], "x", *row[5:]) for row in good]
    told = read_comments(comma(tmp_path / "b.csv", (HEAD, *bad)))
    assert told.sheet.comments == ()
    assert len(told.findings) == 1_001
    assert told.findings[-1].values["count"] == 9_000


def test_rows_that_nearly_are_the_key_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    nearly = [f"{'mb=' * 80}{' nc' * 80},,,", f"{'ge =' * 60}{'te =' * 60},,,"]  # each once took a tenth of a second
    path.write_text("\n".join(["MB,Clause,Type,Comments", *nearly * 1_000]), encoding="utf-8")
    assert len(read_comments(path).findings) == 1_001


def test_the_name_under_which_a_file_came_tells_its_kind(tmp_path: Path) -> None:
    path = excel(tmp_path / "upload", a=(HEAD, VN))
    assert read_comments(path, "góp ý.XLSX").sheet.comments == TAKEN[:1]
    assert codes(read_comments(path, "a.docx")) == ["office-other-kind"]
    assert codes(read_comments(path, "a.pdf")) == codes(read_comments(path)) == ["comment-file-kind"]


# Hostile and damaged files

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENTS = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>'
)
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def paper(body: str, before: str = "", **more: str | bytes) -> bytes:
    main = f'{before}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": CONTENTS, "word/document.xml": main, **more})


def table(*rows: Sequence[str], inner: str = "") -> str:
    cells = ("".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p>{inner}</w:tc>" for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip of which one part is another; a name that it does not have is put in."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {part: archive.read(part) for part in archive.namelist()}
    old = parts.get(name, b"")
    assert isinstance(old, bytes)
    return packed({**parts, name: change(old)})


SHEET = "xl/worksheets/sheet1.xml"
FAR = b'</row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
PLAIN = (HEAD, VN, KH)
WIDE = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """An ordinary form of each kind, to damage."""
    folder = tmp_path_factory.mktemp("good")
    return {
        "docx": word(folder / "a.docx", PLAIN).read_bytes(),
        "xlsx": excel(folder / "a.xlsx", a=PLAIN).read_bytes(),
        "csv": comma(folder / "a.csv", PLAIN).read_bytes(),
    }


HOSTILE: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes], str]] = {
    # name: ending, file, code of a finding
    "empty document": ("docx", lambda _: b"", "office-no-zip"),
    "empty csv": ("csv", lambda _: b"", "empty-file"),
    "web page": ("docx", lambda _: b"<html><table></table></html>", "office-no-zip"),
    "noise": ("xlsx", lambda _: random.Random(3).randbytes(9_000), "office-no-zip"),
    "noise as csv": ("csv", lambda _: random.Random(3).randbytes(9_000), "nul-bytes"),
    "workbook as document": ("docx", lambda good: good["xlsx"], "office-other-kind"),
    "document as workbook": ("xlsx", lambda good: good["docx"], "office-other-kind"),
    "document as csv": ("csv", lambda good: good["docx"], "nul-bytes"),
    "csv as workbook": ("xlsx", lambda good: good["csv"], "office-no-zip"),
    "old document": ("doc", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000), "office-legacy"),
    "old workbook": ("xls", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000), "office-legacy"),
    "truncated document": ("docx", lambda good: good["docx"][:-900], "office-damaged"),
    "truncated workbook": ("xlsx", lambda good: good["xlsx"][: len(good["xlsx"]) // 2], "office-damaged"),
    "truncated csv": ("csv", lambda good: good["csv"] + b'\n"open', "broken-csv"),
    "macros in a document": (
        "docm", lambda good: changed(good["docx"], "word/vbaProject.bin", lambda _: b"x"), "office-macros",
    ),
    "macros in a workbook": (
        "xlsm", lambda good: changed(good["xlsx"], "xl/vbaProject.bin", lambda _: b"x"), "office-macros",
    ),
    "bomb of a document": ("docx", lambda _: paper("<w:p/>" * 3_000_000), "office-bomb"),
    "bomb of a workbook": (
        "xlsx", lambda good: changed(good["xlsx"], SHEET, lambda old: old + bytes(60_000_000)), "office-bomb",
    ),
    "entities in a document": ("docx", lambda _: paper("&b;", LAUGHS), "office-entities"),
    "entities in a workbook": (
        "xlsx",
        lambda good: changed(good["xlsx"], SHEET, lambda old: old.replace(b"<work", LAUGHS.encode() + b"<work")),
        "office-entities",
    ),
    "entities beside": (
        "docx", lambda good: changed(good["docx"], "customXml/item1.xml", lambda _: LAUGHS.encode() + b"<a>&b;</a>"),
        "office-entities",
    ),
    "far cells": (
        "xlsx", lambda good: changed(good["xlsx"], SHEET, lambda old: old.replace(b"</row></sheetData>", FAR)),
        "office-too-large",
    ),
    "links to other files": (
        "xlsx", lambda good: changed(good["xlsx"], "xl/externalLinks/externalLink1.xml", lambda _: b"<a/>"),
        "office-links",
    ),
    "the form inside another table": (
        "docx", lambda _: paper(table(("outer",), inner=table(HEAD, VN))), "comment-no-table",
    ),
    "tables nested without end": (
        "docx", lambda _: paper("<w:tbl><w:tr><w:tc>" * 2_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 2_000),
        "office-nested",
    ),
    "merged without end": ("docx", lambda _: paper(WIDE + table(*PLAIN)), "office-merged"),
    "30 000 rows": ("docx", lambda _: paper(table(HEAD, *[("VN", "1", "1", "", "te", "x")] * 30_000)), "office-"),
    "30 000 lines": ("csv", lambda good: good["csv"] + b"VN,,,,te,x,,\n" * 30_000, "office-limits"),
    "a csv of many cells": ("csv", lambda _: b"," * 12_000_000, "office-limits"),
    "a csv of many columns": ("csv", lambda good: good["csv"] + b"a," * 2_000, "office-limits"),
    "a csv with one long cell": ("csv", lambda good: good["csv"] + b'"' + b"a" * 200_000 + b'"\n', "broken-csv"),
    "a csv of another encoding": ("csv", lambda _: "MB,Điều\n".encode("utf-16"), "legacy-encoding"),
    "a comment without end": ("docx", lambda _: paper(table(HEAD, (*VN[:5], "ab " * 14_000))), "comment-cell-lost"),
    "a key without end": ("csv", lambda good: good["csv"] + b"mb=" * 10_000 + b"\n", "comment-heading"),
    "brackets without end": ("csv", lambda good: good["csv"] + b"(" * 100_000 + b",x\n", "comment-no-text"),
    "direction override": ("docx", lambda _: paper(table(HEAD, (*VN[:5], "a&#x202E;b"))), "office-hidden-sign"),
    "markup": ("csv", lambda good: good["csv"] + b"<script>,[red]{0.__class__},,,{x},y,,\n", "comment-type"),
    "no tables": ("docx", lambda _: paper("<w:p/>"), "comment-no-table"),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(good: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, CommentsRead]:
    """What each file is answered with, read by the real child process."""
    folder = tmp_path_factory.mktemp("hostile")

    def answer(name: str) -> CommentsRead:
        ending, make, _ = HOSTILE[name]
        path = folder / f"{list(HOSTILE).index(name)}.{ending}"
        path.write_bytes(make(good))
        return read_comments(path, f"comments.{ending}")

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(HOSTILE, pool.map(answer, HOSTILE), strict=True))


def test_there_are_enough_hostile_files() -> None:
    assert len(HOSTILE) >= 25


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_answered_in_words(answers: dict[str, CommentsRead], name: str) -> None:
    read, code = answers[name], HOSTILE[name][2]
    assert any(found.startswith(code) for found in codes(read)), codes(read)
    for finding in read.findings:
        for language in languages():
            for part in ("message", "hint"):
                text = say(f"finding.{finding.code}.{part}", language, **finding.values)
                assert len(text) < 1_500
                assert "\u202e" not in text
        assert not finding.row or finding.values.get("cell", finding.row)


def test_far_cells_and_long_texts_are_named(answers: dict[str, CommentsRead]) -> None:
    assert one(answers["far cells"], "office-too-large").values["cell"] == "XFD1048576"
    assert one(answers["a comment without end"], "office-long-cell").values["cell"] == "F2"
    assert one(answers["direction override"], "office-hidden-sign").values["cell"] == "F2"
    assert one(answers["markup"], "comment-type").values["value"] == "{x}"
    assert answers["far cells"].sheet.comments[0] == TAKEN[0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_table_is_read_and_every_row_is_taken_or_told(tmp_path: Path, data: st.DataObject) -> None:
    cell = st.sampled_from(
        ["", "", "VN", "te", "ge", "x", "1", "(2)", "Comment", "Clause", "a\nb", "=1", "Line", *HEAD]
    )
    rows = data.draw(st.lists(st.lists(cell, min_size=8, max_size=9), min_size=1, max_size=8))
    path = comma(tmp_path / "a.csv", (HEAD, *rows))
    read = read_comments(path)
    begun = [1 + sum(text.count("\n") for before in (HEAD, *rows)[:n] for text in before) + n
             for n in range(1, len(rows) + 1)]  # fmt: skip
    told = {row.row for row in read.sheet.comments} | {item.row for item in read.findings}
    for number, row in zip(begun, rows, strict=True):
        formal = is_header(row) or numbered(row) or not any(row)
        extra = all("(" in text or text in HEAD or text in ("Comment", "Clause", "Line") for text in row if text)
        assert number in told or formal or extra, (number, row, read)


# There and back

SIGNS = st.characters(codec=None, exclude_categories=())
TEXT = st.builds(
    "{}{}".format,
    st.sampled_from(["", "", "=", "+", "-", "@", "'", "\t", "\n", "Điều ", "\x07", "\u202e", "&lt;", "1"]),
    st.text(SIGNS, max_size=30),
)
SHORT = st.builds("{}{}".format, st.sampled_from(["", "10.", "A."]), st.text(SIGNS, max_size=12))
COMMENTS = st.builds(
    Comment, member=TEXT, line=SHORT, clause=SHORT, place=TEXT, type=st.sampled_from(CommentType), comment=TEXT,
    change=TEXT, observation=TEXT,
).filter(lambda made: bool(tidied(made).member and (tidied(made).comment + tidied(made).change)))  # fmt: skip


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(comments=st.lists(COMMENTS, max_size=12), language=st.sampled_from(languages()))
def test_what_goes_out_comes_back(tmp_path: Path, kind: str, comments: list[Comment], language: str) -> None:
    path = tmp_path / f"a.{kind}"
    sheet = CommentSheet("Chiến lược", "NSS-D2", dt.date(2026, 11, 22), tuple(comments))
    (write_comments_word if kind == "docx" else write_comments_excel)(sheet, path, language)
    read = read_comments(path)
    assert read.sheet.comments == in_order(map(tidied, comments))
    assert (read.sheet.title, read.sheet.document, read.sheet.date) == (sheet.title, sheet.document, sheet.date)
    assert [item.code for item in read.findings if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_longest_texts_come_back(tmp_path: Path, kind: str) -> None:
    longest = {name: ("ậ\n" * most)[: most - 1] + "x" for name, most in LONGEST.items()}
    sheet = CommentSheet("", "", None, (Comment(**longest, type=CommentType.GENERAL),))
    path = tmp_path / f"a.{kind}"
    (write_comments_word if kind == "docx" else write_comments_excel)(sheet, path, "vi")
    read = read_comments(path)
    assert read.sheet == sheet
    assert read.findings == ()
