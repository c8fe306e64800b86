"""What `nss fetch` shows of a catalogue that it made anew: what was read, what changed, and what that touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from importlib import import_module
from pathlib import Path

import typer
from rich.progress import Progress

from opennss.catalogue.changes import Changes, Touch, touched
from opennss.cli import screen
from opennss.cli.screen import emit, escape, show_findings, show_table, words
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import FALLBACK, say
from opennss.model.standards import Adoption, Link, Participation
from opennss.sources.everything import Taken, Tell
from opennss.sources.kinds import NO_LICENCE
from opennss.sources.renew import Renewed, renew
from opennss.tables.csvfile import read_table

FIRST = 5
"""Changes of one kind that the screen names; `--json` has them all."""


@contextmanager
def progress(lang: str) -> Iterator[Tell]:
    """Show on standard error how far each file is read, when that is a terminal."""
    with Progress(console=screen.ERR, transient=True, disable=not screen.ERR.is_terminal) as bars:
        tasks = {}

        def tell(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(f"{say('catalogue.step-read', lang)} {escape(name)}", total=total)
            bars.update(tasks[name], completed=done, total=total)

        yield tell


def show(
    place: Path,
    folder: Path,
    taken: Sequence[Taken],
    countries: Sequence[Path],
    lang: str,
    as_json: bool,
    smaller: bool = False,
) -> None:
    """Make the catalogue at ``place`` anew, and say what was read, what changed and what is touched; 1 for errors."""
    found = _renewed(place, folder, taken, lang, smaller)
    findings = [finding for item in found.taken for finding in item.findings] + list(found.findings)
    touches, more = _touched(found.changes, countries)
    findings += more
    if as_json:
        emit(_as_data(place, found, touches, findings, lang))
    else:
        _print(place, found, touches, lang)
        if findings:
            show_findings(findings, lang, as_json)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    if errors or not any(item.card for item in taken or found.taken):
        raise typer.Exit(1)


def _renewed(place: Path, folder: Path, taken: Sequence[Taken], lang: str, smaller: bool) -> Renewed:
    """The new catalogue; where there is nothing to make it from, what was taken and why not."""
    if taken and not any(item.parts for item in taken) and not any(item.findings for item in taken):
        return Renewed(None, "", None, tuple(taken), ())
    index = import_module("opennss.catalogue.search").write_search
    with progress(lang) as tell:
        try:
            step = partial(_step, lang=lang)
            return renew(place, folder, taken, smaller=smaller, index=index, tell=tell, step=step)
        except WorkspaceError as error:
            known = {id(finding) for item in taken for finding in item.findings}
            fresh = tuple(finding for finding in error.findings if id(finding) not in known)
            return Renewed(None, "", None, tuple(taken), fresh)


def _step(name: str, lang: str) -> None:
    if screen.ERR.is_terminal:
        screen.ERR.print(say(f"catalogue.step-{name}", lang))


def _touched(
    changed: Changes | None, countries: Sequence[Path]
) -> tuple[list[tuple[Path, tuple[Touch, ...]]], list[Finding]]:
    """What the changes touch in each country folder, and what is wrong with its tables."""
    touches, findings = [], []
    for folder in countries:
        links = read_table(folder / Link.FILE, Link, (FALLBACK,))
        adoptions = read_table(folder / Adoption.FILE, Adoption, (FALLBACK,))
        seats = read_table(folder / Participation.FILE, Participation, (FALLBACK,))
        read = (*links.findings, *adoptions.findings, *seats.findings)
        findings += [finding for finding in read if finding.severity is Severity.ERROR]
        touches.append((folder, touched(changed, links.rows, adoptions.rows, seats.rows) if changed else ()))
    return touches, findings


def line(item: Taken, lang: str) -> str:
    """Return the line that says what became of one source."""
    name = f"{item.source}: "
    if item.card:
        return name + say("sources.all-taken", lang, file=item.card.files[0][0])
    if any(finding.severity is Severity.ERROR for finding in item.findings):
        return name + say("sources.all-refused", lang)
    if item.no_country:
        return name + say("sources.all-country", lang)
    return name + say("sources.all-missing", lang, address=item.address)


# The screen


def _print(place: Path, found: Renewed, touches: Sequence[tuple[Path, tuple[Touch, ...]]], lang: str) -> None:
    absent = [
        item for item in found.taken if not item.card and not item.findings and item.source.startswith("relaton-")
    ]
    for item in found.taken:
        if item not in absent and (item.card or not any(f.severity is Severity.NOTE for f in item.findings)):
            screen.OUT.print(escape(line(item, lang)), soft_wrap=True)
    if absent:
        names = escape(", ".join(item.source for item in absent))
        screen.OUT.print(say("catalogue.not-there", lang, names=names), soft_wrap=True)
    if found.merged is None:
        screen.OUT.print(say("catalogue.kept-old", lang))
        return
    sources = found.merged.sources
    rows = [(s.name, s.date, s.read, s.stale, s.merged, s.kept) for s in sources if s.merged + s.kept]
    show_table(say("catalogue.counts-title", lang), say("catalogue.columns-counts", lang).split("|"), rows)
    parts = [part for item in found.taken for part in item.parts if part.deliverables.is_empty()]
    others = [
        (part.source.name, part.source.date, part.committees.height or "", part.ics.height or "") for part in parts
    ]
    show_table(say("catalogue.others-title", lang), say("catalogue.columns-others", lang).split("|"), others)
    counts = {"deliverables": found.merged.deliverables.height, "bodies": len(found.merged.bodies)}
    counts |= {"committees": found.merged.committees.height, "ics": found.merged.ics.height}
    said = say("catalogue.written", lang, folder=escape(str(place)), sha256=found.sha256, **counts)
    screen.OUT.print(said, soft_wrap=True)
    if unlicensed := sorted({source.name for source in sources if source.licence.startswith(NO_LICENCE)}):
        screen.OUT.print(say("catalogue.no-licence", lang, names=escape(", ".join(unlicensed))), soft_wrap=True)
    _print_changes(found.changes, lang)
    for folder, rows_touched in touches:
        _print_touched(folder, rows_touched, lang)


def _print_changes(changed: Changes | None, lang: str) -> None:
    if changed is None:
        screen.OUT.print(say("catalogue.first", lang))
        return
    kinds = {name: items for name, items in asdict(changed).items() if items}
    if not kinds:
        screen.OUT.print(say("catalogue.unchanged", lang))
    for name, items in kinds.items():
        first = ", ".join(item if isinstance(item, str) else " → ".join(map(str, item)) for item in items[:FIRST])
        more = ", …" if len(items) > FIRST else ""
        screen.OUT.print(say(f"catalogue.changed-{name}", lang, count=len(items)), soft_wrap=True)
        screen.OUT.print(f"  {escape(first)}{more}", soft_wrap=True)


def _print_touched(folder: Path, touches: Sequence[Touch], lang: str) -> None:
    if not touches:
        screen.OUT.print(say("catalogue.touched-none", lang, folder=escape(str(folder))))
        return
    rows = [
        (touch.row.FILE, touch.row.line, touch.reference, say(f"catalogue.touch-{touch.what}", lang), touch.to)
        for touch in touches
    ]
    title = say("catalogue.touched-title", lang, folder=escape(str(folder)))
    show_table(title, say("catalogue.columns-touched", lang).split("|"), rows)


# JSON


def _as_data(
    place: Path,
    found: Renewed,
    touches: Sequence[tuple[Path, tuple[Touch, ...]]],
    findings: Sequence[Finding],
    lang: str,
) -> dict[str, object]:
    merged = found.merged
    sources = [{"source": item.source, "address": item.address, "files": _files(item)} for item in found.taken]
    data: dict[str, object] = {"sources": sources, "catalogue": None}
    if merged:
        data["catalogue"] = {
            "folder": place.as_posix(), "sha256": found.sha256, "deliverables": merged.deliverables.height,
            "committees": merged.committees.height, "ics": merged.ics.height,
            "sources": [asdict(source) for source in merged.sources],
            "bodies": [{"body": body, "read": given, "kept": kept} for body, given, kept in merged.bodies],
        }  # fmt: skip
    data["changes"] = asdict(found.changes) if found.changes else None
    data["touched"] = [
        {
            "folder": folder.as_posix(), "file": touch.row.FILE, "line": touch.row.line, "reference": touch.reference,
            "what": touch.what, "to": touch.to,
        }
        for folder, rows in touches
        for touch in rows
    ]  # fmt: skip
    return {**data, "findings": [words(finding, lang) for finding in findings]}


def _files(item: Taken) -> list[dict[str, object]]:
    files = item.card.files if item.card else ()
    return [{"file": name, "bytes": size, "sha256": digest} for name, size, digest in files]
