"""Letters, interviews, meetings and paper forms that the secretariat records for an organisation."""

from __future__ import annotations

from opennss_web.access import Route

ROUTES: tuple[Route, ...] = ()
