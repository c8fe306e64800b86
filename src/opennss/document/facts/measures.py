"""Facts about strategic objectives and policy measures, and the way from a goal down to what serves it."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.facts.make import count, label, type_name, whole
from opennss.language import Text, everywhere
from opennss.model.projects import Measure, MeasureKind, Objective, Project, ProjectType
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import Cell, cell


def subject(project: Project, strategy: Strategy) -> Text:
    """Return what a plan item is about: a deliverable, a committee, the name of a measure or of a proposed project."""
    if project.measure:
        return next(m.name for m in strategy.workspace.choices.measures if m.id == project.measure)
    titles = {row.item: row.title for row in strategy.workspace.choices.proposed}
    return titles.get(project.id) or everywhere(project.deliverable or project.committee)


def measure_item(project: Project, strategy: Strategy) -> Fact:
    """Return a measure as an item of the plan: from its urgency and what must come first, up to what it serves."""
    row = next(m for m in strategy.workspace.choices.measures if m.id == project.measure)
    inputs: list[str | Cell] = [cell(row, "legal" if row.legal else "rank")]
    inputs += [f"project.{name}" for name in project.requires]
    above = (f"measure.{row.id}", *(f"align.{area}" for area in project.areas))
    words = label("project-measure", subject=row.name)
    return Fact(f"project.{project.id}", words, "text", Origin("project-measure", tuple(inputs), serves=above),
                label("plan-item"))  # fmt: skip


def programme_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the facts of objectives and measures, and of what serves every objective and goal."""
    objectives, measures = strategy.workspace.choices.objectives, strategy.workspace.choices.measures
    for objective in objectives:
        yield from _objective(objective, strategy)
    planned = {item.project.measure for item in strategy.plan.items}
    for measure in measures:
        yield from _measure(measure, measure.id in planned)
    yield count("objectives.count", len(objectives), "objectives-count", *(f"objective.{o.id}" for o in objectives))
    yield count("measures.count", len(measures), "measures-count", *(f"measure.{m.id}" for m in measures))
    for kind in MeasureKind:
        own = [f"measure.{m.id}" for m in measures if m.kind is kind]
        yield count(f"measures.{kind}", len(own), "measures-kind", *own, kind=label(f"measure-{kind}"))
    for goal in strategy.workspace.evidence.goals:
        found, projects = serving(strategy, goal.id)
        yield from by_type(f"goal.{goal.id}", goal.goal, projects)
        types = tuple(f"goal.{goal.id}.{type_}" for type_ in ProjectType if any(p.type is type_ for p in projects))
        for part, items, seen in (
            ("measures", found, tuple(f"project.{p.id}.start" for p in found)), ("projects", projects, types),
        ):  # fmt: skip
            origin = Origin("count", seen or (whole("measures.csv"),))
            words = label(f"goal-{part}", goal=goal.goal)
            yield Fact(f"goal.{goal.id}.{part}", len(items), "count", origin, words)


def by_type(place: str, name: Text, projects: list[Project]) -> Iterator[Fact]:
    """Count the projects that serve a goal or an objective by type; a type of which there is none has no fact."""
    for type_ in ProjectType:
        own = [f"project.{p.id}.start" for p in projects if p.type is type_]
        if own:
            words = label("serving-type", type=type_name(type_), name=name)
            yield Fact(f"{place}.{type_}", len(own), "count", Origin("count", tuple(own)), words)


def serving(strategy: Strategy, goal: str) -> tuple[list[Project], list[Project]]:
    """Return the planned measures and the planned projects that serve a national goal."""
    objectives = {str(o.id): o.goals for o in strategy.workspace.choices.objectives}
    named = {str(m.id): (*objectives.get(m.objective, ()), *m.goals) for m in strategy.workspace.choices.measures}
    areas = {area for area, found, _ in strategy.aligned.pairs if found == goal}
    planned = [item.project for item in strategy.plan.items]
    measures = [p for p in planned if p.measure and goal in named[p.measure]]
    return measures, [p for p in planned if not p.measure and areas & set(p.areas)]


def _objective(row: Objective, strategy: Strategy) -> Iterator[Fact]:
    own = tuple(f"measure.{m.id}" for m in strategy.workspace.choices.measures if m.objective == row.id)
    above = tuple(f"goal.{goal}" for goal in row.goals)
    origin = Origin("objective", (cell(row, "name"),), serves=above, served_by=own)
    yield Fact(f"objective.{row.id}", row.name, "text", origin, label("objective"))
    planned = [i.project for i in strategy.plan.items if i.project.objective == row.id]
    names = [f"project.{p.id}.start" for p in planned]
    yield count(f"objective.{row.id}.planned", len(names), "objective-planned", *names, objective=row.name)


def _measure(row: Measure, planned: bool) -> Iterator[Fact]:
    above = (f"objective.{row.objective}", *(f"goal.{goal}" for goal in row.goals))
    below = () if row.done else (f"project.measure-{row.id}{'.start' if planned else ''}",)
    origin = Origin("measure", (cell(row, "name"), cell(row, "kind")), serves=above, served_by=below)
    yield Fact(f"measure.{row.id}", row.name, "text", origin, label("measure"))
    yield Fact(f"measure.{row.id}.rank", row.rank, "rank", Origin("setting", (cell(row, "rank"),)),
               label("measure-rank", measure=row.name))  # fmt: skip
    for part, value, unit in (("days", row.days, "person-day"), ("cost", row.cost, "money")):
        stated = Origin("setting", (cell(row, part),), serves=(f"measure.{row.id}",))
        yield Fact(f"measure.{row.id}.{part}", value, unit, stated, label(f"measure-{part}", measure=row.name))
    if row.kpi:
        stated = Origin("measure", (cell(row, "kpi"),), serves=(f"measure.{row.id}",))
        yield Fact(f"measure.{row.id}.kpi", row.kpi, "text", stated, label("measure-kpi", measure=row.name))
