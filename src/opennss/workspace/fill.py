"""Fill what is still empty in a country folder with rows of public files; nothing that has content is touched."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from opennss.catalogue import store
from opennss.errors import Severity, WorkspaceError
from opennss.model.country import Settings
from opennss.model.observations import Source
from opennss.model.standards import Committee, Link, Participation
from opennss.model.table import Row
from opennss.tables.columns import columns, text_languages
from opennss.tables.csvfile import print_table, read_table
from opennss.workspace.init import Rows
from opennss.workspace.lock import held
from opennss.workspace.settings import FILE
from opennss.workspace.tables import TABLES
from opennss.workspace.write import write_texts

CATALOGUE = "catalogue"
"""The catalogue inside the folder: the only one that is filled, and only while its checksum is not set."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one source brings: its id in ``sources.csv``, the tables it has rows for, its files for ``sources/``."""

    source: str
    tables: Collection[str]
    snapshots: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Filling:
    """What was done: rows written by file, files left alone, rows left out by file.

    Rows are left out where they name an area, indicator, committee or source that the folder does not have, or has
    with another date.
    """

    filled: Mapping[str, int]
    left: tuple[str, ...]
    without: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Old:
    """A table of the folder as it is: its rows, and whether nobody has written into it."""

    rows: tuple[Row, ...]
    empty: bool


def fill(folder: Path, settings: Settings, rows: Rows, untouched: Rows, brought: Sequence[Brought]) -> Filling:
    """Write ``rows`` into the tables that have no row yet, all or none, and say what was done.

    A table that holds exactly the rows of ``untouched``, which every new folder has, counts as one without rows.
    ``sources.csv`` gets the rows of the sources that filled a table and are not there. Raises ``WorkspaceError`` when
    ``sources.csv`` has errors, for then its rows cannot be kept.
    """
    with held(folder):
        return _filled(folder, settings, rows, untouched, brought)


def _filled(folder: Path, settings: Settings, rows: Rows, untouched: Rows, brought: Sequence[Brought]) -> Filling:
    old = {row_class: _read(folder, settings, row_class, untouched) for row_class in rows}
    old[Source] = _read(folder, settings, Source, {})
    free = {row_class for row_class, table in old.items() if row_class is not Source and table.empty}
    known = _known(rows, old, free)
    kept = {row_class: tuple(row for row in rows[row_class] if _fits(row, known)) for row_class in rows}
    new = {row_class: kept[row_class] for row_class in free if kept[row_class] not in ((), old[row_class].rows)}
    filled = {row_class.FILE for row_class in new}
    added = {item.source for item in brought if filled & set(item.tables)} - {
        str(_key(row)) for row in old[Source].rows
    }
    sources = tuple(row for row in rows.get(Source, ()) if _key(row) in added)
    texts = dict(new) | ({Source: (*old[Source].rows, *sources)} if sources else {})
    pages = {_place(folder, item): _print(found, item, settings) for item, found in texts.items()}
    write_texts(pages | (_complete(folder) if Participation in new else {}))
    for item in brought:
        if item.source in added:
            _keep(folder / "sources", item.snapshots)
    counts = new | ({Source: sources} if sources else {})
    others = [row_class for row_class in rows if row_class is not Source]
    return Filling(
        {_name(item): len(counts[item]) for item in sorted(counts, key=_name)},
        tuple(sorted(_name(item) for item in others if item not in free)),
        {_name(item): left for item in others if item in free and (left := len(rows[item]) - len(kept[item]))},
    )


def _read(folder: Path, settings: Settings, row_class: type[Row], untouched: Rows) -> _Old:
    """A table as it is; of ``sources.csv`` every row must be readable, because it is written again."""
    path = _place(folder, row_class)
    if row_class in store.TABLES and (settings.catalogue != CATALOGUE or settings.catalogue_sha256):
        return _Old((), empty=False)
    if not path.exists():
        return _Old((), empty=True)
    table = read_table(path, row_class, settings.languages, decimal=settings.decimal)
    errors = [finding for finding in table.findings if finding.severity is Severity.ERROR]
    if errors and row_class is Source:
        raise WorkspaceError(errors)
    return _Old(table.rows, not errors and table.rows in ((), tuple(untouched.get(row_class, ()))))


def _known(rows: Rows, old: Mapping[type[Row], _Old], free: Collection[type[Row]]) -> dict[str, set[str]]:
    """The keys that rows may name once the folder is filled, by table; a source with another date is another one."""
    known: dict[str, set[str]] = {}
    for item, table in old.items():
        found = rows[item] if item in free else table.rows
        known[item.FILE.removesuffix(".csv")] = {str(_key(row)) for row in found}
    dates = {row.id: row.date for row in old[Source].rows if isinstance(row, Source)}
    for row in rows.get(Source, ()):
        if isinstance(row, Source):
            same = dates.get(row.id, row.date) == row.date
            (known["sources"].add if same else known["sources"].discard)(row.id)
    return known


def _fits(row: Row, known: Mapping[str, set[str]]) -> bool:
    """Whether everything that a row names is there."""
    named = {column.ref: getattr(row, column.field) for column in columns(type(row), ()) if column.ref in known}
    if isinstance(row, Link):
        named[Committee.FILE.removesuffix(".csv")] = row.committee
    return all(
        value in known.get(table, ())
        for table, values in named.items()
        for value in (values if isinstance(values, tuple) else (values,))
        if value
    )


def _complete(folder: Path) -> dict[Path, str]:
    """The settings that say what is now so: every seat is listed, for the whole list of members was read."""
    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    return {path: text.replace("all_seats = false", "all_seats = true", 1)}


def _print(rows: Sequence[Row], row_class: type[Row], settings: Settings) -> str:
    return print_table(rows, row_class, text_languages(rows, settings.languages))


def _keep(folder: Path, snapshots: Mapping[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in sorted(snapshots.items()):
        if not (folder / name).exists():
            (folder / name).write_bytes(content)


def _name(row_class: type[Row]) -> str:
    return row_class.FILE if row_class in {table.row for table in TABLES} else f"{CATALOGUE}/{row_class.FILE}"


def _place(folder: Path, row_class: type[Row]) -> Path:
    return folder / _name(row_class)


def _key(row: Row) -> object:
    return getattr(row, row.KEY[0])
