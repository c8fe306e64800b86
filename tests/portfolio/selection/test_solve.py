"""Plans against trying everything: kept limits and links, proven optima, the same plan for the same selection."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.portfolio.selection import reference
from opennss.portfolio.selection.exact import exact
from opennss.portfolio.selection.exchange import exchange
from opennss.portfolio.selection.frontier import frontier
from opennss.portfolio.selection.greedy import greedy
from opennss.portfolio.selection.layout import lay_out
from opennss.portfolio.selection.problem import Selection, SelectionPlan
from opennss.portfolio.selection.solve import solve

NEAR = 1e-6
"""What the proof of the mixed-integer solver is good for."""

Broken = Callable[..., list[str]]


def worth(selection: Selection, plan: SelectionPlan) -> float:
    return float(selection.value[plan.column[plan.column >= 0]].sum())


@pytest.mark.parametrize("solver", [solve, exact, greedy])
def test_small_plans_are_kept_proven_and_best(
    selections: st.SearchStrategy[Selection], broken: Broken, solver: Callable[[Selection], SelectionPlan]
) -> None:
    @settings(max_examples=100)
    @given(selections)
    def holds(selection: Selection) -> None:
        plan, best = solver(selection), reference.best_plan(selection)
        near = NEAR * max(1.0, abs(best))
        assert broken(selection, plan.column) == []
        assert plan.value == pytest.approx(worth(selection, plan))
        assert plan.value <= best + near
        assert plan.bound >= best - near
        assert plan.value >= greedy(selection).value - near
        if solver is not greedy:
            assert plan.value >= best - near
            assert plan.bound <= best + near

    holds()


@pytest.mark.parametrize("seed", [1, 2])
def test_larger_plans_are_kept_and_near(typical: Callable[..., Selection], broken: Broken, seed: int) -> None:
    selection = typical(700, seed)
    plan = solve(selection)
    assert broken(selection, plan.column) == []
    assert plan.gap < 0.01
    assert plan.value > greedy(selection).value


def test_the_same_selection_has_the_same_plan(typical: Callable[..., Selection]) -> None:
    for size in (25, 700):
        plan, again = (solve(typical(size, 3), pairs=200_000) for _ in range(2))
        assert plan.column.tolist() == again.column.tolist()
        assert (plan.value, plan.bound) == (again.value, again.bound)


@pytest.mark.parametrize("seconds", [0.0, 2.0, 10.0, 30.0])
def test_a_plan_is_there_whenever_time_is_over(
    typical: Callable[..., Selection], broken: Broken, seconds: float
) -> None:
    ticks = count()
    selection = typical(80, 4)
    plan = solve(selection, seconds, clock=lambda: float(next(ticks)))
    assert broken(selection, plan.column) == []
    assert greedy(selection).value <= plan.value <= plan.bound


def test_nothing_may_start_where_nothing_fits(typical: Callable[..., Selection]) -> None:
    one = typical(30, 5)
    empty = Selection(
        one.projects, one.project, one.period, one.value, one.use_start, one.use_column, one.use_amount,
        np.zeros(len(one.limit)),
    )  # fmt: skip
    for solver in (solve, exact, greedy):
        assert (solver(empty).column == -1).all()
        assert solver(empty).value == 0.0
    assert solve(empty).gap == 0.0


def test_without_any_limit_everything_starts_at_its_best() -> None:
    free = Selection(2, [0, 0, 1], [0, 1, 0], [3.0, 4.0, 5.0], [0, 3], [0, 1, 2], [1.0, 1.0, 1.0], [np.inf])
    assert solve(free).column.tolist() == [1, 2]
    assert solve(free).gap == 0.0


def test_what_is_worth_nothing_starts_where_it_is_needed() -> None:
    waiting = Selection(
        3, [0, 0, 1, 1, 2], [0, 1, 0, 1, 1], [-1.0, -1.0, 5.0, 5.0, 3.0], [0, 5], [0, 1, 2, 3, 4], [1.0] * 5, [2.0],
        before=[[1, 0]], lag=[1],
    )  # fmt: skip
    assert solve(waiting).column.tolist() == [0, 3, -1]
    assert greedy(waiting).column.tolist() == [0, 3, -1]


def test_after_all_exchanges_none_is_left(selections: st.SearchStrategy[Selection], broken: Broken) -> None:
    @settings(max_examples=60)
    @given(selections)
    def holds(selection: Selection) -> None:
        layout, choice = lay_out(selection), greedy(selection).column.copy()
        linked = np.flatnonzero(np.diff(layout.node)[: selection.projects])
        moves = [
            (project, column)
            for project in range(selection.projects)
            for column in [*np.flatnonzero(selection.project == project).tolist(), -1]
            if column != choice[project] and project not in linked
        ][:12]
        if not moves:
            return
        projects, columns = (np.array(each) for each in zip(*moves, strict=True))
        before = selection.value[choice[choice >= 0]].sum()
        exchange(layout, selection.value, choice, projects, columns, 10**6)
        assert broken(selection, choice) == []
        assert selection.value[choice[choice >= 0]].sum() >= before
        left = list(zip(projects.tolist(), columns.tolist(), strict=True))
        assert reference.best_exchange(selection, choice, left) <= 1e-8

    holds()


def test_a_frontier_gives_up_one_value_for_the_other(selections: st.SearchStrategy[Selection], broken: Broken) -> None:
    @settings(max_examples=25)
    @given(selections, st.randoms(use_true_random=False))
    def holds(selection: Selection, random: object) -> None:
        second = np.array([random.uniform(0, 9) for _ in range(selection.columns)])  # type: ignore[attr-defined]
        points = frontier(selection, second, 4)
        assert [point.weight for point in points] == pytest.approx([0, 1 / 3, 2 / 3, 1])
        for point in points:
            assert broken(selection, point.plan.column) == []
            assert point.plan.value <= point.plan.bound
        best = reference.best_plan(selection)
        assert points[0].first >= best * (1 - points[0].plan.gap) - NEAR * max(1.0, abs(best))
        for one, two in pairwise(points[1:-1]):
            assert one.first >= two.first - NEAR * max(1.0, abs(one.first))
            assert one.second <= two.second + NEAR * max(1.0, abs(one.second))

    holds()


def test_a_frontier_has_two_ends(typical: Callable[..., Selection]) -> None:
    selection = typical(300, 6)
    second = selection.value[::-1].copy()
    points = frontier(selection, second, 3, pairs=200_000)
    assert points[0].first > points[-1].first
    assert points[0].second < points[-1].second
    assert max(point.plan.gap for point in points) < 0.02
    with pytest.raises(ValueError, match="points = 1"):
        frontier(selection, second, 1)
    with pytest.raises(ValueError, match="entries"):
        frontier(selection, second[1:])
