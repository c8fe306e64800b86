"""Releases by a button: the folder is built in a process of its own, so that no page waits for it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from opennss.build import rank_inputs
from opennss.document.exports import tables
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.requests import PUBLIC
from opennss.language import languages
from opennss_web.access import Actor
from opennss_web.actions.pictures import printed_charts
from opennss_web.actions.results import printed_passages, seen_in
from opennss_web.actions.weighing import WEIGHING
from opennss_web.content import folder, keep_part, strategy_of
from opennss_web.filelock import only_one
from opennss_web.history import tell
from opennss_web.models import Release

LOCK, SAID = "releasing", "release.log"


@dataclass(frozen=True, slots=True)
class Making:
    """Whether a release is being made, and what the last attempt said on failing."""

    running: bool
    said: str


def making() -> Making:
    """Return whether a release is being made: its process holds the lock as long as it lives."""
    lock = only_one(Path(settings.DATA) / LOCK)
    if lock is None:
        return Making(True, "")
    os.close(lock)
    said = Path(settings.DATA) / SAID
    return Making(False, said.read_text(encoding="utf-8", errors="replace").strip() if said.exists() else "")


def start(actor: Actor) -> bool:
    """Begin a release, unless one is under way; say whether it was begun.

    The process inherits the lock with its open file, so that there is no moment in which nobody holds it.
    """
    lock = only_one(Path(settings.DATA) / LOCK)
    if lock is None:
        return False
    data = Path(settings.DATA)
    said = os.open(data / SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with transaction.atomic():
            tell(actor.name, "release-begun", folder().name)
        os.set_inheritable(lock, True)
        command = [
            sys.executable,
            "-m",
            "opennss_web",
            "release",
            str(folder()),
            f"--data={data}",
            f"--by={actor.name}",
        ]
        os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, said, 2)], setsid=True)
    finally:
        os.close(said)
        os.close(lock)
    return True


def keep(made: Release) -> None:
    """Keep what pages show of a release, in both editions and every language; the release's own process does it.

    Of a release that was kept without it, the pages make it themselves, and the first visitor waits for that.
    """
    keep_part(made, WEIGHING, rank_inputs(strategy_of(made).workspace)[0])
    for edition in (INTERNAL, PUBLIC):
        what = seen_in(made, edition)
        if what.strategy is not strategy_of(made):
            keep_part(made, edition, what.strategy)
        keep_part(made, f"tables-{edition}", tables(what.strategy))
        for language in languages():
            keep_part(made, f"passages-{edition}-{language}", printed_passages(what, language))
            keep_part(made, f"charts-{edition}-{language}", printed_charts(what, language))


def publish(actor: Actor, sha256: str, public: bool) -> None:
    """Show a release to the public, or to staff alone; an unknown one changes nothing."""
    with transaction.atomic():
        if Release.objects.filter(sha256=sha256).update(public=public):
            tell(actor.name, "published" if public else "withdrawn", sha256)
