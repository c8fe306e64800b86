"""What a method refuses to compute on: every fault of a matrix and its weights, all at once, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from opennss.errors import Finding
from opennss.language import FALLBACK, say
from opennss.mcda.matrix import DecisionMatrix, Floats

NEAR = 1e-9
"""Weights whose sum differs from 1 by no more than this are taken to sum to 1."""


@runtime_checkable
class Named(Protocol):
    """Weights that know their criteria, as every way of finding weights gives them."""

    def shares(self) -> Mapping[str, float]:
        """Return the weight of each criterion by its name."""
        ...


Given = ArrayLike | Mapping[str, float] | Named
"""Weights as they are handed in: in the order of the criteria, or by their names."""


class InputError(ValueError):
    """A matrix, weights or comparisons that no method can work on; ``findings`` holds every fault.

    The ``row`` of a finding counts alternatives from 1 (0: not about one), its ``column`` is a criterion.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(say(f"finding.{f.code}.message", FALLBACK, **f.values) for f in self.findings))


def refuse(code: str, row: int = 0, column: str = "", **values: object) -> Finding:
    """Return a finding about an input: its sentence stands in the locale files below ``finding.<code>``."""
    return Finding("", row, column, code, values)


def in_order(criteria: tuple[str, ...], weights: Given) -> tuple[Floats, list[Finding]]:
    """Return weights as numbers in the order of the criteria: those with names are matched by name, exactly.

    >>> in_order(("price", "noise"), {"noise": 0.25, "price": 0.75})[0].tolist()
    [0.75, 0.25]
    """
    given = weights.shares() if isinstance(weights, Named) else weights
    if isinstance(given, Mapping):
        if set(given) != set(criteria):
            return np.zeros(0), [refuse("weights-names", given=", ".join(given), criteria=", ".join(criteria))]
        given = [given[name] for name in criteria]
    try:
        return np.asarray(given, dtype=np.float64), []
    except (TypeError, ValueError):
        return np.zeros(0), [refuse("weights-not-numbers", given=str(given))]


def weights_for(criteria: tuple[str, ...], weights: Given, rescale: bool = False) -> tuple[Floats, list[Finding]]:
    """Return weights as an array in the order of the criteria, and what is wrong with them.

    They must be as many as the criteria, finite, not negative, and sum to 1; ``rescale`` asks for any positive sum to
    be divided out. What comes back with findings is not to be used.
    """
    given, faults = in_order(criteria, weights)
    if faults:
        return given, faults
    if given.shape != (len(criteria),):
        return given, [refuse("weights-count", number=given.size, criteria=len(criteria))]
    wrong = [
        refuse("weight-not-finite" if not np.isfinite(weight) else "weight-negative", 0, name, name=name, value=weight)
        for name, weight in zip(criteria, given.tolist(), strict=True)
        if not np.isfinite(weight) or weight < 0
    ]
    if wrong:
        return given, wrong
    total = float(given.sum())
    if total <= 0:
        return given, [refuse("weights-zero")]
    if rescale:
        return given / total, []
    return given, [] if abs(total - 1) <= NEAR else [refuse("weights-sum", total=round(total, 12))]


def complete(matrix: DecisionMatrix) -> list[Finding]:
    """Return a finding for every missing value: a method that needs them all says which there are none of."""
    return [
        refuse(
            "value-missing", int(i) + 1, matrix.criteria[j], alternative=matrix.alternatives[i], name=matrix.criteria[j]
        )
        for i, j in np.argwhere(np.isnan(matrix.values))
    ]


def checked(matrix: DecisionMatrix, weights: Given, rescale: bool = False) -> Floats:
    """Return the weights of a matrix without gaps; raises ``InputError`` with everything that is wrong."""
    found, wrong = weights_for(matrix.criteria, weights, rescale)
    wrong += complete(matrix)
    if wrong:
        raise InputError(wrong)
    return found
