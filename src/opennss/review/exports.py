"""The review as data: one JSON object and CSV tables; places and ranks count upwards as positive, as on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from opennss.document.jsonable import jsonable
from opennss.language import FALLBACK
from opennss.model.review import AreaShift, Causes, Example, Folder, ItemShift, Part, Review, Shift
from opennss.review.words import area_sentence, item_sentence, printed, rank_sentence
from opennss.tables.cells import guard
from opennss.tables.csvfile import print_lines


def as_data(review: Review) -> dict[str, object]:
    """Return the whole review as JSON data, without its format number; ``null`` is not there, or not known.

    Causes stand as numbers by part, and once more as exact fractions.
    """
    return {
        "country": jsonable(review.name),
        "old": _folder(review.old),
        "new": _folder(review.new),
        "parts": [part.value for part in review.parts],
        "worlds": review.worlds,
        "waived": review.waived,
        "gap": review.gap, "level": review.level,
        "areas": [_area(row, review) for row in review.areas],
        "items": [_item(row, review) for row in review.items],
        "totals": {total.value: _shift(shift) for total, shift in review.totals.items()},
        "currency": review.currency,
        "delivered": [
            {"item": row.project.id, "year": row.start, "what": row.what.value, "now": row.start_now,
             "reason": row.reason or None, "said": jsonable(row.said) if row.said else None}
            for row in review.delivered
        ],
        "targets": [
            {"name": jsonable(row.name), "unit": row.unit, "year": row.year, "aim": jsonable(row.aim),
             "aim_now": jsonable(row.aim_now), "measured": jsonable(row.measured), "period": row.period or None,
             "standing": row.standing.value}
            for row in review.targets
        ],
        "changes": [
            {"file": row.file, "part": row.part.value, "added": row.added, "removed": row.removed,
             "changed": row.changed, "examples": [_example(one) for one in row.examples]}
            for row in review.changes
        ],
        "settings": [_example(row) for row in review.settings],
        "left_out": [
            {"file": row.file, "part": row.part.value, "folder": "new" if row.new else "old", "rows": row.rows,
             "lacks": row.lacks, "names": list(row.names)}
            for row in review.unfit
        ],
    }  # fmt: skip


def _folder(folder: Folder) -> dict[str, object]:
    return {"as_of": folder.as_of.isoformat(), "years": list(folder.years), "sha256": folder.sha256,
            "catalogue": folder.catalogue}  # fmt: skip


def _causes(causes: Causes, up: int = 1) -> dict[str, object]:
    return {
        "causes": {part.value: jsonable(value * up) for part, value in causes.items()},
        "exact": {part.value: str(value * up) for part, value in causes.items()},
    }


def _shift(shift: Shift) -> dict[str, object]:
    return {"before": jsonable(shift.before), "after": jsonable(shift.after), "move": shift.move.value,
            **_causes(shift.causes)}  # fmt: skip


def _upwards(shift: Shift) -> dict[str, object]:
    """Return a place or rank: between two known ones upwards is positive; it came is 1, it went is -1."""
    up = -1 if shift.before is not None and shift.after is not None else 1
    return {**_shift(shift), **_causes(shift.causes, up)}


def _area(row: AreaShift, review: Review) -> dict[str, object]:
    before, after = row.ranks
    return {
        "area": str(row.id), "name": jsonable(row.name), "move": row.area.value,
        "place": _upwards(row.place),
        "rank": {**_upwards(row.rank), "before": before.value if before else None,
                 "after": after.value if after else None},
        "sentences": _said(review, lambda language: [area_sentence(row, language), rank_sentence(row, language)]),
    }  # fmt: skip


def _item(row: ItemShift, review: Review) -> dict[str, object]:
    return {
        "item": row.project.id, "type": row.project.type.value, "subject": jsonable(row.subject),
        "areas": list(row.project.areas), "start": _shift(row.start),
        "sentences": _said(review, lambda language: [item_sentence(row, language)]),
    }  # fmt: skip


def _said(review: Review, say: Callable[[str], list[str]]) -> dict[str, list[str]]:
    return {language: [one for one in say(language) if one] for language in review.languages}


def _example(row: Example) -> dict[str, object]:
    return {"key": row.key, "column": row.column or None, "before": row.before or None, "after": row.after or None}


def tables(review: Review) -> dict[str, str]:
    """Return the tables of the review as CSV texts by name; free text carries the formula guard."""
    heads = [part.value for part in review.parts]
    return {
        "areas": _csv(
            ["area", "name_en", "move", "place_before", "place_after", *heads, "rank_before", "rank_after",
             *(f"rank_{name}" for name in heads)],
            [_area_row(row, review.parts) for row in review.areas],
        ),
        "items": _csv(
            ["item", "type", "subject_en", "move", "start_before", "start_after", *heads],
            [_item_row(row, review.parts) for row in review.items],
        ),
        "totals": _csv(
            ["total", "before", "after", *heads],
            [(total.value, shift.before, shift.after, *_own(shift, review.parts))
             for total, shift in review.totals.items()],
        ),
        "delivered": _csv(
            ["item", "year", "what", "now", "reason"],
            [(row.project.id, row.start, row.what.value, row.start_now or "", row.reason) for row in review.delivered],
        ),
        "changes": _csv(
            ["file", "part", "added", "removed", "changed"],
            [(row.file, row.part.value, row.added, row.removed, row.changed) for row in review.changes],
        ),
        "left_out": _csv(
            ["file", "part", "folder", "rows", "lacks", "names"],
            [(row.file, row.part.value, "new" if row.new else "old", row.rows, row.lacks, guard("; ".join(row.names)))
             for row in review.unfit],
        ),
    }  # fmt: skip


def _own(shift: Shift, parts: Sequence[Part], up: int = 1) -> list[object]:
    known = shift.before is not None and shift.after is not None
    return [shift.causes.get(part, Fraction(0)) * (up if known else 1) for part in parts]


def _area_row(row: AreaShift, parts: Sequence[Part]) -> Sequence[object]:
    return (
        str(row.id), guard(row.name[FALLBACK]), row.place.move.value, row.place.before, row.place.after,
        *_own(row.place, parts, -1), *(printed(rank) for rank in row.ranks), *_own(row.rank, parts, -1),
    )  # fmt: skip


def _item_row(row: ItemShift, parts: Sequence[Part]) -> Sequence[object]:
    start = row.start
    years = ["" if year is None else year for year in (start.before, start.after)]
    return (row.project.id, row.project.type.value, guard(row.subject[FALLBACK]), start.move.value, *years,
            *_own(start, parts))  # fmt: skip


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return print_lines(header, (["?" if cell is None else jsonable(cell) for cell in row] for row in rows))
