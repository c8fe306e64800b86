"""Backup and restore: everything comes back, and nothing damaged is let in."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import pickle
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from opennss.errors import WorkspaceError
from opennss_web import backup
from opennss_web.actions import closing
from opennss_web.actions.accounts import set_account
from opennss_web.actions.answering import receipt
from opennss_web.actions.comments import receipt as comment_receipt
from opennss_web.content import built_with, release, strategy_of
from opennss_web.history import broken, end, tell
from opennss_web.models import Comment, Event, Invitation, Link, Question, Release, Round, Sheet

ROOT = Path(__file__).parents[2]


def emptied(settings, place: Path) -> None:
    """Leave an empty database and an empty data folder."""
    call_command("migrate", "opennss_web", "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    settings.DATA = place
    place.mkdir()


def refusal(deed, *values: object) -> set[str]:
    """Return why something is refused."""
    with pytest.raises(WorkspaceError) as refused:
        deed(*values)
    return {finding.code for finding in refused.value.findings}


@pytest.fixture
def filled(desk, settings, open_round, invite) -> Path:
    """A desk with a round, an invitation and an upload, and its backup."""
    (settings.DATA / "secret").write_text("s", encoding="utf-8")
    (settings.DATA / "uploads" / "scans").mkdir(parents=True)
    (settings.DATA / "uploads" / "scans" / "thư.pdf").write_bytes(b"%PDF")
    invite(open_round("r1"), person="Bà A", mail="a@example.org")
    target = settings.DATA.parent / "desk.zip"
    backup.backup(target)
    return target


@pytest.mark.django_db(transaction=True)
def test_everything_comes_back(filled, settings, tmp_path) -> None:
    before = {path.name: path.read_bytes() for path in Path(settings.FOLDER).rglob("*") if path.is_file()}
    rows = list(Invitation.objects.values()), list(Question.objects.values()), list(Link.objects.values())
    emptied(settings, tmp_path / "new")
    kept = backup.restore(filled, tmp_path / "country")
    assert kept.rows == 4
    assert (list(Invitation.objects.values()), list(Question.objects.values()), list(Link.objects.values())) == rows
    assert {path.name: path.read_bytes() for path in (tmp_path / "country").rglob("*") if path.is_file()} == before
    assert (settings.DATA / "uploads" / "scans" / "thư.pdf").read_bytes() == b"%PDF"
    Round.objects.create(slug="r2", instrument="judgement")  # the numbers of new rows go on behind those restored


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["changed", "extra", "outside", "cut", "no-zip"])
def test_a_damaged_backup_changes_nothing(filled, settings, tmp_path, fault) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(filled) as good, zipfile.ZipFile(bad, "w") as out:
        for name in good.namelist():
            content = good.read(name)
            if fault == "changed" and name == backup.DATABASE:
                content += b"\n"
            if fault == "outside" and name == backup.MANIFEST:
                manifest = json.loads(content)
                manifest["sha256"]["../evil"] = manifest["sha256"]["secret"]
                content = json.dumps(manifest).encode()
            out.writestr(name, content)
        if fault == "extra":
            out.writestr("uploads/extra", b"x")
        if fault == "outside":
            out.writestr("../evil", good.read("secret"))
    if fault == "cut":
        bad.write_bytes(bad.read_bytes()[:-200])
    if fault == "no-zip":
        bad.write_bytes(b"no zip")
    emptied(settings, tmp_path / "new")
    with pytest.raises(WorkspaceError):
        backup.restore(bad, tmp_path / "country")
    assert not Round.objects.exists()
    assert not (tmp_path / "country").exists()
    assert not (tmp_path / "evil").exists()


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_its_owners_alone(filled, settings, tmp_path) -> None:
    target, usual = tmp_path / "own.zip", os.umask(0o022)
    try:
        target.write_text("of an earlier day", encoding="utf-8")
        backup.backup(target)
        emptied(settings, tmp_path / "new")
        backup.restore(target, tmp_path / "country")
    finally:
        os.umask(usual)
    back = (path for path in settings.DATA.rglob("*") if path.is_file())
    assert {oct(path.stat().st_mode & 0o777) for path in (target, *back)} == {"0o600"}


@pytest.mark.django_db(transaction=True)
def test_the_folder_is_held_from_the_first_row_to_the_last_file(filled, settings, monkeypatch) -> None:
    seen = []

    def looking(real):
        def look(*values):
            place = os.open(settings.FOLDER, os.O_RDONLY)
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                seen.append("free")
            except BlockingIOError:
                seen.append("held")
            finally:
                os.close(place)
            return real(*values)

        return look

    monkeypatch.setattr(backup, "_write_rows", looking(backup._write_rows))
    monkeypatch.setattr(backup, "_copy", looking(backup._copy))
    backup.backup(filled)
    assert len(seen) > 5
    assert set(seen) == {"held"}
    looking(len)("")
    assert seen[-1] == "free"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_backup_in_the_middle_of_a_closing_is_finished_by_the_restored_desk(
    desk, settings, open_round, invite, tmp_path, monkeypatch, moment
) -> None:
    (settings.DATA / "secret").write_text("s", encoding="utf-8")
    round_, browser, target = open_round("r9"), Client(), tmp_path / "desk.zip"
    question = round_.questions.get()
    for _ in range(5):
        link = f"/r/r9/{invite(round_)}/"
        browser.post(f"{link}begin", {"agree": "yes"})
        browser.post(f"{link}send", {f"{question.pk}.{question.items[0]}..value": "2"})
    real = closing.hand_over

    def hand_over(now):
        if moment == "before":
            backup.backup(target)
        done = real(now)
        if moment == "after":
            backup.backup(target)
        return done

    monkeypatch.setattr(closing, "hand_over", hand_over)
    closing.close("an", round_)
    monkeypatch.undo()
    closed = {path.name: path.read_bytes() for path in (desk / "judgements" / "r9").iterdir()}
    emptied(settings, tmp_path / "new")
    settings.FOLDER = tmp_path / "country"
    backup.restore(target, settings.FOLDER)
    assert Round.objects.get().state == "closing"
    assert (settings.FOLDER / "judgements" / "r9").exists() == (moment == "after")
    assert closing.resume() == ("r9",)
    assert Round.objects.get().state == "closed"
    assert {path.name: path.read_bytes() for path in (settings.FOLDER / "judgements" / "r9").iterdir()} == closed


class Touch:
    """Something that runs when it is read: it makes a file."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.place,))


@pytest.mark.django_db(transaction=True)
def test_nothing_in_a_backup_runs(filled, settings, tmp_path) -> None:
    """Wherever a stranger puts what runs when it is read, and whatever the rows of the releases point at."""
    evil, owned, sha256 = tmp_path / "evil.zip", tmp_path / "owned", "f" * 64
    runs = pickle.dumps(Touch(owned))
    assert not owned.exists()
    places = {f"releases/{sha256}/": sha256, "uploads/x/": "../uploads/x", "folder/x/": "../../country/x"}
    rows = [
        {"model": "opennss_web.release", "pk": number, "fields": {
            "sha256": pointed, "at": "2027-01-01T00:00:00Z", "by": "x", "version": built_with(), "public": True,
        }}
        for number, pointed in enumerate(places.values(), 1)
    ]  # fmt: skip
    with zipfile.ZipFile(filled) as good, zipfile.ZipFile(evil, "w") as out:
        held = {name: good.read(name) for name in good.namelist()}
        held[backup.DATABASE] += b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        held |= {f"{place}strategy.pickle": runs for place in places}
        held |= {f"releases/{sha256}/internal.PICKLE": runs}
        manifest = json.loads(held.pop(backup.MANIFEST))
        manifest["sha256"] = {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
        for name, content in (held | {backup.MANIFEST: json.dumps(manifest).encode()}).items():
            out.writestr(name, content)
    emptied(settings, tmp_path / "new")
    backup.restore(evil, tmp_path / "country")
    assert not [path for path in tmp_path.rglob("*") if path.suffix.lower() == ".pickle" and "new" in path.parts]
    for kept in Release.objects.all():
        assert refusal(strategy_of, kept) == {"release-gone"}
    Client().get("/results")
    assert not owned.exists()


@pytest.mark.django_db(transaction=True)
def test_a_release_stays_behind_and_its_page_says_how_to_make_it_again(shown, settings, staff, tmp_path) -> None:
    (settings.DATA / "secret").write_text("s", encoding="utf-8")
    target, row = tmp_path / "desk.zip", Release.objects.values().get()
    backup.backup(target)
    with zipfile.ZipFile(target) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".pickle")]
    emptied(settings, tmp_path / "new")
    settings.FOLDER = tmp_path / "country"
    backup.restore(target, settings.FOLDER)
    assert Release.objects.values().get() == row
    assert "being prepared again" in Client().get("/results").content.decode()
    page = staff("secretariat", "vi").get("/results").content.decode()
    assert "Hãy tạo lại bản chốt" in page
    assert 'href="/releases"' in page.split("<main")[1]
    release("console", printed=False)
    assert Client().get("/results").status_code == 200
    assert Release.objects.get().public


@pytest.mark.django_db(transaction=True)
def test_a_file_that_swells_is_not_unpacked(filled, settings, tmp_path, monkeypatch) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(filled) as good, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        for name in good.namelist():
            out.writestr(name, good.read(name))
        out.writestr("uploads/bomb", bytes(30_000_000))
    emptied(settings, tmp_path / "new")
    monkeypatch.setattr(backup, "_sum", None)  # not even its checksums are looked at
    assert refusal(backup.restore, bomb, tmp_path / "country") == {"backup-unknown"}
    assert not (tmp_path / "country").exists()


def test_names_that_lead_elsewhere_are_not_safe() -> None:
    outside = ("../x", "/x", "folder/../../x", "folder\\..\\x", "uploads/../secret", "x", "")
    odd = ("folder", "folder/", "folder/a/", "secret/x", "database.jsonl/x")
    assert not [name for name in (*outside, *odd) if backup._safe(name)]
    assert backup._safe("folder/judgements/r1/answers.csv")


@pytest.mark.django_db(transaction=True)
def test_the_history_comes_back_whole(desk, settings, tmp_path) -> None:
    (settings.DATA / "secret").write_text("s", encoding="utf-8")
    with transaction.atomic():
        tell("desk", "open", "r1", name="Bà A")
    target = tmp_path / "desk.zip"
    kept = backup.backup(target)
    assert (kept.lines, kept.last) == end()
    with zipfile.ZipFile(target) as archive:
        line = json.loads(archive.read(backup.DATABASE))
    assert line["fields"]["told"] == {"name": "Bà A"}
    assert broken(Event.objects.all()) is None
    with pytest.raises(WorkspaceError):  # the database is not empty
        backup.restore(target, tmp_path / "country")


# Moving to the other database: from SQLite to PostgreSQL, and where these tests run on PostgreSQL the way back


@pytest.fixture
def elsewhere(tmp_path) -> Iterator[dict[str, str]]:
    """The environment of a desk on the database that these tests do not run on, without anything of theirs."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("OPENNSS", "PYTEST", "DJANGO"))}
    if connection.vendor == "postgresql":
        yield own
        return
    spec = importlib.util.spec_from_file_location("postgres", ROOT / "benchmarks" / "web" / "postgres.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.cluster() as made:
        yield own | {"OPENNSS_DATABASE": made.address}


@pytest.fixture
def busy(desk, settings, open_round, invite, consult) -> dict[str, str]:
    """A desk in the middle of its work, and what the people know who use it: links, codes, a password."""
    (settings.DATA / "secret").write_text(settings.SECRET_KEY, encoding="utf-8")
    (settings.DATA / "uploads" / "scans").mkdir(parents=True)
    (settings.DATA / "uploads" / "scans" / "thư.pdf").write_bytes(b"%PDF")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # the desk's own
    set_account("console", "an", "secretariat", "a long enough word")
    asked, stated = open_round("r1"), open_round("p1", instrument="position")
    question, browser = asked.questions.get(), Client()
    field = f"{question.pk}.{question.items[0]}..value"
    known = {name: f"/r/r1/{invite(asked, person='Bà A')}/" for name in ("answered", "begun", "fresh")}
    known |= {"signed": f"/r/p1/{invite(stated, scope='sign', organisation='s1')}/", "field": field}
    for name in ("answered", "begun", "signed"):
        browser.post(f"{known[name]}begin", {"agree": "yes"})
    browser.post(f"{known['answered']}send", {field: "1"})
    known["receipt"] = receipt(Sheet.objects.get(state="sent"))
    browser.post(f"{known['begun']}save", {field: "3"})
    mine = {f"{stated.questions.get().pk}.{item}..value": "1" for item in question.items}
    signature = {"signatory": "Ông B", "function": "Giám đốc", "on-record": "yes"}
    assert browser.post(f"{known['signed']}send", mine | signature).status_code == 302
    said = {"submission": str(uuid.uuid4()), "clause": "1", "type": "te", "comment": "Too vague"}
    browser.post("/consultations/draft-1/comment", said)
    code = comment_receipt(Comment.objects.get().submission)
    return known | {"comments": "/consultations/draft-1/receipt", "code": code}


def held(place: Path) -> dict[str, object]:
    """Return what a backup holds: its files, and its rows in their order. PostgreSQL sorts the names in an object."""
    with zipfile.ZipFile(place) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if name != backup.MANIFEST}
    return found | {backup.DATABASE: [json.loads(line) for line in found[backup.DATABASE].splitlines()]}


@pytest.mark.django_db(transaction=True)
def test_a_desk_moves_to_the_other_database_in_the_middle_of_its_work(busy, elsewhere, settings, tmp_path) -> None:
    before, after, new = tmp_path / "desk.zip", tmp_path / "after.zip", tmp_path / "new"
    backup.backup(before)
    nss = [sys.executable, "-m", "opennss_web"]
    run = {"env": elsewhere, "cwd": tmp_path, "text": True, "capture_output": True, "check": False}
    done = subprocess.run([*nss, "restore", before, tmp_path / "country", "--data", new], **run)
    assert (done.returncode, done.stderr) == (0, "")
    looked = [sys.executable, ROOT / "tests" / "web" / "moved.py", tmp_path / "country", new, after]
    done = subprocess.run(looked, input=json.dumps(busy), **run)
    assert done.returncode == 0, done.stderr
    assert held(before) == held(after)
    assert json.loads(done.stdout) == {
        "database": "sqlite" if connection.vendor == "postgresql" else "postgresql", "uploads": ["thư.pdf"],
        "login": 302, "rounds": 200, "receipt shown": True, "receipt found": True, "draft goes on": True, "signed": 200,
        "comment": True, "a link that nobody used": [302, 302, 3], "chain": [None, "published"],
    }  # fmt: skip
