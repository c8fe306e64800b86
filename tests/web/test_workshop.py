"""The workshop: its state, the trainer's screen, a team's door, the tables, the script; and real desks in a room."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import sync_playwright

from opennss.cli.verbs import app as nss
from opennss.errors import WorkspaceError
from opennss.workspace.tables import TABLES
from opennss_web import comparison, workshop
from opennss_web import teams as state
from opennss_web.access import ANYBODY
from opennss_web.actions import workshop as deeds
from opennss_web.models import Event, User
from opennss_web.script import DAYS, markdown
from opennss_web.teams import planned
from opennss_web.urls import ROUTES
from opennss_web.words import own

ROOT = Path(__file__).parents[2]
SMALL_COUNTRY = """step,responsible_en,start,due,status
0,Office,2026-01-01,2026-12-31,{0}
1,Office,2026-01-01,2026-12-31,{1}
"""
ALONE = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
ALONE += ("--disable-component-update", "--disable-sync")


def free_ports(count: int) -> int:
    """Return the first of so many ports in a row at which nobody listens."""
    for first in range(20_000 + os.getpid() % 10_000, 60_000, count):
        probes = [socket.socket() for _ in range(count)]
        try:
            for place, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + place))
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
        return first
    raise AssertionError("no ports")


@pytest.fixture
def template(small: Path) -> Path:
    """The small country with two steps, one of them done."""
    (small / "process.csv").write_text(SMALL_COUNTRY.format("done", "open"), encoding="utf-8")
    return small


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    """The folder of a workshop with two teams, whose desks do not run."""
    home = tmp_path / "room"
    workshop.prepare(home, template, 2, "127.0.0.1", free_ports(3))
    return home


@pytest.fixture
def room(place: Path, desk: Path, settings: object) -> Path:
    """The same folder, and this desk is the trainer's."""
    settings.WORKSHOP, settings.WORKSHOP_TEAM = str(place), 0
    return place


@pytest.fixture
def at_team(room: Path, settings: object) -> Path:
    """The same folder, and this desk is that of team 1, on its own folder."""
    settings.WORKSHOP_TEAM, settings.FOLDER = 1, room / "team-1"
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS, "opennss_web.actions.team_code.TeamCode",
    ]  # fmt: skip
    return room


# State


def test_a_workshop_begins_with_all_steps_open_and_goes_on_where_it_was(place, template) -> None:
    first = state.read(place)
    assert [team.port - first.trainer.port for team in first.teams] == [1, 2]
    assert ",open" in (place / "team-1" / "process.csv").read_text(encoding="utf-8")
    assert ",done" not in (place / "team-1" / "process.csv").read_text(encoding="utf-8")
    assert ",done" in (template / "process.csv").read_text(encoding="utf-8")
    (place / "team-1" / "mine.md").write_text("ours", encoding="utf-8")
    state.set_day(place, 3)
    again = workshop.prepare(place, None, 3, "127.0.0.1", free_ports(4))
    assert [team.code for team in again.teams[:2]] == [team.code for team in first.teams]
    assert again.day == 3
    assert (place / "team-1" / "mine.md").exists()
    assert (place / "team-3" / "nss.toml").exists()


def test_the_state_is_for_its_owner_alone_and_days_end_at_five(place) -> None:
    assert (place / "workshop.json").stat().st_mode & 0o077 == 0
    state.set_day(place, 6)
    assert state.read(place).day == 1


def test_codes_are_six_letters_and_differ() -> None:
    codes = {team.code for team in planned(30, "127.0.0.1", 8000, "127.0.0.1").teams}
    assert len(codes) == 30
    assert all(re.fullmatch(f"[{state.LETTERS}]{{6}}", code) for code in codes)


def test_without_a_country_or_a_free_port_nothing_starts(tmp_path, template) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(WorkspaceError) as raised:
        workshop.prepare(tmp_path / "room", tmp_path / "empty", 2, "127.0.0.1", free_ports(3))
    assert raised.value.findings[0].code == "workshop-template"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(WorkspaceError) as raised:
            workshop.prepare(tmp_path / "room", template, 2, "127.0.0.1", port - 1)
    assert raised.value.findings[0].code == "workshop-port"


def test_a_reset_changes_one_team_alone(place) -> None:
    for name in ("team-1", "team-2"):
        (place / name / "mine.md").write_text("ours", encoding="utf-8")
        (place / "data" / name).mkdir(parents=True)
    workshop.renew(place, state.read(place).teams[0])
    assert not (place / "team-1" / "mine.md").exists()
    assert not (place / "data" / "team-1").exists()
    assert (place / "team-2" / "mine.md").exists()
    assert (place / "data" / "team-2").exists()


# The trainer's desk


def test_outside_a_workshop_its_addresses_do_not_exist(staff) -> None:
    browser = staff("administrator")
    for path in ("/workshop", "/workshop/doors", "/workshop/region", "/workshop/script", "/workshop/tables", "/team"):
        assert browser.get(path).status_code == 404, path
    for path in ("/workshop/day", "/workshop/reset"):
        assert browser.post(path).status_code == 404, path
    assert browser.get("/steps").content.decode().count('class="exercise"') == 0


def test_the_trainer_sees_every_team(room, staff) -> None:
    (room / "team-2" / "process.csv").write_text(SMALL_COUNTRY.format("done", "blocked"), encoding="utf-8")
    browser = staff("administrator")
    page = browser.get("/workshop").content.decode()
    assert "0 of 13 parts of the ten steps done" in page
    assert "1 of 13 parts of the ten steps done" in page
    assert "The desk does not answer yet" in page
    assert browser.get("/workshop/doors").content.decode().count("<svg") == 2
    assert browser.get("/").headers["Location"] == "/workshop"
    assert "Bài tập" in staff("administrator", "vi").get("/steps").content.decode()


def test_the_trainer_asks_for_one_reset_and_for_all_by_a_word(room, staff) -> None:
    browser = staff("secretariat")
    browser.post("/workshop/reset", {"team": "2"})
    assert state.resets(room) == {2}
    assert "Being reset" in browser.get("/workshop").content.decode()
    page = browser.post("/workshop/reset", {"team": "all", "word": "no"}, follow=True).content.decode()
    assert 'role="alert"' in page
    assert state.resets(room) == {2}
    browser.post("/workshop/reset", {"team": "9"})
    browser.post("/workshop/reset", {"team": "all", "word": "reset"})
    assert state.resets(room) == {1, 2}
    assert [event.subject for event in Event.objects.all()] == ["team-2", "team-1, team-2"]


def test_the_trainer_says_which_day_it_is(room, staff) -> None:
    browser = staff("secretariat")
    browser.post("/workshop/day", {"day": "4"})
    browser.post("/workshop/day", {"day": "x"})
    assert state.read(room).day == 4
    assert "Day 4: The programme" in browser.get("/workshop").content.decode()


def test_progress_reads_the_database_of_a_team(place) -> None:
    (place / "data" / "team-1").mkdir(parents=True)
    base = sqlite3.connect(place / "data" / "team-1" / "desk.sqlite3")
    base.executescript(
        "CREATE TABLE opennss_web_round (id INTEGER, slug TEXT, state TEXT);"
        "CREATE TABLE opennss_web_sheet (round_id INTEGER, state TEXT);"
        "CREATE TABLE opennss_web_invitation (round_id INTEGER);"
        "CREATE TABLE opennss_web_event (at TEXT);"
        "INSERT INTO opennss_web_round VALUES (1, 'r1', 'open'), (2, 'r0', 'closed');"
        "INSERT INTO opennss_web_sheet VALUES (1, 'sent'), (1, 'draft'), (2, 'sent');"
        "INSERT INTO opennss_web_invitation VALUES (1), (1), (2);"
        "INSERT INTO opennss_web_event VALUES ('2999-01-01 00:00:00');"
    )
    base.close()
    found = state.read(place)
    now = deeds.progress(place, found, found.teams[0])
    assert [(item.slug, item.sent, item.invited) for item in now.open_rounds] == [("r1", 1, 2)]
    assert (now.sent, now.last.year) == (2, 2999)
    assert deeds.progress(place, found, found.teams[1]).rounds == ()


def test_the_teams_are_laid_side_by_side_and_a_broken_one_is_named(room, staff, monkeypatch) -> None:
    browser = staff("administrator")
    summary = comparison.side_by_side(room)
    assert summary["teams"] == ["T1", "T2"]
    page = browser.get("/workshop/region?lang=vi").content.decode()
    assert "Nhóm 2" in page
    assert "/workshop/region/vi/compare.html" in page
    file = browser.get("/workshop/region/en/compare.html")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert "Team 1" in b"".join(file.streaming_content).decode()
    assert browser.get("/workshop/region/../workshop.json").status_code == 404
    (room / "team-2" / "areas.csv").write_text("id,wrong\n", encoding="utf-8")
    assert not comparison.side_by_side(room)["enough"]
    page = browser.get("/workshop/region?lang=en").content.decode()
    assert "Team 2 is left out" in page
    assert "areas.csv" in page


def test_the_comparison_is_made_once_at_a_time_in_a_process_of_its_own(room, staff, monkeypatch) -> None:
    numbers = []
    real = os.posix_spawn
    monkeypatch.setattr(
        os, "posix_spawn", lambda _, __, env, **more: numbers.append(real("/bin/sleep", ["sleep", "60"], env, **more))
    )
    browser = staff("secretariat")
    browser.post("/workshop/region")
    browser.post("/workshop/region")
    assert len(numbers) == 1
    assert "are being laid side by side" in browser.get("/workshop/region").content.decode()
    os.kill(numbers[0], signal.SIGKILL)
    os.waitpid(numbers[0], 0)
    assert not deeds.compared(room).running


# A team's desk


def test_the_door_opens_for_the_code_alone_and_closes_after_five(at_team) -> None:
    code = state.read(at_team).teams[0].code
    wrong = "A" * 6 if code != "A" * 6 else "B" * 6
    browser = Client(headers={"Accept-Language": "en"})
    assert code in browser.get(f"/team/{code}").content.decode()
    assert "_auth_user_id" not in browser.session
    assert browser.post("/team", {"code": state.read(at_team).teams[1].code}).status_code == 403
    assert browser.post("/team", {"code": code.lower()}).status_code == 302
    assert User.objects.get(username="team").role == "secretariat"
    assert browser.get("/steps").status_code == 200
    stranger = Client(headers={"Accept-Language": "en"})
    assert stranger.get("/login").headers["Location"] == "/team"
    for _ in range(5):
        stranger.post("/team", {"code": wrong})
    shut = stranger.post("/team", {"code": code})
    assert shut.status_code == 429
    assert "work on a device of your team" in shut.content.decode()


def test_a_teams_desk_knows_nothing_of_the_other_teams(at_team, staff) -> None:
    browser = staff("administrator")
    for path in ("/workshop", "/workshop/doors", "/workshop/region"):
        assert browser.get(path).status_code == 404
    page = browser.get("/workshop/script").content.decode()
    assert "For the trainer." not in page
    assert "Exercise · Team 1 · Day 1" in page


def test_a_table_goes_out_and_comes_back(at_team, staff) -> None:
    browser = staff("secretariat")
    taken = browser.get("/workshop/tables/process.csv").content.decode()
    assert browser.get("/workshop/tables/nss.toml").status_code == 404
    assert browser.get("/workshop/tables/measures.csv").content.decode().startswith("id,")

    def bring(text: str, name: str = "anything.csv") -> str:
        file = SimpleUploadedFile(name, text.encode())
        return browser.post("/workshop/tables", {"table": "process.csv", "file": file}).content.decode()

    assert "0 rows added, 1 changed" in bring(taken.replace("open", "done", 1))
    assert ",done" in (at_team / "team-1" / "process.csv").read_text(encoding="utf-8")
    page = bring(taken.replace("2026-01-01", "<b>", 1))
    assert "&lt;b&gt;" in page
    assert "was not taken over" in page
    assert "ends in .csv or .xlsx" in bring(taken, "process.exe")
    assert "ends in .csv or .xlsx" in browser.post("/workshop/tables", {"table": "process.csv"}).content.decode()
    assert [event.verb for event in Event.objects.all()] == ["table"]


# The script


def test_the_script_uses_only_what_there_is() -> None:
    verbs = typer.main.get_command(nss).commands
    known = {table.row.FILE for table in TABLES}
    for day in DAYS:
        assert 240 <= day.minutes <= 360
        assert set(day.tables) <= known
        for command in (command for block in day.blocks for command in block.commands):
            verb, *arguments = shlex.split(command)[1:]
            verbs[verb].make_context(verb, arguments)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_sentence_of_the_script_is_said(language, room, staff) -> None:
    page = staff("administrator", language).get("/workshop/script").content.decode()
    said = markdown(language)
    for key, sentence in own(language).items():
        if re.match(r"script\.d\d", key):
            assert sentence in said, key
    assert page.count('aria-labelledby="day-') == 5
    assert "<code>process.csv</code>" in page
    assert "`" not in page


@pytest.mark.parametrize(("language", "manual"), [("en", "howto/workshop.md"), ("vi", "vi/hoi-thao.md")])
def test_the_manual_holds_the_script_as_it_is(language, manual) -> None:
    assert markdown(language) in (ROOT / "docs" / manual).read_text(encoding="utf-8")


def test_the_routes_of_the_workshop_are_in_the_policy() -> None:
    roles = {route.name: route.roles for route in ROUTES}
    assert roles["team"] == roles["team-code"] == ANYBODY
    assert all("public" not in roles[name] for name in roles if name.startswith("workshop"))


# A real room


@pytest.fixture
def running(template: Path, tmp_path: Path) -> Iterator[tuple[Path, str, subprocess.Popen[str]]]:
    """A workshop of two teams with real processes: its folder, the trainer's way in, its supervisor."""
    home = tmp_path / "room"
    command = [sys.executable, "-m", "opennss_web", "workshop", "start", "--teams=2", f"--place={home}"]
    command += [f"--template={template}", "--host=127.0.0.1", f"--port={free_ports(3)}", "--no-browser"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OPENNSS")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    opening = next(line for line in process.stdout if "/opening/" in line)
    found = state.read(home)
    wait(lambda: all(deeds.progress(home, found, team).answers for team in found.teams))
    yield home, re.search(r"http://\S+", opening)[0], process
    process.terminate()
    process.stdout.close()
    process.wait(60)


def wait(reached: Callable[[], bool], seconds: float = 90) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.2)


def desks(home: Path) -> list[int]:
    """Return the processes whose command names the folder of a workshop."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if f"{home}/".encode() in words:
            found.append(int(path.parent.name))
    return found


@pytest.mark.once  # the desks of the teams have SQLite, always
def test_a_day_in_a_room(running, tmp_path) -> None:
    home, opening, supervisor = running
    found = state.read(home)
    one = found.teams[0]
    with sync_playwright() as stage:
        chromium = stage.chromium.launch(executable_path="/usr/bin/chromium", args=ALONE)
        trainer = chromium.new_context(locale="en-GB").new_page()
        trainer.goto(opening)
        trainer.goto(f"{found.trainer.address}/?lang=en")
        assert trainer.url.endswith("/workshop")

        phone = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 800}).new_page()
        phone.goto(f"{one.address}/team/{one.code}?lang=vi")
        phone.click("main button")
        assert phone.url.endswith("/steps")
        phone.goto(f"{one.address}/workshop/tables")
        edited = tmp_path / "process.csv"
        old = (home / "team-1" / "process.csv").read_text(encoding="utf-8")
        edited.write_text(old.replace("open", "done", 1), encoding="utf-8")
        phone.set_input_files("#file-1", edited)
        phone.click("section:has(#file-1) button")
        assert "sửa 1 dòng" in phone.inner_text("main")

        trainer.reload()
        assert "1 of 13 parts of the ten steps done" in trainer.inner_text("section:has(#team-1)")
        assert "0 of 13 parts of the ten steps done" in trainer.inner_text("section:has(#team-2)")

        (home / "team-2" / "mine.md").write_text("ours", encoding="utf-8")
        secret = (home / "data" / "team-2" / "secret").read_text(encoding="utf-8")
        trainer.click("section:has(#team-1) form button")
        assert "Reset all teams" in trainer.inner_text("main")
        wait(lambda: not state.resets(home) and deeds.progress(home, found, one).answers)
        trainer.goto(f"{found.trainer.address}/workshop")
        assert "0 of 13 parts of the ten steps done" in trainer.inner_text("section:has(#team-1)")
        assert (home / "team-2" / "mine.md").exists()
        assert (home / "data" / "team-2" / "secret").read_text(encoding="utf-8") == secret
        phone.goto(f"{one.address}/steps")
        assert phone.url.endswith("/team")
        chromium.close()
    assert desks(home)
    supervisor.terminate()
    assert supervisor.wait(60) == 0
    assert desks(home) == []
