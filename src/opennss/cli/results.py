"""Verbs that show what a folder comes to: gaps, plan."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World, app
from opennss.cli.approve import ApprovalDay, Invented, approve_plan
from opennss.cli.frontier import Number, answer_frontier
from opennss.cli.handed import ListFile, check_file
from opennss.cli.schedule import answer_schedule
from opennss.cli.screen import emit, show_table
from opennss.cli.strategy import strategy_of
from opennss.cli.whatif import answer_what_if
from opennss.cli.why import answer_why
from opennss.document.facts.benefit import benefits, urgency_data
from opennss.document.facts.measures import subject
from opennss.document.facts.outlook import brought_in
from opennss.document.jsonable import jsonable
from opennss.language import say
from opennss.model.results import GapKind, Strategy
from opennss.portfolio.outlook import FRONTIER, VARIANTS


@app.command()
def gaps(folder: Folder, catalogue: World = None, lang: Lang = "en", as_json: AsJson = False) -> None:
    """Show what is missing between the areas and the standards that serve them."""
    strategy = strategy_of(folder, catalogue)
    if as_json:
        keys = ("id", "kind", "committee", "deliverable", "areas", "adoption")
        emit({"gaps": [{key: getattr(gap, key) for key in keys} for gap in strategy.gaps]})
        return
    names = {str(area.id): area.name[lang] for area in strategy.workspace.evidence.areas}
    links = Counter(str(link.area) for link in strategy.workspace.choices.links)
    rows = [
        (names[area], links[area], *(_gaps(strategy, area, kind) if links[area] else "?" for kind in GapKind))
        for area in names
    ]
    header = [
        say("cli.column-area", lang),
        say("cli.column-links", lang),
        *(say(f"label.gap-{kind}", lang) for kind in GapKind),
    ]
    show_table(say("doc.table.gaps", lang), header, rows)


def _gaps(strategy: Strategy, area: str, kind: GapKind) -> int:
    return sum(area in gap.areas for gap in strategy.gaps if gap.kind is kind)


@app.command()
def plan(
    folder: Folder,
    schedule: Annotated[bool, typer.Option("--schedule", help="show the programme by months")] = False,
    listed: ListFile = None,
    why: Annotated[
        str | None, typer.Option("--why", help="why is this item planned or not, and what would help?")
    ] = None,
    what_if: Annotated[bool, typer.Option("--what-if", help="other staff, money, efforts, priorities")] = False,
    frontier: Number = False,
    approve: ApprovalDay = None,
    illustrative: Invented = False,
    out: Annotated[Path | None, typer.Option("--out", help="write schedule or check to files in this folder")] = None,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Show the yearly programme within capacity and the "not now" list; with --schedule the programme by months.

    With --why a standard, committee or item tells why it is planned or not; with --what-if the programme is planned
    again with other staff, money, efforts and priorities; with --frontier a larger number of items is weighed against
    points of priority. With --list a plan made elsewhere is checked: does it fit, and what of it? With --approve the
    plan becomes the approved programme, with which later plans are compared. Only one of these at a time.
    """
    questions = {
        "--schedule": schedule, "--list": listed is not None, "--why": why is not None, "--what-if": what_if,
        "--frontier": frontier, "--approve": approve is not None,
    }  # fmt: skip
    asked = [name for name, given in questions.items() if given]
    if len(asked) > 1 or (out and asked not in ([], ["--schedule"], ["--list"])):
        screen.ERR.print(say("cli.plan-one-question", lang, asked=" ".join([*asked, *(["--out"] if out else [])])))
        raise typer.Exit(2)
    if illustrative and approve is None:
        screen.ERR.print(say("cli.plan-illustrative", lang))
        raise typer.Exit(2)
    if approve is not None:
        approve_plan(folder, approve, illustrative, catalogue, lang, as_json)
        return
    if listed:
        check_file(folder, listed, out, catalogue, lang, as_json)
        return
    if why is not None:
        answer_why(folder, catalogue, why, lang, as_json)
        return
    strategy = strategy_of(folder, catalogue, (FRONTIER,) if frontier else VARIANTS if what_if else ())
    if frontier:
        answer_frontier(strategy, lang, as_json)
    elif schedule or out:
        answer_schedule(strategy, lang, out, as_json)
    elif what_if:
        answer_what_if(strategy, lang, as_json)
    elif as_json:
        emit(_plan_data(strategy))
    else:
        _show_plan(strategy, lang)


def _plan_data(strategy: Strategy) -> dict[str, object]:
    found = benefits(strategy)
    return {
        "plan": [
            {"id": i.project.id, "start": i.start, "areas": i.project.areas, **urgency_data(found.get(i.project.id))}
            for i in strategy.plan.items
        ],
        "not_now": [
            {"id": i.project.id, "reason": i.reason, **urgency_data(found.get(i.project.id))}
            for i in strategy.plan.not_now
        ],
        "loads": [
            {"body": x.body, "year": x.year, "days": jsonable(x.days), "capacity": jsonable(x.capacity),
             "cost": jsonable(x.cost), "budget": jsonable(x.budget),
             "funds": jsonable(strategy.plan.drawn(x.body, x.year))}
            for x in strategy.plan.loads
        ],
    }  # fmt: skip


def _show_plan(strategy: Strategy, lang: str) -> None:
    """Print what is planned, by year, and what waits with its reason."""
    names = {area.id: area.name[lang] for area in strategy.workspace.evidence.areas}
    rows = [
        (
            i.start, say(f"doc.type-{i.project.type}", lang), subject(i.project, strategy)[lang],
            "; ".join(names[a] for a in i.project.areas) or say("cli.all-areas", lang),  # type: ignore[index]
        )
        for i in strategy.plan.items
    ]  # fmt: skip
    show_table(say("doc.table.actions", lang), say("cli.columns-plan", lang).split("|"), rows)
    waiting = [
        (
            say(f"doc.type-{i.project.type}", lang), subject(i.project, strategy)[lang],
            say(f"label.not-now-{i.reason}", lang), brought_in(i, strategy)[lang],
        )
        for i in strategy.plan.not_now
    ]  # fmt: skip
    show_table(say("doc.table.not-now", lang), say("cli.columns-not-now", lang).split("|"), waiting)
