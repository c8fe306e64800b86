"""What a match is, as plainly as it can be said: every rule is looked up in the list of words of the text.

The fast matcher (``matcher.py``) must give the same answers; the tests compare the two. At the end, the meaning of the
kernels in plain Python.
"""

from __future__ import annotations

import re

from opennss.technologies.scan.plan import Plan, hashed, key, paired
from opennss.technologies.scan.rules import Both, Definition, Either, Near, Not, Phrase, Rule, parse
from opennss.technologies.scan.words import words


def matches(definition: Definition, text: str) -> bool:
    """Whether a text says what one of the rules asks and nothing that is excluded.

    >>> graphene = Definition("graphene", ("graphene", "carbon NEAR/1 monolayer"), excluded=("graphene oxide",))
    >>> [matches(graphene, text) for text in ("Graphene-based sensors", "A monolayer of carbon", "Graphene oxide")]
    [True, True, False]
    """
    said = words(text)
    found = any(holds(parse(rule), said) for rule in definition.rules)
    return found and not any(holds(parse(rule), said) for rule in definition.excluded)


def holds(rule: Rule, said: list[str]) -> bool:
    """Whether these words, in this order, say what a rule asks."""
    match rule:
        case Phrase():
            return bool(places(rule, said))
        case Either(parts):
            return any(holds(part, said) for part in parts)
        case Both(parts):
            return all(holds(part, said) for part in parts)
        case Not(part):
            return not holds(part, said)
        case Near(first, second, most):
            return any(
                _close(one, other, most) or _close(other, one, most)
                for phrase in first
                for one in places(phrase, said)
                for another in second
                for other in places(another, said)
            )


def places(phrase: Phrase, said: list[str]) -> list[tuple[int, int]]:
    """Return where a phrase stands: the number of its first word, and of the first word behind it."""
    size = len(phrase.words)
    return [
        (begin, begin + size)
        for begin in range(len(said) - size + 1)
        if all(
            heard.startswith(word.text) if word.begins else heard == word.text
            for word, heard in zip(phrase.words, said[begin : begin + size], strict=True)
        )
    ]


def _close(earlier: tuple[int, int], later: tuple[int, int], most: int) -> bool:
    return 0 <= later[0] - earlier[1] <= most


def candidates(text: bytes, plan: Plan) -> list[tuple[int, int, int, int, int]]:
    """Return what the kernel of this name does: of each word that passes the filter place, line, number, key, hash."""
    found = []
    before = 0
    for number, word in enumerate(re.finditer(rb"[0-9A-Za-z\x80-\xff]+", text)):
        spelled = key(word[0])
        own = hashed(spelled)
        shorter = [hashed(spelled & mask) for mask in plan.shorter.tolist()]
        if any(_passes(plan, value) for value in (own, paired(before, own), *shorter)):
            found.append((word.start(), text.count(b"\n", 0, word.start()), number, spelled, before))
        before = own
    return found


def _passes(plan: Plan, value: int) -> bool:
    bit = value >> int(plan.shift)
    return bool(int(plan.bits[bit >> 6]) >> (bit & 63) & 1)


def occurrences(lines: list[str], spelled: list[Phrase]) -> list[tuple[int, int, int]]:
    """Return where phrases stand: line, number of the phrase, number of its first word among the words of all lines."""
    found = []
    before = 0
    for line, text in enumerate(lines):
        said = words(text)
        for number, phrase in enumerate(spelled):
            found += [(line, number, before + begin) for begin, _ in places(phrase, said)]
        before += len(said)
    return sorted(found)
