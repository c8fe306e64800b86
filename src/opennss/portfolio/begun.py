"""Work that runs, is done or was dropped, and what that means for the candidates of a new plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from opennss.errors import Finding, WorkspaceError
from opennss.model.programme import ApprovedItem, WorkState, WorkStatus
from opennss.model.projects import Effort, Project, rows_for


def begun(
    wanted: Sequence[Project],
    work: Sequence[WorkState],
    approved: Sequence[ApprovedItem],
    efforts: Sequence[Effort],
    measures: Set[str] = frozenset(),
    text: Callable[[Project], Project] = lambda project: project,
) -> list[Project]:
    """Return the candidates with the running work that no gap yields any more.

    What runs waits for nothing and keeps its place, in the lowest tier where none of its areas is a priority now;
    nothing waits for what is done; ``text`` adds method and length of a text to what only the approved programme
    knows. Raises ``WorkspaceError`` for running work that is neither a candidate nor an
    approved item, or whose effort is not among ``efforts`` and ``measures``: its load would be taken as zero.
    """
    running, done = of_status(work, WorkStatus.RUNNING), of_status(work, WorkStatus.DONE)
    baseline = {str(row.item): row for row in approved}
    names = {project.id for project in wanted}
    added = [text(_from_baseline(baseline[name])) for name in running if name in baseline and name not in names]
    items = {project.id: project for project in (*wanted, *added)}
    lost = [_finding("running-unknown", name) for name in running if name not in items]
    lost += [
        _finding("running-no-effort", name)
        for name in running
        if (item := items.get(name))
        and not (item.measure in measures if item.measure else rows_for(efforts, item.type, item.method))
    ]
    if lost:
        raise WorkspaceError(lost)
    return [_begun(p) if p.id in running else _freed(p, {*done}) for p in items.values()]


def over(wanted: Sequence[Project], work: Sequence[WorkState]) -> dict[str, str]:
    """Return by item why it is planned no more: ``done``, also the other way of what is done, or ``dropped``."""
    done = {*of_status(work, WorkStatus.DONE)}
    told = {project.alternative for project in wanted if project.id in done} - {""}
    settled = done | {project.id for project in wanted if project.alternative in told}
    dropped = dict.fromkeys(of_status(work, WorkStatus.DROPPED), str(WorkStatus.DROPPED))
    return dropped | dict.fromkeys(settled, str(WorkStatus.DONE))


def of_status(work: Sequence[WorkState], status: WorkStatus) -> tuple[str, ...]:
    """Return the items of one status, in the order of the table."""
    return tuple(str(row.item) for row in work if row.status is status)


def _finding(code: str, name: str) -> Finding:
    return Finding(WorkState.FILE, 0, "item", code, {"value": name})


def _begun(project: Project) -> Project:
    return replace(project, requires=(), tier=3 if project.tier is None else project.tier)


def _freed(project: Project, done: Set[str]) -> Project:
    return replace(project, requires=tuple(name for name in project.requires if name not in done))


def _from_baseline(row: ApprovedItem) -> Project:
    """Return an approved item as a candidate that counts for nothing: it only keeps its load."""
    return Project(
        str(row.item), row.type, row.committee or "", row.deliverable or "", (), 3, units=0,
        measure=str(row.measure or ""), method=row.method,
    )  # fmt: skip
