"""A selection as one mixed-integer programme for HiGHS: exact where it ends, and with a proven bound where it does not.

Solver: Q. Huangfu and J. A. J. Hall, *Parallelizing the dual revised simplex method* (2018), highs.dev.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import highspy
import numpy as np

from opennss.portfolio.selection.greedy import greedy, value_of
from opennss.portfolio.selection.prices import Late, never
from opennss.portfolio.selection.problem import Flags, Floats, Ints, Selection, SelectionPlan

NODES = 20_000
"""Nodes of branch and bound at most: a limit that, unlike time, gives the same plan on every run."""

TIGHT = 1e-9
"""Tolerance of the solver, and gap at which it ends."""


class Rows(NamedTuple):
    """Constraints: row i has ``amount`` of ``column`` from ``start[i]`` to ``start[i + 1]``, at most ``upper[i]``."""

    start: Ints
    column: Ints
    amount: Floats
    upper: Floats


def exact(
    selection: Selection, nodes: int = NODES, late: Late = never, start: SelectionPlan | None = None
) -> SelectionPlan:
    """Return the best plan, proven where the solver ends within its nodes; else the best so far and its bound.

    It begins with ``start``, by default the plan of ``greedy``, and is never worse. ``late`` is asked now and then
    whether to stop.
    """
    begin = greedy(selection) if start is None else start
    solver = _solver(selection, rows_of(selection), nodes)
    values = np.zeros(selection.columns)
    values[begin.column[begin.column >= 0]] = 1.0
    solution = highspy.HighsSolution()
    solution.col_value = values.tolist()
    solver.setSolution(solution)
    if late is not never:
        solver.cbMipInterrupt.subscribe(lambda event: event.interrupt() if late() else None)
    solver.run()
    info = solver.getInfo()
    bound = min(begin.bound, -float(info.mip_dual_bound)) if np.isfinite(info.mip_dual_bound) else begin.bound
    choice = begin.column
    if info.primal_solution_status == int(highspy.kSolutionStatusFeasible):
        taken = np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)
        found = np.full(selection.projects, -1)
        found[selection.project[taken]] = taken
        if value_of(selection, found) > begin.value and within(selection, found):
            choice = found
    value = value_of(selection, choice)
    return SelectionPlan(choice, value, max(bound, value))


def within(selection: Selection, choice: Ints) -> bool:
    """Say whether a plan keeps all limits; what the solver takes for the last digit is too much."""
    chosen = np.zeros(selection.columns)
    chosen[choice[choice >= 0]] = 1.0
    resource = np.repeat(np.arange(len(selection.limit)), np.diff(selection.use_start))
    use = np.bincount(resource, selection.use_amount * chosen[selection.use_column], len(selection.limit))
    return bool((use <= selection.limit * (1 + 1e-9)).all())


def restricted(selection: Selection, keep: Flags) -> Selection:
    """Return a selection with these columns only; its projects, resources and links are the same."""
    s = selection
    use = keep[s.use_column]
    resource = np.repeat(np.arange(len(s.limit)), np.diff(s.use_start))[use]
    return Selection(
        s.projects, s.project[keep], s.period[keep], s.value[keep],
        np.searchsorted(resource, np.arange(len(s.limit) + 1)), (np.cumsum(keep) - 1)[s.use_column[use]],
        s.use_amount[use], s.limit, s.before, s.lag, s.group_start, s.group_project,
    )  # fmt: skip


def rows_of(selection: Selection) -> Rows:
    """Return the constraints: resources, once, one of a group, and by period who needs whom."""
    s = selection
    first = np.searchsorted(s.project, np.arange(s.projects + 1))
    many = np.flatnonzero(np.diff(first) > 1)
    own = np.flatnonzero(np.isin(s.project, many))
    parts = [
        (np.diff(s.use_start), s.use_column, s.use_amount, s.limit),
        (np.diff(first)[many], own, np.ones(len(own)), np.ones(len(many))),
        *_groups(selection, first),
        *_waits(selection, first),
    ]
    lengths, columns, amounts, uppers = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Rows(np.concatenate(([0], np.cumsum(lengths))), columns, amounts, uppers)


Part = tuple[Ints, Ints, Floats, Floats]


def _groups(selection: Selection, first: Ints) -> Iterator[Part]:
    start = selection.group_start.tolist()
    for one, other in pairwise(start):
        members = selection.group_project[one:other].tolist()
        columns = np.concatenate([np.arange(first[each], first[each + 1]) for each in members] or [first[:0]])
        yield np.array([len(columns)]), columns, np.ones(len(columns)), np.ones(1)


def _waits(selection: Selection, first: Ints) -> Iterator[Part]:
    """Up to each period, the later project has started no more often than the earlier one, its lag before."""
    period = selection.period
    for (later, earlier), lag in zip(selection.before.tolist(), selection.lag.tolist(), strict=True):
        mine, other = np.arange(first[later], first[later + 1]), np.arange(first[earlier], first[earlier + 1])
        for when in np.unique(period[mine]):
            late, early = mine[period[mine] <= when], other[period[other] + lag <= when]
            amounts = np.concatenate((np.ones(len(late)), -np.ones(len(early))))
            yield np.array([len(amounts)]), np.concatenate((late, early)), amounts, np.zeros(1)


def _solver(selection: Selection, rows: Rows, nodes: int) -> Any:
    solver = highspy.Highs()
    for option, value in {
        "output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": TIGHT, "mip_abs_gap": TIGHT,
        "mip_feasibility_tolerance": TIGHT, "primal_feasibility_tolerance": TIGHT, "mip_max_nodes": nodes,
    }.items():  # fmt: skip
        solver.setOptionValue(option, value)
    solver.passModel(lowered(selection, rows, whole=True))
    return solver


def lowered(selection: Selection, rows: Rows, whole: bool) -> Any:
    """Return the model of HiGHS: the value as a cost to be lowered; without ``whole`` its linear relaxation."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = selection.columns, len(rows.upper)
    model.col_cost_ = -selection.value
    model.col_lower_, model.col_upper_ = np.zeros(selection.columns), np.ones(selection.columns)
    model.row_lower_, model.row_upper_ = np.full(len(rows.upper), -highspy.kHighsInf), rows.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = rows.start, rows.column, rows.amount
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * selection.columns
    return model
