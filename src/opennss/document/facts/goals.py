"""Facts about the country, its national goals, and how the areas serve them."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.facts.make import count, label, setting, whole
from opennss.language import Text
from opennss.model.country import LISTS, GoalStatus, Strength
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import cell


def goal_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield facts of the settings, the goals, the areas and the alignment."""
    yield from _settings(strategy)
    yield from _goals(strategy)
    yield from _alignment(strategy)
    evidence = strategy.workspace.evidence
    yield count("areas.count", len(evidence.areas), "areas-count", whole("areas.csv"))
    for name in LISTS:
        members = [area for area in evidence.areas if area.kind.ranked_with == name]
        cells = [cell(area, "kind") for area in members]
        yield count(f"areas.{name}", len(members), f"areas-{name}", *cells)
    yield count("sources.count", len(evidence.sources), "sources-count", whole("sources.csv"))
    for grade in (1, 2, 3):
        graded = [source for source in evidence.sources if source.grade == grade]
        yield count(
            f"sources.grade-{grade}", len(graded), "sources-grade", *(cell(s, "grade") for s in graded), grade=grade
        )


def _settings(strategy: Strategy) -> Iterator[Fact]:
    settings = strategy.workspace.settings
    first, last = settings.years[0], settings.years[-1]
    yield Fact("plan.first-year", first, "year", Origin("setting", (setting("years"),)), label("first-year"))
    yield Fact("plan.last-year", last, "year", Origin("setting", (setting("years"),)), label("last-year"))
    yield Fact("as-of", settings.as_of, "date", Origin("setting", (setting("as_of"),)), label("as-of"))
    yield count("plan.years", len(settings.years), "years-count", setting("years"))


def _goals(strategy: Strategy) -> Iterator[Fact]:
    goals = strategy.workspace.evidence.goals
    sources = {source.id: source for source in strategy.workspace.evidence.sources}
    for goal in goals:
        value = goal.goal
        origin = Origin("goal", (cell(goal, "goal"), cell(goal, "article")), (goal.source,),
                        served_by=_below(strategy, goal.id))  # fmt: skip
        yield Fact(f"goal.{goal.id}", value, "text", origin, label("goal", document=sources[goal.source].title))
        if goal.target:
            origin = Origin("goal", (cell(goal, "target"),), (goal.source,))
            yield Fact(f"goal.{goal.id}.target", goal.target, "text", origin, label("goal-target", goal=goal.goal))
        if goal.year:
            origin = Origin("goal", (cell(goal, "year"),), (goal.source,))
            yield Fact(f"goal.{goal.id}.year", goal.year, "year", origin, label("goal-year", goal=goal.goal))
    in_force = [goal for goal in goals if goal.status is GoalStatus.IN_FORCE]
    yield count("goals.count", len(in_force), "goals-count", *(f"goal.{goal.id}" for goal in in_force))
    documents = dict.fromkeys(goal.source for goal in in_force)
    yield count("goals.documents", len(documents), "goals-documents", *(cell(sources[s], "number") for s in documents))


def _below(strategy: Strategy, goal: str) -> tuple[str, ...]:
    """Return what serves a goal: objectives and measures by name, then areas, planned measures and projects in all."""
    choices = strategy.workspace.choices
    objectives = {str(row.id) for row in choices.objectives if goal in row.goals}
    measures = [row.id for row in choices.measures if goal in row.goals or row.objective in objectives]
    counts = (f"goal.{goal}.{part}" for part in ("areas", "measures", "projects"))
    return (*(f"objective.{name}" for name in sorted(objectives)), *(f"measure.{name}" for name in measures), *counts)


def _alignment(strategy: Strategy) -> Iterator[Fact]:
    evidence, aligned = strategy.workspace.evidence, strategy.aligned
    rows = strategy.workspace.choices.alignments
    for area in evidence.areas:
        own = [(goal, strength) for found, goal, strength in aligned.pairs if found == area.id]
        cells = [cell(row, "strength") for row in rows if row.area == area.id]
        origin = Origin("align", tuple(cells), serves=tuple(f"goal.{goal}" for goal, _ in own))
        value: Text | int = len(own)
        yield Fact(f"align.{area.id}", value, "count", origin, label("align", area=area.name))
        for goal, strength in own:
            row = next(row for row in rows if row.area == area.id and row.goal == goal)
            place = Origin("align", (cell(row, "strength"),), serves=(f"goal.{goal}",))
            name = f"align.{area.id}.{goal}"
            words = label(f"strength-{strength}")
            yield Fact(name, words, "text", place, label("align-pair", area=area.name))
    for goal_row in evidence.goals:
        serving = [area for area, goal, _ in aligned.pairs if goal == goal_row.id]
        inputs = tuple(f"align.{area}" for area in serving) or (whole("alignment.csv"),)
        name = f"goal.{goal_row.id}.areas"
        yield Fact(name, len(serving), "count", Origin("count", inputs), label("goal-areas", goal=goal_row.goal))
    unserved = [f"goal.{goal}" for goal in aligned.goals_without_area]
    yield count("goals.unserved", len(unserved), "goals-unserved", *unserved)
    lonely = [f"align.{area}" for area in aligned.areas_without_goal]
    yield count("areas.without-goal", len(lonely), "areas-without-goal", *lonely)
    direct = sum(strength is Strength.DIRECT for _, _, strength in aligned.pairs)
    yield count("align.direct", direct, "align-direct", whole("alignment.csv"))
