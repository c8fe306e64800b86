"""The ISO/IEC comment form as a Word document: landscape A4, eight columns, header rows that repeat, all scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt

from opennss.document.palette import ACCENT, INK, LINE, MUTED
from opennss.document.stamp import moment, rewrite_zip
from opennss.document.writers import word_xml as xml
from opennss.document.writers.comment_form import WIDTHS, Printed, lines_of, printed
from opennss.document.writers.words import locale
from opennss.model.comments import CommentSheet

TABLE_STYLE: Final = "OpenNSS Comments"
STYLES: Final[tuple[tuple[str, float, bool, str], ...]] = (
    ("Normal", 9, False, INK),
    ("Header", 9, False, INK),
    ("Footer", 7.5, False, MUTED),
    ("Form Title", 11, True, ACCENT),
    ("Table Head", 8, True, "#ffffff"),
    ("Table Text", 9, False, INK),
)
CENTRED: Final = (1, 4)
"""Columns of numbers and codes, by place: the line, and the type."""

LONG: Final = 20
"""From so many lines on, a row may go on over the page."""


def write_comments_word(sheet: CommentSheet, path: Path, language: str) -> None:
    """Write the comments as .docx in their order; the same sheet gives the same bytes.

    Title, date and document stand in the header of each page and the key in its footer, as the form has them.
    """
    form, file, tag = printed(sheet, language), docx.Document(), locale(language)
    core = file.core_properties
    core.title, core.author, core.language = form.title, "OpenNSS", tag
    core.created = core.modified = moment(form.day)
    core.last_modified_by, core.comments = "OpenNSS", ""
    styles = _styles(file, tag)
    _page(file, form, tag)
    _table(file, form, styles, tag)
    file.save(str(path))
    rewrite_zip(path, form.day)


def _styles(file: Any, tag: str) -> dict[str, str]:
    for name, size, bold, colour in STYLES:
        style = file.styles[name] if name in file.styles else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        xml.style_font(style, size, tag, bold=bold, colour=colour)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
    xml.table_style(file, TABLE_STYLE, LINE, ACCENT)
    return {style.name: style.style_id for style in file.styles}


def _page(file: Any, form: Printed, tag: str) -> None:
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(32), Mm(24)
    section.header_distance = section.footer_distance = Mm(9)
    for name in ("Header", "Footer"):
        file.styles[name].paragraph_format.tab_stops.clear_all()
    head, foot = section.header, section.footer
    for number, text in enumerate((form.title, *form.lines)):
        block = head.add_paragraph() if number else head.paragraphs[0]
        block.style = file.styles["Header" if number else "Form Title"]
        xml.run(block._p, text, tag)
    last = foot.paragraphs[0]
    for text in form.key:
        xml.run(last._p, text, tag)
        last = foot.add_paragraph(style=file.styles["Footer"])
    last.paragraph_format.tab_stops.add_tab_stop(Mm(sum(WIDTHS)), xml.RIGHT_TAB)
    xml.tab(last._p, tag)
    xml.run(last._p, f"{form.page} ", tag)
    xml.field(last._p, "PAGE", "1", tag)
    xml.run(last._p, " / ", tag)
    xml.field(last._p, "NUMPAGES", "1", tag)


def _table(file: Any, form: Printed, styles: dict[str, str], tag: str) -> None:
    table = file.add_table(rows=0, cols=len(WIDTHS))
    table._tbl.tblPr.style = styles[TABLE_STYLE]
    table.autofit = False
    xml.indent_table(table, 85)
    xml.grid(table, LINE)
    for made, width in zip(table.columns, WIDTHS, strict=True):
        made.width = Mm(width)
    twips = [Mm(width).twips for width in WIDTHS]
    for cells in ([str(number) for number in range(1, len(WIDTHS) + 1)], form.columns):
        row = xml.table_row(header=True)
        for text, wide in zip(cells, twips, strict=True):
            made = xml.table_cell(row, wide, ACCENT, styles["Table Head"], "center")
            xml.run(made, text, tag, bold=True, colour="#ffffff", size=8)
        table._tbl.append(row)
    for cells in form.rows:
        row = xml.table_row(header=False) if lines_of(cells) < LONG else xml.element("w:tr")
        for place, (text, wide) in enumerate(zip(cells, twips, strict=True)):
            made = xml.table_cell(row, wide, "", styles["Table Text"], "center" if place in CENTRED else "left")
            if text:
                _text(made, text)
        table._tbl.append(row)


def _text(block: Any, text: str) -> None:
    """Add a text with its tabs and line ends; font and language are those of its style, or large forms would swell."""
    made = xml.element("w:r")
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(xml.element("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(xml.element("w:tab"))
            if piece:
                node = xml.element("w:t")
                node.text = piece
                node.set(xml.qn("xml:space"), "preserve")
                made.append(node)
    block.append(made)
