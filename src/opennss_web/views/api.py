"""The read-only interface for programs, described by OpenAPI."""

from __future__ import annotations

from opennss_web.access import Route

ROUTES: tuple[Route, ...] = ()
