"""What is found about each technology: its landscape of standards, place in research, assessment, changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from opennss.language import Text
from opennss.model.criteria import Approach, Decision, Rank
from opennss.model.openings import Opening
from opennss.model.references import CommitteeCode
from opennss.model.standards import Committee, Role
from opennss.model.table import Cell
from opennss.model.technologies import (
    Axis,
    CommitteeMeasure,
    Technology,
    TechnologyCriterion,
    TechnologyRating,
    TechnologyUse,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the cells it was made from; ``unknown`` names what it lacks (committees, areas, years).

    ``value`` is ``None`` when nothing is known. With some things unknown it is a lower bound and printed so.
    """

    value: Fraction | None
    cells: tuple[Cell, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Say whether the number is known and lacks nothing."""
        return self.value is not None and not self.unknown


@dataclass(frozen=True, slots=True)
class CommitteeView:
    """A committee of a technology: its figures of one day and of the day before, the seats in it.

    ``committee`` is ``None`` when the catalogue does not hold it. ``figures`` are the newest at ``as_of``, ``earlier``
    those of the day counted before it, both by measure; an absent measure was not counted. ``seat`` is the country's,
    ``neighbours`` those of the economies set in nss.toml.
    Lists of documents and of members have their own days: ``days`` and ``earlier_days`` give them by measure, ``date``
    and ``earlier_date`` are the newest of them.
    """

    code: CommitteeCode
    committee: Committee | None
    date: dt.date | None
    figures: Mapping[CommitteeMeasure, Amount]
    earlier_date: dt.date | None
    earlier: Mapping[CommitteeMeasure, Amount]
    seat: Role
    neighbours: Mapping[str, Role]
    days: Mapping[CommitteeMeasure, dt.date] = field(default_factory=dict)
    earlier_days: Mapping[CommitteeMeasure, dt.date] = field(default_factory=dict)

    def newest(self, measures: Sequence[CommitteeMeasure]) -> tuple[Amount, ...]:
        """Return figures that may be summed: those of the newest day among ``measures``, the others as lacking.

        A draft moves between stages, so figures of two days would count it twice.
        """
        day = max((self.days[measure] for measure in measures if measure in self.days), default=None)
        lacking = Amount(None, unknown=(str(self.code),))
        return tuple(self.figures[m] if day and self.days.get(m) == day else lacking for m in measures)

    @property
    def title(self) -> Text:
        """The committee's title as published; empty when the catalogue does not hold it."""
        return self.committee.title if self.committee else Text()


@dataclass(frozen=True, slots=True)
class Landscape:
    """The standards landscape of a technology: its committees, sums over them, drafts whose text can be shaped.

    ``totals`` are sums over the committees by name: ``in-force``, ``drafts`` (10 to 50, each project once), ``early``
    (drafts at 10 to 30), ``open`` (drafts at 10 to 40), ``listed-in-force`` and ``listed-drafts`` (entries of the
    lists, with those that a later one has overtaken), ``new`` (published in the newest twelve months), ``before``
    (yearly mean of the four years before), ``started``, ``months`` (longest of the committees' medians), ``p-members``
    and ``o-members`` (of the largest committee), ``own-seats``, ``neighbour-seats`` (neighbours seated in any).
    ``drafts`` are those that nothing has overtaken and that members can still shape (before the end of the vote at 40).
    """

    technology: str
    committees: tuple[CommitteeView, ...]
    totals: Mapping[str, Amount]
    drafts: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where the economy stands in research of a technology (optional evidence), over the years ``first`` to ``last``.

    ``share`` of the world's works; ``growth`` a year; ``specialization``: the technology's share of the economy's works
    divided by its share of the world's; ``top``: share of its works among the world's top 10 %, of those whose
    percentile is known; ``concentration``: Herfindahl index of the economies. ``small``: too few works to speak about;
    the figures are given all the same and marked.
    """

    technology: str
    first: int
    last: int
    works: Amount
    world: Amount
    share: Amount
    growth: Amount
    specialization: Amount
    top: Amount
    concentration: Amount
    small: bool


@dataclass(frozen=True, slots=True)
class Valued:
    """The rank of a technology on one criterion, by its measure and ranges or by the judgement of people.

    ``amount`` is ``None`` on a judged criterion, ``rating`` on a measured one and where nobody judged.
    """

    criterion: TechnologyCriterion
    rank: Rank
    amount: Amount | None
    rating: TechnologyRating | None
    borderline: bool = False


class Level(StrEnum):
    """Where a technology stands on an axis; open when what is known does not tell."""

    HIGH = "high"
    LOW = "low"
    OPEN = "?"


@dataclass(frozen=True, slots=True)
class Score:
    """A technology on one axis: ranks on the criteria, the position among all, the level.

    ``share`` is the weighted share of the known ranks that are 1 or 2, ``least`` and ``most`` the share when every
    ``?`` turns out worst or best; ``position`` (``None``: less than half is known), ``best`` and ``worst`` are the
    position and the possible ones. ``levels`` are the levels that the open cells still allow.
    """

    axis: Axis
    cells: tuple[Valued, ...]
    share: Fraction | None
    least: Fraction
    most: Fraction
    position: int | None
    best: int
    worst: int
    level: Level
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """What would change the approach: one criterion with another rank."""

    criterion: str
    rank: Rank
    approach: Approach


@dataclass(frozen=True, slots=True)
class Assessment:
    """Value, relevance and the approach of a technology, with its reasons and what would change it.

    ``computed`` is the approach that follows from the scores, ``approach`` the one that holds (``decision`` says why
    they differ); ``reasons`` are keys of sentences with their values; ``possible`` are the approaches that the open
    cells still allow. ``None``: what is known does not tell.
    """

    value: Score
    relevance: Score
    computed: Approach | None
    approach: Approach | None
    decision: Decision | None
    reasons: tuple[tuple[str, Mapping[str, object]], ...]
    possible: tuple[Approach, ...]
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed since the last time: a figure of a committee between two days."""

    committee: CommitteeCode
    measure: CommitteeMeasure
    before: Amount
    after: Amount
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of one technology of the country's list."""

    technology: Technology
    landscape: Landscape
    position: Position | None
    assessment: Assessment
    uses: tuple[TechnologyUse, ...]
    movements: tuple[Movement, ...]
