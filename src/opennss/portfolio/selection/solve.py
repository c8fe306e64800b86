"""A good plan for a large selection, with a proven gap: price, choose, balance, exchange; prove what is small.

The prices of ``bound`` show which choices are nearly as good as the best. The best choice at these prices uses too much
here and too little there; moves of small regret bring it to its limits, one at a time and then two, at first without
minding small distances. What then still exceeds a limit is mended, what is free is filled, and the plan is improved by
``exchange`` among moves of small regret. What is left of the problem are the columns that a better plan could have at
all: those whose regret is less than the gap. When they are few, HiGHS looks for the best plan among them (the core),
which proves it, or at least lowers the bound.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from opennss.portfolio.selection.exact import exact, restricted
from opennss.portfolio.selection.exchange import exchange
from opennss.portfolio.selection.greedy import greedy
from opennss.portfolio.selection.moves import allowed, balance, balance_pairs, fill, mend, settle
from opennss.portfolio.selection.prices import Arranged, Bound, Late, arrange, never, priced
from opennss.portfolio.selection.problem import Flags, Floats, Ints, Selection, SelectionPlan

PAIRS = 5_000_000
"""Pairs of moves that are looked at in all for exchanges: the work of a plan, the same on every machine."""

MOVES = 600
"""Moves that are exchanged, or balanced by pairs, at once."""

ALONE = (2.0, 1.0)
STAGES = ((1.0, 0.7, 1.0), (4.0, 0.2, 1.5), (16.0, 0.1, 2.0), (16.0, 0.05, 5.0), (64.0, 0.0, 10.0), (16.0, 0.0, 100.0))
"""How a plan is balanced, move by move and then by pairs: spread of the moves (see ``_drawn``), distance from a limit
that is not minded yet (in mean values of a project), and what using too much counts, in prices."""

SCANS = 10
"""Passes over all pairs in one stage."""

WIDER, WIDEST = 1.5, 64.0
"""By how much the spread of the moves grows after each round of exchanges, until it begins anew."""

CORE, CORE_NODES = 600, 500
"""Columns that HiGHS is given at most at the end, and its nodes."""

ENOUGH = 1e-9
"""A gap, as a share of the bound, at which nothing is left to do."""

Clock = Callable[[], float]


def solve(
    selection: Selection,
    seconds: float | None = None,
    pairs: int = PAIRS,
    clock: Clock = time.perf_counter,
) -> SelectionPlan:
    """Return a plan that keeps everything, and its proven gap; at worst that of ``greedy``.

    Without ``seconds`` the work is limited by ``pairs`` and nodes, so the same selection gives the same plan. With
    them it also stops soon after so many seconds of ``clock``, with the best plan so far.

    >>> one = Selection(3, [0, 1, 2], [0, 0, 0], [6.0, 5.0, 5.0], [0, 3], [0, 1, 2], [3.0, 2.0, 2.0], [4.0])
    >>> plan = solve(one)
    >>> plan.column.tolist(), plan.value, plan.gap
    ([-1, 1, 2], 10.0, 0.0)
    """
    late = _until(seconds, clock)
    ready = arrange(selection)
    return solved(selection, ready, priced(ready, late=late), pairs, late, greedy(selection).column)


def solved(
    selection: Selection, ready: Arranged, proof: Bound, pairs: int, late: Late = never, other: Ints | None = None,
    nodes: int = CORE_NODES,
) -> SelectionPlan:  # fmt: skip
    """Return the plan of ``improved``, or the best one where what is left of the problem is small enough."""
    plan = improved(ready, proof, pairs, late, other)
    if plan.gap <= ENOUGH or late():
        return plan
    keep = promising(ready, ready.layout.reduced(ready.value, proof.prices), plan.bound - plan.value)
    keep[plan.column[plan.column >= 0]] = True
    if keep.sum() > CORE:
        return plan
    places = np.flatnonzero(keep)
    inner = np.where(plan.column >= 0, np.searchsorted(places, plan.column), -1)
    found = exact(restricted(selection, keep), nodes, late, SelectionPlan(inner, plan.value, plan.bound))
    return SelectionPlan(np.where(found.column >= 0, places[found.column], -1), found.value, found.bound)


def _until(seconds: float | None, clock: Clock) -> Late:
    if seconds is None:
        return never
    end = clock() + seconds
    return lambda: clock() >= end


def improved(ready: Arranged, proof: Bound, pairs: int, late: Late = never, other: Ints | None = None) -> SelectionPlan:
    """Return a plan near the best choice at the prices of a bound, or from the plan ``other`` where that is ahead."""
    layout, value = ready.layout, ready.value
    worth = layout.reduced(value, proof.prices)
    random = np.random.default_rng(0)
    choice = _balanced(ready, proof, worth, random, late)
    projects, columns = _sorted(ready, worth, choice)
    if not mend(layout, choice, projects, columns):
        choice[:] = -1
    projects, columns = _sorted(ready, worth, choice)
    fill(layout, value, choice, projects, columns)
    if other is not None and _value(ready, other) > _value(ready, choice):
        choice = other.copy()
    spread = 1.0
    while pairs > 0 and not late() and proof.value - _value(ready, choice) > ENOUGH * abs(proof.value):
        projects, columns = _drawn(ready, worth, choice, spread, random)
        pairs -= max(exchange(layout, value, choice, projects, columns, min(pairs, 10**6)), 1)
        if len(projects) < MOVES:  # these were all that there are
            break
        spread = 1.0 if spread > WIDEST else spread * WIDER
    found = _value(ready, choice)
    return SelectionPlan(choice, found, max(proof.value, found))


def _value(ready: Arranged, choice: Ints) -> float:
    return float(sum(ready.value[choice[choice >= 0]].tolist()))


def _balanced(ready: Arranged, proof: Bound, worth: Floats, random: np.random.Generator, late: Late) -> Ints:
    """Return the best choice at the prices of a bound, brought near to its limits."""
    choice, layout = proof.choice.copy(), ready.layout
    settle(layout, choice)
    started = choice[choice >= 0]
    if not len(started):
        return choice
    scale = float(np.abs(ready.value[started]).mean()) + 1e-300
    paid = proof.prices[proof.prices > 0]
    # a resource that costs nothing must not be used too much either
    dear = np.maximum(proof.prices, 0.05 * float(np.median(paid)) if len(paid) else 1e-9)
    soft, over = ALONE
    projects, columns = _sorted(ready, worth, choice)
    balance(layout, worth, proof.prices, over * dear, soft * scale, choice, projects, columns)
    for spread, soft, over in STAGES:
        if late():
            break
        projects, columns = _drawn(ready, worth, choice, spread, random)
        balance_pairs(layout, worth, proof.prices, over * dear, soft * scale, choice, projects, columns, SCANS)
    return choice


def _drawn(
    ready: Arranged, worth: Floats, choice: Ints, spread: float, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Draw moves: those of least regret, or with a larger ``spread`` some from among so many times as many."""
    projects, columns, regret = _moves(ready, worth, choice)
    if len(regret) > MOVES:
        if spread > 1:
            rank = min(int(MOVES * spread), len(regret) - 1)
            noise = max(float(np.partition(regret, rank)[rank]), 0.0)
            regret = regret + noise * random.standard_exponential(len(regret))
        best = random.permutation(np.sort(np.argpartition(regret, MOVES)[:MOVES]))
        projects, columns = projects[best], columns[best]
    return projects, columns


def _sorted(ready: Arranged, worth: Floats, choice: Ints) -> tuple[Ints, Ints]:
    """Return every move, by rising regret."""
    projects, columns, regret = _moves(ready, worth, choice)
    order = np.argsort(regret, kind="stable")
    return projects[order], columns[order]


def _moves(ready: Arranged, worth: Floats, choice: Ints) -> tuple[Ints, Ints, Floats]:
    """Return every move (project, column or -1) that its links allow, and by how much it raises the regret."""
    started = np.flatnonzero(choice >= 0)
    now = np.zeros(len(choice))
    now[started] = worth[choice[started]]
    free = np.isfinite(worth)
    free[choice[started]] = False
    column = np.flatnonzero(free)
    project = np.repeat(np.arange(len(choice)), np.diff(ready.layout.first))[column]
    projects, columns = np.concatenate((project, started)), np.concatenate((column, np.full(len(started), -1)))
    regret = np.concatenate((now[project] - worth[column], now[started]))
    may = allowed(ready.layout, choice, projects, columns)
    return projects[may], columns[may], regret[may]


def promising(ready: Arranged, worth: Floats, gap: float) -> Flags:
    """Say which columns a plan that is better by anything may have; all of linked projects."""
    first, alone = ready.layout.first, ready.trees.alone
    keep = np.isfinite(worth)
    top = np.zeros(len(first) - 1)
    project = np.repeat(np.arange(len(first) - 1), np.diff(first))
    np.maximum.at(top, project, np.where(keep, worth, 0.0))
    single = np.zeros(len(first) - 1, bool)
    single[alone] = True
    return keep & (~single[project] | (top[project] - worth <= gap * (1 + 1e-9) + 1e-9))
