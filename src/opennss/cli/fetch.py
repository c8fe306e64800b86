"""The verb that fetches a snapshot from its provider, or takes in one that was brought by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import AsJson, Lang, app, typer_date
from opennss.cli.screen import emit, escape, show_findings, words
from opennss.language import say
from opennss.sources.everything import ALL, Taken, take_all
from opennss.sources.fetch import PROVIDERS
from opennss.sources.fetch import fetch as fetch_snapshot


@app.command()
def fetch(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=f"one of: {', '.join(PROVIDERS)}, {ALL}", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", help="folder for the snapshot and its card")] = Path("snapshots"),
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", help="a file brought by hand, instead of a download; with all: a folder", show_default=False
        ),
    ] = None,
    country: Annotated[str, typer.Option(help="ISO 3166 code, where the address needs one")] = "",
    as_of: Annotated[str, typer.Option(help="day of the download, written on the card; default: today")] = "",
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Fetch a public file from its provider's documented address, with a provenance card beside it."""
    if name == ALL:
        fetch_all(source, out, typer_date(as_of), country, lang, as_json)
        return
    card = fetch_snapshot(name, out, day=typer_date(as_of), country=country, source=source)
    file, size, digest = card.files[0]
    if as_json:
        emit({"file": (out / file).as_posix(), "bytes": size, "sha256": digest, "address": card.address})
    else:
        screen.OUT.print(say("sources.fetched", lang, file=escape(file), size=size, folder=escape(str(out))))


def fetch_all(source: Path | None, out: Path, day: dt.date, country: str, lang: str, as_json: bool) -> None:
    """Take every source from a folder and print a line for each; exit with 1 when one is broken or none was taken."""
    if source is None:
        screen.ERR.print(say("sources.all-from", lang))
        raise typer.Exit(2)
    taken = take_all(source, out, day=day, country=country)
    findings = [finding for item in taken for finding in item.findings]
    if as_json:
        rows = [{"source": item.source, "address": item.address, "files": _files(item)} for item in taken]
        emit({"folder": str(out), "sources": rows, "findings": [words(finding, lang) for finding in findings]})
    else:
        for item in taken:
            screen.OUT.print(escape(line(item, lang)), soft_wrap=True)
        if findings:
            show_findings(findings, lang, as_json)
    if findings or not any(item.card for item in taken):
        raise typer.Exit(1)


def line(item: Taken, lang: str) -> str:
    """Return the line that says what became of one source."""
    name = f"{item.source}: "
    if item.card:
        return name + say("sources.all-taken", lang, file=item.card.files[0][0])
    if item.findings:
        return name + say("sources.all-refused", lang)
    if item.no_country:
        return name + say("sources.all-country", lang)
    return name + say("sources.all-missing", lang, address=item.address)


def _files(item: Taken) -> list[dict[str, object]]:
    files = item.card.files if item.card else ()
    return [{"file": name, "bytes": size, "sha256": digest} for name, size, digest in files]
