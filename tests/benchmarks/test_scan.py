"""The benchmark of the scan runs, prints what the house asks for, and its tools agree; no time is looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = ["what", "size", "ours", "peer", "peer_name", "ratio", "limit", "of_limit", "unit", "goal", "met"]
PEERS = {
    "hyperscan, \\b": "hyperscan",
    "hyperscan, literals and NumPy": "hyperscan",
    "ahocorasick_rs": "ahocorasick_rs",
    "polars regex": "polars",
    "duckdb regex": "duckdb",
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    """What the quick run prints."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "scan.py", "--quick", "titles"],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_quick_run_prints_its_rows(rows: list[dict[str, object]]) -> None:
    for row in rows:
        assert list(row) == KEYS
        assert {type(row[key]) for key in ("what", "size", "unit")} == {str}
        assert {type(row[key]) for key in ("ours", "peer", "ratio", "limit", "of_limit")} <= {float, type(None)}
        assert row["met"] in (True, False, None)


def test_every_peer_that_is_installed_finds_the_same_titles(rows: list[dict[str, object]]) -> None:
    told = {row["peer_name"]: row for row in rows if row["what"] == "titles: keywords of 64 technologies"}
    assert list(told) == list(PEERS)
    for name, module in PEERS.items():
        assert told[name]["ours"] is not None
        assert (told[name]["peer"] is not None) == (find_spec(module) is not None)
    same = [row for row in rows if str(row["what"]).startswith("titles: technologies that")]
    assert len(same) == sum(find_spec(module) is not None for module in PEERS.values())
    assert all(row["ours"] == 0 and row["met"] for row in same)


def test_growth_and_memory_are_told(rows: list[dict[str, object]]) -> None:
    growth = [row for row in rows if row["what"] == "titles: growth"]
    assert [row["size"].split()[0] for row in growth] == ["2000", "6000", "20000"]  # type: ignore[attr-defined]
    for what in ("titles: log-log slope of time against bytes", "titles: peak memory"):
        assert [row["ours"] is not None for row in rows if row["what"] == what] == [True]
