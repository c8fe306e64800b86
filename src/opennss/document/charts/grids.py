"""Pictures with a grid: ranks by criterion, goals by area, seats by country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.document.charts.layout import (
    INCH,
    PRINTED,
    SMALL,
    TEXT,
    WIDE,
    Frame,
    Picture,
    boxed,
    dot_sign,
    lay_grid,
    patches,
    put_legend,
    shorten,
)
from opennss.document.fonts import width, wrap
from opennss.document.palette import ACCENT, INK, LINE, MUTED, PAPER, SEATS, SOFT, TONES, WARM

MANY = 16
"""Rows from which a picture of seats would be too tall with names of several lines."""


def rank_map(
    areas: Sequence[str],
    criteria: Sequence[str],
    cells: Sequence[Sequence[str]],
    borderline: Sequence[Sequence[bool]],
    positions: Sequence[tuple[int | None, int, int]],
    position_label: str,
    borderline_label: str,
) -> Picture:
    """Draw the heat map of ranks, and beside it the position of each area with the positions still possible.

    ``cells`` are rank strings (``1*``, ``1``, ``2``, ``3``, ``none``, ``n/a``, ``?``) by area and criterion; a
    borderline cell gets a corner mark. ``positions`` are (position or ``None``, best, worst); without a position
    only the bar of possible positions is drawn. Names of areas stand on one line, cut where they are too long; the
    table beside the picture has them whole.
    """
    grid = lay_grid([shorten(name, 2.35 * INCH) for name in areas], criteria, 2.5 * INCH, strip=1.75 * INCH)
    sheet = grid.sheet
    for y, line in enumerate(cells):
        for x, rank in enumerate(line):
            fill, ink = TONES[rank]
            grid.box(x + 0.03, y + 0.05, 0.94, 0.9, fill, LINE, 0.5)
            sheet.text(grid.x(x + 0.5), grid.y(y + 0.5), [PRINTED.get(rank, rank)], TEXT, ink, 700, 0.5)
            if borderline[y][x]:
                left, top = grid.x(x + 0.76), grid.y(y + 0.05)
                sheet.corner(left, top, grid.x(x + 0.97) - left, grid.y(y + 0.42) - top, WARM)
    _strip(grid, positions, position_label)
    if any(any(line) for line in borderline):
        foot = sheet.tall - 0.17 * INCH
        sheet.corner(4, foot - 3.6, 6.7, 7.2, WARM)
        sheet.text(15.4, foot, [borderline_label], SMALL, MUTED)
    return sheet.svg(), b""


def _strip(grid: Frame, positions: Sequence[tuple[int | None, int, int]], label: str) -> None:
    most = max((worst for _, _, worst in positions), default=1)
    left, sheet = grid.left + grid.wide + 14.4, grid.sheet
    side = Frame(sheet, left, grid.top, 1.45 * INCH, grid.tall, (0.4, most + 2.2), grid.rows)
    for y, (place, best, worst) in enumerate(positions):
        middle = side.y(y + 0.5)
        sheet.rule([(side.x(1), middle), (side.x(most), middle)], LINE, 0.5)
        side.box(best - 0.25, y + 0.33, worst - best + 0.5, 0.34, TONES["2"][0], ACCENT, 0.6)
        if place is not None:
            sheet.dot(side.x(place), middle, 2.55, ACCENT, PAPER, 0.7)
        sheet.text(side.x(most + 0.9), middle, ["?" if place is None else str(place)], SMALL, INK, 700)
    sheet.text(left, grid.top - 4, wrap(label, 1.5 * INCH, SMALL), SMALL, INK, stand="above")


def goals_by_areas(
    areas: Sequence[str],
    goals: Sequence[str],
    matrix: Sequence[Sequence[str]],
    direct_label: str,
    indirect_label: str,
) -> Picture:
    """Draw which area serves which national goal: a filled dot is ``direct``, an open ring ``indirect``, else nothing.

    ``matrix`` has a row for each area and a column for each goal. Names of areas stand on one line, cut where they are
    too long; the table beside the picture has them whole.
    """
    grid = lay_grid([shorten(name, 2.65 * INCH) for name in areas], goals, 2.8 * INCH)
    sheet = grid.sheet
    for y in range(0, len(matrix), 2):
        grid.box(0, y, len(goals), 1, SOFT, "", 0)
    for x in range(len(goals) + 1):
        sheet.rule([(grid.x(x), grid.top), (grid.x(x), grid.top + grid.tall)], LINE, 0.5)
    radius = min(0.3 * (grid.y(1) - grid.y(0)), 0.34 * (grid.x(1) - grid.x(0)))
    for y, line in enumerate(matrix):
        for x, strength in enumerate(line):
            if strength:
                fill = ACCENT if strength == "direct" else PAPER
                sheet.dot(grid.x(x + 0.5), grid.y(y + 0.5), radius, fill, ACCENT, 1.3)
    put_legend(sheet, [(direct_label, dot_sign(ACCENT, ACCENT)), (indirect_label, dot_sign(PAPER, ACCENT))])
    return sheet.svg(), b""


def seat_map(
    committees: Sequence[str], countries: Sequence[str], seats: Sequence[Sequence[str]], kinds: Mapping[str, str]
) -> Picture:
    """Draw committees against countries: the seat stands as a letter or sign in a box of its colour.

    ``seats`` are ``P``, ``O``, ``none`` or ``?`` by committee and country; ``kinds`` names the four in this order.
    Where there are many committees their names stand on one line, cut where they are too long.
    """
    word = max((width(part, SMALL) for name in countries for part in name.split()), default=0.0) + 7
    room = WIDE - 0.03 * INCH - word * len(countries)
    left = max(2 * INCH, min(2.85 * INCH, room))
    names = [shorten(name, left - 9) for name in committees] if len(committees) > MANY else committees
    grid = lay_grid(names, countries, left)
    styles = dict(zip(kinds, SEATS, strict=True))
    for y, line in enumerate(seats):
        for x, seat in enumerate(line):
            fill, ink, hatch = styles[seat]
            grid.box(x + 0.03, y + 0.05, 0.94, 0.9, fill, PAPER if hatch else LINE, 0.5, hatch)
            boxed(grid, x + 0.5, y + 0.5, PRINTED.get(seat, seat), ink, fill if hatch else "", TEXT)
    named = [name if seat in name else f"{PRINTED.get(seat, seat)}  {name}" for seat, name in kinds.items()]
    put_legend(grid.sheet, patches(named, SEATS))
    return grid.sheet.svg(), b""
