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
    nothing_known = {
        "en": "ISO 1:1975 is adopted already: Illustrative A is in force (degree of correspondence IDT).",
        "vi": "ISO 1:1975 đã được chấp nhận: Minh họa A đang có hiệu lực (mức độ tương đương IDT).",
    }
    assert found["ISO 1:1975"][0].words == nothing_known[language]
    based = {
        "en": "TCVN 4:2020 rests on ISO 3:1973, but is not equivalent (year 2020, degree of correspondence NEQ): "
        "that is no adoption.",
        "vi": "TCVN 4:2020 dựa trên ISO 3:1973 nhưng không tương đương (năm 2020, mức độ tương đương NEQ): "
        "đó không phải là chấp nhận.",
    }
    assert found["ISO 3:1973"][0].words == based[language]
    [adopted] = found["tcvn 1:2020"]
    assert "TCVN 1:2020" in adopted.words
    assert "ISO 39001:2012" in adopted.words
    reason = {"en": "Too early", "vi": "Quá sớm"}[language]
    assert all(reason in told.words for told in found["iso/iec 22989:2022"])
    assert {"en": "No expert", "vi": "Thiếu chuyên gia"}[language] in found["ISO 60:2020"][1].words
    assert "ISO 51:2020" in found["ISO 51:2010"][0].words


def two_ways(small: Path, budget: str) -> None:
    """Let the standard be adopted in both ways, with so much money a year."""
    with (small / "effort.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("adopt-modified,office,draft,50,10,60;40,,project default\n")
    path = small / "capacity.csv"
    path.write_text(path.read_text("utf-8").replace("0.5,500", f"0.5,{budget}"), encoding="utf-8", newline="\n")


OTHER_FORM = {
    ("500", "en"): "modified adoption: ISO/IEC 22989:2022: a candidate, but another form of it was chosen: "
    "adoption: ISO/IEC 22989:2022.",
    ("500", "vi"): "chấp nhận có sửa đổi: ISO/IEC 22989:2022: có được đề xuất, nhưng hình thức khác được chọn: "
    "chấp nhận: ISO/IEC 22989:2022.",
    ("20", "en"): "modified adoption: ISO/IEC 22989:2022: a candidate that is not planned now. It waits in another "
    "form too; ask for that one to see why: adoption: ISO/IEC 22989:2022.",
    ("20", "vi"): "chấp nhận có sửa đổi: ISO/IEC 22989:2022: có được đề xuất nhưng chưa làm. Hình thức khác cũng chưa "
    "làm; hãy hỏi về hình thức đó để biết lý do: chấp nhận: ISO/IEC 22989:2022.",
}


@pytest.mark.parametrize(("budget", "language"), OTHER_FORM)
def test_another_form_is_chosen_only_where_it_is_planned(small: Path, budget: str, language: str) -> None:
    two_ways(small, budget)
    [[told]] = asked(small, "adopt-modified-iso-iec-22989-2022", language=language)
    assert (told.kind, told.words) == ("form", OTHER_FORM[budget, language])


def test_a_candidate_beside_which_another_form_was_chosen(small: Path) -> None:
    two_ways(small, "500")
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
    assert none.words == (
        "“Artificial intelligence” is no priority now, so only what is under way or demanded is planned for it alone; "
        "items planned: 0, not now: 1."
    )
    [[none]] = asked(small, "Trí tuệ nhân tạo", language="vi")
    assert "chỉ có việc đang làm hoặc được yêu cầu" in none.words


def test_spaces_and_capitals_of_a_reference_make_no_difference(folder: Path) -> None:
    kinds = {
        "iso 1 : 1975": ["adopted", "replaced"], "ISO1:1975": ["adopted", "replaced"], "tcvn1:2020": ["adopted"],
        "iso/iec22989 : 2022": ["went", "excluded"], "iso60:2020": ["done", "dropped"], "ISO50:2015": ["unlinked"],
        "iso/tc241": ["seat"],
    }  # fmt: skip
    found = dict(zip(kinds, asked(folder, *kinds), strict=True))
    assert {name: [told.kind for told in every] for name, every in found.items()} == kinds


def test_a_blank_name_is_nobodys(folder: Path) -> None:
    """An adoption without a number is not the one that was asked for."""
    assert asked(folder, "", "  ") == [[], []]
