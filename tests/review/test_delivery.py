"""What became of the old programme: said, planned, brought or gone; targets are judged by their old aims."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.language import Text
from opennss.model.codes import Id, Period
from opennss.model.observations import Unit
from opennss.model.programme import WorkState, WorkStatus
from opennss.model.projects import Progress, ProjectType, Target
from opennss.model.results import Standing
from opennss.model.review import Delivered, Delivery, Outcome
from opennss.model.standards import Role
from opennss.review.delivery import delivered, targets
from opennss.review.mixing import World, whole

AI = "adopt-iso-iec-22989-2022"


@pytest.fixture
def world(small: Path) -> World:
    return whole(*spine.read(small))


@pytest.fixture
def first(world: World) -> Outcome:
    return spine.outcome(world.workspace, world.catalogue)


def with_evidence(world: World, **rows: object) -> World:
    workspace = world.workspace
    return replace(world, workspace=replace(workspace, evidence=replace(workspace.evidence, **rows)))  # type: ignore[arg-type]


def told(world: World, new: World, first: Outcome, last: Outcome) -> dict[str, Delivered]:
    return {row.project.id: row for row in delivered(world, new, first, last)}


def test_what_is_planned_still_is_not_delivered(world: World, first: Outcome) -> None:
    """A P-seat is what participation brings; as long as the programme has the item, more of it is to come."""
    seats = tuple(replace(row, role=Role.P) for row in world.workspace.evidence.participation)
    new = with_evidence(world, participation=seats)
    own = {row.project.committee for row in first.plan.items if row.project.type is ProjectType.PARTICIPATE}
    assert own & {row.committee for row in seats}
    assert {row.what for row in told(world, new, first, first).values()} == {Delivery.PLANNED}
    empty = replace(first, plan=replace(first.plan, items=(), not_now=()))
    after = told(world, new, first, empty)
    assert {row.what for row in after.values() if row.project.committee in own and not row.project.measure} >= {
        Delivery.DELIVERED
    }
    assert after[AI].what is Delivery.GONE, "in no list any more"


def test_what_was_dropped_says_why(world: World, first: Outcome) -> None:
    row = WorkState(item=AI, status=WorkStatus.DROPPED, stage=None, since=None, reason=Text.of(en="No money"))
    found = told(world, with_evidence(world, work=(row,)), first, first)[AI]
    assert (found.what, found.said["en"], found.reason) == (Delivery.DROPPED, "No money", "")


def test_a_falling_target_is_judged_by_all_its_aims(world: World) -> None:
    """Only the first year is due; that the aims fall is told by the second."""

    def target(year: int, aim: int) -> Target:
        return Target(
            id=Id("old"), name=Text.of(en="Old"), definition=Text(), unit=Unit("percent"), year=year,
            target=Decimal(aim), baseline=None,
        )  # fmt: skip

    method = world.workspace.method
    old = replace(world.workspace, method=replace(method, targets=(target(2025, 30), target(2027, 20))))
    value = Progress(target=Id("old"), period=Period("2025"), value=Decimal(40))
    new = with_evidence(replace(world, workspace=old), progress=(value,)).workspace
    (row,) = targets(old, new)
    assert (row.year, row.measured, row.standing, row.aim_now) == (2025, 40, Standing.MISSED, 30)
