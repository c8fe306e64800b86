"""Links that the machine proposes and a person accepts or refuses; nothing is accepted without a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from opennss.language import Text
from opennss.model.codes import Id, Stage
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import Relevance, Role
from opennss.model.table import Row, column


class Verdict(StrEnum):
    """What the reviewer says of a proposal; an empty cell leaves it open."""

    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Row):
    """One row of the review file: a committee, a deliverable in force or a draft that may serve an area, and why."""

    FILE: ClassVar[str] = "proposals.csv"
    KEY: ClassVar[tuple[str, ...]] = ("area", "committee", "deliverable")

    area: Id = column("the area", ref="areas")
    name: str = column("its name", default="", prose=True)
    committee: CommitteeCode | None = column("the committee; empty when a deliverable is proposed", default=None)
    deliverable: Reference | None = column("the deliverable; empty when a committee is proposed", default=None)
    title: str = column("title as published", default="", prose=True)
    stage: Stage | None = column("harmonized stage code of a deliverable", default=None)
    seat: Role | None = column(
        "the country's seat in the committee, or in the committee of the deliverable", default=None
    )
    score: Decimal = column("how well it fits, 1 being the best of the area", default=Decimal(0))
    why: str = column(
        "the words that were found, and where; for the reviewer, never taken over", default="", prose=True
    )
    verdict: Verdict | None = column("accept or refuse; empty leaves the proposal open", default=None)
    relevance: Relevance = column(
        "high, medium or low; written into mapping.csv when accepted", default=Relevance.MEDIUM
    )
    reason: Text = column("why it serves the area, or why not; needed for every verdict", default=Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Row):
    """A proposal that a reviewer refused; it is not made again."""

    FILE: ClassVar[str] = "refusals.csv"
    KEY: ClassVar[tuple[str, ...]] = ("area", "committee", "deliverable")

    area: Id = column("the area", ref="areas")
    committee: CommitteeCode | None = column("the committee; empty when a deliverable was proposed", default=None)
    deliverable: Reference | None = column("the deliverable; empty when a committee was proposed", default=None)
    reason: Text = column("why it does not serve the area", default=Text())
    reviewer: str = column("who refused it (a pseudonym in examples)", prose=True)
    date: dt.date = column("day on which it was refused")
