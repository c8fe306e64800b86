"""The door of a team's desk in a workshop: its code, for the phones and laptops in the room."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from opennss_web import teams as state
from opennss_web.models import User
from opennss_web.teams import Team

ACCOUNT = "team"
"""The account of everybody who came in by the team's code; it has no password."""


class TeamCode(BaseBackend):
    """Let in whoever holds the code of the team whose desk this is; five wrong ones close the door for an hour."""

    def authenticate(self, request: HttpRequest | None, username: str = "", code: str = "") -> User | None:  # noqa: ARG002
        """Return the team's account for its code, ``None`` for any other."""
        team = own_team()
        if team is None or username != ACCOUNT or not secrets.compare_digest(code.upper().encode(), team.code.encode()):
            return None
        user, _ = User.objects.get_or_create(username=ACCOUNT, defaults={"role": "secretariat"})
        return user if user.is_active else None


def own_team() -> Team | None:
    """Return the team whose desk this is, ``None`` on the trainer's desk and outside a workshop."""
    found = state.read(Path(settings.WORKSHOP)) if settings.WORKSHOP and settings.WORKSHOP_TEAM else None
    return next((team for team in found.teams if team.number == settings.WORKSHOP_TEAM), None) if found else None
