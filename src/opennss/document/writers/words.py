"""The few words that the writers themselves put on a page, by language; a language without them reads English."""

from __future__ import annotations

from typing import Final

from opennss.language import Text

WORDS: Final[dict[str, Text]] = {
    "contents": Text.of(en="Contents", vi="Mục lục"),
    "skip": Text.of(en="Skip to the text", vi="Đến thẳng nội dung"),
    "table": Text.of(en="Table", vi="Bảng"),
    "figure": Text.of(en="Figure", vi="Hình"),
    "numbers": Text.of(en="The numbers:", vi="Số liệu:"),
    "scroll": Text.of(en="scrolls sideways", vi="cuộn ngang"),
    "page": Text.of(en="Page", vi="Trang"),
    "trail": Text.of(en="Where this comes from", vi="Nguồn gốc của nội dung này"),
    "method": Text.of(en="Method", vi="Phương pháp"),
    "inputs": Text.of(en="Made from", vi="Được lập từ"),
    "sources": Text.of(en="Sources", vi="Nguồn"),
    "goals": Text.of(en="National goals served", vi="Mục tiêu quốc gia liên quan"),
    "close": Text.of(en="Close", vi="Đóng"),
}

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
    return WORDS[key][language]


def locale(language: str) -> str:
    """Return the language tag with its region that office programs ask for.

    >>> locale("vi"), locale("fr")
    ('vi-VN', 'fr')
    """
    return LOCALES.get(language, language)
