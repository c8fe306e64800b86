"""The check of a plan made elsewhere, for the verb `plan`: on the screen, as JSON, as documents and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opennss import build as spine
from opennss.cli import screen
from opennss.cli.screen import emit, escape, show_table
from opennss.document.blocks import Document, Table, plain
from opennss.document.handed.answers import answers, verdict
from opennss.document.handed.exports import as_data
from opennss.document.handed.outline import handed_document
from opennss.document.handed.pen import HandedPen
from opennss.document.handed.printing import print_handed
from opennss.errors import Finding, WorkspaceError
from opennss.language import say
from opennss.workspace.handed import read_handed

ListFile = Annotated[
    Path | None, typer.Option("--list", help="a plan made elsewhere, .csv or .xlsx: does it fit, and what of it?")
]


def check_file(
    folder: Path, source: Path, out: Path | None, catalogue: Path | None, language: str, as_json: bool
) -> None:
    """Check a list against a folder; ends with 1 when it does not fit or somebody has to look at it again."""
    if not source.is_file():
        raise WorkspaceError([Finding(source.as_posix(), 0, "", "handed-no-file")])
    workspace, world = spine.read(folder, catalogue)
    with screen.ERR.status(say("cli.computing", language)):
        check = spine.handed(workspace, world, read_handed(source, workspace.settings.currency))
        paths = print_handed(check, out, language) if out else ()
    if as_json:
        files = {"out": str(out), "files": [path.as_posix() for path in paths]} if out else {}
        emit({**as_data(check, language), **files})
    else:
        show(handed_document(check, language, short=True), HandedPen(language, check, short=True))
        if out:
            screen.OUT.print(say("cli.handed-shown", language, path=escape(str(out))))
            for path in sorted(paths):
                screen.OUT.print(f"  {path.as_posix()}", soft_wrap=True, markup=False)
    if not check.clean:
        raise typer.Exit(1)


def show(document: Document, pen: HandedPen) -> None:
    """Print the answer in short and the tables of a check on the terminal."""
    screen.OUT.print(f"[bold]{escape(verdict(pen))}[/bold]")
    for text in answers(pen):
        screen.OUT.print(f"• {escape(text)}")
    screen.OUT.print()
    for block in document.blocks:
        if isinstance(block, Table) and block.rows:
            right = [place for place, side in enumerate(block.align) if side == "r"]
            show_table(block.caption, block.header, [[plain(cell) for cell in row] for row in block.rows], right)
            for note in block.notes:
                screen.OUT.print(f"[dim]{escape(plain(note))}[/dim]")
