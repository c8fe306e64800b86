"""Closed rounds: weights by category (T13), weighted median, suppression of small groups."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Answer, Category, Rank, Respondent, Round
from opennss.stakeholders.rounds import close, in_order
from opennss.stakeholders.weights import answer_weights


def test_t13_weights():
    categories = [(Category.LARGE,)] * 10 + [(Category.SME,)] * 5 + [(Category.CONSUMERS,)]
    weights, silent = answer_weights(categories)
    assert weights == {
        (Category.LARGE,): Fraction(1, 40),
        (Category.SME,): Fraction(1, 20),
        (Category.CONSUMERS,): Fraction(1, 2),
    }
    assert sum(weights[c] for c in categories) == 1
    assert silent == ("B", "D", "E", "F", "G")


def test_categories_that_are_not_told_apart_have_the_weights_of_all_of_them_in_equal_parts():
    joint = (Category.SME, Category.CONSUMERS, Category.LABOUR)
    weights, silent = answer_weights([(Category.LARGE,)] * 10 + [joint] * 8 + [(Category.GOVERNMENT,)])
    assert weights == {
        (Category.LARGE,): Fraction(1, 80),
        joint: Fraction(5, 64),
        (Category.GOVERNMENT,): Fraction(1, 4),
    }
    assert silent == ("E", "F", "G")


def test_rounds_of_one_day_come_after_the_one_that_they_follow():
    rounds = [replace(round_of(()), id=name, follows=after) for name, after in (("a", "b"), ("b", "d"), ("d", ""))]
    rounds.append(replace(round_of(()), id="c", closed=date(2026, 9, 29)))
    assert [round_.id for round_ in in_order(rounds)] == ["c", "d", "b", "a"]
    circle = [replace(round_of(()), id=name, follows=after) for name, after in (("a", "b"), ("b", "a"))]
    assert [round_.id for round_ in in_order(circle)] == ["a", "b"], "wrong, and told by the check; yet it ends"


def test_a_merged_cell_is_counted_as_one_line_with_all_who_were_invited():
    people = [Respondent(pseudonym=Id(f"r{n}"), organisation_type="", category=(Category.LABOUR, Category.CONSUMERS))
              for n in range(6)]  # fmt: skip
    answers = [Answer(pseudonym=row.pseudonym, question=Id("q"), area=Id("a"), value=Rank.LOW) for row in people]
    invited = ((Category.SME, 2), (Category.CONSUMERS, 8), (Category.LABOUR, 4))
    result = close(replace(round_of(()), invited=invited, respondents=tuple(people), answers=tuple(answers)))
    assert result.response == (((Category.SME,), 2, 0), ((Category.CONSUMERS, Category.LABOUR), 12, 6))
    assert result.silent == ("A", "B", "E", "F", "G")
    assert close(replace(round_of(()), invited=())).response == ()


def round_of(values):
    people = [
        Respondent(pseudonym=Id(f"r{i}"), organisation_type="association", category=(category,))
        for i, (category, _) in enumerate(values)
    ]
    answers = [
        Answer(pseudonym=Id(f"r{i}"), question=Id("q"), area=Id("a"), value=value)
        for i, (_, value) in enumerate(values)
    ]
    invited = ((Category.LARGE, 8), (Category.SME, 4))
    return Round("r1", Text(), date(2026, 9, 30), invited, (), tuple(people), tuple(answers))


def test_one_consumer_weighs_as_much_as_ten_firms():
    values = [(Category.LARGE, Rank.HIGH)] * 10 + [(Category.CONSUMERS, Rank.LOW)]
    result = close(round_of(values))
    assert result.results["q", "a"] is Rank.LOW, "a tie takes the less urgent rank"
    assert result.distribution["q", "a"] == (10, 0, 1, 0)
    assert result.response_rate == Fraction(11, 12)


def test_proposals_count_as_one_and_no_opinion_is_left_out():
    values = [(Category.SME, Rank.OVERRIDING)] * 5 + [(Category.SME, Rank.HIGH), (Category.LABOUR, None)]
    result = close(round_of(values))
    assert result.results["q", "a"] is Rank.HIGH
    assert result.distribution["q", "a"] == (6, 0, 0, 0)
    assert result.proposals == {"a": 5}
    assert "D" in result.silent


def test_fewer_than_five_answers_have_no_result_and_no_count():
    values = [(Category.SME, Rank.OVERRIDING), *[(Category.SME, Rank.HIGH)] * 3]
    result = close(round_of(values))
    assert result.results == {}
    assert result.distribution == {}
    assert result.proposals == {}  # one of two who spoke proposed it: naming the area would tell who


def test_few_proposals_among_enough_answers_are_not_counted():
    values = [(Category.SME, Rank.OVERRIDING), *[(Category.SME, Rank.HIGH)] * 4]
    assert close(round_of(values)).proposals == {"a": None}
