"""How it is going at ``as_of``: targets with their pace, work under way, computed figures, what somebody must do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from opennss.language import Text
from opennss.model.codes import Id, Period, Stage
from opennss.model.observations import Unit
from opennss.model.projects import LADDER, Periodicity, Progress, ProjectType
from opennss.model.results import Measured
from opennss.model.table import Cell


class Light(StrEnum):
    """Where something stands: the three lights, not yet due, and not known."""

    ON_TRACK = "on-track"
    WATCH = "watch"
    LATE = "late"
    NOT_DUE = "not-due"
    UNKNOWN = "unknown"


class Pace(StrEnum):
    """Where the pace so far leads: too few values to say, reached already, towards the aim, no movement, away."""

    TOO_FEW = "too-few"
    REACHED = "reached"
    TOWARDS = "towards"
    STILL = "still"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Tracked:
    """One indicator of performance with its yearly aims, what was measured, and where its pace leads.

    ``values`` are the known values by period; ``distance`` is the last aim less the newest value (``None``: no value);
    ``a_year`` is the movement in a year between the first and the newest value and ``reached`` the year in which that
    pace reaches the last aim (``None``: it cannot be said). ``awaited`` is the newest period that should have been
    reported and was not.
    """

    id: Id
    name: Text
    unit: Unit
    periodicity: Periodicity
    evidence: Text
    owner: Text
    aims: tuple[Measured, ...]
    values: tuple[Progress, ...]
    light: Light
    pace: Pace
    distance: Decimal | None = None
    a_year: Fraction | None = None
    reached: int | None = None
    awaited: Period | None = None

    @property
    def baseline(self) -> Decimal | None:
        """The value at the start; ``None`` when it is not known."""
        return self.aims[0].target.baseline


class State(StrEnum):
    """How far a plan item is; ``?`` when its time has come and nobody recorded anything."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An item of the programme with what happened to it.

    ``start`` and ``end`` are the first and last year at work as approved, or as planned where nothing was approved;
    ``end`` is ``None`` for standing work in a committee, both are for work that is over and in no plan on record.
    ``days`` and ``money`` are what the plan gives it (``None``: not known), ``spent`` and ``cost`` what it took so far.
    ``who`` answers for it. ``invented`` marks an exercise.
    """

    id: str
    type: ProjectType
    subject: Text
    who: Text
    start: int | None
    end: int | None
    state: State
    begun: dt.date | None = None
    ended: dt.date | None = None
    stage: Stage | None = None
    since: dt.date | None = None
    days: Decimal | None = None
    money: Decimal | None = None
    spent: Decimal | None = None
    cost: Decimal | None = None
    reason: Text = Text()
    cells: tuple[Cell, ...] = ()
    invented: bool = False

    @property
    def standing(self) -> bool:
        """Say whether it is standing work in a committee, which has no end."""
        return self.type in LADDER


def type_of(item: str) -> ProjectType | None:
    """Return the type of plan item that an id begins with; ``None`` where it begins with none.

    >>> type_of("adopt-modified-iso-7301-2021"), type_of("sauce")
    (<ProjectType.ADOPT_MODIFIED: 'adopt-modified'>, None)
    """
    return max((kind for kind in ProjectType if item.startswith(f"{kind}-")), key=len, default=None)


@dataclass(frozen=True, slots=True)
class StageAge:
    """Running items in one stage of the harmonized code: how many, and for how many months the middle and the oldest
    one are in it (``None``: the day is not known for any). ``stage`` is its two digits, ``?`` where it is not known.
    """

    stage: str
    items: int
    middle: Fraction | None
    oldest: int | None


@dataclass(frozen=True, slots=True)
class HalfYear:
    """Items begun and finished up to the end of a half-year, and those that should be finished by then.

    ``begun`` and ``finished`` are ``None`` for the time to come, and where nobody recorded the work; ``planned`` stands
    at the end of a year only, because the plan has no months. ``maybe_begun`` and ``maybe_finished`` more may have
    been by then: that is known of a later day only, so that the count is a lower bound.
    """

    period: Period
    begun: int | None
    finished: int | None
    planned: int | None
    maybe_begun: int = 0
    maybe_finished: int = 0


class KpiGroup(StrEnum):
    """What computed figures are about."""

    CATALOGUE = "catalogue"
    DELIVERY = "delivery"
    BALLOTS = "ballots"
    PRIORITIES = "priorities"
    PEOPLE = "people"
    USE = "use"


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure that the folder's own rows give, never one that was typed in as a target.

    ``part`` of ``whole``, both in ``unit`` (``None``: not known); ``missing`` rows of the whole could not be judged,
    so that the share is a lower bound. ``figure`` stands alone where no share is meant. ``cells`` are what it was
    counted from, ``sources`` where these were read.
    """

    id: str
    group: KpiGroup
    part: Decimal | None = None
    whole: Decimal | None = None
    unit: str = "count"
    missing: int = 0
    figure: Decimal | None = None
    period: str = ""
    cells: tuple[Cell, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """``part`` divided by ``whole``; ``None`` without either, and where only a bound of zero could be told.

        >>> Kpi("requests-answered", KpiGroup.PEOPLE, Decimal(3), Decimal(4)).share
        Fraction(3, 4)
        """
        if self.part is None or not self.whole or (self.missing and not self.part):
            return None
        return Fraction(self.part) / Fraction(self.whole)


class Alert(StrEnum):
    """How pressing something is; ``later`` is a date that is only worth knowing."""

    LATE = "late"
    EXPIRED = "expired"
    MISSING = "missing"
    SOON = "soon"
    LATER = "later"


class Matter(StrEnum):
    """What somebody must see to."""

    START = "start"
    END = "end"
    STEP = "step"
    TARGET = "target"
    BALLOT = "ballot"
    VOTE = "vote"
    SEAT = "seat"
    DECISION = "decision"
    STRATEGY = "strategy"
    TECHNOLOGY = "technology"
    NOTICE = "notice"
    BASELINE = "baseline"
    REPORT = "report"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done, by whom (an empty text: the standards body), and since or until when.

    ``months`` are the whole months by which it is late; ``reason`` is what the folder says about it.
    """

    alert: Alert
    matter: Matter
    name: Text
    who: Text = Text()
    day: dt.date | None = None
    months: int = 0
    reason: Text = Text()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Everything about how it is going at ``as_of``; duties come with the most pressing first.

    ``approved`` says that items come from an approved programme, not only from the present plan; ``recorded`` that
    somebody recorded what happened to them.
    """

    as_of: dt.date
    approved: bool
    recorded: bool
    targets: tuple[Tracked, ...]
    items: tuple[WorkItem, ...]
    ages: tuple[StageAge, ...]
    halves: tuple[HalfYear, ...]
    kpis: tuple[Kpi, ...]
    duties: tuple[Duty, ...]
    lights: Mapping[str, Light]

    @property
    def pressing(self) -> bool:
        """Say whether anything is late or has expired."""
        return any(duty.alert in (Alert.LATE, Alert.EXPIRED) for duty in self.duties)

    def of(self, alert: Alert) -> tuple[Duty, ...]:
        """Return the duties of one kind."""
        return tuple(duty for duty in self.duties if duty.alert is alert)
