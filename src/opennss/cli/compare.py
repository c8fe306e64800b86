"""The verb over several countries: side by side on the screen, as JSON, and as a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import AsJson, Lang, World, app
from opennss.cli.screen import emit, escape, show_table
from opennss.document.blocks import Document, Table, plain
from opennss.language import say
from opennss.region import compare as region
from opennss.region.exports import as_data
from opennss.region.outline import region_document
from opennss.region.printing import print_region


@app.command()
def compare(
    folder: Annotated[list[Path], typer.Argument(metavar="DIR", help="the country folders", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", help="folder for the document and the tables")] = None,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Lay several countries side by side: priorities, seats and next steps, shared work and what it would save."""
    if len(folder) < 2:
        screen.ERR.print(say("cli.compare-few", lang))
        raise typer.Exit(2)
    pairs = region.read(folder, catalogue)
    if twice := region.repeated([workspace for workspace, _ in pairs]):
        screen.ERR.print(say("cli.compare-same", lang, codes=", ".join(twice)))
        raise typer.Exit(2)
    with screen.ERR.status(say("cli.computing", lang)):
        found = region.compare(region.build(folder, pairs))
        paths = print_region(found, out) if out else ()
    if as_json:
        emit({**as_data(found), **({"out": str(out), "files": [path.as_posix() for path in paths]} if out else {})})
        return
    show(region_document(found, lang, short=True))
    if out:
        screen.OUT.print(say("cli.compare-shown", lang, path=escape(str(out))))
        for path in sorted(paths):
            screen.OUT.print(f"  {path.as_posix()}", soft_wrap=True, markup=False)


def show(document: Document) -> None:
    """Print the tables of a document on the terminal, but for its list of sources."""
    for block in document.blocks:
        if isinstance(block, Table) and block.id != "region-sources":
            show_table(block.caption, block.header, [[plain(cell) for cell in row] for row in block.rows])
