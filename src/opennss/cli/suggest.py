"""The verb that proposes links for every area, and takes back what a person said of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from opennss.catalogue import store
from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World, app, typer_date
from opennss.cli.screen import emit, escape, show_table
from opennss.cli.search import open_at
from opennss.errors import WorkspaceError
from opennss.language import say
from opennss.mapping.gaps import seats_in
from opennss.mapping.suggest import suggest as proposals_for
from opennss.model.proposals import Proposal
from opennss.model.workspace import Workspace
from opennss.workspace.check import check_folder
from opennss.workspace.proposals import accept as accept_review
from opennss.workspace.proposals import write_review


@app.command()
def suggest(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="review file to write, .csv or .xlsx")] = Path("proposals.csv"),
    area: Annotated[list[str] | None, typer.Option("--area", help="only this area; may be repeated")] = None,
    accept: Annotated[
        Path | None, typer.Option("--accept", help="a reviewed file: take it back instead", show_default=False)
    ] = None,
    reviewer: Annotated[str, typer.Option(help="who reviewed the file; goes into mapping.csv")] = "",
    as_of: Annotated[str, typer.Option(help="day of the review; default: today")] = "",
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Propose links to committees, documents and drafts into a review file; take back what was accepted or refused."""
    world = open_at(catalogue or store.default_path())
    if accept is not None:
        if not reviewer.strip():
            screen.ERR.print(say("cli.suggest-reviewer", lang))
            raise typer.Exit(2)
        take_back(folder, accept, world, reviewer, typer_date(as_of), lang, as_json)
        return
    workspace, _, findings = check_folder(folder)
    if workspace is None:
        raise WorkspaceError(findings)
    found = _proposals(workspace, world, area)
    number = write_review(found, out, workspace.settings.languages, workspace.settings.as_of)
    if as_json:
        emit({"file": out.as_posix(), "proposals": [as_data(row) for row in found]})
        return
    if not number:
        screen.OUT.print(say("cli.suggest-none", lang))
        return
    show(workspace, found, lang)
    areas = len({row.area for row in found})
    said = say(
        "cli.suggest-written", lang, number=number, areas=areas, file=escape(str(out)), folder=escape(str(folder))
    )
    screen.OUT.print(said, soft_wrap=True)


def _proposals(workspace: Workspace, world: store.Catalogue, wanted: Sequence[str] | None) -> tuple[Proposal, ...]:
    evidence, choices, settings = workspace.evidence, workspace.choices, workspace.settings
    known = {str(area.id) for area in evidence.areas}
    if strange := [name for name in wanted or () if name not in known]:
        raise typer.BadParameter(", ".join(strange), param_hint="--area")
    areas = [area for area in evidence.areas if not wanted or area.id in wanted]
    seats = seats_in(world.committees, evidence.participation, settings.membership.all_seats)
    return tuple(proposals_for(areas, world, settings.languages, choices.links, choices.refusals, seats))


def take_back(
    folder: Path, review: Path, world: store.Catalogue, reviewer: str, day: dt.date, lang: str, as_json: bool
) -> None:
    """Take back a reviewed file and say what became of it."""
    done = accept_review(folder, review, world, reviewer, day)
    files = [path.relative_to(folder).as_posix() for path in done.files]
    if as_json:
        counts = {"accepted": len(done.links), "refused": len(done.refusals), "open": done.open}
        emit({**counts, "files": files})
    elif not done.links and not done.refusals:
        screen.OUT.print(say("cli.suggest-nothing", lang, open=done.open))
    else:
        said = say(
            "cli.suggest-taken", lang, accepted=len(done.links), refused=len(done.refusals), open=done.open,
            files=escape(", ".join(files)),
        )  # fmt: skip
        screen.OUT.print(said, soft_wrap=True)


def show(workspace: Workspace, found: Sequence[Proposal], lang: str) -> None:
    """Print how many proposals of each kind every area has, and its best one."""
    rows = []
    for area in workspace.evidence.areas:
        own = [row for row in found if row.area == area.id]
        if own:
            kinds = Counter(kind_of(row) for row in own)
            best = max(own, key=lambda row: row.score)
            subject = f"{best.committee or best.deliverable} {best.title}"
            rows.append((area.name[lang], kinds["committee"], kinds["in-force"], kinds["draft"], subject))
    show_table(say("cli.suggest-title", lang), say("cli.columns-suggest", lang).split("|"), rows)


def kind_of(row: Proposal) -> str:
    """Return ``committee``, ``in-force``, ``draft`` or, where the stage is not known, ``?``."""
    if row.committee:
        return "committee"
    return row.stage.state if row.stage else "?"


def as_data(row: Proposal) -> dict[str, object]:
    """Return a proposal as JSON holds it."""
    return {
        "area": row.area, "committee": row.committee, "deliverable": row.deliverable, "title": row.title,
        "stage": row.stage, "seat": row.seat, "score": float(row.score), "relevance": row.relevance, "why": row.why,
    }  # fmt: skip
