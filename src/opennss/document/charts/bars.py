"""Pictures with one bar of counted pieces a row: seats and documents by area, answers by topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.document.charts.layout import INCH, SMALL, Picture, boxed, lay_rows, patches, put_legend, shorten
from opennss.document.palette import DOCUMENTS, MUTED, PAPER, SEATS
from opennss.language import number


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
    rows = lay_rows([shorten(name, 2.95 * INCH) for name in names], 0.05 * INCH, kinds, (0, most * 1.07))
    sheet = rows.sheet
    for y, line in enumerate(counts):
        start = 0
        for value, sign, (fill, ink, hatch) in zip(line, signs, styles, strict=False):
            if value:
                said = f"{sign}{number(value, language)}"
                rows.box(start, y + 0.18, value, 0.64, fill, PAPER, 0.9, hatch)
                boxed(rows, start + value / 2, y + 0.5, said, ink, fill if hatch else "", SMALL)
            start += value
        sheet.text(rows.x(start) + 3.1, rows.y(y + 0.5), [number(start, language)], SMALL, MUTED)
    put_legend(sheet, patches(kinds, styles))
    return sheet.svg(), b""
