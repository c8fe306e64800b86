"""How steady a rank is: whether it hangs on the weights, on data that are missing, or on the cut.

Project default, not the published ISO value (method, sections 4 and 19.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from opennss.mcda.agreement import weighted_median
from opennss.model.criteria import Rank
from opennss.model.results import Mark, RankedArea, Ranks, Steadiness

MOVES = (Fraction(4, 5), Fraction(6, 5))
"""The weight of one group is moved by a fifth, down and up (method, section 4)."""

Weights = Mapping[str, Mapping[str, Fraction]]
"""The weight of every criterion, by kind of area."""

Moved = tuple[str, Fraction, Weights]
"""A group, the factor by which its weight was moved, and the weights of the criteria that come out."""


def weightings(between: Mapping[str, Fraction]) -> Iterator[tuple[str, Fraction, dict[str, Fraction]]]:
    """Yield every group with a weight, each factor of ``MOVES``, and the weights with that one group moved.

    >>> [(group, str(weights[group])) for group, _, weights in weightings({"social": Fraction(1)})]
    [('social', '4/5'), ('social', '6/5')]
    """
    for group, weight in between.items():
        for factor in MOVES if weight else ():
            yield group, factor, {**between, group: weight * factor}


def steadiness(found: Ranks, kinds: Mapping[str, str], moved: Sequence[Moved]) -> dict[str, Steadiness]:
    """Return for every area what its final rank depends on; ``kinds`` names the kind of each area.

    It depends on **weights** when one of the ``moved`` weightings gives it another final rank; on **missing data** when
    it is not rankable yet, or when filling all its ``?`` with 1, or all with none, gives it another final rank (the
    weighted median moves one way only, so no other filling goes further); on the **cut** when a criterion gives it
    another rank at another level of the classification. An area that depends on nothing is **stable**;
    with one criterion only there is nothing to vary, and it is **untested**.
    """
    weights = {kind: dict(own) for kind, own in found.weights}
    return {str(area.area): _steadiness(area, kinds[area.area], weights, moved) for area in found.areas}


def _steadiness(area: RankedArea, kind: str, weights: Weights, moved: Sequence[Moved]) -> Steadiness:
    own = weights[kind]
    finals = ((group, factor, _final(area, other[kind])) for group, factor, other in moved)
    changed = tuple((group, factor, rank) for group, factor, rank in finals if rank is not area.final)
    missing = tuple(name for name, cell in area.cells if cell.rank is Rank.UNKNOWN and name in own)
    filled = (_final(area, own, Rank.HIGH), _final(area, own, Rank.NONE))
    marks = [mark for mark, holds in (
        (Mark.WEIGHTS, bool(changed)),
        (Mark.DATA, area.final is Rank.UNKNOWN or any(rank is not area.final for rank in filled)),
        (Mark.CUT, any(cell.depends_on_the_cut for name, cell in area.cells if name in own)),
    ) if holds]  # fmt: skip
    several = sum(bool(weight) for weight in own.values()) > 1
    possible = _possible(area, [own, *(other[kind] for _, _, other in moved)])
    return Steadiness(tuple(marks) or (Mark.STABLE if several else Mark.UNTESTED,), changed, missing, filled, possible)


def _possible(area: RankedArea, weights: Sequence[Mapping[str, Fraction]]) -> tuple[Rank, Rank]:
    """Return the best and the worst final rank under any of the weights with any filling; a rank stays what it is."""
    fillings = (Rank.UNKNOWN, Rank.HIGH, Rank.NONE)
    finals = {_final(area, own, filling) for own in weights for filling in fillings} - {Rank.UNKNOWN}
    best = [rank for rank in Rank if rank in finals] or [Rank.UNKNOWN]
    return best[0], best[-1]


def _final(area: RankedArea, weights: Mapping[str, Fraction], filling: Rank = Rank.UNKNOWN) -> Rank:
    """Return the final rank of an area under other weights, or with every ``?`` filled.

    A decision or a ``1*`` stands anyway; an area that is not rankable yet becomes so only when it is filled.
    """
    if area.decided or area.override or (filling is Rank.UNKNOWN and area.final is Rank.UNKNOWN):
        return area.final
    known = [
        (filling if cell.rank is Rank.UNKNOWN else cell.rank, weights[c]) for c, cell in area.cells if c in weights
    ]
    pairs = [(rank.number, weight) for rank, weight in known if rank.number and weight]
    if not pairs:
        return area.final
    median = weighted_median([number for number, _ in pairs], [weight for _, weight in pairs])
    return (Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)[median - 1]
