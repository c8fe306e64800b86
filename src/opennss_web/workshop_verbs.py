"""The verbs `nss workshop start`, `status`, `reset`, `compare` and `script`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from opennss.language import FALLBACK
from opennss_web import teams as state
from opennss_web import workshop as supervisor
from opennss_web.filelock import only_one
from opennss_web.words import say

workshop = typer.Typer(no_args_is_help=True)

Place = Annotated[Path | None, typer.Option("--place", file_okay=False)]
LANGUAGE = os.environ.get("OPENNSS_LANG", FALLBACK)
WAIT = 120
"""Seconds that a reset by the terminal waits for the supervisor."""


@workshop.callback()
def group() -> None:
    """Run a workshop."""


@workshop.command()
def start(
    teams: Annotated[int, typer.Option("--teams", min=1, max=30)] = 6,
    template: Annotated[Path | None, typer.Option("--template", exists=True, file_okay=False)] = None,
    place: Place = None,
    host: Annotated[str, typer.Option("--host")] = "0.0.0.0",
    port: Annotated[int, typer.Option("--port", min=1, max=65000)] = 8000,
    browser: Annotated[bool, typer.Option("--browser/--no-browser")] = True,
) -> None:
    """Start the desks of all teams and the trainer's, and end them all when this ends."""
    home = _home(place)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = only_one(home / state.LOCK)
    if lock is None:
        print(say("workshop.runs-already", LANGUAGE, place=home))
        raise typer.Exit(2)
    found = supervisor.prepare(home, template, teams, host, port)
    for team in found.teams:
        print(say("workshop.team-at", LANGUAGE, number=team.number, address=team.address, code=team.code))
    sys.stdout.flush()  # before what the trainer's desk prints
    supervisor.Supervisor(home, found, browser).run(say("workshop.starting", LANGUAGE, place=home))
    print(say("workshop.ended", LANGUAGE))


@workshop.command()
def status(place: Place = None) -> None:
    """Say whether the workshop runs, and where each team stands."""
    home, found = _found(place)
    from opennss_web.actions.workshop import progress  # noqa: PLC0415  Django is loaded only where it is used

    runs = state.runs(home)
    print(say("workshop.is-running" if runs else "workshop.is-not-running", LANGUAGE, day=found.day, place=home))
    for team in found.teams:
        now = progress(home, found, team)
        print(
            say(
                "workshop.team-stands", LANGUAGE, number=team.number, address=team.address, code=team.code,
                done=now.done, steps=len(now.steps), errors=now.errors, warnings=now.warnings,
                answers=now.sent,
            )
        )  # fmt: skip


@workshop.command()
def reset(team: int, place: Place = None) -> None:
    """Give one team the untouched country and an empty database again."""
    home, found = _found(place)
    one = next((item for item in found.teams if item.number == team), None)
    if one is None:
        print(say("workshop.no-team", LANGUAGE, number=team, teams=len(found.teams)))
        raise typer.Exit(2)
    lock = only_one(home / state.LOCK)
    if lock is not None:
        supervisor.renew(home, one)
        os.close(lock)
    else:
        state.ask_reset(home, [team])
        end = time.monotonic() + WAIT
        while team in state.resets(home):
            if time.monotonic() > end:
                raise TimeoutError(f"team {team}")
            time.sleep(0.2)
    print(say("workshop.was-reset", LANGUAGE, number=team))


@workshop.command()
def compare(place: Place = None) -> None:
    """Lay the teams' results side by side; the button on the trainer's screen does the same."""
    from opennss_web.comparison import side_by_side  # noqa: PLC0415  the whole library is loaded only where it is used

    home, _ = _found(place)
    summary = side_by_side(home)
    said = "workshop.compared" if summary["enough"] else "workshop.compare-few"
    print(say(said, LANGUAGE, place=home / state.REGION))
    if not summary["enough"]:
        raise typer.Exit(1)


@workshop.command()
def script() -> None:
    """Print the script of the five days as Markdown."""
    from opennss_web.script import markdown  # noqa: PLC0415  only this verb prints it

    print(markdown(LANGUAGE), end="")


def _home(place: Path | None) -> Path:
    return (place or supervisor.usual_place()).resolve()


def _found(place: Path | None) -> tuple[Path, state.Workshop]:
    """Return the workshop of a place; ends with 2 where there is none."""
    home = _home(place)
    found = state.read(home)
    if found is None:
        print(say("workshop.none", LANGUAGE, place=home))
        raise typer.Exit(2)
    return home, found
