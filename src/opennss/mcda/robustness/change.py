"""The smallest change of the weights that overturns a pair, or takes an alternative out of or into the top.

Smallest: the least sum of absolute differences from the chosen weights, so half of it is the weight that moves. It is
found by optimization, not by trying weightings. Where scores are linear in the weights, or two alternatives have data
for the same criteria, "k is ahead of i" is one linear condition. Elsewhere scores are quotients, and the condition
becomes linear once the score t of i is held: k's numerator is at least t times its denominator. So the search is a
branch and bound over the one number t. For an interval of t linear conditions are used that hold wherever the true
one does (products of the two gaps with the ends of the interval are replaced by the bounds of the denominators), so
their least distance is a lower bound; the interval is split until bound and best weighting are ``tolerance`` apart.

Ahead means: by ``MARGIN`` of the largest value the key can take, on the first key on which the two differ under some
weighting. So an alternative that can only become level never overturns, and what is returned really does overturn. A
tie on that key that a later key would decide is not looked for elsewhere than at the chosen weights: where a tie can be
had, any step across it overturns, unless one of the two dominates. Weightings under which less than ``COVER`` of the
weight has data for the alternative or for a rival that it is measured by are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from opennss.mcda.checks import InputError, counted, in_order, refuse, whole
from opennss.mcda.matrix import Flags, Floats
from opennss.mcda.robustness.forms import EQUAL, as_profile, compare, largest_key, weights_of
from opennss.mcda.robustness.nearest import Place, nearest, reach, solver
from opennss.mcda.robustness.scores import ProfileScores, Scores, linear_or_profile

MARGIN = 1e-5
"""An alternative is ahead by at least this part of the largest key; what is returned, by at least half of it."""

TOLERANCE = 1e-3
"""No weighting that overturns is nearer than the one returned by more than this: half a thousandth of the weight."""

COVER = 0.01
"""Least share of the weight that must have data for an alternative; far above what the solver rounds."""

MAX_BOXES = 300
"""The search ends after so many splits: where two can only become level, along a whole face, it would not otherwise.

What it then has not settled, the result says."""

ROUNDED = 1e-9
"""What two distances may differ by that are the same."""

STEPS = 25
"""Steps of a move from one weight to another that are tried to begin with."""

Box = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The nearest weighting that overturns, as far as it was found.

    ``distance`` is the sum of absolute differences; none that overturns is nearer than ``bound``, which is proven.
    ``smallest`` says whether that settles it: ``bound`` is the tolerance below ``distance``, or less. Where the search
    ended at its limit of splits or nodes, it may not be; if nothing was found till then, ``weights`` is empty and
    ``distance`` infinite. ``rivals`` (numbers of alternatives) change sides with the alternative between the chosen
    weights and these.
    """

    weights: tuple[float, ...]
    distance: float
    bound: float
    rivals: tuple[int, ...]
    smallest: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """At least ``need`` of K rivals must be ahead of the alternative (rows K × m; keys divided by their largest size).

    ``mine`` and ``parts`` are the numerators of the alternative and the rival on the key that decides between them,
    ``key`` numbers that key, ``own`` (m) and ``known`` are the denominators. ``curved``: the denominators differ.
    """

    mine: Floats
    parts: Floats
    own: Floats
    known: Floats
    key: NDArray[np.intp]
    curved: Flags
    need: int

    def held(self) -> list[int]:
        """Return the keys whose value must be held, in order."""
        return sorted({int(key) for key in self.key[self.curved]})

    def ahead(self, weights: Floats) -> Flags:
        """Return whether each rival is ahead under each weighting: N × K."""
        own, known = weights @ self.own, weights @ self.known.T
        gaps = (weights @ self.parts.T) * own[:, None] - (weights @ self.mine.T) * known
        covered = (known >= COVER / 2) & (own >= COVER / 2)[:, None]
        return np.asarray(covered & (gaps >= MARGIN / 2 * known * own[:, None]))

    def does(self, weights: Floats) -> bool:
        """Return whether so many rivals as asked are ahead under one weighting."""
        return int(self.ahead(weights[None, :]).sum()) >= self.need


def overturn(
    scores: Scores,
    weights: ArrayLike,
    ahead: int,
    behind: int,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    farthest: float = 2.0,
    tolerance: float = TOLERANCE,
) -> Change | None:
    """Return the smallest change of the weights that puts ``behind`` ahead of ``ahead``.

    ``None`` if it is proven that nothing does; what was not settled is a ``Change`` that says so.

    ``weights`` are m, not negative, of sum 1, as are those returned; ``low`` and ``high`` (m each) bound them. Where
    ``behind`` is ahead already the change is nothing. Nothing farther than ``farthest`` is looked for, and nothing that
    does it is nearer than what is returned by more than ``tolerance``; a larger one is sooner done. Raises
    ``InputError`` for bad weights, bounds or values.

    >>> from opennss.mcda.robustness.scores import LinearScores
    >>> change = overturn(LinearScores(np.array([[1.0, 0.0], [0.0, 1.0]])), [0.75, 0.25], 0, 1)
    >>> change.rivals, round(change.distance, 4), np.round(change.weights, 4).tolist()
    ((1,), 0.5, [0.5, 0.5])
    """
    linear_or_profile(scores)
    form = as_profile(scores)
    counted("ahead", ahead, len(form.known))
    counted("behind", behind, len(form.known))
    place = _place(form, weights, low, high, farthest)
    now = compare(form, place.weights)
    if now[behind, ahead] > 0:
        return Change(tuple(place.weights.tolist()), 0.0, 0.0, ())
    return _change(form, place, ahead, [behind], 1, False, tolerance)


def cross_top(
    scores: Scores,
    weights: ArrayLike,
    alternative: int,
    top: int,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    farthest: float = 2.0,
    tolerance: float = TOLERANCE,
) -> Change | None:
    """Return the smallest change of the weights that takes an alternative out of the first ``top`` places, or into it.

    Out where it is among them (``top`` others get ahead of it), else into it (all but ``top`` - 1 others fall behind
    it or share its place for ever). Arguments and result as ``overturn``.

    >>> from opennss.mcda.robustness.scores import LinearScores
    >>> scores = LinearScores(np.array([[1.0, 0.0], [0.0, 1.0], [0.4, 0.5]]))
    >>> out, into = cross_top(scores, [0.6, 0.4], 0, 1), cross_top(scores, [0.6, 0.4], 2, 1)
    >>> out.rivals, round(out.distance, 4), into
    ((1,), 0.2, None)
    """
    linear_or_profile(scores)
    form = as_profile(scores)
    counted("alternative", alternative, len(form.known))
    if wrong := whole("top", top, 1):
        raise InputError(wrong)
    place = _place(form, weights, low, high, farthest)
    others = [one for one in range(len(form.known)) if one != alternative]
    inside = int((compare(form, place.weights)[:, alternative] > 0).sum()) < top
    need = top if inside else len(form.known) - top
    return _change(form, place, alternative, others, need, not inside, tolerance)


def _place(
    form: ProfileScores, weights: ArrayLike, low: ArrayLike | None, high: ArrayLike | None, farthest: float
) -> Place:
    found = weights_of(form, weights)
    wrong = [fault for bound in (low, high) if bound is not None for fault in in_order((), bound)[1]]
    if wrong:
        raise InputError(wrong)
    least = np.zeros_like(found) if low is None else np.asarray(low, dtype=np.float64)
    most = np.ones_like(found) if high is None else np.asarray(high, dtype=np.float64)
    if least.shape != found.shape or most.shape != found.shape:
        raise InputError([refuse("bounds-count", number=max(least.size, most.size), criteria=len(found))])
    least, most = np.maximum(least, 0.0), np.minimum(most, 1.0)
    outside = np.flatnonzero(~((least <= found) & (found <= most)))
    if len(outside):
        raise InputError(
            refuse("weight-outside", 0, str(j + 1), weight=found[j], low=least[j], high=most[j], number=j + 1)
            for j in outside.tolist()
        )
    half = farthest / 2  # what one weight gains, others lose
    return Place(found, np.maximum(least, found - half), np.minimum(most, found + half), farthest)


def _change(
    form: ProfileScores, place: Place, one: int, others: list[int], need: int, up: bool, tolerance: float
) -> Change | None:
    """Find the change at which ``need`` of the others are ahead of ``one``, or behind it (``up``), and who they are."""
    question = _question(form, one, others, need, -1.0 if up else 1.0)
    found = None if question is None else _search(question, place, tolerance)
    if found is None:
        return None
    weights, bound = found
    if weights is None:
        return Change((), np.inf, bound, (), smallest=False)
    side = -1 if up else 1
    then, now = (side * compare(form, where)[others, one] > 0 for where in (weights, place.weights))
    rivals = tuple(other for other, moved in zip(others, then & ~now, strict=True) if moved)
    distance = _distance(weights, place)
    return Change(tuple(weights.tolist()), distance, bound, rivals, distance - bound <= tolerance + ROUNDED)


def _question(form: ProfileScores, one: int, others: list[int], need: int, sign: float) -> _Question | None:
    """Sort the rivals: those that are ahead (times ``sign``) anyway, those that never are, and those to be asked."""
    rows: list[tuple[Floats, Floats, int, int]] = []
    never = 0
    standing = 2 * form.override.astype(int) + form.known.any(axis=1)
    for other in others:
        key = _deciding(form, one, other) if standing[other] == standing[one] else None
        if key is not None:
            scale = sign / largest_key(form.known, form.parts[key])
            rows.append((form.parts[key][one] * scale, form.parts[key][other] * scale, key, other))
        elif (standing[other] - standing[one]) * sign > 0 or (sign < 0 and standing[other] == standing[one]):
            need -= 1
        else:
            never += 1
    if need > len(others) - never:
        return None
    mine, parts, key_of, rivals = zip(*rows, strict=True) if rows else ((), (), (), ())
    width = form.known.shape[1]
    known = form.known[list(rivals)]
    curved = (np.abs(known - form.known[one]) > EQUAL).any(axis=1)
    return _Question(
        np.reshape(mine, (-1, width)), np.reshape(parts, (-1, width)), form.known[one], known,
        np.array(key_of, dtype=np.intp), curved, need,
    )  # fmt: skip


def _deciding(form: ProfileScores, one: int, other: int) -> int | None:
    """Return the first key on which two alternatives differ under some weighting."""
    mine, theirs = form.known[one], form.known[other]
    for key, part in enumerate(form.parts):
        gap = np.outer(part[one], theirs) - np.outer(mine, part[other])
        bound = EQUAL * largest_key(form.known, part) * mine.max() * theirs.max()
        if (np.abs(gap + gap.T) > bound).any():
            return key
    return None


def _search(question: _Question, place: Place, tolerance: float) -> tuple[Floats | None, float] | None:
    """Branch and bound over the value of the alternative on the keys that must be held: weights and proven bound.

    Once something is known that does it, only what is nearer by the tolerance is looked for. ``None``: it is proven
    that nothing does it; no weights: nothing was found, and some boxes were left.
    """
    highs = solver()
    best = _tried(question, place)
    floor = np.inf  # below it nothing does it, in the boxes that were left
    waiting: list[tuple[float, int, Box]] = [(0.0, 0, _start(question))]
    count = 0
    while waiting:
        bound, _, box = heappop(waiting)
        wanted = place.radius if best is None else _distance(best, place) - tolerance
        if wanted <= bound:
            break
        if count > MAX_BOXES:
            floor = min(floor, bound)
            break
        near = replace(place, radius=wanted)
        relaxed = _solve(highs, question, near, box)
        if relaxed is None:
            continue
        bound, found = max(bound, relaxed[0]), relaxed[1]
        best = _better(question, place, best, found)
        narrow = all(high - low < MARGIN / 10 for low, high in box)  # the same to the solver, or nothing to hold
        if narrow or (found is not None and question.does(found)):
            floor = min(floor, bound)
            continue
        values = box
        if found is not None:
            values = tuple((value, value) for value in _values(question, found))
            probe = _solve(highs, question, near, values)
            best = _better(question, place, best, None if probe is None else probe[1])
        for half in _halves(box, values):
            count += 1
            heappush(waiting, (bound, count, half))
    if best is None:
        return None if floor == np.inf else (None, floor)
    distance = _distance(best, place)
    return best, float(np.clip(min(floor, distance), 0.0, max(0.0, distance - tolerance)))


def _start(question: _Question) -> Box:
    """Return between which values the keys lie that must be held."""
    known = question.own > 0
    quotients = [_mine(question, key)[known] / question.own[known] for key in question.held()]
    return tuple((float(quotient.min()), float(quotient.max())) for quotient in quotients)


def _distance(weights: Floats, place: Place) -> float:
    return float(np.abs(weights - place.weights).sum())


def _better(question: _Question, place: Place, best: Floats | None, found: Floats | None) -> Floats | None:
    """Return the nearer of two weightings, if the new one does it."""
    if found is None or not question.does(found):
        return best
    return found if best is None or _distance(found, place) < _distance(best, place) else best


def _tried(question: _Question, place: Place) -> Floats | None:
    """Return the nearest of some weightings that do it: steps of a move from one weight to another.

    It only makes the search short: what is nearer than this is searched in full.
    """
    size = len(place.weights)
    into, out = (found.ravel() for found in np.indices((size, size)))
    room = np.minimum(place.high[into] - place.weights[into], place.weights[out] - place.low[out])
    moves = np.eye(size)[into] - np.eye(size)[out]
    steps = np.arange(STEPS + 1)[:, None] / STEPS * room
    tried = (place.weights + steps[..., None] * moves).reshape(-1, size)
    doing = question.ahead(tried).sum(axis=1) >= question.need
    if not doing.any():
        return None
    return np.asarray(tried[np.argmin(np.where(doing, np.abs(tried - place.weights).sum(axis=1), np.inf))])


def _mine(question: _Question, key: int) -> Floats:
    return np.asarray(question.mine[np.argmax(question.key == key)])


def _values(question: _Question, weights: Floats) -> list[float]:
    own = max(float(question.own @ weights), COVER)
    return [float(_mine(question, key) @ weights) / own for key in question.held()]


def _halves(box: Box, values: Box) -> tuple[Box, Box]:
    """Split the widest side of a box: at the value found, or in the middle where that is too near an end."""
    side = int(np.argmax([high - low for low, high in box]))
    low, high = box[side]
    middle, near = values[side][0], (high - low) / 8
    if not low + near < middle < high - near:
        middle = (low + high) / 2
    return (*box[:side], (low, middle), *box[side + 1 :]), (*box[:side], (middle, high), *box[side + 1 :])


def _solve(highs: Any, question: _Question, place: Place, box: Box) -> tuple[float, Floats | None] | None:
    """Return a lower bound of the distance while the values of the alternative lie in the box, and weights there.

    With a gap of the rival p - lo q and one of the alternative r = p' - lo q' (both not negative), being ahead says
    (p - lo q) q' ≥ r q; so also with q' replaced by its largest and q by its smallest value. Likewise at the other end.
    """
    held = dict(zip(question.held(), box, strict=True))
    own, known, ones = question.own, question.known, np.ones_like(question.own)
    own_most, own_least = reach(own[None, :], place)[0], -reach(-own[None, :], place)[0]
    known_most, known_least = reach(known, place), -reach(-known, place)
    hard = [row for key, (low, high) in held.items() for row in (
        _mine(question, key) - low * own, high * own - _mine(question, key)
    )] + [own - COVER * ones] * bool(own.min(initial=1.0) < COVER)  # fmt: skip
    soft = []
    for k, (mine, part) in enumerate(zip(question.mine, question.parts - MARGIN * known, strict=True)):
        if question.curved[k]:
            low, high = held[int(question.key[k])]
            rows = [
                own_most * (part - low * known[k]) - known_least[k] * (mine - low * own),
                known_most[k] * (high * own - mine) - own_least * (high * known[k] - part),
            ]
        else:
            rows = [part - mine]
        soft.append(np.array(rows + [known[k] - COVER * ones] * bool(known[k].min() < COVER)))
    return nearest(highs, place, np.reshape(hard, (-1, len(own))), soft, question.need)
