"""Targets against what was measured: reached, missed, not reported, or still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from opennss.model.projects import Progress, Target
from opennss.model.results import Measured, Standing

LAST_MONTH = 12
"""A yearly target is judged by a report that reaches the end of its year."""


def progress(targets: Sequence[Target], reported: Sequence[Progress], year: int) -> tuple[Measured, ...]:
    """Join every target with the newest value reported up to its year; ``year`` is that of ``as_of``.

    A value ``?`` is no value. A year that is not over yet is open, whatever was reported so far.
    """
    values = {
        (str(row.target), row.period.year): row
        for row in sorted(reported, key=lambda r: r.period.order)
        if row.value is not None
    }
    return tuple(
        Measured(target, _newest(target, values), _standing(target, values, year, targets)) for target in targets
    )


def aims_up(target: Target, targets: Iterable[Target]) -> bool:
    """Say whether a target is reached from below: when its own aim is not below its baseline.

    Without a baseline, or where the aim equals it, the yearly aims tell: falling ones are reached from above.
    """
    if target.baseline is not None and target.target != target.baseline:
        return target.target > target.baseline
    own = sorted((row.year, row.target) for row in targets if row.id == target.id)
    return not own or own[-1][1] >= own[0][1]


def reaches(target: Target, value: Decimal, up: bool) -> bool:
    """Say whether a value reaches the aim."""
    return value >= target.target if up else value <= target.target


def _newest(target: Target, values: Mapping[tuple[str, int], Progress]) -> Progress | None:
    years = [year for name, year in values if name == target.id and year <= target.year]
    return values[target.id, max(years)] if years else None


def _standing(
    target: Target, values: Mapping[tuple[str, int], Progress], year: int, targets: Sequence[Target]
) -> Standing:
    if target.year >= year:
        return Standing.OPEN
    row = values.get((target.id, target.year))
    if row is None or row.value is None or row.period.order[1] < LAST_MONTH:
        return Standing.NOT_REPORTED
    return Standing.REACHED if reaches(target, row.value, aims_up(target, targets)) else Standing.MISSED
