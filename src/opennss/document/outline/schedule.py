"""The schedule on paper: in the action plan what starts first and what must not slip; in the annex every item."""

from __future__ import annotations

from opennss.document.blocks import Block, Bullets, Figure, Line, Paragraph, Span, Table
from opennss.document.change_words import change_why, joint, waiting
from opennss.document.facts.measures import subject
from opennss.document.outline.pen import Pen, said
from opennss.document.schedule_lanes import (
    area_name,
    change_title,
    gantt_picture,
    gantt_pictures,
    grouped,
    item_title,
    span_of,
    workload_picture,
)
from opennss.model.schedule import Chain, Change, Deadline, Schedule, Scheduled

FIRST = 24
"""Items on the picture of what starts first."""


def schedule(pen: Pen) -> list[Block]:
    """Return the section of the action plan: what starts first, what must not slip, the work of every month."""
    found = pen.strategy.schedule
    if found is None or not found.items:
        return []
    blocks: list[Block] = [pen.heading(2, "schedule"), pen.say("schedule-intro", items="schedule.items")]
    blocks.append(pen.say("schedule-slack", stated="schedule.stated", critical="schedule.critical"))
    blocks += _chain(pen, found.longest) if found.longest else []
    svg, png = gantt_picture(_first(pen, found), pen.strategy, pen.language)
    blocks.append(Figure("gantt-first", pen.t("figure.gantt-first"), pen.t("describe.gantt"), "schedule", svg, png))
    over = any(load.over for load in found.loads)
    blocks.append(pen.say("schedule-over", "callout", number="schedule.over") if over else pen.say("schedule-fits"))
    svg, png = workload_picture(found, pen.strategy, pen.language)
    figure = Figure("workload", pen.t("figure.workload"), pen.t("describe.workload"), "workload", svg, png)
    blocks += [figure] if found.loads else []
    blocks += [pen.say("schedule-late", "callout", number="schedule.late")] if found.notes else []
    blocks += [pen.say("schedule-changed", number="schedule.changed")] if found.changes else []
    return blocks


def schedule_annex(pen: Pen) -> list[Block]:
    """Return the annex: every item with its stages as pictures and table, months, deadlines, the approved programme."""
    found = pen.strategy.schedule
    if found is None or not found.items:
        return []
    blocks: list[Block] = [pen.heading(1, "annex-schedule"), pen.say("schedule-how")]
    if any(item.default for item in found.items):
        blocks.append(pen.say("schedule-default", "note"))
    for place, (svg, png) in enumerate(gantt_pictures(found, pen.strategy, pen.language), 1):
        caption, words = pen.t("figure.gantt"), pen.t("describe.gantt")
        blocks.append(Figure(f"gantt-{place}", caption, words, "schedule", svg, png))
    blocks += [_items(pen, found), *_notes(pen, found), _workload(pen, found), *_chains(pen, found)]
    blocks += [pen.heading(2, "deadlines"), _deadlines(pen, found)]
    return [*blocks, *_changes(pen, found)]


def _first(pen: Pen, found: Schedule) -> list[Scheduled]:
    """Return the items that begin first, the urgent ones before others; in the order of the whole chart."""
    by_begin = sorted(found.items, key=lambda i: (i.begin, i.project.tier or 0, i.end, i.project.id))
    chosen = {item.project.id for item in by_begin[:FIRST]}
    return [item for item in grouped(found, pen.strategy) if item.project.id in chosen]


def _names(pen: Pen, chain: Chain) -> Line:
    """Return the items of a chain, each with its fact, with arrows between them."""
    spans: list[Span] = []
    for name in chain.items:
        spans += [Span(" → ")] if spans else []
        spans += _named(pen, name)
    return tuple(spans)


def _named(pen: Pen, name: str) -> Line:
    """Return an item by its type and what it is about."""
    project = next(item.project for item in pen.strategy.plan.items if item.project.id == name)
    about = subject(project, pen.strategy)[pen.language]
    return (Span(f"{pen.t(f'type-{project.type}')}: "), Span(about, fact=f"project.{name}"))


def _chain(pen: Pen, chain: Chain) -> list[Block]:
    facts = {part: pen.fact(f"schedule.longest.{part}") for part in ("items", "begin", "end")}
    return [Paragraph(said(pen.t("schedule-longest"), names=_names(pen, chain), **facts))]


def _chains(pen: Pen, found: Schedule) -> list[Block]:
    rows = [
        (
            area_name(chain.group, pen.strategy, pen.language),
            _names(pen, chain),
            pen.fact(f"schedule.chain.{chain.group}"),
        )
        for chain in sorted(found.chains, key=lambda chain: (-chain.days, chain.group))
    ]
    return [pen.table("chains", rows, "llr", (2.4, 6, 1))] if rows else []


def _items(pen: Pen, found: Schedule) -> Table:
    """Every item with its months, and the month in which each harmonized stage begins."""
    codes = sorted({span.code for item in found.items for span in item.stages if span.code})
    rows: list[tuple[Line | Span, ...]] = []
    for item in grouped(found, pen.strategy):
        place = f"schedule.{item.project.id}"
        begins = {span.code: span.begin for span in item.stages}
        stages = [
            Span(f"{begins[code].month}/{begins[code].year % 100:02}" if code in begins else "") for code in codes
        ]
        title = Span(item_title(item.project, pen.strategy, pen.language), strong=item.critical)
        slack = pen.fact(f"{place}.slack") if item.slack is not None else Span("–")
        mark = Span("◆ ") if item.critical else Span("")
        name: Line = (mark, title) if item.critical else (title,)
        rows.append((name, pen.fact(f"{place}.begin"), *stages, pen.fact(f"{place}.end"), slack))
    header = [*codes, pen.t("schedule-end"), pen.t("schedule-months-free")]
    widths = (4.6, 1.2, *[0.85] * len(codes), 1.2, 0.9)
    return pen.table("schedule", rows, "lr" + "r" * len(header), widths, ("schedule-note",), header)


def _notes(pen: Pen, found: Schedule) -> list[Block]:
    lines = [
        (*_named(pen, note.item), Span(": "), pen.fact(f"schedule.{note.item}.{note.kind}")) for note in found.notes
    ]
    return [Bullets(tuple(lines))] if lines else []


def _workload(pen: Pen, found: Schedule) -> Table:
    names = {row.body: row.name for row in pen.strategy.workspace.method.capacities}
    rows: list[tuple[Line | Span, ...]] = []
    for load in found.loads:
        if load.month == 1:
            place = f"{load.body}.{load.year}"
            own = [one for one in found.loads if (one.body, one.year) == (load.body, load.year)]
            cells = [_month(pen, f"schedule.load.{place}-{one.month:02}", one.over) for one in own]
            most = pen.fact(f"schedule.capacity.{place}", "plain")
            rows.append((pen.text(names[load.body]), Span(str(load.year)), *cells, most))  # type: ignore[index]
    header = [*(str(month) for month in range(1, 13)), pen.t("schedule-capacity")]
    return pen.table("workload", rows, "lr" + "r" * 13, (2.2, 0.9, *[0.9] * 12, 1.1), ("workload-note",), header)


def _month(pen: Pen, name: str, over: bool) -> Line:
    found = pen.fact(name, "plain")
    return (Span("▲ ", strong=True), found) if over else (found,)


def _deadlines(pen: Pen, found: Schedule) -> Block:
    def row(item: Deadline) -> tuple[str | Line, ...]:
        title = pen.text(item.title) if item.title else Span("–")
        return (pen.dated(item.day), pen.t(f"schedule-deadline-{item.kind}"), item.about, (title,))

    if not found.deadlines:
        return pen.say("schedule-no-deadlines", "note")
    return pen.table("deadlines", [row(item) for item in found.deadlines], "rlll", (1.2, 1.8, 2.2, 5))


def _changes(pen: Pen, found: Schedule) -> list[Block]:
    """Return what moved, came and went against the approved programme, with its reason."""
    if not found.changes:
        return []
    moved = [change for change in found.changes if change.move != "stayed"]
    blocks: list[Block] = [pen.heading(2, "programme-changes"), pen.say("programme-intro", number="schedule.changed")]
    if not moved:
        return blocks
    rows = [
        (change_title(change, pen.strategy, pen.language), pen.t(f"schedule-move-{change.move}"),
         span_of(change.approved), span_of(change.planned), _why(pen, change))
        for change in moved
    ]  # fmt: skip
    return [*blocks, pen.table("programme-changes", rows, "llrrl", (3, 0.9, 1, 1, 4.4))]


def _why(pen: Pen, change: Change) -> Line:
    """Return why, with the way to what would bring an item in again, and what people wrote."""
    fact = f"project.{change.item}.bring" if waiting(change, pen.strategy) else ""
    words = Span(change_why(change, pen.strategy, pen.language), fact=fact)
    return (words, Span(joint(words.text)), pen.text(change.reason)) if change.reason else (words,)
