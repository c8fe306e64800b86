"""The part of ``nss plan`` that weighs points against a larger number of items."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.screen import escape, show_table
from opennss.document.blocks import plain
from opennss.document.facts.frontier import STANDS
from opennss.document.outline.frontier import sentences, table
from opennss.document.outline.pen import Pen
from opennss.language import say
from opennss.model.plans import Weighing
from opennss.model.results import Strategy

Number = Annotated[bool, typer.Option("--frontier", help="what does a larger number of items cost in points?")]


def answer_frontier(strategy: Strategy, language: str, as_json: bool) -> None:
    """Show the plans between the most points and the most items, the programme beside them, and what that means."""
    found = strategy.outlook and strategy.outlook.frontier
    pen = Pen(strategy, language)
    if as_json:
        screen.emit({
            "frontier": [asdict(plan) for plan in found.plans] if found else [],
            "programme": _stands(found.programme) if found else None,
            "reason": found.reason or None if found else None,
        })  # fmt: skip
    elif not found:
        screen.OUT.print(say("cli.frontier-nothing", language))
    elif found.reason:
        screen.OUT.print(escape(plain(pen.say("frontier-none", reason="frontier.reason").line)))
    else:
        shown = table(pen, len(found.plans))
        rows = [[plain(cell) for cell in row] for row in shown.rows]
        show_table(shown.caption, shown.header, rows, range(1, len(shown.header)))
        for paragraph in sentences(pen) if found.plans else ():
            screen.OUT.print(escape(plain(paragraph.line)))


def _stands(programme: Weighing) -> dict[str, object]:
    return {part: getattr(programme, part) for part in STANDS}
