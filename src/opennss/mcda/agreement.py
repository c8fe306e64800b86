"""How far people agree: weighted median, modal share and consensus, interquartile range, Kendall's W and tau-b.

An answer is a step of an ordinal scale, 1 the most urgent. Missing is ``None`` or absent, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from opennss.mcda.checks import InputError, refuse, shown
from opennss.mcda.matrix import Floats
from opennss.mcda.weights.groups import normalized

AGREED = Fraction(7, 10)
"""The share of answers on one step from which a round agrees (method, section 3)."""

STEADY = Fraction(1, 10)
"""How far that share may have moved since the round before."""

STEPS = 7
"""The shortest scale on which an interquartile range tells agreement from its absence (method, section 3)."""


def weighted_median(ranks: Sequence[int], weights: Sequence[Fraction]) -> int:
    """Return the weighted median of ordinal ranks; where the halves are equal, the less urgent (larger) rank.

    Source: the lower and upper weighted median as in Cormen et al., *Introduction to Algorithms*, problem 9-2; the
    choice of the upper one is the method's (section 3). Raises ``ValueError`` without answers.

    >>> weighted_median([1, 2, 3], [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)])
    2
    """
    reached = Fraction(0)
    for rank, weight in sorted(zip(ranks, normalized(weights), strict=True)):
        reached += weight
        if reached > Fraction(1, 2):
            return rank
    raise ValueError("no answers")


def modal(counts: Mapping[int, int]) -> tuple[int, Fraction]:
    """Return the commonest step and its share of the answers; of equally common steps the less urgent (larger) one.

    ``counts`` holds how many answered each step, such as a ``Counter`` of the answers. Raises ``InputError`` without
    answers.

    >>> modal({1: 24, 2: 52, 3: 24})
    (2, Fraction(13, 25))
    """
    if not isinstance(counts, Mapping):
        raise InputError([refuse("answers-counts", given=shown(counts))])
    total = sum(counts.values())
    if total <= 0 or min(counts.values()) < 0:
        raise InputError([refuse("answers-none")])
    step = max(counts, key=lambda one: (counts[one], one))
    return step, Fraction(counts[step], total)


def consensus(
    now: Mapping[int, int],
    before: Mapping[int, int] | None = None,
    agreed: Fraction = AGREED,
    steady: Fraction = STEADY,
) -> str:
    """Say whether a round agrees: ``reached``, ``early``, ``moved`` or ``not-reached``.

    Project default (method, section 3): at least 70 % of the answers on one step, and since the round before the same
    commonest step with a share that moved by no more than 10 points; ``agreed`` and ``steady`` are another rule that a
    round declared before it opened. ``early``: the share is there, but no round was
    before; ``moved``: it is there, but it or the step moved. Raises ``InputError`` for a round without answers.

    >>> first, second = {1: 18, 2: 70, 3: 12}, {1: 15, 2: 75, 3: 10}
    >>> consensus(first), consensus(second, first), consensus({1: 24, 2: 52, 3: 24}, first)
    ('early', 'reached', 'not-reached')
    """
    step, share = modal(now)
    if share < agreed:
        return "not-reached"
    if before is None:
        return "early"
    step_before, share_before = modal(before)
    return "reached" if step == step_before and abs(share - share_before) <= steady else "moved"


def interquartile_range(counts: Mapping[int, int], steps: int) -> Fraction:
    """Return the distance between the quartiles of answers on a scale of ``steps`` steps, seven at least.

    On a shorter scale it says nothing: 24 % on 1, 52 % on 2 and 24 % on 3 have a range of 0 without agreeing (T12), so
    ``InputError``. Quartiles by linear interpolation between answers in order, definition 7 of R. J. Hyndman and
    Y. Fan, *Sample quantiles in statistical packages*, The American Statistician 50(4), 1996, 361-365.

    >>> interquartile_range({3: 1, 4: 2, 6: 1}, 7)
    Fraction(3, 4)
    """
    if steps < STEPS:
        raise InputError([refuse("scale-short", steps=steps, least=STEPS)])
    outside = [step for step in counts if not 1 <= step <= steps]
    if outside:
        raise InputError([refuse("step-unknown", step=step, steps=steps) for step in outside])
    modal(counts)
    answers = [step for step in sorted(counts) for _ in range(counts[step])]
    return _quantile(answers, Fraction(3, 4)) - _quantile(answers, Fraction(1, 4))


def _quantile(answers: Sequence[int], part: Fraction) -> Fraction:
    place = part * (len(answers) - 1)
    low = int(place)
    high = min(low + 1, len(answers) - 1)
    return answers[low] + (place - low) * (answers[high] - answers[low])


def concordance(ratings: ArrayLike) -> float | None:
    """Return Kendall's W with the correction for ties: 1 all people order the items alike, 0 no agreement at all.

    ``ratings`` is people × items; each row is ranked by itself, ties share the mean of their ranks. With m people, n
    items and rank sums R: W = 12 Σ(R - mean R)² / (m²(n³ - n) - m ΣT), where a row's T sums t³ - t over its ties of t
    items. ``None`` where W is not defined: fewer than two people or items, or everybody ties everything. A missing
    rating raises ``InputError``: leave out the person, or the item for all.

    Source: M. G. Kendall, *Rank Correlation Methods* (Griffin, 4th ed. 1970), chapter 6; S. Siegel and N. J. Castellan,
    *Nonparametric Statistics for the Behavioral Sciences* (McGraw-Hill, 2nd ed. 1988), section 9.6.

    >>> concordance([[1, 2, 3], [1, 2, 3]]), concordance([[1, 2, 3], [3, 2, 1]]), concordance([[1, 1], [2, 2]])
    (1.0, 0.0, None)
    """
    try:
        table = np.asarray(ratings, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError([refuse("ratings-not-numbers")]) from None
    if not np.isfinite(table).all():
        raise InputError([refuse("rating-missing", int(np.argwhere(~np.isfinite(table))[0][0]) + 1)])
    if table.ndim != 2 or min(table.shape) < 2:
        return None
    people, items = table.shape
    ranks, ties = zip(*(_mean_ranks(row) for row in table), strict=True)
    sums = np.sum(ranks, axis=0)
    spread = float(((sums - people * (items + 1) / 2) ** 2).sum())
    most = people**2 * (items**3 - items) - people * sum(ties)
    return 12 * spread / most if most else None


def _mean_ranks(row: Floats) -> tuple[Floats, int]:
    """Return the ranks of a row, ties sharing their mean, and the sum of t³ - t over its ties."""
    _, group, size = np.unique(row, return_inverse=True, return_counts=True)
    last = np.cumsum(size)
    return (last - (size - 1) / 2)[group], int((size**3 - size).sum())


def tau_b(first: Sequence[float | None], second: Sequence[float | None]) -> float | None:
    """Return Kendall's tau-b between two orders of the same alternatives: 1 alike, -1 reversed; ties are allowed for.

    An alternative without a position (``None``) in either order is left out of both. ``None`` where tau is not
    defined: fewer than two alternatives left, or one of the orders ties all of them.

    Source: M. G. Kendall, *The treatment of ties in ranking problems*, Biometrika 33(3), 1945, 239-251.

    >>> tau_b([1, 2, 3, None], [1, 3, 2, 4]), tau_b([1, 1], [1, 2])
    (0.3333333333333333, None)
    """
    if len(first) != len(second):
        raise InputError([refuse("orders-length", first=len(first), second=len(second))])
    both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    pairs = np.array(both, dtype=np.float64).reshape(len(both), 2)
    agreed = apart_first = apart_second = 0
    for place in range(len(pairs) - 1):
        signs = np.sign(pairs[place + 1 :] - pairs[place])
        agreed += int((signs[:, 0] * signs[:, 1]).sum())
        apart_first += int(np.count_nonzero(signs[:, 0]))
        apart_second += int(np.count_nonzero(signs[:, 1]))
    if not apart_first or not apart_second:
        return None
    return float(agreed / np.sqrt(apart_first * apart_second))
