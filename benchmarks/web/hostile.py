"""Hostile files at the desk's own upload pages: none ends a process, each is answered in words that name the cell.

    python benchmarks/web/hostile.py [--quick]

The files are the corpora of the tests (workbooks, documents, CSV) and some whose names and cells are markup; tables go
to the page that takes stakeholders in, forms of comments to the page that takes a letter. Memory is the peak of any
process of the server, the children that read the files among them.
"""

from __future__ import annotations

import http.client
import importlib.util
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from desk import ROOT, Desk, Row, campaign, children, desk, row, say

STAKEHOLDERS, LETTER = "/stakeholders/import", "/desk/consultations/draft/letter"
FIELD = {STAKEHOLDERS: "table", LETTER: "file"}
OWN_SCRIPT = re.compile(rb'<script src="/static/[^"<>]*"( defer)?></script>')
MARKUP = "<script>alert(1)</script>"
HEADER = "id,name_en,name_vi,type,category,primary"


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload: its name, how it is made, the page that takes it, and the cell that the answer must name."""

    name: str
    make: Callable[[], bytes]
    page: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an upload was answered with."""

    status: int
    seconds: float
    body: bytes


def rows(database: str, quick: bool) -> list[Row]:
    """Upload every file of the corpora; a quick run takes every eighth."""
    with desk(database) as running:
        running.ask("consult", round="draft")
        visit = running.ask("account", role="secretariat")
        files = [*corpus(Path(running.place))]
        files = files[::8] + OWN if quick else files + OWN
        before, answers = running.workers(), []
        with watched(running) as peak:
            for number, file in enumerate(files, 1):
                answers.append(upload(running, visit, file))
                if number % 25 == 0:
                    say(f"  {number} of {len(files)} files")
        gone = sum(worker not in running.workers() for worker in before)
    wrong = [file.name for file, said in zip(files, answers, strict=True) if said.status not in (200, 400, 413)]
    echoed = [
        file.name for file, said in zip(files, answers, strict=True) if b"<script" in OWN_SCRIPT.sub(b"", said.body)
    ]
    unnamed = [file.name for file, said in zip(files, answers, strict=True) if file.place not in said.body.decode()]
    for what, names in (("unforeseen answer", wrong), ("echo", echoed), ("cell not named", unnamed)):
        if names:
            say(f"  {what}: {', '.join(names)}")
    size = f"{len(files)} files"
    zero = {"goal": "0", "meets": lambda made: made.ours == 0}
    return [
        row("hostile files uploaded", size, "files", len(files), goal=">= 60", meets=lambda made: made.ours >= 60),
        row("processes of the server that died", size, "processes", gone, **zero),
        row("answers that are no page", size, "files", len(wrong), **zero),
        row("largest process while reading", size, "MB", peak[0] / 1024, goal="<= 512",
            meets=lambda made: made.ours <= 512),
        row("longest answer", size, "s", max(said.seconds for said in answers), goal="<= 20",
            meets=lambda made: made.ours <= 20),
        row("faulty cells that the answer does not name", f"{sum(bool(file.place) for file in files)} files", "files",
            len(unnamed), **zero),
        row("answers that repeat markup of a file", size, "files", len(echoed), **zero),
    ]  # fmt: skip


def corpus(place: Path) -> Iterator[File]:
    """The corpora of the tests, each file for the page where somebody would try it."""
    office, comments = module("tables/test_office.py"), module("workspace/test_comments.py")
    for name, (kind, make, _, cell) in office.HOSTILE.items():
        page = STAKEHOLDERS if kind == "xlsx" else LETTER
        yield File(f"{name}.{kind}", make, page, "" if page == LETTER else cell)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        plain = {
            "docx": comments.word(Path(folder) / "a.docx", comments.PLAIN).read_bytes(),
            "xlsx": comments.excel(Path(folder) / "a.xlsx", a=comments.PLAIN).read_bytes(),
            "csv": comments.comma(Path(folder) / "a.csv", comments.PLAIN).read_bytes(),
        }
    for name, (kind, make, _) in comments.HOSTILE.items():
        yield File(f"{name}.{kind}", lambda make=make: make(plain), LETTER)


OWN = [
    File(f'"{MARKUP}.csv', lambda: f"{HEADER}\nb,{MARKUP},,,Z,maybe\n".encode(), STAKEHOLDERS),
    File("heading.csv", lambda: f"id,{MARKUP}\nb,c\n".encode(), STAKEHOLDERS),
    File("key.csv", lambda: f"{HEADER}\n{MARKUP},B,,,A1,yes\n".encode(), STAKEHOLDERS),
    File("braces.csv", lambda: f"{HEADER}\n{{0.__class__}},B,,,{{x}},yes\n".encode(), STAKEHOLDERS),
    File("sum.csv", lambda: f"{HEADER}\nb,=1+1,@x,+cmd|' /C calc'!A0,Z,-1\n".encode(), STAKEHOLDERS, "Z"),
    File("../../etc/passwd.csv", lambda: f"{HEADER}\n../../x,B,,,A1,yes\n".encode(), STAKEHOLDERS),
    File("page.html", lambda: MARKUP.encode(), LETTER),
    File(f"{MARKUP}.csv", lambda: f"MB,Comment,Type\n{MARKUP},{MARKUP},te\nVN,x,{MARKUP}\n".encode(), LETTER),
    File("large.csv", lambda: b"a" * 10_000_001, LETTER),
    File("large-table.csv", lambda: b"a" * 10_000_001, STAKEHOLDERS),
]
"""Files whose names and cells try the page instead of the reader."""


def module(path: str) -> ModuleType:
    """Return a module of the tests, which holds a corpus."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / "tests" / path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


def upload(running: Desk, visit: str, file: File) -> Answer:
    """Hand a file in as a member of the secretariat."""
    content, edge = file.make(), "----a5f0c2d1edge"
    name = file.name.replace('"', "%22")
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{FIELD[file.page]}"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    token = "a" * 32
    headers = {
        "Cookie": f"sessionid={visit}; lang=en; csrftoken={token}", "X-CSRFToken": token, "Accept": "text/html",
        "Content-Type": f"multipart/form-data; boundary={edge}",
    }  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    begun = time.perf_counter()
    try:
        connection.request("POST", file.page, body, headers)
        got = connection.getresponse()
        return Answer(got.status, time.perf_counter() - begun, got.read())
    except OSError:
        return Answer(0, time.perf_counter() - begun, b"")
    finally:
        connection.close()


class watched:  # noqa: N801  used like a function
    """While open, the largest memory of any process of the server, in kB, as the one number of a list."""

    def __init__(self, running: Desk) -> None:
        self.running, self.peak, self.over = running, [0], threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> list[int]:
        self.thread.start()
        return self.peak

    def __exit__(self, *_: Any) -> None:
        self.over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.over.wait(0.02):
            workers = self.running.workers()
            for number in (*workers, *(child for worker in workers for child in children(worker))):
                self.peak[0] = max(self.peak[0], _largest(number))


def _largest(number: int) -> int:
    """Return the peak of a process's memory in kB; 0 when it is gone."""
    try:
        found = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{number}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


if __name__ == "__main__":
    campaign(str(__doc__), rows, databases=False)
