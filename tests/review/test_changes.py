"""Rows that differ: counted for every table, shown only where nobody is quoted and nothing is hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.model.review import Example, Part, TableChange
from opennss.review import exchange
from opennss.review.changes import changed_settings, changed_tables

Pair = Callable[..., tuple[Path, Path]]

EDITS = (
    ("evidence.csv", "gdp-share,,A,2024,11.86", "gdp-share,,A,2024,12"),
    ("evidence.csv", "", "gdp-share,,B,2024,3,percent,gso,\n"),
    ("mapping.csv", "industry,ISO/TC 39,,high,Machines,Máy móc,P-a,2026-11-01\n", ""),
    ("mapping.csv", "medium,Safety", "medium,Traffic safety"),
    ("judgements/r1/answers.csv", "p5,urgency,roads,1,", "p5,urgency,roads,2,"),
    ("catalogue/deliverables.csv", "AI concepts,60.60", "AI concepts,90.92"),
    ("catalogue/deliverables.csv", "ISO 1:1975,Old", "ISO 1:1975,Very old"),
    ("nss.toml", "utilization = 0.85", "utilization = 0.8"),
    ("nss.toml", "all_seats = true", "all_seats = false"),
)


@pytest.fixture(scope="module")
def changes(write_pair: Pair) -> tuple[dict[str, TableChange], tuple[Example, ...]]:
    worlds = exchange.read(*write_pair(*EDITS))
    return {row.file: row for row in changed_tables(*worlds)}, changed_settings(*worlds)


def test_rows_are_counted_by_table_and_part(changes: tuple[dict[str, TableChange], tuple[Example, ...]]) -> None:
    counted = {file: (row.part, row.added, row.removed, row.changed) for file, row in changes[0].items()}
    assert counted == {
        "evidence.csv": (Part.DATA, 1, 0, 1),
        "judgements/r1/answers.csv": (Part.VOICES, 0, 0, 1),
        "catalogue/deliverables.csv": (Part.CATALOGUE, 0, 0, 1),
        "mapping.csv": (Part.CHOICES, 0, 1, 1),
    }, "of the catalogue only what is linked"


def test_examples_say_what_changed(changes: tuple[dict[str, TableChange], tuple[Example, ...]]) -> None:
    rows = changes[0]
    assert rows["evidence.csv"].examples[0] == Example("gdp-share / A / 2024", "value", "11.86", "12")
    assert rows["mapping.csv"].examples[0] == Example("roads / ISO/TC 241", "reason"), "of prose only the column"
    assert rows["mapping.csv"].examples[1].before == "industry / ISO/TC 39"
    assert rows["catalogue/deliverables.csv"].examples[0].column == "stage"


def test_answers_are_counted_only(changes: tuple[dict[str, TableChange], tuple[Example, ...]]) -> None:
    assert changes[0]["judgements/r1/answers.csv"].examples == ()


def test_settings_stand_below_their_section(changes: tuple[dict[str, TableChange], tuple[Example, ...]]) -> None:
    assert {(row.column, row.before, row.after) for row in changes[1]} == {
        ("utilization", "0.85", "0.8"), ("membership.all_seats", "yes", "no"),
    }  # fmt: skip
