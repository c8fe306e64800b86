"""The lock of a country folder: one writer at a time, whatever their number of processes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opennss.errors import WorkspaceError
from opennss.model.country import Settings
from opennss.workspace.settings import read_settings

_THREADS = threading.Lock()


def settings_of(folder: Path) -> Settings:
    """Return the settings of a country folder; raises ``WorkspaceError`` when they cannot be read."""
    settings, findings = read_settings(folder)
    if settings is None:
        raise WorkspaceError(findings)
    return settings


@contextmanager
def locked(folder: Path) -> Iterator[Settings]:
    """Hold a country folder for one writer, and return its settings; whoever comes second waits.

    The lock lies on the folder itself and ends with its process, however that ends. On a system that has no such locks
    it holds among the threads of one process only. Raises ``WorkspaceError`` when the settings cannot be read.
    """
    settings_of(folder)
    with held(folder):
        yield settings_of(folder)  # once more: whoever held the folder may have changed them


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a country folder for one writer, whatever its settings; a folder that does not exist yet is nobody's."""
    if not folder.is_dir():
        yield
        return
    try:
        import fcntl  # noqa: PLC0415  not every system has it
    except ImportError:
        with _THREADS:
            yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)
