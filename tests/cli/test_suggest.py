"""The verb `suggest`: proposals out, verdicts back, JSON, and honest words when something is missing."""

from __future__ import annotations

import csv
import json
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

Nss = Callable[..., tuple[int, str]]


@pytest.fixture
def nss(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Nss:
    """Run the command in an empty place and return its exit code and all it printed."""
    monkeypatch.delenv("OPENNSS_CATALOGUE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str]:
        for name, error in (("OUT", False), ("ERR", True)):
            console = Console(width=200, highlight=False, emoji=False, color_system=None, stderr=error)
            monkeypatch.setattr(screen, name, console)
        monkeypatch.setattr(sys, "argv", ["nss", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a committee, a document in force and a draft for one area of the small country."""
    group = {"reference": "ISO/TC 999", "body": "ISO", "title_en": "Farming", "status": "active", "source": "s"}
    made = [
        {"reference": "ISO 1000:2020", "body": "ISO", "title_en": "Farming, terms", "stage": "60.60"},
        {"reference": "ISO/DIS 1001", "body": "ISO", "title_en": "Farming, machines", "stage": "40.20"},
    ]
    rows = [{**row, "committee": "ISO/TC 999", "ics": ["65.020"], "source": "s"} for row in made]
    tables = (
        frame(pl.DataFrame(rows), DELIVERABLES), frame(pl.DataFrame([group]), COMMITTEES),
        frame(pl.DataFrame([{"code": "65.020", "title_en": "Farming and forestry"}]), ICS),
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("farming") / "catalogue"
    store.write(folder, Merged(*tables, (), ()), write_search)
    return folder


def test_proposals_go_out_and_come_back(small: Path, world: Path, nss: Nss, tmp_path: Path) -> None:
    code, said = nss("suggest", small, "--catalogue", world, "--out", tmp_path / "r.csv")
    assert code == 0
    assert "3 proposals for 1 areas" in said
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["committee"] or row["deliverable"] for row in rows] == ["ISO/TC 999", "ISO 1000:2020", "ISO/DIS 1001"]
    rows[0] |= {"verdict": "accept", "reason_en": "Most people farm"}
    rows[1] |= {"verdict": "refuse", "reason_vi": "Không cần"}
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    back = ("suggest", small, "--accept", tmp_path / "r.csv", "--catalogue", world, "--as-of", "2026-11-20")
    assert nss(*back)[0] == 2, "somebody has to stand for it"
    code, said = nss(*back, "--reviewer", "P-b")
    assert code == 0, said
    assert "1 links accepted, 1 proposals refused, 1 left open" in said
    assert "P-b,2026-11-20" in (small / "mapping.csv").read_text("utf-8")
    code, said = nss("suggest", small, "--catalogue", world, "--json")
    assert [row["deliverable"] for row in json.loads(said)["proposals"]] == ["ISO/DIS 1001"]


def test_json_is_one_object(small: Path, world: Path, nss: Nss) -> None:
    code, said = nss("suggest", small, "--catalogue", world, "--json", "--area", "farming")
    assert code == 0
    found = json.loads(said)
    assert found["file"] == "proposals.csv"
    assert found["proposals"][0].items() >= {"area": "farming", "committee": "ISO/TC 999", "seat": "none"}.items()
    code, said = nss("suggest", small, "--catalogue", world, "--json", "--accept", "proposals.csv", "--reviewer", "P-b")
    assert json.loads(said) == {"format": 1, "accepted": 0, "refused": 0, "open": 3, "files": []}


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing new to propose"), ("vi", "Không có đề xuất mới")])
def test_nothing_to_propose_is_said(small: Path, world: Path, nss: Nss, language: str, words: str) -> None:
    code, said = nss("suggest", small, "--catalogue", world, "--area", "roads", "--lang", language)
    assert code == 0
    assert words in said


def test_an_unknown_area_is_a_wrong_use(small: Path, world: Path, nss: Nss) -> None:
    code, said = nss("suggest", small, "--catalogue", world, "--area", "moon")
    assert code == 2
    assert "moon" in said
    assert "Traceback" not in said


def test_without_a_catalogue_it_says_how_to_get_one(small: Path, nss: Nss) -> None:
    code, said = nss("suggest", small)
    assert code == 1
    assert "nss fetch" in said
    assert "Traceback" not in said


def test_a_review_file_that_is_not_there_is_a_finding(small: Path, world: Path, nss: Nss) -> None:
    code, said = nss("suggest", small, "--catalogue", world, "--accept", "gone.csv", "--reviewer", "P-b")
    assert code == 1
    assert "gone.csv" in said
