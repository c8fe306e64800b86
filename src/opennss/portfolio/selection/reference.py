"""What the kernels find, found by trying everything in plain NumPy: slow, small, and with nothing of how they do it."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from opennss.portfolio.selection.problem import Flags, Floats, Ints, Selection

NEAR = 1e-9
"""A plan may use so much more than the limit, as a share of it."""


def plans(selection: Selection) -> Ints:
    """Return every plan that keeps its links, a row each: column by project, or -1; limits are not looked at.

    >>> pair = Selection(2, [0, 1], [0, 0], [1.0, 1.0], [0, 0], [], [], [1.0], before=[[1, 0]], lag=[0])
    >>> plans(pair).tolist()
    [[-1, -1], [0, -1], [0, 1]]
    """
    own = [np.append(-1, np.flatnonzero(selection.project == project)) for project in range(selection.projects)]
    every = np.stack([each.ravel() for each in np.meshgrid(*own, indexing="ij")], axis=1)
    return every[_keeps_links(selection, every)]


def _keeps_links(selection: Selection, plan: Ints) -> Flags:
    s = selection
    started, period = plan >= 0, s.period[plan]
    keeps = np.ones(len(plan), bool)
    for (later, earlier), lag in zip(s.before.tolist(), s.lag.tolist(), strict=True):
        in_time = started[:, earlier] & (period[:, earlier] + lag <= period[:, later])
        keeps &= ~started[:, later] | in_time
    for one, two in zip(s.group_start[:-1], s.group_start[1:], strict=True):
        keeps &= started[:, s.group_project[one:two]].sum(axis=1) <= 1
    return keeps


def _totals(selection: Selection, plan: Ints) -> tuple[Floats, Floats]:
    """Return the value of each plan, and what it uses of each resource."""
    use = np.zeros((selection.columns + 1, len(selection.limit)))
    for resource in range(len(selection.limit)):
        for place in range(selection.use_start[resource], selection.use_start[resource + 1]):
            use[selection.use_column[place], resource] += selection.use_amount[place]
    return np.append(selection.value, 0.0)[plan].sum(axis=1), use[plan].sum(axis=1)


def best_choice(selection: Selection, prices: Floats) -> float:
    """Return the most that a plan gives above the price of what it uses, whatever the limits."""
    value, use = _totals(selection, plans(selection))
    return float((value - use @ prices).max())


def best_plan(selection: Selection) -> float:
    """Return what the best plan within the limits is worth."""
    value, use = _totals(selection, plans(selection))
    return float(value[(use <= selection.limit * (1 + NEAR)).all(axis=1)].max())


def best_exchange(selection: Selection, choice: Ints, moves: list[tuple[int, int]]) -> float:
    """Return the most that up to three moves (project, column or -1) win within the limits; 0 where none wins."""
    tried = [choice]
    for count in (1, 2, 3):
        for taken in combinations(moves, count):
            after = choice.copy()
            for project, column in taken:
                after[project] = column
            if len({project for project, _ in taken}) == count:
                tried.append(after)
    every = np.array(tried)
    value, use = _totals(selection, every)
    fits = _keeps_links(selection, every) & (use <= selection.limit * (1 + NEAR)).all(axis=1)
    return float((value[fits] - value[0]).max())
