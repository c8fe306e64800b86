"""`nss plan --schedule`: on the screen, as JSON, as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.language import languages, say

Nss = Callable[..., tuple[int, str]]


@pytest.mark.parametrize("language", languages())
def test_months_stand_on_the_screen(small: Path, nss: Nss, language: str) -> None:
    code, out = nss("plan", small, "--schedule", "--lang", language, width=80)
    assert code == 0
    assert say("schedule.title", language) in out
    body = {"en": "Office A", "vi": "Cơ quan A"}[language]
    assert f"{say('doc.table.workload', language)}: {body}" in out
    (header,) = [line for line in out.splitlines() if " 11 " in line]
    assert header.split()[1:13] == [*map(str, range(1, 13))]
    assert header.rstrip().endswith(say("doc.schedule-capacity", language))
    assert [line.split()[0] for line in out.splitlines() if line.rstrip().endswith(" 33")] == ["2027", "2028"]
    assert "1/2027" in out
    assert "12/2028" in out


def test_json_and_files(small: Path, nss: Nss, tmp_path: Path) -> None:
    code, out = nss("plan", small, "--out", tmp_path / "out", "--json")
    assert code == 0
    found = json.loads(out)
    assert {Path(name).name for name in found["files"]} == {path.name for path in (tmp_path / "out").iterdir()}
    assert {"schedule.csv", "schedule.xlsx", "schedule.ics", "gantt.svg"} <= {Path(x).name for x in found["files"]}
    months = {row["month"] for row in found["workload"]}
    assert (min(months), max(months)) == ("2027-01", "2028-12")
    assert all(row["stages"][0]["begin"] == row["begin"] for row in found["items"])


def test_a_plan_without_items_says_so(small: Path, nss: Nss, tmp_path: Path) -> None:
    header = "area,committee,deliverable,relevance,reason_en,reason_vi,reviewer,date\n"
    (small / "mapping.csv").write_text(header, encoding="utf-8", newline="\n")
    code, out = nss("plan", small, "--schedule", "--out", tmp_path / "out")
    assert code == 0
    assert say("schedule.nothing", "en") in out
    assert list((tmp_path / "out").iterdir()) == []
