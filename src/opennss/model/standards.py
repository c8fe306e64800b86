"""The world's standards and the country's place in them: committees, deliverables, adoptions, links."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from opennss.language import Text
from opennss.model.codes import Ics, Id, Stage
from opennss.model.references import CommitteeCode, Reference
from opennss.model.table import Row, column


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
    status: CommitteeStatus | None = column("active or suspended; `?` when only its documents are known", unknown=True)
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
    stage: Stage | None = column("harmonized stage code, such as 60.60; `?` when the source states none", unknown=True)
    committee: CommitteeCode | None = column(
        "committee that owns it; `?` when the source names none", unknown=True, ref="catalogue/committees"
    )
    ics: tuple[Ics, ...] = column("ICS codes of the source", default=(), ref="catalogue/ics")
    edition: str = column("edition", default="")
    published: str = column("date of publication: year, month or day", default="")
    replaced_by: Reference | None = column("the deliverable that replaces it", default=None)
    stage_date: dt.date | None = column("day on which the stage began, where the source says", default=None, spare=True)
    source: str = column("where the record comes from")
    type: str = column("kind of document, as the source says", default="", spare=True)
    project: str = column("the publisher's number of the project, which ties editions together", default="", spare=True)
    replaces: tuple[Reference, ...] = column("the deliverables that it replaces", default=(), spare=True)
    amends: tuple[Reference, ...] = column("the deliverables that it changes", default=(), spare=True)
    part_of: tuple[Reference, ...] = column("the deliverables that contain it", default=(), spare=True)
    adopts: tuple[Reference, ...] = column("the deliverables that it adopts", default=(), spare=True)
    pages: int | None = column("pages of the text in English; empty: not known", default=None, spare=True)

    @property
    def state(self) -> str:
        """``draft``, ``in-force``, ``withdrawn`` or ``cancelled``; empty when its stage is not known."""
        return self.stage.state if self.stage else ""


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


class Method(StrEnum):
    """How an International Standard becomes a national one (ISO/IEC Guide 21-1:2005, methods of adoption).

    ``endorsement`` declares its text to be valid; ``reprint``, ``translation`` and ``redrafting`` publish a text anew.
    """

    ENDORSEMENT = "endorsement"
    REPRINT = "reprint"
    TRANSLATION = "translation"
    REDRAFTING = "redrafting"


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


class Use(StrEnum):
    """What an adopted standard is meant for."""

    REGULATION = "regulation"
    TENDER = "tender"
    CERTIFICATION = "certification"
    EXPORT = "export"
    NONE = "none"
    UNKNOWN = "?"


class Conformity(StrEnum):
    """Where conformity can be shown: in an accredited laboratory of the country, in one of ASEAN, nowhere."""

    NATIONAL = "national"
    ASEAN = "asean"
    NONE = "none"
    UNKNOWN = "?"


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
    use: Use = column(
        "intended use of a deliverable: regulation, tender, certification, export, none (none known) or ?; none is not "
        "planned at rank 1 without a decision accept-use",
        default=Use.UNKNOWN,
        spare=True,
    )
    conformity: Conformity = column(
        "where conformity can be shown: national, asean, none or ?", default=Conformity.UNKNOWN, spare=True
    )
    degree: Correspondence = column(
        "degree of correspondence wanted: IDT, MOD, or ? where either will do",
        default=Correspondence.UNKNOWN,
        spare=True,
    )
    method: Method | None = column(
        "method of adoption: endorsement, reprint, translation or redrafting; ? where it is open",
        default=None,
        unknown=True,
        spare=True,
    )
