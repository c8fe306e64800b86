"""The office itself: accounts, the history, releases."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from opennss_web.access import OFFICE, STAFF, Actor, Role, Route
from opennss_web.actions import releases as deeds
from opennss_web.actions.accounts import close_account, set_account
from opennss_web.history import broken, end
from opennss_web.models import Event, Release, User
from opennss_web.views.telling import in_words

LINES = 100


def accounts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the accounts, make one, give one a new role or password, close one."""
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        name = request.POST.get("username", "").strip()
        if "close" in request.POST:
            close_account(actor.name, name)
        else:
            faults = set_account(actor.name, name, request.POST.get("role", ""), request.POST.get("password", ""))
        if not faults:
            return redirect("accounts")
    found = {"accounts": User.objects.order_by("username"), "roles": sorted(STAFF), "faults": faults}
    return render(request, "office/accounts.html", found, status=400 if faults else 200)


def history(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the history, newest first, and whether its chain is whole, and where it ends: to compare with a backup."""
    page = Paginator(Event.objects.order_by("-id"), LINES).get_page(request.GET.get("page"))
    fault = broken(Event.objects.order_by("id").iterator()) if "verify" in request.GET else None
    lines = in_words(page.object_list, request.language)
    found = {"page": page, "lines": lines, "verified": "verify" in request.GET, "fault": fault, "ends": end()}
    return render(request, "office/history.html", found)


def releases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the releases; make one; show one to the public, or to staff alone."""
    if request.method == "POST":
        if sha256 := request.POST.get("sha256"):
            deeds.publish(actor, sha256, "public" in request.POST)
        else:
            deeds.start(actor)
        return redirect("releases")
    found = {"releases": Release.objects.order_by("-at"), "making": deeds.making()}
    return render(request, "office/releases.html", found)


ROUTES = (
    Route("releases", releases, "releases", OFFICE, ("GET", "POST"), menu="office.releases"),
    Route("accounts", accounts, "accounts", frozenset({Role.ADMINISTRATOR}), ("GET", "POST"), menu="office.accounts"),
    Route("history", history, "history", OFFICE, menu="office.history"),
)
