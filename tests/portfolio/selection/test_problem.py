"""What a selection refuses, and how it names the place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from opennss.portfolio.selection.problem import Selection, SelectionPlan

GOOD: dict[str, Any] = {
    "projects": 3, "project": [0, 0, 1, 2], "period": [0, 1, 0, 0], "value": [3.0, 2.0, 4.0, 1.0],
    "use_start": [0, 4], "use_column": [0, 1, 2, 3], "use_amount": [1.0, 1.0, 2.0, 0.5], "limit": [2.0],
    "before": [[1, 0]], "lag": [0], "group_start": [0, 2], "group_project": [1, 2],
}  # fmt: skip


def test_lists_become_arrays() -> None:
    made = Selection(**GOOD)
    assert made.columns == 4
    assert made.value.dtype == np.float64
    assert made.before.shape == (1, 2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"projects": 0}, "empty: 0 projects"),
        ({"project": [], "period": [], "value": [], "use_start": [0, 0], "use_column": [], "use_amount": []}, "empty"),
        ({"limit": [], "use_start": [0], "use_column": [], "use_amount": []}, "0 resources"),
        ({"period": [0, 1, 0]}, "period has 3 entries, value has 4"),
        ({"project": [0, 0, 1, 3]}, r"project\[3\] = 3: unknown, there are 3"),
        ({"project": [0, 1, 0, 2]}, r"project\[2\] = 0: columns do not stand in the order"),
        ({"period": [1, 0, 0, 0]}, r"project\[1\] = 0: columns do not stand in the order"),
        ({"project": [0.0, 0.0, 1.0, 2.0]}, "project: whole numbers"),
        ({"value": [1.0, np.nan, 1.0, 1.0]}, r"value\[1\] = nan: not a number"),
        ({"value": [1.0, np.inf, 1.0, 1.0]}, r"value\[1\] = inf: not a number"),
        ({"value": [[1.0]]}, r"value: an array of shape \(1, 1\)"),
        ({"use_amount": [1.0, -1.0, 2.0, 0.5]}, r"use_amount\[1\] = -1.0: below zero"),
        ({"use_amount": [1.0, np.nan, 2.0, 0.5]}, r"use_amount\[1\] = nan"),
        ({"use_column": [0, 1, 2, 4]}, r"use_column\[3\] = 4: unknown"),
        ({"use_start": [0, 3]}, "use_start: 1 \\+ 1 rising places from 0 to 4"),
        ({"limit": [-1.0]}, r"limit\[0\] = -1.0: below zero"),
        ({"limit": [np.nan]}, r"limit\[0\] = nan"),
        ({"before": [[1, 5]]}, r"before\[0, 1\] = 5: unknown"),
        ({"before": [1, 0]}, r"before: an array of shape \(2,\)"),
        ({"before": [[1, 0, 2]]}, r"before: an array of shape \(1, 3\)"),
        ({"lag": [-1]}, r"lag\[0\] = -1: below zero"),
        ({"lag": []}, "before has 1 entries, lag has 0"),
        ({"before": [[1, 0], [2, 1], [0, 2]], "lag": [0, 0, 0]}, "before: a cycle of projects"),
        ({"before": [[1, 1]]}, "before: a cycle of projects 1 -> 1"),
        ({"group_start": [0, 1]}, "group_start"),
        ({"group_project": [1, -1]}, r"group_project\[1\] = -1: unknown"),
        ({"group_project": [1, 1]}, r"group_project\[1\] = 1: named twice in a group"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Selection(**(GOOD | change))


def test_a_gap_is_a_share_of_the_bound() -> None:
    assert SelectionPlan(np.array([-1]), 9.0, 10.0).gap == pytest.approx(0.1)
    assert SelectionPlan(np.array([-1]), 0.0, 0.0).gap == 0.0
