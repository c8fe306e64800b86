"""The public consultation on the draft: clauses, comments, dispositions, proposals."""

from __future__ import annotations

from opennss_web.access import Route

ROUTES: tuple[Route, ...] = ()
