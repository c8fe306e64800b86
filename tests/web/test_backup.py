"""Backup and restore: everything comes back, and nothing damaged is let in."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.db import transaction

from opennss.errors import WorkspaceError
from opennss_web import backup
from opennss_web.history import broken, tell
from opennss_web.models import Event, Invitation, Link, Question, Round


def emptied(settings, place: Path) -> None:
    """Leave an empty database and an empty data folder."""
    for model in (Link, Invitation, Question, Round):
        model.objects.all().delete()
    settings.DATA = place
    place.mkdir()


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
def test_the_history_comes_back_whole(desk, settings, tmp_path) -> None:
    (settings.DATA / "secret").write_text("s", encoding="utf-8")
    with transaction.atomic():
        tell("desk", "open", "r1", name="Bà A")
    target = tmp_path / "desk.zip"
    backup.backup(target)
    with zipfile.ZipFile(target) as archive:
        line = json.loads(archive.read(backup.DATABASE))
    assert line["fields"]["told"] == {"name": "Bà A"}
    assert broken(Event.objects.all()) is None
    with pytest.raises(WorkspaceError):  # the database is not empty
        backup.restore(target, tmp_path / "country")
