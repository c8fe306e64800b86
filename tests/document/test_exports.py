"""Results as data: values as JSON knows them, the formula guard, provenance of cells."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.exports import provenance, strategy_json, tables
from opennss.document.jsonable import jsonable
from opennss.language import Text
from opennss.model.criteria import Rank


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Fraction(4, 2), 2), (Fraction(1, 3), 0.3333333333), (Decimal("2.50"), 2.5), (Decimal(7), 7),
        (dt.date(2026, 11, 22), "2026-11-22"), (Rank.NONE, "none"), (Text.of(en="a", vi="b"), {"en": "a", "vi": "b"}),
        (None, None), ("text", "text"), (1.5, 1.5),
    ],
)  # fmt: skip
def test_values_as_json_knows_them(value: object, plain: object) -> None:
    assert jsonable(value) == plain


def test_text_that_a_spreadsheet_would_run_is_guarded_and_numbers_are_not(small: Path) -> None:
    areas = small / "areas.csv"
    areas.write_text(areas.read_text("utf-8").replace("Farming,", "=HYPERLINK(1),"), encoding="utf-8")
    strategy = spine.build(*spine.read(small))
    rows = {row["area"]: row for row in csv.DictReader(tables(strategy)["ranks"].splitlines())}
    assert rows["farming"]["name_en"] == "'=HYPERLINK(1)"
    assert not rows["farming"]["name_vi"].startswith("'")
    facts = {row["name"]: row for row in csv.DictReader(tables(strategy)["facts"].splitlines())}
    assert facts["solve.earliest.value"]["value"].startswith("-"), "a negative number is no formula"


def test_exports_of_a_small_country(small: Path) -> None:
    strategy = spine.build(*spine.read(small))
    content = json.loads(strategy_json(strategy))
    assert content["uncovered"] == [
        {"area": "farming", "reason": "no-candidate"},
        {"area": "roads", "reason": "no-candidate"},
    ]
    assert {area["id"]: area["decided"] for area in content["areas"]}["ai"] == "2"
    assert {gap["kind"] for gap in content["gaps"]} == {"not-adopted", "no-membership"}
    entities = json.loads(provenance(strategy))["entity"]
    assert "cell:evidence.csv/2/value" in entities
    assert "source:gso" in entities
