"""Titles that are nearly the same: a question to those who asked, never a reason to drop a row.

Two titles are alike when they share at least seven tenths of their different words (Jaccard's coefficient) and all of
their numbers. Pairs are looked for by the rarest words of each title alone, which finds every one of them:
S. Chaudhuri, V. Ganti and R. Kaushik, *A primitive operator for similarity joins* (2006).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from opennss.model.handed import HandedRow
from opennss.tables.words import folded

LEAST = 0.7
FEWEST = 2
"""Words that a title needs to be compared: one alone says too little."""

Words = frozenset[str]


def alike(rows: Sequence[HandedRow]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield the lines of rows with nearly the same title, and the title of the first; equal titles are one group.

    A row that stands for many items is not compared, nor are rows that all have references: these tell them apart.
    """
    groups: dict[Words, list[HandedRow]] = {}
    for row in rows:
        found = frozenset(folded(row.title).split())
        if row.count == 1 and len(found) >= FEWEST:
            groups.setdefault(found, []).append(row)
    for group in groups.values():
        if len(group) > 1 and not all(row.reference for row in group):
            yield tuple(row.line for row in group), group[0].title
    told = {words: all(row.reference for row in group) for words, group in groups.items()}
    for first, second in _pairs(told):
        one, other = groups[first][0], groups[second][0]
        yield (one.line, other.line), one.title


def _pairs(told: Mapping[Words, bool]) -> Iterator[tuple[Words, Words]]:
    """Yield pairs of different titles that are alike, in the order of the list; of two with references, none.

    Sets of words are compared as the bits of whole numbers, which is quick.
    """
    often = Counter(word for title in told for word in title)
    bit = {word: 1 << place for place, word in enumerate(often)}
    numbers = sum(value for word, value in bit.items() if word.isdecimal())
    titles = [*told]
    masks = [sum(bit[word] for word in title) for title in titles]
    holding: dict[tuple[str, bool], list[int]] = {}
    for place, title in enumerate(titles):
        first = _rarest(title, often)
        known = (False,) if told[title] else (False, True)
        near = {other for word in first for kind in known for other in holding.get((word, kind), ())}
        for other in sorted(near):
            both = (masks[other] & masks[place]).bit_count()
            either = len(titles[other]) + len(title) - both
            if both >= LEAST * either and not (masks[other] ^ masks[place]) & numbers:
                yield titles[other], title
        for word in first:
            holding.setdefault((word, told[title]), []).append(place)


def _rarest(title: Words, often: Mapping[str, int]) -> list[str]:
    """Return the rarest words of a title: so many that a title without any of them is never alike."""
    ordered = sorted(title, key=lambda word: (often[word], word))
    return ordered[: len(title) - math.ceil(LEAST * len(title)) + 1]
