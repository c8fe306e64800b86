"""`python -m opennss_web`: what the verbs `nss serve`, `account`, `release`, `backup` and `restore` become.

Exit codes are those of `nss`: 0 fine, 1 findings, 2 wrong use, 3 internal error.
"""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from opennss.errors import WorkspaceError
from opennss.language import FALLBACK
from opennss_web import serve as server
from opennss_web.words import say
from opennss_web.workshop_verbs import workshop

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(workshop, name="workshop")

Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False)]
Data = Annotated[Path | None, typer.Option("--data")]
LANGUAGE = os.environ.get("OPENNSS_LANG", FALLBACK)


@app.callback()
def desk() -> None:
    """Run the consultation desk."""


@app.command()
def serve(
    folder: Folder,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port")] = 8000,
    data: Data = None,
    workers: Annotated[int, typer.Option("--workers")] = 2,
    threads: Annotated[int, typer.Option("--threads")] = 4,
    behind_proxy: Annotated[bool, typer.Option("--server")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser")] = True,
) -> None:
    """Serve one country folder: on a laptop its own user is let in by an address, behind a proxy accounts only."""
    names = {} if behind_proxy else {"OPENNSS_DESK_HOSTS": ",".join(server.hosts(host))}
    server.prepare(folder, data, OPENNSS_DESK_MODE="server" if behind_proxy else "laptop", **names)
    from opennss_web.actions.closing import resume  # noqa: PLC0415  Django must be set up first
    from opennss_web.actions.proposals import finish  # noqa: PLC0415

    resume()
    finish()
    if not behind_proxy:
        address = server.opening_address(f"http://{'127.0.0.1' if host == server.EVERYWHERE else host}:{port}")
        print(say("desk.opened", LANGUAGE, address=address), flush=True)
        if browser:
            server.open_later(address)
    server.Desk(f"{host}:{port}", workers, threads).run()


@app.command()
def account(
    folder: Folder, name: str, role: Annotated[str, typer.Option("--role")] = "secretariat", data: Data = None
) -> None:
    """Make or renew an account; the password comes from the terminal, or from standard input where there is none."""
    server.prepare(folder, data)
    from opennss_web.actions.accounts import set_account  # noqa: PLC0415  Django must be set up first

    asked = say("desk.password-new", LANGUAGE)
    password = getpass.getpass(f"{asked}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    faults = set_account("console", name, role, password)
    for fault in faults:
        print(say(f"desk.{fault}", LANGUAGE), file=sys.stderr)
    if faults:
        raise typer.Exit(2)
    print(say("desk.account-made", LANGUAGE, name=name, role=role))


@app.command()
def release(folder: Folder, data: Data = None, by: Annotated[str, typer.Option("--by")] = "console") -> None:
    """Build the folder and keep it as a release."""
    server.prepare(folder, data)
    from opennss_web.actions import releases  # noqa: PLC0415  Django must be set up first
    from opennss_web.content import release as keep  # noqa: PLC0415  Django must be set up first

    made = keep(by)
    releases.keep(made)
    print(say("desk.released", LANGUAGE, sha256=made.sha256))


@app.command()
def remind(
    folder: Folder, round_: Annotated[str, typer.Argument(metavar="ROUND")], data: Data = None,
    address: Annotated[str, typer.Option("--address", envvar="OPENNSS_DESK_ADDRESS")] = "",
) -> None:  # fmt: skip
    """Remind those who were invited to an open round and have not answered; made for a timer of the system."""
    if not address:
        print(say("rounds.remind-address", LANGUAGE), file=sys.stderr)
        raise typer.Exit(2)
    server.prepare(folder, data, OPENNSS_DESK_ADDRESS=address)
    from opennss_web import mails  # noqa: PLC0415  Django must be set up first
    from opennss_web.actions.mailing import remind_by_slug  # noqa: PLC0415

    posted = remind_by_slug("console", round_, address)
    if posted is None:
        print(say("rounds.remind-round", LANGUAGE, name=round_), file=sys.stderr)
        raise typer.Exit(2)
    said = "desk.mails-reminded" if mails.folder() else "rounds.remind-done"
    print(say(said, LANGUAGE, **asdict(posted), folder=mails.folder()))
    if posted.failed:
        raise typer.Exit(1)


@app.command()
def backup(folder: Folder, target: Path, data: Data = None) -> None:
    """Write the whole desk to one file."""
    server.prepare(folder, data)
    from opennss_web import backup as keeping  # noqa: PLC0415  Django must be set up first

    kept = keeping.backup(target.resolve())
    print(say("desk.backed-up", LANGUAGE, path=target, rows=kept.rows, files=kept.files))
    print(say("desk.history-ends", LANGUAGE, lines=kept.lines, last=kept.last))


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], folder: Path, data: Data = None
) -> None:
    """Bring a backup back."""
    server.prepare(folder, data)
    from opennss_web import backup as keeping  # noqa: PLC0415  Django must be set up first
    from opennss_web.models import Release  # noqa: PLC0415

    kept = keeping.restore(source.resolve(), folder)
    print(say("desk.restored", LANGUAGE, path=folder, rows=kept.rows, files=kept.files))
    print(say("desk.history-ends", LANGUAGE, lines=kept.lines, last=kept.last))
    if Release.objects.exists():
        print(say("desk.restored-releases", LANGUAGE, path=folder))


def main() -> None:
    """Run the command; findings end with 1, anything unforeseen with 3 and one honest sentence."""
    try:
        app()
    except WorkspaceError as error:
        for finding in error.findings:
            place = f"{finding.file}:{finding.row}" if finding.row else finding.file
            message = say(f"finding.{finding.code}.message", LANGUAGE, **finding.values)
            hint = say(f"finding.{finding.code}.hint", LANGUAGE, **finding.values)
            print(f"{place}: {message} {hint}".removeprefix(": "), file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        if os.environ.get("OPENNSS_DEBUG"):
            raise
        print(say("cli.internal", LANGUAGE, error=f"{type(error).__name__}: {error}"), file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
