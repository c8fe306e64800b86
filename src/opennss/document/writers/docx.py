"""An office document to work on: real styles, editable tables, fields, alternative texts, languages marked."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Words

from opennss.document.blocks import Block, Bullets, Document, Figure, Heading, Line, Paragraph, Span, Table
from opennss.document.drawing import png_of
from opennss.document.palette import ACCENT, ACCENT_SOFT, GOLD, INK, LINE, MUTED, SOFT, TONES
from opennss.document.stamp import moment, pack, rewrite_zip
from opennss.document.writers import word_xml as xml
from opennss.document.writers.prepare import (
    FEW_COLUMNS,
    SHEET_SIZE,
    captions,
    column_widths,
    kept_rows,
    parts,
    prepare,
    row_heights,
    tone_of,
    type_size,
)
from opennss.document.writers.words import locale, word

TABLE_STYLE: Final = "OpenNSS Table"
ROOM: Final = 170.0
"""Width between the margins of an A4 page, in millimetres."""

_ALIGN: Final = {"l": "left", "r": "right", "c": "center"}
_STYLES: Final = {"lead": "Lead", "note": "Note", "callout": "Callout"}
_DENSE: Final = {"": "Note", "lead": "Note", "note": "Note", "callout": "Callout Small"}


@dataclass(slots=True)
class _Job:
    """What printing one document needs at hand."""

    file: Any
    language: str
    captions: Mapping[str, str]
    compact: bool
    pictures: Iterator[bytes]
    styles: dict[str, str] = field(default_factory=dict)
    marks: int = 0
    dense: bool = False

    @property
    def tag(self) -> str:
        return locale(self.language)

    def paragraph(self, style: str = "Normal") -> Any:
        """Add a paragraph to the end of the document and return its element."""
        block = self.file.element.body.add_p()
        if style != "Normal":
            block.style = self.styles[style]
        return block


def write_docx(document: Document, path: Path, compact: bool = False) -> None:
    """Write the document as DOCX; ``compact`` leaves out the cover page and the contents.

    Pictures are PNG with their description as alternative text; facts are plain text.
    """
    doc = prepare(replace(document, trail=()))
    job = _Job(docx.Document(), doc.language, captions(doc), compact, _pictures(doc))
    _core(job, doc)
    _page(job)
    _make_styles(job)
    _footer(job, doc.footer)
    _opening(job, doc)
    for sheet, blocks in parts(doc.blocks):
        job.dense = sheet
        for block, after in zip_longest(blocks, blocks[1:]):
            _block(job, block, keep=isinstance(after, Figure | Table))
    job.file.save(str(path))
    rewrite_zip(path, doc.date)


def letter_writer(language: str, footer: str) -> Callable[[Document, Path], None]:
    """Return what writes short documents of one language and footer, without pictures and links, many in a row.

    Styles, page and footer are made once; of each file only the text and the properties are made anew.
    """
    job = _Job(docx.Document(), language, {}, True, iter(()))
    _page(job)
    _make_styles(job)
    _footer(job, footer)
    empty = io.BytesIO()
    job.file.save(empty)
    with zipfile.ZipFile(empty) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    def write(document: Document, path: Path) -> None:
        doc = prepare(replace(document, trail=()))
        body, letter = job.file.element.body, replace(job, captions=captions(doc), marks=0)
        body.clear_content()
        _core(letter, doc)
        _opening(letter, doc)
        for block, after in zip_longest(doc.blocks, doc.blocks[1:]):
            _block(letter, block, keep=isinstance(after, Figure | Table))
        own = {
            part.partname.membername: part.blob for part in (job.file.part, job.file.part.package._core_properties_part)
        }
        path.write_bytes(pack({**files, **own}, doc.date))

    return write


def _pictures(doc: Document) -> Iterator[bytes]:
    """Yield the PNG of each figure in order; those that a figure does not bring are made together."""
    figures = [block for block in doc.blocks if isinstance(block, Figure)]
    made = iter(png_of([block.svg for block in figures if not block.png]))
    for block in figures:
        yield block.png or next(made)


def _core(job: _Job, doc: Document) -> None:
    core, day = job.file.core_properties, moment(doc.date)
    core.title, core.subject, core.author, core.language = doc.title[:255], doc.subtitle[:255], "OpenNSS", job.tag
    core.created = core.modified = core.last_printed = day
    core.last_modified_by, core.revision, core.comments, core.keywords = "OpenNSS", 1, "", ""


def _page(job: _Job) -> None:
    section = job.file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)


def _make_styles(job: _Job) -> None:
    styles, small = job.file.styles, 1.0 if job.compact else 0.0
    looks: tuple[tuple[str, float, dict[str, Any], float, float], ...] = (
        ("Normal", 10, {"colour": INK}, 0, 6),
        ("Title", 20 if job.compact else 30, {"bold": True, "colour": ACCENT}, 0, 6),
        ("Subtitle", 12 if job.compact else 15, {"colour": INK}, 0, 8),
        ("Heading 1", 18 - 4 * small, {"bold": True, "colour": ACCENT}, 22 - 8 * small, 8),
        ("Heading 2", 13.5 - 2 * small, {"bold": True, "colour": ACCENT}, 16, 6),
        ("Heading 3", 11, {"bold": True, "colour": ACCENT}, 12, 4),
        ("Caption", 9, {"bold": True, "colour": INK}, 10, 4),
        ("List Bullet", 10, {"colour": INK}, 0, 4),
        ("List Number", 10, {"colour": INK}, 0, 4),
        ("Footer", 7.5, {"colour": MUTED}, 0, 0),
        ("Lead", 12, {"colour": INK}, 0, 8),
        ("Note", 8.5, {"colour": MUTED}, 2, 8),
        ("Callout", 10, {"colour": INK}, 6, 10),
        ("Callout Small", 8.5, {"colour": INK}, 0, 4),
        ("Table Text", 8.5, {"colour": INK}, 0, 0),
        ("Table Text Small", 7.0, {"colour": INK}, 0, 0),
        ("toc 1", 10, {"bold": True, "colour": INK}, 6, 2),
        ("toc 2", 10, {"colour": INK}, 0, 2),
    )
    for name, size, look, before, after in looks:
        style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        xml.style_font(style, size, job.tag, **look)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0 if name in ("Table Text", "Table Text Small", "Footer") else 1.15
    xml.drop_borders(styles["Title"])
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["toc 2"].paragraph_format.left_indent = Mm(6)
    for name in ("Callout", "Callout Small"):
        styles[name].paragraph_format.left_indent = Mm(4)
        xml.shade_paragraph(styles[name], ACCENT_SOFT, ACCENT)
    xml.table_style(job.file, TABLE_STYLE, LINE, ACCENT)
    job.styles |= {style.name: style.style_id for style in styles}


def _footer(job: _Job, text: str) -> None:
    paragraph = job.file.sections[0].footer.paragraphs[0]
    job.file.styles["Footer"].paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(ROOM), xml.RIGHT_TAB)
    xml.run(paragraph._p, text, job.tag)
    xml.tab(paragraph._p, job.tag)
    xml.run(paragraph._p, f"{word('page', job.language)} ", job.tag)
    xml.field(paragraph._p, "PAGE", "1", job.tag)
    xml.run(paragraph._p, " / ", job.tag)
    xml.field(paragraph._p, "NUMPAGES", "1", job.tag)


def _opening(job: _Job, doc: Document) -> None:
    """Print title, subtitle and cover lines; then, unless compact, a page with the contents."""
    title = job.paragraph("Title")
    if not job.compact:
        Words(title, job.file._body).paragraph_format.space_before = Mm(70)
        xml.bar_above(title, GOLD)
    xml.run(title, doc.title, job.tag)
    xml.run(job.paragraph("Subtitle"), doc.subtitle, job.tag)
    for item in doc.cover:
        _line(job, job.paragraph("Note" if job.compact else "Normal"), item)
    if job.compact:
        return
    xml.page_break(job.paragraph(), job.tag)
    head = job.paragraph("Subtitle")
    xml.run(head, word("contents", job.language), job.tag, size=18, bold=True, colour=ACCENT)
    _contents(job, [block for block in doc.blocks if isinstance(block, Heading) and block.level < 3])
    xml.page_break(job.paragraph(), job.tag)


def _contents(job: _Job, heads: list[Heading]) -> None:
    """Print the contents as a field whose stored text is a list of links, so that it reads well before an update."""
    for place, head in enumerate(heads):
        paragraph = job.paragraph(f"toc {head.level}")
        if place == 0:
            xml.field_start(paragraph, 'TOC \\o "1-2" \\h \\z \\u', job.tag)
        xml.run(xml.anchor_link(paragraph, _mark(head.anchor)), head.text, job.tag)
        if place == len(heads) - 1:
            xml.field_end(paragraph, job.tag)


def _mark(name: str) -> str:
    """Return a bookmark name: letters, digits and underscores, at most 40 characters, different for each name."""
    short = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"b_{re.sub(r'[^A-Za-z0-9]', '_', name)[:28]}_{short}"


def _line(job: _Job, paragraph: Any, line: Line, **look: Any) -> None:
    for span in line:
        _span(job, paragraph, span, look)


def _span(job: _Job, paragraph: Any, span: Span, look: Mapping[str, Any]) -> None:
    style = dict(look)
    foreign = bool(span.lang) and span.lang != job.language
    if span.strong:
        style["bold"] = True
    if foreign:
        style["italic"] = True
    if span.tone in TONES and "fill" not in style:
        style["fill"], style["colour"] = TONES[span.tone]
        style["bold"] = True
    parent = paragraph
    if span.href and not span.href.startswith("#"):
        parent = xml.web_link(job.file.part, paragraph, span.href)
        style |= {"underline": True, "colour": ACCENT}
    elif span.href:
        parent = xml.anchor_link(paragraph, _mark(span.href[1:]))
    xml.run(parent, span.text, locale(span.lang) if foreign else job.tag, **style)


def _block(job: _Job, block: Block, keep: bool) -> None:
    """Print one block; ``keep``: what introduces a picture or a table stays on its page."""
    match block:
        case Heading():
            paragraph = job.paragraph(f"Heading {block.level}")
            Words(paragraph, job.file).paragraph_format.page_break_before = block.new_page or None
            xml.run(paragraph, block.text, job.tag)
            _bookmark(job, paragraph, block.anchor)
        case Paragraph():
            styles = _DENSE if job.dense else _STYLES
            paragraph = job.paragraph(styles.get(block.style, "Normal"))
            Words(paragraph, job.file).paragraph_format.keep_with_next = keep or None
            _line(job, paragraph, block.line)
        case Bullets():
            _bullets(job, block)
        case Table():
            _table(job, block)
        case Figure():
            _figure(job, block)


def _bullets(job: _Job, block: Bullets) -> None:
    number = xml.new_numbering(job.file) if block.ordered else None
    for item in block.items:
        paragraph = job.paragraph("List Number" if block.ordered else "List Bullet")
        if number is not None:
            xml.use_numbering(paragraph, number)
        _line(job, paragraph, item)


def _bookmark(job: _Job, paragraph: Any, name: str) -> None:
    job.marks += 1
    xml.bookmark(paragraph, _mark(name), job.marks)


def _caption(job: _Job, kind: str, block: Table | Figure) -> Any:
    paragraph = job.paragraph("Caption")
    name, _, number = job.captions[block.id].rpartition(" ")
    xml.run(paragraph, f"{name} ", job.tag)
    xml.field(paragraph, f"SEQ {kind} \\* ARABIC", number, job.tag)
    _bookmark(job, paragraph, block.id)
    xml.run(paragraph, f". {block.caption}", job.tag)
    return paragraph


def _table(job: _Job, block: Table) -> None:
    _caption(job, "Table", block)
    table = job.file.add_table(rows=0, cols=len(block.header))
    table._tbl.tblPr.style = job.styles[TABLE_STYLE]
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    xml.indent_table(table, 85)
    small = job.dense or len(block.header) > FEW_COLUMNS
    size = SHEET_SIZE if job.dense else type_size(block)
    parts_of_room = column_widths(block, 477, size)
    keep = kept_rows(row_heights(block, parts_of_room, size), notes=bool(block.notes))
    widths = [Pt(part) for part in parts_of_room]
    style = "Table Text Small" if small else "Table Text"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    letters = block.align.ljust(len(block.header), "l")
    looks = [(_ALIGN.get(letter, "left"), width.twips) for letter, width in zip(letters, widths, strict=False)]
    table._tbl.append(_row(job, [(Span(text),) for text in block.header], looks, -1, style, keep[0]))
    for place, row in enumerate(block.rows):
        table._tbl.append(_row(job, row, looks, place, style, keep[place + 1]))
    for note in block.notes:
        _line(job, job.paragraph("Note"), note)
    if not block.notes and not job.dense:
        job.paragraph("Note")


def _row(job: _Job, cells: Sequence[Line], looks: Sequence[tuple[str, int]], place: int, style: str, keep: bool) -> Any:
    """Return one row; place -1 is the header; ``keep``: it stays on the page of what comes after it."""
    row = xml.table_row(header=place < 0)
    for line, (align, twips) in zip(cells, looks, strict=True):
        tone = tone_of(line)
        fill, look = SOFT if place % 2 else "", {}
        if place < 0:
            fill, look = ACCENT, {"bold": True, "colour": "#ffffff"}
        elif tone in TONES:
            fill, look = TONES[tone][0], {"fill": "", "bold": True, "colour": TONES[tone][1]}
        _line(job, xml.table_cell(row, twips, fill, job.styles[style], align, keep), line, **look)
    return row


def _figure(job: _Job, block: Figure) -> None:
    paragraph = Words(job.paragraph(), job.file._body)
    paragraph.paragraph_format.keep_with_next = True
    wide = ROOM * (block.width if 0 < block.width < 1 else 1.0)
    shape = paragraph.add_run().add_picture(io.BytesIO(next(job.pictures)), width=Mm(wide))
    if shape.height > Mm(225):
        shape.width, shape.height = int(shape.width * Mm(225) / shape.height), Mm(225)
    xml.picture_run(paragraph.runs[-1], job.tag)
    properties = shape._inline.docPr
    properties.set("descr", block.description)
    properties.set("name", job.captions[block.id])
    caption = _caption(job, "Figure", block)
    look = Words(caption, job.file._body).paragraph_format
    look.keep_with_next, look.space_after = False, Pt(14)
    if block.table in job.captions:
        xml.run(caption, f"  {word('numbers', job.language)} ", job.tag)
        xml.run(xml.anchor_link(caption, _mark(block.table)), job.captions[block.table], job.tag, underline=True)
