"""Programmes of mixtures: as a build makes them, each problem solved once, demands let go where they cannot be met."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from opennss import build as spine
from opennss.model.plans import Bounds, Plan, PortfolioProblem
from opennss.portfolio.plan import chosen_items, plan
from opennss.review import solving
from opennss.review.solving import planner

Arguments = tuple[Any, ...]


@pytest.fixture
def asked(small: Path) -> Arguments:
    """What the programme of a small folder is made from: the problem first."""
    seen: list[Arguments] = []

    def make(*arguments: Any) -> Plan:
        seen.append(arguments)
        return plan(*arguments)

    spine.outcome(*spine.read(small), make=make)
    return seen[0]


def test_a_programme_is_that_of_a_build(asked: Arguments) -> None:
    waived: list[PortfolioProblem] = []
    light, whole = planner(waived)(*asked), plan(*asked)
    assert ({*light.items}, light.loads, light.steps) == ({*whole.items}, whole.loads, whole.steps)
    assert waived == []


def test_equal_problems_are_solved_once(asked: Arguments, monkeypatch: pytest.MonkeyPatch) -> None:
    solved: list[PortfolioProblem] = []

    def once(problem: PortfolioProblem) -> solving.Solved:
        solved.append(problem)
        return chosen_items(problem)

    monkeypatch.setattr(solving, "chosen_items", once)
    make = planner([])
    first, again = make(*asked), make(replace(asked[0]), *asked[1:])
    assert first == again
    assert len(solved) == 1


def test_demands_that_cannot_be_met_are_let_go_and_counted(asked: Arguments) -> None:
    problem: PortfolioProblem = asked[0]
    wanted = frozenset({problem.projects[0].id})
    poor = replace(problem, limit=dict.fromkeys(problem.limit, 0.0), bounds=Bounds(required=wanted))
    waived: list[PortfolioProblem] = []
    found = planner(waived)(poor, *asked[1:])
    assert not wanted & {item.project.id for item in found.items}
    assert waived == [poor]
