"""Every address of the desk, in the order of its parts; what a part offers stands in its own module."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opennss_web.access import Route, patterns
from opennss_web.views import answering, api, channels, comments, feedback, office, results, rounds, start, workshop

PARTS = (start, rounds, channels, answering, feedback, results, comments, workshop, office, api)
ROUTES: tuple[Route, ...] = tuple(route for part in PARTS for route in part.ROUTES)
urlpatterns = patterns(ROUTES)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands both over
    """Answer an address that does not exist."""
    return render(request, "desk/missing.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when something went wrong that nobody foresaw: one honest sentence, and nothing of the inside."""
    return render(request, "desk/broken.html", status=500)


def untaken(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form that is too large, or (with Django's ``reason``) not proven to come from a page of the desk."""
    return render(request, "desk/untaken.html", {"old": bool(reason)}, status=403 if reason else 400)


handler400, handler404, handler500 = untaken, missing, broken
