"""What became of the old programme: items delivered, running, planned, waiting or dropped, and targets that are due."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from opennss.language import Text
from opennss.mapping.gaps import adopted
from opennss.model.programme import WorkStatus
from opennss.model.projects import Project, ProjectType
from opennss.model.results import Measured
from opennss.model.review import Delivered, Delivery, Outcome, TargetShift
from opennss.model.standards import Role
from opennss.model.workspace import Workspace
from opennss.monitoring.progress import progress
from opennss.review.mixing import World
from opennss.review.moves import subject

TOLD = {
    WorkStatus.DONE: Delivery.DELIVERED,
    WorkStatus.RUNNING: Delivery.RUNNING,
    WorkStatus.DROPPED: Delivery.DROPPED,
}
"""What ``work.csv`` says outright."""


def delivered(old: World, new: World, first: Outcome, last: Outcome) -> tuple[Delivered, ...]:
    """Return every item of the old programme, in its order, with what the new folder says became of it.

    First what ``work.csv`` says; else it is planned still where the new programme has it. Else it is delivered where
    the new folder holds what it was to bring and the old one did not: the adoption, the seat, the national committee
    with an expert, the finished measure. Else it is overdue, waits, or is in no list any more.
    """
    told = {str(row.item): row for row in new.workspace.evidence.work if row.status in TOLD}
    planned = {item.project.id: item.start for item in last.plan.items}
    waiting = {item.project.id: item.reason for item in last.plan.not_now}
    found = []
    for item in first.plan.items:
        name = item.project.id
        if name in told:
            what = TOLD[told[name].status]
        elif name in planned:
            what = Delivery.PLANNED
        elif _brought(item.project, new.workspace, last) and not _brought(item.project, old.workspace, first):
            what = Delivery.DELIVERED
        elif _overdue(item.project, new.workspace):
            what = Delivery.OVERDUE
        else:
            what = Delivery.NOT_NOW if name in waiting else Delivery.GONE
        reason = waiting.get(name, "") if what is Delivery.NOT_NOW else ""
        said = told[name].reason if what is Delivery.DROPPED else Text()
        found.append(Delivered(item.project, subject(item.project, old.workspace), item.start, what,
                               planned.get(name), reason, said))  # fmt: skip
    return tuple(found)


def _brought(project: Project, new: Workspace, last: Outcome) -> bool:
    """Say whether the new folder holds what an item was to bring."""
    seat = next((row.role for row in new.evidence.participation if row.committee == project.committee), None)
    people = (last.mirrored or {}).get(project.committee)
    match project.type:
        case ProjectType.ADOPT | ProjectType.ADOPT_MODIFIED | ProjectType.ADOPT_OTHER | ProjectType.REVISE:
            return project.deliverable in adopted(new.evidence.adoptions)
        case ProjectType.OBSERVE:
            return seat in (Role.O, Role.P)
        case ProjectType.PARTICIPATE:
            return seat is Role.P
        case ProjectType.EXPERTS:
            return bool(people and people.active and seat is Role.P)
        case ProjectType.LEAD:
            return bool(people and people.leading and seat is Role.P)
        case ProjectType.MIRROR:
            return bool(people and people.ready)
        case ProjectType.MEASURE:
            return any(row.done for row in new.choices.measures if row.id == project.measure)
    return False


def _overdue(project: Project, new: Workspace) -> bool:
    """Say whether a measure that is not finished should have been before the new plan begins."""
    first = new.settings.years[0]
    return any(row.done is None and row.end < first for row in new.choices.measures if row.id == project.measure)


def targets(old: Workspace, new: Workspace) -> tuple[TargetShift, ...]:
    """Return the targets of the old folder that are due by the new one, with what the new one reports on them.

    Due are the years that are over at its ``as_of``, and the year under way.
    """
    aims = {(str(row.id), row.year): row.target for row in new.method.targets}
    measured = progress(old.method.targets, new.evidence.progress, new.settings.as_of.year)
    return tuple(_target(found, aims) for found in measured if found.target.year <= new.settings.as_of.year)


def _target(found: Measured, aims: Mapping[tuple[str, int], Decimal]) -> TargetShift:
    row, reported = found.target, found.reported
    return TargetShift(
        name=row.name, unit=str(row.unit), year=row.year, aim=row.target, aim_now=aims.get((str(row.id), row.year)),
        measured=reported.value if reported else None, period=str(reported.period) if reported else "",
        standing=found.standing,
    )  # fmt: skip
