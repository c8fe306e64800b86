"""The office: accounts, releases, history."""

from __future__ import annotations

import os
import signal

import pytest
from django.test import Client

from opennss_web.actions import releases
from opennss_web.content import release, strategy_of
from opennss_web.models import Event, Release, User


def test_an_administrator_makes_and_closes_accounts(staff) -> None:
    browser = staff("administrator")
    said = {"username": "binh", "role": "analyst", "password": "a long enough word"}
    assert browser.post("/accounts", said).status_code == 302
    assert Client().post("/login", said).status_code == 302
    assert browser.post("/accounts", {"username": "binh", "close": "yes"}).status_code == 302
    assert Client().post("/login", said).status_code == 403
    assert [event.verb for event in Event.objects.all()] == ["account", "account-closed"]
    assert "a long enough word" not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    ("username", "role", "password"),
    [("B", "analyst", "a long enough word"), ("binh", "king", "a long enough word"), ("binh", "analyst", "short")],
)
def test_a_bad_account_is_refused_with_reasons(staff, username, role, password) -> None:
    page = staff("administrator").post("/accounts", {"username": username, "role": role, "password": password})
    assert page.status_code == 400
    assert 'role="alert"' in page.content.decode()
    assert not User.objects.filter(username=username).exists()


def test_a_release_keeps_the_strategy_by_its_content(desk) -> None:
    made = release("console", printed=False)
    assert release("console", printed=False) == made
    assert Release.objects.count() == 1
    assert strategy_of(made).workspace.sha256 == made.sha256


def test_a_release_is_published_and_hidden_by_the_office(staff) -> None:
    made = release("console", printed=False)
    browser = staff("secretariat")
    browser.post("/releases", {"sha256": made.sha256, "public": "yes"})
    assert Release.objects.get().public
    browser.post("/releases", {"sha256": made.sha256})
    assert not Release.objects.get().public
    assert [event.verb for event in Event.objects.all()] == ["release", "published", "withdrawn"]


def test_the_button_builds_in_a_process_of_its_own(staff, settings, monkeypatch) -> None:
    numbers = []
    real = os.posix_spawn

    def slow(program, command, environment, **more) -> None:
        numbers.append(real("/bin/sleep", ["sleep", "60"], environment, **more))

    monkeypatch.setattr(os, "posix_spawn", slow)
    browser = staff("secretariat")
    browser.post("/releases")
    browser.post("/releases")
    assert len(numbers) == 1
    assert "A release is being made" in browser.get("/releases").content.decode()
    os.kill(numbers[0], signal.SIGKILL)
    os.waitpid(numbers[0], 0)
    assert not releases.making().running
    (settings.DATA / releases.SAID).write_text("areas.csv:3: <b>wrong</b>", encoding="utf-8")
    assert "&lt;b&gt;wrong" in browser.get("/releases").content.decode()


def test_the_history_says_whether_it_is_whole(staff) -> None:
    release("console", printed=False)
    page = staff("administrator").get("/history?verify=yes").content.decode()
    assert "The chain is whole" in page
    assert "console" in page
