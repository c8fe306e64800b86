"""What closed rounds said beyond a rank: weights people gave, how far they agree, where groups of categories differ.

Nothing here may tell what one person answered: a group of categories of fewer than five answers is merged into a wider
one or left out, and the individual weightings serve the calculation only; no page, file or screen shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from opennss.model.criteria import Rank

EVERYBODY = "all"
"""Stands for all who answered, where the letters of a group of categories stand for the others."""


class Consensus(StrEnum):
    """Whether a round agrees on an area: ``early`` where the share is reached but it follows no round that asked it."""

    REACHED = "reached"
    EARLY = "early"
    MOVED = "moved"
    NOT_REACHED = "not-reached"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the answers to one question about one area agree.

    ``modal`` is the commonest step and ``share`` its share of the answers; ``before`` is the share of that step in the
    round that this one follows, ``None`` when it follows none or that one did not ask the same.
    """

    question: str
    area: str
    answers: int
    modal: Rank
    share: Fraction
    before: Fraction | None
    consensus: Consensus


@dataclass(frozen=True, slots=True)
class Heard:
    """What a group of categories said: ``categories`` are its letters (``A``, or ``C+D+G`` when merged).

    ``ranks`` holds its weighted median by (question, area), only where at least five of the group answered and nothing
    can be derived by subtraction; ``concordance`` is Kendall's W with ties among its members by question, ``None``
    where fewer than five answered all the same areas.
    """

    categories: str
    invited: int | None
    answered: int
    ranks: Mapping[tuple[str, str], Rank]
    concordance: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Elicited:
    """Weights that a question of a round gave: of the groups of criteria, or of the criteria inside one group.

    ``weights`` follow ``items`` and sum to 1; ``by_group`` holds them by group of categories as in ``Heard``.
    ``individual`` are the weightings of the answers and ``shares`` how often each is drawn (the weight of its group,
    the same for every answer of the group): for calculation only. ``set_aside`` counts answers left out, by reason
    (``half``, ``sum``, ``top``, ``inconsistent``). ``reconsider`` counts, among the inconsistent ones, the comparison
    that each person would best think about again: for the office alone.

    ``about`` is the group whose criteria were weighed, empty when the groups themselves were. ``together`` says how
    many answers became one weighting: ``priorities`` (mean of the weights) or ``judgements`` (weights of the mean
    comparisons). ``stands`` says whether these weights stand for the consultation, in the order of others and where
    weightings are drawn from answers: those of a named round, or of the last one that gave any about the same.
    """

    round: str
    question: str
    method: str
    items: tuple[str, ...]
    weights: tuple[float, ...]
    by_group: Mapping[str, tuple[float, ...]]
    answered: Mapping[str, int]
    individual: tuple[tuple[float, ...], ...]
    shares: tuple[float, ...]
    set_aside: Mapping[str, int]
    reconsider: Mapping[tuple[str, str], int] = field(default_factory=dict)
    about: str = ""
    together: str = "priorities"
    stands: bool = True

    @property
    def way(self) -> str:
        """How the weights came about, as keys of sentences name it: the method, and whether comparisons were joined.

        ``points``, ``swing``, ``pairs``, ``best-worst``; ``pairs-together`` where comparisons were put together first.
        """
        return f"{self.method}-together" if self.together == "judgements" else self.method


@dataclass(frozen=True, slots=True)
class Withheld:
    """A question for weights whose weights are not given: fewer than five answers could be used."""

    question: str
    method: str
    set_aside: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Judgements:
    """What a closed round said, beside its ranks: agreement, groups of categories, weights.

    ``concordance`` is Kendall's W with ties by question, over everybody who ranked all areas of the question; ``None``
    where fewer than five did.
    """

    round: str
    agreements: tuple[Agreement, ...]
    heard: tuple[Heard, ...]
    elicited: tuple[Elicited, ...]
    withheld: tuple[Withheld, ...] = ()
    concordance: Mapping[str, float | None] = field(default_factory=dict)


def standing(judgements: Sequence[Judgements]) -> tuple[Elicited, ...]:
    """Return the weights that stand for the consultation, each with its ``round``: at most one by ``about``."""
    found = {given.about: given for judged in judgements for given in judged.elicited if given.stands}
    return tuple(found.values())


def group_weights(judgements: Sequence[Judgements]) -> Elicited | None:
    """Return the weights of the groups of criteria that stand for the consultation; ``None`` when there are none."""
    return next((given for given in standing(judgements) if not given.about), None)


@dataclass(frozen=True, slots=True)
class Apart:
    """Groups of categories whose rank of an area is not the result of the round: ``groups`` by their letters."""

    question: str
    area: str
    result: Rank
    groups: tuple[tuple[str, Rank], ...]


def apart(judged: Judgements, results: Mapping[tuple[str, str], Rank]) -> tuple[Apart, ...]:
    """Return where groups of categories see an area otherwise than the round as a whole, by question and area.

    ``results`` are the ranks of the round. Only ranks that may be shown are compared, so a group that is absent may
    agree or not.
    """
    found = []
    for (question, area), result in sorted(results.items()):
        own = [(one.categories, one.ranks[question, area]) for one in judged.heard if (question, area) in one.ranks]
        differ = tuple((name, rank) for name, rank in own if rank is not result)
        if differ:
            found.append(Apart(question, area, result, differ))
    return tuple(found)
