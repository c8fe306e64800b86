"""Broken programmes and people: the small country with these tables has no finding; each case breaks one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder

Edit = Callable[[str, str, str], None]

PROGRAMME = {
    "objectives.csv": """\
id,name_en,name_vi,description_en,description_vi,goals
digital,Digital standards,Tiêu chuẩn số,,,digital
""",
    "measures.csv": "id,objective,kind,name_en,name_vi,goals,areas,lead,partners,body,start,end,days,cost,spread,rank,"
    """kpi_en,kpi_vi,depends_on,committees
law,digital,law,Revise the law,Sửa luật,,,office-a,union-b,office,2027,2028,10,5,60;40,1,In force,Có hiệu lực,,
train,digital,education,Train,Đào tạo,digital,ai,office-a,,office,2028,2028,10,5,100,2,60,60 người,law,ISO/TC 39
""",
    "stakeholders.csv": """\
id,name_en,name_vi,type,category,primary,illustrative
office-a,Office A,Cơ quan A,authorities,,yes,yes
union-b,Union B,Hiệp hội B,trade-associations,A2,yes,yes
""",
    "requests.csv": """\
id,stakeholder,date,channel,number,text_en,text_vi,reasons,standard,urgency,area,committee,offers,replied,illustrative
q1,union-b,2026-08-01,letter,,Roads,Đường,safety,ISO 39001:2012,1,roads,ISO/TC 241,expert,2026-10-05,yes
q2,union-b,2026-10-20,letter,,Terms of AI,Thuật ngữ AI,market;tender,ISO/IEC 22989,2,ai,,,,yes
""",
    "positions.csv": """\
stakeholder,area,rank,reason,signatory,date,illustrative
union-b,roads,1*,Many deaths,Chair B,2026-08-01,yes
""",
    "opinions.csv": """\
id,stakeholder,number,date,clause_en,clause_vi,type,opinion_en,opinion_vi,outcome,reply_en,reply_vi,change_en,change_vi,named,illustrative
o1,union-b,,2026-11-02,Chapter I,Chương I,te,Add rail,Thêm đường sắt,noted,Later,Sau này,,,no,yes
""",
    "committees.csv": """\
id,number,name_en,name_vi,mirrors,status,secretary,since,source,illustrative
roads,,Roads,Đường bộ,ISO/TC 241,live,office-a,2020-01-01,,yes
""",
    "experts.csv": """\
id,committee,category,follows,role,until,illustrative
e1,roads,E,ISO/TC 241,expert,2027-12-31,yes
""",
    "process.csv": """\
step,responsible_en,responsible_vi,start,due,status,approval,approved
0,Office A,Cơ quan A,2026-01-01,2026-01-31,done,Chair A,2026-02-01
1,Office A,Cơ quan A,2026-02-01,2026-03-31,running,,
2a,Office A,Cơ quan A,2026-02-01,2026-05-31,open,,
2b,Office A,Cơ quan A,2026-02-01,2026-05-31,done,Chair A,2026-06-01
3,Office A,Cơ quan A,2026-06-01,2026-12-31,open,,
""",
    "baseline.csv": """\
id,topic,question_en,question_vi,state,evidence_en,evidence_vi,date,source,illustrative
law,legal-base,Is there a law?,Có luật không?,present,The law,Luật,2026-02-01,plan,no
votes,membership,Are all votes cast?,Có bỏ phiếu đủ không?,?,,,,,yes
""",
}  # fmt: skip


@pytest.fixture
def programme(country: Path) -> Path:
    """The small country with objectives, measures, people, steps and a self-assessment."""
    for name, text in PROGRAMME.items():
        (country / name).write_text(text, encoding="utf-8", newline="\n")
    return country


def found(folder: Path) -> tuple[Finding, ...]:
    return check_folder(folder, facts={"areas.count"}, styles={"number"})[2]


def placed(findings: tuple[Finding, ...]) -> list[tuple[str, str, int, str, str]]:
    return [(item.code, item.file, item.row, item.column, item.severity.value) for item in findings]


def test_the_small_programme_is_valid(programme: Path) -> None:
    assert found(programme) == ()


MEASURES, REQUESTS, PROCESS, BASELINE = "measures.csv", "requests.csv", "process.csv", "baseline.csv"
LAW, TRAIN = "office,2027,2028,10,5,60;40,1,", "office,2028,2028,10,5,100,2,"
CASES = [
    # file, old, new → code, file, row, column, severity
    (MEASURES, LAW, "bureau,2027,2028,10,5,60;40,1,", "body-without-capacity", MEASURES, 2, "body", "error"),
    (MEASURES, LAW, "office,2027,2028,-1,5,60;40,1,", "out-of-range", MEASURES, 2, "days", "error"),
    (MEASURES, LAW, "office,2027,2028,10,-5,60;40,1,", "out-of-range", MEASURES, 2, "cost", "error"),
    (MEASURES, LAW, "office,2027,2028,10,5,60;40,1*,", "unknown-value", MEASURES, 2, "rank", "error"),
    (MEASURES, LAW, "office,2028,2027,10,5,100,1,", "dates-reversed", MEASURES, 2, "end", "error"),
    (MEASURES, TRAIN, "office,2030,2031,10,5,100,2,", "measure-outside-plan", MEASURES, 3, "start", "question"),
    (MEASURES, LAW, "office,2027,2028,10,5,60;60,1,", "bad-spread", MEASURES, 2, "spread", "error"),
    (MEASURES, TRAIN, "office,2028,2028,10,5,60;40,2,", "spread-too-long", MEASURES, 3, "spread", "error"),
    (MEASURES, "In force,Có hiệu lực", ",", "measure-without-kpi", MEASURES, 2, "kpi", "question"),
    (MEASURES, "hiệu lực,,", "hiệu lực,train,", "measure-cycle", MEASURES, 2, "depends_on", "error"),
    (MEASURES, "người,law,", "người,law;tax,", "unknown-code", MEASURES, 3, "depends_on", "error"),
    (MEASURES, "tạo,digital,ai,", "tạo,digital,ai;sea,", "unknown-code", MEASURES, 3, "areas", "error"),
    (MEASURES, "tạo,digital,ai,", "tạo,old,ai,", "superseded-goal", MEASURES, 3, "goals", "warning"),
    (MEASURES, "union-b,office", "union-b;union-z,office", "unknown-code", MEASURES, 2, "partners", "error"),
    (MEASURES, ",law,ISO/TC 39", ",law,ISO/TC 999", "committee-not-in-catalogue", MEASURES, 3, "committees", "warning"),
    ("objectives.csv", ",,digital\n", ",,digital;tax\n", "unknown-code", "objectives.csv", 2, "goals", "error"),
    ("objectives.csv", ",,digital\n", ",,old\n", "superseded-goal", "objectives.csv", 2, "goals", "warning"),
    ("objectives.csv", "", "green,Green,Xanh,,,digital\n", "objective-without-measure", "objectives.csv", 3, "id",
     "question"),
    ("effort.csv", "", "measure,office,write,1,1,100,,\n", "measure-in-effort", "effort.csv", 5, "type", "error"),
    ("effort.csv", "", "experts,office,meet,1,1,yearly,participate,\n", "requires-rung", "effort.csv", 5, "requires",
     "error"),
    (REQUESTS, ",1,roads", ",none,roads", "unknown-value", REQUESTS, 2, "urgency", "error"),
    (REQUESTS, ",1,roads", ",1,", "request-without-area", REQUESTS, 2, "area", "question"),
    (REQUESTS, "ISO/IEC 22989,", "ISO 45001:2018,", "request-not-linked", REQUESTS, 3, "standard", "question"),
    (REQUESTS, "2026-10-05", "", "request-without-reply", REQUESTS, 2, "replied", "question"),
    (REQUESTS, "2026-10-20", "2026-12-01", "future-date", REQUESTS, 3, "date", "error"),
    (REQUESTS, "2026-10-05", "2026-07-05", "dates-reversed", REQUESTS, 2, "replied", "error"),
    (REQUESTS, "01,letter,,", "01,letter,12/CV,", "invented-number", REQUESTS, 2, "number", "error"),
    (REQUESTS, "ISO/TC 241", "ISO/TC 998", "committee-not-in-catalogue", REQUESTS, 2, "committee", "warning"),
    ("positions.csv", "roads,1*", "roads,n/a", "unknown-value", "positions.csv", 2, "rank", "error"),
    ("positions.csv", "2026-08-01", "2026-12-01", "future-date", "positions.csv", 2, "date", "error"),
    ("opinions.csv", "noted,Later,Sau này", ",,", "open-opinion", "opinions.csv", 2, "outcome", "question"),
    ("opinions.csv", "Later,Sau này", ",", "outcome-without-reply", "opinions.csv", 2, "reply", "question"),
    ("opinions.csv", "o1,union-b,,", "o1,union-b,7/CV,", "invented-number", "opinions.csv", 2, "number", "error"),
    ("committees.csv", "roads,,Roads", "roads,TC 1,Roads", "invented-number", "committees.csv", 2, "number", "error"),
    ("committees.csv", "01-01,,yes", "01-01,,no", "missing-source", "committees.csv", 2, "source", "error"),
    ("committees.csv", "ISO/TC 241,", "ISO/TC 241;ISO/TC 997,", "committee-not-in-catalogue", "committees.csv", 2,
     "mirrors", "warning"),
    ("committees.csv", ",live,", ",dormant,", "seat-without-people", "participation.csv", 2, "role", "question"),
    ("experts.csv", "e1,roads", "e1,rails", "unknown-code", "experts.csv", 2, "committee", "error"),
    ("experts.csv", "ISO/TC 241,", "ISO/TC 241;ISO/TC 39,", "expert-outside-committee", "experts.csv", 2, "follows",
     "question"),
    ("experts.csv", "2027-12-31", "2026-06-30", "nomination-ended", "experts.csv", 2, "until", "warning"),
    ("experts.csv", "E,ISO/TC 241", "E,", "seat-without-people", "participation.csv", 2, "role", "question"),
    (PROCESS, "2026-01-31", "2025-12-31", "dates-reversed", PROCESS, 2, "due", "error"),
    (PROCESS, "done,Chair A,2026-02-01", "done,Chair A,", "approval-without-date", PROCESS, 2, "approved", "question"),
    (PROCESS, "done,Chair A,2026-02-01", "done,,", "done-without-approval", PROCESS, 2, "approval", "question"),
    (PROCESS, "12-31,open,,", "12-31,done,Chair A,2026-11-01", "step-out-of-order", PROCESS, 6, "status", "question"),
    (PROCESS, "2a,Office", "2e,Office", "unknown-value", PROCESS, 4, "step", "error"),
    (PROCESS, "2a,Office", "1,Office", "duplicate-key", PROCESS, 4, "step", "error"),
    (BASELINE, "?,,,,", "?,,,2026-02-01,", "unknown-with-date", BASELINE, 3, "date", "question"),
    (BASELINE, "Luật,2026-02-01", "Luật,", "answer-without-date", BASELINE, 2, "date", "question"),
    (BASELINE, "01,plan", "01,paper", "unknown-code", BASELINE, 2, "source", "error"),
    ("participation.csv", "things,?", "things,none", "iec-administered", "participation.csv", 4, "role", "error"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[4]}-{case[3]}-{case[6]}")
def test_one_fault_is_named_once(
    case: tuple[str, str, str, str, str, int, str, str], programme: Path, edit: Edit
) -> None:
    file, old, new, code, place, row, column, severity = case
    edit(file, old, new)
    findings = found(programme)
    assert (code, place, row, column, severity) in placed(findings)
    assert len({(item.file, item.row, item.code) for item in findings}) == len(findings), "flooded"
    for finding in findings:
        for language in languages():
            assert "{" not in say(f"finding.{finding.code}.message", language, **finding.values)
            assert say(f"finding.{finding.code}.hint", language, **finding.values)


def test_one_thing_gets_one_question(programme: Path, edit: Edit) -> None:
    edit(REQUESTS, "ISO 39001:2012,1,roads", "ISO 45001:2018,1,")
    edit(REQUESTS, "2026-10-05", "")
    edit(PROCESS, "12-31,open,,", "12-31,done,,")
    assert [item[0] for item in placed(found(programme))] == ["step-out-of-order", "request-without-area"]


def test_without_national_committees_no_seat_is_asked_about(programme: Path) -> None:
    (programme / "committees.csv").unlink()
    (programme / "experts.csv").unlink()
    assert found(programme) == ()


def test_a_member_that_may_not_take_part_may_say_that_it_has_no_seat(programme: Path, edit: Edit) -> None:
    edit("nss.toml", 'iso = "full"', 'iso = "correspondent"')
    edit("participation.csv", "safety,P", "safety,none")
    assert found(programme) == ()


def test_a_measure_that_another_damaged_row_names_is_not_called_unknown(programme: Path, edit: Edit) -> None:
    edit(MEASURES, LAW, "office,soon,2028,10,5,60;40,1,")
    assert [item[0] for item in placed(found(programme))] == ["not-a-whole-number"]
