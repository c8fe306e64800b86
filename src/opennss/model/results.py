"""What a build finds out: facts with their origin, ranked areas, gaps, the plan, the strategy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import Strength
from opennss.model.criteria import Categories, Category, Rank
from opennss.model.dossiers import Dossier
from opennss.model.judgements import Judgements
from opennss.model.obligations import Obligations
from opennss.model.observations import Table
from opennss.model.openings import Opening
from opennss.model.plans import ExpertTimes, Outlook, Plan
from opennss.model.projects import NextStep, Progress, Project, Target
from opennss.model.published import ListShown
from opennss.model.robustness import Robustness
from opennss.model.schedule import Schedule
from opennss.model.stakeholders import Reply
from opennss.model.standards import Committee, Deliverable, Role
from opennss.model.table import Cell
from opennss.model.technologies import TechnologyCriterion
from opennss.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Origin:
    """How a fact came about: the sentence of its method, and the facts, cells and sources it was made from.

    ``method`` is a key below ``method.`` in the locale files; ``inputs`` are names of other facts or cells of the
    folder; ``sources`` are ids of ``sources.csv``. ``serves`` leads upwards: to the alignment of an area, and from
    there to national goals. ``served_by`` leads downwards again: from a goal or an objective to what serves it.
    """

    method: str
    inputs: tuple[str | Cell, ...] = ()
    sources: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    served_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that may be printed; a fact is the only way a number enters prose, tables and figures."""

    name: str
    value: int | Fraction | Decimal | float | str | dt.date | Text | Rank
    unit: str
    origin: Origin
    label: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class RankCell:
    """One cell of a rank table: the rank, the value behind it, and what must be said about it.

    ``value`` is ``None`` when the cell is judged, unknown or not applicable. ``coarser`` and ``finer`` are the ranks
    of the area's group and of its best part, where they differ from ``rank`` ("depends on the cut").
    """

    rank: Rank
    value: float | None = None
    unit: str = ""
    period: str = ""
    borderline: bool = False
    coarser: tuple[str, Rank] | None = None
    finer: tuple[str, Rank] | None = None
    cells: tuple[Cell, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def depends_on_the_cut(self) -> bool:
        """Say whether another level of the classification gives another rank."""
        return bool(self.coarser or self.finer)


@dataclass(frozen=True, slots=True)
class RankedArea:
    """An area in its list: its cells, its rank profile, its position and the positions its ``?`` still allow.

    ``rank`` is the weighted median of its ranks (project default); ``decided`` is the rank of a decision, if any.
    ``position`` is ``None`` when the area is not yet rankable (coverage below one half and no approved ``1*``).
    """

    area: Id
    list: str
    cells: tuple[tuple[str, RankCell], ...]
    override: bool
    share: Fraction | None
    mean: Fraction | None
    known: int
    apply: int
    position: int | None
    best: int
    worst: int
    joint: int | None
    rank: Rank
    decided: Rank | None = None
    check_score: float | None = None
    check_position: int | None = None

    @property
    def fact(self) -> str:
        """The name of the fact of that rank."""
        return f"rank.{self.area}.{'decided' if self.decided else 'rank'}"

    @property
    def final(self) -> Rank:
        """The rank that the plan uses: the decided one where there is one."""
        return self.decided or self.rank

    def cell(self, criterion: str) -> RankCell:
        """Return the cell of one criterion."""
        return dict(self.cells)[criterion]


@dataclass(frozen=True, slots=True)
class Ranks:
    """The ranked lists: sectors, subjects, emerging; weights by list; findings that the reader must know."""

    areas: tuple[RankedArea, ...]
    weights: tuple[tuple[str, tuple[tuple[str, Fraction], ...]], ...]
    empty_groups: tuple[tuple[str, tuple[str, ...]], ...]
    many_overrides: tuple[str, ...]

    def of(self, area: str) -> RankedArea:
        """Return one area; raises ``KeyError`` for an unknown one."""
        return {str(item.area): item for item in self.areas}[area]

    def joint_list(self) -> tuple[RankedArea, ...]:
        """Return the areas that have a place in the joint list, in its order; equal places by id."""
        placed = [area for area in self.areas if area.joint is not None]
        return tuple(sorted(placed, key=lambda area: (area.joint or 0, area.area)))

    def listed(self, name: str) -> tuple[RankedArea, ...]:
        """Return one list in its order, areas that are not yet rankable last."""
        found = [item for item in self.areas if item.list == name]
        return tuple(sorted(found, key=lambda item: (item.position is None, item.position or 0, item.area)))


class Mark(StrEnum):
    """What the rank of an area depends on; ``stable`` where it depends on none of the others.

    With a single criterion there is nothing to vary: such a rank is ``untested``, never stable.
    """

    STABLE = "stable"
    WEIGHTS = "weights"
    DATA = "data"
    CUT = "cut"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class Steadiness:
    """What would change the final rank of an area.

    ``moved`` are the weightings that do: group, factor of its weight, new rank. ``missing`` are the criteria that read
    ``?``; ``filled`` the ranks with every ``?`` filled by 1, and by none; ``possible`` best and worst of both together.
    """

    marks: tuple[Mark, ...]
    moved: tuple[tuple[str, Fraction, Rank], ...] = ()
    missing: tuple[str, ...] = ()
    filled: tuple[Rank, Rank] = (Rank.UNKNOWN, Rank.UNKNOWN)
    possible: tuple[Rank, Rank] = (Rank.UNKNOWN, Rank.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one criterion: areas it applies to, areas with data, oldest and newest period, grades of its sources."""

    criterion: str
    apply: int
    known: int
    oldest: str
    newest: str
    old: int
    grades: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a closed round said: weighted median rank per question and area, answers and response by category.

    Categories whose people are not told apart stand together in ``answered`` and ``weights``. ``distribution`` counts
    the answers 1, 2, 3, none over all categories. Pairs with fewer than five answers are absent; fewer than five
    proposals of ``1*`` are ``None``.
    """

    round: str
    invited: tuple[tuple[Category, int], ...]
    answered: tuple[tuple[Categories, int], ...]
    silent: tuple[str, ...]
    weights: tuple[tuple[Categories, Fraction], ...]
    results: Mapping[tuple[str, str], Rank]
    distribution: Mapping[tuple[str, str], tuple[int, int, int, int]]
    proposals: Mapping[str, int | None]

    @property
    def response(self) -> tuple[tuple[Categories, int | None, int], ...]:
        """How many were invited and answered, by categories, those without an answer each on its own; in their order.

        The invited of categories that are not told apart are their sum; ``None`` when no invitation is on record.
        """
        invited = dict(self.invited)
        heard = {category for categories, _ in self.answered for category in categories}
        found = [*self.answered, *(((category,), 0) for category in invited if category not in heard)]
        return tuple(
            (categories, sum(invited.get(category, 0) for category in categories) or None, count)
            for categories, count in sorted(found)
        )

    @property
    def response_rate(self) -> Fraction | None:
        """Answers divided by invitations over all categories; ``None`` when no invitation is on record."""
        invited = sum(count for _, count in self.invited)
        return Fraction(sum(count for _, count in self.answered), invited) if invited else None


@dataclass(frozen=True, slots=True)
class Aligned:
    """Areas against national goals: the pairs, the goals that no area serves, the areas that serve no goal."""

    pairs: tuple[tuple[Id, Id, Strength], ...]
    goals_without_area: tuple[Id, ...]
    areas_without_goal: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Mirrored:
    """How the country mirrors one international committee: by live national committees, with which named experts.

    ``experts`` are those whose nomination holds; ``active`` those of them who work in groups, ``leading`` those who
    lead a project, convene a group or keep a secretariat. ``unknown`` says that the only national committee for it is
    one of which nobody knows whether it works.
    """

    committees: tuple[Id, ...] = ()
    experts: tuple[Id, ...] = ()
    active: tuple[Id, ...] = ()
    leading: tuple[Id, ...] = ()
    unknown: bool = False

    @property
    def ready(self) -> bool:
        """Say whether active participation can begin: a live mirror committee and a named expert."""
        return bool(self.committees and self.experts)


class GapKind(StrEnum):
    """What is missing between an area and the standards that serve it."""

    NOT_ADOPTED = "not-adopted"
    OUTDATED = "outdated-adoption"
    DRAFT = "draft-worth-joining"
    NO_SEAT = "no-membership"
    SEAT_UNKNOWN = "membership-unknown"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: its kind, the committee or deliverable, the areas it touches, the adoption that is outdated."""

    id: str
    kind: GapKind
    committee: str
    deliverable: str
    areas: tuple[Id, ...]
    adoption: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """How an area is served by standards: what its accepted links lead to.

    Deliverables in force are ``adopted``, ``outdated`` (an older edition is adopted) or ``missing``; of ``unknown`` the
    catalogue does not tell the stage. ``seats`` holds the country's seat in every committee of the area; ``idle`` are
    the committees where it has a seat and the programme no work.
    """

    area: Id
    adopted: tuple[str, ...]
    outdated: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    drafts: tuple[Opening, ...]
    seats: tuple[tuple[str, Role], ...]
    idle: tuple[str, ...]

    @property
    def in_force(self) -> tuple[str, ...]:
        """Linked deliverables in force."""
        return (*self.adopted, *self.outdated, *self.missing)

    @property
    def linked(self) -> bool:
        """Say whether an accepted link leads to any document of the area."""
        return bool(self.in_force or self.unknown or self.drafts)


class Standing(StrEnum):
    """Where a yearly target stands at ``as_of``."""

    REACHED = "reached"
    MISSED = "missed"
    NOT_REPORTED = "not-reported"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Measured:
    """A yearly target with the newest report up to its year; ``None`` when none was reported."""

    target: Target
    reported: Progress | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Strategy:
    """The result of a build: frozen, without files; ``write`` prints it.

    ``catalogue`` is the checksum of the catalogue; ``steadiness`` holds every area by id; ``seats`` maps a committee to
    P, O or ?, and lacks those without a seat; ``mirrored`` says how the country mirrors a committee (``None``: nobody
    recorded it); ``served`` holds every area by id; ``dossiers`` the technologies that are shown, in their order,
    ``unmeasured`` the criteria left out because no technology has evidence on them, ``joining`` the next step in each
    of their committees, ``lists`` the published lists; ``deliverables`` and ``committees`` are those that accepted
    links lead to; ``judgements`` what each closed round said beside its ranks; ``robustness`` how far the order of the
    areas holds (``None``: fewer than two are placed, or one criterion); ``undecided`` each area that people decided on,
    as it would be ranked without that; ``outlook`` how the programme would change (``None``: nothing is planned);
    ``schedule`` the programme by months; ``obligations`` ballots, seats at risk, reviews due; ``experts_time`` a layer.
    """

    workspace: Workspace
    catalogue: str
    table: Table
    coverage: tuple[Coverage, ...]
    rounds: tuple[RoundResult, ...]
    ranks: Ranks
    steadiness: Mapping[str, Steadiness]
    aligned: Aligned
    gaps: tuple[Gap, ...]
    seats: Mapping[str, Role]
    mirrored: Mapping[str, Mirrored] | None
    deliverables: Mapping[str, Deliverable]
    committees: Mapping[str, Committee]
    projects: tuple[Project, ...]
    plan: Plan
    served: Mapping[str, Served]
    dossiers: Mapping[str, Dossier]
    unmeasured: tuple[TechnologyCriterion, ...]
    joining: Mapping[str, NextStep]
    lists: tuple[ListShown, ...]
    replies: tuple[Reply, ...]
    progress: tuple[Measured, ...]
    facts: Mapping[str, Fact]
    judgements: tuple[Judgements, ...] = ()
    robustness: Robustness | None = None
    undecided: Mapping[str, RankedArea] = field(default_factory=dict)
    outlook: Outlook | None = None
    schedule: Schedule | None = None
    obligations: Obligations = field(default_factory=Obligations)
    experts_time: ExpertTimes | None = None

    @property
    def candidates(self) -> tuple[Project, ...]:
        """Every candidate once: those that can be planned, and those that wait or are refused."""
        found = {project.id: project for project in self.projects}
        return tuple((found | {item.project.id: item.project for item in self.plan.not_now}).values())
