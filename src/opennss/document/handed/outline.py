"""The document "Check of a plan made elsewhere": answer, need against capacity, pace, best part, overlaps, totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Document, Figure, Paragraph, Span, Table, line
from opennss.document.handed.answers import answers, efforts, placed, verdict
from opennss.document.handed.pen import NONE, HandedPen
from opennss.document.plain_pen import MILLION, Cells
from opennss.errors import Finding
from opennss.language import say
from opennss.model.handed import BLOCK_ABOVE, WARN_ABOVE, Handed, Layer, Part, Placing, Use, Verdict

PRINTED, ON_SCREEN = 120, 15
"""Rows of a long table on paper and on a screen; the tables beside the document have all of them."""
DRAWN = 8
"""Bodies of the picture."""
STRAINED = (Verdict.IMPOSSIBLE, Verdict.NO_CAPACITY)


def handed_document(check: Handed, language: str, short: bool = False) -> Document:
    """Return the whole check in one language; ``short`` leaves out the picture and cuts tables for a screen."""
    pen = HandedPen(language, check, short)
    return Document(
        language=language,
        title=pen.t("handed-title"),
        subtitle=pen.t("handed-subtitle", country=check.country[language], name=check.listed.name),
        cover=tuple(line(part.strip()) for part in pen.t("handed-cover").split("|")),
        footer=pen.t("handed-footer-exercise" if check.illustrative else "handed-footer"),
        date=check.as_of,
        blocks=(*_answer(pen), *_use(pen), *_pace(pen), *_best(pen), *_same(pen), *_totals(pen), *_findings(pen)),
    )


def _answer(pen: HandedPen) -> Iterator[Block]:
    yield pen.heading(1, "handed-answer")
    yield Paragraph(line(verdict(pen)), "lead")
    yield Bullets(tuple(line(text) for text in answers(pen)))


def _use(pen: HandedPen) -> Iterator[Block]:
    check = pen.check
    yield pen.heading(1, "handed-use")
    yield pen.say("handed-use-intro", warn=pen.share(WARN_ABOVE), block=pen.share(BLOCK_ABOVE))
    if not pen.short:
        yield from _picture(pen)
    days = [
        (
            pen.who(use.body, use.task), pen.year(use.year), pen.number(use.items), pen.number(use.days),
            pen.number(use.capacity), pen.share(use.utilization), _said(pen, use), pen.number(use.programme),
        )
        for use in check.uses
    ]  # fmt: skip
    yield pen.table("handed-use", days, "llrrrrlr", (2.2, 0.9, 0.8, 1, 1.1, 0.9, 1.1, 1.1), _notes(check))
    money = [
        (
            pen.body(use.body), pen.year(use.year), ("≥ " if use.money_open else "") + pen.sum(use.cost),
            pen.sum(use.budget), _paid(pen, use),
        )
        for use in check.uses
        if not use.task
    ]  # fmt: skip
    yield pen.table("handed-money", money, "llrrl", (2.2, 0.9, 1.8, 1.8, 1), ("handed-money-note",))
    if check.impossible:
        years = [
            (str(y.year), pen.number(y.items), pen.number(y.fit), pen.number(y.unknown), pen.body_names(y.bodies))
            for y in check.impossible
        ]
        yield pen.table("handed-year", years, "lrrrl", (0.8, 1, 1, 1, 3), ("handed-year-note",))


def _notes(check: Handed) -> tuple[str, ...]:
    """Return what stands below the table of need and capacity."""
    seats, tasks = any(use.seats for use in check.uses), any(use.task for use in check.uses)
    return ("handed-use-note", *["handed-use-seats"] * seats, *["handed-use-tasks"] * tasks)


def _said(pen: HandedPen, use: Use) -> Span:
    return Span(pen.t(f"handed-verdict-{use.verdict}"), strong=use.verdict in STRAINED)


def _paid(pen: HandedPen, use: Use) -> Span:
    if use.budget is None:
        return Span(pen.t("handed-verdict-not-known"))
    return Span(pen.t("handed-money-short" if use.short_of_money else "handed-money-enough"), strong=use.short_of_money)


def _picture(pen: HandedPen) -> Iterator[Block]:
    """Draw need against limit of the bodies that the list needs, in the years of the plan."""
    years, found = pen.check.years, {(use.body, use.year): use for use in pen.check.uses if not use.task}
    bodies = [b for b, _ in pen.check.bodies if any(found[b, y].days or found[b, y].cost for y in years)][:DRAWN]
    if not bodies:
        return
    staff = [[(float(found[b, y].days), float(found[b, y].capacity or 0)) for y in years] for b in bodies]
    money = [
        [(float(found[b, y].cost) / MILLION, float(found[b, y].budget or 0) / MILLION) for y in years] for b in bodies
    ]
    titles = (pen.t("handed-picture-staff"), pen.t("handed-picture-money", currency=pen.check.currency))
    labels = (pen.t("handed-picture-need"), pen.t("handed-picture-limit"))
    names = [pen.body(body).text for body in bodies]
    svg, png = charts.staff_and_money(years, names, staff, money, titles, labels, pen.language)
    caption, told = pen.t("figure.handed-use"), pen.t("figure.handed-use-described")
    yield Figure("handed-use-picture", caption, told, "handed-use", svg, png)


def _pace(pen: HandedPen) -> Iterator[Block]:
    if not pen.check.paces:
        return
    never = pen.t("handed-never")
    rows = [
        (
            pen.who(pace.body, pace.task), pen.number(pace.days),
            never if pace.years is None else pen.number(pace.years),
            never if pace.done is None else str(pace.done),
        )
        for pace in pen.check.paces
    ]  # fmt: skip
    yield pen.heading(1, "handed-pace")
    yield pen.say("handed-pace-intro")
    yield pen.table("handed-pace", rows, "lrrr", (3, 1.2, 1, 1))


def _best(pen: HandedPen) -> Iterator[Block]:
    check = pen.check
    yield pen.heading(1, "handed-best")
    yield pen.say("handed-best-intro", share=pen.share(Decimal(str(check.utilization))))
    if proven := [gap for _, gap in check.steps if gap is not None]:
        said = pen.t("handed-best-proven", gap=pen.share(Decimal(str(round(max(proven), 4)))))
        yield Paragraph(line(said, " ", efforts(pen)), "note")
    if simple := [pen.t(f"handed-layer-{layer}") for layer, gap in check.steps if gap is None]:
        yield pen.say("handed-best-simple", "note", layers="; ".join(simple))
    layers: list[Cells] = []
    for layer in Layer:
        numbers = placed(pen, layer)
        if any(numbers):
            shown = (pen.number(number) for number in (sum(numbers), *numbers))
            layers.append((pen.t(f"handed-layer-{layer}"), *shown))
    yield pen.table("handed-layers", layers, "lrrrr", (3, 0.8, 0.8, 0.8, 0.8))
    rows = [row_of(pen, placing) for placing in check.best]
    table = pen.table("handed-best", rows, "rlllllrl", (0.5, 3, 1.3, 1.6, 1, 1, 0.7, 1.8))
    yield from _cut(pen, _narrow(table) if pen.short else table)


def _narrow(table: Table) -> Table:
    """Return the table of rows without priority and area, which a screen has no room for."""
    kept = [place for place in range(len(table.header)) if place not in (2, 3)]
    return Table(
        table.id, table.caption, tuple(table.header[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in table.rows), "".join(table.align[at] for at in kept),
    )  # fmt: skip


def row_of(pen: HandedPen, placing: Placing) -> Cells:
    """Return the cells of one row: what stays, what moves, what is left out, and why."""
    row = pen.rows[placing.line]
    name = row.label or (pen.t(f"type-{row.type}") if row.type else NONE)
    label = pen.t("handed-count-of", count=pen.number(row.count), label=name) if row.count > 1 else name
    return (
        str(placing.line), label, pen.t(f"handed-layer-{placing.layer}"), pen.area(placing.area),
        _years(pen, placing.kept, row.count), _years(pen, placing.moved, row.count),
        pen.number(placing.left) if placing.left else NONE,
        pen.t(f"handed-why-{placing.why}") if placing.why else "",
    )  # fmt: skip


def _years(pen: HandedPen, years: Sequence[tuple[int, int]], count: int) -> str:
    """Return years with the number of items in each; of a row with one item the year alone."""
    if count == 1:
        return "; ".join(str(year) for year, _ in years) or NONE
    return "; ".join(pen.t("handed-each-year", year=year, number=pen.number(n)) for year, n in years) or NONE


def _same(pen: HandedPen) -> Iterator[Block]:
    yield pen.heading(1, "handed-same")
    if not pen.check.same:
        yield pen.say("handed-same-none")
        return
    yield pen.say("handed-same-intro")
    rows = [
        (
            pen.t(f"handed-same-{same.kind}"), pen.lines(same.lines), same.subject or NONE,
            " · ".join(part for part in (same.other, str(same.year or "")) if part) or NONE,
        )
        for same in pen.check.same
    ]  # fmt: skip
    yield from _cut(pen, pen.table("handed-same", rows, "llll", (1.8, 1, 3, 2)))


def _totals(pen: HandedPen) -> Iterator[Block]:
    totals = pen.check.totals
    yield pen.heading(1, "handed-totals")
    yield pen.say("handed-totals-intro")

    def named(part: Part) -> str:
        return pen.t(f"type-{part.name}") if part.name else pen.t("handed-type-none")

    types = [(named(part), pen.number(part.items), pen.share(part.share)) for part in totals.by_type]
    yield pen.table("handed-types", types, "lrr", (3, 1, 1))
    years = [(pen.year(year), pen.number(items)) for year, items in totals.by_year]
    yield pen.table("handed-by-year", years, "lr", (1, 1))
    bodies = [
        (pen.body(p.name), pen.number(p.items), pen.share(p.share), pen.number(p.days), pen.sum(p.cost))
        for p in totals.by_body
    ]
    yield pen.table("handed-bodies", bodies, "lrrrr", (3, 0.8, 0.8, 1, 1.8))
    if totals.by_fund:
        whole = sum((part.cost for part in totals.by_fund if part.cost is not None), Decimal(0))
        funds = [
            (
                part.name or pen.t("handed-fund-none"), pen.number(part.items), pen.sum(part.cost),
                pen.share(part.cost / whole if part.cost is not None and whole else None),
            )
            for part in totals.by_fund
        ]  # fmt: skip
        yield pen.table("handed-funds", funds, "lrrr", (3, 0.8, 1.8, 1))
    if totals.budgets:
        budgets = [
            (pen.body(b.body), pen.year(b.year), pen.sum(b.cost), pen.sum(b.budget), pen.share(b.share))
            for b in totals.budgets
        ]
        yield pen.table("handed-budgets", budgets, "llrrr", (2.4, 0.8, 1.8, 1.8, 0.8))


def _findings(pen: HandedPen) -> Iterator[Block]:
    yield pen.heading(1, "handed-findings")
    if not pen.check.findings:
        yield pen.say("handed-findings-none")
        return
    yield pen.say("handed-findings-intro")
    rows = [finding_row(pen, finding) for finding in pen.check.findings]
    yield from _cut(pen, pen.table("handed-findings", rows, "rlll", (0.5, 1.2, 1, 5)))


def finding_row(pen: HandedPen, finding: Finding) -> Cells:
    """Return the cells of one finding: line, column, weight, and what to do."""
    said = [say(f"finding.{finding.code}.{part}", pen.language, **finding.values) for part in ("message", "hint")]
    weight = say(f"cli.severity-{finding.severity}", pen.language)
    return str(finding.row or NONE), finding.column or NONE, weight, " ".join(said)


def _cut(pen: HandedPen, table: Table) -> Iterator[Block]:
    """Yield a table with as many rows as are printed, and how many there are in all."""
    most = ON_SCREEN if pen.short else PRINTED
    if len(table.rows) <= most:
        yield table
        return
    yield Table(
        table.id, table.caption, table.header, table.rows[:most], table.align, table.widths,
        (*table.notes, line(pen.t("handed-rows", number=pen.number(len(table.rows)), shown=pen.number(most)))),
    )  # fmt: skip
