"""Value against relevance: a numbered sign for each technology, the open span of each, what the corners call for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import cos, pi, sin
from typing import Final

from opennss.document.charts.layout import SMALL, TEXT, WIDE, Frame, Mark, Picture, legend_height, put_legend, shorten
from opennss.document.drawing import Sheet
from opennss.document.fonts import width, wrap
from opennss.document.palette import APPROACHES, INK, LINE, MUTED, PAPER, SOFT
from opennss.language import number

Spread = tuple[float | None, float, float]
"""A share from 0 to 1 (``None``: not known), the least and the most that it may turn out to be."""

_SIDE: Final = 296.0
_LEFT: Final = 36.0
_TOP: Final = 8.0
_SIGN: Final = 6.4
_EDGE: Final = (-0.12, 1.12)
"""The plot is a little wider than the shares, so that signs at its ends and the captions of the corners have room."""


def quadrants(
    points: Sequence[tuple[str, Spread, Spread, str]],
    axes: tuple[str, str],
    kinds: Mapping[str, str],
    corners: tuple[str, str, str, str],
    high: float,
    labels: tuple[str, str],
    language: str,
) -> Picture:
    """Draw points by two shares: (name, spread to the right, spread upwards, kind), numbered in their order.

    Each kind of ``kinds`` has a sign and a colour; the legend has those that occur. ``corners`` are captions: above
    left and right, below left and right. ``labels`` name the dashed lines at ``high`` and the bars of what is still
    possible. Signs at the same place stand beside each other. Names stand at the right with the number.
    """
    key = _key([name for name, *_ in points])
    side = max(_SIDE, 13.2 * sum(len(lines) for lines in key))
    styles = {kind: style for kind, style in zip(kinds, APPROACHES, strict=False) if any(p[3] == kind for p in points)}
    marks = _marks(kinds, styles, labels)
    sheet = Sheet(WIDE, _TOP + side + 30 + legend_height([label for label, _ in marks]))
    frame = Frame(sheet, _LEFT, _TOP, _SIDE, side, _EDGE, (_EDGE[1], _EDGE[0]))
    _ground(frame, axes, corners, high, language)
    places = _places(frame, points)
    for (x, y), (_, right, up, _kind) in zip(places, points, strict=True):
        _span(sheet, x, y, (frame.x(right[1]), frame.x(right[2])), (frame.y(up[1]), frame.y(up[2])))
    y = _TOP + 4.0
    for place, ((x, height), lines, point) in enumerate(zip(places, key, points, strict=True), 1):
        _sign(sheet, x, height, styles[point[3]], str(place), _SIGN)
        _sign(sheet, _LEFT + _SIDE + 15, y + 2, styles[point[3]], str(place), 5.0)
        for line in lines:
            sheet.text(_LEFT + _SIDE + 25, y + 2, [line], SMALL, INK)
            y += 9.3
        y += 3.9
    put_legend(sheet, marks)
    return sheet.svg(), b""


def _key(names: Sequence[str]) -> list[list[str]]:
    """Return each name in lines that fit beside the plot; where there are many, on one line, cut where too long."""
    room = WIDE - _LEFT - _SIDE - 27
    if len(names) > 2 * _SIDE / 24.8:
        return [[shorten(name, room)] for name in names]
    return [wrap(name, room, SMALL)[:3] for name in names]


def _ground(
    frame: Frame, axes: tuple[str, str], corners: tuple[str, str, str, str], high: float, language: str
) -> None:
    sheet, foot, right = frame.sheet, frame.top + frame.tall, frame.left + frame.wide
    sheet.box(frame.left, frame.top, frame.wide, frame.tall, PAPER, LINE, 0.8)
    sheet.box(frame.x(high), frame.top, right - frame.x(high), frame.y(high) - frame.top, SOFT)
    sheet.rule([(frame.x(high), frame.top), (frame.x(high), foot)], MUTED, 0.8, dashed=True)
    sheet.rule([(frame.left, frame.y(high)), (right, frame.y(high))], MUTED, 0.8, dashed=True)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        said = number(share * 100, language, 0)
        sheet.rule([(frame.x(share), foot), (frame.x(share), foot + 3)], LINE, 0.8)
        sheet.text(frame.x(share), foot + 5, [said], SMALL, INK, anchor=0.5, stand="below")
        sheet.rule([(frame.left - 3, frame.y(share)), (frame.left, frame.y(share))], LINE, 0.8)
        sheet.text(frame.left - 5, frame.y(share), [said], SMALL, INK, anchor=1)
    sheet.text(frame.left + frame.wide / 2, foot + 21, [axes[0]], SMALL, INK, 700, 0.5)
    long = width(axes[1], SMALL, 700)
    sheet.text(_TOP, frame.top + (frame.tall + long) / 2, [axes[1]], SMALL, INK, 700, upright=True)
    inset = 5.0
    for place, caption in enumerate(corners):
        x = right - inset if place % 2 else frame.left + inset
        y = foot - inset if place > 1 else frame.top + inset
        lines = wrap(caption, frame.wide / 2 - 12, TEXT, 700)
        sheet.text(x, y, lines, TEXT, MUTED, 700, place % 2, stand="above" if place > 1 else "below")


def _places(frame: Frame, points: Sequence[tuple[str, Spread, Spread, str]]) -> list[tuple[float, float]]:
    """Return where each sign stands: at its shares, or at the nearest free spot around them, in order.

    In a plot that is full a sign stands at its shares, on top of others.
    """
    taken: list[tuple[float, float]] = []
    for _, right, up, _ in points:
        x, y = frame.x(_middle(right)), frame.y(_middle(up))
        spots = ((x + across, y + down) for across, down in _around())
        taken.append(next((spot for spot in spots if _inside(frame, *spot) and _free(spot, taken)), (x, y)))
    return taken


def _middle(spread: Spread) -> float:
    share, least, most = spread
    return (least + most) / 2 if share is None else share


def _around() -> Iterator[tuple[float, float]]:
    """Yield offsets in growing rings, up to the width of the plot."""
    yield 0.0, 0.0
    for ring in range(1, int(_SIDE / 7)):
        for step in range(6 * ring):
            angle = step * pi / (3 * ring)
            yield ring * 7 * cos(angle), ring * 7 * sin(angle)


def _inside(frame: Frame, x: float, y: float) -> bool:
    """Say whether a sign keeps within the plot and clear of the captions above and below."""
    wide, tall = x - frame.left, y - frame.top
    return 9 <= wide <= frame.wide - 9 and 24 <= tall <= frame.tall - 24


def _free(spot: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    return all(max(abs(spot[0] - x), abs(spot[1] - y)) > 2 * _SIGN + 1.2 for x, y in taken)


def _span(sheet: Sheet, x: float, y: float, across: tuple[float, float], along: tuple[float, float]) -> None:
    """Draw what open questions still allow, through the sign: thin bars with ends."""
    if across[1] - across[0] > 1:
        sheet.rule([(across[0], y), (across[1], y)], MUTED, 0.6)
        for end in across:
            sheet.rule([(end, y - 2), (end, y + 2)], MUTED, 0.6)
    if along[0] - along[1] > 1:
        sheet.rule([(x, along[0]), (x, along[1])], MUTED, 0.6)
        for end in along:
            sheet.rule([(x - 2, end), (x + 2, end)], MUTED, 0.6)


def _sign(sheet: Sheet, x: float, y: float, style: tuple[str, str, str, str], said: str, size: float) -> None:
    """Draw the sign of an approach: a square, a circle, a diamond or a bar, with a number in it."""
    shape, fill, edge, ink = style
    if shape == "square":
        sheet.box(x - size, y - size, 2 * size, 2 * size, fill, edge, 1)
    elif shape == "circle":
        sheet.dot(x, y, size, fill, edge, 1)
    elif shape == "diamond":
        far = size * 1.32
        sheet.shape([(x, y - far), (x + far, y), (x, y + far), (x - far, y)], fill, edge, 1)
    else:
        sheet.box(x - size * 1.2, y - size * 0.72, size * 2.4, size * 1.44, fill, edge, 1)
    sheet.text(x, y, [said], size, ink, 700, 0.5)


def _marks(
    kinds: Mapping[str, str], styles: Mapping[str, tuple[str, str, str, str]], labels: tuple[str, str]
) -> list[Mark]:
    def sign(style: tuple[str, str, str, str]) -> Mark:
        return ("", lambda sheet, x, y: _sign(sheet, x + 6, y, style, "", 4.2))

    marks = [(kinds[kind], sign(style)[1]) for kind, style in styles.items()]
    marks.append((labels[0], lambda sheet, x, y: sheet.rule([(x, y), (x + 12, y)], MUTED, 0.8, dashed=True)))
    marks.append((labels[1], lambda sheet, x, y: _span(sheet, x + 6, y, (x, x + 12), (y, y))))
    return marks
