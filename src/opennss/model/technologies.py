"""Critical and emerging technologies: the country's list, who uses them, by what they are judged, what is counted."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Self

from opennss.errors import CodeError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.references import CommitteeCode
from opennss.model.standards import Role
from opennss.model.table import Row, column


class ListEntry(str):
    """An entry of a published list of technologies: the list's id and the entry's number.

    >>> ListEntry.parse("us-cet-2024:6").list
    'us-cet-2024'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a list and a number with a colon between them; anything else raises ``CodeError``."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*:[0-9A-Za-z]+([.-][0-9A-Za-z]+)*", text):
            raise CodeError("bad-list-entry", value=text)
        return cls(text)

    @property
    def list(self) -> str:
        """The id of the list."""
        return self.partition(":")[0]


class KeywordRule(str):
    """A keyword rule as a cell holds it: any text; the scan reads it (``technologies/scan/rules.py``)."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a rule: text that holds a letter or a digit; anything else raises ``CodeError``."""
        if not any(sign.isalnum() for sign in text):
            raise CodeError("bad-keyword-rule", value=text)
        return cls(text)


class Topic(str):
    """A research topic of OpenAlex, such as ``T10028``."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a topic's id; anything else raises ``CodeError``."""
        if not re.fullmatch(r"T[0-9]{4,6}", text):
            raise CodeError("bad-topic", value=text)
        return cls(text)


class Economy(str):
    """An economy: ISO 3166 alpha-3, or ``EU``; in counts also ``*`` (each work once) and ``?`` (not known)."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an economy; anything else raises ``CodeError``."""
        if not re.fullmatch(r"[A-Z]{3}|EU|[*?]", text):
            raise CodeError("bad-economy", value=text)
        return cls(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology(Row):
    """A technology of the country's list: what it stands for, how it is found in titles, who makes its standards."""

    FILE: ClassVar[str] = "technologies.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the technology")
    name: Text = column("name of the technology")
    area: Id | None = column(
        "the emerging subject of areas.csv that it belongs to; empty when none", default=None, ref="areas"
    )
    entries: tuple[ListEntry, ...] = column(
        "entries of published lists that it stands for: the list's id and the entry's number, such as us-cet-2024:6",
        default=(),
    )
    terms: tuple[Id, ...] = column(
        "technologies of the default vocabulary whose keyword rules and topics it takes; several are merged",
        default=(),
    )
    keywords: tuple[KeywordRule, ...] = column(
        "keyword rules of the country's own, added to those of its terms", default=()
    )
    topics: tuple[Topic, ...] = column("OpenAlex topics of the country's own, such as T10028", default=())
    committees: tuple[CommitteeCode, ...] = column(
        "committees that make its standards, published ones and new ones without documents", default=()
    )
    military: bool = column(
        "yes when it is mainly military: hidden unless nss.toml shows such technologies", default=False
    )
    reason: Text = column("why the country chose it", default=Text())


class UseKind(StrEnum):
    """In which way a technology matters in the country."""

    USE = "use"
    IMPORT = "import"
    REGULATION = "regulation"
    MARKET_REGULATION = "market-regulation"
    RISK = "risk"


class UseStatus(StrEnum):
    """Whether what a row of uses says holds already."""

    IN_FORCE = "in-force"
    COMING = "coming"
    NONE = "none"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyUse(Row):
    """Evidence that a technology matters: who uses or imports it, which rule asks for it, which risk it brings."""

    FILE: ClassVar[str] = "technology_uses.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the row")
    technology: Id = column("the technology", ref="technologies")
    area: Id | None = column(
        "the area that uses it, or that the rule or the risk concerns; empty: the whole country",
        default=None,
        ref="areas",
    )
    kind: UseKind = column(
        "use (a sector or public service uses it), import (it is bought abroad), regulation (a rule of the country "
        "asks for it), market-regulation (a rule of an export market does), risk (a risk to people)"
    )
    where: Economy = column(
        "the economy: ISO 3166 alpha-3, or EU; the export market of a market-regulation, * where a row says that no "
        "market has one"
    )
    statement: Text = column("what the source says, in one sentence in own words")
    period: str = column("period or date that it speaks of: 2024, 2027-05, 2026-08-02", default="")
    status: UseStatus = column(
        "in-force (it is so now), coming (decided or planned), none (it was looked for, and there is none in the area, "
        "or anywhere when the area is empty) or ?",
        default=UseStatus.IN_FORCE,
    )
    source: Id = column("where it was read", ref="sources")


class Axis(StrEnum):
    """The two questions asked of every technology."""

    VALUE = "value"
    RELEVANCE = "relevance"


class TechnologyMeasure(StrEnum):
    """What a criterion of technologies can be measured by: a closed list; ``judged`` is measured by nothing."""

    JUDGED = "judged"
    GDP_SHARE = "gdp-share"
    AREAS = "areas"
    PUBLIC_SERVICES = "public-services"
    RISKS = "risks"
    LISTS = "lists-share"
    GOALS = "goals"
    RESEARCH_SHARE = "research-share"
    SPECIALIZATION = "specialization"
    TOP_SHARE = "top-share"
    DRAFTS = "drafts"
    OPEN_SHARE = "open-share"
    EARLY_SHARE = "early-share"
    NEW = "new"
    IN_FORCE = "in-force"
    P_MEMBERS = "p-members"
    EXPERTS = "experts"
    READY = "ready-committees"
    SEATS = "own-seats"
    NEIGHBOURS = "neighbour-seats"
    REGULATION = "regulation"
    MARKETS = "market-regulation"
    TRADE_SHARE = "trade-share"

    @property
    def research(self) -> bool:
        """Say whether it rests on research counts, which are optional and never the only evidence of value."""
        return self in (TechnologyMeasure.RESEARCH_SHARE, TechnologyMeasure.SPECIALIZATION, TechnologyMeasure.TOP_SHARE)

    @property
    def unit(self) -> str:
        """The unit of its amounts: percent, index or count; empty when judged."""
        if self is TechnologyMeasure.JUDGED:
            return ""
        if self is TechnologyMeasure.SPECIALIZATION:
            return "index"
        return "percent" if self.endswith("-share") else "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyCriterion(Row):
    """A reason for which technologies are valued: a measure with ranges, or the judgement of people."""

    FILE: ClassVar[str] = "technology_criteria.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the criterion")
    name: Text = column("name of the criterion")
    axis: Axis = column("value (of the technology to the country) or relevance (of standardization)")
    measure: TechnologyMeasure = column(
        "what it is measured by, one of the measures of the manual; judged: technology_ratings.csv"
    )
    ranges: str = column("bounds of ranks 1, 2 and 3, such as >=10;>=5;>0; empty when judged", default="")
    weight: Fraction = column("weight on its axis; 0 leaves the criterion out", default=Fraction(1))
    note: Text = column("what it asks, and where it comes from", default=Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyRating(Row):
    """The rank that people give a technology on a judged criterion."""

    FILE: ClassVar[str] = "technology_ratings.csv"
    KEY: ClassVar[tuple[str, ...]] = ("technology", "criterion")

    technology: Id = column("the technology", ref="technologies")
    criterion: Id = column("the judged criterion")
    rank: Rank | None = column("1, 2, 3 or none; n/a where it does not apply; `?` when it is open", unknown=True)
    reason: Text = column("why")
    proposer: str = column("who proposed it (an office, a pseudonym in examples)", prose=True)
    date: dt.date = column("day of the judgement")
    illustrative: bool = column("yes when the row is invented for the exercise", default=False)
    source: Id | None = column("evidence it rests on", default=None, ref="sources")


class CommitteeMeasure(StrEnum):
    """What is counted of a committee on one day."""

    IN_FORCE = "in-force"
    PRELIMINARY = "drafts-00"
    PROPOSAL = "drafts-10"
    PREPARATORY = "drafts-20"
    COMMITTEE = "drafts-30"
    ENQUIRY = "drafts-40"
    APPROVAL = "drafts-50"
    NEW_1 = "published-1"
    NEW_2 = "published-2"
    NEW_3 = "published-3"
    NEW_4 = "published-4"
    NEW_5 = "published-5"
    YEAR_ONLY = "published-year-only"
    LISTED = "listed-in-force"
    LISTED_DRAFTS = "listed-drafts"
    STARTED = "started"
    MONTHS = "months-to-publication"
    P_MEMBERS = "p-members"
    O_MEMBERS = "o-members"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeFigure(Row):
    """A figure of a committee on one day, kept so that a later day can be compared with it."""

    FILE: ClassVar[str] = "landscape.csv"
    KEY: ClassVar[tuple[str, ...]] = ("committee", "date", "measure")

    committee: CommitteeCode = column("the committee")
    date: dt.date = column("day of the state that was counted")
    measure: CommitteeMeasure = column(
        "in-force; drafts-00 to drafts-50 by stage, each project once; published-1 to published-5 (documents published "
        "in the newest twelve months, in the twelve before, and so on); published-year-only (documents that may belong "
        "to one of two of these spans); listed-in-force and listed-drafts (entries of the body's list, with those that "
        "a later one has overtaken); started (new projects in twelve months); months-to-publication (median); "
        "p-members; o-members"
    )
    value: int | None = column("the figure; `?` when it is not known", unknown=True)
    source: Id = column("where it was read or counted", ref="sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourSeat(Row):
    """The seat of another economy in a committee, as published by the committee's body."""

    FILE: ClassVar[str] = "neighbours.csv"
    KEY: ClassVar[tuple[str, ...]] = ("economy", "committee")

    economy: Economy = column("the economy: ISO 3166 alpha-3")
    committee: CommitteeCode = column("the committee")
    role: Role = column("P, O, none (the member list was read) or ? (not known)")
    date: dt.date = column("day of the published state")
    source: Id = column("where it was read", ref="sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResearchCount(Row):
    """Research works of a technology, an economy and a year; counted by the scan or taken from any source."""

    FILE: ClassVar[str] = "research.csv"
    KEY: ClassVar[tuple[str, ...]] = ("technology", "economy", "year")

    technology: str = column("the technology; * for all works, whatever their subject")
    economy: Economy = column("ISO 3166 alpha-3; * for each work once; ? for authors without a known economy")
    year: int = column("year of publication")
    works: int = column("works with an author in the economy, each counted whole")
    fraction: Decimal | None = column(
        "works shared among their authors and these among their economies; `?` when not counted",
        unknown=True,
        default=None,
    )
    known: int | None = column(
        "works whose citation percentile is known; `?` when not counted", unknown=True, default=None
    )
    known_fraction: Decimal | None = column("the same, shared", unknown=True, default=None)
    top: int | None = column(
        "works among the top 10 % by the record's own citation percentile; `?` when not counted",
        unknown=True,
        default=None,
    )
    top_fraction: Decimal | None = column("the same, shared", unknown=True, default=None)
    source: Id = column("where the counts come from", ref="sources")
