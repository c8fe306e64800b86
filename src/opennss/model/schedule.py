"""The schedule: plan items by stage and month, workload of each body, what must not slip, deadlines, what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from opennss.language import Text
from opennss.model.plans import Missing
from opennss.model.projects import Project


class Form(StrEnum):
    """How an item lies in time: in stages, as a standing load up to an end, or over the whole of its years."""

    STAGES = "stages"
    STANDING = "standing"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class StageSpan:
    """A stage with its first and last day; ``code`` is the harmonized stage code, empty where an item has no stages.

    ``comments`` says that the public may comment meanwhile.
    """

    code: str
    name: Text
    begin: dt.date
    end: dt.date
    comments: bool = False


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A plan item in time: its stages in order, and its person-days by body in the years of the plan.

    ``last`` is the year in which the yearly plan ends it. ``slack`` counts the whole months by which its end may slip
    before it, or an item that waits for it, leaves the years that the plan gives it; negative where it is late already,
    ``None`` where no procedure states how long it takes. ``default`` says that its stages are a project default.
    """

    project: Project
    form: Form
    last: int
    stages: tuple[StageSpan, ...]
    days: tuple[tuple[str, Decimal], ...]
    slack: int | None = None
    default: bool = False
    running: bool = False

    @property
    def begin(self) -> dt.date:
        """The first day."""
        return self.stages[0].begin

    @property
    def end(self) -> dt.date:
        """The last day; of a standing load that of its last year in the plan."""
        return self.stages[-1].end

    @property
    def critical(self) -> bool:
        """Say whether it must not slip by a month."""
        return self.slack is not None and self.slack <= 0


ROUNDING = Decimal("0.01")
"""Person-days by which a month may pass its capacity without being called over: what rounding leaves."""


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """What a body needs and has in one month, in person-days; the months of a year add up to those of the plan.

    ``capacity`` is a twelfth of that of the year; ``items`` are the ids of those at work. Where the present seats are
    counted, ``days`` hold a twelfth of their yearly work.
    """

    body: str
    year: int
    month: int
    days: Decimal
    capacity: Decimal
    items: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """Say whether more is needed than there is."""
        return self.days > self.capacity + ROUNDING


@dataclass(frozen=True, slots=True)
class Chain:
    """The longest chain of items in one group (an objective or an area) of which each waits for the one before.

    ``days`` are the calendar days at work in it; a standing load at its end counts none.
    """

    group: str
    items: tuple[str, ...]
    days: int


class DeadlineKind(StrEnum):
    """What is due on a day that the world sets: a vote, or the end of the time in which a draft can be shaped."""

    BALLOT = "ballot"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that the world sets; ``about`` is the document or committee, ``item`` the plan item it touches, if any.

    ``remind`` is the number of days before it at which "abstain" is proposed, or the draft is thought of.
    """

    id: str
    kind: DeadlineKind
    day: dt.date
    about: str
    committee: str
    title: Text
    remind: int
    item: str = ""
    illustrative: bool = False


class NoteKind(StrEnum):
    """What the months say against the yearly plan."""

    LATE = "late"
    BEYOND = "beyond"
    PUSHED = "pushed"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Note:
    """Where stages and years do not agree: ``year`` is what the plan says, ``day`` what the stages come to.

    ``late``: it ends after its last year. ``beyond``: it ends after the plan. ``pushed``: what it waits for ends so
    late that it cannot begin in its year. ``past``: its year was over when the plan was made.
    """

    kind: NoteKind
    item: str
    year: int
    day: dt.date


Value = int | str | dt.date | Text | tuple[str, ...] | tuple[Missing, ...]
"""What a sentence about a change tells: a year, a name, a day, ids, what would be missing."""


@dataclass(frozen=True, slots=True)
class Change:
    """An item of the approved programme or of the plan, and what happened to its years.

    ``approved`` and ``planned`` are the first and last year (``None``: not in it); ``why`` is a key below ``label.``
    with the ``values`` of its sentence by name (``items`` are ids of plan items, ``areas`` of areas, ``missing`` what
    there would be too little of), ``reason`` what people wrote about it.
    """

    item: str
    approved: tuple[int, int] | None
    planned: tuple[int, int] | None
    why: str = ""
    reason: Text = Text()
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def move(self) -> str:
        """What happened: ``came``, ``went``, ``moved`` or ``stayed``."""
        if self.approved is None or self.planned is None:
            return "went" if self.approved else "came"
        return "stayed" if self.approved == self.planned else "moved"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The plan by months: items in the order of their begin, loads by body and month, what is critical, what changed.

    ``changes`` is empty where no programme was approved before.
    """

    items: tuple[Scheduled, ...]
    loads: tuple[MonthLoad, ...]
    chains: tuple[Chain, ...]
    deadlines: tuple[Deadline, ...]
    notes: tuple[Note, ...]
    changes: tuple[Change, ...]

    @property
    def longest(self) -> Chain | None:
        """The longest chain of all; ``None`` where nothing waits for anything."""
        return max(self.chains, key=lambda chain: (chain.days, len(chain.items)), default=None)
