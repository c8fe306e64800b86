"""The schedule as pictures: one lane an item with its stages, and the work of every month against what there is."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opennss.document.charts.layout import (
    INCH,
    SMALL,
    TEXT,
    WIDE,
    Frame,
    Mark,
    Picture,
    lay_rows,
    patch_sign,
    put_legend,
    rule_sign,
    shorten,
)
from opennss.document.drawing import Sheet
from opennss.document.fonts import wrap
from opennss.document.palette import INK, LINE, MUTED, PAPER, SERIES, WARM
from opennss.language import number
from opennss.model.schedule import ROUNDING

GANTT_LANES = 40
"""Items of one Gantt chart; a longer one goes on in a further picture."""

PHASES = ("prepare", "comment", "decide", "publish", "standing", "whole")
"""What a part of a lane may be: phases of a procedure, a standing load, work over whole years."""

STYLES = dict(zip(PHASES, (SERIES[0], SERIES[1], SERIES[2], SERIES[5], SERIES[3], SERIES[4]), strict=True))


@dataclass(frozen=True, slots=True)
class Lane:
    """An item: its name and group, its parts as (first day, last day, phase), whether it must not slip.

    ``free`` is the last day that it may slip to, where that is known.
    """

    name: str
    group: str
    parts: tuple[tuple[dt.date, dt.date, str], ...]
    critical: bool = False
    free: dt.date | None = None


def at(day: dt.date) -> float:
    """Return the place of the start of a day on a scale of years whose months are equally wide.

    >>> at(dt.date(2027, 7, 1)), at(dt.date(2028, 1, 1))
    (2027.5, 2028.0)
    """
    return day.year + (day.month - 1 + (day.day - 1) / calendar.monthrange(day.year, day.month)[1]) / 12


def gantt(lanes: Sequence[Lane], phases: Mapping[str, str], marks: tuple[str, str, str, str],
          years: tuple[int, int]) -> Picture:  # fmt: skip
    """Draw lanes in groups as given, over the half-years of the plan; ``phases`` maps each phase to its printed name.

    ``marks`` name the first and the second half of a year, an item that must not slip (a diamond and a frame), and the
    time by which another one may (a line). Aim at ``GANTT_LANES`` or fewer lanes a picture.
    """
    lines: list[tuple[str, int]] = []
    for place, lane in enumerate(lanes):
        if place == 0 or lane.group != lanes[place - 1].group:
            lines.append((lane.group, -1))
        lines.append((shorten(lane.name, 2.75 * INCH), place))
    heads = {n for n, (_, place) in enumerate(lines) if place < 0}
    used = [phase for phase in phases if any(part[2] == phase for lane in lanes for part in lane.parts)]
    legend: list[Mark] = [(phases[phase], patch_sign(*STYLES[phase])) for phase in used]
    legend += [(marks[2], _frame_sign), (marks[3], rule_sign(MUTED))]
    first, last = years
    names = [label for label, _ in legend]
    frame = lay_rows([text for text, _ in lines], 0.45 * INCH, names, (first, last + 1), heads)
    _half_years(frame, years, marks, [y for y in range(len(lines)) if y not in heads])
    for y, (_, place) in enumerate(lines):
        if place >= 0:
            _lane(frame, y, lanes[place], years)
    put_legend(frame.sheet, legend)
    return frame.sheet.svg(), b""


def _half_years(frame: Frame, years: tuple[int, int], marks: Sequence[str], rows: Sequence[int]) -> None:
    first, last = years
    for half in range(2 * (last - first + 1) + 1):
        x = first + half / 2
        for y in rows:
            points = [(frame.x(x), frame.y(y)), (frame.x(x), frame.y(y + 1))]
            frame.sheet.rule(points, LINE, 0.4 if half % 2 else 0.9)
        if x < last + 1:
            frame.sheet.text(frame.x(x + 0.25), frame.top - 8, [marks[half % 2]], 6.5, MUTED, anchor=0.5)
    for year in range(first, last + 1):
        frame.sheet.text(frame.x(year + 0.5), frame.top - 20, [str(year)], TEXT, INK, 700, 0.5)


def _lane(frame: Frame, y: int, lane: Lane, years: tuple[int, int]) -> None:
    """Draw the parts of an item inside the years of the picture; a triangle points to what ends before."""
    low, high = years[0], years[1] + 1

    def inside(place: float) -> float:
        return min(max(place, low), high)

    begin = inside(at(lane.parts[0][0]))
    end = inside(at(lane.parts[-1][1] + dt.timedelta(days=1)))
    middle = frame.y(y + 0.5)
    if lane.free and not lane.critical:
        frame.sheet.rule([(frame.x(end), middle), (frame.x(inside(at(lane.free))), middle)], MUTED, 1.4)
    for first, last, phase in lane.parts:
        left, right = inside(at(first)), inside(at(last + dt.timedelta(days=1)))
        fill, _, hatch = STYLES[phase]
        if right > left:
            frame.box(left, y + 0.22, right - left, 0.56, fill, PAPER if hatch else "", 0, hatch)
    if end <= low:
        x = frame.x(low) + 3
        frame.sheet.shape([(x, middle), (x + 6, middle - 3.5), (x + 6, middle + 3.5)], MUTED, MUTED, 0.5)
    elif lane.critical:
        frame.box(begin, y + 0.16, end - begin, 0.68, "none", INK, 1.3)
        _diamond(frame.sheet, frame.left - 3.2, middle, 2.8)


def _diamond(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.shape([(x - size, y), (x, y - size), (x + size, y), (x, y + size)], INK, INK, 0.5)


def _frame_sign(sheet: Sheet, x: float, y: float) -> None:
    _diamond(sheet, x + 2, y, 2.6)
    sheet.box(x + 6, y - 3, 6, 6, "none", INK, 1.2)


def workload(
    bodies: Sequence[str], years: Sequence[int], need: Sequence[Sequence[float]], limit: Sequence[Sequence[float]],
    labels: tuple[str, str, str], language: str,
) -> Picture:  # fmt: skip
    """Draw person-days by month against what there is, a row for each body; twelve months a year, by body and month.

    ``labels`` name need, limit and the unit; a month above its limit is hatched and bears a triangle.
    """
    deep = 1.5 * INCH
    sheet = Sheet(WIDE, deep * len(bodies) + 0.45 * INCH)
    for index, body in enumerate(bodies):
        top = deep * index + 0.38 * INCH
        sheet.text(4, top - 12, wrap(f"{body} ({labels[2]})", WIDE - 20, TEXT, 700)[:1], TEXT, INK, 700, stand="above")
        most = max([*need[index], *limit[index], 1.0])
        frame = Frame(sheet, 34, top, WIDE - 40, 0.9 * INCH, (0, 12 * len(years)), (most * 1.12, 0))
        _months(frame, years, need[index], limit[index], language)
    put_legend(sheet, [(labels[0], patch_sign(*SERIES[0])), (labels[1], rule_sign(WARM))])
    return sheet.svg(), b""


def _months(frame: Frame, years: Sequence[int], need: Sequence[float], limit: Sequence[float], language: str) -> None:
    sheet, foot = frame.sheet, frame.top + frame.tall
    fill, _, _ = SERIES[0]
    for month, (days, most) in enumerate(zip(need, limit, strict=True)):
        over = days > most + float(ROUNDING)
        frame.box(month + 0.12, 0, 0.76, days, PAPER if over else fill, fill, 0.8, "////" if over else "")
        sheet.rule([(frame.x(month), frame.y(most)), (frame.x(month + 1), frame.y(most))], WARM, 1.6)
        if over:
            x, y = frame.x(month + 0.5), frame.y(days) - 2
            sheet.shape([(x - 3, y), (x + 3, y), (x, y - 5)], WARM, WARM, 0.5)
    sheet.rule([(frame.left, foot), (frame.left + frame.wide, foot)], LINE, 0.8)
    for place, year in enumerate(years):
        x = frame.x(12 * place)
        sheet.rule([(x, frame.top), (x, foot + 12)], LINE, 0.8)
        sheet.text(frame.x(12 * place + 6), foot + 3, [str(year)], SMALL, INK, anchor=0.5, stand="below")
    low, high = 0.0, max(limit, default=0.0)
    for value in dict.fromkeys((low, high)):
        sheet.text(frame.left - 4, frame.y(value), [number(round(value), language)], SMALL, MUTED, anchor=1)
