"""A plan made elsewhere, read from a .csv or .xlsx file: lenient with its form, strict with what its cells mean.

The file is a stranger's: a workbook is read in a child process, nothing of it is run, and no fault raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from opennss.errors import CodeError, Finding, Severity
from opennss.model.handed import HandedList, HandedRow, Statement
from opennss.model.projects import ProjectType
from opennss.model.references import Reference
from opennss.tables.cells import unguard
from opennss.tables.csvfile import Grid
from opennss.tables.office import quoted, read_workbook
from opennss.tables.ooxml.found import MOST_COLUMNS, MOST_FAULTS, MOST_ROWS
from opennss.tables.words import folded
from opennss.workspace.handed_cells import amount, choice, day_factor, money_factor, parted, whole, words, years
from opennss.workspace.upload import csv_grid

COLUMNS: Final = (
    "title", "reference", "type", "year", "start", "end", "body", "days", "days-each", "cost", "cost-each", "area",
    "priority", "count", "fund", "budget",
)  # fmt: skip
"""Columns that mean something; all others are kept as notes."""
DAYS, MONEY = ("days", "days-each"), ("cost", "cost-each", "budget")

MOST_COUNT: Final = 100_000
ABOVE: Final = 12
"""Lines that may stand above the header: titles, names, dates."""
LEAST: Final = 2
"""Known columns that make a line a header."""

_HEADING = re.compile(r"([IVXLC]+|[A-ZĐ])([.)]\s.*|[.)]?)", re.DOTALL)
_BRACKETED = re.compile(r"(.*[0-9])\s*\(([^()]+)\)")
_TYPES = {str(item): f"handed.type-{item}" for item in ProjectType if item is not ProjectType.MEASURE}
_STATEMENTS = {str(item): f"handed.says-{item}" for item in Statement}


@dataclass(frozen=True, slots=True)
class _Header:
    """Where each known column stands, the factor of its unit, and the names of all columns."""

    names: tuple[str, ...]
    places: Mapping[str, int]
    factors: Mapping[str, Decimal]


@dataclass(slots=True)
class _Reading:
    """What is read so far."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    rows: list[HandedRow] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    said: dict[Statement, tuple[int, Decimal]] = field(default_factory=dict)

    def find(
        self, line: int, column: str, code: str, values: Mapping[str, object] = {}, severity: Severity = Severity.ERROR
    ) -> None:
        """Add a finding that quotes no more than a screen shows."""
        short = {name: quoted(value) for name, value in values.items()}
        self.findings.append(Finding(self.name, line, str(quoted(column)), code, short, severity))


def read_handed(path: Path, currency: str) -> HandedList:
    """Read a list; a row with a fault is refused as a whole, named with its line, and counted as refused.

    ``currency`` is that of the folder: money in another one is a fault, never converted. Never raises for what the
    file holds.
    """
    read = _Reading(path.name)
    grid = _grid(path, read)
    if grid is None:
        return HandedList(path.name, findings=_capped(read))
    found = _header(grid, read, currency)
    if found is None:
        return HandedList(path.name, findings=_capped(read))
    header, lines = found
    broken = {finding.row for finding in read.findings if finding.severity is Severity.ERROR}
    for line, cells in lines:
        _take(read, header, line, cells, currency, broken)
    if not (read.rows or read.said or read.refused):
        read.find(0, "", "handed-empty")
    numbers = {what: value for what, (_, value) in read.said.items()}
    target, existing = numbers.get(Statement.TARGET), numbers.get(Statement.EXISTING)
    return HandedList(
        path.name, tuple(read.rows), None if target is None else int(target),
        None if existing is None else int(existing), numbers.get(Statement.MONEY), _capped(read), tuple(read.refused),
    )  # fmt: skip


def _capped(read: _Reading) -> tuple[Finding, ...]:
    """Return the findings in the order of the file, as many as anybody reads."""
    found = sorted(read.findings, key=lambda item: item.row)
    if len(found) <= MOST_FAULTS:
        return tuple(found)
    return (*found[:MOST_FAULTS], Finding(read.name, 0, "", "office-many-faults", {"count": MOST_FAULTS}))


def _grid(path: Path, read: _Reading) -> Grid | None:
    """Return the cells of the table; ``None`` when the file is refused."""
    if path.suffix.lower() == ".csv":
        grid, findings = csv_grid(path)
        read.findings += [
            item if item.code != "empty-file" else replace(item, code="handed-empty") for item in findings
        ]
        grid = grid and Grid(
            tuple(map(unguard, grid.header)),
            tuple((line, tuple(map(unguard, cells))) for line, cells in grid.lines), grid.comma, grid.top,
        )  # fmt: skip
    elif path.suffix.lower() == ".xlsx":
        sheets, findings = read_workbook(path, path.name, told=True)
        read.findings += findings
        grid = None if sheets is None else _sheet(sheets, read)
    else:
        read.find(0, "", "upload-kind")
        return None
    if grid and (grid.width > MOST_COLUMNS or len(grid.lines) > MOST_ROWS):
        read.find(0, "", "office-limits")
        return None
    return grid


def _sheet(sheets: Mapping[str, Grid], read: _Reading) -> Grid | None:
    """Return the sheet that holds the list: the only one with content, or the only one with a header."""
    filled = {name: grid for name, grid in sheets.items() if grid.header}
    if len(filled) > 1:
        listing = {name: grid for name, grid in filled.items() if _best(_first(grid))[1] >= LEAST}
        others = "; ".join(name for name in filled if name not in listing)
        if len(listing) != 1:
            read.find(0, "", "handed-sheets", {"names": "; ".join(listing or filled)})
            return None
        read.find(0, "", "handed-other-sheets", {"names": others}, Severity.NOTE)
        filled = listing
    if not filled:
        read.find(0, "", "handed-empty")
    return next(iter(filled.values()), None)


def _first(grid: Grid) -> list[tuple[int, tuple[str, ...]]]:
    return [(grid.top, grid.header), *grid.lines][:ABOVE]


def _best(lines: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[int, int]:
    """Return the place of the line with the most known column names, and how many it has."""
    counts = [sum(_column(cell)[0] != "" for cell in cells) for _, cells in lines]
    most = max(counts)
    return counts.index(most), most


def _column(cell: str) -> tuple[str, str]:
    """Return the known column that a cell of the header names (or nothing), and the unit that it gives in brackets."""
    match = re.fullmatch(r"(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*", cell.strip(), re.DOTALL)
    for text, unit in [(cell, ""), *([(match[1], match[2])] if match else [])]:
        if found := next((name for name in COLUMNS if folded(text) in words(f"handed.column-{name}")), ""):
            return found, unit.strip()
    return "", ""


def _header(
    grid: Grid, read: _Reading, currency: str
) -> tuple[_Header, tuple[tuple[int, tuple[str, ...]], ...]] | None:
    """Return the header and the lines below it; ``None`` when it cannot be understood."""
    first = _first(grid)
    place, known = _best(first)
    line, names = first[place]
    words_above = [number for number, cells in first[:place] if sum(bool(cell.strip()) for cell in cells) > 1]
    if known < LEAST:
        read.find(first[0][0], "", "handed-no-header", {"known": "; ".join(COLUMNS)})
        return None
    if words_above or any(_goes_on(names, cells) for _, cells in first[place + 1 : place + 2]):
        read.find(words_above[0] if words_above else line + 1, "", "handed-merged-header")
        return None
    if place:
        read.find(first[0][0], "", "handed-title-lines", {"count": place}, Severity.NOTE)
    places: dict[str, int] = {}
    factors: dict[str, Decimal] = {}
    faults = len(read.findings)
    for at, cell in enumerate(names):
        name, unit = _column(cell)
        if name in places:
            read.find(line, cell, "duplicate-column", {"column": cell})
        elif name:
            places[name] = at
            try:
                factors[name] = _factor(name, unit, currency)
            except CodeError as error:
                read.find(line, cell, error.code, error.values)
    if len(read.findings) > faults:
        return None
    others = [cell for at, cell in enumerate(names) if cell.strip() and at not in places.values()]
    if others:
        read.find(line, "", "handed-notes", {"names": "; ".join(others)}, Severity.NOTE)
    lines = tuple((number, cells) for number, cells in ((grid.top, grid.header), *grid.lines) if number > line)
    return _Header(tuple(names), places, factors), lines


def _goes_on(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Say whether the line below a header goes on with it: two names of columns, or one below an empty cell."""
    known = [at for at, cell in enumerate(cells) if _column(cell)[0]]
    return len(known) >= LEAST or any(at >= len(names) or not names[at].strip() for at in known)


def _factor(name: str, unit: str, currency: str) -> Decimal:
    if name in DAYS:
        return day_factor(unit)
    return money_factor(unit, currency) if name in MONEY else Decimal(1)


def _take(read: _Reading, header: _Header, line: int, cells: Sequence[str], currency: str, broken: set[int]) -> None:
    """Take one line of the list: as a row, as a statement, or not, and say so."""
    told = {name: cells[at].strip() for name, at in header.places.items() if at < len(cells)}
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return
    if all(cell.strip(" ()") in ("", str(at)) for at, cell in enumerate(cells, 1)) and len(filled) >= LEAST:
        read.find(line, "", "handed-numbered", {}, Severity.NOTE)
        return
    if not told.get("reference") and _sums(told, filled):
        read.findings = [item for item in read.findings if item.row != line or item.code != "office-formula"]
        read.find(line, "", "handed-sum", {"value": filled[0]}, Severity.NOTE)
        return
    if len(filled) <= LEAST and not {*filter(told.get, told)} - {"title"} and _HEADING.fullmatch(filled[0]):
        read.find(line, "", "handed-heading", {"value": " ".join(filled)}, Severity.NOTE)
        return
    before = len(read.findings)
    if any(cell.strip() for cell in cells[len(header.names) :]):
        read.find(line, "", "too-many-cells", {"count": len(cells), "expected": len(header.names)})
    notes = tuple(
        (header.names[at], cell.strip())
        for at, cell in enumerate(cells[: len(header.names)])
        if at not in header.places.values() and cell.strip()
    )
    statement = choice(told["type"], _STATEMENTS) if told.get("type") else None
    if statement:
        _state(read, header, line, told, Statement(statement), currency)
        return
    row = HandedRow(line=line, notes=notes, **_values(read, header, line, told, currency))
    wrong = any(item.severity is Severity.ERROR for item in read.findings[before:])
    if wrong or line in broken:
        read.refused.append(line)
    else:
        read.rows.append(row)


def _sums(told: Mapping[str, str], filled: Sequence[str]) -> bool:
    """Say whether a line adds up the others: its title, or its first cell, is a word for a sum."""
    return folded(told.get("title") or filled[0]) in words("handed.sum") or folded(filled[0]) in words("handed.sum")


def _state(read: _Reading, header: _Header, line: int, told: Mapping[str, str], what: Statement, currency: str) -> None:
    """Take what a line states about the whole list; said twice, it is a fault."""
    name = "cost" if what is Statement.MONEY else "count"
    value = _cell(read, header, line, name, told.get(name, ""), currency)
    if value is None:
        read.find(line, _named(header, name), "handed-statement", {"value": told["type"]})
    elif what in read.said:
        read.find(
            line, _named(header, "type"), "handed-said-twice", {"value": told["type"], "first": read.said[what][0]}
        )
    else:
        read.said[what] = (line, Decimal(value))


def _named(header: _Header, name: str) -> str:
    return header.names[header.places[name]] if name in header.places else name


def _values(read: _Reading, header: _Header, line: int, told: Mapping[str, str], currency: str) -> dict[str, Any]:
    """Return the values of a row by field; what cannot be read is named and left out."""
    given: dict[str, Any] = {
        name: value
        for name in COLUMNS
        if (value := _cell(read, header, line, name, told.get(name, ""), currency)) is not None
    }
    values: dict[str, Any] = {
        name: given[name] for name in ("title", "body", "area", "fund", "priority", "budget") if name in given
    }
    count = int(given.get("count", 1))
    for name in ("days", "cost"):
        if name in given and f"{name}-each" in given and given[name] != given[f"{name}-each"] * count:
            read.find(line, _named(header, name), "handed-both", {"whole": told[name], "each": told[f"{name}-each"]})
        each = given.get(f"{name}-each")
        values[name] = given.get(name, None if each is None else each * count)
    values |= _span(read, header, line, told, given)
    return values | {"count": count, "reference": given.get("reference"), "type": given.get("type")}


def _span(
    read: _Reading, header: _Header, line: int, told: Mapping[str, str], given: Mapping[str, tuple[int, int]]
) -> dict[str, int]:
    """Return the first and the last year of a row; of one that only says when it ends, the last year alone."""
    year, start, end = (given.get(name) for name in ("year", "start", "end"))
    for name, differs in (
        ("start", year and start and year[0] != start[0]), ("end", year and end and year[0] < year[1] != end[1]),
    ):  # fmt: skip
        if differs:
            read.find(line, _named(header, name), "handed-two-years", {"year": told["year"], "other": told[name]})
    span = year or start
    if span is None:
        return {"end": end[1]} if end else {}
    last = (end or span)[1]
    if last < span[0]:
        read.find(line, _named(header, "end"), "handed-years-order", {"value": f"{span[0]}-{last}"})
    return {"start": span[0], "end": last}


def _cell(read: _Reading, header: _Header, line: int, name: str, text: str, currency: str) -> Any:
    """Return the value of one cell; ``None`` where it is empty or cannot be read, which is then named."""
    if not text:
        return None
    try:
        if name in (*DAYS, *MONEY):
            number, unit = parted(text)
            return amount(number) * (_factor(name, unit, currency) if unit else header.factors[name])
        if name == "count":
            return whole(text, MOST_COUNT)
        if name == "priority":
            return amount(text)
        if name in ("year", "start", "end"):
            return years(text)
        if name == "type":
            return _type(read, header, line, text)
        return _reference(read, header, line, text) if name == "reference" else text
    except CodeError as error:
        read.find(line, _named(header, name), error.code, error.values)
        return None


def _type(read: _Reading, header: _Header, line: int, text: str) -> ProjectType | None:
    found = choice(text, _TYPES)
    if found is None:
        read.find(
            line, _named(header, "type"), "handed-type", {"value": text, "known": "; ".join(_TYPES)}, Severity.QUESTION
        )
        return None
    return ProjectType(found)


def _reference(read: _Reading, header: _Header, line: int, text: str) -> Reference | None:
    if len(re.split(r"[;\n]|, (?=[A-Z])", text)) > 1:
        raise CodeError("handed-several-references", value=text)
    named = _BRACKETED.fullmatch(text)
    try:
        return Reference.parse(text if named is None else _meant(named[1], named[2], text))
    except CodeError:
        read.find(line, _named(header, "reference"), "handed-reference", {"value": text}, Severity.QUESTION)
        return None


def _meant(before: str, inside: str, whole_text: str) -> str:
    """Return what a cell such as ``TCVN 7026:2013 (ISO 7165:2009)`` or ``ISO 22000:2018 (IDT)`` is about.

    It is the deliverable in brackets, where there is one; else what stands before a remark; a date belongs to both.
    """
    try:
        return Reference.parse(inside)
    except CodeError:
        return before if re.search(r"[^\W\d_]{2}", inside) else whole_text
