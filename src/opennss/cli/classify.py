"""The verb that derives ICS classes and the committee of texts that have none."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import xlsxwriter

from opennss.catalogue import store
from opennss.cli import screen
from opennss.cli.app import AsJson, Lang, World, app
from opennss.cli.screen import emit, escape, show_table
from opennss.cli.search import open_at
from opennss.errors import Finding, WorkspaceError
from opennss.language import say
from opennss.tables.cells import guard, unguard
from opennss.tables.csvfile import Grid, print_grid, read_grid
from opennss.tables.office import read_workbook

if TYPE_CHECKING:
    from opennss.catalogue.classify import Classifier, Derived

HEADS = ("field", "group", "subgroup", "committee")
EXCEL = ".xlsx"
TITLE, ABSTRACT = "title", "abstract"


def room() -> Any:
    """Return the room of the classifier, with its compiled kernels: only this verb waits for them."""
    return import_module("opennss.catalogue.classify")


@app.command()
def classify(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="a title, or title and abstract, in English")] = "",
    source: Annotated[
        Path | None, typer.Option("--from", help="many texts: .csv or .xlsx with a column title, perhaps abstract")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="with --from: the file to write, .csv or .xlsx")] = None,
    lang: Lang = "en",
    as_json: AsJson = False,
    catalogue: World = None,
) -> None:
    """Derive ICS field, group, subgroup and the committee of a text, with scores; doubtful ones stay empty."""
    if (source is None) == (not text.strip()) or (source is None) != (out is None):
        screen.ERR.print(say("classify.one-of", lang))
        raise typer.Exit(2)
    grid = _grid(source) if source else None
    model = learnt(catalogue or store.default_path(), lang)
    if grid is None or out is None:
        show(room().classify(model, [(text, "")])[0], lang, as_json)
        return
    said = fill(model, grid, out)
    if as_json:
        emit({"file": out.as_posix(), "texts": len(grid.lines), "derived": said})
    else:
        screen.OUT.print(say("classify.written", lang, file=escape(out.as_posix()), texts=len(grid.lines), said=said))


def learnt(place: Path, lang: str) -> Classifier:
    """Return the classifier of the catalogue at ``place``; a new one is learnt with its progress on standard error."""
    told = {"share": -1}

    def progress(share: float) -> None:
        if told["share"] < int(share * 10):
            told["share"] = int(share * 10)
            screen.ERR.print(say("classify.learning", lang, percent=round(share * 100)))

    model: Classifier = room().of_catalogue(open_at(place), progress)
    return model


def show(derived: Derived, lang: str, as_json: bool) -> None:
    """Print what is derived from one text."""
    if as_json:
        emit(as_data(derived))
    elif not derived.understood:
        screen.OUT.print(say("classify.not-understood", lang))
    else:
        for head in HEADS:
            rows = [(f"{one.score:.2f}", one.code, one.title) for one in getattr(derived, head)]
            title = say(f"classify.head-{head}", lang)
            if rows:
                show_table(title, say("classify.columns", lang).split("|"), rows)
            else:
                screen.OUT.print(say("classify.silent", lang, head=title))


def as_data(derived: Derived) -> dict[str, object]:
    """Return the answer as JSON has it."""
    heads = {
        head: [{"code": one.code, "title": one.title, "score": round(one.score, 4)} for one in getattr(derived, head)]
        for head in HEADS
    }
    return {"derived": True, "understood": derived.understood, **heads}


def fill(model: Classifier, grid: Grid, out: Path) -> int:
    """Write the rows of ``grid`` with what is derived beside them; return of how many something is said."""
    lines = [dict(zip(grid.header, map(unguard, cells), strict=False)) for _, cells in grid.lines]
    found = room().classify(model, [(line[TITLE], line.get(ABSTRACT, "")) for line in lines], limit=1)
    header = [*grid.header, *(name for head in HEADS for name in (f"derived_{head}", f"derived_{head}_score"))]
    rows = [
        [*(line.get(name, "") for name in grid.header), *(cell for head in HEADS for cell in _cells(derived, head))]
        for line, derived in zip(lines, found, strict=True)
    ]
    if out.suffix.lower() == EXCEL:
        with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            for place, row in enumerate([header, *rows]):
                for column, cell in enumerate(row):
                    sheet.write_string(place, column, cell)
    else:
        lines_out = tuple((place, tuple(map(guard, row))) for place, row in enumerate(rows, 2))
        out.write_text(print_grid(Grid(tuple(header), lines_out))[0], encoding="utf-8", newline="\n")
    return sum(any(getattr(derived, head) for head in HEADS) for derived in found)


def _cells(derived: Derived, head: str) -> tuple[str, str]:
    best = getattr(derived, head)
    return (best[0].code, f"{best[0].score:.2f}") if best else ("", "")


def _grid(path: Path) -> Grid:
    """Read the table; raises ``WorkspaceError`` when it cannot be read or has no column for the title."""
    if not path.is_file():
        raise WorkspaceError((Finding(path.name, 0, "", "missing-table"),))
    if path.suffix.lower() == EXCEL:
        sheets, findings = read_workbook(path, path.name)
        grid = next((sheet for sheet in (sheets or {}).values() if sheet.header), None)
    else:
        grid, findings = read_grid(path, path.name)
    if grid is None:
        raise WorkspaceError(findings or (Finding(path.name, 0, "", "empty-file"),))
    if TITLE not in grid.header:
        raise WorkspaceError((Finding(path.name, 1, TITLE, "classify-no-title", {"column": TITLE}),))
    return grid
