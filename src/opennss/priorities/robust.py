"""How far the joint list holds: other weightings, moved thresholds, missing ranks, other voices and methods.

Nothing here changes a place: it says what the places depend on. Project default, not the published ISO value (method,
section 4, "presentation, checks").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from opennss.mcda.matrix import Floats
from opennss.mcda.robustness.acceptability import Acceptability, acceptability
from opennss.mcda.robustness.change import Change, cross_top, overturn
from opennss.mcda.robustness.scores import ProfileScores
from opennss.mcda.robustness.sobol import sobol
from opennss.mcda.robustness.spaces import Space
from opennss.mcda.robustness.stability import Stability, stability
from opennss.model.codes import Id
from opennss.model.country import Kind, RobustnessSettings
from opennss.model.criteria import QUANTILES
from opennss.model.judgements import Judgements
from opennss.model.results import Ranks
from opennss.model.robustness import NEXT, AreaRobustness, Crossing, Robustness, SmallestChange, Tell
from opennss.priorities.inputs import RankInputs
from opennss.priorities.methods import other_methods
from opennss.priorities.profile_scores import Field, field
from opennss.priorities.thresholds import filled, moved, places_of, places_under
from opennss.priorities.voices import voices
from opennss.priorities.weightings import by_group, space_of

MOVES = 2_000
"""Draws in which thresholds and weights move."""

POINTS = 1_024
"""Points of a Sobol index; the places are worked out at so many times the groups and two."""

FARTHEST = 0.4
"""Largest sum of absolute differences at which a change of the weights is looked for: a fifth of the weight moves."""

CLOSE = 0.001
"""No change is nearer than the one that is told by more than this: what is printed has one decimal of a percent."""

STREAMS = {"moves": 1, "missing": 2}
"""Each kind of draw has random numbers of its own, so that one more draw of one does not change another."""


def robustness(
    ranks: Ranks, inputs: RankInputs, settings: RobustnessSettings, seed: int, judgements: Sequence[Judgements] = (),
    tell: Tell = lambda *_: None,
) -> Robustness | None:  # fmt: skip
    """Return how far the joint list of ``ranks`` holds, which were made from ``inputs``.

    ``None`` where there is nothing to vary: fewer than two placed areas, or none of them with data for two weights that
    vary. Same seed, same result. ``tell`` is told of the ``weightings`` and of the ``areas`` that are done. Raises
    ``WorkspaceError`` where the settings admit no weighting.
    """
    kinds: dict[str, Kind] = {str(area.id): area.kind for area in inputs.areas}
    groups = field(ranks, kinds, inputs.criteria, inputs.between, inputs.tie)
    varied = field(ranks, kinds, inputs.criteria, inputs.between, inputs.tie, settings.inside)
    if len(groups.areas) < 2 or not (varied.scores().known.astype(bool).sum(axis=1) > 1).any():
        return None
    space = space_of(varied, settings, judgements)
    tried = acceptability(varied.scores(), space, settings.samples, seed, pairs=True, tell=partial(tell, "weightings"))
    if settings.weightings == "answers":  # the mean of a few answers would tell what single people said
        tried = replace(tried, central=np.full_like(tried.central, np.nan))
    top = min(settings.top, len(groups.areas))
    return Robustness(
        weightings=settings.weightings, groups=groups.groups, weights=groups.weights, samples=settings.samples,
        moves=MOVES, seed=seed, top=top, areas=_areas(ranks, inputs, groups, varied, space, tried, top, seed, tell),
        winning=_winning(varied, tried, top), voices=voices(inputs, judgements, groups.areas),
        methods=other_methods(settings.methods, ranks, kinds, inputs.criteria, settings.missing),
        reversals=_reversals(inputs, groups.areas[:top]),
    )  # fmt: skip


def _random(seed: int, stream: str) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(STREAMS[stream],))))


def _areas(
    ranks: Ranks, inputs: RankInputs, groups: Field, varied: Field, space: Space, tried: Acceptability, top: int,
    seed: int, tell: Tell,
) -> dict[Id, AreaRobustness]:  # fmt: skip
    scores, weights = groups.scores(), np.array(groups.weights)
    codes, drawn = moved(groups, ranks, inputs.criteria, _random(seed, "moves"), MOVES)
    kept = (places_of(groups, codes, drawn) <= top).sum(axis=0)
    missing = _with_missing(varied, space, tried.samples, _random(seed, "missing"))
    ways = [stability(scores, weights, place) for place in range(len(groups.groups))]
    influence = _influence(scores, groups.groups, seed)
    places = [ranks.of(area).joint or 0 for area in groups.areas]
    found = {}
    for row, area in enumerate(groups.areas):
        tell("areas", row, len(groups.areas))
        near = places[row] <= top + NEXT
        found[area] = AreaRobustness(
            area=area, position=places[row], counts=tuple(tried.counts[row].tolist()),
            expected=float(tried.expected[row]), central=_central(varied, groups, tried.central[row]),
            interval={group: way.position[row] for group, way in zip(groups.groups, ways, strict=True)},
            crossings=_crossings(groups, ways, row),
            behind=_behind(scores, groups, row, places) if near else None,
            leaves=_leaves(scores, groups, row, top) if near else None,
            kept=int(kept[row]), with_missing=tuple(missing[row].tolist()),
            influence={group: float(part) for group, part in zip(groups.groups, influence[:, row], strict=True)},
        )  # fmt: skip
    tell("areas", len(found), len(found))
    return found


def _crossings(groups: Field, ways: Sequence[Stability], row: int) -> tuple[Crossing, ...]:
    return tuple(
        Crossing(groups.groups[one.criterion], way.present, one.weight, groups.areas[one.other], one.falls, one.up)
        for way in ways
        for one in way.nearest
        if one.alternative == row
    )


def _behind(scores: ProfileScores, groups: Field, row: int, places: Sequence[int]) -> SmallestChange | None:
    """Return the smallest change that puts the next area ahead; ``None`` for the last, or if proven that none does."""
    after = [other for other, place in enumerate(places) if place > places[row]]
    if not after:
        return None
    found = overturn(scores, groups.weights, row, after[0], farthest=FARTHEST, tolerance=CLOSE)
    return _change(found, groups)


def _leaves(scores: ProfileScores, groups: Field, row: int, top: int) -> SmallestChange | None:
    """Return the smallest change that takes an area out of the first places, or into them; ``None`` as ``_behind``."""
    if top >= len(groups.areas):
        return None
    return _change(cross_top(scores, groups.weights, row, top, farthest=FARTHEST, tolerance=CLOSE), groups)


def _change(found: Change | None, groups: Field) -> SmallestChange | None:
    if found is None:
        return None
    weights = tuple(zip(groups.groups, found.weights, strict=True)) if found.weights else ()
    rivals = tuple(groups.areas[rival] for rival in found.rivals)
    return SmallestChange(weights, found.distance, rivals, found.smallest)


def _central(varied: Field, groups: Field, weights: Floats) -> tuple[tuple[str, float], ...] | None:
    if np.isnan(weights).any():
        return None
    return tuple(zip(groups.groups, by_group(varied.columns, groups.groups, weights.tolist()), strict=True))


def _with_missing(varied: Field, space: Space, count: int, random: np.random.Generator) -> Floats:
    """Count the places of each area (areas × places) when weights and missing ranks are drawn together."""
    weights = space.draw(random, count).astype(np.float64)
    found = places_of(varied, filled(varied, random, count), weights) - 1
    size = len(varied.areas)
    return np.stack([np.bincount(found[:, row], minlength=size) for row in range(size)])


def _influence(scores: ProfileScores, groups: tuple[str, ...], seed: int) -> Floats:
    """Return the total Sobol index of each group's weight (rows) on the place of each area; 0 where it never moves.

    The weights are drawn freely and independently of each other (exponential, so that what they come to when they are
    scaled to 1 is uniform), whatever weightings the settings admit.
    """
    found = sobol(lambda points: places_under(scores, -np.log(points)).astype(np.float64), groups, POINTS, seed)
    return np.nan_to_num(np.clip(found.total, 0.0, 1.0))


def _winning(varied: Field, tried: Acceptability, top: int) -> dict[tuple[Id, Id], float]:
    """Return the share of weightings under which the first of two areas among the top is ahead of the second."""
    if tried.wins is None:
        return {}
    return {
        (one, other): float(tried.wins[i, j]) / tried.samples
        for i, one in enumerate(varied.areas[:top])
        for j, other in enumerate(varied.areas[:top])
        if i != j
    }


def _reversals(inputs: RankInputs, top: Sequence[Id]) -> tuple[tuple[Id, Id, Id], ...]:
    """Return the pairs of the top that change places when a third area is taken away, with that area.

    Ranks from fixed ranges and judgements do not depend on the other areas; only quantiles can turn an order.
    """
    if not any(criterion.ranges == QUANTILES for criterion in inputs.criteria):
        return ()
    before = _places(inputs.ranks())
    found = []
    for gone in inputs.areas:
        after = _places(replace(inputs, areas=[area for area in inputs.areas if area is not gone]).ranks())
        for place, one in enumerate(top):
            for other in top[place + 1 :]:
                if one in after and other in after and before[one] < before[other] and after[one] > after[other]:
                    found.append((one, other, gone.id))
    return tuple(found)


def _places(ranks: Ranks) -> Mapping[Id, int]:
    return {area.area: area.joint for area in ranks.joint_list() if area.joint is not None}
