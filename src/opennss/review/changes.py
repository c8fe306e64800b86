"""The rows and settings that differ between two folders: counts for every table, examples where nobody is quoted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, is_dataclass

from opennss.catalogue.store import Catalogue
from opennss.language import Text
from opennss.model.country import PriorityArea
from opennss.model.criteria import Criterion, Decision
from opennss.model.observations import Indicator, Observation
from opennss.model.projects import Capacity, Effort, Measure, Progress, Target
from opennss.model.review import Example, Part, TableChange
from opennss.model.standards import Adoption, Committee, Deliverable, Link, Participation
from opennss.model.table import Row
from opennss.model.technologies import Technology
from opennss.model.workspace import Workspace
from opennss.review.mixing import World
from opennss.tables.cells import show, show_one
from opennss.tables.columns import columns
from opennss.technologies.dossiers import visible
from opennss.workspace.tables import key_of, round_folder

OPEN: tuple[type[Row], ...] = (
    PriorityArea, Indicator, Observation, Adoption, Participation, Progress, Criterion, Effort, Capacity, Target, Link,
    Decision, Measure, Deliverable, Committee,
)  # fmt: skip
"""Tables of which rows are shown as examples: what people answered or asked, and who they are, is only counted."""

EXAMPLES = 3
"""Rows of a table that are shown at most, those that changed first."""

PINNED = ("catalogue", "catalogue_sha256")
"""Settings that are told with the catalogue."""

Tables = dict[str, Sequence[Row]]


def changed_tables(old: World, new: World) -> tuple[TableChange, ...]:
    """Return the tables in which rows differ, part by part; of the catalogue only what either folder links to."""
    found: list[TableChange] = []
    for part in Part:
        before, after = _tables(old, new, part), _tables(new, old, part)
        for file in sorted({*before, *after}):
            found += _compared(file, part, before.get(file, ()), after.get(file, ()))
    return tuple(found)


def changed_settings(old: World, new: World) -> tuple[Example, ...]:
    """Return the settings of ``nss.toml`` that differ; those of a section stand below its name."""
    before, after = (_settings(world.workspace.settings) for world in (old, new))
    names = [name for name in {**before, **after} if name not in PINNED and before.get(name) != after.get(name)]
    return tuple(Example("nss.toml", name, before.get(name, ""), after.get(name, "")) for name in names)


def _settings(room: object, place: str = "") -> dict[str, str]:
    """Return settings by name, those of a section below its name, each as one line."""
    found: dict[str, str] = {}
    for item in fields(room):  # type: ignore[arg-type]
        value, name = getattr(room, item.name), place + item.name
        if is_dataclass(value) and not isinstance(value, Text):
            found |= _settings(value, f"{name}.")
        elif isinstance(value, tuple):
            found[name] = ", ".join(
                " ".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in value
            )
        elif isinstance(value, Text):
            found[name] = " · ".join(text for _, text in value.values)
        else:
            found[name] = show_one(value)
    return found


def _tables(world: World, other: World, part: Part) -> Tables:
    """Return the tables of one part by the name of their file, without what concerns hidden technologies."""
    workspace = world.workspace
    if part is Part.CATALOGUE:
        links = (*workspace.choices.links, *other.workspace.choices.links)
        return _linked(world.catalogue, links)
    held = {Part.DATA: workspace.evidence, Part.VOICES: workspace.voices, Part.METHOD: workspace.method}
    room = held.get(part, workspace.choices)
    hidden = _hidden(workspace) | _hidden(other.workspace)
    found: Tables = {}
    for rows in _rows(room):
        own = [row for row in rows if not _secret(row, hidden)]
        if own:
            found[own[0].FILE] = own
    for round_ in workspace.voices.rounds if part is Part.VOICES else ():
        for rows in _rows(round_):
            found[round_folder(round_.id) + rows[0].FILE] = rows
    return found


def _rows(room: object) -> Iterator[tuple[Row, ...]]:
    """Yield the tables among the fields of a part, or of a closed round, that have rows."""
    for item in fields(room):  # type: ignore[arg-type]
        value = getattr(room, item.name)
        if isinstance(value, tuple) and value and isinstance(value[0], Row):
            yield value


def _hidden(workspace: Workspace) -> set[str]:
    return {str(row.id) for row in workspace.evidence.technologies} - {str(row.id) for row in visible(workspace)}


def _secret(row: Row, hidden: Collection[str]) -> bool:
    named = {getattr(row, "technology", None), getattr(row, "subject", None)}
    return bool(named & set(hidden)) or (isinstance(row, Technology) and row.id in hidden)


def _linked(catalogue: Catalogue, links: Sequence[Link]) -> Tables:
    documents = dict.fromkeys(str(row.deliverable) for row in links if row.deliverable in catalogue.deliverables)
    groups = dict.fromkeys(str(row.committee) for row in links if row.committee in catalogue.committees)
    return {
        f"catalogue/{Committee.FILE}": [catalogue.committees[code] for code in groups],
        f"catalogue/{Deliverable.FILE}": [catalogue.deliverables[reference] for reference in documents],
    }


def _compared(file: str, part: Part, old: Sequence[Row], new: Sequence[Row]) -> Iterator[TableChange]:
    before, after = ({key_of(row): row for row in rows} for rows in (old, new))
    added = [key for key in after if key not in before]
    removed = [key for key in before if key not in after]
    changed = [key for key in after if key in before and after[key] != before[key]]
    if not (added or removed or changed):
        return
    shown = [_example(before[key], after[key]) for key in changed]
    shown += [Example(_name(key), after=_name(key)) for key in added]
    shown += [Example(_name(key), before=_name(key)) for key in removed]
    examples = tuple(shown[:EXAMPLES]) if type((*old, *new)[0]) in OPEN else ()
    yield TableChange(file, part, len(added), len(removed), len(changed), examples)


def _name(key: tuple[str, ...]) -> str:
    return " / ".join(part for part in key if part)


def _example(before: Row, after: Row) -> Example:
    """Return the first column that differs and is no prose; of prose only the name of the column is told."""
    key = _name(key_of(after))
    differing = [c for c in columns(type(after), ()) if getattr(before, c.field) != getattr(after, c.field)]
    for column in differing:
        if not column.prose:
            return Example(key, column.name, show(getattr(before, column.field), column),
                           show(getattr(after, column.field), column))  # fmt: skip
    return Example(key, _prose(before, after))


def _prose(before: Row, after: Row) -> str:
    names = (item.name for item in fields(after) if item.name != "line")
    return next((name for name in names if getattr(before, name) != getattr(after, name)), "")
