"""The verifier, and selections of up to fourteen projects that Hypothesis draws."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from opennss.portfolio.selection.problem import Selection

MOST = 20_000
"""Joint choices of all projects that the reference tries."""


def beside(name: str) -> ModuleType:
    """A module that lies beside this one."""
    spec = importlib.util.spec_from_file_location(f"selection_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def broken() -> Callable[[Any, Any], list[str]]:
    """What a plan breaks."""
    return beside("verifier").broken


@st.composite
def small_selections(draw: st.DrawFn) -> Selection:
    """A selection of up to fourteen projects with few periods, some links and small numbers, so that ties abound."""
    projects = draw(st.integers(1, 14))
    most = max(1, int(MOST ** (1 / projects)) - 1)
    options = [draw(st.lists(st.integers(0, 3), max_size=most, unique=True)) for _ in range(projects)]
    if not any(options):
        options[0] = [1]
    columns = [(project, period) for project, own in enumerate(options) for period in sorted(own)]
    count, resources = len(columns), draw(st.integers(1, 4))
    number = st.integers(-2, 9) | st.floats(0.1, 9, allow_nan=False)
    value = [float(draw(number)) for _ in range(count)]
    use = [[abs(float(draw(number))) if draw(st.booleans()) else 0.0 for _ in range(count)] for _ in range(resources)]
    limit = [sum(row) * draw(st.sampled_from([0.0, 0.2, 0.4, 0.8, 2.0, np.inf])) for row in use]
    limit = [0.0 if np.isnan(each) else each for each in limit]
    pairs = draw(st.lists(st.tuples(st.integers(0, projects - 1), st.integers(0, projects - 1)), max_size=6))
    before = [(max(pair), min(pair)) for pair in pairs if pair[0] != pair[1]]
    groups = draw(st.lists(st.lists(st.integers(0, projects - 1), max_size=4, unique=True), max_size=3))
    return Selection(
        projects, *zip(*columns, strict=True), value,
        np.arange(resources + 1) * count, np.tile(np.arange(count), resources), np.ravel(use), limit,
        before, [draw(st.integers(0, 2)) for _ in before],
        np.cumsum([0, *map(len, groups)]), [member for group in groups for member in group],
    )  # fmt: skip


@pytest.fixture(scope="session")
def selections() -> st.SearchStrategy[Selection]:
    """The strategy that draws them."""
    return small_selections()


@pytest.fixture(scope="session")
def typical() -> Callable[[int, int], Selection]:
    """Make a selection of so many projects over five years with three resources, as programmes have them."""

    def made(projects: int, seed: int) -> Selection:
        random = np.random.default_rng(seed)
        length = random.integers(1, 4, projects)
        project, period = np.nonzero(np.arange(5) + length[:, None] <= 5)
        need = random.lognormal(1, 0.7, (3, projects)).round(1) + 0.1
        year = np.arange(5)[:, None]
        at_work = (period <= year) & (year < period + length[project])
        use = (need[:, None, project] * at_work / length[project]).reshape(15, -1)
        resource, column = np.nonzero(use)
        later, earlier = random.integers(0, projects, (2, projects // 10))
        keep = later > earlier
        groups = random.permutation(projects)[: projects // 10 // 3 * 3]
        return Selection(
            projects, project, period, (need.sum(0) * random.uniform(0.7, 1.5, projects))[project] * 0.95**period,
            np.searchsorted(resource, np.arange(16)), column, use[resource, column], np.repeat(need.sum(1) * 0.06, 5),
            np.stack((later, earlier), 1)[keep], np.ones(int(keep.sum()), int),
            np.arange(0, len(groups) + 1, 3), groups,
        )  # fmt: skip

    return made
