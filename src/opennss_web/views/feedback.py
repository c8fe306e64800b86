"""What respondents and the public see after a round: the distribution, anonymous reasons, agreement."""

from __future__ import annotations

from opennss_web.access import Route

ROUTES: tuple[Route, ...] = ()
