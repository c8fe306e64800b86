"""A query as it is put to profiles and index: concepts, each with the terms of its ways, and references in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opennss.catalogue.glossary import Concept
from opennss.catalogue.terms import pair, pairs, terms
from opennss.model.references import DOCUMENTS, NATIONAL, PARTNERS, WORLD

Array = NDArray[Any]
CODE = re.compile(r"(?i)\b(?:[a-z/]+[/ ])?(?:tc|jtc|pc|syc) ?\d+(?: ?/ ?(?:sc|pc) ?\w+)?\b")
"""The code of a committee, with or without its body."""
LENGTH = 0.25
"""How much a way of many words is held back: the exponent of their number."""
BODIES = frozenset(
    ("ISO", "IEC", "IWA", *PARTNERS.split("|"), *(part for name in WORLD for part in re.split("[ -]", name)))
)
HOME = frozenset(part for name in NATIONAL for part in name.split("/"))
KINDS = frozenset((*DOCUMENTS.split("|"), "GUIDE"))
TOKEN = re.compile(r"[^\W\d_]+|\d+(?:-\d+)*(?:\s*:\s*\d{4})?|\S")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A way to say a concept: its text, its weight, and the terms that stand for it (stems and pairs)."""

    text: str
    weight: float
    stems: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One concept of the query with its ways, and the pair of words that ties it to the concept before, if any."""

    said: str
    ways: tuple[Wanted, ...]
    link: str | None


@dataclass(frozen=True, slots=True)
class Number:
    """A reference in a query: its number, the year (empty when not said) and the bodies and kinds before it."""

    number: str
    year: str
    before: tuple[str, ...]


def parts_of(concepts: Iterable[Concept]) -> tuple[Part, ...]:
    """Return the concepts of a query with their terms.

    >>> from opennss.catalogue.glossary import understand
    >>> [part.link for part in parts_of(understand("noise of pumps").concepts)]
    [None, 'nois pump']
    """
    found = []
    before: tuple[str, ...] = ()
    for concept in {concept.said: concept for concept in concepts}.values():
        ways = tuple(_wanted(way.text, way.weight) for way in concept.ways)
        stems = ways[0].stems
        link = pair(before[-1], stems[0]) if before and stems and before[-1] != stems[0] else None
        found.append(Part(concept.said, tuple(way for way in ways if way.stems), link))
        before = stems or before
    return tuple(part for part in found if part.ways)


def _wanted(text: str, weight: float) -> Wanted:
    stems = tuple(terms(text))
    return Wanted(text, weight, stems, tuple(dict.fromkeys((*stems, *pairs(list(stems))))))


Scores = Callable[[str], Array | None]
"""From a term to how much it speaks for each unit or document; ``None`` for a term that stands nowhere."""


def factor(way: Wanted) -> float:
    """Return what the terms of a way count."""
    return float(way.weight / len(set(way.stems)) ** LENGTH)


def worth(way: Wanted, of_term: Scores, size: int) -> Array:
    """Return how well a way fits each unit or document."""
    total = np.zeros(size, np.float32)
    for term in way.terms:
        if (scores := of_term(term)) is not None:
            total += scores
    return total * np.float32(factor(way))


def _sum(way: Wanted, of_term: Scores, place: int) -> float:
    return sum(float(s[place]) for term in way.terms if (s := of_term(term)) is not None)


def best_way(part: Part, of_term: Scores, place: int) -> Wanted | None:
    """Return the way of a concept that fits a unit or document best, the first of equals; ``None`` if none does."""
    values = [factor(way) * _sum(way, of_term, place) for way in part.ways]
    return part.ways[values.index(max(values))] if max(values) > 0 else None


def combined(parts: Sequence[Part], of_term: Scores, size: int) -> Array:
    """Return the scores of all units or documents: of each concept the best way, and the ties between concepts."""
    total = np.zeros(size)
    for part in parts:
        best = np.zeros(size, np.float32)
        for way in part.ways:
            if any(of_term(term) is not None for term in way.terms):
                np.maximum(best, worth(way, of_term, size), out=best)
        total += best
        if part.link and (tie := of_term(part.link)) is not None:
            total += part.ways[0].weight * tie
    return total


def codes_in(text: str, keys: Sequence[str]) -> tuple[tuple[int, ...], str]:
    """Return the places in ``keys`` of the committees whose codes stand in a query, and the query without them.

    >>> codes_in("work of iso/tc34/sc 15", ["IEC/TC 34", "ISO/TC 34", "ISO/TC 34/SC 15"])
    ((2,), 'work of ')
    """
    plain = {number: re.sub(r"\s", "", key).upper() for number, key in enumerate(keys)} if CODE.search(text) else {}
    asked = [re.sub(r"\s", "", code).upper() for code in CODE.findall(text)]
    places = [number for code in asked for number, key in plain.items() if _ends(key, code)]
    return tuple(dict.fromkeys(places)), CODE.sub("", text) if places else text


def _ends(key: str, code: str) -> bool:
    """Whether a code is that of a committee, with or without its body."""
    return key == code or key.endswith(f"/{code}") or (code.startswith("JTC") and key.endswith(code))


def numbers_in(text: str) -> tuple[tuple[Number, ...], str]:
    """Return the references in a query, and the query without them.

    >>> numbers_in("use of TCVN ISO 9001:2015 in offices")
    ((Number(number='9001', year='2015', before=('TCVN', 'ISO')),), 'use of   in offices')
    """
    tokens = list(TOKEN.finditer(text))
    said = [token[0] for token in tokens]
    found, rest, behind = [], [], 0
    for place, word in enumerate(said):
        start = place
        while start and (said[start - 1] in "/-" or said[start - 1].upper() in BODIES | HOME | KINDS):
            start -= 1
        before = tuple(one.upper() for one in said[start:place] if one.isalpha())
        if word[0].isdigit() and set(before) & (BODIES | HOME):
            number, _, year = re.sub(r"\s", "", word).partition(":")
            found.append(Number(number, year, before))
            rest.append(text[behind : tokens[start].start()])
            behind = tokens[place].end()
    return tuple(found), " ".join((*rest, text[behind:])) if found else text
