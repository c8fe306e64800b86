"""The result of a closed round: weighted median rank per area, response by category, nothing that names a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from opennss.mcda.agreement import weighted_median
from opennss.model.criteria import Answer, Categories, Rank, Round
from opennss.model.results import RoundResult
from opennss.stakeholders.weights import answer_weights

SUPPRESSED_BELOW = 5
"""A figure of fewer answers is not printed (method, section 3)."""


def in_order(rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Return rounds as they came one after the other: by day of closing, on one day the followed one first, then by id.

    >>> from datetime import date
    >>> from opennss.language import Text
    >>> day = date(2026, 9, 30)
    >>> one, two = (Round(name, Text(), day, (), (), (), (), follows=after) for name, after in (("a", "b"), ("b", "")))
    >>> [round_.id for round_ in in_order((one, two))]
    ['b', 'a']
    """
    by_id = {round_.id: round_ for round_ in rounds}

    def before(round_: Round) -> int:
        chain = [round_.id]
        while (follows := by_id[chain[-1]].follows) in by_id and follows not in chain:
            chain.append(follows)
        return len(chain)

    return tuple(sorted(by_id.values(), key=lambda round_: (round_.closed, before(round_), round_.id)))


def close(round_: Round) -> RoundResult:
    """Count a closed round: the weighted median rank of each question and area, in a tie the less urgent rank.

    An answer ``?`` is no opinion and is left out; a proposed ``1*`` counts as 1 and is only counted as a proposal. A
    pair with fewer than ``SUPPRESSED_BELOW`` answers has no result, an area heard in no pair no proposal, and fewer
    proposals are counted as ``None``: a
    figure of so few would tell what a person answered.
    """
    category = {str(respondent.pseudonym): respondent.categories for respondent in round_.respondents}
    opinions = [answer for answer in round_.answers if answer.value not in (None, Rank.UNKNOWN)]
    by_pair: dict[tuple[str, str], list[Answer]] = {}
    for answer in sorted(opinions, key=lambda a: (a.question, a.area)):
        by_pair.setdefault((answer.question, answer.area), []).append(answer)
    spoken = {pair: answers for pair, answers in by_pair.items() if len(answers) >= SUPPRESSED_BELOW}
    proposals = Counter(answer.area for answer in opinions if answer.value is Rank.OVERRIDING)
    spoke = sorted({row.pseudonym for row in opinions} | {row.pseudonym for row in round_.weightings})
    weights, silent = answer_weights([category[name] for name in spoke])
    return RoundResult(
        round=round_.id,
        invited=round_.invited,
        answered=tuple(sorted(Counter(category[name] for name in spoke).items())),
        silent=silent,
        weights=tuple(sorted(weights.items())),
        results={pair: _result(answers, category) for pair, answers in spoken.items()},
        distribution={pair: _distribution(answers) for pair, answers in spoken.items()},
        proposals={
            area: number if number >= SUPPRESSED_BELOW else None
            for area, number in sorted(proposals.items())
            if area in {heard for _, heard in spoken}
        },
    )


def _result(answers: Sequence[Answer], category: Mapping[str, Categories]) -> Rank:
    weights, _ = answer_weights([category[answer.pseudonym] for answer in answers])
    median = weighted_median(_numbers(answers), [weights[category[answer.pseudonym]] for answer in answers])
    return (Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)[median - 1]


def _numbers(answers: Sequence[Answer]) -> list[int]:
    return [answer.value.number for answer in answers if answer.value and answer.value.number]


def _distribution(answers: Sequence[Answer]) -> tuple[int, int, int, int]:
    counts = Counter(_numbers(answers))
    return counts[1], counts[2], counts[3], counts[4]
