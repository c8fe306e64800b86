"""Rows that do not fit into a mixture: which are left out, which only lose an area, and how that is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.errors import Finding
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Decision, DecisionKind, Rank
from opennss.model.programme import ApprovedItem, WorkState, WorkStatus
from opennss.model.projects import Measure, MeasureKind, ProjectType
from opennss.review.fitting import Misfit, fitted, undemanded
from opennss.review.mixing import World, differing, mixed, whole


@pytest.fixture
def world(small: Path) -> World:
    return whole(*spine.read(small))


def measure(name: str, body: str = "office", areas: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Measure:
    return Measure(
        id=Id(name), objective=Id("o"), kind=MeasureKind.LAW, name=Text.of(en=name), areas=tuple(map(Id, areas)),
        lead=Id("x"), body=Id(body), start=2027, end=2028, days=Decimal(1), cost=Decimal(0), rank=Rank.HIGH,
        depends_on=tuple(map(Id, after)),
    )  # fmt: skip


def with_choices(world: World, **rows: object) -> World:
    workspace = world.workspace
    return replace(world, workspace=replace(workspace, choices=replace(workspace.choices, **rows)))  # type: ignore[arg-type]


def told(lost: tuple[Misfit, ...]) -> list[tuple[str, str, str]]:
    return [(misfit.row.FILE, misfit.lacks, misfit.name) for misfit in lost]


def test_everything_fits_into_its_own_folder(world: World) -> None:
    same, lost = fitted(world)
    assert (same, lost) == (world, ())
    assert mixed(world, world, ()) == replace(world, workspace=replace(world.workspace, sha256=""))
    assert differing(world, world) == ()


def test_a_measure_loses_an_area_and_goes_with_the_last(world: World) -> None:
    rows = (measure("one", areas=("farming", "moon")), measure("two", areas=("moon",)), measure("all"))
    same, lost = fitted(with_choices(world, measures=rows))
    assert [(row.id, row.areas) for row in same.workspace.choices.measures] == [("one", ("farming",)), ("all", ())]
    assert told(lost) == [("measures.csv", "areas.csv", "moon")] * 2


def test_a_measure_of_a_body_without_capacity_goes_with_all_that_wait_for_it(world: World) -> None:
    rows = (measure("late", after=("next",)), measure("next", after=("lone",)), measure("lone", body="elsewhere"),
            measure("free"))  # fmt: skip
    same, lost = fitted(with_choices(world, measures=rows))
    assert [row.id for row in same.workspace.choices.measures] == ["free"]
    assert told(lost) == [
        ("measures.csv", "capacity.csv", "elsewhere"),
        ("measures.csv", "measures.csv", "lone"),
        ("measures.csv", "measures.csv", "next"),
    ]


def test_running_work_needs_its_measure_and_its_effort(world: World) -> None:
    def approved(item: str, kind: ProjectType, of: str = "") -> ApprovedItem:
        day = dt.date(2026, 1, 1)
        return ApprovedItem(
            item=Id(item), type=kind, measure=Id(of) if of else None, start=2026, end=2027, approved=day
        )

    def state(item: str) -> WorkState:
        return WorkState(item=Id(item), status=WorkStatus.RUNNING, stage=None, since=None)

    programme = (approved("measure-gone", ProjectType.MEASURE, "gone"), approved("lead-x", ProjectType.LEAD),
                 approved("adopt-x", ProjectType.ADOPT))  # fmt: skip
    changed = with_choices(world, programme=programme)
    work = tuple(state(item) for item in ("measure-gone", "lead-x", "adopt-x", "unknown"))
    evidence = replace(changed.workspace.evidence, work=work)
    same, lost = fitted(replace(changed, workspace=replace(changed.workspace, evidence=evidence)))
    assert [row.item for row in same.workspace.evidence.work] == ["adopt-x", "unknown"]
    assert told(lost) == [("work.csv", "measures.csv", "gone"), ("work.csv", "effort.csv", "lead")]


def test_demands_without_a_candidate_are_let_go_by_name(world: World) -> None:
    day = dt.date(2026, 1, 1)
    demand = Decision(
        id=Id("d9"), kind=DecisionKind.REQUIRE, subject="adopt-x", reason=Text(), approver="A", date=day, expiry=day
    )  # fmt: skip
    demanding = with_choices(world, decisions=(*world.workspace.choices.decisions, demand))
    findings = [Finding("decisions.csv", 0, "subject", "required-unknown", {"value": "adopt-x", "decision": "d9"})]
    same, lost = undemanded(demanding, findings)
    assert same.workspace.choices.decisions == world.workspace.choices.decisions
    assert told(lost) == [("decisions.csv", "", "adopt-x")]
    assert undemanded(demanding, [Finding("x.csv", 0, "", "other")]) == (demanding, ())
