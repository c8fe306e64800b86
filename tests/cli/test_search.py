"""The verb `search`: tables in both languages and widths, JSON, and what it says when there is no catalogue."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from opennss import cli
from opennss.catalogue import store
from opennss.catalogue.merge import Merged
from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame
from opennss.catalogue.search import write_search
from opennss.cli import screen
from opennss.language import say

Nss = Callable[..., tuple[int, str]]


@pytest.fixture
def nss(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Nss:
    """Run the command in a terminal of some width and return its exit code and what it printed."""
    monkeypatch.delenv("OPENNSS_CATALOGUE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    def run(*arguments: object, width: int = 100) -> tuple[int, str]:
        monkeypatch.setattr(screen, "OUT", Console(width=width, highlight=False, emoji=False, color_system=None))
        monkeypatch.setattr(sys, "argv", ["nss", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().out

    return run


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one committee, one deliverable in force and one class."""
    coffee = {"reference": "ISO/TC 34/SC 15", "body": "ISO", "title_en": "[bold]Coffee", "status": "active"}
    green = {
        "reference": "ISO 9116:2004", "body": "ISO", "title_en": "Green coffee – Specification", "stage": "60.60",
        "committee": "ISO/TC 34/SC 15", "ics": ["67.140.20"],
    }  # fmt: skip
    tables = (
        frame(pl.DataFrame([green]), DELIVERABLES), frame(pl.DataFrame([coffee]), COMMITTEES),
        frame(pl.DataFrame([{"code": "67.140.20", "title_en": "Coffee"}]), ICS),
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("one") / "catalogue"
    store.write(folder, Merged(*tables, (), ()), write_search)
    return folder


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [80, 160])
def test_the_tables_fit_and_say_why(world: Path, nss: Nss, width: int, language: str) -> None:
    code, out = nss("search", "cà phê nhân", "--catalogue", world, "--lang", language, width=width)
    assert code == 0
    assert max(map(len, out.splitlines())) <= width
    for name in ("committees", "deliverables", "ics"):
        assert say(f"search.title-{name}", language) in out
    assert "cà phê nhân → green coffee" in out
    assert say("search.state-in-force", language) in out
    assert "[bold]Coffee" in out


def test_json_has_exactly_what_is_promised(world: Path, nss: Nss) -> None:
    code, out = nss("search", "green coffee qwxyz", "--catalogue", world, "--json", "--limit", 1)
    data = json.loads(out)
    assert code == 0
    assert list(data) == ["format", "committees", "deliverables", "ics", "not_understood"]
    assert data["format"] == 1
    assert data["not_understood"] == ["qwxyz"]
    (committee,), (deliverable,), (ics,) = data["committees"], data["deliverables"], data["ics"]
    assert (committee["code"], committee["title"], committee["score"]) == ("ISO/TC 34/SC 15", "[bold]Coffee", 1.0)
    assert committee["why"][0]["words"] == "green"
    assert (deliverable["code"], deliverable["state"]) == ("ISO 9116:2004", "in-force")
    assert (ics["code"], ics["why"][0]["terms"]) == ("67.140.20", "green")


def test_it_says_what_it_did_not_understand_and_what_it_did_not_find(world: Path, nss: Nss) -> None:
    code, out = nss("search", "qwxyz", "--catalogue", world)
    assert code == 0
    assert say("search.not-understood", "en", words="qwxyz") in out
    assert say("search.nothing", "en") in out


def test_a_reference_is_told_as_one(world: Path, nss: Nss) -> None:
    out = nss("search", "ISO 9116", "--catalogue", world)[1]
    assert say("search.why-reference", "en") in out
    assert say("search.why-owner", "en") in out


@pytest.mark.parametrize("language", ["en", "vi"])
def test_without_a_catalogue_it_says_how_to_get_one(nss: Nss, language: str) -> None:
    code, out = nss("search", "coffee", "--lang", language)
    assert code == 1
    assert "nss fetch all --from" in " ".join(out.split())


def test_an_exchange_that_was_broken_off_is_finished(world: Path, nss: Nss, tmp_path: Path) -> None:
    shutil.copytree(world, tmp_path / ".world.old")
    assert nss("search", "coffee", "--catalogue", tmp_path / "world")[0] == 0
    assert (tmp_path / "world").is_dir()


def test_a_limit_below_one_is_wrong_use(world: Path, nss: Nss) -> None:
    assert nss("search", "coffee", "--catalogue", world, "--limit", 0)[0] == 2


def test_the_example_country_is_searched_in_memory(vietnam: Path, nss: Nss) -> None:
    code, out = nss("search", "electric vehicles", "--catalogue", vietnam / "catalogue", "--json", "--limit", 3)
    assert code == 0
    assert json.loads(out)["committees"]
