"""Files of the providers: find them by name, read tables and lines within limits, say what cannot be read."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import polars as pl

from opennss.errors import Finding, WorkspaceError
from opennss.sources.unpacked import ZSTD, parquet_most, zstd_most

MOST_BYTES = 16 << 20
"""Bytes of a file that are read, and of what a packed text unpacks to: ten times the largest of the known files."""

MOST_OF_LINE = 1 << 20
"""Bytes of one line that are read."""

MOST_LINES = 200_000
"""Lines of a text file that are read."""

MOST_ROWS = 2_000_000
"""Rows of a Parquet file that are read."""

GZIP = b"\x1f\x8b"
"""How a gzip file begins."""


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


def bytes_of(path: Path) -> bytes:
    """Return what a file holds; one of more than ``MOST_BYTES`` raises ``WorkspaceError``."""
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_much(path, "source-too-large", MOST_BYTES)
    return data


def frame(path: Path, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return the wanted columns of a Parquet file in their types; another file raises ``WorkspaceError``.

    The bytes of the file, what its pages unpack to and its rows are limited.
    """
    try:
        data = bytes_of(path)
        unpacked, rows = parquet_most(data)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable(path, f"Parquet: {error}") from error
    if unpacked > MOST_BYTES:
        raise too_much(path, "source-too-large", MOST_BYTES)
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
    data = bytes_of(path)
    try:
        most = zstd_most(data)
    except (IndexError, ValueError) as error:
        raise unreadable(path, f"zstd: {error}") from error
    if most > MOST_BYTES:
        raise too_much(path, "source-too-large", MOST_BYTES)
    lines = [str(line) for line in pl.read_lines(data, n_rows=MOST_LINES + 1).to_series().to_list()]
    for number, line in enumerate(lines, 1):
        _limited(path, number, len(line.encode()), 0)
    return [line.removeprefix("\ufeff") for line in lines[:1]] + lines[1:]
