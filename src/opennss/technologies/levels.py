"""Ranks of a technology on its criteria, and the level that they give on an axis, with what open cells still allow."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from opennss.model.criteria import Direction, Ranges, Rank
from opennss.model.dossiers import Amount, Level, Valued
from opennss.model.technologies import TechnologyCriterion, TechnologyRating

SCALE = (Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)
"""What an open cell may turn out to be, the best first."""

BAND = 10
"""Bound from which a count can be borderline."""

GOOD = (Rank.HIGH, Rank.MEDIUM)
"""Ranks that count for a level: 1 and 2."""


def by_measure(criterion: TechnologyCriterion, amount: Amount) -> Valued:
    """Return the rank of an amount by the criterion's ranges; a lower bound has a rank only where it settles it."""
    if amount.value is None:
        return Valued(criterion, Rank.UNKNOWN, amount, None)
    ranges = Ranges.parse(criterion.ranges)
    rank = ranges.rank(amount.value)
    if not amount.complete and rank is not (Rank.HIGH if ranges.direction is Direction.HIGH else Rank.NONE):
        return Valued(criterion, Rank.UNKNOWN, amount, None)
    return Valued(criterion, rank, amount, None, amount.complete and _borderline(criterion, ranges, amount.value))


def _borderline(criterion: TechnologyCriterion, ranges: Ranges, value: Fraction) -> bool:
    """Say whether a value lies within 10 % of a bound; a count has no such band below ten, where one is more."""
    whole = criterion.measure.unit == "count"
    near = (bound for bound, _ in ranges.bounds() if abs(value - bound) * 10 <= abs(bound))
    return any(bound and (not whole or bound >= BAND) for bound in near)


def by_people(criterion: TechnologyCriterion, rating: TechnologyRating | None) -> Valued:
    """Return the rank that people gave; unknown where nobody did."""
    return Valued(criterion, (rating.rank if rating else None) or Rank.UNKNOWN, None, rating)


def possible(cell: Valued) -> tuple[Rank, ...]:
    """Return the ranks that a cell may have, the best first: its own, or what is left open.

    A lower bound excludes ranks: where much is urgent, more can only be more urgent.
    """
    if cell.rank is not Rank.UNKNOWN:
        return (cell.rank,)
    if cell.amount is None or cell.amount.value is None:
        return SCALE
    ranges = Ranges.parse(cell.criterion.ranges)
    place = SCALE.index(ranges.rank(cell.amount.value))
    return SCALE[: place + 1] if ranges.direction is Direction.HIGH else SCALE[place:]


def share(cells: Sequence[Valued], ranks: Sequence[Rank]) -> Fraction | None:
    """Return the weighted share of ``ranks`` that are 1 or 2, among those on the scale; ``None`` when none is."""
    known = [(cell.criterion.weight, rank) for cell, rank in zip(cells, ranks, strict=True) if rank in SCALE]
    total = sum((weight for weight, _ in known), Fraction(0))
    return sum((weight for weight, rank in known if rank in GOOD), Fraction(0)) / total if known else None


def bounds(cells: Sequence[Valued]) -> tuple[Fraction, Fraction]:
    """Return the share of ranks 1 and 2 when every open cell turns out worst, and best; 0 and 1 where none applies."""
    least = share(cells, [possible(cell)[-1] for cell in cells])
    most = share(cells, [possible(cell)[0] for cell in cells])
    return (Fraction(0), Fraction(1)) if least is None or most is None else (least, most)


def levels(cells: Sequence[Valued], high: Fraction) -> tuple[Level, ...]:
    """Return the levels that the open cells still allow: an axis is high from the share ``high`` of ranks 1 and 2.

    Exact: filling open cells moves the share between its bounds and reaches both.
    """
    least, most = bounds(cells)
    return (*((Level.HIGH,) if most >= high else ()), *((Level.LOW,) if least < high else ()))
