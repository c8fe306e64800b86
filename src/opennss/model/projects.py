"""What is to be done and with what: project types and their effort, capacity, candidates, targets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from opennss.language import Text
from opennss.model.codes import Id, Period
from opennss.model.observations import Unit
from opennss.model.table import Row, column


class ProjectType(StrEnum):
    """Types of candidate standardization project that the gaps lead to (names are ours)."""

    ADOPT = "adopt"
    REVISE = "revise"
    PARTICIPATE = "participate"
    MIRROR = "mirror-committee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort(Row):
    """Average effort of one body for one task of a project type (days per type are unknown from ISO)."""

    FILE: ClassVar[str] = "effort.csv"
    KEY: ClassVar[tuple[str, ...]] = ("type", "body", "task")

    type: ProjectType = column("adopt, revise, participate or mirror-committee")
    body: Id = column("body that does the work; it must have capacity rows")
    task: Id = column("draft, translate, appraise, edit, participate ...")
    days: Decimal = column("person-days")
    cost: Decimal = column("direct cost in the currency of nss.toml, without staff")
    spread: str = column(
        "percent of the work in the first, second ... year, such as 100 or 60;40; or yearly, for a standing load"
    )
    requires: ProjectType | None = column("type of project that must come first, for the same committee", default=None)
    note: str = column("where the figure comes from; project defaults say so", default="", prose=True)


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


@dataclass(frozen=True, slots=True)
class Project:
    """A candidate standardization project: what, why, for which areas, by which type, after which other.

    ``areas`` begins with the area that ranks best, where the project counts. ``tier`` is 0 for an approved ``1*`` or a
    legal obligation, 1 to 3 for that rank, ``None`` when none of its areas is a priority or rankable yet. ``units`` are
    the deliverables it counts for: one; for a participation the drafts that serve an area of its own tier, but at
    least one; none for a mirror committee, which is only a prerequisite.
    """

    id: str
    type: ProjectType
    committee: str
    deliverable: str
    areas: tuple[str, ...]
    tier: int | None
    requires: str = ""
    gaps: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    units: int = 1


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
