"""A national catalogue of standards, CSV or XLSX in a documented layout: which of them adopt an International Standard.

Columns: ``number``, ``title_<language>``, ``ics``, ``adopts``, ``degree``, ``status``, ``year``, ``committee``; in any
order, only ``number``, one title and ``status`` are needed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from opennss.errors import CodeError, Finding, Severity
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.references import Reference, slug
from opennss.model.standards import Adoption, Correspondence
from opennss.tables.cells import parse, show
from opennss.tables.columns import Column, columns, languages_in
from opennss.tables.csvfile import Grid, read_grid
from opennss.tables.office import read_workbook

FIELDS = {
    "number": "number", "ics": "ics", "adopts": "adopts", "degree": "correspondence", "status": "status",
    "year": "year", "committee": "committee",
}  # fmt: skip
"""Columns of the layout, beside the titles, and the field of an adoption that each fills."""

NEEDED = ("number", "status")
DEGREE = re.compile(r"(.*[^ ,(\[])(?: *[,(\[] *| +)(IDT|MOD|NEQ) *[)\]]?", re.IGNORECASE)
"""An adopted reference with its degree behind it, as many catalogues print it."""

OTHER = re.compile(
    r"[\[\],]"
    r"|\((?!(?:\d{2}/)?\d{4}(?:-\d{2})?\)|[A-Z]{1,2}\))[^)]*\)?$"
    r"|(?:^(?:ISO|IEC|CISPR|IWA)\b.* [^ ]*\d|:\d{4}) "
    r"(?!(?:CSV|RLV|CMV|EXV|SER|DB|PRV|SYMBOL|Annex|Annexes|Errata|Redline)\b|\()"
)
"""What tells that text behind a reference is no part of it: neither a date, a language nor a kind of edition."""


@dataclass(frozen=True, slots=True)
class National:
    """What a national catalogue says.

    ``rows`` are the adoptions it states; ``proposals`` those that only the number of the standard suggests, to be
    looked at by a person; ``own`` counts the standards that adopt nothing, as far as it says.
    """

    rows: tuple[Adoption, ...]
    proposals: tuple[Adoption, ...]
    own: int
    findings: tuple[Finding, ...]


def read(path: Path, languages: Sequence[str], source: Id) -> National:
    """Read a national catalogue; every fault is a finding, and a row with one is left out. Never raises for content.

    ``source`` is the id that every row names; ``languages`` are those of the folder. The degree may stand in its own
    column or behind the reference; both must say the same, and one that is not stated is ``?``. Where the column
    ``adopts`` is empty and the number contains the number of an International Standard (TCVN ISO 9001:2015), the row
    is a proposal with a finding, as the year is the national one. Id of a row: its number.
    """
    grid, findings = _grid(path)
    if grid is None:
        return National((), (), 0, tuple(findings))
    faults, names = _header(path.name, grid, languages)
    findings += faults
    if any(finding.severity is Severity.ERROR for finding in faults):
        return National((), (), 0, tuple(findings))
    rows: list[Adoption] = []
    proposals: list[Adoption] = []
    seen: dict[tuple[str, str], int] = {}
    ids: set[str] = set()
    own = 0
    for line, cells in grid.lines:
        found = dict(zip(grid.header, cells, strict=False))
        row, faults = _row(path.name, line, {names[key]: cell for key, cell in found.items() if key in names}, source)
        findings += faults
        if row is None:
            own += not faults
            continue
        first = seen.setdefault((row.number, row.adopts), line)
        if first != line:
            values: dict[str, object] = {"value": row.number, "first": first}
            findings.append(Finding(path.name, line, "number", "duplicate-key", values))
            continue
        name = slug(Reference.folded(row.number)) or f"row-{line}"
        row = replace(row, id=Id(f"{name}-{slug(row.adopts)}" if name in ids else name))
        ids.add(row.id)
        (proposals if any(fault.code == "national-derived" for fault in faults) else rows).append(row)
    return National(tuple(rows), tuple(proposals), own, tuple(findings))


def _grid(path: Path) -> tuple[Grid | None, list[Finding]]:
    """The cells of the file; of a workbook those of the first sheet with content."""
    if path.suffix.lower() != ".xlsx":
        return read_grid(path, path.name)
    sheets, findings = read_workbook(path, path.name)
    full = [grid for grid in (sheets or {}).values() if grid.header]
    if sheets is not None and not full:
        findings.append(Finding(path.name, 0, "", "empty-file"))
    return (full[0] if full else None), findings


def _header(name: str, grid: Grid, languages: Sequence[str]) -> tuple[list[Finding], Mapping[str, Column]]:
    """What is wrong with the header, and the column of an adoption that each of its cells fills."""
    known = {column.name: column for column in columns(Adoption, languages_in(Adoption, grid.header, languages))}
    titles = {key: column for key, column in known.items() if column.field == "title"}
    names = {key: known[field] for key, field in FIELDS.items()} | titles
    expected = ", ".join([*FIELDS, *titles])
    faults = [
        Finding(name, 1, cell, "unknown-column", {"column": cell, "known": expected}, Severity.NOTE)
        for cell in grid.header
        if cell and cell not in names
    ]
    lacking = [key for key in NEEDED if key not in grid.header]
    lacking += [] if any(key in grid.header for key in titles) else list(titles)[:1]
    faults += [Finding(name, 1, key, "missing-column", {"column": key, "doc": names[key].doc}) for key in lacking]
    return faults, names


def _row(name: str, line: int, cells: Mapping[Column, str], source: Id) -> tuple[Adoption | None, list[Finding]]:
    """One adoption and what is to be said of it; without row and findings the standard adopts nothing."""
    values: dict[str, Any] = {}
    titles: dict[str, str] = {}
    faults: list[Finding] = []
    stated = {column.name: cell.strip() for column, cell in cells.items()}
    shown = DEGREE.fullmatch(stated.get("adopts", ""))
    for column, cell in cells.items():
        text = cell.strip()
        if column.name == "adopts" and shown:
            text = shown[1]
        try:
            if column.type is Text:
                titles |= {column.language: str(parse(text, column))} if text else {}
            elif text or column.name in ("number", "status"):
                values[column.field] = parse(text, column)
        except CodeError as error:
            faults.append(Finding(name, line, column.name, error.code, dict(error.values)))
    if not titles:
        faults.append(Finding(name, line, "title", "missing-value", {"column": "title"}))
    if ";" in values.get("adopts", ""):
        faults.append(Finding(name, line, "adopts", "national-several", {"value": values["adopts"]}))
    elif OTHER.search(values.get("adopts", "")):
        faults.append(Finding(name, line, "adopts", "national-behind", {"value": stated["adopts"]}))
    degree = values.get("correspondence", Correspondence.UNKNOWN)
    behind = Correspondence(shown[2].upper()) if shown else degree
    if Correspondence.UNKNOWN not in (degree, behind) and degree is not behind:
        said: dict[str, object] = {"degree": degree.value, "behind": behind.value, "value": stated["adopts"]}
        faults.append(Finding(name, line, "degree", "national-degree", said))
    values["correspondence"] = behind
    if not values.get("number"):
        faults.append(Finding(name, line, "number", "missing-value", {"column": "number"}))
    if faults:
        return None, faults
    if not values.get("adopts"):
        values["adopts"] = Reference.folded(values["number"]).adopts_hint
        said = {"number": values["number"], "value": values["adopts"]}
        faults = [Finding(name, line, "adopts", "national-derived", said, Severity.QUESTION)]
    if not values["adopts"]:
        return None, []
    return Adoption(id=Id("new"), title=Text.of(**titles), source=source, line=line, **values), faults


def print_layout(rows: Sequence[Adoption], languages: Sequence[str]) -> str:
    """Print adoptions in the layout that ``read`` reads: to look through proposals and to bring them in again."""
    known = {column.name: column for column in columns(Adoption, languages)}
    titles = [column.name for column in known.values() if column.field == "title"]
    fields = {"number": "number", **{title: title for title in titles}, **FIELDS}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([show(getattr(row, known[field].field), known[field]) for field in fields.values()])
    return out.getvalue()


def merged(
    held: Sequence[Adoption], brought: Sequence[Adoption], name: str
) -> tuple[tuple[Adoption, ...], tuple[Finding, ...]]:
    """Return the adoptions that the folder does not hold yet, and a finding for each that it holds otherwise.

    Rows are the same when number and adopted deliverable are. What the folder has is left alone.
    """
    known = {(row.number, row.adopts): row for row in held if row.number}
    ids = {row.id for row in held}
    fresh, findings = [], []
    for row in brought:
        old = known.get((row.number, row.adopts))
        if old is None:
            fresh.append(replace(row, id=Id(f"{row.id}-{slug(row.adopts)}")) if row.id in ids else row)
            continue
        for field in ("correspondence", "status"):
            new, kept = getattr(row, field), getattr(old, field)
            if new != kept:
                values: dict[str, object] = {"number": row.number, "value": str(new), "kept": str(kept)}
                findings.append(Finding(name, row.line, field, "national-differs", values, Severity.WARNING))
    return tuple(fresh), tuple(findings)
