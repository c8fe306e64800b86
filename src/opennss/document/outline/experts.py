"""Experts' time: what the programme asks of experts outside the bodies, and what they offer; never counted as staff."""

from __future__ import annotations

from opennss.document.blocks import Block, Line, Paragraph, Span
from opennss.document.facts.experts import place, withheld
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.pen import Pen, said
from opennss.model.plans import ExpertTimes, ExpertYear


def experts_time(pen: Pen) -> list[Block]:
    """Return the section: what this layer is, the table by year, committees that are short; nothing without figures.

    The table of committees may tell the days of one person and stands in the internal edition alone.
    """
    found = pen.strategy.experts_time
    if found is None:
        return []
    hidden = withheld(pen.strategy)
    rows = [(Span(str(row.year)), *_numbers(pen, row, row.year in hidden)) for row in found.years]
    notes = ("experts-time-note", *(["experts-time-few"] if hidden else []), "experts-time-default")
    blocks: list[Block] = [pen.heading(2, "experts-time"), pen.say("experts-time-intro")]
    if found.lacking:
        types = ", ".join(pen.t(f"type-{type_}") for type_ in found.lacking)
        blocks.append(Paragraph(said(pen.t("experts-time-lacking"), types=types), "note"))
    blocks.append(pen.table("experts-time", rows, "rrrrr", (1, 1.4, 1.4, 1.6, 1.8), notes))
    if found.committees and "expert-time.short" in pen.strategy.facts:
        blocks.append(pen.say("experts-time-short", short="expert-time.short", number="expert-time.committees"))
    if found.short and pen.strategy.workspace.settings.edition == INTERNAL:
        blocks.append(_short(pen, found))
    return blocks


def _numbers(pen: Pen, row: ExpertYear, hidden: bool) -> list[Span]:
    """Return what is asked and offered in a year, and how many experts there are; a word where a sum is not given."""
    asked, experts, unstated = (pen.fact(f"{place(row)}.{part}", "plain") for part in ("asked", "experts", "unstated"))
    offered = Span(pen.t("experts-time-withheld")) if hidden else pen.fact(f"{place(row)}.offered", "plain")
    return [asked, offered, experts, unstated]


def _short(pen: Pen, found: ExpertTimes) -> Block:
    """Return the table of committees in which more is asked than is offered, or nobody states days."""
    years, rows = pen.strategy.workspace.settings.years, []
    for code in found.short:
        known = {row.year: row for row in found.committees[code]}
        cells: list[Line] = [_cell(pen, known.get(year)) for year in years]
        rows.append([(Span(code),), *cells])
    widths, notes = (2, *[1.4] * len(years)), ("experts-committees-note",)
    return pen.table("experts-committees", rows, "l" + "r" * len(years), widths, notes, map(str, years))


def _cell(pen: Pen, row: ExpertYear | None) -> Line:
    """Return what is asked and offered in one year; without a number where nobody follows, or no work has begun."""
    if row is None:
        return (Span("·"),)
    offered = pen.fact(f"{place(row)}.offered", "plain") if row.experts else Span("–")
    return (pen.fact(f"{place(row)}.asked", "plain"), Span(" / "), offered)
