"""The matcher gives the answers of the plain reference, whatever the texts and the rules."""

from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opennss.errors import CodeError
from opennss.technologies.scan import kernels, matcher, plan, reference
from opennss.technologies.scan.matcher import Matcher
from opennss.technologies.scan.rules import Definition, parse, phrases
from opennss.technologies.scan.words import normal, spelling, words

WORDS = (
    "a", "b", "ab", "abc", "learn", "learning", "machine", "quantum", "quanta", "nanotechnology", "nanotechnologies",
    "điện", "dien", "Straße", "STRASSE", "İstanbul", "ısı", "量子", "量子力学", "5G", "2", "cafe\u0301", "Œuvre",
    "λόγος", "가", "ﬁ", "x" * 40,
)  # fmt: skip
GAPS = (
    " ",
    "  ",
    "-",
    ", ",
    "\u00a0",
    "\u2003",
    "\r\n",
    "\n",
    "\x85",
    "\u2028",
    "–",
    "'",
    "_",
    "\u00ad",
    "\t",
    "",
    "\x10",
)

word = st.sampled_from(WORDS)
said = st.lists(st.tuples(word | st.text(max_size=3), st.sampled_from(GAPS)), max_size=12).map(
    lambda pairs: "".join(part for pair in pairs for part in pair)
)
bare = st.lists(
    st.one_of(word, word, st.sampled_from(("qua*", "learn*", "na*", "nanotechnolog*", "量子*", "quantum*", "5g*"))),
    min_size=1,
    max_size=4,
).map(" ".join)
near = st.tuples(st.lists(bare, min_size=1, max_size=2), st.integers(0, 3), st.lists(bare, min_size=1, max_size=2)).map(
    lambda parts: f"({' OR '.join(parts[0])}) NEAR/{parts[1]} ({' OR '.join(parts[2])})"
)


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda some: "(" + " AND ".join(some) + ")"),
        several.map(lambda some: "(" + " OR ".join(some) + ")"),
        several.map(lambda some: "(" + " NOT ".join(some) + ")"),
    )


rule = st.recursive(bare | near, _joined, max_leaves=5)
definition = st.builds(
    Definition,
    id=st.just("t"),
    rules=st.lists(st.one_of(bare, bare, rule), max_size=3).map(tuple),
    excluded=st.lists(st.one_of(bare, rule), max_size=1).map(tuple),
)


def expected(definitions: Sequence[Definition], texts: Sequence[str]) -> list[list[int]]:
    """The masks by the reference."""
    columns = -(-len(definitions) // 64)
    rows = []
    for text in texts:
        held = sum(reference.matches(one, text) << number for number, one in enumerate(definitions))
        rows.append([held >> 64 * column & plan.ALL for column in range(columns)])
    return rows


@settings(max_examples=400)
@given(st.lists(definition, min_size=1, max_size=4), st.lists(said, max_size=6))
def test_texts_get_the_answers_of_the_reference(definitions: list[Definition], texts: list[str]) -> None:
    assert Matcher.of(definitions).texts(texts).tolist() == expected(definitions, texts)


@settings(max_examples=200)
@given(st.lists(definition, min_size=1, max_size=3), st.binary(max_size=60) | st.lists(said, max_size=6).map("\n".join))
@example([Definition("t", ("a",))], b"a\n\n\xff a\n\xe2\x82\nb")
@example([Definition("t", ("x0",))], b"x\x10\nx0")
def test_lines_get_the_answers_of_the_reference(definitions: list[Definition], told: bytes | str) -> None:
    raw = told if isinstance(told, bytes) else told.encode("utf-8", "replace")
    lines = raw.split(b"\n")
    if not lines[-1]:
        lines.pop()
    texts = [line.decode("utf-8", "replace") for line in lines]
    assert Matcher.of(definitions).lines(raw).tolist() == expected(definitions, texts)


@settings(max_examples=25)
@given(st.lists(definition, min_size=2, max_size=5), st.integers(65, 140), st.lists(said, min_size=1, max_size=3))
def test_more_definitions_than_bits(several: list[Definition], count: int, texts: list[str]) -> None:
    definitions = (several * count)[:count]
    made = Matcher.of(definitions).texts(texts)
    assert made.shape == (len(texts), -(-len(definitions) // 64))
    assert made.tolist() == expected(definitions, texts)


@settings(max_examples=100)
@given(st.integers(0, 2**32 - 1), st.integers(1, 90))
def test_small_words_everywhere_in_the_64_bytes(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    raw = random.choice(np.frombuffer(b"aaabbbAB  \n-", np.uint8), size * 7).tobytes()
    definitions = [
        Definition("1", ("a", "bb a")),
        Definition("2", ("aa* AND b NOT bbb",)),
        Definition("3", ("ab NEAR/2 (ba OR b a)",)),
        Definition("4", ("a b a b", "aab*"), excluded=("b b",)),
    ]
    texts = raw.decode().split("\n")
    if not texts[-1]:
        texts.pop()
    assert Matcher.of(definitions).lines(raw).tolist() == expected(definitions, texts)


@settings(max_examples=100)
@given(st.lists(definition, min_size=1, max_size=3), st.lists(said, max_size=8))
def test_kernels_say_what_their_reference_says(definitions: list[Definition], texts: list[str]) -> None:
    lines = [normal(text.replace("\n", " ")) for text in texts]
    raw = "".join(line + "\n" for line in lines).encode()
    made, judges = plan.compiled(definitions)
    room = np.frombuffer(raw + bytes(kernels.AROUND), np.uint8)
    found, rows = kernels.candidates(room, 0, len(raw), made.bits, made.shift, made.shorter)
    assert rows == len(lines)
    assert found.tolist() == [list(one) for one in reference.candidates(raw, made)]
    part = raw[: raw.rfind(b"\n", 0, len(raw) // 2) + 1]  # the text goes on behind what is read
    some, rows_of_part = kernels.candidates(room, 0, len(part), made.bits, made.shift, made.shorter)
    assert rows_of_part == part.count(b"\n")
    assert some.tolist() == [list(one) for one in reference.candidates(part, made)]
    spelled = list(dict.fromkeys(one for each in definitions for text in (*each.rules, *each.excluded)
                                 for one in phrases(parse(text))))  # fmt: skip
    hits = kernels.occurrences(room, 0, found, made, np.zeros((rows, made.decided.shape[1]), np.uint64))
    asked = [tuple(hit) for hit in reference.occurrences(lines, spelled) if made.asked[hit[1]]]
    assert sorted(map(tuple, hits.tolist())) == asked
    assert judges.sizes.tolist() == [len(one.words) for one in spelled]


@given(
    st.binary(max_size=300) | st.lists(said, max_size=20).map(lambda texts: "\n".join(texts).encode("utf-8", "replace"))
)
@example("ﷺ\nplain\n\U0010ffff\n가각\n".encode() + b"\xed\xa0\x80\xf4\x90\x80\x80\xc0\x80\xf0\x9f\x98")
def test_lines_beyond_ascii_come_in_their_normal_form(raw: bytes) -> None:
    ended = raw + b"\n"
    made, lines = kernels.foreign(np.frombuffer(ended, np.uint8), 0, len(ended), *spelling())
    texts = {
        number: line.decode("utf-8", "replace") for number, line in enumerate(ended.split(b"\n")) if not line.isascii()
    }
    told = made.tobytes()
    assert lines.tolist() == list(texts)
    assert told[-kernels.AROUND :] == bytes(kernels.AROUND)
    assert [words(line) for line in told[: -kernels.AROUND].decode().split("\n")[:-1]] == list(
        map(words, texts.values())
    )


@settings(max_examples=500)
@given(st.text())
def test_the_normal_form_goes_character_by_character(text: str) -> None:
    assert normal(text + "–") == "".join(normal(sign + "–")[:-1] for sign in text) + " "


def test_every_character_is_spelled_as_its_normal_form_and_as_its_parts() -> None:
    starts, letters = spelling()
    spelled = [letters[start:stop].tobytes().decode() for start, stop in pairwise(starts.tolist())]
    assert len(spelled) == 0x110000
    for code in range(0x80, 0x110000):
        if (code % 97 == 0 and not 0xD800 <= code < 0xE000) or unicodedata.category(chr(code)) not in (
            "Cn",
            "Co",
            "Cs",
        ):
            assert spelled[code] == normal(chr(code))
            assert len(spelled[code].encode()) <= kernels.SWELLS * len(chr(code).encode())
        parts = unicodedata.decomposition(chr(code))
        if parts and parts[0] != "<":
            assert spelled[code] == "".join(spelled[int(part, 16)] for part in parts.split()).lower()


QUANTUM = Definition("quantum", ("quantum comput*",))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Quantum computing"], [1]),
        (["QUANTUM-COMPUTERS!"], [1]),
        (["quantum", "computing"], [0, 0]),
        (["quantum\ncomputing"], [1]),
        (["quantum\r\n\r\ncomputing", ""], [1, 0]),
        (["", "", "quantum computing"], [0, 0, 1]),
        (["aquantum computing"], [0]),
        (["quantum quantum computing"], [1]),
        (["quantum\u00adcomputing … –"], [1]),
        ([], []),
    ],
)
def test_cases_written_by_hand(texts: list[str], found: list[int]) -> None:
    assert Matcher.of([QUANTUM]).texts(texts)[:, 0].tolist() == found


def test_words_with_the_same_first_letters_are_told_apart() -> None:
    made = Matcher.of([Definition("1", ("nanotechnology",)), Definition("2", ("nanotechnolog*",))])
    texts = ["nanotechnology", "nanotechnologies", "nanotechnolo", "nanotechno", "nanotech"]
    assert made.texts(texts)[:, 0].tolist() == [3, 2, 0, 0, 0]


def test_equal_hashes_make_no_match(monkeypatch: pytest.MonkeyPatch) -> None:
    definitions = [Definition("1", ("alpha", "beta gamma")), Definition("2", ("delt* NOT beta",))]
    texts = ["alpha", "beta gamma", "gamma beta", "delta", "delta beta", "epsilon", "beta delta gamma"]
    ready = Matcher.of(definitions)
    full = ready.plan._replace(bits=np.full_like(ready.plan.bits, plan.ALL))  # every word passes the filter
    monkeypatch.setattr(plan, "ROOM", 1)
    for one in (ready, Matcher(ready.definitions, full, ready.judges), Matcher.of(definitions)):
        assert one.texts(texts).tolist() == expected(definitions, texts)


def test_a_text_of_ten_megabytes_is_one_line() -> None:
    filler = "lorem ipsum " * 900_000
    texts = [filler + "quantum computing", filler, "quantum " + filler + " computing", "x" * 10_000_000 + " quantum é"]
    definitions = [QUANTUM, Definition("near", ("quantum NEAR/1 ipsum", "ipsum NEAR/0 computing"))]
    assert Matcher.of(definitions).texts(texts)[:, 0].tolist() == [3, 0, 2, 0]


def test_blocks_of_any_size_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (
        b"".join(b"line %d quantum computers\nquantum\n\n" % number for number in range(300))
        + "é quantum comput".encode()
    )
    made = Matcher.of([QUANTUM])
    whole = made.lines(lines)
    assert whole[:, 0].tolist() == [1, 0, 0] * 300 + [1]
    for size in (1, 7, 64, 200, 1000):
        monkeypatch.setattr(matcher, "BLOCK", size)
        assert (made.lines(lines) == whole).all()


def test_any_buffer_will_do() -> None:
    raw = b"quantum computing\nnothing\n"
    made = Matcher.of([QUANTUM])
    for buffer in (
        raw,
        bytearray(raw),
        memoryview(raw),
        np.frombuffer(raw, np.uint8),
        np.frombuffer(raw, np.uint8).copy(),
    ):
        assert made.lines(buffer).tolist() == [[1], [0]]
    assert made.lines(b"").shape == (0, 1)
    assert made.lines(b"\n").tolist() == [[0]]


def test_no_definitions_and_definitions_without_rules() -> None:
    assert Matcher.of([]).texts(["quantum", "é"]).shape == (2, 0)
    topics = Definition("topics", (), topics=("T10028",))
    assert Matcher.of([topics, QUANTUM]).texts(["quantum computing"]).tolist() == [[2]]
    assert Matcher.of([topics]).texts(["quantum computing é"]).tolist() == [[0]]


def test_a_matcher_can_be_sent_to_another_process() -> None:
    made = pickle.loads(pickle.dumps(Matcher.of([QUANTUM])))
    assert made.definitions == (QUANTUM,)
    assert made.texts(["quantum computing"]).tolist() == [[1]]


def test_a_bad_rule_makes_no_matcher() -> None:
    with pytest.raises(CodeError) as caught:
        Matcher.of([QUANTUM, Definition("bad", ("a OR",))])
    assert caught.value.code == "scan-rule-missing"
    with pytest.raises(CodeError):
        Matcher.of([Definition("bad", ("a",), excluded=("NOT b",))])
