"""The pieces of WordprocessingML that python-docx has no call for; every run of a document is made here."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import nsmap
from docx.oxml.ns import qn as find_name
from docx.oxml.parser import oxml_parser

FONT: Final = "Arial"
RIGHT_TAB: Final = WD_TAB_ALIGNMENT.RIGHT

_SPACES: Final = {"w": nsmap["w"]}
_COMPLEX: Final = ("th", "km", "lo", "my")

qn = cache(find_name)


def element(name: str, /, **attributes: str) -> Any:
    """Return a new element (``w:p``) with attributes of its own namespace."""
    fresh = oxml_parser.makeelement(qn(name), nsmap=_SPACES)
    for key, value in attributes.items():
        fresh.set(qn(f"w:{key}"), value)
    return fresh


def run(parent: Any, text: str, tag: str, **look: Any) -> Any:
    """Add a run to a paragraph or link element and return its element.

    The font, size, weight and language are set for Latin, Asian and complex scripts alike, else Khmer and Thai lose
    them. ``look`` may hold ``size`` (points), ``bold``, ``italic``, ``underline``, ``colour`` and
    ``fill``.
    """
    made = element("w:r")
    made.append(_properties(tag, **look))
    for number, part in enumerate(text.split("\n")):
        if number:
            made.append(element("w:br"))
        node = element("w:t")
        node.text = part
        node.set(qn("xml:space"), "preserve")
        made.append(node)
    parent.append(made)
    return made


def tab(parent: Any, tag: str) -> None:
    """Add a tab stop."""
    _empty_run(parent, tag).append(element("w:tab"))


def field(parent: Any, code: str, shown: str, tag: str, **look: Any) -> None:
    """Add a field (``PAGE``, ``SEQ``) with the text that is shown until the program computes it."""
    field_start(parent, code, tag, **look)
    run(parent, shown, tag, **look)
    field_end(parent, tag, **look)


def field_start(parent: Any, code: str, tag: str, **look: Any) -> None:
    """Begin a field; what follows until ``field_end`` is its stored text."""
    _child(_empty_run(parent, tag, **look), "w:fldChar", fldCharType="begin")
    node = _child(_empty_run(parent, tag, **look), "w:instrText")
    node.text = f" {code} "
    node.set(qn("xml:space"), "preserve")
    _child(_empty_run(parent, tag, **look), "w:fldChar", fldCharType="separate")


def field_end(parent: Any, tag: str, **look: Any) -> None:
    """End a field."""
    _child(_empty_run(parent, tag, **look), "w:fldChar", fldCharType="end")


def page_break(parent: Any, tag: str) -> None:
    """Add a page break."""
    _child(_empty_run(parent, tag), "w:br", type="page")


def picture_run(run_of_library: Any, tag: str) -> None:
    """Give the run that python-docx made for a picture its properties."""
    run_of_library._r.insert(0, _properties(tag))


def new_numbering(document: Any) -> int:
    """Add a numbered list that begins at 1 and return its number; it looks like ``List Number``."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(item for item in numbering.num_lst if item.numId == style).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def paragraph(style: str = "", align: str = "", keep: bool = False) -> Any:
    """Return a new paragraph element with a style, by the id of the style, and an alignment.

    With ``keep`` it stays on the page of the next paragraph; in a table, its row on the page of the next row.
    """
    made = element("w:p")
    if style or align or keep:
        properties = _child(made, "w:pPr")
        if style:
            _child(properties, "w:pStyle", val=style)
        if keep:
            _child(properties, "w:keepNext")
        if align:
            _child(properties, "w:jc", val=align)
    return made


def use_numbering(block: Any, number: int) -> None:
    """Count a paragraph in a numbered list."""
    properties = block.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def anchor_link(parent: Any, bookmark: str) -> Any:
    """Add a link to a bookmark of the same document; runs go into it."""
    return _child(parent, "w:hyperlink", anchor=bookmark, history="1")


def web_link(part: Any, parent: Any, address: str) -> Any:
    """Add a link to an address; runs go into it."""
    target = part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    made = _child(parent, "w:hyperlink")
    made.set(qn("r:id"), target)
    return made


def bookmark(block: Any, name: str, number: int) -> None:
    """Wrap what a paragraph holds so far in a bookmark."""
    block.insert(1 if block.pPr is not None else 0, element("w:bookmarkStart", id=str(number), name=name))
    block.append(element("w:bookmarkEnd", id=str(number)))


def table_row(header: bool, least: int = 0) -> Any:
    """Return a new row that stays on one page; a header row repeats on each; ``least`` is its least height in twips."""
    made = element("w:tr")
    properties = _child(made, "w:trPr")
    _child(properties, "w:cantSplit")
    if least:
        _child(properties, "w:trHeight", val=str(least), hRule="atLeast")
    if header:
        _child(properties, "w:tblHeader")
    return made


def table_cell(row: Any, twips: int, fill: str, style: str, align: str, keep: bool = False) -> Any:
    """Add a cell to a row and return its paragraph; ``fill`` colours the background; ``keep`` as in ``paragraph``."""
    cell = _child(row, "w:tc")
    properties = _child(cell, "w:tcPr")
    _child(properties, "w:tcW", type="dxa", w=str(twips))
    if fill:
        _child(properties, "w:shd", val="clear", color="auto", fill=fill.lstrip("#"))
    made = paragraph(style, align, keep)
    cell.append(made)
    return made


def shade_paragraph(style: Any, fill: str, edge: str) -> None:
    """Give a paragraph style a background and a thick left edge."""
    properties = style.element.get_or_add_pPr()
    borders = element("w:pBdr")
    _child(borders, "w:left", val="single", sz="24", space="8", color=edge.lstrip("#"))
    shading = element("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill.lstrip("#"))):
        shading.set(qn(f"w:{key}"), value)
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.insert_element_before(shading, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def drop_borders(style: Any) -> None:
    """Take the lines off a paragraph style of the template."""
    properties = style.element.get_or_add_pPr()
    for borders in properties.findall(qn("w:pBdr")):
        properties.remove(borders)


def bar_above(block: Any, colour: str) -> None:
    """Draw a thick bar above a paragraph."""
    borders = element("w:pBdr")
    _child(borders, "w:top", val="single", sz="36", space="14", color=colour.lstrip("#"))
    block.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def indent_table(table: Any, twips: int) -> None:
    """Move a table to the right, so that its edge and not its text stands on the margin."""
    indent = element("w:tblInd")
    indent.set(qn("w:w"), str(twips))
    indent.set(qn("w:type"), "dxa")
    table._tbl.tblPr.insert_element_before(indent, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def grid(table: Any, colour: str) -> None:
    """Draw thin lines around every cell of a table and keep text off them."""
    borders = element("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(borders, f"w:{edge}", val="single", sz="4", space="0", color=colour.lstrip("#"))
    margins = element("w:tblCellMar")
    for edge, size in (("top", 40), ("left", 85), ("bottom", 40), ("right", 85)):
        _child(margins, f"w:{edge}", w=str(size), type="dxa")
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def style_font(style: Any, size: float, tag: str, bold: bool = False, italic: bool = False, colour: str = "") -> None:
    """Set the font of a style for all scripts, in place of the theme fonts of the template."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    for child in list(_properties(tag, size=size, bold=bold, italic=italic, colour=colour)):
        properties.append(child)


def table_style(document: Any, name: str, line: str, accent: str) -> Any:
    """Add a table style: thin lines between rows, thick line below, coloured header row."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    properties = _child(style.element, "w:tblPr")
    borders = _child(properties, "w:tblBorders")
    for edge, size, colour in (("top", 8, accent), ("bottom", 8, accent), ("insideH", 4, line)):
        _child(borders, f"w:{edge}", val="single", sz=str(size), space="0", color=colour.lstrip("#"))
    margins = _child(properties, "w:tblCellMar")
    for edge, size in (("top", 50), ("left", 85), ("bottom", 50), ("right", 85)):
        _child(margins, f"w:{edge}", w=str(size), type="dxa")
    first = _child(style.element, "w:tblStylePr", type="firstRow")
    cell = _child(first, "w:tcPr")
    _child(cell, "w:shd", val="clear", color="auto", fill=accent.lstrip("#"))
    return style


def _properties(tag: str, **look: Any) -> Any:
    """Return the properties of a run, in the order that the schema asks for."""
    return copy(_pattern(tag, **look))


@cache
def _pattern(
    tag: str,
    size: float = 0,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    colour: str = "",
    fill: str = "",
) -> Any:
    properties = element("w:rPr")
    _child(properties, "w:rFonts", **dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), FONT))
    for name, wanted in (("b", bold), ("bCs", bold), ("i", italic), ("iCs", italic)):
        if wanted:
            _child(properties, f"w:{name}")
    if colour:
        _child(properties, "w:color", val=colour.lstrip("#"))
    if size:
        _child(properties, "w:sz", val=str(round(size * 2)))
        _child(properties, "w:szCs", val=str(round(size * 2)))
    if underline:
        _child(properties, "w:u", val="single")
    if fill:
        _child(properties, "w:shd", val="clear", color="auto", fill=fill.lstrip("#"))
    if tag.partition("-")[0] in _COMPLEX:
        _child(properties, "w:cs")
    _child(properties, "w:lang", val=tag, eastAsia=tag, bidi=tag)
    return properties


def _empty_run(parent: Any, tag: str, **look: Any) -> Any:
    made = _child(parent, "w:r")
    made.append(_properties(tag, **look))
    return made


def _child(parent: Any, name: str, /, **attributes: str) -> Any:
    made = element(name, **attributes)
    parent.append(made)
    return made
