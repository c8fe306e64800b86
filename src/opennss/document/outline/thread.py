"""The thread on paper: numbers of goals, objectives and measures, what a plan item serves, and what serves a goal."""

from __future__ import annotations

from collections.abc import Iterable

from opennss.document.blocks import Block, Line, Span
from opennss.document.outline.pen import Pen
from opennss.model.country import Goal, GoalStatus
from opennss.model.criteria import Rank
from opennss.model.projects import Measure, Project, ProjectType


def goals_in_force(pen: Pen) -> list[Goal]:
    """Return the goals of documents in force, in the order of the folder, which their numbers follow."""
    return [goal for goal in pen.strategy.workspace.evidence.goals if goal.status is GoalStatus.IN_FORCE]


def goal_numbers(pen: Pen) -> dict[str, str]:
    """Return the short label of each goal in force: G1, G2 ..."""
    return {str(goal.id): f"{pen.t('goal-letter')}{n}" for n, goal in enumerate(goals_in_force(pen), 1)}


def objective_numbers(pen: Pen) -> dict[str, str]:
    """Return the short label of each objective: O1, O2 ..."""
    objectives = pen.strategy.workspace.choices.objectives
    return {str(row.id): f"{pen.t('objective-letter')}{n}" for n, row in enumerate(objectives, 1)}


def measures_in_order(pen: Pen) -> list[Measure]:
    """Return the measures objective by objective, in the order of the folder inside each."""
    order = list(objective_numbers(pen))
    return sorted(pen.strategy.workspace.choices.measures, key=lambda row: order.index(row.objective))


def measure_numbers(pen: Pen) -> dict[str, str]:
    """Return the short label of each measure: M1, M2 ..., counted objective by objective."""
    return {str(row.id): f"{pen.t('measure-letter')}{n}" for n, row in enumerate(measures_in_order(pen), 1)}


def linked(labels: Iterable[tuple[str, str]], empty: str) -> Line:
    """Return short labels with their facts, separated by commas; ``empty`` where there is none."""
    spans: list[Span] = []
    for text, fact in labels:
        spans += [Span(", ")] if spans else []
        spans.append(Span(text, fact=fact))
    return tuple(spans) or (Span(empty),)


def goals_of(pen: Pen, project: Project) -> tuple[str, ...]:
    """Return the goals in force that a plan item serves: those of its areas, or of the objective of a measure."""
    choices = pen.strategy.workspace.choices
    if project.measure:
        row = next(row for row in choices.measures if row.id == project.measure)
        own = next(o.goals for o in choices.objectives if o.id == row.objective)
        named: list[str] = [*own, *row.goals]
    else:
        named = [goal for area in project.areas for found, goal, _ in pen.strategy.aligned.pairs if found == area]
    return tuple(goal for goal in dict.fromkeys(named) if goal in goal_numbers(pen))


def served(pen: Pen, project: Project) -> Line:
    """Return the numbers of what a plan item serves, objective first: O1, G3, G7."""
    numbers = goal_numbers(pen)
    above = [(objective_numbers(pen)[project.objective], f"objective.{project.objective}")] if project.objective else []
    return linked([*above, *((numbers[goal], f"goal.{goal}") for goal in goals_of(pen, project))], pen.t("serves-none"))


def urgency_of(pen: Pen, project: Project) -> Line:
    """Return the urgency of a candidate, and in brackets what it can come to where that is not sure: 1 (1–2).

    A dash stands for running work that only the approved programme knows: it names no areas.
    """
    place = f"project.{project.id}.urgency"
    if place not in pen.strategy.facts:
        return (Span("–" if not project.areas else "?"),)
    ends = [pen.fact(f"{place}-{end}") for end in ("best", "worst")]
    if ends[0].text == ends[1].text:
        return (pen.fact(place),)
    none = Rank.NONE.printed
    best, worst = (Span(pen.t("urgency-none") if end.text == none else end.text, fact=end.fact) for end in ends)
    return (pen.fact(place), Span(" ("), best, Span("–"), worst, Span(")"))


def by_type(pen: Pen, place: str) -> Line:
    """Return how many projects of each type serve a goal or an objective: adoption 5 · participation 2."""
    spans: list[Span] = []
    for type_ in ProjectType:
        if f"{place}.{type_}" in pen.strategy.facts:
            spans += [Span(f"{' · ' if spans else ''}{pen.t(f'type-{type_}')} "), pen.fact(f"{place}.{type_}")]
    return tuple(spans) or (Span("–"),)


def goals_down(pen: Pen) -> list[Block]:
    """Return the way down: for each goal in force its areas, objectives, measures and projects."""
    choices, numbers = pen.strategy.workspace.choices, goal_numbers(pen)
    objectives, measures = objective_numbers(pen), measure_numbers(pen)
    rows = []
    for goal in goals_in_force(pen):
        serving = [row for row in choices.objectives if goal.id in row.goals]
        names = {row.id for row in serving}
        own = [row for row in measures_in_order(pen) if goal.id in row.goals or row.objective in names]
        rows.append(
            (
                Span(numbers[goal.id], fact=f"goal.{goal.id}"), pen.fact(f"goal.{goal.id}"),
                pen.fact(f"goal.{goal.id}.areas"),
                linked(((objectives[row.id], f"objective.{row.id}") for row in serving), "–"),
                linked(((measures[row.id], f"measure.{row.id}") for row in own), "–"),
                by_type(pen, f"goal.{goal.id}"),
            )
        )  # fmt: skip
    blocks: list[Block] = [pen.heading(2, "goals-down"), pen.say("goals-down-intro")]
    return [*blocks, pen.table("goals-down", rows, "llrlll", (0.6, 3, 0.8, 1.1, 2.6, 2.6), ("goals-down-note",))]
