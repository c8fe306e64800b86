"""Single moves: a project goes from its column into another, or into none, as its links and the limits allow.

``settle`` makes a choice keep its links. ``balance`` takes the best choice at given prices, which uses too much here
and too little there, near to its limits; ``balance_pairs`` does it with two moves at once. ``mend`` makes it keep the
limits, and ``fill`` uses what is left.
"""

from __future__ import annotations

import numpy as np

from opennss.portfolio.selection.layout import NEEDED, NEEDS, Layout, compiled
from opennss.portfolio.selection.problem import Flags, Floats, Ints

SLACK = 1e-10
"""A plan may use so much more than the limit, as a share of it: what rounding alone can make."""

MARGIN = 1e-5
"""What ``balance_pairs`` leaves free, as a share of the limit, so that hardly anything is left to mend."""

FIRST = 1000
"""Moves that ``balance`` tries at first; then four times as many, until it has tried all."""


@compiled
def may(layout: Layout, choice: Ints, project: int, column: int) -> bool:
    """Say whether a project may have this column (-1: none) beside what the others have."""
    for place in range(layout.node[project], layout.node[project + 1]):
        other, lag, kind = layout.kin[place], layout.lag[place], layout.kind[place]
        if kind == NEEDS:
            if column >= 0 and (choice[other] < 0 or layout.period[choice[other]] + lag > layout.period[column]):
                return False
        elif kind == NEEDED:
            if choice[other] >= 0 and (column < 0 or layout.period[column] + lag > layout.period[choice[other]]):
                return False
        elif column >= 0:
            for member in layout.kin[layout.node[other] : layout.node[other + 1]]:
                if member != project and choice[member] >= 0:
                    return False
    return True


@compiled
def allowed(layout: Layout, choice: Ints, projects: Ints, columns: Ints) -> Flags:
    """Say of each move whether the links allow it."""
    found = np.empty(projects.size, np.bool_)
    for move in range(projects.size):
        found[move] = may(layout, choice, projects[move], columns[move])
    return found


@compiled
def settle(layout: Layout, choice: Ints) -> None:
    """Take out of a plan what its links do not allow; a choice at which edges were left out may have such."""
    changed = True
    while changed:
        changed = False
        for project in range(choice.size):
            if choice[project] >= 0 and not may(layout, choice, project, choice[project]):
                choice[project], changed = -1, True


@compiled
def left_over(layout: Layout, choice: Ints) -> Floats:
    """Return what a plan leaves of each resource."""
    left = layout.limit.copy()
    for column in choice:
        if column >= 0:
            add(layout, column, -1.0, left)
    return left


@compiled
def add(layout: Layout, column: int, times: float, left: Floats) -> None:
    """Add what a column uses, so many times, if there is one."""
    if column >= 0:
        for place in range(layout.at[column], layout.at[column + 1]):
            left[layout.resource[place]] += times * layout.amount[place]


@compiled
def _lacking(left: Floats, limit: Floats) -> float:
    """Return by how much a plan exceeds the limits, each as a share of itself."""
    total = 0.0
    for resource in range(left.size):
        over = -left[resource]
        if over > SLACK * limit[resource]:
            total += over / max(limit[resource], 1e-300)
    return total


@compiled
def balance(
    layout: Layout,
    worth: Floats,
    prices: Floats,
    dear: Floats,
    soft: float,
    choice: Ints,
    projects: Ints,
    columns: Ints,
) -> None:
    """Take moves, those of small regret first, that lessen regret and distance from the limits, weighed by prices.

    ``worth`` is what a column is worth above the price of what it uses: moves are those of ``projects`` into
    ``columns``, by rising regret. What is left over counts its price and what is used too much its ``dear`` price; a
    distance that is worth less than ``soft`` counts for little.
    """
    left, tried = left_over(layout, choice), np.empty(layout.limit.size)
    count = FIRST
    while True:
        changed = True
        for _ in range(20):
            if not changed:
                break
            changed = False
            for move in range(min(count, projects.size)):
                project, column = projects[move], columns[move]
                before = choice[project]
                if before == column:
                    continue
                tried[:] = left
                add(layout, before, 1.0, tried)
                add(layout, column, -1.0, tried)
                won = (worth[column] if column >= 0 else 0.0) - (worth[before] if before >= 0 else 0.0)
                for resource in range(left.size):
                    if tried[resource] != left[resource]:
                        won += _apart(left[resource], prices[resource], dear[resource], soft) - _apart(
                            tried[resource], prices[resource], dear[resource], soft
                        )
                if won > 1e-9 and may(layout, choice, project, column):
                    choice[project], changed = column, True
                    left[:] = tried
        if count >= projects.size:
            return
        count *= 4


@compiled
def balance_pairs(
    layout: Layout,
    worth: Floats,
    prices: Floats,
    dear: Floats,
    soft: float,
    choice: Ints,
    projects: Ints,
    columns: Ints,
    scans: int,
) -> None:
    """The same with two moves at once, among few; a move that was taken becomes its opposite in ``columns``."""
    left = left_over(layout, choice) - MARGIN * layout.limit
    between, size = np.empty(layout.limit.size), projects.size
    takes, wins = np.zeros((size, left.size)), np.zeros(size)
    for move in range(size):
        _weigh(layout, worth, choice, projects, columns, takes, wins, move)
    for _ in range(scans):
        changed = False
        for one in range(size):
            now = 0.0
            for resource in range(left.size):
                now += _apart(left[resource], prices[resource], dear[resource], soft)
                between[resource] = left[resource] - takes[one, resource]
            best, other = 1e-9, -1
            for two in range(size):
                if projects[two] == projects[one]:
                    continue
                won = now + wins[one] + wins[two]
                for resource in range(left.size):
                    won -= _apart(between[resource] - takes[two, resource], prices[resource], dear[resource], soft)
                    if won <= best:
                        break
                if won > best and may(layout, choice, projects[one], columns[one]):
                    before = choice[projects[one]]
                    choice[projects[one]] = columns[one]
                    if may(layout, choice, projects[two], columns[two]):
                        best, other = won, two
                    choice[projects[one]] = before
            if other >= 0:
                changed = True
                for move in (one, other):
                    project = projects[move]
                    left -= takes[move]
                    choice[project], columns[move] = columns[move], choice[project]
                for move in range(size):
                    if projects[move] == projects[one] or projects[move] == projects[other]:
                        _weigh(layout, worth, choice, projects, columns, takes, wins, move)
        if not changed:
            return


@compiled
def _weigh(
    layout: Layout, worth: Floats, choice: Ints, projects: Ints, columns: Ints, takes: Floats, wins: Floats, move: int
) -> None:
    before, after = choice[projects[move]], columns[move]
    takes[move] = 0.0
    add(layout, before, -1.0, takes[move])
    add(layout, after, 1.0, takes[move])
    wins[move] = (worth[after] if after >= 0 else 0.0) - (worth[before] if before >= 0 else 0.0)


@compiled
def _apart(left: float, price: float, dear: float, soft: float) -> float:
    """Return what a distance from the limit counts: ``price`` below it, ``dear`` above, little where it is small."""
    apart = abs(left) * (price if left > 0 else dear)
    return apart * apart / (apart + soft + 1e-300)


@compiled
def mend(layout: Layout, choice: Ints, projects: Ints, columns: Ints) -> bool:
    """Take moves, in their order, that bring a plan nearer to its limits; say whether it keeps them in the end."""
    left = left_over(layout, choice)
    lacking = _lacking(left, layout.limit)
    for _ in range(3):
        for move in range(projects.size):
            if lacking == 0.0:
                return True
            project, column = projects[move], columns[move]
            before = choice[project]
            if column == before or not may(layout, choice, project, column):
                continue
            tried = left.copy()
            add(layout, before, 1.0, tried)
            add(layout, column, -1.0, tried)
            now = _lacking(tried, layout.limit)
            if now < lacking:
                choice[project], left, lacking = column, tried, now
    return lacking == 0.0


@compiled
def fill(layout: Layout, value: Floats, choice: Ints, projects: Ints, columns: Ints) -> None:
    """Take moves, in their order, that win something and fit, until none is left."""
    left = left_over(layout, choice)
    changed = True
    while changed:
        changed = False
        for move in range(projects.size):
            project, column = projects[move], columns[move]
            before = choice[project]
            won = (value[column] if column >= 0 else 0.0) - (value[before] if before >= 0 else 0.0)
            if won <= 1e-9 or not may(layout, choice, project, column):
                continue
            tried = left.copy()
            add(layout, before, 1.0, tried)
            add(layout, column, -1.0, tried)
            if _lacking(tried, layout.limit) == 0.0:
                choice[project], left, changed = column, tried, True
