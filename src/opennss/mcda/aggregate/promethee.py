"""PROMETHEE I and II: how strongly each alternative outranks the others, and is outranked, by pairwise preference.

Sources: J. P. Brans, Ph. Vincke, *A preference ranking organisation method* (Management Science 31, 1985); J. P. Brans,
Ph. Vincke, B. Mareschal, *How to select and how to rank projects: the PROMETHEE method* (European Journal of
Operational Research 24, 1986), pp. 228-238.
"""

from __future__ import annotations

import numpy as np

from opennss.mcda.aggregate.options import method
from opennss.mcda.aggregate.preferences import (
    Preference,
    Preferences,
    degree,
    preferences_for,
    unicriterion_flows,
)
from opennss.mcda.aggregate.relations import PartialOrder, crossed
from opennss.mcda.checks import Given, InputError
from opennss.mcda.matrix import DecisionMatrix, Floats, Ranking, Working, positions, working
from opennss.mcda.missing import Notes, prepared
from opennss.mcda.normalize import NEAR

USUAL = Preference()


@method
def promethee_1(
    matrix: DecisionMatrix,
    weights: Given,
    preferences: Preferences = USUAL,
    missing: str | None = None,
    rescale: bool = False,
) -> PartialOrder:
    """Compare by both flows: ahead is who outranks at least as strongly and is outranked at most as strongly.

    Equal in both flows (to 12 digits): indifferent; one flow for the one, the other for the other: incomparable.
    Preferences, weights and gaps as in ``promethee_2``.

    >>> values = np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]])
    >>> matrix = DecisionMatrix(values, np.array([True, True]), ("a", "b", "c"), ("x", "y"))
    >>> promethee_1(matrix, [0.5, 0.5], Preference("u-shape", q=1.0)).frame().rows()
    [('a', 'I', 'R', 'I'), ('b', 'R', 'I', 'R'), ('c', 'I', 'R', 'I')]
    """
    whole, tables, notes = _flows(matrix, weights, preferences, missing, rescale)
    flows = tables[-1].values
    strong, weak = (np.array(positions(flow), np.int64) for flow in (flows[:, 0], -flows[:, 1]))
    rows = whole.alternatives
    relation = working("promethee.relation", "P, I, R", rows, rows, crossed(strong, weak))
    return PartialOrder("promethee-1", rows, relation, tables, notes)


@method
def promethee_2(
    matrix: DecisionMatrix,
    weights: Given,
    preferences: Preferences = USUAL,
    missing: str | None = None,
    rescale: bool = False,
) -> Ranking:
    """Rank by net flow: the mean preference over the others minus the mean preference of the others, from -1 to 1.

    ``preferences`` is one ``Preference`` for all criteria or one for each. A constant criterion prefers nothing; the
    flows of an only alternative are zero. Gaps are refused unless ``missing`` names one of
    ``mcda.missing.TREATMENTS``. Raises ``InputError`` with everything that is wrong.

    >>> values = np.array([[80.0, 90.0], [65.0, 58.0], [83.0, 60.0]])
    >>> matrix = DecisionMatrix(values, np.array([False, True]), ("a", "b", "c"), ("manpower", "power"))
    >>> found = promethee_2(matrix, [0.5, 0.5], [Preference("u-shape", q=10.0), Preference("v-shape", p=30.0)])
    >>> found.score.round(3).tolist(), found.position
    ([0.25, 0.233, -0.483], (1, 2, 3))
    """
    whole, tables, notes = _flows(matrix, weights, preferences, missing, rescale)
    positive, negative, net = tables[-1].values.T
    rounding = len(whole.criteria) * 2.0**-52 * float((positive + negative).max())
    return Ranking("promethee-2", whole.alternatives, net, positions(net, rounding), tables, notes)


@method
def preference_indices(
    matrix: DecisionMatrix,
    weights: Given,
    preferences: Preferences = USUAL,
    missing: str | None = None,
    rescale: bool = False,
) -> Working:
    """Return the preference index of each pair, n × n: the weighted mean preference of the row over the column.

    Flows are its means over rows and columns; the methods do not need it, and compute flows without it.

    >>> matrix = DecisionMatrix(np.array([[1.0, 3.0], [2.0, 2.0]]), np.array([True, True]), ("a", "b"), ("x", "y"))
    >>> preference_indices(matrix, [0.75, 0.25]).values.tolist()
    [[0.0, 0.25], [0.75, 0.0]]
    """
    whole, given, every, _ = _prepared(matrix, weights, preferences, missing, rescale)
    index = np.zeros((len(whole.alternatives),) * 2)
    for j, preference in enumerate(every):
        column = whole.values[:, j] if whole.maximize[j] else -whole.values[:, j]
        near = NEAR * np.maximum(np.abs(column)[:, None], np.abs(column))
        index += given[j] * degree(column[:, None] - column, preference, near)
    return working("promethee.index", "π", whole.alternatives, whole.alternatives, index)


def _flows(
    matrix: DecisionMatrix, weights: Given, preferences: Preferences, missing: str | None, rescale: bool
) -> tuple[DecisionMatrix, tuple[Working, ...], Notes]:
    """Return the matrix computed on, the tables of flows (those over all criteria last), and the notes."""
    whole, given, every, notes = _prepared(matrix, weights, preferences, missing, rescale)
    ahead, behind = unicriterion_flows(whole.values, whole.maximize, every)
    rows, columns = whole.alternatives, whole.criteria
    positive, negative = ahead @ given, behind @ given
    flows = np.column_stack([positive, negative, positive - negative])
    tables = (
        working("promethee.positive", "φ⁺j", rows, columns, ahead),
        working("promethee.negative", "φ⁻j", rows, columns, behind),
        working("promethee.net", "φj", rows, columns, ahead - behind),
        working("promethee.flows", "φ⁺, φ⁻, φ", rows, ("φ⁺", "φ⁻", "φ"), flows),
    )
    return whole, tables, notes


def _prepared(
    matrix: DecisionMatrix, weights: Given, preferences: Preferences, missing: str | None, rescale: bool
) -> tuple[DecisionMatrix, Floats, list[Preference], Notes]:
    """Return what there is to compute on, with the preferences of the criteria that are left; or every fault."""
    every, wrong = preferences_for(matrix.criteria, preferences)
    try:
        whole, given, notes = prepared(matrix, weights, missing, rescale)
    except InputError as error:
        raise InputError([*wrong, *error.findings]) from None
    if wrong:
        raise InputError(wrong)
    own = dict(zip(matrix.criteria, every, strict=True))
    return whole, given, [own[name] for name in whole.criteria], notes
