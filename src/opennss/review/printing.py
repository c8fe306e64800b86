"""The files of a review: one document in each language of the new folder, the data as JSON, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from opennss.document.printing import WRITERS, Make, as_json, as_text, print_files
from opennss.language import languages
from opennss.model.review import Review
from opennss.review.exports import as_data, tables
from opennss.review.outline import review_document

NAME = "review"


def print_review(review: Review, out: Path, tell: Callable[[str], None] = lambda _: None) -> tuple[Path, ...]:
    """Write the review below ``out`` and return the files; ``tell`` is called with the name of each."""
    return print_files(_files(review), out, tell)


def _files(review: Review) -> Iterator[tuple[str, Make]]:
    yield f"{NAME}.json", as_text(as_json({"format": 1, **as_data(review)}))
    for name, text in tables(review).items():
        yield f"tables/{name}.csv", as_text(text)
    for language in (spoken for spoken in review.languages if spoken in languages()):
        document = review_document(review, language)
        for ending, writer in WRITERS.items():
            yield f"{language}/{NAME}.{ending}", partial(writer, document, compact=False)
