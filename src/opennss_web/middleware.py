"""What happens around every page: its headers and its language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from opennss_web.words import COOKIE, chosen

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing from elsewhere, nothing inline. Pictures and printed documents bring a narrower policy of their own."""


def headers(answer: Answer) -> Answer:
    """Add the content policy to every answer that has none of its own; a server answers to its own names alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SERVER:
            request.get_host()  # a name that is not the desk's is refused, whatever page is asked for
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return middleware


def language(answer: Answer) -> Answer:
    """Put the visitor's language on the request; one that was asked for in the address is remembered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.language = chosen(request)
        response = answer(request)
        if request.GET.get(COOKIE) == request.language:
            response.set_cookie(COOKIE, request.language, max_age=31_536_000, samesite="Lax", httponly=True)
        response.headers.setdefault("Content-Language", request.language)
        return response

    return middleware


def visitor(request: HttpRequest) -> str:
    """Return the address of who visits: that of the connection, or the one that the desk's own proxy names.

    Nobody else is believed, and lists of addresses that visitors may write themselves are not read at all.
    """
    connected = str(request.META.get("REMOTE_ADDR", ""))
    return (request.headers.get("X-Real-IP") or connected) if connected in settings.PROXIES else connected
