"""The fast reader gives what libyaml gives, or refuses; it is never wrong."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from opennss.sources.relaton.events import Refused, read_events
from opennss.sources.relaton.regular import Irregular, read_regular

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f\x85\u2028\u2029\ufeff"), max_size=90) | st.text(
    "ab :#-'\"\\\n|>&*!{}[],?%@~né", max_size=40
)
WORDS_OF_YAML = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
"""Words that YAML may read as a truth value or as nothing; Relaton has no such key, the fast reader refuses them."""
KEYS = st.from_regex(r"[a-z][a-z_-]{0,12}", fullmatch=True).filter(lambda key: key not in WORDS_OF_YAML)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=12,
)
RECORDS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)

TOKENS = (
    ":", " ", "\n", "- ", "#", " #", ": ", "'", '"', "''", "\\", "|", "|-", "|2", ">", "&a ", "*a", "!x ", "~", "null",
    "{", "}", "[", "]", ",", "? ", "%", "@", "`", "---", "...", "\t", "\r", "\u2028", "\x85", "\x00", "\ufeff", "\n\n",
    "\\n", "\\x41", "\\\n", "<<: x\n", "\n  - a", "\u00a0", "key: value\n",
)  # fmt: skip

DAMAGED = (
    "---\ntitle:\n- content: 'Part 2: It''s\n    plain'\n  language:\n  - en\nabstract: |-\n  A text\n\n  of two\n",
    '---\ndocid:\n- id: ETSI EN 303 645\n  primary: true\neditorialgroup:\n- name: "A \\"B\\""\next:\n  x: y\n',
    "---\nstatus:\n  stage:\n    content: Published text that goes\n      on\nkeyword:\n- vocab:\n    content: x\n",
)


def agree(text: str) -> bool:
    """Say whether the fast reader read the text; if it did, libyaml must have read the same."""
    try:
        fast = read_regular(text)
    except Irregular:
        return False
    assert fast == read_events(text)
    return True


def printed(record: Any, **style: Any) -> str:
    """A record as YAML in block style."""
    return yaml.safe_dump(record, explicit_start=True, default_flow_style=False, sort_keys=False, **style)


@given(RECORDS, st.booleans(), st.sampled_from((40, 80, 4000)))
def test_any_record_is_read_alike_or_refused(record: dict[str, Any], allow_unicode: bool, width: int) -> None:
    text = printed(record, allow_unicode=allow_unicode, width=width)
    assert read_events(text) == record
    agree(text)


@given(st.dictionaries(KEYS, st.from_regex(r"[A-Za-z][A-Za-z0-9 ,.()/-]{0,120}[a-z]", fullmatch=True), min_size=1))
def test_plain_texts_are_always_read_fast(record: dict[str, str]) -> None:
    words = {"yes", "no", "on", "off", "true", "false", "null"}
    kept = {key: value for key, value in record.items() if value.lower() not in words and "  " not in value}
    if kept:
        assert read_regular(printed(kept)) == kept


@given(st.randoms(use_true_random=False), st.sampled_from(DAMAGED))
def test_damaged_records_are_read_alike_or_refused(chance: random.Random, text: str) -> None:
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(4, len(text))
        cut = chance.choice((0, 0, 1, 3, 40))
        text = text[:place] + chance.choice(TOKENS) + text[place + cut :]
    try:
        agree(text)
    except Refused:
        pytest.fail(f"libyaml refuses what the fast reader took: {text!r}")


def test_the_known_shapes_are_read_fast(records: dict[str, str], older: str) -> None:
    assert all(agree(text) for text in (*records.values(), older))


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "a: b\n",
        "---\na: &x b\n",
        "---\na: *x\n",
        "---\na: !!str b\n",
        "---\na: {b: c}\n",
        "---\na: [b]\n",
        "---\na: >\n  b\n",
        "---\na:\n\tb: c\n",
        "---\na: b # c\n",
        "---\na: b: c\n",
        "---\n# a\nb: c\n",
        "---\na: 'b\n",
        "---\na: 'b'c\n",
        '---\na: "\\q"\n',
        '---\na: "\\ud800"\n',
        "---\na: b\na: c\n",
        "---\n- a\n",
        "---\na: b\n\nc: d\n",
        "---\na: |\n\n  b\n",
        "---\na: |9\n  b\n",
        "---\na: b\n c: d\n",
        "---\na:\n    b: c\n  d: e\n",
        "---\n? a\n: b\n",
        "---\na: b\r\n",
        "---\na: b\x85\n",
        "---\na: b\u2028c\n",
        "---\na: \ufeffb\n",
        "---\na: b\n---\nc: d\n",
        "---\na: b\n...\n",
        "---\na: -\n",
        "---\na: - b\n",
        "---\na: '\n",
        "---\na: @b\n",
        "---\na: `b`\n",
        "---\na: %b\n",
        "---\n1: b\n",
        "---\n\n",
        "---\n" + "a" * 70 + ": b\n",
        "---\na: ~\n  b\n",
        "---\na: b\n  # c\n",
        "---\na: b\n  c:\n",
    ],
)
def test_doubtful_texts_are_refused(text: str) -> None:
    with pytest.raises(Irregular):
        read_regular(text)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("b c\n  - d\n    e", "b c - d e"),
        ("'b'", "b"),
        ("'b''c'", "b'c"),
        ("'b\n\n  c\n  d '", "b\nc d "),
        ('"b\\n\\u00e9\\x41\\""', "b\né" + 'A"'),
        ('"b \\\n  \\ c\n  d"', "b  c d"),
        ("|-\n    b\n      c\n\n    d", "b\n  c\n\nd"),
        ("|\n  b\n", "b\n"),
        ("|+\n  b\n", "b\n\n"),
        ("|2-\n    b", "  b"),
        ("~", None),
        ("", None),
        ("'~'", "~"),
        ("''", ""),
        ('""', ""),
        ("https://a.b/c#d:e", "https://a.b/c#d:e"),
        ("2009-10", "2009-10"),
        ("012", "012"),
    ],
)
def test_texts(value: str, read: str | None) -> None:
    text = f"---\na: {value}\n"
    assert read_regular(text) == read_events(text) == {"a": read}
