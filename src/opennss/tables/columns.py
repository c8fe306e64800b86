"""The columns of a table, derived from its dataclass: one schema for reader, template, check and manual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_type_hints

from opennss.language import Text
from opennss.model.table import Row


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, the field it fills, and what may stand in its cells.

    A ``Text`` field has one column for each language; ``language`` is empty for every other field.
    """

    name: str
    field: str
    type: Any
    required: bool
    doc: str
    ref: str
    unknown: bool
    prose: bool
    language: str = ""
    default: Any = None
    spare: bool = False


_SCHEMAS: dict[type[Row], tuple[Column, ...]] = {}


def _schema(row_class: type[Row]) -> tuple[Column, ...]:
    if row_class not in _SCHEMAS:
        _SCHEMAS[row_class] = _derive(row_class)
    return _SCHEMAS[row_class]


def _derive(row_class: type[Row]) -> tuple[Column, ...]:
    hints = get_type_hints(row_class)
    found = []
    for item in fields(row_class):
        if item.name == "line":
            continue
        required = item.default is MISSING
        meta = item.metadata
        prose = bool(meta["prose"]) or hints[item.name] is Text
        found.append(
            Column(
                name=item.name,
                field=item.name,
                type=hints[item.name],
                required=required,
                doc=str(meta["doc"]),
                ref=str(meta["ref"]),
                unknown=bool(meta["unknown"]),
                prose=prose,
                default=None if required else item.default,
                spare=bool(meta["spare"]),
            )
        )
    return tuple(found)


def columns(row_class: type[Row], languages: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of a table for the folder's languages; ``line`` is no column.

    >>> from opennss.model.standards import IcsClass
    >>> [column.name for column in columns(IcsClass, ("en", "vi"))]
    ['code', 'title_en', 'title_vi']
    """
    return tuple(
        part
        for column in _schema(row_class)
        for part in ([_in(column, language) for language in languages] if column.type is Text else [column])
    )


def _in(column: Column, language: str) -> Column:
    return Column(
        name=f"{column.field}_{language}",
        field=column.field,
        type=Text,
        required=column.required,
        doc=column.doc,
        ref="",
        unknown=False,
        prose=True,
        language=language,
        default=column.default,
        spare=column.spare,
    )


def languages_in(row_class: type[Row], header: Iterable[str], languages: Sequence[str]) -> tuple[str, ...]:
    """Return the folder's languages, followed by any other language that a ``Text`` column of the header names.

    >>> from opennss.model.standards import IcsClass
    >>> languages_in(IcsClass, ["code", "title_en", "title_fr"], ("en",))
    ('en', 'fr')
    """
    texts = {column.field for column in _schema(row_class) if column.type is Text}
    found = list(languages)
    for name in header:
        match = re.fullmatch(r"(\w+)_([a-z]{2})", name)
        if match and match[1] in texts and match[2] not in found:
            found.append(match[2])
    return tuple(found)


def text_languages(rows: Iterable[Row], languages: Sequence[str]) -> tuple[str, ...]:
    """Return ``languages``, followed by any other language that a text of the rows is written in, sorted."""
    more: set[str] = set()
    for row in rows:
        for column in _schema(type(row)):
            if column.type is Text:
                more.update(language for language, _ in getattr(row, column.field).values)
    return (*languages, *sorted(more - set(languages)))
