"""The history is a chain that the database itself keeps whole."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from opennss.language import languages
from opennss_web.history import broken, end, tell
from opennss_web.models import Event, Round
from opennss_web.views.telling import in_words
from opennss_web.words import own

DESK = Path(__file__).parents[2] / "src" / "opennss_web"


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
def test_the_database_refuses_to_empty_the_history_or_to_replace_a_line() -> None:
    with transaction.atomic():
        tell("desk", "open", "r1")
    columns = "id, at, actor, verb, subject, told, before, sha256"
    forged = columns.replace("actor", "'forged'")
    force = {
        "postgresql": "TRUNCATE opennss_web_event",
        "sqlite": f"INSERT OR REPLACE INTO opennss_web_event ({columns}) SELECT {forged} FROM opennss_web_event",
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(force[connection.vendor])
    assert Event.objects.get().actor == "desk"


@pytest.mark.django_db
def test_where_the_history_ends_can_be_noted() -> None:
    assert end() == (0, "0" * 64)
    with transaction.atomic():
        tell("desk", "open", "r1")
        last = tell("desk", "close", "r1")
    assert end() == (2, last.sha256)


@pytest.mark.django_db(transaction=True)
def test_no_history_without_a_deed() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        tell("desk", "open", "r1")


def verbs() -> set[str]:
    """Every verb of the history: what is handed over as ``verb``, or kept under that name before it is."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8")) for path in (*(DESK / "actions").glob("*.py"), DESK / "content.py")
    ]
    nodes = [
        node
        for tree in (*trees, ast.parse((DESK / "history.py").read_text(encoding="utf-8")))
        for node in ast.walk(tree)
    ]
    places = {
        node.name: [arg.arg for arg in node.args.args].index("verb")
        for node in nodes
        if isinstance(node, ast.FunctionDef) and any(arg.arg == "verb" for arg in node.args.args)
    }
    said = [
        node.args[places[node.func.id]]
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places
    ]
    said += [
        node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "verb"
    ]
    branches = [
        part for node in said for part in ((node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,))
    ]
    return {part.value for part in branches if isinstance(part, ast.Constant)}


def test_every_deed_has_a_sentence_and_every_sentence_a_deed() -> None:
    for language in languages():
        told = {key.removeprefix("event.") for key in own(language) if key.startswith("event.")}
        assert told - {"other"} == verbs()


def test_lines_are_told_in_words_of_both_languages(desk) -> None:
    Round.objects.create(slug="r1", title={"en": "First round", "vi": "Vòng một"}, instrument="judgement")
    with transaction.atomic():
        tell("secretariat:an", "opened", "r1", invited=1200, share=70, drift=10, closes="2027-03-01T10:00:00+00:00")
        tell("signatory", "withdrew", "r1/nobody-knows")
        tell("console", "release", "0" * 64, new=True)
        tell("desk", "of-another-version", "r1")
    events = list(Event.objects.order_by("id"))
    said = {language: [line["said"] for line in in_words(events, language)] for language in languages()}
    assert said["en"][0] == "Opened the round First round; on the list: 1,200; it closes on 1 March 2027, 10:00"
    assert said["vi"][0].startswith("Mở vòng Vòng một; trong danh sách: 1.200 người")
    assert said["en"][1:] == [
        "Withdrew the position of nobody-knows from First round", "Made release 000000000000", "of-another-version: r1",
    ]  # fmt: skip
    assert [line["who"] for line in in_words(events, "en")] == [
        "an (secretariat)", "organisation, signing", "command line", "the desk itself",
    ]  # fmt: skip
