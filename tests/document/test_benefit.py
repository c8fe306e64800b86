"""The benefit of candidates with its uncertainty: urgency, what it can come to, how often an item stays planned."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from opennss.document.blocks import Block, Document, Paragraph, Table, plain
from opennss.document.exports import tables
from opennss.document.facts.benefit import Benefit, benefit_facts, benefits
from opennss.document.outline.pen import Pen
from opennss.document.outline.programme import action_plan
from opennss.document.outline.thread import urgency_of
from opennss.document.trail import explain
from opennss.language import languages, say
from opennss.model.criteria import URGENCIES, Rank
from opennss.model.plans import Outlook
from opennss.model.projects import Project, ProjectType
from opennss.model.results import Mark, Steadiness, Strategy
from opennss.model.standards import Use

ITEM = "adopt-x"
HIGH, MEDIUM, LOW, NONE, UNKNOWN = Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE, Rank.UNKNOWN
Spread = tuple[Rank, Rank, Rank]


def with_item(strategy: Strategy, spreads: Mapping[str, Spread], **more: object) -> Strategy:
    """The example with one candidate alone, and the rank of its areas now, at best and at worst."""
    areas = tuple(
        replace(area, decided=None, override=False, rank=spreads[area.area][0]) if area.area in spreads else area
        for area in strategy.ranks.areas
    )
    steady = {area: Steadiness((Mark.DATA,), possible=spread[1:]) for area, spread in spreads.items()}
    evidence = strategy.workspace.evidence
    free = tuple(replace(area, legal=more.get("legal", False)) for area in evidence.areas)
    project = Project(ITEM, ProjectType.ADOPT, "ISO/TC 1", "ISO 1:2020", tuple(spreads), 2, gaps=("g",))
    return replace(
        strategy, projects=(project,), plan=replace(strategy.plan, not_now=()), outlook=None,
        ranks=replace(strategy.ranks, areas=areas), steadiness={**strategy.steadiness, **steady},
        workspace=replace(strategy.workspace, evidence=replace(evidence, areas=free)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def two(strategy: Strategy) -> tuple[str, str]:
    """Two areas of the example."""
    return str(strategy.ranks.areas[0].area), str(strategy.ranks.areas[1].area)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ((MEDIUM, HIGH, LOW), (LOW, LOW, LOW), (MEDIUM, HIGH, LOW)),
        ((MEDIUM, MEDIUM, NONE), (MEDIUM, HIGH, MEDIUM), (MEDIUM, HIGH, MEDIUM)),
        ((MEDIUM, MEDIUM, LOW), (UNKNOWN, HIGH, HIGH), (MEDIUM, HIGH, LOW)),
        ((NONE, HIGH, NONE), (UNKNOWN, UNKNOWN, UNKNOWN), (NONE, HIGH, NONE)),
    ],
)
def test_the_best_area_counts_and_one_without_rank_can_only_better_it(
    strategy: Strategy, two: tuple[str, str], first: Spread, second: Spread, found: Spread
) -> None:
    other = with_item(strategy, {two[0]: first, two[1]: second})
    assert benefits(other) == {ITEM: Benefit(*found)}


def test_an_item_without_a_ranked_area_has_none(strategy: Strategy, two: tuple[str, str]) -> None:
    other = with_item(strategy, {two[0]: (UNKNOWN, HIGH, NONE)})
    assert benefits(other) == {}
    assert list(benefit_facts(other)) == []
    assert plain(urgency_of(Pen(other, "en"), other.projects[0])) == "?"


def test_the_law_asks_for_it_whatever_the_data_say(strategy: Strategy, two: tuple[str, str]) -> None:
    other = with_item(strategy, {two[0]: (LOW, HIGH, NONE)}, legal=True)
    assert benefits(other) == {ITEM: Benefit(*[Rank.OVERRIDING] * 3)}


def test_without_a_known_use_it_never_becomes_the_most_urgent(strategy: Strategy, two: tuple[str, str]) -> None:
    other = with_item(strategy, {two[0]: (MEDIUM, HIGH, LOW)})
    link = next(link for link in strategy.workspace.choices.links if link.deliverable)
    link = replace(link, deliverable="ISO 1:2020", use=Use.NONE)
    choices = replace(other.workspace.choices, links=(link,), decisions=())
    capped = replace(other, workspace=replace(other.workspace, choices=choices))
    assert benefits(capped) == {ITEM: Benefit(MEDIUM, MEDIUM, LOW)}
    assert any("use" in str(item) for fact in benefit_facts(capped) for item in fact.origin.inputs)


def test_every_candidate_of_the_example_has_the_urgency_of_its_tier(strategy: Strategy) -> None:
    found = benefits(strategy)
    assert strategy.outlook is not None
    planned = {item.project.id for item in strategy.plan.items}
    for project in strategy.projects:
        own = found[project.id]
        assert URGENCIES.index(own.urgency) == project.tier
        assert URGENCIES.index(own.best) <= URGENCIES.index(own.urgency) <= URGENCIES.index(own.worst)
        assert not project.measure or own.best is own.worst
        kept = strategy.outlook.kept.get(project.id) if project.id in planned else None
        assert own.stays == kept
    assert any(own.best is not own.worst for own in found.values())


def test_every_printed_number_leads_to_its_cells(strategy: Strategy) -> None:
    name = next(n for n, own in benefits(strategy).items() if own.best is not own.worst and own.stays is not None)
    for fact in (f"project.{name}.urgency-best", f"variants.kept.{name}"):
        step = explain(strategy, fact, "en")
        assert step.method
        assert step.steps
    assert any(inner.name.startswith("rank.") for inner in explain(strategy, f"project.{name}.urgency", "en").steps)


@pytest.mark.parametrize("language", languages())
def test_the_table_shows_range_and_trials_and_says_what_they_are(
    strategy: Strategy, documents: dict[tuple[str, str], Document], language: str
) -> None:
    blocks = documents["strategy", language].blocks
    [table] = [block for block in blocks if isinstance(block, Table) and block.id == "actions"]
    assert all(len(row) == len(table.header) == len(table.align) == len(table.widths) for row in table.rows)
    assert strategy.outlook is not None
    first = strategy.plan.items[0].project
    assert plain(table.rows[0][5]) == f"{strategy.outlook.kept[first.id]}/{strategy.outlook.tried}"
    assert any("(" in plain(row[4]) for row in table.rows)
    assert any(say("doc.benefit", language) == told for told in paragraphs(blocks))


def paragraphs(blocks: tuple[Block, ...] | list[Block]) -> list[str]:
    return [plain(block.line) for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("outlook", [None, Outlook((), {}, 0)])
def test_without_trials_there_is_no_column_for_them(strategy: Strategy, outlook: Outlook | None) -> None:
    blocks = action_plan(Pen(replace(strategy, outlook=outlook), "en"))
    [table] = [block for block in blocks if isinstance(block, Table) and block.id == "actions"]
    assert all(len(row) == len(table.header) == len(table.align) == len(table.widths) == 6 for row in table.rows)
    assert not any("trials" in told for told in paragraphs(blocks))


@pytest.mark.parametrize(("language", "none"), [("en", "none"), ("vi", "không ưu tiên")])
def test_no_priority_is_a_word_in_a_range(
    strategy: Strategy, two: tuple[str, str], language: str, none: str
) -> None:  # fmt: skip
    other = with_item(strategy, {two[0]: (MEDIUM, MEDIUM, NONE)})
    known = replace(other, facts={fact.name: fact for fact in benefit_facts(other)})
    assert plain(urgency_of(Pen(known, language), known.projects[0])) == f"2 (2–{none})"


@pytest.mark.parametrize("language", languages())
def test_one_document_gives_an_item_one_urgency(documents: dict[tuple[str, str], Document], language: str) -> None:
    """In lists 1 and 2 as in the table of actions: what the law asks for is 1* everywhere."""
    blocks = {block.id: block for block in documents["strategy", language].blocks if isinstance(block, Table)}
    said = {row[1][0].fact: plain(row[4]) for row in blocks["actions"].rows}
    for name in ("list-adoption", "list-participation"):
        table = blocks[name]
        at = table.header.index(blocks["actions"].header[4])
        assert all(plain(row[at]) == said[row[0][0].fact] for row in table.rows)
        assert say("doc.urgency-note", language) in [plain(note) for note in table.notes]
    assert "1*" in {said[row[0][0].fact] for row in blocks["list-adoption"].rows}


@pytest.mark.parametrize("language", languages())
def test_the_sentence_on_urgency_names_the_law_and_the_limit_without_a_use(language: str) -> None:
    assert re.search(r"1\*[^.]*\b2\b[^.]*\.", say("doc.benefit", language))


def test_the_table_of_data_has_the_same(strategy: Strategy) -> None:
    rows = {row["id"]: row for row in csv.DictReader(tables(strategy)["projects"].splitlines())}
    found = benefits(strategy)
    for name, row in rows.items():
        own = found.get(name)
        values = (own.urgency, own.best, own.worst, own.stays, own.trials) if own else (None,) * 5
        columns = ("urgency", "urgency_best", "urgency_worst", "stays_in", "of_trials")
        assert tuple(row[column] for column in columns) == tuple("" if v is None else str(v) for v in values)


def test_the_command_tells_it_as_json(small: Path, nss: Callable[..., tuple[int, str]]) -> None:
    code, out = nss("plan", small, "--json")
    told = json.loads(out)
    assert code == 0
    for item in (*told["plan"], *told["not_now"]):
        assert item.keys() >= {"urgency", "urgency_best", "urgency_worst", "stays_in", "of_trials"}
    assert told["plan"][0]["urgency"] in URGENCIES
    assert told["plan"][0]["stays_in"] is None
