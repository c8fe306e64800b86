"""Weights as they are handed in: by order or by name, and everything that is wrong with them."""

import pytest

from opennss.mcda.aggregate import METHODS
from opennss.mcda.checks import InputError, weights_for
from opennss.mcda.frames import decision_matrix
from opennss.mcda.weights.direct import points

MATRIX = decision_matrix([[1, 5, 3], [2, 4, 1], [3, 3, 2]], criteria=["price", "noise", "quality"])
SHARES = {"noise": 0.1, "price": 0.6, "quality": 0.3}


@pytest.mark.parametrize("method", METHODS)
def test_names_decide_and_not_the_order_in_which_they_were_asked(method):
    by_order = METHODS[method](MATRIX, [0.6, 0.1, 0.3])
    for given in (SHARES, points({name: 100 * share for name, share in SHARES.items()})):
        assert METHODS[method](MATRIX, given).score.tolist() == by_order.score.tolist()


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({"price": 1.0}, "weights-names"),
        (["a", 0.5, 0.5], "weights-not-numbers"),
        ([0.5, 0.5], "weights-count"),
        ([0.5, 0.5, float("nan")], "weight-not-finite"),
        ([1.5, -0.5, 0], "weight-negative"),
        ([0, 0, 0], "weights-zero"),
        ([0.5, 0.5, 0.5], "weights-sum"),
    ],
)
def test_what_no_method_takes(weights, code):
    assert [finding.code for finding in weights_for(MATRIX.criteria, weights)[1]] == [code]
    with pytest.raises(InputError):
        METHODS["weighted-sum"](MATRIX, weights)
