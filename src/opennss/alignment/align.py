"""Areas against national goals: who serves what, which goals nobody serves, which areas serve none."""

from __future__ import annotations

from collections.abc import Sequence

from opennss.model.country import Alignment, Goal, GoalStatus, PriorityArea, Strength
from opennss.model.results import Aligned


def align(areas: Sequence[PriorityArea], goals: Sequence[Goal], alignments: Sequence[Alignment]) -> Aligned:
    """Return the pairs and both findings; goals of superseded documents are left out: nothing serves them.

    Neither finding is an error: each is a question to the decision maker (method, section 19.1).
    """
    in_force = {goal.id for goal in goals if goal.status is GoalStatus.IN_FORCE}
    pairs = tuple(
        (row.area, row.goal, row.strength)
        for row in alignments
        if row.goal in in_force and row.goal is not None and row.strength is not Strength.NONE
    )
    served = {goal for _, goal, _ in pairs}
    serving = {area for area, _, _ in pairs}
    return Aligned(
        pairs=pairs,
        goals_without_area=tuple(g.id for g in goals if g.id in in_force and g.id not in served),
        areas_without_goal=tuple(area.id for area in areas if area.id not in serving),
    )
