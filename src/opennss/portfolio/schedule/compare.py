"""The plan against the approved programme: which items stayed, moved, came and went, and why."""

from __future__ import annotations

from collections.abc import Mapping

from opennss.model.plans import Plan, PortfolioProblem
from opennss.model.schedule import Change
from opennss.model.standards import Deliverable
from opennss.model.workspace import Workspace
from opennss.portfolio.schedule.causes import Cause, Ground, came, moved
from opennss.portfolio.schedule.gone import went


def changes(
    plan: Plan,
    workspace: Workspace,
    last: Mapping[str, int],
    deliverables: Mapping[str, Deliverable],
    problem: PortfolioProblem,
) -> tuple[Change, ...]:
    """Compare by id; ``last`` is the last year of each item of the plan. Nothing without an approved programme.

    ``deliverables`` are the linked ones; ``problem`` is what the plan was made from.
    """
    approved = workspace.choices.programme
    if not approved:
        return ()
    ground = Ground(plan, problem, workspace, deliverables, last, max(row.approved for row in approved))
    return tuple(_change(ground, name) for name in sorted({*ground.approved, *ground.planned}))


def _change(ground: Ground, name: str) -> Change:
    row, item, state = ground.approved.get(name), ground.planned.get(name), ground.work.get(name)
    before, now = (row.start, row.end) if row else None, (item.start, ground.last[name]) if item else None
    cause = Cause()
    if row and item and before != now:
        cause = moved(ground, row, item)
    elif row and not item:
        cause = went(ground, row)
    elif item and not row:
        cause = came(ground, item)
    written = (state.reason if state and before != now else None) or cause.reason
    return Change(name, before, now, cause.why, written or (row.reason if row else written), cause.values)
