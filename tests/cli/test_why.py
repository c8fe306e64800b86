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


@pytest.mark.parametrize("language", languages())
def test_a_planned_item_says_when_why_after_what_and_how_surely(small: Path, nss: Nss, language: str) -> None:
    demanded(small)
    code, out = nss("plan", small, "--why", "adopt-iso-iec-22989-2022", "--lang", language)
    assert code == 0
    area, reason = {"en": ("Artificial intelligence", "Law"), "vi": ("Trí tuệ nhân tạo", "Luật")}[language]
    assert "2027–2028" in out
    assert say("asked.planned-rank", language, rank=2, areas=area) in out
    day = {"en": "10 Jan 2026", "vi": "10/1/2026"}[language]
    assert say("asked.planned-demanded", language, decision="must", day=day, reason=reason) in out
    stays = next(line for line in out.splitlines() if line.strip())
    assert say("asked.planned-stays", language, kept="", tried="").split()[0] in stays


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
