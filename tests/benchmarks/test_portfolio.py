"""The benchmark of large programmes runs, prints what the house asks for, and its plans hold; no time is looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture(scope="module")
def rows(quick: Callable[..., list[dict[str, object]]]) -> list[dict[str, object]]:
    """What the quick run prints."""
    return quick("portfolio.py")


def test_every_goal_has_its_row(rows: list[dict[str, object]]) -> None:
    goals = " ".join(str(row["goal"]) for row in rows)
    for asked in ("<= 0.25 %", "<= 2 GB", ">= 20 x HiGHS", "<= 1e-5", "<= 0.1 %", "<= 1.1"):
        assert asked in goals


def test_nothing_is_broken(rows: list[dict[str, object]]) -> None:
    counted = [row for row in rows if row["goal"] == "0" and row["unit"] in ("plans", "bounds")]
    assert len(counted) == 4
    assert all(row["ours"] == 0 and row["met"] for row in counted)
