"""Comments on a draft: sent by anybody or handed in as a filled form, decided by staff, printed as a form again."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from opennss.document.writers.comments_excel import write_comments_excel
from opennss.document.writers.comments_word import write_comments_word
from opennss.errors import Finding
from opennss.model.comments import LONGEST, WHOLE, CommentSheet, CommentType, tidy
from opennss.model.comments import Comment as Row
from opennss.workspace.comments.read import read_comments
from opennss_web.access import Actor
from opennss_web.actions.consultations import Stage, answered, languages, stage
from opennss_web.content import content, today
from opennss_web.filelock import one_of
from opennss_web.history import tell
from opennss_web.links import kept
from opennss_web.locks import HISTORY, hold
from opennss_web.models import Comment, Consultation, Disposition
from opennss_web.receipts import code_of, typed
from opennss_web.words import say

TYPES: Final = tuple(kind.value for kind in CommentType)
DECISIONS: Final = tuple(kind.value for kind in Disposition if kind is not Disposition.OPEN)
LIMITS: Final = {
    "organisation": 95, "member": 20, "clause": LONGEST["clause"], "place": LONGEST["place"],
    "comment": LONGEST["comment"], "change": LONGEST["change"],
}  # fmt: skip
"""Signs that a field of the page may have; member and organisation together fit into column 1 of the form."""

MOST_ROWS, MOST_SIGNS = 500, 200_000
"""Rows and signs that one filled form may bring; they travel through the preview page and must fit into a form."""

SPARE: Final = 200
"""Signs of column 8 that are left for the word of the disposition."""

AT_ONCE: Final = 2
"""Files that the whole desk reads at a time: a reader may take half a gigabyte of memory."""

SALT: Final = "opennss-comments"
WRITERS: Final = {"docx": write_comments_word, "xlsx": write_comments_excel}
"""The kinds of file in which the form is handed out."""

TAKEN: Final = ("member", "line", "clause", "place", "type", "comment", "change")
"""The columns of a handed-in form that are kept; column 8 is for the office to fill."""

BY_PAGE, BY_FORM, BY_LETTER = "page", "form", "letter"
"""How a comment came in: typed on the page, handed in as a form, taken from a letter by the office."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Who sends comments and how: one sending has one number, and is taken once."""

    submission: uuid.UUID
    source: str = BY_PAGE
    organisation: str = ""
    named: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """A form that was read: its rows, what there is to say of it, and the rows sealed for the next page."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    sealed: str = ""
    faults: tuple[str, ...] = field(default=())


def submission_of(text: str) -> uuid.UUID | None:
    """Return the number of a sending, ``None`` when the text is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def receipt(submission: uuid.UUID) -> str:
    """Return the code of a sending."""
    return code_of(SALT, str(submission))


def by_receipt(consultation: Consultation, code: str) -> list[Comment]:
    """Return the comments that a receipt code stands for; spaces, small letters and hyphens do not matter."""
    whole = typed(code)
    return list(consultation.comments.filter(receipt=kept(whole, "receipt")).order_by("pk")) if whole else []


def faults_of(said: Mapping[str, str], named: bool) -> tuple[str, ...]:
    """Return what is wrong with a comment from the page, as keys below ``consultation.fault-``."""
    faults = [] if said["type"] in TYPES else ["type"]
    faults += [] if said["comment"] or said["change"] else ["comment"]
    faults += [f"long-{name}" for name, most in LIMITS.items() if len(said[name]) > most]
    faults += ["named"] if named and not (said["organisation"] or said["member"]) else []
    return tuple(faults)


def send(
    consultation: Consultation, sending: Sending, said: Mapping[str, str]
) -> tuple[uuid.UUID | None, tuple[str, ...]]:
    """Take one comment from the page; returns its number when it was taken, now or before, or faults.

    The number is made of the form's own and of all that was written: whoever goes back and writes something else with
    the same form has sent another comment, with a receipt of its own.
    """
    said = {name: tidy(text) for name, text in said.items()}
    if faults := faults_of(said, sending.named):
        return None, faults
    row = Row(
        member=said["member"], clause=said["clause"], place=said["place"], type=CommentType(said["type"]),
        comment=said["comment"], change=said["change"],
    )  # fmt: skip
    written = json.dumps([consultation.slug, sending.named, sorted(said.items())])
    number = uuid.uuid5(sending.submission, written)
    faults = take("public", consultation, replace(sending, submission=number, organisation=said["organisation"]), [row])
    return (None if faults else number), faults


def take(by: str, consultation: Consultation, sending: Sending, rows: Sequence[Row]) -> tuple[str, ...]:
    """Keep the rows of one sending, once: the same number again changes nothing. Returns faults.

    The public may send while the consultation is open; the office records letters until the replies are published.
    """
    with transaction.atomic():
        hold(HISTORY)  # of two requests with one number, the second waits here and finds the rows of the first
        consultation.refresh_from_db()
        now = stage(consultation)
        late = now is Stage.ANSWERED if sending.source == BY_LETTER else now is not Stage.OPEN
        if Comment.objects.filter(submission=sending.submission).exists():
            return ()
        if late or not rows:
            return ("closed",) if late else ("no-rows",)
        code = kept(receipt(sending.submission), "receipt")
        Comment.objects.bulk_create(
            Comment(
                consultation=consultation, submission=sending.submission, source=sending.source, receipt=code,
                organisation=sending.organisation, named=sending.named, language=sending.language, received=today(),
                **{name: str(getattr(row, name)) for name in TAKEN},
            )
            for row in rows
        )  # fmt: skip
        tell(by, "comments-received", consultation.slug, rows=len(rows), source=sending.source)
    return ()


def preview(consultation: Consultation, sending: Sending, file: UploadedFile) -> Preview:
    """Read a filled form and seal what it holds for the page that confirms it; nothing is kept yet.

    While others keep all readers busy, its fault is ``busy``.
    """
    readers = (Path(settings.DATA) / f"reader-{number}.lock" for number in range(AT_ONCE))
    with tempfile.TemporaryDirectory() as place, one_of(readers) as free:
        if not free:
            return Preview((), (), faults=("busy",))
        path = Path(place) / "form"
        with path.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        name = re.sub(r"[^\w. -]", "_", file.name or "")[-80:]
        read = read_comments(path, name, tidy(sending.organisation))
    rows = read.sheet.comments
    signs = sum(len(getattr(row, name)) for row in rows for name in TAKEN)
    if len(rows) > MOST_ROWS or signs > MOST_SIGNS:
        return Preview((), read.findings, faults=("too-many",))
    held = {
        "slug": consultation.slug, "submission": str(sending.submission), "source": sending.source,
        "named": sending.named, "language": sending.language,
        "rows": [[str(getattr(row, name)) for name in TAKEN] for row in rows],
    }  # fmt: skip
    return Preview(rows, read.findings, signing.dumps(held, salt=SALT, compress=True) if rows else "")


def confirm(by: str, consultation: Consultation, sealed: str, source: str) -> tuple[uuid.UUID | None, tuple[str, ...]]:
    """Keep the rows of a form whose preview was confirmed; returns its number, or faults."""
    try:
        held = signing.loads(sealed, salt=SALT, max_age=dt.timedelta(days=1))
    except signing.BadSignature:
        return None, ("expired",)
    if held["slug"] != consultation.slug or held["source"] != source:
        return None, ("expired",)
    rows = [Row(**(said := dict(zip(TAKEN, cells, strict=True))) | {"type": CommentType(said["type"])})
            for cells in held["rows"]]  # fmt: skip
    sending = Sending(uuid.UUID(held["submission"]), source, "", bool(held["named"]), held["language"])
    faults = take(by, consultation, sending, rows)
    return (None if faults else sending.submission), faults


def listed(consultation: Consultation, wish: Mapping[str, str]) -> QuerySet[Comment]:
    """Return the comments that the office asks for, by clause, type and disposition; unknown wishes are passed over."""
    found = consultation.comments.select_related("answered_with").order_by("pk")
    if wish.get("type") in TYPES:
        found = found.filter(type=wish["type"])
    if wish.get("disposition") in Disposition.values:
        found = found.filter(disposition=wish["disposition"])
    if clause := tidy(wish.get("clause", "")):
        found = found.filter(clause="" if clause.casefold() in WHOLE else clause)
    return found


def decide(actor: Actor, comment: Comment, disposition: str, said: Mapping[str, str]) -> tuple[str, ...]:
    """Decide a comment, with the reply in every language of the folder; comments that share its answer follow it."""
    observation = {language: tidy(said.get(language, "")) for language in languages()}
    faults = [] if disposition in DECISIONS else ["disposition"]
    faults += [] if all(observation.values()) else ["observation"]
    longest = max(map(len, observation.values()), default=0)
    faults += ["long-observation"] if longest > LONGEST["observation"] - SPARE else []
    faults += ["shared"] if comment.answered_with_id else []
    if faults:
        return tuple(faults)
    answer: dict[str, Any] = {
        "disposition": disposition, "observation": observation, "decided": timezone.now(), "decided_by": actor.name,
    }  # fmt: skip
    with transaction.atomic():
        if answered(comment.consultation):
            return ("published",)
        Comment.objects.filter(pk=comment.pk).update(**answer)
        shared = comment.shares.update(**answer)
        tell(
            actor.name, "comment-decided", f"{comment.consultation.slug}:{comment.pk}",
            disposition=disposition, observation=observation, shared=shared,
        )  # fmt: skip
    return ()


def group(actor: Actor, consultation: Consultation, head: str, members: Iterable[str]) -> tuple[str, ...]:
    """Let comments share the answer of one of them; comments that shared one of theirs come along."""
    numbers = [int(number) for number in (head, *members) if re.fullmatch(r"[0-9]{1,15}", number)]
    found = {row.pk: row for row in consultation.comments.filter(pk__in=numbers)}
    first = found.get(numbers[0]) if numbers and re.fullmatch(r"[0-9]{1,15}", head) else None
    others = sorted(found.keys() - {first.pk}) if first else []
    if first is None or first.answered_with_id or not others:
        return ("group",)
    fields = ("disposition", "observation", "decided", "decided_by")
    answer = {name: getattr(first, name) for name in fields}
    with transaction.atomic():
        if answered(consultation):
            return ("published",)
        Comment.objects.filter(answered_with__in=others).update(answered_with=first, **answer)
        Comment.objects.filter(pk__in=others).update(answered_with=first, **answer)
        tell(actor.name, "comments-grouped", f"{consultation.slug}:{first.pk}", comments=others)
    return ()


def ungroup(actor: Actor, comment: Comment) -> tuple[str, ...]:
    """Let a comment have an answer of its own again; it is open until it is decided. Returns faults."""
    if comment.answered_with_id:
        with transaction.atomic():
            if answered(comment.consultation):
                return ("published",)
            Comment.objects.filter(pk=comment.pk).update(
                answered_with=None, disposition=Disposition.OPEN, observation={}, decided=None, decided_by=""
            )
            tell(actor.name, "comment-ungrouped", f"{comment.consultation.slug}:{comment.pk}")
    return ()


def identify(actor: Actor, comment: Comment, stakeholder: str) -> tuple[str, ...]:
    """Say which organisation of the folder a comment is of, nobody when it is empty; returns faults.

    What came in together under one name is of one organisation.
    """
    if stakeholder and stakeholder not in {str(row.id) for row in content().workspace.voices.stakeholders}:
        return ("stakeholder",)
    with transaction.atomic():
        same = comment.consultation.comments.filter(
            submission=comment.submission, organisation=comment.organisation, member=comment.member
        ).update(stakeholder=stakeholder)
        verb = "comment-identified" if stakeholder else "comment-unidentified"
        tell(actor.name, verb, f"{comment.consultation.slug}:{comment.pk}", stakeholder=stakeholder, comments=same)
    return ()


def who(comment: Comment, language: str, everybody: bool = True) -> str:
    """Return whose comment it is; for the public only with consent. ``everybody`` names those who gave none too."""
    name = " · ".join(filter(None, (comment.member, comment.organisation)))
    return name if name and (comment.named or everybody) else say("consultation.anonymous", language)


def sheet(consultation: Consultation, comments: Iterable[Comment], language: str, everybody: bool) -> CommentSheet:
    """Return comments as the form prints them, with their replies in one language."""
    rows = tuple(
        Row(
            member=who(comment, language, everybody), line=comment.line, clause=comment.clause, place=comment.place,
            type=CommentType(comment.type), comment=comment.comment, change=comment.change,
            observation=reply(comment, language),
        )
        for comment in comments
    )  # fmt: skip
    return CommentSheet(title_of(consultation, language), reference(consultation), consultation.closes, rows)


def reply(comment: Comment, language: str) -> str:
    """Return the reply to a comment in one language: what was decided, and why; empty while it is open."""
    if comment.disposition == Disposition.OPEN:
        return ""
    said = comment.observation.get(language) or next(iter(comment.observation.values()), "")
    return f"{say(f'consultation.disposition.{comment.disposition}', language)}: {said}"


def title_of(consultation: Consultation, language: str) -> str:
    """Return the title of a consultation in a language, else in another of its languages."""
    return str(consultation.title.get(language) or next(iter(consultation.title.values()), ""))


def reference(consultation: Consultation) -> str:
    """Return what the form calls the draft: the consultation, and the beginning of the release's checksum."""
    return f"{consultation.slug} ({consultation.release.sha256[:12]})"


def printed(form: CommentSheet, kind: str, language: str) -> bytes:
    """Return a form as a file of a kind; raises ``KeyError`` for another kind."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"comments.{kind}"
        WRITERS[kind](form, path, language)
        return path.read_bytes()
