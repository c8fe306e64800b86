"""Weights: shared between groups first, then inside each group; and the weighted median of ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction


def normalized(weights: Sequence[Fraction]) -> list[Fraction]:
    """Return ``weights`` divided by their sum; an empty list stays empty, a sum of zero raises ``ValueError``.

    >>> normalized([Fraction(1), Fraction(3)])
    [Fraction(1, 4), Fraction(3, 4)]
    """
    total = sum(weights, Fraction(0))
    if weights and total <= 0:
        raise ValueError("weights must have a positive sum")
    return [weight / total for weight in weights]


def grouped(groups: Sequence[str], inside: Sequence[Fraction], between: Mapping[str, Fraction]) -> list[Fraction]:
    """Return one weight a criterion: the group's share times the criterion's share inside its group; they sum to 1.

    ``groups`` names the group of each criterion, ``inside`` its weight there, ``between`` the weight of each group.
    Groups without a criterion take no weight. With flat weights the group with most criteria would win (method, T15).

    >>> [str(weight) for weight in grouped(["a", "a", "b"], [Fraction(1)] * 3, {"a": Fraction(1), "b": Fraction(1)})]
    ['1/4', '1/4', '1/2']
    """
    present = list(dict.fromkeys(groups))
    share = dict(zip(present, normalized([between[group] for group in present]), strict=True))
    total = {
        group: sum((w for g, w in zip(groups, inside, strict=True) if g == group), Fraction(0)) for group in present
    }
    if any(share[group] and total[group] <= 0 for group in present):
        raise ValueError("a group with a weight needs a criterion with a weight")
    return [share[g] * w / total[g] if share[g] else Fraction(0) for g, w in zip(groups, inside, strict=True)]


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
