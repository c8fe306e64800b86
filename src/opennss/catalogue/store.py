"""The store: deliverables, committees and ICS classes of the world, with one checksum of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.standards import Committee, Deliverable, IcsClass
from opennss.model.table import Row
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import EVERYTHING, Table, print_table, read_table

R = TypeVar("R", bound=Row)
TABLES: tuple[type[Row], ...] = (Deliverable, Committee, IcsClass)
"""The tables of a catalogue, each in the file that its row class names."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The world's standards by reference, code and class; ``sha256`` is the checksum of their canonical form.

    >>> Catalogue.of().deliverables
    mappingproxy({})
    """

    deliverables: Mapping[str, Deliverable]
    committees: Mapping[str, Committee]
    ics: Mapping[str, IcsClass]
    sha256: str

    @classmethod
    def of(
        cls,
        deliverables: Sequence[Deliverable] = (),
        committees: Sequence[Committee] = (),
        ics: Sequence[IcsClass] = (),
    ) -> Catalogue:
        """Make a catalogue from rows; of two rows with one key the last one stays."""
        digest = hashlib.sha256()
        for row_class, rows in zip(TABLES, (deliverables, committees, ics), strict=True):
            digest.update(print_table(rows, row_class, sorted(text_languages(rows, ()))).encode())
        return cls(
            MappingProxyType({row.reference: row for row in deliverables}),
            MappingProxyType({row.reference: row for row in committees}),
            MappingProxyType({row.code: row for row in ics}),
            digest.hexdigest(),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A catalogue as read: its good rows (``None`` without a folder), all findings, and by file the keys left out.

    Files are named ``catalogue/...`` in ``skipped``, whatever the folder is called.
    """

    catalogue: Catalogue | None
    findings: tuple[Finding, ...]
    skipped: Mapping[str, frozenset[str]]


def read(path: Path) -> Reading:
    """Read the CSV extract in the folder ``path`` and say everything that is wrong with it, all at once.

    A row with a fault is left out, so a catalogue that comes with an error must not be used for a build.
    """
    name = path.name
    if not path.is_dir():
        return Reading(None, (Finding(name, 0, "", "no-catalogue", {"path": path.as_posix()}),), {})
    deliverables = _table(path, Deliverable)
    committees = _table(path, Committee)
    ics = _table(path, IcsClass)
    catalogue = Catalogue.of(deliverables.rows, committees.rows, ics.rows)
    findings = (*deliverables.findings, *committees.findings, *ics.findings)
    tables = zip(TABLES, (deliverables.skipped, committees.skipped, ics.skipped), strict=True)
    skipped = {f"catalogue/{row_class.FILE}": keys for row_class, keys in tables}
    return Reading(catalogue, (*findings, *_dangling(name, catalogue, committees.skipped, ics.skipped)), skipped)


def open(path: Path) -> Catalogue:
    """Open the catalogue in the folder ``path``; raises ``WorkspaceError`` with all findings when it has faults."""
    reading = read(path)
    if reading.catalogue is None or any(finding.severity is Severity.ERROR for finding in reading.findings):
        raise WorkspaceError(reading.findings)
    return reading.catalogue


def _table(path: Path, row_class: type[R]) -> Table[R]:
    name = f"{path.name}/{row_class.FILE}"
    if not (path / row_class.FILE).is_file():
        return Table((), (Finding(name, 0, "", "missing-table"),), frozenset((EVERYTHING,)))
    table = read_table(path / row_class.FILE, row_class, ("en",), name=name)
    findings = list(table.findings)
    seen: dict[str, int] = {}
    for row in table.rows:
        key = str(getattr(row, row_class.KEY[0]))
        if key in seen:
            values = {"value": key, "first": seen[key]}
            findings.append(Finding(name, row.line, row_class.KEY[0], "duplicate-key", values))
        seen.setdefault(key, row.line)
    return Table(table.rows, tuple(findings), table.skipped)


def _dangling(
    name: str, catalogue: Catalogue, no_committees: frozenset[str], no_ics: frozenset[str]
) -> Iterator[Finding]:
    """Committees and ICS classes that deliverables name and the extract does not have."""
    file = f"{name}/{Deliverable.FILE}"
    for row in catalogue.deliverables.values():
        if row.committee not in catalogue.committees and not no_committees & {row.committee, EVERYTHING}:
            values: dict[str, object] = {"value": row.committee, "table": f"{name}/{Committee.FILE}"}
            yield Finding(file, row.line, "committee", "unknown-code", values)
        for code in row.ics:
            if code not in catalogue.ics and not no_ics & {code, EVERYTHING}:
                values = {"value": code, "table": f"{name}/{IcsClass.FILE}"}
                yield Finding(file, row.line, "ics", "unlisted-ics", values, Severity.WARNING)
