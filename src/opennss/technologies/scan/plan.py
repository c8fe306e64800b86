"""Definitions as the arrays that the kernels read: phrases with their anchors, a filter over hashes, small programs.

Every phrase has one *anchor*: two of its whole words that stand side by side (the pair with most letters), else its
longest whole word, else its longest beginning of a word. Only where a word of the text has the hash of an anchor is the
phrase compared with the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from opennss.technologies.scan.rules import Both, Definition, Either, Near, Not, Phrase, Rule, Word, parse, phrases

Array = NDArray[Any]

FIRST = tuple((1 << 8 * size) - 1 for size in range(9))
"""The first bytes of a value."""

ALL = FIRST[8]
MIX, PAIR = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
"""Odd numbers that spread the bits of a key, of two keys."""

PHRASE, NOT, BOTH, EITHER, NEAR = range(5)
"""Steps of a program: a phrase or a ``NEAR`` by its number, the last value negated, the last so many values joined."""

ROOM = 128
"""Bits of the filter for each anchor: of 128 words that are no anchor, one passes."""


class Plan(NamedTuple):
    """Where phrases may stand, and what one phrase alone decides.

    ``bits`` and ``shift``: the filter, by the highest bits of a hash. ``shorter``: masks of the shorter beginnings that
    are anchors. ``hashes``, ``slots``: open addressing, the number of a group or -1; ``groups``, ``members``: phrases
    by anchor. Each phrase: its first word in ``words`` (``phrases``), the number of its anchor word (``anchors``), the
    bits of a line that it sets (``decided``), whether other rules ask for it (``asked``). Each word: its first letter
    in ``letters`` (``words``), whether a word only ``begins`` so.
    """

    bits: Array
    shift: Any
    shorter: Array
    hashes: Array
    slots: Array
    groups: Array
    members: Array
    phrases: Array
    anchors: Array
    decided: Array
    asked: Array
    words: Array
    begins: Array
    letters: Array


class Judges(NamedTuple):
    """Programs of the rules that ask for more than a phrase: operands first (``codes``, ``values``), one by one.

    ``bits``: the bit of a line that each program sets; ``asks``, ``asking``: programs by phrase; ``sides``: which
    phrases stand on each side of each ``NEAR``; ``most``: words between; ``sizes``: words of each phrase.
    """

    programs: Array
    codes: Array
    values: Array
    bits: Array
    asks: Array
    asking: Array
    sides: Array
    most: Array
    sizes: Array


def compiled(definitions: Sequence[Definition]) -> tuple[Plan, Judges]:
    """Turn definitions into arrays; raises ``CodeError`` for the first bad rule.

    What is excluded has bits of its own, in columns behind those of the definitions; none when nothing is.
    """
    columns = -(-len(definitions) // 64)
    rules: list[tuple[int, Rule]] = []
    for number, definition in enumerate(definitions):
        rules += [(number, rule) for rule in _flat(map(parse, definition.rules))]
        rules += [(64 * columns + number, rule) for rule in _flat(map(parse, definition.excluded))]
    known = {phrase: None for _, rule in rules for phrase in phrases(rule)}
    numbers = {phrase: number for number, phrase in enumerate(known)}
    more = any(definition.excluded for definition in definitions)
    decided = np.zeros((len(numbers), columns * (1 + more)), np.uint64)
    for bit, rule in rules:
        if isinstance(rule, Phrase):
            decided[numbers[rule], bit // 64] |= np.uint64(1 << bit % 64)
    judges = _judges([(bit, rule) for bit, rule in rules if not isinstance(rule, Phrase)], numbers)
    return _plan(list(numbers), decided, np.diff(judges.asks) > 0), judges


def _flat(rules: Iterable[Rule]) -> Iterable[Rule]:
    """Give rules of which one is enough, as many as there are."""
    for rule in rules:
        if isinstance(rule, Either):
            yield from _flat(rule.parts)
        else:
            yield rule


def key(word: bytes) -> int:
    """Return the first eight bytes of a word in lower case as one value, the first one lowest."""
    return int.from_bytes(word[:8].lower(), "little")


def hashed(value: int) -> int:
    """Return the hash of a key."""
    return value * MIX & ALL


def paired(before: int, value: int) -> int:
    """Return the hash of two words, from the hash of the first and that of the second."""
    return ((before >> 29) ^ value) * PAIR & ALL


def _anchor(phrase: Phrase) -> tuple[int, int, int]:
    """Return the number of the anchor word of a phrase, its hash, and its bytes when it is a shorter beginning."""
    spelled = phrase.words
    pairs = [place for place, two in enumerate(pairwise(spelled), 1) if not any(word.begins for word in two)]
    if pairs:
        place = max(pairs, key=lambda place: len(spelled[place - 1].text) + len(spelled[place].text))
        return place, paired(*(hashed(key(word.text.encode())) for word in spelled[place - 1 : place + 1])), 0
    place = max(range(len(spelled)), key=lambda place: (not spelled[place].begins, len(spelled[place].text)))
    size = _shorter(spelled[place])
    return place, hashed(key(spelled[place].text.encode()) & FIRST[size or 8]), size


def _shorter(word: Word) -> int:
    """Return by how many bytes the beginning of a word is looked for: 4, 2 or 1; 0 when by all eight of a key."""
    size = len(word.text.encode())
    return next(some for some in (4, 2, 1) if some <= size) if word.begins and size < 8 else 0


def _plan(spelled: list[Phrase], decided: Array, asked: Array) -> Plan:
    anchors = [_anchor(phrase) for phrase in spelled]
    groups: dict[int, list[int]] = {}
    for number, (_, value, _) in enumerate(anchors):
        groups.setdefault(value, []).append(number)
    size = max(10, (ROOM * len(groups)).bit_length())
    bits = np.zeros(1 << size - 6, np.uint64)
    for value in groups:
        bit = value >> 64 - size
        bits[bit >> 6] |= np.uint64(1 << (bit & 63))
    hashes, slots = _table(list(groups))
    words = [word for phrase in spelled for word in phrase.words]
    letters = [word.text.encode() for word in words]
    return Plan(
        bits=bits,
        shift=np.uint64(64 - size),
        shorter=np.array([FIRST[some] for some in sorted({size for _, _, size in anchors} - {0})], np.uint64),
        hashes=hashes,
        slots=slots,
        groups=_starts(map(len, groups.values())),
        members=np.array([number for members in groups.values() for number in members], np.int64),
        phrases=_starts(len(phrase.words) for phrase in spelled),
        anchors=np.array([place for place, _, _ in anchors], np.int64),
        decided=decided,
        asked=asked,
        words=_starts(map(len, letters)),
        begins=np.array([word.begins for word in words], np.bool_),
        letters=np.frombuffer(bytearray(b"".join(letters)), np.uint8),
    )


def _table(values: list[int]) -> tuple[Array, Array]:
    """Return a table of open addressing that is at most half full: hashes, and the number of each or -1."""
    size = 1 << max(4, (2 * len(values)).bit_length())
    hashes, slots = np.zeros(size, np.uint64), np.full(size, -1, np.int64)
    for number, value in enumerate(values):
        slot = value >> 32 & size - 1
        while slots[slot] >= 0:
            slot = slot + 1 & size - 1
        hashes[slot], slots[slot] = value, number
    return hashes, slots


def _judges(rules: list[tuple[int, Rule]], numbers: dict[Phrase, int]) -> Judges:
    nears: dict[Near, int] = {}
    programs = [list(_program(rule, numbers, nears)) for _, rule in rules]
    steps = [step for program in programs for step in program]
    asks: list[list[int]] = [[] for _ in numbers]
    for program, (_, rule) in enumerate(rules):
        for phrase in dict.fromkeys(phrases(rule)):
            asks[numbers[phrase]].append(program)
    sides = np.zeros((len(nears), 2, len(numbers)), np.bool_)
    for near, number in nears.items():
        for side, some in enumerate((near.first, near.second)):
            sides[number, side, [numbers[phrase] for phrase in some]] = True
    return Judges(
        programs=_starts(map(len, programs)),
        codes=np.array([code for code, _ in steps], np.int64),
        values=np.array([value for _, value in steps], np.int64),
        bits=np.array([bit for bit, _ in rules], np.int64),
        asks=_starts(map(len, asks)),
        asking=np.array([program for some in asks for program in some], np.int64),
        sides=sides,
        most=np.array([near.most for near in nears], np.int64),
        sizes=np.array([len(phrase.words) for phrase in numbers], np.int64),
    )


def _program(rule: Rule, numbers: dict[Phrase, int], nears: dict[Near, int]) -> Iterable[tuple[int, int]]:
    """Give the steps that work out a rule: operands first."""
    match rule:
        case Phrase():
            yield PHRASE, numbers[rule]
        case Near():
            yield NEAR, nears.setdefault(rule, len(nears))
        case Not(part):
            yield from _program(part, numbers, nears)
            yield NOT, 1
        case Either(parts) | Both(parts):
            for part in parts:
                yield from _program(part, numbers, nears)
            yield (EITHER if isinstance(rule, Either) else BOTH), len(parts)


def _starts(sizes: Iterable[int]) -> Array:
    """Return where each of several runs starts that lie one behind the other, and where the last one ends."""
    return np.array([0, *accumulate(sizes)], np.int64)
