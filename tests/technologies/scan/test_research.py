"""Counts go into the table and come back the same; tables of other sources are read with what they say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.model.codes import Id
from opennss.model.technologies import ResearchCount
from opennss.tables.csvfile import print_table
from opennss.technologies.scan.counting import WORK
from opennss.technologies.scan.research import counts, decimal, read, rows, units

COUNTS = {
    ("quantum", "VNM", "2024"): (3, 2 * WORK + 17, 2, WORK // 3, 1, 1),
    ("quantum", "?", "2023"): (1, WORK, 0, 0, 0, 0),
    ("*", "*", "2024"): (10**9, 10**9 * WORK, 10**9, 10**9 * WORK, 10**8, 10**8 * WORK),
}


@given(st.integers(0, 10**9 * WORK))
def test_fractions_read_back_as_the_same_units(number: int) -> None:
    assert units(decimal(number)) == number


def test_counts_come_back_from_the_table_the_same(tmp_path: Path) -> None:
    made = rows(COUNTS, Id("scan"))
    assert [(row.technology, row.economy, row.year) for row in made] == [
        ("*", "*", 2024),
        ("quantum", "?", 2023),
        ("quantum", "VNM", 2024),
    ]
    path = tmp_path / "research.csv"
    path.write_text(print_table(made, ResearchCount, ()), encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines()[3] == (
        "quantum,VNM,2024,3,2.000000004,2,0.3333333333,1,0.0000000002,scan"
    )
    again = read(path)
    assert again.findings == ()
    assert again.rows == made
    assert counts(again.rows) == COUNTS
    assert rows(dict(reversed(COUNTS.items())), Id("scan")) == made


def test_a_table_of_another_source_may_say_less(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(
        "economy,technology,year,works,source,top\nVNM,quantum,2024,12,bureau,?\nLAO,quantum,2024,0,bureau,?\n",
        encoding="utf-8",
    )
    found = read(path)
    assert found.findings == ()
    assert [(row.works, row.fraction, row.known, row.top) for row in found.rows] == [
        (12, None, None, None),
        (0, None, None, None),
    ]
    assert counts(found.rows)["quantum", "VNM", "2024"] == (12, None, None, None, None, None)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("quantum,VNM,2024,-1,?,?,?,?,?,scan", "research-order", "works"),
        ("quantum,VNM,2024,3,?,4,?,?,?,scan", "research-order", "works"),
        ("quantum,VNM,2024,3,?,?,?,4,?,scan", "research-order", "works"),
        ("quantum,VNM,2024,3,1,?,2,?,?,scan", "research-order", "fraction"),
        ("quantum,VNM,2024,3,3.5,?,?,?,?,scan", "research-share", "fraction"),
        ("quantum,VNM,2024,3,?,1,1.5,?,?,scan", "research-share", "known_fraction"),
        ("quantum,Viet Nam,2024,3,?,?,?,?,?,scan", "bad-economy", "economy"),
        ("quantum,LAO,2024,3,?,?,?,?,?,scan", "research-twice", "technology"),
    ],
)
def test_rows_that_cannot_be_are_told_and_left_out(tmp_path: Path, row: str, code: str, column: str) -> None:
    path = tmp_path / "research.csv"
    header = "technology,economy,year,works,fraction,known,known_fraction,top,top_fraction,source"
    path.write_text(f"{header}\nquantum,LAO,2024,5,4.5,?,?,?,?,scan\n{row}\n", encoding="utf-8")
    found = read(path)
    assert [(finding.code, finding.row, finding.column) for finding in found.findings] == [(code, 3, column)]
    assert [(row.economy, row.fraction) for row in found.rows] == [("LAO", Decimal("4.5"))]
