"""A made-up robustness for any strategy: every field filled, the same each time, no mathematics behind it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from opennss.document.facts import collect
from opennss.errors import Finding
from opennss.model.codes import Id
from opennss.model.criteria import Group
from opennss.model.results import RankedArea, Strategy
from opennss.model.robustness import AreaRobustness, Crossing, OtherOrder, Robustness, SmallestChange

SAMPLES, MOVES = 10_000, 1_000
GROUPS = tuple(group.value for group in Group)


def with_robustness(strategy: Strategy, top: int = 10, with_others: bool = True) -> Strategy:
    """Return the strategy with a made-up robustness, and its facts collected again."""
    found = replace(strategy, robustness=robustness(strategy, top, with_others), facts={})
    return replace(found, facts=collect(found))


def robustness(strategy: Strategy, top: int = 10, with_others: bool = True) -> Robustness:
    """Return the made-up robustness of a strategy."""
    placed = strategy.ranks.joint_list()
    names = [area.area for area in placed]
    first = names[:top]
    ahead = {
        (a, b): round(min(0.5 + 0.07 * abs(m - n), 1.0) if m < n else max(0.5 - 0.07 * abs(m - n), 0.0), 4)
        for m, a in enumerate(first)
        for n, b in enumerate(first)
        if m != n
    }
    return Robustness(
        weightings="free", groups=GROUPS, weights=(0.2,) * 5, samples=SAMPLES, moves=MOVES, seed=0, top=top,
        areas={area.area: _area(area, place, placed, top) for place, area in enumerate(placed)},
        winning=ahead,
        voices=tuple(_voice(name, step, names) for step, name in enumerate(("A", "B", "C+D+G", "E"), 1))
        if with_others else (),
        methods={"sector": _methods(strategy, "sectors"), "emerging": _refused(strategy)} if with_others else {},
        reversals=((first[0], first[1], first[-1]),) if with_others and len(first) > 2 else (),
    )  # fmt: skip


def _spread(place: int, count: int, total: int, wide: int) -> tuple[int, ...]:
    parts = [
        Fraction(1, 2 ** min(abs(other - place), 30)) if abs(other - place) <= wide else 0 for other in range(count)
    ]
    whole = [int(part * total / sum(parts)) for part in parts]
    whole[place] += total - sum(whole)
    return tuple(whole)


def _area(area: RankedArea, place: int, placed: tuple[RankedArea, ...], top: int) -> AreaRobustness:
    names = [other.area for other in placed]
    counts = _spread(place, len(names), SAMPLES, 1 + place % 5)
    expected = sum(n * count for n, count in enumerate(counts, 1)) / SAMPLES
    low, high = max(0.0, 0.19 - 0.02 * (place % 7)), min(1.0, 0.21 + 0.06 * (place % 9))
    crossings = []
    if place + 1 < len(names):
        crossings.append(Crossing(GROUPS[place % 5], 0.2, high + 0.01, names[place + 1], True, True))
    if place:
        crossings.append(Crossing(GROUPS[(place + 1) % 5], 0.2, low, names[place - 1], False, False))
    moved = (("economic", 0.26), ("social", 0.14), ("environmental", 0.2), ("emerging", 0.2), ("stakeholder", 0.2))
    return AreaRobustness(
        area=area.area, position=area.joint or 0, counts=counts, expected=expected,
        central=moved if counts[0] else None,
        interval=dict.fromkeys(GROUPS, (low, high)), crossings=tuple(crossings),
        behind=SmallestChange(moved, 0.12, (names[place + 1],)) if place + 1 < len(names) else None,
        leaves=SmallestChange(moved, 0.24, (names[top],)) if place > 2 and len(names) > top else None,
        kept=MOVES - 13 * place if place < top else max(0, 400 - 13 * place),
        with_missing=_spread(place, len(names), SAMPLES, 2 + place % 5),
        influence={group: round(0.1 + 0.15 * ((place + n) % 5), 3) for n, group in enumerate(GROUPS)},
    )  # fmt: skip


def _voice(name: str, step: int, names: list[Id]) -> OtherOrder:
    turned = [*names[step:], *names[:step]] if step % 2 else [*names[1::2], *names[::2]]
    return OtherOrder(name, {Id(area): turned.index(area) + 1 for area in names})


def _methods(strategy: Strategy, name: str) -> tuple[OtherOrder, ...]:
    listed = [area for area in strategy.ranks.listed(name) if area.position is not None]
    own = {Id(area.area): area.position for area in listed}
    left = (str(strategy.workspace.voices.criteria[0].id),)
    turned = {Id(area.area): None if n == 2 else len(listed) - n for n, area in enumerate(listed)}
    return (
        OtherOrder("weighted-sum", own, "criteria", left),
        OtherOrder("topsis", turned, "criteria", left),
        OtherOrder("promethee-2", own, "criteria", left),
    )


def _refused(strategy: Strategy) -> tuple[OtherOrder, ...]:
    none = {Id(area.area): None for area in strategy.ranks.listed("emerging") if area.position is not None}
    return (OtherOrder("topsis", none, "areas", refused=(Finding("", 0, "", "method-few-left"),)),)
