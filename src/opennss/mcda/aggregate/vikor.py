"""VIKOR: the compromise between what the majority of the criteria says and the strongest single objection.

Sources: S. Opricovic, G.-H. Tzeng, *Compromise solution by MCDM methods: a comparative analysis of VIKOR and TOPSIS*
(European Journal of Operational Research 156, 2004), section 2; the same, *Extended VIKOR method in comparison with
outranking methods* (the same journal 178, 2007).
"""

from __future__ import annotations

import numpy as np

from opennss.mcda.aggregate.options import method
from opennss.mcda.checks import Given, InputError, is_number, refuse
from opennss.mcda.matrix import DecisionMatrix, Flags, Floats, Ranking, Working, positions, working
from opennss.mcda.missing import Notes, prepared
from opennss.mcda.normalize import NEAR, min_max, varies


@method
def vikor(
    matrix: DecisionMatrix,
    weights: Given,
    v: float = 0.5,
    missing: str | None = None,
    rescale: bool = False,
) -> Ranking:
    """Rank by Q, which mixes group regret S and strongest single regret R, each on its own range; ``score`` is -Q.

    ``v`` from 0 to 1 is the weight of S, 1 - ``v`` that of R. A constant criterion adds no regret; where S, or R, is
    the same for all alternatives its term is 0. The first alternative is the compromise when its advantage in Q over
    the next is at least 1 / (n - 1) and it is also first by S or by R; when only the second fails, the next belongs to
    the compromise too; when the first fails, so does every alternative nearer to the first than that advantage.
    ``notes`` name the compromise and what failed. Gaps are refused unless ``missing`` names one of
    ``mcda.missing.TREATMENTS``. Raises ``InputError`` with everything that is wrong.

    >>> values = np.array([[1.0, 3000], [2, 3750], [5, 4500]])
    >>> matrix = DecisionMatrix(values, np.array([False, True]), ("A1", "A2", "A3"), ("risk", "altitude"))
    >>> found = vikor(matrix, [0.5, 0.5])
    >>> found.table("vikor.measures").values.tolist(), found.notes
    ([[0.5, 0.5, 1.0], [0.375, 0.25, 0.0], [0.5, 0.5, 1.0]], (('compromise', 'A2'),))
    """
    majority(v)
    matrix, given, notes = prepared(matrix, weights, missing, rescale)
    low, top = matrix.values.min(axis=0), matrix.values.max(axis=0)
    best, worst = np.where(matrix.maximize, top, low), np.where(matrix.maximize, low, top)
    apart = varies(matrix.values)
    regret = np.where(apart, given * (best - matrix.values) / np.where(apart, best - worst, 1.0), 0.0)
    group, single = regret.sum(axis=1), regret.max(axis=1)
    both = v * _on_its_range(group) + (1 - v) * _on_its_range(single)
    rows, columns = matrix.alternatives, matrix.criteria
    compromise, conditions, told = _compromise(rows, group, single, both)
    tables = (
        working("vikor.bounds", "f", ("f*", "f-"), columns, np.array([best, worst])),
        working("vikor.regret", "w·(f*-f)/(f*-f-)", rows, columns, regret),
        working("vikor.measures", "S, R, Q", rows, ("S", "R", "Q"), np.column_stack([group, single, both])),
        *conditions,
        working("vikor.compromise", "M", rows, ("M",), compromise),
    )
    return Ranking("vikor", rows, -both, positions(-both), tables, (*notes, *told))


def majority(v: object) -> None:
    """Raise ``InputError`` unless the weight of the majority is a number from 0 to 1."""
    if not (is_number(v) and 0 <= float(str(v)) <= 1):
        raise InputError([refuse("strategy-weight", value=repr(v))])


def _on_its_range(values: Floats) -> Floats:
    """Scale to 0 .. 1; values that agree to the last digits that count are all 0."""
    low, top = float(values.min()), float(values.max())
    if top - low <= NEAR * abs(top):
        return np.zeros_like(values)
    return min_max(values[:, None], np.array([True]))[:, 0]


def _compromise(
    names: tuple[str, ...], group: Floats, single: Floats, both: Floats
) -> tuple[Flags, list[Working], Notes]:
    """Return who is the compromise, the table of the two conditions, and the notes."""
    order = np.argsort(both, kind="stable")
    first = order[0]
    if len(names) == 1:
        return np.array([True]), [], ()
    advantage, wanted = float(both[order[1]] - both[first]), 1 / (len(names) - 1)
    ahead = advantage >= wanted - NEAR
    stable = bool(group[first] <= group.min() + NEAR or single[first] <= single.min() + NEAR)
    members: Flags = both <= both[order[0 if stable else 1]] + NEAR
    if not ahead:
        members = both - both[first] < wanted - NEAR
    told = [("compromise", names[place]) for place in order if members[place]]
    told += [] if ahead else [("no-acceptable-advantage", names[first])]
    told += [] if stable else [("no-acceptable-stability", names[first])]
    columns = ("Q(a'')-Q(a')", "DQ", "C1", "C2")
    table = working("vikor.conditions", "C1, C2", (names[first],), columns, [advantage, wanted, ahead, stable])
    return members, [table], tuple(told)
