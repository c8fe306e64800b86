"""The files of a check: one document in each language, the data as JSON, tables as CSV and as one workbook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from opennss.document.handed.exports import as_csv, as_data, tables, write_workbook
from opennss.document.handed.outline import handed_document
from opennss.document.printing import WRITERS, Make, as_json, as_text, print_files
from opennss.language import languages
from opennss.model.handed import Handed

NAME = "check"


def print_handed(check: Handed, out: Path, language: str) -> tuple[Path, ...]:
    """Write the check below ``out`` and return the files; ``language`` is that of the tables."""
    return print_files(_files(check, language), out)


def _files(check: Handed, language: str) -> Iterator[tuple[str, Make]]:
    found = tables(check, language)
    yield f"{NAME}.json", as_text(as_json({"format": 1, **as_data(check, language)}))
    yield f"{NAME}.xlsx", partial(write_workbook, found, check.as_of)
    for name, (header, rows) in found.items():
        yield f"tables/{name}.csv", as_text(as_csv(header, rows))
    for spoken in languages():
        document = handed_document(check, spoken)
        for ending, writer in WRITERS.items():
            yield f"{spoken}/{NAME}.{ending}", partial(writer, document, compact=False)
