"""The rounds of the secretariat: stakeholders and balance, questions, invitations, opening, coverage, closing."""

from __future__ import annotations

from opennss_web.access import Route

ROUTES: tuple[Route, ...] = ()
