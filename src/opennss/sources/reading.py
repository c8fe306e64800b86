"""Files of the providers: find them by name, read tables and lines within limits, say what cannot be read."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

import polars as pl
from zstandard import ZstdDecompressor, ZstdError

from opennss.errors import Finding, WorkspaceError
from opennss.sources.unpacked import ZSTD, parquet_most, zstd_most

MOST_BYTES = 16 << 20
"""Bytes of a file that are read, and of what a packed text unpacks to: ten times the largest of the known files."""

MOST_OF_CATALOGUE = 400 << 20
"""The same for a whole catalogue of standards: four times the largest of them."""

MOST_OF_LINE = 1 << 20
"""Bytes of one line that are read."""

MOST_LINES = 200_000
"""Lines of a text file that are read."""

MOST_SKIPPED = 4 << 30
"""Bytes of lines that are too long that are passed over, to go on behind them."""

MOST_ROWS = 2_000_000
"""Rows of a Parquet file that are read."""

GZIP = b"\x1f\x8b"
"""How a gzip file begins."""


@dataclass(frozen=True, slots=True)
class Records:
    """What a file of a catalogue gives: a frame, the findings, how many records it holds, how many are stale copies."""

    frame: pl.DataFrame
    findings: tuple[Finding, ...]
    read: int
    stale: int = 0


def files_in(places: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files named, and those in the folders named and one level below, in order of name.

    Raises ``WorkspaceError`` with a finding for every place that does not exist.
    """
    places = tuple(places)
    missing = [place for place in places if not place.exists()]
    if missing:
        raise WorkspaceError(Finding(p.name, 0, "", "source-path-missing", {"path": p.as_posix()}) for p in missing)
    found: list[Path] = []
    for place in places:
        inside = sorted((*place.glob("*"), *place.glob("*/*"))) if place.is_dir() else [place]
        found += [path for path in inside if path.is_file()]
    return tuple(dict.fromkeys(found))


def matching(files: Sequence[Path], *patterns: str) -> list[tuple[Path, ...]]:
    """Return the sets of files, all of one folder, of which one fits each pattern (whole name, any case)."""
    sets = []
    for folder in dict.fromkeys(path.parent for path in files):
        own = [path for path in files if path.parent == folder]
        chosen = [[path for path in own if re.fullmatch(pattern, path.name, re.IGNORECASE)] for pattern in patterns]
        if all(chosen):
            sets.append(tuple(paths[0] for paths in chosen))
    return sets


def unreadable(path: Path, reason: object, row: int = 0) -> WorkspaceError:
    """Return the error that says that a file is not what its name promises."""
    values: dict[str, object] = {"reason": " ".join(str(reason).split())[:200]}
    return WorkspaceError([Finding(path.name, row, "", "source-unreadable", values)])


def too_much(path: Path, code: str, most: int, row: int = 0) -> WorkspaceError:
    """Return the error that says that a file passes a limit; the finding ``code`` says which."""
    return WorkspaceError([Finding(path.name, row, "", code, {"most": most})])


def bytes_of(path: Path, most: int | None = None) -> bytes:
    """Return what a file holds; one of more than ``most`` bytes (``MOST_BYTES``) raises ``WorkspaceError``."""
    most = most or MOST_BYTES
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise too_much(path, "source-too-large", most)
    return data


def frame(path: Path, columns: Mapping[str, Any], most: int | None = None) -> pl.DataFrame:
    """Return the wanted columns of a Parquet file in their types; another file raises ``WorkspaceError``.

    The bytes of the file, what its pages unpack to (``most``, else ``MOST_BYTES``) and its rows are limited.
    """
    most = most or MOST_BYTES
    try:
        data = bytes_of(path, most)
        unpacked, rows = parquet_most(data)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable(path, f"Parquet: {error}") from error
    if unpacked > most:
        raise too_much(path, "source-too-large", most)
    if rows > MOST_ROWS:
        raise too_much(path, "source-too-many-rows", MOST_ROWS)
    try:
        return pl.read_parquet(data, columns=list(columns)).cast(dict(columns))  # type: ignore[arg-type]  # by class
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(path, error) from error


def lines_of(path: Path) -> list[str]:
    """Return the lines of a UTF-8 text file, also of one packed with gzip or zstd, within the limits.

    What is packed is told by its first bytes, not by its name. A packed file is never unpacked beyond the limit.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start == ZSTD:
            return _zstd_lines(path)
        with gzip.open(path) if start.startswith(GZIP) else path.open("rb") as file:
            return list(_stream(path, file))
    except (pl.exceptions.PolarsError, OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error


def each_line(path: Path, most: int) -> Iterator[tuple[int, str | Finding]]:
    """Return the lines of a text file one by one with their numbers, as ``lines_of``, but never give up for one line.

    A line that is too long, or no UTF-8, is a finding in its place; so is a packed file that ends early, behind what
    it holds. Raises ``WorkspaceError`` only where the good lines are more than ``most`` bytes or ``MOST_LINES``.
    """
    number = 0
    try:
        with _unpacked(path) as file:
            for number, line in _each_raw_line(path, file, most):
                yield number, _decoded(path, number, line)
        _ = _whole(path)
    except CUT as error:
        reason = " ".join(str(error).split())[:200]
        yield number + 1, Finding(path.name, number + 1, "", "source-cut-short", {"reason": reason})


CUT = (OSError, EOFError, ValueError, IndexError, zlib.error, ZstdError)
"""What is raised for a packed file that ends early or is damaged."""


def _starts(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(ZSTD))


def _whole(path: Path) -> int:
    """Raise an error of ``CUT`` for a zstd file that is cut short: who unpacks it does not see that."""
    return zstd_most(path.read_bytes()) if _starts(path) == ZSTD else 0


def _unpacked(path: Path) -> IO[bytes] | gzip.GzipFile:
    """The file opened, unpacked piece by piece as it is read; what is packed is told by its first bytes."""
    start = _starts(path)
    if start.startswith(GZIP):
        return gzip.open(path)
    file = path.open("rb")
    return BufferedReader(ZstdDecompressor().stream_reader(file, read_across_frames=True)) if start == ZSTD else file


def _decoded(path: Path, number: int, line: bytes | None) -> str | Finding:
    if line is None:
        return Finding(path.name, number, "", "record-too-long", {"most": MOST_OF_LINE})
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        return Finding(path.name, number, "", "record-encoding", {"value": line[error.start : error.start + 1].hex()})


def _each_raw_line(path: Path, file: IO[bytes] | gzip.GzipFile, most: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines as bytes; ``None`` stands for one that is too long, of which no more is kept than the limit."""
    number = size = skipped = 0
    while line := file.readline(MOST_OF_LINE + 1):
        number += 1
        if long := len(line) > MOST_OF_LINE:
            while not line.endswith(b"\n") and (line := file.readline(MOST_OF_LINE)):
                skipped += len(line)
                if skipped > MOST_SKIPPED:
                    raise too_much(path, "source-too-large", MOST_SKIPPED, number)
        size += 0 if long else len(line)
        if size > most:
            raise too_much(path, "source-too-large", most)
        if number > MOST_LINES:
            raise too_much(path, "source-too-many-rows", MOST_LINES)
        yield number, None if long else line


def zstd_of(path: Path, most: int) -> bytes:
    """Return a zstd file that unpacks to no more than ``most`` bytes, still packed; raises ``WorkspaceError``."""
    data = bytes_of(path, most)
    try:
        unpacked = zstd_most(data)
    except (IndexError, ValueError) as error:
        raise unreadable(path, f"zstd: {error}") from error
    if unpacked > most:
        raise too_much(path, "source-too-large", most)
    return data


def text_of(path: Path, most: int) -> tuple[bytes, int] | None:
    """Return a text file unpacked, and how many lines it has, for readers that take it as a whole.

    ``None`` when it must be read line by line: it has more than ``most`` bytes, a line that is too long, too many
    lines, is no UTF-8, or is packed and not whole.
    """
    try:
        if path.stat().st_size > most:
            return None
        _ = _whole(path)
        with _unpacked(path) as file:
            data = file.read(most + 1)
        lines = pl.read_lines(data, n_rows=MOST_LINES + 1).to_series()
    except (*CUT, pl.exceptions.PolarsError):
        return None
    longest = lines.str.len_bytes().max() or 0
    if len(data) > most or lines.len() > MOST_LINES or int(str(longest)) > MOST_OF_LINE:
        return None
    return data, lines.len()


def _stream(path: Path, file: IO[bytes] | gzip.GzipFile) -> Iterator[str]:
    """The lines one by one; no more is read than the limits allow."""
    number = size = 0
    while line := file.readline(MOST_OF_LINE + 1):
        number, size = number + 1, size + len(line)
        _limited(path, number, len(line), size)
        yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")


def _limited(path: Path, number: int, length: int, size: int) -> None:
    """Raise when a line, or all lines up to it, are more than the limits allow."""
    if length > MOST_OF_LINE:
        raise too_much(path, "source-long-line", MOST_OF_LINE, number)
    if size > MOST_BYTES:
        raise too_much(path, "source-too-large", MOST_BYTES)
    if number > MOST_LINES:
        raise too_much(path, "source-too-many-rows", MOST_LINES)


def _zstd_lines(path: Path) -> list[str]:
    data = zstd_of(path, MOST_BYTES)
    lines = [str(line) for line in pl.read_lines(data, n_rows=MOST_LINES + 1).to_series().to_list()]
    for number, line in enumerate(lines, 1):
        _limited(path, number, len(line.encode()), 0)
    return [line.removeprefix("\ufeff") for line in lines[:1]] + lines[1:]
