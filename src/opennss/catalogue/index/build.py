"""Making an index out of texts, in batches, and adding texts to it without reading the old ones again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import polars as pl

from opennss.catalogue.index.kernels import BLOCK, ENTRY, KINDS, bake, collapse, doubled, keyed, scatter, tokenize
from opennss.catalogue.index.postings import ARRAYS, Array, Index, made_of
from opennss.catalogue.index.words import plain

BATCH = 8192
"""So many documents are tokenized at a time."""

MOST_FIELDS = 256
"""The number of a field has one byte in a key."""

Fold = Callable[[str], str]
"""From a word, in lower case, to the term that stands for it in the index; an empty text drops the word."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of every document (``""`` where a document lacks it); each of its words counts ``weight`` times."""

    texts: Sequence[str]
    weight: int = 1


def build(fields: Sequence[Field], fold: Fold | None = None, k1: float = 1.2, b: float = 0.75) -> Index:
    """Index documents, each given as one text in every field.

    ``fold`` is asked once for each different word. ``k1`` ≥ 0 bends the curve of the counts, ``b`` (0 to 1) says how
    much long documents are held back. Raises ``ValueError`` when the fields are not of one length, or for a weight
    below 1.

    >>> index = build([Field(["Milk", "Soil"], weight=3), Field(["Milk and milk products", "Soil quality"])])
    >>> index.size, [index.term(number) for number in range(index.terms)]
    (2, ['and', 'milk', 'products', 'quality', 'soil'])
    """
    if k1 < 0 or not 0 <= b <= 1:
        raise ValueError(f"k1 must be 0 or more and b from 0 to 1, not {k1} and {b}")
    nothing = {name: np.zeros(int(name in ("ends", "starts")), kind) for name, kind in ARRAYS.items()}
    return add(made_of(nothing, k1, b), fields, fold)


def add(index: Index, fields: Sequence[Field], fold: Fold | None = None) -> Index:
    """Return the index with further documents, numbered on from its last one.

    The result is what ``build`` would make of all texts together, if ``fold`` and the weights are those of the index.

    >>> first = build([Field(["Milk powder"])])
    >>> add(first, [Field(["Cheese"])]).size
    2
    """
    _check(fields)
    numbers = defaultdict[str, int](int, {"": 0})  # of every term; 0 is what drops a word
    numbers.default_factory = numbers.__len__
    sizes = np.diff(index.starts)
    old = np.array([numbers[index.term(number)] for number in range(index.terms)], np.int32)
    batches, terms, lengths, frequencies = _gathered(fields, fold, numbers, index.size)
    batches.append(_Batch(old, sizes, index.documents, index.counts))
    frequencies[old] += sizes
    order = terms.arg_sort().to_numpy()
    starts = np.cumsum(frequencies[order])  # the empty term, which nothing holds, comes first
    heads = np.zeros(len(order), np.int64)
    heads[order[1:]] = starts[:-1]
    documents, counts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint16)
    while batches:  # from the last one, which holds the first documents; what is copied makes room in memory
        batch = batches.pop()
        scatter(batch.terms, batch.sizes, batch.documents, batch.counts, heads, documents, counts)
    lengths = np.concatenate((index.lengths, lengths))
    return _baked(terms[order[1:]], starts, documents, counts, lengths, index.k1, index.b)


def _check(fields: Sequence[Field]) -> None:
    if len({len(field.texts) for field in fields}) != 1 or len(fields) > MOST_FIELDS:
        raise ValueError(f"an index needs 1 to {MOST_FIELDS} fields, and one text of each document in every field")
    if any(field.weight < 1 for field in fields):
        raise ValueError("the weight of a field must be 1 or more")


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Postings of some documents: the terms that occur, how many postings each has; of each posting document, count."""

    terms: Array
    sizes: Array
    documents: Array
    counts: Array


@dataclass(slots=True, eq=False)
class _Vocabulary:
    """The words met so far, each with its number: their letters, where each ends, and the table of ``tokenize``."""

    table: Array
    letters: Array
    ends: Array
    known: int = 0


def _gathered(
    fields: Sequence[Field], fold: Fold | None, numbers: defaultdict[str, int], first: int
) -> tuple[list[_Batch], pl.Series, Array, Array]:
    """Tokenize and count from document ``first`` on: batches, the last one first; terms; lengths; frequencies.

    The ``numbers`` of terms are learnt, unless each word is a new term: then its number is its place among the words.
    """
    weights = np.array([field.weight for field in fields], np.int64)
    vocabulary = _Vocabulary(
        np.zeros(ENTRY * 128 * BLOCK, np.uint64), np.zeros(0, np.uint8), np.zeros(64 * BLOCK, np.int64)
    )
    plainly = fold is None and len(numbers) == 1
    terms, frequencies = np.zeros(0, np.int32), np.zeros(len(numbers), np.int64)
    batches, words, lengths = [], [pl.Series([""])], [np.zeros(0, np.int32)]
    for text in _texts(fields):
        before = vocabulary.known
        found, bounds = _tokenized(text, vocabulary)
        words.append(_spelled(vocabulary.letters[vocabulary.ends[before] : vocabulary.ends[vocabulary.known]]))
        terms = _grown(terms, vocabulary.known)
        terms[before : vocabulary.known] = (
            np.arange(before + 1, vocabulary.known + 1) if plainly else _numbered(words[-1], fold, numbers)
        )
        frequencies = _grown(frequencies, vocabulary.known + 1 if plainly else len(numbers))
        keys, long = keyed(found, bounds, terms, weights)
        keys.sort()
        batches.append(_Batch(*collapse(keys, weights, first, frequencies)))
        lengths.append(long)
        first += len(long)
    spelled = pl.concat(words) if plainly else pl.Series(list(numbers))
    return batches[::-1], spelled, np.concatenate(lengths), frequencies[: len(spelled)]


def _tokenized(text: bytes, vocabulary: _Vocabulary) -> tuple[Array, Array]:
    """Return the numbers of the words of a batch, and how many stand before the end of each field; learn new words."""
    found, bounds = np.empty(len(text) // 2, np.int32), np.empty(text.count(b"\0"), np.int64)
    longs = np.frombuffer(text + bytes(32 - len(text) % 8), np.uint64)
    vocabulary.letters = _grown(vocabulary.letters, int(vocabulary.ends[vocabulary.known]) + len(text))
    state = np.array([0, 0, 0, vocabulary.known], np.int64)
    while state[0] < len(text):
        if state[3] + BLOCK >= len(vocabulary.ends):
            vocabulary.table = doubled(vocabulary.table)
            vocabulary.ends = np.pad(vocabulary.ends, (0, len(vocabulary.ends)))
        tokenize(longs, len(text), KINDS, vocabulary.table, vocabulary.letters, vocabulary.ends, found, bounds, state)
    vocabulary.known = int(state[3])
    return found[: state[1]], bounds


def _grown(array: Array, size: int) -> Array:
    """Return an array with room for ``size`` values: this one, or one half as large again with zeros behind."""
    return array if len(array) >= size else np.pad(array, (0, size + size // 2 - len(array)))


def _spelled(letters: Array) -> pl.Series:
    """Return the words whose letters these are, a zero byte behind each."""
    if not len(letters):
        return pl.Series([], dtype=pl.String)
    return pl.Series([letters[:-1].tobytes().decode()]).str.split("\0").explode()


def _numbered(words: pl.Series, fold: Fold | None, numbers: defaultdict[str, int]) -> list[int]:
    """Return the number of the term of each word; a new term gets a new number."""
    spelled = words.to_list()
    return [numbers[term] for term in (map(fold, spelled) if fold else spelled)]


def _texts(fields: Sequence[Field]) -> Iterator[bytes]:
    """Give the documents as UTF-8 in batches, a zero byte behind each field."""
    for start in range(0, len(fields[0].texts), BATCH):
        columns = [field.texts[start : start + BATCH] for field in fields]
        texts = [*(columns[0] if len(columns) == 1 else chain.from_iterable(zip(*columns, strict=True))), ""]
        joined = "\0".join(texts)
        if not joined.isascii():
            joined = "\0".join([plain(text) for text in texts])
        if joined.count("\0") != len(texts) - 1:
            joined = "\0".join([plain(text).replace("\0", " ") for text in texts])
        yield joined.encode()


def _baked(
    terms: pl.Series, starts: Array, documents: Array, counts: Array, lengths: Array, k1: float, b: float
) -> Index:
    """Work out the impacts and put the index together, read-only."""
    mean = lengths.mean() if lengths.any() else 1.0
    norms = (k1 * (1 - b + b * lengths / mean)).astype(np.float32)
    impacts, tops = bake(starts, documents, counts, norms)
    letters = np.frombuffer(terms.str.join("").item().encode(), np.uint8) if len(terms) else np.zeros(0, np.uint8)
    ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(terms.str.len_bytes().to_numpy(), dtype=np.int64)))
    arrays = (letters, ends, starts, documents, counts, impacts, tops, lengths)
    return made_of(dict(zip(ARRAYS, arrays, strict=True)), k1, b)
