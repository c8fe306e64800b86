"""The benchmark of the scan runs, prints what the house asks for, and its tools agree; no time is looked at."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import pytest

PEERS = {
    "hyperscan, \\b": "hyperscan",
    "hyperscan, literals and NumPy": "hyperscan",
    "ahocorasick_rs": "ahocorasick_rs",
    "polars regex": "polars",
    "duckdb regex": "duckdb",
}


@pytest.fixture(scope="module")
def rows(quick: Callable[..., list[dict[str, object]]]) -> list[dict[str, object]]:
    """What the quick run prints."""
    return quick("scan.py", "titles")


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
