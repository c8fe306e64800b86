"""Uncertainty of a composite indicator: against a plain loop over replications, and what must hold of any."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix
from opennss.mcda.robustness import composite as room
from opennss.mcda.robustness.composite import AGGREGATIONS, Choices, composite
from opennss.mcda.robustness.prepared import prepare


def data(units=12, indicators=7, seed=3):
    random = np.random.default_rng(seed)
    values = np.exp(random.normal(size=(units, indicators)))
    values[random.random(values.shape) < 0.05] = np.nan
    return decision_matrix(values, maximize=[place % 3 != 2 for place in range(indicators)])


GROUPS = ["a", "b", "a", "c", "b", "a", "c"]


def by_hand(matrix, groups, chosen, inside, between):
    """One replication as the handbook writes it: mean of means, arithmetic or geometric."""
    imputation, treatment, normalization, aggregation = chosen
    values = prepare(matrix.values, matrix.maximize, (imputation,), (treatment,), (normalization,))[0].values
    inner, outer = AGGREGATIONS[aggregation]
    names = list(dict.fromkeys(groups))
    means = []
    for name in names:
        place = [j for j, group in enumerate(groups) if group == name]
        weight = np.array([inside[j] for j in place])
        own = values[:, place]
        mean = np.exp(np.log(own) @ weight / weight.sum()) if inner else own @ weight / weight.sum()
        means.append(mean)
    weight = np.array([between[name] for name in names])
    stacked = np.stack(means, axis=1)
    return np.exp(np.log(stacked) @ weight / weight.sum()) if outer else stacked @ weight / weight.sum()


ALL = Choices(aggregation=tuple(AGGREGATIONS), noise=0.3)


@pytest.mark.parametrize("chosen", list(product(*ALL.lists().values())))
def test_each_combination_without_noise_is_the_handbooks(chosen):
    matrix = data()
    only = Choices(*((step,) for step in chosen), noise=0)
    inside, between = [1, 2, 1, 1, 3, 1, 1], {"a": 1, "b": 2, "c": 1}
    score = by_hand(matrix, GROUPS, chosen, inside, between)
    found = composite(matrix, GROUPS, inside, list(between.values()), only, samples=5)
    place = np.argsort(np.argsort(-score))
    assert [row.argmax() for row in found.counts] == place.tolist()
    assert found.nominal == tuple(place + 1)
    assert (found.counts.max(axis=1) == 5).all()


def test_weights_move_as_far_as_they_may():
    matrix = decision_matrix([[0.0, 1.0], [1.0, 0.0], [0.45, 0.45]])
    only = Choices(("mean",), ("none",), ("min-max",), ("arithmetic",), noise=0.5)
    found = composite(matrix, ["x", "x"], choices=only, samples=20_000)
    # the share of the first weight is u / (u + v), u and v uniform on 0.5..1.5: below one half as often as above
    assert found.counts[0, 0] / 20_000 == pytest.approx(0.5, abs=0.02)
    assert found.counts[2].tolist()[0] == 0
    same = Choices(("mean",), ("none",), ("min-max",), ("arithmetic",), noise=0)
    assert composite(matrix, ["x", "x"], choices=same, samples=10).nominal == (1, 1, 3)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 50), st.permutations(range(7)))
def test_the_order_of_the_indicators_of_a_draw_does_not_matter_without_noise(seed, order):
    matrix = data(seed=seed)
    still = Choices(noise=0)
    moved = decision_matrix(matrix.values[:, order], maximize=matrix.maximize[list(order)])
    weights = {"a": 1, "b": 2, "c": 3}
    one = composite(matrix, GROUPS, None, list(weights.values()), still, 300, seed)
    groups = [GROUPS[place] for place in order]
    two = composite(moved, groups, None, [weights[name] for name in dict.fromkeys(groups)], still, 300, seed)
    assert (one.counts == two.counts).all()


def test_same_seed_same_counts():
    matrix = data(30, 7)
    one = composite(matrix, GROUPS, choices=ALL, samples=3_000, seed=4)
    assert (one.counts.sum(axis=1) == 3_000).all()
    again = composite(matrix, GROUPS, choices=ALL, samples=3_000, seed=4)
    assert (one.counts == again.counts).all()
    assert (one.counts != composite(matrix, GROUPS, choices=ALL, samples=3_000, seed=5).counts).any()


def test_effects_tell_which_choice_moves_a_unit():
    matrix = data(25, 7, seed=8)
    found = composite(matrix, GROUPS, choices=Choices(noise=0), samples=4_000)
    parts = np.array(list(found.effects.values()))
    assert list(found.effects) == [*Choices().lists(), "weights and interactions"]
    moved = ~np.isnan(parts[0])
    assert moved.any()
    assert parts[:, moved].sum(axis=0) == pytest.approx(np.ones(moved.sum()))
    assert (parts[:, moved] > -1e-9).all()


def test_a_unit_that_is_best_in_all_is_always_first():
    values = data(10, 7).values
    values = np.nan_to_num(values, nan=1.0)
    values[4] = np.where([place % 3 != 2 for place in range(7)], values.max(axis=0) + 1, values.min(axis=0) / 2)
    matrix = decision_matrix(values, maximize=[place % 3 != 2 for place in range(7)])
    found = composite(matrix, GROUPS, choices=ALL, samples=2_000)
    assert found.counts[4, 0] == 2_000
    assert found.frame().row(0)[0] == "a5"
    assert found.quantile(0.95)[4] == 1


def test_what_is_wrong_is_said_all_at_once():
    matrix = decision_matrix([[1.0, np.nan], [2.0, np.nan]])
    with pytest.raises(InputError) as error:
        composite(matrix, ["x"], choices=Choices(imputation=("guess",), treatment=(), noise=2))
    assert {finding.code for finding in error.value.findings} == {
        "groups-count", "unknown-choice", "no-choice", "bad-noise", "indicator-empty",
    }  # fmt: skip
    with pytest.raises(InputError, match="group y"):
        composite(decision_matrix([[1.0, 2], [2, 1]]), ["x", "y"], [1, 0])


def test_a_geometric_mean_needs_positive_values(monkeypatch):
    monkeypatch.setitem(room.NORMALIZATIONS, "min-max", lambda values: values)
    monkeypatch.setitem(prepare.__globals__["NORMALIZATIONS"], "min-max", lambda values: values - 2)
    with pytest.raises(InputError, match="not positive"):
        composite(decision_matrix([[1.0], [5.0]]), ["x"])


def test_the_kernel_is_its_reference():
    random = np.random.default_rng(2)
    starts, own, share = np.array([0, 3, 4]), random.random(9), np.array([1.0, 0.0, 2.0])
    words = [random.integers(0, 1 << 32, (50, columns), dtype=np.uint32) for columns in (9, 3)]
    expected = room.moved_and_shared(*(each / 2**32 for each in words), own, share, starts, 0.4)
    single = own.astype(np.float32), share.astype(np.float32)
    found = np.empty((50, 9), dtype=np.float32)
    room._move_and_share(*words, found, *single, starts, np.float32(0.4))
    assert found == pytest.approx(expected, rel=1e-5)
    assert expected.sum(axis=1) == pytest.approx(np.ones(50))


def test_many_units_take_the_other_way_to_the_same_counts(monkeypatch):
    matrix, own = data(40, 7), Choices(normalization=("min-max", "rank"))
    one = composite(matrix, GROUPS, choices=own, samples=2_000, seed=6)
    monkeypatch.setattr(room, "SCORED_HERE", 10)
    assert (composite(matrix, GROUPS, choices=own, samples=2_000, seed=6).counts == one.counts).all()


def test_the_unit_of_an_indicator_does_not_matter_however_large() -> None:
    values = np.array([[2.0, 2], [1, 3], [3, 1]])
    small, large = (composite(decision_matrix(values * scale), ["x", "y"], samples=200) for scale in (1, 1e200))
    assert small.counts.tolist() == large.counts.tolist()


def test_infinite_values_and_no_samples_are_refused() -> None:
    for call, code in (
        (lambda: composite(decision_matrix([[1.0], [2.0]]), ["x"], samples=0), "number-least"),
        (lambda: composite(replace(decision_matrix([[1.0], [2.0]]), values=np.array([[np.inf], [1]])), ["x"]),
         "value-infinite"),
    ):  # fmt: skip
        with pytest.raises(InputError) as told:
            call()
        assert [finding.code for finding in told.value.findings] == [code]


def test_words_are_the_numbers_that_the_generator_makes_itself():
    one, other = (np.random.Generator(np.random.SFC64(3)) for _ in range(2))
    assert ((room._words(one, 7, 4) >> 8) * 2.0**-24 == other.random((7, 4), dtype=np.float32)).all()
