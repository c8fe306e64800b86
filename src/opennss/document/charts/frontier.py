"""Two measures against each other: a numbered dot for each plan between them, and the programme beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from opennss.document.charts.layout import SMALL, WIDE, Frame, Mark, Picture, legend_height, put_legend
from opennss.document.drawing import Sheet
from opennss.document.fonts import width
from opennss.document.palette import ACCENT, INK, LINE, MUTED, PAPER, WARM
from opennss.language import number

_TALL: Final = 190.0
_LEFT: Final = 62.0
_TOP: Final = 14.0
_FOOT: Final = 34.0
_DOT: Final = 6.0
_STEPS: Final = (1, 2, 2.5, 5, 10)
_TICKS: Final = 6


def frontier(
    plans: Sequence[tuple[float, float]], programme: tuple[float, float], labels: tuple[str, str, str, str],
    language: str,
) -> Picture:  # fmt: skip
    """Draw plans by two measures, (to the right, upwards), joined in their order, and the programme as a diamond.

    ``labels`` name the two axes, the plans and the programme. The axes begin near the lowest values, not at zero.
    """
    marks: list[Mark] = [
        (labels[2], lambda sheet, x, y: sheet.dot(x + 6, y, 4, ACCENT, ACCENT, 1)),
        (labels[3], lambda sheet, x, y: _diamond(sheet, x + 6, y, 4.5)),
    ]
    sheet = Sheet(WIDE, _TOP + _TALL + _FOOT + legend_height([text for text, _ in marks]))
    columns, rows = (_ticks([place[axis] for place in (*plans, programme)]) for axis in (0, 1))
    frame = Frame(
        sheet, _LEFT, _TOP, WIDE - _LEFT - 14, _TALL, (columns[0], columns[-1]), (rows[-1], rows[0])
    )  # fmt: skip
    _ground(frame, columns, rows, (labels[0], labels[1]), language)
    places = [(frame.x(right), frame.y(up)) for right, up in plans]
    sheet.rule(places, ACCENT, 1.3)
    for row, (x, y) in enumerate(places, 1):
        sheet.dot(x, y, _DOT, ACCENT, PAPER, 0.8)
        sheet.text(x, y, [str(row)], SMALL, PAPER, 700, 0.5)
    x, y = frame.x(programme[0]), frame.y(programme[1])
    _diamond(sheet, x, y, 6)
    aside = x + 10 + width(labels[3], SMALL, 700) < WIDE
    sheet.text(x + 10 if aside else x - 10, y, [labels[3]], SMALL, WARM, 700, 0 if aside else 1)
    put_legend(sheet, marks)
    return sheet.svg(), b""


def _diamond(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.shape([(x - size, y), (x, y - size), (x + size, y), (x, y + size)], WARM, WARM, 0.8)


def _ticks(values: Sequence[float]) -> list[float]:
    """Return round values from below the lowest to above the highest, at most ``_TICKS`` steps apart."""
    low, high = min(values), max(values)
    rough = max((high - low) / (_TICKS - 1), 1.0)
    scale = 10 ** math.floor(math.log10(rough))
    step = next(scale * part for part in _STEPS if scale * part >= rough)
    first, last = math.floor(low / step - 0.2), math.ceil(high / step + 0.2)
    return [place * step for place in range(max(first, 0), max(last, 1) + 1)]


def _ground(
    frame: Frame, columns: Sequence[float], rows: Sequence[float], axes: tuple[str, str], language: str
) -> None:
    sheet, foot, right = frame.sheet, frame.top + frame.tall, frame.left + frame.wide
    for value in columns:
        sheet.rule([(frame.x(value), frame.top), (frame.x(value), foot + 3)], LINE, 0.5)
        sheet.text(frame.x(value), foot + 5, [number(value, language)], SMALL, INK, anchor=0.5, stand="below")
    for value in rows:
        sheet.rule([(frame.left - 3, frame.y(value)), (right, frame.y(value))], LINE, 0.5)
        sheet.text(frame.left - 6, frame.y(value), [number(value, language)], SMALL, INK, anchor=1)
    sheet.text(frame.left + frame.wide / 2, foot + 22, [axes[0]], SMALL, MUTED, 700, 0.5)
    long = width(axes[1], SMALL, 700)
    sheet.text(_TOP + 2, frame.top + (frame.tall + long) / 2, [axes[1]], SMALL, MUTED, 700, upright=True)
