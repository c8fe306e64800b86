"""Every file of a strategy: documents in each language, ``strategy.json``, tables, provenance, build information.

Each file is written beside its place and moved there when it is whole; nothing is left half-written.
"""

from __future__ import annotations

import gc
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import metadata
from pathlib import Path

import opennss
from opennss.document.exports import provenance, strategy_json, tables
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline import brief_document, strategy_document
from opennss.document.replies import answered, reply_document
from opennss.document.writers.docx import letter_writer, write_docx
from opennss.document.writers.html import write_html
from opennss.document.writers.pdf import write_letters, write_pdf
from opennss.model.results import Strategy

WRITERS = {"pdf": write_pdf, "html": write_html, "docx": write_docx}
Make = Callable[[Path], None]
PACKAGES = ("babel", "highspy", "matplotlib", "numpy", "python-docx", "typst")


def print_strategy(strategy: Strategy, out: Path, progress: Callable[[str], None]) -> tuple[Path, ...]:
    """Write all files below ``out`` and return their paths; calls ``progress`` with each name when it is finished."""
    began = time.monotonic()
    written = print_files(_files(strategy), out, progress)
    return (*written, *print_files([("build-info.json", as_text(_info(strategy, time.monotonic() - began)))], out))


def print_files(
    files: Iterable[tuple[str, Make]], out: Path, progress: Callable[[str], None] = lambda _: None
) -> tuple[Path, ...]:
    """Write files, each given by its name below ``out`` and what makes it; each appears whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with _calm(), tempfile.TemporaryDirectory(dir=out, prefix=".nss-") as desk:
        for name, draft in _drafts(files, Path(desk)):
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(target)
            written.append(target)
            progress(name)
    return tuple(written)


@contextmanager
def _calm() -> Iterator[None]:
    """Keep the garbage collector from walking through the whole strategy again and again while files are printed."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _drafts(files: Iterable[tuple[str, Make]], desk: Path) -> Iterator[tuple[str, Path]]:
    """Write each file on the desk and yield its name and draft when it is finished.

    PDF files are set beside the other work, because Typst leaves Python free meanwhile; they may come a little later.
    """
    waiting: list[tuple[str, Path, Future[None]]] = []
    with ThreadPoolExecutor(max_workers=1) as beside:
        for number, (name, make) in enumerate(files):
            draft = desk / str(number)
            if name.endswith(".pdf"):
                waiting.append((name, draft, beside.submit(make, draft)))
            else:
                make(draft)
                yield name, draft
            while waiting and waiting[0][2].done():
                yield _finished(*waiting.pop(0))
        for item in waiting:
            yield _finished(*item)


def _finished(name: str, draft: Path, work: Future[None]) -> tuple[str, Path]:
    work.result()
    return name, draft


def _files(strategy: Strategy) -> Iterator[tuple[str, Make]]:
    yield "strategy.json", as_text(strategy_json(strategy))
    for name, text in tables(strategy).items():
        yield f"tables/{name}.csv", as_text(text)
    yield "provenance.json", as_text(provenance(strategy))
    for language in strategy.workspace.settings.languages:
        for name, outline in (("strategy", strategy_document), ("brief", brief_document)):
            document = outline(strategy, language)
            for ending, writer in WRITERS.items():
                yield f"{language}/{name}.{ending}", partial(writer, document, compact=name == "brief")
        if strategy.workspace.settings.edition == INTERNAL:
            yield from _replies(strategy, language)


def _replies(strategy: Strategy, language: str) -> Iterator[tuple[str, Make]]:
    """The reply to each organisation as a document of its own, and all of them as one PDF to print."""
    letters = {name: reply_document(strategy, name, language) for name in answered(strategy.workspace.voices)}
    if letters:
        yield f"{language}/replies.pdf", partial(write_letters, tuple(letters.values()))
        write = letter_writer(language, next(iter(letters.values())).footer)
        for name, letter in letters.items():
            yield f"{language}/replies/{name}.docx", partial(write, letter)


def as_text(text: str) -> Make:
    """Return what writes a text file: UTF-8, line feeds."""

    def make(path: Path) -> None:
        path.write_text(text, encoding="utf-8", newline="\n")

    return make


def _info(strategy: Strategy, seconds: float) -> str:
    return as_json(
        {
            "format": 1,
            "opennss": opennss.__version__,
            "python": platform.python_version(),
            "platform": sys.platform,
            "packages": {name: metadata.version(name) for name in PACKAGES},
            "workspace": strategy.workspace.sha256,
            "catalogue": strategy.catalogue,
            "seconds": round(seconds, 3),
        }
    )


def as_json(value: object) -> str:
    """Return JSON as the product writes it: UTF-8, two spaces, a final newline."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
