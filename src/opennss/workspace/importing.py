"""An uploaded table: first what each of its rows would add or change, then, if asked, all of it or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from opennss.errors import Finding, Severity
from opennss.language import Text
from opennss.model.table import Row
from opennss.tables.columns import columns, languages_in, text_languages
from opennss.workspace.accepting import CellChange, shown
from opennss.workspace.check import check_folder, in_order
from opennss.workspace.lock import locked, settings_of
from opennss.workspace.merging import Change, Deed, on_record, text_of, tidy
from opennss.workspace.outcome import fresh, outcome
from opennss.workspace.tables import TABLES, key_of
from opennss.workspace.upload import Upload, read_upload
from opennss.workspace.write import write_text

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an upload comes to: what becomes of each row, all findings, the names of the files written."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    written: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Say whether an error stands against writing."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def import_table(folder: Path, row_class: type[R], source: Path, write: bool = False) -> Imported:
    """Compare an uploaded .csv or .xlsx file with a table of the folder by key and, with ``write``, take it over.

    Rows that the upload lacks stay, and so do cells whose column it lacks. Nothing is written while an error stands
    against it: one of the file, on its own lines, or one that the folder would have afterwards and does not have now.
    Raises ``WorkspaceError`` only when the table of the folder has errors itself; for what the file holds, never.
    """
    if row_class not in {table.row for table in TABLES}:
        raise ValueError(f"no table of the folder: {row_class.__name__}")
    upload = read_upload(source, row_class, settings_of(folder))
    with locked(folder) as settings:
        old = on_record(folder, row_class, settings)
        changes = tuple(_changes(old, upload, source.name))
        found = Imported(changes, in_order(upload.findings))
        if all(change.deed is Deed.SAME for change in changes):
            return found
        incoming = {key_of(change.row): change.row for change in changes if change.deed is not Deed.SAME}
        rows = (*(incoming.get(key_of(row), row) for row in old), *_added(changes))
        text = text_of(folder, row_class, rows, settings)
        new = fresh(outcome(folder, {row_class.FILE: text})[2], check_folder(folder)[2])
        lines = _lines(text, rows, incoming)
        placed = (_placed(item, row_class.FILE, lines, source.name) for item in new)
        found = replace(found, findings=in_order((*found.findings, *placed)))
        if not write or found.refused:
            return found
        write_text(folder / row_class.FILE, text)
        return replace(found, written=(row_class.FILE,))


def cells_of(change: Change) -> tuple[CellChange, ...]:
    """Return the cells in which a row differs from the one that it replaces; of a new row those that say something."""
    row, before = change.row, change.before
    if change.deed is Deed.SAME:
        return ()
    found = []
    for column in columns(type(row), text_languages([row, *([before] if before else [])], ())):
        old, new = shown(before, column) if before else "", shown(row, column)
        if old != new:
            found.append(CellChange(row.FILE, key_of(row), column.name, old, new))
    return tuple(found)


def _changes(old: Sequence[R], upload: Upload[R], source: str) -> list[Change]:
    known = {key_of(row): row for row in old}
    changes = []
    for row in upload.rows:
        before = known.get(key_of(row))
        if before is None:
            changes.append(Change(Deed.ADDED, source, row))
            continue
        whole = _filled(row, before, upload.header)
        same = whole == tidy(before)
        changes.append(Change(Deed.SAME if same else Deed.CHANGED, source, whole, None if same else before))
    return changes


def _filled(row: R, before: R, header: Sequence[str]) -> R:
    """Return a row with the cells on record where the upload has no such column."""
    values: dict[str, Any] = {}
    for column in columns(type(row), languages_in(type(row), header, text_languages([before], ()))):
        if column.name in header:
            continue
        if column.type is Text:
            said = dict(values.get(column.field, getattr(row, column.field)).values)
            kept = dict(getattr(before, column.field).values).get(column.language, "")
            values[column.field] = Text.of(**{**said, column.language: kept})
        else:
            values[column.field] = getattr(before, column.field)
    return tidy(replace(row, **values))


def _added(changes: Sequence[Change]) -> list[Row]:
    return [change.row for change in changes if change.deed is Deed.ADDED]


def _lines(text: str, rows: Sequence[Row], incoming: Mapping[tuple[str, ...], Row]) -> dict[int, int]:
    """Return, by the line of the new table, the line of the upload that a row came from."""
    lines: dict[int, int] = {}
    reader = csv.reader(io.StringIO(text, newline=""))
    next(reader)
    for row in rows:
        line = reader.line_num + 1
        next(reader)
        if key_of(row) in incoming:
            lines[line] = incoming[key_of(row)].line
    return lines


def _placed(finding: Finding, file: str, lines: Mapping[int, int], name: str) -> Finding:
    """Return a finding about a row that came in with its place in the upload, where it can be mended."""
    if finding.file != file or finding.row not in lines:
        return finding
    return replace(finding, file=name, row=lines[finding.row])
