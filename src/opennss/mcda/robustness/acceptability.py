"""Stochastic multicriteria acceptability analysis (SMAA-2): how often each alternative takes each position.

Sources: R. Lahdelma, J. Hokkanen, P. Salminen, *SMAA - Stochastic multiobjective acceptability analysis* (European
Journal of Operational Research 106, 1998); R. Lahdelma, P. Salminen, *SMAA-2: Stochastic multicriteria acceptability
analysis for group decision making* (Operations Research 49, 2001).

A share of admissible weightings says how much room for an order there is; it is no probability of being right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count as numbers
from threading import Lock
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from opennss.mcda.aggregate import METHODS
from opennss.mcda.aggregate.options import options_of, strange
from opennss.mcda.checks import InputError, a_matrix, refuse, unknown, whole
from opennss.mcda.matrix import DecisionMatrix, Flags, Floats, Single, labels
from opennss.mcda.missing import Notes
from opennss.mcda.robustness import reference
from opennss.mcda.robustness.counting import (
    BLOCK,
    MANY,
    DistanceScores,
    Form,
    TableScores,
    Tally,
    count_in,
    form_of,
    room,
)
from opennss.mcda.robustness.forms import EQUAL
from opennss.mcda.robustness.kernels import CENTRAL
from opennss.mcda.robustness.method_scores import AnyScores, DrawnScores, drawn_scores_of, scores_of
from opennss.mcda.robustness.scores import LinearScores, ProfileScores
from opennss.mcda.robustness.spaces import Free, Space, a_space
from opennss.mcda.robustness.values import UncertainMatrix

Counts = NDArray[np.int64]
Told = Callable[[int, int], None]
"""Told of the weightings counted so far, and of all."""

PAIRED = 300
"""Up to so many alternatives the pairs are counted without being asked for."""

CELLS = 1 << 22
"""Scores that are held at once where they are not products."""


@dataclass(frozen=True, slots=True, eq=False)
class Acceptability:
    """What ``samples`` weightings gave.

    ``counts`` (n × n) tells under how many of them alternative i takes position p + 1; level ones share the better
    position, so rows sum to ``samples``, columns need not. ``expected`` (n) is the mean position. ``central`` (n × m)
    is the mean of the weightings that put an alternative first, NaN where none does; ``confidence`` (n) the share of
    drawn values under which these central weights put it first, NaN where there are none, and 1 or 0 for exact values.
    ``wins`` (n × n) tells under how many weightings i is ahead of k; ``None`` when nobody asked.
    """

    alternatives: tuple[str, ...]
    samples: int
    seed: int
    counts: Counts
    expected: Floats
    central: Floats
    confidence: Floats
    wins: Counts | None
    notes: Notes = ()

    @property
    def acceptability(self) -> Floats:
        """Rank acceptability indices, n × n: the shares of the weightings; rows sum to 1."""
        return self.counts / self.samples

    @property
    def best(self) -> tuple[int, ...]:
        """The best position that each alternative was met at, from 1."""
        return tuple((np.argmax(self.counts > 0, axis=1) + 1).tolist())

    @property
    def worst(self) -> tuple[int, ...]:
        """The worst position that each alternative was met at."""
        return tuple((len(self.counts) - np.argmax(self.counts[:, ::-1] > 0, axis=1)).tolist())

    def frame(self) -> pl.DataFrame:
        """Return one row an alternative, in the order of the expected positions."""
        made = pl.DataFrame(
            {
                "alternative": list(self.alternatives),
                "expected": self.expected,
                "first": self.counts[:, 0] / self.samples,
                "best": list(self.best),
                "worst": list(self.worst),
                "confidence": [None if np.isnan(share) else float(share) for share in self.confidence],
            },
            schema_overrides={"confidence": pl.Float64},
        )
        return made.sort("expected", maintain_order=True)


def acceptability(
    scores: AnyScores,
    space: Space,
    samples: int = 10_000,
    seed: int = 0,
    threads: int = 1,
    *,
    pairs: bool | None = None,
    tell: Told | None = None,
    batch: int | None = None,
) -> Acceptability:
    """Count the positions under ``samples`` weightings drawn from the space.

    ``scores`` are linear, distances, a profile, or a function that returns N × n for N × m weights summing to 1 (NaN,
    no score, comes last). Near ties are ordered by double precision, equal scores (to 12 digits of the largest) share
    the better position. Equal arguments give the same bytes: block b of ``BLOCK`` weightings draws from a generator of
    its own, made of ``seed`` and b, and everything is added up in whole numbers. ``threads`` and ``batch`` change
    nothing but time and memory (kernels run side by side, a Python function does not). ``pairs`` asks for the pairs
    won; by default they are counted up to ``PAIRED`` alternatives. Raises ``InputError`` when the space does not fit
    the scores, or for a number that makes no sense.

    >>> found = acceptability(LinearScores(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])), Free(2), 1000)
    >>> found.best, found.worst, found.counts[1].tolist()
    ((1, 2, 1), (3, 2, 3), [0, 1000, 0])
    """
    _sound(samples, seed, threads, batch)
    a_space(space)
    if not callable(scores) and not isinstance(scores, LinearScores | DistanceScores | ProfileScores | DrawnScores):
        raise InputError([refuse("scores-not-made", given=type(scores).__name__)])
    criteria = space.draw(np.random.default_rng(0), 1).shape[1]
    form = form_of(_countable(scores, criteria), criteria)
    wanted = len(form.override) <= PAIRED if pairs is None else pairs
    blocks = iter(range(-(-samples // BLOCK)))
    job = _Job(scores, form, space, samples, seed, batch, tell, Lock(), blocks, numbers(1))
    tallies = [room(form, wanted) for _ in range(min(threads, -(-samples // BLOCK)))]
    if len(tallies) == 1:
        _work(job, tallies[0])
    else:
        with ThreadPoolExecutor(len(tallies)) as pool:
            for done in [pool.submit(_work, job, tally) for tally in tallies]:
                done.result()
    total = tallies.pop()
    while tallies:
        more = tallies.pop()
        for name in ("counts", "central", "wins"):
            array = getattr(total, name)
            array += getattr(more, name)
    return _result(job, total)


def smaa(
    matrix: DecisionMatrix | UncertainMatrix,
    method: str = "weighted-sum",
    space: Space | None = None,
    samples: int = 10_000,
    seed: int = 0,
    threads: int = 1,
    *,
    pairs: bool | None = None,
    tell: Told | None = None,
    **options: Any,
) -> Acceptability:
    """Rank a matrix by a method of ``mcda.aggregate.METHODS`` under many weightings: all (``Free``) unless told.

    ``options`` are those of the method. An uncertain matrix is drawn anew with each weighting (see
    ``method_scores.drawn_scores_of`` for what its scale is). Raises ``InputError`` as the method and as
    ``acceptability`` do.

    >>> values = np.array([[1.0, 4.0], [2.0, 3.0], [3.0, 1.0]])
    >>> matrix = DecisionMatrix(values, np.array([True, True]), ("a", "b", "c"), ("x", "y"))
    >>> smaa(matrix, "topsis", samples=1000, normalization="min-max").counts.sum(axis=1).tolist()
    [1000, 1000, 1000]
    """
    scores: AnyScores
    _known(method, options)
    if isinstance(matrix, UncertainMatrix):
        scores, made, notes = drawn_scores_of(matrix, method, options), matrix.matrix, matrix.notes
    else:
        a_matrix(matrix)
        scores, made, notes = scores_of(matrix, method, options)
    among = Free(len(made.criteria)) if space is None else space
    a_space(among)
    if (width := among.draw(np.random.default_rng(0), 1).shape[1]) != len(made.criteria):
        raise InputError([refuse("space-count", number=width, criteria=len(made.criteria))])
    found = acceptability(scores, among, samples, seed, threads, pairs=pairs, tell=tell)
    return replace(found, alternatives=made.alternatives, notes=notes)


@dataclass(frozen=True, slots=True)
class _Job:
    """What all workers share; ``blocks`` are given out one after the other."""

    scores: AnyScores
    form: Form
    space: Space
    samples: int
    seed: int
    batch: int | None
    tell: Told | None
    lock: Any
    blocks: Iterator[int]
    finished: Iterator[int]


def _known(method: str, options: dict[str, Any]) -> None:
    """Raise ``InputError`` for a method that there is not, and for an option that it does not have."""
    if not isinstance(method, str) or method not in METHODS:
        raise InputError([unknown(method, METHODS)])
    known = [name for name in options_of(METHODS[method]) if name != "rescale"]  # weightings are drawn, not given
    if wrong := strange(method, options, known):
        raise InputError(wrong)


def _sound(samples: int, seed: int, threads: int, batch: int | None) -> None:
    least = {"samples": (samples, 1), "seed": (seed, 0), "threads": (threads, 1), "batch": (batch or 1, 1)}
    wrong = [fault for name, (value, low) in least.items() for fault in whole(name, value, low)]
    if not wrong and samples > MANY:
        wrong.append(refuse("samples-many", value=samples, most=MANY))
    if wrong:
        raise InputError(wrong)


def _countable(scores: AnyScores, criteria: int) -> LinearScores | DistanceScores | ProfileScores | TableScores:
    if isinstance(scores, LinearScores | DistanceScores | ProfileScores):
        return scores
    return TableScores(_table(scores, np.full((1, criteria), 1 / criteria), np.random.default_rng(0)).shape[1])


def _random(seed: int, block: int) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, block])))


def _work(job: _Job, into: Tally) -> None:
    """Count block after block until there is none left."""
    while True:
        with job.lock:
            block = next(job.blocks, None)
        if block is None:
            return
        random = _random(job.seed, block)
        weights = _drawn(job.space, random, min(BLOCK, job.samples - block * BLOCK), job.form.exact.shape[2])
        if isinstance(job.scores, LinearScores | DistanceScores | ProfileScores):
            count_in(job.form, weights, into, batch=job.batch)
        else:
            step = max(1, min(BLOCK, CELLS // len(job.form.override)))
            for start in range(0, len(weights), step):
                part = weights[start : start + step]
                shares = part.astype(np.float64)
                table = _table(job.scores, shares / shares.sum(axis=1, keepdims=True), random)
                count_in(job.form, part, into, table, job.batch)
        with job.lock:
            done = next(job.finished)
            if job.tell is not None:
                job.tell(min(done * BLOCK, job.samples), job.samples)


def _drawn(space: Space, random: np.random.Generator, count: int, criteria: int) -> Single:
    """Return weightings; raises ``InputError`` when what the space draws are none."""
    weights = np.ascontiguousarray(space.draw(random, count), dtype=np.float32)
    if weights.shape != (count, criteria):
        raise InputError([refuse("space-count", number=weights.shape[-1], criteria=criteria)])
    lowest, sums = weights.min(), weights.sum(axis=1)
    if not (lowest >= 0 and sums.min() > 0 and np.isfinite(sums).all()):
        raise InputError([refuse("space-no-weights")])
    return weights


def _table(scores: Any, weights: Floats, random: np.random.Generator) -> Floats:
    """Call a function for scores; those without one come last."""
    found = scores.scores(weights, random) if isinstance(scores, DrawnScores) else scores(weights)
    table = np.asarray(found, dtype=np.float64)
    if table.ndim != 2 or len(table) != len(weights) or np.isinf(table).any():
        raise InputError([refuse("scores-shape", shape=str(table.shape), number=len(weights))])
    none = np.isnan(table)
    if none.any():
        low = np.min(table, axis=1, where=~none, initial=np.inf, keepdims=True)
        largest = np.max(np.abs(table), axis=1, where=~none, initial=0.0, keepdims=True)
        below = np.where(np.isfinite(low), low, 0.0) - np.where(largest > 0, largest, 1.0)
        table = np.where(none, below, table)  # of the size of the others, so that these keep their digits
    return table


def _result(job: _Job, total: Tally) -> Acceptability:
    counts = np.ascontiguousarray(total.counts.T).astype(np.int64)
    firsts = counts[:, :1]
    with np.errstate(invalid="ignore", divide="ignore"):
        central = total.central / CENTRAL / firsts
        central = central / central.sum(axis=1, keepdims=True)
    central[firsts[:, 0] == 0] = np.nan
    return Acceptability(
        labels("a", len(counts)),
        job.samples,
        job.seed,
        counts,
        counts @ np.arange(1.0, len(counts) + 1) / job.samples,
        central,
        _confidence(job, central),
        total.wins.astype(np.int64) if total.wins.size else None,
    )


def _confidence(job: _Job, central: Floats) -> Floats:
    """Return how often an alternative is first with its central weights, when only the values are drawn.

    With linear scores it always is: what several weightings agree on, their mean says too.
    """
    found = np.full(len(central), np.nan)
    known = np.flatnonzero(~np.isnan(central[:, 0]))
    if isinstance(job.scores, LinearScores):
        found[known] = 1.0
    for row in known.tolist() if not isinstance(job.scores, LinearScores) else ():
        number = min(job.samples, BLOCK) if isinstance(job.scores, DrawnScores) else 1
        random = _random(job.seed, -(-job.samples // BLOCK) + int(row))
        found[row] = np.mean(_first(job.scores, np.tile(central[row], (number, 1)), random, row))
    return found


def _first(scores: AnyScores, weights: Floats, random: np.random.Generator, row: int) -> Flags:
    """Return under which weightings an alternative is first, or level with the first."""
    if isinstance(scores, ProfileScores):
        return np.asarray(reference.profile(scores.known, scores.parts, scores.override, weights)[:, row] == 0)
    if isinstance(scores, DistanceScores):
        return np.asarray(reference.distances(scores.to_best, scores.to_worst, weights)[:, row] == 0)
    table = _table(scores, weights, random)
    largest = table.max(axis=1)
    return np.asarray(table[:, row] >= largest - EQUAL * np.abs(table).max(axis=1))
