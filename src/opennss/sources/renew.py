"""Make the catalogue anew from what was taken and from the copies that lie there; until then the old one stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from opennss.catalogue import merge, store
from opennss.catalogue.changes import Changes, changes
from opennss.catalogue.merge import Merged, Part
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.sources.everything import Taken, Tell, base, in_folder, records_of, shrunk, silent
from opennss.sources.kinds import few


@dataclass(frozen=True, slots=True)
class Renewed:
    """The catalogue that was made, or ``None`` when the old one was left alone; ``findings`` say why.

    ``changes`` are those since the last catalogue, ``None`` when there was none; ``taken`` is everything that was read.
    """

    merged: Merged | None
    sha256: str
    changes: Changes | None
    taken: tuple[Taken, ...]
    findings: tuple[Finding, ...]


def renew(
    catalogue: Path,
    folder: Path,
    taken: Sequence[Taken] = (),
    *,
    smaller: bool = False,
    index: store.Index | None = None,
    tell: Tell = silent,
    step: Callable[[str], None] = lambda _: None,
) -> Renewed:
    """Merge what was ``taken`` with the other copies in ``folder`` and write the catalogue.

    ``index`` writes the search index; ``step`` is told "read", "merge" and "write". A source of the old catalogue of
    which nothing was read now, or far fewer records without ``smaller``, is an error, and the old catalogue stays.
    Raises ``WorkspaceError`` when there is nothing to read, or when ``catalogue`` is a folder of something else.
    """
    _no_stranger(catalogue)
    step("read")
    rest = in_folder(folder, [item.source for item in taken if item.parts], tell)
    every = (*taken, *rest)
    parts = [part for item in every for part in item.parts]
    if not parts:
        errors = [finding for item in every for finding in item.findings]
        known = {"known": "iso_deliverables_metadata.jsonl, relaton-data-iso.zip"}
        raise WorkspaceError(errors or [Finding(folder.name, 0, "", "catalogue-nothing", dict(known))])
    step("merge")
    parts, notes = _latest(parts)
    merged = merge.merge(_ordered(parts))
    old = _old(catalogue)
    now = records_of(part.source for part in parts)
    fewer = () if smaller or old is None else shrunk(now, records_of(old.sources))
    if lost := (*_gone(old, merged), *fewer):
        return Renewed(None, "", None, every, lost)
    step("write")
    sha256 = store.write(catalogue, merged, index)
    said = changes(old, store.open(catalogue)) if old else None
    return Renewed(merged, sha256, said, every, (*notes, *few(merged.findings)))


def _no_stranger(folder: Path) -> None:
    """Raise when the place of the catalogue holds something that is no store, such as a country's own CSV extract."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / store.MANIFEST).is_file()):
        raise WorkspaceError([Finding(folder.name, 0, "", "catalogue-elsewhere", {"path": folder.as_posix()})])


def _ordered(parts: Sequence[Part]) -> list[Part]:
    """The parts; of committees and classes that several files hold the newest come first."""
    others = sorted((part for part in parts if part.deliverables.is_empty()), key=lambda part: part.source.date)
    ranked = [replace(part, rank=rank) for rank, part in enumerate(reversed(others))]
    return [*ranked, *(part for part in parts if not part.deliverables.is_empty())]


def known(catalogue: Path) -> dict[str, int]:
    """Return the number of records of each source of the catalogue at a place; nothing without one that opens."""
    old = store.read(catalogue).catalogue
    return records_of(old.sources) if old else {}


def _old(folder: Path) -> store.Catalogue | None:
    """The old catalogue with its frames in memory, as its files are about to go; ``None`` without one that opens."""
    old = store.read(folder).catalogue
    if old:
        _ = old.frames.deliverables, old.frames.committees
    return old


def _latest(parts: Sequence[Part]) -> tuple[list[Part], list[Finding]]:
    """The parts of the newest state of each source, and a note on each older one, which would bring back old stages."""
    dates: dict[str, str] = {}
    for part in parts:
        name = base(part.source.name)
        dates[name] = max(dates.get(name, ""), part.source.date)
    older = [part for part in parts if part.source.date != dates[base(part.source.name)]]
    notes = [
        Finding(part.source.name, 0, "", "catalogue-older", {"newer": dates[base(part.source.name)]}, Severity.NOTE)
        for part in older
    ]
    return [part for part in parts if part.source.date == dates[base(part.source.name)]], notes


def _gone(old: store.Catalogue | None, merged: Merged) -> list[Finding]:
    """Sources of the old catalogue that the new one would not have: what they alone know would be lost."""
    now = {base(source.name) for source in merged.sources}
    lost = [source.name for source in (old.sources if old else ()) if base(source.name) not in now]
    return [Finding(name, 0, "", "catalogue-source-gone", {"source": name}) for name in lost]
