"""The people around a strategy: organisations, what they ask, think and offer, national mirror committees, experts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Category, Rank
from opennss.model.references import CommitteeCode, Reference
from opennss.model.table import Row, column


class StakeholderType(StrEnum):
    """The eleven types of stakeholder (ISO, engaging stakeholders)."""

    CUSTOMERS = "customers"
    SUPPLIERS = "suppliers"
    AUTHORITIES = "authorities"
    FUNDERS = "funders"
    DONORS = "donors"
    CIVIL_SOCIETY = "civil-society"
    BUSINESSES = "businesses"
    TRADE_ASSOCIATIONS = "trade-associations"
    TRADE_UNIONS = "trade-unions"
    EMPLOYEES = "employees"
    SHAREHOLDERS = "shareholders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder(Row):
    """An organisation that affects the strategy or is affected by it."""

    FILE: ClassVar[str] = "stakeholders.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the organisation")
    name: Text = column("its name")
    type: StakeholderType | None = column(
        "customers, suppliers, authorities, funders, donors, civil-society, businesses, trade-associations, "
        "trade-unions, employees or shareholders",
        default=None,
    )
    category: Category | None = column(
        "ISO category A1, A2, B, C, D, E, F or G; empty for the standards body itself, which has none", default=None
    )
    primary: bool = column("yes when it is directly affected", default=False)
    illustrative: bool = column("yes when the organisation is invented for the exercise", default=False)


class Channel(StrEnum):
    """The way by which a request, a position or an opinion came in."""

    QUESTIONNAIRE = "questionnaire"
    LETTER = "letter"
    INTERVIEW = "interview"
    MEETING = "meeting"
    FORM = "form"


class Reason(StrEnum):
    """Why a standard is asked for."""

    SAFETY = "safety"
    MARKET = "market"
    REGULATION = "regulation"
    TENDER = "tender"


class Offer(StrEnum):
    """What an organisation offers beside its request."""

    EXPERT = "expert"
    PILOT = "pilot"
    MONEY = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Row):
    """What an organisation asks for, why, how urgently, and what it offers; with the reply it gets."""

    FILE: ClassVar[str] = "requests.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the request")
    stakeholder: Id = column("the organisation that asks", ref="stakeholders")
    date: dt.date = column("day of the request")
    channel: Channel = column("questionnaire, letter, interview, meeting or form")
    number: str = column("number of the letter or form", default="", prose=True)
    signatory: str = column("who signed it, with function (a pseudonym in examples)", default="", prose=True)
    text: Text = column("the product or problem, in the organisation's own words")
    reasons: tuple[Reason, ...] = column("safety, market, regulation, tender", default=())
    standard: Reference | None = column("the standard it knows of, as the publisher writes it", default=None)
    urgency: Rank = column("1, 2 or 3; 1 is most urgent")
    area: Id | None = column("the area it belongs to; a request without one is a question", default=None, ref="areas")
    committee: CommitteeCode | None = column("the international committee it is about", default=None)
    offers: tuple[Offer, ...] = column("expert, pilot, money", default=())
    reply: Text = column("what the standards body adds to its reply, beside what the plan says", default=Text())
    replied: dt.date | None = column("day on which the reply was sent", default=None)
    named: bool = column("yes when the organisation agreed to be named in the public edition", default=False)
    illustrative: bool = column("yes when the request is invented for the exercise", default=False)


class Answer(StrEnum):
    """What a request comes to: planned, adopted already, not now, its standard not linked yet, without an area.

    ``area`` answers a request that names neither standard nor committee: by the work that is planned for its area.
    """

    PLANNED = "planned"
    AREA = "area-work"
    ADOPTED = "adopted"
    NOT_NOW = "not-now"
    NOT_LINKED = "not-linked"
    NO_AREA = "no-area"


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to one request: what was decided, by which plan items (ids), from which year, and why not now.

    ``adoption`` is the national standard that answers it already; ``reason`` is a key below ``not-now-``.
    """

    request: Request
    answer: Answer
    items: tuple[str, ...] = ()
    start: int | None = None
    reason: str = ""
    adoption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Row):
    """What an organisation says of the urgency of an area, signed and on record; it weighs in no rank."""

    FILE: ClassVar[str] = "positions.csv"
    KEY: ClassVar[tuple[str, ...]] = ("stakeholder", "area")

    stakeholder: Id = column("the organisation", ref="stakeholders")
    area: Id = column("the area", ref="areas")
    rank: Rank = column("1*, 1, 2, 3 or none")
    reason: str = column("why", default="", prose=True)
    signatory: str = column("who signed it, with function (a pseudonym in examples)", prose=True)
    date: dt.date = column("day of the signature")
    illustrative: bool = column("yes when the position is invented for the exercise", default=False)


class OpinionType(StrEnum):
    """Types of comment of the ISO/IEC comment form: general, technical, editorial."""

    GENERAL = "ge"
    TECHNICAL = "te"
    EDITORIAL = "ed"


class Outcome(StrEnum):
    """What became of an opinion on the draft strategy."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not-accepted"
    NOTED = "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Row):
    """An opinion on the draft strategy, with the reply and the change made: a row of the table of opinions."""

    FILE: ClassVar[str] = "opinions.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the opinion")
    stakeholder: Id = column("the organisation", ref="stakeholders")
    number: str = column("number of its letter", default="", prose=True)
    date: dt.date = column("day of the letter")
    clause: Text = column("chapter or article of the draft", default=Text())
    type: OpinionType = column("ge (general), te (technical) or ed (editorial)")
    opinion: Text = column("the opinion")
    outcome: Outcome | None = column("accepted, partly, not-accepted or noted; empty while open", default=None)
    reply: Text = column("the reply", default=Text())
    change: Text = column("the change made in the strategy", default=Text())
    named: bool = column("yes when the organisation agreed to be named in the public edition", default=False)
    illustrative: bool = column("yes when the opinion is invented for the exercise", default=False)


class MirrorStatus(StrEnum):
    """Whether a national mirror committee works; ``?`` when nobody has looked."""

    LIVE = "live"
    DORMANT = "dormant"
    PLANNED = "planned"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorCommittee(Row):
    """A national technical committee with the international committees that it mirrors."""

    FILE: ClassVar[str] = "committees.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the committee")
    number: str = column("its national designation; never given to an illustrative row", default="", prose=True)
    name: Text = column("its name")
    mirrors: tuple[CommitteeCode, ...] = column("the international committees it mirrors", default=())
    status: MirrorStatus = column("live, dormant, planned or ?")
    secretary: Id | None = column("organisation that keeps its secretariat", default=None, ref="stakeholders")
    since: dt.date | None = column("day since when the status holds", default=None)
    source: Id | None = column("where it was read; empty only on illustrative rows", default=None, ref="sources")
    illustrative: bool = column("yes when the committee is invented for the exercise", default=False)


class ExpertRole(StrEnum):
    """What an expert does in international work."""

    MEMBER = "member"
    EXPERT = "expert"
    LEADER = "project-leader"
    CONVENOR = "convenor"
    SECRETARY = "secretary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert(Row):
    """A named expert, under a pseudonym, who can follow the work of international committees."""

    FILE: ClassVar[str] = "experts.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("pseudonym of the expert; the name stays with the standards body")
    committee: Id = column("the national committee the expert belongs to", ref="committees")
    category: Category | None = column("ISO category of the view the expert brings", default=None)
    follows: tuple[CommitteeCode, ...] = column("international committees whose work the expert follows", default=())
    role: ExpertRole = column("member, expert (in a working group), project-leader, convenor or secretary")
    until: dt.date | None = column("day on which the nomination ends", default=None)
    illustrative: bool = column("yes when the expert is invented for the exercise", default=False)
    days: Decimal | None = column(
        "person-days a year that the expert can give; ? or empty when not known", default=None, unknown=True, spare=True
    )
