"""Plans improved by exchanges of up to three moves.

At good prices a plan loses value in two ways only: by choices that are worth less than the best at these prices
(regret), and by resources that are left over. Among hundreds of moves of small regret three are looked for that fit
together into what is left over and win most. For two moves the third is found at once: for each resource, and for the
value, the moves that take at most a given amount stand as the bits of a row, so the rows of all resources, laid over
each other, leave the few moves that may fit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from opennss.portfolio.selection.layout import Layout, compiled
from opennss.portfolio.selection.moves import SLACK, add, left_over, may
from opennss.portfolio.selection.problem import Floats, Ints

Bits = NDArray[np.uint64]

LEVELS = 128
"""Amounts of a resource that are told apart by the bits; what they leave is compared exactly."""


@compiled
def exchange(layout: Layout, value: Floats, choice: Ints, projects: Ints, columns: Ints, pairs: int) -> int:
    """Improve ``choice`` by exchanges of up to three of these moves, until there is none or ``pairs`` were looked at.

    Returns how many pairs were looked at. A move that was taken turns into its opposite.
    """
    size, resources = projects.size + 2, layout.limit.size
    takes, wins = np.zeros((size, resources + 1)), np.zeros(size)
    project, column = np.full(size, -1), np.full(size, -1)
    project[0] = -2  # two moves that do nothing: one exchange may have fewer than three
    project[2:], column[2:] = projects, columns
    low, scale = np.empty(resources + 1), np.empty(resources + 1)
    bits = np.zeros((resources + 1, LEVELS + 1, (size + 63) >> 6), np.uint64)
    best = np.empty(3, np.int64)
    left = left_over(layout, choice)
    _weigh(layout, value, choice, project, column, takes, wins)
    _mark(takes, bits, low, scale)
    first, still, seen = 0, 0, 0
    while still < size and seen < pairs:
        room = left + SLACK * layout.limit
        won, looked = _third(layout, choice, takes, wins, project, column, room, bits, low, scale, first, best)
        seen += looked
        if won > 0.0:
            for move in best:
                if project[move] >= 0:
                    before = choice[project[move]]
                    choice[project[move]], column[move] = column[move], before
            left = left_over(layout, choice)
            _weigh(layout, value, choice, project, column, takes, wins)
            _mark(takes, bits, low, scale)
            still = 0
        else:
            first = (first + 1) % size
            still += 1
    return seen


@compiled
def _weigh(
    layout: Layout, value: Floats, choice: Ints, project: Ints, column: Ints, takes: Floats, wins: Floats
) -> None:
    """Say what each move takes of each resource and what it wins; the last amount is the value that it loses."""
    for move in range(2, project.size):
        takes[move] = 0.0
        before, after = choice[project[move]], column[move]
        add(layout, before, -1.0, takes[move])
        add(layout, after, 1.0, takes[move])
        wins[move] = (value[after] if after >= 0 else 0.0) - (value[before] if before >= 0 else 0.0)
        takes[move, -1] = -wins[move]


@compiled
def _mark(takes: Floats, bits: Bits, low: Floats, scale: Floats) -> None:
    """Set the bits: row ``level`` of an amount holds the moves that take at most ``low + level / scale`` of it."""
    for kind in range(takes.shape[1]):
        least, most = takes[:, kind].min(), takes[:, kind].max()
        low[kind], scale[kind] = least, (LEVELS - 1) / (most - least) if most > least else 0.0
        rows = bits[kind]
        rows[:] = np.uint64(0)
        for move in range(takes.shape[0]):
            level = int(np.ceil((takes[move, kind] - least) * scale[kind] - 1e-12))
            rows[level, move >> 6] |= np.uint64(1) << np.uint64(move & 63)
        for level in range(1, LEVELS + 1):
            for word in range(rows.shape[1]):
                rows[level, word] |= rows[level - 1, word]


@compiled
def _third(
    layout: Layout, choice: Ints, takes: Floats, wins: Floats, project: Ints, column: Ints, room: Floats, bits: Bits,
    low: Floats, scale: Floats, one: int, best: Ints,
) -> tuple[float, int]:  # fmt: skip
    """Find the exchange with this move that wins most, two later moves beside it; return what it wins, pairs seen."""
    size, kinds = takes.shape
    words = bits.shape[2]
    fits, spare = np.empty(words, np.uint64), np.empty(kinds)
    level = np.empty(kinds, np.int64)
    most, seen = 1e-9, 0
    for two in range(one + 1, size):
        if project[two] == project[one]:
            continue
        seen += 1
        for kind in range(kinds - 1):
            spare[kind] = room[kind] - takes[one, kind] - takes[two, kind]
        spare[kinds - 1] = wins[one] + wins[two] - most
        if not _levels(spare, low, scale, level):
            continue
        begin = (two + 1) >> 6
        fits[begin:] = bits[kinds - 1, level[kinds - 1], begin:]
        for kind in range(kinds - 1):
            if level[kind] < LEVELS:
                row = bits[kind, level[kind]]
                for word in range(begin, words):
                    fits[word] &= row[word]
        for word in range(begin, words):
            found = fits[word]
            while found:
                lowest = found & (~found + np.uint64(1))
                found ^= lowest
                three = (word << 6) + _place(lowest)
                if three <= two or project[three] == project[one] or project[three] == project[two]:
                    continue
                won = wins[one] + wins[two] + wins[three]
                if (
                    won > most
                    and _fits(takes[three], spare)
                    and _together(layout, choice, project, column, one, two, three)
                ):
                    most = won
                    best[0], best[1], best[2] = one, two, three
    return most if most > 1e-9 else 0.0, seen


@compiled
def _levels(spare: Floats, low: Floats, scale: Floats, level: Ints) -> bool:
    """Say which row of bits holds all moves that fit into what is spare; false: none does."""
    for kind in range(spare.size):
        if spare[kind] < low[kind]:
            return False
        steps = (spare[kind] - low[kind]) * scale[kind]
        level[kind] = LEVELS if scale[kind] == 0.0 or steps >= LEVELS - 1 else int(steps) + 1
    return True


@compiled
def _place(bit: np.uint64) -> int:
    """Return the place of the only bit of a word."""
    place = 0
    for step in (32, 16, 8, 4, 2, 1):
        if bit >> np.uint64(step):
            bit >>= np.uint64(step)
            place += step
    return place


@compiled
def _fits(takes: Floats, spare: Floats) -> bool:
    fits = True
    for kind in range(takes.size - 1):
        fits &= takes[kind] <= spare[kind]
    return fits


@compiled
def _together(layout: Layout, choice: Ints, project: Ints, column: Ints, one: int, two: int, three: int) -> bool:
    """Say whether three moves may be taken one after the other."""
    moves = (one, two, three)
    before = (choice[project[one]], choice[project[two]], choice[project[three]])
    good, taken = True, 0
    for move in moves:
        if project[move] >= 0:
            if not may(layout, choice, project[move], column[move]):
                good = False
                break
            choice[project[move]] = column[move]
        taken += 1
    for back in range(taken):
        if project[moves[back]] >= 0:
            choice[project[moves[back]]] = before[back]
    return good
