"""Months: counted from the year 0, so that they can be added; days shared out over them without loss."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

QUANTUM = Decimal("0.0001")
"""Person-days to which the part of a month is rounded; the sum over a year stays exact."""


def month_of(day: dt.date) -> int:
    """Return the month of a day as a number: 12 for each year and one for each month.

    >>> month_of(dt.date(2028, 1, 31)) - month_of(dt.date(2027, 12, 1))
    1
    """
    return day.year * 12 + day.month - 1


def first_day(month: int) -> dt.date:
    """Return the first day of a month.

    >>> first_day(month_of(dt.date(2028, 2, 29)))
    datetime.date(2028, 2, 1)
    """
    return dt.date(month // 12, month % 12 + 1, 1)


def length(month: int) -> int:
    """Return the days of a month.

    >>> length(month_of(dt.date(2028, 2, 1))), length(month_of(dt.date(2027, 2, 1)))
    (29, 28)
    """
    return calendar.monthrange(month // 12, month % 12 + 1)[1]


@lru_cache(maxsize=1 << 12)
def cover(begin: dt.date, end: dt.date) -> Mapping[int, Fraction]:
    """Return the share of each month that lies between two days, both counted.

    >>> list(cover(dt.date(2027, 1, 17), dt.date(2027, 2, 28)).values())
    [Fraction(15, 31), Fraction(1, 1)]
    """
    found = {}
    for month in range(month_of(begin), month_of(end) + 1):
        first = max(begin, first_day(month))
        last = min(end, first_day(month) + dt.timedelta(days=length(month) - 1))
        found[month] = Fraction((last - first).days + 1, length(month))
    return found


def shared_out(total: Decimal, weights: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """Share out an amount by weights, so that the parts add up to it exactly.

    Each part is rounded to ``QUANTUM``, and what rounding left is carried on to the next. Weights that are all zero
    count alike.

    >>> shared_out(Decimal(10), [Fraction(1), Fraction(1), Fraction(1)])
    (Decimal('3.3333'), Decimal('3.3334'), Decimal('3.3333'))
    """
    whole = sum(weights)
    if not whole:
        return shared_out(total, [Fraction(1)] * len(weights))
    parts, before, passed = [], Decimal(0), Fraction(0)
    for weight in weights:
        passed += weight
        share = passed / whole
        until = total if passed == whole else (total * share.numerator / share.denominator).quantize(QUANTUM)
        parts.append(until - before)
        before = until
    return tuple(parts)
