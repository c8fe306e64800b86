"""What every way of finding weights gives: the weights, the tables they were made from, how consistent the answers are.

A way of finding weights takes its answers either by name (``{"price": 60, "quality": 40}``) or as an array with the
names of the criteria beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import SupportsFloat

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from opennss.errors import Finding
from opennss.mcda.checks import InputError, refuse, shown, unknown
from opennss.mcda.matrix import DecisionMatrix, Flags, Floats, Working, labels
from opennss.mcda.normalize import varies

Answers = Mapping[str, float] | ArrayLike
"""One number a criterion: by name, or in the order of the criteria."""


@dataclass(frozen=True, slots=True)
class Reconsider:
    """The comparison to think about again: replacing it by what all others imply lowers the ratio most.

    ``item`` was said to be ``value`` times as important as ``against``; the others imply ``suggested`` times, or more
    where that is the end of the scale. ``ratio`` is the consistency ratio with that answer in its place.
    """

    item: str
    against: str
    value: float
    suggested: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Consistency:
    """How far comparisons contradict each other: 0 not at all; a ``ratio`` above ``limit`` is too much.

    ``index`` is what the method measures before it is set against chance or scale. ``reconsider`` is ``None`` where
    no single comparison would lower the ratio.
    """

    index: float
    ratio: float
    limit: float
    reconsider: Reconsider | None

    @property
    def acceptable(self) -> bool:
        """Whether the ratio keeps to its limit."""
        return self.ratio <= self.limit


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights of criteria, not negative and of sum 1, with every table they were made from.

    ``consistency`` is ``None`` for methods without comparisons. ``notes`` are what the reader must be told, as in
    ``Ranking``: a code below ``note.`` of the locale files with the name it is about.
    """

    criteria: tuple[str, ...]
    values: Floats
    method: str
    working: tuple[Working, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    consistency: Consistency | None = None

    def shares(self) -> dict[str, float]:
        """Return the weight of each criterion by its name."""
        return dict(zip(self.criteria, self.values.tolist(), strict=True))

    def frame(self) -> pl.DataFrame:
        """Return one row a criterion, in the order given."""
        return pl.DataFrame({"criterion": list(self.criteria), "weight": self.values})

    def table(self, key: str) -> Working:
        """Return one table of the working; raises ``KeyError`` with the keys there are."""
        found = {item.key: item for item in self.working}
        if key not in found:
            raise KeyError(f"{key} is none of {', '.join(found)}")
        return found[key]


def named(answers: Answers, criteria: Sequence[str] = ()) -> tuple[tuple[str, ...], Floats, list[Finding]]:
    """Return the names of the criteria, their answers in that order, and what is wrong with them.

    Names without an answer and answers without a name are findings; an array without names gets ``c1``, ``c2``...

    >>> named({"b": 40, "a": 60}, ["a", "b"])[1].tolist()
    [60.0, 40.0]
    """
    if not isinstance(answers, Mapping):
        given = numbers(answers)
        names = tuple(criteria) or labels("c", given.size)
        if given.shape != (len(names),):
            return names, given, [refuse("answers-count", number=given.size, criteria=len(names))]
        return names, given, nameless(names)
    names = tuple(criteria) or tuple(answers)
    wrong = [refuse("answer-missing", 0, name, name=name) for name in names if name not in answers]
    wrong += [answer_unknown(name, names) for name in answers if name not in names]
    wrong += [
        refuse("answer-number", 0, name, name=name, value=repr(value))
        for name, value in answers.items()
        if isinstance(value, str) or not isinstance(value, SupportsFloat)
    ]
    if wrong:
        return names, np.zeros(0), wrong
    return names, np.array([float(answers[name]) for name in names]), nameless(names)


def numbers(given: ArrayLike) -> Floats:
    """Return answers as numbers; raises ``InputError`` for what is none.

    >>> numbers([40, 60]).tolist()
    [40.0, 60.0]
    """
    try:
        return np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError([refuse("answers-not-numbers", given=shown(given))]) from None


def answer_unknown(name: str, known: Sequence[str]) -> Finding:
    """Return a finding about an answer for what is no criterion."""
    return replace(unknown(name, known, "answer-unknown", name=name), column=name)


def nameless(names: tuple[str, ...]) -> list[Finding]:
    """Return a finding where there is no criterion at all, and one for every name that stands twice.

    >>> [finding.code for finding in nameless(("a", "b", "a"))]
    ['criterion-twice']
    """
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    return [refuse("criterion-twice", 0, name, name=name) for name in twice] if names else [refuse("criteria-none")]


def constant(matrix: DecisionMatrix) -> tuple[Flags, tuple[tuple[str, str], ...]]:
    """Return which criteria have the same value everywhere (to 12 digits), and a note on each of them.

    Raises ``InputError`` where all have: such data tell no alternative from another.
    """
    flat = ~varies(matrix.values)
    if flat.all():
        raise InputError([refuse("criteria-constant")])
    return flat, tuple(("constant-no-weight", matrix.criteria[j]) for j in np.flatnonzero(flat).tolist())
