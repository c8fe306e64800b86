"""The index as arrays: its vocabulary in alphabetical order, and for every term the documents that hold it."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opennss.errors import Finding, WorkspaceError

Array = NDArray[Any]

FORMAT = 1
SETTINGS = "index.json"
ARRAYS: dict[str, np.dtype[Any]] = {
    "letters": np.dtype(np.uint8),
    "ends": np.dtype(np.int64),
    "starts": np.dtype(np.int64),
    "documents": np.dtype(np.int32),
    "counts": np.dtype(np.uint16),
    "impacts": np.dtype(np.uint16),
    "tops": np.dtype(np.uint16),
    "lengths": np.dtype(np.int32),
}
"""The arrays of an index and what they hold; each is a file of that name."""

FULL = 65535
"""The impact of a term without which the document would be nothing: the top of the scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The postings of a body of texts; documents are numbered from 0 in the order in which they came.

    Term ``t`` is ``letters[ends[t]:ends[t + 1]]`` in UTF-8 (``ends`` starts with 0); terms are in alphabetical order of
    their bytes. Its postings lie at ``starts[t]:starts[t + 1]``: ``documents`` (numbers, ascending), ``counts`` (how
    often, times the weight of the field; at most 65535) and ``impacts`` (0 < count / (count + norm of the document) ≤ 1
    in 65535ths); ``tops[t]`` is the largest impact. ``lengths`` are the weighted words of each document. ``k1`` and
    ``b`` are those of BM25. All arrays are read-only.
    """

    letters: Array
    ends: Array
    starts: Array
    documents: Array
    counts: Array
    impacts: Array
    tops: Array
    lengths: Array
    k1: float
    b: float
    spare: list[tuple[Array, Array]] = field(default_factory=list, repr=False)
    """Cleared sheets that the next query may take (``fast``): scores, documents met."""

    @property
    def size(self) -> int:
        """How many documents it holds."""
        return len(self.lengths)

    @property
    def terms(self) -> int:
        """How many different terms it holds."""
        return len(self.tops)

    def term(self, number: int) -> str:
        """Return the term of that number."""
        return self.letters[self.ends[number] : self.ends[number + 1]].tobytes().decode()


def made_of(arrays: Mapping[str, Array], k1: float, b: float) -> Index:
    """Put an index together from its arrays by name, and let nobody write to them."""
    for array in arrays.values():
        array.flags.writeable = False
    letters, ends, starts, documents, counts, impacts, tops, lengths = (arrays[name] for name in ARRAYS)
    return Index(letters, ends, starts, documents, counts, impacts, tops, lengths, k1, b)


def find(index: Index, term: str) -> int | None:
    """Return the number of a term, ``None`` when no document holds it.

    The words themselves are compared, not a hash of them: what is found is never another word.
    """
    wanted = term.encode("utf-8", "replace")
    letters, ends = index.letters.data, index.ends.data

    def word(number: int) -> bytes:
        return bytes(letters[ends[number] : ends[number + 1]])

    place = bisect_left(range(index.terms), wanted, key=word)
    return place if place < index.terms and word(place) == wanted else None


def frequency(index: Index, term: str) -> int:
    """Return how many documents hold a term."""
    number = find(index, term)
    return 0 if number is None else int(index.starts[number + 1] - index.starts[number])


def save(index: Index, folder: Path) -> None:
    """Write the index into a folder (made when missing): one ``.npy`` file an array, and its settings as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(index, name), allow_pickle=False)
    settings = {"format": FORMAT, "k1": index.k1, "b": index.b}
    (folder / SETTINGS).write_text(json.dumps(settings) + "\n", encoding="utf-8", newline="\n")


def open(folder: Path) -> Index:
    """Open a saved index in milliseconds: the files stay on the disk, and only what a query asks for is read.

    Raises ``WorkspaceError`` when a file is missing, cut short or does not fit the others.
    """
    try:
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        if settings["format"] != FORMAT:
            raise ValueError(f"format {settings['format']}")
        arrays = {name: _mapped(folder / f"{name}.npy", kind) for name, kind in ARRAYS.items()}
        index = made_of(arrays, float(settings["k1"]), float(settings["b"]))
        _fits(index)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        values: dict[str, object] = {"path": folder.as_posix(), "reason": str(error)}
        raise WorkspaceError((Finding(folder.name, 0, "", "damaged-index", values),)) from error
    return index


def _mapped(path: Path, kind: np.dtype[Any]) -> Array:
    found = np.load(path, mmap_mode="r", allow_pickle=False)
    if found.dtype != kind or found.ndim != 1:
        raise ValueError(f"{path.name}: {found.dtype}, {found.ndim}")
    return np.asarray(found)


def _fits(index: Index) -> None:
    """Raise ``ValueError`` unless the arrays have the lengths that each other asks for."""
    rows = (len(index.ends) - 1, len(index.starts) - 1, len(index.tops))
    if len(set(rows)) != 1 or len({len(index.documents), len(index.counts), len(index.impacts)}) != 1:
        raise ValueError("the files are not of one index")
    if index.ends[-1] != len(index.letters) or index.starts[-1] != len(index.documents):
        raise ValueError("the files are not of one index")
