"""What the ISO/IEC comment form prints, whatever file carries it: header lines, eight numbered columns, key, rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from opennss.language import FALLBACK, languages, say
from opennss.model.comments import COLUMNS, CommentSheet, in_order, tidied, tidy

WIDTHS: Final = (18.0, 15.0, 22.0, 24.0, 18.0, 60.5, 56.0, 42.0)
"""Widths of the columns in millimetres: together nearly a landscape A4 page between its margins."""

SIGNS: Final = 0.6
"""Signs of text in a millimetre, as far as lines are counted by them."""

BLANK_ROWS: Final = 20
"""Rows to write in, on a form that goes out empty."""

FIRST_DAY: Final = "1980-01-01"
"""The first day that a zip file can carry; files without a date, or with an older one, carry it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A comment form in one language: its title, lines above the table, columns, rows in order, key, and day.

    ``day`` is the date that its file carries, as ISO 8601.
    """

    title: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    key: tuple[str, ...]
    page: str
    day: str


def printed(sheet: CommentSheet, language: str) -> Printed:
    """Return a sheet as the form prints it; without comments it has blank rows to write in.

    Rows stand in the order of ``in_order``, their texts tidy. A language that the product does not speak reads English.

    >>> printed(CommentSheet("Draft", "NSS 1", None, ()), "vi").columns[5]
    'Góp ý'
    """
    tongue = language if language in languages() else FALLBACK
    day = sheet.date.isoformat() if sheet.date else ""
    comments = in_order(tidied(comment) for comment in sheet.comments)
    rows = tuple(tuple(str(getattr(comment, name)) for name in COLUMNS) for comment in comments)
    return Printed(
        say("comment-form.title", tongue),
        (
            f"{say('comment-form.date', tongue)}: {day}",
            f"{say('comment-form.document', tongue)}: {_line(sheet.document)}",
            f"{say('comment-form.project', tongue)}: {_line(sheet.title)}",
        ),
        tuple(say("comment-form.columns", tongue).split("|")),
        rows or (("",) * len(COLUMNS),) * BLANK_ROWS,
        tuple(say("comment-form.key", tongue).split("|")),
        say("comment-form.page", tongue),
        max(day, FIRST_DAY),
    )


def lines_of(cells: Sequence[str]) -> int:
    """Return the lines that a row of the form needs, as far as signs tell.

    >>> lines_of(("VN", "", "5.1", "", "te", "one\\ntwo", "", ""))
    2
    """
    return max(
        sum(max(1, -(-len(line) // int(width * SIGNS))) for line in cell.split("\n"))
        for cell, width in zip(cells, WIDTHS, strict=True)
    )


def _line(text: str) -> str:
    return " ".join(tidy(text).split())
