"""What every verb shares: the application, its common options, the strategy of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opennss import build as spine
from opennss.model.results import Strategy

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


def strategy_of(folder: Path, catalogue: Path | None) -> Strategy:
    """Return the strategy of a folder without printing it."""
    workspace, world = spine.read(folder, catalogue)
    return spine.build(workspace, world)
