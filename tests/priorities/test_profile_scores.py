"""The joint list as a function of weights: at the chosen weights it is the joint list, in every example, ties too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from opennss import build as spine
from opennss.model.country import Kind
from opennss.model.results import Ranks
from opennss.priorities.inputs import RankInputs
from opennss.priorities.profile_scores import Field, field
from opennss.priorities.thresholds import places_of, places_under
from opennss.priorities.weightings import by_group

EXAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "examples").rglob("nss.toml"))


def inputs_of(folder: Path) -> RankInputs:
    """What the ranks of an example are made from."""
    return spine.rank_inputs(spine.read(folder)[0])[0]


def kinds_of(inputs: RankInputs) -> dict[str, Kind]:
    return {str(area.id): area.kind for area in inputs.areas}


def chosen(made: Field, ranks: Ranks, inputs: RankInputs) -> list[float]:
    """The chosen weights of the columns of criteria."""
    own = {str(c.id): str(c.group) for c in inputs.criteria}
    found = []
    for column in made.columns:
        weights = dict(dict(ranks.weights)[column.kind])
        total = sum(weight for name, weight in weights.items() if own[name] == column.group)
        part = float(weights[column.criterion] / total)
        found.append(made.weights[made.groups.index(column.group)] * part / column.shared)
    return found


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("tie", ["mean", "profile"])
def test_the_chosen_weights_give_the_joint_list(folder: Path, tie: str) -> None:
    inputs = replace(inputs_of(folder), tie=tie)
    ranks = inputs.ranks()
    joint = [area.joint for area in ranks.joint_list()]
    groups = field(ranks, kinds_of(inputs), inputs.criteria, inputs.between, tie)
    weights = np.array([groups.weights])
    assert places_under(groups.scores(), weights)[0].tolist() == joint
    codes = np.array([[cell[3] for cell in groups.cells]], dtype=np.int8)
    assert places_of(groups, codes, weights)[0].tolist() == joint
    single = field(ranks, kinds_of(inputs), inputs.criteria, inputs.between, tie, inside=True)
    own = chosen(single, ranks, inputs)
    assert sum(own) == pytest.approx(1)
    assert by_group(single.columns, single.groups, own) == pytest.approx(groups.weights)
    assert places_under(single.scores(), np.array([own]))[0].tolist() == joint


def test_a_kind_without_a_group_has_nothing_in_its_column(vietnam: Path) -> None:
    inputs = inputs_of(vietnam)
    ranks = inputs.ranks()
    made = field(ranks, kinds_of(inputs), inputs.criteria, inputs.between)
    scores = made.scores()
    emerging = made.groups.index("emerging")
    sectors = [row for row, kind in enumerate(made.kinds) if kind == "sector"]
    assert not scores.known[sectors, emerging].any()
    assert (scores.known <= 1).all()


def test_a_group_without_weight_has_no_column(vietnam: Path) -> None:
    inputs = inputs_of(vietnam)
    none = replace(inputs, between={**inputs.between, "emerging": 0 * inputs.between["emerging"]})
    made = field(none.ranks(), kinds_of(none), none.criteria, none.between)
    assert "emerging" not in made.groups
    assert sum(made.weights) == pytest.approx(1)
