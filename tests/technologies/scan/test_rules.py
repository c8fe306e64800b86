"""Keyword rules: what they mean once read, and what is said of bad ones."""

from __future__ import annotations

import pytest

from opennss.errors import CodeError, Finding
from opennss.language import sentences
from opennss.technologies.scan.reference import holds
from opennss.technologies.scan.rules import (
    DEEPEST,
    Both,
    Either,
    Near,
    Not,
    Phrase,
    Rule,
    Word,
    parse,
    phrases,
)
from opennss.technologies.scan.words import normal, words


def phrase(text: str) -> Phrase:
    return Phrase(tuple(Word(word.rstrip("*"), word.endswith("*")) for word in text.split()))


A, B, C, D = map(phrase, "abcd")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Quantum  Computing", phrase("quantum computing")),
        ('"quantum computing"', phrase("quantum computing")),
        ("“quantum computing”", phrase("quantum computing")),
        ("machine-learn*", phrase("machine learn*")),
        ('"deep learn*" ', phrase("deep learn*")),
        ("công nghệ lượng tử", phrase("cong nghe luong tu")),
        ("AI/ML", phrase("ai ml")),
        ("research & development", phrase("research development")),
        ("C++", phrase("c")),
        ("nano*-tube", phrase("nano* tube")),
        ("quantum and classical", phrase("quantum and classical")),
        ('"AND" OR "not"', Either((phrase("and"), phrase("not")))),
        ("NEARBY ORBIT", phrase("nearby orbit")),
        ("a OR b OR c", Either((A, B, C))),
        ("a AND b OR c AND d", Either((Both((A, B)), Both((C, D))))),
        ("a AND (b OR c)", Both((A, Either((B, C))))),
        ("a NOT b", Both((A, Not(B)))),
        ("a AND NOT b", Both((A, Not(B)))),
        ("a NOT (b OR c)", Both((A, Not(Either((B, C)))))),
        ("((a))", A),
        ("a NEAR/3 b", Near((A,), (B,), 3)),
        ("a AND b NEAR/0 c", Both((A, Near((B,), (C,), 0)))),
        ('(a OR (b OR "c d")) NEAR/100 d', Near((A, B, phrase("c d")), (D,), 100)),
        ("NOT a AND b", Both((Not(A), B))),
    ],
)
def test_a_rule_is_read_as_it_is_meant(text: str, meant: Rule) -> None:
    assert parse(text) == meant


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "scan-rule-missing", 1),
        ("   ", "scan-rule-missing", 1),
        ("()", "scan-rule-missing", 2),
        ("a AND", "scan-rule-missing", 6),
        ("OR a", "scan-rule-missing", 1),
        ("a AND OR b", "scan-rule-missing", 7),
        ("a NOT NOT b", "scan-rule-missing", 7),
        ("a NEAR/2 NOT b", "scan-rule-missing", 10),
        ("a (b OR c)", "scan-rule-operator", 3),
        ('a "b c"', "scan-rule-operator", 3),
        ("(a OR b) c", "scan-rule-operator", 10),
        ("(a (b) c)", "scan-rule-operator", 4),
        ("a OR (b AND c", "scan-rule-opening", 6),
        ("a OR b)", "scan-rule-closing", 7),
        ('a OR "b c', "scan-rule-quote", 6),
        ('a OR ""', "scan-rule-no-word", 6),
        ("a OR & AND b", "scan-rule-no-word", 6),
        ("a OR *", "scan-rule-no-word", 6),
        ("*tube", "scan-rule-star", 1),
        ("nano*tube", "scan-rule-star", 1),
        ("nano**", "scan-rule-star", 1),
        ("carbon nano *", "scan-rule-star", 1),
        ("x*", "scan-rule-star", 1),
        ("a NEAR b", "scan-rule-near-number", 3),
        ("a NEAR/ b", "scan-rule-near-number", 3),
        ("a NEAR/x b", "scan-rule-near-number", 3),
        ("a NEAR/101 b", "scan-rule-near-number", 3),
        ("a NEAR/-1 b", "scan-rule-near-number", 3),
        ("(a AND b) NEAR/3 c", "scan-rule-near-part", 11),
        ("a NEAR/3 (b NOT c)", "scan-rule-near-part", 3),
        ("a NEAR/3 b NEAR/3 c", "scan-rule-near-twice", 12),
        ("NOT a", "scan-rule-only-not", 1),
        ("a OR NOT b", "scan-rule-only-not", 1),
        ("NOT (a AND b)", "scan-rule-only-not", 1),
        ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "scan-rule-deep", DEEPEST + 1),
    ],
)
def test_a_bad_rule_is_refused_with_place_and_cause(text: str, code: str, place: int) -> None:
    with pytest.raises(CodeError) as caught:
        parse(text)
    error = caught.value
    assert (error.code, error.values["rule"], error.values["place"]) == (code, text, place)
    finding = Finding("technologies.csv", 2, "keywords", error.code, error.values)
    for language in ("en", "vi"):
        for part in ("message", "hint"):
            assert sentences(language)[f"finding.{finding.code}.{part}"].format(**finding.values)


def test_as_many_parentheses_as_allowed() -> None:
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == A


def test_phrases_come_in_the_order_of_the_rule() -> None:
    assert list(phrases(parse("(a OR b) NEAR/2 c AND NOT d"))) == [A, B, C, D]


@pytest.mark.parametrize(
    ("rule", "text", "held"),
    [
        ("learn", "learning", False),
        ("learn*", "learning", True),
        ("learn*", "learn", True),
        ("machine learning", "machine learning", True),
        ("machine learning", "learning machine", False),
        ("machine learning", "machine deep learning", False),
        ("a NEAR/1 b", "b x a", True),
        ("a NEAR/1 b", "b x y a", False),
        ("a NEAR/0 a", "a", False),
        ("a NEAR/0 a", "a a", True),
        ("a b NEAR/0 b", "a b", False),
        ("a b NEAR/0 b", "a b b", True),
        ("a b NEAR/0 b c", "a b c", False),
        ("(a OR b) NEAR/1 (c OR d)", "d x b", True),
        ("a AND b NOT c", "b a", True),
        ("a AND b NOT c", "b a c", False),
    ],
)
def test_what_a_rule_asks_of_a_text(rule: str, text: str, held: bool) -> None:
    assert holds(parse(rule), words(text)) is held


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Trí tuệ nhân tạo, ĐIỆN TỬ", ["tri", "tue", "nhan", "tao", "dien", "tu"]),
        ("İstanbul ISTANBUL", ["istanbul", "istanbul"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("cafe\u0301 café", ["cafe", "cafe"]),
        ("ﬁeld ①②", ["field", "12"]),
        ("量子コンピュータ と 5G", ["量子コンヒュータ", "と", "5g"]),
        ("H₂O\u00a0is\u2003wet\u2028here\x85now", ["h2o", "is", "wet", "here", "now"]),
        ("a\r\nb_c–d'e", ["a", "b", "c", "d", "e"]),
        ("١٢٣ Ελλάς", ["١٢٣", "ελλασ"]),
        ("\ud800x\x00y", ["x", "y"]),
        ("", []),
    ],
)
def test_words_are_those_of_the_normal_form(text: str, said: list[str]) -> None:
    assert words(text) == said


def test_the_normal_form_keeps_line_ends_and_no_other_sign_beyond_ascii() -> None:
    assert normal("Á\nß–“\nđ") == "a\nss  \nd"
