"""The command `nss review`: screen, JSON, files and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folders(write_small: Callable[[Path], Path], tmp_path: Path) -> tuple[Path, Path]:
    """A small folder and the same with another figure and another decision."""
    found = write_small(tmp_path / "old"), write_small(tmp_path / "new")
    edits = {"evidence.csv": ("2024,11.86", "2024,3.1"), "decisions.csv": ("d2,rank,ai,,,2", "d2,rank,ai,,,1")}
    for folder in found:
        path = folder / "text" / "en" / "vision.md"
        path.write_text(path.read_text(encoding="utf-8").replace(" | number", ""), encoding="utf-8")
    for file, (old, new) in edits.items():
        path = found[1] / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return found


def test_the_screen_says_what_moved_and_why(nss_all: Run, folders: tuple[Path, Path]) -> None:
    code, out, _ = nss_all("review", *folders)
    assert code == 0
    assert "Farming fell from 2 to 3: −1 by new data" in out
    assert "+1 by new decisions and links" in out
    code, out, _ = nss_all("review", *folders, "--lang", "vi")
    assert code == 0
    assert "Nông nghiệp giảm từ vị trí 2 xuống 3: −1 do số liệu mới" in out


def test_json_is_one_object_and_nothing_else(nss_all: Run, folders: tuple[Path, Path], tmp_path: Path) -> None:
    code, out, _ = nss_all("review", *folders, "--json", "--out", tmp_path / "out")
    data = json.loads(out)
    assert (code, data["format"], data["parts"], data["worlds"]) == (0, 1, ["data", "choices"], 4)
    assert all(Path(path).is_file() for path in data["files"])
    farming = next(row for row in data["areas"] if row["area"] == "farming")
    assert farming["place"] == {
        "before": 2, "after": 3, "move": "moved", "causes": {"data": -1, "choices": 0},
        "exact": {"data": "-1", "choices": "0"},
    }  # fmt: skip


def test_equal_folders_say_so(nss_all: Run, folders: tuple[Path, Path]) -> None:
    code, out, _ = nss_all("review", folders[0], folders[0])
    assert code == 0
    assert "nothing moved" in out


def test_the_wrong_order_is_asked_about(nss_all: Run, folders: tuple[Path, Path]) -> None:
    path = folders[1] / "nss.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-22", "2026-10-22"), encoding="utf-8")
    code, out, _ = nss_all("review", *folders)
    assert code == 0
    assert "is the order of the folders right?" in out


def test_a_folder_with_an_error_ends_with_one(nss_all: Run, folders: tuple[Path, Path], tmp_path: Path) -> None:
    code, out, _ = nss_all("review", folders[0], tmp_path / "nowhere", "--json")
    assert code == 1
    assert [row["code"] for row in json.loads(out)["findings"]] == ["no-workspace"]
    path = folders[1] / "nss.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"VNM"', '"LAO"'), encoding="utf-8")
    code, out, _ = nss_all("review", *folders)
    assert code == 1
    assert "two folders are of different countries: VNM and LAO" in out


def test_one_folder_is_a_wrong_use(nss_all: Run, folders: tuple[Path, Path]) -> None:
    assert nss_all("review", folders[0])[0] == 2
