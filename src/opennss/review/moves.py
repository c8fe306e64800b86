"""What happened to every area and to every plan item between two folders."""

from __future__ import annotations

from opennss.language import Text, everywhere
from opennss.model.country import PriorityArea
from opennss.model.projects import Project
from opennss.model.review import AreaShift, ItemShift, Outcome, move
from opennss.model.workspace import Workspace
from opennss.review.dividing import Reading, Worlds
from opennss.review.mixing import World


def areas(old: World, new: World, first: Outcome, last: Outcome, worlds: Worlds) -> tuple[AreaShift, ...]:
    """Return every area of either folder: in the order of the new joint list, then of the old one, then by id."""
    before, after = ({str(row.id): row for row in world.workspace.evidence.areas} for world in (old, new))
    ranks = [{str(row.area): row.final for row in outcome.ranks.areas} for outcome in (first, last)]
    found = []
    for name in sorted({*before, *after}, key=lambda name: _order(name, worlds)):
        row: PriorityArea = after.get(name) or before[name]
        found.append(
            AreaShift(
                id=row.id,
                name=row.name,
                area=move(row.id if name in before else None, row.id if name in after else None),
                place=worlds.shift(lambda read: read.places, Reading.place, name),
                rank=worlds.shift(lambda read: read.ranks, Reading.rank, name),
                ranks=(ranks[0].get(name), ranks[1].get(name)),
            )
        )
    return tuple(found)


def _order(name: str, worlds: Worlds) -> tuple[int | float, int | float, str]:
    now, before = worlds.new.places.get(name), worlds.old.places.get(name)
    last = float("inf")
    return (int(now) if now else last, int(before) if before else last, name)


def items(old: World, new: World, first: Outcome, last: Outcome, worlds: Worlds) -> tuple[ItemShift, ...]:
    """Return every plan item of either programme: by first year now, then before, then by id."""
    found = {item.project.id: (item.project, old.workspace) for item in first.plan.items}
    found |= {item.project.id: (item.project, new.workspace) for item in last.plan.items}
    rows = []
    for name, (project, workspace) in found.items():
        start = worlds.shift(lambda read: read.starts, Reading.start, name)
        rows.append(ItemShift(project, subject(project, workspace), served(project, workspace), start))
    later = worlds.new.behind + worlds.old.behind
    return tuple(sorted(rows, key=lambda row: (row.start.after or later, row.start.before or later, row.project.id)))


def subject(project: Project, workspace: Workspace) -> Text:
    """Return what a plan item is about: a measure or proposed project by name, a deliverable or a committee."""
    names = {str(row.id): row.name for row in workspace.choices.measures}
    titles = {row.item: row.title for row in workspace.choices.proposed}
    found = names.get(project.measure) or titles.get(project.id)
    return found or everywhere(project.deliverable or project.committee or project.id)


def served(project: Project, workspace: Workspace) -> tuple[Text, ...]:
    """Return the names of the areas that a plan item serves."""
    names = {str(row.id): row.name for row in workspace.evidence.areas}
    return tuple(names[area] for area in project.areas)
