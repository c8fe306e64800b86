"""The verb on monitoring: what is on track, late, missing or about to end, and who must act; with --out a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opennss import build as spine
from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World, app
from opennss.cli.screen import emit, escape, show_table
from opennss.document.blocks import plain
from opennss.document.monitoring import short_tables, summary
from opennss.document.monitoring_files import as_data, print_monitoring
from opennss.language import say


@app.command()
def monitor(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--out", help="folder for the report and its tables")] = None,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Show what is on track, late, missing or about to end, and who must act; exit code 1 when something is late."""
    workspace, world = spine.read(folder, catalogue)
    with screen.ERR.status(say("cli.computing", lang)):
        strategy = spine.build(workspace, world, what_if=False)
        found = spine.watch(strategy, world)
        paths = print_monitoring(found, strategy, out) if out else ()
    if as_json:
        emit({**as_data(found), **({"out": str(out), "files": [path.as_posix() for path in paths]} if out else {})})
    else:
        screen.OUT.print(escape(summary(found, strategy, lang)), soft_wrap=True)
        screen.OUT.print()
        for table in short_tables(found, strategy, lang):
            show_table(table.caption, table.header, [[plain(cell) for cell in row] for row in table.rows])
        if out:
            screen.OUT.print(say("cli.monitor-written", lang, path=escape(str(out))))
            for path in sorted(paths):
                screen.OUT.print(f"  {path.as_posix()}", soft_wrap=True, markup=False)
    if found.pressing:
        raise typer.Exit(1)
