"""Pictures by year: staff and money, the road map, progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

from opennss.document.charts.layout import (
    INCH,
    SMALL,
    TEXT,
    WIDE,
    Frame,
    Picture,
    boxed,
    dot_sign,
    lay_rows,
    patch_sign,
    patches,
    put_legend,
    rule_sign,
    shorten,
)
from opennss.document.drawing import Sheet
from opennss.document.fonts import width, wrap
from opennss.document.palette import ACCENT, INK, LINE, MUTED, PAPER, SERIES, WARM
from opennss.language import number


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
            frame = Frame(sheet, left, top, 0.46 * WIDE, 0.85 * INCH, *scale)
            _need_and_limit(frame, years, pairs, language)
    put_legend(sheet, [(labels[0], patch_sign(*SERIES[0])), (labels[1], rule_sign(WARM))])
    return sheet.svg(), b""


def _need_and_limit(frame: Frame, years: Sequence[int], pairs: Sequence[tuple[float, float]], language: str) -> None:
    fill, _, _ = SERIES[0]
    put_years(frame, years)
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
        lines.append((shorten(row[0], 2.95 * INCH), place))
    first, last = years
    heads = {n for n, (_, place) in enumerate(lines) if place < 0}
    names = [kinds[kind] for kind in styles]
    frame = lay_rows([text for text, _ in lines], 0.3 * INCH, names, (first, last + 1), heads)
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
            boxed(frame, (begin + stop) / 2, y + 0.5, kinds[kind], ink, fill if hatch else "", 6.5)
    put_legend(sheet, patches(names, list(styles.values())))
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
            _kpi(Frame(sheet, left, top, 0.46 * WIDE, 0.95 * INCH, *scale), planned, measured, language)
    put_legend(sheet, [(labels[0], dot_sign(PAPER, WARM, True)), (labels[1], dot_sign(ACCENT, ACCENT, True))])
    return sheet.svg(), b""


def _kpi(frame: Frame, planned: Mapping[int, float], measured: Mapping[int, float], language: str) -> None:
    sheet = frame.sheet
    put_years(frame, range(min([*planned, *measured]), max([*planned, *measured]) + 1))
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


def put_years(frame: Frame, years: Sequence[int]) -> None:
    """Draw the ground line of a frame with the years below."""
    foot = frame.top + frame.tall
    frame.sheet.rule([(frame.left, foot), (frame.left + frame.wide, foot)], LINE, 0.8)
    for year in years:
        frame.sheet.text(frame.x(year), foot + 3, [str(year)], SMALL, INK, anchor=0.5, stand="below")
