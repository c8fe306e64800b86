"""Other methods beside the rank profile: by kind of area, on the values behind the ranks.

Ranks are no numbers (method, section 4): criteria that are judged have no values and take no part, unless somebody
asks for their ranks to be treated as numbers, which is then said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from opennss.errors import Finding, WorkspaceError
from opennss.mcda.aggregate import METHODS
from opennss.mcda.checks import InputError, refuse
from opennss.mcda.matrix import DecisionMatrix, Floats, Ranking
from opennss.mcda.missing import Filled, filled
from opennss.mcda.robustness.acceptability import Acceptability, smaa
from opennss.model.codes import Id
from opennss.model.country import Kind, RobustnessSettings
from opennss.model.criteria import Criterion, Direction, Rank
from opennss.model.judgements import Judgements
from opennss.model.results import RankCell, Ranks
from opennss.model.robustness import OtherOrder, Tell
from opennss.priorities.inputs import RankInputs
from opennss.priorities.weightings import space_of_kind

ENOUGH = 2
"""Criteria and areas that a method needs at least."""

TREATMENTS = {"criteria": "criteria", "areas": "alternatives", "median": "median", "worst": "worst"}
"""What the settings call the treatments of missing values, and what the mathematics calls them."""


@dataclass(frozen=True, slots=True)
class KindMatrix:
    """The values of the areas of one kind, ready for a method, and everything that was done to get there.

    ``judged`` are criteria left out because they have ranks only; ``numbers`` those whose ranks count as numbers.
    ``filled`` says which criteria or areas were left out for their gaps, and which cells were filled. ``weights`` are
    those of the kind, of what is left, and sum to 1. ``refused`` says why there is nothing to compute.
    """

    kind: Kind
    judged: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    filled: Filled | None = None
    weights: Floats = field(default_factory=lambda: np.zeros(0))
    refused: tuple[Finding, ...] = ()


def kind_matrix(
    kind: Kind,
    areas: Sequence[Id],
    ranks: Ranks,
    criteria: Sequence[Criterion],
    missing: str = "criteria",
    ranks_as_numbers: bool = False,
) -> KindMatrix:
    """Return the values of some areas of a kind, with gaps treated as ``missing`` says (a key of ``TREATMENTS``).

    ``ranks_as_numbers`` brings in the criteria that are judged: 1, 2, 3 and 4 for none, low is urgent.
    """
    weight = dict(dict(ranks.weights)[kind.value])
    applying = [c for c in criteria if str(c.id) in weight]
    judged = tuple(str(c.id) for c in applying if c.indicator is None)
    used = [c for c in applying if c.indicator is not None or ranks_as_numbers]
    out, numbers = ((), judged) if ranks_as_numbers else (judged, ())
    if len(used) < ENOUGH:
        return KindMatrix(kind, out, numbers, refused=(refuse("method-few-criteria"),))
    matrix = DecisionMatrix(
        np.array([[_number(ranks.of(area).cell(c.id), c) for c in used] for area in areas]).reshape(-1, len(used)),
        np.array([c.direction is Direction.HIGH for c in used]),
        tuple(str(area) for area in areas),
        tuple(str(c.id) for c in used),
    )
    try:
        whole = filled(matrix, TREATMENTS[missing])
    except InputError as error:
        return KindMatrix(kind, out, numbers, refused=error.findings)
    left = np.array([float(weight[name]) for name in whole.matrix.criteria])
    few = min(whole.matrix.shape) < ENOUGH
    refused = (refuse("method-few-left"),) if few else ()
    return KindMatrix(kind, out, numbers, whole, left / left.sum(), refused)


def _number(cell: RankCell, criterion: Criterion) -> float:
    if criterion.indicator is not None:
        return np.nan if cell.value is None else cell.value
    return float(cell.rank.number) if cell.rank is not Rank.UNKNOWN and cell.rank.number else np.nan


def ranking(name: str, found: KindMatrix) -> Ranking:
    """Return what a method finds for the areas of a kind; raises ``InputError`` where it cannot work on them."""
    if found.refused or found.filled is None:
        raise InputError(found.refused)
    return METHODS[name](found.filled.matrix, found.weights)


@dataclass(frozen=True, slots=True)
class KindOrder:
    """What a method makes of the placed areas of one kind.

    ``tried`` holds the places under other weightings, where asked. ``refused`` says why there is no ``ranking``, or why
    it was not tried.
    """

    areas: tuple[Id, ...]
    ready: KindMatrix
    ranking: Ranking | None = None
    tried: Acceptability | None = None
    refused: tuple[Finding, ...] = ()


def kind_orders(
    name: str,
    ranks: Ranks,
    inputs: RankInputs,
    settings: RobustnessSettings,
    ranks_as_numbers: bool = False,
    seed: int | None = None,
    judgements: Sequence[Judgements] = (),
    tell: Tell = lambda *_: None,
) -> tuple[KindOrder, ...]:
    """Return the order of the placed areas of each kind under one method, with ``seed`` also under other weightings.

    The weights of the groups vary as the settings say, those inside a group stay (or vary freely, with ``inside``).
    ``tell`` is told of the ``kinds`` that are done, and of the ``weightings`` of each.
    """
    kinds = {str(area.id): area.kind for area in inputs.areas}
    placed = [area.area for area in ranks.joint_list()]
    found = []
    for done, kind in enumerate(Kind):
        tell("kinds", done, len(Kind))
        areas = tuple(area for area in placed if kinds[area] is kind)
        if not areas:
            continue
        ready = kind_matrix(kind, areas, ranks, inputs.criteria, settings.missing, ranks_as_numbers)
        order = KindOrder(areas, ready)
        try:
            order = replace(order, ranking=ranking(name, ready))
            if seed is not None and ready.filled:
                space = space_of_kind(ready.filled.matrix.criteria, ready.weights, inputs, settings, judgements)
                told = partial(tell, "weightings")
                tried = smaa(ready.filled.matrix, name, space, settings.samples, seed, tell=told)
                order = replace(order, tried=tried)
        except (InputError, WorkspaceError) as error:
            order = replace(order, refused=tuple(error.findings))
        found.append(order)
    return tuple(found)


def other_methods(
    names: Sequence[str], ranks: Ranks, kinds: Mapping[str, Kind], criteria: Sequence[Criterion], missing: str
) -> dict[str, tuple[OtherOrder, ...]]:
    """Return by kind the order of its placed areas under each method; no place where the method cannot work.

    ``left_out`` names the criteria that are judged and the criteria or areas that have gaps.
    """
    placed = [area.area for area in ranks.joint_list()]
    found: dict[str, tuple[OtherOrder, ...]] = {}
    for kind in Kind:
        areas = [area for area in placed if kinds[area] is kind]
        if areas:
            ready = kind_matrix(kind, areas, ranks, criteria, missing)
            found[kind.value] = tuple(_order(name, ready, areas, missing) for name in names)
    return found


def _order(name: str, ready: KindMatrix, areas: Sequence[Id], missing: str) -> OtherOrder:
    places: dict[str, int | None] = {}
    refused: tuple[Finding, ...] = ()
    try:
        found = ranking(name, ready)
        places = dict(zip(found.alternatives, found.position, strict=True))
    except InputError as error:
        refused = tuple(error.findings)
    gone = ready.filled.left_out if ready.filled else ()
    return OtherOrder(name, {area: places.get(str(area)) for area in areas}, missing, (*ready.judged, *gone), refused)
