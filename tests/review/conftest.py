"""Two folders of one country: the example and a year that might follow it (invented), small folders with changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Edit = tuple[str, str, str]
"""A file, an old text and a new one; an empty old text appends."""

DONE = (
    "ISO 11290-1:2017", "ISO 13849-1:2023", "ISO 13857:2019", "ISO 20471:2013", "ISO 21872-1:2017", "ISO 22005:2007",
    "ISO 10470:2004", "ISO 14068-1:2023", "ISO 22739:2024", "ISO 7301:2021",
)  # fmt: skip
"""Adoptions of the example's first year that the invented year after it has finished."""

CATALOGUE = "5601a544a5c922723dabbc56e17cde2a8f1526048427ba6fc83a9a1078ce796c"
WATER = (
    "d-06,rank,water-sanitation,,,1,Illustrative: the council put safe water first after the floods of the year.,"
    "Minh họa: hội đồng xếp nước sạch lên hàng đầu sau các trận lũ trong năm.,Ministry B (fictitious),"
    "Council chair (fictitious),2027-10-20,2028-12-31\n"
)

NEXT_YEAR: tuple[Edit, ...] = (
    ("nss.toml", "as_of = 2026-11-22", "as_of = 2027-11-22"),
    ("nss.toml", "years = [2027, 2028, 2029]", "years = [2028, 2029, 2030]"),
    ("capacity.csv", "", "nsb,Standards body,Cơ quan tiêu chuẩn,2030,9.5,220,0.8,0.05,1200000,4200000000\n"),
    ("capacity.csv", "", "ministry-b,Ministry B,Bộ B,2030,1.2,220,0.8,0.05,1200000,280000000\n"),
    ("evidence.csv", "people-affected,food-safety,,2024,0.0049", "people-affected,food-safety,,2024,12"),
    ("evidence.csv", "people-affected,water-pollution,,2022,56.34", "people-affected,water-pollution,,2022,9.1"),
    ("evidence.csv", "people-affected,disaster-risk,,2019,70", "people-affected,disaster-risk,,2019,7"),
    ("decisions.csv", "", WATER),
    ("participation.csv", "Cards and security devices for personal identification,,O",
     "Cards and security devices for personal identification,,P"),
    ("progress.csv", "", "p-memberships,2027,26,invented for the exercise\n"),
    ("progress.csv", "", "ballots-cast,2027,91,invented for the exercise\n"),
)  # fmt: skip


MORE: tuple[Edit, ...] = (
    ("criteria.csv", "sector,employment-share,,high,1", "sector,employment-share,,high,3"),
    ("nss.toml", f'sha256 = "{CATALOGUE}"', 'sha256 = ""'),
    ("catalogue/deliverables.csv", "matter and defects,,40.60,", "matter and defects,,60.60,"),
    ("catalogue/deliverables.csv", "guidance for use,,40.60,ISO/TC 228", "guidance for use,,50.00,ISO/TC 228"),
)
"""What makes voices and catalogue differ too, so that all five parts do (32 worlds)."""


def edited(folder: Path, edits: tuple[Edit, ...]) -> Path:
    """Change files of a folder; what is to be replaced must be there."""
    for file, old, new in edits:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8", newline="\n")
    return folder


def without(folder: Path, file: str, *beginnings: str) -> Path:
    """Take rows out of a table by how their lines begin."""
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(beginnings)]
    assert len(kept) == len(lines) - len(beginnings), (file, beginnings)
    path.write_text("".join(kept), encoding="utf-8", newline="\n")
    return folder


def a_year_later(example: Path, folder: Path, more: tuple[Edit, ...] = ()) -> Path:
    """Write the example as it might look a year later: data, method and decisions differ."""
    shutil.copytree(example, folder)
    edited(folder, (*NEXT_YEAR, *more))
    without(folder, "decisions.csv", "d-02,")
    work = folder / "work.csv"
    work.write_text(work.read_text(encoding="utf-8").replace(",running,", ",done,"), encoding="utf-8", newline="\n")
    adoptions = "".join(
        f"done-{number},,Finished in the exercise,Hoàn thành trong bài tập,,{reference},IDT,in-force,2027,,yes,\n"
        for number, reference in enumerate(DONE, 1)
    )
    return edited(folder, (("adoptions.csv", "", adoptions),))


@pytest.fixture(scope="session")
def next_year(vietnam: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example a year later."""
    return a_year_later(vietnam, tmp_path_factory.mktemp("review") / "vietnam-2027")


Pair = Callable[..., tuple[Path, Path]]


@pytest.fixture(scope="session")
def write_pair(write_small: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Write two small folders of one country; the edits make the new one of the old one."""

    def written(*edits: Edit) -> tuple[Path, Path]:
        place = tmp_path_factory.mktemp("pair")
        prose = (("text/en/vision.md", " | number", ""),)
        return edited(write_small(place / "old"), prose), edited(write_small(place / "new"), (*prose, *edits))

    return written


@pytest.fixture
def pair(write_pair: Pair) -> Pair:
    """Write two small folders."""
    return write_pair
