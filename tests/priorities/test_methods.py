"""Other methods by kind: on values only, gaps treated as asked, nothing silent."""

from __future__ import annotations

from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.mcda.checks import InputError
from opennss.model.codes import Id
from opennss.model.country import Kind, PriorityArea, RobustnessSettings
from opennss.model.criteria import Criterion, Direction, Group, Rank
from opennss.model.observations import Value
from opennss.priorities.inputs import RankInputs
from opennss.priorities.methods import kind_matrix, kind_orders, other_methods, ranking
from opennss.workspace.settings import METHODS, MISSING

NAMES = ("gdp", "jobs", "accidents")
ROWS = {"a": (20.0, 6.0, 4.0), "b": (6.0, 20.0, 8.0), "c": (1.0, 1.0, 2.0), "d": (9.0, None, 3.0)}


def criterion(name: str, direction: Direction = Direction.HIGH) -> Criterion:
    ranges = ">=10;>=5;>0" if direction is Direction.HIGH else "<3;<5;<9"
    return Criterion(
        id=Id(name), name=Text(), group=Group.ECONOMIC, kinds=(Kind.SECTOR, Kind.EMERGING), indicator=Id(name),
        direction=direction, weight=Fraction(1), ranges=ranges,
    )  # fmt: skip


def inputs_of(asked_only: bool = False) -> RankInputs:
    areas = [PriorityArea(id=Id(name), name=Text(), kind=Kind.SECTOR) for name in ROWS]
    views = Criterion(
        id=Id("views"), name=Text(), group=Group.STAKEHOLDER, kinds=tuple(Kind), question=Id("views"),
        weight=Fraction(1),
    )  # fmt: skip
    ready = Criterion(
        id=Id("ready"), name=Text(), group=Group.STAKEHOLDER, kinds=tuple(Kind), question=Id("ready"),
        weight=Fraction(1),
    )  # fmt: skip
    values = [criterion("gdp"), criterion("jobs"), criterion("accidents", Direction.LOW)]
    table = {
        (name, area): Value(value, "percent", "2024", 2, (), ())
        for area, row in ROWS.items()
        for name, value in zip(NAMES, row, strict=True)
        if value is not None
    }
    judged = {(q, area): Rank(str(place)) for q in ("views", "ready") for place, area in enumerate("abc", 1)}
    judged |= {("views", "d"): Rank.NONE, ("ready", "d"): Rank.NONE}
    equal = {group.value: Fraction(1) for group in Group}
    return RankInputs(areas, [views, ready] if asked_only else [*values, views, ready], table, judged, [], equal)


AREAS = [Id(name) for name in ROWS]


@pytest.mark.parametrize(
    ("missing", "shape", "left_out", "cells"),
    [
        ("criteria", (4, 2), ("jobs",), ()),
        ("areas", (3, 3), ("d",), ()),
        ("median", (4, 3), (), (("d", "jobs", 6.0),)),
        ("worst", (4, 3), (), (("d", "jobs", 1.0),)),
    ],
)
def test_gaps_are_treated_as_asked_and_told(
    missing: str, shape: tuple[int, int], left_out: tuple[str, ...], cells: tuple[tuple[str, str, float], ...]
) -> None:
    inputs = inputs_of()
    found = kind_matrix(Kind.SECTOR, AREAS, inputs.ranks(), inputs.criteria, missing)
    assert missing in MISSING
    assert found.filled is not None
    assert (found.filled.matrix.shape, found.filled.left_out, found.filled.cells) == (shape, left_out, cells)
    assert found.judged == ("views", "ready")
    assert sum(found.weights) == pytest.approx(1)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_ranks_the_kind(name: str) -> None:
    inputs = inputs_of()
    (order,) = kind_orders(name, inputs.ranks(), inputs, RobustnessSettings(samples=300), seed=5)
    assert order.ranking is not None
    assert order.ranking.alternatives == tuple(inputs.ranks().joint_list()[i].area for i in range(4))
    assert order.tried is not None
    assert order.tried.counts.sum(axis=1).tolist() == [300] * 4


def test_ranks_alone_are_refused_unless_they_are_asked_to_be_numbers() -> None:
    inputs = inputs_of(asked_only=True)
    (order,) = kind_orders("topsis", inputs.ranks(), inputs, RobustnessSettings())
    assert [finding.code for finding in order.refused] == ["method-few-criteria"]
    assert order.ranking is None
    (order,) = kind_orders("topsis", inputs.ranks(), inputs, RobustnessSettings(), ranks_as_numbers=True)
    assert order.ready.numbers == ("views", "ready")
    assert order.ranking is not None
    assert order.ranking.position == (1, 2, 3, 4), "rank 1 is the most urgent, none the least"


def test_a_kind_that_nothing_is_left_of_has_no_places() -> None:
    inputs = inputs_of()
    ranks, kinds = inputs.ranks(), dict.fromkeys(AREAS, Kind.SECTOR)
    gone = [c for c in inputs.criteria if c.id in ("jobs", "views", "gdp")]
    found = other_methods(("topsis",), ranks, kinds, gone, "criteria")  # type: ignore[arg-type]
    (order,) = found["sector"]
    assert set(order.positions.values()) == {None}
    assert order.left_out == ("views", "jobs")
    assert [finding.code for finding in order.refused] == ["method-few-left"]
    with pytest.raises(InputError):
        ranking("topsis", kind_matrix(Kind.SECTOR, AREAS, ranks, gone))


def test_the_settings_say_which_methods_stand_beside() -> None:
    inputs = inputs_of()
    kinds = dict.fromkeys(map(str, AREAS), Kind.SECTOR)
    found = other_methods(("weighted-sum", "vikor"), inputs.ranks(), kinds, inputs.criteria, "median")
    assert [(order.name, order.missing) for order in found["sector"]] == [
        ("weighted-sum", "median"), ("vikor", "median"),
    ]  # fmt: skip
    assert list(found) == ["sector"]
