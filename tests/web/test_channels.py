"""What came by letter, interview, meeting or form: recorded, confirmed, never over the organisation's own word."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opennss_web.actions import closing, inviting
from opennss_web.actions.answering import content_mark
from opennss_web.actions.channels import CHANNELS, organisations
from opennss_web.models import Answer, Event, Question, Round, Sheet, State

LETTER = {"number": "15/CV", "date": "2026-09-01", "signatory": "Ông B", "function": "Giám đốc"}
PDF = b"%PDF-1.7\n%\xe2\xe3"


ORGANISATIONS = (
    "id,name_en,name_vi,type,category,primary,illustrative\n"
    "union,Union,Công đoàn,trade-unions,D,yes,yes\n"
    "makers,Makers,Nhà sản xuất,businesses,A1,yes,yes\n"
    "shops,Shops,Cửa hàng,businesses,A2,yes,yes\n"
)


@pytest.fixture
def positions(desk, open_round) -> Round:
    (desk / "stakeholders.csv").write_text(ORGANISATIONS, encoding="utf-8")
    return open_round("p1", instrument="position")


@pytest.fixture
def office(staff) -> Client:
    return staff("secretariat")


def said(round_: Round, value: str = "1") -> dict[str, str]:
    question = round_.questions.get(kind="rate")
    return {f"{question.pk}.{item}..value": value for item in question.items}


def place(round_: Round, channel: str = "letter", number: int = 0) -> str:
    return f"/rounds/{round_.slug}/records/{organisations()[number].id}/{channel}"


def test_a_letter_is_recorded_with_its_scan_and_waits(positions, office) -> None:
    scan = SimpleUploadedFile("../../evil.html", PDF, "text/html")
    assert (
        office.post(place(positions), {**LETTER, **said(positions), "scan": scan, "on-record": "yes"}).status_code
        == 302
    )
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.channel, sheet.recorder, sheet.confirmed) == (
        "sent",
        "letter",
        "secretariat:secretariat-1",
        None,
    )
    assert (sheet.number, sheet.date, sheet.signatory) == ("15/CV", dt.date(2026, 9, 1), "Ông B")
    assert sheet.category
    page = office.get("/rounds/p1/records").content.decode()
    assert "waits for the organisation" in page
    answer = office.get(f"/rounds/p1/records/{sheet.organisation}/scan")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "evil" not in sheet.scan.name
    assert Event.objects.get().verb == "recorded"


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_asks_for_its_own_fields(positions, office, channel) -> None:
    page = office.post(place(positions, channel), said(positions))
    assert page.status_code == 400
    assert "This is needed" in page.content.decode()
    assert "checked" in page.content.decode()  # what was typed is still there
    whole = {
        **LETTER,
        "place": "Huế",
        "minutes": "Biên bản",
        "interviewer": "Bà C",
        "people-A2": "12",
        **said(positions),
    }
    assert office.post(place(positions, channel), whole).status_code == 302
    sheet = Sheet.objects.get()
    expected = {"meeting": {"A2": 12}, "interview": {"interviewer": "Bà C"}}
    assert sheet.participants == expected.get(channel, {})
    assert office.get(place(positions, channel)).status_code == 200


def test_a_record_without_answers_or_with_half_of_them_is_not_kept(positions, office) -> None:
    assert "Nothing is answered" in office.post(place(positions), LETTER).content.decode()
    assert "1* needs a reason" in office.post(place(positions), {**LETTER, **said(positions, "1*")}).content.decode()
    assert not Sheet.objects.exists()
    assert not Answer.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", "2999-01-01"), ("date", "hôm qua"), ("number", "x" * 121), ("signatory", " \u0000 ")],
)
def test_what_is_wrong_with_a_field_is_said(positions, office, field, value) -> None:
    page = office.post(place(positions), {**LETTER, **said(positions), field: value})
    assert page.status_code == 400
    assert f'id="w-{field}"' in page.content.decode()
    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    "people", [{}, {"people-A1": "-1"}, {"people-A1": "2.5"}, {"people-B": "999999"}, {"people-C": "0"}]
)
def test_participants_are_counted_in_whole_people(positions, office, people) -> None:
    whole = {**LETTER, "place": "Huế", "minutes": "Biên bản", **said(positions), **people}
    assert "one person at least" in office.post(place(positions, "meeting"), whole).content.decode()


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ\x90", b"PK\x03\x04", b" %PDF-1.7", b"GIF89a"])
def test_a_scan_is_what_its_content_says(positions, office, content) -> None:
    scan = SimpleUploadedFile("scan.pdf", content, "application/pdf")
    page = office.post(place(positions), {**LETTER, **said(positions), "scan": scan})
    assert page.status_code == 400
    assert not Sheet.objects.exists()


def test_a_large_scan_is_refused(positions, office, settings) -> None:
    settings.UPLOAD_LIMIT = 100
    scan = SimpleUploadedFile("scan.pdf", PDF + b"x" * 100, "application/pdf")
    assert "larger than" in office.post(place(positions), {**LETTER, **said(positions), "scan": scan}).content.decode()


def test_a_new_scan_takes_the_place_of_the_old_one(
    positions, office, settings, django_capture_on_commit_callbacks
) -> None:
    for content in (PDF, b"\xff\xd8\xff\xe0jpg"):
        with django_capture_on_commit_callbacks(execute=True):
            office.post(place(positions), {**LETTER, **said(positions), "scan": SimpleUploadedFile("a", content)})
    kept = list((Path(settings.MEDIA_ROOT) / "scans").iterdir())
    assert [path.suffix for path in kept] == [".jpg"]


def test_the_organisation_confirms_and_then_the_office_changes_nothing(positions, office, invite) -> None:
    who = str(organisations()[0].id)
    office.post(place(positions), {**LETTER, **said(positions)})
    assert office.post(place(positions), {**LETTER, "number": "16/CV", **said(positions)}).status_code == 302
    link = f"/r/p1/{invite(positions, scope='sign', organisation=who)}/"
    browser = Client()
    browser.post(f"{link}begin", {"agree": "yes"})
    browser.post(f"{link}confirm", {"content": content_mark(Sheet.objects.get())})
    assert Sheet.objects.get().confirmed
    page = office.post(place(positions), {**LETTER, "number": "17/CV", **said(positions, "3")})
    assert page.status_code == 400
    assert "not changed here any more" in page.content.decode()
    assert Sheet.objects.get().number == "16/CV"
    assert set(Answer.objects.values_list("value", flat=True)) == {"1"}


def test_the_organisation_corrects_and_signs(positions, office, invite) -> None:
    office.post(place(positions), {**LETTER, **said(positions)})
    link = f"/r/p1/{invite(positions, scope='sign', organisation=str(organisations()[0].id))}/"
    browser = Client()
    browser.post(f"{link}begin", {"agree": "yes"})
    browser.post(f"{link}take-back")
    assert "correcting the record" in office.get(place(positions)).content.decode()
    signature = {"signatory": "Bà D", "function": "Chủ tịch", "on-record": "yes"}
    assert (
        browser.post(
            f"{link}send", {**said(positions, "2"), **signature, "seen": json.dumps(said(positions))}
        ).status_code
        == 302
    )
    assert "corrected and signed" in office.get("/rounds/p1/records").content.decode()
    assert office.post(place(positions), {**LETTER, **said(positions, "3")}).status_code == 400
    assert set(Answer.objects.values_list("value", flat=True)) == {"2"}


def test_what_the_organisation_signed_itself_is_never_overwritten(positions, office, invite) -> None:
    link = f"/r/p1/{invite(positions, scope='sign', organisation=str(organisations()[0].id))}/"
    browser = Client()
    browser.post(f"{link}begin", {"agree": "yes"})
    browser.post(f"{link}send", {**said(positions, "2"), "signatory": "Bà D", "function": "Chủ tịch"})
    own = office.post(place(positions), {**LETTER, **said(positions), "over-draft": "yes"}).content.decode()
    assert "signed its answer by its own link" in own
    assert set(Answer.objects.values_list("value", flat=True)) == {"2"}


def test_a_letter_takes_the_place_of_a_draft_nobody_signed_when_the_office_says_so(positions, office, invite) -> None:
    link = f"/r/p1/{invite(positions, scope='draft', organisation=str(organisations()[0].id))}/"
    browser = Client()
    browser.post(f"{link}begin", {"agree": "yes"})
    first, second = said(positions)
    browser.post(f"{link}save", {first: "3", second: "2", f"{first.removesuffix('value')}reason": "Only a draft"})
    page = office.get(place(positions)).content.decode()
    assert "nobody has signed that draft" in page
    assert "Only a draft" not in page
    assert "checked" not in page
    answer = office.post(place(positions), {**LETTER, first: "1"})
    assert answer.status_code == 400
    assert "has a draft that nobody signed" in answer.content.decode()
    assert Answer.objects.count() == 2
    assert office.post(place(positions), {**LETTER, first: "1", "over-draft": "yes"}).status_code == 302
    assert list(Answer.objects.values_list("value", "reason")) == [("1", "")]
    assert (Sheet.objects.get().state, Event.objects.get(verb="recorded").told["over_draft"]) == ("sent", True)


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSING, State.CLOSED])
def test_a_round_that_is_not_open_records_nothing(positions, office, state) -> None:
    Round.objects.update(state=state)
    assert office.post(place(positions), {**LETTER, **said(positions)}).status_code == 400
    assert not Sheet.objects.exists()


def test_records_are_for_the_office_alone(positions, staff) -> None:
    for role in ("facilitator", "analyst", "committee"):
        browser = staff(role)
        for path in (
            place(positions),
            "/rounds/p1/records",
            "/rounds/p1/close",
            place(positions, "scan").replace("letter", "scan"),
        ):
            assert browser.get(path).status_code == 403


def test_what_does_not_exist_is_not_found(positions, office, open_round) -> None:
    open_round("e1")
    for path in (
        "/rounds/e1/records",
        "/rounds/p1/records/nobody/letter",
        place(positions, "pigeon"),
        "/rounds/no/close",
    ):
        assert office.get(path).status_code == 404
    assert office.get(f"/rounds/p1/records/{organisations()[0].id}/scan").status_code == 404


def test_the_list_leads_to_the_form(positions, office) -> None:
    who = organisations()[0].id
    assert office.get("/rounds/p1/records", {"organisation": who, "channel": "letter"})["Location"] == place(positions)
    assert office.get("/rounds/p1/records", {"organisation": "nobody", "channel": "letter"}).status_code == 200


def test_closing_says_what_is_missing_and_then_what_was_written(desk, positions, office, invite) -> None:
    Question.objects.create(
        round=positions, slug="wish", kind="request", items=positions.questions.get().items, text={"en": "?"}
    )
    office.post(place(positions), {**LETTER, **said(positions), "on-record": "yes"})
    unnamed, drafting = (str(row.id) for row in organisations()[1:3])
    office.post(place(positions, number=1), {**LETTER, **said(positions)})
    Client().post(f"/r/p1/{invite(positions, scope='draft', organisation=drafting)}/begin", {"agree": "yes"})
    page = office.get("/rounds/p1/close").content.decode()
    for sentence in ("not signed", "not confirmed", "Did not agree to be named", "positions.csv</code>: 2<"):
        assert sentence in page
    assert Round.objects.get().state == State.OPEN  # looking closes nothing
    page = office.post("/rounds/p1/close").content.decode()
    assert "positions.csv" in page
    assert "Make a release" in page
    with (desk / "positions.csv").open(encoding="utf-8", newline="") as file:
        found = {row["stakeholder"] for row in csv.DictReader(file) if row["signatory"] == "Ông B, Giám đốc"}
    assert found == {str(organisations()[0].id)}
    assert "The round is closed" in office.get("/rounds/p1/close").content.decode()
    assert unnamed not in found


def test_what_was_recorded_keeps_the_language_in_which_it_was_typed(desk, positions, staff) -> None:
    wish = Question.objects.create(
        round=positions, slug="wish", kind="request", items=positions.questions.get().items, text={"en": "?"}
    )
    text = {f"{wish.pk}.1..text": "Pin xe điện bị cháy", f"{wish.pk}.1..urgency": "1"}
    assert staff("secretariat", "vi").post(place(positions), {**LETTER, **text}).status_code == 302
    closing.close("secretariat:an", positions)
    with (desk / "requests.csv").open(encoding="utf-8", newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if row["stakeholder"] == "union")
    assert (row["text_vi"], row.get("text_en", "")) == ("Pin xe điện bị cháy", "")


def test_a_folder_that_refuses_says_why(desk, positions, office) -> None:
    office.post(place(positions), {**LETTER, **said(positions), "on-record": "yes"})
    (desk / "stakeholders.csv").write_text(ORGANISATIONS.splitlines()[0] + "\n", encoding="utf-8")
    page = office.post("/rounds/p1/close")
    assert page.status_code == 400
    assert "positions.csv" in page.content.decode()
    assert Round.objects.get().state == State.OPEN


def test_queries_do_not_grow_with_the_records(positions, office, django_assert_max_num_queries) -> None:
    for number in range(3):
        office.post(place(positions, number=number), {**LETTER, **said(positions)})
    for path, most in (("/rounds/p1/records", 5), (place(positions), 8), ("/rounds/p1/close", 10)):
        with django_assert_max_num_queries(most):
            assert office.get(path).status_code == 200


def test_an_organisation_rates_an_area_once_and_writes_no_free_text(positions, office) -> None:
    Round.objects.update(state=State.DRAFT)
    first = positions.questions.get()
    taken, *free = first.items
    said = {"slug": "risk", "text_en": "Risk?", "text_vi": "Rủi ro?", "which": "ticked"}
    answer = office.post("/rounds/p1/questions/new/rate", {**said, "areas": [taken]})
    assert answer.status_code == 400
    assert f"rate the same areas: {taken}" in answer.content.decode()
    assert office.post(f"/rounds/p1/questions/{first.pk}", {**said, "areas": [taken, *free]}).status_code == 302
    assert office.get("/rounds/p1/questions/new/text").status_code == 404
    assert "questions/new/text" not in office.get("/rounds/p1").content.decode()


def test_who_signed_first_is_reminded_again_when_a_colleague_takes_it_back(positions, invite) -> None:
    links = [f"/r/p1/{invite(positions, scope='sign', organisation='union', person=name)}/" for name in "ab"]
    signature = {"signatory": "Bà C", "function": "Giám đốc"}
    Client().post(f"{links[0]}begin", {"agree": "yes"})
    assert "your ranks of areas are not handed over" in Client().get(links[0]).content.decode()
    assert Client().post(f"{links[0]}send", {**said(positions), **signature}).status_code == 302
    assert not inviting.pending(positions)
    Client().post(f"{links[1]}take-back")
    assert {one.person for one in inviting.pending(positions)} == {"a", "b"}
