"""Files of works as lines of JSON, some at a time: plain or gzip JSON Lines, and Parquet; damage ends no scan.

What a file is, its first bytes say, not its name. Memory stays bounded whatever the file holds: pieces of it are read,
packed data are unpacked piece by piece, and a line longer than ``LONGEST`` is passed over, not held.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from isal import igzip_lib
from polars.exceptions import PolarsError

from opennss.errors import Finding, Severity

PIECE = 1 << 20
"""Bytes read or unpacked at once."""

LONGEST = 1 << 24
"""Bytes of the longest line that is read; real records have some thousand."""

ROWS = 5_000
"""Rows of a Parquet file taken at once."""

FULL = 5
"""Findings of a kind in one file that are told one by one; of the others only how many there are."""

_BROKEN: Any = igzip_lib.IsalError

GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
"""How such files begin."""

Lines = Iterator[tuple[int, list[bytes]]]
"""The number of the first line (1 in a file) and some lines."""


class Notes:
    """What is told about one file: tallies, and findings of which each kind has its first few in full."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.done: Counter[str] = Counter()
        self._told: dict[tuple[str, str], list[Finding]] = {}
        self._more: Counter[tuple[str, str]] = Counter()

    def say(
        self,
        code: str,
        row: int,
        column: str = "",
        severity: Severity = Severity.WARNING,
        *,
        full: int = FULL,
        **values: object,
    ) -> None:
        """Tell of a fault in a line (0: the whole file) and a field; the first ``full`` of a kind are told in full."""
        told = self._told.setdefault((code, column), [])
        if len(told) < full:
            told.append(Finding(self.file, row, column, code, values, severity))
        else:
            self._more[code, column] += 1

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings by line; those that were not told one by one as a count for each kind."""
        found = [finding for told in self._told.values() for finding in told]
        for (code, column), count in self._more.items():
            severity = self._told[code, column][0].severity
            found.append(Finding(self.file, 0, column, "works-more", {"count": count, "kind": code}, severity))
        return tuple(sorted(found, key=lambda finding: (finding.row, finding.column, finding.code)))


def lines(path: str, fields: Iterator[str] | tuple[str, ...], notes: Notes) -> Lines:
    """Yield the lines of a file, of Parquet its rows as lines with these fields; what is wrong is told in ``notes``.

    Tallies: ``files``, ``bytes`` (as they lie on the disk), ``lines``, ``unread`` (lines that are no work).
    """
    notes.done["files"] += 1
    try:
        with Path(path).open("rb") as file:
            notes.done["bytes"] += Path(path).stat().st_size
            first = file.read(4)
            file.seek(0)
            if first == PARQUET:
                found = _rows(path, tuple(fields), notes)
            else:
                found = _cut(_unpacked(file, notes) if first[:2] == GZIP else _plain(file), notes)
            for number, some in found:
                notes.done["lines"] += len(some)
                yield number, some
    except OSError as error:
        notes.say("works-unreadable", 0, severity=Severity.ERROR, reason=error.strerror or type(error).__name__)


def _plain(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _unpacked(file: BinaryIO, notes: Notes) -> Iterator[bytes]:
    """Unpack gzip: one member after another, zeros between them; what was whole before a damage is given."""
    packed = file.read(PIECE)
    while packed:
        member = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
        while not member.eof:
            try:
                piece = member.decompress(packed, PIECE)
            except _BROKEN as error:
                notes.say("works-damaged", _reached(notes), severity=Severity.ERROR, reason=str(error))
                return
            yield piece
            packed = b""
            if member.needs_input and not member.eof:
                packed = file.read(PIECE)
                if not packed:
                    notes.say("works-cut-short", _reached(notes), severity=Severity.ERROR)
                    return
        packed = member.unused_data.lstrip(b"\0")
        while not packed and (more := file.read(PIECE)):
            packed = more.lstrip(b"\0")


def _reached(notes: Notes) -> int:
    """The line in which unpacking ends: all before it have been given."""
    return notes.done["lines"] + 1


def _cut(pieces: Iterator[bytes], notes: Notes) -> Lines:
    """Cut text into lines; a line that is too long is told and passed over."""
    number, rest, passing = 1, b"", False
    for piece in pieces:
        if passing:
            _, end, piece = piece.partition(b"\n")
            if not end:
                continue
            number, passing = number + 1, False
        *whole, rest = (rest + piece).split(b"\n")
        yield number, whole
        number += len(whole)
        if len(rest) > LONGEST:
            too_long(number, notes)
            notes.done["lines"] += 1
            rest, passing = b"", True
    if rest:
        yield number, [rest]


def too_long(number: int, notes: Notes) -> None:
    """Tell of a line that is too long to be read."""
    notes.done["unread"] += 1
    notes.say("works-line-long", number, severity=Severity.ERROR, most=LONGEST)


def _rows(path: str, fields: tuple[str, ...], notes: Notes) -> Lines:
    """Read Parquet some rows at a time, and print them as lines of JSON: one reader for both."""
    place = 0
    try:
        frame = pl.scan_parquet(path, glob=False)
        schema = frame.collect_schema()
        known = [_narrow(name, schema[name]) for name in fields if name in schema]
        if not known:
            notes.say("works-other-table", 0, severity=Severity.ERROR, columns=", ".join(list(schema)[:8]))
            return
        while (some := frame.select(known).slice(place, ROWS).collect()).height:
            printed = io.BytesIO()
            some.write_ndjson(printed)
            yield place + 1, printed.getvalue().split(b"\n")[:-1]
            place += some.height
    except PolarsError as error:
        notes.say("works-damaged", _reached(notes), severity=Severity.ERROR, reason=str(error).partition("\n")[0][:200])


def _narrow(name: str, kind: Any) -> pl.Expr:
    """Return a column; of lists and structs only the fields that are read."""
    return _kept(pl.col(name), kind, KEPT[name]) if name in KEPT else pl.col(name)


KEPT: dict[str, Any] = {
    "authorships": {"countries": None, "institutions": {"country_code": None}},
    "topics": {"id": None},
    "primary_topic": {"id": None},
}
"""The parts of nested columns of a Parquet file that are read."""


def _kept(value: pl.Expr, kind: Any, kept: dict[str, Any] | None) -> pl.Expr:
    if kept is None:
        return value
    if isinstance(kind, pl.List):
        return value.list.eval(_kept(pl.element(), kind.inner, kept))
    if not isinstance(kind, pl.Struct):
        return value
    inside = {field.name: field.dtype for field in kind.fields}
    parts = [
        _kept(value.struct.field(name), inside[name], below).alias(name)
        for name, below in kept.items()
        if name in inside
    ]
    return pl.when(value.is_not_null()).then(pl.struct(parts)) if parts else value
