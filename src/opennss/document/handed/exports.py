"""The check of a list as data: one JSON object, CSV tables, and one workbook with a sheet for each table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from opennss.document.handed.outline import finding_row
from opennss.document.handed.pen import HandedPen
from opennss.document.jsonable import jsonable
from opennss.document.stamp import moment, rewrite_zip
from opennss.errors import Finding
from opennss.model.handed import Handed, HandedRow, Placing, Use
from opennss.tables.cells import guard
from opennss.tables.csvfile import print_lines

Cells = Sequence[object]
Tables = Mapping[str, tuple[Sequence[str], Sequence[Cells]]]
"""Tables by name: the header and the rows."""


def as_data(check: Handed, language: str) -> dict[str, object]:
    """Return the whole check as JSON data, without its format number; what is not known is ``null``."""
    totals = check.totals
    return {
        "list": check.listed.name, "years": list(check.years), "currency": check.currency, "fits": check.fits,
        "answer": check.answer.value,
        "rows": len(check.listed.rows), "refused": list(check.listed.refused),
        "totals": {
            **_record(totals), "each": jsonable(totals.each), "reached": totals.reached, "gap": totals.gap,
            "overshoot": totals.overshoot,
        },
        "uses": [
            {**_record(use), "utilization": jsonable(use.utilization), "verdict": use.verdict.value,
             "short_of_money": use.short_of_money}
            for use in check.uses
        ],
        "impossible": [_record(year) for year in check.impossible],
        "pace": {"done": check.done, "bodies": [_record(pace) for pace in check.paces]},
        "overlaps": [_record(same) for same in check.same],
        "best": [_record(placing) for placing in check.best],
        "steps": [{"layer": name, "gap": gap} for name, gap in check.steps],
        "efforts": [{"factor": jsonable(factor), "placed": placed} for factor, placed in check.swings],
        "findings": [
            {"row": f.row, "column": f.column, "code": f.code, "severity": f.severity.value,
             "message": _sentence(check, f, language)}
            for f in check.findings
        ],
    }  # fmt: skip


def _record(item: object) -> dict[str, object]:
    assert is_dataclass(item)
    return {field.name: _plain(getattr(item, field.name)) for field in fields(item)}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return _record(value) if is_dataclass(value) else jsonable(value)


def _sentence(check: Handed, finding: Finding, language: str) -> str:
    return str(finding_row(HandedPen(language, check), finding)[-1])


def tables(check: Handed, language: str) -> Tables:
    """Return every table whole; names of columns are English, sentences and names of bodies in ``language``."""
    pen = HandedPen(language, check)
    rows, totals = pen.rows, check.totals
    return {
        "use": (
            ("body", "task", "year", "items", "need_days", "capacity_days", "utilization", "verdict", "programme_days",
             "seats_days", "cost", "budget", "items_without_cost"),
            [_used(use) for use in check.uses],
        ),
        "years": (
            ("year", "items", "fit", "need_not_known", "bodies"),
            [(y.year, y.items, y.fit, y.unknown, "; ".join(y.bodies)) for y in check.impossible],
        ),
        "pace": (
            ("body", "task", "days", "years", "done"),
            [(p.body or None, p.task, p.days, p.years, p.done) for p in check.paces],
        ),
        "best": (
            ("line", "reference", "title", "type", "count", "asked_year", "body", "priority", "area", "area_known_by",
             "stays", "moves", "left_out", "why", "notes"),
            [_placed(pen, rows[placing.line], placing) for placing in check.best],
        ),
        "overlaps": (
            ("kind", "lines", "subject", "meets", "year"),
            [(s.kind.value, "; ".join(map(str, s.lines)), s.subject, s.other, s.year or "") for s in check.same],
        ),
        "totals": (
            ("by", "name", "items", "share", "days", "cost"),
            [
                (kind, part.name or None, part.items, _rounded(part.share), part.days, part.cost)
                for kind, parts in (("type", totals.by_type), ("body", totals.by_body), ("fund", totals.by_fund))
                for part in parts
            ],
        ),
        "findings": (
            ("line", "column", "severity", "code", "message"),
            [(f.row, f.column, f.severity.value, f.code, finding_row(pen, f)[-1]) for f in check.findings],
        ),
    }  # fmt: skip


def _rounded(share: Decimal | None) -> Decimal | None:
    return None if share is None else round(share, 4)


def _used(use: Use) -> Cells:
    """Return the cells of a need; a task has no money of its own."""
    money = ("", "", "") if use.task else (use.cost, use.budget, use.money_open)
    return (
        use.body or None, use.task, use.year, use.items, use.days, use.capacity, _rounded(use.utilization),
        use.verdict.value, use.programme, use.seats, *money,
    )  # fmt: skip


def _placed(pen: HandedPen, row: HandedRow, placing: Placing) -> Cells:
    def years(pairs: Sequence[tuple[int, int]]) -> str:
        return "; ".join(f"{year}: {count}" for year, count in pairs)

    notes = "; ".join(f"{name}: {text}" if name else text for name, text in row.notes)
    return (
        row.line, row.reference or "", row.title, row.type.value if row.type else "", row.count, row.start, row.body,
        pen.t(f"handed-layer-{placing.layer}"), placing.area, pen.t(f"handed-by-{placing.area_by}"),
        years(placing.kept), years(placing.moved), placing.left,
        pen.t(f"handed-why-{placing.why}") if placing.why else "", notes,
    )  # fmt: skip


def as_csv(header: Sequence[str], rows: Sequence[Cells]) -> str:
    """Return a table as CSV; what is not known is ``?``, free text carries the formula guard."""
    return print_lines(header, ([_cell(cell) for cell in row] for row in rows))


def _cell(cell: object) -> object:
    if cell is None:
        return "?"
    return guard(cell) if isinstance(cell, str) else jsonable(cell)


def write_workbook(found: Tables, day: str, path: Path) -> None:
    """Write all tables as one workbook, a sheet each; texts as text, numbers as numbers; same tables, same bytes."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"author": "OpenNSS", "created": moment(day).replace(tzinfo=None)})
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@", "text_wrap": True})
        for name, (header, rows) in found.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, cell in enumerate(header):
                sheet.write_string(0, column, cell, bold)
            for place, column, value in _cells(rows):
                if isinstance(value, int | float):
                    sheet.write_number(place, column, value)
                else:
                    sheet.write_string(place, column, str(value), text)
            for column, wide in enumerate(_widths(header, rows)):
                sheet.set_column(column, column, wide)
    rewrite_zip(path, day)


def _cells(rows: Sequence[Cells]) -> Iterator[tuple[int, int, object]]:
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            yield place, column, "?" if cell is None else jsonable(cell)


def _widths(header: Sequence[str], rows: Sequence[Cells]) -> list[int]:
    """Return the width of each column in signs, as its longest cell asks for, up to sixty."""
    return [
        min(60, max([len(name) + 2, *(len(str(jsonable(row[place]) or "")) + 1 for row in rows)]))
        for place, name in enumerate(header)
    ]
