"""Countries by their ISO 3166 code: names by language, currency, and the UN's M49 numbers (from Unicode's CLDR)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from opennss.language import Text


@cache
def _two_letters(code: str) -> str | None:
    """Return the alpha-2 code; ``None`` for a code that CLDR does not know, or that was split up."""
    found = [str(name) for name in get_global("territory_aliases").get(code, ())]
    return found[0] if len(code) == 3 and len(found) == 1 else None


_NO_COUNTRIES = frozenset(["ASC", "BUR", "CPT", "DDR", "DGA", "EUE", "FXX", "QUU", "TAA", "TMP", "YMD", "ZAR"])
"""Codes that stand for states of the past, for parts of countries, and for the European Union."""


@cache
def economies() -> dict[str, str]:
    """Return the alpha-3 code of ISO 3166-1 by alpha-2 code; user-assigned codes, such as Kosovo's XK, are not there.

    Source: Unicode Common Locale Data Repository, by way of Babel.

    >>> [economies().get(code) for code in ("VN", "TL", "XK", "EU")], len(economies())
    (['VNM', 'TLS', None, None], 249)
    """
    own = [code for code in get_global("territory_aliases") if code.isalpha() and code not in _NO_COUNTRIES]
    assigned = [code for code in own if not (code[0] == "X" or code in ("AAA", "ZZZ") or "QM" <= code[:2] <= "QZ")]
    return {short: code for code in assigned if len(code) == 3 and (short := _two_letters(code))}


def user_assigned(code: str) -> bool:
    """Say whether ISO 3166-1 leaves an alpha-2 code to its users: AA, QM to QZ, XA to XZ and ZZ.

    >>> [user_assigned(code) for code in ("XK", "QM", "QA", "ZZ", "VN", "XKX")]
    [True, True, False, True, False, False]
    """
    return re.fullmatch("AA|Q[M-Z]|X[A-Z]|ZZ", code) is not None


UN_NAMES = {
    "LAO": {"en": "Lao PDR", "vi": "CHDCND Lào"}, "MMR": {"en": "Myanmar", "vi": "Myanmar"}, "VNM": {"en": "Viet Nam"},
}  # fmt: skip
"""Names that the countries use at the United Nations, where CLDR prints others."""


def country_names(code: str, languages: Iterable[str]) -> Text:
    """Return the names of a country, by its alpha-3 code; an unknown code has none.

    Source: Unicode Common Locale Data Repository, by way of Babel. An office may call its country otherwise.

    >>> country_names("KHM", ("en", "vi"))["vi"]
    'Campuchia'
    >>> bool(country_names("XXX", ("en",)))
    False
    """
    short = _two_letters(code)
    if short is None:
        return Text()
    known = {language: Locale(language).territories.get(short, "") for language in languages}
    return Text.of(
        **{**known, **{language: name for language, name in UN_NAMES.get(code, {}).items() if language in known}}
    )


def country_currency(code: str, day: dt.date) -> str | None:
    """Return the currency that is legal tender on ``day``, as ISO 4217 code; ``None`` for an unknown country.

    Of several the country's own comes first: its code begins with the country's.

    >>> [country_currency(code, dt.date(2026, 11, 22)) for code in ("KHM", "BTN", "TLS", "XXX")]
    ['KHR', 'BTN', 'USD', None]
    """
    short = _two_letters(code)
    found = [str(name) for name in get_territory_currencies(short, day)] if short else []
    return min(found, key=lambda name: not name.startswith(short or ""), default=None)


@cache
def country_numbers(code: str) -> frozenset[int]:
    """Return the M49 numbers that have stood for a country; an unknown code has none.

    >>> sorted(country_numbers("KHM"))
    [116]
    """
    short = _two_letters(code)
    aliases = get_global("territory_aliases")
    own = (int(key) for key, found in aliases.items() if key.isdigit() and list(found) == [short])
    return frozenset(own) if short else frozenset()
