"""The printing fonts: Be Vietnam Pro from its package, DejaVu Sans for signs that it lacks; never a system font."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import fontpkg
import matplotlib as mpl
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Be Vietnam Pro"
SPARE = "DejaVu Sans"


def face(weight: int = 400, italic: bool = False) -> Path:
    """Return the font file of one weight (400, 600 or 700) of the main family.

    >>> face(700).name
    'BeVietnamPro-Bold.ttf'
    """
    return Path(fontpkg.path(FAMILY, weight=weight, style="italic" if italic else "normal"))


def spare(weight: int = 400, italic: bool = False) -> Path:
    """Return the font file of the fallback family, which comes with Matplotlib."""
    style = ("Bold" if weight > 500 else "") + ("Oblique" if italic else "")
    name = f"DejaVuSans-{style}.ttf" if style else "DejaVuSans.ttf"
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / name


@cache
def coverage(file: Path) -> frozenset[int]:
    """Return the code points that a font file has a glyph for."""
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(text: str) -> tuple[str, ...]:
    """Return the characters of a text that neither family can print, in order.

    >>> missing("Chiến lược → ≥ 30 %")
    ()
    """
    known = coverage(face()) | coverage(spare())
    return tuple(sorted(sign for sign in set(text) if ord(sign) not in known and sign not in "\n\t\u200b"))


def width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of a text in points at a font size, without kerning.

    >>> width("ii", 10) < width("mm", 10)
    True
    """
    units, advances = _advances(face(weight))
    return sum(advances.get(ord(sign), units) for sign in text) * size / units


def wrap(text: str, room: float, size: float, weight: int = 400) -> list[str]:
    """Break a text into lines no wider than ``room`` points; a word that is wider is broken too.

    >>> wrap("An toàn thực phẩm", 60, 10)
    ['An toàn', 'thực phẩm']
    """
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        if current and width(longer, size, weight) > room:
            lines.append(current)
            longer = word
        while width(longer, size, weight) > room and len(longer) > 1:
            cut = next((n for n in range(len(longer) - 1, 1, -1) if width(longer[:n], size, weight) <= room), 1)
            lines.append(longer[:cut])
            longer = longer[cut:]
        current = longer
    return [*lines, current] if current or not lines else lines


def subset(file: Path, characters: frozenset[str]) -> bytes:
    """Return a font file cut down to some characters, as WOFF; the same characters always give the same bytes."""
    options = Options()
    options.flavor = "woff"
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]
    options.hinting = False
    options.drop_tables = [*options.drop_tables, "FFTM"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    with TTFont(file, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(unicodes=sorted(ord(sign) for sign in characters))
        cutter.subset(font)
        font.flavor = "woff"
        target = io.BytesIO()
        font.save(target, reorderTables=True)
    return target.getvalue()


@cache
def _advances(file: Path) -> tuple[int, dict[int, int]]:
    with TTFont(file, lazy=True) as font:
        metrics = font["hmtx"].metrics
        return font["head"].unitsPerEm, {code: metrics[name][0] for code, name in font.getBestCmap().items()}
