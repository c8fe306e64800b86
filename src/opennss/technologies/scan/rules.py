"""Keyword rules: what a text must say to be about a technology, read from words, quotation marks and operators.

    quantum comput*                     words in a row, the last one by its beginning
    "quantum key distribution"          the same, in quotation marks
    blockchain OR "distributed ledger"  one of them
    graphene AND (sensor* OR battery)   both, anywhere in the text
    perovskite NOT "solar cell"         the first without the second
    gene NEAR/2 edit*                   at most two words between, in any order

``AND`` binds more than ``OR``, ``NEAR`` more than ``AND``. Upper and lower case, accents and hyphens make no difference
in words (``words.py``); operators are upper case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opennss.errors import CodeError
from opennss.technologies.scan.words import WORD, normal

DEEPEST, FARTHEST, SHORTEST = 20, 100, 2
"""Parentheses within parentheses, words between by ``NEAR``, letters before ``*``: no more, no more, no fewer."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One technology for the scan: a text matches when one of ``rules`` does and none of ``excluded`` does.

    ``topics`` are OpenAlex topics (``T10028``) that make a work match whatever its text says.
    """

    id: str
    rules: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the normal form, or the beginning of one."""

    text: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts, anywhere in the text."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not the part."""

    part: Rule


@dataclass(frozen=True, slots=True)
class Near:
    """A phrase of ``first`` and one of ``second`` that share no word, at most ``most`` words between, in any order."""

    first: tuple[Phrase, ...]
    second: tuple[Phrase, ...]
    most: int


Rule = Phrase | Either | Both | Not | Near


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a rule; ``kind`` is the operator or parenthesis itself, or ``words``, ``quoted``, ``end``."""

    kind: str
    text: str
    place: int


_PIECE = re.compile(r'\s*(?:(?P<quoted>["“”„][^"“”„]*(?P<closed>["“”]?))|(?P<sign>[()])|(?P<bare>[^\s()"“”„]+))')
_STARRED = re.compile(rf"({WORD.pattern})(\*?)")


def parse(rule: str) -> Rule:
    """Read a rule; raises ``CodeError`` with the rule and the place (its first character is 1) of what is wrong.

    >>> parse("quantum comput*")
    Phrase(words=(Word(text='quantum', begins=False), Word(text='comput', begins=True)))
    >>> parse("gene AND")
    Traceback (most recent call last):
    opennss.errors.CodeError: scan-rule-missing: {'rule': 'gene AND', 'place': 9}
    """
    tokens = list(_tokens(rule))
    read, after = _either(rule, tokens, 0, 0)
    if tokens[after].kind != "end":
        raise _wrong("scan-rule-operator" if tokens[after].kind != ")" else "scan-rule-closing", rule, tokens[after])
    if _holds_of_nothing(read):
        raise CodeError("scan-rule-only-not", rule=rule, place=1)
    return read


def phrases(rule: Rule) -> Iterator[Phrase]:
    """Give every phrase of a rule, in its order."""
    match rule:
        case Phrase():
            yield rule
        case Either(parts) | Both(parts):
            for part in parts:
                yield from phrases(part)
        case Not(part):
            yield from phrases(part)
        case Near(first, second):
            yield from first + second


def _wrong(code: str, rule: str, token: _Token) -> CodeError:
    return CodeError(code, rule=rule, place=token.place)


def _tokens(rule: str) -> Iterator[_Token]:
    """Cut a rule into its pieces; bare words that follow one another are one piece."""
    bare: list[_Token] = []
    place = 0
    while found := _PIECE.match(rule, place):
        begin, place = found.end() - len(found[0].lstrip()), found.end()
        token = _token(rule, found, begin + 1)
        if token.kind == "words":
            bare.append(token)
            continue
        if bare:
            yield _joined(bare)
            bare = []
        yield token
    if bare:
        yield _joined(bare)
    yield _Token("end", "", len(rule.rstrip()) + 1)


def _joined(bare: list[_Token]) -> _Token:
    return _Token("words", " ".join(token.text for token in bare), bare[0].place)


def _token(rule: str, found: re.Match[str], place: int) -> _Token:
    if quoted := found["quoted"]:
        if not found["closed"]:
            raise CodeError("scan-rule-quote", rule=rule, place=place)
        return _Token("quoted", quoted[1:-1], place)
    text = found["sign"] or found["bare"]
    if text in ("(", ")", "AND", "OR", "NOT"):
        return _Token(text, text, place)
    if text == "NEAR" or text.startswith("NEAR/"):
        most = text[5:]
        if not re.fullmatch("[0-9]{1,3}", most) or int(most) > FARTHEST:
            raise CodeError("scan-rule-near-number", rule=rule, place=place, most=FARTHEST)
        return _Token("NEAR", most, place)
    return _Token("words", text, place)


def _either(rule: str, tokens: list[_Token], at: int, depth: int) -> tuple[Rule, int]:
    """Read what stands between the ``OR``; returns it and the place behind."""
    part, at = _both(rule, tokens, at, depth)
    parts = [part]
    while tokens[at].kind == "OR":
        part, at = _both(rule, tokens, at + 1, depth)
        parts.append(part)
    return (Either(tuple(parts)) if len(parts) > 1 else part), at


def _both(rule: str, tokens: list[_Token], at: int, depth: int) -> tuple[Rule, int]:
    """Read what stands between ``AND``, ``NOT`` and ``AND NOT``."""
    part, at = _negated(rule, tokens, at, depth)
    parts = [part]
    while tokens[at].kind in ("AND", "NOT"):
        part, at = _negated(rule, tokens, at + (tokens[at].kind == "AND"), depth)
        parts.append(part)
    return (Both(tuple(parts)) if len(parts) > 1 else part), at


def _negated(rule: str, tokens: list[_Token], at: int, depth: int) -> tuple[Rule, int]:
    if tokens[at].kind != "NOT":
        return _near(rule, tokens, at, depth)
    part, after = _near(rule, tokens, at + 1, depth)
    return Not(part), after


def _near(rule: str, tokens: list[_Token], at: int, depth: int) -> tuple[Rule, int]:
    """Read one part, or two with ``NEAR`` between; each of the two is a phrase or several with ``OR`` between."""
    first, after = _part(rule, tokens, at, depth)
    operator = tokens[after]
    if operator.kind != "NEAR":
        return first, after
    second, end = _part(rule, tokens, after + 1, depth)
    sides = _alternatives(first), _alternatives(second)
    if not all(sides):
        raise _wrong("scan-rule-near-part", rule, operator)
    if tokens[end].kind == "NEAR":
        raise _wrong("scan-rule-near-twice", rule, tokens[end])
    return Near(*sides, int(operator.text)), end


def _alternatives(rule: Rule) -> tuple[Phrase, ...]:
    """Return the phrases of which a rule asks one; none when it asks more than that."""
    match rule:
        case Phrase():
            return (rule,)
        case Either(parts):
            each = [_alternatives(part) for part in parts]
            return tuple(phrase for some in each for phrase in some) if all(each) else ()
    return ()


def _part(rule: str, tokens: list[_Token], at: int, depth: int) -> tuple[Rule, int]:
    """Read a phrase, or what stands in parentheses."""
    token = tokens[at]
    if token.kind in ("words", "quoted"):
        return _phrase(rule, token), at + 1
    if token.kind != "(":
        raise _wrong("scan-rule-missing", rule, token)
    if depth == DEEPEST:
        raise CodeError("scan-rule-deep", rule=rule, place=token.place, most=DEEPEST)
    read, after = _either(rule, tokens, at + 1, depth + 1)
    if tokens[after].kind == ")":
        return read, after + 1
    raise _wrong("scan-rule-opening" if tokens[after].kind == "end" else "scan-rule-operator", rule,
                 token if tokens[after].kind == "end" else tokens[after])  # fmt: skip


def _phrase(rule: str, token: _Token) -> Phrase:
    text = normal(token.text)
    found = [(word[1], bool(word[2])) for word in _STARRED.finditer(text)]
    if not found:
        raise _wrong("scan-rule-no-word", rule, token)
    stars = len(re.findall(rf"{WORD.pattern}\*(?![^\W_]|\*)", text))
    if text.count("*") != stars or any(starred and len(word) < SHORTEST for word, starred in found):
        raise CodeError("scan-rule-star", rule=rule, place=token.place, least=SHORTEST)
    return Phrase(tuple(Word(*each) for each in found))


def _holds_of_nothing(rule: Rule) -> bool:
    """Whether a text without any of the phrases matches."""
    match rule:
        case Either(parts):
            return any(map(_holds_of_nothing, parts))
        case Both(parts):
            return all(map(_holds_of_nothing, parts))
        case Not(part):
            return not _holds_of_nothing(part)
    return False
