"""Why an item of the approved programme is in the plan no more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from opennss.model.criteria import DecisionKind, ranking
from opennss.model.plans import NotNow
from opennss.model.programme import ApprovedItem, WorkStatus
from opennss.model.projects import LADDER, WAYS, ProjectType, same_work
from opennss.model.standards import AdoptionStatus, Correspondence, Role
from opennss.portfolio.schedule.causes import Cause, Ground

OVER = {WorkStatus.DONE: "schedule-done", WorkStatus.DROPPED: "schedule-dropped"}
"""Why an item is in the plan no more, by what became of its work."""

RANKED = ("no-priority", "not-rankable")
"""Why a candidate waits that the ranks of its areas keep out."""

TAKEN_OVER = (*WAYS, ProjectType.ADOPT_OTHER, ProjectType.REVISE)
"""Types that are over when an adoption of their deliverable is in force."""

LED_TO = (*WAYS, ProjectType.REVISE, *LADDER, ProjectType.MIRROR, ProjectType.MEASURE)
"""Types that gaps and measures lead to; all others stand in ``projects.csv``."""


def went(ground: Ground, row: ApprovedItem) -> Cause:
    """Return why an approved item is not planned: what people did or decided first, then what the plan says."""
    found = chain(_over(ground, row), _waits(ground, row), _otherwise(ground, row), _unlinked(ground, row))
    return next(found, Cause("schedule-gone"))


def _over(ground: Ground, row: ApprovedItem) -> Iterator[Cause]:
    """Yield that it is done, dropped, adopted, or excluded by a decision."""
    state = ground.work.get(str(row.item))
    if state and state.status in OVER:
        yield Cause(OVER[state.status])
    if any(measure.id == row.measure and measure.done for measure in ground.workspace.choices.measures):
        yield Cause(OVER[WorkStatus.DONE])
    for adoption in ground.workspace.evidence.adoptions if row.deliverable and row.type in TAKEN_OVER else ():
        counts = adoption.status is AdoptionStatus.IN_FORCE and adoption.correspondence is not Correspondence.NEQ
        if counts and adoption.adopts == row.deliverable:
            yield Cause("schedule-adopted", (("standard", adoption.number or adoption.title or adoption.id),))
    for decision in ground.workspace.choices.decisions:
        if decision.kind is DecisionKind.EXCLUDE and decision.subject == row.deliverable:
            values = (("decision", str(decision.id)), ("day", decision.date))
            yield Cause("schedule-excluded", values, decision.reason)


def _waits(ground: Ground, row: ApprovedItem) -> Iterator[Cause]:
    """Yield why it waits; where ranks keep it out also which areas these are, and the newest decision on them."""
    for left in ground.plan.not_now:
        if left.project.id == row.item:
            yield _kept_out(ground, left) if left.reason in RANKED else Cause(f"not-now-{left.reason}")


def _kept_out(ground: Ground, left: NotNow) -> Cause:
    areas, decisions = left.project.areas, ground.workspace.choices.decisions
    decided = [row for area in areas for row in ranking(decisions, area) if row.date > ground.since]
    reason = max(decided, key=lambda row: (row.date, row.id)).reason if decided else Cause().reason
    return Cause(f"not-now-{left.reason}", (("areas", areas),), reason)


def _otherwise(ground: Ground, row: ApprovedItem) -> Iterator[Cause]:
    """Yield that another rung or way stands for it, planned or waiting."""
    planned = tuple(item.project.id for item in ground.plan.items if same_work(row, item.project))
    if planned:
        yield Cause("schedule-other", (("items", planned),))
    waiting = tuple(item.project.id for item in ground.plan.not_now if same_work(row, item.project))
    if waiting:
        yield Cause("schedule-waits", (("items", waiting),))


def _unlinked(ground: Ground, row: ApprovedItem) -> Iterator[Cause]:
    """Yield why nothing leads to it any more: a proposal, a link, a deliverable, a lacking seat or committee."""
    proposed = {item.item for item in ground.workspace.choices.proposed}
    if row.type not in LED_TO and row.item not in proposed:
        yield Cause("schedule-unproposed")
        return
    if (row.deliverable or row.committee) and not ground.links(row):
        yield Cause("schedule-unlinked")
    record = ground.deliverables.get(row.deliverable or "")
    if record and record.replaced_by and record.state != "in-force":
        yield Cause("schedule-replaced", (("standard", str(record.replaced_by)),))
    elif record and record.state not in ("in-force", ""):
        yield Cause("schedule-withdrawn")
    seats = {seat.committee: seat.role for seat in ground.workspace.evidence.participation}
    seat = seats.get(row.committee) if row.committee else None
    if row.type in LADDER and (seat is Role.P or (seat is Role.O and row.type is ProjectType.OBSERVE)):
        yield Cause("schedule-seated", (("seat", str(seat)),))
    national = ground.workspace.evidence.mirrors
    if row.type is ProjectType.MIRROR and any(row.committee in committee.mirrors for committee in national):
        yield Cause("schedule-mirrored")
