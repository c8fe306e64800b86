"""Weights shared between groups first, then inside each group: exact with fractions, or with floats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from opennss.mcda.checks import InputError, refuse, unknown

Number = TypeVar("Number", Fraction, float)


def normalized(weights: Sequence[Number]) -> list[Number]:
    """Return ``weights`` divided by their sum; an empty list stays empty, a sum of zero raises ``InputError``.

    >>> normalized([Fraction(1), Fraction(3)])
    [Fraction(1, 4), Fraction(3, 4)]
    """
    total = sum(weights)
    if weights and total <= 0:
        raise InputError([refuse("weights-zero")])
    return [weight / total for weight in weights]


def grouped(groups: Sequence[str], inside: Sequence[Number], between: Mapping[str, Number]) -> list[Number]:
    """Return one weight a criterion: the group's share times the criterion's share inside its group; they sum to 1.

    ``groups`` names the group of each criterion, ``inside`` its weight there, ``between`` the weight of each group.
    Groups without a criterion take no weight. With flat weights the group with most criteria would win (method, T15).
    Raises ``InputError`` where a group has no weight given, or has one but no criterion in it does.
    Elicited weights fit in: ``between=ahp(...).shares()``, and ``direct(grouped(...), criteria)`` makes them weights
    for a method.

    >>> [str(weight) for weight in grouped(["a", "a", "b"], [Fraction(1)] * 3, {"a": Fraction(1), "b": Fraction(1)})]
    ['1/4', '1/4', '1/2']
    >>> grouped(["a", "a", "b"], [0.5, 0.5, 1.0], {"a": 0.25, "b": 0.75})
    [0.125, 0.125, 0.75]
    """
    if len(groups) != len(inside):
        raise InputError([refuse("inside-count", groups=len(groups), inside=len(inside))])
    present = list(dict.fromkeys(groups))
    if missing := [group for group in present if group not in between]:
        raise InputError([unknown(group, between, "group-unknown") for group in missing])
    share = dict(zip(present, normalized([between[group] for group in present]), strict=True))
    total = {group: sum(w for g, w in zip(groups, inside, strict=True) if g == group) for group in present}
    if any(share[group] and total[group] <= 0 for group in present):
        empty = [group for group in present if share[group] and total[group] <= 0]
        raise InputError([refuse("group-without-weight", name=group) for group in empty])
    return [share[g] * w / total[g] if share[g] else share[g] for g, w in zip(groups, inside, strict=True)]
