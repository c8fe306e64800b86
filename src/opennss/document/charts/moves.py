"""Movements by cause: one bar a thing, what pulled it up to the right of the middle, what pulled it down left of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.document.charts.layout import (
    INCH,
    SMALL,
    Frame,
    Picture,
    boxed,
    lay_rows,
    patches,
    put_legend,
    shorten,
)
from opennss.document.fonts import width
from opennss.document.palette import INK, MUTED, PAPER, SERIES
from opennss.language import number

GROUND = 0.9
"""Width of the line in the middle, in points."""


def moves(
    rows: Sequence[tuple[str, str, Sequence[float]]], causes: Mapping[str, int], sides: tuple[str, str], language: str
) -> Picture:
    """Draw movements by cause: rows are (name, what stands beside it, pieces in the order of ``causes``).

    ``causes`` maps the name of each cause to its place among the colours, so that a cause has the same colour in every
    picture; ``sides`` name what left (downwards) and right (upwards) of the middle means. A piece is printed with its
    sign where it fits. Names stand on one line, cut where they are too long.
    """
    up = max((sum(piece for piece in pieces if piece > 0) for *_, pieces in rows), default=0.0)
    down = min((sum(piece for piece in pieces if piece < 0) for *_, pieces in rows), default=0.0)
    span = (up - down) or 1.0
    beside = max((width(text, SMALL, 700) for _, text, _ in rows), default=0.0) + 10
    names = [shorten(name, 2.95 * INCH) for name, *_ in rows]
    scale = (down - 0.02 * span, up + 0.02 * span)
    frame = lay_rows(names, 0.32 * INCH, list(causes), scale)
    frame = Frame(frame.sheet, frame.left, frame.top, frame.wide - beside, frame.tall, scale, frame.rows)
    styles = [SERIES[place % len(SERIES)] for place in causes.values()]
    for y, (_, text, pieces) in enumerate(rows):
        _bar(frame, y, pieces, styles, language)
        frame.sheet.text(frame.left + frame.wide + beside, frame.y(y + 0.5), [text], SMALL, INK, 700, 1)
    middle = frame.x(0)
    frame.sheet.rule([(middle, frame.top - 2), (middle, frame.top + frame.tall)], INK, GROUND)
    frame.sheet.text(max(middle - 5, width(sides[0], SMALL)), frame.top - 9, [sides[0]], SMALL, MUTED, anchor=1)
    frame.sheet.text(middle + 5, frame.top - 9, [sides[1]], SMALL, MUTED)
    put_legend(frame.sheet, patches(list(causes), styles))
    return frame.sheet.svg(), b""


def _bar(frame: Frame, y: int, pieces: Sequence[float], styles: Sequence[tuple[str, str, str]], language: str) -> None:
    right = left = 0.0
    for piece, (fill, ink, hatch) in zip(pieces, styles, strict=True):
        if not piece:
            continue
        start = right if piece > 0 else left + piece
        frame.box(start, y + 0.18, abs(piece), 0.64, fill, PAPER, 0.9, hatch)
        said = f"{'+' if piece > 0 else '−'}{number(round(abs(piece), 1), language)}"
        if width(said, 6.5, 700) + 5 < frame.x(abs(piece)) - frame.x(0):
            boxed(frame, start + abs(piece) / 2, y + 0.5, said, ink, fill if hatch else "", 6.5)
        right, left = (right + piece, left) if piece > 0 else (right, left + piece)
