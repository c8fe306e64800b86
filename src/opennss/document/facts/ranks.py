"""Facts about evidence, consultation and ranks: values, cells, weights, profiles, positions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from opennss.document.facts.make import categories_name, count, label, setting
from opennss.language import everywhere
from opennss.model.codes import Isic, sections_of
from opennss.model.country import PriorityArea
from opennss.model.criteria import Categories, Criterion, DecisionKind, Rank, Round, together
from opennss.model.results import Fact, Origin, RankCell, RankedArea, RoundResult, Strategy
from opennss.model.table import Cell, cell


def rank_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the facts of the evidence, the rounds, the weights, every rank cell and every ranked area."""
    areas = {str(area.id): area for area in strategy.workspace.evidence.areas}
    criteria = strategy.workspace.voices.criteria
    yield count("criteria.count", len(criteria), "criteria-count", *(cell(c, "id") for c in criteria))
    yield from _evidence(strategy)
    rounds = {round_.id: round_ for round_ in strategy.workspace.voices.rounds}
    for result in strategy.rounds:
        yield from _round(result, rounds[result.round], areas)
    yield from _weights(strategy, {str(c.id): c for c in criteria})
    for ranked in strategy.ranks.areas:
        for criterion in criteria:
            yield _cell(ranked, ranked.cell(criterion.id), criterion, areas[ranked.area], strategy)
            if ranked.cell(criterion.id).rank is Rank.OVERRIDING:
                yield _undecided_cell(ranked, criterion, areas[ranked.area], strategy)
            if strategy.workspace.settings.edition == "internal":  # what would overturn a rank
                yield from _other_cuts(ranked, criterion, areas[ranked.area], strategy)
        yield from _area(ranked, areas[ranked.area], strategy)
        yield from _undecided(ranked, areas[ranked.area], strategy)
    waiting = tuple(f"rank.{ranked.area}.known" for ranked in strategy.ranks.areas if ranked.joint is None)
    yield count("areas.unplaced", len(waiting), "areas-unplaced", *waiting)
    for number, ranked in enumerate(strategy.ranks.joint_list()[:TOP], 1):
        origin = Origin("rank-profile-joint", (f"rank.{ranked.area}.joint",), serves=(f"align.{ranked.area}",))
        yield Fact(f"joint.{number}", areas[ranked.area].name, "text", origin, label("joint-place", number=number))


TOP = 10
"""Places of the joint list whose area is a fact, ``joint.1`` and on, so that prose may name it."""


def _evidence(strategy: Strategy) -> Iterator[Fact]:
    areas = {str(area.id): area.name for area in strategy.workspace.evidence.areas}
    names = {str(indicator.id): indicator.name for indicator in strategy.workspace.evidence.indicators}
    for (indicator, key), value in strategy.table.items():
        about = areas.get(key, everywhere(f"ISIC {key}"))
        origin = Origin("harmonized" if len(value.cells) == 1 else "added", value.cells, value.sources)
        words = label("evidence", indicator=names[indicator], area=about, period=value.period)
        yield Fact(f"evidence.{indicator}.{key}", value.value, value.unit, origin, words)
    observations = strategy.workspace.evidence.observations
    known = [cell(o, "value") for o in observations if o.value is not None]
    missing = [cell(o, "value") for o in observations if o.value is None]
    yield count("observations.count", len(known), "observations-count", *known)
    yield count("observations.unknown", len(missing), "observations-unknown", *missing)
    for indicator in dict.fromkeys(o.indicator for o in observations if o.value is None):
        own = [cell(o, "value") for o in observations if o.value is None and o.indicator == indicator]
        yield count(f"unknown.{indicator}", len(own), "unknown", *own, indicator=names[str(indicator)])
    for row in strategy.coverage:
        place = f"coverage.{row.criterion}"
        criterion = next(c for c in strategy.workspace.voices.criteria if c.id == row.criterion)
        values = tuple(
            f"evidence.{criterion.indicator}.{a}" for a in areas if (criterion.indicator, a) in strategy.table
        )
        for part, number in (("known", row.known), ("apply", row.apply), ("old", row.old)):
            origin = Origin("count", values or (cell(criterion, "indicator"),))
            yield Fact(f"{place}.{part}", number, "count", origin, label(f"coverage-{part}", criterion=criterion.name))
        for grade, number in row.grades:
            words = label("coverage-grade", criterion=criterion.name, grade=grade)
            yield Fact(f"{place}.grade-{grade}", number, "count", Origin("count", values), words)


def response_place(result: RoundResult, categories: Categories) -> str:
    """Return how the names of facts begin that tell how many of some categories were invited and answered."""
    return f"round.{result.round}.{together(categories).replace('+', '-')}"


def _round(result: RoundResult, round_: Round, areas: dict[str, PriorityArea]) -> Iterator[Fact]:
    file = f"judgements/{result.round}"
    lines = [(categories, invited, count) for categories, invited, count in result.response if invited]
    for categories, invited, heard in lines:
        name, who = response_place(result, categories), categories_name(categories)
        places = tuple(Cell(f"{file}/round.toml", 0, f"invited.{category}") for category in categories)
        yield Fact(f"{name}.invited", invited, "count", Origin("invited", places), label("invited-of", category=who))
        origin = Origin("count", (Cell(f"{file}/respondents.csv", 0, "category"),))
        yield Fact(f"{name}.answered", heard, "count", origin, label("answered-of", category=who))
        rate = Origin("response-rate", (f"{name}.answered", f"{name}.invited"))
        yield Fact(f"{name}.rate", Fraction(heard, invited), "share", rate, label("rate-of", category=who))
    listed = tuple(f"{response_place(result, categories)}.answered" for categories, _, _ in lines)
    inputs = listed or (Cell(f"{file}/respondents.csv", 0, "category"),)
    words = label("round-answered", round=round_.title)
    total = sum(count for _, count in result.answered)
    yield Fact(f"round.{result.round}.answered", total, "count", Origin("count", inputs), words)
    if result.response_rate is not None:
        rate = Origin("response-rate", inputs)
        words = label("round-rate", round=round_.title)
        yield Fact(f"round.{result.round}.rate", result.response_rate, "share", rate, words)
    place = Cell(f"{file}/answers.csv", 0, "value")
    for area, number in result.proposals.items():
        if number is not None:
            words = label("proposals", area=areas[area].name)
            yield Fact(f"round.{result.round}.proposals.{area}", number, "count", Origin("count", (place,)), words)
    for (question, area), rank in result.results.items():
        words = label("judged", area=areas[area].name)
        name = f"round.{result.round}.{question}.{area}"
        yield Fact(name, rank, "rank", Origin("weighted-median", (place,)), words)
        for step, number in zip((1, 2, 3, 4), result.distribution[question, area], strict=True):
            words = label("judged-count", area=areas[area].name, rank="–" if step == 4 else step)
            yield Fact(f"{name}.count-{step}", number, "count", Origin("count", (place,)), words)


def _weights(strategy: Strategy, criteria: dict[str, Criterion]) -> Iterator[Fact]:
    for kind, weights in strategy.ranks.weights:
        for criterion, weight in weights:
            row = criteria[criterion]
            origin = Origin("group-weight", (cell(row, "weight"), cell(row, "group"), setting("weights")))
            words = label("weight", criterion=row.name, kind=label(f"kind-{kind}"))
            yield Fact(f"weight.{kind}.{criterion}", weight, "share", origin, words)


def _cell(ranked: RankedArea, found: RankCell, criterion: Criterion, area: PriorityArea, strategy: Strategy) -> Fact:
    inputs: tuple[str | Cell, ...] = (cell(criterion, "kinds"),)
    method = "not-applicable"
    if found.rank is Rank.OVERRIDING:
        own = f"rank.{ranked.area}.{criterion.id}.undecided"
        seen = (f"evidence.{criterion.indicator}.{area.id}",) if found.value is not None else ()
        inputs, method = (*seen, own, found.cells[-1]), "override"  # the last cell is that of the decision
    elif found.rank is not Rank.NOT_APPLICABLE and criterion.question:
        judged = [
            f"round.{result.round}.{criterion.question}.{area.id}"
            for result in strategy.rounds
            if (criterion.question, area.id) in result.results
        ]
        inputs, method = (*judged[-1:], cell(criterion, "question")), "judged" if judged else "no-answer"
    elif found.rank is Rank.UNKNOWN:
        inputs, method = (cell(criterion, "indicator"),), "no-data"
    elif found.rank is not Rank.NOT_APPLICABLE:
        inputs = (f"evidence.{criterion.indicator}.{area.id}", cell(criterion, "ranges"))
        method = "quantiles" if criterion.ranges == "quantiles" else "ranges"
    words = label("rank-cell", area=area.name, criterion=criterion.name)
    origin = Origin(method, inputs, found.sources)
    return Fact(f"rank.{ranked.area}.{criterion.id}", found.rank, "rank", origin, words)


def _undecided_cell(ranked: RankedArea, criterion: Criterion, area: PriorityArea, strategy: Strategy) -> Fact:
    """The rank that a cell would have without the decision that made it ``1*``."""
    made = _cell(ranked, strategy.undecided[ranked.area].cell(criterion.id), criterion, area, strategy)
    words = label("undecided-cell", area=area.name, criterion=criterion.name)
    return replace(made, name=f"{made.name}.undecided", label=words)


def _undecided(ranked: RankedArea, area: PriorityArea, strategy: Strategy) -> Iterator[Fact]:
    """The rank and the place that an area would have without the decisions on it; nothing where nobody decided."""
    without = strategy.undecided.get(ranked.area)
    if without is None:
        return
    place = f"rank.{ranked.area}"
    weights = dict(dict(strategy.ranks.weights)[area.kind])
    cells = [
        f"{place}.{key}.undecided" if cell.rank is Rank.OVERRIDING else f"{place}.{key}"
        for key, cell in ranked.cells
        if key in weights
    ]
    profile = (*cells, *(f"weight.{area.kind}.{key}" for key in weights))
    words = label("undecided-rank", area=area.name)
    yield Fact(f"{place}.undecided.rank", without.rank, "rank", Origin("undecided-rank", profile), words)
    if without.joint is not None:
        words = label("undecided-joint", area=area.name)
        yield Fact(f"{place}.undecided.joint", without.joint, "position", Origin("undecided-joint", profile), words)


def _other_cuts(ranked: RankedArea, criterion: Criterion, area: PriorityArea, strategy: Strategy) -> Iterator[Fact]:
    found = ranked.cell(criterion.id)
    for code, rank in filter(None, (found.coarser, found.finer)):
        parts = (code, *sections_of(Isic(code))) if "-" in code else (code,)
        values = [
            f"evidence.{criterion.indicator}.{part}" for part in parts if (criterion.indicator, part) in strategy.table
        ]
        words = label("cut", code=code, criterion=criterion.name, area=area.name)
        origin = Origin("cut", (*values, cell(criterion, "ranges")))
        yield Fact(f"cut.{ranked.area}.{criterion.id}.{code}", rank, "rank", origin, words)


def _area(ranked: RankedArea, area: PriorityArea, strategy: Strategy) -> Iterator[Fact]:
    place, up = f"rank.{ranked.area}", (f"align.{ranked.area}",)
    own = [c for c, _ in dict(strategy.ranks.weights)[area.kind]]
    cells = tuple(f"{place}.{criterion}" for criterion in own)
    weights = tuple(f"weight.{area.kind}.{criterion}" for criterion in own)
    decisions, criteria = strategy.workspace.choices.decisions, strategy.workspace.voices.criteria
    by_mean = strategy.workspace.settings.tie == "mean"

    def fact(part: str, value: object, unit: str, method: str, inputs: tuple[str | Cell, ...]) -> Fact:
        return Fact(f"{place}.{part}", value, unit, Origin(method, inputs, serves=up), label(part, area=area.name))  # type: ignore[arg-type]

    profile = (*cells, *weights)
    yield fact("known", ranked.known, "count", "coverage", cells)
    yield fact("apply", ranked.apply, "count", "coverage", cells)
    if ranked.share is not None:
        yield fact("share", ranked.share, "share", "share-of-ones", profile)
        yield fact("mean", ranked.mean, "mean", "mean-rank", profile)
    if ranked.position is not None:
        parts = ("share", "mean") if by_mean else ("share",)
        keys: tuple[str, ...] = tuple(f"{place}.{part}" for part in parts if ranked.share is not None)
        keys += () if by_mean else profile
        yield fact(
            "position", ranked.position, "position", "rank-profile" if by_mean else "rank-profile-shares", keys or cells
        )
        yield fact("joint", ranked.joint, "position", "rank-profile-joint", keys or cells)
    yield fact("best", ranked.best, "position", "best-position", profile)
    yield fact("worst", ranked.worst, "position", "worst-position", profile)
    yield fact("rank", ranked.rank, "rank", "area-rank", profile)
    if ranked.decided is not None:
        rows = tuple(cell(d, "value") for d in decisions if d.kind is DecisionKind.RANK and d.area == area.id)
        yield fact("decided", ranked.decided, "rank", "decided-rank", (*rows, f"{place}.rank"))
    if ranked.check_score is not None:
        measured = {str(c.id): c for c in criteria if c.indicator}
        values = tuple(
            f"evidence.{measured[key].indicator}.{area.id}"
            for key, found in ranked.cells
            if key in measured and found.value is not None
        )
        yield fact("check-score", ranked.check_score, "score", "weighted-sum", (*values, *weights))
        yield fact("check-position", ranked.check_position, "position", "weighted-sum", (f"{place}.check-score",))
