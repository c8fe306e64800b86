"""A form as an Excel file: a sheet for each part, lists to choose from, printed cells locked, no formula."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from opennss.document.palette import ACCENT, INK, LINE, MUTED, SOFT
from opennss.document.stamp import moment
from opennss.language import say
from opennss.tables.form import Column, Form, Part

OFFICE: Final = "nss"
"""Name of the hidden sheet."""

LITERAL: Final = 255
"""Signs that a list may have inside a cell's rule; a longer one stands on the hidden sheet."""

MM: Final = 0.52
"""Signs of the standard font in a millimetre."""

POINTS: Final = 2.84
"""Points in a millimetre."""

PITCH: Final = 14.0
"""Height of a line of text in points."""

_TEXT: Final = {"num_format": "@", "text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10}
_BOX: Final = {**_TEXT, "border": 1, "border_color": LINE, "font_color": INK}
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 15, "font_color": ACCENT, "font_name": "Arial"},
    "note": {"font_color": MUTED, "font_name": "Arial", "font_size": 10},
    "plain": {**_TEXT, "font_color": INK, "font_size": 11},
    "header": {**_BOX, "bold": True, "font_color": "#ffffff", "bg_color": ACCENT, "font_size": 9},
    "given": {**_BOX, "bg_color": SOFT},
    "text": {**_BOX, "locked": False},
    "mark": {**_BOX, "locked": False, "align": "center"},
    "date": {**_BOX, "locked": False, "num_format": "yyyy-mm-dd", "align": "left"},
}


@dataclass(frozen=True, slots=True)
class _Job:
    """What writing one form needs at hand; ``lists`` are the long lists and their places on the hidden sheet."""

    form: Form
    looks: dict[str, Any]
    office: Any
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)


def write_form_excel(form: Form, path: Path) -> None:
    """Write a form as .xlsx; the same form gives the same bytes. Cells are text: zeros and signs stay as typed."""
    day = moment(form.day).replace(tzinfo=None)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": form.title, "author": "OpenNSS", "created": day})
        looks = {name: book.add_format(look) for name, look in LOOKS.items()}
        first = book.add_worksheet(say("questionnaire.how-title", form.language))
        sheets = [book.add_worksheet(sheet_name(part)) for part in form.parts]
        job = _Job(form, looks, book.add_worksheet(OFFICE))
        _instructions(first, job)
        for sheet, part in zip(sheets, form.parts, strict=True):
            _part(sheet, part, job)
        job.office.hide()
        for row, cells in enumerate([[column.header for column in form.office.columns], *form.office.rows]):
            for column, cell in enumerate(cells):
                job.office.write_string(row, column, cell, looks["plain"])


def sheet_name(part: Part) -> str:
    """Return the name of a part's sheet: letter and title, as long as Excel allows.

    >>> sheet_name(Part("A", "Who answers", "", (), ()))
    'A. Who answers'
    """
    return part.heading[:31]


def _instructions(sheet: Any, job: _Job) -> None:
    form = job.form
    _page(sheet, form)
    sheet.set_column(0, 0, 110)
    texts = [(form.title, "title"), (form.subtitle, "note"), ("", "note"), *((t, "plain") for t in form.instructions)]
    for row, (text, look) in enumerate(texts):
        sheet.set_row(row, 24 if look == "title" else _tall(text, 105) + 6)
        sheet.write_string(row, 0, text, job.looks[look])
    sheet.protect()


def _page(sheet: Any, form: Form) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&8{form.title.replace('&', '&&')}&R&8{say('questionnaire.page', form.language)} &P / &N")


def _part(sheet: Any, part: Part, job: _Job) -> None:
    _page(sheet, job.form)
    sheet.set_row(0, 22)
    sheet.write_string(0, 0, part.heading, job.looks["title"])
    for line, words in enumerate(part.lines, 1):
        sheet.write_string(line, 0, words, job.looks["note"])
    top = len(part.lines) + 2
    sheet.set_row(top, max(_tall(column.header, column.width * MM) for column in part.columns) + 4)
    for place, column in enumerate(part.columns):
        sheet.set_column(place, place, column.width * MM)
        sheet.write_string(top, place, column.header, job.looks["header"])
    for number, cells in enumerate(part.rows):
        pairs = list(zip(cells, part.columns, strict=True))
        need = max(_tall(cell, column.width * MM) for cell, column in pairs)
        sheet.set_row(top + 1 + number, max(part.tall * POINTS, need + 4))
        for place, (cell, column) in enumerate(pairs):
            _cell(sheet, (top + 1 + number, place), cell, _asked(part, column, number), job)
    sheet.freeze_panes(top + 1, 2 if part.letter in "AB" else 1)
    sheet.repeat_rows(top)
    sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})


def _tall(text: str, signs: float) -> float:
    """Return the height in points that a text needs in a column so many signs wide."""
    return PITCH * max(1, len(textwrap.wrap(text, max(4, int(signs)))))


def _asked(part: Part, column: Column, number: int) -> Column:
    """A column as one row asks it: rows that are questions have kinds and choices of their own."""
    if column.kind == "given":
        return column
    kind, choices = dict(part.kinds).get(number, column.kind), dict(part.choices).get(number, column.choices)
    return replace(column, kind=kind, choices=("x",) if kind == "mark" else choices)


def _cell(sheet: Any, place: tuple[int, int], cell: str, column: Column, job: _Job) -> None:
    look = job.looks[column.kind]
    if cell:
        sheet.write_string(*place, cell, look)
    else:
        sheet.write_blank(*place, None, look)
    if column.kind == "date":
        said = say("questionnaire.pick-date", job.form.language)
        rule = {"validate": "date", "criteria": ">=", "value": dt.date(2000, 1, 1), "error_message": said}
        sheet.data_validation(*place, *place, rule)
    elif column.choices:
        said = say("questionnaire.pick", job.form.language)
        rule = {"validate": "list", "source": _source(column.choices, job), "error_message": said}
        sheet.data_validation(*place, *place, rule)


def _source(choices: tuple[str, ...], job: _Job) -> list[str] | str:
    """Return a list as a rule names it: by itself, or by its place on the hidden sheet, where it is written once."""
    if len(",".join(choices)) <= LITERAL:
        return list(choices)
    if choices not in job.lists:
        column = len(job.form.office.columns) + 1 + len(job.lists)
        for row, choice in enumerate(choices):
            job.office.write_string(row, column, choice)
        name = xl_col_to_name(column)
        job.lists[choices] = f"={OFFICE}!${name}$1:${name}${len(choices)}"
    return job.lists[choices]
