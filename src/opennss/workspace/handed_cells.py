"""The cells of a list made elsewhere: words in any language, numbers as offices write them, units, years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from babel.dates import get_month_names
from babel.numbers import get_currency_name, get_currency_symbol

from opennss.errors import CodeError
from opennss.language import languages, say
from opennss.tables.words import folded

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""A year outside of these is a slip of the pen."""

_SPACE: Final = "[ \u00a0\u2009\u202f']"
_GROUPED: Final = re.compile(rf"[+-]?[1-9][0-9]{{0,2}}({_SPACE})[0-9]{{3}}(?:\1[0-9]{{3}})*(?:[.,][0-9]+)?")
_DASH: Final = re.compile("[\u2010-\u2015\u2212]")
_NUMBER: Final = re.compile(rf"([+-]?[0-9](?:[0-9.,]|{_SPACE}(?=[0-9]))*(?:[eE][+-]?[0-9]{{1,2}})?)\s*(.*)", re.DOTALL)
_INSIDE: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?|-H[12]|-Q[1-4])?")
_SPAN: Final = re.compile("([0-9]{4}) ?[-/] ?([0-9]{4}|[0-9]{2})")
_DAY: Final = re.compile("(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_BEFORE: Final = re.compile(r"(\w[\w /.-]*?)[ /.-]+(?P<year>[0-9]{4})")
_REMARK: Final = re.compile(r"(.*?)\s*\(([^()]*)\)", re.DOTALL)
_SCALES: Final = {"thousand": Decimal(1000), "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9}


@cache
def words(key: str) -> frozenset[str]:
    """Return the words that stand for something in a list, folded: those of every language of the product."""
    return frozenset(folded(word) for language in languages() for word in say(key, language).split(";"))


def amount(text: str) -> Decimal:
    """Read a number with whichever separators it has.

    A space or an apostrophe stands before three digits only. Raises ``CodeError``: ``not-a-number``,
    ``handed-two-ways`` where one point or comma may separate thousands as well
    as decimals (1.000 is a thousand in one office and one in another), ``handed-negative``.

    >>> [str(amount(text)) for text in ("4 600 000", "4.600.000", "1,5", "1.234,5", "12")]
    ['4600000', '4600000', '1.5', '1234.5', '12']
    """
    plain = _DASH.sub("-", text.strip())
    plain = re.sub(_SPACE, "", plain) if _GROUPED.fullmatch(plain) else plain
    digits = re.sub(r"[eE][+-]?[0-9]+$", "", plain).lstrip("+-")
    if re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", digits):
        raise CodeError("handed-two-ways", value=text.strip())
    for sign, other in ((".", ","), (",", ".")):
        if re.fullmatch(rf"[1-9][0-9]{{0,2}}(\{sign}[0-9]{{3}}){{2,}}(\{other}[0-9]+)?", digits) or (
            re.fullmatch(rf"[1-9][0-9]{{0,2}}(\{sign}[0-9]{{3}})+\{other}[0-9]+", digits)
        ):
            plain = plain.replace(sign, "").replace(other, ".")
            break
    else:
        plain = plain.replace(",", ".") if digits.count(",") == 1 and "." not in digits else plain
    if not re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?([eE][+-]?(0?[0-9]|1[0-5]))?", plain):
        raise CodeError("not-a-number", value=text.strip())
    if plain.startswith("-") and Decimal(plain):
        raise CodeError("handed-negative", value=text.strip())
    return abs(Decimal(plain))


def parted(text: str) -> tuple[str, str]:
    """Return the number that a cell begins with and what stands behind it; a cell without one raises ``CodeError``.

    >>> parted("1,5 triệu đồng"), parted("12")
    (('1,5', 'triệu đồng'), ('12', ''))
    """
    found = _NUMBER.fullmatch(_DASH.sub("-", text.strip()))
    if not found:
        raise CodeError("not-a-number", value=text.strip())
    return found[1], found[2].strip()


def day_factor(unit: str) -> Decimal:
    """Return 1 for a unit that means person-days, or for none; any other raises ``CodeError`` (``handed-unit-days``).

    Weeks and months are not converted: nobody has said how many working days they have.
    """
    if unit and folded(unit) not in words("handed.unit-days"):
        raise CodeError("handed-unit-days", value=unit)
    return Decimal(1)


def money_factor(unit: str, currency: str) -> Decimal:
    """Return what a unit of money stands for in the currency of the folder; another raises ``handed-unit-money``.

    >>> str(money_factor("triệu đồng", "VND")), str(money_factor("billion", "VND")), str(money_factor("", "VND"))
    ('1000000', '1000000000', '1')
    """
    factor, left = Decimal(1), folded(unit.replace("₫", "VND")).split()
    for scale, times in _SCALES.items():
        if left and left[0] in words(f"handed.unit-{scale}"):
            factor, left = times, left[1:]
            break
    if any(word not in _currency_words(currency) for word in left):
        raise CodeError("handed-unit-money", value=unit, currency=currency)
    return factor


@cache
def _currency_words(currency: str) -> frozenset[str]:
    """Return the words of the names of a currency in the languages of the product, its code and its signs."""
    names = [currency]
    for language in languages():
        names += [get_currency_name(currency, locale=language), get_currency_symbol(currency, locale=language)]
    return frozenset(word for name in names for word in folded(name).split())


def _day(text: str) -> re.Match[str] | None:
    """Return a day or a month before its year, such as 31/12/2027."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    day, month = int(found[1] or 1), int(found[2])
    return found if 1 <= min(day, month) <= 12 and max(day, month) <= (31 if found[1] else 12) else None


def _named(text: str) -> re.Match[str] | None:
    """Return a year with a word before it that keeps it that year, such as quarter III of 2027; other words do not."""
    found = _BEFORE.fullmatch(text)
    return found if found and _periods().fullmatch(folded(found[1])) else None


@cache
def _periods() -> re.Pattern[str]:
    """Return what may stand before a year, folded: its own word, a quarter, a half-year or a month of it."""
    year, quarter, half, month = (
        "|".join(sorted(map(re.escape, words(f"handed.unit-{name}")))) for name in ("year", "quarter", "half", "month")
    )
    names = "|".join(
        re.escape(folded(name))
        for language in languages()
        for width in ("wide", "abbreviated")
        for name in get_month_names(width, locale=language).values()
    )
    parts = rf"(?:{quarter}) ?(?:iv|i{{1,3}}|[1-4])|(?:{half}) ?[12]|(?:{month}) ?(?:0?[1-9]|1[0-2])|{names}"
    return re.compile(rf"{year}|(?:{parts})(?: (?:{year}))?")


def years(text: str) -> tuple[int, int]:
    """Read a year, a period inside one, a day, or a span of years; anything else raises ``handed-year``.

    >>> years("2027"), years("2027 – 2029"), years("2027/28"), years("Quý III/2028"), years("2027-05-01")
    ((2027, 2027), (2027, 2029), (2027, 2028), (2028, 2028), (2027, 2027))
    """
    plain = _DASH.sub("-", text.strip())
    if (remark := _REMARK.fullmatch(plain)) and folded(remark[2]) in words("handed.unit-remark"):
        plain = remark[1]
    if found := _INSIDE.fullmatch(plain) or _day(plain) or _named(plain):
        start = end = int(found["year"])
    elif found := _SPAN.fullmatch(plain):
        start, end = int(found[1]), int(found[2] if len(found[2]) == 4 else found[1][:2] + found[2])
    else:
        raise CodeError("handed-year", value=text.strip(), first=FIRST_YEAR, last=LAST_YEAR)
    if not FIRST_YEAR <= start <= LAST_YEAR or not FIRST_YEAR <= end <= LAST_YEAR:
        raise CodeError("handed-year", value=text.strip(), first=FIRST_YEAR, last=LAST_YEAR)
    if end < start:
        raise CodeError("handed-years-order", value=text.strip())
    return start, end


def whole(text: str, most: int) -> int:
    """Read a whole number from 1 to ``most``; anything else raises ``CodeError``."""
    value = amount(text)
    if value != int(value) or not 1 <= value <= most:
        raise CodeError("handed-count", value=text.strip(), most=most)
    return int(value)


def choice(text: str, known: Mapping[str, str]) -> str | None:
    """Return the key of the words that a cell holds, from keys to the names of their words; ``None``: none of them."""
    plain = folded(text)
    return next((key for key, name in known.items() if plain in words(name)), None)
