"""Ballots, work under way and the approved programme: each fault once, at its place, in words of both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder

Edit = Callable[[str, str, str], None]
BALLOTS = "id,committee,document,title_en,kind,opens,due,vote,cast,illustrative,source\n"
WORK = "item,status,begun,stage,since,comments_from,comments_until,ended,illustrative,source\n"
PROGRAMME = "item,type,start,end,approved,illustrative\n"


def found(folder: Path) -> list[Finding]:
    _, _, every = check_folder(folder, facts={"areas.count"}, styles={"number"})
    for item in every:
        for language in languages():
            for part in ("message", "hint"):
                assert "{" not in say(f"finding.{item.code}.{part}", language, **item.values)
    return [item for item in every if item.file in ("ballots.csv", "work.csv", "programme.csv", "nss.toml")]


def codes(folder: Path) -> list[tuple[str, str, str]]:
    return sorted((item.code, item.column, item.severity.value) for item in found(folder))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("ISO/TC 241,,,DIS,2026-10-01,2026-12-20,open,,yes,", []),
        ("ISO/TC 39,,,DIS,?,2026-10-20,abstain,2026-10-19,no,iso", []),
        ("ISO/TC 241,,,DIS,2026-12-21,2026-12-20,open,,yes,", [("dates-reversed", "due", "error")]),
        ("ISO/TC 241,,,DIS,2026-10-10,2026-10-20,approve,2026-10-09,yes,", [("dates-reversed", "cast", "error")]),
        ("ISO/TC 241,,,DIS,2026-10-10,2026-10-20,approve,2026-10-21,yes,", [("cast-after-due", "cast", "warning")]),
        ("ISO/TC 241,,,DIS,2026-10-10,2026-12-20,approve,2026-12-01,yes,", [("day-in-future", "cast", "question")]),
        ("ISO/TC 241,,,DIS,2026-10-10,2026-10-20,approve,,yes,", [("vote-without-day", "cast", "question")]),
        ("ISO/TC 241,,,DIS,2026-10-10,2026-12-20,open,2026-10-11,yes,", [("day-without-vote", "cast", "question")]),
        ("ISO/TC 241,,,DIS,2026-10-10,2026-11-21,open,,yes,", [("ballot-overdue", "vote", "question")]),
        ("ISO/TC 241,,,DIS,2026-10-10,2026-11-22,open,,yes,", []),
        ("ISO/TC 241,,,DIS,2026-10-10,2026-11-22,missed,,yes,", [("missed-too-early", "vote", "question")]),
        ("ISO/TC 241,,,SR,2026-10-10,2026-11-21,?,,yes,", []),
        ("ISO/TC 241,,,SR,2026-10-10,2026-11-21,missed,,no,", [("missing-source", "source", "error")]),
        ("ISO/TC 1,,,SR,2026-10-10,2026-11-21,missed,,yes,", [("ballot-without-seat", "committee", "warning")]),
        ("ISO/IEC JTC 1/SC 41,,,CD,?,2026-12-21,open,,yes,", [("ballot-seat-unknown", "committee", "question")]),
        (
            "IEC/TC 999,,,SR,2026-10-10,2026-11-21,missed,,yes,",
            [("ballot-seat-unknown", "committee", "question"), ("committee-not-in-catalogue", "committee", "warning")],
        ),
    ],
)
def test_ballots(country: Path, edit: Edit, row: str, expected: list[tuple[str, str, str]]) -> None:
    edit("ballots.csv", "", f"{BALLOTS}b1,{row}\n")
    assert codes(country) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("running,2026-01-05,30.20,2026-05-04,,,,yes,", []),
        ("planned,,?,?,,,,yes,", []),
        ("running,,30.20,2026-05-04,,,,yes,", [("running-without-begun", "begun", "question")]),
        ("running,2025-12-31,30.20,2026-05-04,,,,yes,", [("running-late", "begun", "question")]),
        ("running,2026-06-01,30.20,2026-05-04,,,,yes,", [("dates-reversed", "since", "error")]),
        ("running,2026-06-01,30.20,?,,,,yes,", [("stage-without-since", "since", "question")]),
        ("running,2026-12-01,?,?,,,,yes,", [("day-in-future", "begun", "question")]),
        ("running,2026-01-05,?,?,,,2026-02-05,yes,", [("work-with-end", "ended", "question")]),
        ("done,2026-01-05,60.60,2026-09-01,,,,yes,", [("work-without-end", "ended", "question")]),
        ("dropped,2026-01-05,?,?,,,2026-01-04,yes,", [("dates-reversed", "ended", "error")]),
        ("running,2026-01-05,40.60,2026-05-04,2026-03-02,2026-04-30,,yes,", []),
        ("running,2026-01-05,40.20,2026-10-05,2026-10-05,2026-12-11,,yes,", []),
        ("running,2026-01-05,40.20,2026-03-02,2026-03-02,2026-04-30,,yes,", [("comments-over", "stage", "question")]),
        ("planned,2026-01-05,?,?,,,,yes,", [("planned-with-begun", "begun", "question")]),
        ("done,1926-01-05,60.60,2026-09-01,,,2026-09-01,yes,", [("begun-long-ago", "begun", "question")]),
        ("done,2017-01-05,60.60,2026-09-01,,,2026-09-01,yes,", []),
        ("running,2026-01-05,40.60,2026-05-04,2026-03-02,2026-04-29,,yes,",
         [("short-comments", "comments_until", "question")]),
        ("running,2026-01-05,40.20,2026-03-02,2026-03-02,,,yes,", [("comments-half", "comments_until", "question")]),
        ("running,2026-01-05,40.20,2026-03-02,,2026-03-02,,yes,", [("comments-half", "comments_from", "question")]),
        ("running,2026-01-05,40.60,2026-03-02,2026-03-02,2026-03-01,,yes,",
         [("dates-reversed", "comments_until", "error")]),
        ("running,2026-01-05,30.20,2026-05-04,,,,no,", [("missing-source", "source", "error")]),
    ],
)  # fmt: skip
def test_work(country: Path, edit: Edit, row: str, expected: list[tuple[str, str, str]]) -> None:
    edit("work.csv", "", f"{WORK}adopt-iso-iec-22989-2022,{row}\n")
    assert codes(country) == expected


def test_late_running_work_is_asked_about_once(country: Path, edit: Edit) -> None:
    late, row = "running,2025-12-31,30.20,2026-05-04,,,,yes,", "adopt-iso-iec-22989-2022"
    done = "adopt-iso-9001,done,2020-12-31,60.60,2021-05-04,,,2021-05-05,yes,"
    edit("work.csv", "", f"{WORK}{done}\n{row},{late}\nadopt-x,{late}\n")
    [item] = [one for one in found(country) if one.code == "running-late"]
    assert (item.row, item.values) == (3, {"items": f"{row} (2026); adopt-x (2026)", "first": 2027})


def test_sixty_days_are_a_setting(country: Path, edit: Edit) -> None:
    row = "running,2026-01-05,40.60,2026-05-04,2026-03-02,2026-04-15,,yes,"
    edit("work.csv", "", f"{WORK}adopt-iso-iec-22989-2022,{row}\n")
    (item,) = found(country)
    assert (item.code, item.values) == ("short-comments", {"days": 45, "least": 60})
    edit("nss.toml", "[catalogue]", "[notice]\ncomment_days = 45\n\n[catalogue]")
    assert found(country) == []


def test_work_without_a_type(country: Path, edit: Edit) -> None:
    edit("work.csv", "", f"{WORK}fish-sauce,planned,,?,?,,,,yes,\n")
    assert codes(country) == [("work-without-type", "item", "question")]


def test_two_numbers_of_national_standards(country: Path, edit: Edit) -> None:
    edit("indicators.csv", "", "national-standards,All,Tất cả,count,context,,\n")
    edit("evidence.csv", "", "national-standards,,,2026,10,count,gso,\n")
    assert [row.code for row in numbers(country)] == []
    edit("nss.toml", "[catalogue]", '[notice]\nstandards = 1\nstandards_source = "gso"\n\n[catalogue]')
    assert [(row.code, row.values) for row in numbers(country)] == [
        ("standards-differ", {"value": 10, "stated": 1}), ("standards-below-list", {"value": 1, "listed": 2}),
    ]  # fmt: skip


def numbers(folder: Path) -> list[Finding]:
    """What is asked about the number of national standards in force."""
    _, _, every = check_folder(folder, facts={"areas.count"}, styles={"number"})
    return [item for item in every if item.code.startswith("standards-")]


def test_work_that_nobody_approved(country: Path, edit: Edit) -> None:
    edit("work.csv", "", f"{WORK}adopt-iso-iec-22989-2022,planned,,?,?,,,,yes,\n")
    assert codes(country) == [], "nothing was approved yet"
    edit("programme.csv", "", f"{PROGRAMME}adopt-iso-39001-2018,adopt,2027,2028,2026-11-01,yes\n")
    assert codes(country) == [("work-not-in-programme", "item", "question")]


def test_an_approved_item_that_ends_before_it_begins(country: Path, edit: Edit) -> None:
    edit("programme.csv", "", f"{PROGRAMME}adopt-iso-39001-2018,adopt,2028,2027,2026-11-01,yes\n")
    assert ("dates-reversed", "end", "error") in codes(country)


def test_sources_of_the_settings(country: Path, edit: Edit) -> None:
    tables = '[obligations]\nsource = "none"\n\n[notice]\nacceptance_en = "G/X"\nstandards = 9\n'
    edit("nss.toml", "[catalogue]", f'{tables}standards_source = "gone"\n\n[catalogue]')
    assert codes(country) == [
        ("missing-source", "notice.acceptance_source", "error"),
        ("unknown-code", "notice.standards_source", "error"),
        ("unknown-code", "obligations.source", "error"),
    ]


@pytest.mark.parametrize(
    "setting",
    ["[obligations]\nmissed_internal = 1.5", "[obligations]\nmissed_key = 0", '[obligations]\nremind = "soon"',
     "[obligations]\nvotes = 1", "[notice]\ncomment_days = 0", "[notice]\naddress_en = 7", "[notice]\nstandards = -1"],
)  # fmt: skip
def test_wrong_settings_are_said(country: Path, edit: Edit, setting: str) -> None:
    edit("nss.toml", "[catalogue]", f"{setting}\n\n[catalogue]")
    assert [item.code for item in found(country)] == ["unknown-setting" if "votes" in setting else "bad-setting"]
