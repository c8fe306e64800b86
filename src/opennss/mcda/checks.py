"""What a method refuses to compute on: every fault of a matrix and its weights, all at once, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from numbers import Integral, Real
from reprlib import Repr
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from opennss.errors import Finding
from opennss.language import FALLBACK, say
from opennss.mcda.matrix import DecisionMatrix, Floats

NEAR = 1e-9
"""Weights whose sum differs from 1 by no more than this are taken to sum to 1."""

TOLD = 10
"""So many faults are told by the error itself; its ``findings`` hold all."""


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

    The ``row`` of a finding counts alternatives from 1 (0: not about one), its ``column`` is a criterion. The text of
    the error are the first ``TOLD`` of them, a line each: what is wrong, and what to do.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        told = list(self.told()[:TOLD])
        if more := len(self.findings) - len(told):
            told.append(say("note.more-findings", FALLBACK, number=more))
        super().__init__("\n".join(told))

    def told(self, language: str = FALLBACK) -> tuple[str, ...]:
        """Return every fault in words: what is wrong and where, and what to do."""
        return tuple(
            " ".join(say(f"finding.{f.code}.{part}", language, **f.values) for part in ("message", "hint"))
            for f in self.findings
        )


def refuse(code: str, row: int = 0, column: str = "", **values: object) -> Finding:
    """Return a finding about an input: its sentence stands in the locale files below ``finding.<code>``."""
    return Finding("", row, column, code, values)


def unknown(value: object, known: Iterable[str], code: str = "option-unknown", **more: object) -> Finding:
    """Return a finding about a name that is none of the known ones: it names them all, and the nearest.

    >>> unknown("vektor", ["min-max", "vector"]).values["nearest"]
    'vector'
    """
    names = list(known)
    nearest = get_close_matches(str(value), names, 1, 0.0)
    return Finding("", 0, "", code, {"value": value, "known": ", ".join(names), "nearest": "".join(nearest), **more})


SHORT = Repr()
SHORT.maxlist = SHORT.maxtuple = SHORT.maxdict = 6
SHORT.maxstring = SHORT.maxother = 60


def shown(given: object) -> str:
    """Return how something that was given is written in a sentence: on one line, the middle of what is long left out.

    >>> shown(["price", "noise"])
    "['price', 'noise']"
    """
    return " ".join(SHORT.repr(given).split())


def is_number(value: object) -> bool:
    """Return whether a value is a finite number; text such as ``"3"`` is none, nor is ``True``.

    >>> is_number(0.5), is_number("0.5"), is_number(float("nan"))
    (True, False, False)
    """
    return isinstance(value, Real) and not isinstance(value, bool) and bool(np.isfinite(float(value)))


def whole(name: str, value: object, least: int) -> list[Finding]:
    """Return a finding where what must be a whole number from ``least`` on is none.

    >>> [whole("samples", value, 1)[0].code for value in ("many", 0)], whole("samples", 10_000, 1)
    (['number-whole', 'number-least'], [])
    """
    if not isinstance(value, Integral) or isinstance(value, bool):
        return [refuse("number-whole", name=name, value=repr(value), least=least)]
    return [refuse("number-least", name=name, value=value, least=least)] if int(value) < least else []


def counted(name: str, value: object, count: int) -> None:
    """Raise ``InputError`` unless a value counts one of ``count`` alternatives or criteria, from 0."""
    if not isinstance(value, Integral) or isinstance(value, bool) or not 0 <= int(value) < count:
        raise InputError([refuse("number-place", name=name, value=repr(value), most=count - 1)])


def a_matrix(given: Any) -> None:
    """Raise ``InputError`` for anything but a decision matrix."""
    if not isinstance(given, DecisionMatrix):
        raise InputError([refuse("matrix-not-made", given=type(given).__name__)])


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
        return np.zeros(0), [refuse("weights-not-numbers", given=shown(given))]


def weights_for(
    criteria: tuple[str, ...], weights: Given, rescale: bool | None = False
) -> tuple[Floats, list[Finding]]:
    """Return weights as an array in the order of the criteria, and what is wrong with them.

    They must be as many as the criteria, finite, not negative, and sum to 1; ``rescale`` asks for any positive sum to
    be divided out, ``None`` says that whoever called cannot ask. What comes back with findings is not to be used.
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
    code = "weights-sum-fixed" if rescale is None else "weights-sum"
    return given, [] if abs(total - 1) <= NEAR else [refuse(code, total=round(total, 12))]


def complete(matrix: DecisionMatrix, code: str = "value-missing") -> list[Finding]:
    """Return a finding for every missing value: a method that needs them all says which there are none of.

    ``code`` is ``value-missing-fixed`` for a function that has no option ``missing``.
    """
    return [
        refuse(code, int(i) + 1, matrix.criteria[j], alternative=matrix.alternatives[i], name=matrix.criteria[j])
        for i, j in np.argwhere(np.isnan(matrix.values))
    ]


def checked(matrix: DecisionMatrix, weights: Given, rescale: bool = False) -> Floats:
    """Return the weights of a matrix without gaps; raises ``InputError`` with everything that is wrong."""
    found, wrong = weights_for(matrix.criteria, weights, rescale)
    wrong += complete(matrix)
    if wrong:
        raise InputError(wrong)
    return found
