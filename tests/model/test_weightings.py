"""What one person's numbers amount to: whole, half, or against the rule of the question."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Group, Question, QuestionKind, Weighting
from opennss.model.weightings import by_person, ends, items_of, lack, unpaired, weighable, weights_of
from opennss.tables.csvfile import read_table


def rows(*numbers: tuple[str, str, str], name: str = "p1") -> tuple[Weighting, ...]:
    return tuple(
        Weighting(
            pseudonym=Id(name), question=Id("q"), item=Id(item), against=Id(against) if against else None,
            value=Fraction(value),
        )
        for item, against, value in numbers
    )  # fmt: skip


MANUAL = Path(__file__).parents[2] / "docs" / "howto" / "consultation-round.md"
QUESTION = Question(id=Id("q"), text=Text(), kind=QuestionKind.POINTS)
BEST_WORST = rows(("b", "a", "2"), ("b", "c", "6"), ("b", "d", "3"), ("a", "c", "3"), ("d", "c", "2"))


def test_what_is_weighed_is_what_anybody_gave_a_number_for_in_order() -> None:
    assert weighable(QUESTION, ()) == tuple(group.value for group in Group)
    given = (*rows(("social", "", "40")), *rows(("economic", "", "100"), name="p2"))
    assert items_of(QUESTION, given, weighable(QUESTION, ())) == ("economic", "social")
    assert list(by_person(QUESTION, given)) == ["p1", "p2"]


@pytest.mark.parametrize(
    ("items", "numbers", "expected"),
    [
        ("abcd", BEST_WORST, ("b", "c")),
        ("ab", rows(("b", "a", "3")), ("b", "a")),
        ("abcd", BEST_WORST[:-1], None),
        ("abc", rows(("a", "b", "2"), ("b", "c", "2"), ("c", "a", "2")), None),
        ("abc", (), None),
    ],
)
def test_the_best_beats_all_and_all_beat_the_worst(
    items: str, numbers: tuple[Weighting, ...], expected: tuple[str, str] | None
) -> None:
    assert ends(items, numbers) == expected


@pytest.mark.parametrize(
    ("kind", "numbers", "why"),
    [
        (QuestionKind.POINTS, (("a", "", "60"), ("b", "", "40")), ""),
        (QuestionKind.POINTS, (("a", "", "100"), ("b", "", "0")), ""),
        (QuestionKind.POINTS, (("a", "", "100"),), "half"),
        (QuestionKind.POINTS, (("a", "", "60"), ("b", "", "39.9")), "sum"),
        (QuestionKind.SWING, (("a", "", "100"), ("b", "", "40")), ""),
        (QuestionKind.SWING, (("a", "", "90"), ("b", "", "40")), "top"),
        (QuestionKind.SWING, (("b", "", "100"),), "half"),
        (QuestionKind.PAIRS, (("a", "b", "2"),), ""),
        (QuestionKind.PAIRS, (("a", "b", "2"), ("b", "a", "1/2")), "half"),
        (QuestionKind.PAIRS, (), "half"),
        (QuestionKind.BEST_WORST, (("b", "a", "2"),), ""),
        (QuestionKind.BEST_WORST, (), "half"),
    ],
)
def test_why_an_answer_cannot_be_used(kind: QuestionKind, numbers: tuple[tuple[str, str, str], ...], why: str) -> None:
    assert lack(kind, ("a", "b"), rows(*numbers)) == why


def test_pairs_that_nobody_compared_are_named_whatever_the_direction() -> None:
    given = rows(("b", "a", "2"), ("b", "c", "6"))
    assert unpaired(("a", "b", "c"), given) == (("a", "c"),)
    assert unpaired(("a", "b"), given) == ()


def test_the_samples_of_the_manual_are_whole_answers(tmp_path: Path) -> None:
    blocks = re.findall(r"```text\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    for row_class, block in zip((Question, Weighting), blocks, strict=True):
        (tmp_path / row_class.FILE).write_text(block, encoding="utf-8")
    questions = read_table(tmp_path / Question.FILE, Question, ("en",))
    answers = read_table(tmp_path / Weighting.FILE, Weighting, ("en",))
    assert questions.findings == answers.findings == ()
    assert [question.kind.value for question in questions.rows] == ["rate", "points", "pairs"]
    for question in questions.rows[1:]:
        own = [row for row in answers.rows if row.question == question.id]
        items = tuple(dict.fromkeys(name for row in own for name in (row.item, row.against) if name))
        assert lack(question.kind, items, own) == ""
        found = weights_of(question.kind, items, own)
        assert found.values.sum() == pytest.approx(1)
        assert found.consistency is None or found.consistency.acceptable


def test_a_stray_number_adds_nothing_to_a_question_that_declares_its_items() -> None:
    given = (*rows(("economic", "", "60"), ("social", "", "40")), *rows(("emerging", "", "1"), name="p7"))
    asked = Question(id=Id("q"), text=Text.of(en="?"), kind=QuestionKind.POINTS, items=(Id("economic"), Id("social")))
    known = weighable(asked, ())
    assert items_of(asked, given, known) == ("economic", "social")
    assert items_of(replace(asked, items=()), given, known) == ("economic", "social", "emerging")
