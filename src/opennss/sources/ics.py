"""ISO Open Data: the tree of the International Classification for Standards."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from opennss.errors import CodeError
from opennss.language import Text
from opennss.model.codes import Ics
from opennss.model.standards import IcsClass
from opennss.sources.reading import frame, lines_of, unreadable

LAYOUTS = ((r"ics\.parquet",), (r"ics-simple\.xml(\.gz|\.zst)?",))
"""The files of each layout that is known."""

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(paths: Sequence[Path]) -> tuple[IcsClass, ...]:
    """Read either layout: every class with its English title, in order of code. Raises ``WorkspaceError``."""
    path = paths[0]
    found = _table(path) if path.suffix == ".parquet" else _tree(path)
    try:
        rows = sorted((IcsClass(code=Ics.parse(code), title=Text.of(en=title)) for code, title in found), key=_code)
    except CodeError as error:
        raise unreadable(path, error) from error
    if not rows:
        raise unreadable(path, "0 classes")
    return tuple(rows)


def _code(row: IcsClass) -> str:
    return row.code


def _table(path: Path) -> list[tuple[str, str]]:
    return [(code, title) for code, title in frame(path, {"code": pl.String, "title_en": pl.String}).iter_rows()]


def _tree(path: Path) -> Iterator[tuple[str, str]]:
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
        titles = {title.get(LANGUAGE, ""): (title.text or "").strip() for title in node.findall("title")}
        if code and titles.get("en"):
            yield code.strip(), titles["en"]


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
