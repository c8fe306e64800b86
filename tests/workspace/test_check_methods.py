"""Methods of adoption and lengths of texts that do not fit: each case breaks one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder

EFFORT = """\
type,body,task,method,days,pages,cost,spread,requires,note
adopt,office,draft,,40,20,10,60;40,,project default
adopt,office,draft,endorsement,4,,1,100,,project default
participate,office,vote,,20,,5,yearly,mirror-committee,project default
mirror-committee,office,found,,15,,2,100,,project default
"""
LINKS = """\
area,committee,deliverable,relevance,reason_en,reason_vi,reviewer,date,degree,method
industry,ISO/TC 39,,high,Machines,Máy móc,P-a,2026-11-01,?,?
ai,,ISO/IEC 22989:2022,high,Terms,Thuật ngữ,P-a,2026-11-01,MOD,translation
industry,,ISO/IEC 22989:2022,low,Terms,Thuật ngữ,P-a,2026-11-01,MOD,translation
ai,,IEC 60050-1:2010,low,Terms,Thuật ngữ,P-a,2026-11-01,IDT,endorsement
roads,,ISO 39001:2012,low,Safety,An toàn,P-a,2026-11-01,IDT,?
roads,ISO/TC 241,,medium,Safety,An toàn,P-a,2026-11-01,?,?
"""
IEC = "IEC 60050-1:2010,Terms,60.60,ISO/IEC JTC 1/SC 42,35.020,1,2010,,iec\n"
E, L = "effort.csv", "mapping.csv"

CASES = [
    (E, "participate,office,vote,,", "participate,office,vote,reprint,", "method-no-adoption", 4, "method", "error"),
    (E, "40,20,10", "40,0,10", "out-of-range", 2, "pages", "error"),
    (E, "draft,endorsement,4", "draft,,4", "duplicate-key", 3, "type", "error"),
    (E, "draft,endorsement,4", "draft,copying,4", "unknown-value", 3, "method", "error"),
    (E, "participate,office,vote,,20,,5", "participate,office,vote,,20,9,5", "pages-no-text", 4, "pages", "error"),
    (E, "adopt,office,draft,,40", "adopt,office,draft,reprint,40", "method-open", 2, "method", "warning"),
    (L, "MOD,translation\nindustry,,", "MOD,reprint\nindustry,,", "wishes-differ", 4, "method", "question"),
    (L, "MOD,translation\nai,,IEC", "?,translation\nai,,IEC", "wishes-differ", 4, "degree", "question"),
    (L, "IDT,endorsement", "MOD,endorsement", "endorsed-modified", 5, "method", "warning"),
    (L, "IDT,endorsement", "IDT,translation", "affiliate-endorses", 5, "method", "warning"),
]


@pytest.fixture
def adopting(country: Path) -> Path:
    """The small country, an affiliate of IEC, with efforts by method and length and with wishes about both."""
    (country / E).write_text(EFFORT, encoding="utf-8", newline="\n")
    (country / L).write_text(LINKS, encoding="utf-8", newline="\n")
    listed = country / "catalogue/deliverables.csv"
    listed.write_text(listed.read_text("utf-8") + IEC, encoding="utf-8", newline="\n")
    settings = country / "nss.toml"
    text = settings.read_text("utf-8")
    assert 'iec = "?"' in text
    settings.write_text(text.replace('iec = "?"', 'iec = "affiliate"'), encoding="utf-8", newline="\n")
    return country


def found(folder: Path) -> list[Finding]:
    return [item for item in check_folder(folder, facts={"areas.count"}, styles={"number"})[2] if item.file in (E, L)]


def test_efforts_by_method_and_length_are_valid(adopting: Path) -> None:
    assert found(adopting) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[3]}-{case[5]}")
def test_one_fault_one_finding_at_its_cell(adopting: Path, case: tuple[object, ...]) -> None:
    file, old, new, code, row, column, severity = case
    path = adopting / str(file)
    text = path.read_text("utf-8")
    assert text.count(str(old)) == 1
    path.write_text(text.replace(str(old), str(new)), encoding="utf-8", newline="\n")
    (item,) = (item for item in found(adopting) if item.code == code)
    assert (item.file, item.row, item.column, item.severity.value) == (file, row, column, severity)
    for language in languages():
        for part in ("message", "hint"):
            assert say(f"finding.{code}.{part}", language, **item.values)


def test_a_text_has_a_page_at_least(adopting: Path) -> None:
    path = adopting / "catalogue/deliverables.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    rows = [f"{row},{-40 if '22989' in row else ''}" for row in rows]
    path.write_text("\n".join((f"{head},pages", *rows)) + "\n", encoding="utf-8", newline="\n")
    (item,) = (x for x in check_folder(adopting)[2] if x.code == "out-of-range")
    assert (item.file, item.row, item.column) == ("catalogue/deliverables.csv", 4, "pages")
