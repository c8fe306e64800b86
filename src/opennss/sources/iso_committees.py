"""ISO Open Data: the committees for the catalogue, with scopes, parents and liaisons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import polars as pl

from opennss.catalogue import records
from opennss.errors import CodeError, Finding, Severity, WorkspaceError
from opennss.language import clean
from opennss.model.references import CommitteeCode
from opennss.sources.plain import plain
from opennss.sources.reading import MOST_BYTES, Records, each_line, frame, unreadable

FILE = r"iso_technical_committees\.jsonl(\.gz|\.zst)?"
"""The name of the official file."""

TABLES = (r"iso_committees\.parquet", r"iso_committee_members\.parquet", r"iso_committee_liaisons\.parquet")
"""The names of three tables made from it; the first is enough."""

STATUS = ("active", "suspended")

TEXTS = ("title_en", "title_fr", "scope", "secretariat", "created")


def read(paths: Sequence[Path], said: str) -> Records:
    """Read the official file, or the tables, into the frame ``COMMITTEES``.

    ``said`` is what each record names as its source. A committee without a usable reference is left out with a
    finding; a field of another form stays empty, with one. Numbers of members are null where the file lists none, and
    for committees that IEC administers, which list only their own secretariat.
    Raises ``WorkspaceError`` when nothing can be read.
    """
    findings: list[Finding] = []
    path = paths[0]
    rows = _tables(paths) if path.suffix == ".parquet" else _lines(path, findings)
    kept = [row for row in rows if _usable(row, path, findings)]
    if not kept:
        raise WorkspaceError(findings) if findings else unreadable(path, "0 committees")
    found = pl.DataFrame(kept, schema={"line": pl.Int64, **records.COMMITTEES})
    found = found.with_columns(*(plain(found[name]) for name in TEXTS), pl.lit(said).alias("source"))
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
    row["liaisons"] = [clean(name) for name in row["liaisons"]]
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
                faults: dict[str, object] = {}
                row, own = _row(found, number, faults), _of(found, "id", int, faults)
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                reason = f"{type(error).__name__}: {error}"[:200]
                findings.append(Finding(path.name, number, "", "record-not-whole", {"reason": reason}))
                continue
            findings += [_faulty(path.name, number, field, value) for field, value in faults.items()]
            if own is not None:
                ids[own] = row["reference"]
            rows.append(row)
    for row in rows:
        row["parent"] = ids.get(row["parent"])
    return rows


def _row(found: Mapping[str, Any], number: int, faults: dict[str, object]) -> dict[str, Any]:
    """The fields of one line; ``parent`` still is a number. What has another form is empty, and among the faults."""
    reference = _shown(str(found["reference"] or ""))
    title, scope, owner = (_of(found, field, dict, faults) or {} for field in ("title", "scope", "secretariat"))
    p_members, o_members = (_of(found, field, list, faults) for field in ("pMembers", "oMembers"))
    liaisons = _named(found, "committeeLiaisons", "reference", faults)
    liaisons += _named(found, "organizationLiaisons", "acronym", faults)
    return {
        "line": number, "reference": reference, "title_en": _of(title, "en", str, faults),
        "title_fr": _of(title, "fr", str, faults), "scope": _of(scope, "en", str, faults),
        "status": _status(found.get("status")), "secretariat": _of(owner, "acronym", str, faults),
        "created": _of(found, "creationDate", str, faults), "parent": _of(found, "parentId", int, faults),
        "p_members": None if p_members is None else len(p_members),
        "o_members": None if o_members is None else len(o_members), "liaisons": liaisons,
    }  # fmt: skip


Form = TypeVar("Form")


def _of(found: Mapping[str, Any], field: str, form: type[Form], faults: dict[str, object]) -> Form | None:
    """A field of one form; what has another one is ``None``, and is put among the faults."""
    value = found.get(field)
    if value is not None and (not isinstance(value, form) or isinstance(value, bool)):
        faults[field] = value
        return None
    return cast("Form | None", _shown(value) if isinstance(value, str) else value)


def _named(found: Mapping[str, Any], field: str, part: str, faults: dict[str, object]) -> list[str]:
    """The names in a list of liaisons; one without a name is passed over."""
    items = _of(found, field, list, faults) or []
    names = [_of(item if isinstance(item, dict) else {part: [item]}, part, str, faults) for item in items]
    return [name for name in names if name]


def _shown(text: str) -> str:
    """A text that can be written: JSON may hold half a sign."""
    return text.encode("utf-8", "replace").decode()


def _faulty(file: str, number: int, field: str, value: object) -> Finding:
    values: dict[str, object] = {"field": field, "value": _shown(str(value))[:80]}
    return Finding(file, number, field, "record-bad-field", values, Severity.WARNING)


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
