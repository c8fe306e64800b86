"""`nss plan DIR --list FILE`: screen, JSON, documents, exit codes; a hostile file is answered, not raised."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.workspace.handed import read_handed

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def listed(tmp_path: Path) -> Callable[[str], str]:
    """Write a list and return its place."""

    def write(text: str) -> str:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8", newline="\n")
        return str(path)

    return write


GOOD = "title,type,year,body,days,cost,area\nRules for farms,develop,2027,office,10,5,farming\n"


def test_a_list_that_fits(nss: Run, small: Path, listed: Callable[[str], str]) -> None:
    code, said = nss("plan", str(small), "--list", listed(GOOD))
    assert code == 0
    assert "The list fits (items: 1)" in said


def test_a_list_that_does_not_fit_in_vietnamese(nss: Run, small: Path, listed: Callable[[str], str]) -> None:
    code, said = nss("plan", str(small), "--list", listed(GOOD.replace(",10,", ",9000,")), "--lang", "vi")
    assert code == 1
    assert "Danh mục chưa thực hiện được" in said
    assert "Năm 2027: có 1 việc phải làm, chỉ làm được 0 việc" in said


def test_a_row_alone_is_not_told_that_others_rank_higher(nss: Run, small: Path, listed: Callable[[str], str]) -> None:
    too_large = listed(GOOD.replace(",10,", ",9000,"))
    for language, words in (
        ("en", "not enough people or money is left"),
        ("vi", "không còn đủ nhân lực hoặc kinh phí"),
    ):
        assert words in nss("plan", str(small), "--list", too_large, "--lang", language)[1]


def test_json_is_one_object(nss: Run, small: Path, listed: Callable[[str], str]) -> None:
    code, said = nss("plan", str(small), "--list", listed(GOOD), "--json")
    data = json.loads(said)
    assert (code, data["format"], data["fits"], data["best"][0]["kept"]) == (0, 1, True, [[2027, 1]])
    assert data["answer"] == "fits"


def test_what_is_not_known_is_no_promise(nss: Run, small: Path, listed: Callable[[str], str]) -> None:
    code, said = nss("plan", str(small), "--list", listed(GOOD.replace(",5,", ",,")))
    assert code == 1
    assert "The list fits as far as is known (items: 1)" in said
    assert "every body has" not in said


def test_documents(nss: Run, small: Path, listed: Callable[[str], str], tmp_path: Path) -> None:
    code, said = nss("plan", str(small), "--list", listed(GOOD), "--out", str(tmp_path / "out"))
    assert code == 0
    assert (tmp_path / "out" / "vi" / "check.pdf").is_file()
    assert "check.xlsx" in said


def test_faults_are_told_and_end_with_one(nss: Run, small: Path, listed: Callable[[str], str]) -> None:
    code, said = nss("plan", str(small), "--list", listed(GOOD + "[red]x[/red],develop,soon,office,-4,,\n"))
    assert code == 1
    assert "is no year" in said
    assert "is below zero" in said


def test_a_file_that_is_not_there(nss: Run, small: Path, tmp_path: Path) -> None:
    code, said = nss("plan", small, "--list", tmp_path / "none.xlsx")
    assert code == 1
    assert "There is no such file." in said
    assert "none.xlsx" in said


def test_the_example_list_has_something_of_everything(vietnam: Path) -> None:
    found = read_handed(vietnam.parent / "lists" / "ministries-2027.csv", "VND")
    assert not found.refused
    assert (found.existing, found.target) == (740, 900)
    assert len({row.type for row in found.rows}) == 4
    assert all(("remark", "illustrative") in row.notes for row in found.rows)
