"""Targets against what was measured: reached, missed, not reported, or still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from opennss.model.projects import Progress, Target
from opennss.model.results import Measured, Standing

LAST_MONTH = 12
"""A yearly target is judged by a report that reaches the end of its year."""


def progress(targets: Sequence[Target], reported: Sequence[Progress], year: int) -> tuple[Measured, ...]:
    """Join every target with the newest value reported up to its year; ``year`` is that of ``as_of``.

    A target aims up when it is not below its baseline, or when the baseline is not known; else down. A value ``?`` is
    no value. A year that is not over yet is open, whatever was reported so far.
    """
    values = {
        (str(row.target), row.period.year): row
        for row in sorted(reported, key=lambda r: r.period.order)
        if row.value is not None
    }
    return tuple(Measured(target, _newest(target, values), _standing(target, values, year)) for target in targets)


def _newest(target: Target, values: Mapping[tuple[str, int], Progress]) -> Progress | None:
    years = [year for name, year in values if name == target.id and year <= target.year]
    return values[target.id, max(years)] if years else None


def _standing(target: Target, values: Mapping[tuple[str, int], Progress], year: int) -> Standing:
    if target.year >= year:
        return Standing.OPEN
    row = values.get((target.id, target.year))
    if row is None or row.value is None or row.period.order[1] < LAST_MONTH:
        return Standing.NOT_REPORTED
    return Standing.REACHED if _reaches(target, row.value) else Standing.MISSED


def _reaches(target: Target, value: Decimal) -> bool:
    up = target.baseline is None or target.target >= target.baseline
    return value >= target.target if up else value <= target.target
