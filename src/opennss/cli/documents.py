"""Verbs on the documents: print them, and explain a printed number."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.tree import Tree

from opennss import build as spine
from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World, among, app
from opennss.cli.screen import emit, escape
from opennss.document.facts.monitoring import watched
from opennss.document.printing import WRITERS
from opennss.document.replies import answered
from opennss.document.robust_words import sentences
from opennss.document.shown import shown
from opennss.document.trail import Step
from opennss.document.trail import explain as explain_fact
from opennss.language import say
from opennss.model.results import Strategy
from opennss.workspace.settings import EDITIONS, OUTLINES


@app.command()
def build(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="folder for the documents")] = Path("out"),
    outline: Annotated[
        str | None, typer.Option(help="iso or decision, instead of the folder's own", callback=among(OUTLINES))
    ] = None,
    edition: Annotated[
        str | None, typer.Option(help="internal or public, instead of the folder's own", callback=among(EDITIONS))
    ] = None,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Build the strategy: HTML, DOCX and PDF in every language of the folder, strategy.json, tables, provenance."""
    workspace, world = spine.read(folder, catalogue)
    own = workspace.settings
    settings = replace(own, outline=outline or own.outline, edition=edition or own.edition)
    workspace = replace(workspace, method=replace(workspace.method, settings=settings))
    replies = len(answered(workspace.voices))
    total = 9 + (2 * len(WRITERS) + replies + (replies > 0)) * len(workspace.settings.languages)
    columns = (SpinnerColumn(), TextColumn("{task.completed}/{task.total} {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen.ERR, transient=True, disable=as_json) as progress:
        task = progress.add_task(say("cli.computing", lang), total=total)
        strategy = spine.build(workspace, world)
        paths = spine.write(strategy, out, lambda name: progress.update(task, advance=1, description=name))
    if as_json:
        emit({"out": str(out), "files": [path.as_posix() for path in paths]})
        return
    screen.OUT.print(say("cli.written", lang, path=escape(str(out))))
    for path in sorted(paths):
        screen.OUT.print(f"  {path.as_posix()}", soft_wrap=True, markup=False)


OPENED = 6
"""Levels of the trail that are opened below a fact."""


@app.command()
def explain(
    folder: Folder,
    fact: Annotated[
        str,
        typer.Argument(
            metavar="FACT",
            help="a fact, such as rank.food-safety.position, or an area, such as food-safety; without one all are "
            "listed",
        ),
    ] = "",
    depth: Annotated[int | None, typer.Option(help="levels to open; default: 6, and 0 below an area")] = None,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Walk from a printed number to its cells, weights, method and sources, and up to the national goals."""
    workspace, world = spine.read(folder, catalogue)
    strategy = spine.build(workspace, world, what_if=not fact or fact.startswith(("variant", "frontier")))
    strategy = watched(strategy, spine.watch(strategy, world))
    if not fact:
        list_facts(strategy, lang, as_json)
        return
    levels = OPENED if depth is None and fact not in {area.area for area in strategy.ranks.areas} else depth or 0
    about, fact = place_of(strategy, fact)
    if fact not in strategy.facts:
        said = escape(", ".join(near(strategy, fact, lang)))
        screen.ERR.print(say("cli.unknown-fact", lang, name=escape(fact), near=said or "–"), soft_wrap=True)
        raise typer.Exit(2)
    step = explain_fact(strategy, fact, lang, levels)
    answers = sentences(strategy, about, lang) if about else []
    if as_json:
        emit({"fact": as_data(step), **({"robustness": answers} if about else {})})
        return
    for sentence in answers:
        screen.OUT.print(escape(sentence), soft_wrap=True)
        screen.OUT.print()
    tree = Tree(f"[bold]{escape(step.label)}: {escape(step.value)}[/]  [dim]{escape(step.name)}[/]")
    grow(tree, step, lang)
    screen.OUT.print(tree)


NEAR = 12
"""Names that are suggested at most for one that does not exist."""


def near(strategy: Strategy, name: str, language: str) -> list[str]:
    """Return what may be asked for instead of a name that does not exist, the nearest first.

    Where a part of the name is an area, or nearly, that is its id and the facts on its place and how far this holds;
    then facts whose name or label holds the name; where there are none, those that are spelt alike.
    """
    areas = [str(area.area) for area in strategy.ranks.areas]
    parts = [part for word in name.split(".") for part in difflib.get_close_matches(word, areas, 1, 0.8)]
    found = [fact for area in parts for fact in (area, place_of(strategy, area)[1], f"robust.{area}.top")]
    found = [fact for fact in found if fact in areas or fact in strategy.facts]
    holding = sorted(
        fact for fact, made in strategy.facts.items() if name in fact or name.lower() in made.label[language].lower()
    )
    found += holding or difflib.get_close_matches(name, strategy.facts, 5)
    return list(dict.fromkeys(found))[:NEAR]


def place_of(strategy: Strategy, name: str) -> tuple[str, str]:
    """Return the area whose place is asked about (or nothing) and the name of the fact that is.

    The id of an area asks for its place in the joint list, or for its rank where it has none yet; so does the name of
    that fact itself.
    """
    areas = {str(area.area): "rank" if area.joint is None else "joint" for area in strategy.ranks.areas}
    for area, part in areas.items():
        if name in (area, f"rank.{area}.{part}"):
            return area, f"rank.{area}.{part}"
    return "", name


def list_facts(strategy: Strategy, language: str, as_json: bool) -> None:
    """Print the name, label and value of every fact."""
    currency = strategy.workspace.settings.currency
    rows = [
        (name, fact.label[language], shown(fact, language, currency)) for name, fact in sorted(strategy.facts.items())
    ]
    if as_json:
        emit({"facts": [{"name": name, "label": label, "value": value} for name, label, value in rows]})
        return
    for name, label, value in rows:
        screen.OUT.print(f"[bold]{escape(name)}[/]  {escape(label)}: {escape(value)}", soft_wrap=True)


def as_data(step: Step) -> dict[str, object]:
    """Return a step of the trail as JSON data."""
    return {
        "name": step.name, "label": step.label, "value": step.value, "method": step.method,
        "sources": [{"title": title, "address": address} for title, address in step.sources],
        "inputs": [as_data(item) for item in step.steps], "serves": [as_data(item) for item in step.serves],
        "served_by": [as_data(item) for item in step.served_by],
    }  # fmt: skip


def grow(tree: Tree, step: Step, language: str) -> None:
    """Hang a step's method, inputs, sources and goals below its node."""
    if step.method:
        tree.add(f"[italic]{escape(step.method)}[/]")
    for title, address in step.sources:
        tree.add(f"[cyan]{say('cli.source', language)}[/] {escape(title)}  [dim]{escape(address)}[/]")
    for item in step.steps:
        named = f"{escape(item.label)}: {escape(item.value)}  [dim]{escape(item.name)}[/]"
        grow(tree.add(named if item.name else f"[green]{escape(item.label)}[/]"), item, language)
    for item in step.serves:
        shown = f"[magenta]{say('cli.serves', language)}[/] {escape(item.label)}: {escape(item.value)}"
        grow(tree.add(shown), item, language)
    for item in step.served_by:
        shown = f"[magenta]{say('cli.served-by', language)}[/] {escape(item.label)}: {escape(item.value)}"
        grow(tree.add(f"{shown}  [dim]{escape(item.name)}[/]"), item, language)
