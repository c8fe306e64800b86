"""What every benchmark prints, and how a test runs one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = ["what", "size", "ours", "peer", "peer_name", "ratio", "limit", "of_limit", "unit", "goal", "met"]

Rows = list[dict[str, object]]


@pytest.fixture(scope="session")
def quick() -> Callable[..., Rows]:
    """Run the quick form of a benchmark and return its rows, which are as the house asks for."""

    def run(name: str, *arguments: str) -> Rows:
        command = [sys.executable, ROOT / "benchmarks" / name, "--quick", *arguments]
        rows: Rows = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        assert rows
        for row in rows:
            assert list(row) == KEYS
            assert {type(row[key]) for key in ("what", "size", "unit")} == {str}
            assert {type(row[key]) for key in ("ours", "peer", "ratio", "limit", "of_limit")} <= {float, type(None)}
            assert row["met"] in (True, False, None)
        return rows

    return run
