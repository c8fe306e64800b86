"""Facts about what the ranks depend on; what would overturn one, and who disagrees, only in the internal edition."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.facts.make import count, label, setting, whole
from opennss.language import Text
from opennss.model.criteria import Rank
from opennss.model.results import Fact, Mark, Origin, RankedArea, Strategy
from opennss.model.table import Cell, cell

INTERNAL = "internal"
"""The edition that holds what would overturn a rank, and what single organisations said."""


def steady_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the marks of every area and their counts; for the internal edition also what would change a rank."""
    areas = {str(area.id): area.name for area in strategy.workspace.evidence.areas}
    for ranked in strategy.ranks.areas:
        yield _marks(ranked, areas[ranked.area], strategy)
        if strategy.workspace.settings.edition == INTERNAL:
            yield from _changes(ranked, areas[ranked.area], strategy)
    for mark in Mark:
        own = [f"steady.{area}" for area, found in strategy.steadiness.items() if mark in found.marks]
        inputs: list[str | Cell] = [*own] or [whole("areas.csv")]
        yield count(f"steadiness.{mark}", len(own), f"steadiness-{mark}", *inputs)
    if strategy.workspace.settings.edition == INTERNAL:
        yield from _positions(strategy, areas)


def mark_names(marks: tuple[Mark, ...]) -> Text:
    """Return marks in words, in every language.

    >>> mark_names((Mark.WEIGHTS, Mark.CUT))["en"]
    'depends on weights; depends on the cut'
    """
    named = [label(f"steady-{mark}") for mark in marks]
    return Text.of(**{language: "; ".join(name[language] for name in named) for language, _ in named[0].values})


def _marks(ranked: RankedArea, name: Text, strategy: Strategy) -> Fact:
    value = mark_names(strategy.steadiness[ranked.area].marks)
    origin = Origin("steady", (ranked.fact, setting("weights")), serves=(f"align.{ranked.area}",))
    return Fact(f"steady.{ranked.area}", value, "text", origin, label("steady", area=name))


def _changes(ranked: RankedArea, name: Text, strategy: Strategy) -> Iterator[Fact]:
    found, place = strategy.steadiness[ranked.area], f"steady.{ranked.area}"
    for group, factor, rank in found.moved:
        way = "less" if factor < 1 else "more"
        words = label(f"steady-{way}", area=name, group=label(f"weight-{group}"))
        origin = Origin("steady-weights", (ranked.fact, setting(f"weights.{group}")))
        yield Fact(f"{place}.{group}.{way}", rank, "rank", origin, words)
    if found.missing:
        missing = tuple(f"rank.{ranked.area}.{criterion}" for criterion in found.missing)
        for part, rank in zip(("filled-best", "filled-worst"), found.filled, strict=True):
            origin = Origin("steady-filled", (ranked.fact, *missing))
            yield Fact(f"{place}.{part}", rank, "rank", origin, label(f"steady-{part}", area=name))


def _positions(strategy: Strategy, areas: dict[str, Text]) -> Iterator[Fact]:
    rows = strategy.workspace.voices.positions
    names = {row.id: row.name for row in strategy.workspace.voices.stakeholders}
    for row in rows:
        words = label("position-of", organisation=names[row.stakeholder], area=areas[str(row.area)])
        origin = Origin("position-signed", (cell(row, "rank"),))
        yield Fact(f"position.{row.stakeholder}.{row.area}", row.rank, "rank", origin, words)
    other = [row for row in rows if disagrees(row.rank, row.area, strategy)]
    listed = [f"position.{row.stakeholder}.{row.area}" for row in other]
    yield count("positions.other", len(other), "positions-other", *listed)


def disagrees(rank: Rank, area: str, strategy: Strategy) -> bool:
    """Say whether an organisation ranks an area otherwise than the strategy does; an open rank is no contradiction."""
    own = strategy.ranks.of(area).final
    return own.number is not None and rank.number != own.number
