"""Files of the providers: find them by name, read tables and lines, say what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from opennss.errors import Finding, WorkspaceError

MOST_LINES = 200_000
"""Lines of a text file that are read; a longer one is none of the known files."""


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


def frame(path: Path, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return the wanted columns of a Parquet file in their types; another file raises ``WorkspaceError``."""
    try:
        found = pl.read_parquet(path, columns=list(columns), glob=False)
        return found.cast(dict(columns))  # type: ignore[arg-type]  # polars names its types by class
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(path, error) from error


def lines_of(path: Path) -> list[str]:
    """Return the lines of a UTF-8 text file, also of one packed with gzip or zstd."""
    try:
        found = pl.read_lines(path, n_rows=MOST_LINES + 1, glob=False).to_series().to_list()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(path, error) from error
    if len(found) > MOST_LINES:
        raise unreadable(path, f"> {MOST_LINES} lines")
    return [str(line) for line in found]
