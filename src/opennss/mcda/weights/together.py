"""Several people's weights together: by aggregating their judgements (AIJ) or their priorities (AIP).

Judgements, where the people stand for one body and their comparisons become those of that body; priorities, where each
keeps weights of his own and the group's are the mean of them.

Source: E. Forman and K. Peniwati, *Aggregating individual judgments and priorities with the Analytic Hierarchy
Process*, European Journal of Operational Research 108(1), 1998, 165-169.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

import numpy as np

from opennss.errors import Finding
from opennss.mcda.checks import InputError, refuse, shown, unknown, weights_for
from opennss.mcda.matrix import Floats, labels, working
from opennss.mcda.weights.ahp import Comparisons, compared
from opennss.mcda.weights.given import Weights

Mean = Literal["arithmetic", "geometric"]


def aggregate_judgements(
    people: Sequence[Comparisons], criteria: Sequence[str], shares: Sequence[float] | None = None
) -> Floats:
    """Return one matrix of comparisons for all, to be given to ``ahp``: the weighted geometric mean of theirs.

    ``shares`` says how much each person counts: a sum of 1, or nothing for equal shares. A comparison that somebody did
    not make is the mean of those who did, by their shares; one that nobody with a share made is NaN. Raises
    ``InputError`` without people, for shares that are no weights, and for the faults of all people's comparisons (the
    ``row`` of such a finding counts people from 1).

    >>> from opennss.mcda.weights.ahp import ahp
    >>> ahp(aggregate_judgements([{("a", "b"): 2}, {("a", "b"): 8}], ["a", "b"])).values.round(9).tolist()
    [0.8, 0.2]
    """
    counts = _counts(len(people), shares)
    tables: list[Floats] = []
    wrong: list[Finding] = []
    for number, comparisons in enumerate(people, 1):
        try:
            tables.append(compared(comparisons, criteria)[1])
        except InputError as error:
            wrong += [replace(finding, row=number) for finding in error.findings]
    if wrong:
        raise InputError(wrong)
    made = ~np.isnan(tables)
    given = counts[:, None, None] * made
    logs = given * np.log(np.where(made, tables, 1.0))
    total = given.sum(axis=0)
    agreed: Floats = np.exp(np.divide(logs.sum(axis=0), total, out=np.full(total.shape, np.nan), where=total > 0))
    return agreed


def aggregate_priorities(
    people: Sequence[Weights], shares: Sequence[float] | None = None, mean: Mean = "geometric"
) -> Weights:
    """Return the weighted mean of people's weights, divided by its sum.

    ``shares`` says how much each person counts: a sum of 1, or nothing for equal shares. With the geometric mean a
    criterion to which somebody with a share gives no weight has none together; where that leaves no weight at all,
    ``InputError`` (the arithmetic mean knows no such case). Raises it too without people, for shares that are no
    weights, and where people weighed different criteria.

    >>> from opennss.mcda.weights.direct import direct
    >>> people = [direct({"a": 0.5, "b": 0.5}), direct({"a": 0.9, "b": 0.1})]
    >>> [aggregate_priorities(people, mean=mean).values.round(9).tolist() for mean in ("geometric", "arithmetic")]
    [[0.75, 0.25], [0.7, 0.3]]
    """
    if mean not in get_args(Mean):
        raise InputError([unknown(mean, get_args(Mean))])
    counts = _counts(len(people), shares)
    strangers = [shown(one) for one in people if not isinstance(one, Weights)]
    if strangers:
        raise InputError([refuse("people-weights", given=one) for one in strangers])
    criteria = people[0].criteria
    wrong = [refuse("weights-differ", number) for number, one in enumerate(people, 1) if {*one.criteria} != {*criteria}]
    if wrong:
        raise InputError(wrong)
    table = np.array([[own[name] for name in criteria] for own in (one.shares() for one in people)])
    if mean == "arithmetic":
        found: Floats = counts @ table
    else:
        found = np.prod(table ** counts[:, None], axis=0)
    if not found.any():
        raise InputError([refuse("weights-none-shared")])
    names = labels("p", len(people))
    return Weights(
        criteria,
        found / found.sum(),
        f"priorities-{mean}",
        (
            working("together.weights", "w", names, criteria, table),
            working("together.shares", "s", names, ("s",), counts),
        ),
    )


def _counts(people: int, shares: Sequence[float] | None) -> Floats:
    """Return how much each person counts; raises ``InputError`` without people and for shares that are no weights."""
    if not people:
        raise InputError([refuse("people-none")])
    counts, wrong = weights_for(labels("p", people), np.full(people, 1 / people) if shares is None else shares, None)
    if wrong:
        raise InputError(wrong)
    return counts
