"""Weights from a question of a closed round: of each answer by the method of the question, then of all and by group.

The weights of all are the weighted arithmetic mean of the individual ones: people answer for themselves, not as one
body (aggregation of individual priorities). Where they do answer as one body, a setting puts their comparisons two by
two together first (aggregation of individual judgements). Weight of an answer: method, section 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from opennss.mcda.checks import InputError
from opennss.mcda.weights.ahp import ahp
from opennss.mcda.weights.given import Reconsider, Weights
from opennss.mcda.weights.together import aggregate_judgements, aggregate_priorities
from opennss.model.criteria import Categories, Criterion, Question, QuestionKind, Round, Weighting
from opennss.model.judgements import Elicited, Withheld
from opennss.model.weightings import by_person, items_of, lack, weighable, weights_of
from opennss.stakeholders.groups import groups, shown
from opennss.stakeholders.rounds import SUPPRESSED_BELOW
from opennss.stakeholders.weights import answer_weights

INCONSISTENT = "inconsistent"
"""Why an answer is set aside whose comparisons contradict each other more than the method's limit."""

PRIORITIES, JUDGEMENTS = "priorities", "judgements"
"""What is put together: the weights of each person, or their comparisons, from which weights are then derived."""


@dataclass(frozen=True, slots=True)
class Usable:
    """The answers to a question for weights that can be used, one entry an answer, and what was set aside.

    ``numbers`` are the rows of each answer, ``categories`` those that who gave it is not told apart from,
    ``weights`` what it gave.
    """

    items: tuple[str, ...]
    numbers: tuple[tuple[Weighting, ...], ...]
    categories: tuple[Categories, ...]
    weights: tuple[Weights, ...]
    set_aside: Mapping[str, int]
    reconsider: Mapping[tuple[str, str], int]

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The weight of each answer: equal by category, then by answer; they sum to 1."""
        weights, _ = answer_weights(self.categories)
        return tuple(weights[own] for own in self.categories)


def elicit(
    round_: Round, question: Question, criteria: Sequence[Criterion], how: str = PRIORITIES
) -> Elicited | Withheld:
    """Return the weights that a question gave, of all and by group of categories; or that they are withheld.

    Withheld are weights of fewer than five usable answers. Answers that are half, that do not keep to the rules of the
    question, or that contradict themselves are set aside and counted by reason: a number is never filled in. ``how``
    (``priorities`` or ``judgements``) is about comparisons two by two; other answers have no comparisons of everything
    to put together, so theirs is always the mean of weights.
    """
    joined = how if question.kind is QuestionKind.PAIRS else PRIORITIES
    found = usable(round_, question, criteria)
    if len(found.weights) < SUPPRESSED_BELOW:
        return Withheld(question.id, question.kind, found.set_aside)
    own = groups(found.categories)
    of_group = [own[categories] for categories in found.categories]
    answered = Counter(of_group)
    return Elicited(
        round=round_.id,
        question=question.id,
        method=question.kind,
        items=found.items,
        weights=together(found, range(len(of_group)), joined),
        by_group={
            name: together(found, [place for place, group in enumerate(of_group) if group == name], joined)
            for name in sorted(shown(answered))
        },
        answered=dict(sorted(answered.items())),
        individual=tuple(tuple(one.shares()[item] for item in found.items) for one in found.weights),
        shares=tuple(float(share) for share in _evened(found.shares, of_group, shown(answered))),
        set_aside=found.set_aside,
        reconsider=found.reconsider,
        about=str(question.about or ""),
        together=joined,
    )


def usable(round_: Round, question: Question, criteria: Sequence[Criterion]) -> Usable:
    """Return the answers to a question that can be used, with their weights, and what was set aside and why."""
    items = items_of(question, round_.weightings, weighable(question, criteria))
    category = {str(row.pseudonym): row.categories for row in round_.respondents}
    kept: list[tuple[tuple[Weighting, ...], Categories, Weights]] = []
    aside: Counter[str] = Counter()
    doubts: Counter[tuple[str, str]] = Counter()
    for name, rows in by_person(question, round_.weightings).items():
        why, weights, doubt = lack(question.kind, items, rows), None, None
        if not why:
            weights, doubt = _individual(question.kind, items, rows)
        if weights is None:
            aside[why or INCONSISTENT] += 1
            doubts.update([(doubt.item, doubt.against)] if doubt else [])
        else:
            kept.append((rows, category[name], weights))
    return Usable(
        items,
        tuple(rows for rows, _, _ in kept),
        tuple(found for _, found, _ in kept),
        tuple(weights for _, _, weights in kept),
        dict(sorted(aside.items())),
        dict(sorted(doubts.items())),
    )


def _individual(
    kind: QuestionKind, items: Sequence[str], rows: Sequence[Weighting]
) -> tuple[Weights | None, Reconsider | None]:
    """Return the weights of one whole answer; ``None`` where it contradicts itself, with what to reconsider."""
    try:
        found = weights_of(kind, items, rows)
    except InputError:  # a best that another item beats: the numbers are there, but they contradict each other
        return None, None
    if found.consistency and not found.consistency.acceptable:
        return None, found.consistency.reconsider
    return found, None


def _evened(shares: Sequence[Fraction], of_group: Sequence[str], visible: Collection[str]) -> list[Fraction]:
    """Return shares that are the same for every answer of a group, the groups that must not be shown counting as one.

    What comes of weightings that are drawn so can be told apart by group at most, and so by five answers at least.
    """
    heard = [name if name in visible else "" for name in of_group]
    total: dict[str, Fraction] = {}
    for name, share in zip(heard, shares, strict=True):
        total[name] = total.get(name, Fraction(0)) + share
    answers = Counter(heard)
    return [total[name] / answers[name] for name in heard]


def together(found: Usable, places: Sequence[int], how: str = PRIORITIES) -> tuple[float, ...]:
    """Return one weighting of some of the answers, given by their places, in the order of the items.

    The answers keep their shares. ``priorities``: the weighted arithmetic mean of their weights. ``judgements``: the
    weights of the weighted geometric mean of their comparisons two by two.
    """
    shares = [found.shares[place] for place in places]
    parts = [float(share / sum(shares)) for share in shares]
    if how == JUDGEMENTS:
        own = of_judgements(found, places, parts).shares()
    else:
        own = aggregate_priorities([found.weights[place] for place in places], parts, "arithmetic").shares()
    return tuple(own[item] for item in found.items)


def of_judgements(found: Usable, places: Sequence[int], parts: Sequence[float]) -> Weights:
    """Return the weights of some people's comparisons two by two put together first, with their consistency.

    ``places`` name the answers and ``parts`` how much each counts (a sum of 1). Where each of them is consistent
    enough, so are they together: the largest eigenvalue of a geometric mean is no larger than the geometric mean of
    theirs (L. Elsner, C. R. Johnson, J. A. Dias da Silva, *Linear and Multilinear Algebra* 24, 1988).
    """
    comparisons = [
        {(str(row.item), str(row.against)): float(row.value) for row in found.numbers[place]} for place in places
    ]
    return ahp(aggregate_judgements(comparisons, found.items, parts), found.items)
