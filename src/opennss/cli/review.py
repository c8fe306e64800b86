"""The verb over two folders of one country: what moved since last year, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import AsJson, Lang, World, app
from opennss.cli.screen import bars, emit, escape, show_table
from opennss.document.blocks import Bullets, Document, Paragraph, Table, plain
from opennss.language import say
from opennss.review import exchange
from opennss.review.exports import as_data
from opennss.review.outline import review_document
from opennss.review.printing import print_review

SHOWN = (
    "review-totals", "review-places", "review-ranks", "review-came", "review-went", "review-shifted",
    "review-delivery", "review-targets", "review-unfit",
)  # fmt: skip
"""Tables of the document that the screen shows; the others are in the files."""

LEAST = 20
"""Signs that the first column gets in any case."""


@app.command()
def review(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="last year's folder", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="this year's folder", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", help="folder for the document and the tables")] = None,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Say what moved between two folders of one country, and why: each movement divided among five causes."""
    before, after = exchange.read(old, new, catalogue)
    with bars({"worlds": say("cli.review-worlds", lang)}) as tell:
        found = exchange.review(before, after, tell)
    paths = print_review(found, out) if out else ()
    if as_json:
        emit({**as_data(found), **({"out": str(out), "files": [path.as_posix() for path in paths]} if out else {})})
        return
    show(review_document(found, lang))
    if out:
        screen.OUT.print(say("cli.review-shown", lang, path=escape(str(out))))
        for path in sorted(paths):
            screen.OUT.print(f"  {path.as_posix()}", soft_wrap=True, markup=False)


def show(document: Document) -> None:
    """Print on the terminal what moved: the sentences of the first chapters and the tables of movements."""
    chapters = 0
    for block in document.blocks:
        chapters += not isinstance(block, Paragraph | Bullets | Table) and getattr(block, "level", 0) == 1
        if isinstance(block, Table) and block.id in SHOWN:
            rows = [[plain(cell) for cell in row] for row in block.rows]
            show_table(block.caption, block.header, rows, least={0: LEAST})
        elif isinstance(block, Paragraph) and (chapters == 1 or block.style == "callout"):
            screen.OUT.print(escape(plain(block.line)), soft_wrap=True)
        elif isinstance(block, Bullets) and chapters < 3:
            for item in block.items:
                screen.OUT.print(f"  {escape(plain(item))}", soft_wrap=True)
