"""Rank acceptability under uncertain weights against pymcdm, plain NumPy, R smaa and the limit; growth, memory.

Ours draws the weights, scores, ranks and counts; the others get their weights for nothing. pymcdm is called once a
weighting (method and ranks, nothing counted) on as many weightings as take a moment, and its time is multiplied; its
PROMETHEE II object works once only and is made anew each time. Plain NumPy is a product in double precision and two
``argsort``. R smaa cannot be installed here: its recorded figure is scaled by how much slower or quicker NumPy is than
on the machine where it was recorded. The limit is the sum of what a product in single precision, ``numpy.sort`` of
32-bit keys and one addition a rank take, each alone. One thread and processor seconds, unless a row says otherwise.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from common import Row, in_child, peak_memory, processor_time, row, say, seconds, shared
from mcda_problem import directions, problem, thresholds
from numba import njit

from opennss.mcda.aggregate.preferences import Preference
from opennss.mcda.matrix import DecisionMatrix, Floats
from opennss.mcda.robustness import reference
from opennss.mcda.robustness.acceptability import Acceptability, acceptability, smaa
from opennss.mcda.robustness.counting import DistanceScores
from opennss.mcda.robustness.method_scores import scores_of
from opennss.mcda.robustness.scores import LinearScores
from opennss.mcda.robustness.spaces import Free

try:
    from pymcdm.helpers import rrankdata
    from pymcdm.methods import PROMETHEE_II, TOPSIS, WSM
    from pymcdm.normalizations import minmax_normalization
except ImportError:
    rrankdata = None

METHODS = ("weighted-sum", "topsis", "promethee-2")
SIZE, LARGE, SAMPLES, LARGE_SAMPLES = (500, 20), (5000, 20), 100_000, 20_000
QUICK_SIZE, QUICK_LARGE, QUICK_SAMPLES = (30, 4), (60, 4), 2000
GOALS = {"weighted-sum": 500, "topsis": 500, "promethee-2": 10_000}
NUMPY_GOAL, SMAA_GOAL, LIMIT_GOAL, PROCESSES_GOAL, MEMORY_GOAL = 10, 100, 2.0, 1.8, 1.0
PLAIN, AGREED = 2000, 10
"""Weightings of the plain NumPy run, and of the comparison with pymcdm."""

MOMENT = 2.0
"""Seconds within which no new call of pymcdm is begun."""


def options(matrix: DecisionMatrix, method: str) -> dict[str, Any]:
    """Return the options of our method: those that pymcdm has by default."""
    if method == "promethee-2":
        pairs = zip(*thresholds(matrix), strict=True)
        return {"preferences": [Preference("linear", q=float(q), p=float(p)) for q, p in pairs]}
    return {"normalization": "min-max"}


def ours(matrix: DecisionMatrix, method: str, samples: int, processes: int = 1) -> Acceptability:
    """Count with everything that belongs to it."""
    space = Free(len(matrix.criteria))
    return smaa(matrix, method, space, samples, 1, processes, pairs=False, **options(matrix, method))


def weightings(criteria: int, count: int) -> Floats:
    """Return weightings for the others."""
    drawn = np.random.default_rng(11).standard_exponential((count, criteria))
    return drawn / drawn.sum(axis=1, keepdims=True)


def pymcdm_ranks(matrix: DecisionMatrix, method: str, weights: Floats) -> Floats:
    """Return the ranks of pymcdm under one weighting."""
    turned = directions(matrix)
    if method == "promethee-2":
        indifference, preference = thresholds(matrix)
        body = PROMETHEE_II("vshape_2", p=preference, q=indifference)
    else:
        body = (TOPSIS if method == "topsis" else WSM)(minmax_normalization)
    return rrankdata(body(matrix.values, weights, turned))


def pymcdm_second(size: tuple[int, int], method: str) -> float | None:
    """Return the processor seconds that pymcdm takes for one weighting, the quickest of those within a moment."""

    def run() -> float:
        matrix, weights = problem(*size), weightings(size[1], 64)
        best, begun = np.inf, time.perf_counter()
        for number in range(64):
            start = processor_time()
            pymcdm_ranks(matrix, method, weights[number])
            best = min(best, processor_time() - start)
            if time.perf_counter() - begun > MOMENT:
                break
        return float(best)

    return None if rrankdata is None else in_child(run)[0]


def plain_numpy(values: Floats, weights: Floats, method: str) -> Floats:
    """Return counts as a user of NumPy writes them, for values from 0 to 1: alternative by position."""
    size = len(values)
    counts = np.zeros((size, size), dtype=np.int64)
    step = max(1, 4_000_000 // size)
    for start in range(0, len(weights), step):
        part = weights[start : start + step]
        if method == "topsis":
            best, worst = np.sqrt(part**2 @ ((1 - values) ** 2).T), np.sqrt(part**2 @ (values**2).T)
            scores = worst / (best + worst)
        else:
            scores = part @ values.T
        ranks = np.argsort(np.argsort(-scores, axis=1), axis=1)
        for one in range(size):
            counts[one] += np.bincount(ranks[:, one], minlength=size)
    return counts


@njit(nogil=True, cache=True)
def scatter(order: Any, counts: Any) -> None:
    """Add one for each rank, position by position, so that the counts of a position stay near."""
    for place in range(order.shape[0]):
        mine = counts[place]
        for one in order[place]:
            mine[one] += np.uint32(1)


def limit(size: tuple[int, int], products: int) -> float:
    """Return processor seconds a weighting: product, sort and additions, each alone on arrays that lie ready."""
    alternatives, criteria = size
    count = 4096 if alternatives > 1000 else 1024
    random = np.random.default_rng(5)
    weights = random.random((count, criteria), dtype=np.float32)
    values = random.random((criteria, alternatives), dtype=np.float32)
    out = np.empty((count, alternatives), dtype=np.float32)
    keys = random.integers(0, 2**32, (count, alternatives), dtype=np.uint32)
    room = keys.copy()
    noisy = np.arange(alternatives) / alternatives + 0.15 * random.standard_normal((count, alternatives))
    order = np.ascontiguousarray(np.argsort(noisy, axis=1).T.astype(np.uint16))
    counts = np.zeros((alternatives, alternatives), dtype=np.uint32)
    scatter(order[:, :1], counts)

    def sort() -> None:
        np.copyto(room, keys)
        room.sort(axis=1)

    parts = (
        products * seconds(lambda: np.matmul(weights, values, out=out), processor_time),
        seconds(sort, processor_time) - seconds(lambda: np.copyto(room, keys), processor_time),
        seconds(lambda: scatter(order, counts), processor_time),
    )
    say(f"limit {size}: " + ", ".join(f"{part / count / alternatives * 1e9:.2f}" for part in parts) + " ns a score")
    return sum(parts) / count


def recorded(tool: str, size: str) -> float | None:
    """Return seconds a weighting from the recorded figures of peers; ``None`` without them."""
    place = shared() / "bench" / "peer_results.jsonl"
    if not place.is_file():
        return None
    rows = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [each for each in rows if each.get("tool", "").startswith(tool) and each.get("size", "").startswith(size)]
    return found[-1]["per_sample_us"] / 1e6 if found else None


def compared(method: str, size: tuple[int, int], samples: int, plain: dict[str, float], goals: bool) -> Iterator[Row]:
    """Rows of one method and size; ``plain`` are the seconds of NumPy a weighting, by method."""
    told = f"{size[0]} × {size[1]} × {samples}"
    say(f"acceptability: {method} {told}")
    matrix = problem(*size)
    ours(matrix, method, 10)  # compiled
    own = seconds(lambda: ours(matrix, method, samples), processor_time)
    what, unit = f"acceptability: {method}", "processor s"
    least, peer = GOALS[method], pymcdm_second(size, method)
    near = "" if method == "promethee-2" else f"; within {LIMIT_GOAL:g} × of product + key sort + additions"
    yield row(
        what, told, unit, own, peer=None if peer is None else peer * samples,
        peer_name="pymcdm, per weighting × weightings", limit=limit(size, 2 if method == "topsis" else 1) * samples,
        goal=f"≥ {least} × pymcdm{near}" if goals else None,
        meets=(lambda made: made.ratio >= least and (not near or made.of_limit <= LIMIT_GOAL)) if goals else None,
    )  # fmt: skip
    if method not in plain:
        return
    yield row(
        what, told, unit, own, peer=plain[method] * samples, peer_name="NumPy, the same by double argsort, scaled",
        goal=f"≥ {NUMPY_GOAL} × plain NumPy" if goals else None,
        meets=(lambda made: made.ratio >= NUMPY_GOAL) if goals else None,
    )  # fmt: skip
    there, numpy_there = recorded("R smaa", "500x20"), recorded("plain NumPy f64", "500x20")
    scaled = there * plain["weighted-sum"] / numpy_there * samples if there and numpy_there else None
    yield row(
        what, told, unit, own, peer=scaled,
        peer_name="R smaa, weighted sum: recorded figure scaled by the NumPy row",
        goal=f"≥ {SMAA_GOAL} × R smaa's figure" if goals else None,
        meets=(lambda made: made.ratio >= SMAA_GOAL) if goals else None,
    )  # fmt: skip


def agreed(size: tuple[int, int]) -> Iterator[Row]:
    """Rows that say how many counts and ranks differ: none is the goal."""
    told, goal = f"{size[0]} × {size[1]}", {"goal": "0", "meets": lambda made: made.ours == 0}
    matrix = problem(*size)
    random = np.random.Generator(np.random.SFC64(np.random.SeedSequence([1, 0])))
    weights = Free(size[1]).draw(random, PLAIN).astype(np.float64)
    weights /= weights.sum(axis=1, keepdims=True)
    for method in METHODS:
        scores, _, _ = scores_of(matrix, method, options(matrix, method))
        found = acceptability(scores, Free(size[1]), PLAIN, 1, pairs=False)
        if isinstance(scores, LinearScores):
            places = reference.linear(scores.values, weights)
        elif isinstance(scores, DistanceScores):
            places = reference.distances(scores.to_best, scores.to_worst, weights)
        apart = float(np.abs(found.counts - reference.counts(places)).sum())
        what = f"acceptability: {method}, counts that differ from double precision's"
        yield row(what, f"{told} × {PLAIN}", "counts", apart, **goal)
        if rrankdata is not None:
            theirs = np.array([pymcdm_ranks(matrix, method, each) for each in weights[:AGREED]])
            apart = float(np.count_nonzero(theirs != places[:AGREED] + 1))
            what = f"acceptability: {method}, ranks that differ from pymcdm's"
            yield row(what, f"{told} × {AGREED}", "ranks", apart, **goal)


def growth(quick: bool) -> Iterator[Row]:
    """How time grows with weightings and with alternatives."""
    base = QUICK_SIZE if quick else SIZE
    counts = (1000, 3000) if quick else (10_000, 30_000, 100_000, 300_000, 1_000_000)
    sizes = ((10, 4), (30, 4)) if quick else ((50, 20), (150, 20), (500, 20), (1500, 20), (5000, 20))
    cases = [(base, count) for count in counts] + [(size, QUICK_SAMPLES if quick else 10_000) for size in sizes]
    for size, count in cases:
        say(f"growth {size} × {count}")
        matrix = problem(*size)
        own = _once(lambda m=matrix, c=count: ours(m, "weighted-sum", c), processor_time)
        yield row("acceptability: growth, weighted-sum", f"{size[0]} × {size[1]} × {count}", "processor s", own)


def _once(run: Callable[[], Any], clock: Callable[[], float]) -> float:
    begun = clock()
    run()
    return clock() - begun


def two_processes(quick: bool) -> Row:
    """Wall time on two processors against one; they are threads of one process, whose kernels hold no lock."""
    size, samples = (QUICK_SIZE, 10_000) if quick else (SIZE, 1_000_000)
    say("two against one")
    matrix = problem(*size)
    both = [seconds(lambda n=number: ours(matrix, "weighted-sum", samples, n)) for number in (2, 1)]
    return row(
        "acceptability: two processors (threads) against one", f"{size[0]} × {size[1]} × {samples}", "wall s", both[0],
        peer=both[1], peer_name="ours on one", goal=f"≥ {PROCESSES_GOAL:g} ×",
        meets=lambda made: made.ratio >= PROCESSES_GOAL,
    )  # fmt: skip


def memory(quick: bool) -> Row:
    """Peak of a whole process."""
    size, samples = (QUICK_LARGE, 10_000) if quick else (LARGE, 1_000_000)
    say(f"memory {size} × {samples}")

    def run() -> int:
        ours(problem(*size), "weighted-sum", samples, 2)
        return peak_memory()

    peak, _ = in_child(run)
    return row(
        "acceptability: peak memory, two processors (threads)", f"{size[0]} × {size[1]} × {samples}", "GB",
        None if peak is None else peak / 1e9, goal=f"≤ {MEMORY_GOAL:g} GB", meets=lambda made: made.ours <= MEMORY_GOAL,
    )  # fmt: skip


def rows(quick: bool) -> list[dict[str, Any]]:
    """Everything about acceptability, or a small size of it."""
    size, large = (QUICK_SIZE, QUICK_LARGE) if quick else (SIZE, LARGE)
    samples, large_samples = (QUICK_SAMPLES,) * 2 if quick else (SAMPLES, LARGE_SAMPLES)
    made = [memory(quick)]
    matrix, weights = problem(*size), weightings(size[1], PLAIN)
    scores, _, _ = scores_of(matrix, "weighted-sum", {"normalization": "min-max"})
    plain = {
        method: seconds(lambda m=method: plain_numpy(scores.values, weights, m), processor_time) / PLAIN
        for method in ("weighted-sum", "topsis")
    }
    for method in METHODS:
        made += compared(method, size, samples, plain, True)
    made += compared("promethee-2", large, large_samples, {}, True)
    made += compared("weighted-sum", large, large_samples, {}, False)
    made += agreed(size)
    made += growth(quick)
    made.append(two_processes(quick))
    return [asdict(each) for each in made]
