"""Vision, national goals and how this strategy serves them."""

from __future__ import annotations

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Figure, Line, Span
from opennss.document.outline.pen import Pen
from opennss.document.outline.thread import goal_numbers, goals_down, goals_in_force


def goals(pen: Pen) -> list[Block]:
    """Return the chapter on the vision and the national goals, with both findings."""
    aligned = pen.strategy.aligned
    blocks: list[Block] = [pen.heading(1, "vision"), *pen.prose("vision"), pen.heading(2, "goals")]
    blocks.append(pen.say("goals-intro", goals="goals.count", documents="goals.documents", direct="align.direct"))
    blocks += [_figure(pen)] if pen.strategy.workspace.evidence.areas and goals_in_force(pen) else []
    blocks += [_matrix(pen), goals_table(pen), *goals_down(pen), pen.heading(2, "goals-findings")]
    blocks.append(pen.say("goals-unserved", "callout", number="goals.unserved"))
    if aligned.goals_without_area:
        blocks.append(Bullets(tuple((pen.fact(f"goal.{goal}"),) for goal in aligned.goals_without_area)))
    blocks.append(pen.say("areas-without-goal", "callout", number="areas.without-goal"))
    if aligned.areas_without_goal:
        blocks.append(Bullets(tuple((pen.text(pen.area(area).name),) for area in aligned.areas_without_goal)))
    return [*blocks, pen.say("findings-are-questions", "note")]


def _figure(pen: Pen) -> Figure:
    areas = pen.strategy.workspace.evidence.areas
    strength = {(goal, area): str(value) for area, goal, value in pen.strategy.aligned.pairs}
    found, numbers = goals_in_force(pen), goal_numbers(pen)
    svg, png = charts.goals_by_areas(
        [area.name[pen.language] for area in areas],
        [numbers[goal.id] for goal in found],
        [[strength.get((goal.id, area.id), "") for goal in found] for area in areas],
        pen.t("direct"),
        pen.t("indirect"),
    )
    return Figure(
        "goals-by-areas", pen.t("figure.goals-by-areas"), pen.t("describe.goals-by-areas"), "goals-areas", svg, png
    )


def _matrix(pen: Pen) -> Block:
    numbers = goal_numbers(pen)
    rows = []
    for area in pen.strategy.workspace.evidence.areas:
        own = [(goal, strength) for found, goal, strength in pen.strategy.aligned.pairs if found == area.id]
        served: list[Span] = []
        for goal, strength in own:
            served += [Span(", ")] if served else []
            mark = numbers[goal] if strength == "direct" else f"({numbers[goal]})"
            served.append(Span(mark, fact=f"align.{area.id}.{goal}"))
        cells: Line = tuple(served) or (Span(pen.t("none")),)
        rows.append((pen.text(area.name), cells, pen.fact(f"align.{area.id}")))
    return pen.table("goals-areas", rows, "llr", (3, 4, 1), ("matrix-note",))


def goals_table(pen: Pen) -> Block:
    """Return the table of national goals in force with the document that sets each."""
    numbers = goal_numbers(pen)
    sources = {source.id: source for source in pen.strategy.workspace.evidence.sources}
    rows = []
    for goal in goals_in_force(pen):
        source = sources[goal.source]
        document = Span(
            f"{source.number}, {pen.dated(source.date)}" if source.number else source.title[pen.language],
            href=source.address,
        )
        target = (pen.fact(f"goal.{goal.id}.target"),) if goal.target else (Span(""),)
        rows.append(
            (
                Span(numbers[goal.id], fact=f"goal.{goal.id}"),
                pen.fact(f"goal.{goal.id}"),
                target,
                pen.fact(f"goal.{goal.id}.year") if goal.year else Span(""),
                (
                    document,
                    Span("; "),
                    pen.text(goal.article),
                    Span(" "),
                    Span(pen.t("grade", grade=int(source.grade))),
                ),
                pen.fact(f"goal.{goal.id}.areas"),
            )
        )
    return pen.table("goals", rows, "lllllr", (0.6, 3.6, 2.2, 0.8, 2.6, 0.8), ("own-words",))
