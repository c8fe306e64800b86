"""ISO Open Data: the committees for the catalogue, with scopes, parents and liaisons, and the titles of IEC's."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from opennss.catalogue import records
from opennss.errors import CodeError, Finding, WorkspaceError
from opennss.model.references import CommitteeCode
from opennss.sources.plain import plain
from opennss.sources.reading import MOST_BYTES, Records, each_line, frame, unreadable

FILE = r"iso_technical_committees\.jsonl(\.gz|\.zst)?"
"""The name of the official file."""

TABLES = (r"iso_committees\.parquet", r"iso_committee_members\.parquet", r"iso_committee_liaisons\.parquet")
"""The names of three tables made from it; the first is enough."""

STATUS = ("active", "suspended")

IEC_TITLES = "iec_committees.csv"
"""Titles of IEC's committees, which no open file holds: a small table of cited facts in the product."""


def read(paths: Sequence[Path], said: str) -> Records:
    """Read the official file, or the tables, into the frame ``COMMITTEES``.

    ``said`` is what each record names as its source. A committee without a usable reference is left out with a
    finding. Committees that IEC administers list only their own secretariat, so their numbers of members are null.
    Raises ``WorkspaceError`` when nothing can be read.
    """
    findings: list[Finding] = []
    path = paths[0]
    rows = _tables(paths) if path.suffix == ".parquet" else _lines(path, findings)
    kept = [row for row in rows if _usable(row, path, findings)]
    if not kept:
        raise WorkspaceError(findings) if findings else unreadable(path, "0 committees")
    found = pl.DataFrame(kept, schema={"line": pl.Int64, **records.COMMITTEES})
    found = found.with_columns(plain(found["scope"]), pl.lit(said).alias("source"))
    return Records(records.frame(found.drop("line"), records.COMMITTEES), tuple(findings), len(rows))


def _usable(row: dict[str, Any], path: Path, findings: list[Finding]) -> bool:
    try:
        code = CommitteeCode.parse(str(row["reference"] or ""))
    except CodeError:
        value = str(row["reference"] or "")[:80]
        findings.append(Finding(path.name, row["line"], "reference", "record-no-reference", {"value": value}))
        return False
    if code.administrator == "IEC":
        row["p_members"] = row["o_members"] = None
    row["body"] = "IEC" if code.startswith("IEC/") and not code.startswith("IEC/ISO") else "ISO"
    return True


# The official file


def _lines(path: Path, findings: list[Finding]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    ids: dict[int, str] = {}
    for number, line in each_line(path, MOST_BYTES):
        if isinstance(line, Finding):
            findings.append(line)
        elif line.strip():
            try:
                found = json.loads(line)
                rows.append(_row(found, number))
                ids[found.get("id")] = found["reference"]
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                reason = f"{type(error).__name__}: {error}"[:200]
                findings.append(Finding(path.name, number, "", "record-not-whole", {"reason": reason}))
    for row in rows:
        row["parent"] = ids.get(row["parent"])
    return rows


def _row(found: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The fields of one line; ``parent`` still is a number."""
    title, scope = found["title"] or {}, found.get("scope") or {}
    others = [item["reference"] for item in found.get("committeeLiaisons") or [] if item["reference"]]
    others += [item["acronym"] for item in found.get("organizationLiaisons") or [] if item["acronym"]]
    return {
        "line": number, "reference": found["reference"], "title_en": title.get("en"), "title_fr": title.get("fr"),
        "scope": scope.get("en"), "status": _status(found.get("status")),
        "secretariat": (found.get("secretariat") or {}).get("acronym"), "created": found.get("creationDate"),
        "parent": found.get("parentId"), "p_members": len(found["pMembers"] or []),
        "o_members": len(found["oMembers"] or []), "liaisons": [str(name) for name in others],
    }  # fmt: skip


def _status(text: object) -> str | None:
    status = str(text).lower()
    return status if status in STATUS else None


# The tables


def _tables(paths: Sequence[Path]) -> list[dict[str, Any]]:
    text, number = pl.String, pl.Int64
    names = ("reference", "status", "title_en", "title_fr", "secretariat", "creation_date", "scope_en")
    main = frame(paths[0], dict.fromkeys(names, text) | dict.fromkeys(("id", "parent_id", "n_p", "n_o"), number))
    ids = dict(main.select("id", "reference").iter_rows())
    liaisons: dict[str, list[str]] = {}
    for path in paths[1:]:
        if "liaison" in path.name:
            for committee, other in frame(path, {"committee": text, "liaison": text}).drop_nulls().iter_rows():
                liaisons.setdefault(committee, []).append(other)
    return [
        {
            "line": place, "reference": row["reference"], "title_en": row["title_en"], "title_fr": row["title_fr"],
            "scope": row["scope_en"], "status": _status(row["status"]), "secretariat": row["secretariat"],
            "created": row["creation_date"], "parent": ids.get(row["parent_id"]), "p_members": row["n_p"],
            "o_members": row["n_o"], "liaisons": liaisons.get(row["reference"], []),
        }
        for place, row in enumerate(main.iter_rows(named=True), 1)
    ]  # fmt: skip


# IEC


def iec_titles() -> Records | None:
    """Return IEC's committees from the table in the product, each row with its own source; ``None`` without one."""
    place = resources.files("opennss.sources").joinpath(IEC_TITLES)
    if not place.is_file():
        return None
    rows = [
        {
            "reference": row["reference"], "body": "IEC", "title_en": row["title_en"], "status": _status(row["status"]),
            "parent": CommitteeCode.parse(row["reference"]).parent, "source": f"{row['source']} {row['date']}",
        }
        for row in csv.DictReader(place.read_text(encoding="utf-8").splitlines())
    ]  # fmt: skip
    found = pl.DataFrame(rows, schema_overrides=records.COMMITTEES)
    return Records(records.frame(found, records.COMMITTEES), (), len(rows))
