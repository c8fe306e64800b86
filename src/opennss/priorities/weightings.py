"""The admissible weightings: which weights of the groups are tried, as the settings say.

Source of the idea: R. Lahdelma, P. Salminen, *SMAA-2: stochastic multicriteria acceptability analysis for group
decision making* (Operations Research 49, 2001). Which weightings are admissible is a setting, not the published ISO
value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opennss.errors import Finding, WorkspaceError
from opennss.mcda.checks import InputError
from opennss.mcda.matrix import Floats, labels
from opennss.mcda.robustness.spaces import Answers, Around, Free, Ordered, Ranges, Space, exactly, proportions
from opennss.model.country import RobustnessSettings
from opennss.model.judgements import Elicited, Judgements, group_weights
from opennss.priorities.inputs import RankInputs
from opennss.priorities.profile_scores import Column, Field

Weights = NDArray[np.float32]

PLACE = "nss.toml"


def space_of(field: Field, settings: RobustnessSettings, judgements: Sequence[Judgements]) -> Space:
    """Return the admissible weightings of the columns of a field.

    Raises ``WorkspaceError`` where the settings leave none: ranges that no weighting meets, or answers that nobody
    gave.
    """
    between = _between(field.groups, np.array(field.weights), settings, judgements)
    return Inside(between, field.groups, field.columns) if field.columns[0].criterion else between


def space_of_kind(
    names: Sequence[str],
    weights: Floats,
    inputs: RankInputs,
    settings: RobustnessSettings,
    judgements: Sequence[Judgements],
) -> Space:
    """Return the admissible weightings of some criteria of one kind of area, whose chosen ``weights`` sum to 1.

    Raises as ``space_of`` does.
    """
    own = {str(criterion.id): str(criterion.group) for criterion in inputs.criteria}
    groups = tuple(dict.fromkeys(own[name] for name in names))
    columns = tuple(Column(own[name], "", name) for name in names)
    total = np.array(by_group(columns, groups, weights.tolist()))
    between = _between(groups, total, settings, judgements)
    if settings.inside:
        return Inside(between, groups, columns)
    places = [groups.index(column.group) for column in columns]
    return Shared(between, tuple(places), tuple((weights / total[places]).tolist()))


@dataclass(frozen=True, slots=True)
class Shared:
    """Weights of groups from ``between``, each shared out among its criteria in fixed ``parts``."""

    between: Space
    groups: tuple[int, ...]
    parts: tuple[float, ...]

    def draw(self, random: np.random.Generator, count: int) -> Weights:
        """Return ``count`` weightings of the criteria, whole numbers where those of the groups are."""
        drawn = self.between.draw(random, count)
        rounded = np.asarray(drawn[:, self.groups] * np.array(self.parts), dtype=np.float32)
        return exactly(drawn, proportions(np.array(self.parts)), np.array(self.groups), rounded)


def _between(
    groups: tuple[str, ...], weights: Floats, settings: RobustnessSettings, judgements: Sequence[Judgements]
) -> Space:
    try:
        match settings.weightings:
            case "ordered":
                return Ordered(weights)
            case "ranges":
                return _ranges(groups, settings)
            case "around":
                return Around(weights, settings.concentration)
            case "answers":
                return _answers(groups, weights, judgements)
            case _:
                return Free(len(groups))
    except InputError as error:
        names = dict(zip(labels("c", len(groups)), groups, strict=True))
        raise WorkspaceError(
            Finding(PLACE, 0, "robustness", f.code, f.values | {"name": names.get(str(f.values.get("name")), "")})
            for f in error.findings
        ) from error


def _ranges(groups: tuple[str, ...], settings: RobustnessSettings) -> Space:
    low, high = dict(settings.lowest), dict(settings.highest)
    return Ranges([low.get(group, 0.0) for group in groups], [high.get(group, 1.0) for group in groups])


def _answers(groups: tuple[str, ...], weights: Floats, judgements: Sequence[Judgements]) -> Space:
    given = group_weights(judgements)
    asked = np.array([given is not None and group in given.items for group in groups])
    own, shares = _for_groups(given, groups) if given else (np.zeros((0, len(groups))), np.zeros(0))
    if not len(own):
        raise WorkspaceError([Finding(PLACE, 0, "robustness.weightings", "weightings-without-answers")])
    rows = np.where(asked, own * weights[asked].sum(), weights)  # what was not asked about keeps its chosen weight
    return Answers(rows, shares / shares.sum())


def _for_groups(given: Elicited, groups: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Return how each answer weighs the groups against each other (answers × groups), and its share.

    Left out is an answer that gives nothing to any of them.
    """
    found = [dict(zip(given.items, row, strict=True)) for row in given.individual]
    own = np.array([[row.get(group, 0.0) for group in groups] for row in found])
    total = own.sum(axis=1)
    return own[total > 0] / total[total > 0, None], np.array(given.shares)[total > 0]


@dataclass(frozen=True, slots=True)
class Inside:
    """Weights of the groups from ``between``, each shared out freely among its criteria.

    One number is drawn for each criterion, so a criterion that applies to several kinds weighs in the same proportion
    to the others there; in every kind the weights of a group's criteria are uniform on the simplex.
    """

    between: Space
    groups: tuple[str, ...]
    columns: tuple[Column, ...]

    def draw(self, random: np.random.Generator, count: int) -> Weights:
        """Return ``count`` weightings of the columns; each row sums to 1."""
        outer = self.between.draw(random, count).astype(np.float64)
        outer /= outer.sum(axis=1, keepdims=True)
        criteria = list(dict.fromkeys(column.criterion for column in self.columns))
        sizes = random.standard_exponential((count, len(criteria)))
        own = sizes[:, [criteria.index(column.criterion) for column in self.columns]]
        for key in dict.fromkeys((column.group, column.kind) for column in self.columns):
            mine = [place for place, column in enumerate(self.columns) if (column.group, column.kind) == key]
            own[:, mine] /= own[:, mine].sum(axis=1, keepdims=True)
        shared = np.array([column.shared for column in self.columns])
        group = [self.groups.index(column.group) for column in self.columns]
        return np.asarray(outer[:, group] * own / shared, dtype=np.float32)


def by_group(columns: tuple[Column, ...], groups: tuple[str, ...], weights: Sequence[float]) -> tuple[float, ...]:
    """Return the weights of the groups that weights of the columns come to."""
    return tuple(
        sum(weight for column, weight in zip(columns, weights, strict=True) if column.group == group)
        for group in groups
    )
