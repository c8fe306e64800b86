"""The questionnaire out and back: lossless in both formats; a damaged form is reported cell by cell and not taken."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from opennss.document.writers.form_excel import write_form_excel
from opennss.document.writers.form_word import write_form_word
from opennss.errors import Severity, WorkspaceError
from opennss.language import Text, languages, say
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.references import CommitteeCode, Reference
from opennss.model.stakeholders import Offer, Opinion, OpinionType, Position, Reason, Request
from opennss.tables.form import code_of
from opennss.tables.office import read_document, read_workbook
from opennss.workspace.merging import Deed
from opennss.workspace.questionnaire.form import questionnaire, rank_words
from opennss.workspace.questionnaire.receive import Received, receive, write
from opennss.workspace.read import read_workspace

WRITERS = {"xlsx": write_form_excel, "docx": write_form_word}
PEOPLE = """\
id,name_en,name_vi,type,category,primary,illustrative
association-a,Association A,Hiệp hội A,trade-associations,A2,yes,yes
ministry-b,Ministry B,Bộ B,authorities,B,yes,yes
"""
REMARK = "Xin xem thêm công văn của chúng tôi"
SIGNED = {"3": "Người ký A", "4": "Tổng thư ký", "5": "2026-11-20", "6": "có", "7": "không"}
"""Answers of part A by number."""

Cells = Mapping[str, Mapping[str, Any]]
"""What is typed, by the code of the column and the first cell of the row."""


def typed(**columns: Mapping[str, Any]) -> Cells:
    """A signed form with some answers."""
    return {"A3": SIGNED, **columns}


@dataclass(frozen=True)
class Desk:
    """A folder and the forms that were made of it."""

    folder: Path
    made: Path

    def blank(self, ending: str, language: str = "vi", stakeholder: str = "association-a") -> Path:
        workspace, _ = read_workspace(self.folder)
        assert workspace is not None
        named = next((s for s in workspace.voices.stakeholders if s.id == stakeholder), None)
        path = self.made / f"form.{ending}"
        WRITERS[ending](questionnaire(workspace, language, named), path)
        return path

    def filled(self, ending: str, cells: Cells, **how: str) -> Path:
        path = self.blank(ending, **how)
        (fill_excel if ending == "xlsx" else fill_word)(path, cells)
        return path

    def received(self, path: Path, **how: Any) -> Received:
        """Receive a form and see that nothing is written."""
        before = self.bytes()
        got = receive(self.folder, [path], **how)
        assert self.bytes() == before
        return got

    def bytes(self) -> dict[str, str]:
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(self.folder.glob("*.csv"))}


def header_of(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """The row of the header of a sheet and the column of each code."""
    for row in sheet.iter_rows():
        codes = {code_of(str(cell.value)): cell.column for cell in row if cell.value and code_of(str(cell.value))}
        if codes:
            return row[0].row, codes
    return 0, {}


def fill_excel(path: Path, cells: Cells) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book:
        top, codes = header_of(sheet)
        rows = {str(sheet.cell(row, 1).value): row for row in range(top + 1, sheet.max_row + 1)} if top else {}
        for code, answers in cells.items():
            for name, value in answers.items() if code in codes else ():
                cell = sheet.cell(rows[name], codes[code])
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)


def fill_word(path: Path, cells: Cells) -> None:
    document = docx.Document(str(path))
    for table in document.tables:
        codes = {code_of(cell.text): place for place, cell in enumerate(table.rows[0].cells)}
        rows = {row.cells[0].text: row for row in table.rows[1:]}
        for code, answers in cells.items():
            for name, value in answers.items() if code in codes else ():
                rows[name].cells[codes[code]].text = str(value)
    document.save(str(path))


@pytest.fixture
def desk(country: Path, tmp_path: Path) -> Desk:
    (country / "stakeholders.csv").write_text(PEOPLE, encoding="utf-8")
    made = tmp_path / "made"
    made.mkdir()
    return Desk(country, made)


# The form that goes out


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_form_has_the_same_bytes(desk: Desk, ending: str) -> None:
    assert desk.blank(ending).read_bytes() == desk.blank(ending).read_bytes()


@pytest.mark.parametrize("language", languages())
def test_the_form_speaks_its_language_and_has_no_formula(desk: Desk, language: str) -> None:
    book = openpyxl.load_workbook(desk.blank("xlsx", language))
    assert [sheet.sheet_state for sheet in book] == ["visible"] * 5 + ["hidden"]
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    said = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert say("questionnaire.c-title", language) in {text.partition(". ")[2] for text in said}


def test_areas_are_chosen_from_a_list_of_their_names(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.blank("xlsx"))
    sheet = next(sheet for sheet in book if "C9" in header_of(sheet)[1])
    _, codes = header_of(sheet)
    letter = openpyxl.utils.get_column_letter(codes["C9"])
    rules = [rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(letter)]
    assert len(rules) == 10
    assert "Nông nghiệp" in rules[0].formula1


def test_every_run_of_the_document_names_fonts_for_all_scripts(desk: Desk) -> None:
    document = docx.Document(str(desk.blank("docx")))
    runs = document.element.body.findall(".//{*}r")
    assert len(runs) > 100
    for run in runs:
        fonts = run.find("{*}rPr/{*}rFonts")
        assert {key.rpartition("}")[2] for key in fonts.attrib} == {"ascii", "hAnsi", "eastAsia", "cs"}
        assert run.find("{*}rPr/{*}lang") is not None


def test_an_empty_form_is_refused_for_its_signature(desk: Desk) -> None:
    for ending in WRITERS:
        got = desk.received(desk.blank(ending))
        assert [f.code for f in got.findings] == ["form-unsigned"] * 3 + ["form-no-consent"]
        assert got.changes == ()


# Round trip

ODD = (
    "=1+1",
    "+84 912",
    "@tên",
    "-5",
    "'=1",
    "'t is",
    "007",
    '"a";"b"',
    "hai\ndòng\n\nba",
    "🙂 漢字 ភាសា",
    "a\tb",
    "x" * 900,
)
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Cf")) | st.just("\n"), min_size=1, max_size=40),
).filter(lambda text: bool(text.strip()))
AREAS = ("farming", "industry", "roads", "ai")
RANKS = (Rank.OVERRIDING, Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)
OPTIONAL = TEXTS | st.just("")


@st.composite
def asked(draw: st.DrawFn) -> Request:
    return Request(
        id=Id("new"), stakeholder=Id("association-a"), date=dt.date(2026, 11, 20), channel="questionnaire",
        signatory="Người ký A, Tổng thư ký", text=Text.of(vi=draw(TEXTS).strip()),
        reasons=tuple(r for r in Reason if draw(st.booleans())),
        standard=draw(st.none() | st.sampled_from((Reference("ISO 22000:2018"), Reference("ISO/IEC 27001:2022")))),
        urgency=draw(st.sampled_from((Rank.HIGH, Rank.MEDIUM, Rank.LOW))),
        area=draw(st.none() | st.sampled_from(AREAS).map(Id)),
        committee=draw(st.none() | st.just(CommitteeCode("ISO/TC 34/SC 17"))),
        offers=tuple(o for o in Offer if draw(st.booleans())), illustrative=True,
    )  # fmt: skip


@st.composite
def said(draw: st.DrawFn) -> tuple[Opinion, str]:
    opinion, change = draw(TEXTS).strip(), draw(OPTIONAL).strip()
    whole = f"{opinion}\n{say('questionnaire.proposed', 'vi')} {change}" if change else opinion
    row = Opinion(
        id=Id("new"), stakeholder=Id("association-a"), date=dt.date(2026, 11, 20),
        clause=Text.of(vi=draw(OPTIONAL).strip()), type=draw(st.sampled_from(OpinionType)), opinion=Text.of(vi=whole),
        named=False, illustrative=True,
    )  # fmt: skip
    return row, change


def cells_of(
    positions: Mapping[str, tuple[Rank, str]], requests: list[Request], opinions: list[tuple[Opinion, str]]
) -> Cells:
    """What a person types for some rows."""
    words = dict(zip(RANKS, rank_words(RANKS, "vi"), strict=True))
    rows: dict[str, dict[str, str]] = {f"{letter}{n}": {} for letter, last in (("B", 4), ("C", 13), ("D", 5))
                                       for n in range(1, last + 1)}  # fmt: skip
    for area, (rank, reason) in positions.items():
        rows["B3"][area], rows["B4"][area] = words[rank], reason
    for number, row in enumerate(requests, 1):
        reasons = ["x" if reason in row.reasons else "" for reason in Reason]
        offers = ["x" if offer in row.offers else "" for offer in Offer]
        named = [row.standard or "", row.urgency.value, row.area or "", row.committee or ""]
        values = [str(number), row.text["vi"], *reasons, *named, *offers]
        for place, value in enumerate(values, 1):
            rows[f"C{place}"][str(number)] = value
    for number, (opinion, change) in enumerate(opinions, 1):
        text = opinion.opinion["vi"].removesuffix(f"\n{say('questionnaire.proposed', 'vi')} {change}" if change else "")
        for place, value in enumerate((str(number), opinion.clause["vi"], opinion.type.value, text, change), 1):
            rows[f"D{place}"][str(number)] = value
    return typed(**rows)


def words_of(row: Request | tuple[Opinion, str]) -> object:
    return row.text if isinstance(row, Request) else row[0].opinion


@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    positions=st.dictionaries(st.sampled_from(AREAS), st.tuples(st.sampled_from(RANKS), OPTIONAL)),
    requests=st.lists(asked(), max_size=5, unique_by=words_of),
    opinions=st.lists(said(), max_size=4, unique_by=words_of),
)  # fmt: skip
def test_what_is_typed_comes_back(
    write_small: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory, ending: str,
    positions: dict[str, tuple[Rank, str]], requests: list[Request], opinions: list[tuple[Opinion, str]],
) -> None:  # fmt: skip
    folder = write_small(tmp_path_factory.mktemp("trip") / "country")
    (folder / "stakeholders.csv").write_text(PEOPLE, encoding="utf-8")
    desk = Desk(folder, folder.parent)
    path = desk.filled(ending, cells_of(positions, requests, opinions))
    got = desk.received(path)
    assert [f.code for f in got.findings] == []
    signed = {"signatory": "Người ký A, Tổng thư ký", "date": dt.date(2026, 11, 20), "illustrative": True}
    stands = [
        Position(stakeholder=Id("association-a"), area=Id(area), rank=rank, reason=reason.strip(), **signed)
        for area in AREAS
        for rank, reason in ([positions[area]] if area in positions else [])
    ]
    asking = [replace(row, id=Id(f"q-{n}")) for n, row in enumerate(requests, 1)]
    saying = [replace(row, id=Id(f"o-{n}")) for n, (row, _) in enumerate(opinions, 1)]
    assert [change.row for change in got.changes] == [*stands, *asking, *saying]
    write(folder, got)
    workspace, findings = read_workspace(folder)
    assert workspace is not None
    assert [f for f in findings if f.severity is Severity.ERROR] == []
    assert (*workspace.voices.positions, *workspace.voices.requests, *workspace.voices.opinions) == (
        *stands, *asking, *saying
    )  # fmt: skip
    again = desk.received(path)
    assert {change.deed for change in again.changes} <= {Deed.SAME}
    assert [f.code for f in again.findings] == (["form-folder"] if stands or asking or saying else [])
    assert write(folder, again) == ()


# What becomes of the rows

ASKED = {"C2": {"1": "Truy xuất nguồn gốc"}, "C4": {"1": "x"}, "C8": {"1": "1"}}


def test_a_position_takes_the_place_of_the_older_one(desk: Desk) -> None:
    write(desk.folder, desk.received(desk.filled("xlsx", typed(B3={"roads": "2"}))))
    got = desk.received(desk.filled("docx", typed(B3={"roads": "1*"}, B4={"roads": "Tai nạn"})))
    assert [(change.deed, change.before is not None) for change in got.changes] == [(Deed.CHANGED, True)]
    assert write(desk.folder, got) == ("positions.csv",)
    assert (desk.folder / "positions.csv").read_text("utf-8").splitlines()[1:] == [
        'association-a,roads,1*,Tai nạn,"Người ký A, Tổng thư ký",2026-11-20,yes'
    ]
    older = {**SIGNED, "5": "2026-11-01"}
    got = desk.received(desk.filled("xlsx", {"A3": older, "B3": {"roads": "3"}}))
    assert [change.deed for change in got.changes] == [Deed.SAME]
    assert [f.code for f in got.findings if f.severity is Severity.QUESTION] == ["form-older"]


def test_a_request_is_taken_once_and_what_the_office_added_stays(desk: Desk) -> None:
    path = desk.filled("xlsx", typed(**ASKED))
    write(desk.folder, desk.received(path))
    table = desk.folder / "requests.csv"
    table.write_text(table.read_text("utf-8").replace(",1,,,", ",1,farming,,"), encoding="utf-8")
    got = desk.received(path)
    assert [change.deed for change in got.changes] == [Deed.SAME]
    assert [f.values["columns"] for f in got.findings if f.code == "form-differs"] == ["area"]
    assert write(desk.folder, got) == ()


def test_ids_of_requests_go_on_where_they_end(desk: Desk) -> None:
    write(desk.folder, desk.received(desk.filled("xlsx", typed(**ASKED))))
    more = {**ASKED, "C2": {"1": "Phụ gia"}}
    got = desk.received(desk.filled("xlsx", typed(**more)))
    assert [change.row.id for change in got.changes] == ["q-2"]  # type: ignore[attr-defined]


def test_forms_of_several_organisations_come_together_or_not_at_all(desk: Desk) -> None:
    good = desk.filled("xlsx", typed(**ASKED)).rename(desk.made / "good.xlsx")
    bad = desk.filled("docx", typed(B3={"roads": "soon"}), stakeholder="ministry-b")
    got = receive(desk.folder, [good, bad])
    assert got.refused
    assert [change.source for change in got.changes] == ["good.xlsx"]
    with pytest.raises(WorkspaceError):
        write(desk.folder, got)
    assert not (desk.folder / "requests.csv").exists()


def test_an_unknown_organisation_is_a_question_or_a_new_row(desk: Desk) -> None:
    who = {**SIGNED, "2": "Hiệp hội Mới"}
    path = desk.filled("xlsx", {**ASKED, "A3": who}, stakeholder="")
    got = desk.received(path)
    assert [(f.code, f.severity) for f in got.findings] == [("form-unknown-organisation", Severity.QUESTION)]
    assert "association-a (Hiệp hội A)" in str(got.findings[0].values["known"])
    assert got.changes == ()
    got = desk.received(path, new=True)
    assert [(change.row.FILE, change.deed) for change in got.changes] == [
        ("stakeholders.csv", Deed.ADDED), ("requests.csv", Deed.ADDED)
    ]  # fmt: skip
    assert set(write(desk.folder, got)) == {"stakeholders.csv", "requests.csv"}
    again = desk.received(path)
    assert {change.deed for change in again.changes} == {Deed.SAME}, "now the name is known"


def test_an_open_form_knows_the_organisation_by_its_name_in_any_language(desk: Desk) -> None:
    path = desk.filled("docx", {**ASKED, "A3": {**SIGNED, "2": "  association a "}}, stakeholder="")
    assert desk.received(path).changes[0].row.stakeholder == "association-a"  # type: ignore[attr-defined]


def test_a_folder_with_faulty_tables_is_not_rewritten(desk: Desk) -> None:
    path = desk.filled("xlsx", typed(**ASKED))
    (desk.folder / "requests.csv").write_text("id,stakeholder\nq-1,association-a\n", encoding="utf-8")
    with pytest.raises(WorkspaceError):
        receive(desk.folder, [path])


# Damaged and hostile forms

Damage = Callable[[openpyxl.Workbook], None]


def sheet_of(book: openpyxl.Workbook, letter: str) -> Worksheet:
    return next(sheet for sheet in book if f"{letter}1" in header_of(sheet)[1])


def put(code: str, row: str, value: Any) -> Damage:
    def damage(book: openpyxl.Workbook) -> None:
        sheet = sheet_of(book, code[0])
        top, codes = header_of(sheet)
        line = next(n for n in range(top + 1, sheet.max_row + 1) if str(sheet.cell(n, 1).value) == row)
        sheet.cell(line, codes[code]).value = value

    return damage


def drop_column(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "B")
    sheet.delete_cols(header_of(sheet)[1]["B3"])


def merge(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "C")
    top, _ = header_of(sheet)
    sheet.merge_cells(start_row=top + 1, start_column=2, end_row=top + 3, end_column=2)


def extra_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Ghi chú")["A1"] = "Xin xem thêm"


def stray(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "D")
    sheet.cell(header_of(sheet)[0] + 2, 9).value = "ghi chú bên lề"


def strange_row(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "B")
    row = sheet.max_row + 1
    sheet.cell(row, 1).value, sheet.cell(row, 3).value = "fishing", "1"


def twice(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(sheet_of(book, "D"))


def no_part(book: openpyxl.Workbook) -> None:
    del book[sheet_of(book, "C").title]


def endless(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "C")
    for row in range(sheet.max_row + 1, sheet.max_row + 120):
        sheet.cell(row, 2).value = "Thêm"


def faults_without_end(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "D")
    for row in range(sheet.max_row + 1, sheet.max_row + 300):
        sheet.cell(row, 9).value = "ngoài"


def below(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "B")
    sheet.cell(sheet.max_row + 1, 1).value = REMARK


def header(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "B")
    top, codes = header_of(sheet)
    sheet.cell(top, codes["B3"]).value += f" {REMARK}"


def header_beside(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "D")
    sheet.cell(header_of(sheet)[0], 9).value = REMARK


def explained(book: openpyxl.Workbook) -> None:
    sheet_of(book, "C").cell(2, 1).value += f" {REMARK}"


def instructed(book: openpyxl.Workbook) -> None:
    book.worksheets[0].cell(6, 1).value = REMARK


def instructed_beside(book: openpyxl.Workbook) -> None:
    book.worksheets[0].cell(12, 4).value = REMARK


def hidden(book: openpyxl.Workbook) -> None:
    book.worksheets[-1].cell(9, 1).value = REMARK


def hidden_beside(book: openpyxl.Workbook) -> None:
    book.worksheets[-1].cell(9, 5).value = REMARK


def commented(book: openpyxl.Workbook) -> None:
    sheet_of(book, "C")["B6"].comment = Comment(REMARK, "A")


def above(book: openpyxl.Workbook) -> None:
    sheet_of(book, "C").cell(1, 4).value = "Đề nghị gấp: mũ bảo hiểm"


HARM: dict[str, tuple[Damage, str]] = {
    "the name of another area": (put("B2", "roads", "Nông nghiệp"), "form-other-cell"),
    "another question": (put("A2", "6", "Chúng tôi không đồng ý"), "form-other-cell"),
    "a remark in place of a number": (put("C1", "1", "gấp"), "form-other-cell"),
    "a deleted column": (drop_column, "form-column-missing"),
    "a deleted part": (no_part, "form-part-missing"),
    "a part twice": (twice, "form-part-twice"),
    "text in a rank": (put("B3", "roads", "rất gấp"), "form-choice"),
    "an unknown row of areas": (strange_row, "form-unknown-area"),
    "a date as a number": (put("A3", "5", "46377"), "not-a-date"),
    "a date that may be read two ways": (put("A3", "5", "05/11/2026"), "not-a-date"),
    "a day that has not come": (put("A3", "5", dt.date(2027, 1, 5)), "form-future"),
    "merged cells": (merge, "office-merged"),
    "a formula": (put("C2", "2", '=HYPERLINK("http://x","y")'), "office-formula"),
    "an error value": (put("B4", "ai", "#REF!"), "office-error-value"),
    "an old version": (put("N2", "format", "0"), "form-version"),
    "another country": (put("N2", "country", "KHM"), "form-country"),
    "an unknown language": (put("N2", "language", "xx"), "form-language"),
    "a broken date of the form": (put("N2", "as_of", "soon"), "not-a-date"),
    "half a signature": (put("A3", "4", None), "form-unsigned"),
    "no consent": (put("A3", "6", "không"), "form-no-consent"),
    "a consent that is none": (put("A3", "6", "maybe"), "form-choice"),
    "another organisation": (put("A3", "2", "Công ty Khác"), "form-other-name"),
    "no organisation": (put("A3", "1", None), "form-no-name"),
    "an extra sheet": (extra_sheet, "form-other-table"),
    "a note beside the form": (stray, "form-stray-cell"),
    "a note above the header": (above, "form-stray-cell"),
    "rows without end": (endless, "form-many-rows"),
    "faults without end": (faults_without_end, "form-many-faults"),
    "a word for a cross": (put("C4", "1", "đôi khi"), "form-cross"),
    "a standard nobody publishes": (put("C7", "1", "HACCP"), "bad-reference"),
    "a committee nobody has": (put("C10", "1", "TCVN/TC F1"), "bad-committee"),
    "a request without urgency": (put("C8", "1", None), "form-empty"),
    "a reason without a rank": (put("B4", "roads", "vì thế"), "form-reason-alone"),
    "an opinion without a type": (put("D4", "1", "Chưa rõ"), "form-empty"),
    "a row that is no question": (put("A1", "7", "8"), "form-stray-cell"),
}  # fmt: skip


ASIDE: dict[str, tuple[Damage, str]] = {
    "below a table": (below, "B."),
    "in a header": (header, "B."),
    "in a header beside the table": (header_beside, "D."),
    "in the sentence above a table": (explained, "C."),
    "in place of an instruction": (instructed, "Hướng dẫn!A6"),
    "beside the instructions": (instructed_beside, "Hướng dẫn!D12"),
    "on the hidden sheet": (hidden, "nss!A9"),
    "beside the lists of the hidden sheet": (hidden_beside, "nss!E9"),
    "in a printed cell of a row without answer": (put("B2", "ai", REMARK), "B."),
    "in place of a number": (put("C1", "9", REMARK), "C."),
    "in a comment": (commented, ""),
}


@pytest.mark.parametrize("name", ASIDE)
def test_what_stands_where_nobody_reads_is_a_warning(desk: Desk, name: str) -> None:
    damage, place = ASIDE[name]
    path = desk.filled("xlsx", typed(**ASKED))
    book = openpyxl.load_workbook(path)
    damage(book)
    book.save(path)
    got = desk.received(path)
    assert [f.severity for f in got.findings] == [Severity.WARNING]
    (finding,) = got.findings
    if place:
        assert finding.code == "form-other-text"
        assert finding.column.startswith(place)
        assert REMARK in str(finding.values["value"])
    else:
        assert finding.code == "office-comments"
        assert str(finding.values["sheet"]).startswith("C.")
    assert [change.deed for change in got.changes] == [Deed.ADDED]
    for language in languages():
        assert say(f"finding.{finding.code}.hint", language, **finding.values)


def test_what_stands_outside_the_tables_of_a_document_is_a_warning(desk: Desk) -> None:
    path = desk.filled("docx", typed(**ASKED))
    document = docx.Document(str(path))
    document.add_paragraph(REMARK)
    document.paragraphs[3].add_run(" (không đồng ý)")
    document.add_comment(document.paragraphs[0].runs, text="Tiêu đề chưa rõ")
    document.save(str(path))
    got = desk.received(path)
    assert [(f.code, f.severity) for f in got.findings] == [("form-other-text", Severity.WARNING)] * 3
    said = [str(f.values["value"]) for f in got.findings]
    assert REMARK in said
    assert "Tiêu đề chưa rõ" in said
    assert [change.deed for change in got.changes] == [Deed.ADDED]


@pytest.mark.parametrize("ending", WRITERS)
def test_a_form_of_another_day_and_language_says_nothing_strange(desk: Desk, ending: str) -> None:
    cells = {"A3": {**SIGNED, "6": "yes", "7": "no"}, **ASKED}
    path = desk.filled(ending, cells, language="en")
    file = desk.folder / "nss.toml"
    file.write_text(file.read_text("utf-8").replace("as_of = 2026-11-22", "as_of = 2026-12-01"), encoding="utf-8")
    assert [f.code for f in desk.received(path).findings] == ["form-folder"]


# What becomes of forms that say different things


def named(desk: Desk, name: str, cells: Cells, **how: str) -> Path:
    """A filled form with a name of its own."""
    return desk.filled("docx", cells, **how).rename(desk.made / f"{name}.docx")


def day_and_named(day: str, yes: bool) -> Cells:
    return {"A3": {**SIGNED, "5": day, "7": "có" if yes else "không"}, **ASKED}


def consent(desk: Desk) -> list[tuple[str, bool]]:
    workspace, _ = read_workspace(desk.folder)
    assert workspace is not None
    return [(str(row.id), row.named) for row in workspace.voices.requests]


def test_consent_to_be_named_can_be_given_and_withdrawn(desk: Desk) -> None:
    steps = {
        "first": ("2026-11-18", False, Deed.ADDED, False),
        "given": ("2026-11-19", True, Deed.CHANGED, True),
        "late": ("2026-11-18", False, Deed.SAME, True),
        "withdrawn the same day": ("2026-11-19", False, Deed.CHANGED, False),
        "given the same day": ("2026-11-19", True, Deed.SAME, False),
        "given again": ("2026-11-20", True, Deed.CHANGED, True),
        "withdrawn": ("2026-11-21", False, Deed.CHANGED, False),
    }
    for name, (day, yes, deed, outcome) in steps.items():
        got = desk.received(named(desk, name, day_and_named(day, yes)))
        assert [change.deed for change in got.changes] == [deed], name
        write(desk.folder, got)
        assert consent(desk) == [("q-1", outcome)], name


def test_consent_is_taken_over_after_the_reply_too(desk: Desk) -> None:
    write(desk.folder, desk.received(named(desk, "first", day_and_named("2026-11-10", True))))
    table = desk.folder / "requests.csv"
    table.write_text(table.read_text("utf-8").replace(",,yes,yes", ",2026-11-12,yes,yes"), encoding="utf-8")
    got = desk.received(named(desk, "later", day_and_named("2026-11-20", False)))
    (change,) = got.changes
    assert isinstance(change.row, Request)
    assert (change.deed, change.row.named, change.row.date) == (Deed.CHANGED, False, dt.date(2026, 11, 10))


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_forms_the_newer_counts_in_any_order(desk: Desk, turned: bool) -> None:
    old = named(desk, "old", {**day_and_named("2026-11-18", True), "B3": {"roads": "3"}})
    fresh = named(desk, "fresh", {**day_and_named("2026-11-20", False), "B3": {"roads": "1*"}})
    got = receive(desk.folder, [fresh, old] if turned else [old, fresh])
    assert not got.refused
    write(desk.folder, got)
    workspace, _ = read_workspace(desk.folder)
    assert workspace is not None
    assert [row.rank for row in workspace.voices.positions] == [Rank.OVERRIDING]
    assert consent(desk) == [("q-1", False)]


@pytest.mark.parametrize(
    ("one", "other"),
    [({"B3": {"roads": "1"}}, {"B3": {"roads": "2"}}), (ASKED, {**ASKED, "C8": {"1": "3"}})],
    ids=["position", "request"],
)
def test_two_forms_of_one_day_that_contradict_each_other_are_not_taken(desk: Desk, one: Cells, other: Cells) -> None:
    first, second = named(desk, "first", typed(**one)), named(desk, "second", typed(**other))
    for files in ((first, second), (second, first)):
        got = receive(desk.folder, files)
        assert [(f.file, f.code, f.values["other"]) for f in got.findings] == [
            (files[0].name, "form-contradicts", files[1].name), (files[1].name, "form-contradicts", files[0].name)
        ]  # fmt: skip
        assert (got.changes, got.refused) == ((), True)
        assert set(got.left_out) == {"first.docx", "second.docx"}
    more = named(desk, "more", typed(B3={"ai": "2"}, **{**ASKED, "C2": {"1": "Phụ gia"}}))
    assert not receive(desk.folder, [first, first, more]).refused, "the same twice, and more of it"


def test_ids_tell_nothing_of_who_asked_and_are_never_used_again(desk: Desk) -> None:
    (desk.folder / "requests.csv").write_text(
        "id,stakeholder,date,channel,text_vi,urgency,illustrative\n"
        "q-07,ministry-b,2026-11-01,letter,Cũ,2,yes\nother,ministry-b,2026-11-01,letter,Khác,2,yes\n",
        encoding="utf-8",
    )
    cells = typed(**ASKED, D3={"1": "ge"}, D4={"1": "Rõ hơn"})
    ids = [str(change.row.id) for change in desk.received(desk.filled("xlsx", cells)).changes]  # type: ignore[attr-defined]
    assert ids == ["q-8", "o-1"]


@pytest.mark.parametrize("name", HARM)
def test_a_damaged_form_is_reported_and_not_taken(desk: Desk, name: str) -> None:
    damage, code = HARM[name]
    path = desk.filled("xlsx", typed(**ASKED, B3={"roads": "1"} if name == "the name of another area" else {}))
    book = openpyxl.load_workbook(path)
    if name == "no organisation":
        put("A3", "2", None)(book)
    damage(book)
    book.save(path)
    got = desk.received(path)
    found = [f for f in got.findings if f.code == code]
    assert found, [f.code for f in got.findings]
    assert got.changes == ()
    assert got.refused
    assert len(got.findings) <= 250
    for language in languages():
        for finding in found:
            message = say(f"finding.{finding.code}.message", language, **finding.values)
            assert say(f"finding.{finding.code}.hint", language, **finding.values)
            assert "{" not in message
    if code.startswith("form-") and code not in ("form-part-missing", "form-many-faults"):
        assert all("!" in f.column or f.column in openpyxl.load_workbook(path).sheetnames for f in found)


def test_sheets_may_be_renamed_and_columns_moved(desk: Desk) -> None:
    path = desk.filled("xlsx", typed(**ASKED))
    book = openpyxl.load_workbook(path)
    for number, sheet in enumerate(book):
        sheet.title = f"S{number}"
    moved = sheet_of(book, "D")
    moved.move_range(f"B1:E{moved.max_row}", cols=3)
    book.save(path)
    got = desk.received(path)
    assert [change.row.FILE for change in got.changes] == ["requests.csv"]


def test_answers_to_a_closed_round_are_refused(desk: Desk) -> None:
    path = desk.filled("docx", typed(**ASKED))
    for name, old, new in (
        ("nss.toml", "as_of = 2026-11-22", "as_of = 2027-03-10"),
        ("judgements/r1/round.toml", "closed = 2026-09-30", "closed = 2027-03-01"),
    ):
        file = desk.folder / name
        file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
    got = desk.received(path)
    assert [f.code for f in got.findings] == ["form-round-closed", "form-folder"]
    assert got.changes == ()


def test_a_document_whose_column_was_deleted_is_refused(desk: Desk) -> None:
    path = desk.filled("docx", typed(**ASKED))
    document = docx.Document(str(path))
    for row in document.tables[2].rows:
        row._tr.remove(row.cells[7]._tc)
    document.add_table(1, 1).cell(0, 0).text = "Thêm"
    document.save(str(path))
    got = desk.received(path)
    assert {f.code for f in got.findings} == {"form-column-missing", "form-other-table"}


@pytest.mark.parametrize("name", ["form.pdf", "form.xlsx", "form.docx"])
def test_what_is_no_form_is_refused(desk: Desk, name: str) -> None:
    path = desk.made / name
    path.write_bytes(b"%PDF-1.7 nothing")
    assert [f.code for f in desk.received(path).findings] == ["form-kind" if name == "form.pdf" else "office-no-zip"]


def test_a_form_in_another_language_of_the_product_is_read(desk: Desk) -> None:
    cells = {"A3": {**SIGNED, "6": "yes", "7": "yes"}, **ASKED, "B3": {"roads": "none"}}
    got = desk.received(desk.filled("docx", cells, language="en"))
    stands, asks = (change.row for change in got.changes)
    assert isinstance(stands, Position)
    assert stands.rank is Rank.NONE
    assert isinstance(asks, Request)
    assert asks.text == Text.of(en="Truy xuất nguồn gốc")


def test_readers_give_the_form_back_as_it_went_out(desk: Desk) -> None:
    book, found = read_workbook(desk.blank("xlsx"), "form.xlsx")
    assert book is not None
    assert [f.code for f in found] == ["office-hidden-sheet"]
    tables, _, found = read_document(desk.blank("docx"), "form.docx")
    assert tables is not None
    assert found == []


def test_two_organisations_of_one_name_are_never_mixed_up(desk: Desk) -> None:
    people = desk.folder / "stakeholders.csv"
    people.write_text(
        PEOPLE + "association-c,Association C,Hiệp hội A,trade-associations,A2,yes,yes\n", encoding="utf-8"
    )
    path = desk.filled("docx", {**ASKED, "A3": {**SIGNED, "2": "Hiệp hội A"}}, stakeholder="")
    for new in (False, True):
        got = desk.received(path, new=new)
        assert [f.code for f in got.findings] == ["form-unknown-organisation"]
        assert got.changes == ()
