"""What the office records for an organisation: an official letter, an interview, a regional meeting, a paper form.

A record counts like an answer by link, with its channel and recorder; the organisation confirms or corrects it. The
office never changes what an organisation signed, confirmed or is correcting itself.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from opennss.language import clean
from opennss.model.criteria import Category
from opennss.model.stakeholders import Channel, Stakeholder
from opennss_web.access import Actor
from opennss_web.actions.answering import Fault as Unsaid
from opennss_web.actions.answering import faults, organisation_key, receipt, unclear
from opennss_web.actions.sheets import fields, merge, stored, write
from opennss_web.content import content, zone
from opennss_web.history import tell
from opennss_web.links import kept
from opennss_web.locks import ROUND, hold
from opennss_web.models import Answer, Instrument, Round, Sheet, SheetState, State

CHANNELS = (Channel.LETTER, Channel.INTERVIEW, Channel.MEETING, Channel.FORM)
SIGNED = ("signatory", "function")
ASKED = {
    Channel.LETTER: ("number", "date", *SIGNED),
    Channel.INTERVIEW: ("date", "interviewer", *SIGNED, "minutes"),
    Channel.MEETING: ("place", "date", *SIGNED, "minutes"),
    Channel.FORM: ("number", "date", *SIGNED),
}
"""What must be said of each channel; a meeting also counts its participants by category."""
MOST = {"number": 120, "signatory": 120, "function": 120, "interviewer": 120, "place": 200, "minutes": 20_000}
"""Signs of each field."""
CROWD = 10_000
MAGIC = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
"""How a scan begins, whatever its name says."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record is not kept: the end of a key below ``channels.fault-``, and the field."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the office says of a channel, as it was typed; ``participants`` counts people by category.

    ``over_draft`` says that it may take the place of a draft nobody signed, ``language`` in which it was typed.
    """

    channel: Channel
    said: Mapping[str, str] = field(default_factory=dict)
    participants: Mapping[str, str] = field(default_factory=dict)
    on_record: bool = False
    over_draft: bool = False
    language: str = ""


def organisations() -> tuple[Stakeholder, ...]:
    """Return the organisations that may be recorded: those of the folder that have a category."""
    return tuple(row for row in content().workspace.voices.stakeholders if row.category)


def organisation(identifier: str) -> Stakeholder | None:
    """Return an organisation that may be recorded, by id."""
    return next((row for row in organisations() if row.id == identifier), None)


def sheet_of(round_: Round, identifier: str) -> Sheet | None:
    """Return an organisation's sheet in a round."""
    key = organisation_key(round_, identifier)
    return Sheet.objects.prefetch_related("answers").filter(key=key).first()


def refusal(round_: Round, sheet: Sheet | None) -> str:
    """Return why the office may not record or change a sheet, as the end of a key; empty when it may.

    What came in before the last day may be typed after it, until the round is closed.
    """
    if round_.instrument != Instrument.POSITION or round_.state != State.OPEN:
        return "not-open"
    if sheet is None:
        return ""
    if sheet.state == SheetState.WITHDRAWN:
        return "withdrawn"
    if not sheet.recorder:
        return "own" if sheet.state == SheetState.SENT else ""
    if sheet.signed or sheet.confirmed:
        return "signed"
    return "correcting" if sheet.state == SheetState.DRAFT else ""


def drafting(sheet: Sheet | None) -> bool:
    """Say whether an organisation has begun to answer by its own link, and what is there is not signed."""
    own = sheet is not None and not sheet.recorder and sheet.state == SheetState.DRAFT
    return own and sheet is not None and sheet.answers.exists()


def record_of(sheet: Sheet | None, channel: Channel) -> Record:
    """Return a record as its form shows it: what is stored, or an empty one."""
    if sheet is None or not sheet.recorder:
        return Record(channel)
    said = {name: str(getattr(sheet, name)) for name in ("number", "signatory", "function", "place", "minutes")}
    said |= {"date": sheet.date.isoformat() if sheet.date else ""}
    said |= {"interviewer": str(sheet.participants.get("interviewer", ""))}
    people = {name: str(count) for name, count in sheet.participants.items() if name != "interviewer"}
    return Record(Channel(sheet.channel), said, people, sheet.on_record)


def record(
    actor: Actor, round_: Round, who: Stakeholder, given: Record, answers: Mapping[str, str],
    seen: Mapping[str, str], scan: UploadedFile | None = None,
) -> tuple[tuple[Fault, ...], tuple[Unsaid, ...]]:  # fmt: skip
    """Record or change what came in by another channel; return what stands against it: then nothing was changed.

    It takes the place of a draft that nobody signed, when the office says so (``over_draft``): the draft is erased.
    """
    kind, found = scan_kind(scan)
    found += _faults(given)
    if found:
        return found, ()
    with transaction.atomic():
        hold(ROUND, round_.pk, shared=True)
        now = Round.objects.get(pk=round_.pk)
        sheet = Sheet.objects.select_for_update().filter(key=organisation_key(now, str(who.id))).first()
        if why := refusal(now, sheet):
            return (Fault(why),), ()
        made = sheet is None or not sheet.recorder
        if over := drafting(sheet):
            if not given.over_draft:
                return (Fault("draft", "draft"),), ()
            Answer.objects.filter(sheet=sheet).delete()
        sheet = _kept(actor, now, who, given, sheet)
        merged = merge(fields(now, stored(sheet)), stored(sheet), answers, seen)
        write(sheet, fields(now, stored(sheet)), merged.changes, stored(sheet))
        sheet = Sheet.objects.prefetch_related("answers").get(pk=sheet.pk)
        if unsaid := (*unclear(sheet, merged), *faults(sheet)):
            transaction.set_rollback(True)
            return (), unsaid
        if scan is not None:
            _keep(sheet, scan, kind)
        told = {"channel": str(given.channel), "on_record": given.on_record, "scan": scan is not None}
        told |= {"over_draft": True} if over else {}
        tell(actor.name, "recorded" if made else "record-changed", f"{now.slug}/{who.id}", **told)
    return (), ()


def _kept(actor: Actor, round_: Round, who: Stakeholder, given: Record, sheet: Sheet | None) -> Sheet:
    """Make or change the sheet of a record: it counts, and waits for the organisation to confirm it."""
    if sheet is None:
        sheet = Sheet(round=round_, key=organisation_key(round_, str(who.id)), organisation=str(who.id))
    said = {name: prose(given.said.get(name, "")) for name in MOST}
    sheet.category, sheet.kind = str(who.category), str(who.type or "")
    sheet.state, sheet.channel, sheet.recorder = SheetState.SENT, str(given.channel), actor.name
    sheet.language, sheet.signed = given.language, None  # what was signed and taken back is not signed any more
    sheet.number, sheet.place, sheet.minutes = said["number"], said["place"], said["minutes"]
    sheet.signatory, sheet.function = said["signatory"], said["function"]
    sheet.date, sheet.on_record = _day(given.said.get("date", "")), given.on_record
    sheet.participants = {}
    if given.channel is Channel.INTERVIEW:
        sheet.participants = {"interviewer": said["interviewer"]}
    elif given.channel is Channel.MEETING:
        sheet.participants = {name: int(count) for name, count in given.participants.items() if count}
    sheet.receipt = kept(receipt(sheet), "receipt")
    sheet.save()
    return sheet


def _keep(sheet: Sheet, scan: UploadedFile, kind: str) -> None:
    """Keep a scan under a random name; the one before it is removed when the new one is sure."""
    former, storage = sheet.scan.name, sheet.scan.storage
    sheet.scan.save(f"{secrets.token_urlsafe(24)}.{kind}", scan, save=False)
    sheet.save(update_fields=["scan"])
    if former:
        transaction.on_commit(lambda: storage.delete(former))


def prose(text: str) -> str:
    """Return a text without control signs and without blanks at its ends."""
    return clean(text.replace("\r\n", "\n")).strip()


def scan_kind(scan: UploadedFile | None) -> tuple[str, tuple[Fault, ...]]:
    """Return what a scan is by its content (pdf, jpg, png), or what stands against it; nothing for no scan."""
    if scan is None:
        return "", ()
    if not scan.size or scan.size > settings.UPLOAD_LIMIT:
        return "", (Fault("scan-size", "scan"),)
    begins = scan.read(16)
    scan.seek(0)
    kind = next((kind for magic, kind in MAGIC.items() if begins.startswith(magic)), "")
    return kind, () if kind else (Fault("scan-kind", "scan"),)


def _faults(given: Record) -> tuple[Fault, ...]:
    if given.channel not in CHANNELS:
        return (Fault("channel"),)
    found = []
    for name in ASKED[given.channel]:
        text = prose(given.said.get(name, ""))
        if not text:
            found.append(Fault("empty", name))
        elif len(text) > MOST.get(name, len(text)):
            found.append(Fault("long", name))
        elif name == "date" and _day(text) is None:
            found.append(Fault("date", name))
    if given.channel is Channel.MEETING and not _counted(given.participants):
        found.append(Fault("participants", "participants"))
    return tuple(found)


def _day(text: str) -> dt.date | None:
    """Return a day that is not in the future, as the browser writes it; else ``None``."""
    try:
        found = dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found <= timezone.localdate(timezone=zone()) else None


def _counted(participants: Mapping[str, str]) -> bool:
    """Say whether participants are counted by category: whole numbers, one person at least."""
    known = {category.value for category in Category}
    counts = [count for name, count in participants.items() if count and name in known]
    if set(participants) - known or not all(count.isascii() and count.isdigit() for count in counts):
        return False
    return all(len(count) < 6 for count in counts) and 0 < sum(map(int, counts)) <= CROWD
