"""`nss plan --what-if`: on the screen and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.language import languages, say

Nss = Callable[..., tuple[int, str]]


@pytest.mark.parametrize("language", languages())
def test_what_if_one_person_leaves(small: Path, nss: Nss, language: str) -> None:
    code, out = nss("plan", small, "--what-if", "--lang", language)
    assert code == 0
    assert say("doc.table.variants", language) in out
    body = {"en": "Office A", "vi": "Cơ quan A"}[language]
    assert say("label.variant-people-fewer", language, body=body, amount=1) in out


def test_variants_as_json(small: Path, nss: Nss) -> None:
    code, out = nss("plan", small, "--what-if", "--json")
    found = {row["name"]: row for row in json.loads(out)["variants"]}
    assert code == 0
    assert {
        "people-office-more",
        "people-office-less",
        "budget-less",
        "budget-more",
        "effort-less",
        "effort-more",
    } <= set(found)
    assert found["effort-more"]["amount"] == 1.3


@pytest.mark.parametrize("language", languages())
def test_a_change_under_which_a_demand_does_not_fit_is_told_and_ends_nothing(
    small: Path, nss: Nss, language: str
) -> None:
    with (small / "decisions.csv").open("a", encoding="utf-8") as rows:
        rows.write("must,require,,,adopt-iso-iec-22989-2022,,Law,Luật,Office,Director,2026-01-10,2030-12-31\n")
    one = small / "capacity.csv"
    one.write_text(one.read_text("utf-8").replace(",4,220,", ",1,220,"), encoding="utf-8", newline="\n")
    code, out = nss("plan", small, "--what-if", "--lang", language)
    assert code == 0
    impossible = say("label.variant-impossible", language)
    assert " ".join(impossible.split()[:2]) in out
    code, out = nss("plan", small, "--what-if", "--json")
    found = {row["name"]: row["planned"] for row in json.loads(out)["variants"]}
    assert found["people-office-less"] is None
    assert found["people-office-more"] >= 1
    code, out = nss("build", small, "--out", small.parent / "out")
    assert code == 0
    assert impossible in (small.parent / "out" / language / "strategy.html").read_text("utf-8")


@pytest.mark.parametrize(
    "asked",
    [
        ["--why", "x", "--schedule"], ["--why", "x", "--what-if"], ["--what-if", "--out", "o"],
        ["--frontier", "--list", "l"], ["--approve", "2026-11-20", "--schedule"], ["--illustrative"],
    ],
)  # fmt: skip
def test_two_questions_at_once_are_a_wrong_use(
    small: Path, nss_all: Callable[..., tuple[int, str, str]], asked: list[str]
) -> None:
    code, out, told = nss_all("plan", small, *asked)
    assert (code, out) == (2, "")
    assert all(word in told for word in asked if word.startswith("--"))
