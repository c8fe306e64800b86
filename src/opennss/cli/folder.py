"""Verbs on the country folder itself: make one, check it, hand it out as a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from opennss import build as spine
from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World, app
from opennss.cli.screen import emit, escape, show_findings
from opennss.errors import Severity
from opennss.language import say
from opennss.workspace.init import init as make_folder
from opennss.workspace.workbook import workbook as make_workbook


@app.command()
def init(
    folder: Folder,
    country: Annotated[str, typer.Option(help="ISO 3166 code of the country, such as KHM")] = "XXX",
    as_of: Annotated[str, typer.Option(help="date of the evidence, such as 2026-11-22; default: today")] = "",
    currency: Annotated[str, typer.Option(help="ISO 4217 code of the currency, such as KHR")] = "XXX",
    name: Annotated[str, typer.Option(help="name of the country")] = "",
    langs: Annotated[str, typer.Option("--langs", help="languages of the folder, separated by commas")] = "vi,en",
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Make a new country folder that passes `check` with only its open questions listed."""
    day = typer_date(as_of)
    make_folder(
        folder, country, tuple(part.strip() for part in langs.split(",")), as_of=day, currency=currency, name=name
    )
    if as_json:
        emit({"folder": str(folder)})
    else:
        screen.OUT.print(say("cli.made", lang, path=escape(str(folder))))
        screen.OUT.print(say("cli.next-check", lang, path=escape(str(folder))))


@app.command()
def check(folder: Folder, catalogue: World = None, lang: Lang = "en", as_json: AsJson = False) -> None:
    """Report every fault, warning and open question of a country folder at once."""
    findings = spine.check(folder, catalogue)
    show_findings(findings, lang, as_json)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


@app.command()
def workbook(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="the .xlsx file to write")],
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Write the whole country folder into one .xlsx workbook (text cells, no formulas)."""
    make_workbook(folder, out)
    if as_json:
        emit({"file": str(out)})
    else:
        screen.OUT.print(say("cli.made", lang, path=escape(str(out))))


def typer_date(text: str) -> dt.date:
    """Read a date option, by default today: the one moment when a clock is read; another form is a wrong use."""
    try:
        return dt.date.fromisoformat(text) if text else dt.datetime.now(dt.UTC).date()
    except ValueError as error:
        raise typer.BadParameter(text) from error
