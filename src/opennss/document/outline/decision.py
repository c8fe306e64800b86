"""The outline `decision`: the skeleton of an office decision, with the lists annexed (method, section 19.4).

Viewpoints, vision, objectives, tasks and solutions, implementation, annexes; the same facts as in the outline `iso`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opennss.document.blocks import Block, Bullets, Heading, Line, Paragraph, Span
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.annexes import sources
from opennss.document.outline.baseline import process_table
from opennss.document.outline.frontier import frontier
from opennss.document.outline.goals import goals_table
from opennss.document.outline.objectives import (
    by_lead,
    kpi,
    lead_and_partners,
    measures_list,
    objective_text,
    years,
)
from opennss.document.outline.outlook import outlook
from opennss.document.outline.participation import mirror_committees, participation_list
from opennss.document.outline.pen import Pen
from opennss.document.outline.priorities import joint_list
from opennss.document.outline.programme import by_year, funds, load_table, progress, target_table, waiting
from opennss.document.outline.robustness import sure, turning
from opennss.document.outline.standards import adoption_intro, adoption_list
from opennss.document.outline.steadiness import marks, overturning
from opennss.document.outline.technologies import approaches, criteria
from opennss.document.outline.thread import goals_in_force, measure_numbers, measures_in_order, objective_numbers
from opennss.language import say
from opennss.model.observations import Source
from opennss.model.projects import Measure, MeasureKind


def decision(pen: Pen) -> list[Block]:
    """Return the chapters before the annexes: legal bases, and the parts I to V."""
    return [
        *_bases(pen), *_written(pen, "viewpoints"), *_written(pen, "vision"), *_objectives(pen), *_tasks(pen),
        *_implementation(pen),
    ]  # fmt: skip


def _written(pen: Pen, stem: str) -> list[Block]:
    """A part in the country's own words; where nobody has written it yet, it says so."""
    return [pen.heading(1, f"part-{stem}"), *(pen.prose(stem) or [pen.say("unwritten", "note")])]


def _bases(pen: Pen) -> list[Block]:
    """Official documents with a number that a goal in force rests on, or that the country's own text names."""
    prose = " ".join(text for _, _, text in pen.strategy.workspace.choices.prose)
    named = {goal.source for goal in goals_in_force(pen)}
    found = [
        source
        for source in pen.strategy.workspace.evidence.sources
        if source.grade == 1 and source.number and (source.id in named or source.number in prose)
    ]
    blocks: list[Block] = [pen.heading(1, "legal-bases")]
    if not found:
        return [*blocks, pen.say("no-legal-bases", "note")]
    order = sorted(found, key=lambda source: (source.date, source.number), reverse=True)
    return [*blocks, pen.say("legal-bases-intro"), Bullets(tuple(_basis(pen, source) for source in order))]


def _basis(pen: Pen, source: Source) -> Line:
    number = Span(f"{source.number}, {pen.dated(source.date)}" if source.date else source.number, href=source.address)
    return (pen.text(source.title), Span(" ("), number, Span(")"))


def _objectives(pen: Pen) -> list[Block]:
    blocks: list[Block] = [pen.heading(1, "part-objectives"), *pen.prose("objectives")]
    numbers = objective_numbers(pen)
    rows = pen.strategy.workspace.choices.objectives
    blocks += [pen.heading(2, "objectives")]
    blocks += [] if rows else [pen.say("no-objectives", "note")]
    for row in rows:
        name = (
            Span(f"{numbers[row.id]}. ", fact=f"objective.{row.id}", strong=True),
            replace(pen.text(row.name), strong=True),
        )
        blocks += [Paragraph(name), *objective_text(pen, row)]
    if targets := target_table(pen):
        blocks += [pen.heading(2, "targets"), *targets]
    return [
        *blocks,
        pen.heading(2, "priorities"),
        pen.say("joint-intro"),
        pen.say("not-iso", "note"),
        joint_list(pen),
        *marks(pen),
        *sure(pen),
    ]


def _tasks(pen: Pen) -> list[Block]:
    blocks: list[Block] = [pen.heading(1, "part-tasks"), *pen.prose("tasks")]
    measures = measures_in_order(pen)
    if not measures:
        blocks.append(pen.say("no-measures", "note"))
    place = 0
    for kind in MeasureKind:
        own = [row for row in measures if row.kind is kind]
        if own:
            place += 1
            name = say(f"label.measure-{kind}", pen.language)
            blocks.append(Heading(2, f"{place}. {name[:1].upper()}{name[1:]}", f"tasks-{kind}"))
            blocks += [block for row in own for block in _task(pen, row)]
    return [*blocks, pen.heading(2, "standards-tasks"), pen.say("standards-tasks-intro", adopt="plan.adopt",
            revise="plan.revise", ladder="plan.ladder"), by_year(pen)]  # fmt: skip


def _task(pen: Pen, row: Measure) -> Iterator[Block]:
    number = Span(f"{measure_numbers(pen)[row.id]}. ", fact=f"measure.{row.id}", strong=True)
    text = (Span(" "), pen.text(row.text)) if row.text else ()
    yield Paragraph((number, replace(pen.text(row.name), strong=True), Span("."), *text))
    objective = Span(objective_numbers(pen)[row.objective], fact=f"objective.{row.objective}")
    parts: list[tuple[str, Line]] = [
        ("lead", lead_and_partners(pen, row)), ("when", years(pen, row)), ("kpi", (kpi(pen, row),)),
        ("serves", (objective,)),
    ]  # fmt: skip
    line: list[Span] = []
    for key, spans in parts:
        line += [Span(f"{' ' if line else ''}{pen.t(f'task-{key}')} "), *spans, Span(".")]
    yield Paragraph(tuple(line), "note")


def _implementation(pen: Pen) -> list[Block]:
    return [
        pen.heading(1, "part-implementation"), *pen.prose("implementation"),
        pen.heading(2, "by-lead"), *by_lead(pen),
        pen.heading(2, "money"), pen.say("money-intro"), load_table(pen), *funds(pen), *outlook(pen), *frontier(pen),
        pen.heading(2, "monitoring"), *progress(pen),
        pen.heading(2, "process"), *process_table(pen),
    ]  # fmt: skip


def decision_annexes(pen: Pen) -> list[Block]:
    """Return the annexed lists I to VI, and in the internal edition what would overturn a rank."""
    blocks = [
        pen.heading(1, "list-1"),
        adoption_intro(pen),
        adoption_list(pen),
        pen.heading(1, "list-2"), *participation_list(pen),
        pen.heading(2, "mirror-committees"), *mirror_committees(pen),
        pen.heading(1, "list-3"), *measures_list(pen),
        pen.heading(1, "list-4"), *waiting(pen),
        pen.heading(1, "list-5"), pen.heading(2, "goals"), goals_table(pen), pen.heading(2, "sources"), sources(pen),
        pen.heading(1, "list-6"), *approaches(pen), *criteria(pen),
    ]  # fmt: skip
    if pen.strategy.workspace.settings.edition == INTERNAL:
        blocks += [pen.heading(1, "list-7"), *overturning(pen), *turning(pen)]
    return blocks
