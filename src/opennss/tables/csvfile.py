"""CSV files: any reasonable spreadsheet export in, one canonical form out; faults are findings, never exceptions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any, Generic, TypeVar

from opennss.errors import CodeError, Finding, Severity
from opennss.language import Text
from opennss.model.table import Row
from opennss.tables.cells import is_number, parse, point, show
from opennss.tables.columns import Column, columns, languages_in

R = TypeVar("R", bound=Row)
QUOTED = re.compile('"[^"]*(?:"|$)')
BEGINNING = 10_000
"""Signs of a file in which its first line ends."""
EVERYTHING = "*"
"""Stands in ``Table.skipped`` for a table that could not be read at all."""


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """What a file holds: its good rows, its findings, and the keys of rows left out because of a fault."""

    rows: tuple[R, ...]
    findings: tuple[Finding, ...]
    skipped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """The bare cells of a CSV file: header, lines with their number, and whether decimal commas are accepted.

    ``top`` is the number of the line that the header stands in.
    """

    header: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    comma: bool = False
    top: int = field(default=1, compare=False)

    @property
    def width(self) -> int:
        """Cells of the widest line, the header among them."""
        return max(map(len, (self.header, *(cells for _, cells in self.lines))))


def read_text(path: Path, name: str) -> tuple[str | None, list[Finding]]:
    """Read a UTF-8 file with line ends as LF; ``None`` when it cannot be read.

    A byte-order mark and CRLF are accepted, each with a note. Other encodings and NUL bytes are findings.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Finding(name, 0, "", "unreadable-file", {"reason": error.strerror or type(error).__name__})]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [Finding(name, 0, "", "legacy-encoding", {"encoding": "UTF-16"})]
    notes = []
    if data.startswith(b"\xef\xbb\xbf"):
        notes.append(Finding(name, 0, "", "byte-order-mark", severity=Severity.NOTE))
    if b"\0" in data:
        row = data[: data.index(b"\0")].count(b"\n") + 1
        return None, [*notes, Finding(name, row, "", "nul-bytes")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        return None, [*notes, Finding(name, row, "", "legacy-encoding", {"encoding": "Windows-1258, Windows-1252"})]
    if "\r" in text:
        notes.append(Finding(name, 0, "", "carriage-return", severity=Severity.NOTE))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, notes


def read_grid(path: Path, name: str, *, decimal: str = ".") -> tuple[Grid | None, list[Finding]]:
    """Read the cells of a CSV file as text; ``None`` when there is nothing to read."""
    text, findings = read_text(path, name)
    if text is None:
        return None, findings
    if not text.strip():
        return None, [*findings, Finding(name, 0, "", "empty-file")]
    first = QUOTED.sub("", text[:BEGINNING]).lstrip("\n").partition("\n")[0]  # a quoted cell may have line ends
    semicolon = first.count(";") > first.count(",")
    if semicolon:
        findings.append(Finding(name, 1, "", "semicolon-separator", severity=Severity.NOTE))
    lines: list[tuple[int, tuple[str, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if semicolon else ",", strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, tuple(cells)))
            start = reader.line_num + 1
    except csv.Error as error:
        return None, [*findings, Finding(name, reader.line_num, "", "broken-csv", {"reason": str(error)})]
    if not lines:
        return None, [*findings, Finding(name, 0, "", "empty-file")]
    header = tuple(cell.strip() for cell in lines[0][1])
    return Grid(header, tuple(lines[1:]), semicolon or decimal == ",", lines[0][0]), findings


def read_table(
    path: Path, row_class: type[R], languages: Sequence[str], *, name: str = "", decimal: str = "."
) -> Table[R]:
    """Read a table: its good rows with their lines, and every fault at once; never raises for what the file holds.

    ``name`` is the file's name in findings; ``decimal=","`` accepts decimal commas. A row with a fault is left out.
    """
    name = name or path.name
    grid, findings = read_grid(path, name, decimal=decimal)
    if grid is None:
        return Table((), tuple(findings), frozenset((EVERYTHING,)))
    known = {column.name: column for column in columns(row_class, languages_in(row_class, grid.header, languages))}
    faults = _header_faults(name, grid.header, known)
    findings += faults
    if any(finding.code == "missing-header" for finding in faults):
        return Table((), tuple(findings), frozenset((EVERYTHING,)))
    rows: list[R] = []
    skipped: set[str] = set()
    commas: list[int] = []
    for line, cells in grid.lines:
        row, row_faults = _row(name, row_class, line, dict(zip(grid.header, cells, strict=False)), known, grid, commas)
        row_faults = _width_faults(name, line, cells, grid.header) + row_faults
        findings += row_faults
        if row is None or row_faults:
            position = grid.header.index(row_class.KEY[0]) if row_class.KEY and row_class.KEY[0] in grid.header else 0
            skipped.add(cells[position].strip() if position < len(cells) else EVERYTHING)
        else:
            rows.append(row)
    if commas:
        findings.append(Finding(name, commas[0], "", "decimal-comma", {"count": len(commas)}, Severity.NOTE))
    return Table(tuple(rows), tuple(findings), frozenset(skipped))


def _header_faults(name: str, header: Sequence[str], known: Mapping[str, Column]) -> list[Finding]:
    if not any(cell in known for cell in header):
        return [Finding(name, 1, "", "missing-header", {"expected": ", ".join(known)})]
    faults = [
        Finding(name, 1, cell, "unknown-column", {"column": cell, "known": ", ".join(known)})
        for cell in header
        if cell and cell not in known
    ]
    faults += [
        Finding(name, 1, cell, "duplicate-column", {"column": cell})
        for cell in dict.fromkeys(header)
        if cell and list(header).count(cell) > 1
    ]
    fields_present = {known[cell].field for cell in header if cell in known}
    missing = {column.field: column for column in reversed(list(known.values())) if column.field not in fields_present}
    faults += [
        Finding(name, 1, column.name, "missing-column", {"column": column.name, "doc": column.doc})
        for column in reversed(list(missing.values()))
        if column.required
    ]
    return faults


def _width_faults(name: str, line: int, cells: Sequence[str], header: Sequence[str]) -> list[Finding]:
    if len(cells) < len(header):
        code = "too-few-cells"
    elif any(cell.strip() and not head for head, cell in zip_longest(header, cells, fillvalue="")):
        code = "too-many-cells"
    else:
        return []
    return [Finding(name, line, "", code, {"count": len(cells), "expected": len(header)})]


def _row(
    name: str,
    row_class: type[R],
    line: int,
    cells: Mapping[str, str],
    known: Mapping[str, Column],
    grid: Grid,
    commas: list[int],
) -> tuple[R | None, list[Finding]]:
    values: dict[str, Any] = {"line": line}
    texts: dict[str, list[tuple[str, str]]] = {}
    faults: list[Finding] = []
    for column in known.values():
        if column.name not in cells:
            continue
        try:
            text = cells[column.name]
            if column.type is Text:
                texts.setdefault(column.field, []).append((column.language, _text(text, column)))
                continue
            if grid.comma and is_number(column.type):
                pointed = point(text.strip())
                commas += [line] if pointed != text.strip() else []
                text = pointed
            values[column.field] = parse(text, column)
        except CodeError as error:
            faults.append(Finding(name, line, column.name, error.code, dict(error.values)))
    for told, parts in texts.items():
        values[told] = Text(tuple(sorted((language, value) for language, value in parts if value)))
        column = next(column for column in known.values() if column.field == told)
        if column.required and not values[told]:
            faults.append(Finding(name, line, column.name, "missing-value", {"column": column.name}))
    if faults or any(column.required and column.field not in values for column in known.values()):
        return None, faults
    return row_class(**values), faults


def _text(cell: str, column: Column) -> str:
    value = "" if not cell.strip() else parse(cell, column)
    return str(value) if value else ""


def print_table(rows: Iterable[Row], row_class: type[Row], languages: Sequence[str], *, decimal: str = ".") -> str:
    """Print rows as canonical CSV: columns in the order of the dataclass, comma, LF, formula guard on free text.

    A spare column is printed only where a row fills it; ``decimal=","`` prints numbers with decimal commas.

    >>> from opennss.model.codes import Ics
    >>> from opennss.model.standards import IcsClass
    >>> print(print_table([IcsClass(code=Ics("13.020"), title=Text.of(en="=Environment"))], IcsClass, ("en",)))
    code,title_en
    13.020,'=Environment
    """
    rows = tuple(rows)
    known = [
        column
        for column in columns(row_class, languages)
        if not column.spare or any(getattr(row, column.field) != column.default for row in rows)
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in known])
    for row in rows:
        cells = [show(getattr(row, column.field), column) for column in known]
        if decimal == ",":
            numbers = [is_number(column.type) for column in known]
            cells = [cell.replace(".", ",") if number else cell for cell, number in zip(cells, numbers, strict=True)]
        writer.writerow(cells)
    return out.getvalue()


def print_lines(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Return lines of cells as CSV, as they are: who calls says what stands for what is not known.

    >>> print_lines(["id", "days"], [["a", 1], ["b", "?"]])
    'id,days\\na,1\\nb,?\\n'
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def print_grid(grid: Grid) -> tuple[str, dict[int, int]]:
    """Return a grid as CSV, faults included, and the row of the sheet for each line of the text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if grid.comma else ",", lineterminator="\n")
    rows: dict[int, int] = {}
    line = 1
    for row, cells in ((1, grid.header), *grid.lines):
        rows[line] = row
        writer.writerow(cells)
        line += 1 + sum(cell.count("\n") for cell in cells)
    return out.getvalue(), rows
