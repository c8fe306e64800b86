"""The pictures of the strategy, one function each: plain data and translated labels in, (SVG, PNG) out.

Sizes are inches at A4 width, so a picture is printed at its own size and its letters stay readable.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import cycle
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import Patch, Rectangle

from opennss.document.fonts import FAMILY, SPARE, face, spare, width, wrap
from opennss.document.palette import ACCENT, INK, LINE, MUTED, PAPER, SEATS, SERIES, SOFT, TONES, WARM
from opennss.document.stamp import PNG_METADATA, SVG_METADATA, SVG_RC
from opennss.language import number

Picture = tuple[bytes, bytes]

WIDE: Final = 6.69
DPI: Final = 200
SMALL: Final = 7.5
TEXT: Final = 8.0
PRINTED: Final = {"none": "–"}

SETTINGS: Final[Any] = SVG_RC | {
    "font.family": [FAMILY, SPARE],
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
    "axes.unicode_minus": False,
}


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
    only the bar of possible positions is drawn.
    """
    with mpl.rc_context(_settings()):
        figure, ax, row = _matrix(areas, criteria, strip=1.75)
        for y, line in enumerate(cells):
            for x, rank in enumerate(line):
                _cell(ax, x, y, PRINTED.get(rank, rank), *TONES[rank])
                if borderline[y][x]:
                    ax.fill([x + 0.76, x + 0.97, x + 0.97], [y + 0.05, y + 0.05, y + 0.42], color=WARM, lw=0)
        _strip(figure, ax, positions, position_label, row)
        if any(any(line) for line in borderline):
            _corner_note(figure, borderline_label)
        return _picture(figure)


def goals_by_areas(
    goals: Sequence[str],
    areas: Sequence[str],
    matrix: Sequence[Sequence[str]],
    direct_label: str,
    indirect_label: str,
) -> Picture:
    """Draw which area serves which national goal: a filled dot is ``direct``, an open ring ``indirect``, else nothing.

    ``matrix`` has a row for each goal and a column for each area.
    """
    with mpl.rc_context(_settings()):
        figure, ax, row = _matrix(goals, areas)
        size = (row * 72 * 0.42) ** 2
        for y, line in enumerate(matrix):
            if y % 2 == 0:
                ax.axhspan(y, y + 1, color=SOFT, lw=0, zorder=0)
            for x, strength in enumerate(line):
                if strength:
                    fill = ACCENT if strength == "direct" else PAPER
                    ax.scatter(x + 0.5, y + 0.5, s=size, c=fill, edgecolors=ACCENT, linewidths=1.3, zorder=3)
        ax.vlines(range(len(areas) + 1), 0, len(goals), color=LINE, lw=0.5, zorder=1)
        marks = [
            ax.scatter([], [], s=36, c=fill, edgecolors=ACCENT, linewidths=1.3, label=label)
            for fill, label in ((ACCENT, direct_label), (PAPER, indirect_label))
        ]
        _legend(figure, marks)
        return _picture(figure)


def seats(areas: Sequence[str], counts: Sequence[Sequence[int]], kinds: Sequence[str], language: str) -> Picture:
    """Draw how many committees of each area the country has which seat in, as one bar of counted pieces an area.

    ``counts`` follow ``kinds``, for example participating (P), observing (O), none (–), unknown (?).
    """
    with mpl.rc_context(_settings()):
        figure, ax, _ = _rows(areas, 0.05, kinds)
        most = max((sum(line) for line in counts), default=1) or 1
        for y, line in enumerate(counts):
            start = 0
            for value, (fill, ink, hatch) in zip(line, SEATS, strict=False):
                ax.barh(y + 0.5, value, 0.64, start, color=fill, hatch=hatch, edgecolor=PAPER, lw=0.9)
                if value:
                    _boxed(ax, start + value / 2, y + 0.5, number(value, language), ink, fill if hatch else "none")
                start += value
            ax.text(start + most * 0.012, y + 0.5, number(start, language), va="center", fontsize=SMALL, color=MUTED)
        ax.set_xlim(0, most * 1.07)
        ax.xaxis.set_visible(False)
        ax.spines["bottom"].set_visible(False)
        _legend(figure, _patches(kinds, SEATS))
        return _picture(figure)


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
    with mpl.rc_context(_settings()):
        tall = 1.45 * len(bodies) + 0.75
        figure = Figure(figsize=(WIDE, tall))
        for index, body in enumerate(bodies):
            for side, pairs in enumerate((staff[index], money[index])):
                left = 0.02 + side * 0.51
                top = tall - 0.75 - 1.45 * index
                ax = figure.add_axes((left, (top - 0.85) / tall, 0.46, 0.85 / tall))
                _need_and_limit(ax, years, pairs, language)
                ax.set_title("\n".join(wrap(body, 210, SMALL)[:2]), loc="left", fontsize=SMALL, color=MUTED, pad=9)
                if index == 0:
                    figure.text(left, 1 - 0.2 / tall, titles[side], fontsize=TEXT, fontweight=700, va="center")
        limit = mpl.lines.Line2D([], [], color=WARM, lw=2, label=labels[1])
        _legend(figure, [Patch(facecolor=SERIES[0][0], label=labels[0]), limit])
        return _picture(figure)


def roadmap(
    rows: Sequence[tuple[str, str, int, int, str]],
    kinds: Mapping[str, str],
    years: tuple[int, int],
) -> Picture:
    """Draw the programme as swim lanes: rows are (label, group, first year, last year, kind), in groups as given.

    ``kinds`` maps each kind to its printed name, which also stands in the bar. Aim at 40 rows or fewer a picture.
    """
    styles = dict(zip(kinds, cycle(SERIES), strict=False))
    lines: list[tuple[str, int]] = []
    for place, row in enumerate(rows):
        if place == 0 or row[1] != rows[place - 1][1]:
            lines.append((row[1], -1))
        lines.append((row[0], place))
    first, last = years
    with mpl.rc_context(_settings()):
        figure, ax, _ = _rows(
            [text for text, _ in lines],
            top=0.3,
            legend=list(kinds.values()),
            heads={n for n, (_, p) in enumerate(lines) if p < 0},
        )
        for y, (_, place) in enumerate(lines):
            if place < 0:
                _band(ax, y)
                continue
            _, _, start, end, kind = rows[place]
            fill, ink, hatch = styles[kind]
            begin, stop = max(start, first), min(end, last) + 1
            ax.barh(y + 0.5, stop - begin - 0.06, 0.62, begin + 0.03, color=fill, hatch=hatch, edgecolor=PAPER, lw=0)
            if width(kinds[kind], 6.5) < (stop - begin) * 3.6 * 72 / (last - first + 1) - 8:
                _boxed(ax, (begin + stop) / 2, y + 0.5, kinds[kind], ink, fill if hatch else "none", 6.5)
        ax.set_xlim(first, last + 1)
        ax.set_xticks([year + 0.5 for year in range(first, last + 1)], [str(year) for year in range(first, last + 1)])
        ax.xaxis.tick_top()
        ax.tick_params(axis="x", length=0, labelsize=TEXT)
        ax.vlines(range(first, last + 2), 0, len(lines), color=LINE, lw=0.6, zorder=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        _legend(figure, _patches(list(kinds.values()), SERIES))
        return _picture(figure)


def progress(
    kpis: Sequence[tuple[str, Mapping[int, float], Mapping[int, float]]],
    labels: tuple[str, str],
    language: str,
) -> Picture:
    """Draw each KPI by year: rows are (name, planned, measured); ``planned`` begins with the baseline.

    ``labels`` name planned (open rings, dashed) and measured (filled dots, solid).
    """
    with mpl.rc_context(_settings()):
        deep = -(-len(kpis) // 2)
        tall = 1.72 * deep + 0.35
        figure = Figure(figsize=(WIDE, tall))
        for index, (name, planned, measured) in enumerate(kpis):
            top = tall - 1.72 * (index // 2) - 0.5
            ax = figure.add_axes((0.02 + 0.51 * (index % 2), (top - 0.95) / tall, 0.46, 0.95 / tall))
            _kpi(ax, planned, measured, language)
            ax.set_title("\n".join(wrap(name, 215, TEXT, 700)[:3]), loc="left", fontsize=TEXT, fontweight=700, pad=5)
        styles = (("--", PAPER, WARM), ("-", ACCENT, ACCENT))
        marks = [
            mpl.lines.Line2D([], [], ls=ls, color=edge, marker="o", mfc=fill, mec=edge, ms=5, label=label)
            for label, (ls, fill, edge) in zip(labels, styles, strict=True)
        ]
        _legend(figure, marks)
        return _picture(figure)


def _kpi(ax: Axes, planned: Mapping[int, float], measured: Mapping[int, float], language: str) -> None:
    values = [*planned.values(), *measured.values()]
    if not values:
        ax.axis("off")
        return
    low, high = min([0, *values]), max([0, *values])
    room = (high - low) or 1
    for series, ls, fill, edge in ((planned, "--", PAPER, WARM), (measured, "-", ACCENT, ACCENT)):
        years = sorted(series)
        ax.plot(years, [series[y] for y in years], ls=ls, color=edge, marker="o", mfc=fill, mec=edge, ms=4.5, lw=1.3)
        for year in years:
            other = measured if series is planned else planned
            above = series[year] >= other[year] if year in other else series is planned
            if series is planned and other.get(year) == series[year]:
                continue
            offset = (0, 6) if above else (0, -12)
            text = number(series[year], language)
            ax.annotate(
                text,
                (year, series[year]),
                xytext=offset,
                textcoords="offset points",
                ha="center",
                fontsize=SMALL,
                color=edge,
            )
    years = sorted({*planned, *measured})
    ax.set_ylim(low - room * 0.22, high + room * 0.28)
    ax.set_xlim(years[0] - 0.4, years[-1] + 0.4)
    ax.set_xticks(range(years[0], years[-1] + 1))
    _quiet(ax)


def _need_and_limit(ax: Axes, years: Sequence[int], pairs: Sequence[tuple[float, float]], language: str) -> None:
    most = max((max(pair) for pair in pairs), default=1) or 1
    fill, _, _ = SERIES[0]
    for year, (need, limit) in zip(years, pairs, strict=True):
        over = need > limit
        ax.bar(year, need, 0.56, color=PAPER if over else fill, hatch="////" if over else "", edgecolor=fill, lw=0.8)
        ax.hlines(limit, year - 0.4, year + 0.4, color=WARM, lw=2)
        place = need if not (-0.1 * most < limit - need < 0.28 * most) else max(limit, need)
        text = number(need, language)
        ax.text(year, place + most * 0.05, text, ha="center", va="bottom", fontsize=SMALL)
    ax.set_ylim(0, most * 1.25)
    ax.set_xticks(list(years))
    _quiet(ax)


def _quiet(ax: Axes) -> None:
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="x", length=0, labelsize=SMALL)


def _matrix(rows: Sequence[str], columns: Sequence[str], strip: float = 0.0) -> tuple[Figure, Axes, float]:
    """Lay out a grid with names left and names above (upright when there are many); return the height of a row."""
    left = min(2.7, max(1.5, 2.9 - 0.05 * len(columns)))
    column = (WIDE - left - strip - 0.03) / max(len(columns), 1)
    heads = [wrap(name, (column - 0.08) * 72, SMALL) for name in columns]
    upright = any(len(head) > 4 for head in heads) or column < 0.62
    if upright:
        deep = max(1, min(4, int(column / 0.15)))
        heads = [_fit(name, SMALL, deep, 80) for name in columns]
        top = max((width(line, SMALL) for head in heads for line in head), default=0) / 72 + 0.12
    else:
        top = max((len(head) for head in heads), default=1) * 0.145 + 0.1
    names = [wrap(name, (left - 0.12) * 72, TEXT) for name in rows]
    row = max(0.27, 0.14 * max((len(name) for name in names), default=1) + 0.09)
    tall = top + row * len(rows) + 0.36
    figure = Figure(figsize=(WIDE, tall))
    bounds = (left / WIDE, 0.36 / tall, column * len(columns) / WIDE, row * len(rows) / tall)
    ax = _blank(figure, bounds, len(columns), len(rows))
    for x, head in enumerate(heads):
        turn: dict[str, Any] = {"rotation": 90, "va": "bottom", "ha": "center", "multialignment": "left"}
        flat: dict[str, Any] = {"va": "bottom", "ha": "center"}
        ax.text(x + 0.5, -0.05 / row, "\n".join(head), fontsize=SMALL, linespacing=1.1, **(turn if upright else flat))
    for y, name in enumerate(names):
        ax.text(-0.1 / column, y + 0.5, "\n".join(name), ha="right", va="center", linespacing=1.1)
    return figure, ax, row


def _rows(
    names: Sequence[str], top: float, legend: Sequence[str], heads: AbstractSet[int] = frozenset()
) -> tuple[Figure, Axes, float]:
    """Lay out one bar a row, names on the left; rows in ``heads`` are group names in bold."""
    left, size = 3.1, SMALL
    lines = [
        wrap(name, (WIDE if n in heads else left - 0.12) * 72, size, 700 if n in heads else 400)
        for n, name in enumerate(names)
    ]
    row = max(0.215, 0.125 * max((len(line) for line in lines), default=1) + 0.07)
    foot = _foot(legend)
    tall = top + row * len(names) + foot
    figure = Figure(figsize=(WIDE, tall))
    ax = _blank(figure, (left / WIDE, foot / tall, (WIDE - left - 0.06) / WIDE, row * len(names) / tall), 1, len(names))
    inch = 1 / (WIDE - left - 0.06)
    for y, line in enumerate(lines):
        head = y in heads
        place: dict[str, Any] = (
            {"x": -(left - 0.02) * inch, "ha": "left"} if head else {"x": -0.1 * inch, "ha": "right"}
        )
        weight = 700 if head else 400
        ax.text(
            y=y + 0.5,
            s="\n".join(line),
            va="center",
            linespacing=1.1,
            fontsize=size,
            fontweight=weight,
            transform=ax.get_yaxis_transform(),
            **place,
        )
    return figure, ax, row


def _blank(figure: Figure, bounds: tuple[float, float, float, float], columns: int, rows: int) -> Axes:
    ax = figure.add_axes(bounds)
    ax.set_xlim(0, columns or 1)
    ax.set_ylim(rows or 1, 0)
    ax.set_yticks([])
    ax.set_xticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
    return ax


def _fit(name: str, size: float, deep: int, room: float) -> list[str]:
    """Wrap a name into at most ``deep`` lines by widening the room."""
    lines = wrap(name, room, size)
    while len(lines) > deep:
        room *= 1.15
        lines = wrap(name, room, size)
    return lines


def _cell(ax: Axes, x: int, y: int, text: str, fill: str, ink: str) -> None:
    ax.add_patch(Rectangle((x + 0.03, y + 0.05), 0.94, 0.9, facecolor=fill, edgecolor=LINE, lw=0.5))
    ax.text(x + 0.5, y + 0.5, text, ha="center", va="center", color=ink, fontweight=700)


def _band(ax: Axes, y: int) -> None:
    place: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "clip_on": False, "zorder": 0.1}
    ax.add_patch(Rectangle((-3, y + 0.06), 4, 0.88, facecolor=SOFT, lw=0, **place))


def _boxed(ax: Axes, x: float, y: float, text: str, ink: str, fill: str, size: float = SMALL) -> None:
    box = {"boxstyle": "square,pad=0.15", "facecolor": fill, "edgecolor": "none"}
    ax.text(x, y, text, ha="center", va="center", color=ink, fontsize=size, fontweight=700, bbox=box)


def _strip(figure: Figure, ax: Axes, positions: Sequence[tuple[int | None, int, int]], label: str, row: float) -> None:
    box = ax.get_position()
    side = figure.add_axes((box.x1 + 0.2 / WIDE, box.y0, 1.45 / WIDE, box.height))
    most = max((worst for _, _, worst in positions), default=1)
    for y, (place, best, worst) in enumerate(positions):
        side.hlines(y + 0.5, 1, most, color=LINE, lw=0.5, zorder=0)
        side.barh(y + 0.5, worst - best + 0.5, 0.34, best - 0.25, color=TONES["2"][0], edgecolor=ACCENT, lw=0.6)
        if place is None:
            side.text(most + 0.9, y + 0.5, "?", va="center", fontsize=SMALL, fontweight=700)
        else:
            side.scatter(place, y + 0.5, s=26, color=ACCENT, zorder=3, edgecolors=PAPER, linewidths=0.7)
            side.text(most + 0.9, y + 0.5, str(place), va="center", fontsize=SMALL, fontweight=700)
    side.set_xlim(0.4, most + 2.2)
    side.set_ylim(len(positions) or 1, 0)
    side.axis("off")
    text = "\n".join(wrap(label, 1.5 * 72, SMALL))
    side.text(0.4, -0.05 / row, text, va="bottom", fontsize=SMALL, linespacing=1.1)


def _corner_note(figure: Figure, text: str) -> None:
    tall = figure.get_figheight()
    y = 0.12 / tall
    corners = [(0.008, y + 0.1 / tall), (0.022, y + 0.1 / tall), (0.022, y)]
    figure.add_artist(mpl.patches.Polygon(corners, color=WARM, lw=0, transform=figure.transFigure))
    figure.text(0.032, y + 0.05 / tall, text, va="center", fontsize=SMALL, color=MUTED)


def _patches(kinds: Sequence[str], styles: Sequence[tuple[str, str, str]]) -> list[Patch]:
    return [
        Patch(facecolor=fill, hatch=hatch, edgecolor=PAPER, label=kind)
        for kind, (fill, _, hatch) in zip(kinds, cycle(styles), strict=False)
    ]


def _columns(labels: Sequence[str]) -> int:
    widest = max((width(label, SMALL) for label in labels), default=0) + 34
    return max(1, min(len(labels), int(WIDE * 72 / widest)))


def _foot(labels: Sequence[str]) -> float:
    """Return the height that a legend needs, in inches."""
    return 0.2 + 0.16 * -(-len(labels) // _columns(labels))


def _legend(figure: Figure, marks: Sequence[Any]) -> None:
    """Put the legend below, in as many columns as the width holds."""
    figure.legend(
        handles=list(marks),
        loc="lower left",
        ncols=_columns([str(mark.get_label()) for mark in marks]),
        frameon=False,
        fontsize=SMALL,
        bbox_to_anchor=(0, 0),
        borderaxespad=0.2,
        handlelength=1.6,
        columnspacing=1.2,
        labelspacing=0.25,
    )


def _picture(figure: Figure) -> Picture:
    """Print a figure as SVG and as PNG; both repeat byte for byte."""
    svg, png = io.BytesIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata=SVG_METADATA)
    FigureCanvasAgg(figure)
    figure.savefig(png, format="png", dpi=DPI, metadata=PNG_METADATA, pil_kwargs={"compress_level": 3})
    return svg.getvalue(), png.getvalue()


@cache
def _settings() -> Any:
    """Register the font files once and return the settings."""
    for weight in (400, 700):
        fontManager.addfont(face(weight))
    fontManager.addfont(spare())
    fontManager.addfont(spare(700))
    return SETTINGS
