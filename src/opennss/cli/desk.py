"""Verbs on the consultation desk. The desk is a program of its own, which the library never imports: these start it."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import Lang, app
from opennss.language import say

Country = Annotated[Path, typer.Argument(metavar="DIR", help="the country folder", show_default=False)]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="folder of the desk's database, mails and uploads", envvar="OPENNSS_DESK_DATA"),
]
Database = Annotated[
    str, typer.Option("--database", help="a postgresql:// address; without one SQLite", envvar="OPENNSS_DATABASE")
]


def run(verb: str, *arguments: str, language: str = "en", data: Path | None = None, database: str = "") -> None:
    """Become the desk: the process is replaced, so that signals and exit codes are the desk's own.

    Without the web packages this ends with 2 and says what to install.
    """
    if importlib.util.find_spec("django") is None or importlib.util.find_spec("opennss_web") is None:
        screen.ERR.print(say("cli.no-web", language))
        raise typer.Exit(2)
    if data:
        os.environ["OPENNSS_DESK_DATA"] = str(data.resolve())
    if database:
        os.environ["OPENNSS_DATABASE"] = database
    os.environ["OPENNSS_LANG"] = language
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "opennss_web", verb, *arguments])


@app.command()
def serve(
    folder: Country,
    host: Annotated[str, typer.Option("--host", help="address to answer at; 0.0.0.0 lets phones in")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="port to answer at", min=1, max=65535)] = 8000,
    data: Data = None,
    database: Database = "",
    workers: Annotated[int, typer.Option("--workers", help="processes that answer", min=1, max=64)] = 2,
    threads: Annotated[int, typer.Option("--threads", help="threads of each process", min=1, max=64)] = 4,
    server: Annotated[
        bool, typer.Option("--server", help="behind a proxy with TLS: accounts only, no opening link")
    ] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open the browser")] = True,
    lang: Lang = "en",
) -> None:
    """Start the consultation desk on a country folder and open it in the browser."""
    options = [f"--host={host}", f"--port={port}", f"--workers={workers}", f"--threads={threads}"]
    options += ["--server"] * server + ["--no-browser"] * (not browser)
    run("serve", str(folder), *options, language=lang, data=data, database=database)


@app.command()
def account(
    folder: Country,
    name: Annotated[str, typer.Argument(metavar="NAME", help="name of the account", show_default=False)],
    role: Annotated[
        str, typer.Option("--role", help="administrator, secretariat, facilitator, analyst or committee")
    ] = "secretariat",
    data: Data = None,
    database: Database = "",
    lang: Lang = "en",
) -> None:
    """Make an account of the desk, or give it a new role and password; the password is asked for."""
    run("account", str(folder), name, f"--role={role}", language=lang, data=data, database=database)


@app.command()
def release(folder: Country, data: Data = None, database: Database = "", lang: Lang = "en") -> None:
    """Build the folder and show it on the desk: its results, and its draft for comments."""
    run("release", str(folder), language=lang, data=data, database=database)


@app.command()
def remind(
    folder: Country,
    round_: Annotated[str, typer.Argument(metavar="ROUND", help="the round, by its short name", show_default=False)],
    address: Annotated[
        str,
        typer.Option("--address", help="address under which people reach the desk", envvar="OPENNSS_DESK_ADDRESS"),
    ] = "",
    data: Data = None,
    database: Database = "",
    lang: Lang = "en",
) -> None:
    """Remind those who were invited to an open round and have not answered."""
    run("remind", str(folder), round_, f"--address={address}", language=lang, data=data, database=database)


@app.command()
def backup(
    folder: Country,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="the .zip file to write", show_default=False)],
    data: Data = None,
    database: Database = "",
    lang: Lang = "en",
) -> None:
    """Write the whole desk, country folder included, to one file; the desk may go on working."""
    run("backup", str(folder), str(target), language=lang, data=data, database=database)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="the backup", show_default=False)],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a new folder for the country", show_default=False)],
    data: Data = None,
    database: Database = "",
    lang: Lang = "en",
) -> None:
    """Bring a backup back into a new folder and an empty database."""
    run("restore", str(source), str(folder), language=lang, data=data, database=database)


workshop = typer.Typer(
    no_args_is_help=True, help="A training workshop: every team has a country of its own, the trainer sees all."
)
app.add_typer(workshop, name="workshop")

Place = Annotated[
    Path | None, typer.Option("--place", help="folder of the workshop; default: in the user's data folder")
]


def _placed(verb: str, place: Path | None, *more: str, language: str) -> None:
    run("workshop", verb, *more, *([f"--place={place}"] if place else []), language=language)


@workshop.command()
def start(
    teams: Annotated[int, typer.Option("--teams", help="how many teams", min=1, max=30)] = 6,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", help="country folder that every team begins with; default: examples/vietnam", file_okay=False
        ),
    ] = None,
    place: Place = None,
    host: Annotated[str, typer.Option("--host", help="address to answer at; 0.0.0.0 lets the room in")] = "0.0.0.0",
    port: Annotated[
        int, typer.Option("--port", help="port of the trainer; the teams have the next ones", min=1, max=65000)
    ] = 8000,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open the browser")] = True,
    lang: Lang = "en",
) -> None:
    """Start the desks of all teams and open the trainer's screen; when it ends, all of them end."""
    options = [f"--teams={teams}", f"--host={host}", f"--port={port}"]
    options += ([f"--template={template}"] if template else []) + ["--no-browser"] * (not browser)
    _placed("start", place, *options, language=lang)


@workshop.command()
def status(place: Place = None, lang: Lang = "en") -> None:
    """Say whether the workshop runs, and where each team stands."""
    _placed("status", place, language=lang)


@workshop.command()
def reset(
    team: Annotated[int, typer.Argument(metavar="TEAM", help="number of the team", min=1, show_default=False)],
    place: Place = None,
    lang: Lang = "en",
) -> None:
    """Give one team the untouched country and an empty database again; no other team notices."""
    _placed("reset", place, str(team), language=lang)


@workshop.command()
def compare(place: Place = None, lang: Lang = "en") -> None:
    """Lay the results of all teams side by side, as documents and tables in the folder of the workshop."""
    _placed("compare", place, language=lang)


@workshop.command()
def script(lang: Lang = "en") -> None:
    """Print the script of the five days as Markdown, with the trainer's notes."""
    run("workshop", "script", language=lang)
