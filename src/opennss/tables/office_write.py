"""Plain .docx files of paragraphs and tables to fill in; ``read_document`` gives the tables back as they are here."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from opennss.tables.csvfile import Grid

FONT = "Arial"
HALF_POINTS = 20
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest date of a zip; every part carries it, so that the same content has the same bytes."""


def write_document(path: Path, title: str, blocks: Iterable[str | Grid], language: str) -> None:
    """Write a .docx: the title, then each block, a text as a paragraph and a grid as a table with borders.

    ``language`` is the language of the texts (``vi``), for hyphens and spelling. Line breaks and tabs are kept.
    Raises ``ValueError`` for control signs, which no document can hold.
    """
    document = docx.Document()
    for name in ("Normal", "Title"):
        _speak(document.styles[name], language)
    document.core_properties.title = title
    document.add_paragraph(title, style="Title")
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
    packed = io.BytesIO()
    document.save(packed)
    with ZipFile(packed) as source, ZipFile(path, "w") as target:
        for member in source.namelist():
            info = ZipInfo(member, date_time=FIRST_DAY)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            target.writestr(info, source.read(member))


def _speak(style: Any, language: str) -> None:
    """Set font and language of a style for Latin, Asian and complex scripts alike, else Khmer and Thai lose them."""
    properties = style.element.get_or_add_rPr()
    for tag, values in (
        ("w:rFonts", dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), FONT)),
        ("w:szCs", {"val": str(2 * HALF_POINTS if style.name == "Title" else HALF_POINTS)}),
        ("w:lang", dict.fromkeys(("val", "eastAsia", "bidi"), language)),
    ):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        made = OxmlElement(tag)
        for key, value in values.items():
            made.set(qn(f"w:{key}"), value)
        properties.insert(0, made) if tag == "w:rFonts" else properties.append(made)


def _add_table(document: Any, grid: Grid) -> None:
    rows = [grid.header, *(cells for _, cells in grid.lines)]
    table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=False):
            cell.text = text
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(OxmlElement("w:tblHeader"))  # the first row stands again on each page
    document.add_paragraph()
