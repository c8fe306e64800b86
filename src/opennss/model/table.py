"""What makes a dataclass a table: its fields are the columns, and every row remembers its line.

The dataclass is the only schema: CSV template, reader, check, workbook and manual page all come from it.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table of the country folder; ``line`` is its place in the file, the header being line 1.

    ``FILE`` is the file's name in the folder and ``KEY`` the columns that must be unique together.
    """

    FILE: ClassVar[str] = ""
    KEY: ClassVar[tuple[str, ...]] = ()

    line: int = field(default=0, compare=False, repr=False)


def column(
    doc: str,
    *,
    default: Any = MISSING,
    ref: str = "",
    unknown: bool = False,
    prose: bool = False,
    spare: bool = False,
) -> Any:
    """Declare a column: what it holds, its default, and what it points to.

    ``ref`` names the table (file stem) whose key the cell must hold; ``unknown`` lets the cell be ``?`` (stored
    as ``None``); ``prose`` marks free text, which gets the formula guard on export;
    ``spare`` prints the column only where a row fills it.

    >>> @dataclass(frozen=True, slots=True, kw_only=True)
    ... class Colour(Row):
    ...     id: str = column("its id")
    >>> Colour(id="red", line=2).id
    'red'
    """
    metadata = {"doc": doc, "ref": ref, "unknown": unknown, "prose": prose, "spare": spare}
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the country folder: the end of every trail.

    >>> str(Cell("evidence.csv", 7, "value"))
    'evidence.csv:7 (value)'
    """

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row} ({self.column})" if self.row else f"{self.file} ({self.column})"


def cell(row: Row, column_name: str) -> Cell:
    """Return the place of one field of ``row``; raises ``AttributeError`` when the table has no such column."""
    if column_name not in {item.name for item in fields(row)}:
        raise AttributeError(f"{type(row).__name__} has no column {column_name}")
    return Cell(row.FILE, row.line, column_name)
