"""`nss plan --approve`: the plan on record, on the screen and as JSON; wrong use writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.language import languages, say

Nss = Callable[..., tuple[int, str]]


def poorer(folder: Path) -> None:
    """Take nearly everybody away in the first year: one item moves, one waits."""
    path = folder / "capacity.csv"
    path.write_text(path.read_text("utf-8").replace(",2027,4,", ",2027,0.1,"), encoding="utf-8", newline="\n")


@pytest.mark.parametrize("language", languages())
def test_what_moved_stands_on_the_screen(small: Path, nss: Nss, language: str) -> None:
    file = small / "programme.csv"
    code, out = nss("plan", small, "--approve", "2026-11-02", "--illustrative", "--lang", language)
    assert code == 0
    day = {"en": "2 Nov 2026", "vi": "2/11/2026"}[language]
    assert f"{say('cli.approve-first', language, number=2, day=day)} {file}" in out
    assert say("doc.programme-intro", language, number=0) in nss("plan", small, "--schedule", "--lang", language)[1]

    poorer(small)
    out = nss("plan", small, "--schedule", "--lang", language)[1]
    assert say("doc.programme-intro", language, number=2) in out
    assert say("doc.table.programme-changes", language) in out
    code, out = nss("plan", small, "--approve", "2026-11-20", "--lang", language)
    assert code == 0
    assert say("doc.schedule-move-moved", language) in out
    assert "2027–2028" in out
    assert say("label.not-now-capacity", language) in out
    assert say("cli.approve-reason", language) in out

    code, out = nss("plan", small, "--approve", "2026-11-22", "--lang", language)
    assert (code, out.split()) == (0, f"{say('cli.approve-same', language)} {file}".split())


def test_one_object_as_json(small: Path, nss: Nss) -> None:
    code, out = nss("plan", small, "--approve", "2026-11-02", "--json")
    found = json.loads(out)
    assert code == 0
    assert [*found] == ["format", "written", "came", "went", "moved"]
    assert found["written"] == ["programme.csv"]
    assert {row["id"]: row["planned"] for row in found["came"]} == {
        "participate-iso-tc-39": [2027, 2028], "adopt-iso-iec-22989-2022": [2027, 2028],
    }  # fmt: skip
    assert json.loads(nss("plan", small, "--schedule", "--json")[1])["changes"] == []

    poorer(small)
    moved = {
        "id": "participate-iso-tc-39", "move": "moved", "approved": [2027, 2028], "planned": [2028, 2028],
        "why": "schedule-lacking",
    }  # fmt: skip
    changes = json.loads(nss("plan", small, "--schedule", "--json")[1])["changes"]
    [found] = [row for row in changes if row["id"] == moved["id"]]
    assert found.items() >= moved.items()
    assert found["title"] == "participation: ISO/TC 39"
    assert "person-days (Office A, 2027)" in found["words"]
    found = json.loads(nss("plan", small, "--approve", "2026-11-20", "--json")[1])
    assert found["came"] == []
    assert [row.items() >= moved.items() for row in found["moved"]] == [True]
    assert [row["id"] for row in found["went"]] == ["adopt-iso-iec-22989-2022"]


def test_without_an_approval_there_is_nothing_to_compare_with(small: Path, nss: Nss) -> None:
    assert json.loads(nss("plan", small, "--schedule", "--json")[1])["changes"] is None


@pytest.mark.parametrize(
    "more",
    [
        ("--approve", "2026-11-02", "--schedule"),
        ("--approve", "2026-11-02", "--why", "x"),
        ("--approve", "2026-11-02", "--what-if"),
        ("--approve", "2026-11-02", "--list", "list.csv"),
        ("--approve", "2026-11-02", "--out", "out"),
        ("--approve", "2 November"),
        ("--approve", ""),
        ("--illustrative",),
    ],
)
def test_wrong_use_writes_nothing(small: Path, nss: Nss, more: tuple[str, ...]) -> None:
    assert nss("plan", small, *more)[0] == 2
    assert not (small / "programme.csv").exists()


def test_a_folder_with_an_error_is_not_approved(small: Path, nss: Nss) -> None:
    path = small / "effort.csv"
    path.write_text(path.read_text("utf-8").replace("adopt,office", "adopt,nobody"), encoding="utf-8", newline="\n")
    assert nss("plan", small, "--approve", "2026-11-02")[0] == 1
    assert not (small / "programme.csv").exists()
