"""The questions of a round while it is a draft: which areas are rated, which groups or criteria are weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from opennss.errors import CodeError
from opennss.model.codes import Id
from opennss.model.country import Kind
from opennss.model.criteria import Group
from opennss.model.criteria import Round as Closed
from opennss_web.access import Actor
from opennss_web.actions.answering import WEIGHTS
from opennss_web.actions.feedback import unsettled
from opennss_web.actions.rounds import LONG, Fault, Faults, Texts, held, prose, spoken
from opennss_web.content import content
from opennss_web.history import tell
from opennss_web.models import Instrument, Question, QuestionKind, Round

KINDS = {
    Instrument.JUDGEMENT: (
        QuestionKind.RATE, QuestionKind.POINTS, QuestionKind.SWING, QuestionKind.PAIRS, QuestionKind.BEST_WORST,
        QuestionKind.TEXT,
    ),
    Instrument.POSITION: (QuestionKind.RATE, QuestionKind.REQUEST),
}  # fmt: skip
"""What may be asked: an anonymous expert has nothing to offer and gets no reply, and organisations weigh nothing.

Nor do they write free texts: what they say goes on record as positions and requests, and a text would go nowhere.
"""
ALL, TICKED, CONTESTED = "all", "ticked", "contested"
MOST_PAIRED = 9
"""Things compared two by two: nine are thirty-six comparisons already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form of a question says; ``which`` is ``all``, ``ticked``, ``contested`` or a kind of area."""

    slug: str = ""
    text: Texts | None = None
    about: str = ""
    which: str = TICKED
    ticked: tuple[str, ...] = ()


def weighable() -> dict[str, tuple[str, ...]]:
    """Return what may be weighed: the groups (under an empty name), and the criteria of each group of two or more."""
    criteria = content().workspace.voices.criteria
    groups = {group.value: tuple(str(row.id) for row in criteria if row.group is group) for group in Group}
    found = {"": tuple(name for name, rows in groups.items() if rows)}
    return {name: rows for name, rows in (found | groups).items() if len(rows) > 1}


def areas(kinds: Sequence[str] = tuple(Kind)) -> tuple[str, ...]:
    """Return the ids of the folder's areas of some kinds, in its order."""
    return tuple(str(area.id) for area in content().workspace.evidence.areas if area.kind in kinds)


def before(round_: Round) -> Closed | None:
    """Return the closed round of the folder that a round follows; ``None`` for one that follows none, or positions."""
    if round_.follows is None:
        return None
    return next((one for one in content().workspace.voices.rounds if one.id == round_.follows.slug), None)


def contested(round_: Round) -> tuple[str, ...]:
    """Return the areas that the round before left without consensus, in the folder's order.

    By the rule that the round before declared, as its feedback says it. An area that nobody has asked about yet is not
    contested.
    """
    last = before(round_)
    found = unsettled(last.id) if last else frozenset()
    return tuple(area for area in areas() if area in found)


def save_question(
    actor: Actor, round_: Round, kind: str, asked: Asked, question: Question | None = None
) -> tuple[Question | None, Faults]:
    """Add a question to a draft, or change it; return it, or what stands against it."""
    with transaction.atomic():
        if held(round_) is None:
            return None, (Fault("not-draft"),)
        items = _items(round_, kind, asked)
        found = _faults(round_, kind, asked, items, question)
        if found:
            return None, found
        last = round_.questions.aggregate(last=Max("place"))["last"]
        question = question or Question(round=round_, kind=kind, place=0 if last is None else last + 1)
        question.slug, question.items = asked.slug, list(items)
        question.about = asked.about if kind in WEIGHTS else ""
        question.text = {language: prose((asked.text or {}).get(language, "")) for language in spoken()}
        question.save()
        tell(actor.name, "question", f"{round_.slug}/{question.slug}", kind=kind, items=len(items))
    return question, ()


def _items(round_: Round, kind: str, asked: Asked) -> tuple[str, ...]:
    """Return the ids that the form means; whatever it sends that is none is not looked at."""
    if kind in WEIGHTS:
        return weighable().get(asked.about, ())
    if kind == QuestionKind.REQUEST:
        return areas()
    if kind != QuestionKind.RATE:
        return ()
    chosen: Mapping[str, tuple[str, ...]] = {ALL: areas(), CONTESTED: contested(round_)}
    if asked.which in chosen:
        return chosen[asked.which]
    if asked.which in tuple(Kind):
        return areas((asked.which,))
    return tuple(area for area in areas() if area in asked.ticked)


def _faults(round_: Round, kind: str, asked: Asked, items: Sequence[str], question: Question | None) -> Faults:
    found = []
    if kind not in KINDS[Instrument(round_.instrument)]:
        found.append(Fault("kind"))
    if not _is_id(asked.slug):
        found.append(Fault("slug", "slug"))
    elif round_.questions.filter(slug=asked.slug).exclude(pk=question.pk if question else None).exists():
        found.append(Fault("question-taken", "slug"))
    for language in spoken():
        said = (asked.text or {}).get(language, "").strip()
        found += [] if said and len(said) <= LONG else [Fault("text", f"text_{language}")]
    if kind == QuestionKind.RATE and not items:
        found.append(Fault("no-contested" if asked.which == CONTESTED else "no-area", "which"))
    if kind == QuestionKind.RATE and (twice := _rated(round_, items, question)):
        found.append(Fault("rated", "which", {"areas": ", ".join(twice)}))
    if kind in WEIGHTS and len(items) < 2:
        found.append(Fault("about", "about"))
    if kind in WEIGHTS and (other := _weighed(round_, asked.about, question)):
        found.append(Fault("weighed", "about", {"question": asked.slug, "other": other.slug}))
    if kind == QuestionKind.PAIRS and len(items) > MOST_PAIRED:
        found.append(Fault("pairs", "about", {"most": MOST_PAIRED}))
    return tuple(found)


def _rated(round_: Round, items: Sequence[str], question: Question | None) -> list[str]:
    """Return the areas that another question of a round of positions asks to rate: a position is one by area."""
    if round_.instrument != Instrument.POSITION:
        return []
    others = round_.questions.filter(kind=QuestionKind.RATE).exclude(pk=question.pk if question else None)
    taken = {item for other in others for item in other.items}
    return [item for item in items if item in taken]


def _weighed(round_: Round, about: str, question: Question | None) -> Question | None:
    """Return another question of the round that weighs the same things: the folder takes one in a round."""
    others = round_.questions.filter(kind__in=WEIGHTS, about=about)
    return others.exclude(pk=question.pk if question else None).first()


def _is_id(text: str) -> bool:
    try:
        return len(Id.parse(text)) <= 40
    except CodeError:
        return False


def remove_question(actor: Actor, question: Question) -> bool:
    """Take a question out of a draft."""
    with transaction.atomic():
        round_ = held(question.round)
        if round_ is None:
            return False
        Question.objects.filter(pk=question.pk).delete()
        tell(actor.name, "question-removed", f"{round_.slug}/{question.slug}")
    return True


def move_question(actor: Actor, question: Question, later: bool) -> bool:
    """Ask a question of a draft one place earlier or later; say whether that was possible."""
    with transaction.atomic():
        round_ = held(question.round)
        order = [found.pk for found in round_.questions.all()] if round_ else []
        if question.pk not in order:
            return False
        place = order.index(question.pk)
        other = place + 1 if later else place - 1
        if not 0 <= other < len(order):
            return False
        order[place], order[other] = order[other], order[place]
        for number, pk in enumerate(order):
            Question.objects.filter(pk=pk).update(place=number)
        tell(actor.name, "question-moved", f"{question.round.slug}/{question.slug}", place=other + 1)
    return True
