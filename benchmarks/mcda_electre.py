"""ELECTRE III, complete with both distillations, against pyDecision; and whether the answers agree.

The problems, of skewed values of which a third are costs, have q = 0.1, p = 0.6 and a veto of 4 standard deviations on
each criterion, and equal weights. pyDecision distils differently (see ``tests/mcda/aggregate/test_electre_3.py``), so
its credibilities are compared, and our distillates with those of the plain reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from importlib.util import find_spec
from typing import Any

import numpy as np
from common import Row, in_child, processor_time, row, say, seconds

from opennss.mcda.aggregate import electre_reference
from opennss.mcda.aggregate.electre_3 import ALPHA, BETA, electre_3
from opennss.mcda.aggregate.electre_kernels import in_units
from opennss.mcda.matrix import DecisionMatrix, Floats, Ranking, labels

SIZES, QUICK, GOAL = ((50, 10), (100, 20), (500, 20)), ((20, 5),), (500, 20)
REFERENCE, QUICK_REFERENCE = (100, 20), (20, 5)

BATCH = 10
"""Runs of ours that are timed at once, for one is too short to be timed alone."""

Limits = dict[str, list[float]]


def problem(count: int, width: int) -> tuple[DecisionMatrix, Limits]:
    """Draw a problem and its thresholds; the same call gives the same problem."""
    random = np.random.default_rng(7)
    quality = random.normal(size=(count, 1))
    values = np.exp(0.6 * quality * random.uniform(0, 1, (1, width)) + 0.8 * random.normal(size=(count, width)))
    values *= random.lognormal(2, 2, (1, width))
    spread = values.std(axis=0)
    limits = {"q": (0.1 * spread).tolist(), "p": (0.6 * spread).tolist(), "veto": (4 * spread).tolist()}
    maximize = np.arange(width) % 3 != 2
    return DecisionMatrix(values, maximize, labels("a", count), labels("c", width)), limits


def ours(matrix: DecisionMatrix, limits: Limits) -> Ranking:
    """Rank a problem with equal weights."""
    width = len(matrix.criteria)
    return electre_3(matrix, np.full(width, 1 / width), **limits)


def peer(count: int, width: int) -> Floats:
    """Let pyDecision rank the problem; return its credibilities."""
    from pyDecision.algorithm import electre_iii  # noqa: PLC0415  takes seconds

    matrix, limits = problem(count, width)
    turned = matrix.values * np.where(matrix.maximize, 1, -1)
    return electre_iii(turned, P=limits["p"], Q=limits["q"], V=limits["veto"], W=[1 / width] * width)[1]


def _by_peer(count: int, width: int) -> tuple[float, Floats]:
    """Return the processor seconds and the credibilities of pyDecision; the answer kept is that of the last run."""
    peer(3, 2)
    told: list[Floats] = []
    return seconds(lambda: told.append(peer(count, width)), processor_time), told[-1]


def compared(count: int, width: int) -> Iterator[Row]:
    """Rows of one size."""
    size = f"{count} × {width}"
    say(f"ELECTRE III {size}")
    matrix, limits = problem(count, width)
    found = ours(matrix, limits)  # compiled

    def batch() -> None:
        for _ in range(BATCH):
            ours(matrix, limits)

    own = seconds(batch, processor_time) / BATCH
    other = in_child(lambda: _by_peer(count, width))[0] if find_spec("pyDecision") else None
    asked = (count, width) == GOAL
    yield row(
        "ELECTRE III with distillation", size, "processor s", own, peer=other[0] if other else None,
        peer_name="pyDecision", goal="≥ 200 × pyDecision, aim 1000 ×" if asked else None,
        meets=(lambda made: made.ratio >= 200) if asked else None,
    )  # fmt: skip
    if other:
        apart = np.abs(found.table("electre-3.credibility").values - other[1]) > 1e-9
        np.fill_diagonal(apart, False)
        yield row(
            "ELECTRE III: credibilities that differ from pyDecision's by more than 1e-9", size, "pairs",
            float(np.count_nonzero(apart)), goal="0", meets=lambda made: made.ours == 0,
        )  # fmt: skip


def checked(count: int, width: int) -> Row:
    """How many alternatives the plain reference puts into another distillate."""
    found = ours(*problem(count, width))
    units = in_units(found.table("electre-3.credibility").values)
    down, up = (np.array(electre_reference.distillation(units, ALPHA, BETA, sign)) for sign in (1, -1))
    expected = np.column_stack([down, up.max() + 1 - up])
    apart = (found.table("electre-3.distillates").values != expected).any(axis=1)
    return row(
        "ELECTRE III: alternatives that the plain reference distils otherwise", f"{count} × {width}", "alternatives",
        float(np.count_nonzero(apart)), goal="0", meets=lambda made: made.ours == 0,
    )  # fmt: skip


def rows(quick: bool) -> list[dict[str, Any]]:
    """Everything about ELECTRE III, or a small size of it."""
    made = [one for size in (QUICK if quick else SIZES) for one in compared(*size)]
    return [asdict(one) for one in (*made, checked(*(QUICK_REFERENCE if quick else REFERENCE)))]
