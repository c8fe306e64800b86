"""What respondents and staff see of a closed round: distribution, agreement, anonymous reasons; never of a live one.

Every figure comes from the round as the folder keeps it, by the formulas of the library. Nothing is shown of a thing
that fewer than five answered, and a reason stands beside no rank, no category and no time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction

from opennss.model.criteria import Rank
from opennss.model.criteria import Round as Closed
from opennss.model.judgements import Agreement, Consensus, Elicited, Judgements, Withheld
from opennss.model.results import RoundResult
from opennss.stakeholders.judgements import STEPS, judgements
from opennss.stakeholders.rounds import SUPPRESSED_BELOW, close, in_order
from opennss_web.access import Actor
from opennss_web.content import last_good
from opennss_web.history import tell
from opennss_web.models import Answer, HiddenReason, Instrument, QuestionKind, Round, SheetState, State

Place = tuple[str, str]
"""A question and the item it is about; a free text is about none."""
OPEN = (Consensus.NOT_REACHED, Consensus.MOVED)
"""Without consensus; a first round that reached its share is not asked again."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason or free text that nobody's name, rank or category stands beside; ``digest`` tells it from others."""

    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Step:
    """How many gave one rank, and their whole percent of the answers."""

    rank: Rank
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a round says of one area: figures, the reasons that are shown, and the digests of those that are hidden.

    ``proposals`` counts ``1*``; ``None`` stands for fewer than five.
    """

    question: str
    item: str
    median: Rank
    steps: tuple[Step, ...]
    proposals: int | None
    agreement: Agreement
    reasons: tuple[Reason, ...]
    hidden: tuple[str, ...]

    @property
    def commonest(self) -> tuple[Rank, ...]:
        """The ranks that most people gave; the agreement names the least urgent of them."""
        most = max(step.count for step in self.steps)
        return tuple(step.rank for step in self.steps if step.count == most)

    @property
    def share(self) -> int:
        """The whole percent of the answers on the commonest step."""
        return _percent(self.agreement.share.numerator, self.agreement.share.denominator)

    @property
    def before(self) -> int | None:
        """The whole percent of that step in the round before, ``None`` when no round was before."""
        earlier = self.agreement.before
        return None if earlier is None else _percent(earlier.numerator, earlier.denominator)


@dataclass(frozen=True, slots=True)
class Texts:
    """The free texts that answer one question (``title``), in an order that tells nothing."""

    question: str
    title: Mapping[str, str]
    reasons: tuple[Reason, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A closed round as people get it back; ``few`` are things asked that fewer than five answered."""

    round: Closed
    answered: int | None
    said: tuple[Said, ...]
    few: tuple[Place, ...]
    texts: tuple[Texts, ...]
    elicited: tuple[Elicited, ...]
    withheld: tuple[Withheld, ...]


def feedback(slug: str) -> Feedback | None:
    """Return what a round said; ``None`` as long as it is not closed, and for a round of positions."""
    desk = Round.objects.filter(slug=slug).first()
    if desk is not None and (desk.state != State.CLOSED or desk.instrument != Instrument.JUDGEMENT):
        return None
    found = _judged(last_good().workspace.sha256).get(slug)
    if found is None:
        return None
    round_, result, judged = found
    hidden = _hidden(slug)
    people = sum(count for _, count in result.answered)
    return Feedback(
        round=round_,
        answered=people if people >= SUPPRESSED_BELOW else None,
        said=tuple(_said(round_, result, one, hidden) for one in judged.agreements),
        few=tuple(sorted(_opinions(round_) - result.distribution.keys())),
        texts=_texts(slug, hidden) if desk else (),
        elicited=judged.elicited,
        withheld=judged.withheld,
    )


@lru_cache(maxsize=2)
def _judged(sha256: str) -> Mapping[str, tuple[Closed, RoundResult, Judgements]]:  # noqa: ARG001  tells states apart
    """Return every closed round of the folder by id, counted; one whose tables do not fit together is left out."""
    workspace = last_good().workspace
    rounds = in_order(one for one in workspace.voices.rounds if _whole(one))
    results = tuple(map(close, rounds))
    judged = judgements(rounds, results, workspace.voices.criteria, workspace.settings.consultation)
    return {one.id: (one, result, said) for one, result, said in zip(rounds, results, judged, strict=True)}


def counted() -> tuple[tuple[Closed, RoundResult], ...]:
    """Return every closed round of the folder with its results, in their order, as far as its tables fit together."""
    return tuple((one, result) for one, result, _ in _judged(last_good().workspace.sha256).values())


def unsettled(slug: str) -> frozenset[str]:
    """Return the areas that a closed round of the folder left without consensus, or with fewer than five answers."""
    found = _judged(last_good().workspace.sha256).get(slug)
    if found is None:
        return frozenset()
    round_, result, judged = found
    few = {str(area) for _, area in _opinions(round_) - result.distribution.keys()}
    return frozenset(few | {str(one.area) for one in judged.agreements if one.consensus in OPEN})


def _opinions(round_: Closed) -> set[Place]:
    """Return each question and area about which somebody gave a rank."""
    return {(row.question, row.area) for row in round_.answers if row.value and row.value.number}


def _whole(round_: Closed) -> bool:
    spoke = {row.pseudonym for row in round_.answers} | {row.pseudonym for row in round_.weightings}
    return spoke <= {row.pseudonym for row in round_.respondents}


def _said(round_: Closed, result: RoundResult, agreed: Agreement, hidden: Mapping[Place, frozenset[str]]) -> Said:
    place = (agreed.question, agreed.area)
    counts = result.distribution[place]
    texts = (row.reason for row in round_.answers if (row.question, row.area) == place)
    reasons, gone = _split(round_.id, place, texts, hidden)
    steps = tuple(
        Step(rank, count, _percent(count, sum(counts))) for rank, count in zip(STEPS, counts, strict=True)
    )  # fmt: skip
    proposals = result.proposals.get(agreed.area, 0)
    return Said(agreed.question, agreed.area, result.results[place], steps, proposals, agreed, reasons, gone)


def _percent(part: int, whole: int) -> int:
    """Return whole percents, half a percent upwards."""
    return (200 * part + whole) // (2 * whole)


def _split(
    round_: str, place: Place, texts: Iterable[str], hidden: Mapping[Place, frozenset[str]]
) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    """Return each reason once, in the order of the checksums, which nobody chose, and the checksums of hidden ones."""
    found = sorted({(digest(round_, place, text), text) for text in (one.strip() for one in texts) if text})
    gone = hidden.get(place, frozenset())
    return (
        tuple(Reason(text, own) for own, text in found if own not in gone),
        tuple(sorted({own for own, _ in found if own in gone})),
    )


def digest(round_: str, place: Place, text: str) -> str:
    """Return the checksum of a reason at its place, by which it is sorted and hidden.

    >>> digest("r1", ("urgency", "fire"), "Why") == digest("r1", ("urgency", "water"), "Why")
    False
    """
    return hashlib.sha256("\0".join((round_, *place, text)).encode()).hexdigest()


def _hidden(slug: str) -> dict[Place, frozenset[str]]:
    found: dict[Place, frozenset[str]] = {}
    for question, item, own in HiddenReason.objects.filter(round=slug).values_list("question", "item", "digest"):
        found[question, item] = found.get((question, item), frozenset()) | {own}
    return found


def _texts(slug: str, hidden: Mapping[Place, frozenset[str]]) -> tuple[Texts, ...]:
    """Return the free texts of a round, which stay on the desk; of a question that five people answered at least."""
    rows = Answer.objects.filter(
        question__round__slug=slug, question__kind=QuestionKind.TEXT, sheet__state=SheetState.SENT
    ).exclude(reason="")
    given: dict[str, list[str]] = {}
    titles: dict[str, Mapping[str, str]] = {}
    for question, title, text in rows.values_list("question__slug", "question__text", "reason"):
        given.setdefault(question, []).append(text)
        titles[question] = title
    return tuple(
        Texts(question, titles[question], *_split(slug, (question, ""), texts, hidden))
        for question, texts in sorted(given.items()) if len(texts) >= SUPPRESSED_BELOW
    )  # fmt: skip


def before(round_: Round) -> Mapping[Place, Said]:
    """Return what the round before said of each question and area; nothing where no round was before."""
    found = feedback(round_.follows.slug) if round_.follows_id and round_.follows else None
    return {(one.question, one.item): one for one in found.said} if found else {}


def hide(actor: Actor, slug: str, place: Place, own: str, shown: bool = False) -> bool:
    """Hide a reason that tells who wrote it or names a person, or show it again; say whether there is such a reason.

    The history names the place and the beginning of the checksum, never the text.
    """
    found = feedback(slug)
    parts = [((one.question, one.item), one) for one in found.said] if found else []
    texts = [((one.question, ""), one) for one in found.texts] if found else []
    known = {at: {*(reason.digest for reason in one.reasons), *one.hidden} for at, one in (*parts, *texts)}
    if own not in known.get(place, ()):
        return False
    row = {"round": slug, "question": place[0], "item": place[1], "digest": own}
    with transaction.atomic():
        changed = HiddenReason.objects.filter(**row).delete()[0] if shown else _hide(row)
        if changed:
            verb = "reason-shown" if shown else "reason-hidden"
            tell(actor.name, verb, "/".join(part for part in (slug, *place) if part), digest=own[:12])
    return True


def _hide(row: Mapping[str, str]) -> bool:
    return HiddenReason.objects.get_or_create(**row)[1]
