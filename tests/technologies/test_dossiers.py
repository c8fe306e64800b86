"""Everything about each technology: which ones are shown, and which counts of research are read."""

from __future__ import annotations

from dataclasses import replace

from opennss.catalogue.store import Catalogue
from opennss.model.codes import Id
from opennss.model.technologies import Economy, ResearchCount
from opennss.technologies.dossiers import dossiers, visible


def made(workspace):
    return dossiers(workspace, Catalogue.of(), {}, None, {})


def test_without_a_technology_nothing_is_left_out(cases):
    assert made(cases.workspace()) == ({}, ())


def test_military_technologies_are_shown_only_on_request(cases):
    rows = [cases.technology("chips"), cases.technology("rockets", military=True)]
    hiding, showing = (cases.workspace(technologies=rows, military=military) for military in (False, True))
    assert [row.id for row in visible(hiding)] == ["chips"]
    found, _ = made(hiding)
    assert list(found) == ["chips"]
    assert found["chips"].assessment.value.worst == 1, "a position among those that are shown"
    assert list(made(showing)[0]) == ["chips", "rockets"]


def test_without_any_evidence_everything_is_open(cases):
    found, left = made(cases.workspace(technologies=[cases.technology()]))
    assessment = found["ai"].assessment
    assert (assessment.computed, assessment.approach, found["ai"].position) == (None, None, None)
    assert [approach.value for approach in assessment.possible] == ["lead", "participate", "adopt", "monitor"]
    assert {"capacity", "regulation", "market-regulation"}.isdisjoint(row.id for row in left)
    said = {key for key, _ in assessment.reasons}
    assert said == {"value-open", "relevance-open", "capacity-open", "rights-open", "asked-open", "adopt-open"}


def test_works_of_a_year_still_to_come_are_left_out(cases):
    workspace = cases.workspace(technologies=[cases.technology()])
    rows = tuple(
        ResearchCount(technology="ai", economy=Economy("*"), year=cases.DAY.year + later, works=100, source=Id("s"))
        for later in (-2, -1, 0, 1)
    )
    found, _ = made(replace(workspace, evidence=replace(workspace.evidence, research=rows)))
    assert found["ai"].position.last == cases.DAY.year - 1, "the running year is the unfinished one"
