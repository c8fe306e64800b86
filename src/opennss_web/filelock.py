"""Locks on files that last as long as a process holds them open. Know no Django."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def only_one(path: Path) -> int | None:
    """Take a lock that lasts as long as its open file, and return that; ``None`` when another process holds it.

    A process that inherits the open file inherits the lock: there is no moment in which nobody holds it.
    """
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


@contextmanager
def one_of(paths: Iterable[Path]) -> Iterator[bool]:
    """Hold the first of several locks that is free, and say whether there was one."""
    lock = next((found for path in paths if (found := only_one(path)) is not None), None)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            os.close(lock)


@contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Wait for a lock and hold it: whoever comes second finds what the first has done."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
