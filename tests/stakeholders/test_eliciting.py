"""Weights from closed rounds: by points, swings, pairs and best-worst; what is set aside; all and by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import Kind
from opennss.model.criteria import Category, Criterion, Group, Question, QuestionKind, Respondent, Round, Weighting
from opennss.model.judgements import Elicited, Withheld
from opennss.stakeholders.eliciting import elicit, of_judgements, usable

THREE = tuple(
    Criterion(
        id=Id(name), name=Text(), group=Group.ECONOMIC, kinds=(Kind.SECTOR,), question=Id("urgency"), weight=Fraction(1)
    )
    for name in ("a", "b", "c")
)
Numbers = Mapping[str | tuple[str, str], float | str]
"""The answer of a person: a number an item, or a pair."""


def asked(kind: QuestionKind) -> Question:
    return Question(id=Id("q"), text=Text(), kind=kind, about=Group.ECONOMIC)


def round_of(answers: Sequence[tuple[Category, Numbers]]) -> Round:
    people = [
        Respondent(pseudonym=Id(f"r{place:02}"), organisation_type="", category=(category,))
        for place, (category, _) in enumerate(answers)
    ]
    rows = [
        Weighting(
            pseudonym=people[place].pseudonym, question=Id("q"), item=Id(key if isinstance(key, str) else key[0]),
            against=None if isinstance(key, str) else Id(key[1]), value=Fraction(value),
        )
        for place, (_, numbers) in enumerate(answers)
        for key, value in numbers.items()
    ]  # fmt: skip
    return Round("r", Text(), date(2026, 9, 30), (), (), tuple(people), (), tuple(rows))


def given(kind: QuestionKind, answers: Sequence[tuple[Category, Numbers]]) -> Elicited:
    found = elicit(round_of(answers), asked(kind), THREE)
    assert isinstance(found, Elicited)
    return found


def test_points_count_by_category_and_then_by_answer() -> None:
    firms = [(Category.LARGE, {"a": 60, "b": 30, "c": 10})] * 10
    state = [(Category.GOVERNMENT, {"a": 20, "b": 30, "c": 50})] * 5
    found = given(QuestionKind.POINTS, [*firms, *state])
    assert found.items == ("a", "b", "c")
    assert found.weights == pytest.approx((0.4, 0.3, 0.3)), "ten firms weigh as much as five offices"
    assert found.by_group == {"A": pytest.approx((0.6, 0.3, 0.1)), "B": pytest.approx((0.2, 0.3, 0.5))}
    assert found.answered == {"A": 10, "B": 5}
    assert len(found.individual) == 15
    assert sum(found.shares) == pytest.approx(1)
    assert found.set_aside == {}


def test_how_often_an_answer_is_drawn_tells_no_category_of_fewer_than_five() -> None:
    one = {"a": 60, "b": 30, "c": 10}
    few = [Category.CONSUMERS] * 4 + [Category.LABOUR, Category.GOVERNMENT] + [Category.ACADEMIA] * 4
    found = given(
        QuestionKind.POINTS, [(category, one) for category in [*[Category.LARGE] * 3, *[Category.SME] * 4, *few]]
    )
    assert sum(found.shares) == pytest.approx(1)
    assert all(found.shares.count(share) >= 5 for share in found.shares)


def test_a_question_about_no_group_weighs_the_five_groups_in_their_order() -> None:
    rows = [(Category.SME, {"social": 70, "economic": 30})] * 5
    question = Question(id=Id("q"), text=Text(), kind=QuestionKind.POINTS)
    found = elicit(round_of(rows), question, THREE)
    assert isinstance(found, Elicited)
    assert (found.items, found.weights) == (("economic", "social"), pytest.approx((0.3, 0.7)))


def test_swings_are_divided_by_their_sum() -> None:
    found = given(QuestionKind.SWING, [(Category.ACADEMIA, {"a": 100, "b": 60, "c": 40})] * 5)
    assert found.weights == pytest.approx((0.5, 0.3, 0.2))


def test_pairs_and_best_worst_of_one_mind_give_the_same_weights() -> None:
    """Consistent comparisons (4 : 2 : 1) have one answer, whatever the method; the direction does not matter."""
    pairs = {("a", "b"): 2, ("c", "b"): "1/2", ("a", "c"): 4}
    extremes = {("a", "b"): 2, ("a", "c"): 4, ("b", "c"): 2}
    for kind, numbers in ((QuestionKind.PAIRS, pairs), (QuestionKind.BEST_WORST, extremes)):
        found = given(kind, [(Category.LABOUR, numbers)] * 5)
        assert found.weights == pytest.approx((4 / 7, 2 / 7, 1 / 7)), kind


def test_answers_that_are_half_or_break_the_rule_are_set_aside_and_never_filled_in() -> None:
    whole = [(Category.SME, {"a": 50, "b": 30, "c": 20})] * 5
    wrong = [(Category.SME, {"a": 90, "b": 10}), (Category.SME, {"a": 50, "b": 30, "c": 10})]
    found = given(QuestionKind.POINTS, [*whole, *wrong])
    assert found.weights == pytest.approx((0.5, 0.3, 0.2))
    assert found.set_aside == {"half": 1, "sum": 1}
    swings = [(Category.SME, {"a": 100, "b": 0, "c": 0})] * 5
    found = given(QuestionKind.SWING, [*swings, (Category.SME, {"a": 80, "b": 10, "c": 5})])
    assert (found.weights, found.set_aside) == (pytest.approx((1, 0, 0)), {"top": 1})


def test_contradictions_are_set_aside_and_the_office_learns_which_comparison_by_count_alone() -> None:
    calm = {("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4}
    circle = {("a", "b"): 5, ("b", "c"): 5, ("a", "c"): "1/5"}
    rows = [*[(Category.NGO, calm)] * 5, *[(Category.NGO, circle)] * 2, (Category.NGO, {("a", "b"): 5})]
    found = given(QuestionKind.PAIRS, rows)
    assert found.set_aside == {"half": 1, "inconsistent": 2}
    assert sum(found.reconsider.values()) == 2
    assert len(found.individual) == 5
    best = {("a", "b"): 9, ("a", "c"): 2, ("b", "c"): 2}  # b is far behind the best, and yet ahead of the worst
    found = given(QuestionKind.BEST_WORST, [*[(Category.NGO, {**best, ("a", "b"): 1})] * 5, (Category.NGO, best)])
    assert found.set_aside == {"inconsistent": 1}


def test_fewer_than_five_usable_answers_give_no_weights() -> None:
    rows = [(Category.SME, {"a": 50, "b": 30, "c": 20})] * 4 + [(Category.SME, {"a": 90, "b": 10})]
    assert elicit(round_of(rows), asked(QuestionKind.POINTS), THREE) == Withheld("q", "points", {"half": 1})
    assert elicit(round_of([]), asked(QuestionKind.POINTS), THREE) == Withheld("q", "points", {})


def test_a_group_of_four_usable_answers_is_hidden_with_the_smallest_other_one() -> None:
    counts = {Category.LARGE: 9, Category.GOVERNMENT: 4, Category.ACADEMIA: 6, Category.APPLICATION: 7}
    rows = [(category, {"a": 50, "b": 30, "c": 20}) for category, count in counts.items() for _ in range(count)]
    found = given(QuestionKind.POINTS, rows)
    assert set(found.by_group) == {"A", "F"}
    assert found.answered == {"A": 9, "B": 4, "E": 6, "F": 7}


def test_judgements_can_be_put_together_before_weights_are_derived() -> None:
    """Two opposite minds of equal weight cancel out in the comparisons, as their geometric mean is 1."""
    one, other = {("a", "b"): 3, ("a", "c"): 3, ("b", "c"): 1}, {("a", "b"): "1/3", ("a", "c"): "1/3", ("b", "c"): 1}
    rows = [*[(Category.LARGE, one)] * 3, *[(Category.GOVERNMENT, other)] * 6]
    found = of_judgements(
        usable(round_of(rows), asked(QuestionKind.PAIRS), THREE), range(9), [1 / 6] * 3 + [1 / 12] * 6
    )
    assert found.values.tolist() == pytest.approx([1 / 3] * 3)
    assert found.consistency
    assert found.consistency.acceptable


def test_people_who_answer_as_one_body_have_the_weights_of_their_mean_comparisons() -> None:
    """Ten firms say 4 : 2 : 1, five offices 1 : 1 : 1; each category weighs the same: the means are as 2 : √2 : 1."""
    calm, even = {("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4}, {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1}
    rows = [*[(Category.LARGE, calm)] * 10, *[(Category.GOVERNMENT, even)] * 5]
    apart = given(QuestionKind.PAIRS, rows)
    joined = elicit(round_of(rows), asked(QuestionKind.PAIRS), THREE, "judgements")
    assert isinstance(joined, Elicited)
    assert (apart.together, apart.way, joined.together, joined.way) == (
        "priorities", "pairs", "judgements", "pairs-together",
    )  # fmt: skip
    assert apart.weights == pytest.approx(((4 / 7 + 1 / 3) / 2, (2 / 7 + 1 / 3) / 2, (1 / 7 + 1 / 3) / 2))
    total = 2 + 2**0.5 + 1
    assert joined.weights == pytest.approx((2 / total, 2**0.5 / total, 1 / total))
    assert joined.by_group == {"A": pytest.approx((4 / 7, 2 / 7, 1 / 7)), "B": pytest.approx([1 / 3] * 3)}
    assert joined.individual == apart.individual


def test_only_comparisons_two_by_two_can_be_put_together_first() -> None:
    rows = [(Category.SME, {"a": 50, "b": 30, "c": 20})] * 5
    found = elicit(round_of(rows), asked(QuestionKind.POINTS), THREE, "judgements")
    assert isinstance(found, Elicited)
    assert (found.together, found.way, found.about) == ("priorities", "points", "economic")
