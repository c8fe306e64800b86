"""The plan: the problem as a solver sees it, what is planned, what is not and why, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from opennss.model.projects import Project, ProjectType

DAYS, MONEY = "days", "money"


class Resource(NamedTuple):
    """What can run out: the person-days or the money of a body in a year; with ``task``, days of who can do that."""

    body: str
    year: int
    kind: str
    task: str = ""


@dataclass(frozen=True, slots=True)
class Purse:
    """Money of one fund by year, in the unit of the problem, for some works (none named: for all) of a body."""

    id: str
    body: str
    amounts: tuple[tuple[int, float], ...]
    carry_over: bool = False
    types: tuple[ProjectType, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """Types of item that must have at least this share of all planned person-days."""

    name: str
    types: tuple[ProjectType, ...]
    least: float


@dataclass(frozen=True, slots=True)
class Most:
    """Items of which at most so many are planned, such as the adoptions that a membership allows free of charge."""

    name: str
    items: tuple[str, ...]
    count: int


class Objective(StrEnum):
    """What the best plan is: ``tiers`` (by urgency, the default) or ``points`` (3, 2, 1 for each deliverable)."""

    TIERS = "tiers"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a plan must keep beside the limits of its resources.

    ``fixed`` are running items with the year in which they began, perhaps before the plan; ``required`` items must be
    planned; of each ``most`` and for each ``shares`` see there.
    """

    fixed: Mapping[str, int] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    most: tuple[Most, ...] = ()
    shares: tuple[Share, ...] = ()
    purses: tuple[Purse, ...] = ()


@dataclass(frozen=True, slots=True)
class PortfolioProblem:
    """What the solver sees: projects, years, needs and limits; days are person-days, money is millions of ``currency``.

    ``need[work, start]`` holds what one item of that work (``Project.work``) takes of each resource when it starts in
    that year; a missing pair cannot be started. ``cover`` are the areas that must get a project or a written reason.
    ``span`` holds the years that a work takes; ``standing`` holds the last year of the works whose load, and whose
    use, goes on every year. Of equally good plans, one with most items of ``near`` is chosen, where it names any: what
    changes then changes for a reason. ``approved`` has the first years of the approved programme: as far as it still
    fits it stays, where no plan is better by more than the solver tells apart.
    """

    projects: tuple[Project, ...]
    years: tuple[int, ...]
    need: Mapping[tuple[str, int], Mapping[Resource, float]]
    limit: Mapping[Resource, float]
    cover: tuple[str, ...]
    span: Mapping[str, int]
    standing: Mapping[str, int] = field(default_factory=dict)
    currency: str = ""
    seed: int = 0
    bounds: Bounds = Bounds()
    objective: Objective = Objective.TIERS
    near: frozenset[str] = frozenset()
    approved: Mapping[str, int] = field(default_factory=dict)

    def starts(self, project: Project) -> tuple[int, ...]:
        """Return the years in which a project may start; for a running one the year in which it began."""
        if project.id in self.bounds.fixed:
            return (self.bounds.fixed[project.id],)
        last = project.until and project.until - self.span[project.work] + 1
        years = (y for y in self.years if y >= (project.since or y) and y <= (last or y))
        return tuple(year for year in years if (project.work, year) in self.need)


@dataclass(frozen=True, slots=True)
class Planned:
    """A project with its first year; a running one began in that year, perhaps before the plan."""

    project: Project
    start: int


@dataclass(frozen=True, slots=True)
class Missing:
    """How much of a resource is missing: person-days, or money in the currency of the country."""

    resource: Resource
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What would bring a candidate in: from which year, with how much more of what, or in place of which items.

    ``missing`` is what the rest of the plan leaves too little of; with ``others`` (what must come first) counted in.
    ``instead`` are planned items that would make room, the least urgent first; empty where no such items do.
    """

    start: int
    missing: tuple[Missing, ...]
    others: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotNow:
    """A candidate that is not in the plan, with the reason (a key below ``not-now.``) and what would bring it in."""

    project: Project
    reason: str
    bring: BroughtIn | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What a body needs and has in one year: person-days and money; ``projects`` are the ids of those at work.

    With ``task``, the days of those of its people who can do it; money is then zero.
    """

    body: str
    year: int
    days: Decimal
    capacity: Decimal
    cost: Decimal
    budget: Decimal
    projects: tuple[str, ...] = ()
    task: str = ""

    @property
    def utilization(self) -> Decimal | None:
        """Need divided by capacity; ``None`` without capacity. Above 0.85 is a warning, above 1 is refused."""
        return self.days / self.capacity if self.capacity else None


@dataclass(frozen=True, slots=True)
class FundYear:
    """The money of a fund in one year: of the year itself, ``carried`` into it, and ``drawn`` for what is planned."""

    fund: str
    body: str
    year: int
    amount: Decimal
    carried: Decimal
    drawn: Decimal

    @property
    def left(self) -> Decimal:
        """What is not drawn: it goes into the next year where the fund allows that, else it lapses."""
        return self.amount + self.carried - self.drawn


@dataclass(frozen=True, slots=True)
class ExpertYear:
    """What a year asks of outside experts, and what they offer: of all items, or of the rung of one ``committee``.

    ``asked`` is ``None`` where no item at work has a figure; ``lacking`` are the types without one, so that more may be
    asked. ``offered`` is ``None`` where nobody states days; of the ``experts`` (ids), the ``unstated`` may give more.
    ``working`` are the ids of the items that ask for something.
    """

    year: int
    asked: Fraction | None
    offered: Fraction | None
    experts: tuple[str, ...]
    unstated: tuple[str, ...]
    working: tuple[str, ...] = ()
    lacking: tuple[ProjectType, ...] = ()
    committee: str = ""

    @property
    def short(self) -> bool:
        """Say whether more is asked than is offered, or nobody states days."""
        return self.offered is None or (self.asked is not None and self.asked > self.offered)


@dataclass(frozen=True, slots=True)
class ExpertTimes:
    """Experts' time: every year of the plan, and by committee the years in which its planned rung is at work."""

    years: tuple[ExpertYear, ...]
    committees: Mapping[str, tuple[ExpertYear, ...]]

    @property
    def lacking(self) -> tuple[ProjectType, ...]:
        """Types of planned items without a figure."""
        return tuple(dict.fromkeys(type_ for row in self.years for type_ in row.lacking))

    @property
    def short(self) -> tuple[str, ...]:
        """Committees in which, in some year, more is asked than is offered, or nobody states days."""
        return tuple(code for code, rows in self.committees.items() if any(row.short for row in rows))


@dataclass(frozen=True, slots=True)
class Plan:
    """The yearly programme within capacity, the "not now" list, and how close to the optimum each step was proven."""

    items: tuple[Planned, ...]
    not_now: tuple[NotNow, ...]
    loads: tuple[Load, ...]
    steps: tuple[tuple[str, float, float], ...]
    uncovered: tuple[tuple[str, str], ...]
    tasks: tuple[Load, ...] = ()
    funds: tuple[FundYear, ...] = ()

    def drawn(self, body: str, year: int) -> Decimal:
        """Return the money that funds pay for a body in a year, beside its budget."""
        return sum((row.drawn for row in self.funds if (row.body, row.year) == (body, year)), Decimal(0))


@dataclass(frozen=True, slots=True)
class Variant:
    """The plan under one change: what came, what went, and what went of the areas of tier 0 and 1.

    ``kind`` is a key below ``variant-``: ``people`` (full-time people of a body), ``task`` (of them who can do a task),
    ``budget`` (share of the money), ``effort`` (share of all efforts), ``priorities`` (other weights: ``subject`` is
    the group, ``amount`` the factor). ``planned`` is ``None`` where what is demanded or under way does not fit.
    """

    kind: str
    subject: str
    amount: Decimal
    task: str = ""
    came: tuple[Planned, ...] = ()
    went: tuple[Planned, ...] = ()
    planned: int | None = None

    @property
    def tests(self) -> bool:
        """Say whether it tests the programme, and has a plan: the other kinds tell what other means would bring."""
        return self.kind in ("effort", "priorities") and self.planned is not None

    @property
    def name(self) -> str:
        """The name of its facts: ``variant.people-nsb-more``, ``variant.effort-less`` ..."""
        base = 0 if self.kind in ("people", "task") else 1
        parts = ("variant." + self.kind, self.subject, self.task, "more" if self.amount > base else "less")
        return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Weighing:
    """A plan for which the number of items counts so much beside points, from 0 to 1: what it has of both.

    ``items`` are those that count for something by themselves, ``urgent`` those of tier 0 and 1 among them; ``days``
    are person-days of all bodies in the years of the plan; no plan is better in this weighing by more than the share
    ``gap``.
    """

    weight: float
    points: float
    items: int
    urgent: int
    days: float
    gap: float


@dataclass(frozen=True, slots=True)
class Frontier:
    """What a larger number of items costs in points: plans from the most points to the most items, none given twice.

    ``programme`` is the programme itself, of which no weight and no gap is known. Where ``reason`` says what cannot be
    weighed (a key below ``frontier-not-``), there are no ``plans``.
    """

    programme: Weighing
    plans: tuple[Weighing, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the programme would change: every variant; and by item in how many variants of a kind it stays.

    ``kept[item]`` counts the variants of efforts and priorities in which a planned item stays, of ``tried``: those
    that have a plan at all.
    """

    variants: tuple[Variant, ...]
    kept: Mapping[str, int]
    tried: int
    frontier: Frontier | None = None
