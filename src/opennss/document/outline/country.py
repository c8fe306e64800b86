"""Where the country stands in the world's standardization, and in figures."""

from __future__ import annotations

from opennss.document.blocks import Block, Line, Span
from opennss.document.facts.country import newest
from opennss.document.outline.pen import Pen
from opennss.model.standards import Role


def country(pen: Pen) -> list[Block]:
    """Return the memberships and seats of the country, and its figures as a whole where there are any."""
    rows = [(pen.text(pen.strategy.facts[f"membership.{body}"].label), pen.fact(f"membership.{body}"))
            for body in ("iso", "iec")]  # fmt: skip
    if pen.strategy.workspace.evidence.participation:
        rows += [(pen.text(pen.strategy.facts[f"seats.{role}"].label), pen.fact(f"seats.{role}")) for role in "po"]
    complete = pen.strategy.workspace.settings.membership.all_seats
    blocks: list[Block] = [pen.table("memberships", rows, "ll", (4, 1.6), () if complete else ("seats-partial",))]
    figures = [
        (pen.text(pen.strategy.facts[f"country.{row.indicator}"].label), pen.fact(f"country.{row.indicator}"))
        for row in newest(pen.strategy)
    ]
    return [*blocks, pen.table("country", figures, "lr", (4, 1.6))] if figures else blocks


def seats_held(pen: Pen) -> list[Block]:
    """Return the annex with every committee in which the country has a seat, whether an area is linked to it or not."""
    rows = [row for row in pen.strategy.workspace.evidence.participation if row.role in (Role.P, Role.O)]
    blocks: list[Block] = [pen.heading(1, "annex-seats")]
    if not rows:
        return [*blocks, pen.say("seats-none")]
    table: list[tuple[Line | Span, ...]] = [
        (Span(row.committee), pen.text(row.title), Span(row.role.value), Span(pen.dated(row.date))) for row in rows
    ]
    return [*blocks, pen.table("seats-held", table, "llcr", (2, 5, 0.8, 1.2))]
