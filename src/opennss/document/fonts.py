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

COMMON = frozenset(
    chr(code)
    for first, last in (
        (0x20, 0x7E), (0xA0, 0xFF), (0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169), (0x1A0, 0x1A1),
        (0x1AF, 0x1B0), (0x300, 0x301), (0x303, 0x303), (0x309, 0x309), (0x323, 0x323), (0x1EA0, 0x1EF9),
        (0x2010, 0x2026), (0x2030, 0x2033), (0x20AB, 0x20AC), (0x2190, 0x2193), (0x2211, 0x2212), (0x2260, 0x2265),
        (0x391, 0x3C9),
    )
    for code in range(first, last + 1)
)  # fmt: skip
"""Vietnamese, Latin-1, Greek and common signs: a font cut down to these serves almost every document."""


_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""The entries of the name table that a subset keeps: copyright, family, style, version, licence."""


@cache
def face(weight: int = 400, italic: bool = False) -> Path:
    """Return the font file of one weight (400, 600 or 700) of the main family.

    >>> face(700).name
    'BeVietnamPro-Bold.ttf'
    """
    return Path(fontpkg.path(FAMILY, weight=weight, style="italic" if italic else "normal"))


@cache
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
    advances = _advances(weight)
    return sum([advances.get(sign, 1.0) for sign in text]) * size


def wrap(text: str, room: float, size: float, weight: int = 400) -> list[str]:
    """Break a text into lines no wider than ``room`` points; a word that is wider is broken too.

    >>> wrap("An toàn thực phẩm", 60, 10)
    ['An toàn', 'thực phẩm']
    """
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        wide = width(longer, size, weight)
        if current and wide > room:
            lines.append(current)
            longer, wide = word, width(word, size, weight)
        while wide > room and len(longer) > 1:
            cut = next((n for n in range(len(longer) - 1, 1, -1) if width(longer[:n], size, weight) <= room), 1)
            lines.append(longer[:cut])
            longer = longer[cut:]
            wide = width(longer, size, weight)
        current = longer
    return [*lines, current] if current or not lines else lines


@cache
def subset(file: Path, characters: frozenset[str], features: tuple[str, ...] = ()) -> bytes:
    """Return a font file cut down to some characters and layout features, as WOFF.

    The same characters always give the same bytes; a process makes each subset once.
    """
    options = Options()
    options.flavor = "woff"
    options.layout_features = list(features)
    options.hinting = False
    options.drop_tables = [*options.drop_tables, "FFTM"]
    options.name_IDs = ["*"]
    with TTFont(file, recalcTimestamp=False, lazy=True) as font:
        font["name"].names = [name for name in font["name"].names if name.nameID in _NAMES]
        cutter = Subsetter(options)
        cutter.populate(unicodes=sorted(ord(sign) for sign in characters))
        cutter.subset(font)
        font.flavor = "woff"
        target = io.BytesIO()
        font.save(target, reorderTables=True)
    return target.getvalue()


@cache
def _advances(weight: int) -> dict[str, float]:
    """Return the width of each character of the main family, in font sizes."""
    with TTFont(face(weight), lazy=True) as font:
        metrics, units = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}
