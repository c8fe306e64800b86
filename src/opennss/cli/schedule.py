"""The part of ``nss plan`` that shows the programme by months and writes it to files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from opennss.cli import screen
from opennss.cli.screen import escape, show_table
from opennss.document.printing import print_files
from opennss.document.schedule_files import schedule_files
from opennss.document.schedule_lanes import item_title
from opennss.language import dated, number, say
from opennss.model.results import Strategy
from opennss.model.schedule import Schedule, Scheduled


def answer_schedule(strategy: Strategy, language: str, out: Path | None, as_json: bool) -> None:
    """Show the schedule, or print it as JSON, and write its files where a folder is named."""
    made = write_schedule(strategy, out, language) if out else ()
    if as_json:
        screen.emit({**schedule_data(strategy.schedule), "files": [str(path) for path in made]})
        return
    show_schedule(strategy, language)
    for path in made:
        screen.OUT.print(say("cli.made", language, path=escape(str(path))), soft_wrap=True)


def schedule_data(found: Schedule | None) -> dict[str, object]:
    """Return the schedule as JSON data; days are ISO 8601, ``slack`` is ``null`` where nobody stated a procedure."""
    if found is None:
        return {"items": [], "workload": [], "deadlines": [], "notes": []}
    return {
        "items": [
            {"id": i.project.id, "begin": i.begin.isoformat(), "end": i.end.isoformat(), "slack": i.slack,
             "stages": [{"stage": s.code, "begin": s.begin.isoformat(), "end": s.end.isoformat()} for s in i.stages]}
            for i in found.items
        ],
        "workload": [
            {"body": x.body, "month": f"{x.year}-{x.month:02}", "days": float(x.days), "capacity": float(x.capacity),
             "over": x.over}
            for x in found.loads
        ],
        "deadlines": [{"id": x.id, "day": x.day.isoformat(), "about": x.about} for x in found.deadlines],
        "notes": [{"note": str(x.kind), "item": x.item, "year": x.year, "day": x.day.isoformat()} for x in found.notes],
    }  # fmt: skip


def show_schedule(strategy: Strategy, language: str) -> None:
    """Print items with their months, slack and stages, then the work of every month, then what does not fit."""
    found = strategy.schedule
    if found is None or not found.items:
        screen.OUT.print(say("schedule.nothing", language))
        return
    rows = [_row(item, strategy, language) for item in found.items]
    show_table(say("schedule.title", language), say("schedule.columns-screen", language).split("|"), rows, (1, 2, 3, 4))
    months = [*map(str, range(1, 13))]
    header = [*say("doc.columns.workload", language).split("|"), *months, say("doc.schedule-capacity", language)]
    show_table(say("doc.table.workload", language), header, _workload(found, strategy, language), range(1, 15))
    own = {item.project.id: item.project for item in found.items}
    for note in found.notes:
        words = say(f"label.schedule-note-{note.kind}", language, year=note.year, day=dated(note.day, language))
        screen.OUT.print(escape(f"{item_title(own[note.item], strategy, language)}: {words}"), soft_wrap=True)


def _row(item: Scheduled, strategy: Strategy, language: str) -> tuple[str, ...]:
    """Return an item with the months of its begin, of its comment period and of its end, and its slack."""
    slack = "–" if item.slack is None else f"{'◆ ' if item.critical else ''}{item.slack}"
    comments = next((_month(span.begin) for span in item.stages if span.comments), "")
    return item_title(item.project, strategy, language), _month(item.begin), comments, _month(item.end), slack


def _month(day: dt.date) -> str:
    return f"{day.month}/{day.year}"


def _workload(found: Schedule, strategy: Strategy, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the months of every body and year in whole person-days; a triangle marks what is over the capacity."""
    names = {str(row.body): row.name[language] for row in strategy.workspace.method.capacities}
    for (body, year), group in groupby(found.loads, key=lambda load: (load.body, load.year)):
        loads = list(group)
        days = [f"{'▲' if x.over else ''}{number(round(x.days), language)}" for x in loads]
        yield names[body], str(year), *days, number(round(loads[0].capacity), language)


def write_schedule(strategy: Strategy, out: Path, language: str) -> tuple[Path, ...]:
    """Write the files of the schedule below ``out`` and return them; each appears whole or not at all."""
    return print_files(schedule_files(strategy, language), out)
