"""The plan against the approved programme: which items stayed, moved, came and went, and why."""

from __future__ import annotations

from collections.abc import Mapping

from opennss.model.plans import Plan, PortfolioProblem
from opennss.model.schedule import Change
from opennss.model.standards import Deliverable
from opennss.model.workspace import Workspace
from opennss.portfolio.schedule.causes import Cause, Ground, came, moved
from opennss.portfolio.schedule.gone import went

NO_TIERS: Mapping[str, int | None] = {}
"""Where the tiers of areas are not given, the first area of an item stands for all that give its tier."""


def changes(
    plan: Plan,
    workspace: Workspace,
    last: Mapping[str, int],
    deliverables: Mapping[str, Deliverable],
    problem: PortfolioProblem,
    tier: Mapping[str, int | None] = NO_TIERS,
) -> tuple[Change, ...]:
    """Compare by id; ``last`` is the last year of each item of the plan. Nothing without an approved programme.

    ``deliverables`` are the linked ones; ``problem`` is what the plan was made from; ``tier`` is that of each area.
    """
    approved = workspace.choices.programme
    if not approved:
        return ()
    ground = Ground(plan, problem, workspace, deliverables, last, max(row.approved for row in approved), tier)
    return tuple(_change(ground, name) for name in sorted({*ground.approved, *ground.planned}))


def _change(ground: Ground, name: str) -> Change:
    row, item, state = ground.approved.get(name), ground.planned.get(name), ground.work.get(name)
    before, now = (row.start, row.end) if row else None, (item.start, ground.last[name]) if item else None
    if row and before == now:
        return Change(name, before, now, reason=row.reason)
    cause = Cause()
    if row and item:
        cause = moved(ground, row, item)
    elif row:
        cause = went(ground, row)
    elif item:
        cause = came(ground, item)
    # The reason of an approved row says why it was changed before: it is none of what changes now.
    return Change(name, before, now, cause.why, (state.reason if state else None) or cause.reason, cause.values)
