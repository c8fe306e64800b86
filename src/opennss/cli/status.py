"""The verb on the process: how far the ten steps are, what blocks them, what is next, and their calendar."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from opennss import build as spine
from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World, app
from opennss.cli.screen import emit, escape
from opennss.language import day, say
from opennss.model.process import StepStatus
from opennss.model.workspace import Workspace
from opennss.process.calendar import calendar as calendar_of
from opennss.process.status import Said, StepState, obstacles
from opennss.process.steps import by_number

ROOMY = 120
"""Columns of a terminal from which every part of a step gets a column of its own."""

SHARES = {True: (22, 22, 0, 0, 26, 40), False: (27, 0, 41)}
"""Shares of the width, by whether the terminal is roomy; 0 is as wide as its longest cell."""

SIGNS = {StepStatus.OPEN: "○", StepStatus.RUNNING: "◐", StepStatus.BLOCKED: "■", StepStatus.DONE: "●"}
COLOURS = {StepStatus.OPEN: "dim", StepStatus.RUNNING: "cyan", StepStatus.BLOCKED: "red", StepStatus.DONE: "green"}


@app.command()
def status(
    folder: Folder,
    calendar: Annotated[Path | None, typer.Option("--calendar", help="write the dates to this .ics file")] = None,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Show the ten steps: what is done, what blocks it, what is next, and who; with --calendar also write the dates."""
    workspace, states = spine.status(folder, catalogue)
    if calendar:
        part = calendar.with_name(f"{calendar.name}.part")
        part.write_bytes(calendar_of(workspace, lang))
        part.replace(calendar)
    if as_json:
        emit({"steps": [as_data(state, folder, lang) for state in states]})
        return
    show(workspace, states, folder, lang)
    if calendar:
        screen.OUT.print(say("cli.made", lang, path=escape(str(calendar))), soft_wrap=True)


def as_data(state: StepState, folder: Path, language: str) -> dict[str, object]:
    """Return a step as JSON data; dates are ``null`` where ``process.csv`` has no line for it."""
    return {
        "step": str(state.step), "responsible": who(state, language),
        "start": state.row.start.isoformat() if state.row else None,
        "due": state.row.due.isoformat() if state.row else None,
        "status": str(state.status), "late": state.late,
        "blocked_by": [in_words(said, folder, language) for said in obstacles(state, language)],
        "next": in_words(state.next, folder, language) if state.next else "",
    }  # fmt: skip


def in_words(said: Said, folder: Path, language: str) -> str:
    """Return a sentence about a step."""
    key, values = said
    return say(f"process.{key}", language, folder=shlex.quote(folder.as_posix()), **values)


def who(state: StepState, language: str) -> str:
    """Return who answers for a step: as ``process.csv`` says, else who acts by the method."""
    return state.row.responsible[language] if state.row else say(f"process.actors-{state.step}", language)


def show(workspace: Workspace, states: Sequence[StepState], folder: Path, language: str) -> None:
    """Print the steps as a table that fits the terminal, then how many are done and the first thing to do."""
    roomy = screen.OUT.width >= ROOMY
    title = say("process.title", language, day=day(workspace.settings.as_of, language))
    table = Table(title=title, title_justify="left", expand=True, show_lines=True)
    names = say(f"process.columns{'' if roomy else '-narrow'}", language).split("|")
    for name, share in zip(names, SHARES[roomy], strict=True):
        table.add_column(name, overflow="fold", ratio=share or None, no_wrap=not share)
    for state in states:
        table.add_row(*(_wide(state, folder, language) if roomy else _narrow(state, folder, language)))
    screen.OUT.print(table)
    if not workspace.method.process:
        screen.OUT.print(say("process.no-process", language))
    done = {state.step for state in states if state.done}
    whole = sum(done.issuperset(parts) for parts in by_number(state.step for state in states).values())
    screen.OUT.print(say("process.done-of-ten", language, done=whole, late=sum(state.late for state in states)))
    first = next((state for state in states if state.next and not state.done and not state.waits), None)
    if first and first.next:
        what = in_words(first.next, folder, language)
        said = say("process.first", language, step=str(first.step), name=who(first, language), what=what)
        screen.OUT.print(escape(said))


def _narrow(state: StepState, folder: Path, language: str) -> tuple[str, ...]:
    step, responsible, due, stands, blocked, following = _wide(state, folder, language)
    when = f"\n{say('process.due', language, day=due)}" if due else ""
    rest = "\n".join(part for part in (blocked, f"→ {following}" if following else "") if part)
    return f"{step}\n[dim]{responsible}[/]", f"{stands}{when}", rest


def _wide(state: StepState, folder: Path, language: str) -> tuple[str, ...]:
    colour = COLOURS[state.status]
    stands = f"[{colour}]{SIGNS[state.status]} {say(f'process.status-{state.status}', language)}[/]"
    stands += f"\n[bold red]! {say('process.late', language)}[/]" if state.late else ""
    blocked = "\n".join(escape(in_words(said, folder, language)) for said in obstacles(state, language))
    following = escape(in_words(state.next, folder, language)) if state.next else ""
    name = f"[bold]{state.step}[/] {say(f'process.step-{state.step}', language)}"
    return (
        name, escape(who(state, language)), state.row.due.isoformat() if state.row else "", stands, blocked, following
    )  # fmt: skip
