"""The verb that shows what matters most, and how far that holds; or the order under another method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from decimal import Decimal
from typing import Annotated

import typer

from opennss import build as spine
from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, World, among, app
from opennss.cli.screen import bars, emit, escape, show_table, words
from opennss.document.jsonable import jsonable
from opennss.document.robust_exports import robustness_data
from opennss.document.shown import in_percent
from opennss.language import number, say
from opennss.model.country import RobustnessSettings
from opennss.model.criteria import ranking
from opennss.model.judgements import group_weights
from opennss.model.results import RankedArea, Ranks, Strategy
from opennss.model.robustness import Robustness, Tell
from opennss.model.workspace import Workspace
from opennss.priorities.methods import KindMatrix, KindOrder
from opennss.workspace.settings import METHODS, MISSING, MOST_SAMPLES, WEIGHTINGS

KEYS = (
    "area", "list", "position", "best", "worst", "joint", "rank", "decided", "share", "mean", "known", "apply",
)  # fmt: skip
"""What `--json` tells of the rank of an area."""

ROOMY = 110
"""Signs that a line needs to hold every column; a narrower one does without the list and the place in it."""

SPARE, LEAST = {2, 4}, {1: 22, 2: 13}
"""The columns of the list and of the place in it; columns of words, with the signs they need."""

AREA = 1
"""The column of words of the order under another method."""

SMALL = 0.0005
"""A smaller score keeps its first digit."""

TOP = 3
"""Places that are counted together under another method, whose lists are short."""


@app.command()
def rank(
    folder: Folder,
    method: Annotated[
        str | None,
        typer.Option(help=f"another method, by kind of area: {', '.join(METHODS)}", callback=among(METHODS)),
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option(min=100, max=MOST_SAMPLES, help="weightings to try, instead of the folder's own"),
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="seed of the weightings, instead of the folder's own")] = None,
    weightings: Annotated[
        str | None,
        typer.Option(
            help=f"which weightings are admissible: {', '.join(WEIGHTINGS)}; default: the folder's own",
            callback=among(WEIGHTINGS),
        ),
    ] = None,
    missing: Annotated[
        str | None,
        typer.Option(
            help="with --method: what becomes of missing values: leave out the criteria or the areas that have gaps, "
            "or fill in the median or the worst value; default: the folder's own",
            callback=among(MISSING),
        ),
    ] = None,
    treat_ranks_as_numbers: Annotated[
        bool,
        typer.Option("--treat-ranks-as-numbers", help="with --method: let ranks 1, 2, 3 and none count as 1 to 4"),
    ] = False,
    catalogue: World = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Show the areas with positions, possible positions, coverage, and how far the order holds under other weights."""
    workspace, world = spine.read(folder, catalogue)
    workspace = _asked(workspace, samples, seed, weightings, missing)
    if method is None:
        if missing or treat_ranks_as_numbers:
            raise typer.BadParameter(say("rank.needs-method", lang), param_hint="--missing, --treat-ranks-as-numbers")
        with _working(lang, "steps", "weightings", "areas") as tell:
            strategy = spine.build(workspace, world, tell, what_if=False)
        _joint(strategy, lang, as_json)
        return
    tried = any(option is not None for option in (samples, seed, weightings))
    with _working(lang, "kinds", "weightings") as tell:
        ranks, orders = spine.other_method(workspace, method, treat_ranks_as_numbers, tried, tell)
    _other(workspace, ranks, method, orders, lang, as_json)
    if all(order.refused for order in orders):
        raise typer.Exit(1)


def _asked(
    workspace: Workspace, samples: int | None, seed: int | None, weightings: str | None, missing: str | None
) -> Workspace:
    """Return the workspace with the settings that were asked for instead of its own."""
    settings = workspace.settings
    own = settings.robustness
    changed = replace(
        own, samples=samples or own.samples, weightings=weightings or own.weightings, missing=missing or own.missing
    )
    asked = replace(settings, robustness=changed, seed=settings.seed if seed is None else seed)
    return replace(workspace, method=replace(workspace.method, settings=asked))


def _working(lang: str, *names: str) -> AbstractContextManager[Tell]:
    return bars({name: say(f"rank.working-{name}", lang) for name in names})


def _joint(strategy: Strategy, lang: str, as_json: bool) -> None:
    """Print the joint list, with what is known of how far it holds."""
    found, ordered = strategy.robustness, _ordered(strategy.ranks)
    if as_json:
        said = {"note": say("rank.no-probability", lang)} if found else {}
        emit({"areas": _data(ordered, strategy.workspace), "robustness": robustness_data(strategy), **said})
        return
    names = {area.id: area.name[lang] for area in strategy.workspace.evidence.areas}
    roomy = screen.OUT.width >= ROOMY
    header = say("rank.columns", lang).split("|")
    header += say("rank.columns-robust", lang, top=found.top).split("|") if found else []
    kept = [place for place in range(len(header)) if roomy or place not in SPARE]
    rows = []
    for a in ordered:
        possible, data = f"{a.best}–{a.worst}" if a.apply else "?", f"{a.known}/{a.apply}"
        row = [a.joint, names[a.area], say(f"label.list-{a.list}", lang), a.final.printed, a.position, possible, data]
        row += _robust_row(found, a, lang)
        rows.append([row[place] for place in kept])
    right = [number for number, place in enumerate(kept) if place not in LEAST]
    least = {number: LEAST[place] for number, place in enumerate(kept) if place in LEAST}
    show_table(say("doc.table.joint", lang), [header[place] for place in kept], rows, right, least)
    if found:
        _tried(found, "rank.tried", lang)
        _whose(strategy, found, lang)
    else:
        screen.OUT.print(say("robust-words.untested", lang), soft_wrap=True)
    screen.OUT.print(say("doc.not-iso", lang), style="dim")


def _tried(found: Robustness | RobustnessSettings, key: str, lang: str) -> None:
    """Say which weightings were tried, and what a share of them is not."""
    kind = say(f"doc.space-{found.weightings}", lang)
    screen.OUT.print(say(key, lang, samples=number(found.samples, lang), space=kind), soft_wrap=True)
    screen.OUT.print(say("rank.no-probability", lang), soft_wrap=True)


def _whose(strategy: Strategy, found: Robustness, lang: str) -> None:
    """Name the round whose answers were drawn, where the weightings are those that people gave."""
    heard = group_weights(strategy.judgements)
    if found.weightings == "answers" and heard:
        title = next(round_.title for round_ in strategy.workspace.voices.rounds if round_.id == heard.round)
        answers = number(sum(heard.answered.values()), lang)
        screen.OUT.print(escape(say("rank.whose", lang, round=title[lang], answers=answers)), soft_wrap=True)


def _ordered(ranks: Ranks) -> list[RankedArea]:
    return sorted(ranks.areas, key=lambda a: (a.joint is None, a.joint or 0, a.area))


def _data(ordered: Sequence[RankedArea], workspace: Workspace) -> list[dict[str, object]]:
    """Return what ``--json`` tells of each area, with the ids of the decisions on its rank."""
    decided = workspace.choices.decisions
    return [
        {key: jsonable(getattr(area, key)) for key in KEYS}
        | {"decisions": [str(row.id) for row in ranking(decided, area.area)]}
        for area in ordered
    ]


def _robust_row(found: Robustness | None, area: RankedArea, lang: str) -> tuple[str, ...]:
    if found is None:
        return ()
    own = found.areas.get(area.area)
    if own is None:
        return ("?", "?", "?")
    return (_percent(own.share(1, 1), lang), _percent(own.share(1, found.top), lang), number(own.expected, lang, 1))


def _percent(share: float, lang: str) -> str:
    return say("unit.percent", lang, value=in_percent(Decimal(str(share)), lang))


def _other(
    workspace: Workspace, ranks: Ranks, method: str, orders: Sequence[KindOrder], lang: str, as_json: bool
) -> None:
    """Print the order of each kind of area under another method, and what was left out or filled for it."""
    if as_json:
        kinds = [_kind_data(order, lang) for order in orders]
        settings, told = workspace.settings, {}
        if any(order.tried for order in orders):
            own = settings.robustness
            told = {"weightings": own.weightings, "samples": own.samples, "seed": settings.seed,
                    "note": say("rank.no-probability", lang)}  # fmt: skip
        emit({"areas": _data(_ordered(ranks), workspace), "method": {"name": method, "kinds": kinds, **told}})
        return
    if not orders:
        screen.OUT.print(say("rank.none-placed", lang), soft_wrap=True)
    names = {str(area.id): area.name[lang] for area in workspace.evidence.areas}
    names |= {str(criterion.id): criterion.name[lang] for criterion in workspace.voices.criteria}
    for order in orders:
        _kind(order, names, method, lang)
    if any(order.ranking for order in orders):
        screen.OUT.print(say(f"rank.score-{method}", lang), soft_wrap=True)
    if any(order.tried for order in orders):
        _tried(workspace.settings.robustness, "rank.tried-method", lang)
    screen.OUT.print(say("rank.method-note", lang), soft_wrap=True)
    screen.OUT.print(say("doc.not-iso", lang), style="dim")


def _kind(order: KindOrder, names: Mapping[str, str], method: str, lang: str) -> None:
    """Print what was done to the values of a kind of area, what remained, and then its order or why there is none."""
    key = "rank.method-title" if order.ranking else "rank.method-refused"
    kind, by = say(f"rank.kind-{order.ready.kind}", lang), say(f"label.method-{method}", lang)
    screen.OUT.print(f"[bold]{escape(say(key, lang, kind=kind, method=by))}[/]")
    for line in (*_left_out(order.ready, names, lang), *_remains(order, names, lang), *_refusals(order, names, lang)):
        screen.OUT.print(escape(line), soft_wrap=True)
    if order.ranking is None:
        screen.OUT.print()
        return
    header = say("rank.columns-method", lang).split("|")
    header += say("rank.columns-robust", lang, top=_top(order)).split("|") if order.tried else []
    place = dict(zip(order.ranking.alternatives, range(len(order.ranking.alternatives)), strict=True))
    rows = [
        (
            position,
            names[area],
            _score(float(order.ranking.score[place[area]]), lang),
            *_tried_row(order, place[area], lang),
        )
        for position, area in sorted(zip(order.ranking.position, order.ranking.alternatives, strict=True), key=_last)
    ]
    show_table("", header, rows, [column for column in range(len(header)) if column != AREA])


def _score(value: float, lang: str) -> str:
    """Print a score with three decimals; what is not zero never looks like zero."""
    if round(value, 12) == 0:
        return number(0, lang)
    return number(value, lang, 3) if abs(value) >= SMALL else number(value, lang)


def _remains(order: KindOrder, names: Mapping[str, str], lang: str) -> Iterator[str]:
    """Say how many of the areas and criteria the method works on."""
    if order.ready.filled is None:
        return
    left = order.ready.filled.matrix
    gone = [name for name in order.ready.filled.left_out if name not in {str(area) for area in order.areas}]
    yield say(
        "rank.remains" if order.ranking else "rank.remains-refused", lang,
        areas=len(left.alternatives), placed=len(order.areas), criteria=len(left.criteria),
        apply=len(left.criteria) + len(gone) + len(order.ready.judged),
        names="; ".join(names[name] for name in left.criteria),
    )  # fmt: skip


def _last(pair: tuple[int | None, str]) -> tuple[bool, int, str]:
    return pair[0] is None, pair[0] or 0, pair[1]


def _refusals(order: KindOrder, names: Mapping[str, str], lang: str) -> Iterator[str]:
    for finding in order.refused:
        said = words(
            replace(finding, values={key: _named(value, names) for key, value in finding.values.items()}), lang
        )
        yield f"{said['message']} {said['hint']}"


def _named(value: object, names: Mapping[str, str]) -> object:
    return names.get(value, value) if isinstance(value, str) else value


def _left_out(ready: KindMatrix, names: Mapping[str, str], lang: str) -> Iterator[str]:
    """Say what was left out, filled, or counted as a number."""
    if ready.judged:
        yield say("rank.judged", lang, names="; ".join(names[name] for name in ready.judged))
    if ready.numbers:
        yield say("rank.numbers", lang, names="; ".join(names[name] for name in ready.numbers))
    if ready.filled and ready.filled.left_out:
        yield say("rank.left-out", lang, names="; ".join(names[name] for name in ready.filled.left_out))
    filled: dict[tuple[str, float], list[str]] = {}
    for area, criterion, value in ready.filled.cells if ready.filled else ():
        filled.setdefault((criterion, value), []).append(names[area])
    for (criterion, value), areas in filled.items():
        yield say("rank.filled", lang, criterion=names[criterion], value=number(value, lang), names="; ".join(areas))


def _top(order: KindOrder) -> int:
    return min(TOP, len(order.areas))


def _tried_row(order: KindOrder, row: int, lang: str) -> tuple[str, ...]:
    if order.tried is None:
        return ()
    counts = order.tried.counts[row]
    shares = (counts[0] / counts.sum(), counts[: _top(order)].sum() / counts.sum())
    return (*(_percent(float(share), lang) for share in shares), number(float(order.tried.expected[row]), lang, 1))


def _kind_data(order: KindOrder, lang: str) -> dict[str, object]:
    ready, found = order.ready, order.ranking
    areas = []
    for row, area in enumerate(found.alternatives if found else ()):
        place, score = (found.position[row], float(found.score[row])) if found else (None, 0.0)
        tried = order.tried
        counts = [int(count) for count in tried.counts[row]] if tried else None
        expected = float(tried.expected[row]) if tried else None
        areas.append({"area": area, "position": place, "score": score, "counts": counts, "expected": expected})
    cells = ready.filled.cells if ready.filled else ()
    return {
        "kind": str(ready.kind), "judged": list(ready.judged), "ranks_as_numbers": list(ready.numbers),
        "left_out": list(ready.filled.left_out) if ready.filled else [],
        "criteria": list(ready.filled.matrix.criteria) if ready.filled else [],
        "filled": [{"area": area, "criterion": criterion, "value": value} for area, criterion, value in cells],
        "findings": [words(finding, lang) for finding in order.refused], "areas": areas,
    }  # fmt: skip
