"""The verb that scans research works: what it counts, what it says, how it ends."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from rich.console import Console

from opennss import cli
from opennss.cli import scan, screen
from opennss.engines import local
from opennss.model.technologies import ResearchCount
from opennss.tables.csvfile import Table, read_table

SPARK = "opennss.engines.spark"


class Said(NamedTuple):
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of the findings of a run with --json."""
        return [finding["code"] for finding in json.loads(self.out)["findings"]]


Nss = Callable[..., Said]


def counts(path: Path) -> Table[ResearchCount]:
    """The table that a scan wrote."""
    return read_table(path, ResearchCount, ())


@pytest.fixture
def nss(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nss:
    """Run `nss technologies scan` as the installed script does, in a wide terminal without colours."""
    monkeypatch.setattr(screen, "OUT", Console(width=250, highlight=False, emoji=False, color_system=None))
    monkeypatch.setattr(screen, "ERR", Console(width=250, highlight=False, emoji=False, color_system=None, stderr=True))
    monkeypatch.delenv("OPENNSS_LANG", raising=False)
    monkeypatch.delenv("OPENNSS_DEBUG", raising=False)

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["nss", "technologies", "scan", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return Said(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def works(tmp_path: Path) -> Path:
    """A folder with three works in two files, and a file that is none of works."""
    folder = tmp_path / "works" / "updated_date=2026-01-01"
    folder.mkdir(parents=True)
    authors = [{"countries": ["VN"], "author": {"display_name": "A"}}]
    lines = [
        json.dumps({"id": f"https://openalex.org/W{number}", "title": title, "publication_year": 2024,
                    "authorships": authors, "type": "article"})
        for number, title in enumerate(("Hydrogen storage in tanks", "A history of tea", "Green hydrogen storage"), 1)
    ]  # fmt: skip
    (folder / "part_0.gz").write_bytes(gzip.compress("\n".join(lines[:2]).encode() + b"\n"))
    (folder / "part_1.jsonl").write_text(f"{lines[2]}\n", encoding="utf-8")
    (folder / "manifest").write_text("nothing", encoding="utf-8")
    return folder.parent


def test_works_are_counted_by_technology_economy_and_year(nss: Nss, works: Path, tmp_path: Path) -> None:
    out = tmp_path / "research.csv"
    said = nss(works, "--out", out, "--source", "works-2026", "--processes", 1)
    assert (said.code, said.err) == (0, "")
    assert f"written to {out.as_posix()}" in said.out
    table = counts(out)
    assert table.findings == ()
    found = {(row.technology, row.economy, row.year): row.works for row in table.rows}
    assert found["hydrogen", "VNM", 2024] == found["hydrogen", "*", 2024] == 2
    assert found["*", "VNM", 2024] == 3
    assert {row.source for row in table.rows} == {"works-2026"}
    again = (works, *works.rglob("*.gz"), "--out", tmp_path / "again.csv", "--source", "works-2026", "--lang", "vi")
    assert nss(*again).code == 0
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes(), "a file that is named twice counts once"


def test_json_says_what_was_read(nss: Nss, works: Path, tmp_path: Path) -> None:
    said = nss(works, "--out", tmp_path / "research.csv", "--json", "--processes", 2)
    told = json.loads(said.out)
    assert (said.code, told["format"], told["findings"]) == (0, 1, [])
    assert (told["read"]["files"], told["read"]["works"], told["read"]["lines"]) == (2, 3, 3)
    assert told["counts"] == len(counts(tmp_path / "research.csv").rows)


def test_what_is_wrong_with_works_is_said_and_the_rest_counted(nss: Nss, works: Path, tmp_path: Path) -> None:
    (works / "broken.jsonl").write_text("no work\n" * 30, encoding="utf-8")
    (works / "cut.gz").write_bytes(gzip.compress(b'{"id": "W9"}\n' * 99)[:-12])
    said = nss(works, "--out", tmp_path / "research.csv", "--json", "--processes", 1)
    assert said.code == 1
    assert len(said.codes) > 1
    assert json.loads(said.out)["read"]["unread"] >= 30
    shown = nss(works, "--out", tmp_path / "research.csv", "--processes", 1)
    assert shown.code == 1
    assert "broken.jsonl:1" in shown.out


@pytest.mark.parametrize(("economy", "code", "finding"), [("XK", 0, "works-user-code"), ("YY", 1, "works-economy")])
def test_notes_alone_are_no_failure(
    nss: Nss, works: Path, tmp_path: Path, economy: str, code: int, finding: str
) -> None:
    work = {"id": "W7", "title": "Tea", "publication_year": 2024, "authorships": [{"countries": [economy]}]}
    (works / "more.jsonl").write_text(f"{json.dumps(work)}\n", encoding="utf-8")
    said = nss(works, "--out", tmp_path / "research.csv", "--json", "--processes", 1)
    assert (said.code, [item["code"] for item in json.loads(said.out)["findings"]]) == (code, [finding])


def test_only_the_first_findings_are_shown(nss: Nss, works: Path, tmp_path: Path) -> None:
    for number in range(scan.FIRST + 5):
        (works / f"cut-{number}.gz").write_bytes(gzip.compress(b'{"id": "W9"}\n' * 99)[:-12])
    said = nss(works, "--out", tmp_path / "research.csv", "--processes", 1)
    told = json.loads(nss(works, "--out", tmp_path / "research.csv", "--processes", 1, "--json").out)
    assert f"{len(told['findings']) - scan.FIRST} further findings" in said.out


def test_parts_among_the_works_are_no_works(nss: Nss, works: Path, tmp_path: Path) -> None:
    for _ in range(2):
        said = nss(works, "--parts", works / "parts", "--out", tmp_path / "research.csv", "--json", "--processes", 1)
        assert (said.code, json.loads(said.out)["read"]["files"]) == (0, 2)


def test_a_country_looks_for_its_own_technologies(nss: Nss, works: Path, small: Path, tmp_path: Path) -> None:
    (small / "technologies.csv").write_text("id,name_en,keywords\ntea,Tea,tea\n", encoding="utf-8")
    assert nss(works, "--workspace", small, "--out", tmp_path / "research.csv", "--processes", 1).code == 0
    rows = counts(tmp_path / "research.csv").rows
    assert {row.technology for row in rows} == {"*", "tea"}
    (small / "technologies.csv").write_text("id,name_en,terms,keywords\ntea,Tea,teas,tea AND\n", encoding="utf-8")
    said = nss(works, "--workspace", small, "--json")
    assert (said.code, sorted(said.codes)) == (1, ["scan-rule-missing", "technology-term"])
    (small / "technologies.csv").write_text("id,name_en\ntea,Tea\n", encoding="utf-8")
    assert nss(works, "--workspace", small, "--json").codes == ["scan-nothing-wanted"]
    assert nss(works, "--workspace", tmp_path / "nowhere", "--json").codes == ["no-workspace"]


def test_an_interrupted_scan_says_what_was_kept(
    nss: Nss, works: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(local, "run", interrupted)
    kept = nss(works, "--parts", tmp_path / "parts", "--out", tmp_path / "research.csv")
    lost = nss(works, "--out", tmp_path / "research.csv")
    assert (kept.code, lost.code) == (1, 1)
    assert "goes on from there" in kept.err
    assert "nothing was kept" in lost.err
    assert not (tmp_path / "research.csv").exists()


def test_spark_is_asked_for_by_its_master_and_may_be_missing(
    nss: Nss, works: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(kernel, files, master, parts, tell):
        assert (master, parts) == ("spark://127.0.0.1:7077", tmp_path / "parts")
        return local.run(kernel, files, 1, parts, tell)

    where = ("--engine", "spark://127.0.0.1:7077", "--parts", tmp_path / "parts", "--out", tmp_path / "research.csv")
    monkeypatch.setitem(sys.modules, SPARK, SimpleNamespace(run=run))
    assert nss(works, *where).code == 0
    monkeypatch.setitem(sys.modules, SPARK, None)
    said = nss(works, *where, "--json")
    assert (said.code, said.codes) == (1, ["scan-spark-missing"])


def test_wrong_use_ends_with_two(nss: Nss, works: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    for arguments in (
        [], [tmp_path / "nowhere"], [works, "--engine", "slurm"], [works, "--processes", 0], [works, "--source", "A B"],
        [works, "--out", tmp_path / "nowhere" / "research.csv"],
    ):  # fmt: skip
        said = nss(*arguments)
        assert (said.code, said.out) == (2, "")
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_without_works_is_a_finding(nss: Nss, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert nss(tmp_path, "--json").codes == ["scan-no-files"]


def test_counts_need_a_file_to_be_written_to(nss: Nss, works: Path, tmp_path: Path) -> None:
    for out in (works, tmp_path / "nowhere" / "research.csv"):
        assert nss(works, "--out", out, "--processes", 1).code == 2, "said before anything is read"
    blocked = tmp_path / "research.csv"
    (tmp_path / "research.csv.part").mkdir()
    said = nss(works, "--out", blocked, "--json", "--processes", 1)
    assert (said.code, said.codes) == (1, ["scan-out-unwritable"])
