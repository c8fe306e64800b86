"""What every verb shares: the application and its common options. Light to import: a verb brings what it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

import opennss

app = typer.Typer(
    help="Develop a National Standardization Strategy: evidence → priorities → standards → plan → document.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="the country folder", show_default=False)]
Lang = Annotated[str, typer.Option("--lang", help="language of messages and tables", envvar="OPENNSS_LANG")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON object and nothing else")]
World = Annotated[
    Path | None, typer.Option("--catalogue", help="another catalogue of standards", envvar="OPENNSS_CATALOGUE")
]


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="print the version")] = False,
) -> None:
    """OpenNSS: National Standardization Strategies by ISO's method."""
    if show:
        print(f"opennss {opennss.__version__}")
        raise typer.Exit


def typer_date(text: str) -> dt.date:
    """Read a date option, by default today: the one moment when a clock is read; another form is a wrong use."""
    try:
        return dt.date.fromisoformat(text) if text else dt.datetime.now(dt.UTC).date()
    except ValueError as error:
        raise typer.BadParameter(f"{text} is no day; write it as YYYY-MM-DD, such as 2026-11-22") from error


def among(known: Sequence[str]) -> Callable[[str | None], str | None]:
    """Return a check that refuses any value but the ``known`` ones; no value leaves the setting of the folder."""

    def check(value: str | None) -> str | None:
        if value not in (None, *known):
            raise typer.BadParameter(f"{value} is none of {', '.join(known)}")
        return value

    return check
