"""A sheet to draw on: shapes and shaped text become a small SVG file; a PNG is made from it only when asked for.

Letters are shaped by Matplotlib (HarfBuzz) and stand as outlines, each once a picture; lengths are points, y runs down.
"""

from __future__ import annotations

import math
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.textpath import TextToPath

from opennss.document.fonts import face, spare

DPI: Final = 144
"""Dots an inch of a PNG: two a point, so that a sheet of whole points is never scaled and no row of dots is lost."""
PITCH: Final = 1.24
"""Distance of two lines of text, in font sizes."""

_SCALE: Final = TextToPath.FONT_SCALE
_RISE: Final = 0.35
"""Half the height of a capital letter, in font sizes: what centres a line on its place."""
_COMMANDS: Final = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
_TAKES: Final = {1: 1, 2: 1, 3: 2, 4: 3, 79: 1}
_OUTLINES: Final[dict[str, str]] = {}
"""Glyphs drawn before, by font and number."""
_HATCHES: Final = {
    "/": "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "\\": "M-1 5L1 7M0 0L6 6M5 -1L7 1",
    "x": "M0 6L6 0M0 0L6 6",
    "-": "M0 3H6",
    ".": "M2.2 3a.8 .8 0 1 0 1.6 0a.8 .8 0 1 0 -1.6 0",
}


@dataclass(slots=True)
class Sheet:
    """A picture under way, ``wide`` and ``tall`` in whole points (rounded up)."""

    wide: float
    tall: float
    shapes: list[str] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    patterns: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wide, self.tall = math.ceil(self.wide), math.ceil(self.tall)

    def box(
        self,
        x: float,
        y: float,
        wide: float,
        tall: float,
        fill: str,
        edge: str = "",
        line: float = 0.5,
        hatch: str = "",
    ) -> None:
        """Draw a rectangle; ``hatch`` is a Matplotlib hatch in the colour of the edge."""
        paint = self._hatched(fill, edge, hatch) if hatch else fill
        size = f'width="{_n(max(wide, 0))}" height="{_n(max(tall, 0))}"'
        self.shapes.append(f'<rect x="{_n(x)}" y="{_n(y)}" {size} fill="{paint}"{_stroke(edge, line)}/>')

    def rule(self, points: Sequence[tuple[float, float]], colour: str, line: float, dashed: bool = False) -> None:
        """Draw a line through points."""
        dash = ' stroke-dasharray="4.8 2.1"' if dashed else ""
        path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self.shapes.append(f'<path d="M{path}" fill="none"{_stroke(colour, line)}{dash}/>')

    def dot(self, x: float, y: float, radius: float, fill: str, edge: str, line: float) -> None:
        """Draw a circle."""
        self.shapes.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"{_stroke(edge, line)}/>')

    def shape(self, points: Sequence[tuple[float, float]], fill: str, edge: str, line: float) -> None:
        """Draw a closed shape with straight sides."""
        path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self.shapes.append(f'<path d="M{path}Z" fill="{fill}"{_stroke(edge, line)}/>')

    def corner(self, x: float, y: float, wide: float, tall: float, fill: str) -> None:
        """Draw a triangle that fills the upper right corner of a place."""
        self.shapes.append(f'<path d="M{_n(x)} {_n(y)}h{_n(wide)}v{_n(tall)}Z" fill="{fill}"/>')

    def text(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        colour: str,
        weight: int = 400,
        anchor: float = 0.0,
        stand: str = "middle",
        upright: bool = False,
    ) -> None:
        """Write lines at a place: ``anchor`` 0 begins there, 0.5 centres, 1 ends there.

        ``stand`` says how the lines lie to y: ``middle``, ``above`` or ``below``. Upright text runs upwards from the
        place and is centred on x.
        """
        count = len(lines)
        first = {
            "middle": _RISE - (count - 1) / 2 * PITCH,
            "above": -0.25 - (count - 1) * PITCH,
            "below": 0.95,
        }[stand]
        for place, line in enumerate(lines):
            glyphs, wide = _shape(unicodedata.normalize("NFC", line), weight)
            if not glyphs:
                continue
            down, back = (first + place * PITCH) * size, wide * size * anchor
            spot = (x + down, y + back) if upright else (x - back, y + down)
            turn = " rotate(-90)" if upright else ""
            self.shapes.append(
                f'<g fill="{colour}" transform="translate({_n(spot[0])} {_n(spot[1])}){turn} '
                f'scale({_n(size / _SCALE, 4)} -{_n(size / _SCALE, 4)})">{self._uses(glyphs)}</g>'
            )

    def svg(self) -> bytes:
        """Return the picture as SVG; the same drawing gives the same bytes."""
        wide, tall = _n(self.wide), _n(self.tall)
        defs = "".join(f'<path id="{name}" d="{path}"/>' for path, name in self.letters.items())
        defs += "".join(
            f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" '
            f'fill="{fill}"/><path d="{_HATCHES[hatch]}" {_ink(edge, hatch)}/></pattern>'
            for (fill, edge, hatch), name in self.patterns.items()
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{tall}pt" viewBox="0 0 {wide} {tall}">'
            f'<defs>{defs}</defs><rect width="{wide}" height="{tall}" fill="#ffffff"/>{"".join(self.shapes)}</svg>\n'
        ).encode()

    def _uses(self, glyphs: Sequence[tuple[str, float, float]]) -> str:
        parts = []
        for path, x, y in glyphs:
            name = self.letters.setdefault(path, f"g{len(self.letters)}")
            parts.append(f'<use href="#{name}" x="{_n(x, 1)}"' + (f' y="{_n(y, 1)}"/>' if abs(y) > 0.05 else "/>"))
        return "".join(parts)

    def _hatched(self, fill: str, edge: str, hatch: str) -> str:
        name = self.patterns.setdefault((fill, edge, hatch[0]), f"h{len(self.patterns)}")
        return f"url(#{name})"


def png_of(pictures: Sequence[bytes]) -> list[bytes]:
    """Return SVG pictures as PNG, in one go, ``DPI`` dots an inch."""
    if not pictures:
        return []
    pages = [f'#page(image("{place}.svg"))' for place in range(len(pictures))]
    with tempfile.TemporaryDirectory(prefix="opennss-") as folder:
        root = Path(folder)
        for place, picture in enumerate(pictures):
            (root / f"{place}.svg").write_bytes(picture)
        text = "#set page(width: auto, height: auto, margin: 0pt)\n" + "\n".join(pages)
        (root / "main.typ").write_text(text, encoding="utf-8", newline="\n")
        made = typst.compile(str(root / "main.typ"), root=folder, format="png", ppi=DPI, ignore_system_fonts=True)
    return list(made) if isinstance(made, list) else [made]


def _n(value: float, digits: int = 2) -> str:
    """Return a number as short as SVG allows.

    >>> _n(1.0), _n(-0.004), _n(12.345)
    ('1', '0', '12.35')
    """
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def _ink(edge: str, hatch: str) -> str:
    return f'fill="{edge}"' if hatch == "." else f'fill="none" stroke="{edge}" stroke-width="0.7"'


def _stroke(edge: str, line: float) -> str:
    return f' stroke="{edge}" stroke-width="{_n(line)}"' if edge and line else ""


@lru_cache(maxsize=4096)
def _shape(text: str, weight: int) -> tuple[tuple[tuple[str, float, float], ...], float]:
    """Return the outlines of a text with their places (a hundredth of the font size each) and its width in sizes."""
    font = get_font([str(face(weight)), str(spare(weight))])
    font.set_size(_SCALE, TextToPath.DPI)
    placed, outlines, _ = TextToPath().get_glyphs_with_font(font, text)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    glyphs = [(_outline(name, *outlines[name]), float(x), float(y)) for name, x, y, _ in placed]
    return tuple(glyph for glyph in glyphs if glyph[0]), font.get_width_height()[0] / 64 / _SCALE


def _outline(name: str, points: Any, codes: Any) -> str:
    """Return a glyph as SVG path data."""
    if name not in _OUTLINES:
        parts, place = [], 0
        while place < len(codes):
            code = int(codes[place])
            taken = points[place : place + _TAKES[code]]
            parts.append(_COMMANDS[code] + ("" if code == 79 else " ".join(f"{_n(x, 1)} {_n(y, 1)}" for x, y in taken)))
            place += _TAKES[code]
        _OUTLINES[name] = "".join(parts)
    return _OUTLINES[name]
