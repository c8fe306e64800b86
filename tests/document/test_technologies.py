"""Technologies on paper: the chapter, its pictures, a page for each, which is one page, and the same facts as data."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from pypdf import PdfReader

from opennss import build as spine
from opennss.document import charts
from opennss.document.blocks import Bullets, Document, Figure, Heading, Paragraph, Table, plain
from opennss.document.exports import strategy_json, tables
from opennss.document.facts.make import tell
from opennss.document.outline import strategy_document
from opennss.document.trail import explain, lines
from opennss.document.writers.docx import write_docx
from opennss.document.writers.html import html_text
from opennss.document.writers.pdf import write_pdf
from opennss.document.writers.prepare import parts
from opennss.language import everywhere, languages
from opennss.model.criteria import Approach, Rank
from opennss.model.dossiers import Amount, Flip
from opennss.model.results import Strategy

KINDS = {name: name for name in ("lead", "participate", "adopt", "monitor", "open")}
CORNERS = ("a", "b", "c", "d")


@pytest.fixture
def found(technical: Path) -> Strategy:
    return spine.build(*spine.read(technical))


def tables_of(document: Document) -> dict[str, Table]:
    return {block.id: block for block in document.blocks if isinstance(block, Table)}


def cells(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


def pages_of(path: Path) -> dict[str, int]:
    """The page on which each chapter or section of a PDF begins, by its title."""
    reader = PdfReader(path)

    def walk(items):
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            else:
                yield str(item.title), reader.get_destination_page_number(item)

    return dict(walk(reader.outline)) | {"": len(reader.pages)}


# The picture


def drawn(points: list, high: float = 0.5) -> bytes:
    return charts.quadrants(points, ("x", "y"), KINDS, CORNERS, high, ("high", "possible"), "en")[0]


def test_points_at_one_place_stand_beside_each_other_and_stay_inside() -> None:
    same = [(f"T{n}", (1.0, 1.0, 1.0), (1.0, 1.0, 1.0), [*KINDS][n % 5]) for n in range(30)]
    svg = drawn(same)
    circles = [
        (float(item.get("cx", 0)), float(item.get("cy", 0)))
        for item in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle")
    ]
    places = {place for place in circles if place[0] < 330 and place[1] < 440}
    assert len(places) == 12, "six circles in the plot of participate, six of monitor"
    assert all(36 < x < 336 and 8 < y < 400 for x, y in places)
    assert drawn(same) == svg


def test_what_is_not_known_is_drawn_as_a_span_and_nothing_at_all_is_still_a_picture() -> None:
    sure = drawn([("T", (0.5, 0.5, 0.5), (0.5, 0.5, 0.5), "open")])
    unsure = drawn([("T", (None, 0.0, 1.0), (0.5, 0.5, 0.5), "open")])
    assert unsure.count(b'<path d="M') == sure.count(b'<path d="M') + 3, "a bar with two ends"
    assert drawn([])
    assert drawn([("$x^2$ <b>" * 20, (1.0, 0.0, 1.0), (0.0, 0.0, 0.0), "lead")] * 60)


# The chapter


def test_the_chapter_holds_lists_figure_landscape_seats_and_changes(found: Strategy) -> None:
    document = strategy_document(found, "en")
    names = [block.anchor for block in document.blocks if isinstance(block, Heading)]
    start = names.index("technologies")
    assert names[start + 1 : start + 5] == ["value-relevance", "landscape", "technology-seats", "technology-changes"]
    own = tables_of(document)
    assert cells(own["technology-lists"])[0][4:6] == ["18 / 18", "2"], "known of all areas, hidden entries"
    assert [row[0] for row in cells(own["value-relevance"])] == ["1. Machine learning", "2. A bare one"]
    assert cells(own["value-relevance"])[1][5] == "adopt (decided)"
    assert [row[2] for row in cells(own["landscape"])] == ["≥ 37", "?"], "nine committees are not counted"
    seats = cells(own["technology-seats"])
    assert seats[0][1:3] == ["no seat", "THA O, LAO –, PHL ?"]
    assert seats[1][3:] == ["from O-member to P-member", "20", "0.00002"]
    (change,) = cells(own["technology-changes"])
    assert change == ["ISO/IEC JTC 1/SC 42", "documents in force", "20 Aug 2025", "34", "20 Aug 2026", "37"]
    figures = [block.id for block in document.blocks if isinstance(block, Figure)]
    assert {"value-relevance", "technology-seats"} <= set(figures)


def test_a_folder_without_technologies_says_so_in_both_outlines(small: Path) -> None:
    workspace, world = spine.read(small)
    for outline in ("iso", "decision"):
        settings = replace(workspace.settings, outline=outline)
        strategy = spine.build(replace(workspace, method=replace(workspace.method, settings=settings)), world)
        blocks = strategy_document(strategy, "en").blocks
        said = [plain(block.line) for block in blocks if isinstance(block, Paragraph)]
        assert sum(text.startswith("The folder lists no technology yet.") for text in said) == 1
        assert not [block for block in blocks if isinstance(block, Heading) and block.new_page]


def test_the_decision_lists_technologies_with_their_approach(found: Strategy) -> None:
    workspace = found.workspace
    settings = replace(workspace.settings, outline="decision")
    workspace = replace(workspace, method=replace(workspace.method, settings=settings))
    own = tables_of(strategy_document(replace(found, workspace=workspace), "en"))["technology-approaches"]
    assert [row[:2] for row in cells(own)][1] == ["2. A bare one", "adopt (decided)"]


def test_what_was_decided_is_printed_with_the_decision_and_traced_to_it(found: Strategy) -> None:
    for language, printed in (("en", "Approach: A bare one → adopt. "), ("vi", "→ chấp nhận. ")):
        items = [block.items for block in strategy_document(found, language).blocks if isinstance(block, Bullets)]
        assert [1 for lines in items for line in lines if printed in plain(line)] == [1]
    origin = found.facts["technology.bare.approach"].origin
    assert "decisions.csv:4 (approach)" in {str(place) for place in origin.inputs}


# A page for each


def test_a_dossier_is_one_page_on_paper_in_every_language(found: Strategy, tmp_path: Path) -> None:
    for language in ("en", "vi"):
        document = strategy_document(found, language)
        write_pdf(document, tmp_path / "a.pdf")
        pages = pages_of(tmp_path / "a.pdf")
        titles = [block.text for block in document.blocks if isinstance(block, Heading) and block.new_page]
        assert len(titles) == 2
        assert pages[titles[1]] == pages[titles[0]] + 1
        assert pages[titles[0]] > pages[next(title for title in pages if title.startswith(("Annex G", "Phụ lục G")))]
        ends = [page for page in pages.values() if page > pages[titles[1]]]
        assert min(ends) == pages[titles[1]] + 1


def test_what_is_cut_is_counted_and_the_same_in_every_language(found: Strategy) -> None:
    counts = set()
    for language in ("en", "vi"):
        own = tables_of(strategy_document(found, language))
        uses, committees = own["dossier-uses-learning"], own["dossier-committees-learning"]
        counts.add((len(uses.rows), len(committees.rows)))
        assert plain(uses.notes[0]).split()[1] == str(20 - len(uses.rows))
        assert plain(committees.notes[0]).split()[1] == str(10 - len(committees.rows))
        assert committees.notes[0][0].href == "#technology-seats"
    ((uses, committees),) = counts
    assert 3 <= uses < 20
    assert 3 <= committees < 10
    kinds = {
        row[0].removesuffix(" (coming)")
        for row in cells(tables_of(strategy_document(found, "en"))["dossier-uses-learning"])
    }
    assert {"rule at home", "risk to people"} <= kinds
    assert kinds & {"in use", "imported"}


def test_the_page_gives_approach_reasons_lists_and_research_marked_as_small(found: Strategy) -> None:
    blocks = strategy_document(found, "en").blocks
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "dossier-learning")
    said = [plain(block.line) for block in blocks[start : start + 9] if isinstance(block, Paragraph)]
    assert said[0].startswith("Approach: ")
    assert "Artificial Intelligence (Critical and Emerging Technologies List Update)" in said[2]
    assert said[-1].startswith("Research, 2022 to 2022: works 3")
    assert said[-1] == "Research, 2022 to 2022: works 3. Too few works to speak about."
    bare = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "dossier-bare")
    text = " ".join(plain(block.line) for block in blocks[bare:] if isinstance(block, Paragraph))
    assert "Approach: adopt (decided). Rules come soon. The calculation alone gives: " in text
    assert "No published list that was looked at names it." in text
    assert "Nobody has recorded yet who uses it" in text


def test_a_page_of_its_own_begins_one_in_the_office_document_and_in_html(found: Strategy, tmp_path: Path) -> None:
    document = strategy_document(found, "en")
    assert [len(part) > 3 for own, part in parts(document.blocks) if own] == [True, True]
    write_docx(document, tmp_path / "a.docx")
    broken = [
        p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs if p.paragraph_format.page_break_before
    ]
    assert broken == ["Machine learning", "A bare one"]
    assert '<h3 id="dossier-learning" class="page">' in html_text(document)


def approached(found: Strategy, approach: Approach | None, ranks: tuple[Rank, ...] = ()) -> Strategy:
    """The same strategy with one approach to every technology, and with what would settle it."""
    dossiers = {}
    for name, dossier in found.dossiers.items():
        flips = tuple(Flip("risks", rank, Approach.LEAD) for rank in ranks)
        own = replace(dossier.assessment, approach=approach, possible=tuple(Approach), flips=flips, decision=None)
        dossiers[name] = replace(dossier, assessment=own)
    return replace(found, dossiers=dossiers)


def test_no_seat_is_proposed_where_the_approach_asks_for_none(found: Strategy) -> None:
    for approach in (Approach.ADOPT, Approach.MONITOR):
        own = tables_of(strategy_document(approached(found, approach), "en"))
        seats = own["technology-seats"]
        assert {tuple(row[3:]) for row in cells(seats)} == {("–", "–", "–")}
        assert cells(seats)[1][1] == "O-member", "the seat itself stays"
        assert {row[7] for row in cells(own["dossier-committees-learning"])} == {"–"}
        for table in (seats, own["dossier-committees-learning"]):
            assert [note for note in map(plain, table.notes) if "no seat follows from the approach" in note]
    for wanted in (Approach.LEAD, Approach.PARTICIPATE, None):
        seats = tables_of(strategy_document(approached(found, wanted), "en"))["technology-seats"]
        assert cells(seats)[1][3] == "from O-member to P-member"
        assert not [note for note in map(plain, seats.notes) if "no seat follows" in note]


def test_an_open_technology_says_which_single_finding_would_settle_it(found: Strategy) -> None:
    def said(strategy: Strategy) -> list[str]:
        blocks = strategy_document(strategy, "en").blocks
        start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "dossier-bare")
        return [plain(block.line) for block in blocks[start + 1 : start + 3] if isinstance(block, Paragraph)]

    held, needed = said(approached(found, None))
    assert "Every approach is still possible. Whether its value is high is not known yet." in held
    assert "No rule presses" not in held
    assert needed == "No single finding would settle it: several of these are needed together."
    unknown = found.dossiers["bare"].assessment.value.cells[0].criterion.id
    settled = approached(found, None)
    dossier = settled.dossiers["bare"]
    flips = (Flip(unknown, Rank.HIGH, Approach.LEAD),)
    dossiers = {**settled.dossiers, "bare": replace(dossier, assessment=replace(dossier.assessment, flips=flips))}
    _, needed = said(replace(settled, dossiers=dossiers))
    assert needed.startswith("One of these findings alone would settle it: ")
    assert needed.endswith(" 1 → lead.")


def test_the_annexes_hold_criteria_and_formulas_of_technologies(found: Strategy) -> None:
    workspace = found.workspace
    weighed = found.dossiers["learning"].assessment
    for outline in ("iso", "decision"):
        settings = replace(workspace.settings, outline=outline)
        own = replace(found, workspace=replace(workspace, method=replace(workspace.method, settings=settings)))
        document = strategy_document(own, "en")
        table = tables_of(document)["technology-criteria"]
        assert len(table.rows) == len(weighed.value.cells) + len(weighed.relevance.cells)
        assert "not the published ISO value" in plain(table.notes[-1])
        assert all(row[5] for row in cells(table))
    text = [plain(b.line) for b in strategy_document(found, "en").blocks if isinstance(b, Paragraph)]
    assert [line for line in text if line.startswith("Level of an axis. ") and "that share is 50 %" in line]


def test_the_document_names_no_file(found: Strategy) -> None:
    named = re.compile(r"\w+\.(csv|json|toml)\b")
    for language in ("en", "vi"):
        assert [
            text for line in lines(strategy_document(found, language).blocks) if named.search(text := plain(line))
        ] == []


def test_a_lower_bound_of_zero_says_nothing() -> None:
    amount = Amount(Fraction(0), unknown=("ISO/TC 1",))
    told = [tell("x", found, "count", "count", everywhere("x"), {}) for found in (amount, replace(amount, unknown=()))]
    assert told[0].value["en"] == "?"
    assert told[1].value == 0


# Facts and data


def test_every_fact_of_a_technology_resolves_in_every_language(found: Strategy) -> None:
    own = [name for name in found.facts if name.startswith(("technolog", "landscape.", "list.", "draft."))]
    assert len(own) > 150
    for language in languages():
        for name in own:
            step = explain(found, name, language, 2)
            assert step.method
            assert step.steps or step.sources
    assert found.facts["technologies.hidden"].value == 1
    assert found.facts["technology.learning.landscape.in-force"].value["en"] == "≥ 37"
    assert found.facts["landscape.iso-iec-jtc-1-sc-42.drafts"].value["en"] == "≥ 6"
    assert not [name for name in found.facts if ".arms" in name]


def test_technologies_are_data_too(found: Strategy) -> None:
    content = json.loads(strategy_json(found))
    assert [item["id"] for item in content["technology_lists"]] == ["us-cet-2024"]
    first, second = content["technologies"]
    assert first["landscape"]["totals"]["in-force"]["amount"] == 37
    assert len(first["landscape"]["totals"]["in-force"]["lacks"]) == 9
    assert first["research"]["small"] is True
    assert len(first["uses"]) == 20
    assert first["changes"][0]["before"] == 34
    assert (second["approach"], second["decision"], second["research"]) == ("adopt", "d3", None)
    own = {name: list(csv.DictReader(text.splitlines())) for name, text in tables(found).items()}
    assert [row["technology"] for row in own["technologies"]] == ["learning", "bare"]
    assert (own["landscape"][0]["seat_THA"], own["landscape"][0]["in_force"]) == ("O", "37")
    assert own["landscape"][1]["next_step"] == "participate"
    assert (own["landscape"][1]["in_force"], own["landscape"][1]["at_least"]) == ("?", "")


def test_tables_tell_a_lower_bound_and_what_is_not_known(found: Strategy) -> None:
    first, second = csv.DictReader(tables(found)["technologies"].splitlines())
    assert first["in_force"] == "37"
    assert "in_force" in first["at_least"].split(";"), "nine committees are not counted"
    assert all(first[name] not in ("", "?") for name in first["at_least"].split(";"))
    assert (second["in_force"], second["at_least"]) == ("?", "")
    assert "" not in {value for name, value in second.items() if name not in ("committees", "at_least")}


def test_the_public_edition_holds_the_same_pages(found: Strategy) -> None:
    workspace = found.workspace
    settings = replace(workspace.settings, edition="public")
    workspace = replace(workspace, method=replace(workspace.method, settings=settings))
    blocks = strategy_document(replace(found, workspace=workspace), "en").blocks
    assert [b.anchor for b in blocks if isinstance(b, Heading) and b.new_page] == ["dossier-learning", "dossier-bare"]
