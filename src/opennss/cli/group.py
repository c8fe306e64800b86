"""The verbs on technologies: `nss technologies DIR` shows those of a country, further ones stand behind a word."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from opennss.cli.app import app

FIRST = "show"
"""The verb that is meant when the first word is none."""


class OrShow(TyperGroup):
    """A group of verbs in which the first one need not be named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the first verb before arguments that name none and ask for no help."""
        named = not args or args[0] in self.commands or args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if named else [FIRST, *args])


technologies = typer.Typer(
    cls=OrShow, no_args_is_help=True, help="Critical and emerging technologies: those of a country, and research works."
)
app.add_typer(technologies, name="technologies")
