"""The results: the trail, other weights, agreement between categories, every chart with its table and file."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opennss.document.facts.judgements import group_name
from opennss.errors import WorkspaceError
from opennss.model.criteria import Rank
from opennss_web.access import STAFF, Actor, Role, Route, View
from opennss_web.actions import data, pictures, weighing
from opennss_web.actions.releases import making
from opennss_web.actions.results import MissingError, Passage, Seen, passages, seen
from opennss_web.actions.shapes import RoundAnswer

READERS = frozenset({Role.PUBLIC}) | STAFF
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A picture that is opened by itself loads nothing and runs nothing."""

FILES = {
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
QUOTED = 40
"""Places of the document that a page lists."""

_ALIGN = {"r": "num", "c": "centre"}
"""The class of a column of a table, by its letter; all others hold words."""

VOICES = ("agreement", "weights-given")
"""How the names of pictures begin that show what groups of categories said."""

Context = dict[str, object]


def _page(template: str) -> Callable[[Callable[..., Context]], View]:
    """Return what makes a view of a function: it is given what the visitor may see, and fills the template."""

    def view_of(fill: Callable[..., Context]) -> View:
        @wraps(fill)
        def view(request: HttpRequest, actor: Actor, **values: str) -> HttpResponse:
            return _answered(request, actor, lambda what: render(
                request, f"results/{template}.html", {"part": template} | _common(what) | fill(request, what, **values)
            ))  # fmt: skip

        return view

    return view_of


def _answered(request: HttpRequest, actor: Actor, make: Callable[[Seen], HttpResponse]) -> HttpResponse:
    """Answer with what the visitor may see; without a release, or for what it does not hold, one honest page."""
    try:
        return make(seen(actor))
    except MissingError as missing:
        if missing.args != ("release",):
            return render(request, "desk/missing.html", status=404)
        return _none(request, actor, gone=False)
    except WorkspaceError:  # its files are gone, or of another version
        return _none(request, actor, gone=True)


def _none(request: HttpRequest, actor: Actor, gone: bool) -> HttpResponse:
    """Say why there is nothing to see, and to staff what to do: nothing, while a release is being made."""
    staff = actor.role in STAFF
    found = {"staff": staff, "gone": gone, "making": staff and making().running}
    return render(request, "results/none.html", found, status=404)


def _common(what: Seen) -> Context:
    names = {row.id: row.name for row in data.areas(what).areas}
    return {"release": data.release(what), "internal": what.internal, "names": names, "first": _first(what)}


def _first(what: Seen) -> int:
    """Return how many areas have a place."""
    return sum(row.joint is not None for row in data.areas(what).areas)


@_page("ranking")
def ranking(request: HttpRequest, what: Seen) -> Context:
    """Show the ranking with a bar for each area, and a way to each of them."""
    return {"areas": data.areas(what).areas, "tables": [*pictures.exported(what)]}


@_page("area")
def area(request: HttpRequest, what: Seen, area: str) -> Context:
    """Show an area with everything behind it and everything that follows from it."""
    trail = data.trail(what, area)
    planned = [item for item in trail.projects if item.start is not None]
    waiting = [item for item in trail.projects if item.start is None]
    places = _places(what, request.language, lambda fact: area in fact.split("."))
    return {"trail": trail, "planned": planned, "waiting": waiting, "places": places}


def _places(what: Seen, language: str, own: Callable[[str], bool]) -> list[Passage]:
    return [place for place in passages(what, language) if any(own(fact) for fact in place.facts)][:QUOTED]


@_page("goals")
def goals(request: HttpRequest, what: Seen) -> Context:
    """List the national goals with how much serves each."""
    return {"goals": data.goals(what).goals}


@_page("goal")
def goal(request: HttpRequest, what: Seen, goal: str) -> Context:
    """Show a national goal and everything that serves it."""
    found = data.goal(what, goal)
    own = {item.id: item for item in data.projects(what).projects}
    items = [own[name] for name in found.projects]
    return {
        "goal": found, "planned": [item for item in items if item.start is not None],
        "waiting": [item for item in items if item.start is None],
    }  # fmt: skip


@_page("plan")
def plan(request: HttpRequest, what: Seen) -> Context:
    """Show the programme by year, and what each body needs and has."""
    found = data.plan(what)
    waiting = [item for item in data.projects(what).projects if item.not_now]
    return {"plan": found, "waiting": waiting}


@_page("project")
def project(request: HttpRequest, what: Seen, project: str) -> Context:
    """Show a project or measure: what it is for, what must come first, what it leads up to."""
    found = data.project(what, project)
    gaps = {gap.id: gap for gap in data.gaps(what).gaps}
    known = {item.id: item for item in data.projects(what).projects}
    return {
        "item": found, "gaps": [gaps[name] for name in found.gaps], "fact": data.fact(what, found.fact),
        "before": [known[name] for name in found.requires if name in known],
        "goals": [data.goal(what, name) for name in found.goals],
        "places": _places(what, request.language, lambda fact: found.id in fact.split(".")),
    }  # fmt: skip


@_page("fact")
def fact(request: HttpRequest, what: Seen, name: str) -> Context:
    """Show a printed value and one step of its trail on each side."""
    found = data.fact(what, name)
    goals = [data.goal(what, goal) for goal in found.goals]
    return {"fact": found, "goals": goals, "places": _places(what, request.language, name.__eq__)}


@_page("rounds")
def rounds(request: HttpRequest, what: Seen) -> Context:
    """Show what the closed rounds said, and where groups of categories see an area otherwise."""
    charts = [x for x in pictures.charts(what, request.language) if x.figure.id.startswith(VOICES)]
    return {"rounds": [_round(row) for row in data.rounds(what).rounds], "pictures": charts}


def _round(row: RoundAnswer) -> Context:
    """Return a round as its page shows it: by question its results, each with the rank of every group."""
    ranks = {(own.group, one.question, one.area): one.rank for own in row.groups for one in own.ranks}
    questions = [
        {
            "question": question,
            "rows": [
                {"result": one, "groups": [_seen_by(x.group, ranks.get((x.group, question.id, one.area)), one.rank)
                                           for x in row.groups]}
                for one in row.results if one.question == question.id
            ],
        }
        for question in row.questions
    ]  # fmt: skip
    heard = {own.group: group_name(own.group) for own in row.groups}
    return {"round": row, "heard": heard, "questions": [own for own in questions if own["rows"]]}


def _seen_by(group: str, rank: Rank | None, result: Rank) -> Context:
    """Return the rank of a group, and whether it differs from the result of the round; ``None`` is not shown."""
    return {"group": group, "rank": rank, "differs": rank is not None and rank is not result}


@_page("charts")
def charts(request: HttpRequest, what: Seen) -> Context:
    """List every picture, by chapter, and the tables that may be downloaded."""
    return {"charts": pictures.charts(what, request.language), "tables": [*pictures.exported(what)]}


@_page("chart")
def chart(request: HttpRequest, what: Seen, name: str) -> Context:
    """Show a picture with its table and its files."""
    found = pictures.chart(what, request.language, name)
    aligned = [_ALIGN.get(letter, "words") for letter in found.table.align.ljust(len(found.table.header), "l")]
    rows = [list(zip(row, aligned, strict=True)) for row in found.table.rows]
    return {"chart": found, "header": list(zip(found.table.header, aligned, strict=True)), "rows": rows}


def chart_file(request: HttpRequest, actor: Actor, name: str, ending: str) -> HttpResponse:
    """Send a picture, or its table, as a file."""

    def make(what: Seen) -> HttpResponse:
        found = pictures.chart(what, request.language, name)
        if ending == "svg":
            answer = HttpResponse(found.figure.svg, content_type=FILES[ending])
            answer["Content-Security-Policy"] = PICTURE_POLICY
            return answer
        rows, day = pictures.cells(found.table), data.release(what).as_of.isoformat()
        if ending == "csv":
            return _file(pictures.csv_text(rows), f"{name}.csv")
        if ending == "xlsx":
            return _file(pictures.workbook(rows, found.table.caption, day), f"{name}.xlsx")
        raise MissingError(ending)

    return _answered(request, actor, make)


def table_file(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Send one of the library's result tables as CSV."""

    def make(what: Seen) -> HttpResponse:
        known = pictures.exported(what)
        if name not in known:
            raise MissingError(name)
        return _file(known[name], f"{name}.csv")

    return _answered(request, actor, make)


def _file(content: str | bytes, name: str) -> HttpResponse:
    """Return a download; a text begins with the mark by which spreadsheets know UTF-8."""
    told = content if isinstance(content, bytes) else b"\xef\xbb\xbf" + content.encode()
    answer = HttpResponse(told, content_type=FILES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@_page("weights")
def weights(request: HttpRequest, what: Seen) -> Context:
    """Show the ranking under other weights beside the released one; nothing is written."""
    own = weighing.released(what)
    faults: tuple[str, ...] | None = None
    try:
        points = weighing.read(request.GET.dict(), what)
    except weighing.UnweighableError as wrong:
        points, faults = own, wrong.groups
    found = weighing.weigh(what, points)
    inputs = [
        {
            "group": group, "value": _written(value), "share": share, "released": _written(own[group]),
            "wrong": faults is not None and group in faults,
        }
        for (group, value), share in zip(points.items(), found.weights.values(), strict=True)
    ]  # fmt: skip
    pinned = urlencode({group: _written(value) for group, value in points.items()})
    return {
        "inputs": inputs, "found": found, "faults": faults, "pinned": pinned, "same": points == own,
        "most": weighing.MOST,
    }  # fmt: skip


def _written(value: Fraction) -> str:
    """Return points as the field of a form holds them: a decimal point, no needless zeros."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def weights_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the ranking under the weights of the address as CSV."""

    def make(what: Seen) -> HttpResponse:
        try:
            head, rows = weighing.table(what, weighing.read(request.GET.dict(), what))
        except weighing.UnweighableError as wrong:
            raise MissingError("weights") from wrong
        return _file(pictures.csv_text([head, *rows]), "weights.csv")

    return _answered(request, actor, make)


ROUTES: tuple[Route, ...] = (
    Route("results", ranking, "results", READERS, menu="results.menu"),
    Route("results/areas/<slug:area>", area, "results-area", READERS),
    Route("results/goals", goals, "results-goals", READERS),
    Route("results/goals/<slug:goal>", goal, "results-goal", READERS),
    Route("results/plan", plan, "results-plan", READERS),
    Route("results/projects/<slug:project>", project, "results-project", READERS),
    Route("results/facts/<str:name>", fact, "results-fact", READERS),
    Route("results/rounds", rounds, "results-rounds", READERS),
    Route("results/charts", charts, "results-charts", READERS),
    Route("results/charts/<slug:name>", chart, "results-chart", READERS),
    Route("results/charts/<slug:name>.<slug:ending>", chart_file, "results-chart-file", READERS),
    Route("results/tables/<slug:name>.csv", table_file, "results-table", READERS),
    Route("results/weights", weights, "results-weights", STAFF),
    Route("results/weights.csv", weights_file, "results-weights-file", STAFF),
)
