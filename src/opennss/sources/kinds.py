"""The kinds of files that the catalogue of standards is made from: how each is known, read, and called."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import polars as pl

from opennss.catalogue import merge
from opennss.catalogue.merge import Part
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.sources import ics, iso_committees, iso_deliverables
from opennss.sources.card import Card
from opennss.sources.reading import MOST_OF_CATALOGUE, each_line, files_in
from opennss.sources.relaton import read as relaton

Tell = Callable[[int, int], None]
"""Is told how much of a file is done, and of how much."""

Read = Callable[[Sequence[Path], str, Tell], tuple[list[Part], tuple[Finding, ...]]]
"""Reads the files of a set; the text names their source and state in every record."""

OPEN_DATA, NO_LICENCE = "ODC-By 1.0", "none stated by the source"
ISO_ADDRESS, RELATON_ADDRESS = "https://www.iso.org/open-data.html", "https://github.com/relaton"
MOST_ALIKE = 20
"""Findings of one kind in one file that name their place; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A source of the catalogue in one layout.

    ``names`` are patterns of whole file names, one for each file of the set; only the first file is needed.
    ``title`` begins the name of the source in every record.
    """

    id: str
    names: tuple[str, ...]
    title: str
    address: str
    licence: str
    read: Read


@dataclass(frozen=True, slots=True)
class Set:
    """Files that belong together, and their kind; ``sure`` is false when they are known by their content only."""

    kind: Kind
    paths: tuple[Path, ...]
    sure: bool = True


# Reading


def _name(base: str, path: Path) -> str:
    """The name of a source in one layout: a flat table of it has the same facts under a name of its own."""
    return f"{base}-table" if path.suffix == ".parquet" else base


def _read_deliverables(paths: Sequence[Path], said: str, tell: Tell) -> tuple[list[Part], tuple[Finding, ...]]:
    tell(0, 1)
    found = iso_deliverables.read(paths[0], said)
    source = merge.Source("iso-deliverables", read=found.read)
    return [Part(source, deliverables=found.frame, rank=merge.ISO_OPEN_DATA)], found.findings


def _read_committees(paths: Sequence[Path], said: str, tell: Tell) -> tuple[list[Part], tuple[Finding, ...]]:
    tell(0, 1)
    found = iso_committees.read(paths, said)
    source = merge.Source(_name("iso-committees", paths[0]), read=found.read)
    return [Part(source, committees=found.frame, rank=merge.ISO_OPEN_DATA)], found.findings


def _read_ics(paths: Sequence[Path], said: str, tell: Tell) -> tuple[list[Part], tuple[Finding, ...]]:
    tell(0, 1)
    found = ics.read_records(paths[0], said)
    source = merge.Source(_name("iso-ics", paths[0]), read=found.read)
    return [Part(source, ics=found.frame, rank=merge.ISO_OPEN_DATA)], found.findings


def _read_relaton(paths: Sequence[Path], said: str, tell: Tell) -> tuple[list[Part], tuple[Finding, ...]]:
    """One part for each body: its records, and the committees that they name."""
    found = relaton.read(
        paths[0], state=said.removeprefix("Relaton").lstrip(" ,"), workers=os.cpu_count() or 1, tell=tell
    )
    parts = []
    for body, count in found.counts.items():
        stale = found.stale if body == "ISO" or len(found.counts) == 1 else 0
        own = found.deliverables.filter(pl.col("body") == body)
        rank = {"ISO": merge.RELATON_ISO, "IEC": merge.IEC_LIST}.get(body, merge.OTHERS)
        source = merge.Source(_name(f"relaton-{body.lower()}", paths[0]), read=count, stale=stale)
        named = found.committees.filter((pl.col("body") == body) | (len(found.counts) == 1))  # joint ones, too
        parts.append(Part(source, own, named, rank=rank))
    if not found.deliverables.height:
        raise WorkspaceError(found.findings or [Finding(paths[0].name, 0, "", "source-unreadable", {"reason": "0"})])
    return parts, found.findings


PACKED = r"(\.gz|\.zst)?"
KINDS = (
    Kind("iso-deliverables", (iso_deliverables.NAMES,), "ISO Open Data", ISO_ADDRESS, OPEN_DATA, _read_deliverables),
    Kind("iso-committees", (iso_committees.FILE,), "ISO Open Data", ISO_ADDRESS, OPEN_DATA, _read_committees),
    Kind("iso-committees-tables", iso_committees.TABLES, "ISO Open Data", ISO_ADDRESS, OPEN_DATA, _read_committees),
    Kind("iso-ics", (rf"ics(-simple)?\.(xml|csv){PACKED}",), "ISO Open Data", ISO_ADDRESS, OPEN_DATA, _read_ics),
    Kind("iso-ics-table", (r"ics\.parquet",), "ISO Open Data", ISO_ADDRESS, OPEN_DATA, _read_ics),
    Kind(
        "relaton", (r"relaton-data-[a-z0-9]+(-[a-z0-9.]+)?(\.zip|\.tar(\.gz|\.zst)?|\.tgz)?",), "Relaton",
        RELATON_ADDRESS, NO_LICENCE, _read_relaton,
    ),
    Kind("relaton", (r"[a-z]+_yaml\.(zip|tar(\.gz|\.zst)?)",), "Relaton", RELATON_ADDRESS, NO_LICENCE, _read_relaton),
    Kind("relaton", (r"[a-z_]+_catalogue\.parquet",), "Relaton", RELATON_ADDRESS, NO_LICENCE, _read_relaton),
)  # fmt: skip
"""Every kind, the better one first."""

BY_ID = {kind.id: kind for kind in reversed(KINDS)}


def read(found: Set, card: Card, tell: Tell) -> tuple[list[Part], tuple[Finding, ...]]:
    """Read a set of files: its parts with address, date, licence and checksum, and at most some findings alike.

    Raises ``WorkspaceError`` when nothing of it can be used.
    """
    date = card.date.isoformat() if card.date else ""
    parts, findings = found.kind.read(found.paths, said(found.kind, card), tell)
    findings = (*findings, *_cut(found.paths[0], findings))
    more = "" if found.sure else f" ({found.paths[0].name})"
    named = [
        replace(
            part.source, name=part.source.name + more, address=card.address, date=date, licence=card.licence,
            sha256=card.files[0][2] if card.files else "",
        )
        for part in parts
    ]  # fmt: skip
    return [replace(part, source=source) for part, source in zip(parts, named, strict=True)], few(findings)


def _cut(path: Path, findings: Sequence[Finding]) -> list[Finding]:
    """Say when the last line of a text is damaged: then the file ends early, whatever is wrong in its middle."""
    name = re.sub(r"\.(gz|zst)$", "", path.name.lower())
    codes = {finding.code for finding in findings}
    if "source-cut-short" in codes:
        return []
    if not name.endswith(".csv") and not (name.endswith(".jsonl") and codes & {"record-not-whole", "record-encoding"}):
        return []
    number, line = next(iter(deque(each_line(path, MOST_OF_CATALOGUE), maxlen=1)), (0, ""))
    if isinstance(line, str) and (_whole_row(path, line) if name.endswith(".csv") else _whole_record(line)):
        return []
    reason = line[-40:] if isinstance(line, str) else "UTF-8"
    return [Finding(path.name, number, "", "source-cut-short", {"reason": reason})]


def _whole_record(line: str) -> bool:
    try:
        return isinstance(json.loads(line or "{}"), dict)
    except (ValueError, RecursionError):
        return False


def _whole_row(path: Path, line: str) -> bool:
    """Say whether the last line of a table has a cell for each column, or ends as lines end (cells may hold lines)."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1))
        ended = file.read(1) in b"\r\n"
    cells = [len(row) for text in (_first_line(path), line) for row in csv.reader([text])]
    return ended or path.suffix != ".csv" or cells[0] == cells[-1]


def said(kind: Kind, card: Card) -> str:
    """Return what a record says of its source: title, state and licence.

    >>> said(BY_ID["iso-ics"], Card("", "", None, "ODC-By 1.0, attribution", "", ()))
    'ISO Open Data, state not known (ODC-By 1.0)'
    """
    derived = re.search(r"derived from [\w./-]+", card.how)
    title = f"{kind.title}, {derived[0]}" if derived and kind.title != "Relaton" else kind.title
    licence = OPEN_DATA if card.licence.startswith("ODC-By") else card.licence
    licence = "no licence stated" if licence.startswith("none") else licence
    return f"{title}{f' {card.date}' if card.date else ', state not known'} ({licence})"


def few(findings: Sequence[Finding], most: int = MOST_ALIKE) -> tuple[Finding, ...]:
    """Return the findings, of each kind in each file only the first ones; the rest are counted in one more."""
    kept: list[Finding] = []
    counts: dict[tuple[str, str, Severity], int] = {}
    for finding in findings:
        key = (finding.file, finding.code, finding.severity)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= most:
            kept.append(finding)
    for (file, code, severity), count in counts.items():
        if count > most:
            kept.append(Finding(file, 0, "", "records-more", {"count": count - most, "code": code}, severity))
    return tuple(kept)


# Finding


def sets_in(place: Path) -> list[Set]:
    """Return the sets of files at ``place`` and one level below, in the order of ``KINDS``.

    Files are known by name; another one by its content. Raises ``WorkspaceError`` when there is no such place.
    """
    files = [*files_in([place]), *(path for path in (place, *sorted(place.glob("*"))) if (path / "data").is_dir())]
    near = files if place.is_dir() else [path for path in sorted(place.parent.glob("*")) if path.is_file()]
    found: list[Set] = []
    used: set[Path] = set()
    for kind in KINDS:
        for path in files:
            if path not in used and re.fullmatch(kind.names[0], path.name, re.IGNORECASE):
                more = [_beside(path, near, pattern) for pattern in kind.names[1:]]
                paths = (path, *(other for other in more if other))
                found.append(Set(kind, paths))
                used.update(paths)
    folders = [path for path in used if path.is_dir()]
    for path in files:
        if path not in used and path.is_file() and not any(folder in path.parents for folder in folders):
            kind_of = _by_content(path)
            found += [Set(kind_of, (path,), sure=False)] if kind_of else []
    return found


def _beside(path: Path, files: Sequence[Path], pattern: str) -> Path | None:
    own = (other for other in files if other.parent == path.parent)
    return next((other for other in own if re.fullmatch(pattern, other.name, re.IGNORECASE)), None)


COLUMNS = {
    "iso-deliverables": {"reference", "currentStage"}, "iso-committees": {"reference", "pMembers"},
    "iso-committees-tables": {"reference", "n_p", "scope_en"}, "iso-ics": {"identifier", "titleEn"},
    "iso-ics-table": {"code", "title_en", "level"}, "relaton": {"docid", "relation_type"},
}  # fmt: skip
"""What tells a file of each kind whose name is another one."""


def _by_content(path: Path) -> Kind | None:
    plain = re.sub(r"\.(gz|zst)$", "", path.name.lower())
    try:
        if plain.endswith(".zip"):
            with ZipFile(path) as archive:
                return BY_ID["relaton"] if archive.namelist()[0].startswith("relaton-data-") else None
        if plain.endswith(".parquet"):
            names = set(pl.read_parquet_schema(path))
        elif plain.endswith(".jsonl"):
            names = set(json.loads(_first_line(path)))
        elif plain.endswith(".csv"):
            names = set(_first_line(path).split(","))
        else:
            return None
    except (OSError, ValueError, TypeError, IndexError, BadZipFile, WorkspaceError, pl.exceptions.PolarsError):
        return None
    return next((BY_ID[kind] for kind, wanted in COLUMNS.items() if wanted <= names), None)


def _first_line(path: Path) -> str:
    for _, line in each_line(path, 1 << 28):
        return line if isinstance(line, str) else ""
    return ""
