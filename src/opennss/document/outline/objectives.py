"""The action programme by objective: measures with leads, years, days, money and KPI, and the projects beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Heading, Line, Paragraph, Span
from opennss.document.facts.make import start_years, year_name
from opennss.document.outline.pen import Pen
from opennss.document.outline.thread import (
    by_type,
    goal_numbers,
    linked,
    measure_numbers,
    measures_in_order,
    objective_numbers,
)
from opennss.language import Text, say
from opennss.model.projects import YEARLY, Measure, MeasureKind, Objective

Cells = tuple[Line | Span, ...]
Lane = tuple[str, str, int, int, str]
"""A line of a road map: label, group, first and last year, kind."""


def measures_by_objective(pen: Pen) -> Iterator[Block]:
    """Yield a section for each objective: its text, its goals, its measures, the projects that serve the same goals."""
    yield pen.say(
        "by-objective-intro", objectives="objectives.count", measures="measures.count", planned="plan.measure"
    )
    noted = False
    for row in pen.strategy.workspace.choices.objectives:
        number = objective_numbers(pen)[row.id]
        yield Heading(3, f"{number}. {row.name[pen.language]}", f"objective-{row.id}")
        yield from objective_text(pen, row)
        own = [measure for measure in measures_in_order(pen) if measure.objective == row.id]
        if own:
            table = pen.table("measures", [_row(pen, measure) for measure in own], "llllrrl", _WIDTHS)
            caption = pen.t("table.measures-of", number=number)
            notes = () if noted else ((Span(pen.t("measures-note")),),)
            yield replace(table, id=f"measures-{row.id}", caption=caption, notes=notes)
            noted = True
        else:
            yield pen.say("objective-alone", "callout")
        yield Paragraph((Span(pen.t("same-goals") + " "), *by_type(pen, f"objective.{row.id}")))


_WIDTHS = (0.5, 4.8, 2.8, 1, 0.7, 0.7, 2.8)


def objective_text(pen: Pen, row: Objective) -> Iterator[Block]:
    """Yield what an objective covers, and the numbers of the national goals that it serves."""
    if row.description:
        yield Paragraph((pen.text(row.description),))
    numbers = goal_numbers(pen)
    goals = linked(((numbers[goal], f"goal.{goal}") for goal in row.goals if goal in numbers), pen.t("serves-none"))
    yield Paragraph((Span(pen.t("goals-served") + " "), *goals))


def _row(pen: Pen, row: Measure) -> Cells:
    kind = kind_of(pen, row)
    name: Line = (replace(pen.text(row.name), strong=True), Span(f" ({kind.text}). "))
    planned = row.done or f"project.measure-{row.id}.start" in pen.strategy.facts
    return (
        Span(measure_numbers(pen)[row.id], fact=f"measure.{row.id}"),
        (*name, pen.text(row.text), *_after(pen, row), *_reason(pen, row)),
        lead_and_partners(pen, row),
        years(pen, row) if planned else Span("–", fact=f"project.measure-{row.id}.reason"),
        *days_and_cost(pen, row),
        kpi(pen, row),
    )


def days_and_cost(pen: Pen, row: Measure) -> tuple[Line, Line]:
    """Return the days and the cost of a measure; those of a yearly measure say that they come every year."""
    every: Line = (Span(f"\n{pen.t('per-year')}"),) if row.spread == YEARLY else ()
    days, cost = (pen.fact(f"measure.{row.id}.{part}", "plain") for part in ("days", "cost"))
    return (days, *every), (cost, *every)


def kind_of(pen: Pen, row: Measure) -> Span:
    """Return the kind of a measure, with a mark where a law in force asks for it."""
    name = say(f"label.measure-{row.kind}", pen.language)
    return Span(f"{name}; {pen.t('asked-by-law')}" if row.legal else name)


def organisation(pen: Pen, name: str) -> Span:
    """Return the name of an organisation of ``stakeholders.csv``; an unknown id raises ``KeyError``."""
    names: dict[str, Text] = {str(row.id): row.name for row in pen.strategy.workspace.voices.stakeholders}
    return pen.text(names[name])


def lead_and_partners(pen: Pen, row: Measure) -> Line:
    """Return who answers for a measure, in bold, and who works with them."""
    spans = [replace(organisation(pen, row.lead), strong=True)]
    for partner in row.partners:
        spans += [Span("; "), organisation(pen, partner)]
    return tuple(spans)


def years(pen: Pen, row: Measure, short: bool = False) -> Line:
    """Return the planned years of a measure, or "not now" with the reason; ``short`` leaves the reason to the trail."""
    item = f"project.measure-{row.id}"
    if row.done:
        return (Span(pen.t("measure-done", day=row.done), fact=f"measure.{row.id}"),)
    if f"{item}.start" not in pen.strategy.facts:
        if short:
            return (Span(pen.t("not-now"), fact=f"{item}.reason"),)
        return (Span(pen.t("not-now") + ": "), pen.known(f"{item}.reason"))
    first, last = pen.fact(f"{item}.start"), pen.fact(f"measure.{row.id}.last-year")
    return (first,) if first.text == last.text else (first, Span("–"), last)


def kpi(pen: Pen, row: Measure) -> Span:
    """Return how the success of a measure is seen; a dash where nobody said."""
    return pen.fact(f"measure.{row.id}.kpi") if row.kpi else Span("–")


def _after(pen: Pen, row: Measure) -> Line:
    """Say which measures must be finished first; nothing where none must."""
    if not row.depends_on:
        return ()
    numbers = measure_numbers(pen)
    before = linked(((numbers[name], f"measure.{name}") for name in row.depends_on), "")
    return (Span(f" {pen.t('after')} "), *before, Span("."))


def measures_by_year(pen: Pen) -> list[Block]:
    """Return the table of the nine kinds against the years, and the road map of the planned measures."""
    years_ = start_years(pen.strategy)
    rows = []
    for kind in MeasureKind:
        place = f"measures.{kind}"
        counts = [pen.fact(f"{place}.{part}") for part in (*years_, "planned", "not-now")]
        rows.append((Span(say(f"label.measure-{kind}", pen.language)), *counts))
    more = [*(year_name(year)[pen.language] for year in years_), pen.t("planned-in-all"), pen.t("not-now")]
    table = pen.table("measures-by-year", rows, "l" + "r" * len(more), (4, *[1] * len(more)), more=more)
    return [table, *_roadmap(pen)]


def _reason(pen: Pen, row: Measure) -> Line:
    """Say why a measure is not planned now; nothing where it is planned."""
    reason = f"project.measure-{row.id}.reason"
    if reason not in pen.strategy.facts:
        return ()
    return (Span(f" {pen.t('why-not-now')} "), pen.fact(reason), Span("."))


LANES = 18
"""Measures of one road map; the next objective goes on in a further picture."""


def _roadmap(pen: Pen) -> Iterator[Figure]:
    """One lane a planned measure, objective by objective; the colour tells the urgency."""
    urgency = {str(number): pen.t("urgency", number=number) for number in (1, 2, 3)}
    all_years = pen.strategy.workspace.settings.years
    for place, lanes in enumerate(_sheets(_lanes(pen)), 1):
        svg, png = charts.roadmap(lanes, urgency, (all_years[0], all_years[-1]))
        caption, described = pen.t("figure.roadmap-measures"), pen.t("describe.roadmap-measures")
        yield Figure(f"roadmap-measures-{place}", caption, described, "measures-by-year", svg, png)


def _lanes(pen: Pen) -> list[Lane]:
    last_year = pen.strategy.workspace.settings.years[-1]
    starts = {item.project.measure: item.start for item in pen.strategy.plan.items}
    numbers, lanes = measure_numbers(pen), []
    groups = {
        row.id: f"{objective_numbers(pen)[row.id]}. {row.name[pen.language]}"
        for row in pen.strategy.workspace.choices.objectives
    }
    for row in measures_in_order(pen):
        if row.id in starts:
            first, last = starts[row.id], row.last_year(starts[row.id], last_year)
            name = f"{numbers[row.id]} {row.name[pen.language]}"
            lanes.append((name, groups[row.objective], first, last, str(row.rank.number)))
    return lanes


def _sheets(lanes: list[Lane]) -> list[list[Lane]]:
    """Divide the lanes into pictures; an objective stays in one of them."""
    sheets: list[list[Lane]] = []
    for _, group in groupby(lanes, key=lambda lane: lane[1]):
        own = list(group)
        if sheets and len(sheets[-1]) + len(own) <= LANES:
            sheets[-1] += own
        else:
            sheets.append(own)
    return sheets


def measures_list(pen: Pen) -> list[Block]:
    """Return every measure in one short table: what it serves, who leads, when, days and money."""
    objectives, numbers, goals = objective_numbers(pen), measure_numbers(pen), goal_numbers(pen)
    rows = []
    for row in measures_in_order(pen):
        named = [(goals[goal], f"goal.{goal}") for goal in row.goals if goal in goals]
        rows.append(
            (
                Span(numbers[row.id], fact=f"measure.{row.id}"), pen.text(row.name), kind_of(pen, row),
                linked([(objectives[row.objective], f"objective.{row.objective}"), *named], "–"),
                organisation(pen, row.lead), years(pen, row, short=True), *days_and_cost(pen, row),
            )
        )  # fmt: skip
    if not rows:
        return [pen.say("no-measures", "note")]
    widths = (0.6, 3.4, 1.8, 1.3, 2.4, 1.1, 0.7, 0.9)
    return [pen.table("measures-list", rows, "llllllrr", widths, ("measures-note",))]


def by_lead(pen: Pen) -> list[Block]:
    """Return who leads which measures in which years."""
    measures, numbers = measures_in_order(pen), measure_numbers(pen)
    leads = dict.fromkeys(str(row.lead) for row in measures)
    rows: list[Cells] = []
    for lead in leads:
        own: list[Span] = []
        for row in measures:
            if row.lead == lead:
                own += [Span("; ")] if own else []
                own += [Span(numbers[row.id], fact=f"measure.{row.id}"), Span(" "), pen.text(row.name), Span(" ("),
                        *years(pen, row, short=True), Span(")")]  # fmt: skip
        rows.append((organisation(pen, lead), pen.fact(f"lead.{lead}.measures"), tuple(own)))
    if not rows:
        return [pen.say("no-measures", "note")]
    return [pen.table("by-lead", rows, "lrl", (2.4, 0.9, 6))]
