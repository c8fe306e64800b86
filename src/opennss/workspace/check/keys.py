"""Checks that hold for every table: keys, references, languages, tables without rows. They follow from the columns."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.language import Text
from opennss.model.criteria import Question, Respondent
from opennss.model.table import Row
from opennss.tables.columns import Column, columns
from opennss.workspace.check.common import Case
from opennss.workspace.init import UNSET
from opennss.workspace.tables import TABLES, key_of, rows_of

IN_ROUND = (Question.FILE, Respondent.FILE)


def duplicate_keys(case: Case) -> Iterator[Finding]:
    """Two rows of a table with the same key."""
    for file, rows in rows_of(case.workspace).items():
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            key = key_of(row)
            if key in seen:
                said = " / ".join(part for part in key if part)
                yield Finding(file, row.line, row.KEY[0], "duplicate-key", {"value": said, "first": seen[key]})
            seen.setdefault(key, row.line)


def references(case: Case) -> Iterator[Finding]:
    """A cell that names a row which its table does not have; a cell of several names is looked at name by name."""
    tables = rows_of(case.workspace)
    keys = {file: {str(getattr(row, row.KEY[0])) for row in rows} for file, rows in tables.items()}
    for file, rows in tables.items():
        pointing = [column for column in columns(type(rows[0]), ()) if column.ref] if rows else []
        for column in pointing:
            target = _target(file, column)
            for row in rows:
                found = getattr(row, column.field)
                for value in found if isinstance(found, tuple) else (found,):
                    if value and value not in keys.get(target, ()) and not case.left_out(target, value):
                        yield Finding(file, row.line, column.name, "unknown-code", {"value": value, "table": target})


def _target(file: str, column: Column) -> str:
    target = f"{column.ref}.csv"
    return file.rpartition("/")[0] + "/" + target if target in IN_ROUND else target


def missing_languages(case: Case) -> Iterator[Finding]:
    """A text without one of the folder's languages, where other rows of its table have that language."""
    for file, rows in rows_of(case.workspace).items():
        for column in columns(type(rows[0]), case.settings.languages) if rows else ():
            if column.type is Text:
                yield from _without(file, rows, column)


def _without(file: str, rows: tuple[Row, ...], column: Column) -> Iterator[Finding]:
    spoken = [(row, dict(getattr(row, column.field).values)) for row in rows]
    if not any(column.language in texts for _, texts in spoken):
        return
    for row, texts in spoken:
        if texts and column.language not in texts:
            values: dict[str, object] = {"missing": column.language, "column": column.name}
            yield Finding(file, row.line, column.name, "missing-language", values, Severity.QUESTION)


def empty_tables(case: Case) -> Iterator[Finding]:
    """A table that the method needs and that has no row yet."""
    tables = rows_of(case.workspace)
    for table in TABLES:
        if table.required and not tables[table.file] and not case.skipped.get(table.file):
            yield Finding(table.file, 0, "", "empty-table", severity=Severity.QUESTION)


def placeholders(case: Case) -> Iterator[Finding]:
    """Settings that a new folder leaves open: the code ``XXX`` for the country or the currency."""
    for setting in ("country", "currency"):
        if getattr(case.settings, setting) == UNSET:
            values: dict[str, object] = {"setting": setting, "value": UNSET}
            yield Finding("nss.toml", 0, setting, "placeholder-setting", values, Severity.QUESTION)
