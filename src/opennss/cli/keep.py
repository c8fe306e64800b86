"""Keep the figures of the committees of a folder's technologies, so that a later day can be compared with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from opennss.catalogue import store
from opennss.catalogue.merge import Source as Listed
from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World
from opennss.cli.group import technologies
from opennss.cli.screen import emit, escape, show_table
from opennss.cli.search import open_at
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import Text, day, languages, say
from opennss.model.codes import Id
from opennss.model.country import Settings
from opennss.model.observations import Grade, Source
from opennss.model.references import slug
from opennss.model.table import Row
from opennss.model.technologies import CommitteeFigure, CommitteeMeasure, Technology
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import print_table, read_table
from opennss.technologies.landscape import DRAFTS, LISTS, SPANS, figures, source_of
from opennss.workspace.lock import locked
from opennss.workspace.write import write_texts

R = TypeVar("R", bound=Row)
COLUMNS = (
    (CommitteeMeasure.IN_FORCE,), DRAFTS, SPANS[:1], (CommitteeMeasure.P_MEMBERS,), (CommitteeMeasure.O_MEMBERS,),
)  # fmt: skip
"""What the screen shows of a committee; `--json` has every figure."""

PUBLISHERS = {
    "ISO": "International Organization for Standardization (ISO)",
    "IEC": "International Electrotechnical Commission (IEC)",
}
"""Who publishes what a list holds."""


@technologies.command()
def keep(folder: Folder, catalogue: World = None, lang: Lang = "en", as_json: AsJson = False) -> None:
    """Count the committees of technologies.csv in a whole catalogue and add what is new to landscape.csv.

    Each figure has the day of its list; what the list does not tell is left out. What was kept of that day stays as it
    is, so a second time adds nothing.
    """
    with locked(folder) as settings:
        listed = _read(folder, Technology, settings)
        held, sources = _read(folder, CommitteeFigure, settings), _read(folder, Source, settings)
        world = open_at(catalogue or store.default_path())
        if world.folder is None:
            raise WorkspaceError([Finding((catalogue or store.default_path()).name, 0, "", "keep-extract")])
        codes = tuple(dict.fromkeys(code for row in listed for code in row.committees))
        there = {(row.committee, row.date, row.measure) for row in held}
        counted = [row for row in figures(world, codes) if row.value is not None]
        fresh = [row for row in counted if (row.committee, row.date, row.measure) not in there]
        rows, added = _sourced(world, fresh, sources, settings)
        if rows:
            write_texts(_texts(folder, (*held, *rows), (*sources, *added) if added else (), settings))
    unknown = [code for code in codes if code not in world.committees]
    if as_json:
        emit(_data(folder, rows, added, unknown))
    else:
        _show(folder, rows, unknown, settings, lang)


def _sourced(
    world: store.Catalogue, fresh: Sequence[CommitteeFigure], sources: Sequence[Source], settings: Settings
) -> tuple[list[CommitteeFigure], list[Source]]:
    """The figures with the ids of their sources, and the sources that ``sources.csv`` does not have yet."""
    found = {item: _source(sources, item, settings) for item in dict.fromkeys(source_of(world, row) for row in fresh)}
    rows = [replace(row, source=found[source_of(world, row)].id) for row in fresh]
    return rows, [row for row in found.values() if row not in sources]


def _read(folder: Path, row_class: type[R], settings: Settings) -> tuple[R, ...]:
    """A table of the folder, whole: it is written again, so every row must be readable; one that is absent is empty."""
    if not (folder / row_class.FILE).exists():
        return ()
    table = read_table(folder / row_class.FILE, row_class, settings.languages, decimal=settings.decimal)
    if errors := [finding for finding in table.findings if finding.severity is Severity.ERROR]:
        raise WorkspaceError(errors)
    return table.rows


def _source(held: Sequence[Source], listed: Listed, settings: Settings) -> Source:
    """The row of ``sources.csv`` for a list: one of the same date and address, or a new one."""
    for row in held:
        if row.date == listed.date and row.address.startswith(listed.address):
            return row
    body = "IEC" if listed.name.startswith(LISTS["IEC"]) else "ISO"
    title = Text.of(
        **{
            name: say("keep.source", name, list=listed.name, date=day_of(listed.date, name))
            for name in _known(settings)
        }
    )
    return Source(
        id=Id(slug(f"{listed.name} {listed.date}")), title=title, publisher=PUBLISHERS[body],
        date=listed.date, address=listed.address, seen=settings.as_of, grade=Grade.INTERNATIONAL,
        licence=listed.licence, note=f"SHA-256 {listed.sha256}",
    )  # fmt: skip


def _known(settings: Settings) -> tuple[str, ...]:
    return tuple(language for language in settings.languages if language in languages())


def day_of(date: str, lang: str) -> str:
    """Return an ISO date in words of a language."""
    return day(dt.date.fromisoformat(date), lang)


def _texts(
    folder: Path, rows: Sequence[CommitteeFigure], sources: Sequence[Source], settings: Settings
) -> dict[Path, str]:
    ordered = sorted(rows, key=lambda row: (row.committee, row.date, tuple(CommitteeMeasure).index(row.measure)))
    texts = {folder / CommitteeFigure.FILE: print_table(ordered, CommitteeFigure, ())}
    if sources:
        texts[folder / Source.FILE] = print_table(sources, Source, text_languages(sources, settings.languages))
    return texts


def _data(
    folder: Path, rows: Sequence[CommitteeFigure], added: Sequence[Source], unknown: Sequence[str]
) -> dict[str, object]:
    said = [
        {"committee": row.committee, "date": row.date.isoformat(), "measure": row.measure.value, "value": row.value,
         "source": row.source}
        for row in rows
    ]  # fmt: skip
    return {"folder": str(folder), "added": said, "sources": [row.id for row in added], "unknown": list(unknown)}


def _show(folder: Path, rows: Sequence[CommitteeFigure], unknown: Sequence[str], settings: Settings, lang: str) -> None:
    """Print the figures that were added: a line for each committee and day."""
    if not rows:
        screen.OUT.print(say("keep.nothing", lang))
    days = dict.fromkeys((row.committee, row.date) for row in rows)
    lines = []
    for code, date in days:
        values = {row.measure: row.value for row in rows if (row.committee, row.date) == (code, date)}
        lines.append((code, day(date, lang), *(_shown(values, measures) for measures in COLUMNS)))
    if lines:
        show_table(say("keep.title", lang), say("keep.columns", lang).split("|"), lines)
        file = escape(str(folder / CommitteeFigure.FILE))
        screen.OUT.print(say("keep.added", lang, count=len(rows), file=file), soft_wrap=True)
    if late := max((date for _, date in days if date > settings.as_of), default=None):
        screen.OUT.print(say("keep.later", lang, day=day(late, lang), as_of=day(settings.as_of, lang)), soft_wrap=True)
    if unknown:
        screen.OUT.print(say("keep.unknown", lang, committees=escape(", ".join(unknown))), soft_wrap=True)


def _shown(values: Mapping[CommitteeMeasure, int | None], measures: Sequence[CommitteeMeasure]) -> str:
    """The sum of some figures; empty where none belongs to that day, ``?`` where one is not known."""
    found = [values[measure] for measure in measures if measure in values]
    known = [value for value in found if value is not None]
    if not found:
        return ""
    return str(sum(known)) if len(known) == len(found) else "?"
