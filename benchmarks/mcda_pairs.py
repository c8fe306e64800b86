"""Pairwise winning indices and expected positions in closed form, against sampling with plain NumPy.

Weights are uniform on the simplex and scores a weighted sum of normalized values. The peer draws weightings, multiplies
them with the values and counts for each pair how often the first is ahead. That would take minutes to hours, so it is
timed on some weightings and scaled up to all; the answers are compared on all weightings, for the pairs of some
alternatives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from common import Row, processor_time, row, say, seconds
from numpy.typing import NDArray

from opennss.mcda.robustness.pairs import expected_positions, winning
from opennss.mcda.robustness.scores import LinearScores

Floats = NDArray[np.float64]

SIZES = ((50, 10), (500, 20), (5000, 20))
QUICK = ((50, 10),)
SAMPLES, QUICK_SAMPLES = 1_000_000, 20_000
TIMED = 200
"""Weightings of which the peer is timed; its time is proportional to them."""

BLOCK = 50_000
PAIRS = 20
"""Alternatives of which all pairs are compared with all samples."""


def values(alternatives: int, criteria: int, seed: int = 7) -> Floats:
    """Return normalized values: a quality that all criteria share and noise, on skewed scales, a third are costs."""
    random = np.random.default_rng(seed)
    quality = random.normal(size=(alternatives, 1))
    logs = 0.6 * quality * random.uniform(0, 1, (1, criteria)) + 0.8 * random.normal(size=(alternatives, criteria))
    drawn = np.exp(logs)
    shares = (drawn - drawn.min(axis=0)) / np.ptp(drawn, axis=0)
    return np.where(np.arange(criteria) % 3 == 2, 1 - shares, shares)


def counted(scores: Floats) -> Floats:
    """Count for each pair in how many rows of scores the first is ahead."""
    wins = np.zeros((scores.shape[1],) * 2)
    for one in range(scores.shape[1]):
        wins[one] = (scores[:, [one]] > scores).sum(axis=0)
    return wins


def drawn(count: int, criteria: int, seed: int = 11) -> Iterator[Floats]:
    """Draw weightings uniform on the simplex, block by block."""
    random = np.random.default_rng(seed)
    for start in range(0, count, BLOCK):
        weights = random.standard_exponential((min(BLOCK, count - start), criteria))
        yield weights / weights.sum(axis=1, keepdims=True)


def sampled(given: Floats, count: int) -> Floats:
    """Return the winning indices as shares of so many samples."""
    return sum(counted(weights @ given.T) for weights in drawn(count, given.shape[1])) / count


def compared(alternatives: int, criteria: int, samples: int, goals: bool) -> Iterator[Row]:
    """Rows of one size: our time against sampling, and the largest difference from the samples."""
    say(f"pairs: {alternatives} × {criteria}")
    given = values(alternatives, criteria)
    scores = LinearScores(given)
    mine = seconds(lambda: expected_positions(winning(scores)), processor_time)
    few = max(2, min(TIMED, 10**9 // alternatives**2))
    peer = seconds(lambda: sampled(given, few), processor_time) * samples / few
    goal = goals and (alternatives, criteria) == (500, 20)
    size = f"{alternatives} × {criteria}"
    yield row(
        "pairwise winning indices, closed form", size, "processor s", mine, peer=peer,
        peer_name=f"NumPy, {samples} samples (time of {few} scaled up)", goal="≤ 0.1 s" if goal else None,
        meets=(lambda made: made.ours <= 0.1) if goal else None,
    )  # fmt: skip
    chosen = np.linspace(0, alternatives - 1, min(PAIRS, alternatives)).astype(int)
    exact = winning(scores)[np.ix_(chosen, chosen)]
    gaps = np.abs(exact - sampled(given[chosen], samples))[~np.eye(len(chosen), dtype=bool)]
    yield row(
        "pairwise winning indices, largest difference from the samples", f"{size}, pairs of {len(chosen)}", "share",
        float(gaps.max()), goal="≤ 0.003" if goal else None,
        meets=(lambda made: made.ours <= 0.003) if goal else None,
    )  # fmt: skip


def rows(quick: bool) -> list[dict[str, Any]]:
    """Everything about pairs, or a small size of it."""
    winning(LinearScores(np.eye(2)))  # compiles
    samples = QUICK_SAMPLES if quick else SAMPLES
    return [asdict(one) for size in (QUICK if quick else SIZES) for one in compared(*size, samples, not quick)]
