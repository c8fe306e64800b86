"""TOPSIS: the fighter aircraft of Hwang and Yoon with every table, and what has no distance."""

import numpy as np

from opennss.mcda.aggregate.topsis import topsis
from opennss.mcda.frames import decision_matrix

AIRCRAFT = decision_matrix(
    [
        [2.0, 1500, 20000, 5.5, 5, 9],
        [2.5, 2700, 18000, 6.5, 3, 5],
        [1.8, 2000, 21000, 4.5, 7, 7],
        [2.2, 1800, 20000, 5.0, 5, 5],
    ],
    maximize=[True, True, True, False, True, True],
)


def test_hwang_and_yoon_1981():
    """Hwang, Yoon (1981), pp. 133-134: every table; the book rounds on the way, so its fourth decimals differ."""
    result = topsis(AIRCRAFT, [0.2, 0.1, 0.1, 0.1, 0.2, 0.3])
    assert np.allclose(result.score, [0.643, 0.268, 0.613, 0.312], atol=0.0006)
    assert result.position == (1, 4, 2, 3)
    published = {
        "topsis.normalized": [
            [0.4671, 0.3662, 0.5056, 0.5063, 0.4811, 0.6708],
            [0.5839, 0.6591, 0.4550, 0.5983, 0.2887, 0.3727],
            [0.4204, 0.4882, 0.5308, 0.4143, 0.6736, 0.5217],
            [0.5139, 0.4392, 0.5056, 0.4603, 0.4811, 0.3727],
        ],
        "topsis.weighted": [
            [0.0934, 0.0366, 0.0506, 0.0506, 0.0962, 0.2012],
            [0.1168, 0.0659, 0.0455, 0.0598, 0.0577, 0.1118],
            [0.0841, 0.0488, 0.0531, 0.0414, 0.1347, 0.1565],
            [0.1028, 0.0439, 0.0506, 0.0460, 0.0962, 0.1118],
        ],
        "topsis.ideal": [
            [0.1168, 0.0659, 0.0531, 0.0414, 0.1347, 0.2012],
            [0.0841, 0.0366, 0.0455, 0.0598, 0.0577, 0.1118],
        ],
        "topsis.distances": [[0.0545, 0.0983], [0.1197, 0.0439], [0.0580, 0.0920], [0.1009, 0.0458]],
    }
    for key, table in published.items():
        assert np.allclose(result.table(key).values, table, atol=0.001), key


def test_mountain_climbing_by_hand():
    """Opricovic, Tzeng (2004): A2 is 0.125 and 0.25 away from the ideal, 0.375 and 0.25 from the anti-ideal."""
    matrix = decision_matrix([[1, 3000], [2, 3750], [5, 4500]], [False, True])
    to_ideal, to_anti = np.hypot(0.125, 0.25), np.hypot(0.375, 0.25)
    found = topsis(matrix, [0.5, 0.5], normalization="min-max").score
    assert np.allclose(found, [0.5, to_anti / (to_ideal + to_anti), 0.5])


def test_what_is_ideal_and_anti_ideal_at_once_is_as_near_as_can_be():
    result = topsis(decision_matrix([[1, 2], [1, 2]]), [0.5, 0.5])
    assert (result.score.tolist(), result.position) == ([1.0, 1.0], (1, 1))
    assert result.notes == (("constant-criterion", "c1"), ("constant-criterion", "c2"))
