"""The programme as it is worked on: who can do which task, funds, national procedure, approved items, work, ballots."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from opennss.language import Text
from opennss.model.codes import Ics, Id, Stage
from opennss.model.projects import ProjectType
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import Correspondence, Method
from opennss.model.table import Row, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Row):
    """How much of a body's capacity can do one task; its other people cannot, however free they are."""

    FILE: ClassVar[str] = "skills.csv"
    KEY: ClassVar[tuple[str, ...]] = ("body", "task", "year")

    body: Id = column("the body; it must have capacity rows")
    task: Id = column("the task, as in effort.csv: draft, translate, appraise, edit, participate ...")
    year: int = column("the year")
    fte: Decimal = column("full-time equivalents who can do the task, part of those of capacity.csv")
    note: str = column("remarks", default="", prose=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertTime(Row):
    """What one item of a type asks of experts outside the bodies: a layer of its own, never counted as staff."""

    FILE: ClassVar[str] = "expert_time.csv"
    KEY: ClassVar[tuple[str, ...]] = ("type",)

    type: ProjectType = column("type of plan item, as in effort.csv")
    days: Decimal = column("person-days of all outside experts together for one item; of each year where yearly")
    spread: str = column("percent of the work in the first, second ... year, or yearly, as in effort.csv")
    note: str = column("where the figure comes from; project defaults say so", default="", prose=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund(Row):
    """Money from one source beside the budget of a body in capacity.csv."""

    FILE: ClassVar[str] = "funds.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id", "year")

    id: Id = column("id of the fund")
    name: Text = column("its name")
    body: Id = column("body whose work it pays; it must have capacity rows")
    year: int = column("the year")
    amount: Decimal = column("money of the year in the currency of nss.toml")
    carry_over: bool = column("yes when what is left may be spent in a later year of the plan", default=False)
    types: tuple[ProjectType, ...] = column("types of plan item it may pay for; empty: all", default=())
    illustrative: bool = column("yes when the fund is invented for the exercise", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStage(Row):
    """A stage of the national procedure for one type of project."""

    FILE: ClassVar[str] = "procedure.csv"
    KEY: ClassVar[tuple[str, ...]] = ("type", "stage")

    type: ProjectType = column("adopt, adopt-modified, develop, revise ...")
    stage: Stage = column("harmonized stage code it maps to, such as 40.20")
    name: Text = column("its name in the national procedure")
    days: int = column("least calendar days it takes")
    share: int = column("percent of the person-days of the project that fall into it; 100 in all for a type")
    comments: bool = column("yes while the public may comment on the draft", default=False)
    source: Id | None = column("where it is laid down; empty for a project default", default=None, ref="sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(Row):
    """A project that no gap yields: a home-grown standard, new international work, a confirmation, a reference ..."""

    FILE: ClassVar[str] = "projects.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the row; the plan item is its type and this id, such as develop-fish-sauce")
    type: ProjectType = column(
        "develop, adopt-other, harmonize, propose, amend, translate, confirm, withdraw or reference"
    )
    title: Text = column("what the project brings about")
    areas: tuple[Id, ...] = column("areas it serves", ref="areas")
    deliverable: Reference | None = column("the standard it is about, where it has a reference", default=None)
    committee: CommitteeCode | None = column("the international committee, where there is one", default=None)
    request: Id | None = column("the request it answers", default=None, ref="requests")
    start: int | None = column("first year in which it may begin; empty: any", default=None)
    end: int | None = column("year by which it must be finished, as a window closes then; empty: any", default=None)
    requires: tuple[Id, ...] = column("plan items that must be finished first", default=())
    right: str = column("adopt-other: the agreement that allows it, with its date", default="", prose=True)
    reason: Text = column("why", default=Text())
    illustrative: bool = column("yes when the project is invented for the exercise", default=False)
    source: Id | None = column("where it was read; empty only on illustrative rows", default=None, ref="sources")

    @property
    def item(self) -> str:
        """Id of its plan item."""
        return f"{self.type}-{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedItem(Row):
    """An item of the approved programme, as it was approved: the baseline that later plans are compared with."""

    FILE: ClassVar[str] = "programme.csv"
    KEY: ClassVar[tuple[str, ...]] = ("item",)

    item: Id = column("id of the plan item, such as adopt-iso-22000-2018")
    type: ProjectType = column("type of plan item")
    deliverable: Reference | None = column("the deliverable, if it is about one", default=None)
    committee: CommitteeCode | None = column("the international committee, if it is about one", default=None)
    measure: Id | None = column("the measure, if it is one", default=None, ref="measures")
    start: int = column("first year at work")
    end: int = column("last year at work")
    approved: dt.date = column("day of the approval")
    reason: Text = column("why it was changed after the first approval", default=Text())
    illustrative: bool = column("yes when the approval is invented for the exercise", default=False)
    method: Method | None = column("the method of adoption, where one was chosen", default=None, spare=True)


class WorkStatus(StrEnum):
    """How far the work on a plan item is."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkState(Row):
    """What happened to a plan item: its status, its stage and since when; a running item stays in every new plan."""

    FILE: ClassVar[str] = "work.csv"
    KEY: ClassVar[tuple[str, ...]] = ("item",)

    item: Id = column("id of the plan item, such as adopt-iso-22000-2018")
    title: Text = column("title of the national standard under way; empty: that of the source", default=Text())
    ics: tuple[Ics, ...] = column("ICS of the national standard; empty: those of the source", default=())
    status: WorkStatus = column("planned, running, done or dropped")
    begun: dt.date | None = column("day on which the work began", default=None)
    stage: Stage | None = column("harmonized stage code it has reached; ? when not known", unknown=True)
    since: dt.date | None = column("day on which that stage began; ? when not known", unknown=True)
    correspondence: Correspondence = column(
        "degree of correspondence aimed at: IDT, MOD, NEQ or ?", default=Correspondence.UNKNOWN
    )
    comments_from: dt.date | None = column("first day of the comment period", default=None)
    comments_until: dt.date | None = column("last day of the comment period", default=None)
    ended: dt.date | None = column("day on which it was finished or dropped", default=None)
    spent: Decimal | None = column("person-days spent so far; ? when not known", default=None, unknown=True)
    cost: Decimal | None = column("money spent so far; ? when not known", default=None, unknown=True)
    reason: Text = column("why it was dropped or is late", default=Text())
    illustrative: bool = column("yes when the state is invented for the exercise", default=False)
    source: Id | None = column("where it was read; empty only on illustrative rows", default=None, ref="sources")


class BallotKind(StrEnum):
    """Kinds of ballot; a P-member owes a vote on DIS, FDIS and systematic reviews, and on most of the others."""

    NP = "NP"
    CD = "CD"
    DIS = "DIS"
    FDIS = "FDIS"
    REVIEW = "SR"
    INTERNAL = "CIB"


class Vote(StrEnum):
    """What was cast; an abstention is a valid vote, ``missed`` says that the day passed without one."""

    APPROVE = "approve"
    COMMENTS = "approve-with-comments"
    DISAPPROVE = "disapprove"
    ABSTAIN = "abstain"
    MISSED = "missed"
    OPEN = "open"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot(Row):
    """A ballot of an international committee in which the country has a seat."""

    FILE: ClassVar[str] = "ballots.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the row")
    committee: CommitteeCode = column("the committee")
    document: Reference | None = column("the document voted on, where it has a reference", default=None)
    title: Text = column("what is voted on", default=Text())
    kind: BallotKind = column("NP, CD, DIS, FDIS, SR (systematic review) or CIB (committee internal ballot)")
    opens: dt.date | None = column("first day; ? when not known", unknown=True)
    due: dt.date = column("last day")
    vote: Vote = column("open, approve, approve-with-comments, disapprove, abstain, missed or ?")
    cast: dt.date | None = column("day on which it was cast", default=None)
    illustrative: bool = column("yes when the ballot is invented for the exercise", default=False)
    source: Id | None = column("where it was read; empty only on illustrative rows", default=None, ref="sources")


class ResultLevel(StrEnum):
    """Levels of the results framework, from the highest."""

    GOAL = "goal"
    OUTCOME = "outcome"
    OUTPUT = "output"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Row):
    """A row of the results framework: what is to become true, below what, and how one will see it."""

    FILE: ClassVar[str] = "results.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the result")
    level: ResultLevel = column("goal, outcome, output or activity")
    under: Id | None = column("the result one level up that it contributes to", default=None, ref="results")
    text: Text = column("the result in one sentence")
    objectives: tuple[Id, ...] = column("strategic objectives it belongs to", default=(), ref="objectives")
    targets: tuple[Id, ...] = column("indicators of performance that show it", default=(), ref="targets")
    measures: tuple[Id, ...] = column("measures that bring it about", default=(), ref="measures")
    types: tuple[ProjectType, ...] = column("types of project that bring it about", default=())
    assumption: Text = column("what must hold besides", default=Text())
    illustrative: bool = column("yes when the result is invented for the exercise", default=False)
