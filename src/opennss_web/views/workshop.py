"""The trainer's screen of a workshop, and each team's first page."""

from __future__ import annotations

from opennss_web.access import Route

ROUTES: tuple[Route, ...] = ()
