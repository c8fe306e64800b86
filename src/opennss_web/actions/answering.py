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
    """Return the actor's sheet, ``None`` before it was begun."""
    return Sheet.objects.prefetch_related("answers").filter(key=key_of(actor)).first()


def notice_mark(round_: Round) -> str:
    """Return the checksum of the notice that a respondent agrees to."""
    return kept(json.dumps(round_.notice, sort_keys=True, ensure_ascii=False), "notice")


def begin(actor: Actor) -> Sheet | None:
    """Agree to the notice and open the sheet; again it changes nothing. ``None`` when the round takes no answers."""
    invitation = actor.invited
    with transaction.atomic():
        round_ = _held(invitation)
        if round_ is None or not (invitation.begun or _alive(actor)):
            return None
        whose = {"organisation": invitation.organisation} if round_.instrument == Instrument.POSITION else {}
        sheet, _ = Sheet.objects.get_or_create(
            key=key_of(actor),
            defaults={
                "round": round_, "category": invitation.category, "kind": invitation.kind,
                "consent": notice_mark(round_), **whose,
            },
        )  # fmt: skip
        if sheet.state == SheetState.WITHDRAWN:
            Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.DRAFT, consent=notice_mark(round_))
            sheet.refresh_from_db()
        if not invitation.begun:
            Invitation.objects.filter(pk=invitation.pk).update(begun=True)
    return sheet


def _alive(actor: Actor) -> bool:
    """Say whether the link still opens, and keep it so: one that is being replaced must not begin a second sheet."""
    Invitation.objects.select_for_update().get(pk=actor.invited.pk)
    return isinstance(invitation_of(actor.token, actor.invited.round.slug), Invitation)


def save(actor: Actor, sent: Mapping[str, str], seen: Mapping[str, str]) -> Merged | None:
    """Store what changed on a draft; ``None`` when there is no draft or the round takes no answers any more."""
    with transaction.atomic():
        sheet = _draft(actor)
        return _store(sheet, sent, seen) if sheet else None


def _draft(actor: Actor) -> Sheet | None:
    """Return the actor's sheet for writing, if it is a draft of an open round."""
    if _held(actor.invited) is None:
        return None
    return Sheet.objects.select_for_update().filter(key=key_of(actor), state=SheetState.DRAFT).first()


def _held(invitation: Invitation) -> Round | None:
    """Return the round if it takes answers, and keep it from being closed until the transaction ends."""
    hold(ROUND, invitation.round.pk, shared=True)
    round_ = Round.objects.get(pk=invitation.round.pk)
    return round_ if is_open(round_) else None


def _store(sheet: Sheet, sent: Mapping[str, str], seen: Mapping[str, str]) -> Merged:
    now = stored(sheet)
    known = fields(sheet.round, now)
    merged = merge(known, now, sent, seen)
    write(sheet, known, merged.changes, now)
    return merged


def send(
    actor: Actor, sent: Mapping[str, str], seen: Mapping[str, str], signature: Signature
) -> tuple[Sheet | None, tuple[Fault, ...]]:
    """Store the form and send the sheet: acknowledged only when it is on the disk. Sending again changes nothing.

    What changed is stored even when something stands against sending. Without a draft of an open round the sheet is
    returned as it is, ``None`` when there is none.
    """
    with transaction.atomic():
        sheet = _draft(actor)
        if sheet is None:
            return sheet_of(actor), ()
        merged = _store(sheet, sent, seen)
        sheet = Sheet.objects.prefetch_related("answers").get(pk=sheet.pk)
        found = (*unclear(sheet, merged), *faults(sheet), *_signing(actor, signature))
        if found:
            return sheet, found
        _sign(actor, sheet, signature)
        Invitation.objects.filter(pk=actor.invited.pk).update(answered=True)
    return sheet, ()


def unclear(sheet: Sheet, merged: Merged) -> tuple[Fault, ...]:
    """Return a fault for each value that is none, and for each one that a colleague changed meanwhile."""
    known = fields(sheet.round, stored(sheet))
    found = [Fault("value", known[name].question, known[name].item) for name in merged.wrong if name in known]
    return (*found, *(Fault("overtaken", known[name].question) for name in merged.overtaken if name in known))


def _signing(actor: Actor, signature: Signature) -> tuple[Fault, ...]:
    if actor.role is Role.EXPERT:
        return ()
    if actor.role is not Role.SIGNATORY:
        return (Fault("not-signatory"),)
    return () if signature.name.strip() and signature.function.strip() else (Fault("signature"),)


def _sign(actor: Actor, sheet: Sheet, signature: Signature) -> None:
    changes: dict[str, object] = {"state": SheetState.SENT, "receipt": kept(receipt(sheet), "receipt")}
    if sheet.organisation:
        now = timezone.now()
        changes |= {
            "signatory": signature.name.strip()[:120], "function": signature.function.strip()[:120], "signed": now,
            "on_record": signature.on_record, "date": timezone.localtime(now, zone()).date(),
        }  # fmt: skip
        changes |= {"confirmed": now} if sheet.recorder else {}
        tell(actor.name, "signed", f"{sheet.round.slug}/{sheet.organisation}", on_record=signature.on_record)
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
    sheet = sheet_of(actor)
    if actor.role is Role.DRAFTER or sheet is None:
        return False
    changes = {"state": SheetState.WITHDRAWN, "receipt": "", "on_record": False}
    with transaction.atomic():
        gone = _move(actor, sheet.state, changes, "withdrew", answered=False)
        if gone:  # only now is it sure that the round is not being closed
            sheet.answers.all().delete()
    return gone


def confirm(actor: Actor) -> bool:
    """Confirm what the office recorded for an organisation from a letter, an interview, a meeting or a form."""
    if actor.role is not Role.SIGNATORY:
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


def join_former(actor: Actor, code: str) -> bool:
    """Join an expert's sheet to the one of the round before by its receipt code; only its owner knows that code."""
    sheet, former = sheet_of(actor), by_receipt(code)
    if sheet is None or former is None or actor.role is not Role.EXPERT or former.round_id != sheet.round.follows_id:
        return False
    return bool(Sheet.objects.filter(pk=sheet.pk).update(former=former))


def answered_of(known: Mapping[str, Field], now: Mapping[str, str], questions: Sequence[Question]) -> tuple[int, int]:
    """Return how many of the questions have an answer, and how many there are; each rated area counts as one."""
    done = total = 0
    for question in questions:
        places = {name for name, field in known.items() if field.question == question and field.part == "value"}
        if question.kind == QuestionKind.RATE:
            total, done = total + len(places), done + len(places & now.keys())
        else:
            total += 1
            done += any(name.startswith(f"{question.pk}.") for name in now)
    return done, total
