"""Backup and restore: the whole desk in one file, which opens on either database.

The file is a zip: ``manifest.json`` with the checksum of every other member, ``database.jsonl`` with every row,
``folder/`` the country folder, ``uploads/``, the drafts in ``releases/``, and the desk's secret. It holds the addresses
of people: keep it like the database itself. Built releases stay behind, because reading one runs what stands in it, and
a backup may come from anybody: the restored desk makes them again.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

import opennss
from opennss.errors import Finding, WorkspaceError
from opennss.workspace.lock import held
from opennss_web.history import end

DATABASE, MANIFEST = "database.jsonl", "manifest.json"
KEPT = ("uploads", "releases")
BUILT = ".pickle"
BLOCK = 1 << 20
LONGEST, SWELLS = 64 << 20, 200
"""Bytes of the manifest and of a row at most, and how many times its own size a backup may unpack to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: rows of the database, files, lines of the history and the checksum of the last one."""

    rows: int
    files: int
    lines: int
    last: str


def backup(target: Path) -> Kept:
    """Write a backup of the desk to ``target``, whole or not at all; the desk may go on working meanwhile.

    The folder is held before the rows are read and until its files are copied. A closing tells the database before it
    writes, so the backup has no answers in the folder of a round that still takes some: a restored desk can finish it.
    """
    draft = target.with_name(f".{target.name}.part")
    sums: dict[str, str] = {}
    try:
        with _private(draft) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            with held(Path(settings.FOLDER)):
                rows, lines, last = _write_rows(archive, sums)
                for name, path in _files():
                    sums[name] = _copy(path.open("rb"), archive.open(name, "w", force_zip64=True))
            manifest = {"format": 1, "version": opennss.__version__, "migrations": _migrations(), "sha256": sums}
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return Kept(rows, len(sums) - 1, lines, last)


def _private(path: Path) -> IO[bytes]:
    """Open a new file that its owner alone can read, whatever stood there."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _write_rows(archive: zipfile.ZipFile, sums: dict[str, str]) -> tuple[int, int, str]:
    """Write every row as the database stood at one moment; sessions and login attempts stay behind.

    Returns how many there are, and where the history ends.

    Times keep their microseconds, which Django's own JSON cuts off: the checksums of the history stand on them.
    """
    count, checksum = 0, hashlib.sha256()
    with archive.open(DATABASE, "w", force_zip64=True) as out, _one_moment():
        for model in apps.get_app_config("opennss_web").get_models():
            for row in model._default_manager.order_by("pk").iterator(2000):
                fields = serializers.serialize("python", [row])[0]
                line = f"{json.dumps(fields, ensure_ascii=False, default=str)}\n".encode()
                checksum.update(line)
                out.write(line)
                count += 1
        ends = end()
    sums[DATABASE] = checksum.hexdigest()
    return (count, *ends)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read the database as it stands now, whatever is written meanwhile; nobody waits for the reader, nor it for them.

    On SQLite a transaction of the desk takes the only writer's place at once; who holds it may wait for the folder.
    """
    inside, own = connection.in_atomic_block, getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql" and not inside:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        connection.transaction_mode = own


def _files() -> Iterator[tuple[str, Path]]:
    """Return every file that belongs to the desk, by its name in the backup."""
    data = Path(settings.DATA)
    places = {"folder": Path(settings.FOLDER)} | {name: data / name for name in KEPT}
    for name, place in places.items():
        for path in sorted(place.rglob("*")):
            inner = path.relative_to(place)
            if path.is_file() and not any(part.endswith(".part") for part in inner.parts) and not _built(path.name):
                yield f"{name}/{inner.as_posix()}", path
    yield "secret", data / "secret"


def _built(name: str) -> bool:
    """Say whether a file is part of a built release, or could be taken for one."""
    return name.lower().endswith(BUILT)


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    checksum = hashlib.sha256()
    with source, target:
        while block := source.read(BLOCK):
            checksum.update(block)
            target.write(block)
    return checksum.hexdigest()


def _migrations() -> list[str]:
    return sorted(name for app, name in MigrationRecorder(connection).applied_migrations() if app == "opennss_web")


def check(archive: zipfile.ZipFile) -> dict[str, object]:
    """Return the manifest of a backup whose members are whole and safely named; else raises ``WorkspaceError``."""
    faults = []
    try:
        manifest = {} if _swollen(archive) else json.loads(archive.read(MANIFEST))
        sums = dict(manifest["sha256"])
        known = manifest["format"] == 1
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile):
        raise _unknown(archive) from None
    if not known:
        raise _unknown(archive)
    names = {item.filename for item in archive.infolist()} - {MANIFEST}
    for name in sorted(names | set(sums)):
        if name not in names or name not in sums or not _safe(name) or _sum(archive, name) != sums[name]:
            faults.append(Finding(name, 0, "", "backup-damaged"))
    if faults:
        raise WorkspaceError(faults)
    return dict(manifest)


def _unknown(archive: zipfile.ZipFile) -> WorkspaceError:
    return WorkspaceError([Finding(Path(str(archive.filename)).name, 0, "", "backup-unknown")])


def _swollen(archive: zipfile.ZipFile) -> bool:
    """Say whether a file would unpack to far more than any backup does: nothing of it is read then."""
    packed = Path(str(archive.filename)).stat().st_size
    whole = sum(item.file_size for item in archive.infolist())
    return whole > SWELLS * packed or archive.getinfo(MANIFEST).file_size > LONGEST


def _safe(name: str) -> bool:
    path = PurePosixPath(name)
    known = name in ("secret", DATABASE) or (len(path.parts) > 1 and path.parts[0] in ("folder", *KEPT))
    return known and ".." not in path.parts and "\\" not in name and not name.endswith("/")


def _sum(archive: zipfile.ZipFile, name: str) -> str:
    checksum = hashlib.sha256()
    try:
        with archive.open(name) as file:
            while block := file.read(BLOCK):
                checksum.update(block)
    except (zipfile.BadZipFile, OSError, EOFError):
        return ""
    return checksum.hexdigest()


def restore(source: Path, folder: Path) -> Kept:
    """Bring a backup back into an empty desk and an empty folder: everything is checked before anything is written.

    The database is brought to the state of the backup, filled, and then brought up to date. Built releases are not
    taken from the file: their rows come back, and their pages say how to make them again. Raises ``WorkspaceError``
    when the backup is damaged or anything stands in its way.
    """
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile:
        raise WorkspaceError([Finding(source.name, 0, "", "backup-unknown")]) from None
    with archive:
        manifest = check(archive)
        if folder.exists() and any(folder.iterdir()):
            raise WorkspaceError([Finding(folder.name, 0, "", "restore-not-empty")])
        if any(model._default_manager.exists() for model in apps.get_app_config("opennss_web").get_models()):
            raise WorkspaceError([Finding("", 0, "", "restore-database-not-empty")])
        migrations = manifest["migrations"]
        assert isinstance(migrations, list)
        call_command("migrate", "opennss_web", migrations[-1], verbosity=0)
        rows = _read_rows(archive)
        call_command("migrate", verbosity=0)
        files = [name for name in archive.namelist() if name not in (DATABASE, MANIFEST) and not _built(name)]
        for name in files:
            _unpack(archive, name, folder)
    return Kept(rows, len(files), *end())


def _read_rows(archive: zipfile.ZipFile) -> int:
    count = 0
    with archive.open(DATABASE) as file, transaction.atomic():
        with connection.constraint_checks_disabled():
            while line := file.readline(LONGEST):
                for found in serializers.deserialize("python", [json.loads(line)]):
                    found.save()
                    count += 1
        connection.check_constraints()
        models = list(apps.get_app_config("opennss_web").get_models())
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
    return count


def _unpack(archive: zipfile.ZipFile, name: str, folder: Path) -> None:
    path = folder.joinpath(*name.split("/")[1:]) if name.startswith("folder/") else Path(settings.DATA) / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _copy(archive.open(name), path.open("wb") if name.startswith("folder/") else _private(path))
