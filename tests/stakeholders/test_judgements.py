"""What closed rounds say beside their ranks: agreement over rounds (T12), groups of categories, concordance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import ConsultationSettings
from opennss.model.criteria import Answer, Category, Question, QuestionKind, Rank, Respondent, Round, Weighting
from opennss.model.judgements import Apart, Consensus, Judgements, apart, group_weights, standing
from opennss.stakeholders.judgements import judgements, weights_findings
from opennss.stakeholders.rounds import close

Said = Mapping[Category, list[str]]
"""The answers of each category about one area."""


def round_of(name: str, areas: Mapping[str, Said], day: int = 1) -> Round:
    """A round in which the n-th person of a category gives its n-th answer about every area."""
    counts: dict[Category, int] = {}
    for said in areas.values():
        for category, values in said.items():
            counts[category] = max(counts.get(category, 0), len(values))
    people = [
        Respondent(pseudonym=Id(f"{category.lower()}-{place}"), organisation_type="", category=(category,))
        for category, count in counts.items()
        for place in range(count)
    ]
    answers = [
        Answer(pseudonym=Id(f"{category.lower()}-{place}"), question=Id("q"), area=Id(area), value=Rank(value))
        for area, said in areas.items()
        for category, values in said.items()
        for place, value in enumerate(values)
    ]
    invited = tuple((category, count + 1) for category, count in counts.items())
    question = Question(id=Id("q"), text=Text())
    return Round(name, Text(), date(2026, 9, day), invited, (question,), tuple(people), tuple(answers))


def said(*rounds: Round) -> tuple[Judgements, ...]:
    return judgements(rounds, [close(round_) for round_ in rounds], ())


def test_t12_a_narrow_middle_is_no_consensus() -> None:
    """24 % say 1, 52 % say 2, 24 % say 3: the quartiles meet, the people do not."""
    values = ["1"] * 6 + ["2"] * 13 + ["3"] * 6
    (judged,) = said(round_of("r1", {"a": {Category.SME: values}}))
    (found,) = judged.agreements
    assert (found.modal, found.share, found.before) == (Rank.MEDIUM, Fraction(13, 25), None)
    assert found.consensus is Consensus.NOT_REACHED


@pytest.mark.parametrize(
    ("first", "second", "before", "consensus"),
    [
        ({"1": 6, "2": 4}, {"1": 7, "2": 3}, Fraction(6, 10), Consensus.REACHED),
        ({"1": 5, "2": 5}, {"1": 7, "2": 3}, Fraction(5, 10), Consensus.MOVED),
        ({"1": 3, "2": 7}, {"1": 7, "2": 3}, Fraction(3, 10), Consensus.MOVED),
        ({"1": 3, "2": 1}, {"1": 7, "2": 3}, None, Consensus.EARLY),  # four answers are no round before
        ({"1": 7, "2": 3}, {"1": 6, "2": 4}, Fraction(7, 10), Consensus.NOT_REACHED),
    ],
)
def test_consensus_needs_the_share_and_a_round_before_that_said_the_same(
    first: dict[str, int], second: dict[str, int], before: Fraction | None, consensus: Consensus
) -> None:
    rounds = [
        round_of(f"r{place}", {"a": {Category.SME: [rank for rank, n in counts.items() for _ in range(n)]}}, place)
        for place, counts in enumerate((first, second), 1)
    ]
    (found,) = said(rounds[0], replace(rounds[1], follows="r1"))[1].agreements
    assert (found.before, found.consensus) == (before, consensus)


def test_a_round_is_compared_with_the_one_that_it_follows_and_no_other() -> None:
    said_first, said_second = {"a": {Category.SME: ["1"] * 10}}, {"a": {Category.SME: ["2"] * 10}}
    first, other = round_of("r1", said_first, 1), round_of("r2", said_second, 2)
    third = round_of("r3", {**said_first, "b": said_first["a"]}, 3)
    alone = said(first, other, third)[2].agreements
    assert [(found.before, found.consensus) for found in alone] == [(None, Consensus.EARLY)] * 2, "follows none"
    moved = said(first, other, replace(third, follows="r2"))[2].agreements
    assert [found.consensus for found in moved] == [Consensus.MOVED, Consensus.EARLY]
    judged = said(first, other, replace(third, follows="r1"))[2]
    assert [(found.before, found.consensus) for found in judged.agreements] == [
        (Fraction(1), Consensus.REACHED), (None, Consensus.EARLY),
    ]  # fmt: skip
    silent = said(first, round_of("r2", {}, 2), replace(third, follows="r2"))[2]
    assert [found.consensus for found in silent.agreements] == [Consensus.EARLY, Consensus.EARLY]


def test_groups_are_heard_from_five_answers_and_labour_with_consumers() -> None:
    areas = {
        "a": {Category.LARGE: ["1"] * 6, Category.CONSUMERS: ["3"] * 5, Category.LABOUR: ["2"] * 3},
        "b": {Category.LARGE: ["1"] * 6, Category.CONSUMERS: ["1"] * 3, Category.LABOUR: ["1"]},
    }
    (judged,) = said(round_of("r1", areas))
    heard = {found.categories: found for found in judged.heard}
    assert {name: (found.invited, found.answered) for name, found in heard.items()} == {"A": (7, 6), "C+D+G": (10, 8)}
    assert heard["A"].ranks == {("q", "a"): Rank.HIGH}, "with four others of ten, A would tell what these said of b"
    assert heard["C+D+G"].ranks == {("q", "a"): Rank.LOW}, "consumers and labour weigh the same, a tie is less urgent"


def test_who_disagrees_and_on_what() -> None:
    areas = {
        "a": {Category.LARGE: ["1"] * 6, Category.GOVERNMENT: ["3"] * 5, Category.ACADEMIA: ["1"] * 5},
        "b": {Category.LARGE: ["2"] * 6, Category.GOVERNMENT: ["2"] * 5, Category.ACADEMIA: ["2"] * 5},
    }
    round_ = round_of("r1", areas)
    (judged,) = said(round_)
    assert apart(judged, close(round_).results) == (Apart("q", "a", Rank.HIGH, (("B", Rank.LOW),)),)


def test_concordance_is_of_those_who_ranked_every_area() -> None:
    alike = {area: {Category.SME: [rank] * 5} for area, rank in (("a", "1"), ("b", "2"), ("c", "3"))}
    (judged,) = said(round_of("r1", alike))
    assert judged.concordance == {"q": pytest.approx(1)}
    assert judged.heard[0].concordance == {"q": pytest.approx(1)}
    alike["c"] = {Category.SME: ["3"] * 4}
    (judged,) = said(round_of("r1", alike))
    assert judged.concordance == {"q": None}, "four people ranked all three"
    assert judged.heard[0].concordance == {"q": None}


def test_a_round_that_nobody_answered_says_nothing() -> None:
    (judged,) = said(round_of("r1", {}))
    assert judged == Judgements("r1", (), (), ())
    assert close(round_of("r1", {})).answered == ()


def weighing(name: str, answers: int, economic: int, day: int) -> Round:
    """A round in which so many people share 100 points between two groups."""
    people = [
        Respondent(pseudonym=Id(f"p{place}"), organisation_type="", category=(Category.SME,))
        for place in range(answers)
    ]
    rows = [
        Weighting(pseudonym=person.pseudonym, question=Id("w"), item=Id(item), value=Fraction(value))
        for person in people
        for item, value in (("economic", economic), ("social", 100 - economic))
    ]
    question = Question(id=Id("w"), text=Text(), kind=QuestionKind.POINTS)
    return Round(name, Text(), date(2026, 9, day), (), (question,), tuple(people), (), tuple(rows))


@pytest.mark.parametrize(
    ("answers", "named", "stands", "codes"),
    [
        ((30, 6), "", "r2", ["weights-fewer-answers"]),
        ((6, 30), "", "r2", []),
        ((6, 6), "", "r2", []),
        ((30, 4), "", "r1", []),  # fewer than five give no weights
        ((30, 6), "r1", "r1", []),
        ((30, 6), "r2", "r2", []),  # somebody chose it
        ((30, 4), "r2", None, ["weights-round-empty"]),
        ((30, 9, 6), "", "r3", ["weights-fewer-answers"]),
        ((6, 30, 9), "r1", "r1", []),
    ],
)
def test_weights_stand_by_the_last_round_or_by_the_named_one(
    answers: tuple[int, ...], named: str, stands: str | None, codes: list[str]
) -> None:
    settings = ConsultationSettings(weights_round=named)
    rounds = [weighing(f"r{day}", count, 10 * day, day) for day, count in enumerate(answers, 1)]
    found = judgements(rounds, [close(round_) for round_ in rounds], (), settings)
    heard = group_weights(found)
    assert (heard.round if heard else None) == stands
    assert [given.round for given in standing(found)] == ([stands] if stands else [])
    findings = list(weights_findings(found, settings))
    assert [finding.code for finding in findings] == codes
    if codes == ["weights-fewer-answers"]:
        assert (findings[0].values["before"], findings[0].values["more"]) == ("r1", 30)
        assert findings[0].file == f"judgements/{stands}/weightings.csv"
