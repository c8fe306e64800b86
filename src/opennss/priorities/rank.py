"""Ranked lists: sectors, social and environmental subjects, emerging subjects; and all of them in one joint list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from opennss.mcda.aggregate.rank_profile import NOT_APPLICABLE, UNKNOWN, Profile, rank_profile
from opennss.mcda.aggregate.weighted_sum import weighted_sum
from opennss.mcda.agreement import weighted_median
from opennss.mcda.matrix import DecisionMatrix
from opennss.mcda.missing import RENORMALIZE, constant, infinite
from opennss.mcda.weights.groups import grouped
from opennss.model.country import LISTS, Kind, PriorityArea
from opennss.model.criteria import Criterion, Decision, DecisionKind, Direction, Group, Rank
from opennss.model.observations import Table
from opennss.model.results import RankCell, RankedArea, Ranks
from opennss.priorities.matrix import Judged, overrides, rank_cells

MANY_OVERRIDES = Fraction(1, 10)
"""Above this share of ``1*`` in a list a warning is printed (method, section 4)."""

Cells = Mapping[str, Mapping[str, RankCell]]
Weights = Mapping[Kind, Mapping[str, Fraction]]


def rank_areas(
    areas: Sequence[PriorityArea],
    criteria: Sequence[Criterion],
    table: Table,
    judged: Judged,
    decisions: Sequence[Decision],
    between: Mapping[str, Fraction],
    tie: str = "mean",
    shares: Collection[str] = (),
) -> Ranks:
    """Rank every area inside its list by rank profile, and all areas jointly by the same profile.

    ``table`` holds harmonized values, ``judged`` the results of the closed rounds, ``between`` the weight of each
    pillar and input, ``shares`` the indicators that are parts of one total. Beside the order stands a weighted sum on
    the underlying values as a check. Ranks and weights are project defaults, not the published ISO values (method,
    section 4).
    """
    effective = overrides(decisions)
    cells = {str(c.id): rank_cells(c, areas, table, judged, effective, c.indicator in shares) for c in criteria}
    weights = {kind: kind_weights(kind, criteria, between) for kind in Kind}
    ranked: list[RankedArea] = []
    for name in LISTS:
        members = [area for area in areas if area.kind.ranked_with == name]
        if members:
            ranked += _ranked_list(name, members, criteria, cells, weights, tie)
    ranked = _joint(ranked, areas, criteria, weights, tie)
    decided = {d.area: d.value for d in decisions if d.kind is DecisionKind.RANK}
    return Ranks(
        areas=tuple(replace(area, decided=decided.get(area.area)) for area in ranked),
        weights=tuple((kind.value, tuple(weights[kind].items())) for kind in Kind),
        empty_groups=tuple((name, _empty_groups(name, areas, criteria)) for name in LISTS),
        many_overrides=tuple(name for name in LISTS if _many(name, ranked)),
    )


def kind_weights(kind: Kind, criteria: Sequence[Criterion], between: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the weight of every criterion that applies to a kind: between the groups first, then inside each.

    A criterion without weight, or of a group without weight, is not there at all: it neither counts nor covers.
    """
    applying = [c for c in criteria if kind in c.kinds and c.weight and between[c.group]]
    if not applying:
        return {}
    shares = grouped([str(c.group) for c in applying], [c.weight for c in applying], dict(between))
    return dict(zip([str(c.id) for c in applying], shares, strict=True))


def _applying(name: str, areas: Sequence[PriorityArea], criteria: Sequence[Criterion]) -> list[Criterion]:
    kinds = {area.kind for area in areas if area.kind.ranked_with == name}
    return [criterion for criterion in criteria if kinds & set(criterion.kinds)]


def _empty_groups(name: str, areas: Sequence[PriorityArea], criteria: Sequence[Criterion]) -> tuple[str, ...]:
    present = {criterion.group for criterion in _applying(name, areas, criteria)}
    return tuple(group.value for group in Group if group not in present)


def _many(name: str, ranked: Sequence[RankedArea]) -> bool:
    members = [area for area in ranked if area.list == name]
    return sum(area.override for area in members) > MANY_OVERRIDES * len(members)


def _codes(cells: Sequence[RankCell]) -> list[int]:
    special = {Rank.UNKNOWN: UNKNOWN, Rank.NOT_APPLICABLE: NOT_APPLICABLE}
    return [special.get(cell.rank) or cell.rank.number or UNKNOWN for cell in cells]


def _profile(rows: Sequence[Sequence[RankCell]], weights: Sequence[Sequence[Fraction]], tie: str) -> Profile:
    """Rank by profile; a criterion without weight for an area does not apply to it."""
    flags = [
        any(cell.rank is Rank.OVERRIDING and weight for cell, weight in zip(row, own, strict=True))
        for row, own in zip(rows, weights, strict=True)
    ]
    codes = [
        [code if weight else NOT_APPLICABLE for code, weight in zip(_codes(row), own, strict=True)]
        for row, own in zip(rows, weights, strict=True)
    ]
    return rank_profile(codes, weights, flags, tie)


def _ranked_list(
    name: str,
    members: Sequence[PriorityArea],
    criteria: Sequence[Criterion],
    cells: Cells,
    weights: Weights,
    tie: str,
) -> list[RankedArea]:
    applying = [c for c in criteria if any(c.id in weights[area.kind] for area in members)]
    rows = [[cells[c.id][area.id] for c in applying] for area in members]
    shares = [[weights[area.kind].get(c.id, Fraction(0)) for c in applying] for area in members]
    profile = _profile(rows, shares, tie)
    score, place = _check(applying, rows, shares)
    return [
        RankedArea(
            area=area.id,
            list=name,
            cells=tuple((c.id, cells[c.id][area.id]) for c in criteria),
            override=any(cell.rank is Rank.OVERRIDING for cell in rows[i]),
            share=profile.share[i],
            mean=profile.mean[i],
            known=profile.known[i],
            apply=profile.apply[i],
            position=profile.position[i],
            best=profile.best[i],
            worst=profile.worst[i],
            joint=None,
            rank=_overall(rows[i], shares[i], profile.position[i]),
            check_score=score[i],
            check_position=place[i],
        )
        for i, area in enumerate(members)
    ]


def _overall(row: Sequence[RankCell], weights: Sequence[Fraction], position: int | None) -> Rank:
    """Weighted median of the known ranks; ``1*`` with an override, ``?`` while the area is not yet rankable."""
    if any(cell.rank is Rank.OVERRIDING for cell in row):
        return Rank.OVERRIDING
    if position is None:
        return Rank.UNKNOWN
    pairs = [(c.rank.number, weight) for c, weight in zip(row, weights, strict=True) if c.rank.number and weight]
    median = weighted_median([number for number, _ in pairs if number], [weight for _, weight in pairs])
    return (Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)[median - 1]


def _check(
    applying: Sequence[Criterion], rows: Sequence[Sequence[RankCell]], shares: Sequence[Sequence[Fraction]]
) -> tuple[list[float | None], list[int | None]]:
    """Weighted sum on the values behind the ranks; judged criteria have no value and stay out.

    Nobody has a score where the values cannot be computed on, such as ones too far apart for a number to hold.
    """
    measured = [j for j, c in enumerate(applying) if c.indicator is not None]
    if not measured:
        return [None] * len(rows), [None] * len(rows)
    matrix = DecisionMatrix(
        np.array([[np.nan if (v := row[j].value) is None else v for j in measured] for row in rows], dtype=float),
        np.array([applying[j].direction is Direction.HIGH for j in measured]),
        tuple(str(number) for number in range(len(rows))),
        tuple(str(applying[j].id) for j in measured),
    )
    if infinite(matrix) or constant(matrix.values).all():  # too far apart, or nothing tells the areas apart
        return [None] * len(rows), [None] * len(rows)
    weights = np.array([[float(share[j]) for j in measured] for share in shares])
    found = weighted_sum(matrix, weights, missing=RENORMALIZE)
    return [float(s) if np.isfinite(s) else None for s in found.score], list(found.position)


def _joint(
    ranked: Sequence[RankedArea],
    areas: Sequence[PriorityArea],
    criteria: Sequence[Criterion],
    weights: Weights,
    tie: str,
) -> list[RankedArea]:
    kind = {area.id: area.kind for area in areas}
    rows = [[cell for _, cell in area.cells] for area in ranked]
    own = [[weights[kind[area.area]].get(c.id, Fraction(0)) for c in criteria] for area in ranked]
    profile = _profile(rows, own, tie)
    return [replace(area, joint=profile.position[i]) for i, area in enumerate(ranked)]
