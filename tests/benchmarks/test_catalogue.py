"""The benchmark of the catalogue runs, prints what the house asks for, and its tools agree; no time is looked at."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest


def test_the_quick_run_prints_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: Callable[..., list[dict[str, Any]]]
) -> None:
    monkeypatch.setenv("OPENNSS_SHARED", str(tmp_path))  # no sources: their rows have no numbers
    rows = quick("catalogue.py")
    assert all(row["ratio"] is None or row["peer_name"] for row in rows)
    told = {(row["what"], row["peer_name"]): row for row in rows}
    assert told["index build", "tantivy"]["ours"] > 0
    assert (told["index build", "tantivy"]["peer"] is not None) == (find_spec("tantivy") is not None)
    assert told["query p50", "tantivy"]["limit"] > 0
    for peer in ("bm25s", "tantivy"):
        if find_spec(peer) is not None:
            assert told[f"first ten shared with {peer}", None]["met"]
    assert told["ISO Open Data JSONL to store", None]["ours"] is None
