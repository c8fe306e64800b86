"""What every writer does first: clean the text, keep safe links only, close gaps in heading levels, number captions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest
from math import ceil
from operator import is_
from typing import Final, TypeVar

from opennss.document.blocks import Block, Document, Figure, Heading, Line, Paragraph, Table, plain
from opennss.document.fonts import width
from opennss.document.writers.words import word
from opennss.language import clean

_LINK: Final = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_LONG: Final = re.compile(r"\S{24,}")

T = TypeVar("T")


FEW_COLUMNS = 7
"""Tables with so many columns are set a little smaller on paper, those with more in small type."""

SHEET_SIZE = 7.8
"""Type size in points of the tables on a page of its own."""

SHORT = 190
"""Points: a table up to this height is not divided between pages."""

END = 60
"""Points: what a divided table has at least on its last page, beside its notes."""

FEW_ROWS = 40
"""Tables with more rows are lists to look things up in, and are set a little smaller on paper."""


def prepare(document: Document) -> Document:
    """Return the document ready to print.

    Text is in composed form (NFC) without control and direction signs; links are to http, https, mailto or the
    document itself; a heading is at most one level below the heading before it; no two blocks share an address.
    """
    tidy = _clean(document)
    return replace(tidy, blocks=tuple(_unique(tuple(_levels(tidy.blocks)))))


def safe_link(address: str) -> str:
    """Return an address that may be printed as a link, else an empty string.

    >>> safe_link("https://www.iso.org"), safe_link("javascript:alert(1)")
    ('https://www.iso.org', '')
    """
    return address if _LINK.match(address) else ""


def soften(text: str, every: int = 12) -> str:
    """Return a text whose very long words may break, by zero-width spaces.

    >>> soften("short"), soften("x" * 26).count("\\u200b")
    ('short', 2)
    """

    def cut(match: re.Match[str]) -> str:
        found = match.group()
        return "\u200b".join(found[start : start + every] for start in range(0, len(found), every))

    return _LONG.sub(cut, text)


def captions(document: Document) -> dict[str, str]:
    """Return the label of each table and figure ("Table 3") by its id, counted in the order of the text.

    >>> captions(Document("en", "", "", (), "", "2026-01-01", (Table("t", "", (), (), ""),)))
    {'t': 'Table 1'}
    """
    found: dict[str, str] = {}
    counts = {"table": 0, "figure": 0}
    for block in document.blocks:
        if isinstance(block, Table | Figure):
            kind = "table" if isinstance(block, Table) else "figure"
            counts[kind] += 1
            found[block.id] = f"{word(kind, document.language)} {counts[kind]}"
    return found


def parts(blocks: Sequence[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Yield the blocks in parts, in order: pages of their own (``True``), and what stands between them.

    A page begins with a heading that asks for it and ends before the next such heading or the next chapter.
    """
    own, part = False, list[Block]()
    for block in blocks:
        if isinstance(block, Heading) and (block.new_page or (own and block.level == 1)):
            yield from [(own, part)] if part else []
            own, part = block.new_page, []
        part.append(block)
    yield from [(own, part)] if part else []


def tone_of(cell: Line) -> str:
    """Return the tone of a table cell: that of its only span that has text, else nothing."""
    spans = [span for span in cell if span.text.strip()]
    return spans[0].tone if len(spans) == 1 else ""


def type_size(block: Table) -> float:
    """Return the type size of a table on paper in points: smaller with many columns, a little so with many rows."""
    if len(block.header) > FEW_COLUMNS:
        return 7.0
    return 8.5 if len(block.header) < FEW_COLUMNS and len(block.rows) <= FEW_ROWS else 7.8


def column_widths(block: Table, room: float, size: float) -> list[float]:
    """Return the width of each column in points, together ``room`` points wide, for text of ``size`` points.

    The relative widths of the table hold, but a column becomes wide enough for its longest word (a short code or
    date counts as one word), up to a third of the room; the other columns give way.
    """
    count = len(block.header)
    parts = list(block.widths) or [1.0] * count
    words = [max(map(_longest_word, name.split()), default=0.0) for name in block.header]
    cells = [
        max(map(_longest_word, texts), default=0.0)
        for texts in zip(*(map(plain, row) for row in block.rows), strict=True)
    ]
    longest = [max(pair) for pair in zip_longest(words, cells, fillvalue=0.0)]
    least = [min(room / 3, word * size + 1.7 * size) for word in longest]
    if sum(least) >= room:
        return [value * room / sum(least) for value in least]
    fixed: set[int] = set()
    while True:
        left = room - sum(least[place] for place in fixed)
        free = sum(parts[place] for place in range(count) if place not in fixed) or 1.0
        shown = [least[place] if place in fixed else left * parts[place] / free for place in range(count)]
        short = {place for place in range(count) if shown[place] < least[place]} - fixed
        if not short or len(fixed | short) == count:
            return [value * room / sum(shown) for value in shown]
        fixed |= short


def row_heights(block: Table, widths: Sequence[float], size: float) -> list[float]:
    """Estimate the height of the header with the caption above it, and of each row, in points.

    >>> row_heights(Table("t", "", ("a", "b"), (), "ll"), [100, 100], 10)
    [35.4]
    """
    lines = [[_lines(text, room, size) for text, room in zip(block.header, widths, strict=True)]]
    lines += [[_lines(plain(cell), room, size) for cell, room in zip(row, widths, strict=True)] for row in block.rows]
    heights = [size * (1.24 * max(row, default=1) + 0.3) for row in lines]
    return [heights[0] + 2 * size, *heights[1:]]


def last_rows(heights: Sequence[float]) -> int:
    """Return the number of last rows of a table that stay together: two, or as many as ``END`` asks for.

    ``heights`` are those of ``row_heights``. The rows are no higher than ``SHORT`` together, and the first row of the
    table is never one of them; 0 where the last row alone is higher.

    >>> last_rows([20, 40, 40, 40]), last_rows([20, 15, 15, 15, 15, 15]), last_rows([20, 40, 400]), last_rows([20])
    (2, 4, 0, 0)
    """
    total, count = 0.0, 0
    for height in reversed(heights[2:]):
        if total + height > SHORT or (count > 1 and total >= END):
            break
        total, count = total + height, count + 1
    return count


def kept_rows(heights: Sequence[float], notes: bool) -> list[bool]:
    """Return for the header and each row of a table whether it stays on the page of what comes after it.

    All of a short table stay together; of a longer one the header with two rows, and the last rows with the notes.

    >>> kept_rows([30, 60, 60, 60, 60, 60], notes=False)
    [True, True, False, False, True, False]
    """
    last, whole = len(heights) - 1, sum(heights) <= SHORT
    ending = last + 1 - last_rows(heights)
    return [notes if place == last else whole or place < 2 or place >= ending for place in range(last + 1)]


def _lines(text: str, room: float, size: float) -> int:
    """Estimate the lines of a cell; words that do not fit whole leave a tenth of each line empty."""
    return sum(max(1, ceil(width(part, size) / (0.9 * (room - 1.1 * size)))) for part in text.split("\n"))


@lru_cache(maxsize=1 << 16)
def _longest_word(text: str) -> float:
    """Return the width of the widest word in font sizes, in bold."""
    words = [[part] if len(part) <= 15 and _DIGIT.search(part) else part.split(" ") for part in text.split("\n")]
    return max((width(item, 1, 700) for part in words for item in part), default=0.0)


def lines_of(document: Document) -> Iterator[Line]:
    """Return every line of spans that a document prints, in order."""
    yield from document.cover
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.line
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
            yield from block.notes
        elif not isinstance(block, Heading | Figure):
            yield from block.items


def _clean(value: T) -> T:
    """Return a value of the block tree with every text clean; what is clean already stays the same object.

    A percent sign stays on the line of its number.
    """
    if isinstance(value, str):
        return clean(value).replace(" %", "\u00a0%")  # type: ignore[return-value]
    if isinstance(value, tuple):
        items = tuple([_clean(item) for item in value])
        same = all(map(is_, items, value))
        return value if same else items  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for name in _names(type(value)):
            before = getattr(value, name)
            after = safe_link(clean(before)) if name == "href" and before else _clean(before)
            if after is not before:
                changed[name] = after
        return replace(value, **changed) if changed else value
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


def _levels(blocks: tuple[Block, ...]) -> Iterator[Block]:
    last = 0
    for block in blocks:
        if isinstance(block, Heading):
            last = max(1, min(block.level, last + 1, 3))
            yield replace(block, level=last)
        else:
            yield block


def _unique(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Give each heading, table and figure an address of its own; headings keep theirs, figures follow their table."""
    taken = {"main", "contents"}

    def claim(name: str) -> str:
        fresh, count = name, 1
        while fresh in taken:
            count += 1
            fresh = f"{name}-{count}"
        taken.add(fresh)
        return fresh

    anchors = iter([claim(block.anchor) for block in blocks if isinstance(block, Heading)])
    tables = [(block.id, claim(block.id)) for block in blocks if isinstance(block, Table)]
    names, renamed = iter(tables), dict(reversed(tables))
    for block in blocks:
        if isinstance(block, Heading):
            yield replace(block, anchor=next(anchors))
        elif isinstance(block, Table):
            yield replace(block, id=next(names)[1])
        elif isinstance(block, Figure):
            yield replace(block, id=claim(block.id), table=renamed.get(block.table, ""))
        else:
            yield block
