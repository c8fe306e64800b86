"""Every picture of the strategy with its table, and both as files: SVG, CSV, XLSX; no file carries a formula."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import xlsxwriter

from opennss.document.blocks import Figure, Heading, Table, plain
from opennss.document.exports import tables
from opennss.document.stamp import moment, rewrite_zip
from opennss.tables.cells import guard
from opennss_web.actions.results import MissingError, Seen, blocks
from opennss_web.content import part_of

NUMBERS = re.compile(r"-[0-9., ]+( ?%)?")
"""What begins like a formula and is a printed number."""

SHEET_NAME = 31
"""Signs that the name of a worksheet may have."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with the table that holds its numbers, and the chapter it stands in."""

    chapter: str
    figure: Figure
    table: Table


@lru_cache(maxsize=4)
def charts(what: Seen, language: str) -> tuple[Chart, ...]:
    """Return every picture of the document whose table stands in it too, in its order, as the release kept them."""
    kept: tuple[Chart, ...] | None = part_of(what.release, f"charts-{what.edition}-{language}")
    return printed_charts(what, language) if kept is None else kept


def printed_charts(what: Seen, language: str) -> tuple[Chart, ...]:
    """Print the chapters and return their pictures: slow, so a release keeps it."""
    found, chapter = blocks(what, language), ""
    known = {block.id: block for block in found if isinstance(block, Table)}
    pictures = []
    for block in found:
        if isinstance(block, Heading) and block.level == 1:
            chapter = block.text
        elif isinstance(block, Figure) and block.table in known:
            pictures.append(Chart(chapter, block, known[block.table]))
    return tuple(pictures)


def chart(what: Seen, language: str, name: str) -> Chart:
    """Return one picture; raises ``MissingError`` for one that this edition does not have."""
    for found in charts(what, language):
        if found.figure.id == name:
            return found
    raise MissingError(name)


@lru_cache(maxsize=4)
def exported(what: Seen) -> dict[str, str]:
    """Return the result tables of the library as CSV texts by name, as the release kept them."""
    kept: dict[str, str] | None = part_of(what.release, f"tables-{what.edition}")
    return tables(what.strategy) if kept is None else kept


def cells(table: Table) -> list[list[str]]:
    """Return header and rows of a table as plain texts."""
    return [list(table.header), *([plain(cell) for cell in row] for row in table.rows)]


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV: free text carries the guard against formulas, what is not known is empty."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        ["" if value is None else _guarded(value) for value in row] for row in rows
    )
    return out.getvalue()


def _guarded(value: object) -> object:
    return guard(value) if isinstance(value, str) and not NUMBERS.fullmatch(value) else value


def workbook(rows: Sequence[Sequence[str]], title: str, day: str) -> bytes:
    """Return rows as an Excel file in which every cell is a text; the same rows give the same bytes."""
    with tempfile.TemporaryDirectory(prefix="opennss-") as place:
        path = Path(place) / "table.xlsx"
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            book.set_properties({"title": title, "author": "OpenNSS", "created": moment(day).replace(tzinfo=None)})
            page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:SHEET_NAME].strip() or None)
            bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    page.write_string(number, column, value, text if number else bold)
            page.set_column(0, max((len(row) for row in rows), default=1) - 1, 18)
            page.freeze_panes(1, 0)
        rewrite_zip(path, day)
        return path.read_bytes()
