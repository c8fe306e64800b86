"""One self-contained, accessible HTML file: no network, works without JavaScript, prints well."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import quote

from opennss.document.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Line,
    Paragraph,
    Span,
    Table,
    Trail,
    plain,
)
from opennss.document.fonts import COMMON, FAMILY, SPARE, coverage, face, spare, subset
from opennss.document.palette import ACCENT, ACCENT_SOFT, INK, LINE, MUTED, SOFT, TONES, WARM, tone_class
from opennss.document.writers.pictures import inline_svg
from opennss.document.writers.prepare import (
    FEW_COLUMNS,
    captions,
    column_widths,
    lines_of,
    prepare,
    safe_link,
    soften,
    tone_of,
)
from opennss.document.writers.words import word

_STYLES: Final = ("lead", "note", "callout")
_FEATURES: Final = ("kern", "mark", "mkmk", "ccmp", "locl", "liga")
_ALIGN: Final = {"r": ' class="r"', "c": ' class="c"'}
_PICTURE: Final = 44
"""Width in rem under which a picture scrolls: its letters stay as large as small print."""


_COLOURS: Final = {
    "ink": INK,
    "muted": MUTED,
    "line": LINE,
    "soft": SOFT,
    "accent": ACCENT,
    "accent-soft": ACCENT_SOFT,
    "warm": WARM,
}


@dataclass(slots=True)
class _Page:
    """What printing one document needs at hand; ``used`` remembers the facts whose first link has its id."""

    language: str
    captions: Mapping[str, str]
    facts: frozenset[str]
    used: set[str]
    trail_in: str = ""


def write_html(document: Document, path: Path, compact: bool = False) -> None:
    """Write the document as one HTML file; ``compact`` leaves out the large cover and the contents.

    A span with a fact becomes a link to its entry of the trail when the document, or the file
    beside it that ``trail_in`` names, has that entry.
    """
    path.write_text(html_text(document, compact), encoding="utf-8", newline="\n")


def html_text(document: Document, compact: bool = False) -> str:
    """Return the HTML of a document; see ``write_html``."""
    doc = prepare(document)
    page = _Page(doc.language, captions(doc), frozenset(entry.fact for entry in doc.trail), set(), doc.trail_in)
    cover = "".join(f'<p class="line">{_line(item, page)}</p>' for item in doc.cover)
    blocks = "\n".join(_block(block, page) for block in doc.blocks)
    trail = "\n".join(_trail(entry, page) for entry in doc.trail)
    contents = "" if compact else _contents(doc, page)
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="{escape(doc.language)}">',
            _head(doc),
            '<body class="compact">' if compact else "<body>",
            f'<a class="skip" href="#main">{word("skip", doc.language)}</a>',
            f'<header class="cover"><h1>{escape(doc.title)}</h1>'
            f'<p class="subtitle">{escape(doc.subtitle)}</p>{cover}</header>',
            f'<div class="frame{"" if compact else " with-contents"}">',
            f'{contents}<main id="main" tabindex="-1">',
            blocks,
            f"</main></div>\n<footer><p>{escape(doc.footer)}</p></footer>",
            trail,
            f"<script>{_asset('html.js')}</script>\n</body>\n</html>\n",
        )
    )


def _head(doc: Document) -> str:
    script = base64.b64encode(hashlib.sha256(_asset("html.js").encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src 'sha256-{script}'; base-uri 'none'"
    )
    tones = "\n".join(f".{tone_class(tone)}{{background:{back};color:{ink}}}" for tone, (back, ink) in TONES.items())
    root = ";".join(f"--{name}:{colour}" for name, colour in _COLOURS.items())
    style = _asset("html.css").replace("@TONES@", tones).replace("@ROOT@", f":root{{{root}}}")
    return (
        '<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="dcterms.date" content="{escape(doc.date)}"><meta name="generator" content="OpenNSS">'
        f"<title>{escape(doc.title)}</title>\n<style>{_fonts(doc)}\n{style}</style></head>"
    )


def _fonts(doc: Document) -> str:
    """Return the font rules: each face cut down to the common characters and what else the document has."""
    signs = _signs(doc) | COMMON
    main = frozenset(sign for sign in signs if ord(sign) in coverage(face()))
    rest = frozenset(sign for sign in signs - main if ord(sign) in coverage(spare()) and sign > " ")
    italic = any(span.lang not in ("", doc.language) for line in lines_of(doc) for span in line)
    faces = [(FAMILY, subset(face(weight), main, _FEATURES), weight, "normal") for weight in (400, 600, 700)]
    if italic:
        faces.append((FAMILY, subset(face(400, True), main, _FEATURES), 400, "italic"))
    faces.append((SPARE, subset(spare(), rest), 400, "normal"))
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f'src:url(data:font/woff;base64,{base64.b64encode(file).decode()}) format("woff")}}'
        for family, file, weight, style in faces
    )


def _signs(value: object) -> frozenset[str]:
    """Return all characters of the text below a value of the block tree."""
    found: set[str] = set()
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            found.update(item)
        elif isinstance(item, tuple):
            stack.extend(item)
        elif hasattr(item, "__slots__"):
            stack.extend([getattr(item, name) for name in item.__slots__])
    return frozenset(found)


def _contents(doc: Document, page: _Page) -> str:
    """Return the contents: chapters with their sections, as nested lists in a box that folds on phones."""
    heads = [block for block in doc.blocks if isinstance(block, Heading) and block.level < 3]
    if not heads:
        return ""
    parts = ["<ol>"]
    for head, after in pairwise([*heads, Heading(1, "", "")]):
        parts.append(f'<li><a href="{_to(head.anchor)}">{escape(head.text)}</a>')
        parts.append({1: "<ol>", 0: "</li>", -1: "</li></ol></li>"}[after.level - head.level])
    title = word("contents", page.language)
    return (
        f'<nav class="contents" id="contents" aria-label="{title}"><details open><summary>{title}</summary>'
        f"{''.join(parts)}</ol></details></nav>"
    )


def _id(name: str) -> str:
    return escape(re.sub(r"\s+", "-", name))


def _to(name: str) -> str:
    return "#" + escape(quote(re.sub(r"\s+", "-", name)))


def _soft(text: str) -> str:
    """Return a text as markup; very long words may break."""
    return escape(soften(text)).replace("\u200b", "<wbr>")


def _line(line: Line, page: _Page) -> str:
    return "".join(_span(span, page) for span in line)


def _span(span: Span, page: _Page) -> str:
    text = _soft(span.text)
    if span.lang and span.lang != page.language:
        text = f'<i lang="{escape(span.lang)}">{text}</i>'
    if span.strong:
        text = f"<strong>{text}</strong>"
    if span.fact and page.trail_in:
        text = f'<a class="fact" href="{escape(page.trail_in)}{_to(f"trail-{span.fact}")}">{text}</a>'
    elif span.fact in page.facts:
        first = "" if span.fact in page.used else f' id="fact-{_id(span.fact)}"'
        page.used.add(span.fact)
        text = f'<a class="fact"{first} href="{_to(f"trail-{span.fact}")}">{text}</a>'
    elif span.href:
        text = f'<a href="{escape(span.href)}">{text}</a>'
    tone = tone_class(span.tone)
    return f'<span class="tone {tone}">{text}</span>' if tone else text


def _block(block: Block, page: _Page) -> str:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            return _paragraph(block, page)
        case Bullets():
            return _bullets(block, page)
        case Table():
            return _table(block, page)
        case Figure():
            return _figure(block, page)


def _heading(block: Heading) -> str:
    level, page = block.level + 1, ' class="page"' if block.new_page else ""
    return f'<h{level} id="{_id(block.anchor)}"{page}>{escape(block.text)}</h{level}>'


def _paragraph(block: Paragraph, page: _Page) -> str:
    style = f' class="{block.style}"' if block.style in _STYLES else ""
    return f"<p{style}>{_line(block.line, page)}</p>"


def _bullets(block: Bullets, page: _Page) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{_line(item, page)}</li>' for item in block.items)}</{tag}>"


def _table(block: Table, page: _Page) -> str:
    aligns = [_ALIGN.get(letter, "") for letter in block.align.ljust(len(block.header), "l")]
    columns = "".join(f'<col style="width:{part:.1f}%">' for part in _shares(block))
    head = "".join(
        f'<th scope="col"{align}>{_soft(text)}</th>' for text, align in zip(block.header, aligns, strict=True)
    )
    rows = []
    for row in block.rows:
        cells = [f'<th scope="row"{aligns[0]}>{_line(row[0], page)}</th>'] if row else []
        cells += [f"<td{align}>{_line(cell, page)}</td>" for cell, align in zip(row[1:], aligns[1:], strict=True)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    label = f"{page.captions[block.id]}. {block.caption}"
    notes = "".join(f'<p class="note">{_line(note, page)}</p>' for note in block.notes)
    look = "wide dense" if len(block.header) > FEW_COLUMNS else "wide"
    return (
        f'<div class="tablebox" id="{_id(block.id)}" style="--min:{_least(block):.0f}rem">'
        f'<div class="scroll" role="region" tabindex="0" '
        f'aria-label="{escape(label)} ({word("scroll", page.language)})">'
        f'<table class="{look}"><caption><span>{escape(label)}{_hint(page)}</span></caption>'
        f"<colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>\n"
        + "\n".join(rows)
        + f"\n</tbody></table></div>{notes}</div>"
    )


def _hint(page: _Page) -> str:
    """Return the words beside a caption that tell the eye what ``aria-label`` tells the ear: the box scrolls."""
    return f'<span class="hint" aria-hidden="true">→ {word("scroll", page.language)}</span>'


def _shares(block: Table) -> list[float]:
    return [part / 7 for part in column_widths(block, 700, 11)]


def _least(block: Table) -> float:
    """Return the width in rem under which a table scrolls: narrow for ranks and years, wide for prose.

    A table of two columns, a name and what is said of it, never needs to scroll.
    """
    if len(block.header) == 2:
        return 0.0
    longest = [max(len(text) * 0.2, 4.6) for text in block.header]
    for row in block.rows:
        for place, cell in enumerate(row):
            if not tone_of(cell):
                longest[place] = max(longest[place], len(plain(cell)) * 0.56 + 1.3)
    return sum(min(12.0, most) for most in longest)


def _figure(block: Figure, page: _Page) -> str:
    svg = inline_svg(block.svg, f"p{hashlib.sha256(block.id.encode()).hexdigest()[:8]}-", block.description)
    label = f"{page.captions[block.id]}. {block.caption}"
    data = ""
    if block.table in page.captions:
        link = f'<a href="{_to(block.table)}">{page.captions[block.table]}</a>'
        data = f' <span class="data">{word("numbers", page.language)} {link}</span>'
    share = block.width if 0 < block.width < 1 else 1.0
    return (
        f'<figure id="{_id(block.id)}" style="--min:{_PICTURE * share:.0f}rem;max-width:{share * 100:.0f}%">'
        f'<div class="scroll picture" role="region" tabindex="0" '
        f'aria-label="{escape(label)} ({word("scroll", page.language)})">{svg}</div>'
        f"<figcaption>{escape(label)}{data}{_hint(page)}</figcaption></figure>"
    )


def _trail(entry: Trail, page: _Page) -> str:
    name = f"trail-{entry.fact}"
    back = f"fact-{entry.fact}" if entry.fact in page.used else "main"
    inputs, goals, below = (
        [
            f'<a href="{_to(f"trail-{fact}")}">{escape(label)}</a>' if fact in page.facts else escape(label)
            for label, fact in items
        ]
        for items in (entry.inputs, entry.goals, entry.served_by)
    )
    sources = [
        f'<a href="{escape(address)}">{escape(label)}</a>' if safe_link(address) else escape(label)
        for label, address in entry.sources
    ]
    lists = (("inputs", inputs), ("sources", sources), ("goals", goals), ("served-by", below))
    body = "".join(
        f"<h3>{word(key, page.language)}</h3><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        for key, items in lists
        if items
    )
    return (
        f'<section id="{_id(name)}" class="trail" tabindex="-1">'
        f'<p class="kicker">{word("trail", page.language)}</p><h2>{escape(entry.label)}</h2>'
        f'<p class="value">{escape(entry.value)}</p><h3>{word("method", page.language)}</h3>'
        f"<p>{escape(entry.method)}</p>{body}"
        f'<a class="close" href="{_to(back)}">{word("close", page.language)}</a></section>'
    )


def _asset(name: str) -> str:
    return resources.files("opennss.document.writers").joinpath(name).read_text(encoding="utf-8")
