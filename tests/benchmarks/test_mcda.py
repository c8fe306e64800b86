"""The benchmark of ranking runs, prints what the house asks for, and its tools agree; no time is looked at."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import pytest


@pytest.fixture(scope="module")
def rows(quick: Callable[..., list[dict[str, object]]]) -> list[dict[str, object]]:
    """What the quick run of acceptability prints."""
    return quick("mcda.py", "acceptability")


def test_every_goal_of_acceptability_has_its_row(rows: list[dict[str, object]]) -> None:
    goals = " ".join(str(row["goal"]) for row in rows)
    for asked in ("pymcdm", "plain NumPy", "R smaa", "product + key sort", "1.8 ×", "1 GB"):
        assert asked in goals
    assert all(row["ours"] is not None for row in rows)


def test_the_tools_agree(rows: list[dict[str, object]]) -> None:
    same = [row for row in rows if "differ from" in str(row["what"])]
    assert len(same) == (6 if find_spec("pymcdm") else 3)
    assert all(row["ours"] == 0 and row["met"] for row in same)
