"""The command `nss`: each verb is a few lines around one public function.

Exit codes: 0 fine, 1 findings, 2 wrong use, 3 internal error. `--json` prints one object on standard output and
nothing else; progress and messages go to standard error.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape as escape_markup
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.tree import Tree

import opennss
from opennss import build as spine
from opennss.document.exports import jsonable
from opennss.document.printing import WRITERS
from opennss.document.shown import shown
from opennss.document.trail import Step
from opennss.document.trail import explain as explain_fact
from opennss.document.writers.prepare import clean
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import languages, say
from opennss.model.results import GapKind, Strategy
from opennss.workspace.init import init as make_folder
from opennss.workspace.workbook import workbook as make_workbook

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

OUT = Console(soft_wrap=False, highlight=False, emoji=False)
ERR = Console(stderr=True, highlight=False, emoji=False)


SHOWN_ALIKE = 3
"""Findings of one kind that the screen shows when they are no errors; `--json` has them all."""


def escape(text: str) -> str:
    """Return text from a folder as a terminal may show it: no markup, no control characters."""
    return escape_markup(clean(text))


def emit(content: dict[str, Any]) -> None:
    """Print one JSON object with its format number on standard output."""
    print(json.dumps({"format": 1, **content}, ensure_ascii=False, indent=2))


def words(finding: Finding, language: str) -> dict[str, object]:
    """Return a finding with its message and hint in words."""
    return {
        "file": finding.file, "row": finding.row, "column": finding.column, "code": finding.code,
        "severity": finding.severity.value,
        "message": say(f"finding.{finding.code}.message", language, **finding.values),
        "hint": say(f"finding.{finding.code}.hint", language, **finding.values),
    }  # fmt: skip


def show_findings(findings: Sequence[Finding], language: str, as_json: bool) -> None:
    """Print findings as a table, or as JSON; say so when there are none."""
    rows = [words(finding, language) for finding in findings]
    if as_json:
        emit({"findings": rows})
        return
    if not rows:
        OUT.print(say("cli.no-findings", language))
        return
    counts = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    OUT.print(", ".join(f"{say(f'cli.severity-{s}', language)}: {n}" for s, n in counts.items() if n))
    table = Table(show_lines=False, expand=True)
    for key in ("severity", "place", "message"):
        table.add_column(say(f"cli.column-{key}", language), overflow="fold")
    weights = list(Severity)
    seen: dict[tuple[str, str], int] = {}
    for finding, row in sorted(zip(findings, rows, strict=True), key=lambda pair: weights.index(pair[0].severity)):
        kind = (finding.severity.value, finding.code)
        seen[kind] = seen.get(kind, 0) + 1
        if finding.severity is not Severity.ERROR and seen[kind] > SHOWN_ALIKE:
            continue
        colour = {"error": "red", "warning": "yellow", "question": "cyan", "note": "dim"}[finding.severity]
        place = f"{row['file']}:{row['row']}" + (f" ({row['column']})" if row["column"] else "")
        said = f"{escape(str(row['message']))}\n[dim]{escape(str(row['hint']))}[/dim]"
        weight = say(f"cli.severity-{finding.severity}", language)
        table.add_row(f"[{colour}]{weight}[/]", escape(place), said)
    OUT.print(table)
    hidden = sum(max(0, number - SHOWN_ALIKE) for (severity, _), number in seen.items() if severity != Severity.ERROR)
    if hidden:
        OUT.print(say("cli.hidden", language, number=hidden))


def show_table(title: str, header: Iterable[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table on the terminal; text from the folder is never read as markup."""
    table = Table(title=title, title_justify="left")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    OUT.print(table)


def strategy_of(folder: Path, catalogue: Path | None) -> Strategy:
    """Return the strategy of a folder without printing it."""
    workspace, world = spine.read(folder, catalogue)
    return spine.build(workspace, world)


@app.command()
def init(
    folder: Folder,
    country: Annotated[str, typer.Option(help="ISO 3166 code of the country, such as KHM")] = "XXX",
    as_of: Annotated[str, typer.Option(help="date of the evidence, such as 2026-11-22; default: today")] = "",
    currency: Annotated[str, typer.Option(help="ISO 4217 code of the currency, such as KHR")] = "XXX",
    name: Annotated[str, typer.Option(help="name of the country")] = "",
    langs: Annotated[str, typer.Option("--langs", help="languages of the folder, separated by commas")] = "vi,en",
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Make a new country folder that passes `check` with only its open questions listed."""
    day = typer_date(as_of)
    make_folder(
        folder, country, tuple(part.strip() for part in langs.split(",")), as_of=day, currency=currency, name=name
    )
    if as_json:
        emit({"folder": str(folder)})
    else:
        OUT.print(say("cli.made", lang, path=escape(str(folder))))
        OUT.print(say("cli.next-check", lang, path=escape(str(folder))))


@app.command()
def check(folder: Folder, catalogue: World = None, lang: Lang = "en", as_json: AsJson = False) -> None:
    """Report every fault, warning and open question of a country folder at once."""
    findings = spine.check(folder, catalogue)
    show_findings(findings, lang, as_json)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


@app.command()
def rank(folder: Folder, catalogue: World = None, lang: Lang = "en", as_json: AsJson = False) -> None:
    """Show the areas in their lists with positions, possible positions and coverage."""
    strategy = strategy_of(folder, catalogue)
    names = {area.id: area.name[lang] for area in strategy.workspace.evidence.areas}
    ordered = sorted(strategy.ranks.areas, key=lambda a: (a.joint is None, a.joint or 0, a.area))
    if as_json:
        keys = (
            "area",
            "list",
            "position",
            "best",
            "worst",
            "joint",
            "rank",
            "decided",
            "share",
            "mean",
            "known",
            "apply",
        )
        emit({"areas": [{key: jsonable(getattr(area, key)) for key in keys} for area in ordered]})
        return
    rows = [
        (
            a.joint, names[a.area], say(f"label.list-{a.list}", lang), a.final.printed, a.position,
            f"{a.best}–{a.worst}", f"{a.known}/{a.apply}",
        )
        for a in ordered
    ]  # fmt: skip
    show_table(say("doc.table.joint", lang), say("cli.columns-rank", lang).split("|"), rows)
    OUT.print(say("doc.not-iso", lang), style="dim")


@app.command()
def gaps(folder: Folder, catalogue: World = None, lang: Lang = "en", as_json: AsJson = False) -> None:
    """Show what is missing between the areas and the standards that serve them."""
    strategy = strategy_of(folder, catalogue)
    if as_json:
        keys = ("id", "kind", "committee", "deliverable", "areas", "adoption")
        emit({"gaps": [{key: getattr(gap, key) for key in keys} for gap in strategy.gaps]})
        return
    names = {str(area.id): area.name[lang] for area in strategy.workspace.evidence.areas}
    rows = [
        (names[area], *(sum(area in g.areas for g in strategy.gaps if g.kind is kind) for kind in GapKind))
        for area in names
    ]
    header = [say("cli.column-area", lang), *(say(f"label.gap-{kind}", lang) for kind in GapKind)]
    show_table(say("doc.table.gaps", lang), header, rows)


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
            i.start, say(f"doc.type-{i.project.type}", lang), i.project.deliverable or i.project.committee,
            "; ".join(names[a] for a in i.project.areas),  # type: ignore[index]
        )
        for i in strategy.plan.items
    ]  # fmt: skip
    show_table(say("doc.table.actions", lang), say("cli.columns-plan", lang).split("|"), rows)
    waiting = [
        (
            say(f"doc.type-{i.project.type}", lang), i.project.deliverable or i.project.committee,
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


@app.command()
def build(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="folder for the documents")] = Path("out"),
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Build the strategy: HTML, DOCX and PDF in every language of the folder, strategy.json, tables, provenance."""
    workspace, world = spine.read(folder, catalogue)
    total = 9 + 2 * len(WRITERS) * len(workspace.settings.languages)
    columns = (SpinnerColumn(), TextColumn("{task.completed}/{task.total} {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True, disable=as_json) as progress:
        task = progress.add_task(say("cli.computing", lang), total=total)
        strategy = spine.build(workspace, world)
        paths = spine.write(strategy, out, lambda name: progress.update(task, advance=1, description=name))
    if as_json:
        emit({"out": str(out), "files": [path.as_posix() for path in paths]})
        return
    OUT.print(say("cli.written", lang, path=escape(str(out))))
    for path in sorted(paths):
        OUT.print(f"  {path.as_posix()}", soft_wrap=True, markup=False)


@app.command()
def explain(
    folder: Folder,
    fact: Annotated[
        str,
        typer.Argument(metavar="FACT", help="a fact, such as rank.food-safety.position; without one all are listed"),
    ] = "",
    depth: Annotated[int, typer.Option(help="levels to open")] = 6,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Walk from a printed number to its cells, weights, method and sources, and up to the national goals."""
    strategy = strategy_of(folder, catalogue)
    if not fact:
        list_facts(strategy, lang, as_json)
        return
    if fact not in strategy.facts:
        near = sorted(n for n, f in strategy.facts.items() if fact in n or fact.lower() in f.label[lang].lower())[:12]
        near = near or difflib.get_close_matches(fact, strategy.facts, 5)
        ERR.print(say("cli.unknown-fact", lang, name=escape(fact), near=escape(", ".join(near)) or "–"))
        raise typer.Exit(2)
    step = explain_fact(strategy, fact, lang, depth)
    if as_json:
        emit({"fact": as_data(step)})
        return
    tree = Tree(f"[bold]{escape(step.label)}: {escape(step.value)}[/]  [dim]{escape(step.name)}[/]")
    grow(tree, step, lang)
    OUT.print(tree)


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
        OUT.print(f"[bold]{escape(name)}[/]  {escape(label)}: {escape(value)}", soft_wrap=True)


def as_data(step: Step) -> dict[str, object]:
    """Return a step of the trail as JSON data."""
    return {
        "name": step.name, "label": step.label, "value": step.value, "method": step.method,
        "sources": [{"title": title, "address": address} for title, address in step.sources],
        "inputs": [as_data(item) for item in step.steps], "serves": [as_data(item) for item in step.serves],
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


@app.command()
def workbook(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="the .xlsx file to write")],
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Write the whole country folder into one .xlsx workbook (text cells, no formulas)."""
    make_workbook(folder, out)
    if as_json:
        emit({"file": str(out)})
    else:
        OUT.print(say("cli.made", lang, path=escape(str(out))))


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
        raise typer.BadParameter(text) from error


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
        ERR.print(say("cli.unknown-language", "en", value=escape(language), known=", ".join(languages())))
        sys.exit(2)
    try:
        app()
    except WorkspaceError as error:
        show_findings(error.findings, language, "--json" in arguments)
        sys.exit(1)
    except Exception as error:
        if os.environ.get("OPENNSS_DEBUG"):
            raise
        ERR.print(say("cli.internal", language, error=escape(f"{type(error).__name__}: {error}")))
        sys.exit(3)
