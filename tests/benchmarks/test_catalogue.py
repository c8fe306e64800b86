"""The benchmark of the catalogue runs, prints what the house asks for, and its tools agree; no time is looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEYS = ["what", "size", "ours", "peer", "peer_name", "ratio", "limit", "of_limit", "unit", "goal", "met"]


def test_the_quick_run_prints_its_rows(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "catalogue.py", "--quick"],
        env=os.environ | {"OPENNSS_SHARED": str(tmp_path)},  # no sources: their rows have no numbers
        capture_output=True,
        text=True,
        check=True,
    )
    rows = json.loads(done.stdout)
    assert all(list(row) == KEYS for row in rows)
    for row in rows:
        assert {type(row[key]) for key in ("what", "size", "unit")} == {str}
        assert {type(row[key]) for key in ("ours", "peer", "ratio", "limit", "of_limit")} <= {float, type(None)}
        assert row["met"] in (True, False, None)
        assert row["ratio"] is None or row["peer_name"]
    told = {(row["what"], row["peer_name"]): row for row in rows}
    assert told["index build", "tantivy"]["ours"] > 0
    assert (told["index build", "tantivy"]["peer"] is not None) == (find_spec("tantivy") is not None)
    assert told["query p50", "tantivy"]["limit"] > 0
    for peer in ("bm25s", "tantivy"):
        if find_spec(peer) is not None:
            assert told[f"first ten shared with {peer}", None]["met"]
    assert told["ISO Open Data JSONL to store", None]["ours"] is None
