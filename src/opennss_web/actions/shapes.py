"""The answers of the results desk: frozen data that pages print, files hold and the API sends, the same for all three.

Texts are objects, language to string. What is not known is ``null``, never zero.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from opennss.model.country import GoalStatus, Kind, Strength
from opennss.model.criteria import Category, Group, Rank
from opennss.model.judgements import Consensus
from opennss.model.projects import ProjectType
from opennss.model.results import GapKind, Mark

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class ReleaseAnswer:
    """The release that is shown: the checksum of the folder, its country and period, and the edition."""

    sha256: str
    at: dt.datetime
    edition: str
    country: str
    name: Words
    title: Words
    as_of: dt.date
    years: tuple[int, ...]
    currency: str
    languages: tuple[str, ...]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """Where something was read; ``grade`` is 1 official, 2 international organisation, 3 press or academic."""

    id: str
    title: Words
    publisher: str
    number: str
    date: str
    address: str
    seen: dt.date
    grade: int


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """An area with its place: ``joint`` among all areas, ``position`` in its own list, ``best`` to ``worst`` possible.

    ``final`` is the rank that the programme uses: the decided one where there is one. ``steady`` says what it hangs on.
    """

    id: str
    name: Words
    kind: Kind
    list: str
    joint: int | None
    position: int | None
    best: int
    worst: int
    rank: Rank
    decided: Rank | None
    final: Rank
    known: int
    apply: int
    share_of_ones: float | None
    steady: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class AreasAnswer:
    """The ranking: areas by place, those without a place last."""

    areas: tuple[AreaAnswer, ...]


@dataclass(frozen=True, slots=True)
class CriterionOfArea:
    """One criterion of an area: its rank and weight, and the value behind it with unit, period, cells and sources.

    ``fact`` is the fact of the rank, ``evidence`` that of the value.
    """

    id: str
    name: Words
    group: Group
    weight: float
    rank: Rank
    value: float | None
    unit: str
    period: str
    borderline: bool
    fact: str
    evidence: str | None
    shown: Words
    cells: tuple[str, ...]
    sources: tuple[SourceAnswer, ...]


@dataclass(frozen=True, slots=True)
class GroupWeight:
    """The weight of a group of criteria for an area."""

    group: Group
    weight: float


@dataclass(frozen=True, slots=True)
class GoalOfArea:
    """A national goal that an area serves, how, and why."""

    id: str
    goal: Words
    strength: Strength
    reason: Words


@dataclass(frozen=True, slots=True)
class StandardOfArea:
    """A deliverable linked to an area: ``adopted``, ``outdated``, ``missing``, ``draft`` or ``unknown``."""

    reference: str
    title: Words
    state: str
    committee: str | None
    relevance: str | None
    reason: Words


@dataclass(frozen=True, slots=True)
class CommitteeOfArea:
    """A committee that serves an area; ``seat`` is P, O, none or ?; ``idle`` is a seat without work in the plan."""

    reference: str
    title: Words
    seat: str
    idle: bool


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """What is missing between areas and the standards that serve them."""

    id: str
    kind: GapKind
    committee: str
    deliverable: str
    areas: tuple[str, ...]
    adoption: str
    fact: str


@dataclass(frozen=True, slots=True)
class GapsAnswer:
    """Every gap."""

    gaps: tuple[GapAnswer, ...]


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """A project or measure: planned from ``start``, or not now for a reason; ``goals`` are those in force it serves."""

    id: str
    type: ProjectType
    name: Words
    subject: Words
    start: int | None
    not_now: str | None
    tier: int | None
    committee: str
    deliverable: str
    areas: tuple[str, ...]
    requires: tuple[str, ...]
    gaps: tuple[str, ...]
    objective: str | None
    goals: tuple[str, ...]
    fact: str


@dataclass(frozen=True, slots=True)
class ItemsAnswer:
    """Every project and measure that was looked at, planned or not."""

    projects: tuple[ItemAnswer, ...]


@dataclass(frozen=True, slots=True)
class TrailAnswer:
    """An area with everything behind it and everything that follows from it."""

    area: AreaAnswer
    goals: tuple[GoalOfArea, ...]
    groups: tuple[GroupWeight, ...]
    criteria: tuple[CriterionOfArea, ...]
    standards: tuple[StandardOfArea, ...]
    committees: tuple[CommitteeOfArea, ...]
    gaps: tuple[GapAnswer, ...]
    projects: tuple[ItemAnswer, ...]


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """A criterion: its group, the kinds of area it applies to, and its weight for each of them."""

    id: str
    name: Words
    group: Group
    kinds: tuple[Kind, ...]
    indicator: str | None
    question: str | None
    ranges: str
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class CriteriaAnswer:
    """Every criterion."""

    criteria: tuple[CriterionAnswer, ...]


@dataclass(frozen=True, slots=True)
class AreaOfGoal:
    """An area that serves a goal."""

    id: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class ObjectiveAnswer:
    """A strategic objective."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class GoalAnswer:
    """A national goal with its document, and what serves it: areas, objectives, projects and measures."""

    id: str
    goal: Words
    article: Words
    target: Words
    year: int | None
    status: GoalStatus
    source: SourceAnswer
    areas: tuple[AreaOfGoal, ...]
    objectives: tuple[ObjectiveAnswer, ...]
    projects: tuple[str, ...]
    fact: str


@dataclass(frozen=True, slots=True)
class GoalsAnswer:
    """Every national goal, in the order of the folder."""

    goals: tuple[GoalAnswer, ...]


@dataclass(frozen=True, slots=True)
class LoadAnswer:
    """What a body needs and has in a year: person-days, and money in the currency of the release."""

    body: str
    name: Words
    year: int
    days: float
    capacity: float
    cost: float
    budget: float


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """The programme: its items by first year, and what each body needs and has."""

    items: tuple[ItemAnswer, ...]
    loads: tuple[LoadAnswer, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """How many of an ISO category, or of several that are not told apart, were invited (``null``: not on record)."""

    categories: tuple[Category, ...]
    invited: int | None
    answered: int


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of a question for an area, with five answers or more: how many gave each rank, how far they agree.

    ``counts`` are those of the ranks 1, 2, 3 and none; ``share`` is that of the commonest.
    """

    question: str
    area: str
    rank: Rank
    counts: tuple[int, ...]
    share: float
    before: float | None
    consensus: Consensus


@dataclass(frozen=True, slots=True)
class GroupRank:
    """The rank that a group of categories gave an area."""

    question: str
    area: str
    rank: Rank


@dataclass(frozen=True, slots=True)
class GroupHeard:
    """What a group of categories said, of five answers or more, where nothing can be had by subtraction."""

    group: str
    answered: int
    ranks: tuple[GroupRank, ...]


@dataclass(frozen=True, slots=True)
class WeightsGiven:
    """Weights of criteria or their groups that a round gave, by group of categories; ``all`` stands for everybody."""

    question: str
    items: tuple[str, ...]
    by_group: dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question of a round."""

    id: str
    text: Words


@dataclass(frozen=True, slots=True)
class RoundAnswer:
    """The results of a closed round; nothing is about fewer than five answers, and nothing about one person."""

    id: str
    title: Words
    closed: dt.date
    questions: tuple[QuestionAnswer, ...]
    responses: tuple[Response, ...]
    results: tuple[Judged, ...]
    groups: tuple[GroupHeard, ...]
    weights: tuple[WeightsGiven, ...]


@dataclass(frozen=True, slots=True)
class RoundsAnswer:
    """The closed rounds, in their order."""

    rounds: tuple[RoundAnswer, ...]


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """A node of the trail: another fact by name, or a cell of the folder (``fact`` is ``null``)."""

    fact: str | None
    label: Words
    shown: Words


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """A printed value with its origin: what it was made from, by which method, which goals it leads to.

    ``shown`` is the value as it is printed. ``serves`` leads upwards, ``served_by`` from a goal down again.
    """

    name: str
    label: Words
    value: int | float | str | Words
    unit: str
    shown: Words
    method: Words
    inputs: tuple[StepAnswer, ...]
    sources: tuple[SourceAnswer, ...]
    serves: tuple[StepAnswer, ...]
    served_by: tuple[StepAnswer, ...]
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an area stands: among all areas, in its own list, and its rank."""

    joint: int | None
    position: int | None
    rank: Rank


@dataclass(frozen=True, slots=True)
class WeighedArea:
    """An area under other weights, beside the released order; ``stays`` says whether nothing of it would change."""

    id: str
    name: Words
    kind: Kind
    released: Place
    weighed: Place
    stays: bool


@dataclass(frozen=True, slots=True)
class WeighingAnswer:
    """The ranking under other weights of the five groups, in the new order; it is kept nowhere.

    ``weights`` are shares of the whole by group.
    """

    weights: dict[str, float]
    stays: int
    changes: int
    areas: tuple[WeighedArea, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request has no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
