"""Broken technologies: the small country with these tables has no finding; each case breaks one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder

Edit = Callable[[str, str, str], None]

TABLES = {
    "technologies.csv": """\
id,name_en,name_vi,area,entries,terms,keywords,topics,committees,military,reason_en,reason_vi
ai,Artificial intelligence,Trí tuệ nhân tạo,ai,us-cet-2024:6,,,,ISO/IEC JTC 1/SC 42,no,Chosen,Đã chọn
machines,Machine tools,Máy công cụ,,us-cet-2024:5,,,,ISO/TC 39,no,Chosen,Đã chọn
""",
    "technology_uses.csv": """\
id,technology,area,kind,where,statement_en,statement_vi,period,status,source
u1,ai,industry,use,VNM,Used,Được dùng,2024,in-force,gso
u2,ai,,market-regulation,EU,A rule,Quy định,2027-08-02,coming,gso
u3,ai,,regulation,VNM,None found,Không có,2026-10,none,gso
u4,machines,industry,use,VNM,Used,Được dùng,,in-force,gso
""",
    "technology_criteria.csv": """\
id,name_en,name_vi,axis,measure,ranges,weight
mastery,Mastery,Làm chủ,value,judged,,1
jobs,Areas,Lĩnh vực,value,areas,>=5;>=2;>0,1/2
""",
    "technology_ratings.csv": """\
technology,criterion,rank,reason_en,reason_vi,proposer,date,illustrative,source
ai,mastery,2,Some,Một phần,Office A,2026-11-01,yes,
machines,mastery,?,Open,Chưa rõ,Office A,2026-11-01,yes,
""",
}
DECISION = "d3,approach,,,ai,,Urgent,Cấp bách,Office A,Minister A,2026-10-01,2027-10-01,lead\n"


@pytest.fixture
def folder(country: Path) -> Path:
    """The small country with two technologies."""
    for name, text in TABLES.items():
        (country / name).write_text(text, encoding="utf-8", newline="\n")
    decisions = country / "decisions.csv"
    head, *rows = decisions.read_text("utf-8").splitlines()
    text = "".join(f"{line}\n" for line in (f"{head},approach", *(f"{row}," for row in rows)))
    decisions.write_text(text + DECISION, encoding="utf-8", newline="\n")
    return country


def found(folder: Path) -> tuple[Finding, ...]:
    return check_folder(folder, facts={"areas.count"}, styles={"number"})[2]


def test_the_small_list_is_valid(folder: Path) -> None:
    assert found(folder) == ()


LIST, USES, CRITERIA, RATINGS = TABLES
DECISIONS = "decisions.csv"
CASES = [
    # file, old, new → code, file, row, column, severity
    (LIST, "nhân tạo,ai,", "nhân tạo,roads,", "technology-area-kind", LIST, 2, "area", "error"),
    (LIST, "us-cet-2024:5", "us-cet-2024:6", "list-entry-twice", LIST, 3, "entries", "warning"),
    (LIST, "ISO/TC 39,no", "ISO/TC 39,yes", "military-hidden", LIST, 3, "military", "note"),
    (LIST, "ISO/TC 39,no", ",no", "technology-without-committees", LIST, 3, "committees", "question"),
    (LIST, "ISO/TC 39,no", "ISO/TC 999,no", "technology-new-committee", LIST, 3, "committees", "warning"),
    (USES, "u4,machines,", "u4,ai,", "technology-without-uses", LIST, 3, "id", "question"),
    (USES, ",EU,", ",VNM,", "market-is-home", USES, 3, "where", "error"),
    (USES, "regulation,VNM", "regulation,THA", "regulation-abroad", USES, 4, "where", "error"),
    (USES, ",EU,", ",*,", "bad-economy", USES, 3, "where", "error"),
    (USES, "2027-08-02", "August 2027", "bad-use-period", USES, 3, "period", "error"),
    (USES, "2027-08-02", "2027-13-02", "bad-use-period", USES, 3, "period", "error"),
    (USES, "2027-08-02", "2027-13", "bad-use-period", USES, 3, "period", "error"),
    (USES, "2027-08-02", "2026-08-02", "coming-has-come", USES, 3, "status", "question"),
    (USES, "2027-08-02", "2025", "coming-has-come", USES, 3, "status", "question"),
    ("nss.toml", "[membership]", '[technologies]\nneighbours = ["KHM", "VNM"]\n\n[membership]', "neighbour-is-home",
     "nss.toml", 17, "technologies.neighbours", "warning"),
    (USES, "u3,ai,,regulation,VNM", "u3,ai,industry,use,VNM", "none-beside-uses", USES, 4, "status", "error"),
    (USES, "u3,ai,,regulation,VNM", "u3,ai,,use,VNM", "none-beside-uses", USES, 4, "status", "error"),
    (CRITERIA, "judged,,1", "judged,>=5;>=2;>0,1", "ranges-of-judged", CRITERIA, 2, "ranges", "error"),
    (CRITERIA, ">=5;>=2;>0", "quantiles", "bad-technology-ranges", CRITERIA, 3, "ranges", "error"),
    (CRITERIA, ">=5;>=2;>0", "", "bad-technology-ranges", CRITERIA, 3, "ranges", "error"),
    (CRITERIA, ">=5;>=2;>0", ">=2;>=5;>0", "ranges-order", CRITERIA, 3, "ranges", "error"),
    (CRITERIA, "1/2", "-1", "negative-weight", CRITERIA, 3, "weight", "error"),
    (CRITERIA, "value,areas", "value,magic", "unknown-value", CRITERIA, 3, "measure", "error"),
    (RATINGS, "mastery,2", "mastery,1*", "unknown-value", RATINGS, 2, "rank", "error"),
    (RATINGS, "Một phần,Office A,2026-11-01", "Một phần,Office A,2027-11-01", "future-date", RATINGS, 2, "date",
     "error"),
    ("nss.toml", "illustrative = true", "illustrative = false", "invented-rating", RATINGS, 2, "illustrative", "error"),
    ("nss.toml", 'iso = "full"', 'iso = "correspondent"', "approach-beyond-rights", DECISIONS, 4, "approach",
     "error"),
    (DECISIONS, "d3,approach,,,ai", "d3,approach,,,quantum", "unknown-code", DECISIONS, 4, "subject",
     "error"),
    (DECISIONS, "ai,,Urgent,Cấp bách,Office A,Minister A,2026-10-01", "ai,,Urgent,Cấp bách,Office A,Minister A,"
     "2026-12-01", "decision-not-yet", DECISIONS, 4, "date", "error"),
    (DECISIONS, "ai,,Urgent,Cấp bách,Office A,Minister A,2026-10-01,2027-10-01", "ai,,Urgent,Cấp bách,Office A,"
     "Minister A,2026-10-01,2026-11-01", "expired-decision", DECISIONS, 4, "expiry", "error"),
    (DECISIONS, "2027-10-01,lead", "2027-10-01,", "decision-incomplete", DECISIONS, 4, "approach", "error"),
    (DECISIONS, "2027-10-01,lead", "2027-10-01,?", "unknown-value", DECISIONS, 4, "approach", "error"),
    (DECISIONS, "2027-10-01,\n", "2027-10-01,adopt\n", "decision-approach", DECISIONS, 2, "approach", "error"),
    (DECISIONS, "", DECISION.replace("d3,approach,,", "d4,approach,ai,"), "decided-twice", DECISIONS, 5, "kind",
     "error"),
    (DECISIONS, "d3,approach,,,ai", "d3,approach,,,", "decision-incomplete", DECISIONS, 4, "subject",
     "error"),
    ("sources.csv", "https://stat.example,2026-11-01,1", "https://stat.example,2026-11-01,3", "technology-press-only",
     LIST, 2, "id", "note"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "code", "place", "row", "column", "severity"), CASES)
def test_each_fault_is_named_and_placed(
    folder: Path, edit: Edit, file: str, old: str, new: str, code: str, place: str, row: int, column: str, severity: str
) -> None:
    edit(file, old, new)
    findings = found(folder)
    placed = {(item.code, item.file, item.row, item.column, item.severity.value) for item in findings}
    assert (code, place, row, column, severity) in placed
    for finding in findings:
        for language in languages():
            for part in ("message", "hint"):
                assert "{" not in say(f"finding.{finding.code}.{part}", language, **finding.values).replace("{{", "")


def test_military_technologies_may_be_shown(folder: Path, edit: Edit) -> None:
    edit(LIST, "ISO/TC 39,no", "ISO/TC 39,yes")
    edit("nss.toml", "[membership]", "[technologies]\nmilitary = true\n\n[membership]")
    assert [(item.code, item.severity.value) for item in found(folder)] == [("military-shown", "note")]


def test_a_rule_of_one_area_is_no_rule_of_another(folder: Path, edit: Edit) -> None:
    edit(USES, "u3,ai,,regulation,VNM", "u3,ai,farming,use,VNM")
    assert found(folder) == (), "industry uses it, farming does not"


def test_a_list_without_research_is_fine(folder: Path) -> None:
    assert not (folder / "research.csv").exists()
    assert found(folder) == ()


@pytest.mark.parametrize(
    ("file", "header", "row", "code", "column"),
    [
        ("landscape.csv", "committee,date,measure,value,source", "ISO/TC 39,2026-01-01,in-force,-5,gso", "out-of-range",
         "value"),
        ("neighbours.csv", "economy,committee,role,date,source", "*,ISO/TC 39,P,2026-01-01,gso", "bad-economy",
         "economy"),
        ("research.csv", "technology,economy,year,works,known,top,source", "ai,VNM,2024,5,6,1,gso", "research-order",
         "works"),
        ("research.csv", "technology,economy,year,works,known,top,source", "ai,VNM,2024,5,?,-1,gso", "research-order",
         "works"),
        ("research.csv", "technology,economy,year,works,fraction,source", "ai,VNM,2024,5,5.5,gso", "research-share",
         "fraction"),
        ("research.csv", "technology,economy,year,works,source", "quantum,VNM,2024,5,gso", "research-unlisted",
         "technology"),
    ],
)  # fmt: skip
def test_figures_that_cannot_be(folder: Path, file: str, header: str, row: str, code: str, column: str) -> None:
    (folder / file).write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert [(item.code, item.file, item.row, item.column) for item in found(folder)] == [(code, file, 2, column)]


def test_other_bodies_are_not_refused(folder: Path, edit: Edit) -> None:
    edit("nss.toml", 'iso = "full"', 'iso = "correspondent"')
    edit(LIST, "ISO/IEC JTC 1/SC 42,no", "ETSI/QKD,no")
    assert "approach-beyond-rights" not in {item.code for item in found(folder)}


def test_a_new_committee_that_somebody_counted_is_known(folder: Path, edit: Edit) -> None:
    edit(LIST, "ISO/TC 39,no", "ISO/TC 999,no")
    rows = "committee,date,measure,value,source\nISO/TC 999,{},in-force,{},gso\n"
    warned = []
    for day, value in (("2026-01-01", "?"), ("2027-01-01", "5"), ("2026-01-01", "0")):
        (folder / "landscape.csv").write_text(rows.format(day, value), encoding="utf-8")
        warned.append([item.code for item in found(folder)])
    assert warned == [["technology-new-committee"], ["technology-new-committee"], []]
