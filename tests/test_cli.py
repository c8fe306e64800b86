"""The command: every verb in words and as JSON, its exit codes, both languages, and text that stays text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from rich.console import Console
from typer.testing import CliRunner

import opennss
from opennss import build as spine
from opennss import cli
from opennss.cli import screen
from opennss.document import printing
from opennss.language import say, sentences


class Said(NamedTuple):
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.out)


Nss = Callable[..., Said]


@pytest.fixture
def nss(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nss:
    """Run the command as the installed script does, in a wide terminal without colours."""
    monkeypatch.setattr(screen, "OUT", Console(width=250, highlight=False, emoji=False, color_system=None))
    monkeypatch.setattr(screen, "ERR", Console(width=250, highlight=False, emoji=False, color_system=None, stderr=True))
    monkeypatch.delenv("OPENNSS_LANG", raising=False)
    monkeypatch.delenv("OPENNSS_DEBUG", raising=False)

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["nss", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return Said(int(ended.value.code or 0), out, err)

    return run


def spoil(folder: Path, file: str = "areas.csv", old: str = ",sector,A", new: str = ",sectr,A") -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# Help and wrong use


def test_help_names_every_verb() -> None:
    said = CliRunner().invoke(cli.app, ["--help"], terminal_width=120)
    assert said.exit_code == 0
    for command in cli.app.registered_commands:
        assert command.callback is not None
        assert (command.name or command.callback.__name__) in said.output
    assert CliRunner().invoke(cli.app, []).exit_code == 2, "without a verb the help is shown"


def test_version(nss: Nss) -> None:
    assert nss("--version") == Said(0, f"opennss {opennss.__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [["rank"], ["check", ".", "--nonsense"], ["nonsense"], ["explain"], ["init", "x", "--as-of", "tomorrow"]],
)
def test_wrong_use_ends_with_two(
    nss: Nss, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = nss(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", [["--lang", "tlh"], ["--lang=tlh"]])
def test_an_unknown_language_is_wrong_use_and_lists_the_known(nss: Nss, small: Path, form: list[str]) -> None:
    said = nss("rank", small, *form)
    assert said.code == 2
    assert "tlh" in said.err
    assert "en, vi" in said.err
    assert said.out == ""


def test_the_language_may_come_from_the_environment(nss: Nss, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENNSS_LANG", "vi")
    assert nss("check", small).out.strip() == say("cli.no-findings", "vi")


def test_an_unknown_fact_is_wrong_use_and_near_ones_are_named(nss: Nss, small: Path) -> None:
    said = nss("explain", small, "rank.roads.positon")
    assert said.code == 2
    assert said.out == ""
    assert "rank.roads.position" in said.err
    said = nss("explain", small, "rank.ai")
    assert said.code == 2
    assert "rank.ai.decided" in said.err
    assert nss("explain", small, "[bold]x", "--lang", "vi").err.count("[bold]x") == 1


# Folders


def test_init_makes_a_folder_that_checks_and_builds(nss: Nss, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    said = nss("init", folder)
    assert said.code == 0
    assert str(folder) in said.out
    said = nss("check", folder, "--json")
    assert said.code == 0
    assert {finding["severity"] for finding in said.json["findings"]} == {"question"}  # type: ignore[attr-defined]
    said = nss("build", folder, "--out", tmp_path / "out")
    assert said.code == 0, said.err
    assert (tmp_path / "out" / "vi" / "strategy.pdf").stat().st_size > 10_000
    assert (tmp_path / "out" / "en" / "brief.docx").is_file()


def test_init_with_everything_said(nss: Nss, tmp_path: Path) -> None:
    folder = tmp_path / "khm"
    said = nss(
        "init", folder, "--country", "KHM", "--as-of", "2026-11-22", "--currency", "KHR", "--name", "Cambodia",
        "--langs", "en", "--json",
    )  # fmt: skip
    assert said.json["folder"] == str(folder)
    settings = (folder / "nss.toml").read_text("utf-8")
    for part in ('"KHM"', '"KHR"', '"Cambodia"', "2026-11-22", '["en"]'):
        assert part in settings
    again = nss("init", folder, "--json")
    assert again.code == 1
    assert [finding["code"] for finding in again.json["findings"]] == ["folder-not-empty"]  # type: ignore[attr-defined]


def test_a_wrong_setting_leaves_nothing_behind(nss: Nss, tmp_path: Path) -> None:
    said = nss("init", tmp_path / "new", "--country", "Cambodia")
    assert said.code == 1
    assert "country" in said.out
    assert list(tmp_path.iterdir()) == []


def test_check_says_everything_in_words(nss: Nss, small: Path) -> None:
    assert nss("check", small).out.strip() == say("cli.no-findings", "en")
    spoil(small)
    spoil(small, "evidence.csv", "11.86", "many")
    english, vietnamese = nss("check", small), nss("check", small, "--lang", "vi")
    assert english.code == vietnamese.code == 1
    for said, language in ((english, "en"), (vietnamese, "vi")):
        assert "evidence.csv:2 (value)" in said.out
        assert "areas.csv:2" in said.out
        assert say("finding.not-a-number.hint", language) in said.out
        assert say("cli.severity-error", language) in said.out
        assert said.err == ""


def test_check_as_json_has_the_shape_of_the_house(nss: Nss, small: Path) -> None:
    assert nss("check", small, "--json") == Said(0, '{\n  "format": 1,\n  "findings": []\n}\n', "")
    spoil(small, "evidence.csv", "11.86", "many")
    said = nss("check", small, "--json")
    assert (said.code, said.err) == (1, "")
    assert set(said.json) == {"format", "findings"}
    (finding,) = said.json["findings"]  # type: ignore[misc]
    assert {"file", "row", "column", "code", "message", "hint"} == set(finding) - {"severity"}
    assert (finding["file"], finding["row"], finding["column"]) == ("evidence.csv", 2, "value")
    assert '"many"' in finding["message"]


@pytest.mark.parametrize("verb", ["rank", "gaps", "plan", "monitor", "build"])
def test_a_broken_folder_ends_with_one_and_its_findings(nss: Nss, small: Path, tmp_path: Path, verb: str) -> None:
    spoil(small)
    more = ("--out", tmp_path / "out") if verb == "build" else ()
    said = nss(verb, small, *more)
    assert said.code == 1
    assert "areas.csv:2" in said.out
    said = nss(verb, small, "--json", *more)
    assert said.code == 1
    assert set(said.json) == {"format", "findings"}
    assert not (tmp_path / "out").exists(), "nothing is left behind"


def test_prose_with_an_unknown_fact_stops_the_build(nss: Nss, small: Path, tmp_path: Path) -> None:
    spoil(small, "text/en/vision.md", "areas.count", "areas.cuont")
    for verb in (("check", small), ("build", small, "--out", tmp_path / "out"), ("rank", small)):
        said = nss(*verb, "--json")
        assert said.code == 1
        assert [finding["code"] for finding in said.json["findings"]] == ["unknown-fact"]  # type: ignore[attr-defined]
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_none(nss: Nss, tmp_path: Path) -> None:
    said = nss("rank", tmp_path, "--json")
    assert said.code == 1
    assert [finding["code"] for finding in said.json["findings"]] == ["no-workspace"]  # type: ignore[attr-defined]


def test_another_catalogue(nss: Nss, small: Path, tmp_path: Path) -> None:
    (small / "catalogue").rename(tmp_path / "elsewhere")
    assert nss("check", small).code == 1
    assert nss("check", small, "--catalogue", tmp_path / "elsewhere").code == 0


# Verbs


def test_rank(nss: Nss, small: Path) -> None:
    said = nss("rank", small)
    assert said.code == 0
    assert "Road safety" in said.out
    assert "not the published ISO" in said.out
    assert "An toàn đường bộ" in nss("rank", small, "--lang", "vi").out
    said = nss("rank", small, "--json")
    assert set(said.json) == {"format", "areas", "robustness", "note"}
    areas = {area["area"]: area for area in said.json["areas"]}  # type: ignore[attr-defined]
    assert areas["roads"]["rank"] == "1*"
    assert areas["ai"]["decided"] == "2"
    assert set(areas["ai"]) == {
        "area", "list", "position", "best", "worst", "joint", "rank", "decided", "share", "mean", "known", "apply",
        "decisions",
    }  # fmt: skip


def test_gaps(nss: Nss, small: Path) -> None:
    assert say("label.gap-not-adopted", "en") in nss("gaps", small).out
    assert say("label.gap-not-adopted", "vi") in nss("gaps", small, "--lang", "vi").out
    gaps = nss("gaps", small, "--json").json["gaps"]
    assert [(gap["kind"], gap["areas"]) for gap in gaps] == [  # type: ignore[attr-defined]
        ("not-adopted", ["ai"]), ("no-membership", ["industry"]),
    ]  # fmt: skip


def test_plan(nss: Nss, small: Path) -> None:
    said = nss("plan", small)
    assert "ISO/IEC 22989:2022" in said.out
    assert "2027" in said.out
    assert say("doc.table.not-now", "vi") in nss("plan", small, "--lang", "vi").out
    content = nss("plan", small, "--json").json
    assert set(content) == {"format", "plan", "not_now", "loads"}
    assert {item["id"] for item in content["plan"]} == {"adopt-iso-iec-22989-2022", "participate-iso-tc-39"}  # type: ignore[attr-defined]
    assert [(load["body"], load["year"], load["capacity"]) for load in content["loads"]] == [  # type: ignore[attr-defined]
        ("office", 2027, 396), ("office", 2028, 396),
    ]  # fmt: skip
    assert [load["funds"] for load in content["loads"]] == [0, 0], "the small country has no funds"  # type: ignore[attr-defined]


def test_monitor(nss: Nss, small: Path) -> None:
    said = nss("monitor", small)
    assert said.code == 0
    assert "Standards in use" in said.out
    assert "Tiêu chuẩn được áp dụng" in nss("monitor", small, "--lang", "vi").out
    first = nss("monitor", small, "--json").json["targets"][0]  # type: ignore[index]
    assert (first["id"], first["aims"][0]["year"], first["aims"][0]["aim"]) == ("used", 2027, 40)
    assert first["baseline"] is None


def test_explain_walks_down_to_cells_and_up_to_goals(nss: Nss, small: Path) -> None:
    said = nss("explain", small, "rank.industry.position")
    assert said.code == 0
    assert "evidence.csv:3 (value)" in said.out
    assert "https://stat.example" in said.out
    assert "A digital economy" in said.out
    assert say("cli.serves", "vi") in nss("explain", small, "rank.industry.position", "--lang", "vi").out
    fact = nss("explain", small, "rank.industry.position", "--json", "--depth", 2).json["fact"]
    assert set(fact) == {"name", "label", "value", "method", "sources", "inputs", "serves", "served_by"}  # type: ignore[call-overload]
    assert fact["serves"][0]["serves"][0]["name"] == "goal.digital"  # type: ignore[index]


def test_explain_walks_down_from_a_figure_of_monitoring(nss: Nss, small: Path) -> None:
    names = [fact["name"] for fact in nss("explain", small, "--json").json["facts"]]
    figures = [name for name in names if name.startswith("kpi.")]
    assert figures
    fact = nss("explain", small, figures[0], "--json").json["fact"]
    assert fact["method"]
    assert fact["inputs"]


def test_explain_without_a_name_lists_every_fact(nss: Nss, small: Path) -> None:
    said = nss("explain", small, "--lang", "vi")
    assert said.code == 0
    assert "rank.roads.position" in said.out
    facts = nss("explain", small, "--json").json["facts"]
    assert {"name", "label", "value"} == set(facts[0])  # type: ignore[index]
    assert len(said.out.strip().splitlines()) == len(facts)  # type: ignore[arg-type]


def test_workbook(nss: Nss, small: Path, tmp_path: Path) -> None:
    said = nss("workbook", small, "--out", tmp_path / "book.xlsx")
    assert said.code == 0
    assert "book.xlsx" in said.out
    assert nss("workbook", small, "--out", tmp_path / "book.xlsx", "--json").json["file"] == str(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    cells = [cell for row in book["areas"].iter_rows(values_only=True) for cell in row if cell]
    assert "65.020" in cells
    assert all(isinstance(cell, str) for cell in cells)
    book.close()


# What nobody foresaw


def test_a_fault_of_the_program_ends_with_three_and_one_sentence(
    nss: Nss, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("[bold red]boom[/]")

    monkeypatch.setattr(spine, "read", fail)
    said = nss("rank", small, "--lang", "vi")
    assert (said.code, said.out) == (3, "")
    assert "RuntimeError: [bold red]boom[/]" in said.err
    assert said.err.strip() == say("cli.internal", "vi", error="RuntimeError: [bold red]boom[/]")
    monkeypatch.setenv("OPENNSS_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["nss", "rank", str(small)])
    with pytest.raises(RuntimeError, match="boom"):
        cli.main()


def test_a_writer_that_fails_leaves_no_half_file(
    nss: Nss, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_document: object, path: Path, compact: bool = False) -> None:  # noqa: ARG001
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setitem(printing.WRITERS, "docx", fail)
    said = nss("build", small, "--out", tmp_path / "out")
    assert said.code == 3
    assert "disk full" in said.err
    left = [path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert not [name for name in left if name.endswith(".docx") or ".nss-" in name or "draft" in name]


HOSTILE = "[bold red]:boom: <script>alert(1)</script> [/] \\"


def test_hostile_text_is_shown_as_text(nss: Nss, small: Path, tmp_path: Path) -> None:
    spoil(small, "areas.csv", "Artificial intelligence,Trí tuệ nhân tạo", f"{HOSTILE},{HOSTILE}")
    spoil(small, "targets.csv", "used,Standards in use", f"used,{HOSTILE}")
    for verb in ("rank", "gaps", "plan", "monitor"):
        said = nss(verb, small)
        assert said.code == 0, said.err
        assert HOSTILE in said.out, verb
    assert HOSTILE in nss("explain", small, "rank.ai.rank").out
    folder = tmp_path / "[red]out[/red]"
    said = nss("build", small, "--out", folder)
    assert said.code == 0, said.err
    assert "[red]out[/red]" in said.out
    page = (folder / "en" / "strategy.html").read_text("utf-8")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_hostile_text_in_a_finding_is_shown_as_text(nss: Nss, small: Path) -> None:
    spoil(small, "evidence.csv", "11.86", "[bold red]:boom:[/x]")
    said = nss("check", small)
    assert said.code == 1
    assert "[bold red]:boom:[/x]" in said.out


# The installed command


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("nss"), *map(str, arguments)], capture_output=True, text=True, check=False,
        env={**os.environ, **environment}, encoding="utf-8",
    )  # fmt: skip


def test_the_installed_command_speaks_vietnamese_in_a_pipe(small: Path) -> None:
    said = run("rank", small, "--lang", "vi", COLUMNS="120", PYTHONIOENCODING="utf-8")
    assert (said.returncode, said.stderr) == (0, "")
    assert "An toàn đường bộ" in said.stdout
    assert "\x1b[" not in said.stdout, "no colours in a pipe"


def test_the_installed_command_keeps_its_exit_codes(small: Path) -> None:
    assert run("rank", small, "--lang", "xx").returncode == 2
    spoil(small)
    said = run("plan", small, "--json")
    assert said.returncode == 1
    assert json.loads(said.stdout)["findings"][0]["file"] == "areas.csv"
    assert said.stderr == ""


def test_columns_of_the_tables_have_as_many_names_in_every_language() -> None:
    keys = ["rank.columns", "rank.columns-robust", "rank.columns-method"]
    for key in (*keys, *(f"cli.columns-{verb}" for verb in ("plan", "not-now"))):
        counts = {len(sentences(language)[key].split("|")) for language in ("en", "vi")}
        assert len(counts) == 1
