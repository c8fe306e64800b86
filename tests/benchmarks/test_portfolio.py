"""The benchmark of large programmes runs, prints what the house asks for, and its plans hold; no time is looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = ["what", "size", "ours", "peer", "peer_name", "ratio", "limit", "of_limit", "unit", "goal", "met"]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    """What the quick run prints."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "portfolio.py", "--quick"],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_quick_run_prints_its_rows(rows: list[dict[str, object]]) -> None:
    assert rows
    for row in rows:
        assert list(row) == KEYS
        assert {type(row[key]) for key in ("what", "size", "unit")} == {str}
        assert {type(row[key]) for key in ("ours", "peer", "ratio", "limit", "of_limit")} <= {float, type(None)}
        assert row["met"] in (True, False, None)


def test_every_goal_has_its_row(rows: list[dict[str, object]]) -> None:
    goals = " ".join(str(row["goal"]) for row in rows)
    for asked in ("<= 0.25 %", "<= 2 GB", ">= 20 x HiGHS", "<= 1e-5", "<= 0.1 %", "<= 1.1"):
        assert asked in goals


def test_nothing_is_broken(rows: list[dict[str, object]]) -> None:
    counted = [row for row in rows if row["goal"] == "0" and row["unit"] in ("plans", "bounds")]
    assert len(counted) == 4
    assert all(row["ours"] == 0 and row["met"] for row in counted)
