"""The plan against the approved programme: which items stayed, moved, came and went, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from opennss.language import Text
from opennss.model.plans import Plan
from opennss.model.programme import ApprovedItem, WorkState, WorkStatus
from opennss.model.projects import LADDER, Project, ProjectType
from opennss.model.schedule import Change

WHY = {WorkStatus.DONE: "schedule-done", WorkStatus.DROPPED: "schedule-dropped"}
"""Why an item is in the plan no more, by what became of its work."""

WAYS = (ProjectType.ADOPT, ProjectType.ADOPT_MODIFIED)
"""The ways to adopt one deliverable; as of the rungs of a ladder, one is planned, and one waits for all."""


def changes(
    approved: Sequence[ApprovedItem], plan: Plan, last: Mapping[str, int], states: Sequence[WorkState]
) -> tuple[Change, ...]:
    """Compare by id; ``last`` is the last year of each item of the plan. Nothing without an approved programme."""
    if not approved:
        return ()
    before = {str(row.item): row for row in approved}
    now = {item.project.id: (item.start, last[item.project.id]) for item in plan.items}
    work = {str(row.item): row for row in states}
    left = {item.project.id: item.reason for item in plan.not_now}
    found = []
    for name in sorted({*before, *now}):
        row, state = before.get(name), work.get(name)
        change = Change(
            name, (row.start, row.end) if row else None, now.get(name), reason=row.reason if row else Text()
        )
        if row and change.move == "went":
            known = WHY.get(state.status) if state else None
            why = known or (f"not-now-{left[name]}" if name in left else _gone(row, plan))
        else:
            why = {"came": "schedule-new", "moved": "schedule-moved"}.get(change.move, "")
        written = state.reason if state and change.move != "stayed" else Text()
        found.append(replace(change, why=why, reason=written or change.reason))
    return tuple(found)


def _gone(row: ApprovedItem, plan: Plan) -> str:
    """Say why an item is neither planned nor waiting: another rung or way stands for it, or it is no candidate."""

    def stands_for(project: Project) -> bool:
        if row.type in LADDER:
            return bool(row.committee) and project.type in LADDER and project.committee == row.committee
        return bool(row.deliverable) and {row.type, project.type} <= {*WAYS} and project.deliverable == row.deliverable

    if any(stands_for(item.project) for item in plan.items):
        return "schedule-other"
    return "schedule-waits" if any(stands_for(item.project) for item in plan.not_now) else "schedule-gone"
