"""Weights from comparisons two by two (AHP): principal eigenvector or geometric mean, consistency, what to reconsider.

Source: T. L. Saaty, *The Analytic Hierarchy Process* (McGraw-Hill 1980); G. Crawford and C. Williams, *A note on the
analysis of subjective judgment matrices*, Journal of Mathematical Psychology 29(4), 1985, 387-405 (geometric mean).
Comparisons that are missing: P. T. Harker, *Incomplete pairwise comparisons in the analytic hierarchy process*,
Mathematical Modelling 9(11), 1987, 837-848 (eigenvector); S. Bozóki, J. Fülöp and L. Rónyai, *On optimal completion of
incomplete pairwise comparison matrices*, Mathematical and Computer Modelling 52(1-2), 2010, 318-333 (geometric mean).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, SupportsFloat, get_args

import numpy as np
from numpy.typing import ArrayLike

from opennss.errors import Finding
from opennss.mcda.checks import NEAR, InputError, refuse, shown, unknown
from opennss.mcda.matrix import Floats, labels, working
from opennss.mcda.weights.given import Consistency, Reconsider, Weights, answer_unknown, nameless, numbers

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random comparisons of 1, 2, ... 15 criteria: T. L. Saaty (1980), page 21."""

LIMIT = 0.1
"""A consistency ratio above this asks for the comparisons to be reconsidered (Saaty 1980)."""

SCALE = 9
"""How many times as important as another a criterion may be said to be, at most; 1/9 at least (Saaty 1980)."""

SQUARINGS = 24
"""The iteration reaches the power 2 to this; 15 criteria in a chain, where it is slowest, need less than 2 to 14."""

Comparisons = Mapping[tuple[str, str], float] | ArrayLike
"""How many times as important: ``{("a", "b"): 3}``, or a square array with NaN where nobody compared."""

Method = Literal["eigenvector", "geometric-mean"]


def ahp(
    comparisons: Comparisons,
    criteria: Sequence[str] = (),
    method: Method = "eigenvector",
    incomplete: bool = False,
) -> Weights:
    """Return weights from comparisons two by two, how consistent they are, and which one to reconsider.

    A comparison is needed once; its reverse, where given too, must be its reciprocal. ``incomplete`` accepts missing
    comparisons as long as those there are link all criteria: they are taken to be what the weights themselves imply
    (eigenvector: Harker 1987; geometric mean: least squares of the logarithms), and each is named in the notes. The
    consistency ratio is the eigenvalue's with either method; with missing comparisons it is measured by an
    approximation of this package, which the notes say too (see ``random_index``).

    Raises ``InputError`` for comparisons that are no numbers, are not from 1/9 to 9 (``SCALE``), contradict their
    reverse, are missing or not linked.

    >>> found = ahp({("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4})
    >>> found.values.round(3).tolist(), round(found.consistency.ratio, 12)
    ([0.571, 0.286, 0.143], 0.0)
    """
    if method not in get_args(Method):
        raise InputError([unknown(method, get_args(Method))])
    names, table = compared(comparisons, criteria)
    gaps = [(names[i], names[j]) for i, j in zip(*np.nonzero(np.triu(np.isnan(table))), strict=True)]
    if gaps and not incomplete:
        raise InputError([refuse("comparison-missing", 0, item, item=item, against=against) for item, against in gaps])
    if apart := _apart(names, table):
        raise InputError([apart])
    values = _eigenvector(table) if method == "eigenvector" else _least_squares(table)
    notes = [("comparison-filled", f"{item} / {against}") for item, against in gaps]
    if gaps and random_index(len(names), len(gaps)) > 0:
        notes.append(("ratio-approximate", str(len(gaps))))
    return Weights(
        names,
        values,
        f"ahp-{method}",
        (
            working("ahp.comparisons", "A", names, names, table),
            working("ahp.implied", "w_i/w_j", names, names, np.divide.outer(values, values)),
        ),
        tuple(notes),
        consistency(names, table),
    )


def compared(comparisons: Comparisons, criteria: Sequence[str] = ()) -> tuple[tuple[str, ...], Floats]:
    """Return the names of the criteria and the reciprocal matrix of the comparisons, NaN where nobody compared.

    Raises ``InputError`` with everything that is wrong with them, but for what is missing.

    >>> compared({("a", "b"): 4})[1].tolist()
    [[1.0, 4.0], [0.25, 1.0]]
    """
    if isinstance(comparisons, Mapping):
        names, table, wrong = _by_pairs(comparisons, tuple(criteria))
    else:
        table = numbers(comparisons)
        names = tuple(criteria) or labels("c", len(table) if table.ndim else 0)
        wrong = nameless(names)
        if table.shape != (len(names), len(names)):
            shape = " × ".join(map(str, table.shape))
            wrong = [refuse("comparisons-shape", shape=shape or "1", criteria=len(names))]
    if not wrong:
        wrong = _faults(names, table)
    if wrong:
        raise InputError(wrong)
    table = np.where(np.isnan(table), 1 / table.T, table)
    np.fill_diagonal(table, 1.0)
    return names, table


def _by_pairs(
    comparisons: Mapping[tuple[str, str], float], criteria: tuple[str, ...]
) -> tuple[tuple[str, ...], Floats, list[Finding]]:
    """Return names, table and faults of comparisons that are named by two criteria each."""
    keys = [key for key in comparisons if not (isinstance(key, tuple) and len(key) == 2)]
    if keys:
        return criteria, np.zeros((0, 0)), [refuse("comparison-key", named=shown(key)) for key in keys]
    every = tuple(dict.fromkeys(name for pair in comparisons for name in pair))
    names = criteria or every
    wrong = nameless(names) + [answer_unknown(name, names) for name in every if name not in names]
    table = np.full((len(names), len(names)), np.nan)
    for (item, against), value in comparisons.items() if not wrong else ():
        if isinstance(value, str) or not isinstance(value, SupportsFloat):
            wrong.append(refuse("comparison-number", 0, item, item=item, against=against, value=repr(value)))
        else:
            table[names.index(item), names.index(against)] = float(value)
    return names, table, wrong


def _faults(names: tuple[str, ...], table: Floats) -> list[Finding]:
    """Return a finding for each comparison that is not on the scale, or that its reverse contradicts."""
    wrong: list[Finding] = []
    if len(names) > len(RANDOM_INDEX):
        wrong.append(refuse("comparisons-many", criteria=len(names), most=len(RANDOM_INDEX)))
    for i, j in np.argwhere(~np.isnan(table)).tolist():
        pair: dict[str, object] = {"item": names[i], "against": names[j]}
        value, reverse = float(table[i, j]), float(table[j, i])
        if not on_scale(value):
            wrong.append(refuse("comparison-scale", 0, names[i], **pair, value=f"{value:.6g}", most=SCALE))
        elif i == j and value != 1:
            wrong.append(refuse("comparison-itself", 0, names[i], item=names[i], value=f"{value:g}"))
        elif i < j and 0 < reverse < np.inf and abs(value * reverse - 1) > NEAR:
            told = {"value": f"{value:.12g}", "reverse": f"{reverse:.12g}"}
            wrong.append(refuse("comparison-reverse", 0, names[i], **pair, **told))
    return wrong


def on_scale(value: float) -> bool:
    """Return whether a comparison lies between 1/9 and 9, but for rounding.

    >>> on_scale(9), on_scale(1 / 9), on_scale(12), on_scale(0.1)
    (True, True, False, False)
    """
    return (1 - NEAR) / SCALE <= value <= SCALE * (1 + NEAR)


def _apart(names: tuple[str, ...], table: Floats) -> Finding | None:
    """Return a finding where no chain of comparisons links all criteria."""
    linked = {0}
    waiting = [0]
    while waiting:
        for other in np.flatnonzero(~np.isnan(table[waiting.pop()])).tolist():
            if other not in linked:
                linked.add(other)
                waiting.append(other)
    if len(linked) == len(names):
        return None
    first = [name for place, name in enumerate(names) if place in linked]
    second = [name for name in names if name not in first]
    return refuse("comparisons-apart", one=", ".join(first), other=", ".join(second))


def _eigenvector(table: Floats) -> Floats:
    """Return the principal eigenvector, of sum 1; a missing comparison is what the eigenvector itself implies.

    Power iteration by repeated squaring, so that the number of steps does not hang on the comparisons. A missing one
    stands as zero, and is counted on the diagonal of its row instead (Harker 1987).
    """
    power = _counted(table)
    for _ in range(SQUARINGS):
        power = power @ power
        power /= power.sum()
    vector: Floats = power.sum(axis=1) / power.sum()
    return vector


def _counted(table: Floats) -> Floats:
    missing = np.isnan(table)
    return np.where(missing, 0.0, table) + np.diag(missing.sum(axis=1).astype(np.float64))


def _largest(table: Floats) -> float:
    """Return the largest eigenvalue, a missing comparison being what the eigenvector implies."""
    return float((_counted(table) @ _eigenvector(table)).sum())


def _least_squares(table: Floats) -> Floats:
    """Return weights whose ratios have the least squared distance to the comparisons, in logarithms.

    Without missing comparisons they are the geometric means of the rows. Else the normal equations have the Laplacian
    of the graph of comparisons, which is singular along the constant vector only; adding 1 everywhere sets that to 0.
    """
    known = ~np.isnan(table)
    np.fill_diagonal(known, False)
    laplacian = np.diag(known.sum(axis=1)) - known + 1.0
    logs = np.where(known, np.log(np.where(known, table, 1.0)), 0.0).sum(axis=1)
    vector: Floats = np.exp(np.linalg.solve(laplacian, logs))
    vector /= vector.sum()
    return vector


def random_index(criteria: int, missing: int) -> float:
    """Return the consistency index that random answers have on average, ``missing`` comparisons not being made.

    With missing comparisons this is an approximation of this package: each lowers Saaty's value by the same part, down
    to 0 where no comparison can contradict another. That the fall is nearly linear is a finding of K. C. Ágoston and
    L. Csató, *Inconsistency thresholds for incomplete pairwise comparison matrices*, Omega 108, 2022, 102576. Of the
    paper only the abstract could be read, so its table of values is not used. Checked by drawing instead: the mean of
    8,000 random answers on 4 to 8 criteria with 0 to 20 comparisons missing, chosen for the least eigenvalue as in the
    paper, differs from the approximation by 0.03 at most (``tests/mcda/weights/test_ahp.py``). The index of an answer
    takes what the eigenvector implies, which is slightly more, so that the ratio errs on the strict side.

    >>> random_index(4, 0), random_index(4, 3)
    (0.9, 0.0)
    """
    free = (criteria - 1) * (criteria - 2) / 2
    return RANDOM_INDEX[criteria - 1] * (1 - missing / free) if free else 0.0


def consistency(names: tuple[str, ...], table: Floats) -> Consistency:
    """Return index and ratio of linked comparisons, and the one whose replacement lowers the ratio most.

    Each comparison in turn is left out, and replaced by what the eigenvector of all others says, or by the end of the
    scale where that lies beyond it; one that alone links two parts cannot be checked by any other.
    """
    number = len(names)
    expected = random_index(number, int(np.isnan(table).sum()) // 2)
    if expected <= 0:
        return Consistency(0.0, 0.0, LIMIT, None)

    def index(candidate: Floats) -> float:
        return max(0.0, (_largest(candidate) - number) / (number - 1))

    ratio = index(table) / expected
    after, i, j, suggested = min(
        ((index(other) / expected, i, j, value) for i, j, value, other in _replaced(names, table)),
        default=(ratio, 0, 0, 1.0),
    )
    reconsider = None
    if after < ratio - NEAR:
        reconsider = Reconsider(names[i], names[j], float(table[i, j]), suggested, after)
    return Consistency(index(table), ratio, LIMIT, reconsider)


def _replaced(names: tuple[str, ...], table: Floats) -> Iterator[tuple[int, int, float, Floats]]:
    """Yield each comparison's place, what should stand there, and all comparisons with that in its place.

    Only where the others still link all criteria.
    """
    for i, j in np.argwhere(np.triu(~np.isnan(table), 1)).tolist():
        other = table.copy()
        other[i, j] = other[j, i] = np.nan
        if _apart(names, other) is None:
            weights = _eigenvector(other)
            value = float(np.clip(weights[i] / weights[j], 1 / SCALE, SCALE))
            other[i, j], other[j, i] = value, 1 / value
            yield i, j, value, other
