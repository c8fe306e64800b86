"""The command `nss`: each verb is a few lines around one public function.

Exit codes: 0 fine, 1 findings, 2 wrong use, 3 internal error. `--json` prints one object on standard output and
nothing else; progress and messages go to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from opennss.cli import screen
from opennss.cli.app import app
from opennss.cli.screen import escape, show_findings
from opennss.errors import WorkspaceError
from opennss.language import languages, say

DESK = ("account", "backup", "release", "remind", "restore", "serve", "workshop")
LIGHT = {"receive": "questionnaire"} | dict.fromkeys(DESK, "desk")
LIGHT |= {verb: verb for verb in ("classify", "fetch", "questionnaire", "search")}
"""Verbs that answer at once, and the room of each: alone it is imported far faster than all of them together."""


def load(arguments: Sequence[str]) -> None:
    """Register the verb that the arguments begin with, or all of them."""
    import_module(f"opennss.cli.{LIGHT.get(arguments[0], 'verbs') if arguments else 'verbs'}")


def wanted_language(arguments: Sequence[str]) -> str:
    """Return the language that was asked for, as far as it can be known before the options are read."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return os.environ.get("OPENNSS_LANG", "en")


def main() -> None:
    """Run the command; findings end with 1, wrong use with 2, anything unforeseen with 3 and one honest sentence."""
    arguments = sys.argv[1:]
    language = wanted_language(arguments)
    if language not in languages():
        screen.ERR.print(say("cli.unknown-language", "en", value=escape(language), known=", ".join(languages())))
        sys.exit(2)
    try:
        load(arguments)
        app()
    except WorkspaceError as error:
        show_findings(error.findings, language, "--json" in arguments)
        sys.exit(1)
    except Exception as error:
        if os.environ.get("OPENNSS_DEBUG"):
            raise
        screen.ERR.print(say("cli.internal", language, error=escape(f"{type(error).__name__}: {error}")))
        sys.exit(3)
