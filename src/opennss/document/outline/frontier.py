"""What a larger number of items costs in points, and where the programme stands."""

from __future__ import annotations

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Paragraph, Span, Table
from opennss.document.facts.frontier import UNITS
from opennss.document.facts.make import label
from opennss.document.outline.pen import Pen


def frontier(pen: Pen) -> list[Block]:
    """Return the section: what it means, picture and table; where nothing could be weighed, why."""
    found = pen.strategy.outlook and pen.strategy.outlook.frontier
    if not found or not (found.plans or found.reason):
        return []
    if found.reason:
        return [pen.heading(2, "frontier"), pen.say("frontier-none", reason="frontier.reason")]
    labels = (pen.t("frontier-x"), pen.t("frontier-y"), pen.t("frontier-plans"), _programme(pen))
    plans = [(plan.items, plan.points) for plan in found.plans]
    svg, png = charts.frontier(plans, (found.programme.items, found.programme.points), labels, pen.language)
    return [
        pen.heading(2, "frontier"),
        pen.say("frontier-intro"),
        *sentences(pen),
        Figure("frontier", pen.t("figure.frontier"), pen.t("describe.frontier"), "frontier", svg, png),
        table(pen, len(plans)),
    ]  # fmt: skip


def table(pen: Pen, plans: int) -> Table:
    """Return the table of so many plans, and of the programme below them."""

    def cells(place: str) -> list[Span]:
        known = {part: f"frontier.{place}.{part}" in pen.strategy.facts for part in UNITS}
        return [
            pen.fact(f"frontier.{place}.{part}", "plain" if part == "days" else "") if told else Span("–")
            for part, told in known.items()
        ]

    rows = [[Span(str(row)), *cells(str(row))] for row in range(1, plans + 1)]
    return pen.table("frontier", [*rows, [Span(_programme(pen)), *cells("programme")]], "lrrrrrr",
                     (1.5, 1.4, 1, 0.9, 1.2, 1.2, 1.3), ("frontier-note",))  # fmt: skip


def sentences(pen: Pen) -> list[Paragraph]:
    """Return in plain words what the plans mean, and where the programme stands among them."""
    facts = pen.strategy.facts
    more = "frontier-meaning" if "frontier.2.items" in facts else "frontier-one"
    behind = "frontier-behind" if facts["frontier.short"].value > 0 else "frontier-level"  # type: ignore[operator]
    return [
        pen.say(more, more="frontier.more", cost="frontier.cost"),
        pen.say(
            behind,
            points="frontier.programme.points",
            items="frontier.programme.items",
            short="frontier.short",
            urgent="frontier.programme.urgent",
            most="frontier.1.items",
            some="frontier.1.urgent",
        ),
    ]


def _programme(pen: Pen) -> str:
    return label("frontier-programme")[pen.language]
