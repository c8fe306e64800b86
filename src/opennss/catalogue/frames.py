"""The frames behind a catalogue, each read when it is asked for, and their rows as records of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import polars as pl

from opennss.language import Text
from opennss.model.codes import Ics, Stage
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import Committee, CommitteeStatus, Deliverable, IcsClass
from opennss.model.table import Row

R = TypeVar("R", bound=Row)
BLOCK = 1 << 14
"""Rows that a store keeps together; one of them costs the reading of its block."""


class Frames:
    """The frames of a catalogue by name; ``deliverables`` and ``abstracts`` have the same rows, in order of reference.

    ``read(name, columns, block)`` gives a table, some columns of it (``None``: all) and one block of rows (``None``:
    all).
    """

    def __init__(self, read: Callable[[str, tuple[str, ...] | None, int | None], pl.DataFrame]) -> None:
        self.read = read
        self.block = lru_cache(maxsize=None)(lambda number: read("deliverables", None, number))
        self.column = lru_cache(maxsize=None)(lambda name: read("deliverables", (name,), None).to_series())

    @cached_property
    def deliverables(self) -> pl.DataFrame:
        """Every column of ``records.DELIVERABLES`` but the abstract."""
        return self.read("deliverables", None, None)

    @cached_property
    def references(self) -> pl.Series:
        """The references alone, in order: much quicker than the whole frame."""
        return self.column("reference")

    @cached_property
    def abstracts(self) -> pl.Series:
        """The abstracts, in the order of the deliverables; null where there is none."""
        return self.read("abstracts", None, None).to_series()

    @cached_property
    def committees(self) -> pl.DataFrame:
        """Columns of ``records.COMMITTEES``."""
        return self.read("committees", None, None)

    @cached_property
    def ics(self) -> pl.DataFrame:
        """Columns of ``records.ICS``."""
        return self.read("ics", None, None)


def frames_of(folder: Path) -> Frames:
    """Return the frames of the store in ``folder``; nothing is read before it is asked for."""

    def read(name: str, columns: tuple[str, ...] | None, block: int | None) -> pl.DataFrame:
        path = folder / f"{name}.parquet"
        if block is not None:
            return pl.scan_parquet(path).slice(block * BLOCK, BLOCK).collect()
        return pl.read_parquet(path, columns=list(columns) if columns else None)

    return Frames(read)


def frames_from(deliverables: pl.DataFrame, committees: pl.DataFrame, ics: pl.DataFrame) -> Frames:
    """Return the frames of tables that are in memory already, each in order of its key."""
    deliverables = deliverables.sort("reference")
    held = {
        "deliverables": deliverables.drop("abstract"),
        "abstracts": deliverables.select("abstract"),
        "committees": committees.sort("reference"),
        "ics": ics.sort("code"),
    }

    def read(name: str, columns: tuple[str, ...] | None, block: int | None) -> pl.DataFrame:
        found = held[name].select(columns) if columns else held[name]
        return found if block is None else found.slice(block * BLOCK, BLOCK)

    return Frames(read)


class Rows(Mapping[str, R], Generic[R]):
    """The rows of a sorted frame by key, each made when it is asked for."""

    def __init__(
        self,
        keys: Callable[[], pl.Series],
        row: Callable[[int], dict[str, Any]],
        make: Callable[[Any], R],
        key: type[str],
    ) -> None:
        self._keys, self._row, self._make, self._key = keys, row, make, key

    def _place(self, key: object) -> int | None:
        keys = self._keys()
        if not isinstance(key, str) or not keys.len():
            return None
        place = int(keys.search_sorted(str(key)))
        return place if place < keys.len() and keys[place] == key else None

    def __getitem__(self, key: str) -> R:
        place = self._place(key)
        if place is None:
            raise KeyError(key)
        return self._make(self._row(place))

    def __contains__(self, key: object) -> bool:
        return self._place(key) is not None

    def __iter__(self) -> Iterator[str]:
        return map(self._key, self._keys())

    def __len__(self) -> int:
        return self._keys().len()


def deliverables_in(frames: Frames) -> Mapping[str, Deliverable]:
    """Return the deliverables of frames by reference."""

    def row(place: int) -> dict[str, Any]:
        return frames.block(place // BLOCK).row(place % BLOCK, named=True)

    return Rows(lambda: frames.references, row, deliverable, Reference)


def committees_in(frames: Frames) -> Mapping[str, Committee]:
    """Return the committees of frames by reference."""
    return Rows(
        lambda: frames.committees["reference"],
        lambda place: frames.committees.row(place, named=True),
        _committee,
        CommitteeCode,
    )


def ics_in(frames: Frames) -> Mapping[str, IcsClass]:
    """Return the ICS classes of frames by code."""
    return Rows(lambda: frames.ics["code"], lambda place: frames.ics.row(place, named=True), _ics, Ics)


def deliverable(row: Mapping[str, Any]) -> Deliverable:
    """Return a row of ``records.DELIVERABLES`` as a deliverable; of several successors the newest is named."""
    successors = [Reference(name) for name in row["replaced_by"]]
    return Deliverable(
        reference=Reference(row["reference"]),
        title=_title(row, row["title_other"]),
        stage=Stage(row["stage"]) if row["stage"] else None,
        committee=CommitteeCode(row["committee"]) if row["committee"] else None,
        ics=tuple(map(Ics, row["ics"])),
        edition=row["edition"] or "",
        published=row["published"] or "",
        replaced_by=max(successors, key=lambda name: (name.year or 0, name), default=None),
        source=row["source"] or "",
        type=row["type"] or "",
        project=row["project"] or "",
        replaces=tuple(map(Reference, row["replaces"])),
        amends=tuple(map(Reference, row["amends"])),
        part_of=tuple(map(Reference, row["part_of"])),
        adopts=tuple(map(Reference, row["adopts"])),
        pages=row["pages"],
    )


def _committee(row: Mapping[str, Any]) -> Committee:
    return Committee(
        reference=CommitteeCode(row["reference"]),
        title=_title(row),
        status=CommitteeStatus(row["status"]) if row["status"] in set(CommitteeStatus) else None,
        secretariat=row["secretariat"] or "",
        created=row["created"] or "",
        p_members=row["p_members"],
        o_members=row["o_members"],
        source=row["source"] or "",
    )


def _ics(row: Mapping[str, Any]) -> IcsClass:
    return IcsClass(code=Ics(row["code"]), title=_title(row))


def _title(row: Mapping[str, Any], other: str | None = None) -> Text:
    return Text.of(en=row["title_en"] or "", fr=row["title_fr"] or "", xx=other or "")
