"""The trainer's word that teams begin anew: told in the history of the trainer's desk, then done by the supervisor."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from django.db import transaction

from opennss_web import teams as state
from opennss_web.access import Actor
from opennss_web.history import tell


def ask(actor: Actor, place: Path, numbers: Collection[int]) -> None:
    """Ask for the reset of teams."""
    with transaction.atomic():
        tell(actor.name, "workshop-reset", ", ".join(f"team-{number}" for number in numbers))
        state.ask_reset(place, numbers)
