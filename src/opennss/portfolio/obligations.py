"""Ballots, seats and reviews: what is due when, which P-seat is at risk, which national standard must be looked at.

The rule that costs a seat (method, section 8): one missed ballot on a DIS, an FDIS or a systematic review, or more than
a fifth of the committee internal ballots. An abstention is a valid vote. What nobody knows is neither cast nor missed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

from opennss.model.country import ObligationSettings
from opennss.model.obligations import (
    Aged,
    Hold,
    Obligations,
    OpenBallot,
    ReviewDue,
    SeatDuty,
    SourceState,
    aged,
    internal,
    key,
    source_state,
)
from opennss.model.programme import Ballot, Vote
from opennss.model.references import Reference
from opennss.model.standards import Adoption, AdoptionStatus, Deliverable, Role

CAST = (Vote.APPROVE, Vote.COMMENTS, Vote.DISAPPROVE, Vote.ABSTAIN)
"""Votes that count as cast."""


def obligations(
    ballots: Sequence[Ballot],
    seats: Mapping[str, Role],
    adoptions: Sequence[Adoption],
    deliverables: Mapping[str, Deliverable],
    as_of: dt.date,
    rule: ObligationSettings,
) -> Obligations:
    """Return what is due at ``as_of``: open ballots, P-seats by their ballots, national standards to be reviewed.

    ``seats`` maps a committee to P, O or ``?``; one that is absent has no seat. ``deliverables`` are the whole
    catalogue.
    """
    due = sorted(ballots, key=lambda row: (row.due, row.id))
    members = [committee for committee, role in seats.items() if role is Role.P]
    recorded = {str(row.committee) for row in ballots}
    return Obligations(
        calendar=tuple(_open(row, seats, as_of, rule.remind) for row in due if _waits(row, as_of)),
        overdue=tuple(row for row in due if row.vote is Vote.OPEN and row.due < as_of),
        duties=tuple(
            seat_duty(committee, [row for row in ballots if row.committee == committee], as_of, rule)
            for committee in sorted(members)
            if committee in recorded
        ),
        unrecorded=tuple(sorted(committee for committee in members if committee not in recorded)),
        reviews=reviews(adoptions, deliverables, as_of.year),
        reviewed=sum(row.status is AdoptionStatus.IN_FORCE for row in adoptions),
    )


def _open(row: Ballot, seats: Mapping[str, Role], as_of: dt.date, remind: int) -> OpenBallot:
    days, role = (row.due - as_of).days, seats.get(row.committee, Role.NONE)
    opened = row.opens is None or row.opens <= as_of
    return OpenBallot(row, days, role, role is Role.P and opened and days <= remind)


def _waits(row: Ballot, as_of: dt.date) -> bool:
    """Say whether a vote can still be cast: a ballot called missed before its last day is not missed yet."""
    return row.vote in (Vote.OPEN, Vote.MISSED) and row.due >= as_of


def _in_time(row: Ballot) -> bool:
    return row.vote in CAST and (row.cast is None or row.cast <= row.due)


def seat_duty(committee: str, ballots: Sequence[Ballot], as_of: dt.date, rule: ObligationSettings) -> SeatDuty:
    """Return the ballots of one P-seat by what became of them, and how the seat stands.

    Only ballots due in the last ``rule.window`` days count, and those still to come.
    """
    first = as_of - dt.timedelta(days=rule.window)
    own = sorted((row for row in ballots if row.due > first), key=lambda row: (row.due, row.id))
    cast = tuple(row for row in own if _in_time(row))
    waiting = tuple(row for row in own if _waits(row, as_of))
    missed = tuple(row for row in own if row.vote is Vote.MISSED and row not in waiting)
    unknown = tuple(row for row in own if row not in (*cast, *missed, *waiting))
    return SeatDuty(committee, _hold(cast, missed, unknown, waiting, rule), cast, missed, unknown, waiting)


Rows = tuple[Ballot, ...]


def _hold(cast: Rows, missed: Rows, unknown: Rows, waiting: Rows, rule: ObligationSettings) -> Hold:
    """Ask the rule three times: as it is, if all that is not known was missed, if no open ballot gets a vote either."""
    settled = (*cast, *missed, *unknown)
    if _breaks(missed, settled, rule):
        return Hold.LOST
    if _breaks((*missed, *unknown), settled, rule):
        return Hold.UNKNOWN
    worst = _breaks((*missed, *unknown, *waiting), (*settled, *waiting), rule)
    return Hold.AT_RISK if worst else Hold.KEPT


def _breaks(missed: Rows, every: Rows, rule: ObligationSettings) -> bool:
    asked = len(internal(every))
    share = Fraction(len(internal(missed)), asked) if asked else Fraction(0)
    return len(key(missed)) >= rule.missed_key or share > rule.missed_internal


def reviews(adoptions: Sequence[Adoption], deliverables: Mapping[str, Deliverable], year: int) -> tuple[ReviewDue, ...]:
    """Return the national standards in force that are due for review, those whose source is gone first, then by age.

    One without a year is among them, because nobody can say that it needs none; one whose source the catalogue does
    not hold is due by its age alone.
    """
    standing = [row for row in adoptions if row.status is AdoptionStatus.IN_FORCE]
    editions = _editions({row.adopts.base for row in standing}, deliverables)
    found = [_review(row, deliverables, editions.get(row.adopts.base, ()), year) for row in standing]
    quiet = ((Aged.YOUNG, SourceState.CURRENT), (Aged.YOUNG, SourceState.UNKNOWN))
    due = [review for review in found if (review.age, review.source) not in quiet]
    return tuple(sorted(due, key=lambda item: (not item.gone, item.adoption.year or year, item.adoption.id)))


def _editions(bases: set[str], deliverables: Mapping[str, Deliverable]) -> dict[str, list[Reference]]:
    """Return the dated editions of the wanted deliverables; the names alone are looked at, rows may be made lazily."""
    begins, found = tuple(sorted(bases)), dict[str, list[Reference]]()
    for name in deliverables:
        if begins and name.startswith(begins):
            reference = Reference(name)
            if reference.base in bases and reference.dated:
                found.setdefault(reference.base, []).append(reference)
    return found


def _review(
    row: Adoption, deliverables: Mapping[str, Deliverable], editions: Sequence[Reference], year: int
) -> ReviewDue:
    state, newer = _source_state(row.adopts, deliverables, editions)
    return ReviewDue(row, aged(row.year, year), state, newer)


def _source_state(
    source: Reference, deliverables: Mapping[str, Deliverable], editions: Sequence[Reference]
) -> tuple[SourceState, str]:
    later = [name for name in editions if source.year and name.year and name.year > source.year]
    standing = [name for name in later if deliverables[name].state == "in-force"]
    newest = max(standing, key=lambda name: (name.year or 0, name), default="")
    state = source_state(source, deliverables)
    if state is SourceState.REPLACED:
        return state, newest or deliverables[source].replaced_by or ""
    return (SourceState.NEWER if newest and state is not SourceState.WITHDRAWN else state), newest
