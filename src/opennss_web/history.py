"""The history: an append-only chain of events; a line that was changed or removed breaks the chain behind it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from django.utils import timezone

from opennss_web.locks import HISTORY, hold
from opennss_web.models import Event

FIRST = "0" * 64


def tell(actor: str, verb: str, subject: str, **told: object) -> Event:
    """Append a line to the history inside the transaction of the deed: both happen, or neither.

    One writer at a time, so that the chain does not fork.
    """
    hold(HISTORY)
    last = Event.objects.order_by("-id").values_list("sha256", flat=True).first() or FIRST
    event = Event(at=timezone.now(), actor=actor, verb=verb, subject=subject, told=told, before=last)
    event.sha256 = _checksum(event)
    event.save(force_insert=True)
    return event


def broken(events: Iterable[Event]) -> int | None:
    """Return the id of the first line whose place in the chain is wrong, ``None`` when all are whole."""
    before = FIRST
    for event in events:
        if event.before != before or event.sha256 != _checksum(event):
            return int(event.pk)
        before = event.sha256
    return None


def end() -> tuple[int, str]:
    """Return how many lines the history has, and the checksum of the last one.

    The chain alone cannot tell that its last lines were cut off; who noted its end before can.
    """
    last = Event.objects.order_by("-id").values_list("sha256", flat=True).first()
    return Event.objects.count(), last or FIRST


def _checksum(event: Event) -> str:
    said = [event.before, event.at.isoformat(), event.actor, event.verb, event.subject, event.told]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
