"""What a word is for the scan: a run of letters and digits of the normal form of a text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+")
"""A run of letters and digits of any script (``str.isalnum``)."""

_SIGN = re.compile(r"[^\w\x00-\x7f]")


def normal(text: str) -> str:
    """Return a text in its normal form: compatibility forms composed, case folded, without combining marks, đ as d.

    Every sign outside ASCII becomes a space; line ends (``\\n``) stay, so many lines can be brought to it at once.

    >>> normal("Điện toán LƯỢNG TỬ – CO₂")
    'dien toan luong tu   co2'
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join([sign for sign in folded if unicodedata.category(sign)[0] != "M"])
    return _SIGN.sub(" ", letters.replace("đ", "d"))


def words(text: str) -> list[str]:
    """Return the words of a text in their order; hyphens, signs, spaces of any kind and line ends separate them.

    >>> words("Machine-learning\\nfor 6G/IoT; Straße, học máy")
    ['machine', 'learning', 'for', '6g', 'iot', 'strasse', 'hoc', 'may']
    """
    return WORD.findall(normal(text))


@cache
def spelling() -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the normal form of every character in UTF-8: where each starts among all bytes, and the bytes.

    The normal form of a text is that of its characters one by one, because all that depends on neighbours are marks,
    which are dropped. Half a pair (U+D800 to U+DFFF), which UTF-8 cannot write, is a space; ASCII stays as it is.
    """
    halves, private = [b" "] * (0xE000 - 0xD800), [b" "] * (0x110000 - 0xE0200)
    nothing = [b" "] * (0xE0000 - 0x40000)  # planes in which Unicode has no character
    letters = [bytes([code]) for code in range(0x80)]
    letters += _spelled(0x80, 0xD800) + halves + _spelled(0xE000, 0x40000) + nothing
    letters += _spelled(0xE0000, 0xE0200) + private
    starts = np.zeros(len(letters) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, letters), np.int32, len(letters)), out=starts[1:])
    return starts, np.frombuffer(bytearray(b"".join(letters)), np.uint8)


def _spelled(first: int, stop: int) -> list[bytes]:
    """Return the normal form of the characters with these codes."""
    return [sign.encode() for sign in normal("\n".join(map(chr, range(first, stop)))).split("\n")]
