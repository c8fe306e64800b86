"""The picture of weights that groups of people gave: a grid of bars, read down a column."""

from __future__ import annotations

from collections.abc import Sequence

from opennss.document.charts.layout import INCH, SMALL, Picture, lay_grid, patch_sign, put_legend, rule_sign
from opennss.document.charts.robust import percent
from opennss.document.palette import ACCENT, INK, LINE, SOFT, TONES, WARM

_TRACK = 0.56
"""Part of a cell that its bar may fill; the number stands on the right."""


def given_weights(
    groups: Sequence[str],
    items: Sequence[str],
    shares: Sequence[Sequence[float]],
    labels: tuple[str, str, str],
    language: str,
) -> Picture:
    """Draw how much weight each group gives each item, as one bar a cell with its number.

    ``shares`` are by group and item and sum to 1 by group; the first group is everybody, whose weight is a tick through
    the column. ``labels`` name the bars of everybody, those of a group, and the tick.
    """
    most = max((share for line in shares for share in line), default=1.0) or 1.0
    grid = lay_grid(groups, items, 2.0 * INCH)
    sheet = grid.sheet
    for y, line in enumerate(shares):
        if y % 2:
            grid.box(0, y, len(items), 1, SOFT, "", 0)
        for x, share in enumerate(line):
            long = _TRACK * share / most
            fill = ACCENT if y == 0 else TONES["2"][0]
            grid.box(x + 0.04, y + 0.2, long, 0.6, fill, ACCENT, 0.5)
            sheet.text(grid.x(x + 0.96), grid.y(y + 0.5), [percent(share, language)], SMALL, INK, anchor=1)
    for x, share in enumerate(shares[0] if shares else ()):
        at = grid.x(x + 0.04 + _TRACK * share / most)
        sheet.rule([(at, grid.y(1)), (at, grid.top + grid.tall)], WARM, 1.1)
        sheet.rule([(grid.x(x), grid.top), (grid.x(x), grid.top + grid.tall)], LINE, 0.5)
    signs = (patch_sign(ACCENT, INK, ""), patch_sign(TONES["2"][0], INK, ""), rule_sign(WARM))
    put_legend(sheet, list(zip(labels, signs, strict=True)))
    return sheet.svg(), b""
