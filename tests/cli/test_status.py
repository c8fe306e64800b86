"""The verbs `status` and `check --step`: in words, as JSON, as a calendar, in narrow and wide terminals."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from rich.console import Console

from opennss import cli
from opennss.cli import screen
from opennss.language import say, sentences

PROCESS = """\
step,responsible_en,responsible_vi,start,due,status,blocked_by_en,blocked_by_vi
0,[bold]Chair,Tổ trưởng,2026-01-05,2026-01-30,running,No letter,Chưa có công văn
"""
Nss = Callable[..., tuple[int, str]]


@pytest.fixture
def nss(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nss:
    """Run the command in a terminal of some width and return its exit code and what it printed."""

    def run(*arguments: object, width: int = 140) -> tuple[int, str]:
        monkeypatch.setattr(screen, "OUT", Console(width=width, highlight=False, emoji=False, color_system=None))
        monkeypatch.setattr(sys, "argv", ["nss", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().out

    return run


@pytest.fixture
def begun(small: Path) -> Path:
    """The small country with one step under way."""
    (small / "process.csv").write_text(PROCESS, encoding="utf-8", newline="\n")
    return small


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [80, 140])
def test_the_screen_fits_and_says_everything(begun: Path, nss: Nss, width: int, language: str) -> None:
    code, out = nss("status", begun, "--lang", language, width=width)
    assert code == 0
    assert max(map(len, out.splitlines())) <= width
    for step in ("0", "2a", "9"):
        assert f"│ {step} {sentences(language)[f'process.step-{step}'].split()[0]}" in out
    assert say("process.late", language) in out
    assert "2026-01-30" in out
    assert say("process.done-of-ten", language, done=0, late=1) in out


def test_words_of_the_folder_stay_text(begun: Path, nss: Nss) -> None:
    assert "[bold]Chair" in nss("status", begun)[1]


def test_json_has_every_step(begun: Path, nss: Nss) -> None:
    code, out = nss("status", begun, "--json")
    said = json.loads(out)
    assert (code, said["format"], len(said["steps"])) == (0, 1, 13)
    assert said["steps"][0] == {
        "step": "0", "responsible": "[bold]Chair", "start": "2026-01-05", "due": "2026-01-30", "status": "running",
        "late": True, "blocked_by": ["No letter"], "next": say("process.look-0", "en"),
    }  # fmt: skip
    assert said["steps"][1]["due"] is None
    assert said["steps"][1]["blocked_by"][0] == "not done yet: 0"


def test_calendar_is_written_whole(begun: Path, nss: Nss, tmp_path: Path) -> None:
    file = tmp_path / "steps.ics"
    code, out = nss("status", begun, "--calendar", file, "--lang", "vi")
    assert code == 0
    assert out.splitlines()[-1].startswith("Đã tạo: ")
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) > 2
    assert [path.name for path in tmp_path.glob("steps*")] == ["steps.ics"]


def test_a_broken_folder_still_has_a_status_and_no_folder_has_none(begun: Path, nss: Nss, tmp_path: Path) -> None:
    (begun / "effort.csv").unlink()
    code, out = nss("status", begun, "--json")
    assert code == 0
    assert "errors: 1" in json.loads(out)["steps"][8]["blocked_by"]
    assert nss("status", tmp_path / "nowhere")[0] == 1


def test_check_of_a_step_asks_only_for_what_it_needs(begun: Path, nss: Nss) -> None:
    (begun / "effort.csv").unlink()
    assert nss("check", begun)[0] == 1
    code, out = nss("check", begun, "--step", "2a")
    assert code == 0
    assert say("process.left-out", "en", step="2a", number=1) in out
    code, out = nss("check", begun, "--step", "5", "--json")
    said = json.loads(out)
    assert (code, said["step"], said["left_out"]) == (1, "5", 0)
    assert [item["code"] for item in said["findings"]] == ["missing-table"]


def test_a_step_that_does_not_exist_is_wrong_use(begun: Path, nss: Nss) -> None:
    assert nss("check", begun, "--step", "11")[0] == 2
