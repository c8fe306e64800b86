"""An organisation signs what its signatory saw, agreed to and may sign: nothing that came in between, and only once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from opennss_web.access import Actor, Role
from opennss_web.actions import answering, inviting
from opennss_web.models import Answer, Invitation, Round, Sheet, User

SIGNATURE = {"signatory": "Bà C", "function": "Giám đốc", "on-record": "yes"}
LETTER = {"number": "15/CV", "date": "2026-09-01", "signatory": "Ông B", "function": "Chủ tịch", "on-record": "yes"}


@pytest.fixture
def round_(country, open_round) -> Round:
    return open_round("p1", instrument="position")


@pytest.fixture
def person(round_, invite) -> Callable[[str], str]:
    """Invite a person of the union; return the address."""
    return lambda scope: f"/r/p1/{invite(round_, scope=scope, organisation='union', category='D')}/"


def first(round_: Round) -> str:
    question = round_.questions.get()
    return f"{question.pk}.{question.items[0]}..value"


def begun(address: str) -> Client:
    browser = Client()
    assert browser.post(f"{address}begin", {"agree": "yes"}).status_code == 302
    return browser


@pytest.mark.parametrize("sent", [True, False])
def test_nobody_signs_what_a_colleague_changed_meanwhile(round_, person, sent) -> None:
    draft, sign, name = person("draft"), person("sign"), first(round_)
    drafter, signer = begun(draft), begun(sign)
    drafter.post(f"{draft}save", {name: "1", "seen": "{}"})
    before = json.dumps({name: "1"})
    drafter.post(f"{draft}save", {name: "none", "seen": before})
    told = signer.post(f"{sign}send", {**SIGNATURE, "seen": before, **({name: "1"} if sent else {})})
    assert told.status_code == 400
    assert "A colleague changed this meanwhile" in told.content.decode()
    assert (Sheet.objects.get().state, Answer.objects.get().value) == ("draft", "none")
    assert (
        signer.post(f"{sign}send", {**SIGNATURE, name: "none", "seen": json.dumps({name: "none"})}).status_code == 302
    )


def test_nobody_confirms_what_the_office_changed_meanwhile(round_, person, staff) -> None:
    office, sign, name = staff("secretariat"), person("sign"), first(round_)
    office.post("/rounds/p1/records/union/letter", {**LETTER, name: "1"})
    signer = begun(sign)
    mark = answering.content_mark(Sheet.objects.get())
    assert f'name="content" value="{mark}"' in signer.get(sign).content.decode()
    office.post("/rounds/p1/records/union/letter", {**LETTER, name: "none", "seen": json.dumps({name: "1"})})
    told = signer.post(f"{sign}confirm", {"content": mark})
    assert "nothing was confirmed" in told.content.decode()
    assert Sheet.objects.get().confirmed is None
    signer.post(f"{sign}confirm", {"content": answering.content_mark(Sheet.objects.get())})
    assert Sheet.objects.get().confirmed


def test_each_person_agrees_to_the_notice_before_signing(round_, person) -> None:
    draft, sign = person("draft"), person("sign")
    begun(draft)
    stranger = Client()
    page = stranger.get(sign).content.decode()
    assert "Before you begin" in page
    assert 'name="signatory"' not in page
    assert "erased" not in page
    stranger.post(f"{sign}send", {**SIGNATURE, first(round_): "1"})
    assert Sheet.objects.get().state == "draft"
    begun(sign)
    assert 'name="signatory"' in stranger.get(sign).content.decode()


def test_what_is_withdrawn_leaves_no_name_no_minutes_and_no_scan(
    round_, person, staff, settings, django_capture_on_commit_callbacks
) -> None:
    office, sign, name = staff("secretariat"), person("sign"), first(round_)
    said = {**LETTER, "interviewer": "Chi", "minutes": "Riêng", name: "1"}
    office.post("/rounds/p1/records/union/interview", {**said, "scan": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")})
    scans = Path(settings.MEDIA_ROOT) / "scans"
    assert len(list(scans.iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(f"{sign}withdraw")
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.signatory, sheet.function, sheet.minutes, sheet.scan.name, sheet.participants) == (
        "withdrawn", "", "", "", "", {},
    )  # fmt: skip
    assert not list(scans.iterdir())
    assert office.get("/rounds/p1/records/union/scan").status_code == 404
    begun(sign)  # now it is the organisation's own answer
    assert (Sheet.objects.get().state, Sheet.objects.get().recorder) == ("draft", "")


def test_a_corrected_letter_keeps_its_day(round_, person, staff) -> None:
    sign, name = person("sign"), first(round_)
    staff("secretariat").post("/rounds/p1/records/union/letter", {**LETTER, name: "1"})
    signer = begun(sign)
    signer.post(f"{sign}take-back")
    signer.post(f"{sign}send", {**SIGNATURE, name: "2", "seen": json.dumps({name: "1"})})
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.number, f"{sheet.date}", sheet.signatory) == ("sent", "15/CV", "2026-09-01", "Bà C")


@pytest.mark.django_db(transaction=True)
def test_who_signs_and_who_gives_a_link_never_wait_for_each_other(round_, person, monkeypatch) -> None:
    sign, name = person("sign"), first(round_)
    begun(sign)
    clerk = Actor(Role.SECRETARIAT, user=User.objects.create(username="a", role="secretariat"))
    gate, tell, close = threading.Barrier(2, timeout=20), inviting.tell, answering._sign
    many = connection.vendor == "postgresql"  # SQLite has one writer: there one comes after the other
    meet = gate.wait if many else lambda: 0
    failed: list[BaseException] = []

    def told(*what: object, **more: object) -> object:
        meet()
        return tell(*what, **more)

    def signed(*what: object) -> None:
        close(*what)
        meet()

    def give() -> None:
        inviting.by_hand(clerk, Invitation.objects.get())

    def sign_it() -> None:
        Client().post(f"{sign}send", {**SIGNATURE, name: "1"})

    def run(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(inviting, "tell", told)
    monkeypatch.setattr(answering, "_sign", signed)
    both = [threading.Thread(target=run, args=(deed,)) for deed in (give, sign_it)]
    for one in both:
        one.start()
        one.join(None if not many else 0)
    for one in both:
        one.join()
    assert failed == []
    assert Sheet.objects.get().state == "sent"
