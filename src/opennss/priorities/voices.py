"""The order that all respondents, and each group of them, would give: own weights and own ranks, all else as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from opennss.model.codes import Id
from opennss.model.criteria import Group, Rank
from opennss.model.judgements import EVERYBODY, Elicited, Judgements, standing
from opennss.model.robustness import OtherOrder
from opennss.priorities.inputs import RankInputs

EXACT = 10**9
"""Weights that people gave are taken to so many parts of the whole, so that the ranking stays exact."""


def voices(inputs: RankInputs, judgements: Sequence[Judgements], placed: Sequence[Id]) -> tuple[OtherOrder, ...]:
    """Return the joint order of the placed areas under the weights and ranks of all answers, and of each group.

    All answers together (``EVERYBODY``, the first one) count by ISO category: every category the same, and inside it
    every answer. Their ranks are in use already, so they are a voice of their own where they gave weights. A group is
    a group of categories. Its ranks are those of the last round that tells them, its weights those that stand for the
    consultation. Where the ranks of a group may not be told those of all count, and where it gave no weights the chosen
    ones (``missing`` then says ``all``); a group that gave neither is left out.

    Groups may overlap where rounds merged them otherwise (``C`` and ``C+D+G``). Each order is worked out for itself and
    none is made from others, so nobody counts twice in any figure.
    """
    ranks: dict[str, dict[tuple[str, str], Rank]] = {}
    weights: dict[str, list[tuple[Elicited, tuple[float, ...]]]] = {}
    for judged in judgements:
        for heard in judged.heard:
            ranks.setdefault(heard.categories, {}).update(heard.ranks)
    for given in standing(judgements):
        for name, own in given.by_group.items():
            weights.setdefault(name, []).append((given, own))
    names = [name for name in dict.fromkeys((*ranks, *weights)) if ranks.get(name) or weights.get(name)]
    found = [_voice(name, inputs, ranks.get(name, {}), weights.get(name, []), placed) for name in names]
    every = [(given, given.weights) for given in standing(judgements)]
    return (*([_voice(EVERYBODY, inputs, inputs.judged, every, placed)] if every else []), *found)


def _voice(
    name: str,
    inputs: RankInputs,
    ranks: Mapping[tuple[str, str], Rank],
    weights: Sequence[tuple[Elicited, tuple[float, ...]]],
    placed: Sequence[Id],
) -> OtherOrder:
    found = replace(inputs, judged={**inputs.judged, **ranks})
    for given, own in weights:
        found = weighed(found, dict(zip(given.items, own, strict=True)))
    order = found.ranks()
    ahead = {area: order.of(area).joint for area in placed}
    asked = {str(criterion.question) for criterion in inputs.criteria if criterion.question}
    whole = all(pair in ranks for pair in inputs.judged if pair[0] in asked and pair[1] in ahead)
    return OtherOrder(name, _among(ahead), "" if whole and weights else "all")


def weighed(inputs: RankInputs, weights: Mapping[str, float]) -> RankInputs:
    """Return the inputs with other weights: of the groups, or of the criteria inside one.

    They share out anew what the groups or criteria that were asked about weigh together; the others keep their weight.
    A weight of zero for everything that has criteria would leave nothing to rank by: then nothing is changed.
    """
    own = {name: Fraction(weight).limit_denominator(EXACT) for name, weight in weights.items()}
    if set(own) <= {str(group) for group in Group}:
        between = _shared_out(inputs.between, own)
        used = {str(criterion.group) for criterion in inputs.criteria}
        return replace(inputs, between=between) if any(between[group] for group in used) else inputs
    inside = _shared_out({str(criterion.id): criterion.weight for criterion in inputs.criteria}, own)
    return replace(inputs, criteria=[replace(criterion, weight=inside[criterion.id]) for criterion in inputs.criteria])


def _shared_out(chosen: Mapping[str, Fraction], own: Mapping[str, Fraction]) -> dict[str, Fraction]:
    total = sum((weight for name, weight in chosen.items() if name in own), Fraction(0))
    return {name: own[name] * total if name in own else weight for name, weight in chosen.items()}


def _among(found: Mapping[Id, int | None]) -> dict[Id, int | None]:
    """Count positions among these areas only."""
    known = [place for place in found.values() if place is not None]
    return {area: None if place is None else 1 + sum(other < place for other in known) for area, place in found.items()}
