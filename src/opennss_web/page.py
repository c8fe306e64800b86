"""What every page knows: its language, who looks at it, and the parts of the desk that this visitor may use."""

from __future__ import annotations

from django.http import HttpRequest

import opennss
from opennss.language import FALLBACK, languages
from opennss_web.urls import ROUTES
from opennss_web.views.workshop import exercise
from opennss_web.words import say


def every_page(request: HttpRequest) -> dict[str, object]:
    """Return what the frame of every page needs; a context processor of Django's templates."""
    language, actor = getattr(request, "language", FALLBACK), getattr(request, "actor", None)
    parts = [route for route in ROUTES if route.menu and actor and actor.role in route.roles]
    paths = [f"/{route.path}" for route in parts]
    around = max((path for path in paths if f"{request.path}/".startswith(f"{path}/")), key=len, default="")
    menu = [
        {"path": path, "name": say(route.menu, language), "here": path == around, "page": path == request.path}
        for route, path in zip(parts, paths, strict=True)
    ]
    return {
        "language": language, "languages": languages(), "actor": actor, "menu": menu, "version": opennss.__version__,
        "exercise": exercise(language),
    }  # fmt: skip
