"""Money of funds is shown wherever it pays: facts with their trail, tables of both outlines, data files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.blocks import Table, plain
from opennss.document.exports import strategy_json, tables
from opennss.document.outline import OUTLINES, strategy_document
from opennss.document.outline.pen import Pen
from opennss.document.trail import explain
from opennss.language import languages, say
from opennss.model.results import Strategy

FUNDS = """\
id,name_en,name_vi,body,year,amount,carry_over,types,illustrative
levy,The levy,Khoản phí,office,2027,28.5,yes,,yes
gift,A gift,Khoản tặng,office,2027,3,no,adopt,yes
"""


def folder_with_funds(small: Path) -> Path:
    """The small country with less budget than its plan costs, and two funds."""
    path = small / "capacity.csv"
    path.write_text(path.read_text("utf-8").replace("0.5,500", "0.5,9"), encoding="utf-8", newline="\n")
    (small / "funds.csv").write_text(FUNDS, encoding="utf-8", newline="\n")
    return small


@pytest.fixture
def funded(small: Path) -> Strategy:
    return spine.build(*spine.read(folder_with_funds(small)), what_if=False)


def table(strategy: Strategy, name: str, language: str = "en") -> Table | None:
    blocks = strategy_document(strategy, language).blocks
    return next((block for block in blocks if isinstance(block, Table) and block.id == name), None)


def test_cost_above_the_budget_is_drawn_from_funds_and_each_year_adds_up(funded: Strategy) -> None:
    facts = {name: fact.value for name, fact in funded.facts.items() if name.startswith("fund.")}
    assert facts["fund.gift.2027.amount"] == 3
    assert "fund.levy.2028.amount" not in facts, "the folder states no money of that year"
    assert not any(name.startswith("fund.gift.2028") for name in facts)
    for fund, year in (("gift", 2027), ("levy", 2027), ("levy", 2028)):
        own = {part: facts.get(f"fund.{fund}.{year}.{part}", Decimal(0)) for part in ("amount", "carried", "drawn")}
        assert facts[f"fund.{fund}.{year}.left"] == own["amount"] + own["carried"] - own["drawn"] >= 0
    assert facts["fund.levy.2028.carried"] == facts["fund.levy.2027.left"] > 0
    for load in funded.plan.loads:
        drawn = sum(facts.get(f"fund.{fund}.{load.year}.drawn", 0) for fund in ("gift", "levy"))
        assert drawn == funded.plan.drawn(load.body, load.year) == max(0, load.cost - load.budget) > 0


@pytest.mark.parametrize("language", languages())
def test_every_fact_of_a_fund_can_be_explained(funded: Strategy, language: str) -> None:
    names = [name for name in funded.facts if name.startswith("fund.")]
    assert len(names) == 4 + 4 + 3
    for name in names:
        step = explain(funded, name, language)
        assert step.label
        assert step.steps or step.sources
    own = {item.name for item in explain(funded, "fund.levy.2028.carried", language).steps}
    assert "fund.levy.2027.left" in own


@pytest.mark.parametrize("outline", OUTLINES)
@pytest.mark.parametrize("language", languages())
def test_the_table_of_funds_stands_behind_the_loads_which_say_so(funded: Strategy, outline: str, language: str) -> None:
    method = funded.workspace.method
    settings = replace(method.settings, outline=outline)
    strategy = replace(funded, workspace=replace(funded.workspace, method=replace(method, settings=settings)))
    blocks = [block.id for block in strategy_document(strategy, language).blocks if isinstance(block, Table)]
    assert blocks[blocks.index("loads") + 1] == "funds"
    loads, found = table(strategy, "loads", language), table(strategy, "funds", language)
    assert loads is not None
    assert say("doc.loads-funds", language) in [plain(note) for note in loads.notes]
    assert found is not None
    name, pen = {"en": "The levy", "vi": "Khoản phí"}[language], Pen(strategy, language)
    rows = [[plain(cell) for cell in row] for row in found.rows]
    money = [pen.fact(f"fund.levy.{year}.left", "plain").text for year in (2027, 2028)]
    assert [(row[2], row[3] == "–", row[6]) for row in rows if row[0] == name] == [
        ("2027", False, money[0]), ("2028", True, money[1]),
    ]  # fmt: skip
    assert {len(row) for row in rows} == {len(found.header)} == {7}


def test_without_funds_nothing_is_said_of_them(small: Path) -> None:
    strategy = spine.build(*spine.read(small), what_if=False)
    assert table(strategy, "funds") is None
    loads = table(strategy, "loads")
    assert loads is not None
    assert say("doc.loads-funds", "en") not in [plain(note) for note in loads.notes]
    assert tables(strategy)["funds"].splitlines() == ["fund,body,year,amount,carried,drawn,left"]
    assert not any(name.startswith("fund.") for name in strategy.facts)


def test_data_files_say_what_is_drawn(funded: Strategy) -> None:
    loads = list(csv.DictReader(tables(funded)["loads"].splitlines()))
    assert list(loads[0]) == ["body", "year", "days", "capacity", "cost", "budget", "funds"]
    for row in loads:
        assert Decimal(row["funds"]) == Decimal(row["cost"]) - Decimal(row["budget"])
    rows = list(csv.DictReader(tables(funded)["funds"].splitlines()))
    assert [(row["fund"], row["year"]) for row in rows] == [("gift", "2027"), ("levy", "2027"), ("levy", "2028")]
    assert sum(Decimal(row["drawn"]) for row in rows) == sum(Decimal(row["funds"]) for row in loads)
    assert "fund.levy.2027.drawn" in json.loads(strategy_json(funded))["facts"]
