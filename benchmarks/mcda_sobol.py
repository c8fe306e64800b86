"""Sobol indices with bootstrap against SALib: the same design size, a cheap function, one output and many.

Ours and SALib each draw their design, call the function on it and estimate first and total indices with 100 bootstrap
samples; processor seconds of one thread. The function is a sum with one interaction, so that it costs next to nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from common import processor_time, row, say, seconds

from opennss.mcda.matrix import Floats
from opennss.mcda.robustness.sobol import SobolIndices, sobol

try:
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as draw
except ImportError:
    analyze = None

SIZES, QUICK = ((6, 4096, 1), (20, 4096, 1), (50, 4096, 1), (20, 4096, 50)), ((4, 256, 1), (4, 256, 3))
GOAL_INPUTS, GOAL_OUTPUTS, FASTER, NEAR = 20, 1, 20, 0.03


def model(inputs: int, outputs: int) -> Any:
    """Return a function of ``inputs`` columns with so many outputs: a sum whose first two inputs interact."""
    slopes = np.random.default_rng(41).random((inputs, outputs)) + 0.2

    def function(points: Floats) -> Floats:
        return points @ slopes + 0.3 * (points[:, :1] * points[:, 1:2])

    return function


def theirs(inputs: int, count: int, outputs: int) -> Floats:
    """Return SALib's first indices, output by output, as it is called."""
    function = model(inputs, outputs)
    problem = {"num_vars": inputs, "names": [f"x{place}" for place in range(inputs)], "bounds": [[0, 1]] * inputs}
    points = draw.sample(problem, count, calc_second_order=False, seed=1)
    found = function(points)
    said = [analyze.analyze(problem, found[:, k], calc_second_order=False, seed=1)["S1"] for k in range(outputs)]
    return np.stack(said, axis=1)


def ours(inputs: int, count: int, outputs: int) -> SobolIndices:
    """Return our indices of all outputs."""
    return sobol(model(inputs, outputs), tuple(f"x{place}" for place in range(inputs)), count, 1)


def rows(quick: bool) -> list[dict[str, Any]]:
    """Return one row a size, and check that both find the same indices."""
    made = []
    for inputs, count, outputs in QUICK if quick else SIZES:
        say(f"sobol: {inputs} inputs, {count} points, {outputs} outputs")
        own = seconds(lambda i=inputs, c=count, o=outputs: ours(i, c, o), processor_time)
        peer = None
        if analyze is not None:
            peer = seconds(lambda i=inputs, c=count, o=outputs: theirs(i, c, o), processor_time)
            apart = np.abs(ours(inputs, count, outputs).first - theirs(inputs, count, outputs)).max()
            if apart > (0.2 if quick else NEAR):
                raise AssertionError(f"the indices differ by {apart}")
        goal = (inputs, outputs) == (GOAL_INPUTS, GOAL_OUTPUTS)
        made.append(
            row(
                "Sobol indices with bootstrap", f"D = {inputs}, N = {count}, outputs = {outputs}", "s", own,
                peer=peer, peer_name="SALib", goal=f">= {FASTER} x SALib" if goal else None,
                meets=(lambda one: (one.ratio or 0) >= FASTER) if goal else None,
            )
        )  # fmt: skip
    return [asdict(one) for one in made]
