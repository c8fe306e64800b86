"""The verb that fetches public files, or takes in what was brought by hand, and makes the catalogue anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from opennss.catalogue import store
from opennss.cli import national, renewed, screen
from opennss.cli.app import AsJson, Lang, World, app, typer_date
from opennss.cli.screen import emit, escape, show_findings
from opennss.errors import WorkspaceError
from opennss.language import say
from opennss.sources.bring import bring
from opennss.sources.everything import ALL, take_all
from opennss.sources.fetch import PROVIDERS
from opennss.sources.fetch import fetch as fetch_snapshot
from opennss.sources.renew import known

NATIONAL = "national"
"""The name of a country's own catalogue, which comes as a file and goes into the country folder."""


def default_snapshots() -> Path:
    """Return where the raw copies lie when no folder is named: beside the catalogue, in the user's data folder."""
    return store.default_path().with_name("snapshots")


def of_catalogue(name: str) -> bool:
    """Say whether a source is one that the catalogue of standards is made from."""
    return name.startswith(("iso-", "relaton-"))


@app.command()
def fetch(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help=f"one of: {', '.join(PROVIDERS)}, {NATIONAL}, {ALL}", show_default=False),
    ],
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", help="a file or folder brought by hand, instead of a download; all needs one", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="folder for raw copies with their cards; default: in the user's data folder"),
    ] = None,
    catalogue: World = None,
    countries: Annotated[
        list[Path] | None,
        typer.Option("--for", help="a country folder: which of its links and adoptions are touched; may be repeated"),
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help=f"with {NATIONAL}: the country folder that the adoptions go into")
    ] = None,
    smaller: Annotated[
        bool,
        typer.Option("--smaller", help="also take a source that has far fewer records than the catalogue holds of it"),
    ] = False,
    country: Annotated[str, typer.Option(help="ISO 3166 code, where the address needs one")] = "",
    as_of: Annotated[str, typer.Option(help="day of the download, written on the card; default: today")] = "",
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Fetch a public file from its provider's documented address, with a card, and make the catalogue anew."""
    day = typer_date(as_of)
    if name == NATIONAL:
        national.bring(source, into, day, lang, as_json)
        return
    folder = out or default_snapshots()
    place = catalogue or store.default_path()
    if name == ALL:
        fetch_all(source, folder, place, countries or [], day, country, lang, as_json, smaller)
        return
    if of_catalogue(name):
        again = bool(catalogue or not out)
        with renewed.progress(lang) as tell:
            taken = bring(
                name, folder, day=day, source=source, old=known(place) if again and not smaller else {}, tell=tell
            )
        if again:
            renewed.show(place, folder, taken, countries or [], lang, as_json, smaller)
            return
        findings = [finding for item in taken for finding in item.findings]
        cards = [item.card for item in taken if item.card]
        if not cards:
            raise WorkspaceError(findings)
        card = cards[0]
    else:
        card, findings = fetch_snapshot(name, folder, day=day, country=country, source=source), []
    file, size, digest = card.files[0]
    if as_json:
        emit({"file": (folder / file).as_posix(), "bytes": size, "sha256": digest, "address": card.address})
        return
    screen.OUT.print(say("sources.fetched", lang, file=escape(file), size=size, folder=escape(str(folder))))
    if of_catalogue(name):
        screen.OUT.print(say("catalogue.rebuild-not", lang))
    if findings:
        show_findings(findings, lang, as_json)


def fetch_all(
    source: Path | None,
    out: Path,
    place: Path,
    countries: list[Path],
    day: dt.date,
    country: str,
    lang: str,
    as_json: bool,
    smaller: bool,
) -> None:
    """Take every source from a folder and make the catalogue at ``place``; 1 when one is broken or none is there."""
    if source is None:
        screen.ERR.print(say("sources.all-from", lang))
        raise typer.Exit(2)
    with renewed.progress(lang) as tell:
        taken = take_all(source, out, day=day, country=country, old={} if smaller else known(place), tell=tell)
    renewed.show(place, out, taken, countries, lang, as_json, smaller)
