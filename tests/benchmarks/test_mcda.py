"""The benchmark of ranking runs, prints what the house asks for, and its tools agree; no time is looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = ["what", "size", "ours", "peer", "peer_name", "ratio", "limit", "of_limit", "unit", "goal", "met"]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    """What the quick run of acceptability prints."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "mcda.py", "--quick", "acceptability"],
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


def test_every_goal_of_acceptability_has_its_row(rows: list[dict[str, object]]) -> None:
    goals = " ".join(str(row["goal"]) for row in rows)
    for asked in ("pymcdm", "plain NumPy", "R smaa", "product + key sort", "1.8 ×", "1 GB"):
        assert asked in goals
    assert all(row["ours"] is not None for row in rows)


def test_the_tools_agree(rows: list[dict[str, object]]) -> None:
    same = [row for row in rows if "differ from" in str(row["what"])]
    assert len(same) == (6 if find_spec("pymcdm") else 3)
    assert all(row["ours"] == 0 and row["met"] for row in same)
