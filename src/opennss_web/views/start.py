"""The first pages: the language, the map of the ten steps, logging in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from opennss.language import Text
from opennss.process.status import Said, StepState, obstacles
from opennss_web import content
from opennss_web.access import ANYBODY, STAFF, Actor, Role, Route
from opennss_web.models import User
from opennss_web.words import COOKIE, own, say

OPENING = "opennss-opening"
"""The salt of the address by which `nss serve` lets its own user in."""

PLACES = {
    "look-2d": "/rounds", "fill-stakeholders": "/stakeholders", "fill-judgements": "/rounds",
    **{f"look-{step}": "/results" for step in ("2a", "2b", "2c", "3", "4", "5", "6")},
    "look-7": "/releases", "look-8": "/releases", "next-mend": "/releases",
}  # fmt: skip
"""Where on the desk the next thing of a step is done or seen, by its sentence."""


def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask a first visitor for the language; then show staff the map of the steps and everybody what is open."""
    if COOKIE not in request.COOKIES and COOKIE not in request.GET:
        return render(request, "desk/language.html")
    if actor.role in STAFF:
        return redirect("workshop" if settings.WORKSHOP and not settings.WORKSHOP_TEAM else "steps")
    return render(request, "desk/public.html", {"country": _country()})


def steps(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the ten steps of the method: done, blocked, next, who."""
    rows = [_step(state, request.language) for state in content.steps()]
    return render(request, "desk/steps.html", {"country": _country(), "rows": rows})


def _country() -> Text:
    return content.content().workspace.settings.name


def _step(state: StepState, language: str) -> dict[str, object]:
    """Return a step as the page shows it."""

    def words(said: Said) -> str:
        key, values = said
        group = "desk" if f"desk.{key}" in own(language) else "process"  # the library's words name commands
        return say(f"{group}.{key}", language, folder=content.folder().name, **values)

    row = state.row
    return {
        "step": state.step, "name": say(f"process.step-{state.step}", language), "status": state.status,
        "said": say(f"process.status-{state.status}", language), "late": state.late, "due": row.due if row else None,
        "who": row.responsible[language] if row else say(f"process.actors-{state.step}", language),
        "blocked": [words(said) for said in obstacles(state, language)],
        "next": words(state.next) if state.next else "",
        "place": PLACES.get(state.next[0], "") if state.next else "",
    }  # fmt: skip


def log_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Let a member of staff in by name and password; after five wrong passwords see ``locked``."""
    onward = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = "/"
    if settings.WORKSHOP_TEAM:  # a team has a code and no accounts
        return redirect("team")
    wrong = False
    if request.method == "POST":
        name, password = request.POST.get("username", ""), request.POST.get("password", "")
        user = authenticate(request, username=name, password=password)
        if user is not None:
            login(request, user)
            return HttpResponseRedirect(onward)
        wrong = True
    return render(request, "desk/login.html", {"next": onward, "wrong": wrong}, status=403 if wrong else 200)


def locked(request: HttpRequest, answer: HttpResponse | None = None, tried: object = None) -> HttpResponse:
    """Tell who was wrong five times what to do now; django-axes puts this in the place of the page that was asked."""
    found = {"team": bool(settings.WORKSHOP_TEAM)}
    page = render(request, "desk/locked.html", found, status=429)
    page.headers["Retry-After"] = "3600"
    return page


def log_out(request: HttpRequest, actor: Actor) -> HttpResponse:
    """End the visit of a member of staff."""
    logout(request)
    return redirect("home")


def opening(request: HttpRequest, actor: Actor, signed: str) -> HttpResponse:
    """Let the person who ran `nss serve` in without an account: a signed address, good for ten minutes and one use."""
    try:
        made = signing.loads(signed, salt=OPENING, max_age=600)
        user = User.objects.get(username=made["user"], is_active=True)
    except (signing.BadSignature, User.DoesNotExist):
        user = None
    if user is None or made["seen"] != str(user.last_login):
        return render(request, "desk/no-link.html", {"why": "expired"}, status=404)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")


ROUTES = (
    Route("", home, "home", ANYBODY),
    Route("steps", steps, "steps", STAFF, menu="desk.menu-steps"),
    Route("login", log_in, "login", frozenset({Role.PUBLIC}) | STAFF, ("GET", "POST")),
    Route("logout", log_out, "logout", STAFF, ("POST",)),
    Route("opening/<str:signed>", opening, "opening", frozenset({Role.PUBLIC}) | STAFF),
)
