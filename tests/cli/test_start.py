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
    assert set(columns.values()) == {2, 3, 4}


# Every source from one folder


def test_all_sources_from_a_folder(nss: Nss, snapshots: Path, tmp_path: Path) -> None:
    place, out = snapshots.parent, tmp_path / "out"
    arguments = ("--out", out, "--catalogue", tmp_path / "catalogue")
    code, text = nss("fetch", "all", "--from", place, *arguments, "--country", "KHM")
    assert code == 0
    assert sorted(path.name for path in out.iterdir() if path.suffix != ".toml") == [
        "iso_technical_committees.jsonl", "world_bank_khm.json",
    ]  # fmt: skip
    assert "iso-ics: not there. Bring it from https://" in text
    code, text = nss("fetch", "all", "--from", out, *arguments, "--json")
    assert code == 0
    said = {item["source"]: item for item in json.loads(text)["sources"]}
    assert {"iso-committees", "iso-ics", "world-bank"} <= {*said}
    assert said["iso-committees"]["files"][0]["file"] == "iso_technical_committees.jsonl"
    assert said["world-bank"]["files"] == [], "without a country nobody knows which"


def test_all_sources_with_a_broken_one_or_with_none(nss: Nss, snapshots: Path, tmp_path: Path) -> None:
    (snapshots / "ICS-simple.xml").write_text("<html>", encoding="utf-8")
    places = ("--out", tmp_path / "out", "--catalogue", tmp_path / "catalogue")
    code, text = nss("fetch", "all", "--from", snapshots, *places, "--lang", "vi")
    assert code == 1
    assert say("sources.all-refused", "vi") in text
    assert (tmp_path / "out" / "iso_technical_committees.jsonl").is_file(), "one broken file stops no other"
    (tmp_path / "nothing").mkdir()
    assert nss("fetch", "all", "--from", tmp_path / "nothing", *places)[0] == 1
    assert nss("fetch", "all", "--from", tmp_path / "nowhere", *places)[0] == 1
    assert nss("fetch", "all")[0] == 2


# What is found later


def test_files_that_come_later_give_the_same_folder(nss: Nss, snapshots: Path, tmp_path: Path) -> None:
    at_once, later = tmp_path / "once", tmp_path / "later"
    options = ("--country", "KHM", "--as-of", "2026-11-22")
    nss("init", at_once, *options, "--from", snapshots)
    nss("init", later, *options)
    code, out = nss("init", later, "--from", snapshots, "--json")
    assert code == 0
    said = json.loads(out)
    assert said["left"] == []
    assert said["without"] == {}
    assert said["filled"]["participation.csv"] == 4
    files = {path.relative_to(at_once) for path in at_once.rglob("*") if path.is_file()}
    assert files == {path.relative_to(later) for path in later.rglob("*") if path.is_file()}
    assert [name for name in files if (at_once / name).read_bytes() != (later / name).read_bytes()] == []


@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_has_content_is_left_alone(nss: Nss, snapshots: Path, tmp_path: Path, language: str) -> None:
    folder = tmp_path / "khm"
    nss("init", folder, "--country", "KHM", "--as-of", "2026-11-22", "--langs", "en")
    areas = folder / "areas.csv"
    areas.write_text(areas.read_text("utf-8").replace("Quantum", "Our own quantum"), encoding="utf-8")
    kept, settings = areas.read_bytes(), (folder / "nss.toml").read_text("utf-8")
    code, out = nss("init", folder, "--from", snapshots, "--lang", language)
    assert code == 0
    assert areas.read_bytes() == kept
    complete = settings.replace("all_seats = false", "all_seats = true")
    assert (folder / "nss.toml").read_text("utf-8") == complete != settings, "the whole list of members was read"
    assert say("sources.fill-left", language, files="areas.csv") in out
    assert say("sources.fill-without", language, file="evidence.csv", rows=7) in out, "sectors that are no area"
    code, out = nss("check", folder, "--json")
    assert {item["severity"] for item in json.loads(out)["findings"]} == {"question"}
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, out = nss("init", folder, "--from", snapshots, "--lang", language)
    assert say("sources.fill-nothing", language) in out
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_folder_keeps_its_settings(nss: Nss, snapshots: Path, tmp_path: Path) -> None:
    folder = tmp_path / "khm"
    nss("init", folder, "--country", "KHM", "--as-of", "2026-11-22")
    for option in (("--country", "VNM"), ("--as-of", "2026-11-23"), ("--iso", "full"), ("--langs", "en")):
        assert nss("init", folder, "--from", snapshots, *option)[0] == 2
    assert nss("init", folder, "--from", snapshots, "--country", "KHM", "--currency", "KHR")[0] == 0
    (folder / "nss.toml").write_text("format = 2\n", encoding="utf-8")
    assert nss("init", folder, "--from", snapshots)[0] == 1
    assert nss("init", folder)[0] == 1
