"""Bring a country's own catalogue of standards into its folder: adoptions, and proposals for a person to look at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import typer

from opennss.cli import screen
from opennss.cli.screen import emit, escape, show_findings, words
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import Text, languages, say
from opennss.model.codes import Id
from opennss.model.country import Settings
from opennss.model.observations import Grade, Source
from opennss.model.standards import Adoption
from opennss.sources import national
from opennss.sources.card import card_of, checksum
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import print_table, read_table
from opennss.workspace.lock import locked
from opennss.workspace.write import write_texts

PROPOSALS = "national-proposals.csv"


def bring(file: Path | None, folder: Path | None, day: dt.date, lang: str, as_json: bool) -> None:
    """Add the adoptions of a national catalogue to ``adoptions.csv``; what the folder holds already is left alone.

    Adoptions that only a number suggests go into ``national-proposals.csv``, in the layout of the catalogue itself.
    Exit with 1 when rows had to be left out.
    """
    if file is None or folder is None:
        screen.ERR.print(say("catalogue.national-usage", lang))
        raise typer.Exit(2)
    with locked(folder) as settings:
        known = tuple(language for language in settings.languages if language in languages())
        held = read_table(folder / Adoption.FILE, Adoption, known)
        sources = read_table(folder / Source.FILE, Source, known)
        broken = [f for f in (*held.findings, *sources.findings) if f.severity is Severity.ERROR]
        if broken:
            raise WorkspaceError(broken)
        source = _source(file, settings, known, day)
        found = national.read(file, known, source.id)
        fresh, differing = national.merged(held.rows, found.rows, file.name)
        proposed, _ = national.merged(held.rows, found.proposals, file.name)
        texts: dict[Path, str] = {}
        if fresh:
            rows = (*held.rows, *fresh)
            texts[folder / Adoption.FILE] = print_table(rows, Adoption, text_languages(rows, known))
            if source.id not in {row.id for row in sources.rows}:
                every = (*sources.rows, source)
                texts[folder / Source.FILE] = print_table(every, Source, text_languages(every, known))
        if proposed:
            texts[folder / PROPOSALS] = national.print_layout(proposed, text_languages(proposed, known))
        write_texts(texts)
    findings = (*found.findings, *differing)
    counts = {"added": len(fresh), "held": len(found.rows) - len(fresh), "own": found.own, "proposed": len(proposed)}
    if as_json:
        emit({"folder": str(folder), "source": source.id, **counts, "findings": [words(f, lang) for f in findings]})
    else:
        _print(folder, source, counts, lang)
        if findings:
            show_findings(findings, lang, as_json)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


def _source(file: Path, settings: Settings, known: tuple[str, ...], day: dt.date) -> Source:
    """The row of ``sources.csv``: one for each state of the catalogue, told by its checksum."""
    if not file.is_file():
        raise WorkspaceError([Finding(file.name, 0, "", "source-path-missing", {"path": file.as_posix()})])
    card = card_of((file,), "national", "", "")
    title = Text.of(**{language: say("catalogue.national-title", language, file=file.name) for language in known})
    return Source(
        id=Id(f"national-catalogue-{checksum(file)[:8]}"), publisher=settings.body["en"],
        title=title, seen=day, grade=Grade.OFFICIAL,
        date=card.date.isoformat() if card.date else "", address=card.address or file.name, licence=card.licence,
        note=f"brought by hand; SHA-256 {checksum(file)}",
    )  # fmt: skip


def _print(folder: Path, source: Source, counts: dict[str, int], lang: str) -> None:
    said = {"rows": counts["added"], "file": escape(str(folder / Adoption.FILE)), "source": source.id}
    screen.OUT.print(say("catalogue.national-added", lang, **said), soft_wrap=True)
    if counts["held"]:
        screen.OUT.print(say("catalogue.national-held", lang, count=counts["held"]))
    if counts["own"]:
        screen.OUT.print(say("catalogue.national-own", lang, count=counts["own"]))
    if counts["proposed"]:
        values = {"count": counts["proposed"], "file": escape(str(folder / PROPOSALS))}
        screen.OUT.print(say("catalogue.national-proposals", lang, **values), soft_wrap=True)
    screen.OUT.print(say("catalogue.national-next", lang, path=escape(str(folder))))
