"""Moved bounds and drawn ranks: the same rules as the ranks themselves, draw by draw."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss import build as spine
from opennss.model.criteria import Ranges
from opennss.model.results import Ranks
from opennss.priorities.inputs import RankInputs
from opennss.priorities.profile_scores import Field, field
from opennss.priorities.thresholds import LEAST, MISSING, MOST, filled, moved, places, places_of, ranked


@pytest.fixture(scope="module")
def example() -> tuple[RankInputs, Ranks, Field]:
    folder = Path(__file__).parents[2] / "examples" / "vietnam"
    inputs = spine.rank_inputs(spine.read(folder)[0])[0]
    ranks = inputs.ranks()
    kinds = {str(area.id): area.kind for area in inputs.areas}
    return inputs, ranks, field(ranks, kinds, inputs.criteria, inputs.between)


@given(st.integers(-200, 200), st.sampled_from([">=10;>=5;>0", "<3;<=8;<15", ">30;>20;>=10"]))
def test_bounds_that_do_not_move_give_the_rank_of_the_ranges(number: int, text: str) -> None:
    ranges = Ranges.parse(text)
    value = number / 8
    assert ranked(value, ranges, np.ones((1, 3)))[0] == ranges.rank(value).number


@given(st.lists(st.sampled_from([0.8, 0.9, 1.0, 1.25]), min_size=3, max_size=3), st.integers(0, 100))
def test_moved_bounds_are_tried_in_their_order(factors: list[float], number: int) -> None:
    bounds = [Fraction(str(b)) * Fraction(str(f)) for b, f in zip((10, 8, 0), factors, strict=True)]
    value = Fraction(number, 4)
    expected = next((rank for rank, bound in enumerate(bounds, 1) if value >= bound), 4)
    assert ranked(float(value), Ranges.parse(">=10;>=8;>=0"), np.array([factors]))[0] == expected


def test_every_missing_rank_is_drawn_and_no_other(example: tuple[RankInputs, Ranks, Field]) -> None:
    made = example[2]
    codes = filled(made, np.random.default_rng(1), 400)
    own = np.array([cell[3] for cell in made.cells])
    assert (own == 0).sum() > 10
    assert (codes[:, own > 0] == own[own > 0]).all()
    assert set(np.unique(codes[:, own == 0])) == set(MISSING)


def test_without_a_missing_rank_nothing_is_drawn(example: tuple[RankInputs, Ranks, Field]) -> None:
    made = example[2]
    whole = Field(**{name: getattr(made, name) for name in made.__slots__} | {"cells": ((0, 0, 1.0, 2),)})
    assert filled(whole, np.random.default_rng(1), 3).tolist() == [[2], [2], [2]]


def test_filling_never_leaves_the_printed_interval(example: tuple[RankInputs, Ranks, Field]) -> None:
    """Among the areas of one list, at the chosen weights: the interval counts areas that are not placed too."""
    _, ranks, made = example
    codes = filled(made, np.random.default_rng(7), 2_000)
    found = places_of(made, codes, np.tile(np.array(made.weights), (2_000, 1)))
    for name in ("sectors", "subjects", "emerging"):
        rows = [row for row, area in enumerate(made.areas) if ranks.of(area).list == name]
        inside = 1 + (found[:, None, rows] < found[:, rows, None]).sum(axis=2)
        for place, row in enumerate(rows):
            area = ranks.of(made.areas[row])
            assert area.best <= inside[:, place].min()
            assert inside[:, place].max() <= area.worst


def test_only_values_with_ranges_move(example: tuple[RankInputs, Ranks, Field]) -> None:
    inputs, ranks, made = example
    codes, weights = moved(made, ranks, inputs.criteria, np.random.default_rng(3), 500)
    judged = {str(c.id) for c in inputs.criteria if c.question}
    for place, (row, _, _, code) in enumerate(made.cells):
        cell = ranks.of(made.areas[row]).cell(made.names[place])
        if made.names[place] in judged or cell.value is None or cell.rank == "1*":
            assert (codes[:, place] == code).all()
    assert (codes != codes[0]).any()
    factors = weights / np.array(made.weights)
    assert factors.min() >= LEAST
    assert factors.max() <= MOST


def test_equal_keys_share_a_place() -> None:
    keys = (np.array([[1.0, 1.0, 2.0, -np.inf]]), np.array([[3.0, 3.0 + 1e-15, 0.0, 0.0]]))
    assert places(keys).tolist() == [[2, 2, 1, 4]]
