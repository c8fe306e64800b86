"""The verb that publishes the work programme of WTO TBT Annex 3, paragraph J."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World, app
from opennss.cli.screen import emit, escape, show_findings, show_table, words
from opennss.cli.strategy import strategy_of
from opennss.document.blocks import Document, Table, plain
from opennss.document.notice import notice as notice_of
from opennss.document.notice_document import notice_document
from opennss.document.notice_files import as_data, print_notice
from opennss.errors import CodeError
from opennss.language import say
from opennss.model.codes import Period

SHOWN = ("notice-body", "notice-stages")
"""Tables of the document that the screen shows as they are."""


@app.command()
def notice(
    folder: Folder,
    period: Annotated[str, typer.Option("--period", help="the period: 2027-H1, 2027, 2027-Q3 or 2027-05")],
    out: Annotated[Path | None, typer.Option("--out", help="folder for the documents and the tables")] = None,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Print the half-yearly work programme for trade partners (WTO TBT Annex 3 J): standards, stages, sources."""
    try:
        wanted = Period.parse(period)
    except CodeError as error:
        screen.ERR.print(escape(say(f"finding.{error.code}.message", lang, **error.values)))
        screen.ERR.print(say(f"finding.{error.code}.hint", lang))
        raise typer.Exit(2) from error
    with screen.ERR.status(say("cli.computing", lang)):
        strategy = strategy_of(folder, catalogue)
        made = notice_of(strategy, wanted)
        paths = print_notice(made, strategy, out) if out else ()
    if as_json:
        data = {**as_data(made, strategy), "findings": [words(finding, lang) for finding in made.findings]}
        emit({**data, **({"out": str(out), "files": [path.as_posix() for path in paths]} if out else {})})
        return
    show(notice_document(made, strategy, lang))
    rows = [
        (row.stage or "?", "; ".join(row.ics) or "?", row.base, row.title[lang], row.completion) for row in made.rows
    ]
    show_table(say("doc.table.notice", lang), say("cli.columns-notice", lang).split("|"), rows)
    if made.findings:
        show_findings(made.findings, lang, as_json)
    if out:
        screen.OUT.print(say("cli.notice-shown", lang, path=escape(str(out))))
        for path in sorted(paths):
            screen.OUT.print(f"  {path.as_posix()}", soft_wrap=True, markup=False)


def show(document: Document) -> None:
    """Print who publishes the notice, and the stages, on the terminal."""
    for block in document.blocks:
        if isinstance(block, Table) and block.id in SHOWN:
            show_table(block.caption, block.header, [[plain(cell) for cell in row] for row in block.rows])
