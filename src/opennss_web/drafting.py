"""The public draft of a release, clause by clause: `python -m opennss_web.drafting RELEASE TARGET ADDRESS`.

Pages never build a document. A process of its own prints the public edition once, when a consultation opens: numbered
clauses as HTML in ``draft.json`` and the charts as files beside it. It needs no database.
"""

from __future__ import annotations

import dataclasses
import json
import pickle
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from opennss.document.blocks import Block, Bullets, Document, Figure, Heading, Line, Paragraph, Span, Table
from opennss.document.outline import strategy_document
from opennss.document.palette import tone_class
from opennss.document.writers.prepare import captions, prepare, soften
from opennss.document.writers.words import word
from opennss.errors import Finding, WorkspaceError
from opennss.model.results import Strategy
from opennss.workspace.check.prose import named
from opennss_web.editions import in_edition

DRAFT: Final = "draft.json"
PUBLIC: Final = "public"
ANNEX: Final = re.compile(r"(?:Annex|Phụ lục) ([A-Z]+)\s*[:.]\s*")
"""How the heading of an annex begins; its letter is its number."""

_ALIGN: Final = {"r": ' class="num"', "c": ' class="centre"'}
_STYLES: Final = ("lead", "note", "callout")


@dataclass(slots=True)
class Clause:
    """A heading with its number and address, and what stands below it until the next heading, as HTML.

    ``label`` is the heading as it is printed, with its number.
    """

    number: str
    level: int
    label: str
    anchor: str
    html: list[str] = field(default_factory=list)


def public_edition(strategy: Strategy) -> Strategy:
    """Return a strategy as its public edition has it: without the facts that are internal.

    Raises ``WorkspaceError`` when prose names a fact that only the internal edition has.
    """
    public = in_edition(strategy, PUBLIC)
    unknown = [
        Finding(f"text/{language}/{name}.md", 0, "", "draft-internal-fact", {"value": fact})
        for language, name, text in public.workspace.choices.prose
        for fact in sorted(named(text)[0] - public.facts.keys())
    ]
    if unknown:
        raise WorkspaceError(unknown)
    return public


def clauses(document: Document, charts: str) -> list[Clause]:
    """Return the clauses of a document; ``charts`` is the address below which its charts are served.

    Chapters are counted, annexes keep their letter. What stands before the first heading is left out: the cover.
    """
    ready = prepare(document)
    labels = captions(ready)
    found: list[Clause] = []
    for block, number in zip(ready.blocks, _numbers(ready.blocks), strict=True):
        if isinstance(block, Heading):
            label = block.text if ANNEX.match(block.text) else f"{number} {block.text}"
            found.append(Clause(number, block.level, label, block.anchor))
        elif found:
            found[-1].html.append(_html(block, labels, charts, ready.language))
    return found


def _numbers(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield for each block the number of its clause: ``5``, ``5.2``, ``5.2.1``, ``A.1``."""
    chapters, counts, letter = 0, [0, 0], ""
    number = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            annex = ANNEX.match(block.text)
            letter, counts = annex[1] if annex else "", [0, 0]
            chapters += not letter
            number = letter or str(chapters)
        elif isinstance(block, Heading):
            place = block.level - 2
            counts = [*counts[:place], counts[place] + 1, *[0] * (1 - place)]
            number = ".".join((letter or str(chapters), *map(str, counts[: place + 1])))
        yield number


def _html(block: Block, labels: Mapping[str, str], charts: str, language: str) -> str:
    match block:
        case Paragraph():
            style = f' class="{block.style}"' if block.style in _STYLES else ""
            return f"<p{style}>{_line(block.line)}</p>"
        case Bullets():
            tag = "ol" if block.ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_line(item)}</li>' for item in block.items)}</{tag}>"
        case Table():
            return _table(block, f"{labels[block.id]}. {block.caption}")
        case Figure():
            label = escape(f"{labels[block.id]}. {block.caption}")
            hint = escape(word("numbers", language)) if block.table else ""
            link = f' <a href="#{escape(block.table)}">{escape(labels[block.table])}</a>' if block.table else ""
            return (
                f'<details class="chart"><summary>{label}</summary><img loading="lazy" '
                f'src="{escape(charts)}{escape(chart_name(block))}" alt="{escape(block.description)}">'
                f"<p>{hint}{link}</p></details>"
            )
    return ""


def chart_name(block: Figure) -> str:
    """Return the name under which a chart is kept, without its ending; only signs that an address may have."""
    return re.sub(r"[^a-z0-9-]", "-", block.id.lower())


def _table(block: Table, label: str) -> str:
    aligns = [_ALIGN.get(letter, "") for letter in block.align.ljust(len(block.header), "l")]
    pairs = zip(block.header, aligns, strict=True)
    head = "".join(f'<th scope="col"{align}>{_soft(text)}</th>' for text, align in pairs)
    rows = []
    for row in block.rows:
        cells = [f'<th scope="row"{aligns[0]}>{_line(row[0])}</th>'] if row else []
        cells += [f"<td{align}>{_line(cell)}</td>" for cell, align in zip(row[1:], aligns[1:], strict=True)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    notes = "".join(f'<p class="note">{_line(note)}</p>' for note in block.notes)
    return (
        f'<div class="wide" id="{escape(block.id)}" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><caption>{escape(label)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f"</div>{notes}"
    )


def _line(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    """Return a piece of a line; the trail behind a number is not part of the draft."""
    text = _soft(span.text)
    text = f'<i lang="{escape(span.lang)}">{text}</i>' if span.lang else text
    text = f"<strong>{text}</strong>" if span.strong else text
    if span.href and not span.href.startswith("#"):
        text = f'<a href="{escape(span.href)}" rel="noreferrer">{text}</a>'
    tone = tone_class(span.tone)
    return f'<span class="tone {tone}">{text}</span>' if tone else text


def _soft(text: str) -> str:
    return escape(soften(text)).replace("\u200b", "<wbr>")


def write(strategy: Strategy, target: Path, address: str) -> None:
    """Write the public draft of a strategy into a folder of its own, in every language; it appears whole.

    ``address`` is that of the consultation, with a slash at its end. Raises ``WorkspaceError`` as ``public_edition``.
    """
    public = public_edition(strategy)
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    kept: dict[str, object] = {}
    for language in public.workspace.settings.languages:
        document = strategy_document(public, language)
        for block in document.blocks:
            if isinstance(block, Figure):
                (part / f"{language}-{chart_name(block)}.svg").write_bytes(block.svg)
        found = clauses(document, f"{address}charts/{language}-")
        kept[language] = {
            "title": document.title, "subtitle": document.subtitle,
            "cover": ["".join(span.text for span in line) for line in document.cover],
            "clauses": [dataclasses.asdict(clause) | {"html": "".join(clause.html)} for clause in found],
        }  # fmt: skip
    (part / DRAFT).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    part.replace(target)


def main(release: str, target: str, address: str) -> int:
    """Print the draft of a kept strategy; findings go to standard output as JSON, with 1 as exit code."""
    strategy = pickle.loads(Path(release).read_bytes())
    assert isinstance(strategy, Strategy)
    try:
        write(strategy, Path(target), address)
    except WorkspaceError as error:
        print(json.dumps([dataclasses.asdict(finding) for finding in error.findings], ensure_ascii=False))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
