"""A plan made elsewhere and handed in as a list: its rows, and what a check against the strategy comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from opennss.errors import Finding, Severity
from opennss.language import Text
from opennss.model.projects import ProjectType
from opennss.model.references import Reference

WARN_ABOVE, BLOCK_ABOVE = Decimal("0.85"), Decimal(1)
"""Utilization above which a year is tight, and above which it is impossible (method, section 8; project default)."""


STANDARDS = (
    ProjectType.ADOPT, ProjectType.ADOPT_MODIFIED, ProjectType.ADOPT_OTHER, ProjectType.DEVELOP, ProjectType.HARMONIZE,
)  # fmt: skip
"""Types that add a national standard; a row that tells no type is taken to add one."""

ADOPTIONS = (ProjectType.ADOPT, ProjectType.ADOPT_MODIFIED, ProjectType.ADOPT_OTHER, ProjectType.HARMONIZE, None)
"""Types for which it matters that the deliverable is adopted already."""


class Statement(StrEnum):
    """What a row says about the whole list instead of asking for work: its target, what exists, its money."""

    TARGET = "target"
    EXISTING = "existing"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class HandedRow:
    """One row of the list: ``count`` items alike, mostly one; ``line`` is its place in the file.

    ``days`` and ``cost`` are those of all its items together, ``cost`` in the currency of the folder; ``None`` where
    the list does not say, never zero. ``type`` is ``None`` where it says none; ``body`` and ``area`` are as written.
    ``budget`` is the money of body and year that the row is a part of; ``notes`` are the other columns.
    """

    line: int
    title: str = ""
    reference: Reference | None = None
    type: ProjectType | None = None
    start: int | None = None
    end: int | None = None
    body: str = ""
    days: Decimal | None = None
    cost: Decimal | None = None
    area: str = ""
    priority: Decimal | None = None
    count: int = 1
    fund: str = ""
    budget: Decimal | None = None
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """What names the row for a reader: reference and title, as far as it has them."""
        return " ".join(part for part in (self.reference or "", self.title) if part)


@dataclass(frozen=True, slots=True)
class HandedList:
    """A list as it was read: its rows, what it states about itself, all findings, the lines that cannot be counted."""

    name: str
    rows: tuple[HandedRow, ...] = ()
    target: int | None = None
    existing: int | None = None
    money: Decimal | None = None
    findings: tuple[Finding, ...] = ()
    refused: tuple[int, ...] = ()


class Answer(StrEnum):
    """Does the list fit: yes, as far as is known, no; or no row of it can be counted."""

    FITS = "fits"
    KNOWN = "fits-known"
    NOT = "fits-not"
    NOTHING = "nothing"


class Verdict(StrEnum):
    """How a need lies to what there is: it fits, it is tight, it is impossible; no capacity; no capacity on record."""

    FITS = "fits"
    TIGHT = "tight"
    IMPOSSIBLE = "impossible"
    NO_CAPACITY = "no-capacity"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Use:
    """What the list needs of one body in one year, and what the body has.

    ``capacity`` and ``budget`` are ``None`` where ``capacity.csv`` has no row; ``year`` is ``None`` for items without
    one. ``programme`` are the person-days of the strategy's own programme there, which come on top. ``money_open`` are
    items at work of which the money is not known. ``seats`` are the person-days of the present seats, which capacity
    is without. With ``task`` it is about those of its people who can do that, and not about money.
    """

    body: str
    year: int | None
    days: Decimal
    capacity: Decimal | None
    cost: Decimal
    budget: Decimal | None
    items: int
    programme: Decimal = Decimal(0)
    money_open: int = 0
    seats: Decimal = Decimal(0)
    task: str = ""

    @property
    def utilization(self) -> Decimal | None:
        """Need divided by capacity; ``None`` without capacity."""
        return self.days / self.capacity if self.capacity else None

    @property
    def verdict(self) -> Verdict:
        """How the days lie to the capacity.

        >>> [Use("nsb", 2027, Decimal(190), Decimal(c), Decimal(0), None, 1).verdict.value for c in ("167.2", "250.8")]
        ['impossible', 'fits']
        """
        if self.capacity is None:
            return Verdict.NOT_KNOWN
        if self.utilization is None:
            return Verdict.NO_CAPACITY if self.days else Verdict.FITS
        if self.utilization > BLOCK_ABOVE:
            return Verdict.IMPOSSIBLE
        return Verdict.TIGHT if self.utilization > WARN_ABOVE else Verdict.FITS

    @property
    def short_of_money(self) -> bool:
        """Say whether the known cost is above the budget."""
        return self.budget is not None and self.cost > self.budget


@dataclass(frozen=True, slots=True)
class YearFit:
    """A year with too much work: how many items are at work, how many of them fit, and the bodies that it overloads.

    ``fit`` counts in the order of the strategy's priorities; ``unknown`` are items whose need is not known.
    """

    year: int
    items: int
    fit: int
    unknown: int
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one body takes for all its work of the list, from the first year of the plan.

    With ``task``, how long those of its people who can do that take for it.
    ``years`` and ``done`` are ``None`` where it is never done: no capacity, or none beside its yearly work.
    """

    body: str
    days: Decimal
    years: int | None
    done: int | None
    task: str = ""


class SameKind(StrEnum):
    """Why rows of the list, or a row and something else, may be the same work."""

    REFERENCE = "reference"
    EDITION = "edition"
    EQUAL = "equal"
    TITLE = "title"
    ADOPTED = "adopted"
    ADOPTED_EDITION = "adopted-edition"
    PLANNED = "planned"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Same:
    """Rows that may be one piece of work, or that meet something that exists; ``other`` names it, ``year`` its year."""

    kind: SameKind
    lines: tuple[int, ...]
    subject: str
    other: str = ""
    year: int | None = None


class Why(StrEnum):
    """Why items of a row are not in the best part of the list that fits."""

    CAPACITY = "capacity"
    TWICE = "twice"
    ADOPTED = "adopted"
    NO_NEED = "no-need"
    NO_BODY = "no-body"
    AFTER = "after"
    PERIOD = "period"


class Layer(StrEnum):
    """Which of the strategy's priorities a row serves; the last three stand behind all ranks."""

    FIRST = "0"
    HIGH = "1"
    MEDIUM = "2"
    LOW = "3"
    NO_AREA = "no-area"
    NOT_RANKABLE = "not-rankable"
    NO_PRIORITY = "no-priority"


class AreaBy(StrEnum):
    """How the area of a row is known: the list says it, an accepted link leads to it, or not at all."""

    LIST = "list"
    LINK = "link"
    COMMITTEE = "committee"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Placing:
    """What becomes of one row in the best part that fits: items kept in their year, moved to others, left out.

    ``kept`` and ``moved`` hold (year, items). ``area`` is the id of the area that ranks best, or empty.
    """

    line: int
    layer: Layer
    area: str
    area_by: AreaBy
    kept: tuple[tuple[int, int], ...] = ()
    moved: tuple[tuple[int, int], ...] = ()
    left: int = 0
    why: Why | None = None

    @property
    def placed(self) -> int:
        """Items that stay or move."""
        return sum(number for _, number in (*self.kept, *self.moved))


@dataclass(frozen=True, slots=True)
class Part:
    """The items of one kind: how many, which share of all, and their known cost and days."""

    name: str
    items: int
    share: Decimal | None
    days: Decimal | None
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class BudgetShare:
    """What a body asks for in a year as a share of the budget that the list names; ``None``: two budgets are named."""

    body: str
    year: int | None
    cost: Decimal
    budget: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """Cost divided by budget."""
        return self.cost / self.budget if self.budget else None


@dataclass(frozen=True, slots=True)
class Totals:
    """What the list adds up to: items, days and money as far as known, and how it lies to the target it states.

    ``new`` are the items that add a standard: all but revisions, amendments, confirmations, withdrawals and work in
    committees. ``unknown`` are items without a known need of days, ``unpriced`` those without a known cost.
    ``by_year`` holds (year, items); ``money`` is what the list states or, where it states none, the known cost.
    """

    items: int
    new: int
    days: Decimal
    cost: Decimal
    money: Decimal | None
    unknown: int
    unpriced: int
    by_year: tuple[tuple[int | None, int], ...]
    by_type: tuple[Part, ...]
    by_body: tuple[Part, ...]
    by_fund: tuple[Part, ...]
    budgets: tuple[BudgetShare, ...]
    target: int | None = None
    existing: int | None = None

    @property
    def each(self) -> Decimal | None:
        """Money for each item.

        >>> made = Totals(2064, 2064, Decimal(0), Decimal(0), Decimal(4_600_000_000), 0, 0, (), (), (), (), ())
        >>> round(made.each)
        2228682
        """
        return None if self.money is None or not self.items else self.money / self.items

    @property
    def reached(self) -> int:
        """Standards at the end: what exists and what the list adds."""
        return (self.existing or 0) + self.new

    @property
    def gap(self) -> int | None:
        """Standards still missing to the target when the list begins."""
        return None if self.target is None else self.target - (self.existing or 0)

    @property
    def overshoot(self) -> int | None:
        """Standards above the target at the end; below zero: still missing."""
        return None if self.target is None else self.reached - self.target


@dataclass(frozen=True, slots=True)
class Handed:
    """The whole check of a list; ``bodies`` and ``areas`` hold names by id, ``years`` are those of the plan.

    ``steps`` tells by layer how far from the optimum the best part may be; ``None`` where a simple rule chose it.
    ``swings`` holds how many items would be placed if all days were some times as many.
    """

    listed: HandedList
    country: Text
    currency: str
    years: tuple[int, ...]
    as_of: str
    illustrative: bool
    utilization: float
    bodies: tuple[tuple[str, Text], ...]
    areas: tuple[tuple[str, Text], ...]
    totals: Totals
    uses: tuple[Use, ...] = ()
    impossible: tuple[YearFit, ...] = ()
    paces: tuple[Pace, ...] = ()
    same: tuple[Same, ...] = ()
    best: tuple[Placing, ...] = ()
    steps: tuple[tuple[str, float | None], ...] = ()
    swings: tuple[tuple[Decimal, int], ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def done(self) -> int | None:
        """The year in which everything would be done; ``None``: never, or nothing has a known need."""
        years = [pace.done for pace in self.paces]
        return max((year for year in years if year is not None), default=None) if None not in years else None

    @property
    def answer(self) -> Answer:
        """Whether the list fits; only as far as is known where a row is refused, or something of a row is not known."""
        strained = (Verdict.IMPOSSIBLE, Verdict.NO_CAPACITY)
        if not self.listed.rows:
            return Answer.NOTHING
        if any(use.verdict in strained or use.short_of_money for use in self.uses):
            return Answer.NOT
        unknown = self.totals.unknown or self.totals.unpriced or self.listed.refused
        nowhere = any(use.verdict is Verdict.NOT_KNOWN and use.items for use in self.uses)
        return Answer.KNOWN if unknown or nowhere else Answer.FITS

    @property
    def fits(self) -> bool:
        """Say whether every need is known, and known to be met by people and money."""
        return self.answer is Answer.FITS

    @property
    def clean(self) -> bool:
        """Say whether nobody has to look at the list again: it fits, and nothing was found beside notes."""
        said = any(finding.severity is not Severity.NOTE for finding in self.findings)
        return self.fits and not said and not self.same and not (self.totals.overshoot or 0)
