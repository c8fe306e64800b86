"""Synthetic standards: texts about subjects, in a made-up language whose words are as frequent as a real one's.

Words are drawn by Zipf and Mandelbrot's law, f(rank) ~ 1 / (rank + 2.7)^1.07; nearly half of each text comes from the
hundred or so words of its own subject. Fixed seeds: the same call gives the same texts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

WORDS, SUBJECTS, OWN = 200_000, 400, 120
"""Words of the language, subjects, words of each subject."""

COMMON, SHARE = 300, 0.45
"""The commonest words belong to no subject; the share of a text that comes from its subject."""

_SYLLABLES = [onset + vowel for onset in "bcdfghklmnprstvwz" for vowel in "aeiou"]
_CODAS = ("", "", "n", "r", "s", "t", "l")


def language(size: int = WORDS) -> list[str]:
    """Return ``size`` different words of two to five syllables, the short ones first as in a real language."""
    random = np.random.default_rng(11)
    made: dict[str, None] = {}
    while len(made) < size:
        most = 4 + (len(made) > 400) + (len(made) > 15_000)
        counts, codas = random.integers(2, most, 400), random.integers(0, len(_CODAS), 400)
        drawn = random.integers(0, len(_SYLLABLES), (400, most)).tolist()
        for syllables, count, coda in zip(drawn, counts.tolist(), codas.tolist(), strict=True):
            made["".join([_SYLLABLES[syllable] for syllable in syllables[:count]]) + _CODAS[coda]] = None
    return list(made)[:size]


def documents(count: int, mean: int = 50) -> list[str]:
    """Return ``count`` texts of ``mean`` words on average (Poisson, six at least)."""
    words = np.array(language(), dtype=object)
    subjects, share_of_subject = _subjects()
    share = _shares(1 / (np.arange(WORDS) + 3.7) ** 1.07)
    random = np.random.default_rng(12)
    made: list[str] = []
    while len(made) < count:
        lengths = np.maximum(6, random.poisson(mean, min(20_000, count - len(made))))
        about = np.repeat(random.integers(0, SUBJECTS, len(lengths)), lengths)
        drawn = _drawn(share, random.random(len(about)))
        own = random.random(len(about)) < SHARE
        drawn[own] = subjects[about[own], _drawn(share_of_subject, random.random(int(own.sum())))]
        made.extend(_cut(words[drawn], lengths))
    return made


def queries(count: int = 200) -> list[str]:
    """Return questions of 4 to 10 words: seven of ten from one subject, the others from the whole language."""
    words = language()
    subjects, _ = _subjects()
    random = np.random.default_rng(13)
    made = []
    for _ in range(count):
        subject = subjects[random.integers(0, SUBJECTS)]
        size = int(random.integers(4, 11))
        own = random.random(size) < 0.7
        near = np.minimum(OWN - 1, random.exponential(20, size)).astype(np.int64)
        far = np.minimum(WORDS - 1, random.pareto(0.9, size) * 20).astype(np.int64)
        made.append(" ".join(words[number] for number in np.where(own, subject[near], far)))
    return made


def _subjects() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    numbers = np.random.default_rng(14).integers(COMMON, WORDS, (SUBJECTS, OWN))
    return numbers, _shares(1 / np.arange(1, OWN + 1) ** 0.8)


def _shares(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.cumsum(weights) / weights.sum())


def _drawn(shares: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.minimum(len(shares) - 1, np.searchsorted(shares, chance))


def _cut(words: NDArray[np.object_], lengths: NDArray[np.int64]) -> Iterator[str]:
    flat, stop = words.tolist(), 0
    for length in lengths.tolist():
        stop += length
        yield " ".join(flat[stop - length : stop])
