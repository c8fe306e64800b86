"""Facts about the action programme: measures by kind and year, who leads, what each year brings, what serves a goal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from opennss.document.facts.make import count, label, start_years, when, year_name
from opennss.document.facts.measures import by_type, serving
from opennss.language import Text
from opennss.model.projects import LADDER, NATIONAL, Measure, MeasureKind, ProjectType
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import cell

JOINED = (*LADDER, ProjectType.PROPOSE)
"""The types of plan item that are international work."""

Starts = dict[str, int]


def by_objective_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the counts of the tables of measures, of objectives and of goals, and the totals of each year."""
    start = {item.project.id: item.start for item in strategy.plan.items}
    measures = strategy.workspace.choices.measures
    yield from _kinds(measures, start, strategy)
    for row in measures:
        if f"measure-{row.id}" in start:
            yield _last_year(row, start[f"measure-{row.id}"], strategy)
    names = {str(row.id): row.name for row in strategy.workspace.voices.stakeholders}
    for lead in dict.fromkeys(str(row.lead) for row in measures):
        own = [f"measure.{row.id}" for row in measures if row.lead == lead]
        yield count(f"lead.{lead}.measures", len(own), "lead-measures", *own, body=names.get(lead, Text()))
    for objective in strategy.workspace.choices.objectives:
        found = {p.id: p for goal in objective.goals for p in serving(strategy, goal)[1]}
        yield from by_type(f"objective.{objective.id}", objective.name, list(found.values()))
    joined = [f"project.{i.project.id}.start" for i in strategy.plan.items if i.project.type in JOINED]
    yield count("plan.ladder", len(joined), "ladder-count", *joined)
    adopted = [f"project.{i.project.id}.start" for i in strategy.plan.items if i.project.type in NATIONAL]
    yield count("year.adoptions", len(adopted), "year-adoptions-total", *adopted)
    yield from _years(strategy)


def _last_year(row: Measure, start: int, strategy: Strategy) -> Fact:
    last = row.last_year(start, strategy.workspace.settings.years[-1])
    inputs = (f"project.measure-{row.id}.start", cell(row, "spread"), cell(row, "end"))
    origin = Origin("last-year", inputs, serves=(f"measure.{row.id}",))
    return Fact(f"measure.{row.id}.last-year", last, "year", origin, label("measure-last-year", measure=row.name))


def _kinds(measures: tuple[Measure, ...], start: Starts, strategy: Strategy) -> Iterator[Fact]:
    for kind in MeasureKind:
        words = label(f"measure-{kind}")
        own = {f"measure-{row.id}" for row in measures if row.kind is kind}
        planned = [f"project.{name}.start" for name in start if name in own]
        yield count(f"measures.{kind}.planned", len(planned), "kind-planned", *planned, kind=words)
        for year in start_years(strategy):
            yearly = [f"project.{name}.start" for name in start if name in own and when(start[name], strategy) == year]
            yield count(f"measures.{kind}.{year}", len(yearly), "kind-year", *yearly, kind=words, year=year_name(year))
        left = [f"project.{i.project.id}.reason" for i in strategy.plan.not_now if i.project.id in own]
        yield count(f"measures.{kind}.not-now", len(left), "kind-not-now", *left, kind=words)


def _years(strategy: Strategy) -> Iterator[Fact]:
    for year in start_years(strategy):
        joined, adopted = (tuple(f"plan.{type_}.{year}" for type_ in types) for types in (JOINED, NATIONAL))
        starts = [item for item in strategy.plan.items if when(item.start, strategy) == year]
        every = tuple(f"plan.{type_}.{year}" for type_ in ProjectType)
        for part, types, inputs in (
            ("adoptions", NATIONAL, adopted), ("committees", JOINED, joined), ("items", tuple(ProjectType), every),
        ):  # fmt: skip
            number = sum(item.project.type in types for item in starts)
            words = label(f"year-{part}", year=year_name(year))
            yield Fact(f"year.{year}.{part}", number, "count", Origin("sum", inputs), words)
        loads = [load for load in strategy.plan.loads if load.year == year]
        days, cost = sum((x.days for x in loads), Decimal(0)), sum((x.cost for x in loads), Decimal(0))
        for part, unit, total in (("days", "person-day", days), ("cost", "money", cost)):
            inputs = tuple(f"load.{x.body}.{year}.{part}" for x in loads)
            if inputs:
                words = label(f"year-{part}", year=year_name(year))
                yield Fact(f"year.{year}.{part}", total, unit, Origin("sum", inputs), words)
