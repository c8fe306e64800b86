"""Movements divided among their causes: the Shapley value over all orders in which the parts could be exchanged.

A world is measured by what it comes to. For a movement from one number to another each world needs a number, also one
in which the area has no place or the item is not planned; there it counts as standing behind the last: one place
behind all areas that have one, one step behind ``none``, one year after the last year of that plan. This is only a
measure of worlds in between; what the two folders themselves leave open stays open. What came or went is divided as
what it is: it is there (1) or not (0).

Source: L. S. Shapley, "A value for n-person games", 1953 (see ``economics.sharing``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from opennss.economics.sharing import shapley
from opennss.model.criteria import Rank
from opennss.model.plans import Plan
from opennss.model.results import Ranks
from opennss.model.review import Causes, Move, Outcome, Part, Shift, Total, move

STEPS = {Rank.OVERRIDING: 0, Rank.HIGH: 1, Rank.MEDIUM: 2, Rank.LOW: 3, Rank.NONE: 4}
"""Steps of the ranks that are known."""

Coalition = frozenset[str]
"""The parts that a world takes from the new folder."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one world comes to, as numbers: places and steps of ranks by area, first years by plan item, totals.

    What is not there has no entry; ``behind`` is the year after the last one of its plan.
    """

    places: Mapping[str, Fraction]
    ranks: Mapping[str, Fraction]
    starts: Mapping[str, Fraction]
    totals: Mapping[Total, Fraction]
    behind: Fraction

    def place(self, area: str) -> Fraction:
        """Return the place of an area; behind all that have one where it has none."""
        return self.places.get(area, Fraction(len(self.places) + 1))

    def rank(self, area: str) -> Fraction:
        """Return the step of an area's rank; behind ``none`` where it is not known."""
        return self.ranks.get(area, Fraction(len(STEPS)))

    def start(self, item: str) -> Fraction:
        """Return the first year of a plan item; after the last year where it is not planned."""
        return self.starts.get(item, self.behind)


def reading(outcome: Outcome, years: tuple[int, ...]) -> Reading:
    """Read a world off: what can be divided."""
    return Reading(
        places={str(row.area): Fraction(row.joint) for row in outcome.ranks.areas if row.joint is not None},
        ranks=_steps(outcome.ranks),
        starts={item.project.id: Fraction(item.start) for item in outcome.plan.items},
        totals=_totals(outcome.plan),
        behind=Fraction(years[-1] + 1),
    )


def _steps(ranks: Ranks) -> dict[str, Fraction]:
    return {str(row.area): Fraction(STEPS[row.final]) for row in ranks.areas if row.final in STEPS}


def _totals(plan: Plan) -> dict[Total, Fraction]:
    return {
        Total.ITEMS: Fraction(len(plan.items)),
        Total.DAYS: sum((Fraction(load.days) for load in plan.loads), Fraction(0)),
        Total.MONEY: sum((Fraction(load.cost) for load in plan.loads), Fraction(0)),
    }


@dataclass(frozen=True, slots=True)
class Worlds:
    """The readings of all worlds between two folders, by the parts that are new in them."""

    parts: tuple[Part, ...]
    readings: Mapping[Coalition, Reading]

    @property
    def old(self) -> Reading:
        """The old folder as it is."""
        return self.readings[frozenset()]

    @property
    def new(self) -> Reading:
        """The new folder as it is."""
        return self.readings[frozenset(self.parts)]

    def divide(self, worth: Callable[[Reading], Fraction]) -> Causes:
        """Return what each part adds to the movement of a number from the old folder to the new one."""
        start = worth(self.old)
        found = shapley(self.parts, lambda some: worth(self.readings[some]) - start) if self.parts else {}
        return {part: found[part] for part in self.parts}

    def shift(
        self,
        known: Callable[[Reading], Mapping[str, Fraction]],
        worth: Callable[[Reading, str], Fraction],
        name: str,
    ) -> Shift:
        """Divide the movement of one thing: as a number where both folders have it, else as being there or not."""
        before, after = known(self.old).get(name), known(self.new).get(name)
        what = move(before, after)
        if what is Move.NONE:
            return Shift(before, after, {})
        if what in (Move.CAME, Move.WENT):
            return Shift(before, after, self.divide(lambda read: Fraction(name in known(read))))
        return Shift(before, after, self.divide(lambda read: worth(read, name)))

    def total(self, total: Total) -> Shift:
        """Divide the movement of a total of the programme."""
        causes = self.divide(lambda read: read.totals[total])
        return Shift(self.old.totals[total], self.new.totals[total], causes)
