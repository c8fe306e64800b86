"""Bounds and the kernels behind them, against trying everything."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.portfolio.selection import reference
from opennss.portfolio.selection.exact import exact
from opennss.portfolio.selection.kernels import best_choice
from opennss.portfolio.selection.layout import COMBINATIONS, grow_trees, lay_out
from opennss.portfolio.selection.prices import arrange, bound, priced
from opennss.portfolio.selection.problem import Selection
from opennss.portfolio.selection.solve import solve

NEAR = 1e-9


def close(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(1.0, abs(one), abs(other))


@pytest.mark.parametrize("combinations", [COMBINATIONS, 1])
def test_the_kernel_finds_the_best_choice(
    selections: st.SearchStrategy[Selection], broken: Callable[..., list[str]], combinations: int
) -> None:
    @settings(max_examples=150)
    @given(selections, st.data())
    def agrees(selection: Selection, data: st.DataObject) -> None:
        prices = np.array([data.draw(st.sampled_from([0.0, 0.3, 1.0, 2.5])) for _ in selection.limit])
        layout = lay_out(selection)
        trees = grow_trees(layout, combinations)
        most, choice, use = best_choice(layout, trees, selection.value, prices, 1, 3)
        expected = reference.best_choice(selection, prices)
        if trees.ignored.any():  # an edge left out makes it larger, never smaller
            assert most.sum() >= expected - NEAR * max(1.0, abs(expected))
            return
        assert close(most.sum(), expected)
        assert [each for each in broken(selection, choice) if not each.startswith("resource")] == []
        own = selection.value[choice[choice >= 0]].sum() - prices @ use.sum(axis=0)
        assert close(own, expected)

    agrees()


def test_no_plan_exceeds_the_bound(selections: st.SearchStrategy[Selection]) -> None:
    @settings(max_examples=150)
    @given(selections)
    def holds(selection: Selection) -> None:
        best = reference.best_plan(selection)
        found = bound(selection)
        assert found.value >= best - NEAR * max(1.0, abs(best))
        assert (found.prices >= 0).all()
        hasty = bound(selection, rounds=1)
        assert hasty.value >= best - NEAR * max(1.0, abs(best))

    holds()


def test_a_component_that_is_too_large_has_a_bound_all_the_same(broken: Callable[..., list[str]]) -> None:
    # everyone needs everyone of a lower number: no tree, and far too many joint choices
    count = 40
    later, earlier = np.tril_indices(count, -1)
    project, period = np.divmod(np.arange(3 * count), 3)
    selection = Selection(
        count, project, period, np.where(project == count - 1, 50.0, -1.0), [0, 3 * count], np.arange(3 * count),
        np.ones(3 * count), [float(count)], np.stack((later, earlier), 1), np.zeros(len(later), int),
    )  # fmt: skip
    assert arrange(selection).trees.ignored.any()
    best = 50.0 - (count - 1)
    assert bound(selection).value >= best
    for solver in (solve, exact):
        plan = solver(selection)
        assert broken(selection, plan.column) == []
        assert plan.value == best


def test_links_without_number_are_kept(broken: Callable[..., list[str]]) -> None:
    random = np.random.default_rng(7)
    count = 60
    pairs = random.integers(0, count, (300, 2))
    pairs = pairs[pairs[:, 0] > pairs[:, 1]]
    project, period = np.divmod(np.arange(4 * count), 4)
    selection = Selection(
        count, project, period, random.uniform(-2, 9, 4 * count), [0, 4 * count], np.arange(4 * count),
        random.uniform(1, 5, 4 * count), [60.0], pairs, random.integers(0, 2, len(pairs)),
        [0, 5, 10], random.permutation(count)[:10],
    )  # fmt: skip
    assert arrange(selection).trees.ignored.any()
    plan = solve(selection)
    assert broken(selection, plan.column) == []
    assert plan.value <= exact(selection).bound <= bound(selection).value + NEAR


def test_a_typical_bound_is_that_of_the_linear_relaxation_or_less(typical: Callable[..., Selection]) -> None:
    selection = typical(400, 1)
    ready = arrange(selection)
    cold = priced(ready)
    warm = priced(ready, near=cold.prices)
    assert warm.value == pytest.approx(cold.value, rel=1e-5)
    plan = exact(selection, nodes=1)
    assert plan.bound == pytest.approx(cold.value, rel=5e-3)
    assert cold.value >= plan.value


def test_a_sample_of_many_components_shows_where_to_begin(typical: Callable[..., Selection]) -> None:
    selection = typical(12_000, 2)
    ready = arrange(selection)
    far = np.zeros(len(selection.limit))
    assert priced(ready).value == pytest.approx(priced(ready, near=far).value, rel=1e-5)
