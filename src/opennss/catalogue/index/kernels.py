"""The loops over bytes and postings, compiled with Numba; importing this module costs half a second.

Every kernel has its meaning in plain words elsewhere: ``tokenize`` in ``words.words``, ``bake`` in the definition of
BM25 and ``top`` in ``reference.best``; the tests compare them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from opennss.catalogue.index.postings import FULL, Array

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a kernel at its first call and keep it on the disk; it runs without the interpreter's lock."""
    return cast(F, njit(cache=True, nogil=True)(function))


# A byte of UTF-8: its lower case when it belongs to a word, SIGN when it separates, ASK when the next one decides.
SIGN, ASK = 0, 1


def _kinds() -> Array:
    kinds = np.zeros(256, np.uint8)
    kinds[0x80:] = np.arange(0x80, 0x100)
    for first, last in ((0x30, 0x39), (0x61, 0x7A)):
        kinds[first : last + 1] = np.arange(first, last + 1)
    kinds[0x41:0x5B] = np.arange(0x61, 0x7B)
    kinds[[0xC2, 0xC3, 0xE2, 0xE3, 0xEF]] = ASK
    return kinds


KINDS = _kinds()

BLOCK = 512
"""So many words are read before any is looked up, so that their places in the memory are fetched side by side."""

ENTRY, WHOLE = 4, 16  # of the table: values of an entry; bytes of a word that are its key (of longer ones the hash)
_SPREAD, _CARRY = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_ONE, _BYTE, _HALF, _LAST = np.uint64(1), np.uint64(8), np.uint64(32), np.uint64(63)
_FIRST = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)  # the first bytes of a value
_ASCII = np.uint64(0x8080808080808080)  # the bits that no letter of ASCII has


@compiled
def _sign(lead: int, after: int) -> int:
    """Return how many bytes a sign takes that begins with these two, 0 when they begin a letter."""
    if lead == 0xC2:
        return 2
    if lead == 0xC3:
        return 2 if after == 0x97 or after == 0xB7 else 0
    if lead == 0xE2:
        return 3 if after < 0xB0 else 0
    if lead == 0xE3:
        return 3 if after == 0x80 else 0
    return 3


@compiled
def _eight(longs: Array, place: int, size: int) -> Any:
    """Return up to eight bytes of a word as one value, in lower case: digits and small letters have its bit already.

    Without a branch, which a processor would guess wrong for every other word.
    """
    shift = np.uint64((place & 7) * 8)
    value = (longs[place >> 3] >> shift) | (longs[(place >> 3) + 1] << (_LAST - shift) << _ONE)
    value |= (~value & _ASCII) >> np.uint64(2)
    return value & _FIRST[min(max(size, 0), 8)]


@compiled
def _slot(high: Any, low: Any, last: Any) -> Any:
    """Return the entry of a table with ``last`` + 1 entries where this key is looked for first."""
    spread = (low ^ (low >> _HALF) ^ (high * _CARRY)) * _SPREAD
    return (spread >> _HALF) & last


@compiled
def doubled(table: Array) -> Array:
    """Return the table with twice the room."""
    larger = np.zeros(table.size * 2, np.uint64)
    last = np.uint64(larger.size // ENTRY - 1)
    for old in range(0, table.size, ENTRY):
        if table[old + 2] != 0:
            slot = _slot(table[old], table[old + 1], last)
            while larger[np.int64(slot) * ENTRY + 2] != 0:
                slot = (slot + _ONE) & last
            larger[np.int64(slot) * ENTRY : np.int64(slot) * ENTRY + ENTRY] = table[old : old + ENTRY]
    return larger


@compiled
def _scan(
    text: Array, length: int, kinds: Array, place: int, begins: Array, sizes: Array, bounds: Array, at: Any
) -> Any:
    """Find where the words of a block begin and how long they are; zero bytes close fields.

    ``at`` is words found before, fields closed before. Returns the place behind, words in the block, fields closed.
    """
    block = begin = 0
    inside = False
    before, fields = at
    while place < length and block < BLOCK:
        byte = text[place]
        kind, width = kinds[byte], 1
        if kind == ASK:
            width = _sign(byte, text[place + 1])
            kind = np.uint8(SIGN) if width else byte
            width = max(width, 1)
        if kind > ASK:
            if not inside:
                begin, inside = place, True
        else:
            if inside:
                begins[block], sizes[block] = begin, place - begin
                block += 1
                inside = False
            if byte == 0:
                bounds[fields] = before + block
                fields += 1
        place += width
    return place, block, fields


@compiled
def _keys(longs: Array, begins: Array, sizes: Array, block: int, highs: Array, lows: Array) -> None:
    """Work out the key of every word: its first eight bytes, and the next eight or a hash of all others."""
    for one in range(block):
        begin, size = begins[one], sizes[one]
        high = _eight(longs, begin + 8, size - 8)
        for step in range(WHOLE, size, 8):
            high = (high ^ _eight(longs, begin + step, size - step)) * _CARRY
        highs[one], lows[one] = high, _eight(longs, begin, size)


@compiled
def _look_up(table: Array, highs: Array, lows: Array, sizes: Array, found: Array) -> None:
    """Write the numbers of the words that stand where they are looked for first, -1 for the others."""
    last = np.uint64(table.size // ENTRY - 1)
    for one in range(found.size):
        entry = np.int64(_slot(highs[one], lows[one], last)) * ENTRY
        same = (table[entry] == highs[one]) & (table[entry + 1] == lows[one]) & (sizes[one] <= WHOLE)
        same &= np.int64(table[entry + 3]) == sizes[one]
        found[one] = np.int64(table[entry + 2]) - 1 if same else -1


@compiled
def _is(text: Array, begin: int, size: int, kinds: Array, letters: Array, start: int) -> bool:
    """Whether a word of the text has these letters, whatever its case."""
    for step in range(size):
        byte = text[begin + step]
        if (kinds[byte] if byte < 0x80 else byte) != letters[start + step]:
            return False
    return True


@compiled
def _write(text: Array, begin: int, size: int, kinds: Array, letters: Array, start: int) -> None:
    """Write the letters of a new word, a zero byte behind."""
    for step in range(size):
        byte = text[begin + step]
        letters[start + step] = kinds[byte] if byte < 0x80 else byte
    letters[start + size] = 0


@compiled
def _learn(
    text: Array, kinds: Array, table: Array, letters: Array, ends: Array, words: Any, found: Array, known: int
) -> int:
    """Find or learn the words that ``_look_up`` left; returns how many words are known."""
    highs, lows, begins, sizes = words
    last = np.uint64(table.size // ENTRY - 1)
    for one in range(found.size):
        if found[one] >= 0:
            continue
        high, low, begin, size = highs[one], lows[one], begins[one], sizes[one]
        slot = _slot(high, low, last)
        while found[one] < 0:
            entry = np.int64(slot) * ENTRY
            number = int(table[entry + 2])
            if number == 0:
                table[entry], table[entry + 1] = high, low
                table[entry + 2], table[entry + 3] = np.uint64(known + 1), np.uint64(size)
                _write(text, begin, size, kinds, letters, ends[known])
                ends[known + 1] = ends[known] + size + 1
                found[one] = known
                known += 1
            elif (
                (table[entry] == high and table[entry + 1] == low and np.int64(table[entry + 3]) == size)
                and (size <= WHOLE or _is(text, begin, size, kinds, letters, ends[number - 1]))
            ):  # fmt: skip
                found[one] = number - 1
            slot = (slot + _ONE) & last
    return known


@compiled
def tokenize(
    longs: Array, length: int, kinds: Array, table: Array, letters: Array, ends: Array, found: Array, bounds: Array,
    state: Array,
) -> None:  # fmt: skip
    """Turn UTF-8 into the numbers of its words; a zero byte closes each field of each document.

    The text is given as 64-bit values, with at least three more than the ``length`` bytes of the text fill. ``found``
    is filled with the numbers, ``bounds`` with how many there are up to each zero byte. The vocabulary grows in place:
    its ``letters``, a zero byte behind each word, their ``ends`` (they start with 0) and the ``table``, open addressing
    over a power of two of entries: the first 16 bytes as two values (of longer words the second is a hash of the
    others), number + 1, size. ``state`` is place in the text, words found, fields closed, words known; the kernel stops
    before the vocabulary is too full for another block of words, and goes on where it was with a larger one.
    """
    highs, lows = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64)
    begins, sizes = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    text = longs.view(np.uint8)
    place, count, fields, known = state[0], state[1], state[2], state[3]
    while place < length and known + BLOCK < ends.size:
        place, block, fields = _scan(text, length, kinds, place, begins, sizes, bounds, (count, fields))
        _keys(longs, begins, sizes, block, highs, lows)
        numbers = found[count : count + block]
        _look_up(table, highs, lows, sizes, numbers)
        known = _learn(text, kinds, table, letters, ends, (highs, lows, begins, sizes), numbers, known)
        count += block
        state[0], state[1], state[2], state[3] = place, count, fields, known


@compiled
def keyed(found: Array, bounds: Array, terms: Array, weights: Array) -> Any:
    """Return a key for each word of a batch (term, document, field: what sorts them into postings), and the lengths.

    ``found`` and ``bounds`` are those of ``tokenize``, ``weights`` those of the fields (at most 256), ``terms`` the
    term of every word (0: dropped). Documents are numbered within the batch.
    """
    keys, lengths = np.empty(found.size, np.uint64), np.zeros(bounds.size // weights.size, np.int32)
    size = word = 0
    for closed in range(bounds.size):
        document, column = closed // weights.size, closed % weights.size
        low, before = np.uint64(document << 8 | column), size
        while word < bounds[closed]:
            term = terms[found[word]]
            keys[size] = np.uint64(term) << _HALF | low
            size += term > 0
            word += 1
        lengths[document] += weights[column] * (size - before)
    return keys[:size], lengths


@compiled
def collapse(keys: Array, weights: Array, first: int, frequencies: Array) -> Any:
    """Make postings of the sorted keys of a batch whose first document is ``first``; add to the terms' frequencies.

    Returns the terms, how many postings each has, and of each posting document and weighted count.
    """
    terms, sizes = np.empty(keys.size, np.int32), np.empty(keys.size, np.int32)
    documents, counts = np.empty(keys.size, np.int32), np.empty(keys.size, np.uint16)
    runs = postings = place = 0
    while place < keys.size:
        term, before = keys[place] >> _HALF, postings
        while place < keys.size and keys[place] >> _HALF == term:
            held, count = keys[place] >> _BYTE, 0
            while place < keys.size and keys[place] >> _BYTE == held:
                count += weights[keys[place] & np.uint64(255)]
                place += 1
            documents[postings] = first + np.int64(held & np.uint64(0xFFFFFF))
            counts[postings] = min(count, FULL)
            postings += 1
        terms[runs], sizes[runs] = term, postings - before
        frequencies[terms[runs]] += postings - before
        runs += 1
    return terms[:runs].copy(), sizes[:runs].copy(), documents[:postings], counts[:postings]


@compiled
def scatter(terms: Array, sizes: Array, documents: Array, counts: Array, heads: Array, to: Array, held: Array) -> None:
    """Copy the postings of a batch, term by term, to the ``heads`` of the whole, which move on."""
    entry = 0
    for run in range(terms.size):
        head = heads[terms[run]]
        for step in range(sizes[run]):
            to[head + step], held[head + step] = documents[entry + step], counts[entry + step]
        heads[terms[run]] = head + sizes[run]
        entry += sizes[run]


@compiled
def bake(starts: Array, documents: Array, counts: Array, norms: Array) -> Any:
    """Return the impact count / (count + norm of the document) of each posting in 65535ths, and the largest a term.

    No impact is below 1, so a document that holds a term always has a score.
    """
    impacts, tops = np.empty(counts.size, np.uint16), np.zeros(starts.size - 1, np.uint16)
    for term in range(starts.size - 1):
        top = 0
        for entry in range(starts[term], starts[term + 1]):
            count = np.float32(counts[entry])
            share = count / (count + norms[documents[entry]])
            impact = max(1, int(share * np.float32(FULL) + np.float32(0.5)))
            impacts[entry] = impact
            top = max(top, impact)
        tops[term] = top
    return impacts, tops


@compiled
def accumulate(documents: Array, impacts: Array, starts: Array, stops: Array, weights: Array, sheet: Array) -> None:
    """Add the postings of all terms to a sheet of scores, term after term: no more than reading them takes."""
    for term in range(starts.size):
        weight = weights[term]
        for entry in range(starts[term], stops[term]):
            sheet[documents[entry]] += weight * np.float32(impacts[entry])


@compiled
def _bar(sheet: Array, touched: Array, size: int, heap: Array) -> float:
    """Return the score of the last of the best, as many as the heap has room for; 0 when there are fewer."""
    heap[:] = 0
    for one in range(size):
        score = sheet[touched[one]]
        if score > heap[0]:
            place, child = 0, 1
            while child < heap.size:
                if child + 1 < heap.size and heap[child + 1] < heap[child]:
                    child += 1
                if heap[child] >= score:
                    break
                heap[place] = heap[child]
                place, child = child, 2 * child + 1
            heap[place] = score
    return float(heap[0])


@compiled
def _kept(sheet: Array, touched: Array, size: int, least: float) -> int:
    """Forget the touched documents below ``least``; returns how many stay."""
    kept = 0
    for one in range(size):
        document = touched[one]
        if sheet[document] >= least:
            touched[kept] = document
            kept += 1
        else:
            sheet[document] = 0
    return kept


@compiled
def _place(documents: Array, start: int, stop: int, document: int) -> int:
    """Return the first place in ``start`` to ``stop`` whose document is not smaller."""
    while start < stop:
        middle = (start + stop) // 2
        if documents[middle] < document:
            start = middle + 1
        else:
            stop = middle
    return start


@compiled
def top(
    documents: Array,
    impacts: Array,
    starts: Array,
    stops: Array,
    weights: Array,
    uppers: Array,
    sheet: Array,
    touched: Array,
    count: int,
) -> Any:
    """Return documents and scores of the ``count`` best and all that equal the last of them, in no order.

    Terms come in falling order of ``uppers``, the most that each can add. As soon as all further terms together cannot
    lift a new document among the best, only documents met so far are followed, and those that can no longer get there
    are dropped (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995: MaxScore, term by term). What
    is kept has the same score as without: additions happen in the same order. ``sheet`` must be clear and is left so.
    """
    rest = np.zeros(starts.size + 1)
    for term in range(starts.size - 1, -1, -1):
        rest[term] = rest[term + 1] + uppers[term] * (1 + 2e-7 * (starts.size + 1))  # more than rounding can add
    heap = np.empty(count, np.float32)
    size, bar, every = 0, 0.0, True
    for term in range(starts.size):
        start, stop, weight = starts[term], stops[term], weights[term]
        if bar > rest[term]:
            every = False
            size = _kept(sheet, touched, size, bar - rest[term])
        if every:
            for entry in range(start, stop):
                document = documents[entry]
                if sheet[document] == 0:
                    touched[size] = document
                    size += 1
                sheet[document] += weight * np.float32(impacts[entry])
        elif size * SEARCH < stop - start:
            for one in range(size):
                entry = _place(documents, start, stop, touched[one])
                if entry < stop and documents[entry] == touched[one]:
                    sheet[touched[one]] += weight * np.float32(impacts[entry])
        else:
            for entry in range(start, stop):
                if sheet[documents[entry]] > 0:
                    sheet[documents[entry]] += weight * np.float32(impacts[entry])
        if rest[term + 1] < rest[0] - rest[term + 1]:
            bar = _bar(sheet, touched, size, heap)
    size = _kept(sheet, touched, size, bar)
    scores = np.empty(size, np.float32)
    for one in range(size):
        scores[one] = sheet[touched[one]]
        sheet[touched[one]] = 0
    return touched[:size].copy(), scores


SEARCH = 64
"""Looking one document up in a list of postings costs about as much as reading so many of them."""
