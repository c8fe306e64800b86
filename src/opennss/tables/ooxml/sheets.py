"""The sheets of an .xlsx: cells as text, through openpyxl's parser row by row; no formula and no link is followed."""

from __future__ import annotations

import datetime as dt
import math
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from opennss.tables.ooxml.found import Found, Refused, fits
from opennss.tables.ooxml.package import part

STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
"""A text inside a drawing."""
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
FIRST_DAY = dt.datetime(1900, 3, 1)  # noqa: DTZ001  days before it are counted wrong: 1900 had no 29 February
THOUSANDS = re.compile("-?[1-9][0-9]{0,2}[.][0-9]{3}")
"""What as a text may also be a whole number of thousands."""
EXACT = 1e15
"""From here on a whole number is written as a float, as in the CSV files."""


def read(archive: ZipFile, found: Found) -> None:
    """Read every sheet of an open file into ``found``; raises ``Refused`` or whatever a parser stumbles over."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl leaves out (styles, rules) is no content of a table
        reader = ExcelReader(archive.fp, read_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_workbook()
        strings, formats = _strings(reader), _formats(reader)
        sheets = list(reader.parser.find_sheets())
        names = [str(sheet.name) for sheet, _ in sheets]
        for name in names:
            if sum(name.lower() == other.lower() for other in names) > 1:
                raise Refused("office-twice", part=name)
        for sheet, relation in sheets:
            _sheet(reader, str(sheet.name), sheet.state or "visible", relation, strings, formats, found)
    if any(name.lower().startswith("xl/externallinks/") for name in archive.namelist()):
        found.fault("office-links", "")


def _strings(reader: Any) -> list[str]:
    """The texts that cells point to: plain or in runs, without the reading aids of East Asian scripts."""
    entry = reader.package.find(SHARED_STRINGS)
    if entry is None:
        return []
    texts = []
    item, run, text = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("si", "r", "t"))
    with reader.archive.open(entry.PartName[1:]) as file:
        for _, node in iterparse(file, forbid_dtd=True):
            if node.tag == item:
                pieces = [piece for child in node if child.tag in (run, text) for piece in child.iter(text)]
                texts.append("".join(piece.text or "" for piece in pieces))
                node.clear()
    return texts


def _formats(reader: Any) -> list[str]:
    """The number format of each style that a cell may have: what tells a date from a number."""
    entry = reader.package.find(STYLES)
    if entry is None:
        return []
    root = fromstring(part(reader.archive, entry.PartName[1:]), forbid_dtd=True)
    own = {node.get("numFmtId"): node.get("formatCode", "") for node in root.iter(f"{{{SHEET_MAIN_NS}}}numFmt")}
    known = {str(number): code for number, code in BUILTIN_FORMATS.items()} | own
    styles = root.iterfind(f"{{{SHEET_MAIN_NS}}}cellXfs/{{{SHEET_MAIN_NS}}}xf")
    return [known.get(style.get("numFmtId", "0"), "") for style in styles]


def _sheet(
    reader: Any, name: str, state: str, relation: Any, strings: list[str], formats: list[str], found: Found
) -> None:
    if not str(relation.Type).endswith("/worksheet"):
        found.fault("office-other-sheet", name)
        return
    if relation.target not in reader.archive.namelist() or relation.TargetMode == "External":
        found.fault("office-broken-sheet", name)
        return
    if state != "visible":
        found.fault("office-hidden-sheet", name)
    _beside(reader, name, relation.target, found)
    dates = {number for number, code in enumerate(formats) if is_date_format(code)}
    spans = {number for number in dates if is_timedelta_format(formats[number])}
    lines: dict[int, dict[int, str]] = {}
    with reader.archive.open(relation.target) as file:
        parser = WorkSheetParser(file, strings, epoch=reader.wb.epoch, date_formats=dates, timedelta_formats=spans)
        parser.parse_formula = lambda _: "="
        try:
            _cells(parser, name, lines, found)
        except (Refused, MemoryError, DefusedXmlException):
            raise
        except Exception:
            # a parser may stumble over anything here; the other sheets are still worth a report
            found.fault("office-broken-sheet", name, max(lines, default=0))
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    if merged:
        found.fault("office-merged", name, cell=str(merged[0].ref), count=len(merged))
    found.room(len(lines), max((max(cells) for cells in lines.values()), default=0))
    found.tables.append((name, list(_lines(lines))))


def _beside(reader: Any, name: str, target: str, found: Found) -> None:
    """Note that a sheet has comments, or text boxes: they are no cells, and nobody reads them here."""
    place = get_rels_path(target)
    links = get_dependents(reader.archive, place) if place in reader.archive.namelist() else ()
    kinds = {str(link.Type).rpartition("/")[2]: link.target for link in links}
    if {"comments", "threadedComment"} & set(kinds):
        found.fault("office-comments", name)
    if "drawing" in kinds:
        drawing = fromstring(part(reader.archive, kinds["drawing"]), forbid_dtd=True)
        if any((node.text or "").strip() for node in drawing.iter(DRAWN)):
            found.fault("office-text-box", name)


def _lines(lines: Mapping[int, Mapping[int, str]]) -> Iterator[tuple[int, list[str]]]:
    for row, cells in sorted(lines.items()):
        yield row, [cells.get(column, "") for column in range(1, max(cells) + 1)]


def _cells(parser: Any, sheet: str, lines: dict[int, dict[int, str]], found: Found) -> None:
    for _, cells in parser.parse():
        parser.row_dimensions.clear()
        for cell in cells:
            if cell["value"] is None:
                continue
            row, column = cell["row"], cell["column"]
            if not fits(found, sheet, row, column):
                return
            if column in lines.get(row, {}):
                found.fault("office-cell-twice", sheet, row, column)
            text = found.cell(_text(cell, parser.epoch, sheet, found), sheet, row, column)
            lines.setdefault(row, {})[column] = text


def _text(cell: Mapping[str, Any], epoch: dt.datetime, sheet: str, found: Found) -> str:
    """Return a cell as the text that the CSV would hold; a cell that has none is noted and empty."""
    value, kind, place = cell["value"], cell["data_type"], (sheet, cell["row"], cell["column"])
    if kind == "f":
        found.fault("office-formula", *place)
    elif kind == "e" or (isinstance(value, float) and not math.isfinite(value)):
        found.fault("office-error-value", *place, value=str(value))
    elif isinstance(value, bool):
        return "yes" if value else "no"
    elif isinstance(value, dt.datetime):
        if value < max(epoch, FIRST_DAY):
            found.fault("office-old-date", *place)
        else:
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    elif isinstance(value, float):
        text = repr(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
        return f"{text}0" if found.told and THOUSANDS.fullmatch(text) else text
    elif isinstance(value, str):
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    else:
        return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
    return ""
