"""The best choice at given prices, compiled with Numba; ``reference`` says the same by trying everything.

At prices of the resources the projects only meet in their links: what a column is worth is its value less the price of
what it uses, and every component of linked projects is solved for itself, exactly, from the leaves of its trees.
"""

from __future__ import annotations

import numpy as np

from opennss.portfolio.selection.layout import MEMBER, NEEDED, NEEDS, ROOT, Layout, Trees, compiled
from opennss.portfolio.selection.problem import Flags, Floats, Ints

Room = tuple[Floats, Floats, Floats, Floats, Ints, Flags]
"""Where ``_up`` keeps what it finds: score of columns; of nodes idle, gain, forced, picked and taken."""


@compiled
def best_choice(
    layout: Layout, trees: Trees, value: Floats, prices: Floats, step: int, blocks: int
) -> tuple[Floats, Ints, Floats]:
    """Return the most that columns give above the price of what they use, their choice by project, and what that uses.

    Components are dealt out into ``blocks``: the first and the last answer have a row for each of them. Exact where no
    edge was left out, else at least as much as is possible; of equal choices the first one is taken, and -1 stands
    for none. Only each ``step``-th component is looked at, the others choose nothing.
    """
    nodes = layout.node.size - 1
    choice, use = np.full(layout.first.size - 1, -1), np.zeros((blocks, layout.limit.size))
    worth, is_set = np.empty(value.size), np.zeros(nodes, np.bool_)
    room = (
        np.empty(value.size), np.empty(nodes), np.empty(nodes), np.empty(nodes), np.empty(nodes, np.int64),
        np.empty(nodes, np.bool_),
    )  # fmt: skip
    total = np.zeros(blocks)
    block = 0
    for project in trees.alone[::step]:
        block = (block + 1) % blocks
        _price(layout, value, prices, project, worth)
        best = 0.0
        for column in range(layout.first[project], layout.first[project + 1]):
            if worth[column] > best:
                best, choice[project] = worth[column], column
        total[block] += best
        _use(layout, choice[project], use[block])
    for component in range(0, trees.start.size - 1, step):
        block = (block + 1) % blocks
        order = trees.order[trees.start[component] : trees.start[component + 1]]
        fixed = trees.fixed[trees.set_start[component] : trees.set_start[component + 1]]
        for one in order:
            if one < choice.size:
                _price(layout, value, prices, one, worth)
        for one in fixed:
            _price(layout, value, prices, one, worth)
        if fixed.size == 0:
            _clear(layout, order, worth, room)
            total[block] += _up(layout, trees, order, room)
            _down(layout, trees, order, room, choice)
        else:
            is_set[fixed] = True
            total[block] += _tried(layout, trees, order, fixed, is_set, worth, room, choice)
        for one in order:
            if one < choice.size:
                _use(layout, choice[one], use[block])
        for one in fixed:
            _use(layout, choice[one], use[block])
    return total, choice, use


@compiled
def _price(layout: Layout, value: Floats, prices: Floats, project: int, worth: Floats) -> None:
    """Say what each column of a project is worth above the price of what it uses."""
    for column in range(layout.first[project], layout.first[project + 1]):
        left = value[column]
        for place in range(layout.at[column], layout.at[column + 1]):
            left -= prices[layout.resource[place]] * layout.amount[place]
        worth[column] = left


@compiled
def _use(layout: Layout, column: int, use: Floats) -> None:
    """Add what a column uses, if there is one."""
    if column >= 0:
        for place in range(layout.at[column], layout.at[column + 1]):
            use[layout.resource[place]] += layout.amount[place]


@compiled
def _tried(
    layout: Layout, trees: Trees, order: Ints, fixed: Ints, is_set: Flags, worth: Floats,
    room: Room, choice: Ints,
) -> float:  # fmt: skip
    """Try every joint choice of the set projects of a component; leave the best one in ``choice``."""
    best, kept = 0.0, np.full(fixed.size, -1)
    choice[fixed] = -1
    while True:
        total = _given(layout, trees, order, fixed, is_set, worth, room, choice)
        if total > best:
            best, kept = total, choice[fixed]
        place = 0
        while place < fixed.size:  # the next joint choice: -1, then the columns of the project
            project = fixed[place]
            after = layout.first[project] if choice[project] < 0 else choice[project] + 1
            if after < layout.first[project + 1]:
                choice[project] = after
                break
            choice[project] = -1
            place += 1
        if place == fixed.size:
            break
    choice[fixed] = kept
    _given(layout, trees, order, fixed, is_set, worth, room, choice)
    _down(layout, trees, order, room, choice)
    return best


@compiled
def _given(
    layout: Layout, trees: Trees, order: Ints, fixed: Ints, is_set: Flags, worth: Floats,
    room: Room, choice: Ints,
) -> float:  # fmt: skip
    """Return what a component gives when its set projects have their choice; minus infinity where they may not."""
    score, idle, _, _, _, taken = room
    _clear(layout, order, worth, room)
    total = 0.0
    for project in fixed:
        column = choice[project]
        if column >= 0:
            total += worth[column]
        for place in range(layout.node[project], layout.node[project + 1]):
            other, lag, kind = layout.kin[place], layout.lag[place], layout.kind[place]
            if trees.ignored[place]:
                continue
            if kind == MEMBER:
                if column >= 0 and taken[other]:
                    return -np.inf
                taken[other] |= column >= 0
            elif kind == NEEDS and column >= 0:
                latest = layout.period[column] - lag
                if is_set[other]:
                    if choice[other] < 0 or layout.period[choice[other]] > latest:
                        return -np.inf
                else:
                    idle[other] = -np.inf
                    for each in range(layout.first[other], layout.first[other + 1]):
                        if layout.period[each] > latest:
                            score[each] = -np.inf
            elif kind == NEEDED and not is_set[other]:
                for each in range(layout.first[other], layout.first[other + 1]):
                    if column < 0 or layout.period[each] < layout.period[column] + lag:
                        score[each] = -np.inf
    return total + _up(layout, trees, order, room)


@compiled
def _clear(layout: Layout, order: Ints, worth: Floats, room: Room) -> None:
    """Begin a component: a project is worth its columns, or nothing; of a group nobody is known yet."""
    score, idle, gain, forced, picked, taken = room
    projects = layout.first.size - 1
    for one in order:
        idle[one] = 0.0
        if one < projects:
            for column in range(layout.first[one], layout.first[one + 1]):
                score[column] = worth[column]
        else:
            gain[one], forced[one], picked[one], taken[one] = -np.inf, 0.0, -1, False


@compiled
def _up(layout: Layout, trees: Trees, order: Ints, room: Room) -> float:
    """Let every node tell its parent what is best below it, and return what the roots come to.

    ``score`` and ``idle`` of a project: the best below it with a column, and without one. ``idle`` of a group: what
    its members below it give when none of them starts; ``gain`` what is won on that when ``picked`` does; ``forced``
    counts members that must start.
    """
    score, idle, gain, forced, picked, taken = room
    projects = layout.first.size - 1
    total = 0.0
    for one in order:
        parent, kind, lag = trees.parent[one], trees.kind[one], trees.lag[one]
        if one >= projects:
            none, some = _of_group(one, idle, gain, forced, taken)
            if kind == ROOT:
                total += max(none, some)
                continue
            idle[parent] += max(none, some)
            for column in range(layout.first[parent], layout.first[parent + 1]):
                score[column] += -np.inf if taken[one] else none
        elif kind == MEMBER:
            best = _best_in(layout, score, one, -np.inf, np.inf)[0]
            if idle[one] == -np.inf:
                forced[parent] += 1.0
                gain[parent], picked[parent] = best, one
            else:
                idle[parent] += idle[one]
                if forced[parent] == 0.0 and best - idle[one] > gain[parent]:
                    gain[parent], picked[parent] = best - idle[one], one
        elif kind == ROOT:
            total += max(idle[one], _best_in(layout, score, one, -np.inf, np.inf)[0])
        else:
            if kind == NEEDS:
                idle[parent] += idle[one]
            else:
                idle[parent] += max(idle[one], _best_in(layout, score, one, -np.inf, np.inf)[0])
            for column in range(layout.first[parent], layout.first[parent + 1]):
                period = layout.period[column]
                if kind == NEEDS:
                    score[column] += max(idle[one], _best_in(layout, score, one, period + lag, np.inf)[0])
                else:
                    score[column] += _best_in(layout, score, one, -np.inf, period - lag)[0]
    return total


@compiled
def _of_group(one: int, idle: Floats, gain: Floats, forced: Floats, taken: Flags) -> tuple[float, float]:
    """Return what the members below a group give when none of them starts, and when one does."""
    none = idle[one] if forced[one] == 0.0 else -np.inf
    some = idle[one] + gain[one] if forced[one] <= 1.0 and not taken[one] else -np.inf
    return none, some


@compiled
def _best_in(layout: Layout, score: Floats, project: int, earliest: float, latest: float) -> tuple[float, int]:
    """Return the best score of a project between two periods, and its column (-1: there is none)."""
    best, kept = -np.inf, -1
    for column in range(layout.first[project], layout.first[project + 1]):
        if earliest <= layout.period[column] <= latest and score[column] > best:
            best, kept = score[column], column
    return best, kept


@compiled
def _down(layout: Layout, trees: Trees, order: Ints, room: Room, choice: Ints) -> None:
    """Settle the nodes of a component from the roots to the leaves, by what ``_up`` has left in ``room``."""
    score, idle, gain, forced, picked, taken = room
    projects = layout.first.size - 1
    for one in order[::-1]:
        parent, kind, lag = trees.parent[one], trees.kind[one], trees.lag[one]
        if one >= projects:
            none, some = _of_group(one, idle, gain, forced, taken)
            if none >= some or (kind != ROOT and choice[parent] >= 0):
                picked[one] = -1
            continue
        must, may = idle[one] == -np.inf, True
        earliest, latest = -np.inf, np.inf
        if kind == MEMBER:
            must = may = picked[parent] == one
        elif kind == NEEDS:
            may = choice[parent] >= 0
            earliest = float(layout.period[choice[parent]] + lag)
        elif kind == NEEDED and choice[parent] >= 0:
            must = True
            latest = float(layout.period[choice[parent]] - lag)
        best, kept = _best_in(layout, score, one, earliest, latest)
        choice[one] = kept if may and (must or best > idle[one]) else -1
