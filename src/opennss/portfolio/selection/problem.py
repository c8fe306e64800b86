"""What a selection is, what a plan for it is, and what neither may be."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from graphlib import CycleError, TopologicalSorter
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def _none() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The problem "start each project at most once, in one of its periods", as arrays.

    A **column** is one project in one period (or one way to do it): ``project``, ``period`` and ``value`` say which,
    when and what it is worth; columns stand in the order of projects, then of periods. A project without a column
    cannot start. Resource k takes ``use_amount[i]`` of column ``use_column[i]`` for i from ``use_start[k]`` to
    ``use_start[k + 1]``, at most ``limit[k]`` in all (infinite: no limit). Where ``before`` has the row (later,
    earlier), the later project may only start if the earlier one starts at least ``lag`` periods before it (0: in the
    same period at the latest). Of the projects ``group_project[group_start[g]:group_start[g + 1]]`` at most one starts.

    Anything that array_like gives is taken, and kept as int64 and float64. Raises ``ValueError`` that names the place:
    lengths that differ, an unknown index, a value that is missing, a use or limit below zero, a cycle of ``before``.

    >>> Selection(2, [0, 0, 1], [0, 1, 0], [3.0, 2.0, 4.0], [0, 3], [0, 1, 2], [1.0, 1.0, -1.0], [1.5])
    Traceback (most recent call last):
        ...
    ValueError: use_amount[2] = -1.0: below zero
    """

    projects: int
    project: Ints
    period: Ints
    value: Floats
    use_start: Ints
    use_column: Ints
    use_amount: Floats
    limit: Floats
    before: Ints = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    lag: Ints = field(default_factory=_none)
    group_start: Ints = field(default_factory=lambda: np.zeros(1, np.int64))
    group_project: Ints = field(default_factory=_none)

    def __post_init__(self) -> None:
        for each in fields(self)[1:]:
            kind = np.float64 if each.name in ("value", "use_amount", "limit") else np.int64
            object.__setattr__(self, each.name, _array(each.name, getattr(self, each.name), kind))
        _check(self)

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class SelectionPlan:
    """Which column each project starts with (-1: not started), what that is worth, and what no plan can exceed.

    ``bound`` is proven: no plan of the selection is worth more.
    """

    column: Ints
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """Proven distance to the best plan there can be, as a share of the bound; 0 where the bound is reached."""
        apart = max(self.bound - self.value, 0.0)
        return apart / max(abs(self.bound), 1e-300) if apart > 0 else 0.0


def _array(name: str, given: object, kind: type) -> NDArray[Any]:
    array = np.asarray(given)
    if name == "before" and not array.size:
        array = np.zeros((0, 2), np.int64)
    if kind is np.int64 and array.size and not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{name}: whole numbers are needed, not {array.dtype}")
    if array.ndim != (2 if name == "before" else 1) or (name == "before" and array.shape[1] != 2):
        raise ValueError(f"{name}: an array of shape {array.shape}")
    return np.ascontiguousarray(array, dtype=kind)


def _check(selection: Selection) -> None:
    s = selection
    if s.projects < 1 or not s.columns or not len(s.limit):
        raise ValueError(f"empty: {s.projects} projects, {s.columns} columns, {len(s.limit)} resources")
    for one, other in (
        ("project", "value"), ("period", "value"), ("use_column", "use_amount"), ("before", "lag"),
    ):  # fmt: skip
        if len(getattr(s, one)) != len(getattr(s, other)):
            raise ValueError(f"{one} has {len(getattr(s, one))} entries, {other} has {len(getattr(s, other))}")
    _rows("use_start", s.use_start, len(s.limit), len(s.use_column))
    _rows("group_start", s.group_start, len(s.group_start) - 1, len(s.group_project))
    _within("project", s.project, s.projects)
    _within("use_column", s.use_column, s.columns)
    _within("before", s.before, s.projects)
    _within("group_project", s.group_project, s.projects)
    _refuse("value", s.value, ~np.isfinite(s.value), "not a number")
    _refuse("use_amount", s.use_amount, ~np.isfinite(s.use_amount), "not a number")
    _refuse("use_amount", s.use_amount, s.use_amount < 0, "below zero")
    _refuse("limit", s.limit, np.isnan(s.limit), "not a number")
    _refuse("limit", s.limit, s.limit < 0, "below zero")
    _refuse("lag", s.lag, s.lag < 0, "below zero")
    place = np.arange(len(s.group_project))
    member = np.searchsorted(s.group_start, place, "right") * s.projects + s.group_project
    again = np.ones(len(member), bool)
    again[np.unique(member, return_index=True)[1]] = False
    _refuse("group_project", s.group_project, again, "named twice in a group")
    falls = (np.diff(s.project) < 0) | ((np.diff(s.project) == 0) & (np.diff(s.period) < 0))
    _refuse("project", s.project[1:], falls, "columns do not stand in the order of projects, then periods", 1)
    if cycle := _cycle(s):
        raise ValueError(f"before: a cycle of projects {' -> '.join(map(str, cycle))}")


def _rows(name: str, start: Ints, rows: int, entries: int) -> None:
    if rows < 0 or len(start) != rows + 1 or start[0] != 0 or start[-1] != entries or (np.diff(start) < 0).any():
        raise ValueError(f"{name}: {rows} + 1 rising places from 0 to {entries} are needed")


def _within(name: str, array: Ints, count: int) -> None:
    _refuse(name, array, (array < 0) | (array >= count), f"unknown, there are {count}")


def _refuse(name: str, array: NDArray[Any], wrong: Flags, why: str, shift: int = 0) -> None:
    if wrong.any():
        place = tuple(int(axis) for axis in np.argwhere(wrong)[0])
        shown = ", ".join(str(axis + shift) for axis in place)
        raise ValueError(f"{name}[{shown}] = {array[place].item()}: {why}")


def _cycle(selection: Selection) -> list[int]:
    """Return projects of a cycle of ``before``, the first one again at the end; empty without one."""
    earlier: dict[int, list[int]] = {}
    for late, early in selection.before.tolist():
        earlier.setdefault(late, []).append(early)
    try:
        TopologicalSorter(earlier).prepare()
    except CycleError as error:
        return [int(project) for project in error.args[1]]
    return []
