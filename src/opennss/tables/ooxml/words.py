"""The tables of a .docx: cell text straight from its main part; and what is written anywhere else, as bare texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

from opennss.tables.ooxml.found import MOST_COLUMNS, Found, Refused, fits, letters
from opennss.tables.ooxml.package import part

MAIN = "word/document.xml"
BESIDE = re.compile(r"word/(comments|footnotes|endnotes|header)[0-9]*\.xml")
"""Other parts in which a reader may write. The footer is left out: its numbers of pages are of the program."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = frozenset(
    f"{W}{tag}" for tag in ("del", "moveFrom", "pict", "drawing", "rt", "sdtPr", "pPr", "rPr", "tblPr", "trPr", "tcPr")
)
"""What is no running text: deletions not yet accepted, pictures with their boxes, reading aids, properties."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}


def read(archive: ZipFile, found: Found) -> None:
    """Read every table of an open file into ``found``; raises ``Refused`` or whatever a parser stumbles over."""
    root = fromstring(part(archive, MAIN), forbid_dtd=True)
    if root.tag != f"{W}document":
        raise Refused("office-damaged", part=MAIN)
    for number, table in enumerate(_kept(root, f"{W}tbl"), 1):
        lines = _table(table, str(number), found)
        found.room(len(lines), max((len(cells) for _, cells in lines), default=0))
        found.tables.append((str(number), lines))
    _outside(root, found)
    for name in sorted(archive.namelist()):
        if BESIDE.fullmatch(name):
            _outside(fromstring(part(archive, name), forbid_dtd=True), found, tables=True)


def _outside(root: Any, found: Found, tables: bool = False) -> None:
    """Keep the paragraphs outside the tables, and those of text boxes wherever they float."""
    boxes = [child for box in root.iter(f"{W}txbxContent") for child in box]
    texts = [_words(node) for node in _kept(root, f"{W}p", f"{W}tbl") if tables or node.tag == f"{W}p"]
    for text in dict.fromkeys([*texts, *map(_words, boxes)]):  # a box stands in the file twice, for old readers too
        found.outside(text)


def _kept(node: Any, *tags: str) -> Iterator[Any]:
    """Yield the next elements of these kinds below a node, whatever holds them, but not those inside one another."""
    for child in node:
        if child.tag in tags:
            yield child
        elif child.tag not in GONE and child.tag != FALLBACK and not _example(child):
            yield from _kept(child, *tags)


def _example(node: Any) -> bool:
    """Whether a content control only shows what might be written into it."""
    return node.tag == f"{W}sdt" and node.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _number(node: Any, path: str) -> int:
    found = node.find(path)
    return 0 if found is None else int(found.get(f"{W}val", "0"))


def _table(table: Any, name: str, found: Found) -> list[tuple[int, list[str]]]:
    lines: list[tuple[int, list[str]]] = []
    merged = 0
    first = ""
    for row, line in enumerate(_kept(table, f"{W}tr"), 1):
        if line.find(f"{W}trPr/{W}del") is not None:
            continue
        cells = [""] * min(_number(line, f"{W}trPr/{W}gridBefore"), MOST_COLUMNS)
        for cell in _kept(line, f"{W}tc"):
            column = len(cells) + 1
            text = found.cell(_text(cell, name, row, column, found), name, row, column)
            if text.strip() and not fits(found, name, row, column):
                return lines
            wide = max(1, _number(cell, f"{W}tcPr/{W}gridSpan"))
            if wide > 1 or cell.find(f"{W}tcPr/{W}vMerge") is not None:
                merged += 1
                first = first or f"{letters(column)}{row}"
            cells += [text, *[""] * min(wide - 1, MOST_COLUMNS)]
        lines.append((row, cells))
    if merged:
        found.fault("office-merged", name, cell=first, count=merged)
    return lines


def _text(cell: Any, sheet: str, row: int, column: int, found: Found) -> str:
    parts = []
    for block in _kept(cell, f"{W}p", f"{W}tbl"):
        if block.tag == f"{W}tbl":
            found.fault("office-nested", sheet, row, column)
        else:
            end_deleted = block.find(f"{W}pPr/{W}rPr/{W}del") is not None  # then the next paragraph goes on here
            parts += [_words(block), "" if end_deleted else "\n"]
    return "".join(parts[:-1])


def _words(paragraph: Any) -> str:
    parts = []
    for node in _kept(paragraph, f"{W}t", *MARKS):
        parts.append(node.text or "" if node.tag == f"{W}t" else MARKS[node.tag])
    return "".join(parts)
