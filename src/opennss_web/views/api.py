"""The read-only interface for programs, described by OpenAPI.

It sends what the pages show and nothing else: the same function decides what a visitor sees, and the same data are
printed, exported and sent.
"""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from django.http import HttpRequest, HttpResponse

from opennss.errors import WorkspaceError
from opennss_web.access import STAFF, Actor, Role, Route, View
from opennss_web.actions import data, shapes, weighing
from opennss_web.actions.results import MissingError, Seen, seen
from opennss_web.openapi import JSON, PROBLEM, START, Operation, description
from opennss_web.words import say

READERS = frozenset({Role.PUBLIC}) | STAFF
"""Who may ask for results; what they see depends on the release."""


def _weighing(what: Seen, **asked: str) -> shapes.WeighingAnswer:
    return weighing.weigh(what, weighing.read(asked, what))


GROUPS = ("economic", "social", "environmental", "emerging", "stakeholder")

OPERATIONS = (
    Operation("release", "release", "The release that is shown", shapes.ReleaseAnswer, data.release, READERS),
    Operation("areas", "areas", "The ranking", shapes.AreasAnswer, data.areas, READERS),
    Operation("areas/<slug:area>", "area", "An area with its trail", shapes.TrailAnswer, data.trail, READERS),
    Operation("criteria", "criteria", "Criteria and weights", shapes.CriteriaAnswer, data.criteria, READERS),
    Operation("goals", "goals", "National goals", shapes.GoalsAnswer, data.goals, READERS),
    Operation("goals/<slug:goal>", "goal", "A national goal", shapes.GoalAnswer, data.goal, READERS),
    Operation("plan", "plan", "The programme", shapes.PlanAnswer, data.plan, READERS),
    Operation("projects", "projects", "Projects and measures", shapes.ItemsAnswer, data.projects, READERS),
    Operation(
        "projects/<slug:project>", "project", "A project or measure", shapes.ItemAnswer, data.project, READERS
    ),
    Operation("gaps", "gaps", "Gaps", shapes.GapsAnswer, data.gaps, READERS),
    Operation("rounds", "rounds", "Results of closed rounds", shapes.RoundsAnswer, data.rounds, READERS),
    Operation("facts/<str:name>", "fact", "A fact with its origin", shapes.FactAnswer, data.fact, READERS),
    Operation(
        "weighing", "weighing", "The ranking under other weights", shapes.WeighingAnswer, _weighing, STAFF, GROUPS,
        weighing.NUMBER.pattern,
        (401, 403, 404, 422),
    ),
)  # fmt: skip


def _view(operation: Operation) -> View:
    """Return the view of an operation: what the visitor may see, the answer, or the problem."""

    def view(request: HttpRequest, actor: Actor, **values: str) -> HttpResponse:
        asked = {name: request.GET[name] for name in operation.query if name in request.GET}
        try:
            made = operation.make(seen(actor), **values, **asked)
        except MissingError:
            return problem(request, HTTPStatus.NOT_FOUND, "api-missing")
        except WorkspaceError:
            return problem(request, HTTPStatus.NOT_FOUND, "api-gone")
        except weighing.UnweighableError:
            return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, "weights-wrong")
        return HttpResponse(msgspec.json.encode(made, enc_hook=_plain), content_type=JSON)

    return view


def _plain(value: object) -> str:
    """Return the library's codes (ids, references), which are texts, as plain texts; nothing else is let through."""
    if isinstance(value, str):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def problem(request: HttpRequest, status: HTTPStatus, said: str) -> HttpResponse:
    """Answer with a problem in JSON."""
    found = shapes.Problem("about:blank", status.phrase, status.value, say(f"results.{said}", request.language))
    return HttpResponse(msgspec.json.encode(found), status=status.value, content_type=PROBLEM)


def openapi(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the description of the API; what it describes is no secret, what it sends is guarded."""
    told = description(OPERATIONS, say("results.api", request.language))
    return HttpResponse(msgspec.json.encode(told), content_type=JSON)


def unknown(request: HttpRequest, actor: Actor, rest: str) -> HttpResponse:
    """Answer an address below the API that does not exist."""
    return problem(request, HTTPStatus.NOT_FOUND, "api-missing")


ROUTES: tuple[Route, ...] = (
    *(
        Route(f"{START}{own.path}", _view(own), f"api-{own.name}", own.roles, machine=True)
        for own in OPERATIONS
    ),
    Route(f"{START}openapi.json", openapi, "api-openapi", READERS, machine=True),
    Route(f"{START}<path:rest>", unknown, "api-unknown", READERS, machine=True),
)  # fmt: skip
