"""The plain plan: the best value for its use first. It needs NumPy only, and explains itself.

Each column's value is divided by what it uses, every resource as a share of its limit (or at given prices). The
best one goes first, with what it needs that has not started yet; what does not fit any more, or may not, is passed
over.
"""

from __future__ import annotations

import numpy as np

from opennss.portfolio.selection.problem import Floats, Ints, Selection, SelectionPlan

NEAR = 1e-10
"""A plan may use so much more than the limit, as a share of it: what rounding alone can make."""


def greedy(selection: Selection, prices: Floats | None = None) -> SelectionPlan:
    """Return the plain plan; its bound is what every project is worth at its best, without any limit.

    >>> one = Selection(3, [0, 1, 2], [0, 0, 0], [6.0, 5.0, 5.0], [0, 3], [0, 1, 2], [3.0, 2.0, 2.0], [4.0])
    >>> greedy(one).column.tolist()
    [-1, 1, 2]
    """
    plan = _Plan(selection, prices)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(plan.cost > 0, selection.value / plan.cost, np.where(selection.value > 0, np.inf, -np.inf))
    for column in np.argsort(-worth, kind="stable").tolist():
        if plan.choice[plan.project[column]] < 0:
            plan.start(column)
    most = np.zeros(selection.projects)
    np.maximum.at(most, selection.project, selection.value)
    return SelectionPlan(np.array(plan.choice), value_of(selection, np.array(plan.choice)), float(most.sum()))


def value_of(selection: Selection, choice: Ints) -> float:
    """Return what a plan is worth, summed in the order of the projects."""
    return float(sum(selection.value[choice[choice >= 0]].tolist()))


class _Plan:
    """A plan as it grows: what has started, and what is left of each resource."""

    def __init__(self, selection: Selection, prices: Floats | None) -> None:
        s = selection
        self.project, self.period, self.value = s.project.tolist(), s.period.tolist(), s.value.tolist()
        resource = np.repeat(np.arange(len(s.limit)), np.diff(s.use_start))
        order = np.argsort(s.use_column, kind="stable")
        self.at = np.searchsorted(s.use_column[order], np.arange(s.columns + 1)).tolist()
        self.resource, self.amount = resource[order].tolist(), s.use_amount[order].tolist()
        self.left, self.slack = s.limit.tolist(), (-NEAR * s.limit).tolist()
        if prices is None:
            prices = np.divide(1.0, s.limit, out=np.zeros(len(s.limit)), where=s.limit > 0)
        self.cost = np.bincount(s.use_column, prices[resource] * s.use_amount, s.columns)
        self.first = np.searchsorted(s.project, np.arange(s.projects + 1)).tolist()
        self.choice = [-1] * s.projects
        self.needs: dict[int, list[tuple[int, int]]] = {}
        for (later, earlier), lag in zip(s.before.tolist(), s.lag.tolist(), strict=True):
            self.needs.setdefault(later, []).append((earlier, lag))
        self.groups: dict[int, list[int]] = {}
        for group in range(len(s.group_start) - 1):
            for member in s.group_project[s.group_start[group] : s.group_start[group + 1]].tolist():
                self.groups.setdefault(member, []).append(group)
        self.taken: set[int] = set()

    def start(self, column: int) -> None:
        """Start a project with this column, and what it needs before it, if all that may be and is worth something."""
        with_it = self._with_needs(column)
        if sum(self.value[each] for each in with_it) <= 0:
            return
        use: dict[int, float] = {}
        for each in with_it:
            for place in range(self.at[each], self.at[each + 1]):
                use[self.resource[place]] = use.get(self.resource[place], 0.0) + self.amount[place]
        if any(self.left[one] - amount < self.slack[one] for one, amount in use.items()):
            return
        groups = [group for each in with_it for group in self.groups.get(self.project[each], ())]
        if len(set(groups)) < len(groups) or not self.taken.isdisjoint(groups):
            return
        self.taken.update(groups)
        for each in with_it:
            self.choice[self.project[each]] = each
        for one, amount in use.items():
            self.left[one] -= amount

    def _with_needs(self, column: int) -> list[int]:
        """Return a column and those of the projects it waits for, each as late as may be; empty where it may not."""
        latest = {self.project[column]: self.period[column]}
        waiting, found = [column], {self.project[column]: column}
        while waiting:
            one = waiting.pop()
            for earlier, lag in self.needs.get(self.project[one], ()):
                last = min(self.period[one] - lag, latest.get(earlier, self.period[one]))
                if self.choice[earlier] >= 0:
                    if self.period[self.choice[earlier]] > last:
                        return []
                    continue
                if earlier in found and self.period[found[earlier]] <= last:
                    continue
                own = range(self.first[earlier], self.first[earlier + 1])
                fitting = [each for each in own if self.period[each] <= last]
                if not fitting:
                    return []
                latest[earlier], found[earlier] = last, fitting[-1]
                waiting.append(fitting[-1])
        return list(found.values())
