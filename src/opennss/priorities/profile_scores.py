"""The joint list as a function of weights: which share of each weight has data for an area, and which ranks it gives.

A column is the weight of a group or, where the weights inside the groups vary too, of a criterion for a kind of area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from opennss.mcda.matrix import Floats
from opennss.mcda.robustness.scores import ProfileScores
from opennss.model.codes import Id
from opennss.model.country import Kind
from opennss.model.criteria import Criterion, Rank
from opennss.model.results import RankCell, Ranks

Codes = NDArray[np.int8]

UPTO = {"mean": (1,), "profile": (1, 2, 3)}
"""Shares of ranks up to a number that the order goes by; with ``mean`` the weighted mean rank decides after them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A weight that varies: of a group, or (``kind`` and ``criterion`` given) of a criterion inside it.

    A criterion's column carries its part of the group's weight divided by the ``shared`` kinds that have the group, so
    that all columns sum to what the groups weigh.
    """

    group: str
    kind: str = ""
    criterion: str = ""
    shared: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """The placed areas (rows) and the weights that vary: what each cell contributes.

    ``weights`` are the chosen ones of the groups and sum to 1. ``cells`` are (area, column, part of the weight, code)
    of every criterion that applies: the code is 1 to 4 for ranks, 0 for ``?``. ``names`` names the criterion of each.
    """

    areas: tuple[Id, ...]
    kinds: tuple[str, ...]
    groups: tuple[str, ...]
    weights: tuple[float, ...]
    columns: tuple[Column, ...]
    override: tuple[bool, ...]
    cells: tuple[tuple[int, int, float, int], ...]
    names: tuple[str, ...]
    tie: str

    def scores(self) -> ProfileScores:
        """Return the rank profile of the areas as a function of the weights of the columns."""
        cells = np.array(self.cells, dtype=np.float64).reshape(-1, 4)
        return profile(cells, (len(self.areas), len(self.columns)), np.array(self.override, dtype=bool), self.tie)


def profile(cells: Floats, shape: tuple[int, int], override: NDArray[np.bool_], tie: str) -> ProfileScores:
    """Return the scores that cells (area, column, part, code) give; a code of 0 is no data."""
    area, column, code = cells[:, 0].astype(int), cells[:, 1].astype(int), cells[:, 3]

    def added(part: Floats) -> Floats:
        table = np.zeros(shape)
        np.add.at(table, (area, column), part)
        return table

    part = np.where(code > 0, cells[:, 2], 0.0)
    keys = [added(np.where(code <= upto, part, 0.0)) for upto in UPTO[tie]]
    if tie == "mean":
        keys.append(-added(part * code))
    return ProfileScores(added(part), tuple(keys), override)


def field(
    ranks: Ranks,
    kinds: Mapping[str, Kind],
    criteria: Sequence[Criterion],
    between: Mapping[str, Fraction],
    tie: str = "mean",
    inside: bool = False,
) -> Field:
    """Return the placed areas in the order of the joint list, with a column a group, or with ``inside`` a criterion.

    Groups without weight, or without a criterion that applies to a placed area, have no column: nothing varies there.
    A kind without a group has nothing in its column. At the weights ``between`` the scores give the joint list.
    """
    placed = ranks.joint_list()
    own = {str(c.id): str(c.group) for c in criteria}
    shares = {kind: _parts(weights, own) for kind, weights in ranks.weights}
    present = {kind.value: {own[c] for c in shares[kind.value]} for kind in {kinds[area.area] for area in placed}}
    groups = tuple(group for group in between if any(group in found for found in present.values()))
    columns = _columns(groups, present, shares, own, inside)
    where = {(c.group, c.kind, c.criterion): place for place, c in enumerate(columns)}
    cells, names = [], []
    for row, area in enumerate(placed):
        kind = kinds[area.area].value
        for criterion, cell in area.cells:
            if criterion not in shares[kind] or cell.rank is Rank.NOT_APPLICABLE:
                continue
            column = where[own[criterion], kind, criterion] if inside else where[own[criterion], "", ""]
            part = float(columns[column].shared) if inside else float(shares[kind][criterion])
            cells.append((row, column, part, code_of(cell)))
            names.append(criterion)
    total = sum((between[group] for group in groups), Fraction(0))
    return Field(
        areas=tuple(area.area for area in placed), kinds=tuple(kinds[area.area].value for area in placed),
        groups=groups, weights=tuple(float(between[group] / total) for group in groups), columns=columns,
        override=tuple(area.override for area in placed), cells=tuple(cells), names=tuple(names), tie=tie,
    )  # fmt: skip


def code_of(cell: RankCell) -> int:
    """Return 1 to 4 for a rank, 0 for ``?``."""
    return cell.rank.number or 0


def _parts(weights: Sequence[tuple[str, Fraction]], own: Mapping[str, str]) -> dict[str, Fraction]:
    """Return the part of each criterion in the weight of its group."""
    total: dict[str, Fraction] = {}
    for criterion, weight in weights:
        total[own[criterion]] = total.get(own[criterion], Fraction(0)) + weight
    return {criterion: weight / total[own[criterion]] for criterion, weight in weights}


def _columns(
    groups: tuple[str, ...],
    present: Mapping[str, set[str]],
    shares: Mapping[str, Mapping[str, Fraction]],
    own: Mapping[str, str],
    inside: bool,
) -> tuple[Column, ...]:
    if not inside:
        return tuple(Column(group) for group in groups)
    return tuple(
        Column(group, kind, criterion, sum(group in found for found in present.values()))
        for group in groups
        for kind in sorted(present)
        for criterion in shares[kind]
        if own[criterion] == group
    )
