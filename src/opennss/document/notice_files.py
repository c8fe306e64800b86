"""The files of a notice: the document and the workbook in each language, the rows as CSV, everything as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import xlsxwriter

from opennss.document.blocks import Document, Table, plain
from opennss.document.jsonable import jsonable
from opennss.document.notice import Notice, NoticeRow
from opennss.document.notice_document import full_table, notice_document, notice_facts
from opennss.document.outline.pen import Pen
from opennss.document.palette import ACCENT, INK, LINE
from opennss.document.printing import WRITERS, Make, as_json, as_text, print_files
from opennss.document.stamp import moment, rewrite_zip
from opennss.language import Text
from opennss.model.results import Strategy
from opennss.tables.cells import guard
from opennss.tables.csvfile import print_lines

NAME = "notice"
COLUMNS = (
    "item", "ics", "number", "stage", "harmonized_stage", "base_document", "correspondence", "kind", "start",
    "completion", "comments_from", "comments_until", "illustrative",
)  # fmt: skip
"""Columns of the CSV file beside title and committee, which stand there in each language."""

PITCH = 13.5
"""Height of a line of text in points."""

SHEET_NAME = 31
"""Signs that the name of a sheet may have."""
FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\"), " ")
"""Signs that the name of a sheet may not have."""


def print_notice(
    made: Notice, strategy: Strategy, out: Path, tell: Callable[[str], None] = lambda _: None
) -> tuple[Path, ...]:
    """Write the notice below ``out`` and return the files; ``tell`` is called with the name of each."""
    return print_files(_files(made, strategy), out, tell)


def _files(made: Notice, strategy: Strategy) -> Iterator[tuple[str, Make]]:
    spoken = strategy.workspace.settings.languages
    yield f"{NAME}.json", as_text(as_json({"format": 1, **as_data(made, strategy)}))
    yield f"tables/{NAME}.csv", as_text(notice_csv(made, spoken))
    for language in spoken:
        document = notice_document(made, strategy, language)
        for ending, writer in WRITERS.items():
            yield f"{language}/{NAME}.{ending}", partial(writer, document, compact=True)
        sheets = [block for block in document.blocks if isinstance(block, Table) and block.id != NAME]
        rows = full_table(Pen(strategy, language), made)
        yield f"{language}/{NAME}.xlsx", partial(write_workbook, document, (rows, *sheets))


def as_data(made: Notice, strategy: Strategy) -> dict[str, object]:
    """Return the notice as JSON data, without its format number; what is not known is ``null``."""
    settings, facts = strategy.workspace.settings, notice_facts(made, strategy)
    own = settings.notice
    return {
        "period": str(made.period), "first": made.first.isoformat(), "last": made.last.isoformat(),
        "adopted_since": made.since.isoformat(), "next": made.next.isoformat(), "as_of": settings.as_of.isoformat(),
        "illustrative": settings.illustrative, "plan": "approved" if made.approved else "computed",
        "body": {
            "name": jsonable(settings.body), "address": _known(own.address), "obtained": _known(own.obtained),
            "acceptance": _known(own.acceptance),
        },
        "rows": [_row_data(row) for row in made.rows],
        "figures": {
            name.removeprefix("notice.kpi."): jsonable(fact.value)
            for name, fact in facts.items()
            if name.startswith("notice.kpi.")
        },
    }  # fmt: skip


def _known(value: Text) -> object:
    return jsonable(value) if value else None


def _row_data(row: NoticeRow) -> dict[str, object]:
    return {
        "item": row.item, "ics": list(row.ics), "number": row.number or None, "title": jsonable(row.title),
        "stage": row.stage, "harmonized_stage": row.harmonized or None, "base_document": row.base or None,
        "correspondence": row.correspondence.value, "kind": row.kind, "start": row.start or None,
        "completion": row.completion or None,
        "comments_from": jsonable(row.comments_from), "comments_until": jsonable(row.comments_until),
        "committee": _known(row.committee), "illustrative": row.illustrative,
    }  # fmt: skip


def notice_csv(made: Notice, spoken: tuple[str, ...]) -> str:
    """Return the rows as CSV, title and committee in each language; ``?`` is not known, empty is not given yet."""
    texts = [f"{name}_{language}" for name in ("title", "committee") for language in spoken]

    def line(row: NoticeRow) -> list[object]:
        cells: Mapping[str, object] = {
            **_row_data(row), "ics": ";".join(row.ics) or "?", "stage": "?" if row.stage is None else row.stage,
            "start": row.start or "?", "completion": row.completion or "?",
            "illustrative": "yes" if row.illustrative else "no",
            **{f"{name}_{x}": guard(text[x]) or "?" for name, text in _texts(row).items() for x in spoken},
        }  # fmt: skip
        return ["" if cells[name] is None else cells[name] for name in (*COLUMNS, *texts)]

    return print_lines([*COLUMNS, *texts], map(line, made.rows))


def _texts(row: NoticeRow) -> dict[str, Text]:
    return {"title": row.title, "committee": row.committee}


def write_workbook(document: Document, sheets: Sequence[Table], path: Path) -> None:
    """Write tables as the sheets of an .xlsx file, each cell a text; the same tables give the same bytes."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        stamp = moment(document.date).replace(tzinfo=None)
        book.set_properties({"title": document.title, "author": "OpenNSS", "created": stamp})
        cell = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": LINE,
                "font_name": "Arial", "font_size": 10, "font_color": INK}  # fmt: skip
        text = book.add_format(cell)
        head = book.add_format({**cell, "bold": True, "font_color": "#ffffff", "bg_color": ACCENT})
        for table in sheets:
            page = book.add_worksheet(table.caption.translate(FORBIDDEN)[:SHEET_NAME])
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.freeze_panes(1, 0)
            page.repeat_rows(0)
            widths = [max(8.0, 14 * part) for part in table.widths]
            for place, width in enumerate(widths):
                page.set_column(place, place, width)
            for number, row in enumerate([table.header, *([plain(found) for found in row] for row in table.rows)]):
                page.set_row(number, PITCH * max(map(_lines, row, widths)) + 2)
                for place, found in enumerate(row):
                    page.write_string(number, place, found, text if number else head)
    rewrite_zip(path, document.date)


def _lines(text: str, width: float) -> int:
    """Estimate the lines of a cell; words that do not fit whole leave a fifth of each line empty."""
    return -(-len(text) // int(0.8 * width)) or 1
