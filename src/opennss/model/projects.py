"""What is to be done and with what: project types and their effort, capacity, candidates, targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from opennss.language import Text
from opennss.model.codes import Id, Period
from opennss.model.country import Membership
from opennss.model.criteria import Rank
from opennss.model.observations import Unit
from opennss.model.references import CommitteeCode
from opennss.model.standards import Method, Role
from opennss.model.table import Row, column

if TYPE_CHECKING:
    from opennss.model.programme import ApprovedItem


class ProjectType(StrEnum):
    """Types of plan item (names are ours): projects that gaps and requests lead to, and policy measures.

    ``adopt`` (identical) and ``adopt-modified`` take over an International Standard, ``adopt-other`` one of another
    body; ``develop`` is a home-grown standard, ``propose`` new international work, ``harmonize`` a regional standard;
    ``revise``, ``amend``, ``confirm`` and ``withdraw`` are what a systematic review of a national standard leads to;
    ``translate`` gives one its text in the national language, ``reference`` brings one into a regulation.
    ``observe``, ``participate``, ``experts`` and ``lead`` are the rungs of the ladder in one committee: O-member,
    P-member, experts in working groups, convenor or secretariat.
    """

    ADOPT = "adopt"
    REVISE = "revise"
    AMEND = "amend"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    TRANSLATE = "translate"
    ADOPT_MODIFIED = "adopt-modified"
    ADOPT_OTHER = "adopt-other"
    DEVELOP = "develop"
    HARMONIZE = "harmonize"
    PROPOSE = "propose"
    REFERENCE = "reference"
    OBSERVE = "observe"
    PARTICIPATE = "participate"
    EXPERTS = "experts"
    LEAD = "lead"
    MIRROR = "mirror-committee"
    MEASURE = "measure"


INSTEAD = " instead of "

WAYS = (ProjectType.ADOPT, ProjectType.ADOPT_MODIFIED)
"""The ways to adopt one International Standard, each by one of the methods of ISO/IEC Guide 21-1."""

TEXTS = (*WAYS, ProjectType.ADOPT_OTHER, ProjectType.REVISE, ProjectType.TRANSLATE)
"""The types that work on a text of which the length is known beforehand."""

YEARLY = "yearly"
"""The spread of a load that repeats every year."""

NATIONAL = (
    ProjectType.ADOPT, ProjectType.ADOPT_MODIFIED, ProjectType.ADOPT_OTHER, ProjectType.DEVELOP, ProjectType.HARMONIZE,
    ProjectType.REVISE, ProjectType.AMEND, ProjectType.CONFIRM, ProjectType.WITHDRAW, ProjectType.TRANSLATE,
    ProjectType.REFERENCE,
)  # fmt: skip
"""The types that bring a standard into the national catalogue, up to date in it, or into use."""

LADDER = (ProjectType.OBSERVE, ProjectType.PARTICIPATE, ProjectType.EXPERTS, ProjectType.LEAD)
"""The rungs of work in one international committee, from the lowest load to the highest."""


@dataclass(frozen=True, slots=True)
class NextRung:
    """The rung above a seat, and whether the membership allows it.

    ``rung`` is ``None`` where the seat is not known; ``allowed`` is ``None`` where that or the membership is not known.
    """

    rung: ProjectType | None
    allowed: bool | None


def next_rung(role: Role, membership: Membership, committee: str) -> NextRung:
    """Return the rung above the seat ``role`` in a committee: O-member, then P-member, then experts.

    Who holds a P-seat may name experts, whatever the category of membership.

    >>> from opennss.model.country import IecMembership, IsoMembership
    >>> correspondent = Membership(IsoMembership.CORRESPONDENT, IecMembership.UNKNOWN)
    >>> next_rung(Role.O, correspondent, "ISO/TC 34").allowed, next_rung(Role.NONE, correspondent, "ISO/TC 34").allowed
    (False, True)
    """
    match role:
        case Role.NONE:
            return NextRung(ProjectType.OBSERVE, membership.may_participate(committee, "O"))
        case Role.O:
            return NextRung(ProjectType.PARTICIPATE, membership.may_participate(committee, "P"))
        case Role.P:
            return NextRung(ProjectType.EXPERTS, True)
        case _:
            return NextRung(None, None)


UNKNOWN_STEP = "?"
NO_STEP = "none"
"""Next steps beside the rungs: it depends on a membership that is not known, or the membership allows none."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step on the ladder for one seat, and what it takes in a year.

    ``step`` is a rung, ``none`` or ``?``; ``days`` and ``money`` (in the country's currency) are ``None`` where
    ``effort.csv`` has no yearly row for the step.
    """

    step: str
    days: Decimal | None = None
    money: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort(Row):
    """Average effort of one body for one task of a project type (days per type are unknown from ISO)."""

    FILE: ClassVar[str] = "effort.csv"
    KEY: ClassVar[tuple[str, ...]] = ("type", "body", "task", "method")

    type: ProjectType = column(
        "adopt, adopt-modified, adopt-other, develop, harmonize, revise, amend, confirm, withdraw, translate, propose, "
        "reference, observe, participate, experts, lead or mirror-committee"
    )
    body: Id = column("body that does the work; it must have capacity rows")
    task: Id = column("draft, translate, appraise, edit, participate ...")
    days: Decimal = column("person-days")
    cost: Decimal = column("direct cost in the currency of nss.toml, without staff")
    spread: str = column(
        "percent of the work in the first, second ... year, such as 100 or 60;40; or yearly, for a standing load"
    )
    requires: ProjectType | None = column("type of project that must come first, for the same committee", default=None)
    note: str = column("where the figure comes from; project defaults say so", default="", prose=True)
    method: Method | None = column(
        "of adoptions: the method that the row is for; rows without one are for the methods without rows of their own",
        default=None,
        spare=True,
    )
    pages: int | None = column(
        "pages of the text for which days and cost stand: a text of another known length takes them in proportion; "
        "empty: the length does not matter",
        default=None,
        spare=True,
    )


def rows_for(
    efforts: Iterable[Effort], type_: ProjectType, method: Method | None = None, pages: int | None = None
) -> list[Effort]:
    """Return the rows of a project type: those of the method of adoption where there are any, else those without one.

    Days and cost of a row that says for how many pages it stands are taken in proportion to ``pages``, if these are
    known.

    >>> rows_for([], ProjectType.ADOPT, Method.REPRINT)
    []
    """
    own = [effort for effort in efforts if effort.type is type_]
    chosen = [e for e in own if method and e.method is method] or [e for e in own if e.method is None]
    return [_sized(row, pages) for row in chosen]


def _sized(row: Effort, pages: int | None) -> Effort:
    if not row.pages or pages is None:
        return row
    scale = Decimal(pages) / row.pages
    return replace(row, days=row.days * scale, cost=row.cost * scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity(Row):
    """Staff and money of one body in one year; days = fte × productive_days × share × (1 − absence)."""

    FILE: ClassVar[str] = "capacity.csv"
    KEY: ClassVar[tuple[str, ...]] = ("body", "year")

    body: Id = column("the body")
    name: Text = column("its name")
    year: int = column("the year")
    fte: Decimal = column("full-time equivalents")
    productive_days: Decimal = column("working days of a full-time person in the year")
    share: Decimal = column(
        "share of the time for the work of this plan, 0 to 1: without what present memberships and other duties take"
    )
    absence: Decimal = column("share of the time lost to leave and illness, 0 to 1")
    day_rate: Decimal = column("cost of a person-day in the currency of nss.toml")
    budget: Decimal = column("money for staff-days and direct costs in the year")

    @property
    def days(self) -> Decimal:
        """Person-days available for standards work (method, section 8)."""
        return self.fte * self.productive_days * self.share * (1 - self.absence)


class MeasureKind(StrEnum):
    """The nine kinds of policy measure (method, section 19.2)."""

    LAW = "law"
    FUNDING = "funding"
    PARTICIPATION = "participation"
    EDUCATION = "education"
    COMMITTEES = "committees"
    INFORMATION = "information"
    USE = "use"
    CONFORMITY = "conformity"
    COOPERATION = "cooperation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Row):
    """A strategic objective: what the strategy wants to be true at its end."""

    FILE: ClassVar[str] = "objectives.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the objective")
    name: Text = column("the objective in one sentence")
    description: Text = column("why it matters and what it covers", default=Text())
    goals: tuple[Id, ...] = column("national goals that it serves", default=(), ref="goals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Row):
    """A policy measure: planned like a project, with its own days, money and years."""

    FILE: ClassVar[str] = "measures.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the measure")
    objective: Id = column("the strategic objective it belongs to", ref="objectives")
    kind: MeasureKind = column(
        "law, funding, participation, education, committees, information, use (in regulation and procurement), "
        "conformity (assessment and metrology) or cooperation"
    )
    name: Text = column("the measure in a few words")
    text: Text = column("what is to be done", default=Text())
    goals: tuple[Id, ...] = column("national goals served beside those of its objective", default=(), ref="goals")
    areas: tuple[Id, ...] = column("areas it serves; empty: all of them", default=(), ref="areas")
    lead: Id = column("organisation that answers for it", ref="stakeholders")
    partners: tuple[Id, ...] = column("organisations that work with it", default=(), ref="stakeholders")
    body: Id = column("body of capacity.csv whose days and money it takes")
    start: int = column("first year in which it may begin")
    end: int = column("year by which it must be finished")
    days: Decimal = column("person-days of the body in all; of each year, where spread is yearly")
    cost: Decimal = column("direct cost in the currency of nss.toml, without staff; as days")
    spread: str = column(
        "percent of the work in the first, second ... year, or yearly, as in effort.csv", default="100"
    )
    rank: Rank = column("urgency: 1, 2 or 3; it counts in that tier of the plan")
    legal: bool = column("yes when a law in force asks for it (first tier of the plan)", default=False)
    kpi: Text = column("how its success is seen, with a figure", default=Text())
    target: Id | None = column("the indicator of performance it moves", default=None, ref="targets")
    depends_on: tuple[Id, ...] = column("measures that must be finished first", default=(), ref="measures")
    committees: tuple[CommitteeCode, ...] = column(
        "international committees in which active participation waits for this measure", default=()
    )
    done: dt.date | None = column("day on which it was finished; it is no plan item any more", default=None)
    illustrative: bool = column("yes when the measure is invented for the exercise", default=False)

    def last_year(self, start: int, last: int) -> int:
        """Return the last year at work when it begins in ``start``, in a plan that ends in ``last``."""
        return min(last, self.end) if self.spread == YEARLY else min(last, start + self.spread.count(";"))


@dataclass(frozen=True, slots=True)
class Project:
    """A plan item: a candidate standardization project or a policy measure; what, why, for whom, after which others.

    ``areas`` begins with the area that ranks best, where the project counts; a measure counts for its ``objective``.
    ``tier`` is 0 for an approved ``1*`` or a legal obligation, 1 to 3 for that rank, ``None`` when none of its areas
    is a priority or rankable yet. ``units`` are the deliverables it counts for: one; for work in a committee the
    drafts that serve an area of its own tier, but at least one; none for a mirror committee, which is only a
    prerequisite. ``rung`` is the worth of its rung of the ladder, or of its type. ``requires`` are items that must be
    finished first. It may begin in ``since`` and must be finished in ``until``; ``held`` is the rung of the present
    seat whose yearly load ends with it, where that load is counted; ``alternative`` is shared by candidates of which
    one is planned at most. ``method`` is how a text is adopted, where people said so; ``pages`` its length, where its
    effort depends on that and it is known; ``closing`` are the years in which the text of a counted draft closes.
    """

    id: str
    type: ProjectType
    committee: str
    deliverable: str
    areas: tuple[str, ...]
    tier: int | None
    requires: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    units: int = 1
    rung: float = 1.0
    objective: str = ""
    measure: str = ""
    since: int | None = None
    until: int | None = None
    held: str = ""
    alternative: str = ""
    method: Method | None = None
    pages: int | None = None
    closing: tuple[int, ...] = ()

    @property
    def work(self) -> str:
        """What its days and money depend on: its type with rung held, method and length of the text; or the measure."""
        if self.measure:
            return self.measure
        length = f"{self.pages} pages" if self.pages is not None else ""
        kind = ", ".join(part for part in (str(self.type), self.method or "", length) if part)
        return kind + (f"{INSTEAD}{self.held}" if self.held else "")

    def units_from(self, start: int) -> int:
        """Return the deliverables it counts for when it begins in a year: without drafts that are closed by then."""
        closed = sum(year < start for year in self.closing)
        return max(1, self.units - closed) if self.units else 0

    @property
    def counts_for(self) -> str:
        """Where it counts among its like: its best area; the objective of a measure, for each tier apart."""
        return f"{self.objective}/{self.tier}" if self.objective else next(iter(self.areas), "")


def same_work(one: Project | ApprovedItem, other: Project | ApprovedItem) -> bool:
    """Say whether two items are rungs in one committee, or ways to adopt one deliverable."""
    if one.type in LADDER:
        return bool(one.committee) and other.type in LADDER and one.committee == other.committee
    return bool(one.deliverable) and {one.type, other.type} <= {*WAYS} and one.deliverable == other.deliverable


class Periodicity(StrEnum):
    """How often a target is measured."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Row):
    """A key performance indicator with its definition, baseline and yearly target."""

    FILE: ClassVar[str] = "targets.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id", "year")

    id: Id = column("id of the indicator of performance")
    name: Text = column("its name")
    definition: Text = column("how it is counted")
    unit: Unit = column("unit")
    baseline: Decimal | None = column("value at the start; ? when not known", unknown=True)
    year: int = column("year of the target")
    target: Decimal = column("value aimed at")
    illustrative: bool = column("yes when the target is invented for the exercise", default=False)
    periodicity: Periodicity = column(
        "how often it is measured: year, half or quarter", default=Periodicity.YEAR, spare=True
    )
    evidence: Text = column(
        "means of verification: what shows the value, and where it is kept", default=Text(), spare=True
    )
    owner: Id | None = column("organisation that measures and reports it", default=None, ref="stakeholders", spare=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Row):
    """What happened: a measured value of a target, or a progress note."""

    FILE: ClassVar[str] = "progress.csv"
    KEY: ClassVar[tuple[str, ...]] = ("target", "period")

    target: Id = column("the indicator of performance", ref="targets")
    period: Period = column("period of the value")
    value: Decimal | None = column("the value; ? when not known", unknown=True)
    note: str = column("remarks", default="", prose=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Row):
    """The name of a body between two dates, so that facts and pages use the right one."""

    FILE: ClassVar[str] = "institutions.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id", "since")

    id: Id = column("id of the body")
    name: Text = column("its name in this time")
    short: str = column("short name", default="", prose=True)
    since: dt.date = column("first day of the name")
    until: dt.date | None = column("last day of the name; empty while it holds", default=None)
    source: Id = column("where it was read", ref="sources")
