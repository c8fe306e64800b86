"""Words of a text as the search compares them: folded, without stop words, cut to their stem."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

WORD = re.compile(r"[a-z0-9]+")
STOP = frozenset(
    WORD.findall("""
    a about above after all also an and any are as at be been being between both but by can could do does during each
    etc for from had has have how if in into is it its may more most must no non not of off on only onto or other our
    out over own part parts per same shall should so some such than that the their them then there these they this
    those through thus to too under until up upon use used uses using via was we well were what when where whether
    which while who whose will with within without would you your
    """)
)
"""Words that say nothing about a subject, in English."""

ENDINGS = tuple(
    sorted(
        (
            ("ation", 4), ("ating", 4), ("ated", 4), ("ator", 4), ("ate", 4), ("ative", 4), ("atic", 4), ("ition", 4),
            ("ization", 4), ("isation", 4), ("izing", 4), ("ising", 4), ("ized", 4), ("ised", 4), ("izer", 4),
            ("iser", 4), ("ize", 4), ("ise", 4), ("ability", 4), ("ibility", 4), ("able", 4), ("ible", 4),
            ("ical", 4), ("ic", 4), ("ial", 4), ("al", 4), ("ity", 4), ("ness", 4), ("ment", 5), ("ance", 4),
            ("ence", 4), ("ancy", 4), ("ency", 4), ("ant", 4), ("ent", 4), ("ive", 4), ("ion", 5), ("ous", 5),
            ("ism", 4), ("ist", 4), ("ing", 3), ("ed", 3), ("er", 4), ("or", 4), ("y", 5),
        ),
        key=lambda pair: -len(pair[0]),
    )
)  # fmt: skip
"""Endings that are cut off, the longest first, with the letters that must remain."""

KEPT = ("eed", "ss", "us", "is", "ous")
"""What looks like an ending and is none."""
ALONE = {"organic": "organic", "organ": "organ", "organisation": "organiz", "organization": "organiz"}
"""Words that would else fall together although they mean different things."""
VOWEL = re.compile(r"[aeiouy]")
DOUBLED = re.compile(r"([bdfglmnprstz])\1$")
CLUSTER = re.compile(r"[bcdfgptz]r$")


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents; the Vietnamese đ becomes a d.

    >>> fold("Đo lường, Qualité")
    'do luong, qualite'
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded English word; British and American spellings of most words share theirs.

    >>> [stem(word) for word in ("sterilizing", "sterilisation", "fibre", "fibers", "colour", "welders")]
    ['steril', 'steril', 'fiber', 'fiber', 'color', 'weld']
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    word = singular(word)
    if word in ALONE:
        return ALONE[word]
    for _ in range(2):
        word = _shorter(word)
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    if len(word) > 5 and word.endswith("our"):
        word = word[:-3] + "or"
    if CLUSTER.search(word):
        word = word[:-1] + "er"
    return DOUBLED.sub(r"\1", word) if len(word) > 3 else word


def singular(word: str) -> str:
    """Return a folded word without the ending of the plural.

    >>> [singular(word) for word in ("batteries", "analyses", "boxes", "gas", "glass", "pumps")]
    ['battery', 'analysis', 'box', 'gas', 'glass', 'pump']
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("yses"):
        return word[:-2] + "is"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(KEPT) else word


def _shorter(word: str) -> str:
    """Return a word without its longest ending, or as it is."""
    for ending, least in ENDINGS:
        if word.endswith(ending) and not word.endswith(KEPT):
            rest = word[: -len(ending)]
            if len(rest) >= least and VOWEL.search(rest):
                return rest
    return word


def words(text: str) -> list[str]:
    """Return the words of a text in their order, folded, stop words and single letters left out.

    >>> words("Safety of machinery – Part 1: the e-bikes' batteries")
    ['safety', 'machinery', 'bikes', 'batteries']
    """
    return [word for word in WORD.findall(fold(text)) if len(word) > 1 and word not in STOP and not _number(word)]


def _number(word: str) -> bool:
    return word.isdigit() and len(word) < 3


def terms(text: str) -> list[str]:
    """Return the stems of the words of a text in their order.

    >>> terms("Road vehicles: Testing of batteries")
    ['road', 'vehicl', 'test', 'bat']
    """
    return [stem(word) for word in words(text)]


def pairs(stems: list[str]) -> list[str]:
    """Return each two neighbouring stems as one term, in alphabetical order: "water quality" is "quality of water".

    >>> pairs(["road", "vehicl", "test"])
    ['road vehicl', 'test vehicl']
    """
    return [pair(first, second) for first, second in pairwise(stems) if first != second]


def pair(first: str, second: str) -> str:
    """Return two stems as one term, whichever comes first."""
    return f"{first} {second}" if first < second else f"{second} {first}"
