"""The ISO/IEC comment form as an Excel file: one sheet, every cell a text, no formula, the header always in view."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import xlsxwriter

from opennss.document.palette import ACCENT, INK, LINE, MUTED
from opennss.document.stamp import moment, rewrite_zip
from opennss.document.writers.comment_form import WIDTHS, lines_of, printed
from opennss.model.comments import COLUMNS, CommentSheet, CommentType

MM: Final = 0.52
"""Signs of the standard font in a millimetre."""

PITCH: Final = 13.5
"""Height of a line of text in points."""

TALLEST: Final = 409
"""Height in points that a row of a workbook may have."""

LONGEST_CELL: Final = 32_767
"""Signs that a cell of a workbook may have."""

_TEXT: Final = {"num_format": "@", "text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10}
_BOX: Final = {**_TEXT, "border": 1, "border_color": LINE, "font_color": INK}
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 14, "font_color": ACCENT, "font_name": "Arial"},
    "line": {"font_color": INK, "font_name": "Arial", "font_size": 10},
    "note": {"font_color": MUTED, "font_name": "Arial", "font_size": 9},
    "header": {**_BOX, "bold": True, "font_color": "#ffffff", "bg_color": ACCENT, "font_size": 9, "align": "center"},
    "text": _BOX,
    "code": {**_BOX, "align": "center"},
}


def write_comments_excel(sheet: CommentSheet, path: Path, language: str) -> None:
    """Write the comments as .xlsx in their order; the same sheet gives the same bytes.

    Raises ``ValueError`` when a text is longer than a cell can be.
    """
    form = printed(sheet, language)
    if any(len(text) > LONGEST_CELL for row in form.rows for text in row):
        raise ValueError(f"a cell of a workbook holds at most {LONGEST_CELL} signs")
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(
            {"title": form.title, "author": "OpenNSS", "created": moment(form.day).replace(tzinfo=None)}
        )
        looks = {name: book.add_format(look) for name, look in LOOKS.items()}
        page = book.add_worksheet(form.columns[COLUMNS.index("comment")])
        _setup(page, form.page)
        for number, text in enumerate((form.title, *form.lines)):
            page.write_string(number, 0, text, looks["line" if number else "title"])
        top = len(form.lines) + 2
        for place, (name, width) in enumerate(zip(form.columns, WIDTHS, strict=True)):
            page.set_column(place, place, width * MM)
            page.write_string(top, place, str(place + 1), looks["header"])
            page.write_string(top + 1, place, name, looks["header"])
        page.set_row(top + 1, lines_of(form.columns) * PITCH)
        for number, cells in enumerate(form.rows, top + 2):
            page.set_row(number, min(TALLEST, lines_of(cells) * PITCH + 2))
            for place, text in enumerate(cells):
                look = looks["code" if COLUMNS[place] in ("line", "type") else "text"]
                page.write_string(number, place, text, look) if text else page.write_blank(number, place, None, look)
        end = top + 2 + len(form.rows)
        for number, text in enumerate(form.key, end + 1):
            page.write_string(number, 0, text, looks["note"])
        kinds = {"validate": "list", "source": [str(kind) for kind in CommentType]}
        page.data_validation(top + 2, COLUMNS.index("type"), end - 1, COLUMNS.index("type"), kinds)
        page.freeze_panes(top + 2, 0)
        page.repeat_rows(top, top + 1)
    rewrite_zip(path, form.day)


def _setup(page: Any, word: str) -> None:
    page.hide_gridlines(2)
    page.set_paper(9)
    page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&R&8{word} &P / &N")
