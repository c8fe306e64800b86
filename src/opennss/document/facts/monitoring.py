"""Facts of monitoring: computed figures with their parts, and where the pace of each target leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from opennss.document.facts.make import label, whole
from opennss.document.shown import in_percent
from opennss.language import Text, languages, say
from opennss.model.monitoring import Kpi, KpiGroup, Monitoring, Tracked
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import Cell, cell

SEEN = {
    KpiGroup.CATALOGUE: "adoptions.csv", KpiGroup.DELIVERY: "work.csv", KpiGroup.BALLOTS: "ballots.csv",
    KpiGroup.PRIORITIES: "areas.csv", KpiGroup.PEOPLE: "requests.csv", KpiGroup.USE: "evidence.csv",
}  # fmt: skip
"""The table that a figure looks through, where no cell of it counts."""


def watched(strategy: Strategy, found: Monitoring) -> Strategy:
    """Return a strategy that also knows the facts of monitoring."""
    return replace(strategy, facts={**strategy.facts, **{fact.name: fact for fact in monitoring_facts(found)}})


def monitoring_facts(found: Monitoring) -> Iterator[Fact]:
    """Yield what is known; what is not has no fact and is printed as ``?``."""
    for figure in found.kpis:
        yield from _kpi(figure)
    for row in found.targets:
        yield from _trend(row)


def _kpi(figure: Kpi) -> Iterator[Fact]:
    origin = Origin(f"kpi-{figure.id}", figure.cells or (whole(SEEN[figure.group]),), figure.sources)
    place, name = f"kpi.{figure.id}", label(f"kpi-{figure.id}")
    if figure.figure is not None:
        yield Fact(place, figure.figure, figure.unit, origin, name)
        return
    for part, value in (("part", figure.part), ("whole", figure.whole)):
        if value is not None:
            yield Fact(f"{place}.{part}", _plain(value), figure.unit, origin, label(f"kpi-{part}", name=name))
    if figure.share is not None:
        origin = Origin(f"kpi-{figure.id}", (f"{place}.part", f"{place}.whole"))
        if figure.missing:
            yield Fact(place, _at_least(figure), "text", origin, name)
        else:
            yield Fact(place, figure.share, "share", origin, name)


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


def _at_least(figure: Kpi) -> Text:
    """Return a share as a lower bound: some rows could not be judged."""
    assert figure.share is not None
    exact = Decimal(figure.share.numerator) / figure.share.denominator
    bounds = {x: say("unit.percent", x, value=f"≥ {in_percent(exact, x)}") for x in languages()}
    return Text.of(**bounds)


def _trend(row: Tracked) -> Iterator[Fact]:
    values: tuple[Cell, ...] = tuple(cell(value, "value") for value in row.values)
    aim = f"target.{row.id}.{row.aims[-1].target.year}"
    if row.distance is not None:
        origin = Origin("trend-distance", (aim, values[-1]))
        yield Fact(f"trend.{row.id}.distance", row.distance, row.unit, origin, label("trend-distance", name=row.name))
    if row.a_year is not None:
        origin = Origin("trend-pace", (values[0], values[-1]))
        yield Fact(f"trend.{row.id}.pace", row.a_year, row.unit, origin, label("trend-pace", name=row.name))
    if row.reached is not None:
        origin = Origin("trend-reached", (f"trend.{row.id}.distance", f"trend.{row.id}.pace"))
        yield Fact(f"trend.{row.id}.reached", row.reached, "year", origin, label("trend-reached", name=row.name))
