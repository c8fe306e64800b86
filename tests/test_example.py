"""The example country is complete, honest and sourced; what is worth a warning in it is worth one in the country."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.errors import Severity
from opennss.model.country import Kind
from opennss.model.process import Step, Topic
from opennss.model.projects import MeasureKind
from opennss.model.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(vietnam: Path) -> Workspace:
    return spine.read(vietnam)[0]


def test_the_example_has_no_error_and_warns_of_outdated_adoptions_and_half_an_answer_only(vietnam: Path) -> None:
    found = [finding for finding in spine.check(vietnam) if finding.severity in (Severity.ERROR, Severity.WARNING)]
    assert {finding.code for finding in found} == {"adopts-withdrawn", "weighting-half"}


def test_areas(workspace: Workspace) -> None:
    areas = workspace.evidence.areas
    kinds = Counter(area.kind for area in areas)
    assert len(areas) >= 28
    assert kinds[Kind.SECTOR] >= 14
    assert kinds[Kind.SOCIAL] + kinds[Kind.ENVIRONMENTAL] >= 7
    assert kinds[Kind.EMERGING] >= 7
    levels = {code.level for area in areas for code in area.codes}
    assert levels == {workspace.settings.level}, "sectors stand at one level"


def test_goals_of_several_documents(workspace: Workspace) -> None:
    goals = workspace.evidence.goals
    assert len(goals) >= 20
    assert len({goal.source for goal in goals}) >= 4
    sources = {source.id: source for source in workspace.evidence.sources}
    assert all(sources[goal.source].address.startswith("http") for goal in goals)


def test_evidence_has_source_date_and_unit(workspace: Workspace) -> None:
    known = [row for row in workspace.evidence.observations if row.value is not None]
    assert len(known) >= 180
    assert all(row.source and row.period and row.unit for row in known)
    assert len(workspace.voices.criteria) >= 12


def test_sources_can_be_found_again(workspace: Workspace) -> None:
    for source in workspace.evidence.sources:
        assert source.address.startswith("http"), source.id
        assert source.publisher, source.id
        assert source.seen <= workspace.settings.as_of, source.id


def test_adoptions_are_sourced_or_marked(workspace: Workspace) -> None:
    rows = workspace.evidence.adoptions
    real = [row for row in rows if not row.illustrative]
    assert len(real) >= 20
    assert all(row.number and row.source for row in real)
    assert all(not row.number and not row.source for row in rows if row.illustrative), "invented rows carry no number"


def test_the_catalogue_is_an_extract_without_scopes(vietnam: Path) -> None:
    with (vietnam / "catalogue" / "deliverables.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 300
    for path in (vietnam / "catalogue").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert not {name for name in header if "scope" in name or "abstract" in name}, path.name


def test_two_closed_rounds_of_pseudonyms(workspace: Workspace) -> None:
    first, second = workspace.voices.rounds
    for round_ in (first, second):
        assert round_.closed <= workspace.settings.as_of
        assert len({row.category for row in round_.respondents}) >= 6
        assert {answer.pseudonym for answer in round_.answers} <= {row.pseudonym for row in round_.respondents}
    assert set(second.respondents) < set(first.respondents), "the same people again, without those who gave up"
    assert second.weightings


def test_nobody_is_named_and_nothing_is_official(workspace: Workspace) -> None:
    assert workspace.settings.illustrative
    for decision in workspace.choices.decisions:
        assert "fictitious" in decision.approver
    assert all(target.illustrative for target in workspace.method.targets)
    assert workspace.settings.title["vi"] == "Bài tập minh họa từ số liệu công khai"


def test_prose_in_every_language(workspace: Workspace) -> None:
    written = {(language, stem) for language, stem, _ in workspace.choices.prose}
    stems = {stem for _, stem in written}
    assert written == {(language, stem) for stem in stems for language in workspace.settings.languages}
    assert len(stems) >= 15


def test_the_strategy_half(workspace: Workspace) -> None:
    """Objectives, measures of all nine kinds, requests of many organisations, mirror committees, the ten steps."""
    choices, voices, evidence = workspace.choices, workspace.voices, workspace.evidence
    assert len(choices.objectives) >= 5
    assert len(choices.measures) >= 27
    assert {measure.kind for measure in choices.measures} == set(MeasureKind)
    assert len(voices.requests) >= 25
    assert len({request.stakeholder for request in voices.requests}) >= 12
    assert len(evidence.mirrors) >= 20
    assert {expert.committee for expert in evidence.experts} <= {mirror.id for mirror in evidence.mirrors}
    assert {row.step for row in workspace.method.process} == set(Step)
    assert {row.topic for row in evidence.baseline} == set(Topic)
    invented = (*choices.measures, *voices.requests, *voices.positions, *voices.opinions, *evidence.mirrors)
    assert all(row.illustrative for row in invented)
