"""The part of ``nss plan`` that puts the plan on record as the approved programme."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import typer_date
from opennss.cli.schedule import change_data, show_changes
from opennss.cli.screen import emit, escape
from opennss.cli.strategy import strategy_of
from opennss.language import dated, say
from opennss.model.programme import ApprovedItem
from opennss.model.results import Strategy
from opennss.workspace.approving import Approval, approve

ApprovalDay = Annotated[
    str | None,
    typer.Option("--approve", metavar="YYYY-MM-DD", help="write the plan to programme.csv, as approved on this day"),
]
Invented = Annotated[bool, typer.Option("--illustrative", help="with --approve: the approval is invented")]


def approve_plan(
    folder: Path, day: str, illustrative: bool, catalogue: Path | None, language: str, as_json: bool
) -> None:
    """Approve the plan of a folder and say what that changed in the programme on record."""
    approved = _day(day)
    with screen.ERR.status(say("cli.computing", language)):
        strategy = strategy_of(folder, catalogue)
        found = approve(folder, strategy, approved, illustrative, catalogue)
    if as_json:
        moves = {
            move: [change_data(change, strategy, language) for change in found.of(move)]
            for move in ("came", "went", "moved")
        }
        emit({"written": list(found.written), **moves})
    else:
        _show(found, strategy, folder / ApprovedItem.FILE, approved, language)


def _day(text: str) -> dt.date:
    """Read the day of the approval: unlike other days it must be given."""
    if not text:
        raise typer.BadParameter(text, param_hint="--approve")
    return typer_date(text)


def _show(found: Approval, strategy: Strategy, file: Path, day: dt.date, language: str) -> None:
    """Print what the approval changed: of a first one the number of items, of a later one every item that changed."""
    if not found.first:
        show_changes(found.changes, strategy, language)
    key = "approve-same" if not found.written else "approve-first" if found.first else "approve-written"
    counts = {move: len(found.of(move)) for move in ("came", "went", "moved")}
    words = say(f"cli.{key}", language, number=len(found.rows), day=dated(day, language), **counts)
    screen.OUT.print(f"{words} {escape(str(file))}", soft_wrap=True)
    if found.of("moved"):
        screen.OUT.print(say("cli.approve-reason", language), soft_wrap=True)
