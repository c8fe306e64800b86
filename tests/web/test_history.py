"""The history is a chain that the database itself keeps whole."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from opennss_web.history import broken, tell
from opennss_web.models import Event


@pytest.mark.django_db
def test_lines_follow_each_other() -> None:
    with transaction.atomic():
        tell("secretariat:an", "open", "r1", areas=3)
        tell("secretariat:an", "close", "r1")
    events = list(Event.objects.all())
    assert [event.verb for event in events] == ["open", "close"]
    assert events[1].before == events[0].sha256
    assert broken(events) is None
    events[0].told = {"areas": 4}
    assert broken(events) == events[0].pk


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_to_change_a_line(deed: str) -> None:
    with transaction.atomic():
        tell("desk", "open", "r1")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(verb="other") if deed == "update" else Event.objects.all().delete()
    assert Event.objects.get().verb == "open"


@pytest.mark.django_db(transaction=True)
def test_no_history_without_a_deed() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        tell("desk", "open", "r1")
