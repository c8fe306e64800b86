"""The public consultation: the draft, comments and forms of anybody, decisions, files, the table of replies."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opennss.errors import WorkspaceError
from opennss.model.comments import COLUMNS
from opennss.workspace.comments.read import read_comments
from opennss_web import drafting
from opennss_web.actions import comments as deeds
from opennss_web.actions import consultations as held
from opennss_web.content import release, strategy_of
from opennss_web.models import Comment, Consultation, Event, Release
from opennss_web.views.comments import MOST

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{% now %}"
FORMULA = '=HYPERLINK("https://example.org","x")'
HEAD = ("MB/NC", "Line", "Clause", "Paragraph", "Type of comment", "Comments", "Proposed change", "Observations")


def visitor(language: str = "en") -> Client:
    browser = Client()
    browser.cookies["lang"] = language
    return browser


def said(**more: str) -> dict[str, str]:
    return {
        "submission": str(uuid.uuid4()), "clause": "1", "type": "te", "place": "Table 1", "comment": "Too vague",
        "change": "Say which", "organisation": "", "member": "",
    } | more  # fmt: skip


def text(page) -> str:
    return page.content.decode()


def book(*rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as file:
        sheet = file.add_worksheet("a")
        for number, row in enumerate((HEAD, *rows)):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return out.getvalue()


def sent(browser, address, name, content, **more):
    return browser.post(address, {"file": SimpleUploadedFile(name, content), **more})


def sealed(page) -> str:
    return re.search(r'name="sealed" value="([^"]+)"', text(page))[1]


# Opening and closing


def test_the_office_opens_a_consultation_and_its_release_becomes_public(staff) -> None:
    made = release("console", printed=False)
    wish = {
        "slug": "draft-1", "release": made.sha256, "title_en": "Draft one", "title_vi": "Dự thảo một",
        "opens": held.today().isoformat(), "closes": (held.today() + dt.timedelta(days=9)).isoformat(),
    }  # fmt: skip
    office = staff("secretariat")
    page = office.post("/desk/open-consultation", wish, follow=True)
    assert page.redirect_chain == [("/desk/consultations/draft-1", 302)]
    assert "Open for 10 days. The WTO code of good practice" in text(page)
    assert Release.objects.get().public
    assert [event.verb for event in Event.objects.all()] == ["release", "consultation-opened"]
    assert "Draft one" in text(visitor().get("/consultations"))
    assert "Dự thảo một" in text(visitor("vi").get("/consultations/draft-1"))
    again = office.post("/desk/open-consultation", wish)
    assert again.status_code == 400
    assert "taken by another" in text(again)
    assert staff("analyst").post("/desk/open-consultation", wish).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"slug": "A b"}, {"release": "\0"}, {"title_vi": ""}, {"opens": "2026-13-01"}, {"closes": "2020-01-01"}],
)
def test_a_wish_that_cannot_be_is_refused_with_reasons(staff, wrong) -> None:
    made = release("console", printed=False)
    wish = {
        "slug": "d1", "release": made.sha256, "title_en": EVIL, "title_vi": "B", "opens": "2026-01-01",
        "closes": "2026-12-31",
    }  # fmt: skip
    page = staff("administrator").post("/desk/open-consultation", wish | wrong)
    assert page.status_code == 400
    assert 'role="alert"' in text(page)
    assert "<script>alert" not in text(page)
    assert not Consultation.objects.exists()


def test_the_draft_is_the_public_edition_and_names_its_internal_facts(desk) -> None:
    made = release("console", printed=False)
    public = drafting.public_edition(strategy_of(made))
    assert public.workspace.settings.edition == "public"
    assert strategy_of(made).workspace.settings.edition == "internal"
    assert set(public.facts) < set(strategy_of(made).facts)
    secret = sorted(set(strategy_of(made).facts) - set(public.facts))[0]
    choices = public.workspace.choices
    told = replace(choices, prose=((*choices.prose[0][:2], f"{{{{ {secret} }}}}"),))
    with pytest.raises(WorkspaceError) as raised:
        drafting.public_edition(replace(public, workspace=replace(public.workspace, choices=told)))
    assert [finding.code for finding in raised.value.findings] == ["draft-internal-fact"]


def test_nothing_internal_stands_in_the_draft_and_markup_of_the_folder_stays_text(desk, staff) -> None:
    areas = desk / "areas.csv"
    areas.write_text(areas.read_text("utf-8").replace("Farming", "Farming<script>x</script>"), encoding="utf-8")
    made = release("console", printed=False)
    drafting.write(strategy_of(made), held.place_of("d1"), "/consultations/d1/")
    kept = (held.place_of("d1") / drafting.DRAFT).read_text("utf-8")
    assert "Farming&lt;script&gt;" in kept
    assert "<script" not in kept
    assert "style=" not in kept
    assert "Internal edition" not in kept
    assert "Public edition" in kept


def test_a_consultation_is_seen_only_from_its_first_day_and_with_its_release(consult) -> None:
    browser = visitor()
    Consultation.objects.update(opens=held.today() + dt.timedelta(days=1))
    assert browser.get("/consultations/draft-1").status_code == 404
    Consultation.objects.update(opens=held.today())
    assert browser.get("/consultations/draft-1").status_code == 200
    Release.objects.update(public=False)
    for address in ("", "/comment", "/form/docx", "/upload", "/draft/summary", "/charts/en-seats"):
        assert browser.get(f"/consultations/draft-1{address}").status_code == 404


def test_the_office_moves_the_last_day_and_closes(consult, staff) -> None:
    office = staff("secretariat")
    assert office.post("/desk/consultations/draft-1/days", {"closes": "2020-01-01"}).status_code == 400
    later = (held.today() + dt.timedelta(days=70)).isoformat()
    assert office.post("/desk/consultations/draft-1/days", {"closes": later}).status_code == 302
    assert office.post("/desk/consultations/draft-1/publish").status_code == 400
    assert office.post("/desk/consultations/draft-1/days", {"close": "yes"}).status_code == 302
    assert held.stage(Consultation.objects.get()) is held.Stage.CLOSED
    assert visitor().post("/consultations/draft-1/comment", said()).status_code == 400
    assert not Comment.objects.exists()


# The draft


def test_every_clause_has_a_number_an_address_and_a_way_to_comment(consult) -> None:
    browser = visitor()
    page = text(browser.get("/consultations/draft-1"))
    chapters = re.findall(r'href="/consultations/draft-1/draft/([\w-]+)" lang="en">([^<]+)<', page)
    assert len(chapters) > 10
    numbers = []
    for anchor, label in chapters:
        chapter = text(browser.get(f"/consultations/draft-1/draft/{anchor}"))
        assert f'<h1 id="{anchor}">{label}</h1>' in chapter
        numbers += re.findall(r"comment\?clause=([\w.]+)", chapter)
        assert "style=" not in chapter
    assert len(numbers) == len(set(numbers)) == len(held.draft(consult, "en").clauses)
    assert "A" in numbers
    assert [c["number"] for c in held.draft(consult, "vi").clauses] == numbers
    assert browser.get("/consultations/draft-1/draft/nowhere").status_code == 404


def test_charts_run_nothing_and_lead_nowhere_else(consult) -> None:
    name = next(held.place_of("draft-1").glob("en-*.svg")).stem
    page = visitor().get(f"/consultations/draft-1/charts/{name}")
    assert page["Content-Type"] == "image/svg+xml"
    assert "script-src" not in page["Content-Security-Policy"]
    for bad in ("en-nothing", "..%2fdraft", "draft.json", "en-%2e%2e"):
        assert visitor().get(f"/consultations/draft-1/charts/{bad}").status_code == 404


# Comments from the page


def test_a_comment_is_taken_once_and_gets_a_receipt(consult) -> None:
    browser, form = visitor(), said(organisation="Union B", named="yes")
    page = text(browser.get("/consultations/draft-1/comment?clause=2"))
    assert '<option value="2" lang="en" selected>' in page
    first, second = (text(browser.post("/consultations/draft-1/comment", form)) for _ in range(2))
    code = re.search(r"<strong>([A-Z2-9-]{14})</strong>", first)[1]
    assert code in second
    kept = Comment.objects.get()
    assert (kept.clause, kept.type, kept.comment, kept.language, kept.named) == ("1", "te", "Too vague", "en", True)
    assert code not in str(list(Comment.objects.values()))
    assert [event.verb for event in Event.objects.all()][-1] == "comments-received"
    found = text(browser.post("/consultations/draft-1/receipt", {"code": code.lower().replace("-", " ")}))
    assert "Too vague" in found
    assert "No comment on this draft" in text(browser.post("/consultations/draft-1/receipt", {"code": EVIL}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "xx"}, {"comment": " ", "change": "\0"}, {"comment": "x" * 10_001}, {"member": "x" * 21},
        {"named": "yes"}, {"place": EVIL * 3}, {"organisation": EVIL * 2}, {"clause": EVIL * 9},
    ],
)  # fmt: skip
def test_a_bad_comment_is_answered_with_reasons_and_nothing_is_lost(consult, wrong) -> None:
    page = visitor().post("/consultations/draft-1/comment", said(change=EVIL) | wrong)
    assert page.status_code == 400
    assert 'role="alert"' in text(page)
    assert "<script>alert" not in text(page)
    assert "<img" not in text(page)
    assert not Comment.objects.exists()
    if "change" not in wrong:
        assert "&lt;script&gt;alert(1)" in text(page)


def test_a_visit_cannot_flood_the_desk(consult) -> None:
    browser = visitor()
    for _ in range(MOST):
        assert browser.post("/consultations/draft-1/comment", said()).status_code == 200
    page = browser.post("/consultations/draft-1/comment", said())
    assert page.status_code == 400
    assert "Too many sendings" in text(page)
    assert Comment.objects.count() == MOST


# Forms


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_empty_form_goes_out_and_is_read_when_it_comes_back(consult, kind, tmp_path) -> None:
    page = visitor("vi").get(f"/consultations/draft-1/form/{kind}")
    assert f'filename="draft-1-form.{kind}"' in page["Content-Disposition"]
    path = tmp_path / f"a.{kind}"
    path.write_bytes(page.content)
    if kind == "docx":
        file = docx.Document(str(path))
        for cell, value in zip(file.tables[0].rows[2].cells, ("VN", "", "1", "", "te", "Góp ý", "Sửa"), strict=False):
            cell.text = value
        file.save(str(path))
    else:
        file = openpyxl.load_workbook(path)
        row = next(n for n in range(1, 20) if file.active.cell(n, 1).value == "1") + 2
        for place, value in enumerate(("VN", "", "1", "", "te", "Góp ý", "Sửa"), 1):
            file.active.cell(row, place, value)
        file.save(path)
    browser = visitor("vi")
    shown = sent(browser, "/consultations/draft-1/upload", path.name, path.read_bytes())
    assert "Góp ý" in text(shown)
    assert not Comment.objects.exists()
    done = browser.post("/consultations/draft-1/upload", {"sealed": sealed(shown)})
    assert browser.post("/consultations/draft-1/upload", {"sealed": sealed(shown)}).status_code == 200
    assert "Mã biên nhận" in text(done)
    kept = Comment.objects.get()
    assert (kept.member, kept.clause, kept.change, kept.source, kept.language) == ("VN", "1", "Sửa", "form", "vi")
    assert visitor().get("/consultations/draft-1/form/exe").status_code == 404


def test_the_preview_says_of_each_row_why_not(consult) -> None:
    rows = (("VN", "", "1", "", "te", "good", "", ""), ("VN", "", "2", "", EVIL[:40], EVIL, "", ""))
    page = sent(visitor(), "/consultations/draft-1/upload", "a.xlsx", book(*rows))
    assert "Rows that would be taken: 1." in text(page)
    assert "E3" in text(page)
    assert "&lt;script&gt;" in text(page)
    assert "<script>alert" not in text(page)


def test_a_seal_opens_only_where_and_as_it_was_made(consult, staff) -> None:
    browser = visitor()
    seal = sealed(sent(browser, "/consultations/draft-1/upload", "a.xlsx", book(("VN", "", "", "", "ge", "a", "", ""))))
    for bad in (seal[:-1], "x", "", seal.replace(seal[0], "_", 1)):
        page = browser.post("/consultations/draft-1/upload", {"sealed": bad})
        assert page.status_code == 400
        assert "Hand the file in once more" in text(page)
    office = staff("secretariat")
    assert office.post("/desk/consultations/draft-1/letter", {"sealed": seal}).status_code == 400
    assert not Comment.objects.exists()


def test_the_office_takes_a_letter_also_after_the_last_day(consult, staff) -> None:
    Consultation.objects.update(closes=held.today() - dt.timedelta(days=1))
    office, rows = staff("secretariat"), (("", "", "1", "", "te", "a", "", ""), ("", "", "2", "", "ed", "b", "", ""))
    address = "/desk/consultations/draft-1/letter"
    shown = sent(office, address, "a.xlsx", book(*rows), organisation="Union B", named="yes")
    office.post(address, {"sealed": sealed(shown)})
    assert list(Comment.objects.values_list("member", "source", "named")) == [("Union B", "letter", True)] * 2
    assert Event.objects.latest("id").actor == "secretariat:secretariat-1"
    assert sent(visitor(), "/consultations/draft-1/upload", "a.xlsx", book(*rows)).status_code == 200
    assert "not taken at present" in text(visitor().get("/consultations/draft-1/upload"))


def package(parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
HOSTILE = {
    "empty.docx": lambda: b"",
    "page.docx": lambda: b"<html><script>alert(1)</script></html>",
    "noise.xlsx": lambda: bytes(range(256)) * 40,
    "cut.xlsx": lambda: book(("VN", "", "1", "", "te", "x", "", ""))[:900],
    "document.xlsx": lambda: package({"word/document.xml": "<a/>", "[Content_Types].xml": "<Types/>"}),
    "entities.docx": lambda: package({"word/document.xml": LAUGHS, "[Content_Types].xml": "<Types/>"}),
    "bomb.docx": lambda: package({"word/document.xml": "<a/>" * 20_000_000, "[Content_Types].xml": "<Types/>"}),
    "nul.csv": lambda: b"MB,Clause\0,\xff\xfe",
    "wide.csv": lambda: b"," * 5_000_000,
    "markup.csv": lambda: f"{','.join(HEAD)}\n<script>alert(1)</script>,,{{0.__class__}},,xx,<b>y,,\n".encode(),
    "<img src=x onerror=1>.exe": lambda: b"MZ",
    "../../etc/passwd.docx": lambda: b"root",
    "many.csv": lambda: (",".join(HEAD) + "\n" + "VN,,1,,te,x,,\n" * 501).encode(),
    "long.csv": lambda: (",".join(HEAD) + "\n" + f"VN,,1,,te,{'x' * 9_999},,\n" * 31).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_answered_with_a_message(consult, name) -> None:
    page = sent(visitor(), "/consultations/draft-1/upload", name, HOSTILE[name]())
    assert page.status_code in (200, 400)
    assert 'role="alert"' in text(page) or 'class="findings"' in text(page)
    for evil in ("<script>alert", "<img", "<b>y"):
        assert evil not in text(page)
    assert 'name="sealed"' not in text(page)
    assert not Comment.objects.exists()


def test_a_file_that_is_too_large_is_not_read(consult, settings) -> None:
    settings.UPLOAD_LIMIT = 1_000
    page = sent(visitor(), "/consultations/draft-1/upload", "a.docx", b"x" * 1_001)
    assert "larger than" in text(page)
    assert visitor().post("/consultations/draft-1/upload", {}).status_code == 400


# Deciding


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


def test_a_receipt_shows_the_reply_after_publication_alone(consult, staff) -> None:
    browser = visitor()
    form = said()
    browser.post("/consultations/draft-1/comment", form)
    code = {"code": deeds.receipt(uuid.UUID(form["submission"]))}
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
