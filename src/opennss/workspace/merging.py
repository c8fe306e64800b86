"""Rows that come in, met with the rows on record: by their key, in the form in which a file gives them back."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import Text, clean
from opennss.model.country import Settings
from opennss.model.stakeholders import Position
from opennss.model.table import Row
from opennss.tables.columns import languages_in, text_languages
from opennss.tables.csvfile import print_table, read_grid, read_table
from opennss.workspace.tables import key_of

R = TypeVar("R", bound=Row)


class Deed(StrEnum):
    """What becomes of a row: added, changed, or on record already."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one row that came in, by which file; ``before`` is the row that it replaces."""

    deed: Deed
    source: str
    row: Row
    before: Row | None = None


def plain_lines(text: str) -> str:
    """Return a text with LF line ends, composed, and without signs that no page shows.

    >>> plain_lines("one\\r\\ntwo\\x00")
    'one\\ntwo'
    """
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def tidy(row: R) -> R:
    """Return a row as its file gives it back: free text in its plain form, without blanks at its ends."""
    values: dict[str, Any] = {}
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Text):
            values[field.name] = Text.of(**{language: plain_lines(said).strip() for language, said in value.values})
        elif type(value) is str:  # codes are types of their own and hold no free text
            values[field.name] = plain_lines(value).strip()
    return dataclasses.replace(row, **values)


def on_record(folder: Path, row_class: type[R], settings: Settings) -> tuple[R, ...]:
    """Return the rows of a table of the folder, none when it has no such file.

    Raises ``WorkspaceError`` when the table has errors: writing it again would lose rows.
    """
    path = folder / row_class.FILE
    if not path.exists():
        return ()
    table = read_table(path, row_class, settings.languages, decimal=settings.decimal)
    errors = [finding for finding in table.findings if finding.severity is Severity.ERROR]
    if errors:
        raise WorkspaceError(errors)
    return table.rows


def text_of(folder: Path, row_class: type[Row], rows: Sequence[Row], settings: Settings) -> str:
    """Return the text of a table with other rows; languages keep the order that its columns have in the folder."""
    path = folder / row_class.FILE
    grid = read_grid(path, path.name)[0] if path.is_file() else None
    languages = (*languages_in(row_class, grid.header if grid else (), ()), *settings.languages)
    ordered = text_languages(rows, tuple(dict.fromkeys(languages)))
    return print_table(rows, row_class, ordered, decimal=settings.decimal)


def merge(old: Sequence[R], rows: Sequence[R], *, keep: bool = False) -> tuple[tuple[R, ...], tuple[Finding, ...]]:
    """Return a table with the rows that it lacks by their key, and an error for each row that differs from its own.

    A position takes the place of the one that the organisation has on the area, unless that one is newer. With
    ``keep`` a row whose key is on record is passed over, whatever it says.
    """
    merged, findings = list(old), []
    places = {key_of(row): place for place, row in enumerate(merged)}
    for row in map(tidy, rows):
        place = places.setdefault(key_of(row), len(merged))
        if place == len(merged):
            merged.append(row)
            continue
        before = tidy(merged[place])
        if keep or before == row:
            continue
        if isinstance(row, Position) and isinstance(before, Position):
            if before.date <= row.date:
                merged[place] = row
            continue
        names = [field.name for field in dataclasses.fields(row) if field.compare]
        differing = [name for name in names if getattr(before, name) != getattr(row, name)]
        values: dict[str, object] = {"value": " / ".join(key_of(row)), "columns": ", ".join(differing)}
        findings.append(Finding(row.FILE, before.line, row.KEY[0], "row-differs", values))
    return tuple(merged), tuple(findings)
