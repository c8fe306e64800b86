"""Verbs that show what a folder comes to: gaps, plan, targets."""

from __future__ import annotations

from collections import Counter

from opennss.cli.app import AsJson, Folder, Lang, World, app
from opennss.cli.screen import emit, show_table
from opennss.cli.strategy import strategy_of
from opennss.document.facts.measures import subject
from opennss.document.jsonable import jsonable
from opennss.language import say
from opennss.model.results import GapKind, Strategy


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
def plan(folder: Folder, catalogue: World = None, lang: Lang = "en", as_json: AsJson = False) -> None:
    """Show the yearly programme within capacity and the "not now" list."""
    strategy = strategy_of(folder, catalogue)
    if as_json:
        emit(
            {
                "plan": [{"id": i.project.id, "start": i.start, "areas": i.project.areas} for i in strategy.plan.items],
                "not_now": [{"id": i.project.id, "reason": i.reason} for i in strategy.plan.not_now],
                "loads": [
                    {"body": x.body, "year": x.year, "days": jsonable(x.days), "capacity": jsonable(x.capacity),
                     "cost": jsonable(x.cost), "budget": jsonable(x.budget)}
                    for x in strategy.plan.loads
                ],
            }
        )  # fmt: skip
        return
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
            say(f"label.not-now-{i.reason}", lang),
        )
        for i in strategy.plan.not_now
    ]  # fmt: skip
    show_table(say("doc.table.not-now", lang), say("cli.columns-not-now", lang).split("|"), waiting)


@app.command()
def monitor(folder: Folder, catalogue: World = None, lang: Lang = "en", as_json: AsJson = False) -> None:
    """Show every target with its baseline and what was measured."""
    rows = [
        {"target": m.target.id, "name": m.target.name[lang], "year": m.target.year, "aim": jsonable(m.target.target),
         "unit": str(m.target.unit), "baseline": jsonable(m.target.baseline),
         "measured": jsonable(m.reported.value) if m.reported else None,
         "period": m.reported.period if m.reported else None, "standing": m.standing.value}
        for m in strategy_of(folder, catalogue).progress
    ]  # fmt: skip
    if as_json:
        emit({"targets": rows})
        return
    cells = [
        (
            r["name"], r["year"], r["aim"], r["unit"],
            *("?" if r[k] is None else r[k] for k in ("baseline", "measured")),
            say(f"doc.standing-{r['standing']}", lang),
        )
        for r in rows
    ]  # fmt: skip
    show_table(say("doc.table.progress", lang), say("cli.columns-monitor", lang).split("|"), cells)
