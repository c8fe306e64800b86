"""A public consultation on a release: opened with its draft, closed, answered in public."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from opennss.errors import Finding, WorkspaceError
from opennss.language import FALLBACK
from opennss.model.comments import tidy
from opennss_web.access import Actor
from opennss_web.content import content, kept_at, readable, today
from opennss_web.drafting import DRAFT
from opennss_web.filelock import one_of
from opennss_web.history import tell
from opennss_web.locks import HISTORY, hold
from opennss_web.models import Consultation, Disposition, Release

LOG: Final = logging.getLogger(__name__)
SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
SHORT: Final = 60
"""Days that a draft should be open to comment: WTO TBT Agreement, Annex 3, paragraph L. A project default."""

PATIENCE: Final = 300
"""Seconds that printing a draft may take."""


class Stage(StrEnum):
    """Where a consultation stands today."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the office asks for when it opens a consultation, as it was typed."""

    slug: str = ""
    release: str = ""
    title: Mapping[str, str] | None = None
    opens: str = ""
    closes: str = ""


def stage(consultation: Consultation) -> Stage:
    """Return where a consultation stands; its first and last day belong to it."""
    if consultation.answered:
        return Stage.ANSWERED
    now = today()
    if now < consultation.opens:
        return Stage.COMING
    return Stage.OPEN if now <= consultation.closes else Stage.CLOSED


def answered(consultation: Consultation) -> bool:
    """Say whether the replies are published, and let nobody publish them until the transaction ends."""
    hold(HISTORY)
    return Consultation.objects.filter(pk=consultation.pk, answered__isnull=False).exists()


def days(consultation: Consultation) -> int:
    """Return how many days a consultation is open, its first and last one counted; one closed at once has had one."""
    return max(1, (consultation.closes - consultation.opens).days + 1)


def public() -> QuerySet[Consultation]:
    """Return the consultations that everybody may see: those that have begun, on a release that is public."""
    return Consultation.objects.select_related("release").filter(release__public=True, opens__lte=today())


def languages() -> tuple[str, ...]:
    """Return the languages of the folder, in which titles and replies are written."""
    return content().workspace.settings.languages


def releases() -> QuerySet[Release]:
    """Return the releases on which a consultation can open: those that can still be read, newest first."""
    return Release.objects.filter(sha256__in=[one.sha256 for one in Release.objects.all() if readable(one)]).order_by(
        "-at"
    )


def open_consultation(actor: Actor, wish: Wish) -> tuple[Consultation | None, tuple[str, ...]]:
    """Print the public draft of a release, keep it, and open the consultation; the release becomes public with it.

    Returns the consultation and no fault, or ``None`` and keys of sentences below ``consultation.fault-``. Raises
    ``WorkspaceError`` when the draft cannot be printed.
    """
    opens, closes = _day(wish.opens), _day(wish.closes)
    release = releases().filter(sha256=tidy(wish.release)).first()
    title = {language: tidy((wish.title or {}).get(language, ""))[:200] for language in languages()}
    faults = [] if SLUG.fullmatch(wish.slug) else ["slug"]
    faults += ["slug-taken"] if Consultation.objects.filter(slug=tidy(wish.slug)).exists() else []
    faults += [] if release else ["release"]
    faults += [] if all(title.values()) else ["title"]
    faults += [] if opens and closes and opens <= closes else ["days"]
    if faults or release is None or opens is None or closes is None:
        return None, tuple(faults)
    with one_of([Path(settings.DATA) / f"opening-{wish.slug}.lock"]) as mine:
        # Whoever opens another one under this name at the same moment must not print their draft over this one.
        if not mine or Consultation.objects.filter(slug=wish.slug).exists():
            return None, ("slug-taken",)
        _print(release, wish.slug)
        with transaction.atomic():
            made = Consultation.objects.create(slug=wish.slug, release=release, title=title, opens=opens, closes=closes)
            Release.objects.filter(pk=release.pk).update(public=True)
            tell(
                actor.name, "consultation-opened", wish.slug,
                release=release.sha256, opens=opens.isoformat(), closes=closes.isoformat(), days=days(made),
            )  # fmt: skip
    return made, ()


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _print(release: Release, slug: str) -> None:
    """Print the draft in a process of its own, so that the pages of others do not wait."""
    command = [
        sys.executable, "-m", "opennss_web.drafting", str(kept_at(release.sha256) / "strategy.pickle"),
        str(place_of(slug)), f"/consultations/{slug}/",
    ]  # fmt: skip
    failed = WorkspaceError([Finding("", 0, "", "draft-not-printed")])
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise failed from error
    if done.returncode == 1 and done.stdout:
        raise WorkspaceError([Finding(**found) for found in json.loads(done.stdout)])
    if done.returncode:
        LOG.error("the draft of %s could not be printed: %s", slug, done.stderr)
        raise failed


def place_of(slug: str) -> Path:
    """Return the folder of a consultation's draft in the data of the desk."""
    return Path(settings.DATA) / "releases" / f"draft-{slug}"


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft in one language: its title, the lines of its cover, and its clauses in order."""

    language: str
    title: str
    subtitle: str
    cover: tuple[str, ...]
    clauses: tuple[Mapping[str, Any], ...]

    def chapters(self) -> list[list[Mapping[str, Any]]]:
        """Return the clauses by chapter: each begins with its heading of level 1."""
        found: list[list[Mapping[str, Any]]] = []
        for clause in self.clauses:
            if clause["level"] == 1 or not found:
                found.append([])
            found[-1].append(clause)
        return found

    def clause(self, number: str) -> Mapping[str, Any] | None:
        """Return a clause by its number."""
        return next((clause for clause in self.clauses if clause["number"] == number), None)


def draft(consultation: Consultation, language: str) -> Draft:
    """Return the draft in a language, or in the first of its languages; raises ``WorkspaceError`` when it is gone."""
    place = place_of(consultation.slug) / DRAFT
    try:
        found = _draft(place, place.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise WorkspaceError([Finding("", 0, "", "draft-gone")]) from error
    return found.get(language) or found.get(FALLBACK) or next(iter(found.values()))


@lru_cache(maxsize=4)
def _draft(place: Path, mark: int) -> dict[str, Draft]:  # noqa: ARG001  the mark tells states apart
    kept = json.loads(place.read_text(encoding="utf-8"))
    return {
        language: Draft(language, part["title"], part["subtitle"], tuple(part["cover"]), tuple(part["clauses"]))
        for language, part in kept.items()
    }


def set_last_day(actor: Actor, consultation: Consultation, closes: str) -> tuple[str, ...]:
    """Give a consultation another last day; the day before today closes it. Returns faults as ``open_consultation``."""
    last = _day(closes)
    if last is None or last < today() - dt.timedelta(days=1):
        return ("last-day",)
    with transaction.atomic():
        if answered(consultation):
            return ("last-day",)
        Consultation.objects.filter(pk=consultation.pk).update(closes=last)
        tell(
            actor.name, "consultation-moved", consultation.slug,
            before=consultation.closes.isoformat(), closes=last.isoformat(),
        )  # fmt: skip
    return ()


def close(actor: Actor, consultation: Consultation) -> tuple[str, ...]:
    """Close a consultation at once."""
    return set_last_day(actor, consultation, (today() - dt.timedelta(days=1)).isoformat())


def publish_answers(actor: Actor, consultation: Consultation) -> tuple[str, ...]:
    """Show everybody the comments with their replies, once all are decided and nobody can comment any more."""
    with transaction.atomic():
        if answered(consultation):
            return ()
        consultation.refresh_from_db()
        faults = ["still-open"] if stage(consultation) in (Stage.COMING, Stage.OPEN) else []
        faults += ["undecided"] if consultation.comments.filter(disposition=Disposition.OPEN).exists() else []
        if not faults:
            Consultation.objects.filter(pk=consultation.pk).update(answered=timezone.now())
            tell(actor.name, "replies-published", consultation.slug, comments=consultation.comments.count())
    return tuple(faults)
