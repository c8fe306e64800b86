"""How uncertain the order of a composite indicator is: imputation, treatment, normalization, aggregation and weights.

Every alternative of the discrete choices is built once (``prepared``); the replications only choose among them, and all
that chose alike are one product of matrices. Source: M. Saisana, A. Saltelli, S. Tarantola, *Journal of the Royal
Statistical Society A* 168 (2005) 307-323; the steps are the handbook's of OECD and JRC (2008).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from opennss.errors import Finding
from opennss.mcda.checks import InputError, refuse, weights_for
from opennss.mcda.matrix import DecisionMatrix, Floats, Single, positions
from opennss.mcda.missing import infinite
from opennss.mcda.robustness.counting import TableScores, count_in, form_of, room
from opennss.mcda.robustness.lanes import compiled
from opennss.mcda.robustness.prepared import IMPUTATIONS, NORMALIZATIONS, TREATMENTS, Prepared, prepare
from opennss.mcda.robustness.scores import LinearScores

AGGREGATIONS = {
    "arithmetic": (False, False),
    "geometric": (True, True),
    "geometric of arithmetic": (False, True),
    "arithmetic of geometric": (True, False),
}
"""Whether the mean inside the groups is geometric, and whether the mean between them is."""

BLOCK = 2_048
"""Replications that are drawn and aggregated at once."""

SCORED_HERE = 500
"""Units up to which the kernel computes the scores too; above, a product of matrices in double precision is faster."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen at each step, the first of each being the nominal choice.

    ``noise`` is how far each weight moves, up or down, as a share of itself (0.25: from 0.75 to 1.25 times, uniform,
    then shared out again).
    """

    imputation: tuple[str, ...] = ("mean", "median")
    treatment: tuple[str, ...] = ("none", "winsorize")
    normalization: tuple[str, ...] = ("min-max", "z-score", "rank")
    aggregation: tuple[str, ...] = ("arithmetic", "geometric")
    noise: float = 0.25

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the discrete choices by step."""
        return {
            "imputation": self.imputation,
            "treatment": self.treatment,
            "normalization": self.normalization,
            "aggregation": self.aggregation,
        }


@dataclass(frozen=True, slots=True, eq=False)
class CompositeUncertainty:
    """Positions of the units over all replications.

    ``nominal`` are the positions by the first of every choice and the weights as given. ``counts`` is units × positions
    and each of its rows sums to ``samples``; equal scores share the better position. ``effects`` holds for each unit by
    step the share of the variance of its position that the choice at this step explains alone, and under ``weights and
    interactions`` what is left; NaN where the position never varies.
    """

    units: tuple[str, ...]
    nominal: tuple[int | None, ...]
    counts: NDArray[np.int64]
    effects: dict[str, Floats]
    samples: int

    @property
    def mean(self) -> Floats:
        """The mean position of each unit."""
        return np.asarray(self.counts @ np.arange(1, len(self.units) + 1) / self.samples, dtype=np.float64)

    def quantile(self, share: float) -> NDArray[np.int64]:
        """Return the position that each unit does not pass in this share of the replications."""
        reached = np.cumsum(self.counts, axis=1) >= share * self.samples
        return np.asarray(reached.argmax(axis=1) + 1, dtype=np.int64)

    def frame(self) -> pl.DataFrame:
        """Return one row a unit in the nominal order: nominal, mean, 5 %, median and 95 % position."""
        made = pl.DataFrame(
            {
                "unit": list(self.units),
                "nominal": list(self.nominal),
                "mean": self.mean,
                "low": self.quantile(0.05),
                "median": self.quantile(0.5),
                "high": self.quantile(0.95),
            }
        )
        return made.sort("nominal", maintain_order=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """The indicators in the order of their groups, with the weights and the prepared values."""

    starts: NDArray[np.int64]
    inside: Single
    between: Single
    variants: tuple[Prepared, ...]
    aggregations: tuple[str, ...]
    noise: float


def composite(
    matrix: DecisionMatrix,
    groups: Sequence[str],
    inside: ArrayLike | None = None,
    between: ArrayLike | None = None,
    choices: Choices | None = None,
    samples: int = 10_000,
    seed: int = 0,
) -> CompositeUncertainty:
    """Return how the positions of units move when every step of a composite indicator is chosen at random.

    ``matrix`` holds units × indicators, NaN where missing; ``groups`` names the group of each indicator; ``inside`` are
    the weights of the indicators (shared out inside each group, equal when not given) and ``between`` those of the
    groups in the order of their first indicator (equal when not given). Each replication draws one of every choice
    with equal chance, and its weights. Same seed, same bytes. Raises ``InputError`` for an indicator without any
    value, infinite values, unknown choices, weights that do not fit, and a geometric mean of what is not positive.

    >>> from opennss.mcda.frames import decision_matrix
    >>> data = decision_matrix([[9, 8, 9], [5, 5, 4], [1, 2, 1]], alternatives=["a", "b", "c"])
    >>> composite(data, ["x", "x", "y"], samples=100).counts.tolist()
    [[100, 0, 0], [0, 100, 0], [0, 0, 100]]
    """
    if samples < 1:
        raise InputError([refuse("number-least", name="samples", value=samples, least=1)])
    choices = choices or Choices()
    index = _index(matrix, groups, inside, between, choices)
    units, steps = len(matrix.alternatives), choices.lists()
    sizes = tuple(len(options) for options in steps.values())
    counts = np.zeros((units, units), dtype=np.int64)  # position × unit
    sums = {step: np.zeros((len(options), units)) for step, options in steps.items()}
    times = {step: np.zeros(len(options)) for step, options in steps.items()}
    random = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed)))
    picked = np.bincount(random.integers(0, int(np.prod(sizes)), samples), minlength=int(np.prod(sizes)))
    place = np.arange(1.0, units + 1)
    for number in np.flatnonzero(picked):
        chosen = np.unravel_index(number, sizes)
        own = _replications(index, int(number), int(picked[number]), np.random.SeedSequence([seed, int(number)]))
        counts += own
        total = place @ own
        for step, level in zip(steps, chosen, strict=True):
            sums[step][level] += total
            times[step][level] += picked[number]
    middle = np.full((1, len(index.inside)), 0.5), np.full((1, len(index.between)), 0.5)
    scores = _scores(index, 0, moved_and_shared(*middle, index.inside, index.between, index.starts, 0))
    counts = np.ascontiguousarray(counts.T)
    effects = _effects(counts, sums, times, samples)
    return CompositeUncertainty(matrix.alternatives, positions(scores[0]), counts, effects, samples)


def _index(
    matrix: DecisionMatrix, groups: Sequence[str], inside: ArrayLike | None, between: ArrayLike | None, choices: Choices
) -> _Index:
    names = list(dict.fromkeys(groups))
    wrong = _faults(matrix, groups, choices)
    own, more = weights_for(matrix.criteria, np.ones(len(matrix.criteria)) if inside is None else inside, rescale=True)
    share, most = weights_for(tuple(names), np.ones(len(names)) if between is None else between, rescale=True)
    wrong += more + most
    if not wrong:
        wrong += [
            refuse("group-without-weight", 0, name, name=name)
            for name, weight in zip(names, share, strict=True)
            if weight and not sum(own[place] for place, group in enumerate(groups) if group == name)
        ]
    if wrong:
        raise InputError(wrong)
    order = np.argsort([names.index(group) for group in groups], kind="stable")
    sorted_groups = [groups[place] for place in order]
    starts = np.array([sorted_groups.index(name) for name in names])
    lists = (choices.imputation, choices.treatment, choices.normalization)
    variants = tuple(prepare(matrix.values[:, order], matrix.maximize[order], *lists))
    index = _Index(
        starts, own[order].astype(np.float32), share.astype(np.float32), variants, choices.aggregation, choices.noise
    )
    _positive(index, matrix, order)
    return index


def _faults(matrix: DecisionMatrix, groups: Sequence[str], choices: Choices) -> list[Finding]:
    wrong = []
    if len(groups) != len(matrix.criteria):
        wrong.append(refuse("groups-count", number=len(groups), criteria=len(matrix.criteria)))
    known: dict[str, Collection[str]] = dict(
        zip(choices.lists(), (IMPUTATIONS, TREATMENTS, NORMALIZATIONS, AGGREGATIONS), strict=True)
    )
    for step, options in choices.lists().items():
        if not options:
            wrong.append(refuse("no-choice", step=step))
        wrong += [
            refuse("unknown-choice", step=step, value=option, known=", ".join(known[step]))
            for option in options
            if option not in known[step]
        ]
    if not 0 <= choices.noise < 1:
        wrong.append(refuse("bad-noise", value=choices.noise))
    wrong += infinite(matrix)
    empty = np.isnan(matrix.values).all(axis=0)
    wrong += [refuse("indicator-empty", 0, matrix.criteria[j], name=matrix.criteria[j]) for j in np.flatnonzero(empty)]
    return wrong


def _positive(index: _Index, matrix: DecisionMatrix, order: NDArray[np.int64]) -> None:
    """Refuse a geometric mean where a normalized value is not positive."""
    if not any(AGGREGATIONS[name][0] for name in index.aggregations):
        return
    wrong = [
        refuse(
            "not-positive", int(i) + 1, matrix.criteria[order[j]], alternative=matrix.alternatives[i],
            name=matrix.criteria[order[j]], normalization=variant.normalization,
        )
        for variant in index.variants
        for i, j in np.argwhere(variant.values <= 0)
    ]  # fmt: skip
    if wrong:
        raise InputError(wrong)


def _replications(index: _Index, number: int, count: int, seed: np.random.SeedSequence) -> NDArray[np.uint32]:
    """Draw the weights of all replications of one combination of choices, and count the units (columns) by position."""
    variant, aggregation = divmod(number, len(index.aggregations))
    inner, outer = AGGREGATIONS[index.aggregations[aggregation]]
    values = index.variants[variant].values
    linear = inner == outer and len(values) <= SCORED_HERE
    form = form_of(
        LinearScores(np.log(values) if inner else values) if linear else TableScores(len(values)), values.shape[1]
    )
    tally, random = room(form), np.random.Generator(np.random.SFC64(seed))
    for begun in range(0, count, BLOCK):
        weights = _drawn(index, random, min(BLOCK, count - begun))
        count_in(form, weights, tally, None if linear else _scores(index, number, weights))
    return tally.counts


def _drawn(index: _Index, random: np.random.Generator, count: int) -> Single:
    """Return weights of the indicators that sum to 1: those of each group to the share of the group."""
    inside, between = _words(random, count, len(index.inside)), _words(random, count, len(index.between))
    weights = np.empty(inside.shape, dtype=np.float32)
    _move_and_share(inside, between, weights, index.inside, index.between, index.starts, np.float32(index.noise))
    return weights


def _words(random: np.random.Generator, rows: int, columns: int) -> NDArray[np.uint32]:
    """Draw random words of 32 bits, two of each that the generator gives: twice as quick as its own numbers."""
    raw: NDArray[np.uint64] = random.bit_generator.random_raw((rows * columns + 1) // 2)
    return raw.view(np.uint32)[: rows * columns].reshape(rows, columns)


@compiled
def _move_and_share(inside: Any, between: Any, weights: Any, own: Any, share: Any, starts: Any, noise: Any) -> None:
    """Turn random words into weights: as ``moved_and_shared`` says in plain NumPy.

    The upper 24 bits of a word are a number between 0 and 1, as NumPy makes them.
    """
    rows, columns = weights.shape
    outer, least, step = np.empty(len(starts), np.float32), 1 - noise, 2 * noise * np.float32(2.0**-24)
    for row in range(rows):
        whole = np.float32(0)
        for group in range(len(starts)):
            outer[group] = share[group] * (least + step * np.float32(between[row, group] >> 8))
            whole += outer[group]
        for column in range(columns):
            weights[row, column] = own[column] * (least + step * np.float32(inside[row, column] >> 8))
        for group in range(len(starts)):
            end = starts[group + 1] if group + 1 < len(starts) else columns
            total = np.float32(0)
            for column in range(starts[group], end):
                total += weights[row, column]
            scale = outer[group] / (whole * total) if total > 0 else np.float32(0)
            for column in range(starts[group], end):
                weights[row, column] *= scale


def moved_and_shared(
    inside: ArrayLike, between: ArrayLike, own: ArrayLike, share: ArrayLike, starts: NDArray[np.int64], noise: float
) -> Floats:
    """Return the weights of the indicators (rows are replications) for numbers between 0 and 1: the plain reference.

    Each weight moves by up to ``noise`` of itself; those of a group are then shared out to the group's weight.

    >>> moved_and_shared([[0.5, 0.5, 0.5]], [[0.5, 0.5]], [1, 3, 1], [1, 1], np.array([0, 2]), 0.25).tolist()
    [[0.125, 0.375, 0.5]]
    """
    moved = np.asarray(own) * (1 - noise + 2 * noise * np.asarray(inside, dtype=np.float64))
    outer = np.asarray(share) * (1 - noise + 2 * noise * np.asarray(between, dtype=np.float64))
    total = np.add.reduceat(moved, starts, axis=1)
    scale = np.divide(outer / outer.sum(axis=1, keepdims=True), total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(moved * np.repeat(scale, np.diff([*starts, moved.shape[1]]), axis=1), dtype=np.float64)


def _scores(index: _Index, number: int, weights: NDArray[Any]) -> Floats:
    """Return the score of every unit by replication, in double precision: any pair of means."""
    variant, aggregation = divmod(number, len(index.aggregations))
    inner, outer = AGGREGATIONS[index.aggregations[aggregation]]
    values = index.variants[variant].values
    values, own = np.log(values) if inner else values, weights.astype(np.float64)
    if inner == outer:
        return np.asarray(own @ values.T, dtype=np.float64)
    ends = [*index.starts[1:].tolist(), values.shape[1]]
    score = np.zeros((len(own), len(values)))
    for start, end in zip(index.starts.tolist(), ends, strict=True):
        share = own[:, start:end].sum(axis=1, keepdims=True)
        if share.any():  # else the group has no weight
            mean = own[:, start:end] @ values[:, start:end].T / share
            score += share * (np.log(mean) if outer else np.exp(mean))
    return score


def _effects(
    counts: NDArray[np.int64], sums: dict[str, Floats], times: dict[str, Floats], samples: int
) -> dict[str, Floats]:
    place = np.arange(1, len(counts) + 1)
    mean = counts @ place / samples
    variance = counts @ place**2 / samples - mean**2
    whole = np.where(variance > 0, variance, np.nan)
    found: dict[str, Floats] = {}
    for step, total in sums.items():
        seen = times[step] > 0
        means = total[seen] / times[step][seen, None]
        found[step] = (times[step][seen, None] * (means - mean) ** 2).sum(axis=0) / samples / whole
    found["weights and interactions"] = 1 - np.sum(list(found.values()), axis=0)
    return found
