"""Rows that do not fit into a mixed world are left out of it, and told: a world never invents what it lacks.

The rule: a row by which areas are ranked or work is planned, and which names something that the mixed world does not
have, is left out of that world, as if it had not been written. Of several areas that a row serves only the missing ones
are struck; it goes when none is left. That concerns

- a criterion whose indicator is not measured there, or in another unit than its ranges were written for;
- a link to an area, a committee or a deliverable that is not there;
- a decision on an area or a criterion that is not there;
- a measure of a body without capacity in the years of that plan, or after a measure that is left out;
- a measure or a proposed project of areas that are not there;
- a running item whose measure or whose effort is not there, or that is neither a candidate nor approved there, and a
  decision that requires such an item.

Everything else needs no rule: an area without answers or figures is ``?`` as in any folder, answers on an area that is
not there are asked by nobody, and seats, adoptions and experts are looked up by committee or deliverable.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from opennss.catalogue.store import Catalogue
from opennss.errors import Finding
from opennss.model.country import PriorityArea
from opennss.model.criteria import Criterion
from opennss.model.observations import Indicator
from opennss.model.programme import Proposed, WorkState, WorkStatus
from opennss.model.projects import Capacity, Effort, Measure
from opennss.model.standards import Committee, Deliverable, Link
from opennss.model.table import Row
from opennss.review.mixing import World

R = TypeVar("R", bound=Row)
S = TypeVar("S", Measure, Proposed)

UNANSWERED = ("running-unknown", "running-no-effort", "required-unknown")
"""Findings about an item that must be in the plan but is no candidate."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that was left out (or lost an area), the table that lacks what it names, and that name.

    ``lacks`` is empty where it names a plan item that is no candidate.
    """

    row: Row
    lacks: str
    name: str


def fitted(world: World) -> tuple[World, tuple[Misfit, ...]]:
    """Return a mixed world without the rows that do not fit into it, and those rows."""
    lost: list[Misfit] = []
    workspace = world.workspace
    areas = {str(row.id) for row in workspace.evidence.areas}
    measured = _measured(world)
    criteria = _kept(workspace.voices.criteria, lambda row: _lacks(row, Indicator, row.indicator, measured), lost)
    ids = {str(row.id) for row in criteria}
    links = _kept(workspace.choices.links, lambda row: _link(row, areas, world.catalogue), lost)
    decisions = _kept(
        workspace.choices.decisions,
        lambda row: _lacks(row, PriorityArea, row.area, areas) + _lacks(row, Criterion, row.criterion, ids),
        lost,
    )
    measures = _measures(world, areas, lost)
    proposed = _serving(workspace.choices.proposed, areas, lost)
    choices = replace(workspace.choices, links=links, decisions=decisions, measures=measures, proposed=proposed)
    evidence = replace(workspace.evidence, work=_work(world, measures, lost))
    voices = replace(workspace.voices, criteria=criteria)
    found = replace(workspace, evidence=evidence, voices=voices, choices=choices)
    return replace(world, workspace=found), tuple(lost)


def _lacks(row: Row, table: type[Row], name: str | None, known: Collection[str], folder: str = "") -> list[Misfit]:
    """Return the row as a misfit when it names something that is not known."""
    return [Misfit(row, folder + table.FILE, str(name))] if name and name not in known else []


def _kept(rows: Sequence[R], faults: Callable[[R], list[Misfit]], lost: list[Misfit]) -> tuple[R, ...]:
    """Return the rows without a fault; of the others the first fault of each is added to ``lost``."""
    found = [(row, faults(row)) for row in rows]
    lost += [own[0] for _, own in found if own]
    return tuple(row for row, own in found if not own)


def _measured(world: World) -> set[str]:
    """Return the indicators of a world in the units for which its criteria were written."""
    written = dict(world.units)
    return {
        str(row.id) for row in world.workspace.evidence.indicators if written.get(str(row.id), row.unit) == row.unit
    }


def _link(row: Link, areas: Collection[str], catalogue: Catalogue) -> list[Misfit]:
    return [
        *_lacks(row, PriorityArea, row.area, areas),
        *_lacks(row, Committee, row.committee, catalogue.committees, "catalogue/"),
        *_lacks(row, Deliverable, row.deliverable, catalogue.deliverables, "catalogue/"),
    ]


def _measures(world: World, areas: Collection[str], lost: list[Misfit]) -> tuple[Measure, ...]:
    """Return the measures that fit, each with the areas that are there."""
    years, able = set(world.workspace.settings.years), dict[str, set[int]]()
    for row in world.workspace.method.capacities:
        able.setdefault(row.body, set()).add(row.year)
    bodies = {body for body, known in able.items() if years <= known}
    rows = world.workspace.choices.measures
    kept = _kept(rows, lambda row: _lacks(row, Capacity, row.body, bodies), lost)
    return _after(_serving(kept, areas, lost), rows, lost)


def _serving(rows: Sequence[S], areas: Collection[str], lost: list[Misfit]) -> tuple[S, ...]:
    """Return rows without the areas that are not there; one that served no other is left out."""
    found = []
    for row in rows:
        missing = [fault for area in row.areas for fault in _lacks(row, PriorityArea, area, areas)]
        lost += missing[:1]
        if len(missing) < len(row.areas) or not row.areas:
            found.append(replace(row, areas=tuple(area for area in row.areas if area in areas)))
    return tuple(found)


def _after(kept: tuple[Measure, ...], rows: Sequence[Measure], lost: list[Misfit]) -> tuple[Measure, ...]:
    """Leave out what waits for a measure that was left out, by way of others too."""
    there, before = {str(row.id) for row in kept}, {str(row.id) for row in rows}

    def faults(row: Measure) -> list[Misfit]:
        return [found for name in row.depends_on if name in before for found in _lacks(row, Measure, name, there)]

    while any(faults(row) for row in kept):
        kept = _kept(kept, faults, lost)
        there &= {str(row.id) for row in kept}
    return kept


def _work(world: World, measures: Collection[Measure], lost: list[Misfit]) -> tuple[WorkState, ...]:
    """Return the state of the work without running items whose load nobody can tell in this world."""
    approved = {str(row.item): row for row in world.workspace.choices.programme}
    types, ids = {row.type for row in world.workspace.method.efforts}, {str(row.id) for row in measures}

    def faults(row: WorkState) -> list[Misfit]:
        item = approved.get(row.item)
        if item is None or row.status is not WorkStatus.RUNNING:
            return []
        if item.measure:
            return _lacks(row, Measure, item.measure, ids)
        return [] if item.type in types else [Misfit(row, Effort.FILE, str(item.type))]

    return _kept(world.workspace.evidence.work, faults, lost)


def undemanded(world: World, findings: Sequence[Finding]) -> tuple[World, tuple[Misfit, ...]]:
    """Return a mixed world without the running items and demands that have no candidate there, and those rows."""
    lost: list[Misfit] = []
    named = {(found.file, str(found.values.get("value"))) for found in findings if found.code in UNANSWERED}
    workspace = world.workspace
    work = _kept(workspace.evidence.work, lambda row: _named(row, row.item, named), lost)
    decisions = _kept(workspace.choices.decisions, lambda row: _named(row, row.subject, named), lost)
    evidence, choices = replace(workspace.evidence, work=work), replace(workspace.choices, decisions=decisions)
    return replace(world, workspace=replace(workspace, evidence=evidence, choices=choices)), tuple(lost)


def _named(row: Row, name: str, named: Collection[tuple[str, str]]) -> list[Misfit]:
    return [Misfit(row, "", name)] if (row.FILE, name) in named else []
