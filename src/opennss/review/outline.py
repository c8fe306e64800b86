"""The mid-term review: in short, what moved among the priorities, the programme, delivery, new rows, the method."""

from __future__ import annotations

from fractions import Fraction

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Document, Figure, Paragraph, Span, line
from opennss.document.plain_pen import Cells, PlainPen
from opennss.language import Text, dated, day
from opennss.model.review import AreaShift, Causes, Move, Part, Review
from opennss.review.outline_data import data, method
from opennss.review.outline_programme import delivery, programme, totals
from opennss.review.words import area_sentence, cause, headed, printed, rank_sentence, signed, why

FIRST = 6
"""Movements that the summary tells in sentences."""
ROWS_OF_A_PICTURE = 30


def review_document(review: Review, language: str) -> Document:
    """Return the mid-term review in one language."""
    pen = PlainPen(language)
    exercise = review.illustrative
    said = [pen.t("review-cover"), *pen.t("review-cover-exercise" if exercise else "cover-real").split("|")]
    return Document(
        language=language,
        title=pen.t("review-title"),
        subtitle=f"{review.name[language]} · {dated(review.old.as_of, language)} – {dated(review.new.as_of, language)}",
        cover=tuple(line(part.strip()) for part in said),
        footer=pen.t("review-footer-exercise") if exercise else review.name[language],
        date=review.new.as_of.isoformat(),
        blocks=(
            *_summary(pen, review), *_areas(pen, review), *programme(pen, review), *delivery(pen, review),
            *data(pen, review), *method(pen, review),
        ),
    )  # fmt: skip


def moved(review: Review) -> list[AreaShift]:
    """Return the areas whose place changed, came or went, new and gone areas among them."""
    kinds = (Move.MOVED, Move.CAME, Move.WENT)
    return [row for row in review.areas if row.place.move in kinds or row.area is not Move.STAYED]


def _summary(pen: PlainPen, review: Review) -> list[Block]:
    """Return the figures of the whole, the parts that differ, and the largest movements in sentences."""
    counts = {what: sum(row.start.move is what for row in review.items) for what in Move}
    ranks = [row for row in review.areas if rank_sentence(row, pen.language)]
    places = moved(review)
    before, after = day(review.old.as_of, pen.language), day(review.new.as_of, pen.language)
    blocks: list[Block] = [pen.heading(1, "review-summary")]
    blocks.append(
        pen.say(
            "review-lead", "lead", before=before, after=after, moved=len(places), all=len(review.areas),
            ranks=len(ranks), came=counts[Move.CAME], went=counts[Move.WENT], shifted=counts[Move.MOVED],
            stayed=counts[Move.STAYED],
        )
    )  # fmt: skip
    if not review.parts:
        blocks.append(pen.say("review-equal", "callout"))
    elif not places and not ranks and not any(counts[what] for what in (Move.CAME, Move.WENT, Move.MOVED)):
        blocks.append(pen.say("review-still", "callout"))
    if review.new.as_of < review.old.as_of:
        blocks.append(pen.say("review-backwards", "callout"))
    blocks.append(_window(pen, review))
    largest = sorted(places, key=_distance, reverse=True)[:FIRST]
    if largest:
        told = [line(area_sentence(row, pen.language) + ".") for row in largest]
        blocks += [pen.say("review-first"), Bullets(tuple(told))]
    return [*blocks, *totals(pen, review), _parts(pen, review)]


def _distance(row: AreaShift) -> Fraction:
    return abs((row.place.after or Fraction(0)) - (row.place.before or Fraction(0)))


def _window(pen: PlainPen, review: Review) -> Paragraph:
    before, after = (_years(found.years) for found in (review.old, review.new))
    if before == after:
        return pen.say("review-window-same", after=after)
    return pen.say("review-window", before=before, after=after)


def _years(years: tuple[int, ...]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def _parts(pen: PlainPen, review: Review) -> Block:
    rows: list[Cells] = []
    for part in Part:
        own = [row for row in review.changes if row.part is part]
        counts = (sum(getattr(row, kind) for row in own) for kind in ("added", "removed", "changed"))
        differs = pen.t("review-differs" if part in review.parts else "review-same")
        rows.append((headed(part, pen.language), pen.t(f"review-holds-{part}"), differs, *map(pen.number, counts)))
    return pen.table("review-parts", rows, "lllrrr", (2, 4, 1.2, 1, 0.8, 0.8))


def _areas(pen: PlainPen, review: Review) -> list[Block]:
    """Return which areas moved, came and went, by which causes, and which stayed."""
    blocks: list[Block] = [pen.heading(1, "review-areas"), pen.say("review-areas-intro")]
    places = [row for row in moved(review) if row.place.move is Move.MOVED]
    blocks += [*_picture(pen, review, places), _places(pen, review, places)] if places else []
    if not moved(review):
        blocks.append(pen.say("review-areas-none", "callout"))
    other = [row for row in review.areas if row.place.move is not Move.MOVED]
    if told := [line(said + ".") for row in other if (said := area_sentence(row, pen.language))]:
        blocks.append(Bullets(tuple(told)))
    ranks = [row for row in review.areas if rank_sentence(row, pen.language)]
    if ranks:
        cells: list[Cells] = [
            (pen.text(row.name), *(_rank(printed(rank)) for rank in row.ranks), why(row.rank, pen.language, up=-1))
            for row in ranks
        ]
        blocks.append(pen.table("review-ranks", cells, "lccl", (3, 0.7, 0.7, 4), ("review-ranks-note",)))
    stayed = [
        row.name
        for row in review.areas
        if row.area is Move.STAYED and row.place.move is not Move.MOVED and row not in ranks and row not in places
    ]
    if stayed:
        blocks.append(pen.say("review-stayed", "note", number=len(stayed), names=_names(pen, stayed)))
    return blocks


def _names(pen: PlainPen, names: list[Text]) -> str:
    return "; ".join(name[pen.language] for name in names)


def _rank(rank: str) -> Span:
    return Span(rank, tone={"–": "none", "·": ""}.get(rank, rank))


def _places(pen: PlainPen, review: Review, rows: list[AreaShift]) -> Block:
    cells: list[Cells] = []
    for row in rows:
        assert row.place.before is not None
        assert row.place.after is not None
        whole = signed(row.place.before - row.place.after, pen.language)
        own = (signed(value, pen.language) for value in _up(row.place.causes).values())
        cells.append((pen.text(row.name), str(row.place.before), str(row.place.after), whole, *own))
    heads = [headed(part, pen.language) for part in review.parts]
    widths = (3, 0.7, 0.7, 0.8, *[1.1] * len(heads))
    return pen.table("review-places", cells, "lrrr" + "r" * len(heads), widths, ("review-areas-note",), more=heads)


def _up(causes: Causes) -> dict[Part, Fraction]:
    """Return causes of a place as places gained: a smaller number is more urgent."""
    return {part: -value for part, value in causes.items()}


def _picture(pen: PlainPen, review: Review, rows: list[AreaShift]) -> list[Block]:
    causes = {cause(part, pen.language): list(Part).index(part) for part in review.parts}
    sides, found = (pen.t("review-down"), pen.t("review-up")), list[Block]()
    for start in range(0, len(rows), ROWS_OF_A_PICTURE):
        drawn = [
            (row.name[pen.language], f"{row.place.before} → {row.place.after}",
             [float(value) for value in _up(row.place.causes).values()])
            for row in rows[start : start + ROWS_OF_A_PICTURE]
        ]  # fmt: skip
        svg, png = charts.moves(drawn, causes, sides, pen.language)
        name = f"review-places-{start // ROWS_OF_A_PICTURE + 1}"
        found.append(
            Figure(name, pen.t("figure.review-places"), pen.t("describe.review-places"), "review-places", svg, png)
        )
    return found
