"""Charts: repeatable, legible, nothing outside their frame, hostile labels stay text."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib import image

from opennss.document import charts, palette
from opennss.document.drawing import DPI, png_of
from opennss.document.fonts import width, wrap

NAMES = ("rank-map", "goals", "seats", "staff", "roadmap", "progress", "quadrants")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_picture_is_svg_with_paths_and_png(sample: ModuleType, language: str, name: str) -> None:
    svg, _ = sample.pictures(language)[name]
    (png,) = png_of([svg])
    root = ET.fromstring(svg)
    assert root.tag.endswith("svg")
    assert not list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">I", png[16:20])[0] == charts.WIDE * DPI / 72


@pytest.mark.parametrize("name", NAMES)
def test_nothing_touches_the_edge(sample: ModuleType, name: str, tmp_path: Path) -> None:
    for language in ("vi", "en"):
        file = tmp_path / "a.png"
        file.write_bytes(png_of([sample.pictures(language)[name][0]])[0])
        pixels = image.imread(file)[:, :, :3]
        ink = (pixels < 0.7).all(axis=2)
        assert not np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]]).any()


def test_same_input_same_bytes(sample: ModuleType) -> None:
    first = dict(sample.pictures("vi"))
    sample.pictures.cache_clear()
    assert sample.pictures("vi") == first


def test_hostile_labels_are_drawn() -> None:
    bad = "$x^2$ <b> \\frac{ " + "W" * 90
    svg, _ = charts.seats([bad], [(0, 0, 0, 0)], [bad, "b", "c", "d"], "en")
    assert b"<b>" not in svg
    assert png_of([svg])
    assert charts.roadmap([(bad, bad, 2020, 2040, "k")], {"k": bad}, (2027, 2030))
    assert charts.rank_map([bad], [bad] * 9, [["?"] * 9], [[True] * 9], [(None, 1, 1)], bad, bad)


@pytest.mark.parametrize(
    ("names", "upright"), [(["all answers", "A", "C+D"] * 2, False), (["environmental x"] * 8, True)]
)
def test_heads_stand_upright_only_where_a_word_is_too_wide(names: list[str], upright: bool) -> None:
    svg, _ = charts.agreement(["a"], names, [1], [[1] * len(names)], "This order", ("ahead", "behind"))
    assert (b"rotate(-90)" in svg) is upright


def test_letters_are_shared_and_numbers_short() -> None:
    svg, _ = charts.seats(["aaaa"] * 9, [(1, 1, 1, 1)] * 9, ["P", "O", "–", "?"], "en")
    assert len(svg) < 16_000
    assert not re.search(rb"\d\.\d{5}", svg)
    assert png_of([]) == []
    assert len(png_of([svg, svg])) == 2


def test_no_rows_is_still_a_picture() -> None:
    assert charts.seats([], [], ["P", "O", "–", "?"], "en")[0]
    assert charts.rank_map([], ["a"], [], [], [], "x", "y")[0]
    assert charts.roadmap([], {"k": "k"}, (2027, 2030))[0]


def test_many_kinds_share_the_styles() -> None:
    kinds = {f"k{n}": f"Loại dự án thứ {n}" for n in range(8)}
    assert charts.roadmap([("a", "g", 2027, 2028, "k7")], kinds, (2027, 2030))[0]
    assert charts.progress([("a", {}, {})], ("x", "y"), "en")[0]


def test_wrap_keeps_every_letter_and_the_room() -> None:
    text = "Thích ứng với biến đổi khí hậu " + "x" * 80
    lines = wrap(text, 60, 8)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(width(line, 8) for line in lines) <= 60


def test_palette_is_readable() -> None:
    pairs = [
        *palette.TONES.values(),
        *((fill, ink) for fill, ink, _ in (*palette.SERIES, *palette.SEATS, *palette.PLACES)),
    ]
    pairs += [*palette.AHEAD, *palette.BEHIND]
    pairs += [(fill, ink) for _, fill, _, ink in palette.APPROACHES]
    pairs += [(palette.PAPER, palette.MUTED), (palette.SOFT, palette.MUTED), (palette.ACCENT, palette.PAPER)]
    pairs += [(palette.ACCENT_SOFT, palette.INK), (palette.PAPER, palette.WARM), (palette.SOFT, palette.ACCENT)]
    assert min(palette.contrast(*pair) for pair in pairs) >= 4.5
