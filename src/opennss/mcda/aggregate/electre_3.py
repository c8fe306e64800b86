"""ELECTRE III: outranking with thresholds and vetoes, and two distillations whose common part is the result.

Sources: B. Roy, *ELECTRE III: un algorithme de classements fondé sur une représentation floue des préférences en
présence de critères multiples* (Cahiers du CERO 20, 1978), pp. 3-24; B. Roy, D. Bouyssou, *Aide multicritère à la
décision: méthodes et cas* (Economica 1993), section 5.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from opennss.errors import Finding
from opennss.mcda.aggregate.electre_kernels import Units, clear, credibilities, distillation, in_units
from opennss.mcda.aggregate.electre_reference import partial
from opennss.mcda.aggregate.options import method
from opennss.mcda.aggregate.relations import crossed
from opennss.mcda.checks import Given, InputError, is_number, refuse
from opennss.mcda.matrix import DecisionMatrix, Floats, Ranking, Working, positions, working
from opennss.mcda.missing import prepared

Threshold = float | tuple[float, float] | None
"""A number in the unit of the criterion; or a slope and a constant: slope × value + constant; ``None``: no veto."""

Thresholds = float | Sequence[Threshold] | Mapping[str, Threshold] | None
"""One for all criteria, or one for each: in their order or by their names."""

ALPHA, BETA = -0.15, 0.30
"""The discrimination threshold of a credibility c is ``ALPHA`` × c + ``BETA``: Roy and Bouyssou's values."""


@method
def electre_3(
    matrix: DecisionMatrix,
    weights: Given,
    q: Thresholds = 0.0,
    p: Thresholds = 0.0,
    veto: Thresholds = None,
    alpha: float = ALPHA,
    beta: float = BETA,
    by_criterion: bool = False,
    missing: str | None = None,
    rescale: bool = False,
) -> Ranking:
    """Rank by descending and ascending distillation of the credibility that one alternative outranks another.

    ``q`` (indifference), ``p`` (preference) and ``veto`` are thresholds, once for all criteria or one for each, in
    their order or by name: numbers in the unit of the criterion, or pairs (slope, constant) that are taken at the value
    of the worse alternative. Without thresholds every difference counts in full and nothing is vetoed. A criterion
    without weight plays no part, not even by its veto.

    The result proper is the partial order ``table("electre-3.relation")``: ahead is who is ahead in one distillation
    and not behind in the other; ``mcda.aggregate.relations.letters`` writes it out. The complete order that
    ``position`` gives keeps to it and separates incomparable ones by the mean of their positions in both
    distillations, where equals share the middle one; ``score`` is that mean with its sign turned. ``by_criterion``
    adds concordance and discordance of each pair on each criterion (n² × m). A constant criterion agrees with every
    comparison. Gaps are refused unless ``missing`` names one of ``mcda.missing.TREATMENTS``. Raises ``InputError`` with
    everything that is wrong.

    >>> values = np.array([[-14.0, 90, 40], [129, 100, 0], [-10, 50, 10]])
    >>> matrix = DecisionMatrix(values, np.array([True] * 3), ("a", "b", "c"), ("x", "y", "z"))
    >>> electre_3(matrix, [0.25, 0.25, 0.5], q=[25, 16, 12], p=[50, 24, 24], veto=[None, 60, 48]).position
    (1, 2, 3)
    """
    wrong = [*_discrimination(alpha, beta)]
    limits = {name: _spread(name, matrix.criteria, one, wrong) for name, one in (("q", q), ("p", p), ("v", veto))}
    try:
        whole, given, notes = prepared(matrix, weights, missing, rescale)
    except InputError as error:
        raise InputError([*wrong, *error.findings]) from None
    kept = [matrix.criteria.index(name) for name in whole.criteria]
    if not wrong:
        lines = {name: np.array(lines)[kept] for name, lines in limits.items()}
        levels = {name: (line[:, :1] * whole.values.T + line[:, 1:]) for name, line in lines.items()}
        wrong = [*_faults(whole, lines, levels)]
    if wrong:
        raise InputError(wrong)
    oriented = np.ascontiguousarray(np.where(whole.maximize, whole.values, -whole.values).T)
    return _ranked(whole, given / given.sum(), oriented, levels, alpha, beta, by_criterion, notes)


def _ranked(
    matrix: DecisionMatrix,
    weights: Floats,
    oriented: Floats,
    levels: dict[str, Floats],
    alpha: float,
    beta: float,
    by_criterion: bool,
    notes: tuple[tuple[str, str], ...],
) -> Ranking:
    """Return the ranking of values that are sound; ``oriented`` and ``levels`` are m × n, high is better."""
    concordance, credibility = credibilities(oriented, weights, levels["q"], levels["p"], levels["v"])
    units = in_units(credibility)
    wins = clear(units, alpha, beta)
    down, up = (distillation(units, wins, alpha, beta, sign) for sign in (1, -1))
    up = up.max() + 1 - up
    middle = np.column_stack([_middle(down), _middle(up)])
    score = -middle.mean(axis=1)
    rows = matrix.alternatives
    tables = (
        *(_each_criterion(matrix, oriented, levels) if by_criterion else ()),
        working("electre-3.concordance", "C", rows, rows, concordance),
        working("electre-3.credibility", "σ", rows, rows, credibility),
        working("electre-3.distillates", "Z₁, Z₂", rows, ("Z₁", "Z₂"), np.column_stack([down, up])),
        working("electre-3.positions", "Z₁, Z₂", rows, ("Z₁", "Z₂"), middle),
        working("electre-3.relation", "P, I, R", rows, rows, crossed(down, up)),
    )
    return Ranking("electre-3", rows, score, positions(score), tables, notes)


def _middle(distillates: Units) -> Floats:
    """Return the position of each in an order; equals share the middle one, as ranks in statistics do."""
    order = np.sort(distillates)
    ends = np.searchsorted(order, distillates, "left") + np.searchsorted(order, distillates, "right")
    return (ends + 1) / 2


def _each_criterion(matrix: DecisionMatrix, oriented: Floats, levels: dict[str, Floats]) -> Iterator[Working]:
    """Return concordance and discordance of every pair on every criterion: a row for each pair."""
    pairs = [f"{one} → {other}" for one in matrix.alternatives for other in matrix.alternatives]
    parts = [partial(oriented[j], *(levels[name][j] for name in ("q", "p", "v"))) for j in range(len(oriented))]
    for key, symbol, place in (("electre-3.agreement", "c", 0), ("electre-3.discordance", "d", 1)):
        values = np.column_stack([part[place].ravel() for part in parts])
        yield working(key, symbol, pairs, matrix.criteria, values)


def _discrimination(alpha: float, beta: float) -> Iterator[Finding]:
    """Yield a fault when the discrimination threshold is not from 0 to 1 for every credibility from 0 to 1."""
    if not (is_number(alpha) and is_number(beta) and 0 <= beta <= 1 and 0 <= alpha + beta <= 1):
        yield refuse("discrimination-threshold", alpha=alpha, beta=beta)


def _spread(
    threshold: str, criteria: Sequence[str], given: Thresholds, wrong: list[Finding]
) -> list[tuple[float, float]]:
    """Return slope and constant for each criterion; what is wrong is added to ``wrong``."""
    if isinstance(given, Mapping):
        if set(given) != set(criteria):
            names = ", ".join(map(str, given))
            wrong.append(refuse("threshold-names", threshold=threshold, given=names, criteria=", ".join(criteria)))
            return []
        given = [given[name] for name in criteria]
    single = given is None or isinstance(given, str) or not hasattr(given, "__iter__")
    every: list[Any] = [given] * len(criteria) if single else list(given)  # type: ignore[arg-type]
    if len(every) != len(criteria):
        wrong.append(refuse("threshold-count", threshold=threshold, number=len(every), criteria=len(criteria)))
        return []
    found = []
    for name, one in zip(criteria, every, strict=True):
        slope, constant = one if isinstance(one, tuple) and len(one) == 2 else (0.0, one)
        if constant is None and threshold == "v" and slope == 0:
            constant = np.inf
        elif not (is_number(slope) and is_number(constant)):
            wrong.append(refuse("threshold-value", 0, name, name=name, threshold=threshold, value=repr(one)))
            constant = np.nan
        found.append((slope, constant))
    return found


def _faults(matrix: DecisionMatrix, lines: dict[str, Floats], levels: dict[str, Floats]) -> Iterator[Finding]:
    """Yield what is wrong with thresholds at the values there are: below zero, falling, steeper than the criterion."""
    for j, name in enumerate(matrix.criteria):
        for threshold in ("q", "p", "v"):
            least = float(levels[threshold][j].min())
            slope = float(lines[threshold][j, 0])
            if least < 0:
                yield refuse("threshold-value", 0, name, name=name, threshold=threshold, value=least)
            if slope < -1 if matrix.maximize[j] else slope > 1:
                yield refuse("threshold-slope", 0, name, name=name, threshold=threshold, slope=slope)
        for low, high in (("q", "p"), ("p", "v")):
            place = int(np.argmax(levels[low][j] > levels[high][j]))
            value, other = float(levels[low][j, place]), float(levels[high][j, place])
            if value > other:
                yield refuse("threshold-order", 0, name, name=name, low=low, high=high, value=value, other=other)
