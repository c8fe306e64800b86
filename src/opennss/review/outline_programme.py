"""The chapters on the programme: its totals by cause, what came, went and moved in time, what became of the old one."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Line, line
from opennss.document.plain_pen import MILLION, Cells, PlainPen
from opennss.language import day, number, say
from opennss.model.review import Delivered, Delivery, ItemShift, Move, Part, Review, Shift, TargetShift, Total
from opennss.review.words import cause, headed, item_causes, item_name, signed


def totals(pen: PlainPen, review: Review) -> list[Block]:
    """Return the picture and the table of the whole programme then and now, with what each cause adds."""
    shifts = [review.totals[total] for total in Total]
    ends = (("review-totals-before", "before"), ("review-totals-after", "after"))
    rows: list[Cells] = [
        (pen.t(key), *(_amount(pen, review, total, getattr(shift, end)) for total, shift in _both(review)))
        for key, end in ends
    ]
    between: list[Cells] = [
        (
            headed(part, pen.language),
            *(_added(pen, review, total, shift.causes[part]) for total, shift in _both(review)),
        )
        for part in review.parts
    ]
    table = pen.table("review-totals", [rows[0], *between, rows[1]], "lrrr", (2.4, 1, 1.2, 1.8))
    if not any(any(shift.causes.values()) for shift in shifts):
        return [table]
    return [_picture(pen, review), table]


def _both(review: Review) -> Iterable[tuple[Total, Shift]]:
    return review.totals.items()


def _amount(pen: PlainPen, review: Review, total: Total, value: Fraction) -> str:
    return pen.money(value, review.currency) if total is Total.MONEY else pen.number(value)


def _added(pen: PlainPen, review: Review, total: Total, value: Fraction) -> str:
    if total is not Total.MONEY or not value:
        return signed(value, pen.language)
    return ("+" if value > 0 else "−") + pen.money(abs(value), review.currency)


def _picture(pen: PlainPen, review: Review) -> Block:
    causes = {cause(part, pen.language): list(Part).index(part) for part in review.parts}
    rows = []
    for total, shift in _both(review):
        assert shift.before is not None
        assert shift.after is not None
        name = pen.t("money-title", currency=review.currency) if total is Total.MONEY else ""
        scale = MILLION if total is Total.MONEY else 1
        beside = " → ".join(number(round(value / scale), pen.language) for value in (shift.before, shift.after))
        part = [float(100 * value / shift.before) if shift.before else 0.0 for value in shift.causes.values()]
        rows.append((name or say(f"review.total-{total}", pen.language), beside, part))
    sides = (pen.t("review-less"), pen.t("review-more"))
    svg, png = charts.moves(rows, causes, sides, pen.language)
    told = f"{pen.t('describe.review-totals')} {pen.t('review-percent')}"
    caption = f"{pen.t('figure.review-totals')} ({pen.t('review-percent').rstrip('.')})"
    return Figure("review-totals-picture", caption, told, "review-totals", svg, png)


def programme(pen: PlainPen, review: Review) -> list[Block]:
    """Return what came into the programme, what left it, what begins in another year, and how much stayed."""
    blocks: list[Block] = [pen.heading(1, "review-programme"), pen.say("review-programme-intro")]
    found = {what: [row for row in review.items if row.start.move is what] for what in Move}
    if review.level and (found[Move.CAME] or found[Move.WENT]):
        blocks.append(pen.say("review-level", "callout"))
    became = {row.project.id: _what(row, pen.language) for row in review.delivered}
    came: list[Cells] = [
        (item_name(row, pen.language), _areas(pen, row), str(row.start.after), item_causes(row, pen.language))
        for row in found[Move.CAME]
    ]
    went: list[Cells] = [
        (item_name(row, pen.language), _areas(pen, row), str(row.start.before), became[row.project.id],
         item_causes(row, pen.language))
        for row in sorted(found[Move.WENT], key=lambda row: row.start.before or 0)
    ]  # fmt: skip
    blocks += [
        pen.heading(2, "review-came"),
        pen.table("review-came", came, "llrl", (2.6, 2.6, 0.7, 3.2), NOTES)
        if came
        else pen.say("review-came-none", "callout"),
        pen.heading(2, "review-went"),
        pen.table("review-went", went, "llrll", (2.4, 2, 0.7, 1.8, 2.4), NOTES)
        if went
        else pen.say("review-went-none", "callout"),
    ]
    return [*blocks, *_shifted(pen, review, found[Move.MOVED]), pen.say("review-kept", number=len(found[Move.STAYED]))]


NOTES = ("review-item-note",)


def _areas(pen: PlainPen, row: ItemShift) -> Line:
    """Return what an item serves; a measure that names no area serves all of them."""
    if row.areas or not row.project.measure:
        return pen.texts(row.areas)
    return line(say("cli.all-areas", pen.language))


def _shifted(pen: PlainPen, review: Review, found: list[ItemShift]) -> list[Block]:
    """Return what begins in another year; what only went along with the window of the plan is counted."""
    window = review.new.years[0] - review.old.years[0]
    along = [row for row in found if window and row.start.after == (row.start.before or 0) + window]
    rows: list[Cells] = [
        (item_name(row, pen.language), _areas(pen, row), str(row.start.before), str(row.start.after),
         item_causes(row, pen.language))
        for row in found
        if row not in along
    ]  # fmt: skip
    blocks: list[Block] = [pen.heading(2, "review-shifted")]
    if along:
        key = "review-with-window-one" if window == 1 else "review-with-window"
        blocks.append(pen.say(key, number=len(along), years=window))
    table = pen.table("review-shifted", rows, "llrrl", (2.6, 2.4, 0.7, 0.7, 2.8), NOTES)
    return [*blocks, table if rows else pen.say("review-shifted-none", "callout")]


def delivery(pen: PlainPen, review: Review) -> list[Block]:
    """Return what became of the old programme, of its items that were to begin by now, and of its targets."""
    before, after = day(review.old.as_of, pen.language), day(review.new.as_of, pen.language)
    rows, last = review.delivered, review.new.as_of.year
    blocks: list[Block] = [pen.heading(1, "review-delivery")]
    if not rows:
        return [*blocks, pen.say("review-delivery-none", "callout"), *_targets(pen, review)]
    blocks.append(pen.say("review-delivery-intro", number=len(rows), before=before, after=after))
    years = sorted({row.start for row in rows})
    counted: list[Cells] = [(str(year), *(pen.number(_count(rows, year, what)) for what in Delivery)) for year in years]
    heads = [say(f"review.delivery-{what}", pen.language) for what in Delivery]
    blocks.append(pen.table("review-delivery", counted, "l" + "r" * len(heads), (1.2, *[1.0] * len(heads)), more=heads))
    due = [row for row in rows if row.start <= last]
    if due:
        blocks.append(pen.table("review-due", [_due(pen, row) for row in due], "lrlr", (3.6, 0.7, 3, 0.8)))
        blocks.append(pen.say("review-due-note", "note", year=last))
    else:
        blocks.append(pen.say("review-due-none", "note", after=after))
    return [*blocks, *_targets(pen, review)]


def _count(rows: Iterable[Delivered], year: int, what: Delivery) -> int:
    return sum(row.start == year and row.what is what for row in rows)


def _due(pen: PlainPen, row: Delivered) -> Cells:
    name = say("review.item", pen.language, subject=row.subject[pen.language],
               type=pen.t(f"type-{row.project.type}"))  # fmt: skip
    now = "–" if row.start_now is None else str(row.start_now)
    return (name, str(row.start), _what(row, pen.language), now)


def _what(row: Delivered, language: str) -> str:
    """Return what became of an item, with the reason where there is one."""
    what = say(f"review.delivery-{row.what}", language)
    why = say(f"label.not-now-{row.reason}", language) if row.reason else row.said[language]
    return f"{what}: {why}" if why else what


def _targets(pen: PlainPen, review: Review) -> list[Block]:
    blocks: list[Block] = [pen.heading(2, "review-targets")]
    if not review.targets:
        return [*blocks, pen.say("review-targets-none", "callout")]
    rows = [_target(pen, row) for row in review.targets]
    widths = (3.4, 0.7, 0.9, 0.9, 0.9, 0.8, 1.3)
    return [*blocks, pen.table("review-targets", rows, "lrrrrll", widths, ("review-targets-note",))]


def _target(pen: PlainPen, row: TargetShift) -> Cells:
    def amount(value: Fraction) -> str:
        return (
            pen.number(value) if row.unit == "count" else say(f"unit.{row.unit}", pen.language, value=pen.number(value))
        )

    now = pen.t("review-gone-target") if row.aim_now is None else amount(Fraction(row.aim_now))
    measured = "?" if row.measured is None else amount(Fraction(row.measured))
    standing = pen.t(f"standing-{row.standing}")
    return (pen.text(row.name), str(row.year), amount(Fraction(row.aim)), now, measured, row.period or "–", standing)
