"""Pictures of how far an order holds: shares of positions, strips of weights, other orders, who is ahead of whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from opennss.document.charts.layout import (
    INCH,
    SMALL,
    TEXT,
    Frame,
    Mark,
    Picture,
    boxed,
    lay_grid,
    lay_rows,
    patch_sign,
    patches,
    put_legend,
    rule_sign,
    shorten,
)
from opennss.document.drawing import Sheet
from opennss.document.palette import ACCENT, AHEAD, BEHIND, INK, LINE, MUTED, PAPER, PLACES, TONES, WARM
from opennss.language import number

LEAST: Final = 0.07
"""Share from which a piece of a bar is wide enough for its number."""

STEPS: Final = (1, 4, 10)
"""Places of difference from which a colour is light, clear and dark."""

NEARLY: Final = (0.5, 0.75, 0.95)
"""Shares of weightings from which a colour is light, clear and dark."""

_NAMES: Final = 2.45 * INCH
_TRACK: Final = (0.08, 0.92)
_SCALE: Final = 6.5


def acceptability(
    areas: Sequence[str], shares: Sequence[Sequence[float]], kinds: Sequence[str], language: str
) -> Picture:
    """Draw for each area under which share of the weightings it takes which positions, as one bar of 100 %.

    ``shares`` follow ``kinds`` (bands of positions, the first one first) and sum to 1 by area. A piece that is too
    narrow for its number has none; the table beside the picture has them all. Names stand on one line, cut where they
    are too long.
    """
    rows = lay_rows([shorten(name, 2.95 * INCH) for name in areas], 0.05 * INCH, kinds, (0, 1))
    for y, line in enumerate(shares):
        start = 0.0
        for share, (fill, ink, _) in zip(line, PLACES, strict=False):
            if share:
                rows.box(start, y + 0.15, share, 0.7, fill, PAPER, 0.9)
            if share >= LEAST:
                boxed(rows, start + share / 2, y + 0.5, percent(share, language), ink, "", SMALL)
            start += share
    put_legend(rows.sheet, patches(kinds, PLACES))
    return rows.sheet.svg(), b""


def percent(share: float, language: str) -> str:
    """Return a share as whole percent; what is neither none nor all is never printed as 0 or 100.

    >>> percent(0.934, "en"), percent(0.999, "en"), percent(0.001, "vi")
    ('93 %', '> 99 %', '< 1 %')
    """
    whole = round(share * 100)
    if whole == 0 and share > 0:
        return "< 1 %"
    if whole == 100 and share < 1:
        return "> 99 %"
    return f"{number(whole, language)} %"


def stability(
    areas: Sequence[str],
    groups: Sequence[str],
    now: Sequence[float],
    intervals: Sequence[Sequence[tuple[float, float] | None]],
    labels: tuple[str, str],
) -> Picture:
    """Draw by area and group a strip from 0 to 100 %, in it how far that one weight may move before the area moves.

    ``now`` is the present weight of each group, a tick through its column; ``None`` where an area has no strip.
    ``labels`` name the interval and the tick.
    """
    grid = lay_grid([shorten(name, _NAMES - 9) for name in areas], groups, _NAMES)
    first, last = _TRACK
    for x, weight in enumerate(now):
        for y, line in enumerate(intervals):
            if found := line[x]:
                low, high = (first + (last - first) * end for end in found)
                grid.box(x + first, y + 0.42, last - first, 0.16, LINE, "", 0)
                grid.box(x + low, y + 0.22, max(high - low, 0.01), 0.56, TONES["2"][0], ACCENT, 0.6)
            else:
                boxed(grid, x + 0.5, y + 0.5, "–", MUTED, "", TEXT)
        if intervals:
            at = grid.x(x + first + (last - first) * weight)
            grid.sheet.rule([(at, grid.top + 1), (at, grid.top + grid.tall - 1)], WARM, 1.4)
            for end, text, anchor in ((first, "0", 0.0), (last, "100 %", 1.0)):
                grid.sheet.text(grid.x(x + end), grid.top + grid.tall + 5, [text], _SCALE, MUTED, anchor=anchor)
    strip: Mark = (labels[0], patch_sign(TONES["2"][0], INK, ""))
    put_legend(grid.sheet, [strip, (labels[1], rule_sign(WARM))])
    return grid.sheet.svg(), b""


def agreement(
    areas: Sequence[str],
    orders: Sequence[str],
    own: Sequence[int],
    positions: Sequence[Sequence[int | None]],
    own_label: str,
    labels: tuple[str, str],
) -> Picture:
    """Draw which position each other order gives an area, coloured by its distance from the position in this order.

    ``positions`` are by area and order, ``None`` where the area takes no part. The difference stands beside the
    position with its sign: + is ahead of this order, − behind. ``labels`` name ahead and behind.
    """
    grid = lay_grid([shorten(name, _NAMES - 9) for name in areas], [own_label, *orders], _NAMES)
    for y, (place, line) in enumerate(zip(own, positions, strict=True)):
        _cell(grid, 0, y, str(place), (PAPER, INK))
        for x, other in enumerate(line, 1):
            ahead = 0 if other is None else place - other
            sign = f"{other}" + (f" ({'+' if ahead > 0 else '−'}{abs(ahead)})" if ahead else "")
            _cell(grid, x, y, "–" if other is None else sign, _shade(abs(ahead), STEPS, AHEAD if ahead > 0 else BEHIND))
    signs = [_shades(tones) for tones in (AHEAD, BEHIND)]
    put_legend(grid.sheet, list(zip(labels, signs, strict=True)))
    return grid.sheet.svg(), b""


def winning(areas: Sequence[str], shares: Sequence[Sequence[float | None]], language: str, label: str) -> Picture:
    """Draw under which share of the weightings the area of a row is ahead of the area of a column.

    Rows and columns are the same areas in the same order; columns bear their numbers. ``None`` stays empty.
    """
    names = [f"{place}  {name}" for place, name in enumerate(areas, 1)]
    grid = lay_grid([shorten(name, _NAMES - 9) for name in names], [str(n + 1) for n in range(len(areas))], _NAMES)
    for y, line in enumerate(shares):
        for x, share in enumerate(line):
            if share is None:
                grid.box(x + 0.03, y + 0.05, 0.94, 0.9, LINE, "", 0)
            else:
                _cell(grid, x, y, percent(share, language).removesuffix(" %"), _shade(share, NEARLY, AHEAD))
    put_legend(grid.sheet, [(label, _shades(AHEAD))])
    return grid.sheet.svg(), b""


def _cell(grid: Frame, x: int, y: int, text: str, colours: tuple[str, str]) -> None:
    fill, ink = colours
    grid.box(x + 0.03, y + 0.05, 0.94, 0.9, fill, LINE, 0.5)
    boxed(grid, x + 0.5, y + 0.5, text, ink, "", SMALL)


def _shade(value: float, steps: Sequence[float], tones: Sequence[tuple[str, str]]) -> tuple[str, str]:
    reached = [tone for step, tone in zip(steps, tones, strict=True) if value >= step]
    return reached[-1] if reached else (PAPER, INK)


def _shades(tones: Sequence[tuple[str, str]]) -> Callable[[Sheet, float, float], None]:
    """Return what draws the steps of a colour for the legend."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for place, (fill, _) in enumerate(tones):
            sheet.box(x + 4.2 * place, y - 2.9, 3.8, 5.8, fill, LINE, 0.4)

    return draw
