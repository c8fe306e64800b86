"""What respondents do by their link: agree and begin, save, sign and send, take back, withdraw, confirm.

An expert's sheet is found by a hash of the link's secret and by nothing else; no line of the history tells of it.
An organisation's sheet is found by its id: its people draft together and one signs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from opennss.model.codes import Id
from opennss.model.criteria import QuestionKind as Asked
from opennss.model.criteria import Rank, Weighting
from opennss.model.weightings import lack
from opennss_web.access import Actor, Role
from opennss_web.actions.sheets import BEST, WORST, Field, Merged, fields, merge, stored, write
from opennss_web.content import zone
from opennss_web.history import tell
from opennss_web.links import invitation_of, kept
from opennss_web.locks import ROUND, hold
from opennss_web.models import Instrument, Invitation, Question, QuestionKind, Round, Sheet, SheetState, State
from opennss_web.receipts import code_of, typed

ERASED = {
    "state": SheetState.WITHDRAWN, "receipt": "", "on_record": False, "signatory": "", "function": "", "signed": None,
    "place": "", "participants": {}, "minutes": "", "scan": "", "confirmed": None,
}  # fmt: skip
"""What is left of a sheet that is withdrawn; which letter or meeting the office recorded stays on its list."""
ANEW = {
    "state": SheetState.DRAFT, "recorder": "", "channel": "questionnaire", "number": "", "date": None, "language": "",
}  # fmt: skip
"""What a withdrawn sheet becomes when its people begin again by their link."""
WEIGHTS = (QuestionKind.POINTS, QuestionKind.SWING, QuestionKind.PAIRS, QuestionKind.BEST_WORST)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sheet cannot be sent: the key of a sentence below ``answering.fault-``, and the question it is about."""

    code: str
    question: Question | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs for an organisation, in what function, and whether it may be named."""

    name: str = ""
    function: str = ""
    on_record: bool = False


def is_open(round_: Round) -> bool:
    """Say whether a round takes answers now."""
    return round_.state == State.OPEN and (round_.closes is None or timezone.now() < round_.closes)


def key_of(actor: Actor) -> str:
    """Return the key of the actor's sheet."""
    invitation = actor.invited
    if invitation.round.instrument == Instrument.JUDGEMENT:
        return kept(actor.token, "sheet")
    return organisation_key(invitation.round, invitation.organisation)


def organisation_key(round_: Round, organisation: str) -> str:
    """Return the key of an organisation's sheet in a round."""
    return kept(f"{round_.slug}:{organisation}", "organisation")


def sheet_of(actor: Actor) -> Sheet | None:
    """Return the actor's sheet with its answers and questions, now and before, ``None`` before it was begun."""
    found = Sheet.objects.filter(key=key_of(actor)).select_related("round")
    shown = ("answers", "round__questions", "former__answers", "round__follows__questions")
    return found.prefetch_related(*shown).first()


def notice_mark(round_: Round) -> str:
    """Return the checksum of the notice that a respondent agrees to."""
    return kept(json.dumps(round_.notice, sort_keys=True, ensure_ascii=False), "notice")


def begin(actor: Actor) -> Sheet | None:
    """Agree to the notice and open the sheet; again it changes nothing. Each person of an organisation agrees.

    ``None`` when the round takes no answers, the link was replaced, or an expert has begun by another link.
    """
    invitation = actor.invited
    with transaction.atomic():
        round_, own = _held(invitation), Sheet.objects.filter(key=key_of(actor))
        own.select_for_update().first()  # the sheet before its invitation: see locks
        if round_ is None or not _may_begin(actor):
            return None
        agreed = notice_mark(round_)
        whose = {"organisation": invitation.organisation} if round_.instrument == Instrument.POSITION else {}
        own.get_or_create(
            key=key_of(actor),
            defaults={
                "round": round_, "category": invitation.category, "kind": invitation.kind, "consent": agreed, **whose,
            },
        )  # fmt: skip
        own.filter(state=SheetState.WITHDRAWN).update(**ANEW, consent=agreed)
        own.filter(consent="").update(consent=agreed)
        Invitation.objects.filter(pk=invitation.pk).update(begun=True)
        invitation.begun = True
        return own.get()


def _may_begin(actor: Actor) -> bool:
    """Say whether the link still opens and an expert has begun by no other, and keep the link from being replaced."""
    now = Invitation.objects.select_for_update().get(pk=actor.invited.pk)
    if not _opens(actor):
        return False
    return actor.role is not Role.EXPERT or not now.begun or Sheet.objects.filter(key=key_of(actor)).exists()


def _opens(actor: Actor) -> bool:
    return isinstance(invitation_of(actor.token, actor.invited.round.slug), Invitation)


def save(actor: Actor, sent: Mapping[str, str], seen: Mapping[str, str]) -> tuple[Round, Merged] | None:
    """Store what changed on a draft, and return its round with what became of each field.

    ``None`` when there is no draft or the round takes no answers any more.
    """
    with transaction.atomic():
        sheet = _draft(actor)
        return (sheet.round, _store(sheet, sent, seen)) if sheet else None


def _draft(actor: Actor) -> Sheet | None:
    """Return the actor's sheet for writing, with its questions, if it is a draft of an open round.

    Nobody writes before agreeing to the notice. The round is read after the lock on it: as it stands, and stays until
    the transaction ends.
    """
    if not actor.invited.begun:
        return None
    hold(ROUND, actor.invited.round.pk, shared=True)
    drafts = Sheet.objects.filter(key=key_of(actor), state=SheetState.DRAFT).select_related("round")
    sheet = drafts.prefetch_related("round__questions").select_for_update(of=("self",)).first()
    return sheet if sheet and is_open(sheet.round) else None


def _held(invitation: Invitation) -> Round | None:
    """Return the round if it takes answers, and keep it from being closed until the transaction ends."""
    hold(ROUND, invitation.round.pk, shared=True)
    round_ = Round.objects.get(pk=invitation.round.pk)
    return round_ if is_open(round_) else None


def _store(sheet: Sheet, sent: Mapping[str, str], seen: Mapping[str, str], whole: bool = False) -> Merged:
    now = stored(sheet)
    known = fields(sheet.round, now)
    merged = merge(known, now, sent, seen, whole)
    write(sheet, known, merged.changes, now)
    return merged


def send(
    actor: Actor, sent: Mapping[str, str], seen: Mapping[str, str], signature: Signature
) -> tuple[Sheet | None, tuple[Fault, ...]]:
    """Store the form and send the sheet: acknowledged only when it is on the disk. Sending again changes nothing.

    What changed is stored even when something stands against sending, as an answer does that was on no page of the
    sender's. Without a draft of an open round the sheet is returned as it is, ``None`` when there is none.
    """
    with transaction.atomic():
        sheet = _draft(actor)
        if sheet is None:
            return sheet_of(actor), ()
        merged = _store(sheet, sent, seen, whole=True)
        prefetch_related_objects([sheet], "answers")  # as the database holds them now
        found = (*unclear(sheet, merged), *faults(sheet), *_signing(actor, signature))
        if found:
            return sheet, found
        _sign(sheet, signature)
        Invitation.objects.filter(pk=actor.invited.pk).update(answered=True)
        if not _opens(actor):  # replaced meanwhile; from here on it cannot be
            transaction.set_rollback(True)
        elif sheet.organisation:
            tell(actor.name, "signed", f"{sheet.round.slug}/{sheet.organisation}", on_record=signature.on_record)
    return sheet, ()


def unclear(sheet: Sheet, merged: Merged) -> tuple[Fault, ...]:
    """Return a fault for each value that is none, and for each one that a colleague changed meanwhile."""
    known = fields(sheet.round, stored(sheet))
    named = (("value", merged.wrong), ("overtaken", merged.overtaken))
    found = (
        Fault(code, known[name].question, known[name].item) for code, all_ in named for name in all_ if name in known
    )
    return tuple(dict.fromkeys(found))


def _signing(actor: Actor, signature: Signature) -> tuple[Fault, ...]:
    if actor.role is Role.EXPERT:
        return ()
    if actor.role is not Role.SIGNATORY:
        return (Fault("not-signatory"),)
    return () if signature.name.strip() and signature.function.strip() else (Fault("signature"),)


def _sign(sheet: Sheet, signature: Signature) -> None:
    """Close a sheet for its sender. The day of a letter or meeting that the office recorded stays."""
    changes: dict[str, object] = {"state": SheetState.SENT, "receipt": kept(receipt(sheet), "receipt")}
    if sheet.organisation:
        now = timezone.now()
        changes |= {
            "signatory": signature.name.strip()[:120], "function": signature.function.strip()[:120], "signed": now,
            "on_record": signature.on_record,
        }  # fmt: skip
        changes |= {"confirmed": now} if sheet.recorder else {"date": timezone.localtime(now, zone()).date()}
    for name, value in changes.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(changes))


def faults(sheet: Sheet) -> tuple[Fault, ...]:
    """Return what stands against sending: nothing answered, a 1* without a reason, half an answer for weights."""
    now = stored(sheet)
    if not now:
        return (Fault("empty"),)
    found: list[Fault] = []
    for question in sheet.round.questions.all():
        if question.kind == QuestionKind.RATE:
            found += _unreasoned(question, now)
        elif question.kind in WEIGHTS:
            why = why_not(question, now)
            found += [Fault(why, question)] if why else []
        elif question.kind == QuestionKind.REQUEST:
            found += _wordless(question, now)
    return tuple(found)


def _unreasoned(question: Question, now: Mapping[str, str]) -> list[Fault]:
    """Return a fault for each 1* without a reason, and for each reason without a rank: alone it would not count."""
    found = []
    for item in question.items:
        value, reason = (now.get(f"{question.pk}.{item}..{part}", "") for part in ("value", "reason"))
        if value == Rank.OVERRIDING and not reason:
            found.append(Fault("reason", question, item))
        elif reason and not value:
            found.append(Fault("rank", question, item))
    return found


def _wordless(question: Question, now: Mapping[str, str]) -> list[Fault]:
    numbers = {name.split(".")[1] for name in now if name.startswith(f"{question.pk}.")}
    wanted = (("request", "text"), ("urgency", "urgency"))
    return [
        Fault(code, question, number)
        for number in sorted(numbers, key=int)
        for code, part in wanted
        if not now.get(f"{question.pk}.{number}..{part}")
    ]


def why_not(question: Question, now: Mapping[str, str]) -> str:
    """Return why a question's numbers give no weights: half, sum or top; empty when whole or untouched."""
    rows = weightings(question, now)
    chosen = any(name.startswith(f"{question.pk}.") for name in now)
    if not rows:
        return "half" if chosen else ""
    return lack(Asked(question.kind), [str(item) for item in question.items], rows)


def weightings(question: Question, now: Mapping[str, str], pseudonym: str = "r0") -> list[Weighting]:
    """Return the numbers of a question as rows of the folder; comparisons with a former best or worst are left out."""
    best, worst = (now.get(f"{question.pk}..{end}.value", "") for end in (BEST, WORST))
    found = []
    for name, value in sorted(now.items()):
        number, item, against, part = name.split(".")
        if int(number) != question.pk or part != "value" or not item:
            continue
        if question.kind == QuestionKind.BEST_WORST and item != best and against != worst:
            continue
        found.append(
            Weighting(
                pseudonym=Id(pseudonym), question=Id(question.slug), item=Id(item),
                against=Id(against) if against else None, value=Fraction(value),
            )
        )  # fmt: skip
    return found


def take_back(actor: Actor) -> bool:
    """Make a sent sheet a draft again, to change it; it does not count until it is sent again."""
    if actor.role is Role.DRAFTER:
        return False
    return _move(actor, SheetState.SENT, {"state": SheetState.DRAFT, "receipt": ""}, "taken-back", answered=False)


def withdraw(actor: Actor) -> bool:
    """Withdraw from an open round: the answers are erased. After the closing the round stands as it was handed over."""
    if actor.role is Role.DRAFTER:
        return False
    with transaction.atomic():
        hold(ROUND, actor.invited.round.pk, shared=True)
        sheet = Sheet.objects.select_for_update().filter(key=key_of(actor)).first()
        if sheet is None or not _move(actor, sheet.state, ERASED, "withdrew", answered=False):
            return False
        sheet.answers.all().delete()  # only now is it sure that the round is not being closed
        scan, storage = sheet.scan.name, sheet.scan.storage
        if scan:
            transaction.on_commit(lambda: storage.delete(scan))
    return True


def content_mark(sheet: Sheet) -> str:
    """Return the checksum of what an organisation confirms: the answers, and how the office says they came in."""
    names = ("channel", "number", "date", "place", "signatory", "function", "on_record")
    said = [str(getattr(sheet, name)) for name in names]
    return kept(json.dumps([said, sorted(stored(sheet).items())], ensure_ascii=False), "content")


def confirm(actor: Actor, mark: str) -> bool:
    """Confirm what the office recorded for an organisation from a letter, an interview, a meeting or a form.

    ``mark`` is the checksum of what stood on the page: what the office changed since is not confirmed.
    """
    if actor.role is not Role.SIGNATORY or not actor.invited.begun:
        return False
    with transaction.atomic():
        hold(ROUND, actor.invited.round.pk, shared=True)
        recorded = Sheet.objects.select_for_update().filter(key=key_of(actor)).exclude(recorder="")
        sheet = recorded.prefetch_related("answers").first()
        if sheet is None or content_mark(sheet) != mark:
            return False
        return _move(actor, SheetState.SENT, {"confirmed": timezone.now()}, "confirmed", True)


def _move(actor: Actor, state: str, changes: Mapping[str, object], verb: str, answered: bool) -> bool:
    """Change the actor's sheet if it is in a state and its round open, and tell of an organisation's in the history."""
    invitation = actor.invited
    with transaction.atomic():
        if _held(invitation) is None:
            return False
        if not Sheet.objects.filter(key=key_of(actor), state=state).update(**changes):
            return False
        Invitation.objects.filter(pk=invitation.pk).update(answered=answered)
        if invitation.organisation and actor.role is not Role.EXPERT:
            tell(actor.name, verb, f"{invitation.round.slug}/{invitation.organisation}")
    return True


def receipt(sheet: Sheet) -> str:
    """Return the code of a sheet that was sent."""
    return code_of("opennss-receipt", str(sheet.pk))


def by_receipt(code: str) -> Sheet | None:
    """Return the sheet that a receipt code stands for; spaces, small letters and missing hyphens do not matter."""
    whole = typed(code)
    return Sheet.objects.filter(receipt=kept(whole, "receipt")).first() if whole else None


def former_of(actor: Actor, code: str) -> Sheet | None:
    """Return an expert's sheet of the round before by its receipt code; ``None`` when no sheet there bears it."""
    former = by_receipt(code)
    fits = former and actor.role is Role.EXPERT and former.round_id == actor.invited.round.follows_id
    return former if fits else None


def join_former(actor: Actor, code: str) -> bool:
    """Join an expert's sheet to the one of the round before by its receipt code; only its owner knows that code."""
    former = former_of(actor, code)
    return bool(former and Sheet.objects.filter(key=key_of(actor)).update(former=former))


def answered_of(known: Mapping[str, Field], now: Mapping[str, str], questions: Sequence[Question]) -> tuple[int, int]:
    """Return how many of the questions have a whole answer, and how many there are; each rated area counts as one."""
    done = total = 0
    for question in questions:
        places = {name for name, field in known.items() if field.question == question and field.part == "value"}
        if question.kind == QuestionKind.RATE:
            total, done = total + len(places), done + len(places & now.keys())
        else:
            total += 1
            whole = question.kind not in WEIGHTS or not why_not(question, now)
            done += whole and any(name.startswith(f"{question.pk}.") for name in now)
    return done, total
