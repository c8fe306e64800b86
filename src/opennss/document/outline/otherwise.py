"""Where other methods contradict the order most: areas that every one of them puts at a very different place."""

from __future__ import annotations

from opennss.document.blocks import Block, Bullets, Line, Paragraph, Span
from opennss.document.facts.robustness import order_name
from opennss.document.outline.pen import Pen, listed, said
from opennss.language import say
from opennss.model.criteria import ranking
from opennss.model.results import RankedArea
from opennss.model.robustness import OtherOrder

FAR, LEAST = 3, 2
"""A place is very different from this part (one third) of the areas of a kind, and from so many places, upwards."""


def contradicting(pen: Pen, ranked: RankedArea) -> tuple[OtherOrder, ...]:
    """Return the other methods where all that place an area put it far off, on one side; empty where they do not."""
    found = pen.strategy.robustness
    for orders in found.methods.values() if found else ():
        placing = tuple(order for order in orders if order.positions.get(ranked.area) is not None)
        if placing:
            own = int(str(pen.strategy.facts[f"robust.{ranked.area}.in-kind"].value))
            away = [(order.positions[ranked.area] or 0) - own for order in placing]
            far = max(LEAST, len(orders[0].positions) / FAR)
            return placing if min(away) >= far or max(away) <= -far else ()
    return ()


def places(pen: Pen, ranked: RankedArea, key: str) -> Line:
    """Return ``doc.<key>`` with the place of an area among its kind here and under other methods; empty where close."""
    orders = contradicting(pen, ranked)
    if not orders:
        return ()
    kind = pen.area(ranked.area).kind
    there = listed(
        (
            Span(f"{say(f'label.method-{order.name}', pen.language)} "),
            pen.fact(order_name(ranked.area, "method", order)),
        )
        for order in orders
    )
    return said(
        pen.t(key), area=pen.text(pen.area(ranked.area).name), kind=pen.t(f"kind-{kind}"),
        own=pen.fact(f"robust.{ranked.area}.in-kind"), placed=pen.fact(f"robust.kind.{kind}"), places=there,
    )  # fmt: skip


def otherwise(pen: Pen) -> list[Block]:
    """Return a paragraph that names the areas which every other method places very differently; nothing without any."""
    decided = ranking(pen.strategy.workspace.choices.decisions)
    lines = []
    for ranked in pen.strategy.ranks.joint_list():
        told = places(pen, ranked, "otherwise-one")
        mark = Span(f" ({pen.t('by-decision')})") if any(row.area == ranked.area for row in decided) else Span("")
        lines += [(*told, mark)] if told else []
    if not lines:
        return []
    return [Paragraph((Span(pen.t("otherwise")), *pointer(pen)), "callout"), Bullets(tuple(lines))]


def pointer(pen: Pen) -> Line:
    """Return the sentence that points to the table of the annex, in the outline that has this annex."""
    if pen.strategy.workspace.settings.outline != "iso":
        return ()
    return (Span(" " + pen.t("otherwise-table", table=pen.t("table.other-methods"))),)
