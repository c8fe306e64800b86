"""Broken plans: proposed projects, skills, funds, experts' time, uses and demands; each case breaks one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder

Edit = Callable[[str, str, str], None]

PLANNING = {
    "projects.csv": """\
id,type,title_en,title_vi,areas,deliverable,committee,request,start,end,requires,right,reason_en,reason_vi,illustrative,source
sauce,develop,Fish sauce,Nước mắm,industry,,,,2027,2028,,,Exports,Xuất khẩu,yes,
terms,reference,Terms in a decree,Thuật ngữ trong nghị định,ai,ISO/IEC 22989:2022,,,,,develop-sauce,,Law,Luật,yes,
""",
    "skills.csv": """\
body,task,year,fte,note
office,draft,2027,2,
office,draft,2028,2,
""",
    "funds.csv": """\
id,name_en,name_vi,body,year,amount,carry_over,types,illustrative
levy,Levy,Phí,office,2027,100,yes,adopt,yes
levy,Levy,Phí,office,2028,100,yes,adopt,yes
""",
    "expert_time.csv": """\
type,days,spread,note
develop,40,60;40,project default
participate,20,yearly,project default
""",
    "committees.csv": """\
id,number,name_en,name_vi,mirrors,status,secretary,since,source,illustrative
machines,,Machines at home,Máy móc trong nước,ISO/TC 39;ISO/TC 241,live,,2020-01-01,,yes
""",
    "experts.csv": """\
id,committee,category,follows,role,until,illustrative,days
x1,machines,A1,ISO/TC 39;ISO/TC 241,expert,2028-12-31,yes,20
x2,machines,A1,ISO/TC 39,expert,2028-12-31,yes,?
""",
}

PROJECTS, SKILLS, FUNDS, MAPPING = "projects.csv", "skills.csv", "funds.csv", "mapping.csv"
TIME, EXPERTS = "expert_time.csv", "experts.csv"
CASES = [
    # file, old, new → code, file, row, column, severity
    (PROJECTS, "sauce,develop,", "sauce,adopt,", "not-proposable", PROJECTS, 2, "type", "error"),
    (PROJECTS, "mắm,industry,", "mắm,,", "missing-value", PROJECTS, 2, "areas", "error"),
    (PROJECTS, "mắm,industry,", "mắm,sea,", "unknown-code", PROJECTS, 2, "areas", "error"),
    (PROJECTS, "2027,2028", "2028,2027", "dates-reversed", PROJECTS, 2, "end", "error"),
    (PROJECTS, "2027,2028", ",2026", "window-outside-plan", PROJECTS, 2, "end", "question"),
    (PROJECTS, "2027,2028", "2031,", "window-outside-plan", PROJECTS, 2, "start", "question"),
    (PROJECTS, "develop-sauce,", "develop-soup,", "unknown-code", PROJECTS, 3, "requires", "error"),
    (PROJECTS, "2028,,,Exports", "2028,reference-terms,,Exports", "prerequisite-cycle", PROJECTS, 2, "requires",
     "error"),
    (PROJECTS, "sauce,develop,", "sauce,adopt-other,", "no-agreement", PROJECTS, 2, "right", "warning"),
    (PROJECTS, "khẩu,yes,", "khẩu,no,", "project-without-source", PROJECTS, 2, "source", "question"),
    (SKILLS, "office,draft,2027,2", "bureau,draft,2027,2", "body-without-capacity", SKILLS, 2, "body", "error"),
    (SKILLS, "office,draft,2027,2", "office,sing,2027,2", "task-without-effort", SKILLS, 2, "task", "warning"),
    (SKILLS, "office,draft,2027,2", "office,draft,2027,5", "out-of-range", SKILLS, 2, "fte", "error"),
    (SKILLS, "office,draft,2027,2", "office,draft,2027,-1", "out-of-range", SKILLS, 2, "fte", "error"),
    (SKILLS, "office,draft,2028,2,\n", "", "skill-years", SKILLS, 2, "year", "question"),
    (SKILLS, "2028", "2029", "skill-years", SKILLS, 2, "year", "question"),
    (FUNDS, "2028,100", "2029,100", "fund-outside-plan", FUNDS, 3, "year", "question"),
    (FUNDS, "2027,100", "2026,100", "fund-outside-plan", FUNDS, 2, "year", "question"),
    (FUNDS, "2028,100", "2028,-1", "out-of-range", FUNDS, 3, "amount", "error"),
    (FUNDS, "office,2028", "bureau,2028", "body-without-capacity", FUNDS, 3, "body", "error"),
    (FUNDS, "2028,100,yes", "2028,100,no", "fund-differs", FUNDS, 3, "carry_over", "error"),
    (TIME, "develop,40", "develop,-1", "out-of-range", TIME, 2, "days", "error"),
    (TIME, "60;40", "60;50", "bad-spread", TIME, 2, "spread", "error"),
    (TIME, "participate,", "measure,", "unknown-value", TIME, 3, "type", "error"),
    (TIME, "participate,", "develop,", "duplicate-key", TIME, 3, "type", "error"),
    (TIME, "develop,40", "develop,", "missing-value", TIME, 2, "days", "error"),
    (TIME, "participate,20,yearly", "participate,20,100", "expert-spread-differs", TIME, 3, "spread", "warning"),
    (TIME, "develop,40,60;40", "adopt,40,yearly", "expert-spread-differs", TIME, 2, "spread", "warning"),
    (EXPERTS, "yes,20", "yes,-1", "out-of-range", EXPERTS, 2, "days", "error"),
    (EXPERTS, "yes,20", "yes,367", "out-of-range", EXPERTS, 2, "days", "error"),
    (MAPPING, "high,Terms,Thuật ngữ,P-a,2026-11-01\n", "high,Terms,Thuật ngữ,P-a,2026-11-01,none\n", "no-use-known",
     MAPPING, 3, "use", "question"),
    ("decisions.csv", "", "d8,accept-use,,,ISO 999999,,Asked,Được yêu cầu,Office A,Minister A,2026-10-01,2027-10-01\n",
     "unknown-code", "decisions.csv", 4, "subject", "error"),
    ("decisions.csv", "", "d9,require,,,,,Law,Luật,Office A,Minister A,2026-10-01,2027-10-01\n", "decision-incomplete",
     "decisions.csv", 4, "subject", "error"),
    ("nss.toml", "", "[minimum]\nadoption = 0.7\nparticipation = 0.6\n", "shares-above-one", "nss.toml", None,
     "minimum.measures", "error"),
]  # fmt: skip


@pytest.fixture
def planning(country: Path) -> Path:
    """The small country with proposed projects, skills, funds and experts' time."""
    for name, text in PLANNING.items():
        (country / name).write_text(text, encoding="utf-8", newline="\n")
    return country


def found(folder: Path) -> tuple[Finding, ...]:
    return check_folder(folder, facts={"areas.count"}, styles={"number"})[2]


def test_the_years_in_which_a_task_is_unlimited_are_named(planning: Path) -> None:
    path = planning / SKILLS
    path.write_text("body,task,year,fte,note\noffice,draft,2030,2,\noffice,vote,2028,1,\n", encoding="utf-8")
    said = [item.values for item in found(planning) if item.code == "skill-years"]
    assert said == [
        {"body": "office", "task": "draft", "years": "2027, 2028"}, {"body": "office", "task": "vote", "years": "2027"},
    ]  # fmt: skip


def test_a_row_that_could_not_be_read_is_not_asked_about_twice(planning: Path) -> None:
    path = planning / SKILLS
    path.write_text(path.read_text("utf-8").replace("2028,2", "2028,two"), encoding="utf-8")
    assert {item.code for item in found(planning)} & {"skill-years"} == set()


def test_the_small_plan_is_valid(planning: Path) -> None:
    assert found(planning) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[3]}-{case[4]}")
def test_one_fault_one_finding_at_its_cell(planning: Path, case: tuple[object, ...]) -> None:
    name, old, new, code, file, row, column, severity = case
    path = planning / str(name)
    text = path.read_text("utf-8")
    if name == MAPPING:
        lines = text.splitlines()
        text = "\n".join([f"{lines[0]},use", *(f"{line}," for line in lines[1:])]) + "\n"
        old = f"{str(old)[:-1]},\n"
    assert old in text
    changed = text.replace(str(old), str(new), 1) if old else f"{text.rstrip()}\n{new}"
    path.write_text(changed, encoding="utf-8", newline="\n")
    findings = [item for item in found(planning) if item.code == code]
    assert [(item.file, item.column, item.severity.value) for item in findings] == [(file, column, severity)]
    assert row is None or findings[0].row == row
    for language in languages():
        for part in ("message", "hint"):
            assert say(f"finding.{code}.{part}", language, **findings[0].values)
