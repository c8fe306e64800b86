"""VIKOR: the mountain, six hydropower systems under four weightings, and both conditions of the compromise."""

import numpy as np
import pytest

from opennss.mcda.aggregate.vikor import vikor
from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix

RESERVOIRS = decision_matrix(
    [
        [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
        [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
        [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
        [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
        [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
        [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
    ],
    maximize=[True, False, True, True, False, False, False, True],
)
PUBLISHED = {
    # weights of the first and the last four criteria: S, R, Q, compromise
    (1, 1): (
        [0.692, 0.700, 0.290, 0.423, 0.280, 0.346],
        [0.125, 0.125, 0.121, 0.125, 0.067, 0.125],
        [0.991, 1.000, 0.473, 0.670, 0.000, 0.578],
        {"a5"},
    ),
    (2, 1): (
        [0.701, 0.600, 0.386, 0.365, 0.317, 0.459],
        [0.167, 0.114, 0.161, 0.167, 0.089, 0.167],
        [1.000, 0.533, 0.552, 0.563, 0.000, 0.686],
        {"a5"},
    ),
    (1, 2): (
        [0.683, 0.800, 0.193, 0.480, 0.243, 0.232],
        [0.113, 0.167, 0.080, 0.122, 0.044, 0.083],
        [0.684, 1.000, 0.147, 0.554, 0.041, 0.191],
        {"a3", "a5", "a6"},
    ),
    (1, 3.2): (
        [0.678, 0.857, 0.138, 0.513, 0.222, 0.167],
        [0.129, 0.190, 0.057, 0.139, 0.042, 0.060],
        [0.668, 1.000, 0.051, 0.588, 0.058, 0.078],
        {"a3", "a5", "a6"},
    ),
}


def told(result, code):
    return {name for kind, name in result.notes if kind == code}


def test_opricovic_and_tzeng_2004():
    """Opricovic, Tzeng (2004), the mountain climbing example: S, R and Q, which are short enough to check by hand."""
    result = vikor(decision_matrix([[1, 3000], [2, 3750], [5, 4500]], [False, True]), [0.5, 0.5])
    assert result.table("vikor.measures").values.tolist() == [[0.5, 0.5, 1.0], [0.375, 0.25, 0.0], [0.5, 0.5, 1.0]]
    assert result.position == (2, 1, 2)
    assert result.notes == (("compromise", "a2"),)


@pytest.mark.parametrize("weights", PUBLISHED)
def test_opricovic_and_tzeng_2007(weights):
    """Opricovic, Tzeng (2007), the numerical example: S, R and Q of six hydropower systems."""
    first, last = weights
    group, single, both, compromise = PUBLISHED[weights]
    result = vikor(RESERVOIRS, [first] * 4 + [last] * 4, rescale=True)
    assert np.allclose(result.table("vikor.measures").values, np.column_stack([group, single, both]), atol=0.0011)
    assert told(result, "compromise") == compromise
    assert bool(told(result, "no-acceptable-advantage")) == (len(compromise) > 1)
    members = result.table("vikor.compromise").values.ravel()
    assert {name for name, member in zip(result.alternatives, members, strict=True) if member} == compromise


def test_ahead_but_not_stable_by_hand():
    """S 0.40 0.60 0.20 0.21 0.55, R 0.20 0.20 0.20 0.12 0.11: a4 leads by more than 1/4, but is first by neither."""
    matrix = decision_matrix(
        [[1, 101, 1, 101, 1], [101, 1, 101, 1, 101], [1, 1, 1, 1, 101], [11, 11, 11, 16, 61], [56] * 5], maximize=False
    )
    result = vikor(matrix, [0.2] * 5)
    assert result.table("vikor.measures").values[3].round(4).tolist() == [0.21, 0.12, 0.0681]
    assert told(result, "compromise") == {"a4", "a5"}
    assert told(result, "no-acceptable-stability") == {"a4"}
    assert result.table("vikor.conditions").values[0, 2:].tolist() == [1.0, 0.0]


def test_what_is_the_same_for_all_adds_nothing():
    result = vikor(decision_matrix([[1, 5], [2, 5], [2, 5]]), [0.5, 0.5])
    assert result.position == (3, 1, 1)
    assert told(result, "compromise") == {"a2", "a3"}
    assert vikor(decision_matrix([[1], [1]]), [1.0]).position == (1, 1)


@pytest.mark.parametrize("v", [-0.1, 1.1, float("nan")])
def test_the_weight_of_the_majority_lies_between_0_and_1(v):
    with pytest.raises(InputError, match="majority"):
        vikor(RESERVOIRS, [0.125] * 8, v=v)
