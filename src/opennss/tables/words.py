"""Words as they are compared, whatever their case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """Return a text as words are compared: lower case, no accents, no punctuation, single spaces.

    >>> folded("  Tên TIÊU chuẩn: "), folded("Đơn vị chủ trì")
    ('ten tieu chuan', 'don vi chu tri')
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.replace("đ", "d")))
