"""One cell, by type: text to value and back; what cannot be read raises ``CodeError``, whose code names the fault."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

from opennss.errors import CodeError
from opennss.language import Text
from opennss.tables.columns import Column

UNKNOWN = "?"
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
GUARDED = re.compile(r"'+[=+\-@\t\r]")
TO_GUARD = re.compile(r"'*[=+\-@\t\r]")


def guard(text: str) -> str:
    """Put an apostrophe before free text that a spreadsheet would run as a formula.

    >>> guard("=1+1"), guard("plain")
    ("'=1+1", 'plain')
    """
    return f"'{text}" if TO_GUARD.match(text) else text


def unguard(text: str) -> str:
    """Take the apostrophe of ``guard`` off again.

    >>> unguard("'=1+1"), unguard("'t is")
    ('=1+1', "'t is")
    """
    return text[1:] if GUARDED.match(text) else text


def point(text: str) -> str:
    """Return a number written with a decimal comma in its form with a decimal point.

    Raises ``CodeError`` when the point may separate thousands: 1.234 may be a thousand or a little more than one.

    >>> point("4,5"), point("12")
    ('4.5', '12')
    """
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        return text.replace(",", ".")
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?", text):
        raise CodeError("ambiguous-number", value=text)
    return text


def is_number(kind: Any) -> bool:
    """Say whether cells of this type are numbers with decimals."""
    return core(kind) in (float, Decimal, Fraction)


@cache
def core(kind: Any) -> Any:
    """Return the type inside ``X | None``; any other type as it is."""
    if get_origin(kind) is UnionType:
        return next(part for part in get_args(kind) if part is not type(None))
    return kind


def optional(kind: Any) -> bool:
    """Say whether the type allows ``None``."""
    return get_origin(kind) is UnionType


def parse(text: str, column: Column) -> Any:
    """Read one cell of a column; raises ``CodeError`` when it cannot be read.

    Missing-value rule: an empty cell is the default of its column or, where the type allows it, ``None``; else it is
    the fault ``missing-value``. In a column that may be unknown, ``?`` is ``None`` and empty is ``missing-value``.

    >>> from opennss.model.observations import Observation
    >>> from opennss.tables.columns import columns
    >>> value = next(c for c in columns(Observation, ("en",)) if c.name == "value")
    >>> parse("?", value), parse("12.4", value)
    (None, 12.4)
    """
    text = unguard(text.strip()).strip() if column.prose else text.strip()
    if column.unknown and text == UNKNOWN:
        return None
    if not text:
        if column.unknown or (column.required and not optional(column.type)):
            raise CodeError("missing-value", column=column.name)
        return None if column.required else column.default
    kind = core(column.type)
    if get_origin(kind) is tuple:
        part = get_args(kind)[0]
        return tuple(_one(item.strip(), part) for item in text.split(";") if item.strip())
    return _one(text, kind)


def _one(text: str, kind: Any) -> Any:
    if kind in (str, Text):
        return text
    if hasattr(kind, "parse"):
        return kind.parse(text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        known = _members(kind)
        if text not in known:
            raise CodeError("unknown-value", value=text, known=", ".join(known))
        return known[text]
    if kind is bool:
        if text.lower() not in ("yes", "no"):
            raise CodeError("not-yes-no", value=text)
        return text.lower() == "yes"
    return _day(text) if kind is dt.date else _number(text, kind)


@cache
def _members(kind: type[Enum]) -> dict[str, Enum]:
    """Return the members of an enumeration by how cells write them."""
    return {str(member.value): member for member in kind}


def _day(text: str) -> dt.date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CodeError("not-a-date", value=text) from error
    raise CodeError("not-a-date", value=text)


def _number(text: str, kind: Any) -> Any:
    if kind is int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise CodeError("not-a-whole-number", value=text)
        return int(text)
    ratio = re.fullmatch(r"[+-]?[0-9]+/0*[1-9][0-9]*", text) if kind is Fraction else None
    exponent = re.search(r"[eE][+-]?([0-9]+)$", text)
    if not (ratio or NUMBER.fullmatch(text)) or len(text) > 400 or (exponent and int(exponent[1]) > 330):
        raise CodeError("not-a-number", value=text)
    value = kind(text)
    if kind is float and value in (float("inf"), float("-inf")):
        raise CodeError("not-a-number", value=text)
    return value


def show(value: Any, column: Column) -> str:
    """Print one value as its cell, so that ``parse`` gives the same value again.

    >>> from opennss.model.country import PriorityArea
    >>> from opennss.tables.columns import columns
    >>> legal = next(c for c in columns(PriorityArea, ("en",)) if c.name == "legal")
    >>> show(True, legal)
    'yes'
    """
    if isinstance(value, Text):
        return guard(dict(value.values).get(column.language, ""))
    if value is None:
        return UNKNOWN if column.unknown else ""
    if isinstance(value, tuple):
        return ";".join(show_one(item) for item in value)
    printed = show_one(value)
    return guard(printed) if column.prose else printed


def show_one(value: Any) -> str:
    """Print one single value: decimal point, no exponent for exact numbers, ISO dates, yes and no."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return _fraction(value)
    if isinstance(value, Decimal):
        return _plain(format(value, "f"))
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _fraction(value: Fraction) -> str:
    """Print 1/4 as 0.25 (spreadsheets take 1/4 for a date) and 1/3, which has no end, as a ratio."""
    for places in range(13):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).zfill(places + 1)
            whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
            return ("-" if value < 0 else "") + _plain(f"{whole}.{decimals}" if decimals else whole)
    return str(value)


def _plain(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
