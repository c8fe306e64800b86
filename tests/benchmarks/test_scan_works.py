"""The benchmark of whole works runs and its counts are those of the obvious way; no time is looked at."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_the_quick_run_prints_its_rows(quick: Callable[..., list[dict[str, Any]]]) -> None:
    rows = {row["what"]: row for row in quick("scan_works.py")}
    assert rows["works: counts equal the obvious way"]["met"]
    assert rows["works: scan"]["ours"] > 0
    assert rows["works: memory, one big file"]["ours"] > 0
    assert rows["works: growth"]["limit"] is None


def test_the_generator_gives_the_same_bytes_again(tmp_path: Path) -> None:
    made = []
    for folder in ("one", "two"):
        order = [sys.executable, BENCHMARKS / "works.py", tmp_path / folder, "--works", "70", "--files", "2"]
        done = subprocess.run([*order, "--broken", "50"], capture_output=True, text=True, check=True)
        made.append([Path(path).read_bytes() for path in done.stdout.split()])
    assert len(made[0]) == 2
    assert made[0] == made[1]
    assert made[0][0] != made[0][1]
