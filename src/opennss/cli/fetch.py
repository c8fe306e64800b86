"""The verb that fetches a snapshot from its provider, or takes in one that was brought by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import AsJson, Lang, app
from opennss.cli.folder import typer_date
from opennss.cli.screen import emit, escape
from opennss.language import say
from opennss.sources.fetch import PROVIDERS
from opennss.sources.fetch import fetch as fetch_snapshot


@app.command()
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"one of: {', '.join(PROVIDERS)}", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="folder for the snapshot and its card")] = Path("snapshots"),
    source: Annotated[
        Path | None, typer.Option("--from", help="a file brought by hand, instead of a download", show_default=False)
    ] = None,
    country: Annotated[str, typer.Option(help="ISO 3166 code, where the address needs one")] = "",
    as_of: Annotated[str, typer.Option(help="day of the download, written on the card; default: today")] = "",
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Fetch a public file from its provider's documented address, with a provenance card beside it."""
    card = fetch_snapshot(name, out, day=typer_date(as_of), country=country, source=source)
    file, size, digest = card.files[0]
    if as_json:
        emit({"file": (out / file).as_posix(), "bytes": size, "sha256": digest, "address": card.address})
    else:
        screen.OUT.print(say("sources.fetched", lang, file=escape(file), size=size, folder=escape(str(out))))
