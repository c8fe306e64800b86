"""Closed rounds to what they said beside their ranks: agreement, groups of categories, weights.

Nothing that is returned is about fewer than five answers, alone or by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from opennss.errors import Finding, Severity
from opennss.mcda.agreement import concordance, consensus, modal, weighted_median
from opennss.model.country import ConsultationSettings
from opennss.model.criteria import Categories, Criterion, QuestionKind, Rank, Round
from opennss.model.judgements import Agreement, Consensus, Elicited, Heard, Judgements, Withheld
from opennss.model.results import RoundResult
from opennss.stakeholders.eliciting import elicit
from opennss.stakeholders.groups import groups, letter, shown
from opennss.stakeholders.rounds import SUPPRESSED_BELOW
from opennss.stakeholders.weights import answer_weights

T = TypeVar("T")
Pair = tuple[str, str]
"""A question and an area."""

SETTING = "consultation.weights_round"
"""The setting that names the round whose weights stand."""

DEFAULT = ConsultationSettings()

STEPS = (Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)
"""The steps of the scale, as ``RoundResult.distribution`` counts them."""


def judgements(
    rounds: Sequence[Round], results: Sequence[RoundResult], criteria: Sequence[Criterion],
    settings: ConsultationSettings = DEFAULT,
) -> tuple[Judgements, ...]:  # fmt: skip
    """Return what each closed round said, in the order of ``results``, which are those of ``rounds``.

    A round is compared with the one that it ``follows``, and one that follows none with nothing: it may have asked
    other people. Which weights stand for the consultation, and how comparisons become weights, is in ``settings``.
    """
    by_id = {round_.id: round_ for round_ in rounds}
    said = {result.round: result.distribution for result in results}
    found = []
    for result in results:
        round_ = by_id[result.round]
        given = [
            elicit(round_, question, criteria, settings.together)
            for question in round_.questions
            if question.kind is not QuestionKind.RATE and any(row.question == question.id for row in round_.weightings)
        ]
        categories = {str(row.pseudonym): row.categories for row in round_.respondents}
        opinions = _opinions(round_)
        found.append(
            Judgements(
                round=round_.id,
                agreements=_agreements(round_, result, said.get(round_.follows, {})),
                heard=_heard(round_, categories, opinions),
                elicited=tuple(item for item in given if isinstance(item, Elicited)),
                withheld=tuple(item for item in given if isinstance(item, Withheld)),
                concordance={question: _concordance(rows) for question, rows in _whole(opinions).items()},
            )
        )
    return _standing(found, settings.weights_round)


def _standing(found: Sequence[Judgements], named: str) -> tuple[Judgements, ...]:
    """Mark the weights that stand: of each thing asked about those of the last round, or of the named round alone."""
    last = {given.about: given for judged in found for given in judged.elicited if named in ("", given.round)}
    return tuple(
        replace(judged, elicited=tuple(replace(one, stands=last.get(one.about) is one) for one in judged.elicited))
        for judged in found
    )


def weights_findings(judgements: Sequence[Judgements], settings: ConsultationSettings) -> Iterator[Finding]:
    """Yield a warning for a named round without weights, and for weights that took the place of those of more answers.

    Where a round is named, somebody chose; else the last round stands even if fewer answered it, and that is told
    with the earlier round that most answers came to.
    """
    if settings.weights_round:
        if not any(given.stands for judged in judgements for given in judged.elicited):
            values: dict[str, object] = {"value": settings.weights_round}
            yield Finding("nss.toml", 0, SETTING, "weights-round-empty", values, Severity.WARNING)
        return
    most: dict[str, Elicited] = {}
    for given in (given for judged in judgements for given in judged.elicited):
        answers, before = sum(given.answered.values()), most.get(given.about)
        if before is None or sum(before.answered.values()) <= answers:
            most[given.about] = given
        elif given.stands:
            values = {"value": given.round, "answers": answers, "before": before.round,
                      "more": sum(before.answered.values())}  # fmt: skip
            file = f"judgements/{given.round}/weightings.csv"
            yield Finding(file, 0, "", "weights-fewer-answers", values, Severity.WARNING)


def _agreements(
    round_: Round, result: RoundResult, before: Mapping[Pair, tuple[int, int, int, int]]
) -> tuple[Agreement, ...]:
    """Return how far the answers agree, by the rule that the round declared."""
    rule = Fraction(round_.consensus_share, 100), Fraction(round_.consensus_drift, 100)
    found = []
    for pair, counts in sorted(result.distribution.items()):
        now, old = _steps(counts), _steps(before[pair]) if pair in before else None
        step, share = modal(now)
        earlier = Fraction(old.get(step, 0), sum(old.values())) if old else None
        found.append(
            Agreement(*pair, sum(counts), STEPS[step - 1], share, earlier, Consensus(consensus(now, old, *rule)))
        )
    return tuple(found)


def _steps(counts: Sequence[int]) -> dict[int, int]:
    """Return how many answered each step, without the steps that nobody chose."""
    return {step: count for step, count in enumerate(counts, 1) if count}


def _opinions(round_: Round) -> dict[str, dict[str, dict[str, int]]]:
    """Return the step that each person gave each area, by question; no opinion is no entry."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in round_.answers:
        if row.value and row.value.number:
            found.setdefault(row.question, {}).setdefault(row.pseudonym, {})[row.area] = row.value.number
    return found


def _heard(
    round_: Round, categories: Mapping[str, Categories], opinions: Mapping[str, Mapping[str, Mapping[str, int]]]
) -> tuple[Heard, ...]:
    """Return what each group of categories said; one that must not be shown has its numbers of people alone."""
    spoke = {row.pseudonym for row in round_.weightings} | {name for people in opinions.values() for name in people}
    own = groups(categories[name] for name in sorted(spoke))
    group = {name: own[categories[name]] for name in spoke}
    ranks: dict[str, dict[Pair, Rank]] = {name: {} for name in own.values()}
    agreed: dict[str, dict[str, float | None]] = {name: {} for name in own.values()}
    for question, people in sorted(opinions.items()):
        for area in sorted({area for ranked in people.values() for area in ranked}):
            given = {name: ranked[area] for name, ranked in people.items() if area in ranked}
            for name, steps in _by_group(given, group).items():
                ranks[name][question, area] = _median(steps, categories)
        for name, rows in _by_group(_whole({question: people})[question], group).items():
            agreed[name][question] = concordance(list(rows.values()))
        for name in {group[person] for person in people}:
            agreed[name].setdefault(question, None)
    answered = Counter(group.values())
    return tuple(
        Heard(name, _invited(round_, name), answered[name], ranks[name], agreed[name]) for name in sorted(ranks)
    )


def _by_group(given: Mapping[str, T], group: Mapping[str, str]) -> dict[str, dict[str, T]]:
    """Return what people gave, by their group and then by person; only the groups that may be shown."""
    found: dict[str, dict[str, T]] = {}
    for person in sorted(given):
        found.setdefault(group[person], {})[person] = given[person]
    visible = shown({name: len(people) for name, people in found.items()})
    return {name: people for name, people in sorted(found.items()) if name in visible}


def _median(steps: Mapping[str, int], categories: Mapping[str, Categories]) -> Rank:
    weights, _ = answer_weights([categories[name] for name in steps])
    return STEPS[weighted_median(list(steps.values()), [weights[categories[name]] for name in steps]) - 1]


def _invited(round_: Round, name: str) -> int | None:
    """Return how many of a group were invited; ``None`` where no invitation of the round is on record."""
    if not round_.invited:
        return None
    return sum(count for category, count in round_.invited if letter(category) in name.split("+"))


def _whole(opinions: Mapping[str, Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, list[int]]]:
    """Return by question the steps of the people who ranked all its areas, in the order of the areas."""
    found = {}
    for question, people in opinions.items():
        areas = sorted({area for own in people.values() for area in own})
        found[question] = {
            name: [own[area] for area in areas] for name, own in people.items() if len(own) == len(areas)
        }
    return found


def _concordance(rows: Mapping[str, Sequence[int]]) -> float | None:
    return concordance(list(rows.values())) if len(rows) >= SUPPRESSED_BELOW else None
