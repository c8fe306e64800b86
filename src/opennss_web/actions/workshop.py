"""A workshop as its trainer sees it: how far each team is, and the comparison by a button. Knows no Django."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from opennss.errors import Severity
from opennss.process.status import status
from opennss.workspace.check import check_folder
from opennss_web import teams as state
from opennss_web.filelock import only_one
from opennss_web.teams import Team, Workshop

ANSWERED = """
SELECT r.slug, r.state,
  (SELECT count(*) FROM opennss_web_sheet s WHERE s.round_id = r.id AND s.state = 'sent'),
  (SELECT count(*) FROM opennss_web_invitation i WHERE i.round_id = r.id)
FROM opennss_web_round r ORDER BY r.id
"""
LAST_DEED = "SELECT max(at) FROM opennss_web_event"


@dataclass(frozen=True, slots=True)
class Round:
    """A round of a team: its name and state, how many sheets came in, how many people were asked."""

    slug: str
    state: str
    sent: int
    invited: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the method in a team's folder."""

    step: str
    status: str
    late: bool

    @property
    def words(self) -> str:
        """The key of its status in words, below ``process.``."""
        return f"status-{self.status}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a team is. ``steps`` is empty while its folder cannot be read; ``last`` is ``None`` before any change."""

    team: Team
    steps: tuple[Step, ...] = ()
    errors: int = 0
    warnings: int = 0
    rounds: tuple[Round, ...] = ()
    last: dt.datetime | None = None
    answers: bool = False
    resetting: bool = False

    @property
    def done(self) -> int:
        """The number of steps that the team calls done."""
        return sum(step.status == "done" for step in self.steps)

    @property
    def sent(self) -> int:
        """The number of sheets that came in, in all rounds."""
        return sum(item.sent for item in self.rounds)

    @property
    def open_rounds(self) -> tuple[Round, ...]:
        """The rounds that take answers now."""
        return tuple(item for item in self.rounds if item.state == "open")


def progress(place: Path, workshop: Workshop, team: Team) -> Progress:
    """Return how far a team is, read from its folder and its database; neither is changed."""
    folder, data = place / team.folder, place / team.data / "desk.sqlite3"
    resetting = team.number in state.resets(place)
    try:
        mark = _mark(folder)
        found = _folder(team, folder, mark)
        changed = max((dt.datetime.fromtimestamp(ns / 1e9, dt.UTC) for _, ns, _ in mark), default=None)
    except OSError:  # its folder is being put in place this moment
        return Progress(team, resetting=True)
    rounds, deed = _database(data)
    last = max((moment for moment in (changed, deed) if moment), default=None)
    return replace(found, rounds=rounds, last=last, answers=_answers(workshop.host, team.port), resetting=resetting)


def _mark(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what tells one state of a folder from another, without opening its files."""
    kinds = {".csv", ".toml", ".md"}
    files = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.suffix in kinds)
    return tuple((path.as_posix(), stat.st_mtime_ns, stat.st_size) for path, stat in files)


@lru_cache(maxsize=60)
def _folder(team: Team, folder: Path, mark: object) -> Progress:  # noqa: ARG001  the mark tells states apart
    workspace, _, findings = check_folder(folder)
    states = status(workspace, findings) if workspace else ()
    return Progress(
        team,
        tuple(Step(str(item.step), item.status.value, item.late) for item in states),
        sum(finding.severity is Severity.ERROR for finding in findings),
        sum(finding.severity is Severity.WARNING for finding in findings),
    )


def _database(path: Path) -> tuple[tuple[Round, ...], dt.datetime | None]:
    """Return the rounds of a team and its last deed; nothing while its database is not made yet."""
    if not path.exists():
        return (), None
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=1)
        try:
            rounds = tuple(Round(*row) for row in connection.execute(ANSWERED))
            (last,) = connection.execute(LAST_DEED).fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return (), None
    return rounds, dt.datetime.fromisoformat(last).replace(tzinfo=dt.UTC) if last else None


def _answers(host: str, port: int) -> bool:
    """Return whether a desk of this machine takes connections."""
    try:
        with socket.create_connection(("127.0.0.1" if host == "0.0.0.0" else host, port), timeout=0.5):
            return True
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Comparing:
    """Whether the comparison is being made, what the last attempt said on failing, and what there is to show."""

    running: bool
    said: str
    summary: dict[str, Any] | None
    countries: Sequence[dict[str, Any]]
    files: tuple[str, ...]


def compared(place: Path) -> Comparing:
    """Return what there is of the state."""
    folder = place / state.REGION
    running = state.held(place / state.COMPARING)
    said = place / state.SAID
    words = said.read_text(encoding="utf-8", errors="replace").strip() if said.exists() and not running else ""
    if not (folder / state.SUMMARY).exists():
        return Comparing(running, words, None, (), ())
    summary = json.loads((folder / state.SUMMARY).read_text(encoding="utf-8"))
    data = folder / "compare.json"
    countries = json.loads(data.read_text(encoding="utf-8"))["countries"] if data.exists() else ()
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return Comparing(running, words, summary, countries, tuple(name for name in files if name != state.SUMMARY))


def begin_comparison(place: Path) -> bool:
    """Begin the comparison in a process of its own, unless one is under way; say whether it was begun.

    The process inherits the lock with its open file, so that there is no moment in which nobody holds it.
    """
    lock = only_one(place / state.COMPARING)
    if lock is None:
        return False
    said = os.open(place / state.SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.set_inheritable(lock, True)
        command = [sys.executable, "-m", "opennss_web", "workshop", "compare", f"--place={place}"]
        os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, said, 2)], setsid=True)
    finally:
        os.close(said)
        os.close(lock)
    return True
