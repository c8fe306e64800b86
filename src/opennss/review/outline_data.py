"""The chapters on what is new in the folder, table by table, and on how causes are told apart."""

from __future__ import annotations

from opennss.document.blocks import Block, Bullets, line
from opennss.document.plain_pen import Cells, PlainPen
from opennss.language import day, number
from opennss.model.review import Example, Review, Unfit
from opennss.review.words import headed

SHOWN = 12
"""Characters of a checksum that are printed."""


def data(pen: PlainPen, review: Review) -> list[Block]:
    """Return the counts of rows that differ, by table, with examples, and the settings that differ."""
    blocks: list[Block] = [pen.heading(1, "review-data"), pen.say("review-data-intro")]
    rows: list[Cells] = [
        (row.file, headed(row.part, pen.language), *map(pen.number, (row.added, row.removed, row.changed)),
         "; ".join(_example(pen, one) for one in row.examples) or "–")
        for row in review.changes
    ]  # fmt: skip
    if rows:
        blocks.append(pen.table("review-data", rows, "llrrrl", (2.4, 1.8, 0.8, 0.8, 0.8, 4)))
    else:
        blocks.append(pen.say("review-data-none", "callout"))
    if review.settings:
        settings = [(row.column, row.before or "–", row.after or "–") for row in review.settings]
        blocks.append(pen.table("review-settings", settings, "lll", (2, 3, 3), ("review-settings-note",)))
    return blocks


def _example(pen: PlainPen, row: Example) -> str:
    if not row.column:
        return pen.t("review-example-added" if row.after else "review-example-removed", row=row.key)
    if not (row.before or row.after):
        return pen.t("review-example-prose", row=row.key, column=row.column)
    values = {"before": row.before or "–", "after": row.after or "–"}
    return pen.t("review-example-changed", row=row.key, column=row.column, **values)


def method(pen: PlainPen, review: Review) -> list[Block]:
    """Return how causes are told apart, the rows that fit not everywhere, and which folders were compared."""
    gap = number(round(review.gap, 2), pen.language)
    said = pen.t("review-method", worlds=review.worlds, gap=gap).split("|")
    blocks: list[Block] = [pen.heading(1, "review-method"), Bullets(tuple(line(part.strip()) for part in said))]
    rows = [_unfit(pen, row) for row in review.unfit]
    blocks.append(
        pen.table("review-unfit", rows, "llrll", (2, 1, 0.8, 2.6, 3.4))
        if rows
        else pen.say("review-unfit-none", "note")
    )
    if review.waived:
        blocks.append(pen.say("review-waived", "note", number=review.waived))
    before, after = (day(found.as_of, pen.language) for found in (review.old, review.new))
    stamps = {"old": review.old.sha256[:SHOWN], "new": review.new.sha256[:SHOWN]}
    return [*blocks, pen.say("review-stamps", "note", before=before, after=after, **stamps)]


def _unfit(pen: PlainPen, row: Unfit) -> Cells:
    folder = pen.t("review-unfit-new" if row.new else "review-unfit-old")
    return (row.file, folder, pen.number(row.rows), row.lacks or pen.t("review-candidates"), "; ".join(row.names))
