"""The first pages: language, steps, logging in."""

from __future__ import annotations

from django.test import Client

from opennss.model.process import Step, StepStatus
from opennss.process.status import StepState
from opennss_web import content
from opennss_web.models import User
from opennss_web.urls import ROUTES


def test_a_first_visitor_is_asked_for_the_language(desk) -> None:
    page = Client().get("/")
    assert "Tiếng Việt" in page.content.decode()
    chosen = Client().get("/?lang=vi")
    assert chosen.cookies["lang"].value == "vi"
    assert 'lang="vi"' in chosen.content.decode()


def test_staff_see_the_ten_steps_in_their_language(staff) -> None:
    assert "Ten steps" in staff("analyst").get("/steps").content.decode()
    assert "Mười bước" in staff("secretariat", "vi").get("/steps").content.decode()


def test_the_steps_name_pages_and_no_commands(staff, monkeypatch) -> None:
    state = StepState(Step.DRAFT, None, StepStatus.RUNNING, False, (), (), 0, ("look-7", {"step": "7"}))
    monkeypatch.setattr(content, "steps", lambda: (state,))
    page = staff("secretariat", "vi").get("/steps").content.decode()
    assert "nss build" not in page
    assert '<a href="/releases">Bản chốt</a></p>' in page
    assert '<a href="/releases">' not in staff("committee").get("/steps").content.decode()


def test_the_public_is_asked_to_log_in_and_comes_back(desk) -> None:
    User.objects.create(username="an", role="secretariat").set_password("a long enough word")
    page = Client().get("/steps")
    assert page.status_code == 302
    assert page.headers["Location"] == "/login?next=%2Fsteps"


def test_a_name_and_a_password_open_the_desk_and_never_another_site(desk) -> None:
    user = User(username="an", role="secretariat")
    user.set_password("a long enough word")
    user.save()
    said = {"username": "an", "password": "a long enough word", "next": "https://example.org/"}
    assert Client().post("/login", said).headers["Location"] == "/"
    assert Client().post("/login", said | {"password": "wrong"}).status_code == 403


def test_a_form_that_cannot_be_taken_is_told_in_the_language_of_the_page(desk, settings) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["lang"] = "vi"
    page = browser.post("/login", {"username": "an"})
    assert page.status_code == 403
    assert "trình duyệt không cho lưu cookie" in page.content.decode()
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    page = Client(headers={"accept-language": "vi"}).post("/login", {"a": "1", "b": "2", "c": "3"})
    assert page.status_code == 400
    assert "quá lớn" in page.content.decode()


def test_every_page_carries_the_content_policy(desk) -> None:
    policy = Client().get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_server_answers_to_its_own_names_alone(desk, settings) -> None:
    settings.SERVER, settings.ALLOWED_HOSTS = True, ["desk.example.org"]
    for path in ("/", "/receipts", "/r/r1/x/"):
        assert Client().get(path, headers={"host": "evil.example.org"}).status_code == 400
    assert Client().get("/", headers={"host": "desk.example.org"}).status_code == 200


def test_routes_have_names_of_their_own() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))
