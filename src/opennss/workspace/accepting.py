"""An accepted proposal: one cell or one passage, written only if its place is still what the proposal was made on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from opennss.errors import CodeError, Finding, WorkspaceError
from opennss.language import Text
from opennss.model.country import Settings
from opennss.model.table import Row
from opennss.tables.cells import parse, show, unguard
from opennss.tables.columns import Column, columns, text_languages
from opennss.tables.csvfile import read_text
from opennss.workspace.check.prose import named
from opennss.workspace.comparing import canonical
from opennss.workspace.lock import locked
from opennss.workspace.merging import on_record, plain_lines, text_of
from opennss.workspace.outcome import refuse_new_errors
from opennss.workspace.tables import TABLES, key_of
from opennss.workspace.write import write_text

TEXT: Final = re.compile(r"text/[a-z]{2}/\w[\w-]*\.md")
LONGEST: Final = 2_000
"""Signs of a passage by which the place that took its place is looked for."""
QUOTED: Final = 300
"""Signs of a place that an error quotes."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A change of one cell of a table of the folder: the row by its key, both values as the table prints them."""

    file: str
    key: tuple[str, ...]
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A change of one passage of a page of prose, ``text/<language>/<name>.md``."""

    file: str
    before: str
    after: str


def accept_proposal(
    folder: Path,
    change: CellChange | TextChange,
    facts: Collection[str] | None = None,
    styles: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Write a change if its place still holds what it was proposed on; return the names of the files written.

    A cell must hold ``before``; a passage must stand in its page exactly once. When the change is there already,
    nothing is written: a second call is harmless. ``facts`` and ``styles`` are the names that prose may use; without
    them, those that the pages of the folder use already. Raises ``WorkspaceError``, and writes nothing, when only
    somebody with the folder may change the place (``proposal-place``), when it holds something else
    (``proposal-stale``), is gone (``proposal-row``) or is not one (``proposal-twice``), when the new value cannot be
    read, and with every error that the check would find in the new folder.
    """
    with locked(folder) as settings:
        if isinstance(change, CellChange):
            text = _cell(folder, change, settings)
        else:
            text = _passage(folder, change)
            used = [named(path.read_text("utf-8-sig", errors="replace")) for path in folder.glob("text/*/*.md")]
            facts = facts if facts is not None else set().union(*(page[0] for page in used))
            styles = styles if styles is not None else set().union(*(page[1] for page in used))
        if text is None:
            return ()
        refuse_new_errors(folder, {change.file: text}, facts=facts, styles=styles)
        write_text(folder / change.file, text)
        return (change.file,)


def shown(row: Row, column: Column) -> str:
    """Return a cell as its table prints it, but without the guard against formulas."""
    text = show(getattr(row, column.field), column)
    return unguard(text) if column.prose else text


def _cell(folder: Path, change: CellChange, settings: Settings) -> str | None:
    """Return the table with another cell; ``None`` when the cell has its new value already."""
    row_class = next((table.row for table in TABLES if table.file == change.file), None)
    if row_class is None:
        raise _refused(change, "proposal-place", value=change.file)
    rows = on_record(folder, row_class, settings)
    known = {column.name: column for column in columns(row_class, text_languages(rows, settings.languages))}
    column = known.get(change.column)
    if column is None:
        raise _refused(change, "proposal-place", value=f"{change.file}: {change.column}")
    found = [place for place, row in enumerate(rows) if key_of(row) == tuple(change.key)]
    if len(found) != 1:
        raise _refused(change, "proposal-row", value=" / ".join(change.key))
    row = rows[found[0]]
    now = shown(row, column)
    after = plain_lines(change.after).strip()
    if now == canonical(after, column):
        return None
    if now != canonical(plain_lines(change.before).strip(), column):
        raise _refused(change, "proposal-stale", row.line, value=now[:QUOTED])
    changed = (*rows[: found[0]], _with(row, column, after, change), *rows[found[0] + 1 :])
    return text_of(folder, row_class, changed, settings)


def _with(row: Row, column: Column, text: str, change: CellChange) -> Row:
    """Return a row with another value in one cell."""
    try:
        value: Any = parse(text, column) if text or column.type is not Text else ""
    except CodeError as error:
        raise _refused(change, error.code, row.line, **error.values) from error
    if column.type is Text:
        value = Text.of(**{**dict(getattr(row, column.field).values), column.language: value})
    return dataclasses.replace(row, **{column.field: value})


def _passage(folder: Path, change: TextChange) -> str | None:
    """Return the page with another passage; ``None`` when it is there already."""
    if not TEXT.fullmatch(change.file):
        raise _refused(change, "proposal-place", value=change.file)
    text, findings = read_text(folder / change.file, change.file)
    if text is None:
        raise WorkspaceError(findings)
    before, after = change.before.replace("\r\n", "\n"), plain_lines(change.after)
    if _done(text, before, after):
        return None
    if not before or before not in text:
        closest = get_close_matches(before[:LONGEST], text.split("\n\n"), 1, 0.0)
        raise _refused(change, "proposal-stale", value="".join(closest)[:QUOTED])
    if text.find(before) != text.rfind(before):
        raise _refused(change, "proposal-twice", value=before[:QUOTED])
    return text.replace(before, after)


def _done(text: str, before: str, after: str) -> bool:
    """Say whether a page says already what was proposed: the old passage is gone, or stands inside the new one."""
    if not after or text.count(after) != 1:
        return False
    return before not in (text.replace(after, "\0") if before in after else text)


def _refused(change: CellChange | TextChange, code: str, row: int = 0, **values: object) -> WorkspaceError:
    column = change.column if isinstance(change, CellChange) else ""
    return WorkspaceError([Finding(change.file, row, column, code, values)])
