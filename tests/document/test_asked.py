"""What is known of names that are no candidates: each kind is told, in every language, and nothing is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.asked import Told, told_of
from opennss.language import languages

MORE = {
    "adoptions.csv": """\
a5,,Illustrative A,Minh họa A,,ISO 1:1975,IDT,in-force,,,yes,
a3,TCVN 3:2020,Old,Cũ,,ISO 2:1973,MOD,withdrawn,2020,,no,gso
a4,TCVN 4:2020,Based,Dựa trên,,ISO 3:1973,NEQ,in-force,2020,,no,gso
""",
    "decisions.csv": "out,exclude,,,ISO/IEC 22989:2022,,Too early,Quá sớm,Office,Director,2026-10-10,2030-12-31\n",
    "catalogue/deliverables.csv": """\
ISO 50:2015,Fifty,60.60,ISO/TC 241,03.220.20,1,2015-01,,iso
ISO 51:2010,Fifty-one,95.99,ISO/TC 241,03.220.20,1,2010-01,ISO 51:2020,iso
ISO 52:2010,Fifty-two,95.99,ISO/TC 241,03.220.20,1,2010-01,,iso
ISO/FDIS 53,Fifty-three,50.20,ISO/TC 241,03.220.20,1,,,iso
ISO 54:2010,Fifty-four,?,ISO/TC 241,03.220.20,1,2010-01,,iso
""",
}


@pytest.fixture
def folder(small: Path) -> Path:
    """The small country with an excluded standard, more adoptions, and deliverables that no area names."""
    for name, rows in MORE.items():
        with (small / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(rows)
    (small / "work.csv").write_text(
        "item,status,begun,stage,since,ended,reason_en,reason_vi,illustrative\n"
        "adopt-iso-60-2020,done,2026-01-05,60.60,2026-10-01,2026-10-01,In time,Đúng hạn,yes\n"
        "revise-iso-60-2020,dropped,2026-01-05,?,?,2026-10-02,No expert,Thiếu chuyên gia,yes\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    (small / "programme.csv").write_text(
        "item,type,deliverable,start,end,approved,illustrative\n"
        "adopt-iso-iec-22989-2022,adopt,ISO/IEC 22989:2022,2027,2028,2026-09-01,yes\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    return small


def asked(folder: Path, *names: str, language: str = "en") -> list[list[Told]]:
    """What is told of each name."""
    workspace, world = spine.read(folder)
    strategy = spine.build(workspace, world, what_if=False)
    return [list(told_of(name, strategy, world, language)) for name in names]


@pytest.mark.parametrize("language", languages())
def test_every_kind_of_name_is_answered(folder: Path, language: str) -> None:
    kinds = {
        "ISO 1:1975": ["adopted", "replaced"], "tcvn 1:2020": ["adopted"], "ISO 2:1973": ["not-adopted"],
        "ISO 3:1973": ["not-adopted"], "iso/iec 22989:2022": ["went", "excluded"],
        "adopt-iso-iec-22989-2022": ["went"], "ISO 60:2020": ["done", "dropped"], "adopt-iso-60-2020": ["done"],
        "iso 50:2015": ["unlinked"], "ISO 51:2010": ["replaced"], "ISO 52:2010": ["withdrawn"],
        "ISO/FDIS 53": ["fixed", "unlinked"], "ISO 54:2010": ["no-stage", "unlinked"], "AI": ["area"],
        "Nobody knows this": [],
    }  # fmt: skip
    found = dict(zip(kinds, asked(folder, *kinds, language=language), strict=True))
    assert {name: [told.kind for told in every] for name, every in found.items()} == kinds
    assert all(told.words and told.id for every in found.values() for told in every)
    [adopted] = found["tcvn 1:2020"]
    assert "TCVN 1:2020" in adopted.words
    assert "ISO 39001:2012" in adopted.words
    reason = {"en": "Too early", "vi": "Quá sớm"}[language]
    assert all(reason in told.words for told in found["iso/iec 22989:2022"])
    assert {"en": "No expert", "vi": "Thiếu chuyên gia"}[language] in found["ISO 60:2020"][1].words
    assert "ISO 51:2020" in found["ISO 51:2010"][0].words


def test_a_candidate_beside_which_another_form_was_chosen(small: Path) -> None:
    with (small / "effort.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("adopt-modified,office,draft,50,10,60;40,,project default\n")
    workspace, world = spine.read(small)
    strategy = spine.build(workspace, world, what_if=False)
    placed = {item.project.id for item in strategy.plan.items} | {left.project.id for left in strategy.plan.not_now}
    beside = [project.id for project in strategy.projects if project.id not in placed]
    assert beside == ["adopt-modified-iso-iec-22989-2022"]
    for name in beside:
        assert [told.kind for told in told_of(name, strategy, world, "en")] == ["form"]


def test_a_seat_and_a_committee_that_no_area_names(small: Path) -> None:
    [own] = asked(small, "iso/tc 241")
    assert {told.kind for told in own} <= {"seat", "unlinked"}
    assert own


def test_an_area_that_is_no_priority(small: Path) -> None:
    path = small / "decisions.csv"
    path.write_text(path.read_text("utf-8").replace("d2,rank,ai,,,2,", "d2,rank,ai,,,none,"), encoding="utf-8")
    [[ranked], [none]] = asked(small, "roads", "Artificial intelligence")
    assert "rank 1*" in ranked.words
    assert "no priority" in none.words
