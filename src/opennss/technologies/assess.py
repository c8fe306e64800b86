"""The assessment of technologies: value and relevance from ranks on criteria, positions, levels, and the approach.

Ranges, weights, levels and the approach are project defaults, not the published ISO value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.mcda.aggregate.rank_profile import NOT_APPLICABLE, UNKNOWN, Profile, rank_profile
from opennss.model.country import Settings
from opennss.model.criteria import Decision, Rank
from opennss.model.dossiers import Amount, Assessment, Landscape, Level, Score, Valued
from opennss.model.technologies import (
    Axis,
    Technology,
    TechnologyCriterion,
    TechnologyMeasure,
    TechnologyRating,
)
from opennss.technologies.approach import approaches, decided, flips, reasons, rights_of
from opennss.technologies.levels import bounds, by_measure, by_people, levels, share

Amounts = Mapping[str, Mapping[TechnologyMeasure, Amount]]
"""Amounts by technology and measure."""


def assess(
    technologies: Sequence[Technology],
    criteria: Sequence[TechnologyCriterion],
    amounts: Amounts,
    ratings: Sequence[TechnologyRating],
    decisions: Sequence[Decision],
    landscapes: Mapping[str, Landscape],
    settings: Settings,
) -> dict[str, Assessment]:
    """Return the assessment of every technology by id.

    ``criteria`` are those that hold (``technologies.criteria.chosen``). A criterion without amount or rating is ``?``.
    Positions are among ``technologies``; a decision in force at ``as_of`` overrides the computed approach.
    """
    given: dict[tuple[str, str], TechnologyRating] = {(row.technology, row.criterion): row for row in ratings}
    cells = {
        axis: [[_valued(c, t, amounts, given) for c in criteria if c.axis is axis] for t in technologies]
        for axis in Axis
    }
    scores = {axis: _scores(axis, cells[axis], settings) for axis in Axis}
    return {
        str(technology.id): _assessment(
            technology, scores[Axis.VALUE][i], scores[Axis.RELEVANCE][i], decisions, landscapes[technology.id], settings
        )
        for i, technology in enumerate(technologies)
    }


def _valued(
    criterion: TechnologyCriterion,
    technology: Technology,
    amounts: Amounts,
    ratings: Mapping[tuple[str, str], TechnologyRating],
) -> Valued:
    if criterion.measure is TechnologyMeasure.JUDGED:
        return by_people(criterion, ratings.get((technology.id, criterion.id)))
    return by_measure(criterion, amounts[technology.id][criterion.measure])


def _scores(axis: Axis, rows: Sequence[Sequence[Valued]], settings: Settings) -> list[Score]:
    profile = rank_profile(
        [[_code(cell.rank) for cell in row] for row in rows],
        [[cell.criterion.weight for cell in row] for row in rows],
        tie=settings.tie,
    )
    return [_score(axis, tuple(row), profile, i, settings) for i, row in enumerate(rows)]


def _code(rank: Rank) -> int:
    special = {Rank.UNKNOWN: UNKNOWN, Rank.NOT_APPLICABLE: NOT_APPLICABLE}
    return special.get(rank) or rank.number or UNKNOWN


def _score(axis: Axis, cells: tuple[Valued, ...], profile: Profile, i: int, settings: Settings) -> Score:
    least, most = bounds(cells)
    allowed = levels(cells, settings.technologies.high)
    return Score(
        axis=axis,
        cells=cells,
        share=share(cells, [cell.rank for cell in cells]),
        least=least,
        most=most,
        position=profile.position[i],
        best=profile.best[i],
        worst=profile.worst[i],
        level=allowed[0] if len(allowed) == 1 else Level.OPEN,
        levels=allowed,
    )


def _assessment(
    technology: Technology,
    value: Score,
    relevance: Score,
    decisions: Sequence[Decision],
    landscape: Landscape,
    settings: Settings,
) -> Assessment:
    cells, high = (*value.cells, *relevance.cells), settings.technologies.high
    rights = rights_of(technology, settings.membership, landscape)
    allowed = approaches(cells, rights, high)
    computed = allowed[0] if len(allowed) == 1 else None
    decision = decided(technology, decisions, settings.as_of)
    return Assessment(
        value=value,
        relevance=relevance,
        computed=computed,
        approach=decision.approach if decision else computed,
        decision=decision,
        reasons=reasons(cells, rights, high, landscape, decision),
        possible=allowed,
        flips=flips(cells, rights, high),
    )
