"""The verb that searches the catalogue of standards: committees, deliverables and ICS classes for a text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from opennss.catalogue import store
from opennss.catalogue.search import Found, Hit
from opennss.catalogue.search import search as search_in
from opennss.catalogue.search.saying import all_in_words
from opennss.cli import screen
from opennss.cli.app import AsJson, Lang, World, app
from opennss.cli.screen import emit, escape, grid
from opennss.errors import Finding, WorkspaceError
from opennss.language import say

SHOWN = 0.1
"""The score from which the screen shows a hit; `--json` has them all."""


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="a subject, or a reference", show_default=False)],
    lang: Lang = "en",
    limit: Annotated[int, typer.Option(min=1, help="rows of each list")] = 20,
    as_json: AsJson = False,
    catalogue: World = None,
) -> None:
    """Search committees, deliverables and ICS classes of the world, best first, with the reasons."""
    place = catalogue or store.default_path()
    found = search_in(open_at(place), text, lang, limit)
    if as_json:
        emit(as_data(found))
        return
    if found.unknown:
        screen.OUT.print(say("search.not-understood", lang, words=escape(", ".join(found.unknown))))
    if not (found.committees or found.deliverables or found.ics):
        screen.OUT.print(say("search.nothing", lang))
    for name in ("committees", "deliverables", "ics"):
        if hits := [hit for hit in getattr(found, name) if hit.score >= SHOWN]:
            screen.OUT.print(table(name, hits, lang))
    if any(hit.called for hit in found.committees):
        screen.OUT.print(say("search.called", lang), style="dim")


def open_at(place: Path) -> store.Catalogue:
    """Open the catalogue at ``place``; raises ``WorkspaceError`` that says how to get one when there is none."""
    try:
        return store.open(place)
    except WorkspaceError as error:
        if any(finding.code == "no-catalogue" for finding in error.findings):
            missing = Finding(place.name, 0, "", "search-no-catalogue", {"path": place.as_posix()})
            raise WorkspaceError((missing,)) from error
        raise


def table(name: str, hits: Sequence[Hit], lang: str) -> Table:
    """Return one list for the screen: score, code, and the title with what else is known and the reasons below it."""
    shown = grid(say(f"search.title-{name}", lang), expand=True)
    for column in say(f"search.columns-{name}", lang).split("|"):
        shown.add_column(column, overflow="fold", no_wrap=False)
    shown.columns[0].justify = "right"
    shown.columns[1].min_width = min(24, max(len(hit.key) for hit in hits))
    shown.columns[2].ratio = 1
    for hit in hits:
        lines = [escape(f"[{hit.title}]" if hit.called else hit.title) or say("search.no-title", lang)]
        if hit.state or hit.committee:
            lines.append(escape(", ".join(filter(None, (_state(hit, lang), hit.committee)))))
        lines += [f"[dim]{escape(line)}[/dim]" for line in all_in_words(hit.why, lang)]
        shown.add_row(f"{hit.score:.2f}", escape(hit.key), "\n".join(lines))
    return shown


def _state(hit: Hit, lang: str) -> str:
    """What a deliverable is at, in words and with its stage code."""
    return f"{say(f'search.state-{hit.state}', lang)} ({hit.stage})" if hit.state else ""


def as_data(found: Found) -> dict[str, object]:
    """Return the answer as JSON has it."""
    return {
        "committees": [{"code": hit.key, **_said(hit), "called": hit.called} for hit in found.committees],
        "deliverables": [
            {"code": hit.key, **_said(hit), "stage": hit.stage, "state": hit.state, "committee": hit.committee}
            for hit in found.deliverables
        ],
        "ics": [{"code": hit.key, **_said(hit)} for hit in found.ics],
        "not_understood": list(found.unknown),
    }


def _said(hit: Hit) -> dict[str, object]:
    why = [{"words": one.said, "terms": one.term, "fields": list(one.fields)} for one in hit.why]
    return {"title": hit.title, "score": round(hit.score, 4), "why": why}
