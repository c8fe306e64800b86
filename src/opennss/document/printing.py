"""Every file of a strategy: documents in each language, ``strategy.json``, tables, provenance, build information.

Each file is written beside its place and moved there when it is whole; nothing is left half-written.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import opennss
from opennss.document.exports import provenance, strategy_json, tables
from opennss.document.outline import brief_document, strategy_document
from opennss.document.writers.docx import write_docx
from opennss.document.writers.html import write_html
from opennss.document.writers.pdf import write_pdf
from opennss.model.results import Strategy

WRITERS = {"html": write_html, "docx": write_docx, "pdf": write_pdf}
PACKAGES = ("babel", "highspy", "matplotlib", "numpy", "python-docx", "typst")


def print_strategy(strategy: Strategy, out: Path, progress: Callable[[str], None]) -> tuple[Path, ...]:
    """Write all files below ``out`` and return their paths; calls ``progress`` with each name when it is finished."""
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    with tempfile.TemporaryDirectory(dir=out, prefix=".nss-") as desk:
        for name, make in _files(strategy):
            draft = Path(desk) / "draft"
            make(draft)
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(target)
            written.append(target)
            progress(name)
        info = Path(desk) / "build-info.json"
        info.write_text(_info(strategy, time.monotonic() - began), encoding="utf-8", newline="\n")
        written.append(info.replace(out / "build-info.json"))
    return tuple(written)


def _files(strategy: Strategy) -> Iterator[tuple[str, Callable[[Path], None]]]:
    yield "strategy.json", _text(strategy_json(strategy))
    for name, text in tables(strategy).items():
        yield f"tables/{name}.csv", _text(text)
    yield "provenance.json", _text(provenance(strategy))
    for language in strategy.workspace.settings.languages:
        for name, document in (
            ("strategy", strategy_document(strategy, language)),
            ("brief", brief_document(strategy, language)),
        ):
            for ending, writer in WRITERS.items():

                def make(path: Path, document=document, writer=writer, compact=name == "brief") -> None:  # type: ignore[no-untyped-def]
                    writer(document, path, compact=compact)

                yield f"{language}/{name}.{ending}", make


def _text(text: str) -> Callable[[Path], None]:
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
