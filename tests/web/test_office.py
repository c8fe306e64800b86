"""The office: accounts, releases, history."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone
from gunicorn.glogging import Logger
from gunicorn.http.errors import InvalidRequestLine

from opennss_web.actions import releases
from opennss_web.actions.accounts import set_account
from opennss_web.content import release, strategy_of
from opennss_web.models import Event, Release, User
from opennss_web.serve import Desk
from opennss_web.settings import mail


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
    for path in ("/releases", "/results"):
        assert "A release is being made" in browser.get(path).content.decode()
    os.kill(numbers[0], signal.SIGKILL)
    os.waitpid(numbers[0], 0)
    assert not releases.making().running
    (settings.DATA / releases.SAID).write_text("areas.csv:3: <b>wrong</b>", encoding="utf-8")
    assert "&lt;b&gt;wrong" in browser.get("/releases").content.decode()


def test_the_history_says_whether_it_is_whole(staff) -> None:
    release("console", printed=False)
    page = staff("administrator").get("/history?verify=yes").content.decode()
    assert "The chain is whole" in page
    assert f"Lines of the history: 1. Checksum of the last one: {Event.objects.get().sha256}" in page
    assert "Made release" in page
    assert "command line" in page


def test_the_web_server_logs_no_address(capsys) -> None:
    """It quotes what it cannot read, such as a link that was pasted with a space in it."""
    made = Desk("127.0.0.1:0", 1, 1)
    log = Logger(made.cfg)
    log.warning(
        "Invalid request from ip={ip}: {error}".format(ip="::1", error=InvalidRequestLine("GET /r/r1/SECRET x"))
    )
    try:
        raise OSError("no answer to /r/r1/SECRET/")
    except OSError:
        log.exception("Error handling request %s", "/r/r1/SECRET/?lang=vi")
    said = capsys.readouterr().err
    assert "SECRET" not in said
    assert "Invalid request" in said
    assert "OSError: no answer to /r/…" in said


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://localhost", 25, False, False),
        ("smtp+starttls://an:b%40c@mail.example.org", 587, True, False),
        ("smtps://an:b%40c@mail.example.org", 465, False, True),
        ("smtps://mail.example.org:4650", 4650, False, True),
    ],
)
def test_mail_leaves_as_safe_as_it_was_asked_for(address, port, tls, ssl) -> None:
    found = mail(address)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert found["EMAIL_TIMEOUT"] == 10
    assert found["EMAIL_HOST_PASSWORD"] == ("b@c" if "an:" in address else "")


@pytest.mark.parametrize("address", ["imap://mail.example.org", "mail.example.org", "smtps://"])
def test_an_address_of_no_mail_server_stops_the_start(address) -> None:
    with pytest.raises(ValueError, match="OPENNSS_MAIL"):
        mail(address)


def test_what_a_desk_keeps_is_its_owners_alone(tmp_path) -> None:
    data, own = tmp_path / "data", {name: value for name, value in os.environ.items() if name != "OPENNSS_DATABASE"}
    data.mkdir(mode=0o755)
    start = "import sys, pathlib; from opennss_web.serve import prepare; prepare(*map(pathlib.Path, sys.argv[1:]))"
    made = "from django.core.mail import send_mail; send_mail('a', 'b', 'c@example.org', ['d@example.org'])"
    done = subprocess.run([sys.executable, "-c", f"{start}; {made}", tmp_path, data], env=own, check=False)
    assert done.returncode == 0
    found = {path.name for path in data.iterdir()}
    assert found >= {"mails", "uploads", "releases", "secret", "desk.sqlite3"}
    assert not [path for path in data.iterdir() if path.stat().st_mode & 0o077]


RIGHT = {"username": "binh", "password": "a long enough word"}
WRONG = RIGHT | {"password": "another long word"}


def login(said, connection="127.0.0.1", language="en", **headers):
    """Send name and password over a connection, with headers of a proxy or of somebody who plays one."""
    browser = Client(REMOTE_ADDR=connection)
    browser.cookies["lang"] = language
    return browser.post("/login", said, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def binh(desk, settings) -> None:
    """An account on a desk behind a proxy of the same machine."""
    settings.SERVER, settings.PROXIES = True, ["127.0.0.1"]
    assert set_account("console", "binh", "analyst", "a long enough word") == ()


def shut(**more) -> None:
    """Try five wrong passwords."""
    assert [login(WRONG, **more).status_code for _ in range(5)] == [403] * 4 + [429]


def test_five_wrong_passwords_close_an_account_for_an_hour(binh) -> None:
    shut(x_real_ip="192.0.2.1")
    page = login(RIGHT, x_real_ip="192.0.2.1")
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "3600"
    for said in ("Closed for an hour", "ask an administrator", '<a class="brand" href="/">', "default-src"):
        assert said in page.content.decode() + page.headers["Content-Security-Policy"]
    assert "Tạm khóa một giờ" in login(RIGHT, x_real_ip="192.0.2.1", language="vi").content.decode()
    # Who goes on trying does not make it longer: an hour after the fifth attempt the door opens.
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=59))
    assert login(RIGHT, x_real_ip="192.0.2.1").status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=61))
    assert login(RIGHT, x_real_ip="192.0.2.1").status_code == 302


def test_a_new_password_opens_a_closed_account_at_once(binh) -> None:
    shut(x_real_ip="192.0.2.1")
    set_account("console", "binh", "analyst", "one more long word")
    assert login(RIGHT | {"password": "one more long word"}, x_real_ip="192.0.2.1").status_code == 302


def test_people_behind_one_proxy_are_not_shut_out_together(binh) -> None:
    shut(x_real_ip="192.0.2.1")
    assert login(RIGHT, x_real_ip="192.0.2.2").status_code == 302
    set_account("console", "an", "analyst", "a long enough word")
    assert login(RIGHT | {"username": "an"}, x_real_ip="192.0.2.1").status_code == 302


def test_nobody_but_the_proxy_is_believed_who_visits(binh, settings) -> None:
    for number in range(5):  # a list that a visitor wrote, and an address that a stranger names
        pretended = {"x_forwarded_for": f"198.51.100.{number}", "x_real_ip": f"198.51.100.{number}"}
        last = login(WRONG, connection="203.0.113.9", **pretended)
    assert last.status_code == 429
    for number in range(5):
        last = login(WRONG, x_real_ip="203.0.113.10", x_forwarded_for=f"198.51.100.{number}")
    assert last.status_code == 429
    settings.PROXIES = []  # a laptop has no proxy
    for number in range(5):
        last = login(WRONG, x_real_ip=f"198.51.100.{number}")
    assert last.status_code == 429
