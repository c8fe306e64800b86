"""The verb `fetch`: the catalogue made anew, what changed and what it touches, and a country's own catalogue."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from rich.console import Console

from opennss import cli
from opennss.catalogue import store
from opennss.cli import screen
from opennss.language import say
from opennss.model.standards import Adoption
from opennss.tables.csvfile import read_table

ROOT = Path(__file__).resolve().parents[2]
Nss = Callable[..., tuple[int, str]]
FILE = "iso_deliverables_metadata.jsonl"


def made_files(name: str) -> ModuleType:
    """The makers of small files of ``tests/sources``."""
    spec = importlib.util.spec_from_file_location(f"made_{name}", ROOT / "tests" / "sources" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def nss(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Nss:
    """Run the command with a user's data folder of its own; return exit code and standard output."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(store, "default_path", lambda: tmp_path / "home" / "catalogue")

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(screen, "OUT", Console(width=200, highlight=False, emoji=False))
        monkeypatch.setattr(sys, "argv", ["nss", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(str(ended.value.code or 0)), capsys.readouterr().out

    return run


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    """A folder with deliverables and committees; all invented."""
    place = tmp_path / "brought"
    place.mkdir()
    lines = made_files("test_iso_deliverables")
    lines.write(place / FILE)
    files = made_files("conftest")
    files.write_lines(place / "iso_technical_committees.jsonl", files.COMMITTEES)
    return place


def test_all_makes_the_catalogue_and_says_what_changed(nss: Nss, brought: Path, tmp_path: Path, small: Path) -> None:
    code, out = nss("fetch", "all", "--from", brought)
    assert code == 0
    assert say("catalogue.first", "en") in out
    place = tmp_path / "home" / "catalogue"
    catalogue = store.open(place)
    assert len(catalogue.deliverables) == 9
    assert catalogue.sha256 in out
    assert (tmp_path / "home" / "snapshots" / FILE).is_file()
    assert say("catalogue.unchanged", "vi") in nss("fetch", "all", "--from", brought, "--lang", "vi")[1]
    lines = (brought / FILE).read_text("utf-8").replace('"currentStage": 4020', '"currentStage": 5020')
    (brought / FILE).write_text(lines, encoding="utf-8")
    code, out = nss("fetch", "all", "--from", brought, "--json", "--for", small)
    assert code == 0
    said = json.loads(out)
    assert said["changes"]["moved"] == [["ISO/DIS 1001", "40.20", "50.20"]]
    assert said["catalogue"]["bodies"] == [{"body": "ISO", "read": 9, "kept": 9}]
    assert said["touched"] == []
    assert {source["name"] for source in said["catalogue"]["sources"]} >= {"iso-deliverables", "iso-committees"}


def test_what_touches_a_country(nss: Nss, brought: Path, small: Path) -> None:
    nss("fetch", "all", "--from", brought)
    row = "x,TCVN 1:2027,Tea,,ISO 1001:2020,IDT,in-force,2027,,no,"
    header = "id,number,title_en,ics,adopts,correspondence,status,year,committee,illustrative,source"
    (small / "adoptions.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    lines = (brought / FILE).read_text("utf-8").splitlines()
    lines[1] = lines[1].replace('"currentStage": 6060', '"currentStage": 9599')
    (brought / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, out = nss("fetch", "all", "--from", brought, "--for", small)
    assert code == 0
    assert "adoptions.csv" in out
    assert say("catalogue.touch-withdrawn", "en") in out


def test_one_source_makes_the_catalogue_anew_from_the_copies(nss: Nss, brought: Path, tmp_path: Path) -> None:
    place = tmp_path / "home" / "catalogue"
    assert nss("fetch", "iso-committees", "--from", brought / "iso_technical_committees.jsonl")[0] == 0
    assert len(store.open(place).deliverables) == 0
    assert nss("fetch", "iso-deliverables", "--from", brought / FILE)[0] == 0
    held = store.open(place)
    assert (len(held.deliverables), "ISO/TC 307" in held.committees) == (9, True)
    code, out = nss("fetch", "iso-deliverables", "--from", brought / FILE, "--out", tmp_path / "own")
    assert code == 0
    assert say("catalogue.rebuild-not", "en") in out


def test_a_damaged_line_is_said_and_the_rest_is_there(nss: Nss, brought: Path, tmp_path: Path) -> None:
    with (brought / FILE).open("a", encoding="utf-8") as file:
        file.write('{"id": 9, "refer')
    code, out = nss("fetch", "all", "--from", brought, "--json")
    assert code == 1
    assert ("record-not-whole", 10) in [(item["code"], item["row"]) for item in json.loads(out)["findings"]]
    assert len(store.open(tmp_path / "home" / "catalogue").deliverables) == 9


def test_names_are_shown_as_they_are(nss: Nss, brought: Path) -> None:
    with ZipFile(brought / "[red].zip", "w") as packed:
        text = "docid:\n- id: ETSI TS 1 V1.1.1 (2020-01)\n  type: ETSI\n  primary: true\n"
        packed.writestr("relaton-data-etsi-main/data/r.yaml", text)
    _, out = nss("fetch", "all", "--from", brought)
    assert say("catalogue.no-licence", "en", names="relaton-etsi ([red].zip)") in out


def test_json_has_no_signs_that_change_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    content = {"title": "Chè\x1b[31m\x85\u202e\ud800"}
    screen.emit(content)
    out = capsys.readouterr().out
    assert "Chè\\u001b[31m\\u0085\\u202e\\ud800" in out
    assert json.loads(out) == {"format": 1, **content}


def test_a_source_that_shrinks_needs_a_word(nss: Nss, brought: Path, tmp_path: Path) -> None:
    nss("fetch", "all", "--from", brought)
    place = tmp_path / "home" / "catalogue"
    lines = (brought / FILE).read_text("utf-8").splitlines(keepends=True)
    (brought / FILE).write_text("".join(lines[:5]), encoding="utf-8")
    for arguments in (("all", "--from", brought), ("iso-deliverables", "--from", brought / FILE)):
        code, out = nss("fetch", *arguments, "--json")
        assert code == 1
        assert "catalogue-shrunk" in [item["code"] for item in json.loads(out)["findings"]]
        assert len(store.open(place).deliverables) == 9
    assert nss("fetch", "iso-deliverables", "--from", brought / FILE, "--smaller")[0] == 0
    assert len(store.open(place).deliverables) == 5


# A country's own catalogue


NATIONAL = """number,title_en,adopts,degree,status
TCVN 9001:2027,Tea,ISO 3720:2011,IDT,in-force
TCVN ISO 9002:2027,Coffee,,,in-force
TCVN 9003:2027,Rice,,,in-force
"""


def test_a_national_catalogue_fills_adoptions(nss: Nss, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "national.csv"
    file.write_text(NATIONAL, encoding="utf-8")
    before = read_table(small / Adoption.FILE, Adoption, ("en",)).rows
    code, out = nss("fetch", "national", "--from", file, "--into", small, "--as-of", "2026-11-22", "--json")
    assert code == 0
    said = json.loads(out)
    assert (said["added"], said["held"], said["own"], said["proposed"]) == (1, 0, 1, 1)
    rows = read_table(small / Adoption.FILE, Adoption, ("en",)).rows
    assert len(rows) == len(before) + 1
    assert (rows[-1].number, str(rows[-1].source)) == ("TCVN 9001:2027", said["source"])
    assert said["source"] in (small / "sources.csv").read_text("utf-8")
    assert "TCVN ISO 9002:2027" not in (small / Adoption.FILE).read_text("utf-8")
    proposals = small / "national-proposals.csv"
    assert nss("fetch", "national", "--from", proposals, "--into", small, "--as-of", "2026-11-22")[0] == 0
    assert "TCVN ISO 9002:2027" in (small / Adoption.FILE).read_text("utf-8")
    code, out = nss("fetch", "national", "--from", file, "--into", small, "--lang", "vi")
    assert code == 0
    assert say("catalogue.national-held", "vi", count=1) in out


def test_a_national_catalogue_that_cannot_be_used(nss: Nss, small: Path, tmp_path: Path) -> None:
    assert nss("fetch", "national", "--into", small)[0] == 2
    assert nss("fetch", "national", "--from", tmp_path / "none.csv", "--into", small)[0] == 1
    file = tmp_path / "national.csv"
    file.write_text(NATIONAL.replace("IDT", "same"), encoding="utf-8")
    before = (small / Adoption.FILE).read_bytes()
    code, out = nss("fetch", "national", "--from", file, "--into", small)
    assert code == 1
    assert "same" in out
    assert (small / Adoption.FILE).read_bytes() == before
    (small / Adoption.FILE).write_text("nothing\n", encoding="utf-8")
    assert nss("fetch", "national", "--from", file, "--into", small)[0] == 1
