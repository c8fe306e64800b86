"""The engine on one machine: processes over files, one file at a time in each."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from opennss.engines import Kernel, Part, Tell, silent
from opennss.engines.parts import died, scanned, through


def run(
    kernel: Kernel,
    paths: Iterable[str],
    processes: int | None = None,
    parts: Path | None = None,
    tell: Tell = silent,
) -> Part:
    """Run the kernel on every file and add up what they give; the same result for any number of processes.

    ``processes`` is by default one for each processor that this process may use; one means: in this process. Memory is
    what the kernel needs for one file in each process, and the sum. A process that dies makes the finding
    ``scan-died`` for its file, and another one takes the next file. With a folder ``parts`` a scan that was
    interrupted goes on; raises ``WorkspaceError`` when that folder cannot be written.
    """
    return through(kernel, paths, partial(_scan, kernel, processes or processors()), parts, tell)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _scan(kernel: Kernel, processes: int, paths: Sequence[str]) -> Iterator[tuple[str, Part]]:
    number = min(processes, len(paths))
    return _in_processes(kernel, number, paths) if number > 1 else ((path, scanned(kernel, path)) for path in paths)


def _in_processes(kernel: Kernel, number: int, paths: Sequence[str]) -> Iterator[tuple[str, Part]]:
    waiting = deque(paths)
    workers: dict[Connection, SpawnProcess] = {}
    busy: dict[Connection, str] = {}
    try:
        while waiting or busy:
            for pipe in list(workers):
                if waiting and pipe not in busy:
                    busy[pipe] = _give(pipe, waiting.popleft())
            while waiting and len(workers) < number:
                pipe, workers[pipe] = _begin(kernel)
                busy[pipe] = _give(pipe, waiting.popleft())
            ready = wait(busy)
            for pipe in [pipe for pipe in busy if pipe in ready]:
                path = busy.pop(pipe)
                part = _taken(pipe)
                if part is None:
                    _end(pipe, workers.pop(pipe))
                yield path, part or died(path)
    finally:
        for pipe, process in workers.items():
            _end(pipe, process)


def _begin(kernel: Kernel) -> tuple[Connection, SpawnProcess]:
    """Start a worker; the kernel goes through the pipe, so that the worker is set up before it imports anything."""
    context = get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    with suppress(BrokenPipeError):  # dead already: that is seen when its answer is read
        mine.send(kernel)
    return mine, process


def _give(pipe: Connection, path: str) -> str:
    with suppress(BrokenPipeError):
        pipe.send(path)
    return path


def _taken(pipe: Connection) -> Part | None:
    """Return the answer of a worker, or ``None`` when it died before it was whole."""
    try:
        part: Part = pipe.recv()
    except (EOFError, OSError):
        return None
    return part


def _end(pipe: Connection, process: SpawnProcess) -> None:
    pipe.close()
    process.kill()
    process.join()
    process.close()


def work(pipe: Connection) -> None:
    """Be a worker: take a kernel, then path after path, until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends its workers
    os.environ.setdefault("POLARS_MAX_THREADS", "1")  # one processor each
    kernel: Kernel = pipe.recv()
    with suppress(EOFError):
        while True:
            pipe.send(scanned(kernel, pipe.recv()))
