"""How a fact is shown: its value with its unit, by language. The only place where values become strings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from opennss.language import Text, day, number, say
from opennss.model.criteria import Rank
from opennss.model.observations import UNITS
from opennss.model.results import Fact

WHOLE = 10
"""Millions from which money is shown without decimals; a small amount is never shown as zero."""

STYLES = ("", "plain")
"""Styles of ``{{ fact | style }}``: with its unit (the default) or the bare number."""


def shown(fact: Fact, language: str, currency: str, style: str = "") -> str:
    """Return a fact as it is printed; ``plain`` leaves the unit away. Raises ``ValueError`` for another style.

    Money is shown in millions of the currency; a share as percent.
    """
    if style not in STYLES:
        raise ValueError(f"unknown style {style}")
    value = fact.value
    if isinstance(value, Rank):
        return value.printed
    if isinstance(value, Text):
        return value[language]
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return day(value, language)
    return _number(value, fact.unit, language, currency, bare=style == "plain")


def in_percent(share: Decimal, language: str) -> str:
    """Return a share in percent, with one decimal unless it is whole; what is not none or all never reads as 0 or 100.

    >>> [in_percent(Decimal(share), "en") for share in ("0.25", "0.934", "0.99996", "0.0001", "1")]
    ['25', '93.4', '> 99.9', '< 0.1', '100']
    """
    exact = share * 100
    text = number(exact, language, 0 if exact == exact.to_integral_value() else 1)
    if 0 < exact < 100 and text in (number(0, language, 1), number(100, language, 1)):
        return f"< {number(0.1, language, 1)}" if exact < 1 else f"> {number(99.9, language, 1)}"
    return text


def _number(value: float | Decimal | Fraction, unit: str, language: str, currency: str, bare: bool) -> str:
    if unit == "year":
        return str(value)
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(str(value))
    )
    if unit == "money":
        millions = exact / 1_000_000
        text = number(millions, language, 0 if abs(millions) >= WHOLE else None)
        return text if bare else say("unit.money", language, value=text, currency=currency)
    if unit == "share":
        text, unit = in_percent(exact, language), "percent"
    elif unit in ("mean", "score"):
        text = number(exact, language, 2)
    elif unit == "person-day":
        text = number(exact, language, 0)
    else:
        text = number(exact, language)
    if bare or unit in ("count", "position", "mean", "score", "index"):
        return text
    if UNITS.get(unit, ("",))[0].startswith("money-"):
        scale, _, code = unit.rpartition("-")
        return say(f"unit.money-{scale or 'one'}", language, value=text, currency=code.upper())
    return say(f"unit.{unit}", language, value=text)
