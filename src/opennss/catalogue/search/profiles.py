"""Profiles: what a committee or an ICS class is about, by its own words and by those of its deliverables.

A profile says for every term how strongly it stands in each field of the unit. Terms are stems and pairs of
neighbouring stems (``terms``). A query is scored as in BM25F: the fields of a term are weighted and summed, the sum is
bent so that no single term can win alone, and multiplied by what the term tells units apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from opennss.errors import Finding, WorkspaceError

Array = NDArray[Any]
FORMAT = 2
FIELDS = ("title", "scope", "deliverables", "abstracts", "withdrawn", "ics")
"""The fields of a profile, by number."""
ARRAYS = {
    "units": np.dtype(np.int32),
    "fields": np.dtype(np.uint8),
    "values": np.dtype(np.float32),
    "parents": np.dtype(np.int32),
    "ranks": np.dtype(np.float32),
}
FILES = ("terms", "named")


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Profiles of units, numbered in the order of ``names``: key, title, and whether they are only ``called`` so
    by how their documents begin.

    ``terms`` are sorted; the postings of term ``t`` lie at ``starts[t]:starts[t + 1]`` of ``units``, ``fields`` and
    ``values``; ``weights`` say how well a term tells units apart. ``parents`` is the unit above (-1: none), ``ranks`` a
    factor for each unit: below 1 for a suspended committee.
    """

    terms: pl.Series
    weights: Array
    starts: Array
    units: Array
    fields: Array
    values: Array
    parents: Array
    ranks: Array
    names: pl.DataFrame

    @property
    def size(self) -> int:
        """How many units there are."""
        return len(self.parents)


@lru_cache(maxsize=4096)
def find(profiles: Profiles, term: str) -> int | None:
    """Return the number of a term, ``None`` when no unit has it."""
    if not profiles.terms.len():
        return None
    place = int(profiles.terms.search_sorted(term))
    return place if place < profiles.terms.len() and profiles.terms[place] == term else None


@dataclass(frozen=True, slots=True)
class Shape:
    """How fields are weighed: by name their weights, and how much a unit lifts its parent and its children."""

    fields: Mapping[str, float]
    up: float
    down: float

    def weights(self) -> Array:
        """The weights of the fields in the order of their numbers."""
        return np.array([self.fields.get(name, 0.0) for name in FIELDS], np.float32)


def score(profiles: Profiles, term: int, weights: Array) -> Array:
    """Return how much a term speaks for each unit, 0 where it does not stand.

    ``weights`` are those of the fields by number.
    """
    part = slice(profiles.starts[term], profiles.starts[term + 1])
    sums = np.bincount(
        profiles.units[part], weights[profiles.fields[part]] * profiles.values[part], minlength=profiles.size
    )
    return np.asarray(profiles.weights[term] * sums / (1 + sums))


def fields_of(profiles: Profiles, word: str, unit: int, weights: Array) -> list[str]:
    """Return the fields of a unit in which a term stands, the weightiest first."""
    term = find(profiles, word)
    if term is None:
        return []
    start, stop = profiles.starts[term], profiles.starts[term + 1]
    here = np.flatnonzero(profiles.units[start:stop] == unit) + start
    worth = {
        FIELDS[profiles.fields[place]]: float(weights[profiles.fields[place]] * profiles.values[place])
        for place in here
    }
    return [name for name, value in sorted(worth.items(), key=lambda pair: -pair[1]) if value > 0]


def related(profiles: Profiles, scores: Array, shape: Shape) -> Array:
    """Return the scores with a share of the best child's added to each parent, and of the parent's to each child."""
    children = np.flatnonzero(profiles.parents >= 0)
    above = profiles.parents[children]
    best = np.zeros_like(scores)
    np.maximum.at(best, above, scores[children])
    lifted = scores + shape.up * best
    lifted[children] += shape.down * scores[above]
    return lifted * profiles.ranks


def save(profiles: Profiles, folder: Path) -> None:
    """Write profiles into a folder (made when missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(profiles, name), allow_pickle=False)
    terms = pl.DataFrame({"term": profiles.terms, "weight": profiles.weights, "start": profiles.starts[:-1]})
    for name, table in (("terms", terms), ("named", profiles.names)):
        table.write_parquet(folder / f"{name}.parquet", compression="zstd", statistics=False)
    (folder / "profiles.json").write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8", newline="\n")


def open_profiles(folder: Path) -> Profiles:
    """Open saved profiles; raises ``WorkspaceError`` when a file is missing, cut short or does not fit the others."""
    try:
        if json.loads((folder / "profiles.json").read_text(encoding="utf-8"))["format"] != FORMAT:
            raise ValueError("format")
        terms, names = (pl.read_parquet(folder / f"{name}.parquet") for name in FILES)
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS}
        starts = np.append(terms["start"].to_numpy(), len(arrays["units"]))
        found = Profiles(terms["term"], terms["weight"].to_numpy(), starts, names=names, **arrays)
        _fits(found)
    except (OSError, ValueError, KeyError, TypeError, EOFError, pl.exceptions.PolarsError) as error:
        values: dict[str, object] = {"path": folder.as_posix(), "reason": str(error)}
        raise WorkspaceError((Finding(folder.name, 0, "", "damaged-index", values),)) from error
    return found


def _fits(profiles: Profiles) -> None:
    """Raise ``ValueError`` unless types and lengths are those that belong together."""
    if any(getattr(profiles, name).dtype != kind for name, kind in ARRAYS.items()):
        raise ValueError("the files are not of one index")
    postings = {len(profiles.units), len(profiles.fields), len(profiles.values)}
    if len(postings) != 1 or len({profiles.size, len(profiles.ranks), profiles.names.height}) != 1:
        raise ValueError("the files are not of one index")


def numbered(keys: Sequence[str], parents: Sequence[str | None]) -> Array:
    """Return the number of each unit's parent, -1 where it has none or an unknown one.

    >>> numbered(["A", "A/1", "B/1"], [None, "A", "B"]).tolist()
    [-1, 0, -1]
    """
    places = {key: number for number, key in enumerate(keys)}
    return np.array([places.get(parent or "", -1) for parent in parents], np.int32)
