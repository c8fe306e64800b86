"""A text as weighted features: words, pairs of words and whole segments of the title, each known by its hash.

A title is read in segments ("Textiles – Tests for colour fastness – Part B02: ..."); the first one names the subject,
so every segment is also one feature. Words of the title count once more as words of the title. Plural endings fall
away, as do short numbers and words that every standard has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numba
import numpy as np
from numpy.typing import NDArray

COMMON = (
    "a an and any are as at be by can for from has have in into is it its may not of on or other shall such than that "
    "the their these this to used using with which when where part iso iec en document international standard "
    "standards specifies also does applies apply"
)
"""Words that say nothing about the subject of a standard."""

PRIME = np.uint64(1099511628211)
SEED = np.uint64(14695981039346656037)
TITLE, PAIR, TITLE_PAIR, FIRST, SEGMENT = (np.uint64(0x9E3779B97F4A7C15 * kind % 2**64) for kind in range(1, 6))
"""Kinds of features, mixed into the hash of the words."""

RARE, MOST = 2, 400_000
"""A feature that fewer texts hold says something about one text only; of the others the most frequent are kept."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features that training has met: ``hashes`` ascending, and how much each of them tells (``weights``)."""

    hashes: NDArray[np.uint64]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Texts by features, row after row: row ``i`` holds ``columns`` and ``values`` from ``starts[i]``.

    Every row has length one (or is empty).
    """

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]


def plain(title: str, abstract: str) -> bytes:
    """Return title and abstract as bytes of plain letters: lower case, no accents, a line break between the two.

    >>> plain("Café – Vocabulary", "Terms.")
    b'cafe - vocabulary\\nterms.'
    """
    both = " ".join(title.split()) + "\n" + " ".join(abstract.split())
    if not both.isascii():
        both = (
            unicodedata.normalize("NFKD", both.replace("–", "-").replace("—", "-")).encode("ascii", "ignore").decode()
        )
    return both.lower().encode()


@numba.njit(cache=True)
def _word(text, start, end):  # type: ignore[no-untyped-def]
    """Hash a word without its plural ending."""
    length = end - start
    stop = end
    last = np.uint64(0)
    if length > 4 and text[end - 1] == 115 and text[end - 2] == 101 and text[end - 3] == 105:
        stop, last = end - 3, np.uint64(121)
    elif length > 3 and text[end - 1] == 115 and text[end - 2] not in (115, 117, 105):
        stop = end - 1
    value = SEED
    for place in range(start, stop):
        value = (value ^ np.uint64(text[place])) * PRIME
    return (value ^ last) * PRIME if last else value


@numba.njit(cache=True)
def _read(text, common, out):  # type: ignore[no-untyped-def]
    """Write the hashes of all features of a text to ``out``; return their number."""
    count, place, size = 0, 0, text.size
    in_title, first, before, segment = True, True, np.uint64(0), np.uint64(0)
    while place <= size:
        letter = text[place] if place < size else 10
        if 97 <= letter <= 122 or 48 <= letter <= 57:
            start, number = place, True
            while place < size and (97 <= text[place] <= 122 or 48 <= text[place] <= 57):
                number = number and text[place] <= 57
                place += 1
            word = _word(text, start, place)
            known = np.searchsorted(common, word)
            if (number and place - start < 3) or (known < common.size and common[known] == word):
                continue
            out[count] = word
            count += 1
            if before:
                out[count] = (before ^ PAIR) * PRIME ^ word
                count += 1
            if in_title:
                out[count] = (word ^ TITLE) * PRIME
                count += 1
                if before:
                    out[count] = (before ^ TITLE_PAIR) * PRIME ^ word
                    count += 1
                segment = (segment ^ word) * PRIME
            before = word
            continue
        split = letter == 10 or (letter == 45 and place > 0 and text[place - 1] == 32)
        if in_title and split:
            if segment:
                out[count] = (segment ^ SEGMENT) * PRIME
                count += 1
                if first:
                    out[count] = (segment ^ FIRST) * PRIME
                    count += 1
                first = False
            before, segment = np.uint64(0), np.uint64(0)
            in_title = letter != 10
        place += 1
    return count


@numba.njit(cache=True)
def _count(text, starts, common, hashes, times, places):  # type: ignore[no-untyped-def]
    """Count the features of each text: ascending hashes and how often, from ``places[i]``; return numbers by text."""
    found = np.zeros(starts.size - 1, np.int64)
    for row in range(starts.size - 1):
        part = hashes[places[row] : places[row + 1]]
        number = _read(text[starts[row] : starts[row + 1]], common, part)
        part[:number].sort()
        kept = 0
        for place in range(number):
            if kept and part[kept - 1] == part[place]:
                times[places[row] + kept - 1] += 1
            else:
                part[kept] = part[place]
                times[places[row] + kept] = 1
                kept += 1
        found[row] = kept
    return found


def counted(texts: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int32]]:
    """Return starts of rows, hashes and counts of the features of texts made by :func:`plain`."""
    text = np.frombuffer(b"".join(texts), np.uint8)
    starts = np.concatenate(([0], np.cumsum([len(one) for one in texts], dtype=np.int64)))
    room = np.concatenate(([0], np.cumsum([2 * len(one) + 8 for one in texts], dtype=np.int64)))
    hashes, times = np.empty(room[-1], np.uint64), np.zeros(room[-1], np.int32)
    found = _count(text, starts, _common(), hashes, times, room)
    rows = np.concatenate(([0], np.cumsum(found)))
    kept = np.repeat(room[:-1] - rows[:-1], found) + np.arange(rows[-1])
    return rows, hashes[kept], times[kept]


@cache
def _common() -> NDArray[np.uint64]:
    words = (np.frombuffer(word.encode(), np.uint8) for word in COMMON.split())
    return np.unique(np.array([_word(word, 0, word.size) for word in words], np.uint64))


def learn(texts: Sequence[bytes]) -> tuple[Vocabulary, Matrix]:
    """Return the features of training texts that more than one text has, and the texts in them."""
    starts, hashes, times = counted(texts)
    every, columns, holders = np.unique(hashes, return_inverse=True, return_counts=True)
    kept = holders >= RARE
    if np.count_nonzero(kept) > MOST:
        kept &= holders > np.partition(holders, -MOST)[-MOST]
    weights = np.log((len(texts) + 1) / (holders[kept] + 1.0)).astype(np.float32)
    numbers = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    return Vocabulary(every[kept], weights), weighed(starts, numbers[columns], times, weights)


def read(vocabulary: Vocabulary, texts: Sequence[bytes]) -> tuple[Matrix, NDArray[np.int64]]:
    """Return texts in the features of a vocabulary, and how many features each text has, known or not."""
    starts, hashes, times = counted(texts)
    places = np.minimum(np.searchsorted(vocabulary.hashes, hashes), max(vocabulary.hashes.size - 1, 0))
    known = vocabulary.hashes[places] == hashes if vocabulary.hashes.size else np.zeros(hashes.size, bool)
    columns = np.where(known, places, -1).astype(np.int32)
    return weighed(starts, columns, times, vocabulary.weights), np.diff(starts)


def weighed(
    starts: NDArray[np.int64], columns: NDArray[np.int32], times: NDArray[np.int32], weights: NDArray[np.float32]
) -> Matrix:
    """Return rows of length one: (1 + log of the count) times the weight; columns below zero are left out."""
    kept = columns >= 0
    rows = np.repeat(np.arange(starts.size - 1), np.diff(starts))[kept]
    values = (1 + np.log(times[kept])) * weights[columns[kept]]
    length = np.sqrt(np.bincount(rows, values * values, starts.size - 1))
    scaled = values / np.maximum(length, 1e-9)[rows]
    ends = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=starts.size - 1))))
    return Matrix(ends.astype(np.int64), columns[kept], scaled.astype(np.float32))
