"""What differs between two states of a file: tables row by row by their key, prose and settings line by line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from opennss.errors import CodeError
from opennss.model.table import Row
from opennss.tables.cells import guard, is_number, parse, point, show, unguard
from opennss.tables.columns import Column, columns, languages_in
from opennss.tables.csvfile import Grid

Rows = Mapping[str, Mapping[str, str]]
EMPTY = Grid((), ())


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in one file of the folder.

    ``kind`` is ``added``, ``removed`` (a row, or lines of text), ``changed`` (a cell, or lines), ``columns`` or
    ``order``. ``key`` is the row's key, or the number of the first line; ``column`` is empty unless a cell changed.
    """

    file: str
    kind: str
    key: str = ""
    column: str = ""
    old: str = ""
    new: str = ""


def compare_tables(file: str, row_class: type[Row] | None, old: Grid, new: Grid) -> list[Change]:
    """Return what differs between two grids of CSV cells: different spellings of one value are no difference.

    >>> from opennss.model.standards import IcsClass
    >>> before = Grid(("code", "title_en"), ((2, ("13", "Environment")), (3, ("35", "IT"))))
    >>> after = Grid(("code", "title_en"), ((2, ("13", "Environment. Health")), ))
    >>> for change in compare_tables("ics.csv", IcsClass, before, after):
    ...     print(change.kind, change.key, change.column, change.new)
    removed 35
    changed 13 title_en Environment. Health
    """
    header = tuple(dict.fromkeys((*old.header, *new.header)))
    known = {c.name: c for c in columns(row_class, languages_in(row_class, header, ()))} if row_class else {}
    key = row_class.KEY if row_class else ()
    before, after = _rows(old, header, known, key), _rows(new, header, known, key)
    found = []
    if old.header and _strange(old.header, known) != _strange(new.header, known):
        found.append(Change(file, "columns", old=", ".join(old.header), new=", ".join(new.header)))
    found += [Change(file, "removed", name, old=_line(before[name])) for name in before if name not in after]
    for name, cells in after.items():
        if name not in before:
            found.append(Change(file, "added", name, new=_line(cells)))
            continue
        found += [
            Change(file, "changed", name, column, before[name][column], cells[column])
            for column in header
            if before[name][column] != cells[column]
        ]
    if [name for name in before if name in after] != [name for name in after if name in before]:
        found.append(Change(file, "order"))
    return found


def checksum_of_table(row_class: type[Row] | None, grid: Grid) -> str:
    """Return the SHA-256 of a table's values in the order of its rows, whatever their spelling.

    >>> from opennss.model.standards import IcsClass
    >>> one, other = (Grid(("code", "title_en"), ((2, (code, "Environment")),)) for code in ("13", " 13 "))
    >>> checksum_of_table(IcsClass, one) == checksum_of_table(IcsClass, other)
    True
    """
    known = {c.name: c for c in columns(row_class, languages_in(row_class, grid.header, ()))} if row_class else {}
    rows = _rows(grid, grid.header, known, row_class.KEY if row_class else ())
    return _checksum([{name: cell for name, cell in cells.items() if cell} for cells in rows.values()])


def checksum_of_text(lines: Sequence[str]) -> str:
    """Return the SHA-256 of a text line by line."""
    return _checksum(list(lines))


def _checksum(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def compare_texts(file: str, old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return the runs of lines that differ between two texts.

    >>> compare_texts("nss.toml", ["a = 1", "b = 2"], ["a = 1", "b = 3"])
    [Change(file='nss.toml', kind='changed', key='2', column='', old='b = 2', new='b = 3')]
    """
    kinds = {"insert": "added", "delete": "removed", "replace": "changed"}
    return [
        Change(file, kinds[tag], str(start + 1), old="\n".join(old[start:end]), new="\n".join(new[first:last]))
        for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def guarded(row_class: type[Row] | None, grid: Grid) -> Grid:
    """Return the cells of a sheet as they stand in a CSV file: free text with the guard against formulas."""
    free = free_text(row_class, grid.header)
    return Grid(
        grid.header,
        tuple((row, tuple(guard(c) if at in free else c for at, c in enumerate(cells))) for row, cells in grid.lines),
        grid.comma,
    )


def free_text(row_class: type[Row] | None, header: Sequence[str]) -> frozenset[int]:
    """Return the places of the columns that hold free text, which carries the guard against formulas in a CSV."""
    if row_class is None:
        return frozenset()
    prose = {column.name for column in columns(row_class, languages_in(row_class, header, ())) if column.prose}
    return frozenset(place for place, name in enumerate(header) if name in prose)


def _strange(header: Sequence[str], known: Mapping[str, Column]) -> list[str]:
    """The columns that the table does not have, or has twice; an empty column more or less is no difference."""
    return sorted(name for name in header if name not in known or header.count(name) > 1)


def _rows(grid: Grid, header: Sequence[str], known: Mapping[str, Column], key: Sequence[str]) -> Rows:
    rows: dict[str, Mapping[str, str]] = {}
    seen: dict[str, int] = {}
    for _, line in grid.lines:
        raw = dict(zip(grid.header, line, strict=False))
        cells = {name: canonical(raw.get(name, ""), known.get(name), grid.comma) for name in header}
        name = " / ".join(cells.get(part, "") for part in key)
        seen[name] = seen.get(name, 0) + 1
        rows[name if seen[name] == 1 else f"{name} ({seen[name]})"] = cells
    return rows


def canonical(text: str, column: Column | None, comma: bool = False) -> str:
    """Return the one spelling of a cell's value, without the guard; a cell that cannot be read stands as it is."""
    if column is None:
        return text.strip()
    try:
        printed = show(parse(point(text.strip()) if comma and is_number(column.type) else text, column), column)
    except CodeError:
        printed = text.strip()
    return unguard(printed) if column.prose else printed


def _line(cells: Mapping[str, str]) -> str:
    return " | ".join(cell for cell in cells.values() if cell)
