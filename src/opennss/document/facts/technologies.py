"""Facts about technologies: approach, levels, ranks, landscape, place in research, and the published lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opennss.document.facts.committees import committee_facts
from opennss.document.facts.make import count, label, setting, sources_by_cell, tell, whole
from opennss.language import Text, everywhere
from opennss.model.criteria import Approach
from opennss.model.dossiers import Dossier, Position, Score, Valued
from opennss.model.published import ListShown
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import Cell, cell
from opennss.model.technologies import Axis

RESEARCH = {
    "works": "count", "world": "count", "share": "share", "growth": "share", "specialization": "index", "top": "share",
    "concentration": "index",
}  # fmt: skip
"""The figures of a position in research, with their units."""

Sources = Mapping[Cell, str]


def technology_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the facts of every technology that is shown, of its committees and drafts, and of the published lists."""
    sources = sources_by_cell(strategy)
    rows = strategy.workspace.evidence.technologies
    dossiers = strategy.dossiers
    shown = [cell(dossier.technology, "id") for dossier in dossiers.values()]
    yield count("technologies.count", len(dossiers), "technologies-count", *shown)
    hidden = [cell(row, "military") for row in rows if row.id not in dossiers]
    yield count("technologies.hidden", len(hidden), "technologies-hidden", *hidden, setting("technologies.military"))
    for approach in Approach:
        own = [f"technology.{id_}.approach" for id_, d in dossiers.items() if d.assessment.approach is approach]
        yield count(f"technologies.{approach}", len(own), "technologies-approach", *own, approach=_approach(approach))
    open_ = [f"technology.{id_}.approach" for id_, d in dossiers.items() if d.assessment.approach is None]
    yield count("technologies.open", len(open_), "technologies-approach", *open_, approach=_approach(None))
    yield from _valuing(strategy)
    for dossier in dossiers.values():
        yield from _technology(dossier, sources, strategy.workspace.settings.tie)
    yield from committee_facts(strategy, sources)
    for item in strategy.lists:
        yield from _list(item)


def _valuing(strategy: Strategy) -> Iterator[Fact]:
    """The share from which an axis is high, and the weight of each criterion that holds."""
    high, words = strategy.workspace.settings.technologies.high, label("technologies-high")
    yield Fact("technologies.high", high, "share", Origin("technology-high", (setting("technologies.high"),)), words)
    for dossier in [*strategy.dossiers.values()][:1]:  # the criteria are the same for all
        for found in (*dossier.assessment.value.cells, *dossier.assessment.relevance.cells):
            row = found.criterion
            place = cell(row, "weight") if row.line else setting("technologies.criteria")
            origin = Origin("technology-weight", (place,))
            words = label("technology-weight", criterion=row.name)
            yield Fact(f"technology-weight.{row.id}", row.weight, "index", origin, words)


def _technology(dossier: Dossier, sources: Sources, tie: str) -> Iterator[Fact]:
    name, place = dossier.technology.name, f"technology.{dossier.technology.id}"
    yield from _approaches(dossier, place, name)
    for score in (dossier.assessment.value, dossier.assessment.relevance):
        for found in score.cells:
            yield from _rank(f"{place}.{score.axis}.{found.criterion.id}", name, found, sources)
        yield from _level(f"{place}.{score.axis}", name, score, tie)
    committees = [cell(dossier.technology, "committees")]
    number = len(dossier.landscape.committees)
    yield count(f"{place}.committees", number, "technology-committees", *committees, technology=name)
    for key, amount in dossier.landscape.totals.items():
        words = label(f"landscape-{key}", technology=name)
        yield tell(f"{place}.landscape.{key}", amount, "count", "landscape-total", words, sources)
    if dossier.position is not None:
        yield from _position(place, name, dossier.position, sources)


def _approaches(dossier: Dossier, place: str, name: Text) -> Iterator[Fact]:
    """The approach that follows from the levels, and the one that holds."""
    assessment = dossier.assessment
    axes = tuple(f"{place}.{axis}" for axis in Axis)
    origin, words = Origin("technology-approach", axes), label("computed", technology=name)
    yield Fact(f"{place}.computed", _approach(assessment.computed), "text", origin, words)
    held: tuple[str | Cell, ...] = (f"{place}.computed",)
    if assessment.decision is not None:
        held = (*held, cell(assessment.decision, "approach"))
    origin = Origin("technology-decided" if assessment.decision else "technology-computed", held)
    words = label("approach", technology=name)
    yield Fact(f"{place}.approach", _approach(assessment.approach), "text", origin, words)


def _rank(spot: str, name: Text, found: Valued, sources: Sources) -> Iterator[Fact]:
    """The amount behind a rank, and the rank."""
    criterion = found.criterion
    words = label("technology-rank", technology=name, criterion=criterion.name)
    if found.amount is not None:
        told = label("technology-amount", technology=name, criterion=criterion.name)
        measure = criterion.measure
        yield tell(f"{spot}.amount", found.amount, measure.unit, f"measure-{measure}", told, sources)
        ranges = (cell(criterion, "ranges"),) if criterion.line else ()
        origin = Origin("technology-rank", (f"{spot}.amount", *ranges))
    elif found.rating is not None:
        by = (found.rating.source,) if found.rating.source else ()
        origin = Origin("technology-rating", (cell(found.rating, "rank"),), by)
    else:
        origin = Origin("technology-unrated", (whole("technology_ratings.csv"),))
    yield Fact(spot, found.rank, "rank", origin, words)


def _level(own: str, name: Text, score: Score, tie: str) -> Iterator[Fact]:
    """The level on an axis, the share that it rests on, and the positions."""
    axis = label(f"axis-{score.axis}")
    inputs: tuple[str | Cell, ...] = tuple(f"{own}.{found.criterion.id}" for found in score.cells)
    inputs = inputs or (whole("technology_criteria.csv"),)
    level = label(f"level-{ {'?': 'open'}.get(score.level, str(score.level)) }")
    words = label("technology-level", technology=name, axis=axis)
    yield Fact(own, level, "text", Origin("technology-level", (*inputs, "technologies.high")), words)
    figures = (
        ("share", score.share, "share"), ("position", score.position, "position"), ("best", score.best, "position"),
        ("worst", score.worst, "position"),
    )  # fmt: skip
    for key, value, unit in figures:
        words = label(f"technology-{key}", technology=name, axis=axis)
        order = "technology-position" if tie == "mean" else "technology-position-shares"
        origin = Origin("technology-share" if key == "share" else order, inputs)
        if value is None:
            yield Fact(f"{own}.{key}", everywhere("?"), "text", origin, words)
        else:
            yield Fact(f"{own}.{key}", value, unit, origin, words)


def _position(place: str, name: Text, position: Position, sources: Sources) -> Iterator[Fact]:
    years = {"first": str(position.first), "last": str(position.last)}
    for key, year in (("first", position.first), ("last", position.last)):
        origin = Origin("research-years", (whole("research.csv"),))
        yield Fact(f"{place}.research.{key}", year, "year", origin, label(f"research-{key}", technology=name))
    for key, unit in RESEARCH.items():
        words = label(f"research-{key}", technology=name, **years)
        yield tell(f"{place}.research.{key}", getattr(position, key), unit, f"research-{key}", words, sources)


def _approach(approach: Approach | None) -> Text:
    return label(f"approach-{approach or 'open'}")


def _list(item: ListShown) -> Iterator[Fact]:
    """What is known of a published list; it comes with the product, and the settings choose it."""
    published, chosen = item.published, (setting("technologies.lists"),)
    place = f"list.{published.id}"
    areas = everywhere("?") if published.areas is None else published.areas
    figures = (
        ("date", published.date, "date"), ("areas", areas, "count" if published.areas is not None else "text"),
        ("known", item.areas, "count"), ("hidden", item.hidden, "count"),
    )  # fmt: skip
    for key, value, unit in figures:
        words = label(f"list-{key}", list=published.name)
        yield Fact(f"{place}.{key}", value, unit, Origin(f"list-{key}", chosen), words)
