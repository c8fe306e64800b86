"""The first pages: language, steps, logging in."""

from __future__ import annotations

from django.test import Client

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


def test_every_page_carries_the_content_policy(desk) -> None:
    policy = Client().get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_routes_have_names_of_their_own() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))
