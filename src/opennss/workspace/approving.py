"""The approval of a plan: it is written down as the baseline of the programme, with which later plans are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.codes import Id
from opennss.model.plans import Planned
from opennss.model.programme import ApprovedItem, WorkStatus
from opennss.model.references import CommitteeCode, Reference
from opennss.model.results import Strategy
from opennss.model.schedule import Change
from opennss.model.workspace import Workspace
from opennss.workspace.check import check_folder
from opennss.workspace.lock import locked
from opennss.workspace.merging import text_of
from opennss.workspace.outcome import refuse_new_errors
from opennss.workspace.write import write_text

LATEST: Final = dt.timedelta(days=366)
"""How long before ``as_of`` a plan can have been approved: what was known a year ago was another plan."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approval comes to: the rows of the baseline, what it changes in it, the names of the files written.

    ``first`` says that there was no baseline before; every item then came.
    """

    rows: tuple[ApprovedItem, ...]
    changes: tuple[Change, ...]
    first: bool
    written: tuple[str, ...]

    def of(self, move: str) -> tuple[Change, ...]:
        """Return the items that ``came``, ``went`` or ``moved``."""
        return tuple(change for change in self.changes if change.move == move)


def approve(
    folder: Path, strategy: Strategy, day: dt.date, illustrative: bool = False, catalogue: Path | None = None
) -> Approval:
    """Write the plan of a strategy as the approved programme of its folder, and return what that changes.

    A row whose years stay keeps its day, its reason and its mark; one whose years changed gets ``day`` and
    ``illustrative`` and keeps its reason; an item that left the plan leaves the table. What is finished left the plan
    because it was delivered: its row stays, for delivery is measured against it. When the table says all this already,
    nothing is written. ``catalogue`` is the one that the strategy was made with, where that is not the folder's own.

    Raises ``WorkspaceError``, and writes nothing, when the folder is another than the one the plan was made from
    (``approval-stale``), for a plan without items (``approval-empty``), for a day after ``as_of``
    (``approval-future``), one before the last approval or more than a year before ``as_of`` (``approval-early``), and
    with every error that the check finds in the folder or would find in the new one.
    """
    workspace = strategy.workspace
    _refuse(strategy, day)
    with locked(folder) as settings:
        now, world, findings = check_folder(folder, catalogue)
        if now is None or world is None or (now.sha256, world.sha256) != (workspace.sha256, strategy.catalogue):
            raise _refused("approval-stale")
        if errors := [finding for finding in findings if finding.severity is Severity.ERROR]:
            raise WorkspaceError(errors)  # a column that no table knows would be lost, and the checksum does not see it
        rows = tuple(sorted(_rows(strategy, day, illustrative), key=lambda row: (row.start, row.type, row.item)))
        text = text_of(folder, ApprovedItem, rows, settings)
        path = folder / ApprovedItem.FILE
        written = () if path.is_file() and path.read_bytes() == text.encode() else (ApprovedItem.FILE,)
        if written:
            refuse_new_errors(folder, {ApprovedItem.FILE: text})
            write_text(path, text)
    return Approval(rows, tuple(_changes(strategy)), not workspace.choices.programme, written)


def _refuse(strategy: Strategy, day: dt.date) -> None:
    """Raise when there is nothing to approve, or the day cannot be that of this plan."""
    as_of = strategy.workspace.settings.as_of
    if not strategy.plan.items:
        raise _refused("approval-empty")
    if day > as_of:
        raise _refused("approval-future", value=day, as_of=as_of)
    first = max([as_of - LATEST, *(row.approved for row in strategy.workspace.choices.programme)])
    if day < first:
        raise _refused("approval-early", value=day, first=first)


def _refused(code: str, **values: object) -> WorkspaceError:
    return WorkspaceError([Finding(ApprovedItem.FILE, 0, "approved" if values else "", code, values)])


def _rows(strategy: Strategy, day: dt.date, illustrative: bool) -> Iterator[ApprovedItem]:
    """Yield a row for every item of the plan, and the rows of what is finished."""
    before = {str(row.item): row for row in strategy.workspace.choices.programme}
    last, finished = _last_years(strategy), _finished(strategy.workspace)
    for item in strategy.plan.items:
        row = _row(item, last[item.project.id], day, illustrative)
        old = before.pop(item.project.id, None)
        if old and (old.start, old.end) == (row.start, row.end):
            row = replace(row, approved=old.approved, reason=old.reason, illustrative=old.illustrative)
        yield replace(row, reason=old.reason) if old else row
    yield from (row for name, row in before.items() if name in finished)


def _row(item: Planned, last: int, day: dt.date, illustrative: bool) -> ApprovedItem:
    project = item.project
    return ApprovedItem(
        item=Id(project.id), type=project.type,
        deliverable=Reference(project.deliverable) if project.deliverable else None,
        committee=CommitteeCode(project.committee) if project.committee else None,
        measure=Id(project.measure) if project.measure else None,
        start=item.start, end=last, approved=day, illustrative=illustrative, method=project.method,
    )  # fmt: skip


def _last_years(strategy: Strategy) -> Mapping[str, int]:
    """Return the last year of every item, as the schedule has it: standing work runs to the end of the plan."""
    found = strategy.schedule.items if strategy.schedule else ()
    return {item.project.id: item.last for item in found}


def _finished(workspace: Workspace) -> frozenset[str]:
    work = (str(row.item) for row in workspace.evidence.work if row.status is WorkStatus.DONE)
    return frozenset(work) | {f"measure-{row.id}" for row in workspace.choices.measures if row.done}


def _changes(strategy: Strategy) -> Iterator[Change]:
    """Yield what the approval changes in the baseline: what came, went and moved, not what is finished."""
    if not strategy.workspace.choices.programme:
        last = _last_years(strategy)
        for item in strategy.plan.items:
            yield Change(item.project.id, None, (item.start, last[item.project.id]), "schedule-new")
        return
    finished = _finished(strategy.workspace)
    for change in strategy.schedule.changes if strategy.schedule else ():
        if change.move != "stayed" and not (change.move == "went" and change.item in finished):
            yield change
