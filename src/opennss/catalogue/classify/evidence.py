"""From the scores of all labels to a probability: what each level says about the others, weighed together.

A text about lift trucks that looks like the work of one committee thereby tells its ICS group, and the other way
round. Eight to ten kinds of evidence are weighed by a logistic choice between the best candidates, fitted on standards
that the linear models have not met.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

CANDIDATES = 20
STEEP = 4.0
"""How steeply shares follow the scores."""
FAINT = 0.01
"""Shares below it say nothing about the other levels."""
OLD = 0.3
"""Weight of a withdrawn document where levels are linked: its committee may be gone."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Links:
    """What labels say about each other.

    ``bounds``: where the heads begin (and the end). ``given``: labels by labels, the share of each label of a head
    among the records of a row's label. ``priors``: labels by two, the logarithms of how many records in force a label
    has and of the share of them. ``parents``: for each committee the place of its parent committee among all labels,
    or -1. ``tops``: the number of the technical committee that each committee belongs to. ``leaves``: for field and
    group, where in the subgroups each one begins.
    """

    bounds: tuple[int, ...]
    given: Numbers
    priors: Numbers
    parents: NDArray[np.int64]
    tops: NDArray[np.int64]
    leaves: tuple[NDArray[np.int64], NDArray[np.int64]]


def linked(together: Numbers, bounds: tuple[int, ...]) -> Numbers:
    """Return shares from counts of labels that stand together, a head at a time; the rare lean on the common."""
    given = np.zeros_like(together)
    for low, high in pairwise(bounds):
        part = together[:, low:high]
        common = part.sum(0) + 1e-3
        given[:, low:high] = (part + 0.02 * common / common.sum()) / (part.sum(1, keepdims=True) + 0.02)
    return given


def shares(scores: Numbers, bounds: tuple[int, ...]) -> Numbers:
    """Return scores as shares that sum to one in each head."""
    out = np.empty_like(scores)
    for low, high in pairwise(bounds):
        part = np.exp(STEEP * (scores[low:high] - scores[low:high].max()))
        out[low:high] = part / part.sum()
    return out


def weighed(
    scores: Numbers, share: Numbers, alike: Numbers, links: Links, head: int
) -> tuple[NDArray[np.int64], Numbers]:
    """Return the best candidates of a head (places in it) and the evidence for each, a row by candidate.

    ``alike`` is how like a text is to the title of each label.
    """
    low, high = links.bounds[head], links.bounds[head + 1]
    best = np.argsort(-scores[low:high], kind="stable")[:CANDIDATES]
    columns = [scores[low + best], _log(share[low + best])]
    for other, (begin, end) in enumerate(pairwise(links.bounds)):
        if other != head:
            told = begin + np.flatnonzero(share[begin:end] >= FAINT)
            columns.append(_log(share[told] @ links.given[told[:, None], low + best]))
    columns += [links.priors[low + best, 0], links.priors[low + best, 1]]
    if head == COMMITTEE:
        columns.append(_log(np.bincount(links.tops, share[low:high])[links.tops[best]]))
        parents = links.parents[best]
        columns += [alike[low + best], np.where(parents >= 0, alike[parents], 0)]
    elif head == LEAF:
        columns.append(alike[low + best])
    else:
        columns.append(
            np.maximum.reduceat(alike[links.bounds[LEAF] : links.bounds[COMMITTEE]], links.leaves[head])[best]
        )
    return best, np.stack(columns, 1).astype(np.float32)


LEAF, COMMITTEE = 2, 3
"""Numbers of heads: field 0, group 1, subgroup 2, committee 3."""


def _log(share: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.log(share + 1e-5))


def chances(evidence: Numbers, weights: Numbers) -> Numbers:
    """Return the probability of each candidate; the last axis of ``evidence`` is the kind."""
    total = evidence @ weights
    total = np.exp(total - total.max(-1, keepdims=True))
    return np.asarray(total / total.sum(-1, keepdims=True), np.float32)


def fit(evidence: NDArray[np.float64], right: NDArray[np.float64], pull: float = 1e-3) -> Numbers:
    """Fit the weights: ``evidence`` texts × candidates × kinds, ``right`` texts × candidates with rows that sum to one.

    Newton's method; a step that does not help is halved.
    """
    spread = evidence.std((0, 1)) + 1e-9
    centred = (evidence - evidence.mean((0, 1))) / spread
    size, _, kinds = centred.shape
    weights = np.zeros(kinds)

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total = centred @ at
        total -= total.max(1, keepdims=True)
        chance = np.exp(total)
        sums = chance.sum(1, keepdims=True)
        return float(-(right * (total - np.log(sums))).sum() / size + pull * at @ at / 2), chance / sums

    now, chance = loss(weights)
    for _ in range(20):
        slope = np.tensordot(chance - right, centred, 2) / size + pull * weights
        mean = np.einsum("nk,nkf->nf", chance, centred)
        flat = (centred * chance[:, :, None]).reshape(-1, kinds)
        bend = (flat.T @ centred.reshape(-1, kinds) - mean.T @ mean) / size + pull * np.eye(kinds)
        step = np.linalg.solve(bend, slope)
        length = 1.0
        while (then := loss(weights - length * step))[0] >= now and length > 1e-4:
            length /= 2
        if now - then[0] < 1e-7:
            break
        weights, now, chance = weights - length * step, *then
    return np.asarray(weights / spread, np.float32)


def threshold(scores: NDArray[Any], right: NDArray[np.bool_], share: float) -> float:
    """Return the score from which on at least ``share`` of the answers are right, but never below one half.

    Above 1 when there is none: then nothing is said.

    >>> threshold(np.array([0.9, 0.8, 0.6, 0.5]), np.array([True, True, False, True]), 0.9)
    0.8
    """
    order = np.argsort(-scores, kind="stable")
    good = np.cumsum(right[order]) / np.arange(1, scores.size + 1)
    last = np.flatnonzero(good >= share)
    if not last.size:
        return 2.0
    return EVEN if last[-1] == scores.size - 1 else max(EVEN, float(scores[order[last[-1]]]))


EVEN = 0.5
"""A score below it is more likely wrong than right."""
