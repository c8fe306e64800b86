"""What closed rounds said beside their ranks, as data: for ``strategy.json`` and the tables; never by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opennss.document.facts.judgements import EVERYBODY
from opennss.document.facts.steady import INTERNAL
from opennss.document.jsonable import jsonable
from opennss.model.judgements import Elicited, Judgements
from opennss.model.results import Strategy

DIGITS = 6
"""Decimals of weights and concordance."""

Table = tuple[list[str], list[Sequence[object]]]
"""Header and rows of a table."""


def judgement_data(strategy: Strategy) -> list[dict[str, object]]:
    """Return every round: groups of categories, agreement by area, ranks by group, weights; never single answers."""
    internal = strategy.workspace.settings.edition == INTERNAL
    return [_round(judged, internal) for judged in strategy.judgements]


def _round(judged: Judgements, internal: bool) -> dict[str, object]:
    return {
        "round": judged.round,
        "groups": [
            {
                "group": heard.categories, "invited": heard.invited, "answered": heard.answered,
                "concordance": _rounded(heard.concordance),
                "ranks": [
                    {"question": question, "area": area, "rank": rank.value}
                    for (question, area), rank in heard.ranks.items()
                ],
            }
            for heard in judged.heard
        ],
        "concordance": _rounded(judged.concordance),
        "agreement": [
            {
                "question": found.question, "area": found.area, "answers": found.answers, "modal": found.modal.value,
                "share": jsonable(found.share), "before": jsonable(found.before), "consensus": found.consensus.value,
            }
            for found in judged.agreements
        ],
        "weights": [_weights(given, internal) for given in judged.elicited],
        "withheld": [
            {"question": one.question, "method": one.method, "set_aside": dict(one.set_aside)}
            for one in judged.withheld
        ],
    }  # fmt: skip


def _rounded(values: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: None if value is None else round(value, DIGITS) for name, value in values.items()}


def _weights(given: Elicited, internal: bool) -> dict[str, object]:
    doubts = [
        {"item": item, "against": against, "answers": count} for (item, against), count in given.reconsider.items()
    ]
    return {
        "question": given.question, "method": given.method, "together": given.together, "stands": given.stands,
        "answers": sum(given.answered.values()),
        "groups": {
            name: {item: round(weight, DIGITS) for item, weight in zip(given.items, weights, strict=True)}
            for name, weights in _by_group(given)
        },
        "answered": dict(given.answered), "set_aside": dict(given.set_aside),
        **({"reconsider": doubts} if internal else {}),
    }  # fmt: skip


def _by_group(given: Elicited) -> Iterator[tuple[str, tuple[float, ...]]]:
    yield EVERYBODY, given.weights
    yield from given.by_group.items()


def agreement_rows(strategy: Strategy) -> Table:
    """Return one row a round, question and area: the result, how far the answers agree, and since when."""
    results = {found.round: found.results for found in strategy.rounds}
    rows: list[Sequence[object]] = [
        (
            judged.round, found.question, found.area, results[judged.round][found.question, found.area].value,
            found.answers, found.modal.value, jsonable(found.share), jsonable(found.before), found.consensus.value,
        )
        for judged in strategy.judgements
        for found in judged.agreements
    ]  # fmt: skip
    head = ["round", "question", "area", "result", "answers", "modal", "share", "before", "consensus"]
    return head, rows


def heard_rows(strategy: Strategy) -> Table:
    """Return one row a round, question, area and group of categories whose rank may be shown."""
    rows: list[Sequence[object]] = [
        (judged.round, question, area, heard.categories, rank.value)
        for judged in strategy.judgements
        for heard in judged.heard
        for (question, area), rank in heard.ranks.items()
    ]
    return ["round", "question", "area", "group", "rank"], rows


def weight_rows(strategy: Strategy) -> Table:
    """Return one row a round, question, group of categories and thing weighed; ``all`` stands for every answer."""
    rows: list[Sequence[object]] = [
        (given.round, given.question, given.method, name, given.answered.get(name, sum(given.answered.values())), item,
         round(weight, DIGITS), given.together, "yes" if given.stands else "no")
        for judged in strategy.judgements
        for given in judged.elicited
        for name, weights in _by_group(given)
        for item, weight in zip(given.items, weights, strict=True)
    ]  # fmt: skip
    return ["round", "question", "method", "group", "answers", "item", "weight", "together", "stands"], rows
