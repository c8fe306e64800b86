"""Comments in their order: by clause, paragraph, line and member, as people count."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from opennss.model.comments import COLUMNS, LONGEST, Comment, CommentType, in_order, tidied, tidy


def comment(clause: str = "", place: str = "", line: str = "", member: str = "VN", text: str = "x") -> Comment:
    return Comment(member=member, line=line, clause=clause, place=place, type=CommentType.TECHNICAL, comment=text)


def test_clauses_are_in_natural_order() -> None:
    clauses = ["", "General", "1", "Clause 2", "9", "9.9", "Điều 9.10", "10", "10.2", "10.2.1", "A.1", "B", "Foreword"]
    shuffled = [comment(clause) for clause in clauses]
    random.Random(4).shuffle(shuffled)
    assert [row.clause for row in in_order(shuffled)] == clauses


def test_paragraph_then_line_then_member_decide() -> None:
    rows = [
        comment("5", "Table 2", "9", "VN"),
        comment("5", "Table 2", "17", "KH"),
        comment("5", "Table 2", "17", "VN"),
        comment("5", "Table 10", "1", "AA"),
        comment("6", "", "", "AA"),
    ]
    assert in_order(reversed(rows)) == tuple(rows)


def test_the_order_of_arrival_does_not_show() -> None:
    rows = [comment("1", text=text) for text in "cab"]
    assert [row.comment for row in in_order(rows)] == ["a", "b", "c"]
    assert in_order(rows) == in_order(rows[::-1])


def test_numbers_of_any_length_and_script_are_sorted() -> None:
    rows = [comment("9" * 6_000), comment("٣.٢"), comment("007"), comment("8")]
    assert [row.clause[:3] for row in in_order(rows)] == ["007", "8", "٣.٢", "999"]


@given(st.text())
def test_tidy_is_final(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert not {"\r", "\x00", "\u202e"} & set(tidy(text))


def test_every_column_but_the_type_is_tidied_and_has_a_limit() -> None:
    made = Comment(
        member=" a\x07", line=" a\x07", clause=" a\x07", place=" a\x07", type=CommentType.GENERAL, comment=" a\x07",
        change=" a\x07", observation=" a\x07", table="t", row=3,
    )  # fmt: skip
    clean = tidied(made)
    assert {getattr(clean, name) for name in COLUMNS if name != "type"} == {"a"}
    assert (clean.table, clean.row) == ("t", 3)
    assert set(LONGEST) == set(COLUMNS) - {"type"}
