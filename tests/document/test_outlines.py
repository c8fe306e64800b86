"""Both outlines: complete by their checklist, and the thread of goals, objectives, measures and projects in each."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from opennss import build as spine
from opennss.document.blocks import Document, Figure, Heading, Table, plain
from opennss.document.outline import OUTLINES, brief_document, strategy_document
from opennss.document.outline.pen import Pen
from opennss.document.trail import explain
from opennss.document.writers.html import html_text
from opennss.model.results import Strategy
from opennss.workspace.init import init
from opennss.workspace.settings import OUTLINES as KNOWN

CHECKLISTS = {
    # method, sections 10 and 19.4; level 1 and, indented by a dot, level 2 and 3
    "iso": (
        "abbreviations", "foreword", "summary", "acknowledgements", "body", "baseline", "what-is-nss", "scope",
        "methodology", ".steps", ".criteria", "vision", ".goals", ".goals-down", ".goals-findings", "stakeholders",
        ".round-r1", "requests", "priorities", ".joint", ".list-sectors", ".list-subjects", ".list-emerging", ".cut",
        ".not-rankable", ".decisions", ".steady", ".overturn", ".disagreements", ".robust", ".robust-voices",
        ".robust-changes", ".robust-areas", "technologies", "standards", ".gaps",
        ".seats", ".list-adoption", ".list-participation", ".mirror-committees", "resources", ".what-if", ".frontier",
        "targets", "action-plan", ".by-objective", ".objective-open", ".objective-quiet", ".measures-by-year",
        ".all-actions", ".schedule",
        "not-now", "obligations", ".ballot-calendar", ".seat-duties", ".reviews-due", "review", "data", ".coverage",
        ".unknown", ".sources", "annex-methods", ".methods-robust", ".methods-beside",
        ".working", ".solver", "annex-areas", "annex-catalogue", "annex-seats", "annex-drafts",
        "annex-bodies", "annex-schedule", ".deadlines", "opinions",
    ),
    "decision": (
        "legal-bases", "part-viewpoints", "part-vision", "part-objectives", ".objectives", ".targets", ".priorities",
        ".robust", "part-tasks", ".tasks-law", ".tasks-education", ".standards-tasks", "part-implementation",
        ".by-lead", ".money", ".what-if", ".frontier", ".monitoring", ".process", "list-1", "list-2",
        ".mirror-committees", "list-3", "list-4", "list-5", ".goals", ".sources", "list-6", "list-7", ".overturn",
        ".disagreements", ".robust-turning", ".robust-changes", ".robust-areas",
    ),
}  # fmt: skip
"""The headings of each outline in the internal edition, in order."""

INTERNAL = {
    "iso": {".ballot-calendar", ".seat-duties", ".cut", ".overturn", ".disagreements", ".robust-changes"},
    "decision": {".overturn", ".disagreements", "list-7", ".robust-turning", ".robust-changes", ".robust-areas"},
}


def built(folder: Path, outline: str, edition: str = "internal") -> Strategy:
    workspace, world = spine.read(folder)
    settings = replace(workspace.settings, outline=outline, edition=edition)
    return spine.build(replace(workspace, method=replace(workspace.method, settings=settings)), world)


def headings(document: Document) -> tuple[str, ...]:
    found = (block for block in document.blocks if isinstance(block, Heading))
    return tuple(("" if block.level == 1 else ".") + block.anchor for block in found)


def tables(document: Document) -> dict[str, Table]:
    return {block.id: block for block in document.blocks if isinstance(block, Table)}


def test_every_outline_that_can_be_set_can_be_printed() -> None:
    assert set(KNOWN) == set(OUTLINES) == set(CHECKLISTS)


@pytest.mark.parametrize("edition", ["internal", "public"])
@pytest.mark.parametrize("outline", KNOWN)
def test_an_outline_is_complete_by_its_checklist(people: Path, made_up: ModuleType, outline: str, edition: str) -> None:
    strategy = made_up.with_robustness(built(people, outline, edition), top=3)
    hidden = INTERNAL[outline] if edition == "public" else set()
    expected = tuple(name for name in CHECKLISTS[outline] if name not in hidden)
    if not any(cell.depends_on_the_cut for area in strategy.ranks.areas for _, cell in area.cells):
        expected = tuple(name for name in expected if name != ".cut")
    for language in ("en", "vi"):
        assert headings(strategy_document(strategy, language)) == expected


@pytest.mark.parametrize("outline", KNOWN)
def test_cover_and_footer_keep_the_statements(people: Path, outline: str) -> None:
    document = strategy_document(built(people, outline), "en")
    cover = " ".join(plain(line) for line in document.cover)
    for statement in ("no document of any authority", "not affiliated with ISO", "Internal edition"):
        assert statement in cover
    assert "No document of any authority" in document.footer


def test_an_exercise_of_public_figures_alone_claims_nothing_invented(tmp_path: Path, people: Path) -> None:
    init(tmp_path / "new", "LAO", ("en", "vi"), as_of=dt.date(2026, 11, 22), currency="LAK")
    for folder, invented in ((tmp_path / "new", False), (people, True)):
        strategy = built(folder, "iso")
        workspace = strategy.workspace
        settings = replace(workspace.settings, illustrative=True)
        method = replace(workspace.method, settings=settings, process=())
        document = strategy_document(replace(strategy, workspace=replace(workspace, method=method)), "en")
        said = [plain(line) for line in document.cover]
        assert said[1].startswith("Every role, opinion" if invented else "This exercise holds public figures only")


def test_who_signed_is_named_in_the_language_of_the_page(people: Path) -> None:
    pen = Pen(built(people, "iso"), "vi")
    known = pen.strategy.workspace.voices.stakeholders[0].name
    assert pen.person(f"{known['en']} (fictitious)") == known["vi"]
    assert pen.person("Somebody (elsewhere)") == "Somebody (elsewhere)"


@pytest.mark.parametrize("outline", KNOWN)
def test_an_empty_folder_and_one_without_objectives_have_no_empty_chapter(
    tmp_path: Path, small: Path, outline: str
) -> None:
    init(tmp_path / "new", "LAO", ("en", "vi"), as_of=dt.date(2026, 11, 22), currency="LAK")
    for folder in (tmp_path / "new", small):
        strategy = built(folder, outline)
        found = headings(strategy_document(strategy, "en"))
        assert not [name for name in found if name.startswith((".by-objective", ".objective-", ".measures-by-year"))]
        for block in strategy_document(strategy, "en").blocks:
            assert not isinstance(block, Table) or block.rows, block.id
        assert brief_document(strategy, "en").blocks


def test_an_objective_without_measures_says_so_and_its_projects_stay(people: Path) -> None:
    blocks = strategy_document(built(people, "iso"), "en").blocks
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "objective-quiet")
    texts = [plain(block.line) for block in blocks[start + 1 : start + 4]]
    assert texts[0] == "National goals served: G1"
    assert texts[1].startswith("No measure has been stated")
    assert texts[2].startswith("Planned projects that serve the same goals: adoption")


def test_a_measure_stands_with_lead_years_days_money_and_what_comes_first(people: Path) -> None:
    rows = {plain(row[0]): [plain(cell) for cell in row] for row in
            tables(strategy_document(built(people, "iso"), "en"))["measures-open"].rows}  # fmt: skip
    assert rows["M1"][1:5] == ["Shorter rules (law). Agree rules", "Office A; Union B", "2027", "20"]
    assert rows["M2"][1] == "Train members (education and skills). Teach To be done after: M1."
    assert rows["M2"][3] == "2028"
    assert rows["M2"][4] == "10\nper\u00a0year"
    assert rows["M3"][3] == "–"
    assert "Why not now: " in rows["M3"][1]


@pytest.mark.parametrize("outline", KNOWN)
def test_every_measure_is_in_every_outline_and_leads_to_its_fact(people: Path, outline: str) -> None:
    strategy = built(people, outline)
    for language in ("en", "vi"):
        found = {
            span.fact
            for table in tables(strategy_document(strategy, language)).values()
            for row in table.rows
            for cell in row
            for span in cell
        }
        assert {f"measure.{m.id}" for m in strategy.workspace.choices.measures} <= found


def test_goals_lead_down_and_rows_lead_back_on_paper(people: Path) -> None:
    found = tables(strategy_document(built(people, "iso"), "en"))
    (row,) = found["goals-down"].rows
    assert [plain(cell) for cell in row[2:5]] == ["3", "O1, O2", "M1, M2, M3"]
    served = {plain(row[1]): plain(row[-1]) for row in found["actions"].rows}
    assert served["M1 Shorter rules"] == "O1, G1"
    assert served["ISO/IEC 22989:2022"] == "G1"


def test_goals_lead_down_and_back_in_explain_and_in_html(people: Path) -> None:
    strategy = built(people, "iso")
    step = explain(strategy, "goal.digital", "en")
    assert {"objective.open", "measure.rules", "goal.digital.projects"} <= {item.name for item in step.served_by}
    assert "goal.digital" in {item.name for item in explain(strategy, "objective.open", "en").serves}
    document = strategy_document(strategy, "en")
    entry = next(item for item in document.trail if item.fact == "goal.digital")
    assert {"objective.open", "measure.rules"} <= {fact for _, fact in entry.served_by}
    assert not {"objective.open", "measure.rules"} & {fact for _, fact in entry.inputs}
    page = html_text(document).partition('<section id="trail-goal.digital"')[2].partition("</section>")[0]
    assert "<h3>Served by</h3>" in page
    assert 'href="#trail-measure.rules"' in page
    back = html_text(document).partition('<section id="trail-measure.rules"')[2].partition("</section>")[0]
    assert 'href="#trail-goal.digital"' in back


def test_the_ladder_shows_seat_rung_and_yearly_load(people: Path) -> None:
    row = next(
        row for row in tables(strategy_document(built(people, "iso"), "en"))["list-participation"].rows
        if plain(row[0]).startswith("ISO/TC 39")
    )  # fmt: skip
    assert [plain(cell) for cell in row[1:3]] == ["O-member → P-member", "20"]


def test_mirror_committees_say_what_is_missing(people: Path) -> None:
    rows = tables(strategy_document(built(people, "iso"), "en"))["mirror-committees"].rows
    found = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in rows}
    assert found["ISO/TC 39"] == ["Machines at home (live)", "1 (xq-machine-expert)", "nothing"]


def test_the_brief_tells_what_each_year_brings(people: Path) -> None:
    strategy = built(people, "iso")
    document = brief_document(strategy, "en")
    assert [plain(row[0]) for row in tables(document)["brief-years"].rows] == ["2027", "2028", "Total"]
    assert len([block for block in document.blocks if isinstance(block, Figure)]) == 1
