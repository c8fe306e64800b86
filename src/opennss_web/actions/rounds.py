"""Rounds as the office makes them: drafted, opened after its checks, prolonged. Once open, nothing asked changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from opennss.errors import CodeError
from opennss.language import clean, languages
from opennss.model.codes import Id
from opennss_web.access import Actor
from opennss_web.actions.answering import WEIGHTS
from opennss_web.content import content, zone
from opennss_web.history import tell
from opennss_web.locks import ROUND, hold
from opennss_web.models import Instrument, Link, Round, Scope, State
from opennss_web.words import say

NOTICE = ("data", "purpose", "controller", "retention", "rights")
"""The parts of the notice to respondents."""
RESERVED = frozenset({"new"})
SHORT, LONG = 200, 4_000
"""Signs of a title, and of an introduction or a part of the notice."""
AFTER = dt.timedelta(days=180)
"""How long a link lives after its round closes: people come back for their receipt and for what was decided."""

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands against a deed: the end of a key below ``rounds.fault-``, the field, and what the sentence names."""

    code: str
    name: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


Faults = tuple[Fault, ...]
NONE: Faults = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a round says, as it was typed; ``notice`` holds its parts by language."""

    slug: str
    title: Texts
    intro: Texts
    notice: Mapping[str, Texts]
    day: str = ""
    time: str = "17:00"
    follows: str = ""
    share: str = "70"
    drift: str = "10"
    illustrative: bool = False


def spoken() -> tuple[str, ...]:
    """Return the languages in which a round speaks: those of the folder that the product knows."""
    return tuple(language for language in content().workspace.settings.languages if language in languages())


def first_draft(instrument: str) -> Draft:
    """Return the form of a new round, with a notice that holds for most rounds of its instrument."""
    settings = content().workspace.settings
    notice = {
        language: {
            "data": say(f"rounds.given-data-{instrument}", language),
            "purpose": say("rounds.given-purpose", language),
            "controller": settings.body[language],
            "retention": say(f"rounds.given-retention-{instrument}", language),
            "rights": say(f"rounds.given-rights-{instrument}", language),
        }
        for language in spoken()
    }
    return Draft("", {}, {}, notice, illustrative=settings.illustrative)


def draft_of(round_: Round) -> Draft:
    """Return a stored round as its form shows it."""
    local = timezone.localtime(round_.closes, zone()) if round_.closes else None
    return Draft(
        round_.slug, round_.title, round_.intro, round_.notice, f"{local:%Y-%m-%d}" if local else "",
        f"{local:%H:%M}" if local else "17:00", round_.follows.slug if round_.follows else "", str(round_.share),
        str(round_.drift), round_.illustrative,
    )  # fmt: skip


def may_follow(instrument: str) -> list[Round]:
    """Return the rounds whose results a new one may show: closed ones of the same instrument, newest first."""
    return list(Round.objects.filter(instrument=instrument, state=State.CLOSED).order_by("-closed"))


def moment_of(day: str, time: str, place: ZoneInfo) -> dt.datetime | None:
    """Return a day and a time of a zone as a moment, ``None`` when they are none.

    >>> moment_of("2027-03-01", "17:00", ZoneInfo("Asia/Ho_Chi_Minh")).astimezone(dt.UTC).isoformat()
    '2027-03-01T10:00:00+00:00'
    """
    try:
        return dt.datetime.combine(dt.date.fromisoformat(day), dt.time.fromisoformat(time).replace(tzinfo=place))
    except ValueError:
        return None


def save_round(actor: Actor, instrument: str, draft: Draft, round_: Round | None = None) -> tuple[Round | None, Faults]:
    """Make a round, or change one that is a draft; return it, or what stands against it.

    A new round that follows another asks its questions again, under their names, until the office changes them.
    """
    with transaction.atomic():
        if round_ is not None and (round_ := held(round_)) is None:
            return None, (Fault("not-draft"),)
        found = _faults(draft, instrument, new=round_ is None)
        if found:
            return None, found
        made = round_ is None
        round_ = round_ or Round(slug=draft.slug, instrument=instrument)
        for name, value in _values(draft, instrument).items():
            setattr(round_, name, value)
        round_.save()
        if made and round_.follows:
            _ask_again(round_)
        tell(actor.name, "round-made" if made else "round-edited", round_.slug, instrument=instrument)
    return round_, ()


def _values(draft: Draft, instrument: str) -> dict[str, object]:
    """Return the fields of a round that a faultless form means."""
    tongues = spoken()
    return {
        "title": {one: line(draft.title.get(one, "")) for one in tongues},
        "intro": {one: said for one in tongues if (said := prose(draft.intro.get(one, "")))},
        "notice": {one: {part: prose(draft.notice.get(one, {}).get(part, "")) for part in NOTICE} for one in tongues},
        "closes": moment_of(draft.day, draft.time, zone()),
        "follows": Round.objects.filter(slug=draft.follows, instrument=instrument, state=State.CLOSED).first(),
        "share": int(draft.share), "drift": int(draft.drift), "illustrative": draft.illustrative,
    }  # fmt: skip


def line(text: str) -> str:
    """Return a text of one line: heads of mails and titles hold no line breaks."""
    return " ".join(clean(text).split())


def prose(text: str) -> str:
    """Return a free text without signs that no page shows."""
    return clean(text.replace("\r\n", "\n")).strip()


def _faults(draft: Draft, instrument: str, new: bool) -> Faults:
    found = [Fault(code, "slug") for code in _slug_faults(draft.slug)] if new else []
    for language in spoken():
        title = line(draft.title.get(language, ""))
        found += [] if title and len(title) <= SHORT else [Fault("title", f"title_{language}")]
        said = {"intro": draft.intro.get(language, "")}
        said |= {f"notice_{part}": draft.notice.get(language, {}).get(part, "") for part in NOTICE}
        found += [
            Fault("long", f"{name}_{language}", {"most": LONG}) for name, text in said.items() if len(text) > LONG
        ]
    if draft.day and moment_of(draft.day, draft.time, zone()) is None:
        found.append(Fault("moment", "day"))
    if draft.follows and draft.follows not in {round_.slug for round_ in may_follow(instrument)}:
        found.append(Fault("follows", "follows"))
    for name, low, value in (("share", 1, draft.share), ("drift", 0, draft.drift)):
        if not (value.isascii() and value.isdigit() and low <= int(value[:4]) <= 100):
            found.append(Fault(name, name))
    return tuple(found)


def _slug_faults(slug: str) -> list[str]:
    try:
        Id.parse(slug)
    except CodeError:
        return ["slug"]
    if len(slug) > 40 or slug in RESERVED:
        return ["slug"]
    closed = {round_.id for round_ in content().workspace.voices.rounds}
    return ["slug-taken"] if slug in closed or Round.objects.filter(slug=slug).exists() else []


def _ask_again(round_: Round) -> None:
    """Copy the questions of the round before."""
    for question in round_.follows.questions.all():
        question.pk, question.round = None, round_
        question.save(force_insert=True)


def held(round_: Round, state: str = State.DRAFT) -> Round | None:
    """Return the round if it is in a state, and keep it so until the transaction ends."""
    hold(ROUND, round_.pk)
    return Round.objects.select_for_update().filter(pk=round_.pk, state=state).first()


def checks(round_: Round) -> Faults:
    """Return everything that stands against opening a round."""
    found = []
    questions = list(round_.questions.all())
    if not questions:
        found.append(Fault("no-question"))
    known, weighed = _known(), dict[str, str]()
    for question in questions:
        if question.kind in WEIGHTS and (other := weighed.setdefault(question.about, question.slug)) != question.slug:
            # The folder would refuse the answers at the closing, when nothing can be mended any more.
            found.append(Fault("weighed", values={"question": question.slug, "other": other}))
        if any(not question.text.get(language) for language in spoken()):
            found.append(Fault("question-text", values={"question": question.slug}))
        if set(question.items) - known:
            found.append(Fault("question-items", values={"question": question.slug}))
    if any(not round_.notice.get(language, {}).get(part) for language in spoken() for part in NOTICE):
        found.append(Fault("notice"))
    if round_.closes is None or round_.closes <= timezone.now():
        found.append(Fault("closing"))
    return (*found, *_invited(round_))


def _invited(round_: Round) -> Faults:
    """Return what is missing among the invited: anybody at all, or a person who may sign for an organisation."""
    scopes: dict[str, set[str]] = {}
    for organisation, scope in round_.invitations.values_list("organisation", "scope"):
        scopes.setdefault(organisation, set()).add(scope)
    if not scopes:
        return (Fault("nobody"),)
    if round_.instrument == Instrument.JUDGEMENT:
        return ()
    mute = sorted(organisation for organisation, found in scopes.items() if Scope.SIGN not in found)
    return (Fault("no-signatory", values={"names": ", ".join(mute)}),) if mute else ()


def _known() -> set[str]:
    """Return everything a question may be about."""
    workspace = content().workspace
    groups = {str(criterion.group) for criterion in workspace.voices.criteria}
    return groups | {str(row.id) for row in (*workspace.evidence.areas, *workspace.voices.criteria)}


def open_round(actor: Actor, round_: Round) -> Faults:
    """Open a draft that passes its checks; from now on nothing that it asks changes."""
    with transaction.atomic():
        draft = held(round_)
        if draft is None:
            return (Fault("not-draft"),)
        found = checks(draft)
        if not found:
            Round.objects.filter(pk=draft.pk).update(state=State.OPEN, opened=timezone.now())
            tell(
                actor.name, "opened", draft.slug, invited=draft.invitations.count(), share=draft.share,
                drift=draft.drift, closes=draft.closes.isoformat(),
            )  # fmt: skip
    return found


def prolong(actor: Actor, round_: Round, day: str, time: str) -> Faults:
    """Move the closing of an open round to a later moment; links live as much longer."""
    moment = moment_of(day, time, zone())
    with transaction.atomic():
        if (now := held(round_, State.OPEN)) is None:
            return (Fault("not-open"),)
        if moment is None or moment <= timezone.now() or (now.closes and moment <= now.closes):
            return (Fault("later", "day"),)
        Round.objects.filter(pk=round_.pk).update(closes=moment)
        Link.objects.filter(invitation__round=round_, revoked=None, expires__lt=moment + AFTER).update(
            expires=moment + AFTER
        )
        tell(actor.name, "prolonged", round_.slug, closes=moment.astimezone(dt.UTC).isoformat())
    return ()
