"""A national catalogue: adoptions with their faults, and proposals where only the number tells."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from opennss.language import languages, say
from opennss.model.codes import Id
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence
from opennss.sources.national import National, merged, print_layout, read

SOURCE = Id("national-catalogue")
HEADER = "number,title_vi,title_en,ics,adopts,degree,status,year,committee"
ROWS = (
    "TCVN 9001:2027,Chè,Tea,67.140.10,ISO 3720:2011,IDT,in-force,2027,TCVN/TC F 16",
    "TCVN ISO 9002:2027,Cà phê,,,,,in-force,,",
    "TCVN 9003:2027,Gạo,Rice,67.060,,,in-force,2027,",
    "TCVN 9004:2027,Sữa,Milk,67.100,ISO 707:2008 (MOD),,withdrawn,2027,",
    "TCVN 9005:2027,Mật ong,Honey,,ISO 12824:2016,,replaced,2027,",
)  # all invented


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "national.csv"
    path.write_text("\n".join((header, *(rows or ROWS))) + "\n", encoding="utf-8")
    return path


def codes(found: National) -> list[tuple[str, int, str]]:
    for finding in found.findings:
        for language in languages():
            assert say(f"finding.{finding.code}.message", language, **finding.values)
    return [(finding.code, finding.row, finding.severity.value) for finding in found.findings]


def test_what_a_catalogue_states(tmp_path: Path) -> None:
    found = read(written(tmp_path), ("vi", "en"), SOURCE)
    first, milk, honey = found.rows
    assert first.id == "tcvn-9001-2027"
    assert (first.adopts, first.correspondence, first.year) == ("ISO 3720:2011", Correspondence.IDT, 2027)
    assert (first.title["vi"], first.title["en"], first.ics) == ("Chè", "Tea", ("67.140.10",))
    assert (first.source, first.illustrative, first.committee) == (SOURCE, False, "TCVN/TC F 16")
    assert (milk.adopts, milk.correspondence) == ("ISO 707:2008", Correspondence.MOD)
    assert milk.status is AdoptionStatus.WITHDRAWN
    assert honey.correspondence is Correspondence.UNKNOWN, "a degree that is not stated is not made up"
    assert found.own == 1
    (coffee,) = found.proposals
    assert (coffee.adopts, coffee.correspondence) == ("ISO 9002:2027", Correspondence.UNKNOWN)
    assert codes(found) == [("national-derived", 3, "question")]


def test_a_workbook_reads_the_same(tmp_path: Path) -> None:
    plain = read(written(tmp_path), ("vi", "en"), SOURCE)
    with xlsxwriter.Workbook(tmp_path / "national.xlsx") as book:
        book.add_worksheet("empty")
        sheet = book.add_worksheet("list")
        for number, row in enumerate((HEADER, *ROWS)):
            for place, cell in enumerate(row.split(",")):
                sheet.write_string(number, place, cell)
    found = read(tmp_path / "national.xlsx", ("vi", "en"), SOURCE)
    assert (found.rows, found.proposals, found.own) == (plain.rows, plain.proposals, plain.own)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("TCVN 1:2027,Chè,,13.02,ISO 1:2022,IDT,in-force,2027,", "ics-damaged"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022,same,in-force,2027,", "unknown-value"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022,IDT,valid,2027,", "unknown-value"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022,IDT,,2027,", "missing-value"),
        ("TCVN 1:2027,,,,ISO 1:2022,IDT,in-force,2027,", "missing-value"),
        (",Chè,,,ISO 1:2022,IDT,in-force,2027,", "missing-value"),
        ("TCVN 1:2027,Chè,,,the ISO one,IDT,in-force,2027,", "bad-reference"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022;ISO 2:2022,IDT,in-force,2027,", "national-several"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022 (NEQ),IDT,in-force,2027,", "national-degree"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022 (eqv),IDT,in-force,2027,", "national-behind"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022 modified,,in-force,2027,", "national-behind"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022 (IDT) (IDT),,in-force,2027,", "national-behind"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022 [see note],IDT,in-force,2027,", "national-behind"),
        ("TCVN 1:2027,Chè,,,ISO 1:2022,IDT,in-force,soon,", "not-a-whole-number"),
        (f"{ROWS[0]}", "duplicate-key"),
    ],
)
def test_a_row_with_a_fault_is_left_out(tmp_path: Path, row: str, code: str) -> None:
    found = read(written(tmp_path, ROWS[0], row, ROWS[3]), ("vi", "en"), SOURCE)
    assert [item.number for item in found.rows] == ["TCVN 9001:2027", "TCVN 9004:2027"]
    assert codes(found) == [(code, 3, "error")]


@pytest.mark.parametrize(
    ("adopts", "degree", "reference", "expected"),
    [
        ("ISO 1:2016 (NEQ)", None, "ISO 1:2016", "NEQ"),
        ("ISO 1:2016 (mod)", "", "ISO 1:2016", "MOD"),
        ("ISO 1:2016[ Idt ]", "", "ISO 1:2016", "IDT"),
        ('"ISO 1:2016, MOD"', "MOD", "ISO 1:2016", "MOD"),
        ("ISO 1:2016 neq", "?", "ISO 1:2016", "NEQ"),
        ("ISO 1:2016(E)", "MOD", "ISO 1:2016", "MOD"),
        ("IEC 60335-1:2010+AMD1:2013 CSV (MOD)", None, "IEC 60335-1:2010+AMD1:2013 CSV", "MOD"),
        ("ITU-T G.122 (10/1984)", "", "ITU-T G.122 (10/1984)", "?"),
        ("ETSI TS 122 173 V7.5.0 (2008-07) (IDT)", "", "ETSI TS 122 173 V7.5.0 (2008-07)", "IDT"),
        ("ISO/HL7 27931:2009 (IDT)", None, "ISO/HL7 27931:2009", "IDT"),
        ("ISO 1:2016/Amd 1:2017", None, "ISO 1:2016/Amd 1:2017", "?"),
    ],
)
def test_a_degree_behind_the_reference(
    tmp_path: Path, adopts: str, degree: str | None, reference: str, expected: str
) -> None:
    header, row = "number,title_vi,status,adopts", f"TCVN 1:2027,Chè,in-force,{adopts}"
    more = ("", "") if degree is None else (",degree", f",{degree}")
    found = read(written(tmp_path, row + more[1], header=header + more[0]), ("vi",), SOURCE)
    assert [(item.adopts, item.correspondence.value) for item in found.rows] == [(reference, expected)]
    assert found.findings == ()


def test_one_number_may_adopt_two_deliverables(tmp_path: Path) -> None:
    found = read(written(tmp_path, ROWS[0], ROWS[0].replace("3720", "3721")), ("vi", "en"), SOURCE)
    assert [row.id for row in found.rows] == ["tcvn-9001-2027", "tcvn-9001-2027-iso-3721-2011"]


@pytest.mark.parametrize(
    ("header", "code"),
    [("number,status,adopts", "missing-column"), ("number,title_vi", "missing-column"), ("a,b", "missing-column")],
)
def test_a_header_that_lacks_what_is_needed(tmp_path: Path, header: str, code: str) -> None:
    found = read(written(tmp_path, "1,2,3", header=header), ("vi", "en"), SOURCE)
    assert found.rows == ()
    assert code in [item[0] for item in codes(found)]


@pytest.mark.parametrize("name", ["national.csv", "national.xlsx"])
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"\xff\xfea\x00"])
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    found = read(tmp_path / name, ("vi", "en"), SOURCE)
    assert found.rows == ()
    assert any(severity == "error" for _, _, severity in codes(found))


def test_proposals_come_back_as_adoptions_once_a_person_looked(tmp_path: Path) -> None:
    found = read(written(tmp_path), ("vi", "en"), SOURCE)
    (tmp_path / "proposals.csv").write_text(print_layout(found.proposals, ("vi", "en")), encoding="utf-8")
    again = read(tmp_path / "proposals.csv", ("vi", "en"), SOURCE)
    assert [(row.number, row.adopts) for row in again.rows] == [("TCVN ISO 9002:2027", "ISO 9002:2027")]
    assert again.findings == ()


def test_what_the_folder_has_is_left_alone(tmp_path: Path) -> None:
    found = read(written(tmp_path), ("vi", "en"), SOURCE)
    assert merged((), found.rows, "n") == (found.rows, ())
    assert merged(found.rows, found.rows, "n") == ((), ())
    other = read(written(tmp_path, ROWS[0].replace("IDT", "MOD")), ("vi", "en"), SOURCE).rows
    fresh, findings = merged(found.rows, other, "n")
    assert fresh == ()
    assert [(finding.code, finding.values["kept"]) for finding in findings] == [("national-differs", "IDT")]
    own = Adoption(**{field: getattr(found.rows[0], field) for field in Adoption.__slots__ if field != "number"})
    fresh, _ = merged((own,), found.rows[:1], "n")
    assert fresh[0].id == "tcvn-9001-2027-iso-3720-2011", "an id of the folder is not given twice"
