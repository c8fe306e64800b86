"""`nss plan --why`: what is planned, what is not, and names that are no candidates; on the screen and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.language import languages, say

Nss = Callable[..., tuple[int, str]]


@pytest.fixture
def poor(small: Path) -> Path:
    """The small country with so little money that something must wait."""
    path = small / "capacity.csv"
    path.write_text(path.read_text("utf-8").replace("0.5,500", "0.5,20"), encoding="utf-8", newline="\n")
    return small


@pytest.mark.parametrize("language", languages())
def test_why_not_is_answered_by_id_and_by_standard(poor: Path, nss: Nss, language: str) -> None:
    code, out = nss("plan", poor, "--why", "ISO/IEC 22989:2022", "--lang", language)
    assert code == 0
    assert say("label.not-now-capacity", language) in out
    for other in ("adopt-iso-iec-22989-2022", "iso/iec 22989:2022"):
        code, again = nss("plan", poor, "--why", other, "--lang", language)
        assert (code, again) == (0, out)


def test_what_is_missing_as_json(poor: Path, nss: Nss) -> None:
    code, out = nss("plan", poor, "--why", "ISO/IEC 22989:2022", "--json")
    [item] = json.loads(out)["not_now"]
    assert code == 0
    assert item["reason"] == "capacity"
    assert {row["what"] for row in item["missing"]} == {"money"}
    assert all(row["body"] == "office" and row["amount"] > 0 for row in item["missing"])


def test_an_unknown_name_ends_with_one(small: Path, nss: Nss) -> None:
    assert nss("plan", small, "--why", "ISO 1")[0] == 1


PLANNED = {
    "en": "adoption: ISO/IEC 22989:2022: planned, 2027–2028 (first month 1/2027, last month 12/2028). It counts with "
    "rank 2, for: Artificial intelligence. It stays in 2 of 2 trials with other efforts and weights. Decision must of "
    "10 Jan 2026 demands it: Law\n",
    "vi": "chấp nhận: ISO/IEC 22989:2022: có trong kế hoạch, 2027–2028 (tháng đầu 1/2027, tháng cuối 12/2028). Được "
    "tính với hạng 2, cho: Trí tuệ nhân tạo. Vẫn có trong kế hoạch ở 2 trên 2 lần thử với mức công việc và trọng số "
    "khác. Quyết định must (10/1/2026) yêu cầu thực hiện: Luật\n",
}


@pytest.mark.parametrize("language", languages())
def test_a_planned_item_says_when_why_after_what_and_how_surely(small: Path, nss: Nss, language: str) -> None:
    demanded(small)
    found = nss("plan", small, "--why", "adopt-iso-iec-22989-2022", "--lang", language, width=1000)
    assert found == (0, PLANNED[language])


@pytest.mark.parametrize("asked", ["iso/iec 22989 : 2022", "ISO/IEC22989:2022", " adopt-iso-iec-22989-2022 "])
def test_spaces_and_capitals_make_no_difference(small: Path, nss: Nss, asked: str) -> None:
    assert nss("plan", small, "--why", asked) == nss("plan", small, "--why", "ISO/IEC 22989:2022")


def test_near_names_are_found_without_the_space(small: Path, nss_all: Callable[..., tuple[int, str, str]]) -> None:
    code, _, message = nss_all("plan", small, "--why", "ISO/IEC2298")
    assert (code, message) == (1, 'No candidate is called "ISO/IEC2298". Near: ISO/IEC 22989:2022\n')


BLANK = {
    "en": "--why asks for something: name a standard, a committee, a measure or an item of the plan.\n",
    "vi": "--why cần biết hỏi về điều gì: hãy nêu một tiêu chuẩn, ban kỹ thuật, biện pháp hoặc mục của kế hoạch.\n",
}


@pytest.mark.parametrize("asked", ["", "  "])
@pytest.mark.parametrize("language", languages())
def test_a_blank_question_is_wrong_use(
    small: Path, nss_all: Callable[..., tuple[int, str, str]], asked: str, language: str
) -> None:
    assert nss_all("plan", small, "--why", asked, "--lang", language) == (2, "", BLANK[language])


@pytest.mark.parametrize("language", languages())
def test_stages_that_end_after_the_years_of_the_plan(small: Path, nss: Nss, language: str) -> None:
    (small / "procedure.csv").write_text(
        "type,stage,name_en,name_vi,days,share,comments,source\n"
        "adopt,20.20,Prepared,Soạn thảo,400,50,no,\nadopt,60.60,Published,Công bố,400,50,no,\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    code, out = nss("plan", small, "--why", "ISO/IEC 22989:2022", "--lang", language, width=1000)
    words = {
        "en": "adoption: ISO/IEC 22989:2022: planned, 2027–2028; by months its stages run from 1/2027 to 3/2029. It ",
        "vi": "chấp nhận: ISO/IEC 22989:2022: có trong kế hoạch, 2027–2028; tính theo tháng, các giai đoạn kéo dài "
        "từ 1/2027 đến 3/2029. Được ",
    }
    assert code == 0
    assert out.startswith(words[language])


SERVES_NOBODY = {
    "en": "adoption: ISO 99:2020: planned, 2026–2027 (first month 10/2026, last month 12/2027). The work is under way, "
    "so it keeps its place. It stays in 2 of 2 trials with other efforts and weights.\n",
    "vi": "chấp nhận: ISO 99:2020: có trong kế hoạch, 2026–2027 (tháng đầu 10/2026, tháng cuối 12/2027). Công việc "
    "đang thực hiện nên giữ nguyên vị trí. Vẫn có trong kế hoạch ở 2 trên 2 lần thử với mức công việc và trọng số "
    "khác.\n",
}


def under_way(small: Path) -> None:
    """Let work run that serves no area any more."""
    (small / "programme.csv").write_text(
        "item,type,deliverable,start,end,approved,illustrative\n"
        "adopt-iso-99-2020,adopt,ISO 99:2020,2026,2027,2026-09-01,yes\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    (small / "work.csv").write_text(
        "item,status,begun,stage,since,illustrative\nadopt-iso-99-2020,running,2026-10-05,?,?,yes\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip


@pytest.mark.parametrize("language", languages())
def test_what_serves_no_area_counts_with_no_rank(small: Path, nss: Nss, language: str) -> None:
    under_way(small)
    found = nss("plan", small, "--why", "ISO 99:2020", "--lang", language, width=1000)
    assert found == (0, SERVES_NOBODY[language])
    [item] = json.loads(nss("plan", small, "--why", "ISO 99:2020", "--json")[1])["planned"]
    assert (item["tier"], item["areas"], item["running"]) == (None, [], True)


def test_running_work_of_an_area_without_priority_has_no_rank_either(small: Path, nss: Nss) -> None:
    path = small / "decisions.csv"
    path.write_text(path.read_text("utf-8").replace("d2,rank,ai,,,2,", "d2,rank,ai,,,none,"), encoding="utf-8")
    (small / "work.csv").write_text(
        "item,status,begun,stage,since,illustrative\nadopt-iso-iec-22989-2022,running,2026-10-05,?,?,yes\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    code, out = nss("plan", small, "--why", "ISO/IEC 22989:2022", width=1000)
    assert code == 0
    assert "under way" in out
    assert "rank" not in out
    [item] = json.loads(nss("plan", small, "--why", "ISO/IEC 22989:2022", "--json")[1])["planned"]
    assert (item["tier"], item["areas"]) == (None, ["ai"])


@pytest.mark.parametrize(("legal", "rank"), [("no", "1"), ("yes", "1*")])
def test_a_measure_without_areas_serves_all(small: Path, nss: Nss, legal: str, rank: str) -> None:
    for name, text in MEASURES.items():
        (small / name).write_text(text.replace("LEGAL", legal), encoding="utf-8", newline="\n")
    code, out = nss("plan", small, "--why", "measure-rules", width=1000)
    assert code == 0
    assert f"Shorter rules: planned, 2027 (first month 1/2027, last month 12/2027). It counts with rank {rank}, for: " \
        "all areas. It stays" in out  # fmt: skip
    [item] = json.loads(nss("plan", small, "--why", "measure-rules", "--json")[1])["planned"]
    assert item["tier"] == {"1": 1, "1*": 0}[rank]


MEASURES = {
    "stakeholders.csv": """\
id,name_en,name_vi,type,category,primary,illustrative
office,Office A,Cơ quan A,authorities,,yes,yes
""",
    "objectives.csv": """\
id,name_en,name_vi,goals
open,Digital work is open to all,Việc làm số mở cho mọi người,digital
""",
    "measures.csv": """\
id,objective,kind,name_en,name_vi,areas,lead,body,start,end,days,cost,spread,rank,legal,illustrative
rules,open,law,Shorter rules,Rút gọn quy định,,office,office,2027,2027,20,5,100,1,LEGAL,yes
""",
}


def demanded(small: Path) -> None:
    with (small / "decisions.csv").open("a", encoding="utf-8") as rows:
        rows.write("must,require,,,adopt-iso-iec-22989-2022,,Law,Luật,Office,Director,2026-01-10,2030-12-31\n")


def test_a_planned_item_as_json(small: Path, nss: Nss) -> None:
    demanded(small)
    code, out = nss("plan", small, "--why", "ISO/IEC 22989:2022", "--json")
    found = json.loads(out)
    [item] = found["planned"]
    assert code == 0
    assert (found["not_now"], found["known"]) == ([], [])
    assert (item["start"], item["end"], item["tier"], item["decision"]) == (2027, 2028, 2, "must")
    assert item["begins"] <= item["ends"]
    assert item["areas"]
    assert 0 <= item["stays_in"] <= item["of_trials"] > 0


@pytest.mark.parametrize("language", languages())
def test_what_is_no_candidate_says_what_is_known(small: Path, nss: Nss, language: str) -> None:
    code, out = nss("plan", small, "--why", "iso 39001:2012", "--lang", language)
    assert code == 0
    assert "ISO 39001:2012" in out
    found = json.loads(nss("plan", small, "--why", "iso 39001:2012", "--json")[1])
    assert (found["planned"], found["not_now"]) == ([], [])
    assert [row["words"] for row in found["known"]]
