"""The store: the world's standards in a folder, with one checksum of their content; opened like a CSV extract."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

import platformdirs
import polars as pl

from opennss.catalogue.extract import (
    TABLES,
    Extract,
    checksum,
    committees_frame,
    deliverables_frame,
    ics_frame,
    read_extract,
)
from opennss.catalogue.frames import (
    BLOCK,
    Frames,
    committees_in,
    deliverables_in,
    frames_from,
    frames_of,
    ics_in,
)
from opennss.catalogue.merge import Merged, Source
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.standards import Committee, Deliverable, IcsClass

__all__ = ["TABLES", "Catalogue", "Reading", "default_path", "open", "read", "write"]

MANIFEST = "catalogue.toml"
FORMAT = 2
FILES = ("deliverables", "abstracts", "committees", "ics")
SEARCH = "search"
"""The folder of the index, which follows from the content and so is no part of its checksum."""

Index = Callable[[Path, pl.DataFrame, pl.DataFrame, pl.DataFrame], object]
"""Writes the index of deliverables, committees and ICS classes into a folder."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The world's standards by reference, code and class; ``sha256`` is the checksum of their content.

    The mappings of a store make a row when it is asked for; ``frames`` are for work on many rows. ``folder`` is the
    store's, ``None`` for an extract.

    >>> Catalogue.of().deliverables
    mappingproxy({})
    """

    deliverables: Mapping[str, Deliverable]
    committees: Mapping[str, Committee]
    ics: Mapping[str, IcsClass]
    sha256: str
    frames: Frames = field(compare=False, repr=False)
    sources: tuple[Source, ...] = ()
    folder: Path | None = None

    @classmethod
    def of(
        cls,
        deliverables: Sequence[Deliverable] = (),
        committees: Sequence[Committee] = (),
        ics: Sequence[IcsClass] = (),
    ) -> Catalogue:
        """Make a catalogue from rows; of two rows with one key the last one stays."""
        standards: dict[str, Deliverable] = {row.reference: row for row in deliverables}
        groups: dict[str, Committee] = {row.reference: row for row in committees}
        classes: dict[str, IcsClass] = {row.code: row for row in ics}

        @cache
        def made() -> Frames:
            return frames_from(
                deliverables_frame([*standards.values()]),
                committees_frame([*groups.values()]),
                ics_frame([*classes.values()]),
            )

        digest = checksum(deliverables, committees, ics)
        held = (MappingProxyType(standards), MappingProxyType(groups), MappingProxyType(classes))
        return cls(*held, digest, Frames(lambda name, columns, block: made().read(name, columns, block)))


@dataclass(frozen=True, slots=True)
class Reading:
    """A catalogue as read: its good rows (``None`` without a folder), all findings, and by file the keys left out.

    Files are named ``catalogue/...`` in ``skipped``, whatever the folder is called.
    """

    catalogue: Catalogue | None
    findings: tuple[Finding, ...]
    skipped: Mapping[str, frozenset[str]]


def default_path() -> Path:
    """Return the place of the catalogue that is used when none is named: in the user's data folder."""
    return Path(platformdirs.user_data_dir("opennss", appauthor=False)) / "catalogue"


def read(path: Path) -> Reading:
    """Read the store or the CSV extract in the folder ``path`` and say everything that is wrong with it, all at once.

    A row of an extract with a fault is left out, so a catalogue that comes with an error must not be used for a
    build. The files of a store are compared with the checksums in its manifest (some 20 ms for 200,000 records); rows
    are read when they are asked for.
    """
    _recover(path)
    if not path.is_dir():
        return Reading(None, (Finding(path.name, 0, "", "no-catalogue", {"path": path.as_posix()}),), {})
    if not (path / MANIFEST).is_file():
        found = read_extract(path)
        return Reading(_from_extract(found), found.findings, found.skipped)
    catalogue, findings = _read_store(path)
    return Reading(catalogue, tuple(findings), {})


def open(path: Path) -> Catalogue:
    """Open the store or extract in the folder ``path``; raises ``WorkspaceError`` with all its faults."""
    reading = read(path)
    if reading.catalogue is None or any(finding.severity is Severity.ERROR for finding in reading.findings):
        raise WorkspaceError(reading.findings)
    return reading.catalogue


def _from_extract(found: Extract) -> Catalogue:
    return Catalogue.of(found.deliverables, found.committees, found.ics)


def _read_store(path: Path) -> tuple[Catalogue | None, list[Finding]]:
    """The store without its rows; ``None`` when its manifest cannot be read or a file is missing, cut off, changed."""
    name = f"{path.name}/{MANIFEST}"
    try:
        manifest = tomllib.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            return None, [Finding(name, 0, "", "store-foreign", {"reason": f"format {manifest['format']}"})]
        digests = {table: manifest["files"][table]["sha256"] for table in FILES}
        sources = tuple(Source(**row) for row in manifest.get("sources", ()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        return None, [Finding(name, 0, "", "store-foreign", {"reason": f"{type(error).__name__}: {error}"})]
    damaged = [table for table, digest in digests.items() if _digest(path, table) != digest]
    if damaged:
        return None, [Finding(f"{path.name}/{table}.parquet", 0, "", "store-damaged") for table in damaged]
    frames = frames_of(path)
    held = (deliverables_in(frames), committees_in(frames), ics_in(frames))
    return Catalogue(*held, _total(digests), frames, sources, path), []


def _total(digests: Mapping[str, str]) -> str:
    return hashlib.sha256("\n".join(digests.values()).encode()).hexdigest()


def _file(path: Path, name: str) -> Path:
    return path / f"{name}.parquet"


def _digest(path: Path, name: str) -> str:
    """The checksum of a table's file; empty when it cannot be read."""
    try:
        with _file(path, name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


# Writing


def write(folder: Path, merged: Merged, index: Index | None = None) -> str:
    """Write a store whole or not at all, and return the checksum of its content.

    The files are made beside ``folder`` and take its place when they are complete; until then what was there stays.
    ``index`` writes the folder ``search`` of the store. Same records, same bytes. Raises ``WorkspaceError`` when other
    files lie in ``folder``: only a store is ever replaced.
    """
    if folder.exists() and not (folder / MANIFEST).is_file() and not _empty(folder):
        raise WorkspaceError([Finding(folder.name, 0, "", "store-occupied", {"path": folder.as_posix()})])
    new, old = _beside(folder)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    new.mkdir(parents=True)
    deliverables = merged.deliverables.sort("reference")
    tables = {
        "deliverables": deliverables.drop("abstract"),
        "abstracts": deliverables.select("abstract"),
        "committees": merged.committees.sort("reference"),
        "ics": merged.ics.sort("code"),
    }
    for name, table in tables.items():
        table.write_parquet(
            _file(new, name), compression="zstd", compression_level=1, statistics=False, row_group_size=BLOCK
        )
    if index is not None:
        (new / SEARCH).mkdir()
        index(new / SEARCH, deliverables, tables["committees"], tables["ics"])
    digests = {name: _digest(new, name) for name in FILES}
    total = _total(digests)
    (new / MANIFEST).write_text(_printed(new, total, digests, merged), encoding="utf-8", newline="\n")
    _swap(folder)
    return total


def _empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _beside(folder: Path) -> tuple[Path, Path]:
    return folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def _swap(folder: Path) -> None:
    new, old = _beside(folder)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _recover(folder: Path) -> None:
    """Finish an exchange that was broken off: the new store if it is whole (its manifest comes last), else the old."""
    if folder.exists() or not folder.parent.is_dir():
        return
    new, old = _beside(folder)
    with suppress(OSError):
        if (new / MANIFEST).is_file():
            new.rename(folder)
        elif old.is_dir():
            old.rename(folder)


def _printed(folder: Path, total: str, digests: Mapping[str, str], merged: Merged) -> str:
    counts = {
        "deliverables": merged.deliverables.height,
        "committees": merged.committees.height,
        "ics": merged.ics.height,
    }
    lines = [f"format = {FORMAT}", f'sha256 = "{total}"', "", "[counts]", *(f"{k} = {v}" for k, v in counts.items())]
    for body, given, kept in merged.bodies:
        lines += ["", f"[bodies.{_quoted(body)}]", f"read = {given}", f"kept = {kept}"]
    for name, digest in digests.items():
        lines += ["", f"[files.{name}]", f"bytes = {_file(folder, name).stat().st_size}", f'sha256 = "{digest}"']
    for source in merged.sources:
        lines += ["", "[[sources]]"]
        lines += [f"{k} = {v if isinstance(v, int) else _quoted(v)}" for k, v in asdict(source).items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign for sign in escaped) + '"'
    )
