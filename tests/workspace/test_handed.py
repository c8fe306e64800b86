"""Lists made elsewhere: headers in two languages, numbers as offices write them, faults by row and cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.errors import CodeError, Severity
from opennss.language import languages, say, sentences
from opennss.model.handed import HandedList, Statement
from opennss.model.projects import ProjectType
from opennss.tables.words import folded
from opennss.workspace.handed import COLUMNS, read_handed
from opennss.workspace.handed_cells import amount, day_factor, money_factor, parted, words, years

Read = Callable[[str], HandedList]
TYPES = [name for name in ProjectType if name is not ProjectType.MEASURE]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a text as a CSV file of a country whose money is VND."""

    def reading(text: str) -> HandedList:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8", newline="\n")
        return read_handed(path, "VND")

    return reading


def codes(found: HandedList, *weights: Severity) -> list[tuple[int, str]]:
    return [(item.row, item.code) for item in found.findings if not weights or item.severity in weights]


# Words


def test_no_word_stands_for_two_things() -> None:
    for kind, names in (
        ("column", COLUMNS), ("type", [*map(str, TYPES)]), ("says", [*map(str, Statement)]),
    ):  # fmt: skip
        known = [word for name in names for word in words(f"handed.{kind}-{name}")]
        assert len(known) == len(set(known)), (kind, sorted({word for word in known if known.count(word) > 1}))
    types = {word for name in TYPES for word in words(f"handed.type-{name}")}
    assert not types & {word for name in Statement for word in words(f"handed.says-{name}")}


def test_every_column_is_understood_by_its_own_name() -> None:
    assert all(folded(name) in words(f"handed.column-{name}") for name in COLUMNS)


def test_every_type_has_its_own_word_and_a_name() -> None:
    for name in TYPES:
        assert name.value.replace("-", " ") in {word.replace("-", " ") for word in words(f"handed.type-{name}")}
        assert all(f"doc.type-{name}" in sentences(language) for language in languages())


def test_headers_of_two_languages_in_any_order(read: Read) -> None:
    english = read("year,Body,TITLE of standard,Type,person-days\n2027,office,Rice,new,12\n")
    vietnamese = read("Năm;Cơ quan chủ trì;Tên tiêu chuẩn;Hình thức;Số ngày công\n2027;office;Rice;xây dựng mới;12\n")
    assert english.rows == vietnamese.rows
    (row,) = english.rows
    assert (row.title, row.type, row.start, row.end, row.body) == ("Rice", ProjectType.DEVELOP, 2027, 2027, "office")
    assert row.days == 12


def test_words_without_accents_are_understood(read: Read) -> None:
    (row,) = read("Ten tieu chuan,Hinh thuc,Nam\nGao,Soat xet,2028\n").rows
    assert (row.type, row.start) == (ProjectType.REVISE, 2028)


def test_other_columns_are_kept_as_notes(read: Read) -> None:
    found = read("title,type,STT,Ghi chú\nRice,adopt,1,of last year\n")
    assert found.rows[0].notes == (("STT", "1"), ("Ghi chú", "of last year"))
    assert codes(found) == [(1, "handed-notes")]


# Cells


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"), ("1,5", "1.5"), ("1.5", "1.5"), ("0.125", "0.125"), ("4 600 000 000", "4600000000"),
        ("4.600.000.000", "4600000000"), ("4,600,000", "4600000"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
        ("1e6", "1e6"), ("12,3456", "12.3456"), ("0", "0"), ("12 500", "12500"), ("4'600'000", "4600000"),
        ("1 234 567,5", "1234567.5"), ("4\u00a0600", "4600"),
    ],
)  # fmt: skip
def test_numbers_as_offices_write_them(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.000", "handed-two-ways"), ("12,500", "handed-two-ways"), ("-3", "handed-negative"),
        ("−3", "handed-negative"),
        ("NaN", "not-a-number"), ("inf", "not-a-number"), ("1/2", "not-a-number"), ("", "not-a-number"),
        ("1,2,3", "not-a-number"), ("1e999", "not-a-number"), ("10 15", "not-a-number"), ("12 5,5", "not-a-number"),
        ("5'6", "not-a-number"), ("1 000'000", "not-a-number"), ("1234 567", "not-a-number"),
        ("1 0000", "not-a-number"),
    ],
)  # fmt: skip
def test_what_is_no_number_or_two_is_refused(text: str, code: str) -> None:
    with pytest.raises(CodeError) as error:
        amount(text)
    assert error.value.code == code


@given(st.text(alphabet="0123456789.,-+eE x\u00a0", max_size=12))
@settings(max_examples=200)
def test_no_text_breaks_the_reader_of_numbers(text: str) -> None:
    try:
        value = amount(parted(text)[0])
    except CodeError:
        return
    assert value.is_finite()
    assert value >= 0


def test_units() -> None:
    assert day_factor("ngày công") == day_factor("person-days") == day_factor("") == 1
    assert money_factor("triệu đồng", "VND") == money_factor("million VND", "VND") == 1_000_000
    assert money_factor("tỷ", "VND") == 10**9
    with pytest.raises(CodeError) as error:
        day_factor("months")
    assert error.value.code == "handed-unit-days"
    for unit, currency in (("million USD", "VND"), ("đồng", "KHR"), ("baskets", "VND")):
        with pytest.raises(CodeError) as error:
            money_factor(unit, currency)
        assert error.value.code == "handed-unit-money"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2027", (2027, 2027)), ("2027–2029", (2027, 2029)), ("2027 - 2029", (2027, 2029)),
        ("2027-05-01", (2027, 2027)),
        ("Năm 2028", (2028, 2028)), ("12/2027", (2027, 2027)), ("31/12/2027", (2027, 2027)),
        ("12/31/2027", (2027, 2027)), ("31.12.2027", (2027, 2027)), ("2027-12", (2027, 2027)),
        ("Quý III/2027", (2027, 2027)), ("quý 3 năm 2027", (2027, 2027)), ("Q3 2027", (2027, 2027)),
        ("H2/2027", (2027, 2027)), ("2027-H1", (2027, 2027)), ("tháng 6/2027", (2027, 2027)),
        ("Tháng 06 năm 2027", (2027, 2027)), ("December 2027", (2027, 2027)), ("6 tháng đầu năm 2027", (2027, 2027)),
        ("2027 (bổ sung)", (2027, 2027)), ("2027/28", (2027, 2028)), ("2027-28", (2027, 2028)),
    ],
)  # fmt: skip
def test_years(text: str, span: tuple[int, int]) -> None:
    assert years(text) == span


@pytest.mark.parametrize("text", [
    "", "27", "20277", "soon", "1066", "2029-2027", "2027.5", "2027, 2028", "2027 2028", "sau 2028", "after 2028",
    "not 2027", "> 2027", "năm ≥ 2027", "2027-13", "2027-00", "2027/05", "13/2027", "31/31/2027", "0/2027", "Q5/2027",
    "quý V/2027", "tháng 13/2027", "2027-H3", "2027 (hủy)", "12027", "10 2027", "2027-02-45",
])  # fmt: skip
def test_what_is_no_year(text: str) -> None:
    with pytest.raises(CodeError):
        years(text)


def test_days_and_money_each_or_in_all(read: Read) -> None:
    found = read(
        "title,type,count,days,days each,cost (million),cost each\n"
        "A,adopt,10,,5,3,\n"
        "B,adopt,10,50,5,,\n"
        "C,adopt,10,40,5,,\n"
        "D,adopt,2,3 days,,,1.5 million\n"
    )
    rows = {row.title: row for row in found.rows}
    assert (rows["A"].days, rows["A"].cost, rows["B"].days) == (50, 3_000_000, 50)
    assert (rows["D"].days, rows["D"].cost) == (3, 3_000_000)
    assert codes(found) == [(4, "handed-both")]
    assert found.refused == (4,)


def test_each_fault_is_named_by_row_and_cell_and_only_its_row_is_left_out(read: Read) -> None:
    found = read(
        "title,reference,type,year,days,count\n"
        "A,ISO 1:2000,adopt,2027,-3,\n"
        "B,ISO 2:2000,adopt,soon,3,\n"
        'C,"ISO 3:2000; ISO 4:2000",adopt,2027,3,\n'
        "D,ISO 5:2000,adopt,2027,NaN,0\n"
        "E,our own 7,conjure,2027,3,\n"
        "Rice, white,ISO 6:2000,adopt,2027,3,1\n"
    )
    assert [row.title for row in found.rows] == ["E"]
    assert found.refused == (2, 3, 4, 5, 7)
    errors = {(f.row, f.column, f.code) for f in found.findings if f.severity is Severity.ERROR}
    assert errors == {
        (2, "days", "handed-negative"), (3, "year", "handed-year"), (4, "reference", "handed-several-references"),
        (5, "days", "not-a-number"), (5, "count", "handed-count"),
        (7, "", "too-many-cells"), (7, "year", "handed-year"),
    }  # fmt: skip
    assert codes(found, Severity.QUESTION)[:2] == [(6, "handed-reference"), (6, "handed-type")]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("ISO 22000:2018 (IDT)", "ISO 22000:2018"), ("TCVN 7026:2013 (ISO 7165:2009)", "ISO 7165:2009"),
        ("ITU-T G.122 (10/1984)", "ITU-T G.122 (10/1984)"), ("ISO  9001 : 2015", "ISO 9001:2015"),
    ],
)  # fmt: skip
def test_the_deliverable_that_is_meant(read: Read, cell: str, meant: str) -> None:
    assert read(f"title,reference\nA,{cell}\n").rows[0].reference == meant


def test_the_last_year_alone_is_the_year(read: Read) -> None:
    for header in ("end", "completion year", "năm hoàn thành"):
        (row,) = read(f"title,{header}\nA,2028\n").rows
        assert (row.start, row.end) == (None, 2028), "how long it takes is not for the reader to say"


def test_two_columns_that_say_different_years_are_a_fault(read: Read) -> None:
    found = read(
        "title,year,start,end\nA,2027,2028,2029\nB,2027,2027,2029\nC,2027-2029,,2028\nD,2027-2029,,2029\nE,2027,,2029\n"
    )
    assert [(row.title, row.start, row.end) for row in found.rows] == [
        ("B", 2027, 2029), ("D", 2027, 2029), ("E", 2027, 2029),
    ]  # fmt: skip
    assert [(item.row, item.column, item.code) for item in found.findings] == [
        (2, "start", "handed-two-years"), (4, "end", "handed-two-years"),
    ]  # fmt: skip


def test_every_finding_has_its_sentence(read: Read) -> None:
    found = read("title,type,year,days,area\nA,conjure,x,-1,b\n")
    for item in found.findings:
        for language in languages():
            assert say(f"finding.{item.code}.message", language, **item.values)
            assert say(f"finding.{item.code}.hint", language, **item.values)


# Lines that are no items


def test_titles_numbers_headings_and_sums_are_no_items(read: Read) -> None:
    found = read(
        "PLAN OF THE MINISTRY,,,\n"
        "STT,Tên,Hình thức,Năm\n"
        "(1),(2),(3),(4)\n"
        "I,Agriculture,,\n"
        "1,Rice,xây dựng,2027\n"
        ",Tổng cộng,,\n"
    )
    assert [row.title for row in found.rows] == ["Rice"]
    assert [code for _, code in codes(found)] == [
        "handed-title-lines", "handed-notes", "handed-numbered", "handed-heading", "handed-sum",
    ]  # fmt: skip
    assert not codes(found, Severity.ERROR, Severity.QUESTION)


def test_statements_about_the_list(read: Read) -> None:
    found = read(
        "title,type,count,cost\nEnd,chỉ tiêu,4000,\nStock,hiện có,1094,\nAll,money,,5000000\n"
        "Again,target,9,\nX,target,,\n"
    )
    assert (found.target, found.existing, found.money) == (4000, 1094, 5_000_000)
    assert codes(found) == [(5, "handed-said-twice"), (6, "handed-statement")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "handed-empty"),
        ("title,type\n", "handed-empty"),
        ("title,type\nI,\n", "handed-empty"),
        ("one,two\n1,2\n", "handed-no-header"),
        ("Tên,Thời gian,\n,từ,đến\nRice,2027,2028\n", "handed-merged-header"),
        ("Plan,of,us\ntitle,type,year\nRice,adopt,2027\n", "handed-merged-header"),
        ("title,type,year,năm\nRice,adopt,2027,2027\n", "duplicate-column"),
        ("title,type,cost (USD)\nRice,adopt,5\n", "handed-unit-money"),
        ("title,type,days (weeks)\nRice,adopt,5\n", "handed-unit-days"),
    ],
)
def test_a_file_that_is_refused_says_why(read: Read, text: str, code: str) -> None:
    found = read(text)
    assert not found.rows
    assert code in [code for _, code in codes(found)]


def test_other_kinds_of_file(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(b"%PDF")
    assert codes(read_handed(path, "VND")) == [(0, "upload-kind")]
    assert codes(read_handed(tmp_path / "none.csv", "VND")) == [(0, "unreadable-file")]
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    assert read_handed(broken, "VND").rows == ()


# Workbooks


def test_a_workbook_with_numbers_formulas_and_another_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for line in (["title", "type", "year", "days"], ["A", "adopt", 2027, 5.5], ["B", "adopt", 2027, "=1+1"]):
        sheet.append(line)
    sheet.append(["Total", None, None, "=SUM(D2:D3)"])
    book.create_sheet("About").append(["Made by nobody"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    found = read_handed(path, "VND")
    assert [(row.title, row.days) for row in found.rows] == [("A", Decimal("5.5"))]
    assert found.refused == (3,), "a cell that is not taken is not guessed"
    errors = codes(found, Severity.ERROR)
    assert errors == [(3, "office-formula")]
    assert {"handed-other-sheets", "handed-sum"} <= {code for _, code in codes(found)}


def test_a_list_of_refused_rows_is_not_called_empty(read: Read) -> None:
    found = read("title,type,year\nA,adopt,soon\n")
    assert (found.rows, found.refused, codes(found)) == ((), (2,), [(2, "handed-year")])


def test_a_number_of_a_workbook_has_one_meaning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["title", "type", "days", "cost"], ["A", "adopt", 450.125, 1.234], ["B", "adopt", "450.125", 1000]):
        book.active.append(line)
    path = tmp_path / "list.xlsx"
    book.save(path)
    found = read_handed(path, "VND")
    assert [(row.days, row.cost) for row in found.rows] == [(Decimal("450.125"), Decimal("1.234"))]
    assert codes(found) == [(3, "handed-two-ways")]


def test_two_sheets_that_may_be_the_list_are_a_question_to_the_sender(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Second")):
        sheet.append(["title", "type"])
        sheet.append(["A", "adopt"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    found = read_handed(path, "VND")
    assert codes(found) == [(0, "handed-sheets")]


def test_five_thousand_rows(read: Read) -> None:
    found = read("title,type,year\n" + "".join(f"Item {n},adopt,2027\n" for n in range(5000)))
    assert len(found.rows) == 5000
    assert not found.findings
