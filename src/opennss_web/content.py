"""What the desk shows of the country: its folder as it stands, and the releases kept by their checksum."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import opennss
from opennss import build as spine
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.results import Strategy
from opennss.model.workspace import Workspace
from opennss.process.status import StepState
from opennss.workspace.read import read_workspace
from opennss_web.history import tell
from opennss_web.models import Release


@dataclass(frozen=True, slots=True)
class Content:
    """The folder as it stands: its tables, and what is wrong with them."""

    workspace: Workspace
    findings: tuple[Finding, ...]


Mark = tuple[tuple[str, int, int], ...]


def folder() -> Path:
    """Return the country folder that this desk serves."""
    return Path(settings.FOLDER)


def content() -> Content:
    """Return the folder as it stands, read again when a file changes; raises ``WorkspaceError`` when it cannot be."""
    return _content(folder(), _mark(folder()))


def last_good() -> Content:
    """Return the folder as it stands or, as long as it cannot be read, as this process read it last.

    For respondents: a slip in a file of the office must not keep them from answering.
    """
    try:
        return content()
    except WorkspaceError:
        if folder() not in _GOOD:
            raise
        return _GOOD[folder()]


_GOOD: dict[Path, Content] = {}
"""What was read last of each folder."""


def zone() -> ZoneInfo:
    """Return the time zone of the country, in which the pages show moments."""
    return ZoneInfo(last_good().workspace.settings.zone)


def today() -> dt.date:
    """Return the day it is in the country."""
    return timezone.localdate(timezone=zone())


def steps() -> tuple[StepState, ...]:
    """Return where each step of the method stands."""
    return _steps(folder(), _mark(folder()))


def _mark(place: Path) -> Mark:
    """Return what tells one state of the files from another, without opening them."""
    found = ((entry.path, entry.stat()) for entry in sorted(_files(place), key=lambda entry: entry.path))
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in found)


def _files(place: str | Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(place) as found:  # every page asks: a walk with paths takes four times as long
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            elif entry.name.endswith((".csv", ".toml", ".md")):
                yield entry


@lru_cache(maxsize=2)
def _content(place: Path, mark: Mark) -> Content:  # noqa: ARG001  the mark tells states apart
    workspace, findings = read_workspace(place)
    if workspace is None:
        raise WorkspaceError(findings)
    _GOOD[place] = Content(workspace, findings)
    return _GOOD[place]


@lru_cache(maxsize=2)
def _steps(place: Path, mark: Mark) -> tuple[StepState, ...]:  # noqa: ARG001  the mark tells states apart
    return spine.status(place)[1]


def release(by: str, printed: bool = True) -> Release:
    """Build the folder as it stands and keep the strategy by its checksum, with its documents when ``printed``.

    Takes tens of seconds: run it by ``nss`` or in a process of its own. The same content is kept once. Raises
    ``WorkspaceError`` with all findings when the folder cannot be built.
    """
    workspace, catalogue = spine.read(folder())
    strategy = spine.build(workspace, catalogue)
    place = kept_at(workspace.sha256)
    draft = place.with_name(f".{place.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    (draft / "strategy.pickle").write_bytes(pickle.dumps(strategy))
    if printed:
        spine.write(strategy, draft / "documents")
    shutil.rmtree(place, ignore_errors=True)
    draft.replace(place)
    with transaction.atomic():
        found, made = Release.objects.update_or_create(
            sha256=workspace.sha256, defaults={"at": timezone.now(), "by": by, "version": built_with()}
        )
        tell(by, "release", workspace.sha256, new=made)
    return found


@cache
def built_with() -> str:
    """Return what a kept release can be read with: the version, and a checksum of the nouns it is made of."""
    library = Path(opennss.__file__).parent
    places = (*sorted((library / "model").glob("*.py")), library / "document" / "blocks.py")
    nouns = hashlib.sha256(b"".join(path.read_bytes() for path in places)).hexdigest()
    return f"{opennss.__version__}+{nouns[:8]}"


def kept_at(sha256: str) -> Path:
    """Return the folder of a release in the data of the desk."""
    return Path(settings.DATA) / "releases" / sha256


def released() -> Release | None:
    """Return the newest release, ``None`` before the first."""
    return Release.objects.order_by("-at").first()


def strategy_of(kept: Release) -> Strategy:
    """Return the strategy of a release; raises ``WorkspaceError`` when its files are gone or of another version."""
    _must_read(kept)
    return _strategy(kept.sha256, kept.at.isoformat())


def readable(kept: Release) -> bool:
    """Say whether the files of a release are there, and of this version."""
    return kept.version == built_with() and (kept_at(kept.sha256) / "strategy.pickle").exists()


def _must_read(kept: Release) -> None:
    if not readable(kept):
        raise WorkspaceError([Finding("", 0, "", "release-gone", {"version": kept.version}, Severity.ERROR)])


@lru_cache(maxsize=2)
def _strategy(sha256: str, at: str) -> Strategy:  # noqa: ARG001  a release that was made again is read again
    found = pickle.loads((kept_at(sha256) / "strategy.pickle").read_bytes())
    assert isinstance(found, Strategy)
    return found


def keep_part(kept: Release, name: str, part: object) -> None:
    """Keep something made of a release beside its strategy, so that no page has to make it."""
    place = kept_at(kept.sha256) / f"{name}.pickle"
    draft = place.with_suffix(".part")
    draft.write_bytes(pickle.dumps(part))
    draft.replace(place)


def part_of(kept: Release, name: str) -> Any:
    """Return what was kept of a release under a name, ``None`` when nothing was; raises as ``strategy_of`` does."""
    _must_read(kept)
    place = kept_at(kept.sha256) / f"{name}.pickle"
    return pickle.loads(place.read_bytes()) if place.exists() else None
