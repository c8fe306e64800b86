"""The model to the country folder: canonical CSV and text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from opennss.model.table import Row
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import print_table


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file with LF line ends, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def write_table(rows: Iterable[Row], path: Path, row_class: type[Row], languages: Sequence[str]) -> None:
    """Write rows as canonical CSV; languages that only the rows have get their columns too, so nothing is lost."""
    rows = tuple(rows)
    write_text(path, print_table(rows, row_class, text_languages(rows, languages)))
