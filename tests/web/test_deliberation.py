"""What staff do with comments: sort, decide, say whose they are, publish the replies, hand files out."""

from __future__ import annotations

import datetime as dt
import html
import re
import zipfile

import openpyxl
import pytest
from django.test import Client

from opennss.model.comments import COLUMNS
from opennss.workspace.comments.read import read_comments
from opennss_web.actions import consultations as held
from opennss_web.models import Comment, Consultation, Event

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{% now %}"
FORMULA = '=HYPERLINK("https://example.org","x")'


def visitor(language: str = "en") -> Client:
    browser = Client()
    browser.cookies["lang"] = language
    return browser


def text(page) -> str:
    return page.content.decode()


@pytest.fixture
def three(consult):
    """Three comments: one named, one not, one with everything that is evil."""
    rows = (
        {"organisation": "Union B", "named": True, "comment": "first"},
        {"organisation": "Secret Ltd", "comment": "second", "type": "ed", "clause": "2"},
        {"organisation": EVIL, "named": True, "comment": EVIL, "change": FORMULA, "clause": EVIL, "place": EVIL,
         "member": "<b>N", "line": EVIL[:40]},
    )  # fmt: skip
    return [
        Comment.objects.create(**{"consultation": consult, "type": "te", "clause": "1", "language": "en"} | row)
        for row in rows
    ]


REPLY = {"disposition": "accepted", "observation_en": "We agree", "observation_vi": "Đồng ý"}


def test_a_comment_is_decided_with_a_reply_in_every_language(three, staff) -> None:
    desk, one = staff("committee"), three[0]
    address = f"/desk/comments/{one.pk}/decide"
    for wrong in ({"disposition": "open"}, {"observation_vi": " "}, {"observation_en": "x" * 9_900}):
        page = desk.post(address, REPLY | wrong)
        assert page.status_code == 400
        assert 'role="alert"' in text(page)
    assert desk.post(address, REPLY).status_code == 302
    one.refresh_from_db()
    assert (one.disposition, one.observation["vi"], one.decided_by) == ("accepted", "Đồng ý", "committee:committee-1")
    assert Event.objects.latest("id").told["disposition"] == "accepted"
    assert staff("analyst").post(address, REPLY).status_code == 403
    assert staff("facilitator").get(f"/desk/comments/{one.pk}").status_code == 403


def test_comments_that_share_an_answer_follow_it(three, staff) -> None:
    desk, (one, two, three_) = staff("secretariat"), three
    address = "/desk/consultations/draft-1/group"
    for wrong in ({"head": "x", "comment": [two.pk]}, {"head": one.pk, "comment": [one.pk]}, {"head": 10**14}, {}):
        assert desk.post(address, wrong).status_code == 400
    desk.post(address, {"head": two.pk, "comment": [three_.pk]})
    desk.post(address, {"head": one.pk, "comment": [two.pk, "\0", "9" * 40]})
    assert set(Comment.objects.filter(answered_with=one)) == {two, three_}
    assert desk.post(f"/desk/comments/{two.pk}/decide", REPLY).status_code == 400
    desk.post(f"/desk/comments/{one.pk}/decide", REPLY)
    assert set(Comment.objects.values_list("disposition", flat=True)) == {"accepted"}
    desk.post(f"/desk/comments/{two.pk}/ungroup")
    two.refresh_from_db()
    assert (two.disposition, two.answered_with) == ("open", None)


def test_the_list_is_filtered_by_clause_type_and_disposition(three, staff) -> None:
    desk = staff("analyst")

    def shown(**wish) -> set[int]:
        page = text(desk.get("/desk/consultations/draft-1/comments", wish))
        assert "<script>alert" not in page
        return {int(number) for number in re.findall(r"/desk/comments/(\d+)", page)}

    everything = {row.pk for row in three}
    assert shown() == shown(type="zz", disposition="'", page="x") == everything
    assert shown(type="ed") == shown(clause="2") == {three[1].pk}
    assert shown(clause=EVIL) == {three[2].pk}
    assert shown(disposition="accepted") == shown(clause="\0x") == set()


def test_the_next_page_keeps_what_was_asked_for(three, staff) -> None:
    desk = staff("secretariat")
    Comment.objects.bulk_create(
        Comment(consultation=three[0].consultation, type="te", clause=EVIL, comment="x") for _ in range(100)
    )
    wish = {"clause": EVIL, "type": "te", "disposition": ""}
    page = text(desk.get("/desk/consultations/draft-1/comments", wish))
    (following,) = re.findall(r'rel="next" href="([^"]+)"', page)
    page = text(desk.get(f"/desk/consultations/draft-1/comments{html.unescape(following)}"))
    assert len(set(re.findall(r"/desk/comments/(\d+)", page))) == 1


def test_the_office_says_of_which_organisation_a_sending_is(three, staff, country) -> None:
    office, one = staff("secretariat"), three[0]
    Comment.objects.filter(pk=three[1].pk).update(submission=one.submission, organisation="Union B")
    address = f"/desk/comments/{one.pk}/identify"
    assert office.post(address, {"stakeholder": EVIL}).status_code == 400
    assert staff("committee").post(address, {"stakeholder": "union"}).status_code == 403
    assert "Union A" in text(office.get(f"/desk/comments/{one.pk}"))
    assert office.post(address, {"stakeholder": "union"}).status_code == 302
    assert list(Comment.objects.order_by("pk").values_list("stakeholder", flat=True)) == ["union", "union", ""]
    assert '<option value="union" selected>' in text(office.get(f"/desk/comments/{one.pk}"))
    assert Event.objects.latest("id").verb == "comment-identified"
    office.post(address, {"stakeholder": ""})
    assert set(Comment.objects.values_list("stakeholder", flat=True)) == {""}
    assert Event.objects.latest("id").verb == "comment-unidentified"


def test_evil_texts_stay_texts_on_every_page_of_staff(three, staff) -> None:
    desk = staff("secretariat")
    addresses = ["/desk/consultations/draft-1", "/desk/consultations/draft-1/comments"]
    addresses += [f"/desk/comments/{three[2].pk}{more}" for more in ("", "/propose", f"/propose?file={EVIL}&row=1")]
    for address in addresses:
        page = desk.get(address)
        assert page.status_code == 200, address
        assert "<script>alert" not in text(page), address
        assert "<img" not in text(page), address
    assert "&lt;script&gt;alert(1)" in text(desk.get(f"/desk/comments/{three[2].pk}"))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_files_have_the_eight_columns_and_no_formula(three, staff, kind, tmp_path) -> None:
    desk = staff("secretariat")
    desk.post(f"/desk/comments/{three[2].pk}/decide", REPLY | {"observation_en": FORMULA})
    path = tmp_path / f"a.{kind}"
    path.write_bytes(desk.get(f"/desk/consultations/draft-1/export/{kind}").content)
    read = read_comments(path)
    assert len(read.sheet.comments) == 3
    assert {row.member for row in read.sheet.comments} == {"Union B", "Secret Ltd", f"<b>N · {EVIL}"}
    evil = next(row for row in read.sheet.comments if row.change)
    assert evil.change == FORMULA
    assert evil.observation == f"accepted: {FORMULA}"
    assert evil.comment == EVIL
    if kind == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not [cell for cell in cells if cell.hyperlink]
        assert sum(cell.value in map(str, range(1, 9)) for cell in cells) >= len(COLUMNS)


# Publishing


def test_replies_are_published_once_all_is_decided_and_name_only_who_agreed(three, staff, tmp_path) -> None:
    desk = staff("secretariat")
    assert visitor().get("/consultations/draft-1/replies").status_code == 404
    assert visitor().get("/consultations/draft-1/replies/docx").status_code == 404
    desk.post("/desk/consultations/draft-1/days", {"close": "yes"})
    page = desk.post("/desk/consultations/draft-1/publish")
    assert "not decided yet" in text(page)
    for row in three:
        desk.post(f"/desk/comments/{row.pk}/decide", REPLY | {"observation_en": EVIL})
    assert desk.post("/desk/consultations/draft-1/publish").status_code == 302
    page = text(visitor().get("/consultations/draft-1/replies"))
    assert "Union B" in page
    assert "Secret Ltd" not in page
    assert "<script>alert" not in page
    assert "Đồng ý" in text(visitor("vi").get("/consultations/draft-1/replies"))
    for kind in ("docx", "xlsx"):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(visitor().get(f"/consultations/draft-1/replies/{kind}").content)
        with zipfile.ZipFile(path) as package_:
            whole = b"".join(package_.read(name) for name in package_.namelist()).decode("utf-8", "replace")
        assert "Union B" in whole
        assert "Secret Ltd" not in whole
        assert "Not named" in whole
    assert desk.post("/desk/consultations/draft-1/days", {"closes": held.today().isoformat()}).status_code == 400


def test_published_replies_do_not_change(three, staff) -> None:
    desk, (one, two, other) = staff("secretariat"), three
    Comment.objects.update(disposition="noted", observation={"en": "Thanks", "vi": "Cảm ơn"})
    Comment.objects.filter(pk=two.pk).update(answered_with=one)
    Consultation.objects.update(answered=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    before, lines = list(Comment.objects.order_by("pk").values()), Event.objects.count()
    for address, form in (
        (f"/desk/comments/{one.pk}/decide", REPLY), (f"/desk/comments/{two.pk}/ungroup", {}),
        ("/desk/consultations/draft-1/group", {"head": one.pk, "comment": [other.pk]}),
    ):  # fmt: skip
        page = desk.post(address, form)
        assert page.status_code == 400
        assert "do not change any more" in text(page)
    assert list(Comment.objects.order_by("pk").values()) == before
    assert Event.objects.count() == lines
    page = text(desk.get(f"/desk/comments/{one.pk}"))
    assert "do not change any more" in page
    assert "/decide" not in page


def test_a_receipt_shows_the_reply_after_publication_alone(consult, staff) -> None:
    browser = visitor()
    sent = text(browser.post("/consultations/draft-1/comment", {"type": "te", "clause": "1", "comment": "Too vague"}))
    code = {"code": re.search(r"<strong>([A-Z2-9-]{14})</strong>", sent)[1]}
    staff("secretariat").post(f"/desk/comments/{Comment.objects.get().pk}/decide", REPLY)
    assert "We agree" not in text(browser.post("/consultations/draft-1/receipt", code))
    Consultation.objects.update(answered=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    assert "We agree" in text(browser.post("/consultations/draft-1/receipt", code))


def test_pages_ask_the_database_as_often_for_many_comments_as_for_few(
    three, staff, django_assert_max_num_queries
) -> None:
    Consultation.objects.update(answered=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    rows = [
        Comment(consultation=three[0].consultation, type="ge", comment="x", answered_with=three[0]) for _ in range(80)
    ]
    Comment.objects.bulk_create(rows)
    desk = staff("secretariat")
    for address in (
        "/desk/consultations", "/desk/consultations/draft-1", "/desk/consultations/draft-1/comments",
        "/consultations/draft-1/replies", f"/desk/comments/{three[0].pk}", "/consultations",
        "/desk/consultations/draft-1/export/xlsx",
    ):  # fmt: skip
        with django_assert_max_num_queries(10):
            assert desk.get(address).status_code == 200
