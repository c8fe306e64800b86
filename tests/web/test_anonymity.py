"""The facilitator cannot tell who answered what: not by any page, file, answer of the API, line of history or log."""

from __future__ import annotations

import itertools
import random
import re
import shutil

import pytest
from django.db import transaction
from django.test import Client

from opennss.model.criteria import Category
from opennss_web.access import Role
from opennss_web.actions import closing
from opennss_web.actions.answering import receipt
from opennss_web.content import content, release
from opennss_web.links import kept
from opennss_web.models import Event, Invitation, Question, Round, Sheet
from opennss_web.urls import ROUTES

VALUES = ("1", "2", "3", "none", "?")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
MOMENTS = ("Set-Cookie", "Expires", "Last-Modified")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def answer(invite):
    """Let one more expert answer: everything that could tell who it is bears a mark of its own; return the secret."""

    def send(round_: Round, number: int, category: str, value: str) -> str:
        who = {"person": f"Person-{number}-Q", "mail": f"mail-{number}-q@example.org", "kind": f"Kind-{number}-Q"}
        secret = invite(round_, category=category, organisation=f"organisation-{number}-q", **who)
        question = round_.questions.get(kind="rate")
        place = f"{question.pk}.{question.items[0]}."
        browser, address = Client(), f"/r/{round_.slug}/{secret}/"
        browser.post(f"{address}begin", {"agree": "yes"})
        said = {f"{place}.value": value, f"{place}.reason": f"Reason-{number}-Q"}
        said |= {f"{one.pk}...reason": f"Text-{number}-Q" for one in round_.questions.filter(kind="text")}
        assert browser.post(f"{address}send", said).status_code == 302
        return secret

    return send


@pytest.fixture
def asked(open_round):
    """Open a round with a question for ranks and one for words."""

    def make(slug: str) -> Round:
        round_ = open_round(slug)
        round_.questions.update(slug="need")
        Question.objects.create(round=round_, slug="else", kind="text", text={"en": "What else?"}, place=1)
        return round_

    return make


def paths(role: Role = Role.FACILITATOR) -> list[str]:
    """Return an address of every route that a role may look at, with everything there is in its places."""
    areas = [str(area.id) for area in content().workspace.evidence.areas][:2]
    people = [*Invitation.objects.values_list("pk", flat=True), *Question.objects.values_list("pk", flat=True)]
    known = {
        "slug": [*Round.objects.values_list("slug", flat=True)], "number": people[:4], "area": areas,
        "kind": ["rate", "csv", "xlsx", "docx"], "channel": ["letter"], "organisation": ["organisation-0-q"],
        "name": ["strategy", "rounds", "answers"], "ending": ["csv", "xlsx", "svg"], "instrument": ["judgement"],
    }  # fmt: skip
    found = []
    for route in ROUTES:
        if role not in route.roles or "GET" not in route.methods or "<str:token>" in route.path:
            continue
        names = PART.findall(route.path)
        for values in itertools.product(*(known.get(name, ["x", 1]) for name in names)):
            given = iter(values)
            found.append("/" + PART.sub(lambda _, given=given: str(next(given)), route.path))
    return found


def looked_at(browser: Client) -> dict[str, bytes]:
    """Return what every address answers, with its headers and without what is new at each look."""
    found = {}
    for path in paths():
        answer = browser.get(path)
        assert answer.status_code < 500, path
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name not in MOMENTS)
        found[path] = TOKEN.sub(b"", heads.encode() + body)
    return found


def marks(secrets: list[str], words: bool) -> set[str]:
    """Return everything that must not be found; ``words`` says whether reasons may not be found either."""
    found = set(secrets) | {kept(secret) for secret in secrets} | {kept(secret, "sheet") for secret in secrets}
    for sheet in Sheet.objects.all():
        found |= {str(sheet.pk), sheet.pk.hex, sheet.key, sheet.receipt, receipt(sheet)}
    for number in range(len(secrets)):
        found |= {f"{name}-{number}-Q" for name in ("Person", "Kind")}
        found |= {f"mail-{number}-q", f"organisation-{number}-q"}
        found |= {f"Reason-{number}-Q", f"Text-{number}-Q"} if words else set()
    return found - {""}


@pytest.mark.parametrize(("number", "live"), [*((number, False) for number in range(1, 9)), (3, True), (8, True)])
def test_nothing_tells_who_answered_what(asked, answer, staff, caplog, number, live) -> None:
    chance = random.Random(number)
    round_ = asked("q1")
    categories = [category.value for category in Category]
    secrets = [answer(round_, n, chance.choice(categories), chance.choice(VALUES)) for n in range(number)]
    opinions = Sheet.objects.filter(answers__question__kind="rate").exclude(answers__value="?").distinct().count()
    known = marks(secrets, words=False)  # of the sheets as they were: closing gives them other keys
    if not live:
        closing.close("secretariat:an", round_)
    pages = looked_at(staff("facilitator"))
    assert any(path == "/rounds/q1/feedback" for path in pages)
    few = live or (opinions < 5 and number < 5)
    hidden = known | marks(secrets, words=few)
    for path, page in pages.items():
        # What is typed into the address comes back nowhere either, except in the address of a redirect.
        asked_for = {mark for mark in hidden if mark in path}
        text = page.decode(errors="replace")
        assert not [mark for mark in hidden - asked_for if mark in text], path
    told = str(list(Event.objects.values())) + caplog.text
    assert not [mark for mark in known | marks(secrets, words=True) if mark in told]
    if few:
        assert b'class="spread"' not in pages["/rounds/q1/feedback"]


def test_one_more_answer_to_a_live_round_looks_the_same_whatever_it_says(asked, answer, staff) -> None:
    round_, browser = asked("q1"), staff("facilitator")
    for number in range(6):
        answer(round_, number, "B", "1")
    seen = []
    for value in ("1", "none", "?"):
        with transaction.atomic():
            answer(round_, 6, "E", value)
            seen.append(looked_at(browser))
            transaction.set_rollback(True)
    assert not [path for path in seen[0] if not seen[0][path] == seen[1][path] == seen[2][path]]


def test_a_round_of_four_looks_the_same_whatever_they_said(asked, answer, staff, settings, tmp_path) -> None:
    seen = []
    original = settings.FOLDER
    for turn, values in enumerate((("1", "1", "1", "1"), ("none", "2", "3", "1"))):
        settings.FOLDER = tmp_path / f"turn-{turn}" / "small"
        shutil.copytree(original, settings.FOLDER)
        with transaction.atomic():
            round_ = asked("q1")
            for number, value in enumerate(values):
                answer(round_, number, "BBEG"[number], value)
            closing.close("secretariat:an", round_)
            seen.append(TOKEN.sub(b"", staff("facilitator").get("/rounds/q1/feedback").content))
            transaction.set_rollback(True)
    assert b"Held back" in seen[0]
    assert seen[0] == seen[1]


def test_the_results_of_a_release_tell_nothing_of_few(asked, answer, staff) -> None:
    round_ = asked("q1")
    letters = ("A1", "A1", "A2", "B", "B", "B", "B", "B", "B", "E")
    secrets = [answer(round_, n, category, VALUES[n % 4]) for n, category in enumerate(letters)]
    known = marks(secrets, words=False)
    closing.close("secretariat:an", round_)
    release("secretariat:an", printed=False)
    pages = looked_at(staff("facilitator"))
    for path, page in pages.items():
        text = page.decode(errors="replace")
        assert not [mark for mark in known | marks(secrets, words=False) if mark in text and mark not in path], path
    found = staff("facilitator").get("/api/v1/rounds").json()
    (own,) = (one for one in found["rounds"] if one["id"] == "q1")
    # Four of A and E are too few for a group: all are one, of which nothing can be subtracted.
    assert [group["group"] for group in own["groups"]] == ["A+B+E"]


def test_the_order_in_the_folder_tells_nothing(desk, asked, answer) -> None:
    round_ = asked("q1")
    for number in range(8):
        answer(round_, number, "B", "1")
    rows = list(Sheet.objects.order_by("pk").values_list("answers__reason", flat=True))
    closing.close("secretariat:an", round_)
    text = (desk / "judgements" / "q1" / "answers.csv").read_text("utf-8")
    order = [int(number) for number in re.findall(r"Reason-(\d)-Q", text)]
    assert sorted(order) == list(range(8))
    assert order == [int(reason.split("-")[1]) for reason in rows if reason.startswith("Reason")]  # of random numbers
