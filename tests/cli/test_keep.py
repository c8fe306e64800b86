"""The verb `technologies keep`: figures of a store into the folder, once for each day, with their sources."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from opennss import cli
from opennss.catalogue import store
from opennss.catalogue.merge import Merged, Source
from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame
from opennss.cli import screen

Nss = Callable[..., tuple[int, str]]
TABLE = "id,name_en,name_vi,committees,reason_en,reason_vi\nai,AI,AI,ISO/TC 1;IEC/TC 2;ISO/TC 9,r,r\n"


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
        monkeypatch.setattr(sys, "argv", ["nss", "technologies", "keep", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


@pytest.fixture
def world(tmp_path: Path) -> Path:
    documents = pl.DataFrame(
        [("ISO 1:2024", "60.60", "ISO/TC 1", "ISO", "2025-01"), ("ISO/DIS 2", "40.20", "ISO/TC 1", "ISO", None),
         ("IEC 3:2026", "60.60", "IEC/TC 2", "IEC", "2026-01-01")],
        schema=["reference", "stage", "committee", "body", "published"], orient="row",
    )  # fmt: skip
    groups = pl.DataFrame(
        {"reference": ["ISO/TC 1", "IEC/TC 2"], "p_members": [20, None], "o_members": [5, None]},
        schema_overrides={"p_members": pl.Int64, "o_members": pl.Int64},
    )
    lists = [
        ("iso-deliverables", "https://iso.example", "2025-06-02"),
        ("relaton-iec-table", "https://iec.example", "2026-03-15"),
        ("iso-committees", "https://iso.example", "2025-08-20"),
    ]
    sources = tuple(Source(name, address, date, "L", "5ha", 1, 0, 0, 1) for name, address, date in lists)
    merged = Merged(frame(documents, DELIVERABLES), frame(groups, COMMITTEES), frame(pl.DataFrame(), ICS), sources)
    store.write(tmp_path / "world", merged)
    return tmp_path / "world"


@pytest.fixture
def country(small: Path) -> Path:
    (small / "technologies.csv").write_text(TABLE, encoding="utf-8")
    return small


def test_figures_are_added_once(nss: Nss, country: Path, world: Path) -> None:
    before = [line.split(",")[0] for line in (country / "sources.csv").read_text("utf-8").splitlines()]
    code, said = nss(country, "--catalogue", world, "--json")
    assert code == 0
    data = json.loads(said)
    assert data["unknown"] == ["ISO/TC 9"]
    assert data["sources"] == [
        "relaton-iec-table-2026-03-15",
        "iso-deliverables-2025-06-02",
        "iso-committees-2025-08-20",
    ]
    found = {(row["committee"], row["measure"]): row["value"] for row in data["added"]}
    assert found["ISO/TC 1", "drafts-40"] == 1
    assert found["ISO/TC 1", "p-members"] == 20
    assert ("IEC/TC 2", "drafts-40") not in found, "what is not known is not kept"
    table, sources = (country / name for name in ("landscape.csv", "sources.csv"))
    assert "ISO/TC 1,2025-06-02,in-force,1,iso-deliverables-2025-06-02\n" in table.read_text("utf-8")
    after = [line.split(",")[0] for line in sources.read_text("utf-8").splitlines()]
    assert after == [*before, *data["sources"]]
    kept = table.read_bytes(), sources.read_bytes()
    code, said = nss(country, "--catalogue", world)
    assert (code, kept) == (0, (table.read_bytes(), sources.read_bytes()))
    assert "kept already" in said


def test_a_source_of_the_same_date_and_address_is_taken(nss: Nss, country: Path, world: Path) -> None:
    path = country / "sources.csv"
    header = path.read_text("utf-8").splitlines()[0].split(",")
    own = {"id": "mine", "title_en": "T", "title_vi": "T", "publisher": "ISO", "date": "2025-06-02", "grade": "2"}
    own |= {"address": "https://iso.example/open", "seen": "2026-01-01"}
    with path.open("a", encoding="utf-8") as file:
        file.write(",".join(own.get(name, "") for name in header) + "\n")
    data = json.loads(nss(country, "--catalogue", world, "--json")[1])
    assert {row["source"] for row in data["added"] if row["measure"] == "in-force"} >= {"mine"}
    assert "iso-deliverables-2025-06-02" not in data["sources"]


def test_what_is_there_stays(nss: Nss, country: Path, world: Path) -> None:
    (country / "landscape.csv").write_text(
        "committee,date,measure,value,source\nISO/TC 1,2025-06-02,in-force,7,iso\n", encoding="utf-8"
    )
    assert nss(country, "--catalogue", world)[0] == 0
    text = (country / "landscape.csv").read_text("utf-8")
    assert "ISO/TC 1,2025-06-02,in-force,7,iso\n" in text
    assert text.count(",in-force,") == 2


def test_figures_after_the_date_of_the_folder_are_said(nss: Nss, country: Path, world: Path) -> None:
    path = country / "nss.toml"
    lines = [
        "as_of = 2025-12-31" if line.startswith("as_of") else line for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = nss(country, "--catalogue", world, "--lang", "vi")[1]
    assert "31 tháng 12" in said
    assert "ISO/TC 9" in said


def test_an_extract_or_none_is_said_in_words(nss: Nss, country: Path) -> None:
    code, said = nss(country)
    assert code == 1
    assert "nss fetch" in said
    code, said = nss(country, "--catalogue", country / "catalogue")
    assert code == 1
    assert "small extract" in said


def test_a_table_that_cannot_be_read_is_left_alone(nss: Nss, country: Path, world: Path) -> None:
    path = country / "landscape.csv"
    path.write_text("committee,date,measure,value,source\nISO/TC 1,yesterday,in-force,7,iso\n", encoding="utf-8")
    before = path.read_bytes()
    assert nss(country, "--catalogue", world)[0] == 1
    assert path.read_bytes() == before
