"""Who may do what: one policy for pages, files and the API. A route without its roles cannot be written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from opennss_web.links import Denied, invitation_of
from opennss_web.models import Invitation, Scope, User
from opennss_web.words import chosen, say


class Role(StrEnum):
    """What a visitor of the desk is: staff by account, respondents by their personal link, anybody."""

    ADMINISTRATOR = "administrator"
    SECRETARIAT = "secretariat"
    FACILITATOR = "facilitator"
    ANALYST = "analyst"
    COMMITTEE = "committee"
    DRAFTER = "drafter"
    SIGNATORY = "signatory"
    EXPERT = "expert"
    PUBLIC = "public"


STAFF = frozenset({Role.ADMINISTRATOR, Role.SECRETARIAT, Role.FACILITATOR, Role.ANALYST, Role.COMMITTEE})
LINKED = frozenset({Role.DRAFTER, Role.SIGNATORY, Role.EXPERT})
OFFICE = frozenset({Role.ADMINISTRATOR, Role.SECRETARIAT})
ANYBODY = frozenset(Role)
BY_SCOPE = {Scope.DRAFT: Role.DRAFTER, Scope.SIGN: Role.SIGNATORY, Scope.JUDGE: Role.EXPERT}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a role, with the account or the invitation behind it, ``None`` for the public.

    ``token`` is the personal link's secret; it lives as long as the request and is never stored or printed.
    """

    role: Role
    user: User | None = None
    invitation: Invitation | None = None
    token: str = field(default="", repr=False)

    @property
    def invited(self) -> Invitation:
        """The invitation behind a link; only the routes of links may ask."""
        assert self.invitation is not None
        return self.invitation

    @property
    def name(self) -> str:
        """The actor as the history names it: an account, or the role of a link, which names nobody."""
        return f"{self.role}:{self.user.username}" if self.user else str(self.role)


View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the desk: its path, view, name, who may use it, and by which methods.

    A path with ``<str:token>`` and ``<slug:round>`` belongs to a personal link and to it alone. ``machine`` routes
    answer a refusal with a status and no page. ``menu`` is the sentence under which it stands in the menu of those who
    may use it.
    """

    path: str
    view: View
    name: str
    roles: frozenset[Role]
    methods: tuple[str, ...] = ("GET",)
    machine: bool = False
    menu: str = ""


def patterns(routes: Iterable[Route]) -> list[URLPattern]:
    """Return the URL patterns of routes, each behind its guard; raises ``ValueError`` for a route without roles."""
    found = []
    for route in routes:
        if not route.roles:
            raise ValueError(f"{route.name}: no role may use it")
        found.append(path(route.path, guarded(route), name=route.name))
    return found


def guarded(route: Route) -> View:
    """Put the policy before a view: the method, then the actor, then the role; only then the view runs.

    Views of personal links take no cookie, so forged requests of other sites have nothing to borrow: the link is the
    secret. All others are protected against such requests.
    """

    @wraps(route.view)
    def view(request: HttpRequest, **values: Any) -> HttpResponse:
        if request.method not in (*route.methods, *(("HEAD",) if "GET" in route.methods else ())):
            return _not_so(request, route, values)
        actor = _actor(request, values)
        if isinstance(actor, Denied):
            return render(request, "desk/no-link.html", {"why": actor.value}, status=404)
        request.actor = actor
        if actor.role not in route.roles:
            return refused(request, route, actor)
        return route.view(request, actor, **values)

    shielded = csrf_exempt(view) if "<str:token>" in route.path else csrf_protect(view)
    return never_cache(shielded)


def _not_so(request: HttpRequest, route: Route, values: dict[str, Any]) -> HttpResponse:
    """Answer a method that a route does not take; who opens the address of a form by hand is told where to go."""
    answer: HttpResponse = HttpResponseNotAllowed(route.methods)
    if request.method == "GET" and not route.machine:
        link = f"/r/{values['round']}/{values['token']}/" if "token" in values else ""
        answer.content = render_to_string("desk/form-only.html", {"link": link}, request)
    return answer


def _actor(request: HttpRequest, values: dict[str, Any]) -> Actor | Denied:
    """Return who asks; a link takes its round and secret out of the values, and no account counts beside it."""
    if "token" in values:
        token = values.pop("token")
        found = invitation_of(token, values.pop("round", ""))
        if isinstance(found, Denied):
            return found
        request.language = chosen(request, found.language)
        return Actor(BY_SCOPE[Scope(found.scope)], invitation=found, token=token)
    user = request.user
    if user.is_authenticated and user.is_active:
        return Actor(Role(user.role), user=user)
    return Actor(Role.PUBLIC)


def refused(request: HttpRequest, route: Route, actor: Actor) -> HttpResponse:
    """Answer a request that the policy does not admit: the public is asked to log in, everybody else is told no.

    Machines are answered with a problem in JSON (RFC 9457).
    """
    if route.machine:
        status = HTTPStatus.UNAUTHORIZED if actor.role is Role.PUBLIC else HTTPStatus.FORBIDDEN
        told = {"type": "about:blank", "title": status.phrase, "status": status.value}
        told["detail"] = say("desk.refused", request.language)
        return JsonResponse(told, status=status.value, content_type="application/problem+json")
    if actor.role is Role.PUBLIC and route.roles & STAFF:
        return redirect(f"/login?{urlencode({'next': request.get_full_path()})}")
    return render(request, "desk/refused.html", {"roles": sorted(route.roles)}, status=403)
