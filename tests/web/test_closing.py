"""Closing: the folder gets every answer once, under pseudonyms, however often it is interrupted."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from opennss.build import build, read
from opennss.errors import WorkspaceError
from opennss.model.judgements import Consensus
from opennss.workspace.read import read_workspace
from opennss_web.actions import asking, closing, feedback
from opennss_web.actions.ready import ready
from opennss_web.models import Event, Invitation, Question, Round, Sheet, State


def answered(round_: Round, secret: str, values: dict[str, str], **more: str) -> None:
    """Answer by a link, as a browser does."""
    browser, address = Client(), f"/r/{round_.slug}/{secret}/"
    browser.post(f"{address}begin", {"agree": "yes"})
    question = round_.questions.get(kind="rate")
    said = {f"{question.pk}.{item}..value": value for item, value in values.items()}
    assert browser.post(f"{address}send", {**said, **more}).status_code == 302


@pytest.fixture
def judged(open_round, invite) -> Round:
    """A round that six experts of three categories answered, and a seventh began."""
    round_ = open_round("r9")
    first, second = round_.questions.get().items
    for number, category in enumerate(("A1", "A1", "B", "B", "B", "E")):
        secret = invite(round_, category=category, kind=f"a rare body {number}", person=f"Person {number}")
        answered(round_, secret, {first: "1" if number % 2 else "2", second: "?" if number == 5 else "none"})
    Client().post(f"/r/r9/{invite(round_)}/begin", {"agree": "yes"})
    return round_


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_gets_the_round_and_still_builds(desk, judged) -> None:
    written = closing.close("secretariat:an", judged)
    place = desk / "judgements" / "r9"
    assert f"judgements/{judged.slug}/answers.csv" in written
    assert len(rows(place / "respondents.csv")) == 6
    assert [row["value"] for row in rows(place / "answers.csv")].count("?") == 1
    found, _ = read_workspace(desk)
    assert found is not None
    assert {r.id for r in found.voices.rounds} >= {"r9"}
    assert dict(next(r for r in found.voices.rounds if r.id == "r9").invited) == {"A1": 3, "B": 3, "E": 1}
    build(*read(desk))
    assert [event.verb for event in Event.objects.all()] == ["closing", "closed"]
    assert Round.objects.get().state == State.CLOSED


def test_nobody_can_be_recognized_in_the_folder(desk, judged) -> None:
    closing.close("secretariat:an", judged)
    text = "".join(path.read_text("utf-8") for path in (desk / "judgements" / "r9").iterdir())
    assert "Person" not in text
    assert "a rare body" not in text
    for sheet in Sheet.objects.all():
        assert str(sheet.pk) not in text
        assert sheet.key not in text


def test_closing_again_changes_nothing(desk, judged) -> None:
    Round.objects.update(state=State.CLOSING, closed=timezone.now())
    closing.hand_over(Round.objects.get())  # killed right behind: the folder is written, the round is not closed
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    assert closing.resume() == ("r9",)
    assert closing.resume() == ()
    assert closing.close("secretariat:an", judged) == ()
    assert {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()} == before
    assert Round.objects.get().state == State.CLOSED


def test_a_round_that_stands_in_the_folder_is_not_opened_again(desk, judged, staff) -> None:
    Round.objects.update(state=State.CLOSING, closed=timezone.now())
    closing.hand_over(Round.objects.get())  # killed right behind
    settings = (desk / "nss.toml").read_text("utf-8")
    (desk / "nss.toml").write_text(f"{settings}\n[[[broken", encoding="utf-8")
    assert closing.resume() == ()
    with pytest.raises(WorkspaceError):
        closing.close("secretariat:an", judged)
    assert Round.objects.get().state == State.CLOSING
    (desk / "nss.toml").write_text(settings, encoding="utf-8")
    assert closing.resume() == ("r9",)
    assert Round.objects.get().state == State.CLOSED


def test_positions_that_stand_in_the_folder_are_not_asked_for_again(country, open_round, invite, staff) -> None:
    round_ = open_round("p9", instrument="position")
    area = round_.questions.get().items[0]
    answered(round_, invite(round_, scope="sign", organisation="union"), {area: "1"},
             **{"signatory": "Bà C", "function": "Giám đốc", "on-record": "yes"})  # fmt: skip
    Round.objects.update(state=State.CLOSING, closed=timezone.now())
    closing.hand_over(Round.objects.get())
    table = (country / "requests.csv").read_text("utf-8") if (country / "requests.csv").exists() else ""
    (country / "requests.csv").write_text(f"{table}\nwhat,is,this", encoding="utf-8")
    question = round_.questions.get()
    question.items = ["nowhere", *question.items]
    question.save()
    Sheet.objects.get().answers.create(question=question, item="nowhere", value="1")
    page = staff("secretariat").post("/rounds/p9/close")
    assert page.status_code == 400
    assert Round.objects.get().state == State.CLOSING
    assert "after the folder got the answers" in page.content.decode()


def test_the_folder_names_nothing_that_fewer_than_five_share(desk, open_round, invite, staff) -> None:
    round_ = open_round("r9")
    area = round_.questions.get().items[0]
    people = [*(("B", "authorities") for _ in range(5)), ("B", "funders"), ("D", "trade-unions"), ("E", "customers")]
    for category, kind in people:
        answered(round_, invite(round_, category=category, kind=kind), {area: "1"})
    page = staff("secretariat").get("/rounds/r9/close").content.decode()
    assert "Heard together" in page
    closing.close("secretariat:an", round_)
    found = rows(desk / "judgements" / "r9" / "respondents.csv")
    assert len(found) == 8
    for column in ("category", "organisation_type"):
        assert min(Counter(row[column] for row in found).values()) >= 5
    assert {row["category"] for row in found} == {"B;D;E"}


def test_the_invited_are_those_who_were_given_a_link(open_round, invite) -> None:
    round_ = open_round("r9")
    Invitation.objects.create(round=round_, scope="judge", category="B", person="Nobody sent a link")
    invite(round_, category="E")
    assert closing.invited(round_) == (("E", 1),)


def test_a_round_says_which_round_it_follows(desk, open_round, invite) -> None:
    one = open_round("need-first")
    area = one.questions.get().items[0]
    for value in ("3", "3", "3", "3", "3"):
        answered(one, invite(one, category="B"), {area: value})
    closing.close("secretariat:an", one)
    two = open_round("need-again")
    Round.objects.filter(pk=two.pk).update(follows=one)
    for _ in range(5):
        answered(two, invite(two, category="B"), {area: "1"})
    closing.close("secretariat:an", Round.objects.get(pk=two.pk))  # on the same day, and first by name
    assert 'follows = "need-first"' in (desk / "judgements" / "need-again" / "round.toml").read_text("utf-8")
    (first,), (again,) = (feedback.feedback(slug).said for slug in ("need-first", "need-again"))
    assert (first.before, again.before) == (None, 0)
    assert again.agreement.consensus is Consensus.MOVED
    assert asking.contested(Round(slug="need-c", follows=Round.objects.get(pk=two.pk))) == (area,)
    assert asking.contested(Round(slug="need-c")) == ()  # it follows none


def test_the_page_says_whose_results_the_round_replaces(desk, open_round, invite, staff) -> None:
    one, two = open_round("need-z"), open_round("need-a")
    first, second = one.questions.get().items
    for _ in range(5):
        answered(one, invite(one, category="B"), {first: "3", second: "?"})
        answered(two, invite(two, category="B"), {first: "1", second: "1"})
    closing.close("secretariat:an", one)
    Round.objects.filter(pk=two.pk).update(follows=one)  # on the same day, and first by name
    (found,) = (own for own in ready(Round.objects.get(pk=two.pk)).replaced if own.round.id == "need-z")
    assert (found.answers, found.areas) == (5, (first,))
    page = staff("secretariat").get("/rounds/need-a/close").content.decode()
    assert "takes the place of need-z (5 answers) for these areas (1):" in page


def test_a_folder_that_refuses_leaves_the_round_open(desk, judged) -> None:
    question = judged.questions.get()
    judged.sheets.filter(state="sent").first().answers.filter(item=question.items[0]).update(item="nowhere")
    question.items = ["nowhere", *question.items]
    question.save()
    with pytest.raises(WorkspaceError):
        closing.close("secretariat:an", judged)
    assert Round.objects.get().state == State.OPEN
    assert not (desk / "judgements" / "r9").exists()
    assert [event.verb for event in Event.objects.all()] == ["closing", "closing-refused"]


def test_positions_and_requests_of_organisations_go_to_their_tables(desk, open_round, invite) -> None:
    header = "id,name_en,name_vi,type,category,primary,illustrative\n"
    text = f"{header}union,Union,Công đoàn,,D,yes,yes\nmakers,Makers,Hội sản xuất,,A1,yes,yes\n"
    (desk / "stakeholders.csv").write_text(text, encoding="utf-8")
    names = ["union", "makers"]
    round_ = open_round("p9", instrument="position")
    area = round_.questions.get().items[0]
    wish = Question.objects.create(round=round_, slug="wish", kind="request", items=[area], text={"en": "Wishes?"})
    parts = {"text": "Pin xe điện", "urgency": "1", "area": area, "standard": "một tiêu chuẩn Đức", "reasons": "safety"}
    for name, consent in zip(names, ("yes", ""), strict=True):
        secret = invite(round_, scope="sign", organisation=name, language="vi")
        said = {f"{wish.pk}.1..{part}": value for part, value in parts.items()}
        said |= {"signatory": "Bà C", "function": "Giám đốc", "on-record": consent}
        answered(
            round_, secret, {area: "1*"}, **said, **{f"{round_.questions.get(kind='rate').pk}.{area}..reason": "Cháy"}
        )
    before = len(rows(desk / "requests.csv")) if (desk / "requests.csv").exists() else 0
    closing.close("secretariat:an", round_)
    asked = rows(desk / "requests.csv")[before:]
    assert [row["text_vi"] for row in asked] == ["Pin xe điện (một tiêu chuẩn Đức)"] * 2
    assert {row["stakeholder"]: row["named"] for row in asked} == {"union": "yes", "makers": "no"}
    said = [row for row in rows(desk / "positions.csv") if row["signatory"] == "Bà C, Giám đốc"]
    assert [(row["stakeholder"], row["rank"], row["reason"]) for row in said] == [(names[0], "1*", "Cháy")]
    assert not (desk / "judgements" / "p9").exists()


def test_what_was_interrupted_and_is_refused_now_is_open_again(desk, judged) -> None:
    question = judged.questions.get()
    judged.sheets.filter(state="sent").first().answers.filter(item=question.items[0]).update(item="nowhere")
    question.items = ["nowhere", *question.items]
    question.save()
    Round.objects.update(state=State.CLOSING, closed=timezone.now())
    assert closing.resume() == ()
    assert Round.objects.get().state == State.OPEN
