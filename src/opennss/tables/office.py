"""Tables from .xlsx and .docx files of strangers: a child process with limits reads, every refusal is a finding."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import opennss
from opennss.errors import Finding, Severity
from opennss.tables.csvfile import Grid
from opennss.tables.ooxml.found import HIDDEN

SECONDS = 30
"""The child has 20 seconds of computing; this is for a machine that is busy, or that cannot set limits."""
START = "import sys; sys.path.append(sys.argv.pop(1)); from opennss.tables.ooxml.child import main; main()"
"""What the child begins with, told where this package lies: it knows no variables and no folder of its parent."""
MOST_FILE_BYTES = 50_000_000
QUOTED = 80
WARNINGS = frozenset(
    (
        "office-merged", "office-hidden-sheet", "office-nested", "office-links", "office-other-sheet",
        "office-comments", "office-text-box",
    )
)  # fmt: skip
"""Faults after which the text that was read is still right."""


def read_workbook(path: Path, name: str, told: bool = False) -> tuple[dict[str, Grid] | None, list[Finding]]:
    """Read every sheet of an .xlsx file as text, by name in the file's order; ``None`` when the file is refused.

    ``name`` is the file's name in findings. Lines are numbered as in the sheet, the first one with content is the
    header, cells are padded to one width, empty lines and empty columns on the right are dropped. A number is
    its shortest text (``5``, ``0.85``), a date is ISO (``2026-11-22``), truth is yes or no. A cell that is not taken
    (a formula, an error value, a date before March 1900, control signs) is empty and has an error finding with
    sheet and cell; comments and text boxes are not read, and a warning names their sheet. Never raises for what the
    file holds, and never reads it in this process.

    ``told`` writes a number such as 1.234 with a fourth decimal, which tells it from a text that separates thousands.
    """
    tables, _, findings = _read("xlsx-told" if told else "xlsx", path, name)
    return (None if tables is None else {sheet: _grid(lines) for sheet, lines in tables}), findings


def read_document(path: Path, name: str) -> tuple[tuple[Grid, ...] | None, tuple[str, ...], list[Finding]]:
    """Read a .docx file: every table in order, as ``read_workbook`` does, and what is written outside the tables.

    Lines are the rows of a table. Paragraphs of a cell are joined by LF. Deletions that nobody has accepted yet are
    left out, insertions are taken; text that a content control only shows as an example is not content. Outside the
    tables stand paragraphs, text boxes, comments, notes and headers: one text for each paragraph that has any. The
    tables are ``None`` when the file is refused.
    """
    tables, texts, findings = _read("docx", path, name)
    return (None if tables is None else tuple(_grid(lines) for _, lines in tables)), texts, findings


Tables = list[tuple[str, list[tuple[int, list[str]]]]]


def _read(kind: str, path: Path, name: str) -> tuple[Tables | None, tuple[str, ...], list[Finding]]:
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe would keep whoever opens it waiting
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        with path.open("rb"):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, (), [Finding(name, 0, "", "unreadable-file", {"reason": reason})]
    if size > MOST_FILE_BYTES:
        return None, (), [Finding(name, 0, "", "office-limits")]
    if size == 0:
        return None, (), [Finding(name, 0, "", "office-no-zip", {"kind": kind.partition("-")[0]})]
    answer = _child(kind, path)
    tables, findings = take(answer, name)
    return tables, tuple(_shown(text) for text in answer.get("texts", ())), findings


def _child(kind: str, path: Path) -> dict[str, Any]:
    """Return the answer of a fresh process that reads the file; one that dies, hangs or cannot begin reads nothing."""
    command = [sys.executable, "-I", "-c", START, str(Path(opennss.__file__).parent.parent), kind, str(path.resolve())]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return {"refused": {"code": "office-limits", "values": {}}}
    return answer


def take(answer: Mapping[str, Any], name: str) -> tuple[Tables | None, list[Finding]]:
    """Turn the answer of the child into tables and findings; quoted values are short and have no hidden signs."""
    findings = [_finding(name, fault) for fault in answer.get("faults", ())]
    if "refused" in answer:
        return None, [*findings, _finding(name, answer["refused"])]
    return answer["tables"], findings


def _finding(name: str, fault: Mapping[str, Any]) -> Finding:
    values = {key: quoted(value) for key, value in fault["values"].items()}
    severity = Severity.WARNING if fault["code"] in WARNINGS else Severity.ERROR
    return Finding(name, fault.get("row", 0), fault.get("column", ""), fault["code"], values, severity)


def quoted(value: object) -> object:
    """Return what a finding quotes of a stranger's file: short, without hidden signs; a number as it is."""
    if not isinstance(value, str):
        return value
    text = _shown(value)
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def _shown(text: str) -> str:
    return HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _grid(lines: Sequence[tuple[int, Sequence[str]]]) -> Grid:
    """Return lines as a grid: those without content dropped, all cut or padded to the last column with content."""
    full = [(line, cells) for line, cells in lines if any(cell.strip() for cell in cells)]
    if not full:
        return Grid((), ())
    width = max(place for _, cells in full for place, cell in enumerate(cells, 1) if cell.strip())
    even = [(line, tuple([*cells, *[""] * width][:width])) for line, cells in full]
    return Grid(tuple(cell.strip() for cell in even[0][1]), tuple(even[1:]), top=even[0][0])
