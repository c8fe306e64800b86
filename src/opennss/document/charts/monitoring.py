"""Pictures of monitoring: the results framework as a tree, delivery by half-year, months in a stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from opennss.document.charts.layout import (
    INCH,
    SMALL,
    TEXT,
    WIDE,
    Frame,
    Picture,
    dot_sign,
    lay_rows,
    patch_sign,
    put_legend,
    rule_sign,
)
from opennss.document.drawing import PITCH, Sheet
from opennss.document.fonts import wrap
from opennss.document.palette import ACCENT, INK, LINE, MUTED, PAPER, SERIES, WARM
from opennss.language import number

LEVELS: Final = (
    ("#08304f", "#ffffff"), ("#1f659c", "#ffffff"), ("#a8cde6", "#10283a"), ("#eef0f2", "#1b2733"),
)  # fmt: skip
"""Fill and text colour of each level of the framework, from the highest."""

SHARES: Final = (0.0, 0.18, 0.42, 0.69, 1.0)
"""Where the columns of the framework begin, and where the last one ends."""

GAP: Final = 13.0
LINES: Final = 8
"""Lines of a result in the picture; the table beside it has it whole."""


@dataclass(slots=True)
class _Node:
    """A result with its lines and what stands below it; ``tall`` is the height that it and they need."""

    level: int
    lines: list[str]
    below: list[_Node] = field(default_factory=list)

    @property
    def own(self) -> float:
        return len(self.lines) * SMALL * PITCH + 8

    @property
    def tall(self) -> float:
        return max(self.own, sum(node.tall + 4 for node in self.below) - 4)


def framework(nodes: Sequence[tuple[int, int, str]], heads: Sequence[str]) -> Picture:
    """Draw results as a tree from left to right: nodes are (level from 0, place of the one above or -1, text).

    A node comes after the one above it; ``heads`` name the four levels. Aim at 20 leaves or fewer a picture.
    """
    found, roots = list[_Node](), list[_Node]()
    for level, above, text in nodes:
        node = _Node(level, _cut(wrap(text, _room(level) - 8, SMALL)))
        (found[above].below if above >= 0 else roots).append(node)
        found.append(node)
    top = 0.32 * INCH
    sheet = Sheet(WIDE, top + sum(root.tall + 6 for root in roots) + 4)
    for level, head in enumerate(heads):
        sheet.text(SHARES[level] * WIDE + 2, 0.16 * INCH, [head], TEXT, INK, 700)
    for root in roots:
        _draw(sheet, root, top)
        top += root.tall + 6
    return sheet.svg(), b""


def _room(level: int) -> float:
    return (SHARES[level + 1] - SHARES[level]) * WIDE - (GAP if level < len(LEVELS) - 1 else 2)


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], lines[LINES - 1].rstrip(" ,;.") + " …"]


def _draw(sheet: Sheet, node: _Node, top: float) -> float:
    """Draw a node and what stands below it; return the height of its middle."""
    left, (fill, ink) = SHARES[node.level] * WIDE + 1, LEVELS[node.level]
    middle, right = top + node.tall / 2, left + _room(node.level)
    place = top + max(0.0, (node.tall - sum(child.tall + 4 for child in node.below) + 4) / 2) if node.below else top
    ends = []
    for child in node.below:
        ends.append((SHARES[child.level] * WIDE + 1, _draw(sheet, child, place)))
        place += child.tall + 4
    turn = right + GAP / 2
    for x, y in ends:
        sheet.rule([(right, middle), (turn, middle), (turn, y), (x, y)], MUTED, 0.8)
    sheet.box(left, middle - node.own / 2, _room(node.level), node.own, fill, LINE, 0.6)
    sheet.text(left + 4, middle, node.lines, SMALL, ink)
    return middle


def delivery(
    halves: Sequence[tuple[str, int | None, int | None, int | None]], labels: tuple[str, str, str], language: str
) -> Picture:
    """Draw items begun and finished up to each half-year, and how many should be finished by then.

    ``halves`` are (name, begun, finished, planned); ``None`` is drawn as nothing. ``labels`` name the three.
    """
    sheet = Sheet(WIDE, 2.6 * INCH)
    most = max([1, *(value for _, *values in halves for value in values if value is not None)])
    scale = ((0.0, float(max(len(halves), 1))), (most * 1.2, 0.0))
    frame = Frame(sheet, 6, 0.2 * INCH, WIDE - 12, 1.75 * INCH, *scale)
    foot = frame.top + frame.tall
    sheet.rule([(frame.left, foot), (frame.left + frame.wide, foot)], LINE, 0.8)
    for place, (name, begun, finished, planned) in enumerate(halves):
        sheet.text(frame.x(place + 0.5), foot + 3, [name], SMALL, INK, anchor=0.5, stand="below")
        for side, value, (fill, _, hatch) in ((0.16, begun, SERIES[3]), (0.5, finished, SERIES[0])):
            if value is not None:
                frame.box(place + side, 0, 0.32, value, fill, PAPER if hatch else "", 0, hatch)
                _above(frame, place + side + 0.16, value, INK, language)
        if planned is not None:
            height = frame.y(planned)
            sheet.rule([(frame.x(place + 0.08), height), (frame.x(place + 0.92), height)], WARM, 2)
            if planned not in (begun, finished):
                _above(frame, place + 0.5, planned, WARM, language)
    marks = [patch_sign(*SERIES[3]), patch_sign(*SERIES[0]), rule_sign(WARM)]
    put_legend(sheet, list(zip(labels, marks, strict=True)))
    return sheet.svg(), b""


def _above(frame: Frame, x: float, value: int, colour: str, language: str) -> None:
    text = [number(value, language)]
    frame.sheet.text(frame.x(x), frame.y(value) - 3, text, SMALL, colour, 700, 0.5, stand="above")


def stage_ages(
    rows: Sequence[tuple[str, int, float | None, int | None]], labels: tuple[str, str], language: str
) -> Picture:
    """Draw how many months running items stand in a stage: a bar to the oldest one, a dot at the middle one.

    ``rows`` are (name with number of items, items, middle, oldest); what is not known is a question mark. ``labels``
    name bar and dot.
    """
    most = max([1, *(oldest for *_, oldest in rows if oldest is not None)])
    frame = lay_rows([name for name, *_ in rows], 4, labels, (0, most * 1.12))
    sheet, (fill, _, _) = frame.sheet, SERIES[3]
    for y, (_, _, middle, oldest) in enumerate(rows):
        if oldest is None or middle is None:
            sheet.text(frame.x(0) + 3, frame.y(y + 0.5), ["?"], SMALL, INK, 700)
            continue
        frame.box(0, y + 0.2, oldest, 0.6, fill, "", 0)
        sheet.dot(frame.x(middle), frame.y(y + 0.5), 3, ACCENT, PAPER, 0.7)
        sheet.text(frame.x(oldest) + 4, frame.y(y + 0.5), [number(oldest, language)], SMALL, INK, 700)
    put_legend(sheet, [(labels[0], patch_sign(fill, INK, "")), (labels[1], dot_sign(ACCENT, ACCENT))])
    return sheet.svg(), b""
