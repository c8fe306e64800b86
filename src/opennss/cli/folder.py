"""Verbs on the country folder itself: make one, check it, hand it out as a workbook and take that back in."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from opennss import build as spine
from opennss.cli import first, screen
from opennss.cli.app import AsJson, Folder, Lang, World, app, typer_date
from opennss.cli.screen import emit, escape, show_findings, words
from opennss.errors import Severity, WorkspaceError
from opennss.language import languages, say
from opennss.model.country import IsoMembership, Settings
from opennss.model.territories import country_names
from opennss.process.steps import named, of_step
from opennss.sources.gather import gather, membership_source
from opennss.sources.look import first_look
from opennss.workspace.comparing import Change
from opennss.workspace.fill import Brought, fill
from opennss.workspace.init import UNSET
from opennss.workspace.init import init as make_folder
from opennss.workspace.readback import apply, changes
from opennss.workspace.settings import FILE, read_settings
from opennss.workspace.workbook import workbook as make_workbook

SHOWN, LONGEST_SHOWN = 20, 80
"""Changes of one file, and signs of one text, that the screen shows; `--json` has them all."""

LANGUAGES = "vi,en"


@app.command()
def init(
    folder: Folder,
    country: Annotated[str, typer.Option(help="ISO 3166 code of the country, such as KHM")] = "XXX",
    source: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", help="a file, or a folder of files, of public data; may be repeated", show_default=False
        ),
    ] = None,
    as_of: Annotated[str, typer.Option(help="date of the evidence, such as 2026-11-22; default: today")] = "",
    currency: Annotated[str, typer.Option(help="ISO 4217 code; default: the country's own")] = "",
    name: Annotated[str, typer.Option(help="name of the country; default: as in Unicode's CLDR")] = "",
    langs: Annotated[str, typer.Option("--langs", help="languages of the folder, separated by commas")] = LANGUAGES,
    iso: Annotated[IsoMembership, typer.Option(help="category of membership in ISO")] = IsoMembership.UNKNOWN,
    member: Annotated[str, typer.Option(help="acronym of the ISO member, where it is not known")] = "",
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Make a new country folder, filled with what public files say; it passes `check` with open questions only.

    With `--from`, a folder that is there already is filled where it is still empty; what has content is left alone.
    """
    if source and (folder / FILE).is_file():
        said = {"country": country, "as_of": as_of, "currency": currency, "name": name, "langs": langs, "iso": iso}
        fill_folder(folder, source, member, said, lang, as_json)
        return
    day, spoken = typer_date(as_of), tuple(part.strip() for part in langs.split(","))
    known = tuple(language for language in spoken if language in languages())
    gathered = gather(country, source or (), known, day, member=member)
    make_folder(
        folder, country, spoken, as_of=day, currency=currency, name=name, iso=iso,
        iso_source=None if iso is IsoMembership.UNKNOWN else membership_source(known, day),
        rows=gathered.rows, snapshots=gathered.snapshots,
    )  # fmt: skip
    look = first_look(gathered, iso)
    if as_json:
        rows = [words(finding, lang) for finding in gathered.findings]
        emit({"folder": str(folder), **first.as_data(look), "findings": rows})
        return
    screen.OUT.print(say("cli.made", lang, path=escape(str(folder))))
    if gathered.findings:
        show_findings(gathered.findings, lang, as_json)
    first.show_first_look(look, name or country_names(country, (lang,))[lang] or country, folder, iso, lang)


def fill_folder(
    folder: Path, places: Sequence[Path], member: str, said: Mapping[str, str], lang: str, as_json: bool
) -> None:
    """Fill what is still empty in a folder that is there; its settings stand, so ``said`` may not differ from them."""
    settings, faults = read_settings(folder)
    if settings is None:
        raise WorkspaceError(faults)
    if differing(settings, said):
        screen.ERR.print(say("sources.fill-settings", lang, path=escape(str(folder))))
        raise typer.Exit(2)
    known = tuple(language for language in settings.languages if language in languages())
    neighbours = settings.technologies.neighbours
    gathered = gather(settings.country, places, known, settings.as_of, member=member, neighbours=neighbours)
    brought = [
        Brought(
            item.publication,
            tuple(item.rows),
            {
                name: data
                for name in (f"{item.publication}.toml", *item.files)
                if (data := gathered.snapshots.get(name))
            },
        )
        for item in gathered.filled
    ]
    untouched = gather(settings.country, (), known, settings.as_of).rows
    done = fill(folder, settings, gathered.rows, untouched, brought)
    if as_json:
        rows = [words(finding, lang) for finding in gathered.findings]
        emit({"folder": str(folder), **dataclasses.asdict(done), "findings": rows})
        return
    if gathered.findings:
        show_findings(gathered.findings, lang, as_json)
    first.show_filling(done, folder, lang)


def differing(settings: Settings, said: Mapping[str, str]) -> bool:
    """Say whether options of the command differ from the settings of the folder; what was not given does not."""
    own = {
        "country": (UNSET, settings.country), "as_of": ("", settings.as_of.isoformat()),
        "currency": ("", settings.currency), "name": ("", *dict(settings.name.values).values()),
        "langs": (LANGUAGES, ",".join(settings.languages)), "iso": ("?", settings.membership.iso),
    }  # fmt: skip
    return any(value not in own[key] for key, value in said.items())


@app.command()
def check(
    folder: Folder,
    step: Annotated[str, typer.Option(help="only what this step needs: 0 to 9, or 2a, 2b, 2c, 2d")] = "",
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Report every fault, warning and open question of a country folder at once."""
    if step and not named(step):
        screen.ERR.print(say("process.unknown-step", lang, value=escape(step)))
        raise typer.Exit(2)
    found = spine.check(folder, catalogue)
    findings = of_step(found, step) if step else found
    left_out = len(found) - len(findings)
    show_findings(findings, lang, as_json, {"step": step, "left_out": left_out} if step else {})
    if step and not as_json:
        screen.OUT.print(say("process.left-out", lang, step=step, number=left_out))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


@app.command()
def workbook(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--out", help="the .xlsx file to write", show_default=False)] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="the .xlsx file to take back in", show_default=False)
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="with --from: write the changes, not only list them")] = False,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Write the whole country folder into one .xlsx workbook of text cells, or take its edited copy back in."""
    if (out is None) == (source is None) or (write and source is None):
        screen.ERR.print(say("workbook.out-or-from", lang))
        raise typer.Exit(2)
    if out is not None:
        make_workbook(folder, out)
        if as_json:
            emit({"file": str(out)})
        else:
            screen.OUT.print(say("cli.made", lang, path=escape(str(out))))
    elif source is not None:
        take_back(folder, source, write, lang, as_json)


def take_back(folder: Path, source: Path, write: bool, lang: str, as_json: bool) -> None:
    """List what a workbook would change in the folder, and write it when that is asked and nothing is wrong."""
    found = changes(folder, source)
    written = write and not found.refused
    if written:
        apply(found)
    if as_json:
        rows = [words(finding, lang) for finding in found.findings]
        emit({"written": written, "changes": [dataclasses.asdict(item) for item in found.changes], "findings": rows})
    else:
        show_changes(found.changes, lang)
        if found.findings:
            show_findings(found.findings, lang, as_json)
        screen.OUT.print(say("workbook.written" if written else "workbook.nothing-written", lang))
    if found.refused:
        raise typer.Exit(1)


def show_changes(found: Sequence[Change], lang: str) -> None:
    """Print how much changes by file, then the first changes of each one by one."""
    if not found:
        screen.OUT.print(say("workbook.no-changes", lang))
        return
    shown: list[tuple[str, ...]] = []
    for file, count in Counter(item.file for item in found).items():
        here = [item for item in found if item.file == file]
        for item in here[:SHOWN]:
            kind = say(f"workbook.kind-{item.kind}", lang)
            shown.append((file, kind, item.key, item.column, shorten(item.old), shorten(item.new)))
        if count > SHOWN:
            shown.append((file, say("workbook.more", lang, number=count - SHOWN), "", "", "", ""))
    screen.show_table(say("workbook.changes", lang, number=len(found)), say("workbook.columns", lang).split("|"), shown)


def shorten(text: str) -> str:
    """Return a text that fits into a cell of a list."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
