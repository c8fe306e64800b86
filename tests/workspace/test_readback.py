"""The workbook back in: unchanged it changes nothing, edited it says what; all or nothing is written."""

from __future__ import annotations

import csv
import importlib.util
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from opennss.cli.verbs import app
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import languages, say
from opennss.model.table import Row
from opennss.tables import office
from opennss.tables.columns import languages_in
from opennss.tables.csvfile import Grid, print_table, read_grid, read_table
from opennss.tables.ooxml import child
from opennss.workspace.comparing import compare_tables, guarded
from opennss.workspace.readback import Changes, apply, changes
from opennss.workspace.tables import ROUND_TABLES, TABLES
from opennss.workspace.workbook import files_of, row_class_of, workbook
from opennss.workspace.write import write_text

Edit = Callable[[str, str, str], None]
Sheets = Callable[[Any], None]
HERE = Path(__file__).parent


@pytest.fixture
def book(country: Path, tmp_path: Path) -> Path:
    """The workbook of the small country."""
    workbook(country, tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def change(book: Path, edit: Sheets) -> None:
    """Change a workbook as an office does."""
    opened = openpyxl.load_workbook(book)
    edit(opened)
    opened.save(book)


def content(folder: Path) -> Mapping[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def make_canonical(folder: Path) -> None:
    """Write every table as the product does, its languages in the order in which they stand."""
    for file in files_of(folder):
        grid, _ = read_grid(folder / file, file)
        row_class = row_class_of(file)
        assert grid is not None
        assert row_class is not None
        spoken = languages_in(row_class, grid.header, ())
        rows = read_table(folder / file, row_class, spoken).rows
        write_text(folder / file, print_table(rows, row_class, spoken))


def codes(found: Changes) -> list[str]:
    return [finding.code for finding in found.findings]


def said(finding: Finding) -> list[str]:
    keys = (f"finding.{finding.code}.{part}" for part in ("message", "hint"))
    return [say(key, language, **finding.values) for key in keys for language in languages()]


# Nothing changed


def test_unchanged_it_changes_nothing(country: Path, book: Path) -> None:
    before = content(country)
    found = changes(country, book)
    assert found == Changes(country, (), (), {})
    apply(found)
    assert content(country) == before


def test_a_folder_is_made_from_a_workbook_alone(country: Path, tmp_path: Path) -> None:
    make_canonical(country)
    book = tmp_path / "book.xlsx"
    workbook(country, book)
    for target in (tmp_path / "absent", tmp_path / "empty"):
        found = changes(target, book)
        assert {change.kind for change in found.changes} == {"added"}
        assert not found.refused
        apply(found)
        again, old = tmp_path / "again.xlsx", content(country)
        assert content(target) == old
        workbook(target, again)
        assert again.read_bytes() == book.read_bytes()
        (tmp_path / "empty").mkdir(exist_ok=True)


def test_a_folder_that_is_something_else_is_left_alone(book: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("x", encoding="utf-8")
    found = changes(tmp_path / "other", book)
    assert codes(found) == ["no-workspace"]
    with pytest.raises(WorkspaceError):
        apply(found)


@pytest.mark.parametrize("decimal", [".", ","])
def test_spreadsheet_habits_of_the_folder_are_no_changes(
    country: Path, tmp_path: Path, edit: Edit, decimal: str
) -> None:
    edit("nss.toml", 'currency = "VND"', f'currency = "VND"\ndecimal = "{decimal}"')
    path = country / "capacity.csv"
    grid, _ = read_grid(path, "capacity.csv")
    assert grid is not None
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(grid.header)
        writer.writerows([cell.replace(".", ",") for cell in cells] for _, cells in grid.lines)
    before = path.read_bytes()
    workbook(country, tmp_path / "book.xlsx")
    found = changes(country, tmp_path / "book.xlsx")
    assert (found.changes, found.files) == ((), {})

    def edit_number(sheets: Any) -> None:
        sheets["capacity"].cell(2, grid.header.index("fte") + 1).value = 0.625

    change(tmp_path / "book.xlsx", edit_number)
    found = changes(country, tmp_path / "book.xlsx")
    assert [(c.kind, c.column, c.new) for c in found.changes] == [("changed", "fte", "0.625")]
    assert path.read_bytes() == before
    apply(found)
    table = read_table(path, next(t.row for t in TABLES if t.file == "capacity.csv"), ("vi",), decimal=decimal)
    assert str(table.rows[0].fte) == "0.625"  # type: ignore[attr-defined]


# Something changed


def test_every_change_is_listed_and_only_its_files_are_written(country: Path, book: Path) -> None:
    def edit(sheets: Any) -> None:
        areas = sheets["areas"]
        areas["B2"].value = "=Farms"
        areas["B2"].data_type = "s"
        areas.delete_rows(3)
        areas.append(["water", "Water", "Nước", "social", "", "13.060", "yes", ""])
        sheets["capacity"]["A1"].value = "body"
        lines = sheets["settings and text"]
        lines.append(["", "", "Thêm một dòng."])

    before = content(country)
    change(book, edit)
    found = changes(country, book)
    listed = [(c.file, c.kind, c.key, c.column, c.old, c.new) for c in found.changes]
    assert ("areas.csv", "removed", "industry", "", "industry | Industry | Công nghiệp chế biến", "") in [
        (*one[:4], one[4][:42], one[5]) for one in listed
    ]
    assert ("areas.csv", "changed", "farming", "name_en", "Farming", "=Farms") in listed
    assert ("areas.csv", "added", "water", "", "", "water | Water | Nước | social | 13.060 | yes") in listed
    assert ("text/vi/vision.md", "added", "4", "", "", "Thêm một dòng.") in listed
    assert len(listed) == 4
    assert content(country) == before


def test_a_change_is_written_in_canonical_form(country: Path, book: Path) -> None:
    def edit(sheets: Any) -> None:
        sheets["areas"]["H2"].value = "=2+2"
        sheets["areas"]["H2"].data_type = "s"
        sheets["sources"]["F2"].value = date(2026, 11, 1)

    before = content(country)
    change(book, edit)
    found = changes(country, book)
    assert [(c.file, c.column, c.new) for c in found.changes] == [
        ("sources.csv", "date", "2026-11-01"), ("areas.csv", "note", "=2+2"),
    ]  # fmt: skip
    assert not found.refused
    apply(found)
    after = content(country)
    assert {name for name in after if after[name] != before[name]} == {"areas.csv", "sources.csv"}
    assert b"'=2+2" in after["areas.csv"]
    assert set(after) == set(before)
    assert changes(country, book).changes == ()


def test_an_empty_column_more_or_less_is_no_change(country: Path, book: Path, edit: Edit) -> None:
    edit("capacity.csv", "\n", ",note_of_mine\n")
    edit("areas.csv", "legal,note", "legal,note,hs")
    assert [(c.file, c.kind) for c in changes(country, book).changes] == [("capacity.csv", "columns")]


def test_rows_in_another_order_are_one_change(country: Path, book: Path) -> None:
    def edit(sheets: Any) -> None:
        sheets["areas"].move_range("A2:H2", rows=9)

    change(book, edit)
    found = changes(country, book)
    assert [(c.file, c.kind) for c in found.changes] == [("areas.csv", "order")]
    apply(found)
    assert (country / "areas.csv").read_text(encoding="utf-8").splitlines()[-1].startswith("farming,")


def test_settings_and_new_tables_come_in_too(country: Path, book: Path) -> None:
    def edit(sheets: Any) -> None:
        for row in sheets["settings and text"].iter_rows():
            if row[2].value == "seed = 7":
                row[2].value = "seed = 8"
        sheets.create_sheet("baseline").append(["id", "note"])
        sheets.create_sheet("my notes").append(["x"])

    change(book, edit)
    found = changes(country, book)
    assert ("nss.toml", "changed", "seed = 8") in [(c.file, c.kind, c.new) for c in found.changes]
    assert "readback-unknown-sheet" in codes(found)
    assert any(finding.file == "book.xlsx [baseline]" for finding in found.findings)


# Something is wrong

BAD: dict[str, tuple[Callable[[Any], object], str, str, int, str]] = {
    # name: edit, code, place, row, column
    "ICS as a number": (
        lambda b: b["areas"].__setitem__("F2", 65.02), "ics-damaged", "book.xlsx [areas]", 2, "ics",
    ),
    "ICS as a number far down": (
        lambda b: (b["areas"].insert_rows(3, 4), b["areas"].__setitem__("F8", 13.2)),
        "ics-damaged", "book.xlsx [areas]", 8, "ics",
    ),
    "formula": (lambda b: b["areas"].__setitem__("B2", "=A2"), "office-formula", "book.xlsx", 2, "B"),
    "unknown value": (lambda b: b["areas"].__setitem__("D2", "sectr"), "unknown-value", "book.xlsx [areas]", 2, "kind"),
    "unknown column": (
        lambda b: b["areas"].__setitem__("I1", "remark"), "unknown-column", "book.xlsx [areas]", 1, "remark",
    ),
    "column gone": (
        lambda b: b["areas"].delete_cols(8), "readback-missing-column", "book.xlsx [areas]", 1, "note",
    ),
    "sheet gone": (lambda b: b.remove(b["areas"]), "readback-missing-sheet", "book.xlsx", 0, ""),
    "sheet emptied": (lambda b: b["areas"].delete_rows(1, 99), "empty-file", "book.xlsx [areas]", 0, ""),
    "list gone": (lambda b: b.remove(b["tables"]), "readback-no-list", "book.xlsx", 0, ""),
    "texts gone": (lambda b: b.remove(b["settings and text"]), "readback-no-list", "book.xlsx", 0, ""),
    "path upwards": (
        lambda b: b["tables"].__setitem__("B3", "../areas.csv"),
        "readback-unknown-file", "book.xlsx [tables]", 3, "file",
    ),
    "file twice": (
        lambda b: b["tables"].__setitem__("B3", "sources.csv"),
        "readback-unknown-file", "book.xlsx [tables]", 3, "file",
    ),
    "text upwards": (
        lambda b: b["settings and text"].append(["text/../../x.md", "1", "x"]),
        "readback-unknown-file", "book.xlsx [settings and text]", 0, "file",
    ),
    "lines sorted": (
        lambda b: b["settings and text"].__setitem__("B4", "99"),
        "readback-line-order", "book.xlsx [settings and text]", 5, "line",
    ),
    "bad settings": (
        lambda b: b["settings and text"].append(["nss.toml", "99", "x = ["]), "bad-toml", "", 0, "",
    ),
    "closed round": (
        lambda b: b["r1 answers"].__setitem__("D2", "3"), "readback-closed-round", "judgements/r1/answers.csv", 0, "",
    ),
    "title of a closed round": (
        lambda b: [
            row[2].__setattr__("value", f"{row[2].value} ")
            for row in b["settings and text"].iter_rows()
            if row[0].value == "judgements/r1/round.toml" and "closed" in row[2].value
        ],
        "readback-closed-round", "judgements/r1/round.toml", 0, "",
    ),
    "catalogue": (
        lambda b: b["catalogue ics"].__setitem__("B2", "Streets"), "readback-catalogue", "catalogue/ics.csv", 0, "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_written(name: str, country: Path, book: Path) -> None:
    edit, code, place, row, column = BAD[name]
    before = content(country)
    change(book, edit)
    found = changes(country, book)
    (first, *_) = [finding for finding in found.findings if finding.code == code] or [None]
    assert first is not None, found.findings
    if place:
        assert (first.file, first.column) == (place, column)
    assert first.row == row or not row
    assert all(said(first))
    assert found.refused
    with pytest.raises(WorkspaceError) as raised:
        apply(found)
    assert raised.value.findings == found.findings
    assert content(country) == before


def test_a_file_that_the_workbook_does_not_hold_stays(country: Path, book: Path) -> None:
    def edit(sheets: Any) -> None:
        sheets.remove(sheets["progress"])
        for row in sheets["tables"].iter_rows():
            if row[0].value == "progress":
                sheets["tables"].delete_rows(row[0].row)
                break

    change(book, edit)
    found = changes(country, book)
    assert (found.changes, codes(found)) == ((), ["readback-absent"])
    assert not found.refused


def test_a_damaged_workbook_is_refused(country: Path, book: Path) -> None:
    book.write_bytes(book.read_bytes()[:900])
    assert codes(changes(country, book)) == ["office-damaged"]


def test_a_disk_that_fails_midway_leaves_the_old_folder(
    country: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(sheets: Any) -> None:
        sheets["areas"]["B2"].value = "Farms"
        sheets["sources"]["B2"].value = "Member bodies"

    change(book, edit)
    found = changes(country, book)
    assert len(found.files) == 2
    before, replace, moved = content(country), Path.replace, []

    def failing(path: Path, target: Path) -> Path:
        moved.append(path)
        if len(moved) == 2:
            raise stop
        return replace(path, target)

    for stop in (OSError("no space left"), KeyboardInterrupt()):
        moved.clear()
        with monkeypatch.context() as changed:
            changed.setattr(Path, "replace", failing)
            with pytest.raises(type(stop)):
                apply(found)
        assert len(moved) > 1
        assert content(country) == before


def test_long_lines_of_prose_do_not_get_lost_in_the_workbook(country: Path, tmp_path: Path, edit: Edit) -> None:
    edit("text/en/vision.md", "They", "y" * 40_000)
    with pytest.raises(WorkspaceError) as raised:
        workbook(country, tmp_path / "long.xlsx")
    assert [(f.code, f.file, f.row) for f in raised.value.findings] == [("cell-too-long", "text/en/vision.md", 3)]


# A folder that went on


def test_a_late_workbook_does_not_undo_what_came_in_since(country: Path, book: Path, edit: Edit) -> None:
    edit("areas.csv", "", "water,Water,Nước,social,,13.060,yes,\n")
    edit("text/vi/vision.md", "", "Thêm.\n")
    edit("sources.csv", "https://gov.example", " https://gov.example ")
    change(book, lambda sheets: sheets["sources"].__setitem__("C2", "Các thành viên"))
    before = content(country)
    found = changes(country, book)
    assert {(c.file, c.kind, c.key) for c in found.changes} == {
        ("areas.csv", "removed", "water"), ("text/vi/vision.md", "removed", "4"), ("sources.csv", "changed", "iso"),
    }  # fmt: skip
    stale = [finding for finding in found.findings if finding.code == "workbook-stale"]
    assert [(f.file, f.severity, f.values["file"]) for f in stale] == [
        ("book.xlsx [areas]", Severity.ERROR, "areas.csv"),
        ("book.xlsx [settings and text]", Severity.ERROR, "text/vi/vision.md"),
    ]
    assert all(text for finding in stale for text in said(finding))
    with pytest.raises(WorkspaceError):
        apply(found)
    assert content(country) == before

    def leave_out(sheets: Any) -> None:
        sheets.remove(sheets["areas"])
        for sheet, place in (("tables", 1), ("settings and text", 0)):
            for row in reversed(list(sheets[sheet].iter_rows())):
                if row[place].value in ("areas.csv", "text/vi/vision.md"):
                    sheets[sheet].delete_rows(row[0].row)

    change(book, leave_out)
    found = changes(country, book)
    assert not found.refused
    apply(found)
    after = content(country)
    assert {name for name in after if after[name] != before[name]} == {"sources.csv"}


def test_a_table_that_came_or_went_since_is_late_too(country: Path, tmp_path: Path) -> None:
    progress = (country / "progress.csv").read_bytes()
    workbook(country, tmp_path / "full.xlsx")
    (country / "progress.csv").unlink()
    found = changes(country, tmp_path / "full.xlsx")
    assert [f.values["file"] for f in found.findings if f.code == "workbook-stale"] == ["progress.csv"]
    workbook(country, tmp_path / "less.xlsx")
    (country / "progress.csv").write_bytes(progress)
    change(tmp_path / "less.xlsx", lambda sheets: sheets.create_sheet("progress").append(["target", "period", "value"]))
    found = changes(country, tmp_path / "less.xlsx")
    assert [f.values["file"] for f in found.findings if f.code == "workbook-stale"] == ["progress.csv"]


def test_a_workbook_without_checksums_is_a_question(country: Path, book: Path) -> None:
    change(book, lambda sheets: sheets["tables"].delete_cols(4))
    assert codes(changes(country, book)) == [], "it changes nothing"
    change(book, lambda sheets: sheets["areas"].__setitem__("B2", "Farms"))
    found = changes(country, book)
    assert [(f.code, f.severity) for f in found.findings] == [("workbook-unmarked", Severity.QUESTION)]
    assert all(said(found.findings[0]))
    assert not found.refused


def test_rows_that_would_go_are_named(country: Path, book: Path) -> None:
    change(book, lambda sheets: sheets["adoptions"].delete_rows(2, 2))
    found = changes(country, book)
    (question,) = [finding for finding in found.findings if finding.code == "rows-removed"]
    assert (question.file, question.severity) == ("adoptions.csv", Severity.QUESTION)
    assert question.values == {"count": 2, "rows": "a1; a2"}
    assert all(said(question))


# The command


def test_the_verb_lists_first_and_writes_when_asked(country: Path, book: Path, tmp_path: Path) -> None:
    change(book, lambda sheets: sheets["areas"].__setitem__("B2", "[red]Farms"))
    before = content(country)

    def run(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["workbook", *map(str, arguments)], env={"COLUMNS": "200"})
        return result.exit_code, result.stdout

    assert run(country)[0] == 2
    assert run(country, "--out", tmp_path / "x.xlsx", "--from", book)[0] == 2
    assert run(country, "--out", tmp_path / "x.xlsx", "--write")[0] == 2
    assert not (tmp_path / "x.xlsx").exists()
    code, out = run(country, "--from", book, "--json")
    assert (code, json.loads(out)["written"], json.loads(out)["findings"]) == (0, False, [])
    assert json.loads(out)["changes"] == [
        {"file": "areas.csv", "kind": "changed", "key": "farming", "column": "name_en", "old": "Farming",
         "new": "[red]Farms"}
    ]  # fmt: skip
    assert content(country) == before
    code, out = run(country, "--from", book, "--write", "--json")
    assert (code, json.loads(out)["written"]) == (0, True)
    assert "[red]Farms" in (country / "areas.csv").read_text(encoding="utf-8")
    change(book, lambda sheets: sheets["areas"].__setitem__("D2", "sectr"))
    code, out = run(country, "--from", book, "--write", "--json")
    assert (code, json.loads(out)["written"]) == (1, False)
    assert {"unknown-value", "workbook-stale"} <= {finding["code"] for finding in json.loads(out)["findings"]}


@pytest.mark.parametrize("language", languages())
def test_the_verb_says_it_in_words(
    country: Path, book: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def edit(sheets: Any) -> None:
        for number in range(30):
            sheets["areas"].append([f"area-{number}", "A", "B", "social", "", "13.060", "yes", ""])
        sheets["areas"]["B2"].value = "\u202e" + "x" * 500

    assert changes(country, book).changes == ()
    change(book, edit)
    result = CliRunner().invoke(app, ["workbook", str(country), "--from", str(book), "--lang", language])
    out = result.stdout + capsys.readouterr().out
    assert result.exit_code == 1
    for key in ("nothing-written", "kind-added"):
        assert say(f"workbook.{key}", language) in out
    assert "\u202e" not in out
    assert "x" * 200 not in out


# Any rows, through both kinds of file


def strategies() -> ModuleType:
    """The strategies that ``tests/tables`` derives from the columns of each table."""
    spec = importlib.util.spec_from_file_location("columns_to_rows", HERE.parent / "tables" / "test_csvfile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DRAWN = strategies()
ALL = [table.row for table in (*TABLES, *ROUND_TABLES)]


def read_here(kind: str, path: Path) -> list[Grid]:
    """Read a file as the child does, in this process: what is tested is the content, not the limits."""
    tables, findings = office.take(child.read(kind, path), path.name)
    assert findings == []
    assert tables is not None
    return [office._grid(lines) for _, lines in tables]


def as_csv(grid: Grid, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([grid.header, *(cells for _, cells in grid.lines)])


def as_document(grid: Grid, path: Path) -> None:
    made = docx.Document()
    rows = [grid.header, *(cells for _, cells in grid.lines)]
    for texts, line in zip(rows, made.add_table(len(rows), len(grid.header)).rows, strict=True):
        for text, place in zip(texts, line.cells, strict=True):
            place.text = text
    made.save(str(path))


@pytest.mark.parametrize("row_class", ALL, ids=lambda row: row.__name__)
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_any_rows_come_back_from_the_workbook(row_class: type[Row], data: st.DataObject) -> None:
    before = data.draw(DRAWN.rows(row_class))
    file = next((f"judgements/r1/{t.file}" for t in ROUND_TABLES if t.row is row_class), row_class.FILE)
    with TemporaryDirectory() as place:
        folder = Path(place) / "folder"
        (folder / "judgements" / "r1").mkdir(parents=True)
        write_text(folder / "nss.toml", DRAWN_SETTINGS)
        write_text(folder / file, print_table(before, row_class, ("en", "vi")))
        workbook(folder, folder / "book.xlsx")
        grid = guarded(row_class, read_here("xlsx", folder / "book.xlsx")[2])
        old, _ = read_grid(folder / file, file)
        assert old is not None
        assert compare_tables(file, row_class, old, grid) == []
        as_csv(grid, folder / "back.csv")
        assert list(read_table(folder / "back.csv", row_class, ("en", "vi")).rows) == before
        assert (folder / "back.csv").read_bytes() == (folder / file).read_bytes()


@pytest.mark.parametrize("row_class", ALL, ids=lambda row: row.__name__)
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_any_rows_come_back_from_a_document(row_class: type[Row], data: st.DataObject) -> None:
    before = data.draw(DRAWN.rows(row_class))
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_text(folder / row_class.FILE, print_table(before, row_class, ("en", "vi")))
        grid, _ = read_grid(folder / row_class.FILE, row_class.FILE)
        assert grid is not None
        as_document(grid, folder / "d.docx")
        (back,) = read_here("docx", folder / "d.docx")
        assert back.header == grid.header
        as_csv(back, folder / "back.csv")
        assert list(read_table(folder / "back.csv", row_class, ("en", "vi")).rows) == before


DRAWN_SETTINGS = """\
format = 1
country = "VNM"
name_en = "Viet Nam"
body_en = "Office A"
title_en = "Exercise"
as_of = 2026-11-22
years = [2027]
currency = "VND"
languages = ["en", "vi"]
"""
