"""Running work stays a candidate whatever else is said of it; what is done or dropped is none."""

import datetime as dt
from itertools import permutations

import pytest
from tests.portfolio.test_candidates import CORRESPONDENT, DRAFT, TC, effort, made, measure

from opennss.errors import WorkspaceError
from opennss.model.codes import Id
from opennss.model.programme import ApprovedItem, WorkState, WorkStatus
from opennss.model.projects import Project, ProjectType
from opennss.model.references import Reference
from opennss.portfolio.begun import begun, over

DAY = dt.date(2026, 6, 1)
KNOWN = [effort(type_) for type_ in (ProjectType.ADOPT, ProjectType.MIRROR, ProjectType.PARTICIPATE)]


def state(item, status):
    return WorkState(item=Id(item), status=status, begun=DAY, stage=None, since=None)


def approved(name="adopt-iso-1-2020", **more):
    return ApprovedItem(
        item=Id(name), type=ProjectType.ADOPT, deliverable=Reference("ISO 1:2020"), start=2026, end=2027, approved=DAY,
        **more,
    )  # fmt: skip


MIRROR = Project("mirror-committee-x", ProjectType.MIRROR, "X", "", ("a",), 1, units=0)
JOIN = Project("participate-x", ProjectType.PARTICIPATE, "X", "", ("a",), 1, (MIRROR.id,))
RUNNING = state("adopt-iso-1-2020", WorkStatus.RUNNING)


def test_running_work_without_a_gap_comes_from_the_approved_programme_and_counts_for_nothing():
    kept = begun([], [RUNNING], [approved()], KNOWN)
    assert [(p.id, p.deliverable, p.areas, p.tier, p.units) for p in kept] == [
        ("adopt-iso-1-2020", "ISO 1:2020", (), 3, 0)
    ]


def test_running_work_that_nobody_knows_or_without_an_effort_is_refused_all_at_once():
    work = [RUNNING, state("adopt-iso-2-2020", WorkStatus.RUNNING), state("measure-law", WorkStatus.RUNNING)]
    rows = [approved(), approved("measure-law", measure=Id("law"))]
    with pytest.raises(WorkspaceError) as raised:
        begun([], work, rows, [effort(ProjectType.REVISE)])
    assert [(f.code, f.values["value"]) for f in raised.value.findings] == [
        ("running-unknown", "adopt-iso-2-2020"),
        ("running-no-effort", "adopt-iso-1-2020"),
        ("running-no-effort", "measure-law"),
    ]
    found = begun([], work[::2], rows, [effort(ProjectType.ADOPT)], {"law"})
    assert [p.id for p in found] == ["adopt-iso-1-2020", "measure-law"]


def test_what_runs_waits_for_nothing_and_keeps_a_tier_when_its_areas_are_no_priority_any_more():
    lost = Project(JOIN.id, JOIN.type, "X", "", ("a",), None, (MIRROR.id,))
    (_, kept) = begun([MIRROR, lost], [state(JOIN.id, WorkStatus.RUNNING)], (), KNOWN)
    assert (kept.requires, kept.tier) == ((), 3)
    urgent = Project(JOIN.id, JOIN.type, "X", "", ("a",), 0)
    assert begun([urgent], [state(JOIN.id, WorkStatus.RUNNING)], (), KNOWN)[0].tier == 0


def test_nothing_waits_for_what_is_done_and_its_other_way_is_done_too():
    work = [state(MIRROR.id, WorkStatus.DONE)]
    assert [p.requires for p in begun([MIRROR, JOIN], work, (), KNOWN)] == [(), ()]
    ways = [Project(f"{type_}-x", type_, "", "X", ("a",), 1, alternative="adopt-x") for type_ in ("adopt", "other")]
    assert over(ways, [state("adopt-x", WorkStatus.DONE)]) == {"adopt-x": "done", "other-x": "done"}
    assert over(ways, [state("adopt-x", WorkStatus.DROPPED)]) == {"adopt-x": "dropped"}


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_dropped_item_stops_the_whole_chain_behind_it(order):

    chain = [measure("a"), measure("b", depends_on=(Id("a"),)), measure("c", depends_on=(Id("b"),))]
    work = [state("measure-a", WorkStatus.DROPPED)]
    types, refused, _ = made([], measures=[chain[i] for i in order], work=work)
    assert types == []
    assert refused == {"measure-a": "dropped", "measure-b": "prerequisite", "measure-c": "prerequisite"}


def test_running_work_is_a_candidate_even_where_rights_refuse_it():

    wanted = "participate-iso-tc-34"
    _, refused, _ = made([DRAFT], {TC: "O"}, membership=CORRESPONDENT)
    assert refused == {wanted: "rights"}
    _, refused, projects = made([DRAFT], {TC: "O"}, membership=CORRESPONDENT, work=[state(wanted, WorkStatus.RUNNING)])
    assert (refused, [p.id for p in projects]) == ({}, [wanted])
