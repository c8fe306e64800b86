"""Fair division of what is done once instead of several times: the Shapley value, exact, by subsets and in closed form.

Sources: L. S. Shapley, "A value for n-person games", in *Contributions to the Theory of Games II*, 1953; S. C.
Littlechild and G. Owen, "A simple expression for the Shapley value in a special case", *Management Science* 20 (1973),
pp. 370-372 (the airport game: a runway long enough for the largest aircraft serves all).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from itertools import combinations
from math import comb

Coalition = frozenset[str]


def shapley(players: Collection[str], worth: Callable[[Coalition], Fraction]) -> dict[str, Fraction]:
    """Return what each player adds to a coalition on average over all orders in which players may join.

    ``worth`` is asked for every subset once, the empty one included, which must be worth nothing (``ValueError``).
    Exact, but the work doubles with each player: meant for up to a dozen of them.

    >>> shared = shapley("ab", lambda coalition: Fraction(10 if len(coalition) == 2 else 0))
    >>> [str(share) for share in shared.values()]
    ['5', '5']
    """
    members = sorted(set(players))
    value = {
        frozenset(some): worth(frozenset(some))
        for size in range(len(members) + 1)
        for some in combinations(members, size)
    }
    if value[frozenset()]:
        raise ValueError("the empty coalition must be worth nothing")
    chance = {size: Fraction(1, len(members) * comb(len(members) - 1, size)) for size in range(len(members))}
    return {
        player: sum(
            (
                chance[len(others)] * (value[others | {player}] - value[others])
                for others in value
                if player not in others
            ),
            Fraction(0),
        )
        for player in members
    }


def airport(costs: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return each player's part of the largest cost: the Shapley value of the game whose coalitions cost their maximum.

    From the smallest cost upwards, each step is divided equally among those who need at least that much:
    part(k) = sum over j <= k of (c(j) - c(j-1)) / (n - j + 1). A negative cost raises ``ValueError``.

    >>> {name: str(part) for name, part in airport({"a": Fraction(8), "b": Fraction(11)}).items()}
    {'a': '4', 'b': '7'}
    """
    parts: dict[str, Fraction] = {}
    paid, reached = Fraction(0), Fraction(0)
    for place, (name, cost) in enumerate(sorted(costs.items(), key=lambda item: (item[1], item[0]))):
        if cost < 0:
            raise ValueError(f"the cost of {name} is negative")
        paid += (cost - reached) / (len(costs) - place)
        reached = cost
        parts[name] = paid
    return {name: parts[name] for name in costs}


def savings(costs: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return what each player saves when the work is done once: the own cost less the part of :func:`airport`.

    It is the Shapley value of the game of savings: what a coalition pays alone less what it pays together.

    >>> {name: str(saved) for name, saved in savings({"a": Fraction(8), "b": Fraction(11)}).items()}
    {'a': '4', 'b': '4'}
    """
    parts = airport(costs)
    return {name: cost - parts[name] for name, cost in costs.items()}
