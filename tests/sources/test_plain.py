"""Texts of providers become plain text: nothing is rendered, nothing that is no tag is lost."""

from __future__ import annotations

import polars as pl
import pytest

from opennss.sources.plain import plain, plain_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("a<br/>b", "a b"),
        ("H<sub>2</sub>O", "H2O"),
        ("crushed to <212 µm and x < y > z", "crushed to <212 µm and x < y > z"),
        ("<!-- [if !supportLists]--><span lang='EN'>text</span><!--[endif]-->", "text"),
        ("<style>p {a: b}</style>text<script>alert(1)</script>", "text"),
        ("<!--[if gte mso 9]><xml><w:x>y</w:x></xml><![endif]-->text", "text"),
        ("<![if !a]>text<![endif]>", "text"),
        ("&lt;script&gt; &amp;amp; caf&eacute;&#160;au", "<script> &amp; café au"),
        ("a\u00a0b\t\r\n c\x00d", "a b c d"),
        ("a\x1b[1mb\x9bc\u202ed\ufeffe", "a [1mb cde"),
        ("", None),
        ("<p>&nbsp;</p>", None),
        (None, None),
    ],
)
def test_plain_text(text: str | None, expected: str | None) -> None:
    assert plain_text(text) == expected


def test_a_column_keeps_its_name_and_places() -> None:
    found = plain(pl.Series("scope", ["<p>a</p>", None, "b &amp; c", ""]))
    assert (found.name, found.to_list()) == ("scope", ["a", None, "b & c", None])
    assert plain(pl.Series("scope", [], dtype=pl.String)).to_list() == []
