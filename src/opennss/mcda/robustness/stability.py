"""How far one weight may move before something changes, exactly: crossings and stability intervals.

Weight j moves from 0 to 1 and the other weights keep their proportions (equal shares if all of them are zero). Each
score is then a quotient of two linear functions of weight j, so two alternatives cross where a quadratic has a root.
Which of two is ahead is decided by the first key on which they differ under some weight; a later key decides between
them only where they are equal on it for all weights. At a crossing itself the two are level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from opennss.mcda.checks import counted
from opennss.mcda.matrix import Floats
from opennss.mcda.robustness.forms import EQUAL, Signs, as_profile, compare, gap_signs, largest_key, weights_of
from opennss.mcda.robustness.scores import ProfileScores, Scores, linear_or_profile

NEAR = 1e-9
"""Weights closer than this are the same weight: crossings there happen together."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where the order of two alternatives changes as weight ``criterion`` moves away from its present value.

    At ``weight`` the two are level; beyond it ``other`` is ahead of ``alternative`` (``falls``) or behind it. ``up``
    says whether the weight grew. A crossing at the present weight itself means that any move that way decides it.
    """

    criterion: int
    alternative: int
    other: int
    weight: float
    up: bool
    falls: bool


@dataclass(frozen=True, slots=True)
class Stability:
    """What one weight may do: ``present`` is its value.

    ``order`` are the bounds between which the whole order stays as it is, ``position`` those of each alternative's
    position; 0 and 1 where nothing changes. Strictly between the bounds it stays (but for single points at which a gain
    and a loss fall together), at a bound two are level. ``nearest`` holds for each alternative the first crossing
    above and the first below, where there is one; of several at the same weight the one with the first other.
    """

    criterion: int
    present: float
    order: tuple[float, float]
    position: tuple[tuple[float, float], ...]
    nearest: tuple[Crossing, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Path:
    """All pairs (n × n) along one weight: which is ahead now and just above 0, and the crossings (n × n × 2, or NaN).

    Signs are 1 where the row is ahead of the column, -1 where it is behind, 0 where they are level.
    """

    criterion: int
    weight: float
    present: Signs
    start: Signs
    roots: Floats


def stability(scores: Scores, weights: ArrayLike, criterion: int) -> Stability:
    """Return what happens when one weight moves and the others keep their proportions.

    ``weights`` are m, not negative, of sum 1; ``criterion`` counts from 0. With a single criterion nothing can move.
    Raises ``InputError`` for bad weights or values.

    >>> from opennss.mcda.robustness.scores import LinearScores
    >>> found = stability(LinearScores(np.array([[1.0, 0.0], [0.0, 1.0]])), [0.75, 0.25], 0)
    >>> found.order, found.nearest[0]
    ((0.5, 1.0), Crossing(criterion=0, alternative=0, other=1, weight=0.5, up=False, falls=True))
    """
    linear_or_profile(scores)
    form = as_profile(scores)
    counted("criterion", criterion, form.known.shape[1])
    path = _path(form, weights_of(form, weights), criterion)
    low, first_low, down = _side(path, up=False)
    high, first_high, above = _side(path, up=True)
    return Stability(
        criterion,
        path.weight,
        (float(first_low.max(initial=0.0)), float(first_high.min(initial=1.0))),
        tuple(zip(low.tolist(), high.tolist(), strict=True)),
        tuple(sorted((*down, *above), key=lambda one: (one.alternative, one.up))),
    )


def crossings(scores: Scores, weights: ArrayLike, criterion: int, alternative: int) -> tuple[Crossing, ...]:
    """Return every crossing of one alternative as one weight moves, from weight 0 to 1; arguments as ``stability``.

    A pair may cross twice on the same side: one falls behind and gets ahead again.

    >>> from opennss.mcda.robustness.scores import LinearScores
    >>> scores = LinearScores(np.array([[1.0, 0.0], [0.0, 1.0], [0.4, 0.4]]))
    >>> [(one.other, round(one.weight, 3), one.falls) for one in crossings(scores, [0.75, 0.25], 0, 0)]
    [(2, 0.4, True), (1, 0.5, True)]
    """
    linear_or_profile(scores)
    form = as_profile(scores)
    counted("criterion", criterion, form.known.shape[1])
    counted("alternative", alternative, len(form.known))
    path = _path(form, weights_of(form, weights), criterion)
    found: list[Crossing] = []
    for up in (False, True):
        when, before, after = _events(path, up)
        for other, place in np.argwhere(np.isfinite(when[alternative])).tolist():
            falls = bool(after[alternative, other, place] < before[alternative, other, place])
            at = float(when[alternative, other, place])
            found.append(Crossing(criterion, alternative, other, at, up, falls))
    return tuple(sorted(found, key=lambda one: (one.weight, one.other)))


def _path(form: ProfileScores, weights: Floats, criterion: int) -> _Path:
    """Compare all pairs along one weight."""
    now = float(weights[criterion])
    others = np.delete(np.arange(len(weights)), criterion)
    rest = np.zeros_like(weights)
    total = weights[others].sum()
    rest[others] = weights[others] / total if total > 0 else 1 / max(1, len(others))
    alone, beside = form.known[:, criterion], form.known @ rest
    constant = np.asarray(2 * form.override + ((alone > 0) | (beside > 0)), dtype=np.float64)
    start = gap_signs(constant, 0.0)
    roots = np.full((*start.shape, 2), np.nan)
    open_pairs = start == 0
    for part in form.parts:
        near = EQUAL * largest_key(form.known, part)
        first, found = _crossed(part[:, criterion], part @ rest, alone, beside, near)
        start = np.where(open_pairs, first, start)
        roots = np.where(open_pairs[..., None], found, roots)
        open_pairs &= first == 0
    roots[np.abs(roots - now) <= NEAR] = now
    return _Path(criterion, now, compare(form, weights), start, np.sort(roots, axis=2))


def _crossed(alone: Floats, beside: Floats, known: Floats, apart: Floats, near: float) -> tuple[Signs, Floats]:
    """Return which of each pair is ahead just above weight 0, and the weights at which that turns round.

    A key is (alone t + beside (1 - t)) / (known t + apart (1 - t)). Multiplied out, the gap of two keys is
    A t² + B t (1 - t) + C (1 - t)²: a quadratic in t / (1 - t), whose positive roots count. A double root is no
    crossing: the two touch.
    """
    bound = np.maximum(known, apart)
    least = near * np.outer(bound, bound)
    a, b, c = (
        np.where(np.abs(number) > least, number, 0.0)
        for number in (
            np.outer(alone, known) - np.outer(known, alone),
            np.outer(alone, apart) + np.outer(beside, known) - np.outer(known, beside) - np.outer(apart, alone),
            np.outer(beside, apart) - np.outer(apart, beside),
        )
    )
    start = np.sign(np.where(c != 0, c, np.where(b != 0, b, a))).astype(np.int8)
    inside = b * b - 4 * a * c
    apart_roots = inside > EQUAL * (b * b + np.abs(4 * a * c))
    half = -(b + np.where(b < 0, -1.0, 1.0) * np.sqrt(np.where(apart_roots, inside, 0.0))) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.stack([half / a, c / half], axis=2)
        real = apart_roots[..., None] & np.isfinite(odds) & (odds > 0)
        return start, np.where(real, odds / (1 + odds), np.nan)


def _events(path: _Path, up: bool) -> tuple[Floats, Signs, Signs]:
    """Return for each pair on one side when its order changes (n × n × 3, NaN: not), and the sign before and after.

    The first is a change that any move makes; the others are the roots, the nearest first.
    """
    side = 1 if up else -1
    moves = path.weight < 1 if up else path.weight > 0
    passed = (path.roots <= path.weight).sum(axis=2) if up else (path.roots < path.weight).sum(axis=2)
    first = np.where(passed % 2 == 1, -path.start, path.start).astype(np.int8)
    roots = path.roots if up else path.roots[:, :, ::-1]
    ahead = side * (roots - path.weight) > 0
    when = np.where(ahead, roots, np.nan)
    turned = np.cumsum(ahead, axis=2)
    after = np.where(turned % 2 == 1, -first[..., None], first[..., None])
    before = np.where((turned - ahead) % 2 == 1, -first[..., None], first[..., None])
    at_once = np.where(moves & (first != path.present), path.weight, np.nan)
    times = np.concatenate([at_once[..., None], when], axis=2)
    signs_before = np.concatenate([path.present[..., None], before], axis=2)
    signs_after = np.concatenate([first[..., None], after], axis=2)
    return times, signs_before, signs_after


def _side(path: _Path, up: bool) -> tuple[Floats, Floats, list[Crossing]]:
    """Return on one side: the bound of each position, the weight of each change, and each nearest crossing."""
    times, before, after = _events(path, up)
    side, edge = (1, 1.0) if up else (-1, 0.0)
    count = len(times)
    distance = np.where(np.isnan(times), np.inf, side * (times - path.weight)).reshape(count, -1)
    lost = ((after < 0).astype(int) - (before < 0)).reshape(count, -1)
    order = np.argsort(distance, axis=1, kind="stable")
    sorted_distance = np.take_along_axis(distance, order, axis=1)
    places = np.cumsum(np.where(np.isfinite(sorted_distance), np.take_along_axis(lost, order, axis=1), 0), axis=1)
    following = np.concatenate([sorted_distance[:, 1:], np.full((count, 1), np.inf)], axis=1)
    with np.errstate(invalid="ignore"):
        changed = np.isfinite(sorted_distance) & ~(following - sorted_distance <= NEAR) & (places != 0)
    first = np.argmax(changed, axis=1)
    rows = np.arange(count)
    bound = np.where(changed[rows, first], path.weight + side * sorted_distance[rows, first], edge)
    nearest = []
    for i in np.flatnonzero(np.isfinite(sorted_distance[:, 0])).tolist():
        near = np.flatnonzero(distance[i] <= sorted_distance[i, 0] + NEAR)[0]
        other, place = divmod(int(near), times.shape[2])
        falls = bool(after[i, other, place] < before[i, other, place])
        nearest.append(Crossing(path.criterion, i, other, float(times[i, other, place]), up, falls))
    return bound, times[np.isfinite(times)], nearest
