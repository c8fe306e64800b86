"""What the child hands over: tables of text cells and faults, both as plain data that JSON can carry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 200, 32_767
MOST_SIGNS, MOST_CELLS = 20_000_000, 2_000_000
"""Signs and cells of all tables together, so that a short file cannot repeat a long text or a wide row without end."""
MOST_FAULTS = 200
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Signs that no text of a table has: control signs, direction overrides, halves of signs."""


class Refused(Exception):  # noqa: N818  nothing failed: the file is not taken
    """A file that is not read; ``code`` names the sentence that says why."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


@dataclass(slots=True)
class Found:
    """What was read so far: lines of cells by sheet or table, texts outside; faults; how many signs and cells.

    ``told`` asks that a number never looks like a text that separates thousands.
    """

    tables: list[tuple[str, list[tuple[int, list[str]]]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    faults: list[dict[str, object]] = field(default_factory=list)
    signs: int = 0
    cells: int = 0
    told: bool = False

    def room(self, rows: int, columns: int) -> None:
        """Make room for a table of this size, as wide in every row as in its widest; refuse what is too large."""
        self.cells += rows * columns
        if self.cells > MOST_CELLS:
            raise Refused("office-limits")

    def fault(self, code: str, sheet: str, row: int = 0, column: int = 0, **values: object) -> None:
        """Note a fault of a sheet or table, or of one of its cells; past the limit the file is refused."""
        if len(self.faults) >= MOST_FAULTS:
            raise Refused("office-many-faults", count=MOST_FAULTS)
        place = {"sheet": sheet, "cell": f"{letters(column)}{row}" if column else ""}
        self.faults.append({"code": code, "row": row, "column": letters(column), "values": {**place, **values}})

    def cell(self, text: str, sheet: str, row: int, column: int) -> str:
        """Return the text of a cell when it may be taken, else note why not and return an empty one."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > LONGEST_CELL:
            self.fault("office-long-cell", sheet, row, column, count=len(text), most=LONGEST_CELL)
            return ""
        if HIDDEN.search(text):
            self.fault("office-hidden-sign", sheet, row, column, sign=f"U+{ord(HIDDEN.findall(text)[0]):04X}")
            return ""
        self._count(text)
        return text

    def outside(self, text: str) -> None:
        """Keep a text that stands outside the tables, when it is any."""
        if text.strip():
            self._count(text)
            self.texts.append(text)

    def _count(self, text: str) -> None:
        self.signs += len(text)
        if self.signs > MOST_SIGNS:
            raise Refused("office-limits")


def letters(column: int) -> str:
    """Return a column's letters, none for column 0.

    >>> letters(1), letters(28), letters(0)
    ('A', 'AB', '')
    """
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def fits(found: Found, sheet: str, row: int, column: int) -> bool:
    """Say whether a cell with content lies within the limits; if not, note it once."""
    if 0 < row <= MOST_ROWS + 1 and 0 < column <= MOST_COLUMNS:
        return True
    found.fault("office-too-large", sheet, row, column, rows=MOST_ROWS, columns=MOST_COLUMNS)
    return False
