"""How areas are judged: criteria, ranks and ranges, the consultation round, and decisions in writing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import ClassVar

from opennss.errors import CodeError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import Kind
from opennss.model.table import Row, column

CONSENSUS_SHARE, CONSENSUS_DRIFT = 70, 10
"""The rule of consensus of a round that declares none, in percent and points (method, section 3: project default)."""


class Rank(StrEnum):
    """The cells of a rank table: ``1*`` overriding, ``1`` to ``3``, ``none``, ``n/a`` does not apply, ``?`` no data.

    The scheme follows what is publicly known of ISO's (1 is best, ``1*`` overrides); the rest is a project default,
    not the published ISO value.

    >>> Rank("2").number, Rank.NONE.number, Rank.UNKNOWN.number
    (2, 4, None)
    """

    OVERRIDING = "1*"
    HIGH = "1"
    MEDIUM = "2"
    LOW = "3"
    NONE = "none"
    NOT_APPLICABLE = "n/a"
    UNKNOWN = "?"

    @property
    def number(self) -> int | None:
        """1 to 4 for the ordinal scale (``1*`` counts 1, ``none`` counts 4); ``None`` for ``?`` and ``n/a``."""
        return {"1*": 1, "1": 1, "2": 2, "3": 3, "none": 4}.get(self.value)

    @property
    def printed(self) -> str:
        """The cell as it is printed: ``–`` stands for ``none``."""
        return "–" if self is Rank.NONE else self.value


URGENCIES = (Rank.OVERRIDING, Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)
"""From the most urgent to no priority; the place of a rank is the tier of the plan."""


class Group(StrEnum):
    """The five groups between which weights are shared first: three pillars and two inputs."""

    ECONOMIC = "economic"
    SOCIAL = "social"
    ENVIRONMENTAL = "environmental"
    EMERGING = "emerging"
    STAKEHOLDER = "stakeholder"


class Direction(StrEnum):
    """Whether a high or a low value makes an area urgent."""

    HIGH = "high"
    LOW = "low"


class Ranges(str):
    """Three bounds that turn a number into a rank, such as ``>=10;>=5;>0``; each bound says whether it is inside.

    Source: the scheme of ranges is ISO's, by way of the article RANK (see the method page); the figures are a
    project default, not the published ISO value.

    >>> [Ranges.parse(">=10;>=5;>0").rank(value).value for value in (10, 9.9, 0.4, 0)]
    ['1', '2', '3', 'none']
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Ranges:
        """Read three bounds, all ``>`` or all ``<``, in falling urgency; else raises ``CodeError``."""
        parts = text.replace(" ", "").split(";")
        signs = {part[:1] for part in parts}
        if len(parts) != 3 or len(signs) != 1 or not all(re.fullmatch(r"[<>]=?-?\d+(\.\d+)?", part) for part in parts):
            raise CodeError("bad-ranges", value=text)
        bounds = [Fraction(part.lstrip("<>=")) for part in parts]
        if bounds != sorted(bounds, reverse=signs == {">"}):
            raise CodeError("ranges-order", value=text)
        return cls(";".join(parts))

    @property
    def direction(self) -> Direction:
        """``high`` when the bounds are lower bounds, ``low`` when they are upper bounds."""
        return Direction.HIGH if self[0] == ">" else Direction.LOW

    def bounds(self) -> list[tuple[Fraction, bool]]:
        """Return the three bounds, each with whether it belongs to the better rank."""
        return list(_bounds(self))

    def rank(self, value: float | Fraction) -> Rank:
        """Return the rank of ``value``; a value beyond the last bound is ``none``."""
        exact = Fraction(str(value))
        sign = 1 if self.direction is Direction.HIGH else -1
        for rank, (bound, inside) in zip((Rank.HIGH, Rank.MEDIUM, Rank.LOW), self.bounds(), strict=True):
            distance = sign * (exact - bound)
            if distance > 0 or (inside and distance == 0):
                return rank
        return Rank.NONE

    def borderline(self, value: float) -> bool:
        """Say whether ``value`` lies within 10 % of a bound (a bound of zero has no such band)."""
        exact = Fraction(str(value))
        return any(bound and abs(exact - bound) <= abs(bound) / 10 for bound, _ in self.bounds())


@cache
def _bounds(ranges: str) -> tuple[tuple[Fraction, bool], ...]:
    return tuple((Fraction(part.lstrip("<>=")), "=" in part) for part in ranges.split(";"))


QUANTILES = "quantiles"
"""The word in place of ranges: first quarter 1, second quarter 2, the rest 3, zero none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Row):
    """A reason for which areas of some kinds are ranked: an indicator with ranges, or a question to stakeholders."""

    FILE: ClassVar[str] = "criteria.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the criterion")
    name: Text = column("name of the criterion")
    group: Group = column("pillar (economic, social, environmental) or input (emerging, stakeholder)")
    kinds: tuple[Kind, ...] = column("kinds of area it applies to; elsewhere the cell is n/a")
    indicator: Id | None = column(
        "indicator it is measured by; empty when a question is given", default=None, ref="indicators"
    )
    question: Id | None = column(
        "question of a closed consultation round; empty when an indicator is given", default=None
    )
    direction: Direction | None = column("high or low: which end is urgent; needed with an indicator", default=None)
    weight: Fraction = column("weight inside its group; the groups' weights are in nss.toml")
    ranges: str = column(
        "bounds of ranks 1, 2 and 3, such as >=10;>=5;>0, or quantiles; needed with an indicator", default=""
    )


class DecisionKind(StrEnum):
    """What people may decide against or beside the machine."""

    OVERRIDE = "override"
    RANK = "rank"
    NO_PROJECT = "no-project"
    KEEP_ICS = "keep-ics"
    EXCLUDE = "exclude"
    APPROACH = "approach"
    REQUIRE = "require"
    ACCEPT_USE = "accept-use"


class Approach(StrEnum):
    """What a country does about the standards of a technology."""

    LEAD = "lead"
    PARTICIPATE = "participate"
    ADOPT = "adopt"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Row):
    """People overruling the machine, in writing: reason, approver, date and expiry are needed."""

    FILE: ClassVar[str] = "decisions.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the decision")
    kind: DecisionKind = column(
        "override (a criterion's rank becomes 1*), rank (the area's rank is decided), no-project (why a rank-1 area "
        "has none), keep-ics (the national ICS stays), exclude (a deliverable is not planned), approach (the approach "
        "to a technology, in place of the computed one), require (an item must be in the plan), accept-use (a "
        "deliverable without known use keeps the rank of its area)"
    )
    area: Id | None = column("the area decided on", default=None, ref="areas")
    criterion: Id | None = column("override: the criterion that becomes 1*", default=None, ref="criteria")
    subject: str = column(
        "keep-ics: id of the adoption; exclude, accept-use: reference of the deliverable; approach: id of the "
        "technology; require: id of the plan item",
        default="",
    )
    value: Rank | None = column("override: 1*; rank: 1, 2, 3 or none", default=None)
    reason: Text = column("why, in every language of the folder")
    proposer: str = column("who proposed it (an office, a pseudonym in examples)", default="", prose=True)
    approver: str = column("who approved it (an office, a pseudonym in examples)", prose=True)
    date: dt.date = column("day of the approval")
    expiry: dt.date = column("last day on which it holds")
    approach: Approach | None = column(
        "approach: what was decided for the technology: lead, participate, adopt or monitor", default=None, spare=True
    )


def ranking(decisions: Iterable[Decision], area: str = "") -> tuple[Decision, ...]:
    """Return the decisions on the rank of areas, or of one ``area``: a criterion made ``1*``, a rank put in place."""
    kinds = (DecisionKind.OVERRIDE, DecisionKind.RANK)
    return tuple(row for row in decisions if row.kind in kinds and row.area and area in ("", row.area))


class QuestionKind(StrEnum):
    """What a question asks for: ranks of areas (``rate``), or weights in one of four ways."""

    RATE = "rate"
    POINTS = "points"
    SWING = "swing"
    PAIRS = "pairs"
    BEST_WORST = "best-worst"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Row):
    """A question of a closed round; its answers are ranks of areas or, in ``weightings.csv``, weights."""

    FILE: ClassVar[str] = "questions.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the question, named by criteria.csv")
    text: Text = column("the question as it was asked")
    kind: QuestionKind = column(
        "rate (ranks of areas, in answers.csv); or weights, in weightings.csv: points (shared out), swing (0 to 100), "
        "pairs (compared two by two), best-worst",
        default=QuestionKind.RATE,
        spare=True,
    )
    about: Group | None = column(
        "weights: the group whose criteria are weighed; empty when the groups themselves are", default=None, spare=True
    )
    items: tuple[Id, ...] = column(
        "weights: the groups or criteria that were asked about; empty: those that anybody gave a number for",
        default=(),
        spare=True,
    )


class Category(StrEnum):
    """ISO's stakeholder categories as far as known (letters are a project default); A1 and A2 share the weight of A."""

    LARGE = "A1"
    SME = "A2"
    GOVERNMENT = "B"
    CONSUMERS = "C"
    LABOUR = "D"
    ACADEMIA = "E"
    APPLICATION = "F"
    NGO = "G"


Categories = tuple[Category, ...]
"""Categories whose people are not told apart in a closed round, in their order; mostly a single one."""


CIVIL: Categories = (Category.CONSUMERS, Category.LABOUR, Category.NGO)
"""Categories that are heard together, as "civil society and labour", where one of them alone is too few."""


def together(categories: Iterable[Category]) -> str:
    """Return the name of categories that are not told apart.

    >>> together((Category.CONSUMERS, Category.LABOUR))
    'C+D'
    """
    return "+".join(categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent(Row):
    """Who answered a closed round, under a pseudonym.

    A category that fewer than five answered would tell who they are, to whoever knows who was invited. So such
    categories stand together: the people of all of them have the same cell.
    """

    FILE: ClassVar[str] = "respondents.csv"
    KEY: ClassVar[tuple[str, ...]] = ("pseudonym",)

    pseudonym: Id = column("pseudonym in this round")
    organisation_type: str = column("type of organisation", prose=True)
    category: Categories = column(
        "ISO category: A1 large enterprises, A2 SMEs, B government, C consumers, D labour, E academia, "
        "F standards application, G NGO; several (C;D) where fewer than five people of one of them answered: all their "
        "people have this same cell, which names only categories that answered"
    )

    @property
    def categories(self) -> Categories:
        """The categories in their order, each once."""
        return tuple(sorted(set(self.category)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Row):
    """One answer of a closed round: the rank a respondent gives an area; ``1*`` is a proposal and counts as 1."""

    FILE: ClassVar[str] = "answers.csv"
    KEY: ClassVar[tuple[str, ...]] = ("pseudonym", "question", "area")

    pseudonym: Id = column("who answered", ref="respondents")
    question: Id = column("the question", ref="questions")
    area: Id = column("the area", ref="areas")
    value: Rank | None = column("1*, 1, 2, 3 or none; `?` for no opinion", unknown=True)
    reason: str = column("reason given", default="", prose=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting(Row):
    """One number of a closed round from which weights are derived."""

    FILE: ClassVar[str] = "weightings.csv"
    KEY: ClassVar[tuple[str, ...]] = ("pseudonym", "question", "item", "against")

    pseudonym: Id = column("who answered", ref="respondents")
    question: Id = column("the question", ref="questions")
    item: Id = column("the group of criteria, or the criterion, that the number is about")
    against: Id | None = column(
        "pairs: what the item is compared with; best-worst: the other item of a comparison with the best or the worst",
        default=None,
    )
    value: Fraction = column(
        "points: its share of 100; swing: 0 to 100; how many times more important: pairs 1/9 to 9, best-worst 1 to 9"
    )
    reason: str = column("reason given", default="", prose=True)


@dataclass(frozen=True, slots=True)
class Round:
    """One closed consultation round of individual judgements; ``invited`` counts invitations by category.

    ``consensus_share`` and ``consensus_drift`` are the rule declared before the round opened: percent of the answers on
    one step, and points by which that share may have moved since the round before. ``follows`` is the id of the earlier
    round that this one repeats and is compared with, empty when none is named.
    """

    id: str
    title: Text
    closed: dt.date
    invited: tuple[tuple[Category, int], ...]
    questions: tuple[Question, ...]
    respondents: tuple[Respondent, ...]
    answers: tuple[Answer, ...]
    weightings: tuple[Weighting, ...] = ()
    consensus_share: int = CONSENSUS_SHARE
    consensus_drift: int = CONSENSUS_DRIFT
    follows: str = ""
