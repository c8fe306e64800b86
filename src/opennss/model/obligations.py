"""What membership and trade rules ask of a country: ballots, seats at risk, reviews due, stages of the WTO notice."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from opennss.model.codes import Period, Stage
from opennss.model.programme import Ballot, BallotKind
from opennss.model.references import Reference
from opennss.model.standards import Adoption, Deliverable, Role

KEY_BALLOTS = (BallotKind.DIS, BallotKind.FDIS, BallotKind.REVIEW)
"""Kinds of ballot of which a P-member may not miss one."""


class Hold(StrEnum):
    """How a P-seat stands by its ballots.

    ``lost``: by the rule it becomes an O-seat. ``unknown``: that depends on ballots of which nobody knows whether a
    vote was cast. ``at-risk``: votes in the open ballots keep it, whatever is not known; without them it can be lost.
    """

    LOST = "lost"
    UNKNOWN = "unknown"
    AT_RISK = "at-risk"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class OpenBallot:
    """A ballot still to come: the days left to its last day (0 on that day), the seat, and the proposal to abstain.

    ``role`` is the seat: only a P-member owes the vote; with ``?`` nobody knows. ``abstain`` is set when a P-member's
    ballot has opened and is due so soon that an abstention should be cast now unless there is a position.
    """

    ballot: Ballot
    days: int
    role: Role
    abstain: bool


@dataclass(frozen=True, slots=True)
class SeatDuty:
    """The ballots of one committee in which the country is P-member, and how its seat stands.

    ``cast`` (abstentions among them), ``missed`` and ``unknown`` are ballots of the window whose day has passed or in
    which a vote was cast; ``unknown`` are those with the vote ``?``, those still called open after their last day, and
    those with a vote cast after it. ``waiting`` are those in which a vote can still be cast. ``key`` and ``internal``
    pick the kinds that the rule speaks about.
    """

    committee: str
    hold: Hold
    cast: tuple[Ballot, ...]
    missed: tuple[Ballot, ...]
    unknown: tuple[Ballot, ...]
    waiting: tuple[Ballot, ...]

    @property
    def settled(self) -> tuple[Ballot, ...]:
        """Every ballot of the window that is not open any more."""
        return (*self.cast, *self.missed, *self.unknown)


def key(ballots: tuple[Ballot, ...]) -> tuple[Ballot, ...]:
    """Return the ballots on a DIS or an FDIS and the systematic reviews."""
    return tuple(row for row in ballots if row.kind in KEY_BALLOTS)


def internal(ballots: tuple[Ballot, ...]) -> tuple[Ballot, ...]:
    """Return the committee internal ballots."""
    return tuple(row for row in ballots if row.kind is BallotKind.INTERNAL)


class SourceState(StrEnum):
    """What became of the edition that a national standard adopts, by the catalogue."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    NEWER = "new-edition"
    UNKNOWN = "unknown"


PUBLISHED = "60.60"
"""The stage from which a deliverable takes the place of another one."""


def source_state(source: Reference, deliverables: Mapping[str, Deliverable]) -> SourceState:
    """Return what its own record says of an edition; a newer edition that nobody linked to it is not looked for."""
    found = deliverables.get(source)
    if found is None:
        return SourceState.UNKNOWN
    if found.replaced_by is not None and _published(found.replaced_by, deliverables):
        return SourceState.REPLACED
    if found.stage is None:
        return SourceState.UNKNOWN
    return SourceState.WITHDRAWN if found.state == "withdrawn" else SourceState.CURRENT


def _published(name: Reference, deliverables: Mapping[str, Deliverable]) -> bool:
    found = deliverables.get(name)
    return found.stage >= PUBLISHED if found and found.stage else name.dated


class Aged(StrEnum):
    """Whether a national standard is older than five years; only its year is on record.

    ``turning`` reaches five years in the year of ``as_of``; ``unknown`` has no year.
    """

    YOUNG = "young"
    TURNING = "turning"
    OLD = "old"
    UNKNOWN = "unknown"


FIVE = 5
"""Years after which a national standard is reviewed, as ISO reviews its own (project default)."""


def aged(year: int | None, now: int) -> Aged:
    """Say whether a national standard of a year is older than five years.

    >>> aged(2020, 2026), aged(2021, 2026), aged(None, 2026)
    (<Aged.OLD: 'old'>, <Aged.TURNING: 'turning'>, <Aged.UNKNOWN: 'unknown'>)
    """
    if year is None:
        return Aged.UNKNOWN
    return Aged.OLD if now - year > FIVE else Aged.TURNING if now - year == FIVE else Aged.YOUNG


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A national standard in force that is due for review: by its age, or because of what became of its source.

    ``newer`` is what replaced its source, or the newer edition, where the catalogue names one.
    """

    adoption: Adoption
    age: Aged
    source: SourceState
    newer: str = ""

    @property
    def gone(self) -> bool:
        """Say whether its source was withdrawn or replaced, or has a newer edition."""
        return self.source in (SourceState.WITHDRAWN, SourceState.REPLACED, SourceState.NEWER)


@dataclass(frozen=True, slots=True)
class Obligations:
    """Ballots, seats and reviews at ``as_of``.

    ``calendar`` holds the open ballots by last day; ``overdue`` those still called open although their last day has
    passed, which is a question; ``duties`` every P-seat with a ballot on record and ``unrecorded`` those without;
    ``reviews`` the national standards due for review; ``reviewed`` how many in force were looked at.
    """

    calendar: tuple[OpenBallot, ...] = ()
    overdue: tuple[Ballot, ...] = ()
    duties: tuple[SeatDuty, ...] = ()
    unrecorded: tuple[str, ...] = ()
    reviews: tuple[ReviewDue, ...] = ()
    reviewed: int = 0


NOTICE_STAGES = (("00.00", 1), ("20.20", 2), ("40.20", 3), ("40.60", 4), ("60.00", 5), ("90.00", None))
"""From which harmonized stage a national standard is in which stage of the notice (project default)."""


def notice_stage(stage: Stage | None) -> int | None:
    """Return the stage of WTO TBT Annex 3, paragraph J that a harmonized stage code stands for.

    1 decided, no technical work yet; 2 work begun, comment period not open; 3 comments open; 4 comments closed, not
    adopted; 5 adopted. ``None`` when the stage is not known, for an abandoned project, and after adoption (90, 95).
    The five stages: WTO, *Decision on Proposed Understanding on WTO-ISO Standards Information System* (1994).

    >>> [notice_stage(Stage(code)) for code in ("10.99", "20.00", "20.20", "30.60", "40.20", "40.60", "50.20", "60.60")]
    [1, 1, 2, 2, 3, 4, 4, 5]
    >>> notice_stage(None), notice_stage(Stage("40.98")), notice_stage(Stage("95.99"))
    (None, None, None)
    """
    if stage is None or stage.state == "cancelled":
        return None
    return [found for first, found in NOTICE_STAGES if stage >= first][-1]


def first_day(period: Period) -> dt.date:
    """Return the first day of a period.

    >>> first_day(Period("2027-H2")), first_day(Period("2027-Q1"))
    (datetime.date(2027, 7, 1), datetime.date(2027, 1, 1))
    """
    year, month, months = period.order
    return dt.date(year, month - months + 1, 1)


def last_day(period: Period) -> dt.date:
    """Return the last day of a period.

    >>> last_day(Period("2027-H1")), last_day(Period("2028-02"))
    (datetime.date(2027, 6, 30), datetime.date(2028, 2, 29))
    """
    year, month, _ = period.order
    return dt.date(year, month, calendar.monthrange(year, month)[1])


HALF = 6
"""Months within which the next work programme must be published (WTO TBT Annex 3, paragraph J)."""


def next_notice(period: Period) -> dt.date:
    """Return the day by which the next notice is due: when the period ends, at the latest six months after it began.

    >>> next_notice(Period("2027-H1")), next_notice(Period("2027")), next_notice(Period("2027-Q3"))
    (datetime.date(2027, 7, 1), datetime.date(2027, 7, 1), datetime.date(2027, 10, 1))
    """
    return _after(first_day(period), min(HALF, period.order[2]))


def since_last_notice(period: Period) -> dt.date:
    """Return the first day of the period before: what was adopted from then on stands in the notice.

    >>> since_last_notice(Period("2027-H1")), since_last_notice(Period("2027"))
    (datetime.date(2026, 7, 1), datetime.date(2026, 1, 1))
    """
    return _after(first_day(period), -period.order[2])


def _after(first: dt.date, months: int) -> dt.date:
    years, month = divmod(first.month - 1 + months, 12)
    return dt.date(first.year + years, month + 1, 1)
