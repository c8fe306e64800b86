"""Adoptions and seats against the catalogue: each fault once, at its place; the six ICS codes of country C."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder

Edit = Callable[[str, str, str], None]

SIX = {
    "ISO 3877-1:1997": ("91.140", ["01.040.83", "83.160.01"]),
    "ISO 3877-2:1997": ("91.140", ["01.040.83", "83.160.01"]),
    "ISO 3877-3:1978": ("91.140", ["01.040.83", "83.160.01"]),
    "ISO 3779:2009": ("43.180", ["43.020"]),
    "ISO 4925:2020": ("43.180", ["75.120", "43.040.40"]),
    "ISO 4926:2020": ("43.180", ["75.120", "43.040.40"]),
}
"""National code and ISO's codes of the automotive rows (method, section 6)."""


def found(folder: Path) -> list[Finding]:
    return list(check_folder(folder, facts={"areas.count"}, styles={"number"})[2])


def of(folder: Path, code: str) -> list[Finding]:
    items = [item for item in found(folder) if item.code == code]
    for item in items:
        for language in languages():
            assert "{" not in say(f"finding.{code}.message", language, **item.values)
            assert "{" not in say(f"finding.{code}.hint", language, **item.values)
    return items


def adopt(edit: Edit, name: str, **values: str) -> None:
    row = {
        "number": "", "ics": "", "adopts": "ISO 39001:2012", "correspondence": "IDT", "status": "in-force",
        "year": "2021", **values,
    }  # fmt: skip
    cells = (
        row["number"], "T", "T", row["ics"], row["adopts"], row["correspondence"], row["status"], row["year"], "",
        "no" if row["number"] else "yes", "gso" if row["number"] else "",
    )  # fmt: skip
    edit("adoptions.csv", "", f"{name}," + ",".join(cells) + "\n")


def test_the_six_codes_of_country_c_are_six_warnings(country: Path, edit: Edit) -> None:
    classes = sorted({code for national, codes in SIX.values() for code in (national, *codes)})
    edit("catalogue/ics.csv", "", "".join(f"{code},Class\n" for code in classes))
    for place, (reference, (national, codes)) in enumerate(SIX.items()):
        row = f"{reference},Title,60.60,ISO/TC 39,{';'.join(codes)},1,,,iso\n"
        edit("catalogue/deliverables.csv", "", row)
        adopt(edit, f"c{place}", adopts=reference, ics=national)
    warnings = of(country, "ics-differs")
    assert [item.severity.value for item in warnings] == ["warning"] * 6
    assert {str(item.values["adopts"]): item.values["value"] for item in warnings} == {
        reference: national for reference, (national, _) in SIX.items()
    }
    edit(
        "decisions.csv",
        "",
        "d9,keep-ics,,,c3,,National use,Dùng trong nước,Office A,Minister A,2026-10-01,2027-10-01\n",
    )
    assert len(of(country, "ics-differs")) == 5


def test_an_edition_that_is_gone(country: Path, edit: Edit) -> None:
    adopt(edit, "old", adopts="ISO 1:1975")
    (item,) = of(country, "adopts-withdrawn")
    assert (item.file, item.row, item.column, item.severity.value) == ("adoptions.csv", 4, "adopts", "warning")
    assert item.values["replaced_by"] == "ISO 230-1:2012"


def test_an_edition_that_is_gone_is_no_fault_of_a_national_standard_that_is_gone_too(country: Path, edit: Edit) -> None:
    adopt(edit, "old", adopts="ISO 1:1975", status="withdrawn")
    adopt(edit, "neq", adopts="ISO 1:1975", correspondence="NEQ")
    assert not of(country, "adopts-withdrawn")


SUCCESSORS: tuple[tuple[str, str, list[str]], ...] = (
    ("ISO/CD 2395", "30.20", []),
    ("ISO 2395", "60.00", []),
    ("ISO 2395:2026", "60.60", ["warning"]),
)
"""What replaces a standard in force, its stage, and the severities of what is said of the old one."""


@pytest.mark.parametrize(("newer", "stage", "said"), SUCCESSORS)
def test_what_is_in_force_is_not_gone_because_of_a_successor(
    country: Path, edit: Edit, newer: str, stage: str, said: list[str]
) -> None:
    edit("catalogue/deliverables.csv", "", f"ISO 2395:1990,Sieves,90.93,ISO/TC 39,25.040,1,1990,{newer},iso\n")
    edit("catalogue/deliverables.csv", "", f"{newer},Sieves,{stage},ISO/TC 39,25.040,2,,,iso\n")
    edit("mapping.csv", "ISO/IEC 22989:2022", "ISO 2395:1990")
    adopt(edit, "sieves", adopts="ISO 2395:1990")
    assert [item.severity.value for item in of(country, "withdrawn-deliverable")] == said
    assert [item.severity.value for item in of(country, "adopts-withdrawn")] == said


def test_a_draft_is_no_edition(country: Path, edit: Edit) -> None:
    edit("catalogue/deliverables.csv", "", "ISO/DIS 77,Draft,40.20,ISO/TC 39,25.040,,,,iso\n")
    adopt(edit, "early", adopts="ISO/DIS 77")
    assert [item.values["stage"] for item in of(country, "adopts-draft")] == ["40.20"]


@pytest.mark.parametrize("degree", ["MOD", "NEQ"])
def test_only_an_identical_standard_carries_the_international_number(country: Path, edit: Edit, degree: str) -> None:
    edit("adoptions.csv", "TCVN 1:2020", "TCVN ISO 39001:2020")
    assert not of(country, "number-not-identical")
    edit("adoptions.csv", ",IDT,", f",{degree},")
    (item,) = of(country, "number-not-identical")
    assert (item.row, item.column, item.values["value"]) == (2, "correspondence", degree)


def test_a_number_that_names_another_standard(country: Path, edit: Edit) -> None:
    edit("adoptions.csv", "TCVN 1:2020", "TCVN ISO 9001:2015")
    (item,) = of(country, "number-names-another")
    assert (item.row, item.column, item.values["value"]) == (2, "number", "ISO 9001:2015")


def test_two_national_standards_of_one_deliverable(country: Path, edit: Edit) -> None:
    adopt(edit, "again")
    (item,) = of(country, "adopted-twice")
    assert (item.row, item.values["other"]) == (4, "TCVN 1:2020")
    edit("adoptions.csv", "IDT,in-force,2021", "IDT,replaced,2021")
    assert not of(country, "adopted-twice")


def test_two_editions_linked_to_one_area(country: Path, edit: Edit) -> None:
    edit("catalogue/deliverables.csv", "", "ISO/IEC 22989:2025,AI,60.60,ISO/IEC JTC 1/SC 42,35.020,2,,,iso\n")
    edit("mapping.csv", "", "ai,,ISO/IEC 22989:2025,high,Terms,Thuật ngữ,P-a,2026-11-01\n")
    (item,) = of(country, "linked-twice")
    assert (item.row, item.values["other"]) == (5, "ISO/IEC 22989:2022")


def test_an_affiliate_of_iec_adopts_identically_only(country: Path, edit: Edit) -> None:
    edit("nss.toml", 'iec = "?"', 'iec = "affiliate"\niec_source = "iec"')
    edit("catalogue/deliverables.csv", "", "IEC 60034-1:2022,Machines,60.60,ISO/TC 39,25.040,14,,,iso\n")
    adopt(edit, "motor", adopts="IEC 60034-1:2022", correspondence="MOD")
    (item,) = of(country, "affiliate-modifies")
    assert (item.severity.value, item.values["value"]) == ("error", "IEC 60034-1:2022")


def test_a_seat_in_a_suspended_committee(country: Path, edit: Edit) -> None:
    edit("participation.csv", "", "ISO/TC 1,Screw threads,O,2026-11-01,iso\n")
    (item,) = of(country, "seat-suspended")
    assert (item.row, item.column, item.values["value"]) == (5, "committee", "ISO/TC 1")
