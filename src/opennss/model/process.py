"""Where the work on the strategy stands: the ten steps, and the self-assessment of the standards body."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.table import Row, column


class Step(StrEnum):
    """The ten steps 0 to 9 of the method; step 2 has four parts."""

    MANDATE = "0"
    CURRENT = "1"
    ECONOMIC = "2a"
    NON_ECONOMIC = "2b"
    EMERGING = "2c"
    STAKEHOLDERS = "2d"
    STANDARDS = "3"
    PROJECTS = "4"
    RESOURCES = "5"
    PLAN = "6"
    DRAFT = "7"
    APPROVAL = "8"
    REVIEW = "9"


class StepStatus(StrEnum):
    """How far a step is, as its responsible person says."""

    OPEN = "open"
    RUNNING = "running"
    BLOCKED = "blocked"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStep(Row):
    """A step of the method with its responsible person, its dates, its status and its approval."""

    FILE: ClassVar[str] = "process.csv"
    KEY: ClassVar[tuple[str, ...]] = ("step",)

    step: Step = column("0, 1, 2a, 2b, 2c, 2d, 3, 4, 5, 6, 7, 8 or 9")
    responsible: Text = column("role or unit that answers for the step")
    start: dt.date = column("first day")
    due: dt.date = column("last day")
    status: StepStatus = column("open, running, blocked or done")
    blocked_by: Text = column("what stands in the way, where the step is blocked", default=Text())
    evidence: Text = column("where its result lies: file, minutes, letter", default=Text())
    approval: str = column("who approved it", default="", prose=True)
    approved: dt.date | None = column("day of the approval", default=None)


class Topic(StrEnum):
    """The eight topics of the self-assessment of a standards body (method, section 19.3)."""

    LEGAL_BASE = "legal-base"
    GOVERNANCE = "governance"
    STAFF = "staff"
    COMMITTEES = "committees"
    PROCEDURES = "procedures"
    IT = "it"
    FUNDING = "funding"
    MEMBERSHIP = "membership"


class Presence(StrEnum):
    """Whether something is there; ``?`` when nobody has looked."""

    PRESENT = "present"
    PARTIAL = "partial"
    ABSENT = "absent"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline(Row):
    """One question of the self-assessment with its answer, evidence and date."""

    FILE: ClassVar[str] = "baseline.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the question")
    topic: Topic = column("legal-base, governance, staff, committees, procedures, it, funding or membership")
    question: Text = column("what is asked")
    state: Presence = column("present, partial, absent or ?")
    evidence: Text = column("what shows it", default=Text())
    date: dt.date | None = column("day of the answer; empty while it is ?", default=None)
    source: Id | None = column("where it was read", default=None, ref="sources")
    illustrative: bool = column("yes when the answer is invented for the exercise", default=False)
