"""Eight weightings at once from weights to counts of positions: scores, keys, sort, exact order of near ties.

Scores are computed in single precision and packed with the number of their alternative into keys of 32 bits. Two
neighbours of the sorted keys that are nearer than the rounding errors could be are put in order by scores in double
precision from the same weights, so the counts are those of double precision, on any machine. ``reference.py`` says the
same in plain NumPy.

Bounds of the rounding errors: N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed. (SIAM 2002),
section 3.1: a sum of k products of rounded numbers in any order errs by at most (k + 2) u times the sum of their sizes,
u = 2^-24; of two sums a row, each has half as many products, and runs of columns are added up apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from opennss.mcda.robustness.lanes import (
    DOUBLE,
    LANES,
    ROWS,
    closeness,
    compiled,
    extremes,
    near,
    pack,
    project,
    reordered,
)
from opennss.mcda.robustness.network import sort_lanes

LINEAR, DISTANCES, PROFILE, TABLE = range(4)
"""Forms of scores: values times weights; TOPSIS on squares; quotients one after the other; given outright."""

HIGH = 23
"""Bits of a score in a key, at most: what a number of single precision holds."""

UNIT = 2.0**-24
TIE = 1e-12
"""Scores that differ by no more than this share of the largest one are equal, as in ``mcda.matrix.positions``."""

CENTRAL = 2.0**32
"""Weights are added up as whole numbers of this part, so that sums are exact in any order."""

COLUMNS = 32
"""Columns that are added up before they come to the rest, so that errors grow a good deal slower."""

_ONES = np.uint32(0xFFFFFFFF)


@compiled
def _multiply(values: Any, rows: int, columns: int, weights: Any, out: Any) -> None:
    for start in range(0, columns, COLUMNS):
        count = min(COLUMNS, columns - start)
        for row in range(0, rows, ROWS):
            place = row * columns + start
            project(values, columns, place, count, weights, start * LANES, out, row * LANES, start > 0)


@compiled
def _scores(
    form: int, values: Any, rows: int, raw: Any, share: Any, lowered: Any, override: Any, largest: float, parts: Any
) -> None:
    """Write approximate scores of eight weightings into ``parts[0]``."""
    columns = len(lowered)
    scores, other = parts[0], parts[1]
    if form == LINEAR:
        _multiply(values[0], rows, columns, share, scores)
        return
    if form == DISTANCES:
        _squared(raw, share, lowered)
    _multiply(values[0], rows, columns, share, other)
    _multiply(values[1], rows, columns, share, scores)
    if form == DISTANCES:
        closeness(scores, other, len(override))
    else:
        nothing = np.float32(-2 * largest - 1)
        for row in range(len(override)):
            ahead = np.float32(4 * largest + 4) if override[row] else np.float32(0)
            for place in range(row * LANES, row * LANES + LANES):
                scores[place] = (scores[place] / other[place] if other[place] > 0 else nothing) + ahead


@compiled
def _squared(raw: Any, share: Any, level: Any) -> None:
    """Square the weights, the largest one being 1 before, so that none vanishes that matters.

    A criterion that is ``level`` adds nothing to any distance; its weight, however large, becomes 0.
    """
    for lane in range(LANES):
        largest = 0.0
        for column in range(len(level)):
            if level[column] == 0:
                largest = max(largest, raw[lane, column])
        for column in range(len(level)):
            ratio = raw[lane, column] / largest if level[column] == 0 and largest > 0 else 0.0
            share[column * LANES + lane] = ratio * ratio


@compiled
def _error(form: int, columns: int, squares: float) -> Any:
    """Return by how much an approximate score may err, for an alternative whose root is one.

    A sum of products is no larger than the product of the roots of the sums of squares (Cauchy, Schwarz). A product is
    rounded once with each that follows in its sum, once with the other sum and with each run of columns that follows.
    """
    sums = (min(columns, COLUMNS) + 1) // 2 + (columns + COLUMNS - 1) // COLUMNS + 3
    if form == LINEAR:
        return sums * UNIT * np.sqrt(squares)
    if form == DISTANCES:
        # Q = a / (a + b) errs by Q (1 - Q), at most 1/4, of the errors of both; a sum and a quotient are rounded.
        return (0.5 * sums + 2) * UNIT
    return (2 * sums + 20) * UNIT if form == PROFILE else 4 * UNIT


@reordered
def _exact(form: int, part: int, values: Any, row: int, weights: Any) -> float:
    """Return key ``part`` of an alternative under one weighting, in double precision."""
    total = 0.0
    if form == LINEAR:
        for column in range(len(weights)):
            total += values[0, row, column] * weights[column]
        return total
    other = 0.0
    if form == DISTANCES:
        for column in range(len(weights)):
            square = weights[column] * weights[column]
            other += values[0, row, column] * square
            total += values[1, row, column] * square
        to_worst, to_best = np.sqrt(total), np.sqrt(other)
        return to_worst / (to_worst + to_best) if to_worst + to_best > 0 else 1.0
    for column in range(len(weights)):
        other += values[0, row, column] * weights[column]
        total += values[part + 1, row, column] * weights[column]
    return total / other if other > 0 else -np.inf


@reordered
def _exact_gap(form: int, values: Any, table: Any, one: Any, two: Any, lane: int, weights: Any) -> Any:
    """Return by how much one alternative is ahead of another in double precision; 0 where that takes more than sums.

    Of two distances that is by Q, which rises with the closeness C = sqrt(Q) / (sqrt(Q) + sqrt(1 - Q)), and by no more
    than twice as much.
    """
    if form == TABLE:
        return table[one] - table[two]
    if form == PROFILE:
        return 0.0
    first, second, ahead, behind = 0.0, 0.0, 0.0, 0.0
    for column in range(weights.shape[1]):
        weight = weights[lane, column]
        if form == LINEAR:
            first += (values[0, one, column] - values[0, two, column]) * weight
        else:
            weight *= weight
            ahead += values[0, one, column] * weight
            first += values[1, one, column] * weight
            behind += values[0, two, column] * weight
            second += values[1, two, column] * weight
    if form == LINEAR:
        return first
    return first / (first + ahead) - second / (second + behind) if first + ahead > 0 and second + behind > 0 else 0.0


@compiled
def _untie(
    form: int,
    exact: Any,
    table: Any,
    weights: Any,
    open_: float,
    tie: float,
    who: Any,
    found: Any,
    same: Any,
    size: int,
) -> None:
    """Put ``who[:size]`` in order, by the approximate scores ``found``, then exactly; ``same``: level with the last.

    Where a key cannot tell neighbours apart (they differ by no more than ``open_`` first, then ``tie``), the next one
    decides.
    """
    for place in range(size):
        same[place] = place > 0
    for part in range(-1, max(1, len(exact) - 1) if form == PROFILE else 1):
        start = 0
        while start < size:
            end = start + 1
            while end < size and same[end]:
                end += 1
            if end - start > 1:
                for place in range(start, end if part >= 0 else start):
                    row = who[place]
                    found[place] = table[row] if form == TABLE else _exact(form, part, exact, row, weights)
                _ordered(who, found, start, end)
                limit = tie if part >= 0 else open_
                for place in range(start + 1, end):
                    same[place] = found[place - 1] - found[place] <= limit or found[place - 1] == found[place]
            start = end


@compiled
def _ordered(who: Any, found: Any, start: int, end: int) -> None:
    """Sort ``who`` by falling ``found``, equal ones by number (Shell's sort: most runs are of two or three)."""
    gap = 1
    while gap < (end - start) // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for place in range(start + gap, end):
            value, number, to = found[place], who[place], place
            while to >= start + gap:
                before = found[to - gap]
                if before > value or (before == value and who[to - gap] < number):
                    break
                found[to], who[to] = before, who[to - gap]
                to -= gap
            found[to], who[to] = value, number
        gap //= 3


@compiled
def _weigh(weights: Any, group: int, raw: Any, share: Any) -> None:
    """Divide eight weightings by their sums: ``raw`` in double precision, ``share`` lane by lane in single."""
    for lane in range(LANES):
        one = min(group * LANES + lane, len(weights) - 1)
        total = 0.0
        for column in range(weights.shape[1]):
            total += weights[one, column]
        for column in range(weights.shape[1]):
            raw[lane, column] = weights[one, column] / total
            share[column * LANES + lane] = raw[lane, column]


@compiled
def _laid(table: Any, scores: Any, ends: Any) -> None:
    """Lay scores of eight weightings side by side, each from -1 to 1; ``ends`` keeps middle and half width."""
    for lane in range(LANES):
        given = table[min(lane, len(table) - 1)]
        low, high = given.min(), given.max()
        middle, half = (low + high) / 2, (high - low) / 2
        ends[lane, 0], ends[lane, 1] = middle, half if half > 0 else 1.0
        for row in range(len(given)):
            scores[row * LANES + lane] = (given[row] - middle) / ends[lane, 1]


@compiled
def _limited(
    form: int, bits: int, raw: Any, lowered: Any, largest: float, ends: Any, bottom: Any, top: Any, out: Any
) -> None:
    """Fill ``out`` for eight lanes: steps of a key per score, steps within which order is open, errors, what a tie is.

    ``lowered`` is by column what was subtracted, of linear scores; ``largest`` the largest root of an alternative.
    """
    scale, steps, errors, ties = out
    for lane in range(LANES):
        less, squares, moved = 0.0, 0.0, 0.0
        for column in range(raw.shape[1]):
            moved += lowered[column] * lowered[column]
            less += raw[lane, column] * lowered[column] if form == LINEAR else 0.0
            squares += raw[lane, column] * raw[lane, column]
        if form == TABLE:
            less = ends[lane, 0] / ends[lane, 1]
        errors[lane] = _error(form, raw.shape[1], squares)
        high, low = np.float64(top[lane]), np.float64(bottom[lane])
        tie = TIE * (largest if form == PROFILE else max(abs(high + less), abs(low + less)))
        if form == LINEAR:  # where terms cancel and all scores are about 0, what is left of them is rounding
            tie = max(tie, raw.shape[1] * DOUBLE * np.sqrt(squares) * (largest + np.sqrt(moved)))
        if form == DISTANCES:
            tie = TIE * np.sqrt(high) / (np.sqrt(high) + np.sqrt(max(1 - high, 0.0)))
        open_ = 2 * (errors[lane] * largest + tie)
        ties[lane] = tie
        scale[lane], steps[lane] = 0, 0
        if high - low > open_:
            factor = ((1 << (32 - bits)) - 4) / (high - low)
            scale[lane] = factor
            # A step more for rounding down, and what a subtraction and a product err in single precision.
            steps[lane] = np.uint32(min(open_ * factor + 1 + 8 * UNIT * (1 << (32 - bits)), float(1 << 30)))


@compiled
def _settle(
    form: int,
    exact: Any,
    table: Any,
    raw: Any,
    scores: Any,
    roots: Any,
    ends: Any,
    keys: Any,
    bits: int,
    out: Any,
    room: Any,
    counts: Any,
    first: Any,
    level: Any,
) -> None:
    """Find near ties of one group in the sorted keys and put them in order; ties share the better position."""
    (_, steps, errors, ties), (who, found, same) = out, room
    rows, done = len(who), np.zeros(LANES, np.int64)
    high, low = np.uint32(bits), np.uint32((1 << bits) - 1)
    first[:] = 1
    place = _next_near(keys, 0, rows, bits, steps)
    while place < rows - 1:
        close, lane = near(keys, place * LANES, bits, steps), -1
        while close:
            lane += 1
            flagged, close = close & 1, close >> 1
            if not flagged or place < done[lane]:
                continue
            end, at = place + 1, (place + 1) * LANES + lane
            while end < rows and (keys[at] >> high) - (keys[at - LANES] >> high) <= steps[lane]:
                end, at = end + 1, at + LANES
            done[lane] = end
            given = table[min(lane, len(table) - 1)]
            width = ends[lane, 1] if form == TABLE else 1.0
            error, tie = errors[lane], ties[lane]
            if end == place + 2 and _told_apart(
                form, exact, given, raw, keys, place * LANES + lane, low, lane, scores, roots, error, tie, width
            ):
                continue
            widest = 0.0
            for one in range(place, end):
                who[one - place] = keys[one * LANES + lane] & low
                found[one - place] = scores[who[one - place] * LANES + lane]
                widest = max(widest, roots[who[one - place]])
            open_ = 2 * (error * widest + tie)
            _untie(form, exact, given, raw[lane], open_, tie * width, who, found, same, end - place)
            _placed(place, end, lane, lane < len(table), who, same, keys, low, counts, first, level)
        place = _next_near(keys, place + 1, rows, bits, steps)


@compiled
def _next_near(keys: Any, place: int, rows: int, bits: int, steps: Any) -> int:
    """Return the next place in which some lane's key is near the one after it, or the last one."""
    while place < rows - 1 and near(keys, place * LANES, bits, steps) == 0:
        place += 1
    return place


@compiled
def _told_apart(
    form: int,
    exact: Any,
    table: Any,
    weights: Any,
    keys: Any,
    at: int,
    low: Any,
    lane: int,
    scores: Any,
    roots: Any,
    error: float,
    tie: float,
    width: float,
) -> Any:
    """Put two neighbours in order by their approximate scores, else by the first exact key, if these can tell."""
    one, two = np.int64(keys[at] & low), np.int64(keys[at + LANES] & low)
    gap: Any = np.float64(scores[one * LANES + lane] - scores[two * LANES + lane])
    open_ = error * (roots[one] + roots[two]) + 2 * tie
    if abs(gap) <= open_:
        gap, open_ = _exact_gap(form, exact, table, one, two, lane, weights), 3 * tie * width
    if gap < -open_:
        keys[at], keys[at + LANES] = keys[at + LANES], keys[at]
    return abs(gap) > open_


@compiled
def _placed(
    place: int,
    end: int,
    lane: int,
    counted: bool,
    who: Any,
    same: Any,
    keys: Any,
    low: Any,
    counts: Any,
    first: Any,
    level: Any,
) -> None:
    """Write the order of a run of near ties; take those that are level from their own position to the better one."""
    start = place
    for one in range(place, end):
        row, at = who[one - place], one * LANES + lane
        keys[at] = (keys[at] & ~low) | np.uint32(row)
        if not same[one - place]:
            start = one
        elif counted:
            counts[one, row] -= np.uint32(1)
            counts[start, row] += np.uint32(1)
            if start == 0:
                first[lane] = one + 1
            if len(level):
                level[lane, one] = start


@compiled
def _count_pairs(order: Any, lanes: int, level: Any, position: Any, wins: Any) -> None:
    """Count for each pair the weightings under which the first has the better position; ``level`` is left as found."""
    rows = len(order)
    for lane in range(lanes):
        for place in range(rows):
            position[order[place, lane]] = level[lane, place]
            level[lane, place] = place
        for one in range(rows):
            mine, row = position[one], wins[one]
            for other in range(rows):
                row[other] += np.uint32(mine < position[other])


@compiled
def _scatter(order: Any, number: int, counts: Any) -> None:
    """Count who stands where, one position after the other, so that its counts stay near."""
    whole = number // LANES
    for place in range(len(order)):
        row = counts[place]
        for group in range(whole):
            here = order[place, group]
            for lane in range(LANES):
                row[here[lane]] += np.uint32(1)
        for lane in range(number - whole * LANES):
            row[order[place, whole, lane]] += np.uint32(1)


@compiled
def count_block(
    form: int,
    approximate: Any,
    exact: Any,
    lowered: Any,
    roots: Any,
    override: Any,
    table: Any,
    weights: Any,
    keys: Any,
    order: Any,
    counts: Any,
    central: Any,
    wins: Any,
) -> None:
    """Count the positions of n alternatives under B weightings (B x m), adding to ``counts``, ``central``, ``wins``.

    ``exact`` (k x n x m) holds the matrices of the form. ``approximate`` holds the rows of each in single precision,
    one after the other, padded to a multiple of four; if linear, lowered by ``lowered`` (for distances that is 1 for a
    criterion on which all are level). ``roots`` (n) scale the bounds of the errors. ``table`` (B x n) are scores given
    outright. ``keys`` (size x 8, flat) and ``order`` (n x groups x 8) are room to work in. ``counts`` is position x
    alternative; ``wins`` n x n, or empty when nobody asked.
    """
    rows, columns, number = len(override), weights.shape[1], len(weights)
    bits = 32 - HIGH
    while (1 << bits) < rows:
        bits += 1
    padded = (rows + ROWS - 1) // ROWS * ROWS
    parts = np.zeros((2, padded * LANES), np.float32)
    share, raw, ends = np.empty(columns * LANES, np.float32), np.empty((LANES, columns)), np.empty((LANES, 2))
    bottom, top = np.empty(LANES, np.float32), np.empty(LANES, np.float32)
    out = np.empty(LANES, np.float32), np.empty(LANES, np.uint32), np.empty(LANES), np.empty(LANES)
    room = np.empty(rows, np.int64), np.empty(rows), np.empty(rows, np.bool_)
    first, level = np.empty(LANES, np.int64), np.empty((LANES if wins.size else 0, rows), np.int32)
    position = np.empty(rows, np.int32)
    largest = roots.max()
    level[:] = np.arange(rows)
    keys[:] = _ONES
    for group in range((number + LANES - 1) // LANES):
        here, given = order[:, group], table[group * LANES : min(number, (group + 1) * LANES)]
        _weigh(weights, group, raw, share)
        if form == TABLE:
            _laid(given, parts[0], ends)
        else:
            _scores(form, approximate, padded, raw, share, lowered, override, largest, parts)
        extremes(parts[0], rows, bottom, top)
        _limited(form, bits, raw, lowered, largest, ends, bottom, top, out)
        pack(parts[0], rows, top, out[0], bits, keys)
        sort_lanes(keys, len(keys) // LANES, rows)
        _settle(form, exact, given, raw, parts[0], roots, ends, keys, bits, out, room, counts, first, level)
        _numbered(keys, bits, here)
        _credit(here, first, raw, len(given), central)
        if wins.size:
            _count_pairs(here, len(given), level, position, wins)
    _scatter(order, number, counts)


@compiled
def _numbered(keys: Any, bits: int, order: Any) -> None:
    low = np.uint32((1 << bits) - 1)
    for place in range(len(order)):
        for lane in range(LANES):
            order[place, lane] = keys[place * LANES + lane] & low


@compiled
def _credit(order: Any, first: Any, raw: Any, lanes: int, central: Any) -> None:
    """Add the weights of each weighting to those that it puts first."""
    for lane in range(lanes):
        for place in range(first[lane]):
            sums = central[order[place, lane]]
            for column in range(raw.shape[1]):
                sums[column] += np.int64(raw[lane, column] * CENTRAL + 0.5)
