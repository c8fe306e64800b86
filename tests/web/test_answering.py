"""Answering by a personal link: nothing is lost, nothing counts twice, and nobody can be recognized."""

from __future__ import annotations

import datetime as dt
import json
import logging
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

import opennss_web
from opennss.errors import WorkspaceError
from opennss_web.actions.answering import by_receipt, receipt, weightings
from opennss_web.actions.sheets import stored
from opennss_web.content import content
from opennss_web.logs import WithoutSecrets
from opennss_web.models import Answer, Event, Invitation, Question, Round, Sheet, State

JSON = {"accept": "application/json"}


@pytest.fixture
def link(open_round, invite):
    """An expert's browser, address and round."""
    round_ = open_round("r1")
    secret = invite(round_, person="Bà A", mail="a@example.org", kind="ministry", category="B")
    return Client(), f"/r/r1/{secret}/", round_, secret


def names(round_: Round) -> list[str]:
    question = round_.questions.get()
    return [f"{question.pk}.{item}..value" for item in question.items]


def begun(browser: Client, address: str) -> None:
    assert browser.post(f"{address}begin", {"agree": "yes"}).status_code == 302


def seen() -> str:
    """Return what the page of the one sheet holds as seen."""
    return json.dumps(stored(Sheet.objects.get()))


def test_a_link_speaks_the_language_of_its_invitation_until_another_is_chosen(open_round, invite) -> None:
    browser = Client(headers={"accept-language": "en"})
    address = f"/r/r1/{invite(open_round('r1'), language='vi')}/"
    page = browser.get(address)
    assert "Trước khi bắt đầu" in page.content.decode()
    assert page.headers["Content-Language"] == "vi"
    assert not page.cookies
    assert "Before you begin" in browser.get(f"{address}?lang=en").content.decode()
    assert "Before you begin" in browser.get(address).content.decode()


def test_looking_changes_nothing(link) -> None:
    browser, address, round_, _ = link

    def look() -> None:
        for way in ("", "begin", "save", "send", "take-back", "withdraw", "confirm"):
            for method in ("GET", "HEAD", "OPTIONS"):
                browser.generic(method, address + way)

    look()
    assert not Sheet.objects.exists()
    assert Invitation.objects.get().begun is False
    begun(browser, address)
    browser.post(f"{address}send", dict.fromkeys(names(round_), "1"))
    look()
    assert (Sheet.objects.get().state, Answer.objects.count()) == ("sent", 2)


def test_nothing_is_kept_before_the_notice_is_agreed_to(link) -> None:
    browser, address, round_, _ = link
    assert browser.post(f"{address}save", {names(round_)[0]: "1"}).status_code == 302
    assert not Sheet.objects.exists()
    assert "tick the box" in browser.post(f"{address}begin", {}).content.decode()
    begun(browser, address)
    assert Sheet.objects.get().consent


def test_an_answer_is_saved_sent_and_acknowledged(link) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    first, second = names(round_)
    told = browser.post(f"{address}save", {first: "1", "seen": "{}"}, headers=JSON).json()
    progress = {"done": 1, "said": "1 of 2 answered"}
    assert told == {"saved": True, "changes": {first: "1"}, "overtaken": [], "wrong": [], "progress": progress}
    other = Client()  # another device goes on with what is stored
    assert 'value="1" checked' in other.get(address).content.decode().replace("\n", " ")
    assert other.post(f"{address}send", {first: "1", second: "none", "seen": seen()}).status_code == 302
    page = other.get(address).content.decode()
    code = receipt(Sheet.objects.get())
    assert code in page
    assert by_receipt(code.lower().replace("-", " ")) == Sheet.objects.get()
    assert stored(Sheet.objects.get()) == {first: "1", second: "none"}


def test_sending_twice_is_one_answer(link) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    for _ in range(3):
        browser.post(f"{address}send", dict.fromkeys(names(round_), "2"))
    assert Sheet.objects.count() == 1
    assert Answer.objects.count() == 2
    browser.post(f"{address}save", {names(round_)[0]: "3"})  # sent is sent
    assert set(Answer.objects.values_list("value", flat=True)) == {"2"}


@pytest.mark.parametrize("value", ["4", "1.0", "<script>", "=1+1", "n/a", "-1"])
def test_what_is_no_rank_is_not_kept(link, value) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    page = browser.post(f"{address}save", {names(round_)[0]: value})
    assert page.status_code == 400
    assert "no value of the question" in page.content.decode()
    assert "<script>" not in page.content.decode().replace('<script src="/static', "")
    assert not Answer.objects.exists()


def test_an_overriding_rank_needs_a_reason(link) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    first = names(round_)[0]
    assert "1* needs a reason" in browser.post(f"{address}send", {first: "1*"}).content.decode()
    assert Answer.objects.get().value == "1*"  # kept all the same
    reason = first.replace(".value", ".reason")
    assert browser.post(f"{address}send", {first: "1*", reason: "Cháy nổ"}).status_code == 302
    assert Answer.objects.get().reason == "Cháy nổ"


def test_two_people_draft_together_and_lose_nothing(open_round, invite) -> None:
    round_ = open_round("p1", instrument="position")
    one, two = (f"/r/p1/{invite(round_, scope=s, organisation='s1')}/" for s in ("draft", "sign"))
    browser = Client()
    for address in (one, two):
        begun(browser, address)
    first, second = names(round_)
    browser.post(f"{one}save", {first: "1", second: "", "seen": "{}"})
    # The second person's page was made before: its form still holds an empty first answer.
    told = browser.post(f"{two}save", {first: "", second: "2", "seen": "{}"}, headers=JSON).json()
    assert told["changes"] == {second: "2"}
    # Both change the same answer: the later one is told, the earlier one stands.
    told = browser.post(f"{two}save", {first: "3", "seen": "{}"}, headers=JSON).json()
    assert told["overtaken"] == [first]
    assert Sheet.objects.count() == 1
    assert sorted(Answer.objects.values_list("value", flat=True)) == ["1", "2"]


def test_only_the_signatory_sends_and_the_signature_is_history(open_round, invite) -> None:
    round_ = open_round("p1", instrument="position")
    draft, sign = (f"/r/p1/{invite(round_, scope=s, organisation='s1')}/" for s in ("draft", "sign"))
    browser = Client()
    begun(browser, draft)
    begun(browser, sign)
    said = dict.fromkeys(names(round_), "1")
    assert browser.post(f"{draft}send", said).status_code == 403
    assert "Name and function" in browser.post(f"{sign}send", said).content.decode()
    said |= {"signatory": "Ông B", "function": "Giám đốc", "on-record": "yes"}
    assert browser.post(f"{sign}send", said).status_code == 302
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.signatory, sheet.on_record) == ("sent", "Ông B", True)
    assert [(event.actor, event.verb) for event in Event.objects.all()] == [("signatory", "signed")]


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSING, State.CLOSED, "late"])
def test_a_round_that_is_not_open_takes_nothing(link, state) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    changes = {"closes": timezone.now() - dt.timedelta(seconds=1)} if state == "late" else {"state": state}
    Round.objects.update(**changes)
    for way in ("save", "send", "take-back", "withdraw"):
        browser.post(address + way, dict.fromkeys(names(round_), "1"))
    assert not Answer.objects.exists()
    assert browser.post(f"{address}save", {}, headers=JSON).status_code == 409
    assert "takes no answers any more" in browser.get(address).content.decode()


def test_a_withdrawn_answer_is_erased_and_can_begin_again(link) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    browser.post(f"{address}send", dict.fromkeys(names(round_), "1"))
    code = receipt(Sheet.objects.get())
    browser.post(f"{address}withdraw")
    assert not Answer.objects.exists()
    assert by_receipt(code) is None
    assert Invitation.objects.get().answered is False
    begun(browser, address)
    assert browser.post(f"{address}send", dict.fromkeys(names(round_), "2")).status_code == 302


def test_pages_say_what_became_of_a_withdrawn_answer_and_offer_nothing_in_vain(link) -> None:
    browser, address, round_, _ = link
    assert "nothing to withdraw" in browser.get(f"{address}withdraw").content.decode()
    begun(browser, address)
    browser.post(f"{address}send", {names(round_)[0]: "2"})
    assert "Change my answers" in browser.get(address).content.decode()
    Round.objects.update(state=State.CLOSED)
    page = browser.get(address).content.decode()
    assert "takes no answers any more" in page
    assert "Change my answers" not in page
    assert "nothing to withdraw" in browser.get(f"{address}withdraw").content.decode()
    assert "nothing to withdraw" in browser.post(f"{address}withdraw").content.decode()  # and it says so
    Round.objects.update(state=State.OPEN)
    browser.post(f"{address}withdraw")
    assert "are erased" in browser.get(address).content.decode()


def test_what_is_wrong_stands_beside_it_too(link) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    page = browser.post(f"{address}send", {names(round_)[0]: "1*"}).content.decode()
    assert page.count("1* needs a reason.") == 2
    assert f'href="{address}?lang=vi"' in page  # in the other language the sheet opens, not the address of the form


def test_the_address_of_a_form_opened_by_hand_leads_to_the_sheet(link) -> None:
    browser, address, _, _ = link
    page = browser.get(f"{address}send")
    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert f'href="{address}"' in page.content.decode()


def test_no_row_of_the_database_joins_an_expert_to_an_answer(link) -> None:
    browser, address, round_, secret = link
    begun(browser, address)
    browser.post(f"{address}send", dict.fromkeys(names(round_), "1"))
    models = apps.get_app_config("opennss_web").get_models()
    rows = {model.__name__: list(model._default_manager.values()) for model in models}
    assert secret not in str(rows)
    assert not Event.objects.exists()
    invited = {str(value) for name in ("Invitation", "Link") for row in rows[name] for value in row.values() if value}
    sheet, answers = rows["Sheet"][0], rows["Answer"]
    shared = {str(value) for row in (sheet, *answers) for value in row.values() if value} & invited
    # What both sides hold is the round, the category and the kind of organisation, and numbers of rows.
    assert {value for value in shared if not value.isdigit()} <= {"B", "ministry", "True"}
    assert isinstance(sheet["id"], UUID)
    assert not [value for value in sheet.values() if isinstance(value, dt.datetime | dt.date)]


def test_an_expert_sees_the_former_answer_by_the_receipt_code_alone(link, open_round, invite) -> None:
    browser, address, first, _ = link
    begun(browser, address)
    browser.post(f"{address}send", dict.fromkeys(names(first), "3"))
    code = receipt(Sheet.objects.get())
    second = open_round("r2")
    second.follows = first
    second.save()
    again, stranger = (f"/r/r2/{invite(second)}/" for _ in range(2))
    browser.post(f"{again}begin", {"agree": "yes", "code": code})
    assert "Your answer last time:" in browser.get(again).content.decode()
    assert code not in browser.get(stranger).content.decode()
    page = browser.post(f"{stranger}begin", {"agree": "yes", "code": "AAAA-BBBB-CCCC"})
    assert "No answer of the last round bears this code" in page.content.decode()
    assert Sheet.objects.filter(round=second).count() == 1  # nothing is begun before the code is right or left out
    begun(browser, stranger)
    assert "Your answer last time:" not in browser.get(stranger).content.decode()


def test_every_kind_of_question_is_answered_without_a_script(link) -> None:
    browser, address, round_, _ = link
    Question.objects.all().delete()
    three = ["economic", "social", "emerging"]
    kinds = ("points", "swing", "pairs", "best-worst", "text", "request")
    asked = {
        kind: Question.objects.create(round=round_, slug=kind, kind=kind, items=three, text={"en": kind}, place=n)
        for n, kind in enumerate(kinds)
    }
    begun(browser, address)
    said: dict[str, object] = {f"{asked['points'].pk}.{item}..value": "30,5" for item in three}
    told = browser.post(f"{address}save", said, headers=JSON).json()
    assert told["progress"]["said"] == "0 of 6 answered"  # points that do not add up are no answer yet
    assert "do not add up" in browser.post(f"{address}send", said).content.decode()
    said |= {f"{asked['points'].pk}.economic..value": "39"}
    said |= {f"{asked['swing'].pk}.{item}..value": value for item, value in zip(three, ("100", "0", "50"), strict=True)}
    pairs = (("economic", "social"), ("economic", "emerging"), ("social", "emerging"))
    said |= {f"{asked['pairs'].pk}.{a}.{b}.value": "1/3" for a, b in pairs}
    said |= {f"{asked['best-worst'].pk}..best.value": "social", f"{asked['best-worst'].pk}..worst.value": "economic"}
    said |= {f"{asked['text'].pk}...reason": "Ý kiến\nkhác"}
    said |= {
        f"{asked['request'].pk}.1..text": "Pin xe điện",
        f"{asked['request'].pk}.1..urgency": "1",
        f"{asked['request'].pk}.1..offers": ["", "expert", "money"],
    }
    page = browser.post(
        f"{address}send", {**said, "seen": json.dumps({f"{asked['points'].pk}.economic..value": "30.5"})}
    )
    assert "Part of the numbers is missing" in page.content.decode()  # the comparisons with best and worst come now
    ends = {
        f"{asked['best-worst'].pk}.social.economic.value": "7",
        f"{asked['best-worst'].pk}.social.emerging.value": "2",
    }
    ends |= {f"{asked['best-worst'].pk}.emerging.economic.value": "4"}
    assert browser.post(f"{address}send", {**ends, "seen": seen()}).status_code == 302
    said = {"text": "Pin xe điện", "urgency": "1", "offers": "expert;money"}
    assert Answer.objects.get(question=asked["request"]).details == said
    assert Answer.objects.get(question=asked["text"]).reason == "Ý kiến\nkhác"
    assert "Pin xe điện" in browser.get(address).content.decode()


def test_queries_do_not_grow_with_the_answers(link, django_assert_max_num_queries) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    around = 3 if connection.vendor == "postgresql" else 2  # a transaction begins and ends, and locks the round
    for before, value in (("", "1"), ("1", "2"), ("2", "")):
        told = dict.fromkeys(names(round_), value) | {"seen": json.dumps(dict.fromkeys(names(round_), before))}
        with django_assert_max_num_queries(5 + around):
            browser.post(f"{address}save", told, headers=JSON)
        assert list(Answer.objects.values_list("value", flat=True)) == [value] * 2 * bool(value)
    browser.post(f"{address}save", dict.fromkeys(names(round_), "1"))
    with django_assert_max_num_queries(4):
        browser.get(address)
    with django_assert_max_num_queries(8 + around):
        browser.post(f"{address}send", dict.fromkeys(names(round_), "2"))


def test_no_log_bears_a_secret(link, caplog) -> None:
    _, address, _, secret = link
    record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (f"{address}nowhere",), None)
    assert WithoutSecrets().filter(record)
    assert secret not in record.getMessage()
    assert "/r/…" in record.getMessage()


def test_who_changes_the_best_answers_only_what_is_asked_now(link) -> None:
    browser, address, round_, _ = link
    Question.objects.all().delete()
    three = ["economic", "social", "emerging"]
    asked = Question.objects.create(round=round_, slug="ends", kind="best-worst", items=three, text={"en": "?"})

    def said(best: str, worst: str, *compared: str) -> dict[str, str]:
        ends = {f"{asked.pk}..best.value": best, f"{asked.pk}..worst.value": worst}
        return ends | {f"{asked.pk}.{pair}.value": "3" for pair in compared}

    begun(browser, address)
    browser.post(f"{address}save", said("social", "emerging"))
    first = said("social", "emerging", "social.economic", "social.emerging", "economic.emerging")
    browser.post(f"{address}save", first)
    browser.post(f"{address}save", said("economic", "emerging") | {"seen": json.dumps(first)})
    again = said("economic", "emerging", "economic.social", "economic.emerging", "social.emerging")
    assert browser.post(f"{address}send", again | {"seen": seen()}).status_code == 302
    assert len(weightings(asked, stored(Sheet.objects.get()))) == 3


def test_a_reason_without_a_rank_is_told_and_not_lost(link) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    first, second = names(round_)
    said = {first.replace(".value", ".reason"): "Vì sao", second: "1"}
    assert "A reason alone does not count" in browser.post(f"{address}send", said).content.decode()
    assert browser.post(f"{address}send", {first: "?", "seen": seen()}).status_code == 302


def test_who_withdraws_while_the_round_is_being_closed_keeps_the_answers(link) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    browser.post(f"{address}send", dict.fromkeys(names(round_), "1"))
    Round.objects.update(state=State.CLOSING)
    browser.post(f"{address}withdraw")
    assert Answer.objects.count() == 2
    assert Sheet.objects.get().state == "sent"


def test_keys_of_answers_do_not_tell_who_answered_first(link) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    for name in names(round_):
        browser.post(f"{address}save", {name: "1"})
    assert min(Answer.objects.values_list("pk", flat=True)) > 2**20
    Answer.objects.filter(item=round_.questions.get().items[0]).update(id=1)  # as before the migration
    import_module("opennss_web.migrations.0007_answer_key").renumber(apps, None)
    assert min(Answer.objects.values_list("pk", flat=True)) > 2**20
    assert Answer.objects.count() == 2


def test_who_begins_again_does_not_open_what_was_sent_meanwhile(link, monkeypatch) -> None:
    browser, address, _, _ = link
    begun(browser, address)
    browser.post(f"{address}withdraw")
    found = QuerySet.get_or_create

    def sent_meanwhile(own: QuerySet[Sheet], **values: object) -> tuple[Sheet, bool]:
        sheet, made = found(own, **values)
        Sheet.objects.update(state="sent")
        return sheet, made

    monkeypatch.setattr(QuerySet, "get_or_create", sent_meanwhile)
    browser.post(f"{address}begin", {"agree": "yes"})
    assert Sheet.objects.get().state == "sent"


def test_a_number_half_typed_is_told_and_keeps_the_rest(link) -> None:
    browser, address, round_, _ = link
    points = Question.objects.create(round=round_, slug="w", kind="points", items=["economic"], text={"en": "?"})
    begun(browser, address)
    half = f"{points.pk}.economic..value"
    told = browser.post(f"{address}save", {half: "12.", names_of(points, round_): "1"}, headers=JSON).json()
    assert (told["wrong"], list(told["changes"].values())) == ([half], ["1"])
    script = Path(opennss_web.__file__).parent.joinpath("static", "desk", "answering.js").read_text(encoding="utf-8")
    assert "told.overtaken.length && !told.wrong.length" in script
    assert "localStorage" not in script  # the next person at this computer may be another one


def names_of(other: Question, round_: Round) -> str:
    asked = round_.questions.exclude(pk=other.pk).get()
    return f"{asked.pk}.{asked.items[0]}..value"


def test_a_slip_in_the_folder_keeps_nobody_from_answering(link, desk) -> None:
    browser, address, round_, _ = link
    begun(browser, address)
    settings = desk / "nss.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[[[slip", encoding="utf-8")
    with pytest.raises(WorkspaceError):
        content()
    said = dict.fromkeys(names(round_), "1")
    assert browser.get(address).status_code == 200
    assert browser.post(f"{address}save", said, headers=JSON).status_code == 200
    assert browser.post(f"{address}send", said).status_code == 302
    assert receipt(Sheet.objects.get()) in browser.get(address).content.decode()
