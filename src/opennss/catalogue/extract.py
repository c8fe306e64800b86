"""The extract: a small part of the world's standards as CSV tables in a country's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl

from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame
from opennss.errors import Finding, Severity
from opennss.model.standards import Committee, Deliverable, IcsClass
from opennss.model.table import Row
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import EVERYTHING, Table, print_table, read_table

R = TypeVar("R", bound=Row)
TABLES: tuple[type[Row], ...] = (Deliverable, Committee, IcsClass)
"""The tables of an extract, each in the file that its row class names."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The good rows of an extract, all findings, and by file (``catalogue/...``) the keys of the rows left out."""

    deliverables: tuple[Deliverable, ...]
    committees: tuple[Committee, ...]
    ics: tuple[IcsClass, ...]
    findings: tuple[Finding, ...]
    skipped: Mapping[str, frozenset[str]]


def read_extract(path: Path) -> Extract:
    """Read the tables in the folder ``path`` and say everything that is wrong with them, all at once.

    A row with a fault is left out.
    """
    deliverables, committees, ics = _table(path, Deliverable), _table(path, Committee), _table(path, IcsClass)
    tables = zip(TABLES, (deliverables.skipped, committees.skipped, ics.skipped), strict=True)
    skipped = {f"catalogue/{row_class.FILE}": keys for row_class, keys in tables}
    findings = (*deliverables.findings, *committees.findings, *ics.findings)
    dangling = _dangling(path.name, deliverables, committees, ics)
    return Extract(deliverables.rows, committees.rows, ics.rows, (*findings, *dangling), skipped)


def checksum(deliverables: Sequence[Row], committees: Sequence[Row], ics: Sequence[Row]) -> str:
    """Return the checksum of rows: of their canonical CSV, in which a spare column stands only where a row fills it."""
    digest = hashlib.sha256()
    for row_class, rows in zip(TABLES, (deliverables, committees, ics), strict=True):
        digest.update(print_table(rows, row_class, sorted(text_languages(rows, ()))).encode())
    return digest.hexdigest()


def deliverables_frame(rows: Sequence[Deliverable]) -> pl.DataFrame:
    """Return deliverables as a frame of ``records.DELIVERABLES``."""
    return _frame(
        DELIVERABLES,
        [
            {
                "reference": row.reference, "body": row.reference.publisher, "type": row.type or None,
                **_titles(row), "stage": row.stage, "committee": row.committee, "ics": list(row.ics),
                "edition": row.edition or None, "published": row.published or None, "project": row.project or None,
                "replaces": list(row.replaces), "replaced_by": [row.replaced_by] if row.replaced_by else [],
                "amends": list(row.amends), "part_of": list(row.part_of), "adopts": list(row.adopts),
                "pages": row.pages,
                "source": row.source, "place": f"{row.FILE}:{row.line}",
            }
            for row in rows
        ],
    )  # fmt: skip


def committees_frame(rows: Sequence[Committee]) -> pl.DataFrame:
    """Return committees as a frame of ``records.COMMITTEES``."""
    return _frame(
        COMMITTEES,
        [
            {
                "reference": row.reference, "body": row.reference.administrator, **_titles(row),
                "status": row.status.value if row.status else None, "secretariat": row.secretariat or None,
                "created": row.created or None, "parent": row.reference.parent, "p_members": row.p_members,
                "o_members": row.o_members, "source": row.source,
            }
            for row in rows
        ],
    )  # fmt: skip


def ics_frame(rows: Sequence[IcsClass]) -> pl.DataFrame:
    """Return ICS classes as a frame of ``records.ICS``."""
    return _frame(ICS, [{"code": row.code, **_titles(row)} for row in rows])


def _titles(row: Deliverable | Committee | IcsClass) -> dict[str, str | None]:
    said = dict(row.title.values)
    return {"title_en": said.get("en"), "title_fr": said.get("fr")}


def _frame(schema: Mapping[str, pl.DataType], rows: list[dict[str, object]]) -> pl.DataFrame:
    known = {name: kind for name, kind in schema.items() if rows and name in rows[0]}
    return frame(pl.DataFrame(rows, schema=known or dict(schema)), schema)


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
    name: str, deliverables: Table[Deliverable], committees: Table[Committee], classes: Table[IcsClass]
) -> Iterator[Finding]:
    """Committees and ICS classes that deliverables name and the extract does not have."""
    file = f"{name}/{Deliverable.FILE}"
    known, listed = {row.reference for row in committees.rows}, {row.code for row in classes.rows}
    for row in deliverables.rows:
        if row.committee and row.committee not in known and not committees.skipped & {row.committee, EVERYTHING}:
            values: dict[str, object] = {"value": row.committee, "table": f"{name}/{Committee.FILE}"}
            yield Finding(file, row.line, "committee", "unknown-code", values)
        for code in row.ics:
            if code not in listed and not classes.skipped & {code, EVERYTHING}:
                values = {"value": code, "table": f"{name}/{IcsClass.FILE}"}
                yield Finding(file, row.line, "ics", "unlisted-ics", values, Severity.WARNING)
