"""The results: the trail, other weights, agreement between categories, every chart with its table and file."""

from __future__ import annotations

from opennss_web.access import Route

ROUTES: tuple[Route, ...] = ()
