"""The few words that the writers themselves put on a page; a language that the product does not speak reads English."""

from __future__ import annotations

from typing import Final

from opennss.language import FALLBACK, languages, say

LOCALES: Final[dict[str, str]] = {
    "en": "en-GB",
    "fil": "fil-PH",
    "id": "id-ID",
    "km": "km-KH",
    "lo": "lo-LA",
    "ms": "ms-MY",
    "my": "my-MM",
    "th": "th-TH",
    "vi": "vi-VN",
}


def word(key: str, language: str) -> str:
    """Return one word in a language.

    >>> word("table", "vi")
    'Bảng'
    """
    return say(f"writer.{key}", language if language in languages() else FALLBACK)


def locale(language: str) -> str:
    """Return the language tag with its region that office programs ask for.

    >>> locale("vi"), locale("fr")
    ('vi-VN', 'fr')
    """
    return LOCALES.get(language, language)
