"""Counts go into the table exactly; tables of any source are checked where the country folder is."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss import build as spine
from opennss.errors import Severity
from opennss.model.codes import Id
from opennss.model.technologies import ResearchCount
from opennss.tables.csvfile import print_table, read_table
from opennss.technologies.scan.counting import WORK
from opennss.technologies.scan.research import decimal, rows

COUNTS = {
    ("quantum", "VNM", "2024"): (3, 2 * WORK + 17, 2, WORK // 3, 1, 1),
    ("quantum", "?", "2023"): (1, WORK, 0, 0, 0, 0),
    ("*", "*", "2024"): (10**9, 10**9 * WORK, 10**9, 10**9 * WORK, 10**8, 10**8 * WORK),
}


@given(st.integers(0, 10**9 * WORK))
def test_fractions_read_back_as_the_same_units(number: int) -> None:
    assert round(Fraction(decimal(number)) * WORK) == number


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
    again = read_table(path, ResearchCount, ())
    assert (again.findings, again.rows) == ((), made)
    assert rows(dict(reversed(COUNTS.items())), Id("scan")) == made


def test_a_table_of_another_source_may_say_less(tmp_path: Path) -> None:
    path = tmp_path / "research.csv"
    path.write_text(
        "economy,technology,year,works,source,top\nVNM,quantum,2024,12,bureau,?\nLAO,quantum,2024,0,bureau,?\n",
        encoding="utf-8",
    )
    found = read_table(path, ResearchCount, ())
    assert found.findings == ()
    assert [(row.works, row.fraction, row.known, row.top) for row in found.rows] == [
        (12, None, None, None),
        (0, None, None, None),
    ]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("quantum,VNM,2024,-1,?,?,?,?,?,gso", "research-order", "works"),
        ("quantum,VNM,2024,3,?,4,?,?,?,gso", "research-order", "works"),
        ("quantum,VNM,2024,3,?,?,?,4,?,gso", "research-order", "works"),
        ("quantum,VNM,2024,3,1,?,2,?,?,gso", "research-order", "fraction"),
        ("quantum,VNM,2024,3,3.5,?,?,?,?,gso", "research-share", "fraction"),
        ("quantum,VNM,2024,3,?,1,1.5,?,?,gso", "research-share", "known_fraction"),
        ("quantum,Viet Nam,2024,3,?,?,?,?,?,gso", "bad-economy", "economy"),
        ("quantum,LAO,2024,3,?,?,?,?,?,gso", "duplicate-key", "technology"),
    ],
)
def test_rows_that_cannot_be_are_told(small: Path, row: str, code: str, column: str) -> None:
    header = "technology,economy,year,works,fraction,known,known_fraction,top,top_fraction,source"
    text = f"{header}\nquantum,LAO,2024,5,4.5,?,?,?,?,gso\n{row}\n"
    (small / "research.csv").write_text(text, encoding="utf-8")
    found = [one for one in spine.check(small) if one.file == "research.csv" and one.severity is Severity.ERROR]
    assert [(one.code, one.row, one.column) for one in found] == [(code, 3, column)]
