"""Closing a round: its answers go over to the folder under pseudonyms, once, and whatever interrupts it can be resumed.

First the round stops taking answers (``closing``), then the folder is written, then the round is ``closed``, and with
it nothing joins the invited to the answers any more. The rows are made from what no longer changes, in the order of
random numbers, so that writing them again gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from opennss.errors import CodeError, WorkspaceError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Answer as Judged
from opennss.model.criteria import Categories, Category, Group, Rank, Respondent, Weighting
from opennss.model.criteria import Question as Asked
from opennss.model.criteria import QuestionKind as AskedKind
from opennss.model.criteria import Round as Closed
from opennss.model.references import Reference
from opennss.model.stakeholders import Channel, Offer, Position, Reason, Request
from opennss.model.table import Row
from opennss.stakeholders.groups import cells
from opennss.stakeholders.rounds import SUPPRESSED_BELOW
from opennss.workspace.handover import close_round
from opennss.workspace.tables import round_folder
from opennss_web import mails
from opennss_web.actions.answering import WEIGHTS, weightings
from opennss_web.actions.sheets import stored
from opennss_web.actions.untying import untie
from opennss_web.content import content, folder, zone
from opennss_web.history import tell
from opennss_web.locks import ROUND, hold
from opennss_web.models import Instrument, Link, Question, QuestionKind, Round, Scope, Sheet, SheetState, State
from opennss_web.words import say, text_of

KNOWN = tuple(kind.value for kind in AskedKind)
"""Kinds of question that the folder keeps; free texts and requests stay on the desk or go to other tables."""


def close(by: str, round_: Round) -> tuple[str, ...]:
    """Close a round and return the names of the files written; a round that is closed already changes nothing.

    Raises ``WorkspaceError`` when the folder refuses the answers, and nothing is lost: the round is open again, but for
    one that was handed over before. That stays ``closing``: it is closed once more when what is wrong is mended.
    """
    with transaction.atomic():
        hold(ROUND, round_.pk)
        now = Round.objects.select_for_update().get(pk=round_.pk)
        fresh = now.state == State.OPEN
        if fresh:
            Round.objects.filter(pk=now.pk).update(state=State.CLOSING, closed=timezone.now())
            tell(by, "closing", now.slug)
        elif now.state != State.CLOSING:
            return ()
    now = Round.objects.get(pk=round_.pk)
    try:
        written = hand_over(now)
    except WorkspaceError as error:
        with transaction.atomic():
            mine = Round.objects.filter(pk=now.pk, state=State.CLOSING)
            if not stands(now, fresh) and mine.update(state=State.OPEN, closed=None):
                tell(by, "closing-refused", now.slug, findings=len(error.findings))
        raise
    if now.instrument == Instrument.JUDGEMENT:
        mails.forget(now.slug)
    with transaction.atomic():
        if Round.objects.filter(pk=now.pk, state=State.CLOSING).update(state=State.CLOSED):
            if now.instrument == Instrument.JUDGEMENT:
                untie(now)
            tell(by, "closed", now.slug, files=list(written))
    return written


def stands(round_: Round, fresh: bool) -> bool:
    """Say whether a round may stand in the folder already: it must not take answers again that nobody would read.

    Positions of a round that is not ``fresh`` do as long as the folder cannot be read: nobody can tell.
    """
    if round_.instrument == Instrument.JUDGEMENT:
        return (folder() / round_folder(Id(round_.slug))).exists()
    if fresh:
        return False
    try:
        voices = content().workspace.voices
    except WorkspaceError:
        return True
    sheets, questions = _sent(round_), list(round_.questions.all())
    asked = {row.id for row in requests(round_, sheets, questions)} & {row.id for row in voices.requests}
    ours, there = (
        {(row.stakeholder, row.area, row.rank, row.date) for row in rows}
        for rows in (positions(sheets, questions), voices.positions)
    )
    return bool(asked or ours & there)


def resume(by: str = "desk") -> tuple[str, ...]:
    """Finish what was interrupted while closing; return the rounds that were finished.

    A round that the folder refuses is left as after any closing; when it is open again the history tells it.
    """
    found = []
    for round_ in Round.objects.filter(state=State.CLOSING).order_by("pk"):
        with suppress(WorkspaceError):
            close(by, round_)
            found.append(round_.slug)
    return tuple(found)


def hand_over(round_: Round) -> tuple[str, ...]:
    """Write a round that takes no more answers to the folder, as judgements or as positions and requests."""
    sheets, questions = _sent(round_), list(round_.questions.all())
    if round_.instrument == Instrument.JUDGEMENT:
        return close_round(folder(), judgements(round_, sheets, questions))
    said: dict[type[Row], Sequence[Row]] = {
        Request: requests(round_, sheets, questions),
        Position: positions(sheets, questions),
    }
    return close_round(folder(), None, said, _day(round_.closed))


def _sent(round_: Round) -> list[Sheet]:
    return list(round_.sheets.filter(state=SheetState.SENT).prefetch_related("answers").order_by("pk"))


def judgements(round_: Round, sheets: Sequence[Sheet], questions: Sequence[Question]) -> Closed:
    """Return a round of experts as the folder keeps it: pseudonyms in random order, no time, nothing few share."""
    spoke = heard(sheets, questions)
    return Closed(
        id=round_.slug, title=text_of(round_.title), closed=_day(round_.closed), invited=invited(round_),
        questions=tuple(_asked(question) for question in questions if question.kind in KNOWN),
        respondents=respondents(spoke), answers=tuple(row for one in spoke for row in one.answers),
        weightings=tuple(row for one in spoke for row in one.weightings),
        consensus_share=round_.share, consensus_drift=round_.drift, follows=followed(round_),
    )  # fmt: skip


def followed(round_: Round) -> str:
    """Return the id of the round before; one that nobody answered does not stand in the folder."""
    found = {one.id for one in content().workspace.voices.rounds}
    return round_.follows.slug if round_.follows and round_.follows.slug in found else ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One expert who said something, under a pseudonym."""

    name: Id
    sheet: Sheet
    answers: tuple[Judged, ...]
    weightings: tuple[Weighting, ...]


def heard(sheets: Sequence[Sheet], questions: Sequence[Question]) -> list[Heard]:
    """Return what each sheet says, in their order; a sheet that says nothing the folder keeps is left out."""
    width = max(2, len(str(len(sheets))))
    found: list[Heard] = []
    for sheet in sheets:
        name, now = Id(f"r{len(found) + 1:0{width}}"), stored(sheet)
        own = tuple(row for question in questions for row in _judged(question, now, name))
        weighing = (question for question in questions if question.kind in WEIGHTS)
        weighed = tuple(row for question in weighing for row in weightings(question, now, name))
        if own or weighed:
            found.append(Heard(name, sheet, own, weighed))
    return found


def respondents(spoke: Sequence[Heard]) -> tuple[Respondent, ...]:
    """Return who answered as the folder may know them: five people at least share each category and kind it names."""
    cell = cells(Counter(Category(one.sheet.category) for one in spoke))
    kinds: dict[Categories, Counter[str]] = {own: Counter() for own in cell.values()}
    for one in spoke:
        kinds[cell[Category(one.sheet.category)]][one.sheet.kind] += 1
    found = []
    for one in spoke:
        own = cell[Category(one.sheet.category)]
        whole = " / ".join(say(f"label.category-{category}", "en") for category in own)
        kind = one.sheet.kind if one.sheet.kind in _told(kinds[own]) else whole
        found.append(Respondent(pseudonym=one.name, organisation_type=kind, category=own))
    return tuple(found)


def _told(kinds: Counter[str]) -> set[str]:
    """Return the kinds of organisation that may be named: of those left without a kind there are five too, or none."""
    told = {kind for kind, count in kinds.items() if kind and count >= SUPPRESSED_BELOW}
    while told and 0 < kinds.total() - sum(kinds[kind] for kind in told) < SUPPRESSED_BELOW:
        told.remove(min(told, key=lambda kind: (kinds[kind], kind)))
    return told


def invited(round_: Round) -> tuple[tuple[Category, int], ...]:
    """Return how many were invited, by category: everybody who was ever given a link."""
    given = Exists(Link.objects.filter(invitation=OuterRef("pk")))
    found = Counter(round_.invitations.filter(given, scope=Scope.JUDGE).values_list("category", flat=True))
    return tuple(sorted((Category(category), count) for category, count in found.items()))


def _asked(question: Question) -> Asked:
    return Asked(
        id=Id(question.slug), text=text_of(question.text), kind=AskedKind(question.kind),
        about=Group(question.about) if question.about else None,
        items=tuple(Id(item) for item in question.items) if question.kind in WEIGHTS else (),
    )  # fmt: skip


def _judged(question: Question, now: dict[str, str], name: Id) -> list[Judged]:
    """Return the ranks that one sheet gives areas; without a rank a reason stands for nothing."""
    if question.kind != QuestionKind.RATE:
        return []
    place = f"{question.pk}."
    found = []
    for item in question.items:
        value = now.get(f"{place}{item}..value")
        if value:
            rank = None if value == Rank.UNKNOWN else Rank(value)
            reason = now.get(f"{place}{item}..reason", "")
            found.append(Judged(pseudonym=name, question=Id(question.slug), area=Id(item), value=rank, reason=reason))
    return found


def positions(sheets: Sequence[Sheet], questions: Sequence[Question]) -> list[Position]:
    """Return what organisations say on record: only of those that agreed to be named, signed, or recorded by staff."""
    found = []
    for sheet in (sheet for sheet in sheets if sheet.on_record):
        now = stored(sheet)
        for question in (question for question in questions if question.kind == QuestionKind.RATE):
            for item in question.items:
                value = now.get(f"{question.pk}.{item}..value", "?")
                if value != Rank.UNKNOWN:
                    found.append(
                        Position(
                            stakeholder=Id(sheet.organisation), area=Id(item), rank=Rank(value),
                            reason=now.get(f"{question.pk}.{item}..reason", ""), signatory=_signed(sheet),
                            date=_date(sheet), illustrative=sheet.round.illustrative,
                        )
                    )  # fmt: skip
    return found


def requests(round_: Round, sheets: Sequence[Sheet], questions: Sequence[Question]) -> list[Request]:
    """Return what organisations ask for and offer; each has an id of its round, so that it is taken once."""
    found: list[Request] = []
    spoken = dict(round_.invitations.exclude(organisation="").order_by("scope").values_list("organisation", "language"))
    for sheet in sorted(sheets, key=lambda sheet: sheet.organisation):
        now = stored(sheet)
        for question in (question for question in questions if question.kind == QuestionKind.REQUEST):
            numbers = {int(name.split(".")[1]) for name in now if name.startswith(f"{question.pk}.")}
            for number in sorted(numbers):
                place = f"{question.pk}.{number}.."
                said = {name.removeprefix(place): value for name, value in now.items() if name.startswith(place)}
                # What the office typed is in its language, until the organisation corrects and signs it.
                language = ("" if sheet.signed else sheet.language) or spoken.get(sheet.organisation, "en")
                found.append(_request(Id(f"q-{round_.slug}-{len(found) + 1}"), sheet, said, language))
    return found


def _request(identifier: Id, sheet: Sheet, said: dict[str, str], language: str) -> Request:
    text, standard = said.get("text", ""), None
    if written := said.get("standard"):
        try:
            standard = Reference.parse(written)
        except CodeError:  # not a reference: people's own words stay with their text
            text = f"{text} ({written})"
    return Request(
        id=identifier, stakeholder=Id(sheet.organisation), date=_date(sheet), channel=Channel(sheet.channel),
        number=sheet.number, signatory=_signed(sheet), text=Text.of(**{language: text}),
        reasons=tuple(Reason(value) for value in said.get("reasons", "").split(";") if value), standard=standard,
        urgency=Rank(said["urgency"]), area=Id(said["area"]) if said.get("area") else None,
        offers=tuple(Offer(value) for value in said.get("offers", "").split(";") if value),
        named=sheet.on_record, illustrative=sheet.round.illustrative,
    )  # fmt: skip


def _signed(sheet: Sheet) -> str:
    return ", ".join(part for part in (sheet.signatory, sheet.function) if part)


def _date(sheet: Sheet) -> dt.date:
    """Return the day of a letter or meeting, else of the signature, in the country's zone."""
    return sheet.date or _day(sheet.signed)


def _day(moment: dt.datetime | None) -> dt.date:
    assert moment is not None  # a sheet that was sent is signed, a round that is handed over has its moment of closing
    return timezone.localtime(moment, zone()).date()
