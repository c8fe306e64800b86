"""Sobol sequence and indices: Ishigami's function, closed forms, SciPy's sequence, SALib's estimates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from opennss.mcda.checks import InputError
from opennss.mcda.robustness.sobol import additive, indices, multiplicative, sequence, sobol


def ishigami(points):
    x = -np.pi + 2 * np.pi * points
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_ishigami_has_its_known_indices():
    """T. Homma, A. Saltelli, Reliability Engineering & System Safety 52 (1996), with a = 7 and b = 0.1: the variances
    follow from the formula, a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2."""
    a, b = 7, 0.1
    whole = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    one, two, both = 0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, 8 * b**2 * np.pi**8 / 225
    found = sobol(ishigami, ("x1", "x2", "x3"), 8192, seed=5)
    assert found.first[:, 0] == pytest.approx([one / whole, two / whole, 0], abs=0.01)
    assert found.total[:, 0] == pytest.approx([(one + both) / whole, two / whole, both / whole], abs=0.01)
    assert found.evaluations == 8192 * 5
    assert found.frame()["input"].to_list() == ["x1", "x2", "x3"]


def test_the_points_are_those_of_scipy():
    for dimensions, power in ((1, 3), (2, 5), (40, 7), (100, 6)):
        ours = sequence(dimensions, 2**power)
        theirs = qmc.Sobol(dimensions, scramble=False, bits=32).random_base2(power)
        assert {tuple(point) for point in ours} == {tuple(point) for point in theirs}


def test_a_shift_keeps_every_projection_even():
    points = sequence(6, 64, seed=3)
    assert all(sorted((points[:, place] * 64).astype(int)) == list(range(64)) for place in range(6))
    assert (points == sequence(6, 64, seed=3)).all()
    assert (points != sequence(6, 64, seed=4)).any()


def test_a_design_gives_the_same_estimates_as_salib():
    analyze = pytest.importorskip("SALib.analyze.sobol")
    random = np.random.default_rng(1)
    size, count = 4, 256
    of_a, of_b, of_ab = random.random(count), random.random(count), random.random((count, size))
    ours = indices(of_a[:, None], of_b[:, None], of_ab[:, :, None], tuple("abcd"), resamples=400)
    flat = np.concatenate([of_a[:, None], of_ab, of_b[:, None]], axis=1).ravel()
    problem = {"num_vars": size, "names": list("abcd"), "bounds": [[0, 1]] * size}
    theirs = analyze.analyze(problem, flat, calc_second_order=False, num_resamples=400, seed=1)
    # SALib divides by the variance of the standardized outputs at A and B, as we do
    assert ours.first[:, 0] == pytest.approx(theirs["S1"], abs=1e-9)
    assert ours.total[:, 0] == pytest.approx(theirs["ST"], abs=1e-9)
    assert ours.first_error[:, 0] == pytest.approx(theirs["S1_conf"], rel=0.25)
    assert ours.total_error[:, 0] == pytest.approx(theirs["ST_conf"], rel=0.25)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.1, 10), min_size=2, max_size=6), st.integers(0, 1000))
def test_a_sum_has_its_closed_form(slopes, seed):
    inputs = tuple(f"x{place}" for place in range(len(slopes)))
    exact = additive(slopes, [1 / 12] * len(slopes), inputs)
    found = sobol(lambda points: points @ np.array(slopes), inputs, 1024, seed)
    assert exact.first.sum() == pytest.approx(1)
    assert found.first == pytest.approx(exact.first, abs=0.05)
    assert found.total == pytest.approx(exact.total, abs=0.05)


def test_a_product_has_its_closed_form():
    inputs = ("a", "b", "c")
    slopes = np.array([0.5, 1.0, 2.0])
    # exp(s u) with u uniform: mean (e^s − 1)/s, mean of the square (e^2s − 1)/2s
    mean = np.expm1(slopes) / slopes
    exact = multiplicative(mean, np.expm1(2 * slopes) / (2 * slopes) - mean**2, inputs)
    found = sobol(lambda points: np.exp(points @ slopes), inputs, 8192, 2)
    assert found.first == pytest.approx(exact.first, abs=0.02)
    assert found.total == pytest.approx(exact.total, abs=0.02)


def test_many_outputs_at_once_are_each_alone():
    def both(points):
        return np.stack([points[:, 0], ishigami(points)], axis=1)

    found = sobol(both, ("a", "b", "c"), 512, 7)
    alone = sobol(ishigami, ("a", "b", "c"), 512, 7)
    assert found.first[:, 1] == pytest.approx(alone.first[:, 0])
    assert found.total_error[:, 1] == pytest.approx(alone.total_error[:, 0])
    assert found.total[:, 0] == pytest.approx([1, 0, 0], abs=0.01)


def test_an_output_that_never_varies_has_no_index():
    found = sobol(lambda points: np.full(len(points), 3.0), ("a",), 64)
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()


def test_what_cannot_be_done_is_said():
    with pytest.raises(InputError, match="power of two"):
        sequence(2, 100)
    with pytest.raises(InputError, match="200"):
        sequence(201, 4)
    with pytest.raises(InputError, match="not finite"), np.errstate(divide="ignore"):
        sobol(lambda points: 1 / np.floor(points[:, 0] * 2), ("a",), 64)
    with pytest.raises(InputError, match="mean of b"):
        multiplicative([1, 0], [1, 1], ("a", "b"))
