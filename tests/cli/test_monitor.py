"""The verb `monitor`: a summary, one JSON object, a report; exit code 1 when something is late."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from opennss.language import say

Nss = Callable[..., tuple[int, str]]


@pytest.fixture
def late(small: Path) -> Path:
    """A small folder whose approved programme has an item that should be finished."""
    tables = {
        "programme.csv": "item,type,deliverable,start,end,approved,reason_en,illustrative\n"
        "adopt-iso-iec-22989-2022,adopt,ISO/IEC 22989:2022,2025,2025,2024-12-20,,yes\n",
        "work.csv": "item,status,begun,stage,since,spent,cost,reason_en,reason_vi,illustrative\n"
        "adopt-iso-iec-22989-2022,running,2025-02-01,30.60,2026-06-02,?,?,=[bold]Ill,Ốm,yes\n",
    }
    for name, text in tables.items():
        (small / name).write_text(text, encoding="utf-8", newline="\n")
    return small


def test_nothing_late_is_no_finding(small: Path, nss: Nss) -> None:
    code, out = nss("monitor", small)
    assert code == 0
    assert out.startswith(say("doc.monitor-quiet", "en", missing=1, soon=1))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_something_late_is_told_first(late: Path, nss: Nss, language: str) -> None:
    code, out = nss("monitor", late, "--lang", language)
    assert code == 1
    assert out.startswith(say("doc.monitor-pressing", language, late=1, expired=0, missing=1, soon=1)[:20])
    for table in ("lights", "tracked", "monitor-next"):
        assert say(f"doc.table.{table}", language) in out


def test_json_is_one_object(late: Path, nss: Nss) -> None:
    code, out = nss("monitor", late, "--json")
    data = json.loads(out)
    assert (code, data["format"]) == (1, 1)
    assert list(data) == [
        "format", "as_of", "approved", "recorded", "lights", "targets", "kpis", "items", "halves", "ages", "duties",
    ]  # fmt: skip
    duty = data["duties"][0]
    assert (duty["alert"], duty["matter"], duty["months"], duty["day"]) == ("late", "end", 10, "2025-12-31")
    assert data["kpis"][0]["share"] is None


def test_the_report_is_whole_in_every_language_and_twice_the_same(late: Path, nss: Nss, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said = nss("monitor", late, "--out", out)
    assert code == 1
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    documents = {f"{language}/monitoring.{ending}" for language in ("en", "vi") for ending in ("html", "pdf", "docx")}
    tables = {f"tables/monitoring-{name}.csv" for name in ("targets", "kpis", "items", "duties", "results")}
    assert names == {"monitoring.json", "monitoring.xlsx"} | documents | tables
    assert all(name in said for name in names)
    first = {name: (out / name).read_bytes() for name in names}
    nss("monitor", late, "--out", out)
    assert {name: (out / name).read_bytes() for name in names} == first


def test_tables_can_be_taken_away(late: Path, nss: Nss, tmp_path: Path) -> None:
    nss("monitor", late, "--out", tmp_path)
    with (tmp_path / "tables" / "monitoring-duties.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["alert"], rows[0]["reason_en"], rows[0]["reason_vi"]) == ("late", "'=[bold]Ill", "Ốm")
    book = load_workbook(tmp_path / "monitoring.xlsx", read_only=True)
    assert book.sheetnames == ["targets", "kpis", "items", "duties", "results"]
    sheet = list(book["duties"].iter_rows(values_only=True))
    assert sheet[1][sheet[0].index("reason_en")] == "=[bold]Ill"
    assert sheet[1][sheet[0].index("months")] == 10
    book.close()


def test_wrong_use_ends_with_two(small: Path, nss: Nss) -> None:
    assert nss("monitor", small, "--years")[0] == 2
