"""The weighting nearest to a given one that fulfils linear conditions, of some of them at least so many (HiGHS).

Distance is the sum of absolute differences. Solver: Q. Huangfu and J. A. J. Hall, *Parallelizing the dual revised
simplex method* (2018), highs.dev; one thread, fixed seed, limits counted in nodes: the same answer on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from opennss.mcda.matrix import Floats

Places = NDArray[np.intp]

GAP = 2e-4
"""A search over which conditions to fulfil ends when it is proven this close to the least distance."""

MAX_NODES = 5000
"""It ends after so many nodes at the latest, with what is proven till then."""

FEASIBLE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a search starts and how far it may go: weights of sum 1, bounds of each weight, the farthest distance."""

    weights: Floats
    low: Floats
    high: Floats
    radius: float


def solver() -> Any:
    """Return a solver that is silent and gives the same answer on every run.

    Its own searches for good answers are off: they cost more than the small problems here.
    """
    highs = highspy.Highs()
    for option, value in {
        "output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": GAP,
        "mip_max_nodes": MAX_NODES, "primal_feasibility_tolerance": FEASIBLE, "mip_feasibility_tolerance": FEASIBLE,
        "mip_heuristic_effort": 0.0, "mip_heuristic_run_rins": False, "mip_heuristic_run_rens": False,
        "mip_heuristic_run_root_reduced_cost": False, "mip_heuristic_run_zi_round": False,
    }.items():  # fmt: skip
        highs.setOptionValue(option, value)
    return highs


def reach(rows: Floats, place: Place) -> Floats:
    """Return the largest value of each row (k × m) times weights that lie within the bounds and the distance.

    Exact: weight moves from where the row is least to where it is most, as far as bounds and distance allow.

    >>> here = Place(np.array([0.5, 0.3, 0.2]), np.zeros(3), np.ones(3), 0.5)
    >>> reach(np.array([[0.0, 1.0, 2.0]]), here)
    array([1.2])
    """
    best, worst = np.argsort(-rows, axis=1, kind="stable"), np.argsort(rows, axis=1, kind="stable")
    into, out = np.cumsum((place.high - place.weights)[best], axis=1), np.cumsum((place.weights - place.low)[worst], 1)
    steps = np.minimum(np.sort(np.concatenate([np.zeros((len(rows), 1)), into, out], axis=1), axis=1), place.radius / 2)
    middle = (steps[:, 1:] + steps[:, :-1])[..., None] / 2
    gains = _at(rows, best, into, middle, -np.inf) - _at(rows, worst, out, middle, np.inf)
    moved = np.where(np.diff(steps) > 0, np.maximum(gains, 0.0) * np.diff(steps), 0.0)
    return np.asarray(rows @ place.weights + moved.sum(axis=1), dtype=np.float64)


def _at(rows: Floats, order: Places, filled: Floats, middle: Floats, beyond: float) -> Floats:
    """Return the value of the criterion that is in turn when so much weight has moved."""
    turn = (middle > filled[:, None, :]).sum(axis=2)
    values = np.concatenate([np.take_along_axis(rows, order, axis=1), np.full((len(rows), 1), beyond)], axis=1)
    return np.asarray(np.take_along_axis(values, turn, axis=1), dtype=np.float64)


def nearest(
    highs: Any, place: Place, hard: Floats, soft: Sequence[Floats], need: int
) -> tuple[float, Floats | None] | None:
    """Return a proven lower bound of the least distance, and the weights found at it.

    ``hard`` (k × m) and at least ``need`` of ``soft`` (each r × m, all its rows) must not be negative at the weights.
    ``None`` when no weights within the place do it; no weights when the search ended before it found any.
    """
    every, ends = np.concatenate([hard[:0], *soft]), np.cumsum([len(rows) for rows in soft])[:-1]
    least, most = np.split(-reach(-every, place), ends), np.split(reach(every, place), ends)
    open_ones = [one for one in range(len(soft)) if least[one].min() < 0]
    need -= len(soft) - len(open_ones)
    open_ones = [one for one in open_ones if most[one].min() >= 0]
    if need > len(open_ones):
        return None
    if need < 1:
        open_ones = []
    switched = need < len(open_ones)
    rows = np.concatenate([hard, *(soft[one] for one in open_ones)])
    big = np.concatenate([np.zeros(len(hard)), *(np.maximum(-least[one], 0) for one in open_ones)])
    owner = np.repeat(np.arange(-1, len(open_ones)), [len(hard), *(len(soft[one]) for one in open_ones)])
    matrix, lower, upper = _system(place, rows, big * switched, owner, len(open_ones) * switched, need)
    return _solved(highs, place, matrix, lower, upper)


def _system(
    place: Place, rows: Floats, big: Floats, owner: Places, switches: int, need: int
) -> tuple[Floats, Floats, Floats]:
    """Return the rows of the problem and their bounds; its columns are more, less of each weight, and the switches.

    A row whose switch is 0 may fall to the least value it has within the place, and so says nothing.
    """
    size, count = len(place.weights), len(rows)
    matrix = np.zeros((count + 3, 2 * size + switches))
    matrix[:count, : 2 * size] = np.concatenate([rows, -rows], axis=1)
    if switches:
        matrix[np.arange(count)[owner >= 0], 2 * size + owner[owner >= 0]] = -big[owner >= 0]
    matrix[count, : 2 * size] = np.repeat([1.0, -1.0], size)
    matrix[count + 1, : 2 * size] = 1.0
    matrix[count + 2, 2 * size :] = 1.0
    lower = np.concatenate([-rows @ place.weights - big, [0.0, -np.inf, float(need) if switches else 0.0]])
    upper = np.concatenate([np.full(count, np.inf), [0.0, place.radius, np.inf]])
    return matrix, lower, upper


def _solved(
    highs: Any, place: Place, matrix: Floats, lower: Floats, upper: Floats
) -> tuple[float, Floats | None] | None:
    size, columns = len(place.weights), matrix.shape[1]
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = columns, len(matrix)
    problem.col_cost_ = np.repeat([1.0, 0.0], [2 * size, columns - 2 * size])
    problem.col_lower_ = np.zeros(columns)
    problem.col_upper_ = np.concatenate(
        [place.high - place.weights, place.weights - place.low, np.ones(columns - 2 * size)]
    )
    problem.row_lower_, problem.row_upper_ = lower, upper
    filled = matrix != 0
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_ = np.concatenate([[0], np.cumsum(filled.sum(axis=1))])
    problem.a_matrix_.index_ = np.nonzero(filled)[1]
    problem.a_matrix_.value_ = matrix[filled]
    if columns > 2 * size:
        kinds = [highspy.HighsVarType.kContinuous] * (2 * size)
        problem.integrality_ = kinds + [highspy.HighsVarType.kInteger] * (columns - 2 * size)
    highs.passModel(problem)
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    bound = info.mip_dual_bound if columns > 2 * size else info.objective_function_value
    if not np.isfinite(bound):  # it ended before it had proven anything
        bound = 0.0
    if info.primal_solution_status != int(highspy.kSolutionStatusFeasible):
        return max(0.0, float(bound)), None
    moved = np.array(highs.getSolution().col_value[: 2 * size])
    return max(0.0, float(bound)), np.clip(place.weights + moved[:size] - moved[size:], place.low, place.high)
