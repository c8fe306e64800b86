"""Kernels that engines run in other processes, which find them by name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

KERNELS = Path(__file__).parent / "kernels"
sys.path.append(str(KERNELS))  # handed to the processes of the local engine


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Eight small texts, the last ones largest."""
    return written(tmp_path / "texts", 8)


def written(folder: Path, number: int) -> list[str]:
    """Write texts into a new folder."""
    folder.mkdir()
    for place in range(number):
        (folder / f"{place}.txt").write_text(f"a b word{place % 3}\n" * (place + 1), encoding="utf-8")
    return [str(path) for path in sorted(folder.iterdir())]
