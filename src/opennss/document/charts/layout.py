"""What every picture is laid out with: scales, grids and rows with names, signs and the legend below.

Sizes are points at A4 width, so a picture is printed at its own size and its letters stay readable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import cycle
from typing import Final

from opennss.document.drawing import PITCH, Sheet
from opennss.document.fonts import width, wrap
from opennss.document.palette import INK, PAPER, SOFT

Picture = tuple[bytes, bytes]
"""A picture as SVG, and its PNG; the PNG stays empty, because only the office document needs it and makes its own."""

Mark = tuple[str, Callable[[Sheet, float, float], None]]
"""One entry of a legend: its label, and what draws its sign from the left edge, centred on a height."""

INCH: Final = 72.0
WIDE: Final = 482.0
SMALL: Final = 7.5
TEXT: Final = 8.0
PRINTED: Final = {"none": "–"}

_SIGN: Final = 1.6 * SMALL
_GAP: Final = 6.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of a sheet with scales of its own: x to the right, y downwards from the top."""

    sheet: Sheet
    left: float
    top: float
    wide: float
    tall: float
    columns: tuple[float, float]
    rows: tuple[float, float]

    def x(self, value: float) -> float:
        """Return where a value of the columns stands on the sheet."""
        first, last = self.columns
        return self.left + (value - first) / (last - first) * self.wide

    def y(self, value: float) -> float:
        """Return where a value of the rows stands on the sheet."""
        first, last = self.rows
        return self.top + (value - first) / (last - first) * self.tall

    def box(
        self, x: float, y: float, wide: float, tall: float, fill: str, edge: str, line: float, hatch: str = ""
    ) -> None:
        """Draw a rectangle given in the scales of the frame."""
        right, foot = self.x(x + wide), self.y(y + tall)
        left, head = self.x(x), self.y(y)
        self.sheet.box(left, min(head, foot), right - left, abs(foot - head), fill, edge, line, hatch)


def lay_grid(rows: Sequence[str], columns: Sequence[str], left: float, strip: float = 0.0) -> Frame:
    """Lay out a grid with names left and above (upright when there are many), and room for a strip on the right."""
    column = (WIDE - left - strip - 0.03 * INCH) / max(len(columns), 1)
    heads = [wrap(name, column - 6, SMALL) for name in columns]
    deepest = max((len(head) for head in heads), default=1)
    word = max((width(part, SMALL) for name in columns for part in name.split()), default=0.0)
    upright = deepest > 4 or (deepest > 1 and column < 0.62 * INCH and word > column - 6)
    if upright:
        deep = max(1, min(4, int(column / 10.8)))
        heads = [_fit(name, SMALL, deep, 80) for name in columns]
        top = max((width(line, SMALL) for head in heads for line in head), default=0) + 9
    else:
        top = max((len(head) for head in heads), default=1) * 10.4 + 7.2
    lines = [wrap(name, left - 9, TEXT) for name in rows]
    deepest = max((len(line) for line in lines), default=1)
    row = max(17.0 if strip else 14.0, 10.1 * deepest + 3.5)
    sheet = Sheet(WIDE, top + row * len(rows) + 0.36 * INCH)
    across, down = max(len(columns), 1), max(len(rows), 1)
    frame = Frame(sheet, left, top, column * across, row * down, (0, across), (0, down))
    for x, head in enumerate(heads):
        place = frame.x(x + 0.5)
        if upright:
            sheet.text(place, top - 4, head, SMALL, INK, upright=True)
        else:
            sheet.text(place, top - 4, head, SMALL, INK, anchor=0.5, stand="above")
    for y, line in enumerate(lines):
        sheet.text(left - 7.2, frame.y(y + 0.5), line, TEXT, INK, anchor=1)
    return frame


def lay_rows(
    names: Sequence[str],
    top: float,
    legend: Sequence[str],
    scale: tuple[float, float],
    heads: AbstractSet[int] = frozenset(),
) -> Frame:
    """Lay out one bar a row, names on the left; rows in ``heads`` are group names in bold on a band."""
    left = 3.1 * INCH
    lines = [
        wrap(name, WIDE if n in heads else left - 9, SMALL, 700 if n in heads else 400) for n, name in enumerate(names)
    ]
    row = max(15.5, SMALL * PITCH * max((len(line) for line in lines), default=1) + 5)
    sheet = Sheet(WIDE, top + row * len(names) + legend_height(legend))
    down = max(len(names), 1)
    frame = Frame(sheet, left, top, WIDE - left - 4.3, row * down, scale, (0, down))
    for y, line in enumerate(lines):
        if y in heads:
            sheet.box(0, frame.y(y + 0.06), WIDE, row * 0.88, SOFT)
            sheet.text(1.5, frame.y(y + 0.5), line, SMALL, INK, 700)
        else:
            sheet.text(left - 7.2, frame.y(y + 0.5), line, SMALL, INK, anchor=1)
    return frame


def _fit(name: str, size: float, deep: int, room: float) -> list[str]:
    """Wrap a name into at most ``deep`` lines by widening the room."""
    lines = wrap(name, room, size)
    while len(lines) > deep:
        room *= 1.15
        lines = wrap(name, room, size)
    return lines


def shorten(name: str, room: float) -> str:
    """Return a name that fits one line, with an ellipsis where it was cut."""
    if width(name, TEXT) <= room:
        return name
    while width(name + "…", TEXT) > room:
        name = name[:-1]
    return name.rstrip(" ,;") + "…"


def boxed(frame: Frame, x: float, y: float, text: str, ink: str, fill: str, size: float) -> None:
    """Write a bold text centred on a bar, on a plain ground where the bar is hatched."""
    place, middle = frame.x(x), frame.y(y)
    if fill:
        room = width(text, size, 700) + 2.2
        frame.sheet.box(place - room / 2, middle - size * 0.6, room, size * 1.2, fill)
    frame.sheet.text(place, middle, [text], size, ink, 700, 0.5)


def patches(kinds: Sequence[str], styles: Sequence[tuple[str, str, str]]) -> list[Mark]:
    """Return a coloured patch for each kind, for the legend."""
    return [(kind, patch_sign(*style)) for kind, style in zip(kinds, cycle(styles), strict=False)]


def patch_sign(fill: str, _ink: str, hatch: str) -> Callable[[Sheet, float, float], None]:
    """Return what draws a patch for the legend."""
    return lambda sheet, x, y: sheet.box(x, y - 2.9, _SIGN, 5.8, fill, PAPER if hatch else "", 0, hatch)


def rule_sign(colour: str) -> Callable[[Sheet, float, float], None]:
    """Return what draws a line for the legend."""
    return lambda sheet, x, y: sheet.rule([(x, y), (x + _SIGN, y)], colour, 2)


def dot_sign(fill: str, edge: str, on_line: bool = False) -> Callable[[Sheet, float, float], None]:
    """Return what draws a dot for the legend, alone or on a line."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        if on_line:
            sheet.rule([(x - 3, y), (x + _SIGN + 3, y)], edge, 1.3, dashed=fill == PAPER)
        sheet.dot(x + _SIGN / 2, y, 2.5 if on_line else 3, fill, edge, 1 if on_line else 1.3)

    return draw


def put_legend(sheet: Sheet, marks: Sequence[Mark]) -> None:
    """Put the legend below, in as many columns as the width holds."""
    count = _columns([label for label, _ in marks])
    deep = -(-len(marks) // count)
    left = 5.0
    for column in range(count):
        own = marks[column::count]
        for place, (label, draw) in enumerate(own):
            y = sheet.tall - 8 - 11.5 * (deep - 1 - place)
            draw(sheet, left, y)
            sheet.text(left + _SIGN + _GAP, y, [label], SMALL, INK)
        left += _SIGN + _GAP + max((width(label, SMALL) for label, _ in own), default=0) + 11


def _columns(labels: Sequence[str]) -> int:
    widest = max((width(label, SMALL) for label in labels), default=0) + 34
    return max(1, min(len(labels), int(WIDE / widest)))


def legend_height(labels: Sequence[str]) -> float:
    """Return the height that a legend needs."""
    return 14.4 + 11.5 * -(-len(labels) // _columns(labels))
