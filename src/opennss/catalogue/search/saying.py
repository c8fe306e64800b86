"""Reasons in words: what was said, the English term that it became, and where that stands."""

from __future__ import annotations

from collections.abc import Iterable

from opennss.catalogue.search.answering import Reason
from opennss.language import say

SHOWN = 3
"""Fields of one reason that are named."""


def in_words(why: Reason, language: str) -> str:
    """Return a reason in words.

    >>> in_words(Reason("trí tuệ nhân tạo", "artificial intelligence", ("title", "scope")), "en")
    'trí tuệ nhân tạo → artificial intelligence: title, scope'
    """
    if not why.said:
        return say(f"search.why-{why.fields[0]}", language, term=why.term)
    term = why.said if why.said == why.term else f"{why.said} → {why.term}"
    return f"{term}: {', '.join(say(f'search.field-{field}', language) for field in why.fields[:SHOWN])}"


def all_in_words(reasons: Iterable[Reason], language: str) -> list[str]:
    """Return reasons in words, each once."""
    return list(dict.fromkeys(in_words(why, language) for why in reasons))
