"""What a query means in English: words of another language and lay words become the terms of the field.

The data are the files ``glossary/<language>*.csv`` beside this module: ``term,en,subject``. ``en`` are English
renderings parted by semicolons, the best first; none means that the term says nothing about a subject. The files of
English turn lay words into those of the field ("rebar" into "steels for the reinforcement of concrete").
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, pairwise

from opennss.catalogue.terms import STOP, fold, singular

WEAK = 0.2
"""Weight of a word that many subjects share (industry, export, quality), beside 1."""
FURTHER = 0.8
"""Weight of a rendering after the first, and of a word of the field for a lay word."""
GUESSED = 0.7
"""Weight of what a word without its diacritics may also mean."""
NESTED = 0.3
"""Weight of a shorter term of another language inside a longer one, whose English need not hold its words."""
TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
SYLLABLE = re.compile(
    r"(b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oao|oay|oe|oeo|oi|oo|u|ua|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|y|ye"
    r"|yeu)(c|ch|m|n|ng|nh|p|t)?"
)
"""A Vietnamese syllable without its diacritics."""
LETTERS = re.compile(r"[^\W_]+")

Key = tuple[str, ...]
"""The words of a term as they are compared."""


@dataclass(frozen=True, slots=True)
class Way:
    """English words that a concept may be called by, and their weight (0 to 1)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """One matter of the query: the words that were ``said`` and the ``ways`` to say it in English, the best first."""

    said: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a query means: its concepts in their order, and the words that no glossary knows."""

    concepts: tuple[Concept, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Glossary:
    """English renderings of the terms of a language, as in the file, by the words of the term.

    ``longest`` is the most words that a term has.
    """

    exact: dict[Key, str]
    longest: int


@cache
def glossary(language: str) -> Glossary:
    """Return the glossary of a language; it is empty when there is no file of it."""
    rows = list(_rows(language))
    exact: dict[Key, str] = {}
    written = "\n".join(row[0] for row in rows)
    folded = fold(written) if language == "en" else unicodedata.normalize("NFC", written).casefold()
    compared = singular if language == "en" else _syllable
    for term, row in zip(folded.split("\n"), rows, strict=True):
        words = tuple(map(compared, LETTERS.findall(term)))
        exact[words] = f"{exact[words]};{row[1]}" if exact.get(words) else row[1]
    return Glossary(exact, max(map(len, exact), default=0))


def renderings(known: Glossary, key: Key) -> tuple[str, ...]:
    """Return the English renderings of a term, the best first; none for a term that says nothing about a subject."""
    return tuple(dict.fromkeys(part.strip() for part in known.exact[key].split(";") if part.strip()))


@cache
def unmarked(language: str) -> dict[Key, tuple[Key, ...]]:
    """Return the terms of a language by their words without diacritics."""
    found: dict[Key, list[Key]] = {}
    for key in glossary(language).exact:
        found.setdefault(tuple(map(_bare, key)), []).append(key)
    return {bare: tuple(keys) for bare, keys in found.items()}


def _rows(language: str) -> Iterator[list[str]]:
    """The rows of all files of a language."""
    folder = files("opennss.catalogue") / "glossary"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name == f"{language}.csv" or (file.name.startswith(f"{language}-") and file.name.endswith(".csv")):
            yield from islice(csv.reader(file.read_text(encoding="utf-8").splitlines()), 1, None)


def key_of(text: str) -> Key:
    """Return the words of a text in one spelling: small letters, tones behind syllables, y as i after a consonant.

    >>> key_of("Hoà") == key_of("hòa"), key_of("kỹ") == key_of("kĩ"), key_of("hòa") == key_of("hoá")
    (True, True, False)
    """
    return tuple(map(_syllable, _said(text)))


def _said(text: str) -> list[str]:
    return LETTERS.findall(unicodedata.normalize("NFC", text).casefold())


@lru_cache(maxsize=20_000)
def _syllable(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    tone = "".join(TONES.get(sign, "") for sign in signs)
    letters = unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in TONES))
    if len(letters) > 1 and letters.endswith("y") and letters[:-1] in {"h", "k", "l", "m", "s", "t", "qu"}:
        letters = letters[:-1] + "i"
    return letters + tone


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    return word if word.isdigit() else fold(word.rstrip("12345"))


def english_key(text: str) -> Key:
    """Return the words of an English text as a term is looked up by: small letters, singular, stop words and all."""
    return tuple(singular(word) for word in LETTERS.findall(fold(text)))


def understand(text: str, language: str = "en") -> Understood:
    """Return what a query means. A text with Vietnamese letters is Vietnamese, whatever ``language`` says.

    >>> understand("drones for farmers").concepts[0].ways[0]
    Way(text='drones', weight=1.0)
    """
    if language == "en" and _vietnamese(_said(text)):
        language = "vi"
    if language == "en":
        return Understood(tuple(_english(LETTERS.findall(fold(text)))))
    return _foreign(_said(text), language)


def _vietnamese(said: Sequence[str]) -> bool:
    """Whether a text has Vietnamese letters: such as no Western language has, or in a Vietnamese term."""
    if all(word.isascii() for word in said):
        return False
    if any(_marked(word) for word in said):
        return True
    keys, known = [_syllable(word) for word in said], glossary("vi")
    cuts = _cut(len(said), known.longest, lambda a, b: tuple(keys[a:b]) in known.exact)
    return any(
        tuple(keys[start:stop]) in known.exact and not all(word.isascii() for word in said[start:stop])
        for start, stop in cuts
    )


def _marked(word: str) -> bool:
    """Whether a word has a letter that is Vietnamese and not of a Western language."""
    signs = unicodedata.normalize("NFD", word)
    return "đ" in word or any(sign in "\u031b\u0309\u0323\u0306" for sign in signs) or _stacked(signs)


def _stacked(signs: str) -> bool:
    """Whether a letter bears two signs, as in ấ."""
    return any(unicodedata.combining(one) and unicodedata.combining(two) for one, two in pairwise(signs))


def _english(said: Sequence[str]) -> Iterator[Concept]:
    """The concepts of English words: the longest known terms, and every other word but stop words for itself."""
    known = glossary("en")
    keys = [singular(word) for word in said]
    for start, stop in _cut(len(said), known.longest, lambda a, b: tuple(keys[a:b]) in known.exact):
        text = " ".join(said[start:stop])
        if tuple(keys[start:stop]) in known.exact or (text not in STOP and len(text) > 1):
            yield Concept(text, _ways((text,)))


def _ways(texts: Sequence[str], weight: float = 1.0) -> tuple[Way, ...]:
    """The ways to say what English renderings say: the first, then what it is called in the field, then the others."""
    found: dict[str, float] = {}
    for place, text in enumerate(texts):
        base = weight if place == 0 else weight * FURTHER
        key, known = english_key(text), glossary("en")
        said = renderings(known, key) if key in known.exact else None
        own = base * WEAK if said == () else base
        for way, worth in ((text, own), *((further, base * FURTHER) for further in said or ())):
            found[way] = max(found.get(way, 0.0), worth)
    return tuple(Way(text, worth) for text, worth in sorted(found.items(), key=lambda pair: -pair[1]))


def _foreign(said: Sequence[str], language: str) -> Understood:
    """The concepts of words in another language; what is in no glossary passes as English when it looks so."""
    listed = _lookup(said, language)
    concepts: list[Concept] = []
    unknown: list[str] = []
    english: list[str] = []
    for start, stop in _cut(len(said), glossary(language).longest, lambda a, b: bool(listed(a, b))):
        meanings = listed(start, stop)
        if not meanings and _latin(said[start], language):
            english.append(said[start])
            continue
        concepts += _english(english)
        english.clear()
        if meanings:
            for first, last, weight in ((start, stop, 1.0), *_inside(start, stop, listed)):
                concepts += _concept(said, first, last, listed, weight)
        else:
            unknown.append(said[start])
    return Understood((*concepts, *_english(english)), tuple(dict.fromkeys(unknown)))


Lookup = Callable[[int, int], Sequence[tuple[str, ...]]]
"""From the first word of a piece and the one behind it to the renderings of every term that it may be."""


def _inside(start: int, stop: int, listed: Lookup) -> list[tuple[int, int, float]]:
    """The shorter terms of two words and more in a term that says something, with their weight.

    A single syllable is left alone: in a longer term it often means something else.
    """
    size = stop - start
    if size < 3 or not any(listed(start, stop)):
        return []
    pieces = _cut(size, size - 1, lambda a, b: bool(listed(start + a, start + b)))
    return [(start + first, start + last, NESTED) for first, last in pieces if last - first > 1]


def _lookup(said: Sequence[str], language: str) -> Lookup:
    """How the pieces of a text are looked up: as written; without diacritics where the text has none."""
    known = glossary(language)
    keys, bare = [_syllable(word) for word in said], [fold(word) for word in said]
    plain = [_bare(key) for key in keys]

    def listed(start: int, stop: int) -> list[tuple[str, ...]]:
        key = tuple(keys[start:stop])
        if key in known.exact:
            return [renderings(known, key)]
        without = list(said[start:stop]) == bare[start:stop] and (said == bare or stop - start > 2)
        found = unmarked(language).get(tuple(plain[start:stop]), ()) if without else ()
        return [renderings(known, one) for one in found]

    return listed


def _concept(said: Sequence[str], start: int, stop: int, listed: Lookup, weight: float) -> Iterator[Concept]:
    """The concept of a piece of a text, if it is a term that says something."""
    meanings = listed(start, stop)
    if ways := _meant(meanings, weight):
        yield Concept(" ".join(said[start:stop]), ways)


def _latin(word: str, language: str) -> bool:
    """Whether an unknown word may be English: written in plain letters, and no Vietnamese syllable."""
    return word.isascii() and not (language == "vi" and SYLLABLE.fullmatch(word))


def _meant(meanings: Sequence[tuple[str, ...]], weight: float) -> tuple[Way, ...]:
    """The ways of all meanings that a written form may have."""
    found: dict[str, float] = {}
    for texts in meanings:
        for way in _ways(texts, weight * (GUESSED if len(meanings) > 1 else 1.0)):
            found[way.text] = max(found.get(way.text, 0.0), way.weight)
    return tuple(Way(text, worth) for text, worth in sorted(found.items(), key=lambda pair: -pair[1]))


def _cut(count: int, longest: int, is_term: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Cut ``count`` words into terms and single words so that long terms come out; of equals, the later ones."""
    best: list[tuple[int, int]] = [(0, 0)]
    for stop in range(1, count + 1):
        choices = [
            (best[start][0] + (stop - start) ** 2, start)
            for start in range(max(0, stop - longest), stop)
            if is_term(start, stop)
        ]
        best.append(max([(best[stop - 1][0], stop - 1), *choices]))
    cuts = []
    stop = count
    while stop:
        cuts.append((best[stop][1], stop))
        stop = best[stop][1]
    return cuts[::-1]
