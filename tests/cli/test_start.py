"""The verbs `init` with public files and `fetch` by hand: the first screen in both languages, as JSON, with faults."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console

from opennss import cli
from opennss.cli import screen
from opennss.language import say, sentences

ROOT = Path(__file__).resolve().parents[2]
Nss = Callable[..., tuple[int, str]]


def made_files() -> ModuleType:
    """The makers of small files of ``tests/sources``."""
    spec = importlib.util.spec_from_file_location("made_files", ROOT / "tests" / "sources" / "conftest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    """Committees, national accounts and figures in the layouts of their providers."""
    files, folder = made_files(), tmp_path / "snapshots"
    folder.mkdir()
    files.write_lines(folder / "iso_technical_committees.jsonl", files.COMMITTEES)
    files.write_accounts(folder / "un_sna_gdp_by_activity.parquet", files.ITEMS)
    row = {"countryiso3code": "KHM", "date": "2024"}
    rows = [
        row | {"indicator": {"id": "NY.GDP.PCAP.KD"}, "value": 2182.7},
        row | {"indicator": {"id": "NE.EXP.GNFS.ZS"}, "value": 71.46},
    ]
    (folder / "world_bank_khm.json").write_text(json.dumps([{}, rows]), encoding="utf-8")
    return folder


@pytest.fixture
def nss(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nss:
    """Run the command in a wide terminal and return its exit code and what it printed."""

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(screen, "OUT", Console(width=200, highlight=False, emoji=False, color_system=None))
        monkeypatch.setattr(sys, "argv", ["nss", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().out

    return run


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_first_screen(nss: Nss, snapshots: Path, tmp_path: Path, language: str) -> None:
    code, out = nss(
        "init", tmp_path / "khm", "--country", "KHM", "--from", snapshots, "--as-of", "2026-11-22", "--lang", language
    )
    assert code == 0
    counts = {"member": "ISC", "p": 1, "o": 1, "unknown": 2}
    assert say("sources.look-seats", language, date="X", **counts).split("X")[1] in out
    assert say("sources.step-join-if", language) in out
    assert say("sources.sector-manufacturing", language) in out
    assert re.search(r"30[.,]0 %", out)
    assert re.search(r"71[.,]5 %", out)
    assert "USD" in out
    assert say("sources.title-iso-ics", language) in out, "what is missing is named"
    assert say("sources.look-memberships", language) in out
    left = re.findall(r"\{[a-z_]+\}", out)
    assert left == []


def test_the_folder_checks_builds_and_its_answers_are_data(nss: Nss, snapshots: Path, tmp_path: Path) -> None:
    folder = tmp_path / "khm"
    code, out = nss(
        "init", folder, "--country", "KHM", "--from", snapshots, "--as-of", "2026-11-22", "--iso", "full",
        "--langs", "en", "--json",
    )  # fmt: skip
    assert code == 0
    said = json.loads(out)
    assert said["seats"] == {"P": 1, "O": 1, "?": 2}
    assert said["sectors"][0]["name"]["en"] == "Manufacturing"
    assert [item["source"] for item in said["missing"]] == ["iso-ics"]
    assert {item["seat"] for item in said["emerging"]} == {"P", "O", "?"}
    assert said["findings"] == []
    code, out = nss("check", folder, "--json")
    assert code == 0
    assert {item["severity"] for item in json.loads(out)["findings"]} == {"question"}
    code, out = nss("build", folder, "--out", tmp_path / "out")
    assert code == 0, out
    assert (tmp_path / "out" / "en" / "strategy.pdf").is_file()


def test_the_same_files_give_the_same_folder(nss: Nss, snapshots: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        nss("init", tmp_path / name, "--country", "KHM", "--from", snapshots, "--as-of", "2026-11-22")
    one = {path.relative_to(tmp_path / "one"): path for path in (tmp_path / "one").rglob("*") if path.is_file()}
    assert len(one) > 80
    for name, path in one.items():
        assert path.read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_place_that_is_missing_makes_nothing(nss: Nss, tmp_path: Path) -> None:
    code, out = nss("init", tmp_path / "khm", "--country", "KHM", "--from", tmp_path / "nowhere", "--json")
    assert code == 1
    assert [item["code"] for item in json.loads(out)["findings"]] == ["source-path-missing"]
    assert list(tmp_path.iterdir()) == []


def test_a_country_that_the_files_lack_is_said(nss: Nss, snapshots: Path, tmp_path: Path) -> None:
    code, out = nss("init", tmp_path / "tuv", "--country", "TUV", "--from", snapshots, "--as-of", "2026-11-22")
    assert code == 0
    assert "ISC, STAMEQ" in out
    assert say("sources.look-no-seats", "en") in out
    assert "--country TUV" in out


def test_a_new_folder_without_files_says_what_to_bring(nss: Nss, tmp_path: Path) -> None:
    code, out = nss("init", tmp_path / "khm", "--country", "KHM", "--as-of", "2026-11-22")
    assert code == 0
    assert "nss fetch iso-committees" in out
    assert "nss fetch world-bank --country KHM" in out
    assert "unstats.un.org" in out


def test_a_file_brought_by_hand(nss: Nss, snapshots: Path, tmp_path: Path) -> None:
    out_folder = tmp_path / "out"
    arguments = ("fetch", "iso-committees", "--from", snapshots / "iso_technical_committees.jsonl", "--out", out_folder)
    code, out = nss(*arguments, "--as-of", "2026-11-22", "--json")
    assert code == 0
    assert json.loads(out)["file"] == (out_folder / "iso_technical_committees.jsonl").as_posix()
    assert nss(*arguments)[0] == 0
    code, out = nss("fetch", "everything", "--out", out_folder, "--json")
    assert code == 1
    assert [item["code"] for item in json.loads(out)["findings"]] == ["fetch-unknown"]


def test_every_sentence_of_the_first_screen_has_its_values() -> None:
    columns = {key: len(text.split("|")) for key, text in sentences("en").items() if key.startswith("sources.columns-")}
    assert set(columns.values()) == {3, 4}
