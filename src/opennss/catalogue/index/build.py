"""Making an index out of texts, in batches, and adding texts to it without reading the old ones again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import polars as pl

from opennss.catalogue.index.kernels import BLOCK, ENTRY, KINDS, bake, doubled, gather, move, scatter, tokenize
from opennss.catalogue.index.postings import Array, Fold, Index
from opennss.catalogue.index.words import plain

BATCH = 4096
"""So many documents are tokenized at a time."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of every document (``""`` where a document lacks it); each of its words counts ``weight`` times."""

    texts: Sequence[str]
    weight: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Postings of some documents in the order of the documents: term, count; by document how many, and its length."""

    entries: Array
    counts: Array
    sizes: Array
    lengths: Array


def build(fields: Sequence[Field], fold: Fold | None = None, k1: float = 1.2, b: float = 0.75) -> Index:
    """Index documents, each given as one text in every field.

    ``fold`` maps each different word (lower case) to the term that stands for it; ``""`` drops the word. ``k1`` ≥ 0 bends
    the curve of the counts, ``b`` (0 to 1) says how much long documents are held back. Raises ``ValueError`` when the
    fields are not of one length or a weight is below 1.

    >>> index = build([Field(["Milk", "Soil"], weight=3), Field(["Milk and milk products", "Soil quality"])])
    >>> index.size, [index.term(number) for number in range(index.terms)]
    (2, ['and', 'milk', 'products', 'quality', 'soil'])
    """
    none, zero = np.zeros(0, np.uint16), np.zeros(1, np.int64)
    empty = Index(none.astype(np.uint8), zero, zero, none.astype(np.int32), none, none, none, none.astype(np.int32), k1, b)
    return add(empty, fields, fold)


def add(index: Index, fields: Sequence[Field], fold: Fold | None = None) -> Index:
    """Return the index with further documents, numbered on from its last one.

    The result is what ``build`` would make of all texts together, if ``fold`` and the weights are those of the index.

    >>> first = build([Field(["Milk powder"])])
    >>> add(first, [Field(["Cheese"])]).size
    2
    """
    _check(fields)
    numbers = {index.term(number): number for number in range(index.terms)}
    batches, frequencies = _gathered(fields, fold, numbers)
    frequencies[: index.terms] += np.diff(index.starts)
    terms = pl.Series(list(numbers), dtype=pl.String)
    order = terms.arg_sort().to_numpy()
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(frequencies[order])))
    heads = np.empty(len(order), np.int64)
    heads[order] = starts[:-1]
    documents, counts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint16)
    move(index.starts, heads, index.documents, index.counts, documents, counts)
    lengths, first = [index.lengths], index.size
    for batch in _taken(batches):
        scatter(batch.entries, batch.counts, batch.sizes, first, heads, documents, counts)
        lengths.append(batch.lengths)
        first += len(batch.sizes)
    return _baked(terms[order], starts, documents, counts, np.concatenate(lengths), index.k1, index.b)


def _check(fields: Sequence[Field]) -> None:
    if len({len(field.texts) for field in fields}) != 1:
        raise ValueError("an index needs at least one field, and one text of each document in every field")
    if any(field.weight < 1 for field in fields):
        raise ValueError("the weight of a field must be 1 or more")


def _taken(batches: list[_Batch]) -> Iterator[_Batch]:
    """Give the batches in their order and forget each one, so that its memory is free for the next step."""
    batches.reverse()
    while batches:
        yield batches.pop()


@dataclass(slots=True, eq=False)
class _Vocabulary:
    """The words met so far, each with its number: their letters one after the other, the ends, the table of ``tokenize``."""

    table: Array
    letters: Array
    ends: Array
    known: int = 0


def _gathered(fields: Sequence[Field], fold: Fold | None, numbers: dict[str, int]) -> tuple[list[_Batch], Array]:
    """Tokenize and count in batches; ``numbers`` of the terms grow. Returns also how many documents hold each term."""
    weights = np.array([field.weight for field in fields], np.int64)
    vocabulary = _Vocabulary(np.zeros(ENTRY * 8 * BLOCK, np.uint64), np.zeros(0, np.uint8), np.zeros(4 * BLOCK, np.int64))
    terms, places, frequencies = np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64)
    batches = []
    for text in _texts(fields):
        before = vocabulary.known
        found, bounds = _tokenized(text, vocabulary)
        fresh = _spelled(vocabulary.letters, vocabulary.ends[before : vocabulary.known + 1])
        terms = _grown(terms, vocabulary.known)
        terms[before : vocabulary.known] = _numbered(fresh, fold, numbers)
        places, frequencies = _grown(places, len(numbers)), _grown(frequencies, len(numbers))
        batches.append(_Batch(*gather(found, bounds, weights, terms, places, frequencies)))
    return batches, _grown(frequencies, len(numbers))[: len(numbers)]


def _tokenized(text: bytes, vocabulary: _Vocabulary) -> tuple[Array, Array]:
    """Return the numbers of the words of a batch and how many stand up to the end of each field; new words are learnt."""
    found, bounds = np.empty(len(text) // 2, np.int32), np.empty(text.count(b"\0"), np.int64)
    vocabulary.letters = _grown(vocabulary.letters, int(vocabulary.ends[vocabulary.known]) + len(text))
    state = np.array([0, 0, 0, vocabulary.known], np.int64)
    view = np.frombuffer(text, np.uint8)
    while state[0] < len(text):
        if state[3] + BLOCK >= len(vocabulary.ends):
            vocabulary.table = doubled(vocabulary.table)
            vocabulary.ends = np.pad(vocabulary.ends, (0, len(vocabulary.ends)))
        tokenize(view, KINDS, vocabulary.table, vocabulary.letters, vocabulary.ends, found, bounds, state)
    vocabulary.known = int(state[3])
    return found[: state[1]], bounds


def _grown(array: Array, size: int) -> Array:
    """Return an array with room for ``size`` values: this one, or one half as large again with zeros behind."""
    return array if len(array) >= size else np.pad(array, (0, size + size // 2 - len(array)))


def _numbered(fresh: list[str], fold: Fold | None, numbers: dict[str, int]) -> Array:
    """Return the number of the term of each new word, -1 when it is dropped; new terms get new numbers."""
    folded = fresh if fold is None else [fold(word) for word in fresh]
    return np.array([numbers.setdefault(term, len(numbers)) if term else -1 for term in folded], np.int32)


def _spelled(letters: Array, ends: Array) -> list[str]:
    """Return the words whose letters end there; the first of ``ends`` is where the first word begins."""
    raw = letters[ends[0] : ends[-1]].tobytes()
    cuts = (ends - ends[0]).tolist()
    if raw.isascii():
        text = raw.decode()
        return [text[start:stop] for start, stop in zip(cuts, cuts[1:], strict=False)]
    return [raw[start:stop].decode() for start, stop in zip(cuts, cuts[1:], strict=False)]


def _texts(fields: Sequence[Field]) -> Iterator[bytes]:
    """Give the documents as UTF-8 in batches, a zero byte behind each field."""
    for start in range(0, len(fields[0].texts), BATCH):
        columns = [field.texts[start : start + BATCH] for field in fields]
        texts = columns[0] if len(columns) == 1 else list(chain.from_iterable(zip(*columns, strict=True)))
        joined = "\0".join(texts)
        if not joined.isascii():
            joined = "\0".join([plain(text) for text in texts])
        if joined.count("\0") != len(texts) - 1:
            joined = "\0".join([plain(text).replace("\0", " ") for text in texts])
        yield joined.encode() + b"\0"


def _baked(
    terms: pl.Series, starts: Array, documents: Array, counts: Array, lengths: Array, k1: float, b: float
) -> Index:
    """Work out the impacts and put the index together, read-only."""
    mean = lengths.mean() if len(lengths) else 1.0
    norms = (k1 * (1 - b + b * lengths / max(mean, 1e-9))).astype(np.float32)
    impacts, tops = bake(starts, documents, counts, norms)
    letters = np.frombuffer("".join(terms).encode(), np.uint8)
    ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(terms.str.len_bytes().to_numpy(), dtype=np.int64)))
    arrays = (letters, ends, starts, documents, counts, impacts, tops, lengths)
    for array in arrays:
        array.flags.writeable = False
    return Index(*arrays, k1, b)
