"""Experts' time is printed as a layer of its own: facts with their trail, two tables, a data file; or not at all."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.blocks import Heading, Paragraph, Table, plain
from opennss.document.exports import tables
from opennss.document.outline import strategy_document
from opennss.document.trail import explain
from opennss.language import languages, say
from opennss.model.results import Strategy
from opennss.model.table import Cell

FILES = {
    "expert_time.csv": """\
type,days,spread,note
develop,40,60;40,project default
participate,20,yearly,project default
""",
    "experts.csv": """\
id,committee,category,follows,role,until,illustrative,days
turner,machines,A1,ISO/TC 39,expert,2027-12-31,yes,30
miller,machines,A1,ISO/TC 39,expert,2028-12-31,yes,?
""",
}
LEVELS = ("internal", "public")


@pytest.fixture
def folder(people: Path) -> Path:
    """The folder with people, in which experts' time is counted and two experts follow the committee."""
    for name, text in FILES.items():
        (people / name).write_text(text, encoding="utf-8", newline="\n")
    return people


def built(folder: Path, edition: str = "internal") -> Strategy:
    workspace, world = spine.read(folder)
    settings = replace(workspace.settings, edition=edition)
    return spine.build(replace(workspace, method=replace(workspace.method, settings=settings)), world, what_if=False)


def printed(strategy: Strategy, language: str = "en") -> dict[str, Table]:
    blocks = strategy_document(strategy, language).blocks
    return {block.id: block for block in blocks if isinstance(block, Table) and block.id.startswith("experts-")}


def cells(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


def test_the_planned_programme_is_the_same_with_and_without_this_layer(folder: Path) -> None:
    counted = built(folder)
    (folder / "expert_time.csv").unlink()
    plain_ = built(folder)
    assert counted.plan == plain_.plan
    assert plain_.experts_time is None
    assert printed(plain_) == {}
    assert not any(name.startswith("expert-time") for name in plain_.facts)
    headings = [block.anchor for block in strategy_document(plain_, "en").blocks if isinstance(block, Heading)]
    assert "experts-time" not in headings
    assert len(tables(plain_)["experts_time"].splitlines()) == 1


def test_years_and_committees_say_what_is_asked_offered_and_not_known(folder: Path) -> None:
    strategy = built(folder)
    found = printed(strategy)
    assert cells(found["experts-time"]) == [["2027", "≥ 20", "≥ 30", "2", "1"], ["2028", "≥ 20", "?", "1", "1"]]
    (committee,) = cells(found["experts-committees"])
    assert committee[0] == "ISO/TC 39"
    assert committee[-1] == "20 / ?", "of the last year nobody states days"
    text = " ".join(plain(b.line) for b in strategy_document(strategy, "en").blocks if isinstance(b, Paragraph))
    assert f"No figure for: {say('doc.type-adopt', 'en')}. " in text
    assert text.count("counted as staff") == 1
    notes = " ".join(plain(note) for note in found["experts-time"].notes)
    assert "project defaults, not the published ISO value" in notes


def test_a_committee_without_experts_is_told_apart_from_one_whose_experts_are_silent(folder: Path) -> None:
    (folder / "experts.csv").write_text(
        "id,committee,category,follows,role,until,illustrative\n"
        "miller,machines,A1,ISO/TC 39,expert,2027-12-31,yes\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    (row,) = cells(printed(built(folder))["experts-committees"])
    assert row[-1] == "20 / –"


@pytest.mark.parametrize("language", languages())
def test_every_fact_of_experts_time_can_be_explained(folder: Path, language: str) -> None:
    strategy = built(folder)
    names = [name for name in strategy.facts if name.startswith("expert-time")]
    assert len(names) >= 2 * 4 + 2 + 2
    for name in names:
        step = explain(strategy, name, language)
        assert step.label
        assert step.steps or step.sources
    spans = [s for table in printed(strategy, language).values() for row in table.rows for cell in row for s in cell]
    assert {span.fact for span in spans if span.fact} <= set(names)


@pytest.mark.parametrize("edition", LEVELS)
def test_the_days_of_one_committee_are_internal(folder: Path, edition: str) -> None:
    strategy = built(folder, edition)
    internal = edition == "internal"
    assert ("experts-committees" in printed(strategy)) == internal
    assert any("iso-tc-39" in name for name in strategy.facts if name.startswith("expert-time")) == internal
    rows = list(csv.DictReader(tables(strategy)["experts_time"].splitlines()))
    assert any(row["committee"] == "ISO/TC 39" for row in rows) == internal
    assert [(row["year"], row["offered"], row["unstated"]) for row in rows if row["committee"] == "*"] == [
        ("2027", "30" if internal else "withheld", "1"), ("2028", "?", "1"),
    ]  # fmt: skip


def people_give(folder: Path, *groups: tuple[int, int]) -> Path:
    """Experts of 10 days each, as many of each group as are given, nominated to the end of its year."""
    rows = [
        f"e{until}n{n},machines,A1,ISO/TC 39,expert,{until}-12-31,yes,10"
        for until, many in groups for n in range(many)
    ]  # fmt: skip
    head = "id,committee,category,follows,role,until,illustrative,days"
    (folder / "experts.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8", newline="\n")
    return folder


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("ending", "staying", "given"),
    [
        (0, 1, (False, False)),
        (0, 4, (False, False)),
        (0, 5, (True, True)),
        (4, 5, (True, False)),
        (5, 5, (True, True)),
        (5, 4, (True, False)),
        (5, 0, (True, True)),
    ],
)
def test_no_public_sum_tells_the_days_of_fewer_than_five(
    folder: Path, language: str, ending: int, staying: int, given: tuple[bool, bool]
) -> None:
    """Neither by itself nor by what it differs by from the year before; a word and a note say that it is not given."""
    strategy = built(people_give(folder, (2027, ending), (2028, staying)), "public")
    table = printed(strategy, language)["experts-time"]
    word = say("doc.experts-time-withheld", language)
    assert [row[2] != word for row in cells(table)] == list(given)
    assert [f"expert-time.{year}.offered" in strategy.facts for year in (2027, 2028)] == list(given)
    rows = csv.DictReader(tables(strategy)["experts_time"].splitlines())
    assert [row["offered"] != "withheld" for row in rows] == list(given)
    few = say("doc.experts-time-few", language)
    assert (few in [plain(note) for note in table.notes]) == (False in given)
    whole = built(folder)
    assert all(f"expert-time.{year}.offered" in whole.facts for year in (2027, 2028))
    assert few not in [plain(note) for note in printed(whole, language)["experts-time"].notes]


def test_no_public_trail_leads_to_one_expert(folder: Path) -> None:
    people_give(folder, (2028, 6))

    def rows_of(edition: str) -> set[int]:
        facts = built(folder, edition).facts
        inputs = [i for n, fact in facts.items() if n.startswith("expert-time") for i in fact.origin.inputs]
        return {one.row for one in inputs if isinstance(one, Cell) and one.file == "experts.csv"}

    assert rows_of("internal") == {0, *range(2, 8)}
    assert rows_of("public") == {0}


def test_how_many_of_a_few_committees_are_short_is_internal(folder: Path) -> None:
    """Of one committee the count would say whether its single expert gives enough."""
    found = {edition: built(folder, edition) for edition in LEVELS}
    assert {edition: "expert-time.short" in own.facts for edition, own in found.items()} == {
        "internal": True, "public": False,
    }  # fmt: skip


def test_the_time_of_experts_of_a_committee_that_may_not_be_live_is_not_known(folder: Path) -> None:
    path = folder / "committees.csv"
    path.write_text(path.read_text("utf-8").replace(",live,", ",?,"), encoding="utf-8", newline="\n")
    strategy = built(folder)
    assert cells(printed(strategy)["experts-time"])[0][2:] == ["?", "2", "2"]
    cited = {(one.file, one.column) for one in strategy.facts["expert-time.2027.offered"].origin.inputs}
    assert cited == {("experts.csv", "days"), ("committees.csv", "status")}
