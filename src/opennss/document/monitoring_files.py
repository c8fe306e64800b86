"""The files of a monitoring report: the document in each language, the data as JSON, tables as CSV and one workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path

import xlsxwriter

from opennss.document.jsonable import jsonable
from opennss.document.monitoring import monitoring_document
from opennss.document.outline.results_framework import placed
from opennss.document.printing import WRITERS, Make, as_json, as_text, print_files
from opennss.document.stamp import moment
from opennss.language import Text
from opennss.model.monitoring import Duty, Kpi, Monitoring, Tracked, WorkItem
from opennss.model.results import Strategy
from opennss.tables.cells import guard
from opennss.tables.csvfile import print_lines

NAME = "monitoring"
Grid = tuple[Sequence[str], Sequence[Sequence[object]]]
"""A table of values: header and rows; ``None`` is not known."""

TARGETS = (
    "id", "name", "unit", "year", "baseline", "target", "measured", "period", "standing", "light", "pace", "reached",
    "owner",
)  # fmt: skip
RESULTS = ("number", "id", "level", "text", "targets", "measures", "types", "assumption")
"""The columns of the tables that no dataclass gives."""

ABSENT = ("begun", "ended", "end", "day", "reached")
"""Columns in which nothing means that there is none."""

TELLS = ("cells", "sources")
"""What stands in the trail and not in the tables."""


def print_monitoring(
    found: Monitoring, strategy: Strategy, out: Path, tell: Callable[[str], None] = lambda _: None
) -> tuple[Path, ...]:
    """Write the report below ``out`` and return the files; each appears whole or not at all."""
    return print_files(_files(found, strategy), out, tell)


def _files(found: Monitoring, strategy: Strategy) -> Iterator[tuple[str, Make]]:
    yield f"{NAME}.json", as_text(as_json({"format": 1, **as_data(found)}))
    grids = tables(found, strategy)
    for name, grid in grids.items():
        yield f"tables/{NAME}-{name}.csv", as_text(_csv(grid))
    yield f"{NAME}.xlsx", partial(_workbook, grids, found.as_of)
    for language in strategy.workspace.settings.languages:
        document = monitoring_document(found, strategy, language)
        for ending, writer in WRITERS.items():
            yield f"{language}/{NAME}.{ending}", partial(writer, document, compact=True)


def as_data(found: Monitoring) -> dict[str, object]:
    """Return the report as JSON data, without its format number; what is not known is ``null``."""
    return {
        "as_of": found.as_of.isoformat(), "approved": found.approved, "recorded": found.recorded,
        "lights": {subject: light.value for subject, light in found.lights.items()},
        "targets": [_tracked(row) for row in found.targets],
        "kpis": [_plain(row, "share") for row in found.kpis],
        "items": [_plain(row) for row in found.items],
        "halves": [_plain(row) for row in found.halves],
        "ages": [_plain(row) for row in found.ages],
        "duties": [_plain(row) for row in found.duties],
    }  # fmt: skip


def _plain(row: object, *more: str) -> dict[str, object]:
    names = [item.name for item in fields(row) if item.name not in TELLS]  # type: ignore[arg-type]
    return {name: jsonable(getattr(row, name)) for name in (*names, *more)}


def _tracked(row: Tracked) -> dict[str, object]:
    data = {key: value for key, value in _plain(row).items() if key not in ("aims", "values")}
    aims = [
        {
            "year": m.target.year, "aim": jsonable(m.target.target), "standing": m.standing.value,
            "measured": jsonable(m.reported.value) if m.reported else None,
            "period": m.reported.period if m.reported else None,
        }
        for m in row.aims
    ]  # fmt: skip
    values = [{"period": value.period, "value": jsonable(value.value)} for value in row.values]
    return {**data, "baseline": jsonable(row.baseline), "aims": aims, "values": values}


def tables(found: Monitoring, strategy: Strategy) -> Mapping[str, Grid]:
    """Return the tables to take away by name; texts have a column for each language."""
    spoken = strategy.workspace.settings.languages
    aims = [
        (row.id, row.name, str(row.unit), m.target.year, row.baseline, m.target.target,
         m.reported.value if m.reported else None, m.reported.period if m.reported else None, m.standing.value,
         row.light.value, row.pace.value, row.reached, row.owner)
        for row in found.targets for m in row.aims
    ]  # fmt: skip
    results = [
        (one.number, one.row.id, one.row.level.value, one.row.text, ";".join(one.row.targets),
         ";".join(one.row.measures), ";".join(one.row.types), one.row.assumption)
        for one in placed(strategy.workspace.choices.results)
    ]  # fmt: skip
    return {
        "targets": _grid(TARGETS, aims, spoken),
        "kpis": _rows(found.kpis, Kpi, spoken, ("share",)),
        "items": _rows(found.items, WorkItem, spoken),
        "duties": _rows(found.duties, Duty, spoken),
        "results": _grid(RESULTS, results, spoken),
    }


def _rows(rows: Sequence[object], kind: type, spoken: Sequence[str], more: tuple[str, ...] = ()) -> Grid:
    names = [*(item.name for item in fields(kind) if item.name not in TELLS), *more]
    return _grid(names, [[getattr(row, name) for name in names] for row in rows], spoken, kind)


def _grid(
    names: Sequence[str], rows: Sequence[Sequence[object]], spoken: Sequence[str], kind: type | None = None
) -> Grid:
    """Spread texts over the languages; a column holds texts where the dataclass, or any row, says so."""
    typed = {item.name: item.type for item in fields(kind)} if kind else {}
    texts = [
        place
        for place, name in enumerate(names)
        if "Text" in str(typed.get(name, "")) or any(isinstance(row[place], Text) for row in rows)
    ]
    header = [
        part for place, name in enumerate(names)
        for part in ([f"{name}_{language}" for language in spoken] if place in texts else [name])
    ]  # fmt: skip
    spread = [
        [
            part for place, cell in enumerate(row)
            for part in (_spread(cell, spoken) if place in texts else [_present(names[place], cell)])
        ]
        for row in rows
    ]  # fmt: skip
    return header, spread


def _present(name: str, cell: object) -> object:
    """Return an empty cell instead of a day that there is not, or not yet; what is not known stays ``None``."""
    return "" if cell is None and name in ABSENT else cell


def _spread(cell: object, spoken: Sequence[str]) -> list[object]:
    return [cell[language] for language in spoken] if isinstance(cell, Text) else [""] * len(spoken)


def _cell(value: object) -> object:
    """Return a value as a table has it: a number, yes or no, text, ``?`` for what is not known."""
    if value is None:
        return "?"
    return ("no", "yes")[value] if isinstance(value, bool) else jsonable(value)


def _csv(grid: Grid) -> str:
    shown = ([_cell(value) for value in row] for row in grid[1])
    return print_lines(grid[0], ([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in shown))


def _workbook(grids: Mapping[str, Grid], as_of: dt.date, path: Path) -> None:
    """Write every table as a sheet of one .xlsx: numbers as numbers, all else as text that is never run."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"author": "OpenNSS", "created": moment(as_of.isoformat()).replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for name, (header, rows) in grids.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, head in enumerate(header):
                sheet.write_string(0, column, head, bold)
                longest = max([len(head), *(len(str(row[column])) for row in rows)])
                sheet.set_column(column, column, max(8, min(50, longest + 2)), plain)
            for line, row in enumerate(rows, 1):
                for column, value in enumerate(map(_cell, row)):
                    if isinstance(value, int | float):
                        sheet.write_number(line, column, value, plain)
                    else:
                        sheet.write_string(line, column, str(value), plain)
