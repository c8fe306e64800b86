"""A programme by points as a selection on arrays: for problems that are large, and for what a choice costs.

Points add up, item by item and year by year, which the tiers do not: so a problem by points can be handed to
``selection``, which proves its plan at any size. Running items are no choice: their needs are taken from the limits,
and they stay in every plan. Where so many of some items are planned at most, each of them takes one of that number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np

from opennss.model.plans import MONEY, Objective, Planned, PortfolioProblem, Resource
from opennss.model.projects import LADDER, Project
from opennss.portfolio.fitting import TINY, lacking, together, used
from opennss.portfolio.selection.problem import Ints, Selection
from opennss.portfolio.selection.solve import solve as select
from opennss.portfolio.valuing import points

LARGE = 5000
"""Candidates from which a problem by points is solved here: one model takes longer, and its plans are no better."""

SLACK = 1e-6
"""By how much running work may go beyond a limit: what rounding alone can make."""

Few = tuple[list[str], int]
"""Items that may still be chosen, and how many of them may be planned."""

Use = tuple[dict[int, float], float]
"""What each column takes of something, and how much there is of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """A problem as a selection: its columns as items; the items ``running`` stay in every plan beside them.

    There is no ``selection`` where nothing may start.
    """

    columns: tuple[Planned, ...]
    running: tuple[Planned, ...]
    selection: Selection | None

    def items(self, choice: Ints) -> tuple[Planned, ...]:
        """Return the plan of a choice; what counts for nothing by itself is left out where nobody needs it."""
        found = [self.columns[column] for column in choice.tolist() if column >= 0]
        while True:
            needed = {name for item in found for name in item.project.requires}
            kept = [item for item in found if item.project.units or item.project.id in needed]
            if len(kept) == len(found):
                return (*self.running, *kept)
            found = kept

    def choice(self, selection: Selection, items: Iterable[Planned]) -> Ints:
        """Return the choice that a plan is."""
        place = {(item.project.id, item.start): column for column, item in enumerate(self.columns)}
        own = [place[key] for item in items if (key := (item.project.id, item.start)) in place]
        found = np.full(selection.projects, -1)
        found[selection.project[own]] = own
        return found


def suits(problem: PortfolioProblem) -> bool:
    """Say whether a problem is solved here: by points, large, near no other plan, and nothing of it unsayable."""
    asked = problem.objective is Objective.POINTS and not problem.near and len(problem.projects) >= LARGE
    return asked and not unsayable(problem)


def unsayable(problem: PortfolioProblem) -> str:
    """Return what of a problem a selection cannot say: a key below ``label.frontier-not-``; empty: it says all."""
    bounds, works = problem.bounds, {project.work for project in problem.projects}
    needs = [need for (work, _), need in problem.need.items() if work in works]
    reasons = {
        "shares": bool(bounds.shares),
        "purses": any(purse.types or purse.carry_over for purse in bounds.purses),
        "required": bool(bounds.required) or any(p.requires for p in problem.projects if p.id in bounds.fixed),
        "relief": any(amount < 0 for need in needs for resource, amount in need.items() if resource in problem.limit),
    }
    return next((reason for reason, given in reasons.items() if given), "")


def solve(problem: PortfolioProblem) -> tuple[tuple[Planned, ...], tuple[tuple[str, float, float], ...]]:
    """Return the planned projects, each as early as there is room, and the step ``points``: value and proven gap."""
    stated = state(problem)
    if stated.selection is None:
        return stated.running, ()
    found = select(stated.selection)
    items = _early(problem, stated.items(found.column))
    value, bound = worth(problem, items), found.bound + worth(problem, stated.running)
    return items, (("points", value, max(0.0, bound - value) / max(1.0, value)),)


def worth(problem: PortfolioProblem, items: Iterable[Planned]) -> float:
    """Return the points of a plan."""
    return math.fsum(points(item.project, item.start, problem) for item in items)


def state(problem: PortfolioProblem) -> Stated:
    """Return a problem as a selection; what :func:`unsayable` names is not in it.

    Raises ``ArithmeticError`` where running work alone takes more than there is.
    """
    fixed = problem.bounds.fixed
    running = tuple(Planned(p, fixed[p.id]) for p in problem.projects if p.id in fixed)
    free = [p for p in problem.projects if p.id not in fixed]
    place = {p.id: number for number, p in enumerate(free)}
    few = list(_few(problem, place))
    barred = {name for names, count in few if count < 1 for name in names}
    columns = tuple(Planned(p, year) for p in free if p.id not in barred for year in _years(problem, p, running))
    uses = [*_limits(problem, columns, running), *_counts(columns, few)]
    if not columns:
        return Stated((), running, None)
    groups = [[place[name] for name in names] for names, count in few if count == 1 < len(names)]
    before = [(place[p.id], place[name]) for p in free for name in dict.fromkeys(p.requires) if name in place]
    return Stated(columns, running, Selection(
        len(free), _ints(place[item.project.id] for item in columns),
        _ints(item.start - problem.years[0] for item in columns),
        np.array([points(item.project, item.start, problem) for item in columns]),
        _starts([use for use, _ in uses]), _ints(column for use, _ in uses for column in use),
        np.array([amount for use, _ in uses for amount in use.values()]), np.array([limit for _, limit in uses]),
        np.array(before, np.int64), _ints(problem.span[free[earlier].work] for _, earlier in before),
        _starts(groups), _ints(chain.from_iterable(groups)),
    ))  # fmt: skip


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _starts(rows: Sequence[Sequence[int] | Mapping[int, float]]) -> Ints:
    return _ints((0, *accumulate(map(len, rows))))


def _few(problem: PortfolioProblem, place: Mapping[str, int]) -> Iterator[Few]:
    """Yield of which items so many are planned at most, without those that run: rungs of one committee too."""
    rungs: dict[str, list[str]] = {}
    for project in problem.projects:
        if project.type in LADDER:
            rungs.setdefault(project.committee, []).append(project.id)
    for names, count in chain(((m.items, m.count) for m in problem.bounds.most), ((r, 1) for r in rungs.values())):
        yield [name for name in names if name in place], count - sum(name in problem.bounds.fixed for name in names)


def _years(problem: PortfolioProblem, project: Project, running: Sequence[Planned]) -> list[int]:
    """Return the years in which a project may start, behind what runs and comes before it."""
    ends = [item.start + problem.span[item.project.work] for item in running if item.project.id in project.requires]
    return [year for year in problem.starts(project) if year >= max(ends, default=year)]


def _limits(problem: PortfolioProblem, columns: Sequence[Planned], running: Sequence[Planned]) -> Iterator[Use]:
    """Yield what columns take of each resource, and what running work leaves of it."""
    uses: dict[Resource, dict[int, float]] = {resource: {} for resource in problem.limit}
    for column, item in enumerate(columns):
        for resource, amount in problem.need[item.project.work, item.start].items():
            if amount and resource in uses:
                uses[resource][column] = amount
    taken = used(problem, running)
    for resource, use in uses.items():
        paid = sum(
            dict(purse.amounts).get(resource.year, 0.0)
            for purse in problem.bounds.purses if resource.kind == MONEY and purse.body == resource.body
        )  # fmt: skip
        left = problem.limit[resource] + paid - taken.get(resource, 0.0)
        if left < -SLACK and (use or resource in taken):
            raise ArithmeticError(f"{resource}: {-left} more than there is before anything is chosen")
        yield use, max(0.0, left) + TINY


def _counts(columns: Sequence[Planned], few: Iterable[Few]) -> Iterator[Use]:
    for names, count in few:
        if 1 < count < len(names):
            own = {*names}
            yield {column: 1.0 for column, item in enumerate(columns) if item.project.id in own}, float(count)


def _early(problem: PortfolioProblem, items: Sequence[Planned]) -> tuple[Planned, ...]:
    """Move each item to the first year with room for it, those of the first years and the most urgent first."""
    found, total = {item.project.id: item for item in items}, used(problem, items)
    for item in sorted(items, key=lambda i: (i.start, i.project.tier or 0, i.project.id)):
        before = [found[name] for name in item.project.requires]
        ready = max((first.start + problem.span[first.project.work] for first in before), default=0)
        for moved in (Planned(item.project, y) for y in problem.starts(item.project) if ready <= y < item.start):
            changed = together(together(total, used(problem, [moved])), used(problem, [item]), sign=-1)
            if not lacking(problem, items, changed):
                found[item.project.id], total = moved, changed
                break
    return tuple(found.values())
