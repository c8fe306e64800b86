"""The world's standards and the country's place in them: committees, deliverables, adoptions, links."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from opennss.errors import CodeError
from opennss.language import Text
from opennss.model.codes import Ics, Id, Stage
from opennss.model.table import Row, column


class Reference(str):
    """The publisher's reference of a deliverable, normalized: ``ISO 3779:2009``, ``ISO/DIS 3779``.

    >>> Reference.parse("ISO  3779 : 2009")
    'ISO 3779:2009'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read a reference, folding white space and dashes; one without publisher and number raises ``CodeError``."""
        folded = re.sub(r"\s*:\s*", ":", " ".join(text.replace("–", "-").split()))
        if not re.fullmatch(
            r"(ISO|IEC|ITU|CISPR)(/[A-Z]+7?|/DGuide)*( Guide| [A-Z]+)* [A-Z]?-?[A-Z]?\d.*|IWA \d.*", folded
        ):
            raise CodeError("bad-reference", value=text)
        return cls(folded)

    @property
    def publisher(self) -> str:
        """The body before the first space or slash: ISO, IEC, ITU."""
        return re.split(r"[ /]", self)[0]

    @property
    def base(self) -> str:
        """The reference without years, which ties editions together; an amendment is a deliverable of its own.

        >>> Reference("ISO 3779:2009").base, Reference("ISO 3779:2009/Amd 1:2011").base
        ('ISO 3779', 'ISO 3779/Amd 1')
        """
        return re.sub(r":\d{4}(-\d{2})?", "", self)

    @property
    def project(self) -> str:
        """The reference without years and stage document, which ties a draft to the edition it will replace.

        >>> Reference("ISO/DIS 3779").project, Reference("ISO/IEC CD 27001.2").project
        ('ISO 3779', 'ISO/IEC 27001')
        """
        stage = r"(?<=[/ ])(PWI|NP|NWIP|AWI|WD|CD|CDV|DIS|FDIS|PRF|DTS|DTR|DPAS)(?= )"
        return re.sub(r"[/ ]+ ", " ", re.sub(stage, "", self.base)).partition(".")[0]

    @property
    def year(self) -> int | None:
        """The year of the edition, or of the amendment; ``None`` for an undated reference."""
        years = re.findall(r":(\d{4})", self)
        return int(years[-1]) if years else None


def slug(reference: str) -> str:
    """Return a reference or committee code as part of an id: lower case, other characters folded to hyphens.

    >>> slug("ISO/IEC TS 22237-30:2022")
    'iso-iec-ts-22237-30-2022'
    """
    return re.sub(r"[^a-z0-9]+", "-", reference.lower()).strip("-")


class CommitteeCode(str):
    """The publisher's reference of a committee: ``ISO/TC 34/SC 17``, ``ISO/IEC JTC 1/SC 42``, ``IEC/TC 47/SC 47E``.

    >>> CommitteeCode.parse("ISO/IEC JTC 1/SC 42").administrator
    'ISO'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> CommitteeCode:
        """Read a committee code; a text that does not begin with ISO or IEC raises ``CodeError``."""
        folded = " ".join(text.split())
        if not re.fullmatch(r"(ISO|IEC)([/ ].+)", folded):
            raise CodeError("bad-committee", value=text)
        return cls(folded)

    @property
    def administrator(self) -> str:
        """The body that keeps the member list: joint committees of ISO/IEC JTC 1 are ISO's, those named IEC IEC's."""
        return "IEC" if self.startswith("IEC") or self in IEC_ADMINISTERED else "ISO"


IEC_ADMINISTERED = frozenset(("ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 41", "ISO/IEC JTC 1/SC 43"))
"""Joint committees whose members ISO's file does not list; a seat there is ``?``, never none (method, section 7)."""


class CommitteeStatus(StrEnum):
    """Whether a committee works."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee(Row):
    """A technical committee or subcommittee."""

    FILE: ClassVar[str] = "committees.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: CommitteeCode = column("the publisher's reference, such as ISO/TC 34/SC 17")
    title: Text = column("title as published")
    status: CommitteeStatus = column("active or suspended")
    secretariat: str = column("body that holds the secretariat", default="", prose=True)
    created: str = column("date of creation", default="")
    p_members: int | None = column("number of P-members; `?` when the source does not list them", unknown=True)
    o_members: int | None = column("number of O-members; `?` when the source does not list them", unknown=True)
    source: str = column("where the record comes from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable(Row):
    """A published standard, report or specification, or one under way."""

    FILE: ClassVar[str] = "deliverables.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: Reference = column("the publisher's reference; a project without a year carries its stage document")
    title: Text = column("title as published")
    stage: Stage = column("harmonized stage code, such as 60.60")
    committee: CommitteeCode = column("committee that owns it", ref="catalogue/committees")
    ics: tuple[Ics, ...] = column("ICS codes of the source", default=(), ref="catalogue/ics")
    edition: str = column("edition", default="")
    published: str = column("date of publication: year, month or day", default="")
    replaced_by: Reference | None = column("the deliverable that replaces it", default=None)
    source: str = column("where the record comes from")


@dataclass(frozen=True, slots=True, kw_only=True)
class IcsClass(Row):
    """A class of the International Classification for Standards."""

    FILE: ClassVar[str] = "ics.csv"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: Ics = column("the code")
    title: Text = column("its title")


class Role(StrEnum):
    """A seat in a committee: participating, observing, none, or not known."""

    P = "P"
    O = "O"  # noqa: E741
    NONE = "none"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation(Row):
    """The country's seat in a committee, as published by the committee's body."""

    FILE: ClassVar[str] = "participation.csv"
    KEY: ClassVar[tuple[str, ...]] = ("committee",)

    committee: CommitteeCode = column("the committee")
    title: Text = column("its title as published", default=Text())
    role: Role = column("P (participating), O (observing), none (the member list was read) or ? (not known)")
    date: dt.date = column("day of the published state")
    source: Id = column("where it was read", ref="sources")


class Correspondence(StrEnum):
    """Degree of correspondence (ISO/IEC Guide 21-1:2005): identical, modified, not equivalent. NEQ is no adoption."""

    IDT = "IDT"
    MOD = "MOD"
    NEQ = "NEQ"
    UNKNOWN = "?"


class AdoptionStatus(StrEnum):
    """Whether a national standard is in force."""

    IN_FORCE = "in-force"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption(Row):
    """A national standard that adopts an International Standard."""

    FILE: ClassVar[str] = "adoptions.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the row")
    number: str = column("number of the national standard; never given to an illustrative row", default="", prose=True)
    title: Text = column("title")
    ics: tuple[Ics, ...] = column("ICS of the national standard", default=())
    adopts: Reference = column("the deliverable it adopts")
    correspondence: Correspondence = column("IDT, MOD, NEQ, or ? when the source does not state it")
    status: AdoptionStatus = column("in-force, replaced or withdrawn")
    year: int | None = column("year of the national standard", default=None)
    committee: str = column("national committee", default="", prose=True)
    illustrative: bool = column("yes when the row is invented for the exercise", default=False)
    source: Id | None = column("where it was read; empty only on illustrative rows", default=None, ref="sources")


class Relevance(StrEnum):
    """How much a committee or deliverable serves an area."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


UNREVIEWED = "?"
"""Stands for the reviewer of a link that a new folder brings along and nobody has looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Row):
    """An accepted link from an area to a committee or to a deliverable; a person reviewed it."""

    FILE: ClassVar[str] = "mapping.csv"
    KEY: ClassVar[tuple[str, ...]] = ("area", "committee", "deliverable")

    area: Id = column("the area", ref="areas")
    committee: CommitteeCode | None = column("the committee; empty when a deliverable is given", default=None)
    deliverable: Reference | None = column("the deliverable; empty when a committee is given", default=None)
    relevance: Relevance = column("high, medium or low")
    reason: Text = column("why it serves the area")
    reviewer: str = column("who accepted it (a pseudonym in examples); `?` while nobody has", prose=True)
    date: dt.date = column("day on which it was accepted")
