"""The files of a comparison: one document in each language, the data as JSON, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from opennss.document.printing import WRITERS, Make, as_json, as_text, print_files
from opennss.language import languages
from opennss.region.compare import Region
from opennss.region.exports import as_data, tables
from opennss.region.outline import region_document

NAME = "compare"


def print_region(region: Region, out: Path, tell: Callable[[str], None] = lambda _: None) -> tuple[Path, ...]:
    """Write the comparison below ``out`` and return the files; ``tell`` is called with the name of each."""
    return print_files(_files(region), out, tell)


def _files(region: Region) -> Iterator[tuple[str, Make]]:
    yield f"{NAME}.json", as_text(as_json({"format": 1, **as_data(region)}))
    for name, text in tables(region).items():
        yield f"tables/{name}.csv", as_text(text)
    for language in languages():
        document = region_document(region, language)
        for ending, writer in WRITERS.items():
            yield f"{language}/{NAME}.{ending}", partial(writer, document, compact=False)
