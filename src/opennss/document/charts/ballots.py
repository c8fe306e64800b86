"""The picture of open ballots: a bar for each, from today to its last day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.document.charts.layout import INCH, SMALL, Picture, lay_rows, patches, put_legend, shorten
from opennss.document.palette import ACCENT_SOFT, INK, LINE, MUTED, PAPER, SEATS

STEPS = (7, 14, 30, 60, 90, 180, 365)
"""Days between two marks of the scale; the first that leaves no more than ``MARKS``."""
MARKS = 8


def ballots(rows: Sequence[tuple[str, int, int, str]], seats: Mapping[str, str], remind: int, axis: str) -> Picture:
    """Draw open ballots: rows are (label, first day, last day, seat), days counted from the date of the evidence.

    ``seats`` names the seats ``P``, ``O``, ``none`` and ``?`` in this order. The band of the first ``remind`` days is
    shaded; ``axis`` names the scale. The days left stand behind each bar.
    """
    last = max((row[2] for row in rows), default=1) + 1
    styles = dict(zip(seats, SEATS, strict=True))
    shown = [seat for seat in seats if any(row[3] == seat for row in rows)]
    names = [seats[seat] for seat in shown]
    frame = lay_rows([shorten(row[0], 2.85 * INCH) for row in rows], 0.42 * INCH, names, (0, last * 1.14))
    sheet = frame.sheet
    frame.box(0, 0, min(remind, last), len(rows), ACCENT_SOFT, "", 0)
    sheet.text(frame.x(0), 0.1 * INCH, [axis], SMALL, MUTED)
    step = next((step for step in STEPS if last / step <= MARKS), STEPS[-1])
    for day in range(0, last + 1, step):
        sheet.rule([(frame.x(day), frame.top), (frame.x(day), frame.y(len(rows)))], LINE, 0.5)
        sheet.text(frame.x(day), frame.top - 8, [str(day)], SMALL, INK, anchor=0.5)
    for place, (_, first, end, seat) in enumerate(rows):
        fill, _, hatch = styles[seat]
        width = max(end - first, 0.3)
        frame.box(first, place + 0.2, width, 0.6, fill, PAPER if hatch else LINE, 0.5, hatch)
        sheet.text(frame.x(first + width) + 4, frame.y(place + 0.5), [str(end)], SMALL, INK, 700)
    put_legend(sheet, patches(names, [styles[seat] for seat in shown]))
    return sheet.svg(), b""
