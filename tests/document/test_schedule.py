"""The schedule on paper and as files: whole, in both languages, hostile names as text, the same bytes every time."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import openpyxl
import pytest

from opennss import build as spine
from opennss.document.blocks import Figure, Paragraph, Table, plain
from opennss.document.charts.gantt import GANTT_LANES, PHASES, Lane, at, gantt, workload
from opennss.document.drawing import png_of
from opennss.document.outline.pen import Pen
from opennss.document.outline.schedule import schedule, schedule_annex
from opennss.document.printing import print_files
from opennss.document.schedule_files import COLUMNS, SHEETS, schedule_files
from opennss.document.trail import lines
from opennss.language import languages
from opennss.model.results import Strategy

MORE = {
    "procedure.csv": """\
type,stage,name_en,name_vi,days,share,comments
adopt,20.20,Drafted,Dự thảo,100,60,no
adopt,40.20,=Comments,Lấy ý kiến,60,10,yes
adopt,60.60,Published,Công bố,30,30,no
""",
    "ballots.csv": """\
id,committee,document,title_en,title_vi,kind,opens,due,vote,illustrative
b1,ISO/TC 241,,Draft on roads,Dự thảo về đường bộ,DIS,2026-09-10,2026-12-03,open,yes
""",
    "programme.csv": """\
item,type,deliverable,start,end,approved,reason_en,reason_vi,illustrative
adopt-iso-1-1975,adopt,ISO 1:1975,2027,2027,2026-05-01,Not needed,Không còn cần,yes
""",
}


@pytest.fixture
def planned(small: Path) -> Strategy:
    """The small country with a procedure, a vote that is due, and an approved programme."""
    for name, text in MORE.items():
        (small / name).write_text(text, encoding="utf-8", newline="\n")
    return spine.build(*spine.read(small))


@pytest.mark.parametrize("language", languages())
def test_every_number_has_its_fact_and_every_picture_its_table(planned: Strategy, language: str) -> None:
    pen = Pen(planned, language)
    blocks = [*schedule(pen), *schedule_annex(pen)]
    assert {span.fact for line in lines(blocks) for span in line if span.fact} <= set(planned.facts)
    tables = {block.id: block for block in blocks if isinstance(block, Table)}
    assert {block.table for block in blocks if isinstance(block, Figure)} <= set(tables)
    assert len({block.id for block in blocks if isinstance(block, Figure)}) == 3
    assert planned.schedule is not None
    assert len(tables["schedule"].rows) == len(planned.schedule.items) == len(planned.plan.items) > 1
    for table in tables.values():
        assert len(table.align) == len(table.header)
        assert {len(row) for row in table.rows} <= {len(table.header)}
    assert [plain(cell) for cell in tables["deadlines"].rows[0]][2] == "ISO/TC 241"
    said = {plain(row[0]): [plain(cell) for cell in row] for row in tables["programme-changes"].rows}
    left = said[{"en": "adoption: ISO 1:1975", "vi": "chấp nhận: ISO 1:1975"}[language]]
    assert left[2:4] == ["2027", "–"]
    assert {"en": "Not needed", "vi": "Không còn cần"}[language] not in left[4], "that was said at the last approval"


def test_files_tell_the_same_in_every_form(planned: Strategy, tmp_path: Path) -> None:
    paths = {path.name: path for path in print_files(schedule_files(planned, "en"), tmp_path)}
    assert set(paths) == {"schedule.csv", "schedule.xlsx", "schedule.ics", "gantt.svg", "workload.svg"}
    found = planned.schedule
    assert found is not None
    rows = list(csv.DictReader(io.StringIO(paths["schedule.csv"].read_text("utf-8"))))
    assert tuple(rows[0]) == COLUMNS
    spans = [(item.project.id, span.begin.isoformat()) for item in found.items for span in item.stages]
    assert sorted((row["item"], row["begin"]) for row in rows) == sorted(spans)
    assert {row["stage_name"] for row in rows if row["stage"] == "40.20"} == {"'=Comments"}
    book = openpyxl.load_workbook(paths["schedule.xlsx"])
    assert len(book.sheetnames) == len(SHEETS)
    stages = list(book[book.sheetnames[1]].iter_rows(values_only=True))[1:]
    assert sorted((row[0], row[4].date().isoformat()) for row in stages) == sorted(spans)
    assert {row[3] for row in stages if row[2] == "40.20"} == {"=Comments"}
    left = [row for row in book[book.sheetnames[4]].iter_rows(values_only=True) if row[0] == "adopt-iso-1-1975"]
    assert [(row[1], row[3], row[5], row[8]) for row in left] == [("adoption: ISO 1:1975", 2027, None, "")]
    months = list(book[book.sheetnames[2]].iter_rows(values_only=True))[1:]
    for load in planned.plan.loads:
        assert sum(row[3] for row in months if row[1] == load.year) == pytest.approx(float(load.days))
    events = icalendar.Calendar.from_ical(paths["schedule.ics"].read_bytes()).walk("VEVENT")
    ends = {str(event["uid"]).partition("@")[0]: event for event in events}
    vote = ends["ballot-b1"]
    assert vote["dtstart"].dt == dt.date(2026, 12, 3)
    (alarm,) = vote.walk("VALARM")
    assert "abstain" in str(alarm["description"])
    for item in found.items:
        for span in item.stages if len(item.stages) > 1 else ():
            assert ends[f"plan-{item.project.id}-{span.code.replace('.', '')}"]["dtstart"].dt == span.end


@pytest.mark.parametrize("language", languages())
def test_same_strategy_same_bytes(planned: Strategy, tmp_path: Path, language: str) -> None:
    first, second = (
        [path.read_bytes() for path in print_files(schedule_files(planned, language), tmp_path / name)]
        for name in ("a", "b")
    )
    assert first == second
    assert all(part.date_time[0] <= 2026 for part in zipfile.ZipFile(tmp_path / "a" / "schedule.xlsx").infolist())


@pytest.mark.parametrize(("language", "words"), [("en", "who can do which task"), ("vi", "ai làm được việc nào")])
def test_the_annex_says_that_months_know_nothing_of_skills(strategy: Strategy, language: str, words: str) -> None:
    told = [plain(block.line) for block in schedule_annex(Pen(strategy, language)) if isinstance(block, Paragraph)]
    assert any(words in sentence for sentence in told)


def test_nothing_planned_is_no_section_and_no_file(planned: Strategy) -> None:
    assert planned.schedule is not None
    empty = dataclasses.replace(planned, schedule=dataclasses.replace(planned.schedule, items=()))
    assert schedule(Pen(empty, "en")) == schedule_annex(Pen(empty, "en")) == []
    assert list(schedule_files(empty, "en")) == []
    none = dataclasses.replace(planned, schedule=None)
    assert schedule(Pen(none, "en")) == list(schedule_files(none, "en")) == []


BAD = "$x^2$ <b> " + "W" * 90
PART = (dt.date(2026, 5, 1), dt.date(2031, 2, 28), "standing")


def test_pictures_hold_hostile_names_and_days_outside() -> None:
    lanes = [Lane(BAD, BAD, (PART,), critical=True), Lane("b", BAD, ((PART[0], PART[0], "whole"),))]
    lanes += [Lane("c", "c", ((dt.date(2027, 2, 1), dt.date(2027, 3, 31), "prepare"),), free=dt.date(2027, 12, 31))]
    svg, _ = gantt(lanes * (GANTT_LANES // 3), dict.fromkeys(PHASES, BAD[:20]), ("1", "2", "must", "may"), (2027, 2029))
    assert b"<b>" not in svg
    assert ET.fromstring(svg).tag.endswith("svg")
    assert png_of([svg])
    svg, _ = workload([BAD], [2027], [[9.0] * 12], [[8.0] * 11 + [9.0]], ("need", "limit", "days"), "vi")
    assert svg.count(b"url(#h") == 11
    assert png_of([svg])


def test_months_are_equally_wide() -> None:
    assert [at(dt.date(2028, month, 1)) for month in (1, 4, 7)] == [2028, 2028.25, 2028.5]
    assert at(dt.date(2028, 2, 29)) < at(dt.date(2028, 3, 1))
