"""Values of the model as JSON knows them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from opennss.language import Text


def jsonable(value: object) -> object:
    """Return a value as JSON knows it: fractions and decimals as numbers, texts by language, dates as text.

    >>> from fractions import Fraction
    >>> jsonable(Fraction(1, 4)), jsonable(Fraction(4)), jsonable(None)
    (0.25, 4, None)
    """
    if isinstance(value, Text):
        return dict(value.values)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Fraction | Decimal):
        return int(value) if value == int(value) else round(float(value), 10)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
