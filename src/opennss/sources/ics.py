"""ISO Open Data: the tree of the International Classification for Standards."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from opennss.catalogue import records
from opennss.errors import CodeError, Finding, Severity
from opennss.language import Text
from opennss.model.codes import Ics
from opennss.model.standards import IcsClass
from opennss.sources.plain import plain
from opennss.sources.reading import Records, frame, lines_of, unreadable

LAYOUTS = ((r"ics\.parquet",), (r"ics-simple\.xml(\.gz|\.zst)?",), (r"ics\.csv(\.gz|\.zst)?",))
"""The files of each layout that is known."""

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(paths: Sequence[Path]) -> tuple[IcsClass, ...]:
    """Read either layout: every class with its English title, in order of code. Raises ``WorkspaceError``."""
    found = [row for row in _classes(paths[0]) if row["title_en"]]
    try:
        rows = [IcsClass(code=Ics.parse(row["code"] or ""), title=Text.of(en=row["title_en"] or "")) for row in found]
    except CodeError as error:
        raise unreadable(paths[0], error) from error
    return tuple(sorted(rows, key=_code))


def read_records(path: Path, said: str) -> Records:
    """Read any layout into the frame ``ICS``; ``said`` is what each class names as its source.

    What is no code is left out with a finding; classes without an English title are left out and counted in one.
    Raises ``WorkspaceError`` when nothing can be read.
    """
    rows = _classes(path)
    findings: list[Finding] = []
    for number, row in enumerate(rows, 1):
        try:
            Ics.parse(row["code"] or "")
        except CodeError:
            findings.append(
                Finding(path.name, number, "code", "record-no-reference", {"value": (row["code"] or "")[:80]})
            )
            row["code"] = None
    coded = pl.DataFrame(rows, schema=dict.fromkeys(FIELDS, pl.String)).drop_nulls("code")
    cleaned = coded.with_columns(plain(coded[name]) for name in FIELDS[1:])
    named = cleaned.drop_nulls("title_en")
    if lost := cleaned.height - named.height:
        first = cleaned.filter(pl.col("title_en").is_null())["code"][0]
        values: dict[str, object] = {"count": lost, "first": first}
        findings.append(Finding(path.name, 0, "title_en", "records-no-title", values, Severity.WARNING))
    found = named.unique("code", keep="first").sort("code").with_columns(pl.lit(said).alias("source"))
    return Records(records.frame(found, records.ICS), tuple(findings), len(rows))


def _code(row: IcsClass) -> str:
    return row.code


FIELDS = ("code", "title_en", "title_fr", "scope")

Class = dict[str, str | None]
"""Code, titles and scope of a class as the file has them; what is empty is ``None``."""


def _classes(path: Path) -> list[Class]:
    """The classes of the file in its order; a file without any raises ``WorkspaceError``."""
    reader = {".parquet": _table, ".csv": _cells}.get(Path(re.sub(r"\.(gz|zst)$", "", path.name)).suffix, _tree)
    rows = [{key: text or None for key, text in row.items()} for row in reader(path)]
    if not any(row["title_en"] for row in rows):
        raise unreadable(path, "0 classes")
    return rows


def _table(path: Path) -> Iterator[Class]:
    names = {"code": "code", "title_en": "title_en", "title_fr": "title_fr", "scope_en": "scope"}
    for row in frame(path, dict.fromkeys(names, pl.String)).iter_rows(named=True):
        yield {names[name]: text for name, text in row.items()}


def _cells(path: Path) -> Iterator[Class]:
    """The official CSV; its columns are ``identifier``, ``titleEn``, ``titleFr`` and ``scopeEn`` among others."""
    for row in csv.DictReader(lines_of(path)):
        if row.get("identifier"):
            names = {"code": "identifier", "title_en": "titleEn", "title_fr": "titleFr", "scope": "scopeEn"}
            yield {key: " ".join((row.get(name) or "").split()) for key, name in names.items()}


def _tree(path: Path) -> Iterator[Class]:
    """The classes of the official XML; a file with a document type, which could hold entities, is refused."""
    text = "\n".join(lines_of(path))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise unreadable(path, "document type")
    try:
        root = ET.fromstring(text.encode())
    except ET.ParseError as error:
        raise unreadable(path, error) from error
    for node in root.iter():
        code = node.findtext("identifier")
        titles, scopes = _spoken(node, "title"), _spoken(node, "scope")
        if code:
            yield {
                "code": code.strip(), "title_en": titles.get("en"), "title_fr": titles.get("fr"),
                "scope": scopes.get("en"),
            }  # fmt: skip


def _spoken(node: ET.Element, name: str) -> dict[str, str]:
    return {part.get(LANGUAGE, ""): " ".join((part.text or "").split()) for part in node.findall(name)}


def needed(tree: Iterable[IcsClass], codes: Collection[Ics]) -> tuple[IcsClass, ...]:
    """Return the fields of the tree, the classes of ``codes`` and what stands above them."""
    wanted: set[str] = set()
    for code in codes:
        above: Ics | None = code
        while above:
            wanted.add(above)
            above = above.parent
    return tuple(row for row in tree if row.code.level == "field" or row.code in wanted)


def validate(path: Path) -> None:
    """Raise ``WorkspaceError`` when a snapshot is not the official file."""
    _ = read((path,))
