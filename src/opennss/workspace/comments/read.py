"""Read a filled comment form as people send it: Word, Excel or CSV, tables wherever they stand, in any shape."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from opennss.errors import Finding, Severity
from opennss.language import HIDDEN
from opennss.model.comments import COLUMNS, LONGEST, Comment, CommentSheet, tidy
from opennss.tables.csvfile import Grid, read_grid
from opennss.tables.office import read_document, read_workbook
from opennss.tables.ooxml.found import MOST_COLUMNS, MOST_ROWS, letters
from opennss.workspace.comments.columns import (
    Places,
    belongs_to_header,
    header,
    is_header,
    is_key,
    numbered,
    type_of,
)

MOST_CSV_BYTES: Final = 10_000_000
"""A CSV file is read in this process."""

MOST_FINDINGS: Final = 1_000
QUOTED: Final = 300
"""Signs that a finding quotes of a row."""

WORKBOOKS, DOCUMENTS = (".xlsx", ".xlsm", ".xls"), (".docx", ".docm", ".doc")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATED: Final = re.compile(r"(?:date|ngày)[ \t\xa0]*+:[ \t\xa0]*+([0-9]{4}-[0-9]{2}-[0-9]{2})", re.IGNORECASE)
_LABEL: Final = r"(?:date|ngày|document|tài liệu|văn bản|project|projet|dự thảo)[ \t\xa0]*:"
_NAMED: Final = r"(?:{names})[ \t\xa0]*+:[ \t\xa0]*+(?!{label})([^\t\n]*?)(?=\t|\n|{label}|$)"
_DOCUMENT: Final = re.compile(_NAMED.format(names="document|tài liệu|văn bản", label=_LABEL), re.IGNORECASE)
_TITLE: Final = re.compile(_NAMED.format(names="project|projet|dự thảo", label=_LABEL), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CommentsRead:
    """What a filled form holds: the sheet with the comments that were taken, and everything there is to say."""

    sheet: CommentSheet
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Desk:
    """What reading one file needs at hand; ``lost`` are rows of which a cell could not be read."""

    name: str
    member: str
    findings: list[Finding]
    comments: list[Comment] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lost: frozenset[tuple[str, int]] = frozenset()
    places: Places = field(default_factory=lambda: {name: place for place, name in enumerate(COLUMNS)})
    tables: int = 0
    above: str = ""
    unsaid: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: where it stands, its cells as they are, and their tidy texts by the columns of the form."""

    table: str
    number: int
    cells: tuple[str, ...]
    places: Places
    texts: dict[str, str]

    @property
    def text(self) -> str:
        return " | ".join(text for cell in self.cells if (text := tidy(cell)))


def read_comments(path: Path, name: str = "", member: str = "") -> CommentsRead:
    """Read a filled comment form (.docx, .xlsx, .csv); never raises for what the file holds.

    ``name`` is the name under which the file came, which tells its kind; ``member`` stands where the first column of
    a row is empty (else that of the row above is taken, with a warning). Comments stand as in the file, each with its
    table and row. A row is either taken, or an error with its text says why not; a row with text in one cell alone is
    a heading, of which a warning speaks. Past a thousand findings only the number of further ones is said.
    Findings name the column by its letter in the file; ``values`` hold ``sheet`` (sheet or table) and ``cell``.
    """
    name = name or path.name
    grids, texts, findings = _grids(path, name)
    lost = [item for item in findings if item.severity is Severity.ERROR or item.code == "office-nested"]
    desk = _Desk(name, tidy(member), findings, texts=list(texts))
    desk.lost = frozenset((str(item.values.get("sheet", "")), item.row) for item in lost if item.row)
    for table, grid in grids or ():
        _table(desk, table, grid)
    if grids is not None and not desk.tables:
        _say(desk, "comment-no-table")
    if desk.unsaid:
        findings.append(Finding(name, 0, "", "comment-many-findings", {"count": desk.unsaid, "most": MOST_FINDINGS}))
    return CommentsRead(_sheet(desk), tuple(findings))


Grids = list[tuple[str, Grid]]


def _grids(path: Path, name: str) -> tuple[Grids | None, Sequence[str], list[Finding]]:
    """Return the tables of a file by name, and the texts outside them."""
    ending = Path(name).suffix.lower()
    if ending in WORKBOOKS:
        book, findings = read_workbook(path, name)
        return None if book is None else list(book.items()), (), findings
    if ending in DOCUMENTS:
        tables, texts, findings = read_document(path, name)
        return None if tables is None else [(str(n), grid) for n, grid in enumerate(tables, 1)], texts, findings
    if ending != ".csv":
        return None, (), [Finding(name, 0, "", "comment-file-kind")]
    with suppress(OSError):  # a file that cannot be read is a finding of the next call
        if path.stat().st_size > MOST_CSV_BYTES:
            return None, (), [Finding(name, 0, "", "office-limits")]
    grid, findings = read_grid(path, name)
    if grid is not None and (len(grid.lines) > MOST_ROWS or grid.width > MOST_COLUMNS):
        return None, (), [*findings, Finding(name, 0, "", "office-limits")]
    return None if grid is None else [(name, grid)], (), findings


def _table(desk: _Desk, table: str, grid: Grid) -> None:
    """Take the rows of one table, if it is one of comments; a header that comes again holds for what follows it."""
    lines = [(grid.top, grid.header), *grid.lines] if grid.header else []
    words = any(is_header(cells) for _, cells in lines)
    if not words and not any(numbered(cells) for _, cells in lines):
        _without_header(desk, table, lines)
        return
    desk.tables, desk.above = desk.tables + 1, ""
    places: Places = {}
    names: Sequence[str] = ()
    rows: list[_Row] = []
    for number, cells in lines:
        if is_header(cells) if words else numbered(cells):
            _rows(desk, rows, names, places)
            rows, names, places = [], cells, header(cells) if words else numbered(cells)
        elif numbered(cells) or is_key(cells):
            continue
        elif not places:
            desk.texts.append("\t".join(cell for cell in cells if cell.strip()))
        elif not rows and (more := belongs_to_header(cells, places)) is not None:
            places = {**more, **places}
        else:
            rows.append(_row(table, number, cells, places))
    desk.places = places
    _rows(desk, rows, names, places)


def _without_header(desk: _Desk, table: str, lines: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    """Take a table without a header as the one before it, or as the form, when its types are where they belong."""
    place = desk.places.get("type", len(COLUMNS))
    types = sum(type_of(cells[place]) is not None for _, cells in lines if place < len(cells))
    if types and types * 2 >= len(lines) and len(lines[0][1]) <= len(COLUMNS):
        desk.tables += 1
        _say(desk, "comment-no-header", table, severity=Severity.WARNING)
        rows = [_row(table, number, cells, desk.places) for number, cells in lines if not is_key(cells)]
        _rows(desk, rows, (), desk.places)
    elif lines:
        texts = ["\t".join(cell for cell in cells if cell.strip()) for _, cells in lines]
        desk.texts += texts
        _say(desk, "comment-other-table", table, severity=Severity.NOTE, text=tidy(texts[0].replace("\t", " | ")))


def _row(table: str, number: int, cells: tuple[str, ...], places: Places) -> _Row:
    texts = {name: tidy(cells[place]) if place < len(cells) else "" for name, place in places.items()}
    return _Row(table, number, cells, places, dict.fromkeys(COLUMNS, "") | texts)


def _rows(desk: _Desk, rows: Sequence[_Row], names: Sequence[str], places: Places) -> None:
    """Take the rows below one header; say which columns it lacks, and what stands in those that the form lacks."""
    for column in ("clause", "type", "comment"):
        if rows and column not in places:
            severity = Severity.WARNING if column == "clause" else Severity.ERROR
            _say(desk, "comment-no-column", rows[0].table, severity=severity, number=COLUMNS.index(column) + 1)
    others: dict[int, int] = {}
    for row in rows:
        _take(desk, row)
        for place, cell in enumerate(row.cells):
            if cell.strip() and place not in row.places.values():
                others[place] = others.get(place, 0) + 1
    for place, count in sorted(others.items()):
        title = tidy(names[place]) if place < len(names) else ""
        _say(
            desk,
            "comment-other-column",
            rows[0].table,
            rows[0].number,
            place,
            Severity.WARNING,
            text=title,
            count=count,
        )


def _take(desk: _Desk, row: _Row) -> None:
    """Take one row as a comment, or say why not."""
    texts = row.texts
    if (row.table, row.number) in desk.lost:
        _wrong(desk, row, "comment-cell-lost", "")
    elif not texts["comment"] and not texts["change"]:
        one = sum(bool(cell.strip()) for cell in row.cells) == 1
        _wrong(desk, row, "comment-heading" if one else "comment-no-text", "" if one else "comment", one)
    else:
        member = texts["member"] or desk.member or desk.above
        kind = type_of(texts["type"])
        long = [name for name in COLUMNS if name != "type" and len(texts[name]) > LONGEST[name]]
        for name in long:
            most: dict[str, object] = {"count": len(texts[name]), "most": LONGEST[name]}
            _wrong(desk, row, "comment-long", name, **most)
        if not member:
            _wrong(desk, row, "comment-no-member", "member")
        if kind is None:
            _wrong(desk, row, "comment-type" if texts["type"] else "comment-no-type", "type", value=texts["type"])
        if member and kind and not long:
            _remarks(desk, row)
            said = {name: text for name, text in texts.items() if name not in ("member", "type")}
            desk.comments.append(Comment(member=member, type=kind, **said, table=row.table, row=row.number))
        desk.above = texts["member"] or desk.above


def _remarks(desk: _Desk, row: _Row) -> None:
    """Say what the secretariat should look at in a row that was taken."""
    texts = row.texts
    if not texts["member"] and not desk.member:
        _wrong(desk, row, "comment-member-above", "member", True, value=desk.above)
    if not texts["comment"]:
        _wrong(desk, row, "comment-no-comment", "comment", True)
    if DAY.fullmatch(texts["clause"]):
        _wrong(desk, row, "comment-clause-date", "clause", True, value=texts["clause"])
    if any(HIDDEN.search(cell) for cell in row.cells):
        _wrong(desk, row, "comment-hidden-signs", "", True)


def _wrong(desk: _Desk, row: _Row, code: str, name: str, warn: bool = False, /, **values: object) -> None:
    severity = Severity.WARNING if warn else Severity.ERROR
    _say(desk, code, row.table, row.number, row.places.get(name, -1), severity, text=row.text, **values)


def _say(
    desk: _Desk,
    code: str,
    table: str = "",
    row: int = 0,
    place: int = -1,
    severity: Severity = Severity.ERROR,
    **values: object,
) -> None:
    if len(desk.findings) >= MOST_FINDINGS:
        desk.unsaid += 1
        return
    column = letters(place + 1)
    short = {key: f"{text[:QUOTED]}…" if isinstance(text, str) and len(text) > QUOTED else text
             for key, text in values.items()}  # fmt: skip
    where: dict[str, object] = {"sheet": table, "cell": f"{column}{row}" if column and row else str(row or "")}
    desk.findings.append(Finding(desk.name, row, column, code, where | short, severity))


def _sheet(desk: _Desk) -> CommentSheet:
    """Return the comments with what the texts around the tables say of title, document and date."""
    texts = "\n".join(text for text in desk.texts if len(text) <= QUOTED)
    title, document = ([tidy(match) for match in pattern.findall(texts)] for pattern in (_TITLE, _DOCUMENT))
    date = None
    with suppress(ValueError):  # 2026-02-31 is no date, and says nothing
        date = dt.date.fromisoformat(_DATED.findall(texts)[0]) if _DATED.search(texts) else None
    return CommentSheet(next(filter(None, title), ""), next(filter(None, document), ""), date, tuple(desk.comments))
