"""After the closing nobody joins who was invited to what was answered, not even who holds the database."""

from __future__ import annotations

import email
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from opennss_web import backup, mails
from opennss_web.actions import closing, mailing
from opennss_web.actions.answering import by_receipt, receipt
from opennss_web.links import kept
from opennss_web.models import Answer, Event, Invitation, Link, Round, Sheet, State

PEOPLE = 12
PLACE = {"postgresql": "ctid", "sqlite": "rowid"}
"""Where a row stands in the file of its table."""


@pytest.fixture
def said(open_round, invite):
    """A round that twelve people of their own category and kind answered one after the other; return their links."""
    round_ = open_round("r9")
    place = f"{round_.questions.get().pk}.{round_.questions.get().items[0]}."
    secrets = []
    for number in range(PEOPLE):
        category = "ABCDEFG"[number % 7].replace("A", "A1")
        secret = invite(round_, category=category, kind=f"kind {number}", person=f"P{number:02}")
        browser, address = Client(), f"/r/r9/{secret}/"
        browser.post(f"{address}begin", {"agree": "yes"})
        browser.post(f"{address}send", {f"{place}.value": "1", f"{place}.reason": f"said by P{number:02}"})
        secrets.append(secret)
    Client().post(f"/r/r9/{invite(round_, category='B')}/begin", {"agree": "yes"})
    return secrets


def asked(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def in_the_file() -> tuple[list[str], list[str]]:
    """Return who was invited and what was said, each as the rows stand in the files of their tables."""
    place = PLACE[connection.vendor]
    people = asked(f"SELECT person FROM opennss_web_invitation WHERE person <> '' ORDER BY {place}")
    sheets = asked(
        "SELECT a.reason FROM opennss_web_sheet s JOIN opennss_web_answer a ON a.sheet_id = s.id "
        f"ORDER BY s.{place}"
    )  # fmt: skip
    return [row[0] for row in people], [row[0].removeprefix("said by ") for row in sheets]


@pytest.mark.django_db(transaction=True)
def test_neither_order_nor_key_nor_number_of_a_transaction_joins(said, settings) -> None:
    before = {*Answer.objects.values_list("pk", flat=True), *Sheet.objects.values_list("pk", flat=True)}
    closing.close("secretariat:an", Round.objects.get())
    names = [f"P{number:02}" for number in range(PEOPLE)]
    people, sheets = in_the_file()
    assert sorted(people) == sorted(sheets) == names
    assert sheets not in (people, names)
    by_number = Answer.objects.order_by("pk").values_list("reason", flat=True)
    assert [reason.removeprefix("said by ") for reason in by_number] != names
    assert not before & {*Answer.objects.values_list("pk", flat=True), *Sheet.objects.values_list("pk", flat=True)}
    if connection.vendor == "postgresql":
        tables = ("invitation", "link", "sheet", "answer")
        numbers = {row for table in tables for row in asked(f"SELECT DISTINCT xmin::text FROM opennss_web_{table}")}
        assert len(numbers) == 1
    (settings.DATA / "secret").write_text("s")
    backup.backup(settings.DATA / "desk.zip")
    with zipfile.ZipFile(settings.DATA / "desk.zip") as archive:
        lines = [json.loads(line) for line in archive.read("database.jsonl").splitlines()]
    order = [line["fields"]["reason"] for line in lines if line["model"].endswith(".answer")]
    assert order != [f"said by {name}" for name in names]


def test_no_column_joins_and_only_the_receipt_code_finds(said) -> None:
    codes = [receipt(sheet) for sheet in Sheet.objects.filter(state="sent")]
    people = list(Invitation.objects.values_list("pk", "person", "answered").order_by("pk"))
    closing.close("secretariat:an", Round.objects.get())
    assert not Sheet.objects.filter(key__in=[kept(secret, "sheet") for secret in said]).exists()
    assert set(Sheet.objects.values_list("category", "kind", "former", "state")) == {("", "", None, "sent")}
    assert Sheet.objects.count() == Answer.objects.count() == PEOPLE  # what was begun alone is gone
    assert len({by_receipt(code) for code in codes} - {None}) == PEOPLE
    assert list(Invitation.objects.values_list("pk", "person", "answered").order_by("pk")) == people
    assert Link.objects.count() == PEOPLE + 1
    page = Client().get(f"/r/r9/{said[0]}/").content.decode()
    assert "nothing leads from this link to it" in page
    assert "said by" not in page


def test_an_interrupted_closing_unties_too(said) -> None:
    Round.objects.update(state=State.CLOSING, closed=Round.objects.get().opened)
    closing.hand_over(Round.objects.get())
    assert Sheet.objects.filter(key=kept(said[0], "sheet")).exists()
    assert closing.resume() == ("r9",)
    assert not Sheet.objects.filter(key__in=[kept(secret, "sheet") for secret in said]).exists()


@pytest.mark.parametrize("base", ["http://desk", f"http://{'long-name.' * 9}example"])
def test_mails_kept_as_files_go_with_the_round(open_round, settings, base) -> None:
    settings.EMAIL_BACKEND = mails.AS_FILES
    settings.EMAIL_FILE_PATH = settings.DATA / "mails"
    rounds = [open_round("r9"), open_round("r8"), open_round("p9", instrument="position")]
    Round.objects.update(title={"en": "Long " * 300, "vi": "Dài " * 300})  # wrapped in the mail
    for round_ in rounds:
        for name in ("an", "chi"):
            mail = f"{name}@example.org"
            Invitation.objects.create(round=round_, scope="judge", category="B", mail=mail, language="vi")
        assert mailing.send_invitations("clerk", Round.objects.get(pk=round_.pk), base).sent == 2
    Invitation.objects.filter(round=rounds[0]).update(begun=True)
    assert mailing.remind("clerk", rounds[0], base).sent == 2  # mails without a link
    made = list(settings.EMAIL_FILE_PATH.iterdir())
    assert len(made) == 8  # one for each mail
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}
    assert all(re.fullmatch(r"[0-9]{8}-[0-9]{6}-[0-9]{4}\.eml", path.name) for path in made)
    for round_ in rounds[::2]:
        closing.close("secretariat:an", round_)
    left = [email.message_from_bytes(path.read_bytes()) for path in settings.EMAIL_FILE_PATH.iterdir()]
    assert sorted(message[mails.ROUND] for message in left) == ["p9", "p9", "r8", "r8"]
    assert {message["To"] for message in left} == {"an@example.org", "chi@example.org"}


def test_the_people_of_a_closed_round_are_erased_as_the_notice_promises(
    country, open_round, invite, staff, settings, django_capture_on_commit_callbacks
) -> None:
    round_ = open_round("p1", instrument="position")
    rate = f"{round_.questions.get().pk}.{round_.questions.get().items[0]}..value"
    talk = {"date": "2026-09-01", "interviewer": "Chi", "signatory": "Ông B", "function": "Giám đốc", "minutes": "Said"}
    for organisation, consent in (("union", "yes"), ("small", "")):
        scan = SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")
        said = {**talk, rate: "1", "scan": scan, "on-record": consent}
        place = f"/rounds/p1/records/{organisation}/interview"
        assert staff("secretariat").post(place, said).status_code == 302
    invite(round_, scope="sign", organisation="union", person="Bà An", mail="an@example.org")
    office = staff("administrator")
    assert office.post("/rounds/p1/forget", {"sure": "yes"}).status_code == 400  # not closed
    closing.close("secretariat:an", round_)
    assert "erase the people" in office.get("/rounds/p1").content.decode()
    assert "erase the people" not in staff("secretariat").get("/rounds/p1").content.decode()
    assert office.post("/rounds/p1/forget").status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post("/rounds/p1/forget", {"sure": "yes"}).status_code == 302
    assert set(Invitation.objects.values_list("person", "mail")) == {("", "")}
    fields = ("organisation", "signatory", "minutes", "scan", "participants")
    found = {row[0]: row[1:] for row in Sheet.objects.values_list(*fields)}
    assert found == {"union": ("Ông B", "", "", {}), "small": ("", "", "", {})}
    assert not list((settings.MEDIA_ROOT / "scans").iterdir())
    assert Answer.objects.count() == 2
    office.post("/rounds/p1/forget", {"sure": "yes"})
    assert Event.objects.filter(verb="forgotten").values_list("told", flat=True).get() == {"people": 1, "records": 2}
