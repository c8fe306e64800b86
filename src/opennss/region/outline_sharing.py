"""The chapters on sharing: what several plan, who could speak for whom, what doing it once would save."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from opennss.document.blocks import Block, Span
from opennss.document.facts.make import task_name
from opennss.document.plain_pen import UNKNOWN, Cells
from opennss.model.plans import Planned
from opennss.model.standards import Role
from opennss.region.exports import currency_of
from opennss.region.pen import RegionPen
from opennss.region.share import DELEGATION, DELIVERABLE, Saving, totals


def share(pen: RegionPen) -> list[Block]:
    """Return the chapter on deliverables that several plan, and committees in which several sit or plan to sit."""
    region = pen.region
    blocks: list[Block] = [pen.heading(1, "region-share"), pen.say("region-share-intro"), pen.heading(2, "region-same")]
    if region.shared:
        rows = [(row.reference, pen.text(row.title), _plans(pen, row.plans)) for row in region.shared]
        blocks.append(pen.table("region-same", rows, "lll", (1.6, 3.4, 3), ("region-plan-note",)))
    else:
        blocks.append(pen.say("region-same-none", "callout"))
    blocks += [pen.heading(2, "region-speakers"), pen.say("region-speakers-intro")]
    if not region.speakers:
        return [*blocks, pen.say("region-speakers-none", "callout")]
    lines: list[Cells] = [
        (
            (Span(f"{row.committee} – "), pen.text(row.title)),
            *("; ".join(code for code, found in row.seats.items() if found is role) or "–" for role in Role),
            _plans(pen, row.planned),
        )
        for row in region.speakers
    ]  # fmt: skip
    widths = (2.6, 1.2, 1.2, 1.2, 1.6, 2.2)
    return [*blocks, pen.table("region-speakers", lines, "llllll", widths, ("region-speakers-note",))]


def _plans(pen: RegionPen, plans: Mapping[str, Planned]) -> str:
    said = [f"{code} {item.start} ({pen.t(f'region-type-{item.project.type}')})" for code, item in plans.items()]
    return "; ".join(said) or "–"


def saving(pen: RegionPen) -> list[Block]:
    """Return the chapter on what doing it once would save, and how the saving is divided."""
    region = pen.region
    blocks: list[Block] = [pen.heading(1, "region-saving"), pen.say("region-saving-intro")]
    if not any(row.tasks for row in region.saving):
        blocks.append(pen.say("region-saving-none", "callout"))
    for kind, key in ((DELIVERABLE, "region-saving-adoptions"), (DELEGATION, "region-saving-delegations")):
        rows = [_saved(pen, row) for row in region.saving if row.kind == kind]
        if rows:
            widths = (1.8, 1.6, 2.2, 0.8, 0.8, 2.2)
            blocks += [pen.heading(2, key), pen.table(key, rows, "lllrrl", widths, ("region-saving-note",))]
    if found := totals(region.saving):
        rows_of_all = [_total(pen, code, found[code]) for code in region.codes if code in found]
        blocks += [
            pen.heading(2, "region-totals"),
            pen.table("region-totals", rows_of_all, "lrrrr", (2, 1, 1.4, 1, 1.4)),
        ]
        blocks.append(pen.say("region-totals-note", "note"))
    return blocks


def _total(pen: RegionPen, code: str, found: Mapping[str, tuple[Fraction, Fraction | None]]) -> Cells:
    name = next(profile.name for profile in pen.region.profiles if profile.code == code)
    cells: list[str] = []
    for kind in (DELIVERABLE, DELEGATION):
        if kind in found:
            days, money = found[kind]
            cells += [pen.number(days), pen.money(money, currency_of(pen.region)[code])]
        else:
            cells += ["–", "–"]
    return (pen.text(name), *cells)


def _saved(pen: RegionPen, row: Saving) -> Cells:
    tasks = "; ".join(dict.fromkeys(task_name(task.partition(" ")[0])[pen.language] for task in row.tasks)) or UNKNOWN
    each = [f"{code} {pen.number(days)}" for code, days in row.alone.items()] + [f"{code} ?" for code in row.unknown]
    parts = "; ".join(f"{code} {pen.number(days)}" for code, days in row.saved.items()) or UNKNOWN
    known = bool(row.tasks)
    whole = sum(row.alone.values()) - row.together
    return (
        row.item, tasks, "; ".join(each), pen.number(row.together) if known else UNKNOWN,
        pen.number(whole) if known else UNKNOWN, parts,
    )  # fmt: skip
