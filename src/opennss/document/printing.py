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
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import metadata
from pathlib import Path

import opennss
from opennss.document.exports import provenance, strategy_json, tables
from opennss.document.outline import brief_document, strategy_document
from opennss.document.writers.docx import write_docx
from opennss.document.writers.html import write_html
from opennss.document.writers.pdf import write_pdf
from opennss.model.results import Strategy

WRITERS = {"pdf": write_pdf, "html": write_html, "docx": write_docx}
Make = Callable[[Path], None]
PACKAGES = ("babel", "highspy", "matplotlib", "numpy", "python-docx", "typst")


def print_strategy(strategy: Strategy, out: Path, progress: Callable[[str], None]) -> tuple[Path, ...]:
    """Write all files below ``out`` and return their paths; calls ``progress`` with each name when it is finished."""
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with _calm(), tempfile.TemporaryDirectory(dir=out, prefix=".nss-") as desk:
        for name, draft in _drafts(strategy, Path(desk)):
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(target)
            written.append(target)
            progress(name)
        info = Path(desk) / "build-info.json"
        info.write_text(_info(strategy, time.monotonic() - began), encoding="utf-8", newline="\n")
        written.append(info.replace(out / "build-info.json"))
    return tuple(written)


@contextmanager
def _calm() -> Iterator[None]:
    """Keep the garbage collector from walking through the whole strategy again and again while files are printed."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _drafts(strategy: Strategy, desk: Path) -> Iterator[tuple[str, Path]]:
    """Write each file on the desk and yield its name and draft when it is finished.

    PDF files are set beside the other work, because Typst leaves Python free meanwhile; they may come a little later.
    """
    waiting: list[tuple[str, Path, Future[None]]] = []
    with ThreadPoolExecutor(max_workers=1) as beside:
        for number, (name, make) in enumerate(_files(strategy)):
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
    yield "strategy.json", _text(strategy_json(strategy))
    for name, text in tables(strategy).items():
        yield f"tables/{name}.csv", _text(text)
    yield "provenance.json", _text(provenance(strategy))
    for language in strategy.workspace.settings.languages:
        for name, outline in (("strategy", strategy_document), ("brief", brief_document)):
            document = outline(strategy, language)
            for ending, writer in WRITERS.items():
                yield f"{language}/{name}.{ending}", partial(writer, document, compact=name == "brief")


def _text(text: str) -> Make:
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
