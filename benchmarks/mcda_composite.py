"""Uncertainty of a composite indicator against COINr's figure and the limit: the cost of one replication.

Every replication draws imputation, treatment, normalization, aggregation (arithmetic or geometric at both levels) and
the weights of indicators and groups. COINr's specification (``Regen`` in its uncertainty analysis) draws normalization
and aggregation only, so ours does more. COINr cannot be installed by pip: its figure comes from the shared results, and
is scaled by the prototype of the same job that is measured there and here. The limit is a product of matrices and a
sort of keys for each replication, in single precision.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from common import Row, in_child, peak_memory, processor_time, row, say, seconds, shared

from opennss.mcda.frames import decision_matrix
from opennss.mcda.matrix import DecisionMatrix
from opennss.mcda.robustness.composite import Choices, composite

SIZES, QUICK = ((50, 50, 5, 200_000), (200, 100, 10, 100_000), (1000, 200, 10, 20_000)), ((20, 10, 2, 500),)
GOAL_SIZE = (200, 100)
COINR = {(50, 50): 0.114, (200, 100): 0.510, (1000, 200): 2.670}
"""Seconds of a replication of COINr 1.1.14's ``get_sensitivity`` on the machine of the shared results."""

GOAL = "≥ 10,000 × COINr's figure, ≤ 3 × the limit"


def problem(units: int, indicators: int) -> DecisionMatrix:
    """Draw skewed indicators with 3 % of the values missing."""
    random = np.random.default_rng(51)
    values = np.exp(random.normal(size=(units, indicators)) * 0.8)
    values[random.random(values.shape) < 0.03] = np.nan
    return decision_matrix(values)


def plain(units: int, indicators: int, samples: int) -> None:
    """Do the same job as a user of NumPy would write it well: what the shared results call the prototype."""
    random = np.random.default_rng(52)
    values = random.random((units, indicators), dtype=np.float32)
    for begun in range(0, samples, 2_000):
        count = min(2_000, samples - begun)
        weights = random.random((count, indicators), dtype=np.float32) * 0.5 + 0.75
        weights /= weights.sum(axis=1, keepdims=True)
        order = np.argsort(-(weights @ values.T), axis=1)
        ranks = np.empty((count, units), np.uint16)
        np.put_along_axis(ranks, order, np.broadcast_to(np.arange(units, dtype=np.uint16), order.shape), 1)


def limit(units: int, indicators: int, samples: int) -> float:
    """Return the processor seconds of one product and one sort of keys a replication."""
    random = np.random.default_rng(53)
    values, weights = random.random((indicators, units), np.float32), random.random((2_000, indicators), np.float32)
    keys = random.integers(0, 1 << 32, (2_000, units), dtype=np.uint32)
    rounds = max(1, samples // 2_000)

    def run() -> None:
        for _ in range(rounds):
            weights @ values
            keys.copy().sort(axis=1)

    return seconds(run, processor_time) * samples / (rounds * 2_000)


def prototype(units: int, indicators: int) -> float | None:
    """Return the seconds of a replication of the prototype in the shared results; ``None`` where they are absent."""
    path = shared() / "bench" / "peer_results.jsonl"
    if not path.is_file():
        return None
    for line in path.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        if found["tool"].startswith("prototype UA") and found["size"] == f"{units}x{indicators} x 10000 reps":
            return float(found["s"]) / 10_000
    return None


def _rows(units: int, indicators: int, groups: int, samples: int, goals: bool) -> Iterator[Row]:
    say(f"composite: {units} units, {indicators} indicators")
    matrix, names = problem(units, indicators), [f"g{place % groups}" for place in range(indicators)]

    def run() -> None:
        composite(matrix, names, choices=Choices(), samples=samples, seed=1)

    run()  # compiled
    own = seconds(run, processor_time) / samples
    least = limit(units, indicators, samples) / samples
    here = seconds(lambda: plain(units, indicators, samples), processor_time) / samples
    there, peer = prototype(units, indicators), COINR.get((units, indicators))
    scaled = peer * here / there if peer and there else None
    size = f"{units} × {indicators}, {samples} replications"
    goal = goals and (units, indicators) == GOAL_SIZE
    yield row(
        "composite indicator: one replication", size, "processor s", own, peer=scaled,
        peer_name="COINr get_sensitivity (shared figure, scaled by NumPy beside it)", limit=least,
        goal=GOAL if goal else None,
        meets=(lambda made: (made.ratio or 0) >= 10_000 and (made.of_limit or 9) <= 3) if goal else None,
    )  # fmt: skip
    yield row("composite indicator: one replication", size, "processor s", own, peer=here, peer_name="plain NumPy")
    peak = in_child(lambda: (run(), peak_memory())[1])[0]
    yield row("composite indicator: peak memory", size, "GB", peak / 1e9 if peak else None)


def rows(quick: bool) -> list[dict[str, Any]]:
    """Every size, or a small one."""
    return [asdict(one) for size in (QUICK if quick else SIZES) for one in _rows(*size, not quick)]
