"""What if: the programme with one more or one fewer person, other money, other efforts and other priorities."""

from __future__ import annotations

from dataclasses import replace

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Figure, Line, Span
from opennss.document.facts.outlook import variant_name
from opennss.document.outline.pen import Pen, said
from opennss.model.plans import Variant


def outlook(pen: Pen) -> list[Block]:
    """Return the section: how steady the choice is, what one person or more money is worth, and every variant."""
    found = pen.strategy.outlook
    if found is None or not found.variants:
        return []
    worth = [line for variant in found.variants if (line := _worth(pen, variant))]
    rows = [
        (variant_name(v, pen.strategy)[pen.language], _net(v), (len(v.came), -len(v.went)))
        for v in found.variants
        if v.planned is not None
    ]
    causes = {pen.t("variant-came"): 0, pen.t("variant-went"): 1}
    svg, png = charts.moves(rows, causes, (pen.t("variant-fewer"), pen.t("variant-more")), pen.language)
    table = pen.table("variants", [_row(pen, v) for v in found.variants], "lrrrl", (3, 0.8, 0.7, 0.7, 4.2),
                      ("variants-note",))  # fmt: skip
    return [
        pen.heading(2, "what-if"),
        pen.say("what-if-intro"),
        pen.say("what-if-steady", kept="variants.kept", planned="plan.count", tried="variants.tried"),
        *([Bullets(tuple(worth))] if worth else []),
        Figure("variants", pen.t("figure.variants"), pen.t("describe.variants"), "variants", svg, png),
        table,
    ]


def _net(variant: Variant) -> str:
    net = len(variant.came) - len(variant.went)
    return f"{'+' if net > 0 else '−' if net < 0 else '±'}{abs(net)}"


def _worth(pen: Pen, variant: Variant) -> Line:
    """Say what one more person is worth in items, and what one fewer costs; nothing for other variants."""
    if variant.kind not in ("people", "task"):
        return ()
    if variant.planned is None:
        name = replace(pen.fact(variant.name), strong=True)
        return said(pen.t("worth-impossible"), variant=name, reason=pen.fact(f"{variant.name}.went-first"))
    more = variant.amount > 0
    one, other = ("came", "went") if more else ("went", "came")
    sentence = pen.t(f"worth-{'more' if more else 'fewer'}{'' if getattr(variant, one) else '-nothing'}")
    return said(
        sentence, variant=replace(pen.fact(variant.name), strong=True), items=pen.fact(f"{variant.name}.{one}-types"),
        other=pen.fact(f"{variant.name}.{other}-types"),
    )  # fmt: skip


def _row(pen: Pen, variant: Variant) -> tuple[Line | Span, ...]:
    parts = ("planned", "came", "went")
    counts = [Span("–") if variant.planned is None else pen.fact(f"{variant.name}.{part}") for part in parts]
    return (pen.fact(variant.name), *counts, pen.fact(f"{variant.name}.went-first"))
