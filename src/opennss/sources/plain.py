"""Texts of providers as plain text: tags taken out, entities resolved, white space folded; nothing is ever rendered."""

from __future__ import annotations

import html

import polars as pl

HIDDEN = r"(?is)<!--.*?-->|<style\b.*?</style>|<script\b.*?</script>"
"""What a page would not show: comments, style and script, with all that is in them."""

BREAK = r"(?i)</?(p|br|li|ul|ol|dl|dd|dt|div|table|thead|tbody|tr|td|th|h[1-6]|blockquote|pre)\b[^<>]*>"
"""Tags that part words; every other tag stands inside a word, as in CO<sub>2</sub>."""

TAG = r"</?[A-Za-z][^<>]*>|<!\[[^<>]*>"

BLANK = r"[\s\x00-\x1f\x7f-\x9f]{2,}|[\t-\r\x00-\x1f\x7f-\x9f\u00a0\u2028\u2029]"
"""White space that is more than one blank, and control characters."""

UNSEEN = r"[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
"""Direction overrides and marks of byte order, which no page shows."""


def plain(texts: pl.Series) -> pl.Series:
    """Return a column of texts without tags and entities, white space folded; what is then empty is null.

    >>> plain(pl.Series(["<p>CO<sub>2</sub> &lt; 5 %</p><p>x < y</p>", "<p> </p>", None])).to_list()
    ['CO2 < 5 % x < y', None, None]
    """
    shown = texts.str.replace_all(HIDDEN, " ").str.replace_all(BREAK, " ").str.replace_all(TAG, "")
    coded = shown.str.contains("&", literal=True).fill_null(value=False)
    if coded.any():
        shown = shown.scatter(coded.arg_true(), [html.unescape(text) for text in shown.filter(coded)])
    shown = shown.str.replace_all(UNSEEN, "").str.replace_all(BLANK, " ").str.strip_chars()
    return pl.select(pl.when(shown != "").then(shown).alias(texts.name)).to_series()


def plain_text(text: str | None) -> str | None:
    """Return one text as ``plain`` does.

    >>> plain_text("Risk&nbsp;management")
    'Risk management'
    """
    found: str | None = plain(pl.Series([text], dtype=pl.String)).item()
    return found
