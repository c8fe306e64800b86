"""Why an item of the plan begins in another year than was approved, or was not approved at all.

What people wrote down comes first; then plain arithmetic on the plan as it is, without a solver.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from opennss.language import Text
from opennss.model.criteria import DecisionKind, ranking
from opennss.model.plans import Plan, Planned, PortfolioProblem
from opennss.model.programme import ApprovedItem, WorkState, WorkStatus
from opennss.model.projects import LADDER, Project, ProjectType, same_work
from opennss.model.schedule import Value
from opennss.model.standards import Deliverable, Link
from opennss.model.workspace import Workspace
from opennss.portfolio.fitting import used
from opennss.portfolio.why import bring_in


@dataclass(frozen=True, slots=True)
class Cause:
    """Why: a key below ``label.`` with the values of its sentence, and what people wrote."""

    why: str = ""
    values: tuple[tuple[str, Value], ...] = ()
    reason: Text = Text()


@dataclass(frozen=True)
class Ground:
    """What reasons are found in; ``last`` is the last year of each planned item, ``since`` the day of approval.

    ``tier`` is that of each area.
    """

    plan: Plan
    problem: PortfolioProblem
    workspace: Workspace
    deliverables: Mapping[str, Deliverable]
    last: Mapping[str, int]
    since: dt.date
    tier: Mapping[str, int | None]

    @cached_property
    def approved(self) -> dict[str, ApprovedItem]:
        """The approved programme by item."""
        return {str(row.item): row for row in self.workspace.choices.programme}

    @cached_property
    def planned(self) -> dict[str, Planned]:
        """The plan by item."""
        return {item.project.id: item for item in self.plan.items}

    @cached_property
    def work(self) -> dict[str, WorkState]:
        """The state of the work by item."""
        return {str(row.item): row for row in self.workspace.evidence.work}

    def runs(self, name: str) -> bool:
        """Say whether work on an item is under way."""
        return name in self.work and self.work[name].status is WorkStatus.RUNNING

    def links(self, item: Project | ApprovedItem) -> list[Link]:
        """Return the links that lead to an item: to its deliverable, or to its committee and drafts of that."""
        links = self.workspace.choices.links
        if item.type not in (*LADDER, ProjectType.MIRROR):
            return [link for link in links if item.deliverable and link.deliverable == item.deliverable]
        return [link for link in links if item.committee and item.committee in (link.committee, self._owner(link))]

    def best(self, project: Project) -> set[str]:
        """Return the areas that give an item its tier: its first, and those of the same known tier."""
        areas, tier = project.areas, self.tier
        return {*areas[:1], *(area for area in areas if area in tier and tier[area] == tier.get(areas[0]))}

    def _owner(self, link: Link) -> str:
        found = self.deliverables.get(link.deliverable or "")
        return (found.committee or "") if found and found.state == "draft" else ""


def moved(ground: Ground, row: ApprovedItem, item: Planned) -> Cause:
    """Return why an item has other years than those approved."""
    name, state = item.project.id, ground.work.get(item.project.id)
    if item.start == row.start:
        return Cause("schedule-length")
    if ground.runs(name) and state:
        return Cause("schedule-began" if state.begun else "schedule-goes-on", (("year", item.start),))
    if row.start < ground.problem.years[0]:
        return Cause("schedule-year-over", (("year", ground.problem.years[0]),))
    return next(chain(_order(ground, row, item.project), _window(ground, row, item.project), _room(ground, row, item)))


def _order(ground: Ground, row: ApprovedItem, project: Project) -> Iterator[Cause]:
    """Yield what must come first and is ready too late, and what waits for the item and begins too early.

    Standing work is ready after its first year, however long its load goes on.
    """
    first = [ground.planned[name] for name in project.requires if name in ground.planned]
    before = {one.project.id: one.start + ground.problem.span[one.project.work] - 1 for one in first}
    late = tuple(name for name, end in before.items() if end >= row.start)
    if late:
        yield Cause("schedule-after", (("items", late), ("year", max(before[name] for name in late))))
    end = row.start + ground.problem.span[project.work] - 1
    after = {name: item.start for name, item in ground.planned.items() if project.id in item.project.requires}
    early = tuple(sorted(name for name, start in after.items() if start <= end))
    if early:
        yield Cause("schedule-before", (("items", early), ("year", min(after[name] for name in early))))


def _window(ground: Ground, row: ApprovedItem, project: Project) -> Iterator[Cause]:
    """Yield why the approved year is none in which the item may begin."""
    if row.start in ground.problem.starts(project):
        return
    measure = next((m for m in ground.workspace.choices.measures if m.id == project.measure), None)
    since, until = (measure.start, measure.end) if measure else (project.since, project.until)
    if since is not None and row.start < since:
        yield Cause("schedule-since", (("year", since),))
    elif until is not None and row.start + ground.problem.span[project.work] - 1 > until:
        yield Cause("schedule-until", (("year", until),))
    else:
        yield Cause("schedule-short", (("year", row.start),))


def _room(ground: Ground, row: ApprovedItem, item: Planned) -> Iterator[Cause]:
    """Yield what would be lacking in the approved years beside the rest of the plan, or that nothing would."""
    rest, bounds = [other for other in ground.plan.items if other is not item], ground.problem.bounds
    there = replace(bounds, fixed={**bounds.fixed, item.project.id: row.start})
    found = bring_in(replace(ground.problem, bounds=there), item.project, rest, used(ground.problem, rest))
    if found and found.missing:
        yield Cause("schedule-lacking", (("year", row.start), ("missing", found.missing)))
    else:
        yield Cause("schedule-room", (("year", row.start),))


def came(ground: Ground, item: Planned) -> Cause:
    """Return why an item is in the plan that was not approved."""
    found = chain(_demanded(ground, item), _newer(ground, item.project), _first(ground, item))
    return next(found, Cause("schedule-new"))


def _demanded(ground: Ground, item: Planned) -> Iterator[Cause]:
    """Yield that work runs, that a decision demands it, or that it stands for what was approved in another form."""
    if ground.runs(item.project.id):
        yield Cause("schedule-runs")
    for row in ground.workspace.choices.decisions:
        if row.kind is DecisionKind.REQUIRE and row.subject == item.project.id:
            values = (("decision", str(row.id)), ("day", row.date))
            yield Cause("schedule-demanded", values, row.reason)
    others = (row for row in ground.approved.values() if same_work(row, item.project))
    before = tuple(sorted(str(row.item) for row in others if row.item not in ground.planned))
    if before:
        yield Cause("schedule-instead", (("items", before),))


def _newer(ground: Ground, project: Project) -> Iterator[Cause]:
    """Yield what leads to an item and is younger than the approval: links, decisions, a deliverable.

    Of the links those count that lead to an area that gives the item its tier.
    """
    best = ground.best(project)
    links = [link for link in ground.links(project) if link.area in best]
    day = min((link.date for link in links), default=ground.since)
    if day > ground.since:
        areas = tuple(sorted({str(link.area) for link in links if link.date == day}))
        yield Cause("schedule-linked", (("day", day), ("areas", areas)))
    decided = {row.id: row for area in project.areas for row in ranking(ground.workspace.choices.decisions, area)}
    for row in sorted(decided.values(), key=lambda row: (row.date, row.id)):
        if row.date > ground.since:
            values = (("decision", str(row.id)), ("day", row.date), ("areas", (str(row.area),)))
            yield Cause("schedule-decided", values, row.reason)
    for row in ground.workspace.choices.decisions:
        accepted = row.kind is DecisionKind.ACCEPT_USE and row.subject == project.deliverable
        if accepted and row.date > ground.since:
            yield Cause("schedule-accepted", (("decision", str(row.id)), ("day", row.date)), row.reason)
    record = ground.deliverables.get(project.deliverable)
    if record and record.published > ground.since.isoformat():
        yield Cause("schedule-published", (("day", record.published),))


def _first(ground: Ground, item: Planned) -> Iterator[Cause]:
    """Yield for which planned items it must come first."""
    waiting = (other for other in ground.plan.items if item.project.id in other.project.requires)
    names = tuple(sorted(other.project.id for other in waiting))
    if names:
        yield Cause("schedule-first", (("items", names),))
