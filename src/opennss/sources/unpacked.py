"""How much a packed file unpacks to, told from its headers: nothing is unpacked, so nothing can fill the memory.

Readers unpack by these headers; one that says less than it holds is an error to them.
"""

from __future__ import annotations

from typing import Any

ZSTD = b"\x28\xb5\x2f\xfd"
"""How a zstd file begins."""

PARQUET = b"PAR1"
"""How a Parquet file begins and ends."""


def zstd_most(data: bytes) -> int:
    """Return the most bytes that a zstd file can unpack to (RFC 8878).

    A block states its size, or is packed and then gives 128 KiB at most; a frame may state its size too. Raises
    ``ValueError`` or ``IndexError`` for what is no whole zstd file.
    """
    place = total = 0
    while place < len(data):
        if data[place + 1 : place + 4] == b"\x2a\x4d\x18" and data[place] >> 4 == 5:
            place += 8 + int.from_bytes(data[place + 4 : place + 8], "little")
            continue
        if data[place : place + 4] != ZSTD:
            raise ValueError("no frame")
        flags = data[place + 4]
        single = flags >> 5 & 1
        wide = (single, 2, 4, 8)[flags >> 6]
        place += 6 - single + (0, 1, 2, 4)[flags & 3]
        stated = int.from_bytes(data[place : place + wide], "little") + (256 if wide == 2 else 0)
        place, unpacked = _blocks(data, place + wide)
        place += 4 * (flags >> 2 & 1)
        total += max(stated, unpacked)
    if place != len(data):
        raise ValueError("cut short")
    return total


def _blocks(data: bytes, place: int) -> tuple[int, int]:
    """The place behind the last block of a frame, and the most bytes that its blocks unpack to."""
    unpacked = last = 0
    while not last:
        if place + 3 > len(data):
            raise ValueError("cut short")
        head = int.from_bytes(data[place : place + 3], "little")
        last, kind, size = head & 1, head >> 1 & 3, head >> 3
        place += 3 + (1 if kind == 1 else size)
        unpacked += size if kind < 2 else 1 << 17
    return place, unpacked


def parquet_most(data: bytes) -> tuple[int, int]:
    """Return the bytes that the pages of a Parquet file unpack to, and the most values that a column of it has.

    Raises ``ValueError``, ``LookupError``, ``TypeError`` or ``RecursionError`` for what is no whole Parquet file.
    """
    if len(data) < 12 or data[:4] != PARQUET or data[-4:] != PARQUET:
        raise ValueError("no Parquet file")
    footer, _ = _struct(data, len(data) - 8 - int.from_bytes(data[-8:-4], "little"))
    unpacked = 0
    values: dict[int, int] = {}
    for group in footer[4]:
        for number, chunk in enumerate(group[1]):
            stated = chunk[3]
            place = min(stated[key] for key in (9, 11) if stated.get(key))
            end = place + stated[7]
            while place < end:
                page, place = _struct(data, place)
                place += page[3]
                unpacked += page[2]
                values[number] = values.get(number, 0) + (page.get(5) or page.get(8) or {1: 0})[1]
    return unpacked, max([footer[3], *values.values()])


def _struct(data: bytes, place: int) -> tuple[dict[int, Any], int]:
    """The fields of a structure of Thrift's compact protocol by number, and the place behind it."""
    if place < 0:
        raise ValueError("cut short")
    found: dict[int, Any] = {}
    number = 0
    while head := data[place]:
        place += 1
        if head >> 4:
            number += head >> 4
        else:
            number, place = _whole(data, place)
        found[number], place = _value(data, place, head & 15)
    return found, place + 1


def _value(data: bytes, place: int, kind: int, *, listed: bool = False) -> tuple[Any, int]:
    """A value of a kind of Thrift's compact protocol; a truth value has a byte of its own only in a list."""
    match kind:
        case 1 | 2:
            return kind == 1, place + listed
        case 3:
            return data[place], place + 1
        case 4 | 5 | 6:
            return _whole(data, place)
        case 7:
            return None, place + 8
        case 8:
            size, place = _count(data, place)
            return data[place : place + size], place + size
        case 9 | 10:
            size, inside, place = data[place] >> 4, data[place] & 15, place + 1
            if size == 15:
                size, place = _count(data, place)
            items = []
            for _ in range(size):
                item, place = _value(data, place, inside, listed=True)
                items.append(item)
                if place > len(data):
                    raise ValueError("cut short")
            return items, place
        case 12:
            return _struct(data, place)
    raise ValueError(f"kind {kind}")


def _count(data: bytes, place: int) -> tuple[int, int]:
    """A whole number, never negative, in groups of seven bits."""
    found = shift = 0
    while True:
        part = data[place]
        found, shift, place = found | (part & 127) << shift, shift + 7, place + 1
        if part < 128:
            return found, place
        if shift > 63:
            raise ValueError("a number without end")


def _whole(data: bytes, place: int) -> tuple[int, int]:
    found, place = _count(data, place)
    return found >> 1 ^ -(found & 1), place
