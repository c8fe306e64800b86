"""Facts about what closed rounds said beside their ranks: agreement, groups of categories, weights."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opennss.document.facts.make import joined, label
from opennss.document.facts.steady import INTERNAL
from opennss.language import FALLBACK, Text, everywhere, sentences
from opennss.model.criteria import CIVIL, Group, together
from opennss.model.judgements import EVERYBODY as EVERYBODY
from opennss.model.judgements import Agreement, Consensus, Elicited, Heard, Judgements, Withheld
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import Cell

_DIGITS = 6


def judgement_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield what each round said, beside its results; nothing about fewer than five answers."""
    follows = {round_.id: round_.follows for round_ in strategy.workspace.voices.rounds}
    for judged in strategy.judgements:
        for agreement in judged.agreements:
            yield from _agreement(agreement, judged, follows[judged.round], strategy)
        for question in dict.fromkeys(agreement.question for agreement in judged.agreements):
            yield from _counted(question, judged)
        for heard in judged.heard:
            yield from _heard(heard, judged.round, strategy)
        for question, value in judged.concordance.items():
            if value is not None:
                yield _concordance(judged.round, question, EVERYBODY, value)
        for given in judged.elicited:
            yield from (*_elicited(given, strategy), *_aside(given, judged.round))
        for withheld in judged.withheld:
            yield from _aside(withheld, judged.round)


def slug(group: str) -> str:
    """Return a group of categories as it stands in the name of a fact.

    >>> slug("C+D+G")
    'c-d-g'
    """
    return group.lower().replace("+", "-")


def group_name(group: str) -> Text:
    """Return the name of a group of categories, or of all who answered, in every language.

    >>> group_name("C+D+G")["en"], group_name("B+E")["en"]
    ('civil society and labour (C+D+G)', 'government (B) + academia and research (E)')
    """
    if f"label.heard-{group}" in sentences(FALLBACK):
        return label(f"heard-{group}")
    letters = group.split("+")
    whole = (together(CIVIL),) if set(CIVIL) <= set(letters) else ()
    alone = [letter for letter in letters if not whole or letter not in CIVIL]
    return joined(label(f"heard-{part}") for part in (*alone, *whole))


def item_name(strategy: Strategy, item: str) -> Text:
    """Return the name of what was weighed: a group of criteria, or a criterion."""
    if item in {group.value for group in Group}:
        return label(f"weight-{item}")
    return next((row.name for row in strategy.workspace.voices.criteria if row.id == item), everywhere(item))


def _area(strategy: Strategy, area: str) -> Text:
    return next(row.name for row in strategy.workspace.evidence.areas if row.id == area)


def _agreement(found: Agreement, judged: Judgements, earlier: str, strategy: Strategy) -> Iterator[Fact]:
    place, area = f"agreed.{judged.round}.{found.question}.{found.area}", _area(strategy, found.area)
    counts = tuple(f"round.{judged.round}.{found.question}.{found.area}.count-{step}" for step in (1, 2, 3, 4))
    yield Fact(f"{place}.modal", found.modal, "rank", Origin("modal", counts), label("agreed-modal", area=area))
    yield Fact(f"{place}.share", found.share, "share", Origin("modal-share", counts), label("agreed-share", area=area))
    inputs: tuple[str, ...] = (f"{place}.modal", f"{place}.share")
    if found.before is not None:
        own = tuple(f"round.{earlier}.{found.question}.{found.area}.count-{step}" for step in (1, 2, 3, 4))
        origin = Origin("modal-share-before", own)
        yield Fact(f"{place}.before", found.before, "share", origin, label("agreed-before", area=area))
        inputs = (*inputs, f"{place}.before")
    words = label("agreed-consensus", area=area)
    yield Fact(f"{place}.consensus", label(f"consensus-{found.consensus}"), "text", Origin("consensus", inputs), words)


def _counted(question: str, judged: Judgements) -> Iterator[Fact]:
    """How many areas the round agrees on, by question, and how many not."""
    own = [found for found in judged.agreements if found.question == question]
    places = tuple(f"agreed.{judged.round}.{question}.{found.area}.consensus" for found in own)
    for state in Consensus:
        number = sum(found.consensus is state for found in own)
        words = label(f"agreed-count-{state}")
        yield Fact(f"agreed.{judged.round}.{question}.{state}", number, "count", Origin("count", places), words)


def _heard(found: Heard, round_: str, strategy: Strategy) -> Iterator[Fact]:
    place, file, who = f"heard.{round_}.{slug(found.categories)}", f"judgements/{round_}", group_name(found.categories)
    origin = Origin("count", (Cell(f"{file}/respondents.csv", 0, "category"),))
    yield Fact(f"{place}.answered", found.answered, "count", origin, label("answered-of", category=who))
    if found.invited:
        origin = Origin("invited", (Cell(f"{file}/round.toml", 0, "invited"),))
        yield Fact(f"{place}.invited", found.invited, "count", origin, label("invited-of", category=who))
        rate = Fraction(found.answered, found.invited)
        origin = Origin("response-rate", (f"{place}.answered", f"{place}.invited"))
        yield Fact(f"{place}.rate", rate, "share", origin, label("rate-of", category=who))
    answers = (Cell(f"{file}/answers.csv", 0, "value"),)
    for (question, area), rank in found.ranks.items():
        words = label("heard-rank", category=who, area=_area(strategy, area))
        yield Fact(f"{place}.{question}.{area}", rank, "rank", Origin("heard-rank", answers), words)
    for question, value in found.concordance.items():
        if value is not None:
            yield _concordance(round_, question, found.categories, value)


def _concordance(round_: str, question: str, group: str, value: float) -> Fact:
    origin = Origin("concordance", (Cell(f"judgements/{round_}/answers.csv", 0, "value"),))
    words = label("concordance", category=group_name(group))
    return Fact(f"concordance.{round_}.{question}.{slug(group)}", round(value, _DIGITS), "score", origin, words)


def _elicited(found: Elicited, strategy: Strategy) -> Iterator[Fact]:
    origin = Origin(f"elicited-{found.way}", (Cell(f"judgements/{found.round}/weightings.csv", 0, "value"),))
    place = f"elicited.{found.round}.{found.question}"
    for group, weights in {EVERYBODY: found.weights, **found.by_group}.items():
        for item, weight in zip(found.items, weights, strict=True):
            words = label("elicited", item=item_name(strategy, item), category=group_name(group))
            yield Fact(f"{place}.{slug(group)}.{item}", round(weight, _DIGITS), "share", origin, words)
    for group, number in {EVERYBODY: sum(found.answered.values()), **found.answered}.items():
        words = label("elicited-answers", category=group_name(group))
        yield Fact(f"{place}.{slug(group)}", number, "count", Origin("count", origin.inputs), words)
    words = label("elicited-groups")
    yield Fact(f"{place}.groups", len(found.answered), "count", Origin("count", origin.inputs), words)
    if strategy.workspace.settings.edition == INTERNAL:
        for (item, against), number in found.reconsider.items():
            both = {"item": item_name(strategy, item), "against": item_name(strategy, against)}
            doubt = Origin("reconsider", origin.inputs)
            yield Fact(f"reconsider.{found.round}.{found.question}.{item}.{against}", number, "count", doubt,
                       label("reconsider", **both))  # fmt: skip


def _aside(found: Elicited | Withheld, round_: str) -> Iterator[Fact]:
    origin = Origin("set-aside", (Cell(f"judgements/{round_}/weightings.csv", 0, "value"),))
    for reason, number in found.set_aside.items():
        name = f"set-aside.{round_}.{found.question}.{reason}"
        yield Fact(name, number, "count", origin, label(f"set-aside-{reason}"))
