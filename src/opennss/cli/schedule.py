"""The part of ``nss plan`` that shows the programme by months and writes it to files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from opennss.cli import screen
from opennss.cli.screen import escape, show_table
from opennss.document.change_words import change_told
from opennss.document.printing import print_files
from opennss.document.schedule_files import schedule_files
from opennss.document.schedule_lanes import change_title, item_title, span_of
from opennss.language import dated, number, say
from opennss.model.results import Strategy
from opennss.model.schedule import Change, Schedule, Scheduled


def answer_schedule(strategy: Strategy, language: str, out: Path | None, as_json: bool) -> None:
    """Show the schedule, or print it as JSON, and write its files where a folder is named."""
    made = write_schedule(strategy, out, language) if out else ()
    if as_json:
        screen.emit({**schedule_data(strategy, language), "files": [str(path) for path in made]})
        return
    show_schedule(strategy, language)
    for path in made:
        screen.OUT.print(say("cli.made", language, path=escape(str(path))), soft_wrap=True)


def schedule_data(strategy: Strategy, language: str) -> dict[str, object]:
    """Return the schedule as JSON data; days are ISO 8601, ``slack`` is ``null`` where nobody stated a procedure.

    ``changes`` are the items that moved, came or went since the approval, ``null`` without an approved programme.
    """
    found = strategy.schedule
    if found is None:
        return {"items": [], "workload": [], "deadlines": [], "notes": [], "changes": None}
    changed = [change_data(change, strategy, language) for change in found.changes if change.move != "stayed"]
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
        "changes": changed if found.changes else None,
    }  # fmt: skip


def change_data(change: Change, strategy: Strategy, language: str) -> dict[str, object]:
    """Return what happened to an item as JSON data: first and last year, ``null`` where it was or is in no plan.

    ``why`` is a key, ``words`` say it as a sentence with what people wrote.
    """
    return {
        "id": change.item, "move": change.move, "approved": change.approved, "planned": change.planned,
        "why": change.why, "title": change_title(change, strategy, language),
        "words": change_told(change, strategy, language),
    }  # fmt: skip


def show_schedule(strategy: Strategy, language: str) -> None:
    """Print items with their months, slack and stages, the work of every month, what does not fit, what changed."""
    found = strategy.schedule
    if found is None or not found.items:
        screen.OUT.print(say("schedule.nothing", language))
        return
    rows = [_row(item, strategy, language) for item in found.items]
    show_table(say("schedule.title", language), say("schedule.columns-screen", language).split("|"), rows, (1, 2, 3, 4))
    months = [*map(str, range(1, 13))]
    year = say("doc.columns.workload", language).split("|")[1]
    header = [year, *months, say("doc.schedule-capacity", language)]
    for body, years in _workload(found, strategy, language):
        show_table(f"{say('doc.table.workload', language)}: {body}", header, years, range(14))
    own = {item.project.id: item.project for item in found.items}
    for note in found.notes:
        words = say(f"label.schedule-note-{note.kind}", language, year=note.year, day=dated(note.day, language))
        screen.OUT.print(escape(f"{item_title(own[note.item], strategy, language)}: {words}"), soft_wrap=True)
    if found.changes:
        changed = [change for change in found.changes if change.move != "stayed"]
        screen.OUT.print(say("doc.programme-intro", language, number=len(changed)))
        show_changes(changed, strategy, language)


def show_changes(changed: Sequence[Change], strategy: Strategy, language: str) -> None:
    """Print what moved, came and went against the approved programme, and why; nothing when nothing did."""
    rows = []
    for change in changed:
        move = say(f"doc.schedule-move-{change.move}", language)
        rows.append((
            change_title(change, strategy, language), move, span_of(change.approved), span_of(change.planned),
            change_told(change, strategy, language),
        ))  # fmt: skip
    if rows:
        header = say("doc.columns.programme-changes", language).split("|")
        show_table(say("doc.table.programme-changes", language), header, rows, (2, 3))


def _row(item: Scheduled, strategy: Strategy, language: str) -> tuple[str, ...]:
    """Return an item with the months of its begin, of its comment period and of its end, and its slack."""
    slack = "–" if item.slack is None else f"{'◆ ' if item.critical else ''}{item.slack}"
    comments = next((_month(span.begin) for span in item.stages if span.comments), "")
    return item_title(item.project, strategy, language), _month(item.begin), comments, _month(item.end), slack


def _month(day: dt.date) -> str:
    return f"{day.month}/{day.year}"


def _workload(found: Schedule, strategy: Strategy, language: str) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield every body with its years, by months in whole person-days; a triangle marks what is over the capacity."""
    names = {str(row.body): row.name[language] for row in strategy.workspace.method.capacities}
    for body, own in groupby(found.loads, key=lambda load: load.body):
        rows = []
        for year, group in groupby(own, key=lambda load: load.year):
            loads = list(group)
            days = [f"{'▲' if x.over else ''}{number(round(x.days), language)}" for x in loads]
            rows.append((str(year), *days, number(round(loads[0].capacity), language)))
        yield names[body], rows


def write_schedule(strategy: Strategy, out: Path, language: str) -> tuple[Path, ...]:
    """Write the files of the schedule below ``out`` and return them; each appears whole or not at all."""
    return print_files(schedule_files(strategy, language), out)
