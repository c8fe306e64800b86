"""The pictures of the strategy, one function each: plain data and translated labels in, a picture out.

Sizes are points at A4 width, so a picture is printed at its own size and its letters stay readable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import cycle
from typing import Final

from opennss.document.drawing import PITCH, Sheet
from opennss.document.fonts import width, wrap
from opennss.document.palette import ACCENT, DOCUMENTS, INK, LINE, MUTED, PAPER, SEATS, SERIES, SOFT, TONES, WARM
from opennss.language import number

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
class _Frame:
    """A part of a sheet with scales of its own: x to the right, y downwards from the top."""

    sheet: Sheet
    left: float
    top: float
    wide: float
    tall: float
    columns: tuple[float, float]
    rows: tuple[float, float]

    def x(self, value: float) -> float:
        first, last = self.columns
        return self.left + (value - first) / (last - first) * self.wide

    def y(self, value: float) -> float:
        first, last = self.rows
        return self.top + (value - first) / (last - first) * self.tall

    def box(
        self, x: float, y: float, wide: float, tall: float, fill: str, edge: str, line: float, hatch: str = ""
    ) -> None:
        right, foot = self.x(x + wide), self.y(y + tall)
        left, head = self.x(x), self.y(y)
        self.sheet.box(left, min(head, foot), right - left, abs(foot - head), fill, edge, line, hatch)


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
    grid = _matrix([_cut(name, 2.35 * INCH) for name in areas], criteria, 2.5 * INCH, strip=1.75 * INCH)
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
    grid = _matrix([_cut(name, 2.65 * INCH) for name in areas], goals, 2.8 * INCH)
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
    _legend(sheet, [(direct_label, _dot_sign(ACCENT, ACCENT)), (indirect_label, _dot_sign(PAPER, ACCENT))])
    return sheet.svg(), b""


def seats(areas: Sequence[str], counts: Sequence[Sequence[int]], kinds: Sequence[str], language: str) -> Picture:
    """Draw how many committees of each area the country has which seat in, as one bar of counted pieces an area.

    ``counts`` follow ``kinds``, for example participating (P), observing (O), none (–), unknown (?). Names stand on one
    line, cut where they are too long; the table beside the picture has them whole.
    """
    return _counted(areas, counts, kinds, ("",) * len(kinds), SEATS, language)


def documents(areas: Sequence[str], counts: Sequence[Sequence[int]], kinds: Sequence[str], language: str) -> Picture:
    """Draw how many linked documents of each area are of which kind, as one bar of counted pieces an area.

    ``counts`` follow ``kinds``: adopted, outdated, missing, drafts, stage not known. Names as in ``seats``.
    """
    return _counted(areas, counts, kinds, ("",) * len(kinds), DOCUMENTS, language)


def answers(topics: Sequence[str], counts: Sequence[Sequence[int]], kinds: Mapping[str, str], language: str) -> Picture:
    """Draw how the questions of each topic were answered, as one bar of counted pieces a topic.

    ``kinds`` gives each answer its sign, which stands in its piece, and its name; ``counts`` follow them.
    """
    names = [f"{sign}  {name}" for sign, name in kinds.items()]
    return _counted(topics, counts, names, [f"{sign} " for sign in kinds], SEATS, language)


def _counted(
    names: Sequence[str],
    counts: Sequence[Sequence[int]],
    kinds: Sequence[str],
    signs: Sequence[str],
    styles: Sequence[tuple[str, str, str]],
    language: str,
) -> Picture:
    most = max((sum(line) for line in counts), default=1) or 1
    rows = _rows([_cut(name, 2.95 * INCH) for name in names], 0.05 * INCH, kinds, (0, most * 1.07))
    sheet = rows.sheet
    for y, line in enumerate(counts):
        start = 0
        for value, sign, (fill, ink, hatch) in zip(line, signs, styles, strict=False):
            if value:
                said = f"{sign}{number(value, language)}"
                rows.box(start, y + 0.18, value, 0.64, fill, PAPER, 0.9, hatch)
                _boxed(rows, start + value / 2, y + 0.5, said, ink, fill if hatch else "", SMALL)
            start += value
        sheet.text(rows.x(start) + 3.1, rows.y(y + 0.5), [number(start, language)], SMALL, MUTED)
    _legend(sheet, _patches(kinds, styles))
    return sheet.svg(), b""


def seat_map(
    committees: Sequence[str], countries: Sequence[str], seats: Sequence[Sequence[str]], kinds: Mapping[str, str]
) -> Picture:
    """Draw committees against countries: the seat stands as a letter or sign in a box of its colour.

    ``seats`` are ``P``, ``O``, ``none`` or ``?`` by committee and country; ``kinds`` names the four in this order.
    """
    word = max((width(part, SMALL) for name in countries for part in name.split()), default=0.0) + 7
    room = WIDE - 0.03 * INCH - word * len(countries)
    grid = _matrix(committees, countries, max(2 * INCH, min(2.85 * INCH, room)))
    styles = dict(zip(kinds, SEATS, strict=True))
    for y, line in enumerate(seats):
        for x, seat in enumerate(line):
            fill, ink, hatch = styles[seat]
            grid.box(x + 0.03, y + 0.05, 0.94, 0.9, fill, PAPER if hatch else LINE, 0.5, hatch)
            _boxed(grid, x + 0.5, y + 0.5, PRINTED.get(seat, seat), ink, fill if hatch else "", TEXT)
    named = [name if seat in name else f"{PRINTED.get(seat, seat)}  {name}" for seat, name in kinds.items()]
    _legend(grid.sheet, _patches(named, SEATS))
    return grid.sheet.svg(), b""


def staff_and_money(
    years: Sequence[int],
    bodies: Sequence[str],
    staff: Sequence[Sequence[tuple[float, float]]],
    money: Sequence[Sequence[tuple[float, float]]],
    titles: tuple[str, str],
    labels: tuple[str, str],
    language: str,
) -> Picture:
    """Draw need against limit by year, a row for each body: person-days on the left, money on the right.

    ``staff`` and ``money`` hold (need, limit) by body and year; ``labels`` name need and limit. A need above its
    limit is hatched.
    """
    deep, inset = 1.45 * INCH, 0.02 * WIDE
    sheet = Sheet(WIDE, deep * len(bodies) + 0.75 * INCH)
    for side, title in enumerate(titles):
        sheet.text(inset + side * 0.51 * WIDE, 0.2 * INCH, [title], TEXT, INK, 700)
    for index, body in enumerate(bodies):
        for side, pairs in enumerate((staff[index], money[index])):
            left, top = inset + side * 0.51 * WIDE, 0.75 * INCH + deep * index
            sheet.text(left, top - 9, wrap(body, 210, SMALL)[:2], SMALL, MUTED, stand="above")
            most = max((max(pair) for pair in pairs), default=1) or 1
            scale = ((min(years) - 0.5, max(years) + 0.5), (most * 1.25, 0.0))
            frame = _Frame(sheet, left, top, 0.46 * WIDE, 0.85 * INCH, *scale)
            _need_and_limit(frame, years, pairs, language)
    _legend(sheet, [(labels[0], _patch_sign(*SERIES[0])), (labels[1], _rule_sign(WARM))])
    return sheet.svg(), b""


def roadmap(
    rows: Sequence[tuple[str, str, int, int, str]],
    kinds: Mapping[str, str],
    years: tuple[int, int],
) -> Picture:
    """Draw the programme as swim lanes: rows are (label, group, first year, last year, kind), in groups as given.

    ``kinds`` maps each kind to its printed name, which also stands in the bar; the legend has those that occur. Labels
    stand on one line, cut where they are too long. Aim at 40 rows or fewer a picture.
    """
    found = dict(zip(kinds, cycle(SERIES), strict=False))
    styles = {kind: found[kind] for kind in kinds if any(row[4] == kind for row in rows)}
    lines: list[tuple[str, int]] = []
    for place, row in enumerate(rows):
        if place == 0 or row[1] != rows[place - 1][1]:
            lines.append((row[1], -1))
        lines.append((_cut(row[0], 2.95 * INCH), place))
    first, last = years
    heads = {n for n, (_, place) in enumerate(lines) if place < 0}
    names = [kinds[kind] for kind in styles]
    frame = _rows([text for text, _ in lines], 0.3 * INCH, names, (first, last + 1), heads)
    sheet = frame.sheet
    for year in range(first, last + 2):
        for y in range(len(lines)):
            if y not in heads:
                sheet.rule([(frame.x(year), frame.y(y)), (frame.x(year), frame.y(y + 1))], LINE, 0.6)
        if year <= last:
            sheet.text(frame.x(year + 0.5), frame.top - 10, [str(year)], TEXT, INK, anchor=0.5)
    for y, (_, place) in enumerate(lines):
        if place < 0:
            continue
        _, _, start, end, kind = rows[place]
        fill, ink, hatch = styles[kind]
        begin, stop = max(start, first), min(end, last) + 1
        frame.box(begin + 0.03, y + 0.19, stop - begin - 0.06, 0.62, fill, PAPER if hatch else "", 0, hatch)
        if width(kinds[kind], 6.5, 700) < frame.x(stop) - frame.x(begin) - 8:
            _boxed(frame, (begin + stop) / 2, y + 0.5, kinds[kind], ink, fill if hatch else "", 6.5)
    _legend(sheet, _patches(names, list(styles.values())))
    return sheet.svg(), b""


def progress(
    kpis: Sequence[tuple[str, Mapping[int, float], Mapping[int, float]]],
    labels: tuple[str, str],
    language: str,
) -> Picture:
    """Draw each KPI by year: rows are (name, planned, measured); ``planned`` begins with the baseline.

    ``labels`` name planned (open rings, dashed) and measured (filled dots, solid).
    """
    deep = 1.78 * INCH
    sheet = Sheet(WIDE, deep * -(-len(kpis) // 2) + 0.35 * INCH)
    for index, (name, planned, measured) in enumerate(kpis):
        left, top = (0.02 + 0.51 * (index % 2)) * WIDE, deep * (index // 2) + 0.53 * INCH
        sheet.text(left, top - 4, wrap(name, 215, TEXT, 700)[:3], TEXT, INK, 700, stand="above")
        if values := [*planned.values(), *measured.values()]:
            low, high = min([0, *values]), max([0, *values])
            room, known = (high - low) or 1, sorted({*planned, *measured})
            scale = ((known[0] - 0.4, known[-1] + 0.4), (high + room * 0.28, low - room * 0.22))
            _kpi(_Frame(sheet, left, top, 0.46 * WIDE, 0.95 * INCH, *scale), planned, measured, language)
    _legend(sheet, [(labels[0], _dot_sign(PAPER, WARM, True)), (labels[1], _dot_sign(ACCENT, ACCENT, True))])
    return sheet.svg(), b""


def _kpi(frame: _Frame, planned: Mapping[int, float], measured: Mapping[int, float], language: str) -> None:
    sheet = frame.sheet
    _years(frame, range(min([*planned, *measured]), max([*planned, *measured]) + 1))
    for series, dashed, fill, edge in ((planned, True, PAPER, WARM), (measured, False, ACCENT, ACCENT)):
        points = [(frame.x(year), frame.y(series[year])) for year in sorted(series)]
        if points:
            sheet.rule(points, edge, 1.3, dashed)
        for x, y in points:
            sheet.dot(x, y, 2.25, fill, edge, 1)
    for series, other, edge in ((planned, measured, WARM), (measured, planned, ACCENT)):
        for year in sorted(series):
            if series is planned and other.get(year) == series[year]:
                continue
            above = series[year] >= other[year] if year in other else series is planned
            place = frame.y(series[year]) + (-8.5 if above else 9)
            sheet.text(frame.x(year), place, [number(series[year], language)], SMALL, edge, anchor=0.5)


def _need_and_limit(frame: _Frame, years: Sequence[int], pairs: Sequence[tuple[float, float]], language: str) -> None:
    fill, _, _ = SERIES[0]
    _years(frame, years)
    for year, (need, limit) in zip(years, pairs, strict=True):
        over = need > limit
        frame.box(year - 0.28, 0, 0.56, need, PAPER if over else fill, fill, 0.8, "////" if over else "")
        frame.sheet.rule([(frame.x(year - 0.4), frame.y(limit)), (frame.x(year + 0.4), frame.y(limit))], WARM, 2)
        inside = frame.y(0) - frame.y(need) > 14
        y = (frame.y(need) + frame.y(0)) / 2 + 3 if inside else frame.y(need) - 3
        ink = INK if over or not inside else PAPER
        frame.sheet.text(frame.x(year), y, [number(round(need), language)], SMALL, ink, 700, 0.5, stand="above")
        text, top = number(round(limit), language), min(frame.y(limit), frame.y(need)) - 3
        frame.sheet.text(frame.x(year), top, [text], SMALL, WARM, anchor=0.5, stand="above")


def _years(frame: _Frame, years: Sequence[int]) -> None:
    """Draw the ground line of a frame with the years below."""
    foot = frame.top + frame.tall
    frame.sheet.rule([(frame.left, foot), (frame.left + frame.wide, foot)], LINE, 0.8)
    for year in years:
        frame.sheet.text(frame.x(year), foot + 3, [str(year)], SMALL, INK, anchor=0.5, stand="below")


def _cut(name: str, room: float) -> str:
    """Return a name that fits one line, with an ellipsis where it was cut."""
    if width(name, TEXT) <= room:
        return name
    while width(name + "…", TEXT) > room:
        name = name[:-1]
    return name.rstrip(" ,;") + "…"


def _matrix(rows: Sequence[str], columns: Sequence[str], left: float, strip: float = 0.0) -> _Frame:
    """Lay out a grid with names left and above (upright when there are many), and room for a strip on the right."""
    column = (WIDE - left - strip - 0.03 * INCH) / max(len(columns), 1)
    heads = [wrap(name, column - 6, SMALL) for name in columns]
    upright = any(len(head) > 4 for head in heads) or column < 0.62 * INCH
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
    frame = _Frame(sheet, left, top, column * across, row * down, (0, across), (0, down))
    for x, head in enumerate(heads):
        place = frame.x(x + 0.5)
        if upright:
            sheet.text(place, top - 4, head, SMALL, INK, upright=True)
        else:
            sheet.text(place, top - 4, head, SMALL, INK, anchor=0.5, stand="above")
    for y, line in enumerate(lines):
        sheet.text(left - 7.2, frame.y(y + 0.5), line, TEXT, INK, anchor=1)
    return frame


def _rows(
    names: Sequence[str],
    top: float,
    legend: Sequence[str],
    scale: tuple[float, float],
    heads: AbstractSet[int] = frozenset(),
) -> _Frame:
    """Lay out one bar a row, names on the left; rows in ``heads`` are group names in bold on a band."""
    left = 3.1 * INCH
    lines = [
        wrap(name, WIDE if n in heads else left - 9, SMALL, 700 if n in heads else 400) for n, name in enumerate(names)
    ]
    row = max(15.5, SMALL * PITCH * max((len(line) for line in lines), default=1) + 5)
    sheet = Sheet(WIDE, top + row * len(names) + _foot(legend))
    down = max(len(names), 1)
    frame = _Frame(sheet, left, top, WIDE - left - 4.3, row * down, scale, (0, down))
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


def _boxed(frame: _Frame, x: float, y: float, text: str, ink: str, fill: str, size: float) -> None:
    """Write a bold text centred on a bar, on a plain ground where the bar is hatched."""
    place, middle = frame.x(x), frame.y(y)
    if fill:
        room = width(text, size, 700) + 2.2
        frame.sheet.box(place - room / 2, middle - size * 0.6, room, size * 1.2, fill)
    frame.sheet.text(place, middle, [text], size, ink, 700, 0.5)


def _strip(grid: _Frame, positions: Sequence[tuple[int | None, int, int]], label: str) -> None:
    most = max((worst for _, _, worst in positions), default=1)
    left, sheet = grid.left + grid.wide + 14.4, grid.sheet
    side = _Frame(sheet, left, grid.top, 1.45 * INCH, grid.tall, (0.4, most + 2.2), grid.rows)
    for y, (place, best, worst) in enumerate(positions):
        middle = side.y(y + 0.5)
        sheet.rule([(side.x(1), middle), (side.x(most), middle)], LINE, 0.5)
        side.box(best - 0.25, y + 0.33, worst - best + 0.5, 0.34, TONES["2"][0], ACCENT, 0.6)
        if place is not None:
            sheet.dot(side.x(place), middle, 2.55, ACCENT, PAPER, 0.7)
        sheet.text(side.x(most + 0.9), middle, ["?" if place is None else str(place)], SMALL, INK, 700)
    sheet.text(left, grid.top - 4, wrap(label, 1.5 * INCH, SMALL), SMALL, INK, stand="above")


def _patches(kinds: Sequence[str], styles: Sequence[tuple[str, str, str]]) -> list[Mark]:
    return [(kind, _patch_sign(*style)) for kind, style in zip(kinds, cycle(styles), strict=False)]


def _patch_sign(fill: str, _ink: str, hatch: str) -> Callable[[Sheet, float, float], None]:
    return lambda sheet, x, y: sheet.box(x, y - 2.9, _SIGN, 5.8, fill, PAPER if hatch else "", 0, hatch)


def _rule_sign(colour: str) -> Callable[[Sheet, float, float], None]:
    return lambda sheet, x, y: sheet.rule([(x, y), (x + _SIGN, y)], colour, 2)


def _dot_sign(fill: str, edge: str, on_line: bool = False) -> Callable[[Sheet, float, float], None]:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        if on_line:
            sheet.rule([(x - 3, y), (x + _SIGN + 3, y)], edge, 1.3, dashed=fill == PAPER)
        sheet.dot(x + _SIGN / 2, y, 2.5 if on_line else 3, fill, edge, 1 if on_line else 1.3)

    return draw


def _columns(labels: Sequence[str]) -> int:
    widest = max((width(label, SMALL) for label in labels), default=0) + 34
    return max(1, min(len(labels), int(WIDE / widest)))


def _foot(labels: Sequence[str]) -> float:
    """Return the height that a legend needs."""
    return 14.4 + 11.5 * -(-len(labels) // _columns(labels))


def _legend(sheet: Sheet, marks: Sequence[Mark]) -> None:
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
