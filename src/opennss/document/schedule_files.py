"""The schedule to take away: CSV, an Excel workbook, an iCalendar file and pictures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from opennss.document.change_words import change_why
from opennss.document.palette import ACCENT
from opennss.document.printing import Make, as_text
from opennss.document.schedule_lanes import (
    change_title,
    gantt_pictures,
    group_name,
    grouped,
    item_title,
    stage_name,
    type_name,
    workload_picture,
)
from opennss.document.stamp import moment
from opennss.language import say
from opennss.model.results import Strategy
from opennss.model.schedule import DeadlineKind, Form, Schedule
from opennss.tables.cells import guard
from opennss.tables.csvfile import print_lines
from opennss.tables.ical import Day, calendar

COLUMNS: Final = (
    "item", "type", "title", "group", "stage", "stage_name", "comments", "begin", "end", "item_begin", "item_end",
    "slack_months", "critical", "procedure",
)  # fmt: skip
"""Columns of ``schedule.csv``: one row for each stage of each item."""

SHEETS: Final = ("items", "stages", "workload", "deadlines", "changes")
Cell = str | int | float | dt.date | None
LONG_TEXT, WIDEST = 14, 60


def schedule_files(strategy: Strategy, language: str) -> Iterator[tuple[str, Make]]:
    """Yield the files of a schedule by name, with what writes each; nothing where nothing is planned."""
    found = strategy.schedule
    if found is None or not found.items:
        return
    yield "schedule.csv", as_text(schedule_csv(found, strategy, language))
    yield "schedule.xlsx", partial(_workbook, found, strategy, language)
    yield "schedule.ics", partial(_bytes, schedule_calendar(found, strategy, language))
    for place, (svg, _) in enumerate(gantt_pictures(found, strategy, language), 1):
        yield f"gantt{'' if place == 1 else f'-{place}'}.svg", partial(_bytes, svg)
    if found.loads:
        yield "workload.svg", partial(_bytes, workload_picture(found, strategy, language)[0])


def _bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def schedule_csv(found: Schedule, strategy: Strategy, language: str) -> str:
    """Return one row for each stage, days as ISO 8601; free text carries the formula guard.

    ``procedure`` says where the stages are from: ``national``, ``default`` (of this project) or ``none``.
    """
    rows = _stages(found, strategy, language)
    return print_lines(
        COLUMNS,
        (["" if cell is None else guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows),
    )


def _stages(found: Schedule, strategy: Strategy, language: str) -> Iterator[tuple[Cell, ...]]:
    for item in grouped(found, strategy):
        title = item_title(item.project, strategy, language)
        group, kind = group_name(item.project, strategy, language), str(item.project.type)
        procedure = "none" if item.form is not Form.STAGES else "default" if item.default else "national"
        for span in item.stages:
            yield (
                item.project.id, kind, title, group, span.code, stage_name(span, item, language),
                "yes" if span.comments else "no", span.begin.isoformat(), span.end.isoformat(), item.begin.isoformat(),
                item.end.isoformat(), item.slack, "yes" if item.critical else "no", procedure,
            )  # fmt: skip


def schedule_calendar(found: Schedule, strategy: Strategy, language: str) -> bytes:
    """Return the ends of all stages, the beginnings of standing work, and what is due, with reminders to abstain."""
    settings = strategy.workspace.settings
    days = [*_days(found, strategy, language), *_due(found, strategy, language)]
    name = say("schedule.calendar", language, country=settings.name[language])
    return calendar(days, name, f"{settings.country.lower()}.opennss", settings.as_of)


def _days(found: Schedule, strategy: Strategy, language: str) -> Iterator[Day]:
    for item in found.items:
        title, place = item_title(item.project, strategy, language), f"plan-{_id(item.project.id)}"
        if item.form is Form.STANDING:
            yield Day(f"{place}-begins", item.begin, say("schedule.day-begins", language, item=title))
            continue
        for span in item.stages:
            stage = stage_name(span, item, language)
            words = say("schedule.day-ends", language, stage=stage, item=title) if span.code else (
                say("schedule.day-finished", language, item=title)
            )  # fmt: skip
            text = say("schedule.day-stage", language, code=span.code) if span.code else ""
            yield Day(f"{place}-{span.code.replace('.', '') or 'ends'}", span.end, words, text)


def _due(found: Schedule, strategy: Strategy, language: str) -> Iterator[Day]:
    own = {item.project.id: item.project for item in found.items}
    for row in found.deadlines:
        title = say(f"schedule.day-{row.kind}", language, about=row.about)
        text = "\n".join(part for part in (row.title[language], row.committee) if part)
        if row.item:
            text += "\n" + item_title(own[row.item], strategy, language)
        ballot = row.kind is DeadlineKind.BALLOT
        reminder = say("schedule.day-abstain", language, about=row.about) if ballot else title
        yield Day(_id(row.id), row.day, title, text, row.remind, reminder)


def _id(name: str) -> str:
    """Return a name as the id of an entry: other signs by their number, so that no two names become one.

    >>> _id("adopt-iso-1 x")
    'adopt-iso-1_20x'
    """
    return re.sub(r"[^A-Za-z0-9-]", lambda sign: f"_{ord(sign[0]):x}", name)


def _workbook(found: Schedule, strategy: Strategy, language: str, path: Path) -> None:
    """Write five sheets: items, stages, workload, deadlines, changes; days and numbers are cells of their kind."""
    made = moment(strategy.workspace.settings.as_of.isoformat()).replace(tzinfo=None)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": say("schedule.title", language), "author": "OpenNSS", "created": made})
        head = book.add_format({"bold": True, "font_color": "#ffffff", "bg_color": ACCENT, "text_wrap": True})
        day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
        for name in SHEETS:
            rows = list(_rows(name, found, strategy, language))
            header = say(f"schedule.columns-{name}", language).split("|")
            _sheet(book.add_worksheet(say(f"schedule.sheet-{name}", language)), header, rows, (head, day, text))


def _sheet(sheet: Any, header: Sequence[str], rows: Sequence[Sequence[Cell]], looks: tuple[Any, Any, Any]) -> None:
    head, day, text = looks
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, head)
        longest = max((len(str(row[column] or "")) for row in rows), default=0)
        sheet.set_column(column, column, min(WIDEST, max(LONG_TEXT, longest + 2) if longest > LONG_TEXT else LONG_TEXT))
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(place, column, dt.datetime.combine(cell, dt.time()), day)
            elif isinstance(cell, str):
                sheet.write_string(place, column, cell, text)
            elif cell is not None:
                sheet.write_number(place, column, cell)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)


def _rows(name: str, found: Schedule, strategy: Strategy, language: str) -> Iterable[Sequence[Cell]]:
    """Yield the rows of one sheet; their columns are named by ``schedule.columns-<name>``."""
    bodies = {str(row.body): row.name[language] for row in strategy.workspace.method.capacities}
    yes = {True: say("doc.yes", language), False: ""}
    if name == "workload":
        for x in found.loads:
            yield bodies[x.body], x.year, x.month, float(x.days), float(x.capacity), yes[x.over], len(x.items)
    elif name == "deadlines":
        for due in found.deadlines:
            kind = say(f"doc.schedule-deadline-{due.kind}", language)
            yield due.day, kind, due.about, due.committee, due.title[language], due.item
    elif name == "changes":
        for change in found.changes:
            own = (change.item, change_title(change, strategy, language))
            years = (*(change.approved or (None, None)), *(change.planned or (None, None)))
            move, why = say(f"doc.schedule-move-{change.move}", language), change_why(change, strategy, language)
            yield *own, move, *years, why, change.reason[language]
    else:
        for item in grouped(found, strategy):
            own = (item.project.id, item_title(item.project, strategy, language))
            if name == "items":
                yield (*own, type_name(item.project, language), group_name(item.project, strategy, language),
                       item.begin, item.end, item.slack, yes[item.critical],
                       float(sum(days for _, days in item.days)))  # fmt: skip
            else:
                for span in item.stages:
                    yield *own, span.code, stage_name(span, item, language), span.begin, span.end, yes[span.comments]
