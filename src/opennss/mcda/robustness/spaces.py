"""Sets of admissible weightings, each drawn from evenly, or as its law says.

A space is anything with ``draw(random, count)``: weightings as float32 (count × m), not negative, of any positive sum,
for an order depends on their direction alone. Evenly means: uniformly on the simplex of weights that sum to 1, or on
the part of it that is admissible. Every space says ``InputError`` when it is made with what cannot be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from numbers import Integral
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from opennss.errors import Finding
from opennss.mcda.checks import InputError, is_number, refuse, shown, weights_for, whole
from opennss.mcda.matrix import Floats, Single, labels

PARTS, MOST_WHOLE = 10_000, 2**24
"""Weights in such parts at most are drawn as whole numbers; single precision holds whole numbers up to here."""

SAME = 1e-12
"""A weight this close to a fraction is meant to be the fraction."""

PILOT, RARE = 4096, 0.02
"""Points tried to learn how often rejection finds one; below this share chains are used."""


class Space(Protocol):
    """What weightings are drawn from."""

    def draw(self, random: np.random.Generator, count: int) -> Single:
        """Return ``count`` weightings, a row each."""
        ...


@dataclass(frozen=True, slots=True)
class Free:
    """All weightings of ``criteria`` criteria, evenly: the law of exponential numbers divided by their sum.

    >>> Free(3).draw(np.random.default_rng(1), 2).shape
    (2, 3)
    """

    criteria: int

    def __post_init__(self) -> None:
        _refuse(whole("criteria", self.criteria, 1))

    def draw(self, random: np.random.Generator, count: int) -> Single:
        """Return ``count`` weightings, a row each."""
        return random.standard_exponential((count, self.criteria), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """All weightings that keep an order, evenly: the criterion with the larger number weighs at least as much.

    ``importance`` are any numbers, such as elicited weights or 3, 2, 1. Nothing is said about criteria with the same
    number: either may weigh more. Names of criteria are not understood.

    >>> bool((np.diff(Ordered([1, 2, 3]).draw(np.random.default_rng(1), 50)) >= 0).all())
    True
    """

    importance: ArrayLike

    def __post_init__(self) -> None:
        numbers = _numbers(self.importance, "Ordered([2, 3, 1])")
        if numbers.ndim != 1 or not numbers.size:
            raise InputError([refuse("space-empty")])
        _refuse(_not_finite(numbers))
        object.__setattr__(self, "importance", numbers)

    def draw(self, random: np.random.Generator, count: int) -> Single:
        """Return ``count`` weightings, a row each: sorted ones, mixed again among equals."""
        importance = np.asarray(self.importance)
        drawn = np.sort(Free(len(importance)).draw(random, count), axis=1)
        order = np.argsort(importance, kind="stable")
        for value in np.unique(importance):
            level = np.flatnonzero(importance[order] == value)
            if len(level) > 1:
                drawn[:, level] = random.permuted(drawn[:, level], axis=1)
        return drawn[:, np.argsort(order)]


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """All weightings that sum to 1 and lie between ``low`` and ``high`` (m each), evenly.

    Points of the simplex above ``low`` are drawn and those beyond ``high`` rejected: exact. Where fewer than ``RARE``
    would be left, each weighting is the end of a chain of its own that starts in the middle and in each of 20 + 10 m
    rounds takes the criteria in pairs, in random order, and shares the sum of each pair out anew, evenly between what
    the bounds allow (Gibbs sampling: its law is uniform in the limit; with bounds of very different widths a little of
    the start may remain).

    >>> drawn = Ranges([0.2, 0.0, 0.1], [0.5, 1.0, 0.3]).draw(np.random.default_rng(1), 100)
    >>> bool((drawn[:, 2] >= 0.1).all()), bool((drawn[:, 0] <= 0.5).all())
    (True, True)
    """

    low: ArrayLike
    high: ArrayLike

    def __post_init__(self) -> None:
        low, high = (_numbers(bound, "Ranges([0.1, 0.2], [0.6, 0.8])") for bound in (self.low, self.high))
        if low.ndim != 1 or low.shape != high.shape or not low.size:
            raise InputError([refuse("ranges-shape", low=low.size, high=high.size)])
        _refuse([*_not_finite(low), *_not_finite(high)])
        wrong = [
            refuse("range-empty", 0, name, name=name, low=float(one), high=float(other))
            for name, one, other in zip(labels("c", len(low)), low, high, strict=True)
            if not 0 <= one <= other
        ]
        if not wrong and (low.sum() > 1 + 1e-9 or high.sum() < 1 - 1e-9):
            wrong = [refuse("ranges-apart", low=round(float(low.sum()), 12), high=round(float(high.sum()), 12))]
        _refuse(wrong)
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    def draw(self, random: np.random.Generator, count: int) -> Single:
        """Return ``count`` weightings, a row each."""
        low, high = np.asarray(self.low), np.asarray(self.high)
        left = 1 - low.sum()
        if left <= 1e-9 or high.sum() - 1 <= 1e-9:
            return np.tile((low if left <= 1e-9 else high).astype(np.float32), (count, 1))
        share = len(_accepted(np.random.default_rng(0), PILOT, low, high)) / PILOT
        return _rejected(random, count, low, high) if share >= RARE else _chains(random, count, low, high)


def _accepted(random: np.random.Generator, tries: int, low: Floats, high: Floats) -> Single:
    drawn = random.standard_exponential((tries, len(low)))
    points = low + drawn * ((1 - low.sum()) / drawn.sum(axis=1, keepdims=True))
    return np.asarray(points[(points <= high).all(axis=1)], dtype=np.float32)


def _rejected(random: np.random.Generator, count: int, low: Floats, high: Floats) -> Single:
    found: list[Single] = []
    while sum(map(len, found)) < count:
        found.append(_accepted(random, max(count, PILOT), low, high))
    return np.concatenate(found)[:count]


def _chains(random: np.random.Generator, count: int, low: Floats, high: Floats) -> Single:
    size = len(low)
    # On the line from all lows to all highs one point sums to 1.
    points = np.tile(low + (high - low) * (1 - low.sum()) / (high - low).sum(), (count, 1))
    for _ in range(20 + 10 * size):
        order = random.permutation(size)
        one, two = order[: size // 2], order[size // 2 : size // 2 * 2]
        both = points[:, one] + points[:, two]
        least, most = np.maximum(low[one], both - high[two]), np.minimum(high[one], both - low[two])
        points[:, one] = least + np.maximum(most - least, 0) * random.random((count, len(one)))
        points[:, two] = both - points[:, one]
    return np.asarray(np.clip(points, low, high), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """Weightings near elicited ones (m, summing to 1), by Dirichlet's law with parameters ``concentration`` × weights.

    The mean is the elicited weighting; the variance of a weight w is w (1 - w) / (concentration + 1), so a larger
    concentration keeps nearer. A weight of zero stays zero.

    >>> Around([0.5, 0.5, 0.0], 20.0).draw(np.random.default_rng(1), 4)[:, 2].tolist()
    [0.0, 0.0, 0.0, 0.0]
    """

    weights: ArrayLike
    concentration: float

    def __post_init__(self) -> None:
        given = _numbers(self.weights, "Around([0.6, 0.4], concentration=20)")
        found, wrong = weights_for(labels("c", given.size), given, None)
        if not (is_number(self.concentration) and self.concentration > 0):
            wrong.append(refuse("concentration", value=self.concentration))
        _refuse(wrong)
        object.__setattr__(self, "weights", found)

    def draw(self, random: np.random.Generator, count: int) -> Single:
        """Return ``count`` weightings, a row each."""
        weights = np.asarray(self.weights)
        drawn = random.standard_gamma(weights * self.concentration, (count, len(weights)))
        total = drawn.sum(axis=1, keepdims=True)
        # So small a concentration that all numbers vanish: the law has nearly all weight on one criterion then.
        alone = np.eye(len(weights))[random.choice(len(weights), count, p=weights / weights.sum())]
        return np.where(total > 0, drawn / np.where(total > 0, total, 1), alone).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The weightings that were really given (k × m), each drawn with its share (k).

    Every weighting sums to 1, and so do the shares; ``rescale`` asks for other positive sums to be divided out.

    What is drawn are their proportions (see ``proportions``).

    >>> np.unique(Answers([[0.2, 0.8], [0.5, 0.5]], [0.5, 0.5]).draw(np.random.default_rng(1), 99), axis=0).tolist()
    [[1.0, 1.0], [1.0, 4.0]]
    """

    weights: ArrayLike
    shares: ArrayLike | None = None
    rescale: bool = False
    exact: Single = field(init=False, repr=False)

    def __post_init__(self) -> None:
        example = "Answers([[0.6, 0.4], [0.3, 0.7]], [0.5, 0.5])"
        rows = _numbers(self.weights, example)
        if self.shares is None:
            raise InputError([refuse("shares-missing", example=example)])
        given = _numbers(self.shares, example)
        if rows.ndim != 2 or not rows.size:
            raise InputError([refuse("space-empty")])
        names = labels("c", rows.shape[1])
        wrong, found = [], []
        for number, row in enumerate(rows, 1):
            weights, faults = weights_for(tuple(f"a{number}, {name}" for name in names), row, self.rescale)
            found.append(weights)
            wrong += [_of_answer(fault, number, float(row.sum())) for fault in faults]
        shares, faults = weights_for(labels("a", len(rows)), given, self.rescale)
        _refuse(wrong + [_of_shares(fault, len(rows), given) for fault in faults])
        object.__setattr__(self, "weights", np.array(found))
        object.__setattr__(self, "shares", shares)
        object.__setattr__(self, "exact", np.array([proportions(one) for one in found]))

    def draw(self, random: np.random.Generator, count: int) -> Single:
        """Return ``count`` weightings, a row each."""
        shares = np.asarray(self.shares)
        chosen = random.choice(len(shares), count, p=shares / shares.sum())
        return self.exact[chosen]


@dataclass(frozen=True, slots=True, eq=False)
class Nested:
    """Groups first, then the criteria of each: ``between`` over groups, ``inside`` one space a group.

    ``groups`` names by criterion the number of its group, from 0. The weight of a criterion is that of its group times
    that inside it. Where every space draws whole numbers, so does this one; else what comes back sums to 1.

    >>> drawn = Nested(Fixed([0.25, 0.75]), (Free(2), Free(1)), (0, 1, 0)).draw(np.random.default_rng(1), 2)
    >>> drawn[:, 1].tolist(), (drawn[:, 0] + drawn[:, 2]).round(6).tolist()
    ([0.75, 0.75], [0.25, 0.25])
    """

    between: Space
    inside: tuple[Space, ...]
    groups: Sequence[int]

    def __post_init__(self) -> None:
        spaces = (self.inside,) if hasattr(self.inside, "draw") else tuple(self.inside)
        for space in (self.between, *spaces):
            a_space(space)
        _refuse([refuse("nested-number", value=repr(one)) for one in self.groups if not isinstance(one, Integral)])
        if sorted(set(self.groups)) != list(range(len(spaces))):
            raise InputError([refuse("nested-groups", groups=len(set(self.groups)), spaces=len(spaces))])
        object.__setattr__(self, "inside", spaces)

    def draw(self, random: np.random.Generator, count: int) -> Single:
        """Return ``count`` weightings, a row each; raises ``InputError`` when a space is of another size."""
        groups = np.asarray(self.groups)
        above = _sized(self.between, random, count, len(self.inside))
        made, parts = (np.empty((count, len(groups)), dtype=np.float32) for _ in range(2))
        for number, space in enumerate(self.inside):
            own = np.flatnonzero(groups == number)
            drawn = _sized(space, random, count, len(own))
            made[:, own] = _shares(drawn) * _shares(above)[:, number : number + 1]
            parts[:, own] = drawn if len(own) > 1 else 1
        return exactly(above, parts, groups, made)


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """One weighting, always the same; for uncertain values under certain weights. ``proportions`` are drawn.

    >>> Fixed([0.25, 0.75]).draw(np.random.default_rng(1), 1).tolist()
    [[1.0, 3.0]]
    """

    weights: ArrayLike
    exact: Single = field(init=False, repr=False)

    def __post_init__(self) -> None:
        given = _numbers(self.weights, "Fixed([0.6, 0.4])")
        found, wrong = weights_for(labels("c", given.size), given, None)
        _refuse(wrong)
        object.__setattr__(self, "weights", found)
        object.__setattr__(self, "exact", proportions(found))

    def draw(self, random: np.random.Generator, count: int) -> Single:  # noqa: ARG002
        """Return ``count`` times the weighting."""
        return np.tile(self.exact, (count, 1))


def proportions(weights: Floats) -> Single:
    """Return a weighting in single precision, as whole numbers where small ones say the same.

    Rounded, 0.2 and 0.3 together would not weigh what 0.5 does, and alternatives that are level would not be.

    >>> proportions(np.array([0.2, 0.3, 0.5])).tolist(), proportions(np.array([1 / 3, 2 / 3])).tolist()
    ([2.0, 3.0, 5.0], [1.0, 2.0])
    """
    parts = [Fraction(weight).limit_denominator(PARTS) for weight in weights.tolist()]
    times = lcm(*(part.denominator for part in parts))
    near = np.abs(np.array(parts, dtype=np.float64) - weights).max() <= SAME
    return np.array([part * times for part in parts] if near and times <= MOST_WHOLE else weights, dtype=np.float32)


def a_space(given: Any) -> None:
    """Raise ``InputError`` for anything that weightings cannot be drawn from."""
    if not callable(getattr(given, "draw", None)):
        raise InputError([refuse("space-none", given=shown(given))])


def _numbers(given: ArrayLike, example: str) -> Floats:
    """Return what a space is made of as an array; ``example`` shows how such a space is made."""
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError([refuse("space-not-numbers", given=shown(given), example=example)]) from None


def _of_answer(fault: Finding, number: int, total: float) -> Finding:
    """Say of which answer a fault is."""
    if fault.code in ("weights-sum", "weights-zero"):
        return refuse("answer-sum", number, number=number, total=round(total, 12))
    return replace(fault, row=number)


def _of_shares(fault: Finding, answers: int, shares: Floats) -> Finding:
    """Say of the shares what ``weights_for`` says of weights."""
    if fault.code in ("weights-sum", "weights-zero"):
        return refuse("shares-sum", total=round(float(shares.sum()), 12))
    return refuse("shares-count", number=shares.size, answers=answers) if fault.code == "weights-count" else fault


def exactly(above: Single, parts: Single, groups: NDArray[np.intp], rounded: Single) -> Single:
    """Return weightings (N × m), as whole numbers where those of groups (``above``) and of their ``parts`` are whole.

    ``groups`` names by criterion the number of its group; ``parts`` (N × m, or m for all) share out the weight of each
    group in proportion. What single precision does not hold stays as ``rounded`` says; see ``proportions``.

    >>> above, parts = np.array([[1.0, 3.0]]), np.array([1.0, 2.0, 1.0])
    >>> exactly(above, parts, np.array([0, 0, 1]), np.zeros((1, 3))).tolist()
    [[1.0, 2.0, 9.0]]
    """
    sums = np.stack([parts[..., groups == number].sum(axis=-1) for number in range(above.shape[1])], axis=-1)
    sizes = above.max(axis=1) * parts.max(axis=-1) * sums.prod(axis=-1, dtype=np.float64)
    fits = (above % 1 == 0).all(axis=1) & (parts % 1 == 0).all(axis=-1) & (sums > 0).all(axis=-1) & (sizes < 2**62)
    if not fits.any():
        return rounded
    heads, tails, totals = (np.broadcast_to(part, (len(above), part.shape[-1]))[fits].astype(np.int64)
                            for part in (above, parts, sums))  # fmt: skip
    found = heads[:, groups] * tails * (np.lcm.reduce(totals, axis=1)[:, None] // totals)[:, groups]
    found //= np.gcd.reduce(found, axis=1)[:, None]
    held = found.max(axis=1) <= MOST_WHOLE
    rounded[np.flatnonzero(fits)[held]] = found[held]
    return rounded


def _sized(space: Space, random: np.random.Generator, count: int, size: int) -> Single:
    drawn = space.draw(random, count)
    if drawn.shape[1] != size:
        raise InputError([refuse("space-count", number=drawn.shape[1], criteria=size)])
    return drawn


def _shares(drawn: Single) -> Single:
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True), dtype=np.float32)


def _not_finite(numbers: Floats) -> list[Finding]:
    return [
        refuse("weight-not-finite", 0, name, name=name, value=float(number))
        for name, number in zip(labels("c", len(numbers)), numbers, strict=True)
        if not np.isfinite(number)
    ]


def _refuse(wrong: list[Finding]) -> None:
    if wrong:
        raise InputError(wrong)
