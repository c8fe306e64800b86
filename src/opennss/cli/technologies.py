"""The verb that shows the technologies of a country: value, relevance, approach, landscape; or the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich import box
from rich.table import Table as Grid

from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World
from opennss.cli.group import FIRST, technologies
from opennss.cli.screen import emit, escape, show_table
from opennss.cli.strategy import strategy_of
from opennss.document.blocks import Heading, Paragraph, Table, plain
from opennss.document.outline.dossiers import page
from opennss.document.outline.pen import Pen
from opennss.document.technology_exports import list_data, technology_data
from opennss.language import say
from opennss.model.dossiers import Dossier

FACTS = (
    "value", "relevance", "approach", "committees", "landscape.in-force", "landscape.drafts", "landscape.open",
    "landscape.own-seats", "landscape.neighbour-seats",
)  # fmt: skip
"""The facts of a technology that the screen shows; `--json` has all."""


@technologies.command(FIRST)
def show(
    folder: Folder,
    technology: Annotated[str, typer.Option("--technology", help="the page of this technology, by its id")] = "",
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Show the technologies of a country: value, relevance, approach and the standards landscape."""
    strategy = strategy_of(folder, catalogue)
    if technology and technology not in strategy.dossiers:
        known = ", ".join(strategy.dossiers) or "–"
        raise typer.BadParameter(f"{technology} is none of {known}", param_hint="--technology")
    found = (strategy.dossiers[technology],) if technology else tuple(strategy.dossiers.values())
    pen = Pen(strategy, lang)
    if as_json:
        lists = [list_data(item) for item in strategy.lists]
        own: list[object] = [technology_data(strategy, dossier) for dossier in found]
        emit({"technology_lists": lists, "technologies": own})
    elif technology:
        show_page(pen, found[0])
    elif found:
        show_all(pen, found)
    else:
        screen.OUT.print(pen.t("technologies-none"))


def show_all(pen: Pen, found: Sequence[Dossier]) -> None:
    """Print the table of technologies."""
    title = say("technologies.title", pen.language)
    grid = Grid(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, padding=0)  # fits 80 signs
    name, *others = (part.strip() for part in say("technologies.columns", pen.language).split("|"))
    grid.add_column(name, overflow="fold")
    for place, other in enumerate(others):
        grid.add_column(other, overflow="fold", justify="left" if place < 3 else "right")
    for place, dossier in enumerate(found, 1):
        facts = [pen.known(f"technology.{dossier.technology.id}.{fact}").text for fact in FACTS]
        grid.add_row(escape(f"{place}. {dossier.technology.name[pen.language]}"), *map(escape, facts))
    screen.OUT.print(grid)
    for key in ("landscape-short", "not-iso"):
        screen.OUT.print(pen.t(key), soft_wrap=True, style="dim")


def show_page(pen: Pen, dossier: Dossier) -> None:
    """Print the page of one technology, as the documents have it."""
    for block in page(pen, dossier):
        match block:
            case Heading():
                screen.OUT.print(escape(block.text), style="bold")
            case Paragraph():
                screen.OUT.print(escape(plain(block.line)))
            case Table():
                show_table(block.caption, block.header, [[plain(cell) for cell in row] for row in block.rows])
                for note in block.notes:
                    screen.OUT.print(escape(plain(note)), style="dim")
