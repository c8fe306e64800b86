"""The one block tree that every writer prints: heading, paragraph, table, figure, list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line. ``fact`` names the fact behind a number, ``lang`` is set when the text is in another language.

    ``tone`` is empty or one of the colours a rank cell may have: ``1*``, ``1``, ``2``, ``3``, ``none``, ``n/a``, ``?``.
    """

    text: str
    fact: str = ""
    lang: str = ""
    strong: bool = False
    href: str = ""
    tone: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (chapter) to 3; ``anchor`` is its address inside the document.

    ``new_page`` begins a page of its own on paper, that ends before the next such heading or the next chapter.
    """

    level: int
    text: str
    anchor: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is empty, ``lead`` (summary), ``note`` (small print) or ``callout`` (boxed finding)."""

    line: Line
    style: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of lines."""

    items: tuple[Line, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, a header row and rows of cells; the first column names the row.

    ``align`` holds one letter a column (l, r, c); ``widths`` are relative widths; ``notes`` stand below the table.
    """

    id: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    align: str
    widths: tuple[float, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with caption and description; ``table`` is the id of the table that holds its numbers.

    ``svg`` has its text as paths; ``png`` is the same picture for formats that cannot show SVG, made from ``svg`` by
    the writer that needs it when it is empty.
    """

    id: str
    caption: str
    description: str
    table: str
    svg: bytes
    png: bytes
    width: float = 1.0


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in one language: cover lines, footer, blocks, and the trail entries its facts need.

    ``trail_in`` names the file beside it that holds the trail, where it has none of its own.
    """

    language: str
    title: str
    subtitle: str
    cover: tuple[Line, ...]
    footer: str
    date: str
    blocks: tuple[Block, ...]
    trail: tuple[Trail, ...] = field(default=())
    trail_in: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """One entry of the clickable trail: a fact, its value, its method, and what it was made from.

    Each input is (label, fact name or empty), and so is each national goal above it and each fact ``served_by``
    leads down to; sources carry an address.
    """

    fact: str
    label: str
    value: str
    method: str
    inputs: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    goals: tuple[tuple[str, str], ...] = ()
    served_by: tuple[tuple[str, str], ...] = ()


def line(*parts: str | Span) -> Line:
    """Make a line from strings and spans.

    >>> line("rank ", Span("1", fact="rank.food-safety"))[0].text
    'rank '
    """
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def plain(spans: Sequence[Span]) -> str:
    """Return the text of a line."""
    return "".join(span.text for span in spans)
