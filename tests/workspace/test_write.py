"""Writing: what was read can be written and read again; the workbook has text cells and fixed bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from opennss.errors import WorkspaceError
from opennss.workspace.read import read_workspace
from opennss.workspace.tables import TABLES, rows_of
from opennss.workspace.workbook import workbook
from opennss.workspace.write import write_table, write_texts

Edit = Callable[[str, str, str], None]


def test_a_folder_written_table_by_table_keeps_its_checksum(country: Path) -> None:
    before, _ = read_workspace(country)
    assert before
    tables = rows_of(before)
    for table in TABLES:
        write_table(tables[table.file], country / table.file, table.row, before.settings.languages)
    after, findings = read_workspace(country)
    assert findings == ()
    assert after == before
    assert b"\r" not in (country / "areas.csv").read_bytes()
    assert "'=not a formula" in (country / "areas.csv").read_text(encoding="utf-8")


def test_languages_beyond_the_folder_are_not_lost(country: Path, edit: Edit) -> None:
    edit("indicators.csv", "definition_vi", "definition_fr")
    edit("indicators.csv", "share,,", "share,,Définition")
    workspace, _ = read_workspace(country)
    assert workspace
    write_table(
        workspace.evidence.indicators, country / "indicators.csv", type(workspace.evidence.indicators[0]), ("en",)
    )
    assert "Définition" in (country / "indicators.csv").read_text(encoding="utf-8")


def test_the_workbook_holds_text_and_has_fixed_bytes(country: Path, tmp_path: Path) -> None:
    workbook(country, tmp_path / "a.xlsx")
    workbook(country, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[:3] == ["tables", "settings and text", "sources"]
    assert "r1 answers" in book.sheetnames
    areas = book["areas"]
    assert areas.freeze_panes == "A2"
    cells = {cell.value: cell for row in areas.iter_rows() for cell in row if cell.value}
    assert cells["65.020"].data_type == "s"
    assert cells["65.020"].number_format == "@"
    assert cells["=not a formula"].data_type != "n"
    assert areas["A1"].font.bold
    assert str(book.properties.created) == "2026-11-22 00:00:00"


def test_a_workbook_of_a_broken_folder_is_refused(country: Path, tmp_path: Path) -> None:
    (country / "areas.csv").write_bytes(b"a\0b")
    with pytest.raises(WorkspaceError) as raised:
        workbook(country, tmp_path / "a.xlsx")
    assert [finding.code for finding in raised.value.findings] == ["nul-bytes"]
    assert not (tmp_path / "a.xlsx").exists()


def test_sheets_of_long_names_stay_apart_and_long_cells_are_refused(country: Path, tmp_path: Path, edit: Edit) -> None:
    for name in ("a-very-long-name-of-one-round-one", "a-very-long-name-of-one-round-two"):
        (country / "judgements" / "r1").rename(country / "judgements" / name)
        (country / "judgements" / "r1").mkdir()
        for path in (country / "judgements" / name).iterdir():
            (country / "judgements" / "r1" / path.name).write_bytes(path.read_bytes())
    workbook(country, tmp_path / "a.xlsx")
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) <= 31
    edit("areas.csv", "Farming", "F" * 40_000)
    with pytest.raises(WorkspaceError) as raised:
        workbook(country, tmp_path / "b.xlsx")
    assert [finding.code for finding in raised.value.findings] == ["cell-too-long"]


@pytest.mark.parametrize("stop", [OSError("full"), KeyboardInterrupt()], ids=["disk", "person"])
@pytest.mark.parametrize("step", ["open", "replace"])
def test_texts_are_written_all_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, stop: BaseException
) -> None:
    (tmp_path / "a.csv").write_text("old a", encoding="utf-8")
    (tmp_path / "b.csv").write_text("old b", encoding="utf-8")
    texts = {tmp_path / name: f"new {name}" for name in ("a.csv", "new/deep/c.csv", "b.csv")}
    real, calls = getattr(Path, step), []

    def failing(path: Path, *arguments: object, **named: object) -> object:
        calls.append(path)
        if len(calls) == 3:
            raise stop
        return real(path, *arguments, **named)

    with monkeypatch.context() as changed:
        changed.setattr(Path, step, failing)
        with pytest.raises(type(stop)):
            write_texts(texts)
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"a.csv": "old a", "b.csv": "old b"}
    write_texts(texts)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"a.csv", "b.csv", "c.csv"}
    assert all(path.read_text("utf-8") == text for path, text in texts.items())
