"""A lock on a file that lasts as long as a process holds it open. Knows no Django."""

from __future__ import annotations

import fcntl
import os
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
