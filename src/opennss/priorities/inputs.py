"""What ranks are made from, in one piece, so that the same ranking can be made again with one thing changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from opennss.model.country import PriorityArea
from opennss.model.criteria import Criterion, Decision, ranking
from opennss.model.observations import Table
from opennss.model.results import RankedArea, Ranks
from opennss.priorities.matrix import Judged
from opennss.priorities.rank import rank_areas


@dataclass(frozen=True, slots=True)
class RankInputs:
    """The arguments of ``rank_areas``, which explains them."""

    areas: Sequence[PriorityArea]
    criteria: Sequence[Criterion]
    table: Table
    judged: Judged
    decisions: Sequence[Decision]
    between: Mapping[str, Fraction]
    tie: str = "mean"
    shares: Collection[str] = ()

    def ranks(self) -> Ranks:
        """Return the ranks that come of them."""
        return rank_areas(
            self.areas, self.criteria, self.table, self.judged, self.decisions, self.between, self.tie, self.shares
        )

    def undecided(self) -> dict[str, RankedArea]:
        """Return each area that people decided on, as it would be ranked without the decisions on it."""
        found = {}
        for area in dict.fromkeys(str(decision.area) for decision in ranking(self.decisions)):
            others = [decision for decision in self.decisions if decision not in ranking(self.decisions, area)]
            found[area] = replace(self, decisions=others).ranks().of(area)
        return found
