"""ISO Open Data: the deliverables, in the official file as JSON lines, CSV or Parquet, with titles or without.

The whole file is read at once by the fast reader. Only when that refuses it, or where a line needs a closer look, it
is read line by line: what is damaged becomes a finding with its line, and the rest is taken.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from opennss.catalogue import bulk, records
from opennss.errors import CodeError, Finding, Severity
from opennss.model.codes import Ics, Stage
from opennss.sources.plain import plain
from opennss.sources.reading import MOST_OF_CATALOGUE, MOST_OF_LINE, Records, bytes_of, each_line, frame, text_of
from opennss.sources.reading import unreadable as refused

NAMES = r"iso_deliverables_metadata\.(jsonl|csv)(\.gz|\.zst)?|iso_deliverables_metadata\.parquet"
"""The names of the official files."""

LANGUAGES, ENGLISH = pl.Struct({"en": pl.String, "fr": pl.String}), pl.Struct({"en": pl.String})
LINES: dict[str, Any] = {
    "id": pl.Int64, "deliverableType": pl.String, "supplementType": pl.String, "reference": pl.String,
    "title": LANGUAGES, "publicationDate": pl.String, "edition": pl.Int64, "icsCode": pl.List(pl.String),
    "ownerCommittee": pl.String, "currentStage": pl.Int64, "replaces": pl.List(pl.Int64),
    "replacedBy": pl.List(pl.Int64), "pages": pl.Struct({"en": pl.Int64}), "scope": ENGLISH,
}  # fmt: skip
"""The fields that are taken; a file may lack ``title`` (before mid-2025) and may have others."""

TEXTS = (
    *(pl.col(name) for name, kind in LINES.items() if kind == pl.String),
    *(pl.col("title").struct.field(language) for language in ("en", "fr")), pl.col("scope").struct.field("en"),
)  # fmt: skip

TYPES = {
    "IS": "international-standard", "TS": "technical-specification", "TR": "technical-report", "GUIDE": "guide",
    "PAS": "publicly-available-specification", "IWA": "international-workshop-agreement", "R": "recommendation",
    "ISP": "international-standardized-profile", "TTA": "technology-trends-assessment",
}  # fmt: skip
"""Types of deliverables in words; an unknown one stays as the file says it."""

SUPPLEMENTS = (
    (r"(?i)am", "amendment"),
    (r"(?i)co", "technical-corrigendum"),
    (r"(?i)^ad", "addendum"),
    ("S", "supplement"),
)
"""Types of supplements, drafts of them included (FDAM, CD Amd), by a part of their name; the first that fits."""

REFERENCE = r"^\pL.*[0-9]"
"""What a reference at least looks like: letters, then a number somewhere."""

DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def read(path: Path, said: str) -> Records:
    """Read one file of any layout into the frame ``DELIVERABLES``; ``said`` is what each record names as its source.

    A record without a usable reference is left out, a field that cannot be used stays empty, each with a finding; so
    do relations to ids that no line has, or that several deliverables have, which are counted in one note. Raises
    ``WorkspaceError`` when nothing can be read.
    """
    if path.suffix == ".parquet":
        table, findings = _from_table(path)
    elif ".csv" in path.suffixes:
        table, findings = _from_cells(path)
    else:
        whole = _at_once(path)
        table, findings = (whole, []) if whole is not None else _line_by_line(path)
    if table.is_empty():
        raise refused(path, findings[0].values.get("reason", findings[0].code) if findings else "0 lines")
    return _records(table, path.name, said, findings)


def validate(path: Path) -> None:
    """Raise ``WorkspaceError`` when a snapshot is not the official file: nothing in it is a record."""
    _ = read(path, "")


# The layouts


def _at_once(path: Path) -> pl.DataFrame | None:
    """The lines by the fast reader; ``None`` when it refuses the file, or when there are blank or too long lines."""
    text = text_of(path, MOST_OF_CATALOGUE)
    if text is None:
        return None
    try:
        table = pl.read_ndjson(text[0], schema=LINES)
    except (pl.exceptions.PolarsError, OSError):
        return None
    odd = pl.any_horizontal(part.str.starts_with(sign) for part in TEXTS for sign in "[{")  # lists taken for texts
    good = table.height == text[1] and not table.select(odd.any()).item()
    return table.with_row_index("line", 1) if good else None


def _line_by_line(path: Path) -> tuple[pl.DataFrame, list[Finding]]:
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for number, line in each_line(path, MOST_OF_CATALOGUE):
        if isinstance(line, Finding):
            findings.append(line)
        elif line.strip():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as error:
                findings.append(Finding(path.name, number, "", "record-not-whole", {"reason": str(error)[:200]}))
                continue
            rows += _taken(found, path.name, number, findings)
    return _table(rows), findings


def _from_cells(path: Path) -> tuple[pl.DataFrame, list[Finding]]:
    """The official CSV: fields of languages are ``title.en``, lists are ``['13.020', '01.040']``."""
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    reader = csv.DictReader(_lines_kept(path, findings))
    limit = csv.field_size_limit(MOST_OF_LINE)  # of the whole process: put back below
    start = 1
    try:
        for found in reader:
            start, number = reader.line_num, start + 1
            if None in found or None in found.values():
                values: dict[str, object] = {"reason": f"{len(reader.fieldnames or ())} cells expected"}
                findings.append(Finding(path.name, number, "", "record-not-whole", values))
                continue
            rows += _taken({key: cell or None for key, cell in found.items()}, path.name, number, findings)
    except csv.Error as error:
        findings.append(Finding(path.name, reader.line_num, "", "source-cut-short", {"reason": str(error)}))
    finally:
        csv.field_size_limit(limit)
    return _table(rows), findings


def _lines_kept(path: Path, findings: list[Finding]) -> Iterator[str]:
    for _, line in each_line(path, MOST_OF_CATALOGUE):
        if isinstance(line, Finding):
            findings.append(line)
        yield "" if isinstance(line, Finding) else line + "\n"


def _from_table(path: Path) -> tuple[pl.DataFrame, list[Finding]]:
    """A Parquet file with the fields of the JSON lines, those of languages nested or as ``title.en``."""
    try:
        known = pl.read_parquet_schema(bytes_of(path, MOST_OF_CATALOGUE))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise refused(path, error) from error
    wanted = {name: kind for name, kind in known.items() if name.partition(".")[0] in LINES}
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for number, found in enumerate(frame(path, wanted, MOST_OF_CATALOGUE).iter_rows(named=True), 1):
        rows += _taken(found, path.name, number, findings)
    return _table(rows), findings


def _table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"line": pl.UInt32, **LINES})


# One record, looked at closely


def _taken(found: object, file: str, number: int, findings: list[Finding]) -> Iterator[dict[str, Any]]:
    """The record with each field in its type; a field of another form is a finding and stays empty."""
    if not isinstance(found, Mapping):
        findings.append(Finding(file, number, "", "record-not-whole", {"reason": type(found).__name__}))
        return
    row: dict[str, Any] = {"line": number}
    for field, kind in LINES.items():
        value = found.get(field)
        if isinstance(kind, pl.Struct) and value is None:
            value = {part.name: found.get(f"{field}.{part.name}") for part in kind.fields}
        try:
            row[field] = _value(value, kind)
        except (ValueError, TypeError):
            findings.append(_faulty("record-bad-field", file, number, field, value))
    yield row


def _value(value: Any, kind: Any) -> Any:
    """A value in its type; raises ``ValueError`` or ``TypeError`` when it has another form."""
    if value is None or value == "":
        return None
    if isinstance(kind, pl.Struct):
        parts = value if isinstance(value, Mapping) else {"en": value}
        return {part.name: _value(parts.get(part.name), part.dtype) for part in kind.fields}
    if isinstance(kind, pl.List):
        items = re.findall(r"[^\s\[\]'\",;]+", value) if isinstance(value, str) else list(value)
        return [None if item == "None" else _value(item, kind.inner) for item in items]
    if kind == pl.Int64:
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,18}(\.0)?", str(value)):
            raise ValueError(value)
        return int(str(value).partition(".")[0])
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise TypeError(value)
    return str(value).encode("utf-8", "replace").decode()


def _faulty(code: str, file: str, number: int, field: str, value: object) -> Finding:
    return Finding(file, number, field, code, {"field": field, "value": str(value)[:80]}, Severity.WARNING)


# The records


def _records(table: pl.DataFrame, file: str, said: str, findings: list[Finding]) -> Records:
    named = table.with_columns(bulk.references(table["reference"]))
    usable = named["reference"].str.contains(REFERENCE).fill_null(value=False)
    for number, value in table.filter(~usable).select("line", "reference").iter_rows():
        findings.append(Finding(file, number, "reference", "record-no-reference", {"value": str(value or "")[:80]}))
    kept = named.filter(usable)
    stages = _mapped(kept, "currentStage", file, "record-unknown-stage", lambda v: str(Stage.parse(str(v))), findings)
    dates = _mapped(kept, "publicationDate", file, "record-bad-field", _dated, findings)
    own = pl.col("ownerCommittee").str.contains(r"^\s*(ISO|IEC)[/ ]")
    committees, owners = kept.select(
        pl.when(own).then("ownerCommittee").alias("own"), pl.when(~own).then("ownerCommittee")
    )
    findings += _other_owners(owners, file)
    relations, note = _relations(kept, file)
    findings += note
    columns = {
        "reference": kept["reference"], "type": _types(kept),
        "title_en": plain(kept["title"].struct.field("en")), "title_fr": plain(kept["title"].struct.field("fr")),
        "abstract": plain(kept["scope"].struct.field("en")), "stage": stages, "committee": committees,
        "committee_title": owners,
        "ics": _classes(kept, file, findings), "edition": kept["edition"].cast(pl.String), "published": dates,
        "project": kept["id"].cast(pl.String), "pages": kept["pages"].struct.field("en"), **relations,
    }  # fmt: skip
    filled = pl.DataFrame(columns).with_columns(
        pl.lit("ISO").alias("body"), pl.lit(said).alias("source"),
        pl.format("https://www.iso.org/standard/{}.html", "project").alias("url"),
        pl.format("{}:{}", pl.lit(file), kept["line"]).alias("place"),
    )  # fmt: skip
    return Records(records.frame(filled, records.DELIVERABLES), tuple(findings), table.height)


def _other_owners(owners: pl.Series, file: str) -> list[Finding]:
    """A note on bodies that own deliverables without being committees of ISO or IEC: they stay as titles."""
    known = owners.drop_nulls()
    if known.is_empty():
        return []
    values = {"count": known.len(), "known": ", ".join(known.unique().sort())[:200]}
    return [Finding(file, 0, "ownerCommittee", "records-other-owner", values, Severity.NOTE)]


def _mapped(
    table: pl.DataFrame, field: str, file: str, code: str, parse: Callable[[Any], str], findings: list[Finding]
) -> pl.Series:
    """A column with each value parsed; one that cannot be read is a finding on each of its lines and stays empty."""
    good: dict[Any, str | None] = {}
    for value in table[field].unique().drop_nulls():
        try:
            good[value] = str(parse(value))
        except CodeError:
            good[value] = None
    bad = [value for value, parsed in good.items() if parsed is None]
    for number, value in table.filter(pl.col(field).is_in(bad)).select("line", field).iter_rows():
        findings.append(_faulty(code, file, number, field, value))
    return table[field].replace_strict(list(good), list(good.values()), return_dtype=pl.String)


def _dated(text: str) -> str:
    if not re.match(DATE, text):
        raise CodeError("not-a-date", value=text)
    return text


def _types(table: pl.DataFrame) -> pl.Series:
    kind = pl.col("deliverableType").replace(TYPES)
    part = pl.col("supplementType")
    words = [pl.when(part.str.contains(pattern)).then(pl.lit(word)) for pattern, word in SUPPLEMENTS]
    return table.select(pl.coalesce(*words, kind).alias("type")).to_series()


def _classes(table: pl.DataFrame, file: str, findings: list[Finding]) -> pl.Series:
    bad = []
    for code in table["icsCode"].explode().unique().drop_nulls():
        try:
            Ics.parse(code)
        except CodeError:
            bad.append(code)
    codes = table["icsCode"].fill_null([]).list.drop_nulls()
    if not bad:
        return codes
    single = table.select("line", "icsCode").explode("icsCode").filter(pl.col("icsCode").is_in(bad))
    findings += [_faulty("record-bad-ics", file, number, "icsCode", code) for number, code in single.iter_rows()]
    return pl.select(pl.lit(codes).list.eval(pl.element().filter(~pl.element().is_in(bad)))).to_series()


RELATIONS = {"replaces": "replaces", "replacedBy": "replaced_by"}


def _relations(table: pl.DataFrame, file: str) -> tuple[dict[str, pl.Series], Iterable[Finding]]:
    """The relations as references instead of ids, and a note on those that could not be told.

    Of several lines with one id the dated one counts, which is the published form of a draft.
    """
    dated = pl.col("reference").str.contains(":")
    ids = table.select("id", "reference").drop_nulls("id").filter(dated == dated.max().over("id"))
    ids = ids.group_by("id").agg(pl.col("reference").first(), pl.len().alias("forms"))
    found: dict[str, pl.Series] = {}
    counts = {"all": 0, "missing": 0, "several": 0}
    for field, name in RELATIONS.items():
        single = table.select(pl.row_index("row"), field).filter(pl.col(field).list.len() > 0).explode(field)
        told = single.join(ids, left_on=field, right_on="id", how="left", maintain_order="left")
        counts["all"] += told.height
        counts["missing"] += told["forms"].null_count()
        counts["several"] += int((told["forms"] > 1).sum())
        lists = told.filter(pl.col("forms") == 1).group_by("row", maintain_order=True).agg("reference")
        rows = table.select(pl.row_index("row")).join(lists, on="row", how="left", maintain_order="left")
        found[name] = rows["reference"].fill_null([]).cast(pl.List(pl.String))
    lost = counts["missing"] + counts["several"]
    note = [Finding(file, 0, "", "records-relations", dict(counts), Severity.NOTE)] if lost else []
    return found, note
