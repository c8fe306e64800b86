"""An uploaded table of a stranger, .csv or .xlsx: its rows, the columns that it has, and every fault at once."""

from __future__ import annotations

import dataclasses
import errno
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Generic, TypeVar

from opennss.errors import Finding
from opennss.model.country import Settings
from opennss.model.table import Row
from opennss.tables.csvfile import Grid, print_grid, read_grid, read_table
from opennss.tables.office import quoted, read_workbook
from opennss.tables.ooxml.found import MOST_COLUMNS, MOST_FAULTS, MOST_ROWS
from opennss.workspace.comparing import guarded
from opennss.workspace.merging import tidy
from opennss.workspace.tables import key_of

R = TypeVar("R", bound=Row)

MOST_BYTES: Final = 8_000_000
MOST_LINES: Final = 100_000
"""Lines of a CSV file; a cell may have several."""


@dataclass(frozen=True, slots=True)
class Upload(Generic[R]):
    """What a file from outside brings: rows with their lines in it, the columns of its header, all findings."""

    rows: tuple[R, ...]
    header: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_upload(path: Path, row_class: type[R], settings: Settings) -> Upload[R]:
    """Read the rows of one table from a .csv file, or from the sheet of an .xlsx file that is named as the table.

    A workbook of one sheet needs no name. A row with a fault is left out; two rows of one key are a fault. Findings
    name the uploaded file with its own lines, and quote shortly. Never raises for what the file holds.
    """
    grid, findings = _grid(path, row_class)
    if grid is None:
        return Upload((), (), tuple(map(_short, findings)))
    text, lines = print_grid(dataclasses.replace(grid, comma=False))
    with TemporaryDirectory() as place:
        copy = Path(place) / row_class.FILE
        copy.write_text(text, encoding="utf-8", newline="\n")
        decimal = "," if grid.comma else settings.decimal
        table = read_table(copy, row_class, settings.languages, name=path.name, decimal=decimal)
    rows = tuple(dataclasses.replace(tidy(row), line=lines.get(row.line, row.line)) for row in table.rows)
    findings += [dataclasses.replace(item, row=lines.get(item.row, item.row)) for item in table.findings]
    findings += _twice(path.name, rows)
    if len(findings) > MOST_FAULTS:
        findings = [*findings[:MOST_FAULTS], Finding(path.name, 0, "", "office-many-faults", {"count": MOST_FAULTS})]
    return Upload(rows, grid.header, tuple(map(_short, findings)))


def _grid(path: Path, row_class: type[Row]) -> tuple[Grid | None, list[Finding]]:
    """Return the cells of the table; ``None`` when the file is refused."""
    if path.suffix.lower() == ".csv":
        grid, findings = csv_grid(path)
    elif path.suffix.lower() == ".xlsx":
        sheets, findings = read_workbook(path, path.name)
        grid = None if sheets is None else _sheet(sheets, row_class.FILE.removesuffix(".csv"))
        if sheets is not None and grid is None:
            findings.append(Finding(path.name, 0, "", "upload-sheet", {"value": row_class.FILE.removesuffix(".csv")}))
        grid = guarded(row_class, grid) if grid else None
    else:
        return None, [Finding(path.name, 0, "", "upload-kind")]
    if grid and (grid.width > MOST_COLUMNS or len(grid.lines) > MOST_ROWS):
        return None, [Finding(path.name, 0, "", "office-limits")]
    return grid, findings


def csv_grid(path: Path) -> tuple[Grid | None, list[Finding]]:
    """Read the cells of a CSV file that is not too long; a pipe would keep whoever opens it waiting."""
    if not path.is_file():
        return None, [Finding(path.name, 0, "", "unreadable-file", {"reason": os.strerror(errno.ENOENT)})]
    if path.stat().st_size > MOST_BYTES:
        return None, [Finding(path.name, 0, "", "office-limits")]
    data = path.read_bytes()
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        return None, [Finding(path.name, 0, "", "office-limits")]
    return read_grid(path, path.name)


def _sheet(sheets: Mapping[str, Grid], name: str) -> Grid | None:
    """Return the sheet with the name of the table, or the only one that has content."""
    filled = [grid for grid in sheets.values() if grid.header]
    return sheets.get(name) or (filled[0] if len(filled) == 1 else None)


def _twice(name: str, rows: Sequence[Row]) -> list[Finding]:
    seen: dict[tuple[str, ...], int] = {}
    findings = []
    for row in rows:
        first = seen.setdefault(key_of(row), row.line)
        if first != row.line:
            values: dict[str, object] = {"value": " / ".join(filter(None, key_of(row))), "first": first}
            findings.append(Finding(name, row.line, row.KEY[0], "duplicate-key", values))
    return findings


def _short(finding: Finding) -> Finding:
    """Return a finding that quotes no more than a screen shows."""
    return dataclasses.replace(finding, values={name: quoted(value) for name, value in finding.values.items()})
