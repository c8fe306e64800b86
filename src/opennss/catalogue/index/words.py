"""What a word is: a run of letters and digits of any script, in lower case."""

from __future__ import annotations

import re
import unicodedata

LETTERS = (
    "0-9a-z"
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff"  # after the signs of Latin-1; without × and ÷
    "\u2c00-\u2fff"  # after punctuation, arrows, mathematics and pictures
    "\u3040-\ud7ff\ue000-\uefff\U00010000-\U0010ffff"  # after the punctuation of East Asia; without U+F000 to U+FFFF
)
"""What belongs to a word; the kernel tells the same characters apart by the first two bytes of their UTF-8."""

_WORD = re.compile(f"[{LETTERS}]+")


def plain(text: str) -> str:
    """Return the text with one spelling for what looks the same: compatibility forms composed, case folded.

    A text of ASCII letters alone is returned as it is: the kernel lowers its case. A character that UTF-8 cannot write
    (half of a pair) becomes a question mark.

    >>> plain("CO₂ of Ｈｏａ Sữa")
    'co2 of hoa sữa'
    """
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.encode("utf-8", "replace").decode("utf-8")


def words(text: str) -> list[str]:
    """Return the words of a text in their order, as an index holds them.

    >>> words("Sữa và sản phẩm sữa – ISO/IEC 2382-37:2022")
    ['sữa', 'và', 'sản', 'phẩm', 'sữa', 'iso', 'iec', '2382', '37', '2022']
    """
    return _WORD.findall(text.lower() if text.isascii() else plain(text))
