"""Weightings of criteria that share out those of their groups: what is level in exact numbers stays level."""

import numpy as np

from opennss.mcda.robustness.spaces import Answers, Around
from opennss.priorities.weightings import Shared


def test_answers_about_groups_are_shared_out_in_whole_numbers() -> None:
    groups = Answers([[0.3, 0.7], [0.6, 0.4]], [0.5, 0.5])
    drawn = Shared(groups, (0, 0, 1), (1 / 3, 2 / 3, 1.0)).draw(np.random.default_rng(1), 50)
    assert {tuple(row) for row in drawn.tolist()} == {(1.0, 2.0, 7.0), (1.0, 2.0, 2.0)}


def test_other_weightings_stay_as_they_are() -> None:
    around = Around([0.3, 0.7], 20.0)
    drawn = Shared(around, (0, 0, 1), (0.25, 0.75, 1.0)).draw(np.random.default_rng(1), 50)
    groups = around.draw(np.random.default_rng(1), 50)
    assert np.array_equal(drawn, (groups[:, [0, 0, 1]] * np.array([0.25, 0.75, 1.0])).astype(np.float32))
