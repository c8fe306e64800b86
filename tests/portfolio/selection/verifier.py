"""Whether a plan keeps everything that a selection asks for; plain Python that shares nothing with the solver."""

from __future__ import annotations

from typing import Any


def broken(selection: Any, plan: Any) -> list[str]:
    """Return what a plan (column by project, -1: none) breaks, in words; empty for a plan that may be carried out."""
    wrong = []
    start: dict[int, int] = {}
    chosen = [int(column) for column in plan if column >= 0]
    for project, column in enumerate(plan):
        if column >= 0:
            if int(selection.project[column]) != project:
                wrong.append(f"project {project} has a column of another")
            start[project] = int(selection.period[column])
    if len(plan) != selection.projects or len(set(chosen)) != len(chosen):
        wrong.append("projects do not have one column each")
    for resource, limit in enumerate(selection.limit):
        used = 0.0
        for place in range(selection.use_start[resource], selection.use_start[resource + 1]):
            if int(selection.use_column[place]) in chosen:
                used += float(selection.use_amount[place])
        if used > limit * (1 + 1e-9):
            wrong.append(f"resource {resource}: {used} of {limit}")
    for (later, earlier), lag in zip(selection.before, selection.lag, strict=True):
        if int(later) in start and (int(earlier) not in start or start[int(earlier)] + lag > start[int(later)]):
            wrong.append(f"project {later} starts before {earlier}")
    for group in range(len(selection.group_start) - 1):
        members = selection.group_project[selection.group_start[group] : selection.group_start[group + 1]]
        if sum(int(member) in start for member in members) > 1:
            wrong.append(f"group {group} has two")
    return wrong
