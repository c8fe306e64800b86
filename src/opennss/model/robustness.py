"""How far the order of the areas holds: under other weightings, with missing data, under other methods and voices.

Positions are those of the joint list; only areas that are placed take part. A share of weightings is no probability of
being right, and every page that prints one says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opennss.errors import Finding
from opennss.model.codes import Id

Tell = Callable[[str, int, int], None]
"""Told of a step that takes a while: its name, how many of its parts are done, and how many there are."""

NEXT = 2
"""Areas behind the first ones for which it is also known what would bring them in."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where an area changes places: when group ``group`` alone weighs ``weight`` (the others in proportion).

    ``present`` is the weight it has. Beyond the crossing ``other`` is ahead of the area (``falls``) or behind it;
    ``up`` says whether the weight grew to get there (two areas that are level now cross at ``present`` itself).
    """

    group: str
    present: float
    weight: float
    other: Id
    falls: bool
    up: bool


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The weighting nearest to the chosen one (least sum of absolute differences) at which something overturns.

    ``weights`` are by group; ``distance`` is the sum of the absolute differences, so half of it is the share of the
    weight that moves; ``rivals`` are the areas that change sides with the area on the way there. ``smallest`` says
    whether it is proven that no nearer one overturns. Where a search ended without finding any and without proof that
    there is none, ``weights`` is empty and ``distance`` infinite.
    """

    weights: tuple[tuple[str, float], ...]
    distance: float
    rivals: tuple[Id, ...]
    smallest: bool = True


@dataclass(frozen=True, slots=True)
class AreaRobustness:
    """What is known of the place of one area.

    ``counts[p]`` is the number of admissible weightings under which it takes position p + 1. ``central`` is the
    mean weighting of those that put it first, ``None`` when none does, or when they are people's answers.
    ``interval`` holds by group how far that weight alone may move (the others in proportion) before the position
    changes. ``crossings`` are the nearest ones, at most one up and one down a group. ``leaves`` is the smallest
    change that takes the area out of the first ``top`` places (or brings it in, when it is not there), ``behind``
    the smallest that puts the next area of the list ahead of it; ``None`` where it is proven that none does that
    moves a fifth of the weight or less, and for areas more than ``NEXT`` behind the ``top``. ``kept`` counts the
    draws, of ``Robustness.moves``, in which it was among the first ``top`` when thresholds and weights moved by up
    to a fifth. ``with_missing`` counts positions as ``counts`` does, when also every ``?`` is drawn from 1, 2, 3
    and none. ``influence`` holds by group the total Sobol index of its weight on the position.
    """

    area: Id
    position: int
    counts: tuple[int, ...]
    expected: float
    central: tuple[tuple[str, float], ...] | None
    interval: Mapping[str, tuple[float, float]]
    crossings: tuple[Crossing, ...]
    behind: SmallestChange | None
    leaves: SmallestChange | None
    kept: int
    with_missing: tuple[int, ...]
    influence: Mapping[str, float]

    def share(self, first: int, last: int) -> float:
        """Return the share of the admissible weightings under which the position is from ``first`` to ``last``."""
        return sum(self.counts[first - 1 : last]) / sum(self.counts)


@dataclass(frozen=True, slots=True)
class OtherOrder:
    """The order of areas under another method or under the weights of others; ``None``: the area takes no part.

    ``missing`` names how missing values were treated, ``left_out`` the criteria and areas that took no part;
    ``refused`` says why a method gives no area a place.
    """

    name: str
    positions: Mapping[Id, int | None]
    missing: str = ""
    left_out: tuple[str, ...] = ()
    refused: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Robustness:
    """How far the joint list holds.

    ``weightings`` names the space of admissible weightings (a setting) and ``groups`` the groups whose weights vary;
    ``samples`` weightings and ``moves`` draws of thresholds were tried with ``seed``. ``winning`` is by pair of areas
    of the first ``top`` the share of weightings under which the first is ahead. ``voices`` hold the order under the
    weights and ranks of all answers together (named ``model.judgements.EVERYBODY``, first, where a round gave weights)
    and of each group of categories, ``methods`` by kind of area the order under each other method,
    ``reversals`` the pairs of the first ``top`` that change places when a third area is taken away, with that area.
    """

    weightings: str
    groups: tuple[str, ...]
    weights: tuple[float, ...]
    samples: int
    moves: int
    seed: int
    top: int
    areas: Mapping[Id, AreaRobustness]
    winning: Mapping[tuple[Id, Id], float]
    voices: tuple[OtherOrder, ...]
    methods: Mapping[str, tuple[OtherOrder, ...]]
    reversals: tuple[tuple[Id, Id, Id], ...] = ()
