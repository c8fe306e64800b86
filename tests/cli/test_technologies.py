"""The verb `nss technologies DIR`: the table, the page of one technology, the same as data."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from opennss import cli
from opennss.cli import screen

Nss = Callable[..., tuple[int, str]]


@pytest.fixture
def nss(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nss:
    """Run the command and return its exit code and all it printed."""
    monkeypatch.delenv("OPENNSS_CATALOGUE", raising=False)

    def run(*arguments: object, width: int = 140) -> tuple[int, str]:
        for name, error in (("OUT", False), ("ERR", True)):
            console = Console(width=width, highlight=False, emoji=False, color_system=None, stderr=error)
            monkeypatch.setattr(screen, name, console)
        monkeypatch.setattr(sys, "argv", ["nss", "technologies", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


@pytest.fixture
def technical(small: Path) -> Path:
    """The small folder with technologies of the tests of documents."""
    path = Path(__file__).parents[1] / "document" / "folders.py"
    spec = importlib.util.spec_from_file_location("document_folders", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Path(module.technologies_come(small))


def test_the_table_is_what_the_first_word_means(nss: Nss, technical: Path) -> None:
    code, said = nss(technical)
    assert code == 0
    rows = [line.split() for line in said.splitlines() if line.strip().startswith(("1. ", "2. "))]
    assert rows[0][1:3] == ["Machine", "learning"]
    assert "≥ 37" in said
    assert rows[1][1:4] == ["A", "bare", "one"]
    assert "not the published ISO value" in said
    assert nss("show", technical)[1] == said


def test_no_column_is_lost_on_a_narrow_screen(nss: Nss, technical: Path) -> None:
    def ends(said: str) -> list[str]:
        return [line.split()[-1] for line in said.splitlines() if line.strip().startswith(("1. ", "2. "))]

    for language in ("en", "vi"):
        narrow = nss(technical, "--lang", language, width=80)[1]
        assert ends(narrow) == ends(nss(technical, "--lang", language)[1])
        assert len(ends(narrow)) == 2


def test_the_page_of_one_technology_in_another_language(nss: Nss, technical: Path) -> None:
    code, said = nss(technical, "--technology", "learning", "--lang", "vi")
    assert code == 0
    assert said.startswith("Học máy\nCách tiếp cận: ")
    assert "ban khác, trong bảng ban kỹ thuật và tư cách" in said


def test_an_unknown_technology_is_told_with_the_known_ones(nss: Nss, technical: Path) -> None:
    code, said = nss(technical, "--technology", "arms")
    assert code == 2, "a wrong use of the option, no fault of the folder"
    assert "arms is none of learning, bare" in " ".join(said.split())
    assert "technologies.csv" not in said


def test_json_holds_everything_and_nothing_else(nss: Nss, technical: Path) -> None:
    code, said = nss(technical, "--json")
    content = json.loads(said)
    assert code == 0
    assert content["format"] == 1
    assert [item["id"] for item in content["technologies"]] == ["learning", "bare"]
    assert {"landscape", "research", "uses", "changes", "value", "relevance"} <= set(content["technologies"][0])
    (one,) = json.loads(nss(technical, "--technology", "bare", "--json")[1])["technologies"]
    assert one["id"] == "bare"


def test_a_folder_without_technologies_says_what_to_do(nss: Nss, small: Path) -> None:
    code, said = nss(small)
    assert code == 0
    assert "The folder lists no technology yet." in said
