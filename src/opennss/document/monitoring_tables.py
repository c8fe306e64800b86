"""The chapters of the monitoring report: targets, delivery with late items, computed figures, who was heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Line, Paragraph, Span, line
from opennss.document.facts.make import categories_name
from opennss.document.facts.ranks import response_place
from opennss.document.monitoring_words import light_span, who
from opennss.document.outline.pen import Pen
from opennss.document.outline.programme import progress_figure
from opennss.document.outline.results_framework import reporting
from opennss.language import number, say
from opennss.model.monitoring import Alert, Duty, Kpi, KpiGroup, Matter, Monitoring, Pace, State, Tracked


def targets(pen: Pen, found: Monitoring) -> list[Block]:
    """Return where each indicator stands and where its pace leads, as a picture and as a table."""
    blocks: list[Block] = [pen.heading(1, "monitor-targets")]
    if not found.targets:
        return [*blocks, pen.say("monitor-no-targets", "note")]
    rows = [_target(pen, row) for row in found.targets]
    table = pen.table("tracked", rows, "llrrrl", (3.6, 1.6, 1.6, 1.4, 1.3, 3), ("tracked-note", "pace-note"))
    figure = replace(progress_figure(pen), table=table.id)
    return [*blocks, pen.say("monitor-targets-intro"), table, *reporting(pen, defined=True), figure]


def _target(pen: Pen, row: Tracked) -> tuple[Line | Span, ...]:
    newest, aim = row.values[-1] if row.values else None, row.aims[-1].target
    measured: Line = (Span("?"),)
    if newest:
        measured = (pen.fact(f"progress.{row.id}.{newest.period}"), Span(f" ({newest.period})"))
    return (
        pen.text(row.name), light_span(pen, row.light), measured,
        (pen.fact(f"target.{row.id}.{aim.year}"), Span(f" ({aim.year})")),
        pen.known(f"trend.{row.id}.distance", "plain"), _pace(pen, row),
    )  # fmt: skip


def _pace(pen: Pen, row: Tracked) -> Line:
    """Say where the pace so far leads; which period is awaited."""
    key = "pace-unmeasured" if not row.values else f"pace-{row.pace}"
    parts = pen.fill(pen.t(key), {"year": f"trend.{row.id}.reached"} if row.pace is Pace.TOWARDS else {})
    return (*parts, Span(" " + pen.t("awaited", period=row.awaited))) if row.awaited else parts


def delivery(pen: Pen, found: Monitoring) -> list[Block]:
    """Return what became of the programme: by half-year, age by stage, late items with their reasons."""
    blocks: list[Block] = [pen.heading(1, "monitor-delivery")]
    blocks.append(pen.say("delivery-approved" if found.approved else "delivery-planned"))
    if not found.items:
        return [*blocks, pen.say("monitor-no-items", "note")]
    if not found.recorded:
        blocks.append(pen.say("not-recorded", "callout"))
    if any(item.invented for item in found.items):
        blocks.append(pen.say("invented-work", "note"))
    return [*blocks, *_half_years(pen, found), *_late(pen, found), *_ages(pen, found)]


def _half_years(pen: Pen, found: Monitoring) -> Iterator[Block]:
    labels = (pen.t("half-begun"), pen.t("half-finished"), pen.t("half-planned"))
    rows = [(str(half.period), half.begun, half.finished, half.planned) for half in found.halves]
    svg, png = charts.delivery(rows, labels, pen.language)
    yield Figure(
        "delivery-figure",
        pen.t("figure.monitor-delivery"),
        pen.t("describe.monitor-delivery"),
        "monitor-delivery",
        svg,
        png,
    )
    cells = [
        (str(half.period), _least(pen, half.begun, half.maybe_begun), _least(pen, half.finished, half.maybe_finished),
         _least(pen, half.planned, 0))
        for half in found.halves
    ]  # fmt: skip
    yield pen.table("monitor-delivery", cells, "lrrr", (1.5, 2, 2, 3), ("delivery-note",))


def _least(pen: Pen, value: int | None, maybe: int) -> str:
    """Return a count, with ≥ where more may belong to it; empty for the time to come."""
    return "" if value is None else f"{'≥ ' if maybe else ''}{number(value, pen.language)}"


def _late(pen: Pen, found: Monitoring) -> Iterator[Block]:
    yield pen.heading(2, "monitor-late")
    own = [duty for duty in found.of(Alert.LATE) if duty.matter in (Matter.START, Matter.END, Matter.STEP)]
    if own:
        yield pen.table(
            "monitor-late", [_late_row(pen, duty, found) for duty in own], "lllllrl", (3, 1.8, 2, 1.2, 1.3, 1.2, 3)
        )
    else:
        yield pen.say("nothing-late-now" if found.recorded else "nothing-known-late")
    unknown = sum(item.state is State.UNKNOWN for item in found.items)
    if unknown and found.recorded:
        yield pen.say("unrecorded-items", "callout")


def _late_row(pen: Pen, duty: Duty, found: Monitoring) -> tuple[Span, ...]:
    item = next((item for item in found.items if item.id == duty.id), None)
    months = pen.t({0: "monitor-under-a-month", 1: "monitor-a-month"}.get(duty.months, "monitor-months"),
                   number=duty.months)  # fmt: skip
    return (
        Span(pen.t("step-named", step=duty.name[pen.language])) if item is None else pen.text(duty.name),
        Span(pen.t(f"type-{item.type}") if item else pen.t("matter-step")), Span(who(pen, duty.who)),
        Span(pen.t(f"should-{duty.matter}")), Span(pen.dated(duty.day) if duty.day else "?"), Span(months),
        pen.text(duty.reason) if duty.reason else Span("?"),
    )  # fmt: skip


def _ages(pen: Pen, found: Monitoring) -> Iterator[Block]:
    if not found.ages:
        return
    yield pen.heading(2, "monitor-ages")
    names = {age.stage: pen.t(f"monitor-stage-{'unknown' if age.stage == '?' else age.stage}") for age in found.ages}
    rows = [
        (f"{names[a.stage]} ({a.items})", a.items, None if a.middle is None else float(a.middle), a.oldest)
        for a in found.ages
    ]
    svg, png = charts.stage_ages(rows, (pen.t("age-oldest"), pen.t("age-middle")), pen.language)
    yield Figure("ages-figure", pen.t("figure.monitor-ages"), pen.t("describe.monitor-ages"), "monitor-ages", svg, png)
    cells = [
        (names[age.stage], number(age.items, pen.language), _months(pen, row[2]), _months(pen, age.oldest))
        for age, row in zip(found.ages, rows, strict=True)
    ]
    yield pen.table("monitor-ages", cells, "lrrr", (3, 1, 1.6, 1.6), ("ages-note",))


def _months(pen: Pen, value: float | None) -> str:
    return "?" if value is None else number(value, pen.language)


def figures(pen: Pen, found: Monitoring) -> list[Block]:
    """Return the computed figures with their parts and definitions, and who was heard in the last round."""
    blocks: list[Block] = [pen.heading(1, "monitor-kpis"), pen.say("monitor-kpis-intro")]
    table = pen.table(
        "monitor-kpis", [_figure(pen, row) for row in found.kpis], "lrrrl", (2.6, 1.1, 1, 1, 5), ("kpis-note",)
    )
    return [*blocks, table, *_heard(pen)]


def _figure(pen: Pen, row: Kpi) -> tuple[Line | Span, ...]:
    place = f"kpi.{row.id}"
    value: Line = (pen.known(place), Span(f" ({row.period})")) if row.figure is not None else (pen.known(place),)
    parts = (
        [Span("–")] * 2 if row.group is KpiGroup.USE else [pen.known(f"{place}.{part}") for part in ("part", "whole")]
    )
    told = pen.method(f"kpi-{row.id}")
    if row.missing and row.share is not None:
        told += " " + pen.t("kpi-missing", number=number(row.missing, pen.language))
    return (Span(say(f"label.kpi-{row.id}", pen.language)), value, *parts, Span(told))


def _heard(pen: Pen) -> Iterator[Block]:
    """Yield response and balance of the last closed round by category; nothing where none is closed."""
    if not pen.strategy.rounds:
        return
    last = pen.strategy.rounds[-1]
    rows = []
    for categories, invited, _ in last.response:
        place = response_place(last, categories)
        if invited:
            name = categories_name(categories)[pen.language]
            cells = [pen.known(f"{place}.{part}") for part in ("invited", "answered", "rate")]
            rows.append((Span(name[:1].upper() + name[1:]), *cells))
    yield pen.heading(2, "monitor-heard")
    yield pen.table("monitor-heard", rows, "lrrr", (4, 1, 1, 1.2))
    if last.silent:
        names = ", ".join(pen.t(f"category-{letter}") for letter in last.silent)
        yield Paragraph(line(pen.t("silent", names=names)), "callout")
