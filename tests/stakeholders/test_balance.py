"""The balance between categories, and what may be said of a round before it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from opennss.model.criteria import Category
from opennss.stakeholders.balance import Turnout, guarded_total, merged, total, warnings


def lines(said: Mapping[str, tuple[int, int]]) -> list[Turnout]:
    """One line for each category, from how many were invited and answered."""
    numbers = {one.value: said.get(one.value, (0, 0)) for one in Category}
    return [Turnout(name, invited, count, count, count) for name, (invited, count) in numbers.items()]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, []),
        ({"B": 0}, []),
        ({"B": 6, "C": 1, "A1": 1}, [("missing", "DEFG"), ("private", ""), ("no-sme", ""), ("half", "B")]),
        ({"A1": 1, "A2": 2, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1, "G": 1}, []),  # a third, and no more than half
        ({"B": 1}, [("missing", "ACDEFG"), ("private", ""), ("no-sme", ""), ("half", "B")]),
        ({"A1": 3, "A2": 3, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1, "G": 0}, [("missing", "G"), ("half", "A")]),
    ],
)
def test_what_is_out_of_balance(counts: dict[str, int], expected: list[tuple[str, str]]) -> None:
    assert [(one.code, "".join(one.categories)) for one in warnings(counts)] == expected


def test_no_figure_is_about_fewer_than_five_nor_had_by_subtraction() -> None:
    said = {"A1": (4, 2), "A2": (6, 5), "B": (9, 6), "C": (3, 1), "D": (4, 4), "E": (5, 3)}
    found = {line.name: line for line in merged(lines(said))}
    assert list(found) == ["A", "B", "C+D+G", "E", "F"]
    assert {name: line.answered for name, line in found.items() if line.invited} == {
        "A": 7, "B": 6, "C+D+G": None, "E": None,
    }  # fmt: skip
    assert (found["A"].rate, found["A"].percent, found["E"].rate) == (Fraction(7, 10), 70, None)
    apart = merged(lines({"C": (9, 6), "D": (9, 5)}))
    assert {line.name: line.answered for line in apart if line.invited} == {"C": 6, "D": 5}


def test_the_line_of_all_is_held_back_while_few_answered() -> None:
    assert guarded_total(lines({"B": (9, 4)})) == Turnout("all", 9, None, None)
    assert guarded_total(lines({"B": (9, 5)})) == total("all", lines({"B": (9, 5)}))
    assert guarded_total(lines({"B": (9, 0)})).answered == 0
