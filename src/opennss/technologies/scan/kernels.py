"""The loops over bytes, compiled with Numba; importing this module costs half a second.

Text is read as 64-bit maps of 64 bytes each (a bit for each letter, for each line end) and each word by its
first eight bytes. A small filter over hashes throws out nearly all words; whatever passes it is compared letter by
letter, so a hash can cost time but never an answer. ``reference.py`` says the same in plain Python; the tests compare.

Text must have ``AROUND`` readable bytes behind ``stop`` and end with a line end (byte 10) at ``stop`` - 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from opennss.technologies.scan.bits import compiled, eight, lowest, maps, ones
from opennss.technologies.scan.plan import BOTH, EITHER, FIRST, MIX, NEAR, NOT, PAIR, Array, Judges, Plan

AROUND = 128
SWELLS = 12
"""By how many times the bytes of a character may become more in its normal form: U+FDFA says a sentence."""

_NONE, _ONE, _CASE, _SIX = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(6)
_LAST, _LINE, _NINTH, _HALF = np.uint64(63), np.uint8(10), np.uint64(256), np.uint64(32)
_MIX, _PAIR, _DROP = np.uint64(MIX), np.uint64(PAIR), np.uint64(29)
_BEYOND = np.uint64(0x8080808080808080)  # the bits that no byte of ASCII has
_FIRST = np.array(FIRST, np.uint64)


@compiled
def folded(value: Any) -> Any:
    """Return eight bytes in lower case: of ASCII, letters get the bit that digits have; other bytes stay."""
    return value | ((~value & _BEYOND) >> _CASE)


@compiled
def _passes(bits: Array, shift: Any, value: Any) -> Any:
    """Return 1 when the filter holds the bit of this hash."""
    bit = value >> shift
    return (bits[bit >> _SIX] >> (bit & _LAST)) & _ONE


@compiled
def candidates(text: Array, start: int, stop: int, bits: Array, shift: Any, shorter: Array) -> Any:
    """Find the words that may be the anchor of a phrase.

    Returns of each its place, line, number and key and the hash of the word before; and how many lines there are. Lines
    and words are counted from ``start``.
    """
    found = np.empty((4096, 5), np.uint64)
    count = 0
    words = row = before = carry = _NONE
    letters, ends = maps(text, start)
    for place in range(start, stop, 64):
        after, next_ends = maps(text, place + 64)
        opening = letters & ~((letters << _ONE) | carry)
        if stop - place < 64:
            inside = (_ONE << np.uint64(stop - place)) - _ONE
            opening, ends = opening & inside, ends & inside
        if count + 64 > len(found):
            found = _grown(found)
        starts = opening
        while starts:
            at = lowest(starts)
            starts &= starts - _ONE
            size = lowest(~((letters >> at) | ((after << _ONE) << (_LAST - at))) | _NINTH)
            key = folded(eight(text, place + np.int64(at))) & _FIRST[size]
            own = key * _MIX
            hit = _passes(bits, shift, own) | _passes(bits, shift, ((before >> _DROP) ^ own) * _PAIR)
            for one in range(shorter.size):
                hit |= _passes(bits, shift, (key & shorter[one]) * _MIX)
            if hit:
                below = (_ONE << at) - _ONE
                found[count, 0], found[count, 1] = np.uint64(place) + at, row + ones(ends & below)
                found[count, 2], found[count, 3], found[count, 4] = words + ones(opening & below), key, before
                count += 1
            before = own
        words, row = words + ones(opening), row + ones(ends)
        carry = letters >> _LAST
        letters, ends = after, next_ends
    return found[:count], np.int64(row)


@compiled
def _grown(rows: Array) -> Array:
    """Return the same rows with twice the room."""
    larger = np.empty((2 * rows.shape[0], rows.shape[1]), rows.dtype)
    larger[: rows.shape[0]] = rows
    return larger


@compiled
def foreign(text: Array, start: int, stop: int, starts: Array, letters: Array) -> Any:
    """Bring the lines that have bytes beyond ASCII to their normal form (``words.spelling``), with room behind them.

    Returns them and their numbers, counted from ``start``. Bytes that are no UTF-8 become spaces.
    """
    lines, made = np.empty(256, np.int64), np.empty(1 << 16, np.uint8)
    count = size = row = 0
    while start < stop:
        end, most = start, np.uint8(0)
        while text[end] != _LINE:
            most = max(most, text[end])
            end += 1
        if most >= 0x80:
            if count == lines.size:
                lines = _longer(lines, 1)
            lines[count] = row
            count += 1
            if size + SWELLS * (end + 1 - start) + AROUND > made.size:
                made = _longer(made, SWELLS * (end + 1 - start) + AROUND)
            size = _spell(text, start, end + 1, starts, letters, made, size)
        start, row = end + 1, row + 1
    made[size : size + AROUND] = 0
    return made[: size + AROUND], lines[:count]


@compiled
def _spell(text: Array, start: int, stop: int, starts: Array, letters: Array, made: Array, size: int) -> int:
    """Write the normal form of a line behind what is made already; returns how much is made now."""
    while start < stop:
        byte = text[start]
        if byte < 0x80:
            made[size] = byte
            start, size = start + 1, size + 1
        else:
            code, width = _character(text, start)
            start += width
            for letter in range(starts[code], starts[code + 1]):
                made[size] = letters[letter]
                size += 1
    return size


@compiled
def _longer(values: Array, more: int) -> Array:
    """Return the same values with twice the room, and more."""
    longer = np.empty(2 * values.size + more, values.dtype)
    longer[: values.size] = values
    return longer


@compiled
def _character(text: Array, place: int) -> Any:
    """Return the code of the character beyond ASCII that begins here and its bytes; a space for no UTF-8."""
    lead = np.int64(text[place])
    width = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    code = lead & (0x7F >> width)
    for step in range(1, width):
        byte = np.int64(text[place + step])
        if byte & 0xC0 != 0x80:  # a line end at the latest, so never behind the text
            return 0x20, 1
        code = code << 6 | byte & 0x3F
    least = 0x80 if width == 2 else 0x800 if width == 3 else 0x10000
    if lead < 0xC2 or lead > 0xF4 or code < least or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return 0x20, 1
    return code, width


@compiled
def occurrences(text: Array, start: int, found: Array, plan: Plan, masks: Array) -> Any:
    """Compare the phrases of each candidate with the text; set the bits that one phrase decides.

    Returns of every occurrence of the other rules' phrases: line, phrase, number of its first word.
    """
    hits = np.empty((256, 3), np.int64)
    count, last = 0, np.uint64(plan.hashes.size - 1)
    for one in range(len(found)):
        place, row, own = np.int64(found[one, 0]), np.int64(found[one, 1]), found[one, 3] * _MIX
        for probe in range(2 + plan.shorter.size):
            value = own
            if probe == 1:
                value = ((found[one, 4] >> _DROP) ^ own) * _PAIR
            elif probe > 1:
                value = (found[one, 3] & plan.shorter[probe - 2]) * _MIX
            slot = (value >> _HALF) & last
            while plan.slots[slot] >= 0 and plan.hashes[slot] != value:
                slot = (slot + _ONE) & last
            group = plan.slots[slot]
            if group < 0 or (probe > 1 and value == own):
                continue
            for member in range(plan.groups[group], plan.groups[group + 1]):
                phrase = plan.members[member]
                begin = _before(text, start, place, plan.anchors[phrase])
                if begin < 0 or not _stands(text, begin, phrase, plan.phrases, plan.words, plan.begins, plan.letters):
                    continue
                for column in range(masks.shape[1]):
                    masks[row, column] |= plan.decided[phrase, column]
                if plan.asked[phrase]:
                    if count == len(hits):
                        hits = _grown(hits)
                    hits[count, 0], hits[count, 1] = row, phrase
                    hits[count, 2] = np.int64(found[one, 2]) - plan.anchors[phrase]
                    count += 1
    return hits[:count]


@compiled
def _inside(byte: Any) -> bool:
    """Whether a byte belongs to a word."""
    return bool(byte >= 0x80 or 0x30 <= byte <= 0x39 or 0x61 <= byte | 0x20 <= 0x7A)


@compiled
def _before(text: Array, start: int, place: Any, words: int) -> Any:
    """Return where so many words before this place begin, -1 when the line has fewer."""
    for _ in range(words):
        place -= 1
        while place >= start and not _inside(text[place]):
            if text[place] == _LINE:
                return -1
            place -= 1
        if place < start:
            return -1
        while place > start and _inside(text[place - 1]):
            place -= 1
    return place


@compiled
def _stands(text: Array, place: int, phrase: int, phrases: Array, words: Array, begins: Array, letters: Array) -> bool:
    """Whether a phrase stands in a line from this place on, where a word begins."""
    for word in range(phrases[phrase], phrases[phrase + 1]):
        for letter in range(words[word], words[word + 1]):
            byte = text[place]
            if (byte | 0x20 if byte < 0x80 else byte) != letters[letter] or not _inside(byte):
                return False
            place += 1
        if begins[word]:
            while _inside(text[place]):
                place += 1
        elif _inside(text[place]):
            return False
        if word + 1 < phrases[phrase + 1]:
            while not _inside(text[place]):
                if text[place] == _LINE:
                    return False
                place += 1
    return True


@compiled
def judge(hits: Array, plan: Plan, judges: Judges, masks: Array) -> None:
    """Work out the rules that ask for more than a phrase, in the lines where one of their phrases stands.

    ``hits`` are those of ``occurrences``, line by line.
    """
    seen, done = np.full(plan.anchors.size, -1, np.int64), np.full(judges.programs.size, -1, np.int64)
    stack = np.empty(judges.codes.size + 1, np.bool_)
    first = 0
    while first < len(hits):
        line, stop = hits[first, 0], first
        while stop < len(hits) and hits[stop, 0] == line:
            seen[hits[stop, 1]] = line
            stop += 1
        for hit in range(first, stop):
            phrase = hits[hit, 1]
            for entry in range(judges.asks[phrase], judges.asks[phrase + 1]):
                asking = judges.asking[entry]
                if done[asking] != line:
                    done[asking] = line
                    if _judged(hits[first:stop], judges, asking, seen, line, stack):
                        bit = judges.bits[asking]
                        masks[line, bit >> 6] |= _ONE << np.uint64(bit & 63)
        first = stop


@compiled
def _judged(hits: Array, judges: Judges, asking: int, seen: Array, line: int, stack: Array) -> bool:
    """Run the program of a rule for one line: operands first, then what is asked of them."""
    top = 0
    for step in range(judges.programs[asking], judges.programs[asking + 1]):
        code, value = judges.codes[step], judges.values[step]
        if code == NOT:
            stack[top - 1] = not stack[top - 1]
        elif code in (BOTH, EITHER):
            top -= value
            result = code == BOTH
            for one in range(value):
                result = result and stack[top + one] if code == BOTH else result or stack[top + one]
            stack[top] = result
            top += 1
        else:
            stack[top] = _near(hits, judges, value) if code == NEAR else seen[value] == line
            top += 1
    return bool(stack[0])


@compiled
def _near(hits: Array, judges: Judges, near: int) -> bool:
    """Whether a phrase of one side stands near one of the other in a line."""
    for side in range(2):
        behind, ahead = np.empty(len(hits), np.int64), np.empty(len(hits), np.int64)
        behinds = aheads = 0
        for hit in hits:
            if judges.sides[near, side, hit[1]]:
                behind[behinds] = hit[2] + judges.sizes[hit[1]]
                behinds += 1
            if judges.sides[near, 1 - side, hit[1]]:
                ahead[aheads] = hit[2]
                aheads += 1
        if behinds == 0 or aheads == 0:
            return False
        if _within(np.sort(behind[:behinds]), np.sort(ahead[:aheads]), judges.most[near]):
            return True
    return False


@compiled
def _within(behind: Array, ahead: Array, most: int) -> bool:
    """Whether one of ``ahead`` is by 0 to ``most`` larger than one of ``behind``; both are sorted."""
    one = 0
    for place in ahead:
        while one < behind.size and behind[one] < place - most:
            one += 1
        if one < behind.size and behind[one] <= place:
            return True
    return False


@compiled
def cut(text: Array, place: int, size: int) -> int:
    """Return the place behind the last line end within so many bytes, else behind the next one or the text."""
    for last in range(min(place + size, text.size) - 1, place - 1, -1):
        if text[last] == _LINE:
            return last + 1
    for last in range(min(place + size, text.size), text.size):
        if text[last] == _LINE:
            return last + 1
    return int(text.size)
