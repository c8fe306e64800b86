"""A4 PDF through Typst: a fixed template, the document as JSON data, fonts from packages, tagged for screen readers."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from itertools import count
from pathlib import Path
from typing import Any, Final

import typst

from opennss.document.blocks import Block, Bullets, Document, Figure, Heading, Line, Paragraph, Table
from opennss.document.fonts import FAMILY, SPARE, face, spare
from opennss.document.palette import ACCENT, ACCENT_SOFT, GOLD, INK, LINE, MUTED, SOFT, TONES
from opennss.document.stamp import moment
from opennss.document.writers.prepare import (
    SHEET_SIZE,
    SHORT,
    captions,
    column_widths,
    last_rows,
    parts,
    prepare,
    row_heights,
    soften,
    tone_of,
    type_size,
)
from opennss.document.writers.words import locale, word

STANDARD: Final = "ua-1"
"""PDF/UA-1, the standard for accessible PDF; Typst refuses to write a file that breaks it."""

START: Final = 90
"""Points: what a divided table has at least on its first page."""

TALL: Final = 520
"""Points: a picture above this height fills most of a page, and may move to one of its own."""

_PALETTE: Final = {
    "accent": ACCENT,
    "accent_soft": ACCENT_SOFT,
    "gold": GOLD,
    "ink": INK,
    "line": LINE,
    "muted": MUTED,
    "soft": SOFT,
}


def write_pdf(document: Document, path: Path, compact: bool = False) -> None:
    """Write the document as PDF; ``compact`` leaves out the cover page and the contents (for a brief).

    Facts are plain text in a PDF. No text of the document is ever read as markup, and nothing is loaded from outside
    a temporary folder.
    """
    _write(document, path, compact, ())


def write_letters(letters: Sequence[Document], path: Path) -> None:
    """Write short documents of one language as one PDF: each begins on a page of its own and counts its own pages.

    A letter that needs more than one page says on the next one that it goes on. Raises ``IndexError`` without letters.
    """
    whole = replace(letters[0], subtitle="", cover=(), blocks=())
    _write(whole, path, True, letters)


def _write(document: Document, path: Path, compact: bool, letters: Sequence[Document]) -> None:
    doc = prepare(replace(document, trail=()))
    with tempfile.TemporaryDirectory(prefix="opennss-") as folder:
        root = Path(folder)
        template = resources.files("opennss.document.writers").joinpath("strategy.typ").read_text(encoding="utf-8")
        (root / "main.typ").write_text(template, encoding="utf-8", newline="\n")
        data = {**_data(doc, compact, root), "letters": [_data(prepare(letter), True, root) for letter in letters]}
        (root / "document.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        content = typst.compile(
            str(root / "main.typ"),
            root=str(root),
            font_paths=[str(face().parent), str(spare().parent)],
            ignore_system_fonts=True,
            package_path=folder,
            package_cache_path=folder,
            timestamp=moment(doc.date),
            pdf_standards=[STANDARD],
        )
    path.write_bytes(content)


def _data(doc: Document, compact: bool, root: Path) -> dict[str, Any]:
    labels = captions(doc)
    day = moment(doc.date)
    return {
        "title": doc.title,
        "subtitle": doc.subtitle,
        "language": doc.language,
        "region": locale(doc.language).partition("-")[2] or None,
        "date": [day.year, day.month, day.day],
        "footer": doc.footer,
        "cover": [_line(item) for item in doc.cover],
        "compact": compact,
        "fonts": [FAMILY, SPARE],
        "palette": _PALETTE,
        "tones": TONES,
        "words": {key: word(key, doc.language) for key in ("contents", "page", "numbers", "continued")},
        "parts": _parts(doc, labels, root, compact),
    }


def _parts(doc: Document, labels: dict[str, str], root: Path, compact: bool) -> list[dict[str, Any]]:
    """Return the blocks in parts as the template reads them; a part is a page of its own, or runs on."""
    places = count()
    return [
        {
            "sheet": sheet,
            "blocks": [_block(block, next(places), labels, root, compact, SHEET_SIZE * sheet) for block in blocks],
        }
        for sheet, blocks in parts(doc.blocks)
    ]


def _line(line: Line) -> list[dict[str, Any]]:
    return [
        {"text": soften(span.text), "lang": span.lang, "strong": span.strong, "href": span.href, "tone": span.tone}
        for span in line
    ]


def _block(block: Block, place: int, labels: dict[str, str], root: Path, compact: bool, size: float) -> dict[str, Any]:
    match block:
        case Heading():
            return {"type": "heading", "level": block.level, "text": soften(block.text)}
        case Paragraph():
            return {"type": "paragraph", "line": _line(block.line), "style": block.style}
        case Bullets():
            return {"type": "bullets", "items": [_line(item) for item in block.items], "ordered": block.ordered}
        case Table():
            return {"type": "table", "label": labels[block.id], **_table(block, size)}
        case Figure():
            return {"type": "figure", "label": labels[block.id], **_figure(block, place, labels, root, compact)}


def _table(block: Table, own_size: float) -> dict[str, Any]:
    columns, size = len(block.header), own_size or type_size(block)
    widths = column_widths(block, 482, size)
    heights = row_heights(block, widths, size)
    align = [letter if letter in "lrc" else "l" for letter in block.align.ljust(columns, "l")[:columns]]
    whole = bool(own_size) or sum(heights) <= SHORT
    return {
        "caption": soften(block.caption),
        "header": [soften(text, 8) for text in block.header],
        "align": align,
        "widths": [round(part, 2) for part in widths],
        "size": size,
        "whole": whole,
        "start": round(_start(heights)),
        "end": 0 if whole else last_rows(heights),
        "rows": [
            [
                {"line": _line(cell), "tone": _known(tone_of(cell)), "align": letter}
                for cell, letter in zip(row, align, strict=True)
            ]
            for row in block.rows
        ],
        "notes": [_line(note) for note in block.notes],
    }


def _start(heights: Sequence[float]) -> float:
    """Return the height of the head of a table with its first rows."""
    start, *rows = heights
    for height in rows:
        start += height if start < START else 0
    return min(start, SHORT)


def _known(tone: str) -> str:
    return tone if tone in TONES else ""


def _height(svg: bytes) -> float:
    """Return the height of a picture in points as it is printed; 0 where it does not say."""
    found = re.search(rb'height="([0-9.]+)pt"', svg[:500])
    return float(found[1]) if found else 0.0


def _figure(block: Figure, place: int, labels: dict[str, str], root: Path, compact: bool) -> dict[str, Any]:
    name = f"figure-{place}.svg"
    (root / name).write_bytes(block.svg)
    return {
        "file": name,
        "caption": soften(block.caption),
        "description": block.description,
        "table": labels.get(block.table, ""),
        "width": block.width if 0 < block.width < 1 else 1.0,
        "tall": not compact and _height(block.svg) > TALL,
    }
