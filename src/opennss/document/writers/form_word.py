"""A form as a document to fill in: landscape A4, a table with borders for each part, real styles, all scripts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt

from opennss.document.palette import ACCENT, INK, LINE, MUTED, SOFT
from opennss.document.stamp import moment, rewrite_zip
from opennss.document.writers import word_xml as xml
from opennss.document.writers.words import locale, word
from opennss.tables.form import Form, Part

ROOM: Final = 257.0
"""Width between the margins of a landscape A4 page, in millimetres."""

TWIPS: Final = 56.7
"""Twentieths of a point in a millimetre."""

STYLES: Final[tuple[tuple[str, float, bool, str, float, float], ...]] = (
    ("Normal", 10, False, INK, 0, 5),
    ("Title", 20, True, ACCENT, 0, 4),
    ("Subtitle", 11, False, MUTED, 0, 8),
    ("Heading 1", 14, True, ACCENT, 14, 4),
    ("List Bullet", 10, False, INK, 0, 3),
    ("Note", 9, False, MUTED, 0, 5),
    ("Footer", 7.5, False, MUTED, 0, 0),
    ("Table Text", 9, False, INK, 0, 0),
    ("Table Code", 7.5, False, MUTED, 0, 0),
)


def write_form_word(form: Form, path: Path) -> None:
    """Write a form as .docx; the same form gives the same bytes."""
    file, tag = docx.Document(), locale(form.language)
    core = file.core_properties
    core.title, core.author, core.language = form.title, "OpenNSS", tag
    core.created = core.modified = moment(form.day)
    core.last_modified_by, core.comments = "OpenNSS", ""
    _page(file, form, tag)
    job = _Job(file, _styles(file, tag), tag)
    _paragraph(job, "Title", form.title)
    _paragraph(job, "Subtitle", form.subtitle)
    for text in form.instructions:
        _paragraph(job, "List Bullet", text)
    for part in (*form.parts, form.office):
        _part(job, part, fresh=part in form.parts[1:])
    file.save(str(path))
    rewrite_zip(path, form.day)


@dataclass(frozen=True, slots=True)
class _Job:
    """What writing one form needs at hand: the file, its styles by name, the language tag."""

    file: Any
    styles: dict[str, str]
    tag: str


def _paragraph(job: _Job, style: str, text: str) -> Any:
    made = job.file.element.body.add_p()
    made.style = job.styles[style]
    xml.run(made, text, job.tag)
    return made


def _part(job: _Job, part: Part, fresh: bool) -> None:
    """Add a part: heading, text, table; a ``fresh`` one begins on a new page."""
    head = _paragraph(job, "Heading 1", part.heading)
    if fresh:
        head.get_or_add_pPr().get_or_add_pageBreakBefore()
    _paragraph(job, "Note", part.text)
    table = job.file.add_table(rows=0, cols=len(part.columns))
    table.autofit = False
    xml.grid(table, LINE)
    scale = ROOM / sum(column.width for column in part.columns)
    widths = [Mm(column.width * scale) for column in part.columns]
    for made, width in zip(table.columns, widths, strict=True):
        made.width = width
    twips = [width.twips for width in widths]
    table._tbl.append(_row(job, [(column.header, "Table Text", ACCENT) for column in part.columns], twips, 0))
    for row in part.rows:
        cells = [
            (cell, "Table Code" if place == 0 else "Table Text", SOFT if column.kind == "given" else "")
            for place, (cell, column) in enumerate(zip(row, part.columns, strict=True))
        ]
        table._tbl.append(_row(job, cells, twips, part.tall))


def _row(job: _Job, cells: list[tuple[str, str, str]], twips: list[int], tall: float) -> Any:
    """Return a row with room for ``tall`` millimetres; the header has none to write in."""
    row = xml.table_row(header=not tall, least=round(tall * TWIPS))
    look = {} if tall else {"bold": True, "colour": "#ffffff", "size": 8}
    for (text, style, fill), wide in zip(cells, twips, strict=True):
        xml.run(xml.table_cell(row, wide, fill, job.styles[style], "left"), text, job.tag, **look)
    return row


def _styles(file: Any, tag: str) -> dict[str, str]:
    for name, size, bold, colour, before, after in STYLES:
        style = file.styles[name] if name in file.styles else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        xml.style_font(style, size, tag, bold=bold, colour=colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
    xml.drop_borders(file.styles["Title"])
    return {style.name: style.style_id for style in file.styles}


def _page(file: Any, form: Form, tag: str) -> None:
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(16)
    paragraph = section.footer.paragraphs[0]
    file.styles["Footer"].paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(ROOM), xml.RIGHT_TAB)
    xml.run(paragraph._p, f"{form.title} · {form.subtitle}", tag)
    xml.tab(paragraph._p, tag)
    xml.run(paragraph._p, f"{word('page', form.language)} ", tag)
    xml.field(paragraph._p, "PAGE", "1", tag)
    xml.run(paragraph._p, " / ", tag)
    xml.field(paragraph._p, "NUMPAGES", "1", tag)
