"""The languages of the product: texts with several languages, sentences by key, numbers by language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal, get_decimal_symbol

FALLBACK = "en"
CODE = 2
"""Letters of a language code; also the name of its folder of sentences."""

HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, direction overrides and lone surrogates, which no page and no screen shows."""

SMALL = 0.01


@dataclass(frozen=True, slots=True)
class Text:
    """A text in several languages; a missing language falls back to English, else to any other, and says so.

    >>> name = Text.of(en="Food safety", vi="An toàn thực phẩm")
    >>> name.read("vi"), name.read("km")
    (('An toàn thực phẩm', 'vi'), ('Food safety', 'en'))
    """

    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **values: str) -> Text:
        """Make a text from ``language=string`` pairs; empty strings count as missing."""
        return cls(tuple(sorted((language, value) for language, value in values.items() if value)))

    def read(self, language: str) -> tuple[str, str]:
        """Return the string and the language it really is in (English when the asked one is missing)."""
        found = dict(self.values)
        if language in found:
            return found[language], language
        first = FALLBACK if FALLBACK in found or not found else min(found)
        return found.get(first, ""), first

    def __getitem__(self, language: str) -> str:
        return self.read(language)[0]

    def __bool__(self) -> bool:
        return bool(self.values)


@cache
def languages() -> tuple[str, ...]:
    """Every language the product speaks: one folder of ``locale/`` each.

    >>> languages()
    ('en', 'vi')
    """
    places = resources.files("opennss").joinpath("locale").iterdir()
    return tuple(sorted(place.name for place in places if place.is_dir() and len(place.name) == CODE))


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Every sentence of the product in one language, by dotted key; a key in two files raises ``ValueError``."""
    return sentences_in(resources.files("opennss").joinpath("locale", language))


def sentences_in(folder: Traversable) -> Mapping[str, str]:
    """Return the sentences of a folder of TOML files, by dotted key; a key in two files raises ``ValueError``."""
    flat: dict[str, str] = {}

    def walk(prefix: str, node: Mapping[str, object]) -> None:
        for key, value in node.items():
            if isinstance(value, Mapping):
                walk(f"{prefix}{key}.", value)
            elif f"{prefix}{key}" in flat:
                raise ValueError(f"two sentences are called {prefix}{key}")
            else:
                flat[f"{prefix}{key}"] = str(value)

    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        walk("", tomllib.loads(file.read_text(encoding="utf-8")))
    return flat


def say(key: str, language: str, **values: object) -> str:
    """Return the sentence ``key`` in ``language`` with ``{names}`` filled in; an unknown key raises ``KeyError``.

    Numbers get the decimal sign of the language, and keep all their digits.

    >>> say("doc.kind-emerging", "en")
    'emerging'
    """
    sentence = sentences(language)[key]
    return sentence.format(**{name: _decimal(one, language) for name, one in values.items()}) if values else sentence


def _decimal(value: object, language: str) -> object:
    return str(value).replace(".", get_decimal_symbol(language)) if isinstance(value, float) else value


def spoken(key: str, languages: Iterable[str]) -> Text:
    """Return the sentence ``key`` as a text in several languages.

    >>> spoken("doc.kind-emerging", ("en", "vi"))["vi"]
    'mới nổi'
    """
    return Text.of(**{language: say(key, language) for language in languages})


def everywhere(text: str) -> Text:
    """Return a text that is the same in every language, such as a reference or a code.

    >>> everywhere("ISO 9001")["vi"]
    'ISO 9001'
    """
    return Text.of(**dict.fromkeys(languages(), text))


DAYS = {"en": "d MMMM y", "vi": "'ngày' d MMMM 'năm' y"}
"""Patterns of a date in words, where Babel's long form is not what an office writes."""

SHORT_DAYS = {"en": "d MMM y", "vi": "d/M/y"}
"""The same for tables and references."""


@lru_cache(maxsize=1 << 16)
def number(value: float | Decimal, language: str, decimals: int | None = None) -> str:
    """Format a number by language: grouping and decimal sign of its locale.

    ``decimals=None`` keeps up to two decimals and drops trailing zeros; a smaller number keeps its first digit, so
    that what is not zero is never printed as zero.

    >>> number(1234.5, "vi"), number(1234.5, "en", 2)
    ('1.234,5', '1,234.50')
    >>> number(0.0049, "en")
    '0.005'
    """
    if decimals is None and 0 < abs(float(value)) < SMALL:
        decimals = -Decimal(str(value)).adjusted()
    pattern = "#,##0.##" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=language))


def day(value: date, language: str) -> str:
    """Format a date in words by language.

    >>> day(date(2026, 11, 22), "en")
    '22 November 2026'
    """
    return str(format_date(value, DAYS.get(language, "long"), locale=language))


def dated(value: date | str, language: str) -> str:
    """Return the date of a document, which is a day, a month or a year, in short by language; other text as it is.

    >>> dated(date(2022, 3, 31), "en"), dated("2022-03-31", "vi"), dated("2022-03", "vi"), dated("2022", "en")
    ('31 Mar 2022', '31/3/2022', '3/2022', '2022')
    """
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else value
        return str(format_date(found, SHORT_DAYS.get(language, "medium"), locale=language))
    except ValueError:
        assert isinstance(value, str)
        year, _, month = value.partition("-")
        return f"{int(month)}/{year}" if month.isdecimal() and year.isdecimal() else value


def clean(text: str) -> str:
    """Return a text without control characters, direction overrides and lone surrogates, composed (NFC).

    >>> clean("a\\x00b\\u202e"), clean("e\\u0302")
    ('ab', 'ê')
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", HIDDEN.sub("", text).replace("\r", " "))
