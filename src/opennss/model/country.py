"""The country: its settings and rights, its priority areas, its national goals and how the two meet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from opennss.language import Text
from opennss.model.codes import Hs, Ics, Id, Isic
from opennss.model.table import Row, column


class Kind(StrEnum):
    """The kinds of priority area; areas are ranked within their list, each list with its own criteria."""

    SECTOR = "sector"
    SOCIAL = "social"
    ENVIRONMENTAL = "environmental"
    EMERGING = "emerging"

    @property
    def ranked_with(self) -> str:
        """The list that ranks the kind: ``sectors``, ``subjects`` (social and environmental) or ``emerging``."""
        return {"sector": "sectors", "emerging": "emerging"}.get(self, "subjects")


LISTS = ("sectors", "subjects", "emerging")
"""The three lists of areas, each ranked on its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityArea(Row):
    """A sector, a social or environmental subject, or an emerging subject that may become a priority."""

    FILE: ClassVar[str] = "areas.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the area")
    name: Text = column("name of the area")
    kind: Kind = column("sector, social, environmental or emerging")
    codes: tuple[Isic, ...] = column(
        "sectors: the ISIC codes it is made of, all of the level set in nss.toml", default=()
    )
    hs: tuple[Hs, ...] = column(
        "HS hints: chapters, headings or subheadings of its goods, with leading zeros", default=()
    )
    ics: tuple[Ics, ...] = column("ICS hints for finding standards", default=())
    legal: bool = column(
        "yes when a law in force obliges the country to act here (first tier of the plan)", default=False
    )
    note: str = column("remarks", default="", prose=True)


class GoalStatus(StrEnum):
    """Whether the document that sets a goal is in force at ``as_of``."""

    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Row):
    """A goal of a national strategy document, in the country's own words here."""

    FILE: ClassVar[str] = "goals.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the goal")
    source: Id = column("the strategy document: number, date and address stand in sources.csv", ref="sources")
    article: Text = column("article or section of the document")
    goal: Text = column("the goal in one sentence")
    target: Text = column("its figure, where it has one", default=Text())
    year: int | None = column("year in which it is due", default=None)
    status: GoalStatus = column("in-force or superseded at `as_of`")


class Strength(StrEnum):
    """How an area serves a goal."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Row):
    """An area serves a goal, or is said to serve none (``goal`` empty, ``strength`` none)."""

    FILE: ClassVar[str] = "alignment.csv"
    KEY: ClassVar[tuple[str, ...]] = ("area", "goal")

    area: Id = column("the area", ref="areas")
    goal: Id | None = column("the goal it serves; empty when it serves none", default=None, ref="goals")
    strength: Strength = column("direct, indirect or none")
    reason: Text = column("why")
    reviewer: str = column("who looked at it (a pseudonym in examples)", prose=True)


class IsoMembership(StrEnum):
    """Membership categories of ISO and what they allow (project default where ISO's terms were not seen)."""

    FULL = "full"
    CORRESPONDENT = "correspondent"
    SUBSCRIBER = "subscriber"
    UNKNOWN = "?"


class IecMembership(StrEnum):
    """Membership categories of IEC; an unknown status stays ``?`` and blocks nothing but a plan that needs it."""

    FULL = "full"
    ASSOCIATE = "associate"
    AFFILIATE = "affiliate"
    AFFILIATE_PLUS = "affiliate-plus"
    NONE = "none"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Membership:
    """The country's memberships and what they allow; ``None`` means that it is not known.

    ``all_seats`` says that ``participation.csv`` holds every seat, so that a committee it lacks is one without a seat.
    Rights: method, section 7. ISO full members may be P- or O-members; correspondents O only; IEC full members and
    associates may take part; affiliates adopt within their allowance and do not take part.

    >>> Membership(IsoMembership.CORRESPONDENT, IecMembership.UNKNOWN).may_participate("ISO/TC 34", "P")
    False
    """

    iso: IsoMembership
    iec: IecMembership
    iso_source: str = ""
    iec_source: str = ""
    all_seats: bool = False

    def may_participate(self, committee: str, role: str) -> bool | None:
        """Say whether the membership allows ``role`` (P or O) in ``committee``; ``None`` when the status is unknown."""
        if committee.startswith("IEC"):
            if self.iec is IecMembership.UNKNOWN:
                return None
            return self.iec in (IecMembership.FULL, IecMembership.ASSOCIATE)
        if self.iso is IsoMembership.UNKNOWN:
            return None
        return self.iso is IsoMembership.FULL or (self.iso is IsoMembership.CORRESPONDENT and role == "O")

    @property
    def iec_allowance(self) -> int | None:
        """How many IEC standards may be adopted free of charge; ``None``: no such limit.

        Source: IEC, affiliate country programme (200; affiliate plus 400; identical, by endorsement only).
        """
        return {IecMembership.AFFILIATE: 200, IecMembership.AFFILIATE_PLUS: 400}.get(self.iec)

    def may_modify(self, publisher: str) -> bool | None:
        """Say whether an adoption may change the text; ``None`` when the status is unknown.

        Affiliates of IEC adopt identically, by endorsement only.
        """
        return False if self.must_endorse(publisher) else self.may_adopt(publisher)

    def must_endorse(self, publisher: str) -> bool:
        """Say whether an adoption must be by endorsement: of IEC standards by an affiliate."""
        return publisher.startswith(("IEC", "CISPR")) and self.iec_allowance is not None

    def may_adopt(self, publisher: str) -> bool | None:
        """Say whether standards of ``publisher`` (ISO, IEC ...) may be adopted; ``None`` when the status is unknown."""
        if publisher.startswith(("ISO", "IWA")):
            return None if self.iso is IsoMembership.UNKNOWN else self.iso is not IsoMembership.SUBSCRIBER
        if publisher.startswith(("IEC", "CISPR")):
            return None if self.iec is IecMembership.UNKNOWN else self.iec is not IecMembership.NONE
        return None


@dataclass(frozen=True, slots=True)
class RobustnessSettings:
    """How the order of the areas is put to the test: ``[robustness]`` of nss.toml.

    ``weightings`` names the admissible weightings: ``free`` (any), ``ordered`` (any that keep the order of the groups
    in ``[weights]``), ``ranges`` (``lowest`` to ``highest`` by group, as shares of the whole), ``around`` (near those
    of ``[weights]``, the nearer the higher ``concentration``) or ``answers`` (drawn from the weights that people
    gave). ``inside`` lets the weights inside each group vary too. ``top`` is how many places count as the top;
    ``methods`` name the other methods that are shown beside; ``missing`` says what they do about missing values: leave
    the ``criteria`` with gaps out, leave the ``areas`` out, or put the ``median`` or the ``worst`` known value.
    """

    weightings: str = "free"
    inside: bool = False
    samples: int = 10_000
    top: int = 10
    concentration: float = 20.0
    lowest: tuple[tuple[str, float], ...] = ()
    highest: tuple[tuple[str, float], ...] = ()
    methods: tuple[str, ...] = ("weighted-sum", "topsis", "promethee-2")
    missing: str = "criteria"


@dataclass(frozen=True, slots=True)
class ConsultationSettings:
    """How the closed rounds give weights: ``[consultation]`` of nss.toml.

    ``weights_round`` is the round whose weights alone stand for the consultation; empty: for each thing that was asked
    about, those of the last round that gave any. ``together`` says how the comparisons two by two of many people
    become one weighting: ``priorities`` (the mean of the weights of each) or ``judgements`` (the geometric mean of the
    comparisons, from which weights are then derived).
    """

    weights_round: str = ""
    together: str = "priorities"


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """How the programme is chosen: ``[plan]`` and ``[minimum]`` of nss.toml; every figure is a project default.

    ``objective`` is ``tiers`` or, as a named alternative, ``points``. ``memberships`` says where the yearly load of the
    present seats is: ``share`` (left out of the capacity by its share) or ``counted`` (taken from it here).
    ``allowance`` is how many IEC standards may be adopted in all (``None``: what the membership of IEC allows).
    ``minimum`` gives kinds of item their least share of the planned person-days. ``budget_step`` and ``effort_step``
    are the shares by which what-if variants change money and efforts. ``worth`` is what an item of a type counts for,
    beside an adoption, which counts one.
    """

    objective: str = "tiers"
    memberships: str = "share"
    allowance: int | None = None
    minimum: tuple[tuple[str, float], ...] = ()
    budget_step: Fraction = Fraction(1, 5)
    effort_step: Fraction = Fraction(3, 10)
    worth: tuple[tuple[str, float], ...] = ()

    @property
    def counted(self) -> bool:
        """Say whether the load of the present seats is taken from capacity."""
        return self.memberships == "counted"


@dataclass(frozen=True, slots=True)
class TechnologySettings:
    """How critical and emerging technologies are chosen and valued; every figure is a project default.

    ``lists`` are the published lists shown; ``military`` shows mainly military technologies; ``criteria`` is
    ``default``, ``viet-nam`` or ``own``; ``critical`` says what "critical" means here; ``neighbours`` are economies
    (alpha-3) whose seats are shown; fewer than ``small`` works are too few to speak about; an axis is high from the
    share ``high`` of ranks 1 and 2.
    """

    lists: tuple[str, ...] = ()
    military: bool = False
    criteria: str = "default"
    critical: Text = Text()
    neighbours: tuple[str, ...] = ()
    small: int = 30
    high: Fraction = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class ObligationSettings:
    """When a P-member loses its seat: ``[obligations]`` of nss.toml.

    ``missed_key`` missed ballots on a DIS, an FDIS or a systematic review, or more than the share ``missed_internal``
    of the committee internal ballots, move it to O-member. Ballots count that were due in the last ``window`` days.
    ``remind`` is how many days before its last day an open ballot gets the proposal to abstain. ``source`` is the id
    of the source that holds the rule; empty: project defaults.
    """

    missed_key: int = 1
    missed_internal: Fraction = Fraction(1, 5)
    window: int = 365
    remind: int = 14
    source: str = ""


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """What the work programme of WTO TBT Annex 3, paragraph J says of its publisher: ``[notice]`` of nss.toml.

    ``acceptance`` is the notification by which the country accepted the Code of Good Practice, ``standards`` how many
    national standards are in force (``None``, 0 in the file: not known), each with the id of its source.
    ``comment_days`` is the least length of a comment period. An empty text is printed as ``?``.
    """

    address: Text = Text()
    obtained: Text = Text()
    acceptance: Text = Text()
    acceptance_source: str = ""
    standards: int | None = None
    standards_source: str = ""
    comment_days: int = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a country folder, read from ``nss.toml``; ``as_of`` is the only clock.

    ``weights`` gives each pillar and input its weight (default: equal). ``tie`` is ``mean`` or ``profile``.
    ``utilization`` is the share of the staff-days of a year that a plan may use. ``ladder`` is the worth of a rung of
    work in a committee beside a P-membership, which is worth one. ``outline`` is ``iso`` or ``decision``, ``edition``
    ``internal`` or ``public``.
    """

    country: str
    name: Text
    body: Text
    title: Text
    as_of: dt.date
    years: tuple[int, ...]
    currency: str
    languages: tuple[str, ...]
    membership: Membership
    illustrative: bool
    level: str
    tie: str
    weights: tuple[tuple[str, str], ...]
    utilization: float
    ladder: tuple[tuple[str, float], ...]
    outline: str
    edition: str
    seed: int
    catalogue: str
    catalogue_sha256: str
    decimal: str
    zone: str = "UTC"
    technologies: TechnologySettings = TechnologySettings()
    consultation: ConsultationSettings = ConsultationSettings()
    robustness: RobustnessSettings = RobustnessSettings()
    plan: PlanSettings = PlanSettings()
    obligations: ObligationSettings = ObligationSettings()
    notice: NoticeSettings = NoticeSettings()
