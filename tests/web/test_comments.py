"""The public consultation: the draft, comments and forms of anybody, decisions, files, the table of replies."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
import zipfile
from contextlib import ExitStack
from dataclasses import replace

import docx
import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opennss.errors import WorkspaceError
from opennss_web import drafting
from opennss_web.actions import comments as deeds
from opennss_web.actions import consultations as held
from opennss_web.content import kept_at, release, strategy_of
from opennss_web.filelock import one_of
from opennss_web.models import Comment, Consultation, Event, Release
from opennss_web.views import comments as views

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{% now %}"
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


def test_two_openings_under_one_name_print_one_draft(desk, actor, monkeypatch) -> None:
    first = release("console", printed=False)
    (desk / "areas.csv").write_text((desk / "areas.csv").read_text("utf-8").replace("Farming", "Fields"), "utf-8")
    second = release("console", printed=False)
    printed = []

    def wish(made) -> held.Wish:
        days = [held.today().isoformat()] * 2
        return held.Wish("d1", made.sha256, dict.fromkeys(held.languages(), "T"), *days)

    def print_slowly(made, slug) -> None:
        if not printed:
            printed.append(made)
            assert held.open_consultation(actor, wish(second)) == (None, ("slug-taken",))
        else:
            printed.append(made)

    monkeypatch.setattr(held, "_print", print_slowly)
    opened, faults = held.open_consultation(actor, wish(first))
    assert not faults
    assert [made.pk for made in printed] == [opened.release_id] == [first.pk]


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


def test_no_consultation_opens_on_a_release_whose_files_are_gone(desk) -> None:
    made = release("console", printed=False)
    assert list(held.releases()) == [made]
    (kept_at(made.sha256) / "strategy.pickle").unlink()
    assert list(held.releases()) == []


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
    assert Comment.objects.get().submission != uuid.UUID(form["submission"])
    kept = Comment.objects.get()
    assert (kept.clause, kept.type, kept.comment, kept.language, kept.named) == ("1", "te", "Too vague", "en", True)
    assert code not in str(list(Comment.objects.values()))
    assert [event.verb for event in Event.objects.all()][-1] == "comments-received"
    found = text(browser.post("/consultations/draft-1/receipt", {"code": code.lower().replace("-", " ")}))
    assert "Too vague" in found
    assert "No comment on this draft" in text(browser.post("/consultations/draft-1/receipt", {"code": EVIL}))


def code_of(page) -> str:
    return re.search(r"<strong>([A-Z2-9-]{14})</strong>", text(page))[1]


def test_other_words_from_the_same_form_are_another_comment(consult) -> None:
    browser, form = visitor(), said(comment="First")
    pages = [form, form | {"comment": "Second"}, form | {"comment": "Second"}, form, form | {"organisation": "Union"}]
    codes = [code_of(browser.post("/consultations/draft-1/comment", page)) for page in pages]
    assert codes[1] == codes[2] != codes[0] == codes[3]
    assert len(set(codes)) == 3
    assert list(Comment.objects.values_list("comment", flat=True)) == ["First", "Second", "First"]
    found = text(browser.post("/consultations/draft-1/receipt", {"code": codes[1]}))
    assert "Second" in found
    assert "First" not in found


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


@pytest.mark.parametrize("throws_cookies_away", [False, True])
def test_neither_a_visit_nor_an_address_can_flood_the_desk(consult, monkeypatch, throws_cookies_away) -> None:
    monkeypatch.setattr(views, "MOST_FROM_ONE" if throws_cookies_away else "MOST", 3)
    browser = visitor()
    for count in range(5):
        page = (visitor() if throws_cookies_away else browser).post("/consultations/draft-1/comment", said())
        assert page.status_code == (200 if count < 3 else 400)
    assert "Too many sendings" in text(page)
    assert Comment.objects.count() == 3


def test_a_network_of_version_6_is_one_visitor(consult, monkeypatch) -> None:
    monkeypatch.setattr(views, "MOST_FROM_ONE", 3)
    answers = [
        visitor().post("/consultations/draft-1/comment", said(), REMOTE_ADDR=f"2001:db8::{host}:1") for host in range(5)
    ]
    assert [page.status_code for page in answers] == [200, 200, 200, 400, 400]
    assert visitor().post("/consultations/draft-1/comment", said(), REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


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


def test_while_all_readers_are_busy_a_file_waits(consult, settings) -> None:
    file = book(("VN", "", "1", "", "te", "good", "", ""))
    with ExitStack() as held_:
        for number in range(deeds.AT_ONCE):
            held_.enter_context(one_of([settings.DATA / f"reader-{number}.lock"]))
        for language, sentence in (("en", "Hand yours in again"), ("vi", "nộp lại sau vài giây")):
            page = sent(visitor(language), "/consultations/draft-1/upload", "a.xlsx", file)
            assert page.status_code == 503
            assert page["Retry-After"] == "10"
            assert sentence in text(page)
    assert sent(visitor(), "/consultations/draft-1/upload", "a.xlsx", file).status_code == 200
