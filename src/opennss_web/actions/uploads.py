"""Tables that staff hand in: kept in the data folder between the preview and its confirmation, then removed."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from opennss.model.stakeholders import Stakeholder
from opennss.workspace.handover import Deed, Imported, import_table
from opennss_web.access import Actor
from opennss_web.content import folder
from opennss_web.history import tell

KINDS = (".csv", ".xlsx")
NAME = re.compile(r"[A-Za-z0-9_-]{32}\.(csv|xlsx)")
KEPT = 24 * 3600
"""Seconds after which an upload that nobody confirmed is removed."""


def _place() -> Path:
    place = Path(settings.DATA) / "imports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def keep(upload: UploadedFile | None) -> tuple[str, str]:
    """Keep an upload under a random name; return the name, or what stands against it as a key below ``fault-``."""
    if upload is None:
        return "", "no-file"
    kind = Path(upload.name or "").suffix.lower()
    if kind not in KINDS:
        return "", "file-kind"
    if not upload.size:
        return "", "file-empty"
    if upload.size > settings.UPLOAD_LIMIT:
        return "", "file-large"
    place = _place()
    for old in place.iterdir():
        if time.time() - old.stat().st_mtime > KEPT:
            old.unlink(missing_ok=True)
    name = f"{secrets.token_urlsafe(24)}{kind}"
    with (place / name).open("xb") as file:
        _write(file, upload.chunks())
    return name, ""


def _write(file: object, chunks: Iterable[bytes]) -> None:
    for chunk in chunks:
        file.write(chunk)


def preview(name: str) -> Imported | None:
    """Return what the organisations of a kept upload would add and change, ``None`` when it is not there any more.

    Raises ``WorkspaceError`` when the table of the folder has errors itself.
    """
    path = _kept(name)
    return import_table(folder(), Stakeholder, path) if path else None


def confirm(actor: Actor, name: str) -> Imported | None:
    """Take a kept upload over into the folder and remove it; what refuses it is in the findings, and nothing changed.

    Raises ``WorkspaceError`` when the table of the folder has errors itself.
    """
    path = _kept(name)
    if path is None:
        return None
    with transaction.atomic():
        found = import_table(folder(), Stakeholder, path, write=True)
        if found.written:
            deeds = [change.deed for change in found.changes]
            tell(
                actor.name, "import", Stakeholder.FILE, added=deeds.count(Deed.ADDED),
                changed=deeds.count(Deed.CHANGED), same=deeds.count(Deed.SAME),
            )  # fmt: skip
    if found.written:
        path.unlink(missing_ok=True)
    return found


def _kept(name: str) -> Path | None:
    path = _place() / name if NAME.fullmatch(name) else None
    return path if path and path.is_file() else None
