"""How far the order holds as data: for ``strategy.json``, and the tables of shares, weights and other orders.

Weights at which something turns, and the smallest changes that overturn a place, are left out of the public edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from opennss.document.facts.steady import INTERNAL
from opennss.model.judgements import group_weights
from opennss.model.results import Strategy
from opennss.model.robustness import AreaRobustness, Crossing, OtherOrder, Robustness, SmallestChange

DIGITS = 6
"""Decimals of shares and weights."""

Rows = Iterable[Sequence[object]]


def robustness_data(strategy: Strategy) -> dict[str, object] | None:
    """Return what was tried and what is known of the place of every area; ``None`` where nothing could be tested."""
    found = strategy.robustness
    if found is None:
        return None
    internal = strategy.workspace.settings.edition == INTERNAL
    heard = group_weights(strategy.judgements)
    shown: dict[str, object] = {
        "weightings": found.weightings, "weights_round": heard.round if heard else None,
        "groups": list(found.groups), "weights": _rounded(found.weights),
        "samples": found.samples, "moves": found.moves, "seed": found.seed, "top": found.top,
        "areas": [_area(own, internal) for own in _in_order(strategy, found)],
        "ahead": [
            {"area": first, "of": second, "share": round(share, DIGITS)}
            for (first, second), share in found.winning.items()
        ],
        "voices": [_order(order) for order in found.voices],
        "methods": {kind: [_order(order) for order in orders] for kind, orders in found.methods.items()},
    }  # fmt: skip
    if not internal:
        return shown
    reversals = [{"first": first, "second": second, "without": third} for first, second, third in found.reversals]
    return {**shown, "reversals": reversals}


def _in_order(strategy: Strategy, found: Robustness) -> list[AreaRobustness]:
    return [found.areas[ranked.area] for ranked in strategy.ranks.joint_list()]


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(value, DIGITS) for value in values]


def _area(own: AreaRobustness, internal: bool) -> dict[str, object]:
    shares: dict[str, object] = {
        "area": own.area, "position": own.position, "counts": list(own.counts), "expected": round(own.expected, DIGITS),
        "kept": own.kept, "with_missing": list(own.with_missing), "influence": _weights(own.influence.items()),
    }  # fmt: skip
    if not internal:
        return shares
    return {
        **shares,
        "central": _weights(own.central) if own.central else None,
        "interval": {group: _rounded(ends) for group, ends in own.interval.items()},
        "crossings": [_crossing(crossing) for crossing in own.crossings],
        "behind": _change(own.behind),
        "leaves": _change(own.leaves),
    }


def _weights(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    return {group: round(weight, DIGITS) for group, weight in pairs}


def _crossing(crossing: Crossing) -> dict[str, object]:
    return {
        "group": crossing.group, "now": round(crossing.present, DIGITS), "weight": round(crossing.weight, DIGITS),
        "other": crossing.other, "falls": crossing.falls, "up": crossing.up,
    }  # fmt: skip


def _change(change: SmallestChange | None) -> dict[str, object] | None:
    if change is None:
        return None
    distance = round(change.distance, DIGITS) if change.weights else None
    return {
        "weights": _weights(change.weights), "distance": distance, "rivals": list(change.rivals),
        "smallest": change.smallest,
    }  # fmt: skip


def _order(order: OtherOrder) -> dict[str, object]:
    positions: Mapping[str, int | None] = {str(area): position for area, position in order.positions.items()}
    return {
        "name": order.name, "positions": positions, "missing": order.missing, "left_out": list(order.left_out),
    }  # fmt: skip


def acceptability_rows(strategy: Strategy) -> tuple[list[str], Rows]:
    """Return head and rows of the table of shares: one row an area, one column a position."""
    found = strategy.robustness
    head = ["area", "position", "expected", "kept", "samples", "moves"]
    if found is None:
        return head, []
    places = range(1, len(found.areas) + 1)
    rows = [
        (
            own.area, own.position, round(own.expected, DIGITS), own.kept, found.samples, found.moves,
            *(round(own.share(place, place), DIGITS) for place in places),
        )
        for own in _in_order(strategy, found)
    ]  # fmt: skip
    return [*head, *(f"share_{place}" for place in places)], rows


def stability_rows(strategy: Strategy) -> tuple[list[str], Rows]:
    """Return head and rows of the table of weights: one row an area and group; empty in the public edition.

    ``down_*`` and ``up_*`` tell the next area on each side, and whether this one falls behind it there.
    """
    head = [
        "area",
        "group",
        "now",
        "low",
        "high",
        "down_to",
        "down_other",
        "down_falls",
        "up_to",
        "up_other",
        "up_falls",
    ]
    found = strategy.robustness
    if found is None or strategy.workspace.settings.edition != INTERNAL:
        return head, []
    now = dict(zip(found.groups, found.weights, strict=True))
    return head, [
        (
            own.area,
            group,
            round(now[group], DIGITS),
            *_rounded(ends),
            *_side(own, group, False),
            *_side(own, group, True),
        )
        for own in _in_order(strategy, found)
        for group, ends in own.interval.items()
    ]


def _side(own: AreaRobustness, group: str, more: bool) -> tuple[object, ...]:
    for crossing in own.crossings:
        if crossing.group == group and crossing.up == more:
            return round(crossing.weight, DIGITS), crossing.other, "yes" if crossing.falls else "no"
    return "", "", ""


def order_rows(strategy: Strategy) -> tuple[list[str], Rows]:
    """Return head and rows of the table of other orders: of voices over the joint list, of methods by kind of area."""
    head = ["order", "name", "kind", "area", "position", "missing", "left_out"]
    found = strategy.robustness
    if found is None:
        return head, []
    orders = [("voice", "", order) for order in found.voices]
    orders += [("method", kind, order) for kind, own in found.methods.items() for order in own]
    return head, [
        (which, order.name, kind, area, position, order.missing, ";".join(order.left_out))
        for which, kind, order in orders
        for area, position in order.positions.items()
    ]
