"""The cells of the rank tables: value or judgement → rank, with what must be said about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from opennss.model.codes import Isic, sections_of
from opennss.model.country import LISTS, PriorityArea
from opennss.model.criteria import QUANTILES, Criterion, Decision, DecisionKind, Direction, Ranges, Rank
from opennss.model.observations import Table, Value
from opennss.model.results import RankCell
from opennss.model.table import cell

Judged = Mapping[tuple[str, str], Rank]


def rank_cells(
    criterion: Criterion,
    areas: Sequence[PriorityArea],
    table: Table,
    judged: Judged,
    overrides: Sequence[Decision],
    share: bool = False,
) -> dict[str, RankCell]:
    """Return the cell of every area for one criterion.

    ``n/a`` where the criterion does not apply to the kind of area, ``?`` where there is no data, ``1*`` where a
    decision in force (``overrides``) says so; otherwise the rank of the value by ranges or quantiles, or the rank
    judged in the consultation round (``judged`` by question and area). ``share``: the indicator measures parts of one
    total, so other cuts of the classification can be compared.
    """
    found = {area.id: table.get((str(criterion.indicator), area.id)) for area in areas if area.kind in criterion.kinds}
    cuts: dict[str, Rank] = {}
    for name in LISTS if criterion.ranges == QUANTILES else ():
        members = {area.id for area in areas if area.kind.ranked_with == name}
        cuts |= _quantile_ranks(criterion, {area: v for area, v in found.items() if v and area in members})
    cells: dict[str, RankCell] = {}
    for area in areas:
        value = found.get(area.id)
        if area.kind not in criterion.kinds:
            cells[area.id] = RankCell(Rank.NOT_APPLICABLE)
        elif criterion.question is not None:
            cells[area.id] = RankCell(judged.get((criterion.question, area.id), Rank.UNKNOWN))
        elif value is None:
            cells[area.id] = RankCell(Rank.UNKNOWN)
        else:
            cells[area.id] = _valued(criterion, area, value, table if share else {}, cuts)
    for decision in overrides:
        if decision.criterion == criterion.id and decision.area in cells:
            cells[decision.area] = _overridden(cells[decision.area], decision)
    return cells


def _valued(criterion: Criterion, area: PriorityArea, value: Value, table: Table, cuts: Mapping[str, Rank]) -> RankCell:
    if criterion.ranges == QUANTILES:
        rank, borderline, coarser, finer = cuts[area.id], False, None, None
    else:
        ranges = Ranges.parse(criterion.ranges)
        rank, borderline = ranges.rank(value.value), ranges.borderline(value.value)
        coarser, finer = other_cuts(area, rank, ranges, table, str(criterion.indicator))
    return RankCell(rank, value.value, value.unit, value.period, borderline, coarser, finer, value.cells, value.sources)


def other_cuts(
    area: PriorityArea, rank: Rank, ranges: Ranges, table: Table, indicator: str
) -> tuple[tuple[str, Rank] | None, tuple[str, Rank] | None]:
    """Return the rank of the area's group and of its best part where they differ from ``rank`` ("depends on the cut").

    The group is the next coarser code; where it has no value of its own, its sections are added if all have one. An
    area of several codes, or one without codes, is not compared; nor are values that are no parts of one total, for
    which ``table`` is empty (method, section 4, test T4b).
    """
    if len(area.codes) != 1:
        return None, None
    code = area.codes[0]
    group = code.parent
    coarser = _group_value(group, table, indicator) if group else None
    parts = {
        key: value.value
        for (name, key), value in table.items()
        if name == indicator and key[:1].isupper() and Isic(key).parent == code
    }
    return (
        (str(group), ranges.rank(coarser)) if coarser is not None and ranges.rank(coarser) != rank else None,
        _best_part(parts, ranges, rank),
    )


def _best_part(parts: Mapping[str, float], ranges: Ranges, rank: Rank) -> tuple[str, Rank] | None:
    if not parts:
        return None
    best = min(parts, key=lambda key: (ranges.rank(parts[key]).number or 0, key))
    return None if ranges.rank(parts[best]) == rank else (best, ranges.rank(parts[best]))


def _group_value(group: Isic, table: Table, indicator: str) -> float | None:
    if own := table.get((indicator, group)):
        return own.value
    parts = [table.get((indicator, section)) for section in sections_of(group)] if "-" in group else []
    values = [Fraction(str(part.value)) for part in parts if part]
    return float(sum(values, Fraction(0))) if parts and len(values) == len(parts) else None


def _quantile_ranks(criterion: Criterion, values: Mapping[str, Value]) -> dict[str, Rank]:
    """First quarter 1, second 2, the rest 3, zero none where high is urgent.

    The cut points are inclusive: of n areas the one at place p (1: most urgent) has rank 1 where p / n is a quarter or
    less, rank 2 where it is a half or less. Equal values share the better place, and so the better rank.
    """
    sign = -1 if criterion.direction is Direction.HIGH else 1
    ranks: dict[str, Rank] = {}
    for area, value in values.items():
        ahead = sum(sign * other.value < sign * value.value for other in values.values())
        place = Fraction(ahead + 1, len(values))
        ranks[area] = Rank.HIGH if place <= Fraction(1, 4) else Rank.MEDIUM if place <= Fraction(1, 2) else Rank.LOW
        if value.value == 0 and criterion.direction is Direction.HIGH:
            ranks[area] = Rank.NONE
    return ranks


def _overridden(old: RankCell, decision: Decision) -> RankCell:
    place = cell(decision, "value")
    return RankCell(
        Rank.OVERRIDING, old.value, old.unit, old.period, False, None, None, (*old.cells, place), old.sources
    )


def overrides(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that make a ``1*`` effective (whether they are in force was checked before the build)."""
    return [decision for decision in decisions if decision.kind is DecisionKind.OVERRIDE]
