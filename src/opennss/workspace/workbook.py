"""The whole folder as one Excel file to hand out: every cell is text, so no code loses a zero and no text is run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from opennss.catalogue import store
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.table import Row
from opennss.tables.cells import unguard
from opennss.tables.csvfile import Grid, read_grid
from opennss.workspace.comparing import checksum_of_table, checksum_of_text, free_text
from opennss.workspace.settings import FILE, read_settings
from opennss.workspace.tables import ROUND_TABLES, TABLES, round_folder

LONGEST_CELL = 32_767
WIDEST, NARROWEST = 60, 8
INDEX, PROSE = "tables", "settings and text"
"""The sheets that are no table of the folder: which sheet is which file; settings and prose line by line."""
CHECKSUM = "sha256"
"""The column of the list that says what each file held when the workbook was handed out."""


def workbook(folder: Path, path: Path) -> None:
    """Write a country folder into the Excel file ``path``: list of sheets, settings and prose, then every table.

    Cells stand as they stand in the files, faults included. The list names the checksum of every file, so that a
    workbook that comes back late is known. The same folder gives the same bytes. Raises
    ``WorkspaceError`` when ``nss.toml`` or a table cannot be read, or a cell is longer than Excel allows.
    """
    if not (folder / FILE).is_file():
        raise WorkspaceError([Finding(FILE, 0, "", "no-workspace", {"folder": folder.as_posix()})])
    settings, found = read_settings(folder)
    findings = list(found)
    decimal = settings.decimal if settings else "."
    grids = {name: grid for name in files_of(folder) if (grid := _grid(folder, name, decimal, findings))}
    texts = _text_lines(folder, findings)
    if settings is None or any(finding.severity is Severity.ERROR for finding in findings):
        raise WorkspaceError(findings)
    names = _sheet_names(list(grids))
    index = _index(names, grids, texts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": dt.datetime.combine(settings.as_of, dt.time(), dt.UTC).replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        fill_sheet(book.add_worksheet(INDEX), index, None, bold, plain)
        fill_sheet(book.add_worksheet(PROSE), texts, None, bold, plain)
        for file, grid in grids.items():
            fill_sheet(book.add_worksheet(names[file]), grid, row_class_of(file), bold, plain)


def _index(names: dict[str, str], grids: dict[str, Grid], texts: Grid) -> Grid:
    """List the sheet, the number of rows or lines, and the checksum of every file."""
    rows = [(names[f], f, str(len(g.lines)), checksum_of_table(row_class_of(f), g)) for f, g in grids.items()]
    for file in dict.fromkeys(cells[0] for _, cells in texts.lines):
        lines = [text for _, (name, _, text) in texts.lines if name == file]
        rows.append((PROSE, file, str(len(lines)), checksum_of_text(lines)))
    return Grid(("sheet", "file", "rows", CHECKSUM), tuple((0, row) for row in rows))


def files_of(folder: Path) -> list[str]:
    """Return the tables of a folder that its workbook holds: its own, those of its rounds, the catalogue extract."""
    names = [table.file for table in TABLES]
    for place in sorted((folder / "judgements").glob("*")):
        names += [round_folder(place.name) + table.file for table in ROUND_TABLES]
    names += sorted(path.relative_to(folder).as_posix() for path in (folder / "catalogue").glob("*.csv"))
    return [name for name in names if (folder / name).is_file()]


def row_class_of(file: str) -> type[Row] | None:
    """Return what the rows of a table are; ``None`` for a file that no room of the product knows.

    >>> row_class_of("catalogue/ics.csv").__name__, row_class_of("ics.csv")
    ('IcsClass', None)
    """
    place, _, name = file.rpartition("/")
    known: dict[str, type[Row]] = {table.file: table.row for table in TABLES}
    if place == "catalogue":
        known = {row.FILE: row for row in store.TABLES}
    elif place.startswith("judgements/"):
        known = {table.file: table.row for table in ROUND_TABLES}
    return known.get(name) if not place or place == "catalogue" or place.count("/") == 1 else None


def texts_of(folder: Path) -> list[str]:
    """Return the settings and pages of prose of a folder, which are no tables: they go out line by line."""
    found = [folder / FILE, *(folder / "judgements").glob("*/round.toml"), *(folder / "text").glob("*/*.md")]
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _text_lines(folder: Path, findings: list[Finding]) -> Grid:
    lines = []
    for name in texts_of(folder):
        for number, text in enumerate((folder / name).read_text(encoding="utf-8").splitlines(), 1):
            if len(text) > LONGEST_CELL:
                values: dict[str, object] = {"count": len(text), "most": LONGEST_CELL}
                findings.append(Finding(name, number, "", "cell-too-long", values))
            lines.append((0, (name, str(number), text)))
    return Grid(("file", "line", "text"), tuple(lines))


def _grid(folder: Path, name: str, decimal: str, findings: list[Finding]) -> Grid | None:
    grid, found = read_grid(folder / name, name, decimal=decimal)
    findings += found
    for line, cells in grid.lines if grid else ():
        for cell in cells:
            if len(cell) > LONGEST_CELL:
                findings.append(Finding(name, line, "", "cell-too-long", {"count": len(cell), "most": LONGEST_CELL}))
    return grid


def _sheet_names(files: list[str]) -> dict[str, str]:
    """Names of at most 31 signs, each once whatever its case: the table, after its round where it has one."""
    names: dict[str, str] = {}
    for file in files:
        base = file.removeprefix("judgements/").removesuffix(".csv").replace("/", " ")
        name, number = base[:31], 1
        while name.lower() in {used.lower() for used in names.values()} | {INDEX, PROSE, "history"}:
            number += 1
            name = f"{base[:27]} {number}"
        names[file] = name
    return names


def fill_sheet(sheet: Worksheet, grid: Grid, row_class: type[Row] | None, bold: Format, plain: Format) -> None:
    """Write a grid cell by cell; free text loses the guard of the CSV, since no cell of text is run here."""
    free = free_text(row_class, grid.header)
    sheet.freeze_panes(1, 0)
    widths = [len(cell) for cell in grid.header]
    for column, cell in enumerate(grid.header):
        sheet.write_string(0, column, cell, bold)
    for row, (_, cells) in enumerate(grid.lines, 1):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, unguard(cell) if column in free else cell, plain)
            if column < len(widths):
                widths[column] = max(widths[column], max(map(len, cell.split("\n"))))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, max(NARROWEST, min(WIDEST, width + 2)), plain)
