"""The pages of respondents: answering by a personal link, signing, receipt, withdrawal."""

from __future__ import annotations

from opennss_web.access import Route

ROUTES: tuple[Route, ...] = ()
